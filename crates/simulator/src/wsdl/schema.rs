//! The elements of messages, and the types of the records in them, by namespace.

use bindery_transport::description::{Carrier, Field, Format, Kind, Output, OutputForm, Reading, Record, Type, Wire};

use super::{
    shape::{Shape, qualified},
    simple::Simple,
};
use crate::{
    call::Call,
    check, wire,
    xml::{Element, split},
};

/// The schemas of a WSDL, one a namespace.
#[derive(Default)]
pub(super) struct Schemas(Vec<Schema>);

struct Schema {
    namespace: &'static str,
    /// Empty where there is no namespace.
    prefix: String,
    elements: Vec<Shape>,
    types: Vec<Named>,
}

/// The type of a record.
struct Named {
    record: &'static Record,
    call: Call,
    way: Way,
    shape: Shape,
}

/// Which way something goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

impl Schemas {
    /// The prefix and the namespace of each.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.0.iter().map(|schema| (schema.prefix.as_str(), schema.namespace))
    }

    /// The element of a request.
    pub(super) fn request(&mut self, call: Call) -> String {
        let schema = self.of(call);
        let mut shape = Shape::new(call.operation.wire_name(call.on));
        for (field, wire) in carried(call, Carrier::Body) {
            schema.field(&mut shape, call, field, wire, Way::There);
        }
        schema.element(shape)
    }

    /// What a request has in the header of its envelope: names, and elements.
    pub(super) fn headers(&mut self, call: Call) -> Vec<(String, String)> {
        let schema = self.of(call);
        let mut shape = Shape::default();
        for (field, wire) in carried(call, Carrier::SoapHeader) {
            schema.field(&mut shape, call, field, wire, Way::There);
        }
        let headers = shape.into_children().into_iter();
        headers.map(|header| (header.name().to_owned(), schema.element(header))).collect()
    }

    /// The element of an answer: what an accepted one holds, and what a refusal has in its place.
    pub(super) fn answer(&mut self, call: Call) -> String {
        let schema = self.of(call);
        let mut shape = Shape::new(format!("{}Response", call.operation.wire_name(call.on)));
        schema.fill_answer(&mut shape, call);
        schema.element(shape)
    }

    /// All as elements.
    pub(super) fn write(&self) -> Vec<Element> {
        self.0.iter().map(Schema::write).collect()
    }

    fn of(&mut self, call: Call) -> &mut Schema {
        let namespace = call.vendor.binding(call.on).map_or("", |binding| binding.namespace);
        let position = self.0.iter().position(|schema| schema.namespace == namespace).unwrap_or_else(|| {
            let prefix = if namespace.is_empty() { String::new() } else { format!("s{}", self.0.len()) };
            self.0.push(Schema { namespace, prefix, elements: Vec::new(), types: Vec::new() });
            self.0.len() - 1
        });
        &mut self.0[position]
    }
}

/// The fields that a request may have there, in the order in which they go out.
fn carried(call: Call, carrier: Carrier) -> impl Iterator<Item = (&'static Field, &'static Wire)> {
    let of_schemes = |first: bool| {
        let schemes = call.schemes().filter(move |scheme| scheme.first == first);
        schemes.flat_map(|scheme| scheme.params).map(|param| call.spelled(&param.field)).collect::<Vec<_>>()
    };
    let fields = of_schemes(true).into_iter().chain(call.operation.params).chain(of_schemes(false));
    let wired = fields.filter_map(move |field| Some((field, field.wire(call.on)?)));
    wired.filter(move |(_, wire)| wire.carrier == carrier)
}

impl Schema {
    /// Declares a global element; its name. Where another of the name is not the same, anything may be in it.
    fn element(&mut self, shape: Shape) -> String {
        let name = qualified(&self.prefix, shape.name());
        match self.elements.iter_mut().find(|known| known.name() == shape.name()) {
            Some(known) if *known != shape => known.hold_anything(),
            Some(_) => {}
            None => self.elements.push(shape),
        }
        name
    }

    fn fill_answer(&mut self, root: &mut Shape, call: Call) {
        let inside = call.operation.inside(call.vendor, call.on);
        let steps = split(&inside).0;
        let base = root.at(&steps);
        // What is in any element is anything.
        if steps.contains(&"*") {
            return;
        }
        let Some(how) = call.how().filter(|how| how.format != Format::Text) else { return };
        let accepted = how.accepted.first().filter(|reading| reading.template.is_some());
        for reading in accepted.into_iter().chain(how.refused) {
            tell(base, call, reading);
        }
        if let Some((output, form)) = call.operation.output.zip(call.operation.output_form(call.on)) {
            self.output(base, call, output, form);
        }
        if how.refused.is_empty() {
            return;
        }
        let replies = call.operation.replies.iter().map(|(code, _)| *code);
        for details in call.operation.codes.iter().copied().chain(replies).filter_map(|code| code.details) {
            if let Some(form) = details.form(call.on) {
                self.output(base, call, details, form);
            }
        }
    }

    fn output(&mut self, base: &mut Shape, call: Call, output: &Output, form: &OutputForm) {
        if output.fixed.is_some() {
            return;
        }
        if let Some(place) = form.inside {
            base.at(&split(&call.fill(place)).0).hold_text(Simple::STRING);
            return;
        }
        let at = call.fill(form.at);
        let (steps, attribute) = split(&at);
        if let Some(titles) = form.titles.filter(|_| wire::is_map(output.ty)) {
            let titles = base.at(&split(&call.fill(titles)).0);
            titles.many = true;
            titles.hold_text(Simple::STRING);
            titles.hold_any_attribute();
        }
        let repeats = output.many && !steps.is_empty() && (attribute.is_none() || wire::is_map(output.ty));
        let element = base.at(&steps);
        element.many |= repeats;
        match (output.ty.kind, attribute) {
            (Kind::Map, None) => element.hold_any_element(),
            (Kind::Map, Some(_)) => element.hold_any_attribute(),
            (Kind::Record(record), _) if steps.is_empty() => self.fields(element, call, record, Way::Back),
            (Kind::Record(record), _) => element.hold(self.named(call, record, Way::Back)),
            (_, None) => element.hold_text(Simple::of(output.ty).open()),
            (_, Some(name)) => element.hold_attribute(name, Simple::of(output.ty).open(), false, None),
        }
        let mut records = Vec::new();
        self.later(base, call, output.ty, &mut records);
    }

    /// What the records of an output have that does not stand in them, but where the answer's own places count from.
    fn later(&mut self, base: &mut Shape, call: Call, ty: &Type, seen: &mut Vec<&'static Record>) {
        let Kind::Record(record) = ty.kind else { return };
        if seen.iter().any(|known| std::ptr::eq(*known, record)) {
            return;
        }
        seen.push(record);
        for (field, wire) in fields(call, record) {
            if is_later(wire) && field.fixed.is_none() {
                self.field(base, call, field, wire, Way::Back);
            }
            if wire::is_record(wire) {
                self.later(base, call, wire.ty, seen);
            }
        }
    }

    fn fields(&mut self, shape: &mut Shape, call: Call, record: &'static Record, way: Way) {
        for (field, wire) in fields(call, record) {
            // What is fixed in an answer stands nowhere.
            if way == Way::There || (field.fixed.is_none() && !is_later(wire)) {
                self.field(shape, call, field, wire, way);
            }
        }
    }

    fn field(&mut self, shape: &mut Shape, call: Call, field: &'static Field, wire: &'static Wire, way: Way) {
        let place = call.fill(wire.place());
        let (steps, attribute) = split(&place);
        let required = way == Way::There
            && (field.required || field.fixed.is_some() || check::has_to_stand_there(call, field, wire));
        let fixed = field.fixed.as_ref().and_then(|value| call.fixed(wire, value));
        let repeats = field.many && wire.join.is_none() && attribute.is_none_or(|name| name == "*");
        let mut element = shape;
        for (index, step) in steps.iter().enumerate() {
            element = element.child(step);
            let is_last = index + 1 == steps.len();
            // A list of no items is what its items would have stood in.
            let is_item = repeats && is_last && index > 0;
            element.required |= required && !is_item;
            element.many |= repeats && is_last;
            // Of a list it is what the items stand in that is nil, for a nil item is an item.
            let says_nil = if field.many && steps.len() > 1 { index + 2 == steps.len() } else { is_last };
            element.nillable |= wire.nillable && attribute.is_none() && says_nil;
        }
        let text = |wire: &Wire| match way {
            Way::There => Simple::of_wire(wire),
            Way::Back => Simple::of_wire(wire).open(),
        };
        match (wire.ty.kind, attribute) {
            (Kind::Map, None) => element.hold_any_element(),
            (Kind::Map, Some(_)) => element.hold_any_attribute(),
            (Kind::Record(record), _) if wire::is_record(wire) => match steps.is_empty() {
                true => self.fields(element, call, record, way),
                false => element.hold(self.named(call, record, way)),
            },
            (_, Some(name)) => element.hold_attribute(name, text(wire), required, fixed),
            (_, None) => {
                element.fixed = fixed;
                element.hold_text(text(wire));
            }
        }
    }

    /// The name of a record's type.
    fn named(&mut self, call: Call, record: &'static Record, way: Way) -> String {
        if let Some(known) = self.types.iter().find(|known| known.is(call, record, way)) {
            return known.shape.name().to_owned();
        }
        let is_taken = |name: &str| self.types.iter().any(|known| known.shape.name() == name);
        let mut names = (1..).map(|number| match number {
            1 => record.name.to_owned(),
            number => format!("{}{number}", record.name),
        });
        let name = names.find(|name| !is_taken(name)).unwrap_or_default();
        // It is known before its fields are: a record may hold itself.
        let position = self.types.len();
        self.types.push(Named { record, call, way, shape: Shape::new(name.clone()) });
        let mut shape = Shape::new(name.clone());
        self.fields(&mut shape, call, record, way);
        self.types[position].shape = shape;
        name
    }

    fn write(&self) -> Element {
        let mut schema = Element::new("xs:schema").attribute("elementFormDefault", "qualified");
        if !self.namespace.is_empty() {
            schema.set("targetNamespace", self.namespace);
        }
        let elements = self.elements.iter().map(|shape| shape.global(&self.prefix));
        schema.children = elements.chain(self.types.iter().map(|named| named.shape.named_type(&self.prefix))).collect();
        schema
    }
}

impl Named {
    fn is(&self, call: Call, record: &'static Record, way: Way) -> bool {
        self.way == way && std::ptr::eq(self.record, record) && is_same(record, self.call, call, &mut Vec::new())
    }
}

/// Whether a record stands on the wire of two calls in one way.
fn is_same(record: &'static Record, one: Call, other: Call, seen: &mut Vec<&'static Record>) -> bool {
    if seen.iter().any(|known| std::ptr::eq(*known, record)) {
        return true;
    }
    seen.push(record);
    record.fields.iter().all(|field| match (field.wire(one.on), field.wire(other.on)) {
        (None, None) => true,
        (Some(wire), Some(known)) => {
            std::ptr::eq(wire, known)
                && one.fill(wire.place()) == other.fill(wire.place())
                && match wire.ty.kind {
                    Kind::Record(record) => is_same(record, one, other, seen),
                    _ => true,
                }
        }
        _ => false,
    })
}

/// The fields of a record that the protocol has.
fn fields(call: Call, record: &'static Record) -> impl Iterator<Item = (&'static Field, &'static Wire)> {
    record.fields.iter().filter_map(move |field| Some((field, field.wire(call.on)?)))
}

/// Whether a field of a record stands where the answer's own places count from.
fn is_later(wire: &Wire) -> bool {
    wire.place().starts_with('/')
}

/// Says that a reading finds a text there.
fn tell(base: &mut Shape, call: Call, reading: &Reading) {
    let place = call.fill(reading.at.first().copied().unwrap_or("."));
    let (steps, attribute) = split(&place);
    let element = base.at(&steps);
    match attribute {
        Some(name) => element.hold_attribute(name, Simple::STRING, false, None),
        None => element.hold_text(Simple::STRING),
    }
}
