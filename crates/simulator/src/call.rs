//! Which operation is called, and over which protocol.

use bindery_transport::description::{Answer, Code, Field, Format, Operation, Protocol, Sample, Scheme, Vendor, Wire};

use crate::wire;

/// An operation of a vendor on a protocol.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    pub(crate) vendor: &'static Vendor,
    pub(crate) operation: &'static Operation,
    pub(crate) on: Protocol,
}

impl Call {
    /// A place with its holes filled.
    pub(crate) fn fill(&self, place: &str) -> String {
        self.operation.fill(place, self.vendor, self.on)
    }

    /// The value of a hole that is none of a template's own.
    pub(crate) fn hole(&self, name: &str) -> Option<String> {
        self.operation.hole(name, self.vendor, self.on).map(str::to_owned)
    }

    /// The schemes that the operation takes.
    pub(crate) fn schemes(&self) -> impl Iterator<Item = &'static Scheme> + use<> {
        let vendor = self.vendor;
        self.operation.schemes.iter().filter_map(|index| vendor.schemes.get(*index))
    }

    /// A scheme's parameter as this operation spells it.
    pub(crate) fn spelled(&self, plain: &'static Field) -> &'static Field {
        self.operation.scheme_params.iter().find(|field| field.name == plain.name).unwrap_or(plain)
    }

    /// The parameters of a scheme as this operation spells them.
    pub(crate) fn scheme_fields(&self, scheme: &'static Scheme) -> impl Iterator<Item = &'static Field> + '_ {
        scheme.params.iter().map(|param| self.spelled(&param.field))
    }

    /// All that a request may hold: the operation's own parameters and those of its schemes.
    pub(crate) fn fields(&self) -> Vec<&'static Field> {
        let of_schemes = self.schemes().flat_map(|scheme| self.scheme_fields(scheme).collect::<Vec<_>>());
        self.operation.params.iter().chain(of_schemes).collect()
    }

    /// How answers read.
    pub(crate) fn how(&self) -> Option<&'static Answer> {
        self.operation.answer(self.vendor, self.on)
    }

    /// Whether answers are bytes with nothing around them.
    pub(crate) fn is_raw(&self) -> bool {
        !self.on.is_soap() && self.how().is_some_and(|how| how.format == Format::Bytes)
    }

    /// Whether an answer can say this code.
    pub(crate) fn tells(&self, code: &Code) -> bool {
        let readings =
            self.how().is_some_and(|how| !how.refused.is_empty() || (self.on.is_soap() && !how.faults.is_empty()));
        code.spelling(self.on).is_some() && readings && !self.is_raw()
    }

    /// Whether an answer with this code can say which parameter it is about.
    pub(crate) fn tells_parameter(&self, code: &Code) -> bool {
        let readings = self.how().into_iter().flat_map(|how| {
            let faults = if self.on.is_soap() { how.faults } else { &[] };
            how.refused.iter().chain(faults).filter_map(|reading| reading.template.as_ref())
        });
        let messages = code.tellings(self.on).flat_map(|(_, messages)| messages);
        code.param.is_some() || readings.chain(messages).any(|template| wire::has_hole(template, "parameter"))
    }

    /// What a parameter that nobody gives goes out as.
    pub(crate) fn fixed(&self, wire: &Wire, value: &Sample) -> Option<String> {
        match value {
            Sample::Text(text) => Some(self.fill(text)),
            value => wire::text(wire, value),
        }
    }
}
