use super::{Kind, Protocol, Protocols, Sample, Template, Type};

/// A named place for a value: a parameter, a field of an answer, a field of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name that the spec gives it.
    pub name: &'static str,
    /// In a request: must be given. In an answer: an answer without it is not understood.
    pub required: bool,
    /// Whether it holds any number of values.
    pub many: bool,
    /// Whether its value is never shown.
    pub secret: bool,
    /// The least number, or the least length of a text in characters, or of bytes.
    pub min: Option<i64>,
    /// The greatest number, or the greatest length.
    pub max: Option<i64>,
    /// A parameter that has to be given too when this one is.
    pub needs: Option<&'static str>,
    /// Must be given when another parameter has this value.
    pub required_if: Option<(&'static str, Sample)>,
    /// In a request: what always goes out, and nobody gives; holes of a text are filled. In an answer: its value, which
    /// stands nowhere.
    pub fixed: Option<Sample>,
    /// How it stands on the wire. At most one holds for a protocol; where none does, the field is not part of it.
    pub wires: &'static [Wire],
}

/// How a [`Field`] stands on the wire of some protocols.
#[derive(Clone, Copy, Debug)]
pub struct Wire {
    /// The protocols.
    pub on: Protocols,
    /// Where. On a form the one name; in a text answer the one label; in XML the places to look at in order, of which the
    /// first is written. A place is `.`, `name`, `a/b`, `a/@name` or `@name`; `*` as a step is any element. One that begins
    /// with `/` counts from where the answer's own places do, not from the record. A name or label with `{n}` in it is
    /// numbered: item `n` of a list (from 1, when written) bears that number.
    ///
    /// For a [`Kind::Map`]: `@*` is every attribute and `*` every child (in a text: every label, in a table: every
    /// column) that no other field of the record takes.
    pub at: &'static [&'static str],
    /// How one value is spelled.
    pub ty: &'static Type,
    /// For many values: the text between them where they stand in one value. Without it the name, or the last step of
    /// the place, repeats.
    pub join: Option<&'static str>,
    /// What is written for a parameter that was not given. `None`: nothing at all.
    pub absent: Option<&'static str>,
    /// Whether `xsi:nil` is written where none was given.
    pub nillable: bool,
    /// What carries it in a request.
    pub carrier: Carrier,
    /// How the text is made: a template with the hole `value`.
    pub template: Option<Template>,
    /// The value is an XML document, which stands there as text; its root element is called so.
    pub document: Option<&'static str>,
}

/// What carries a parameter of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Carrier {
    /// The form, or the document.
    Body,
    /// A header of HTTP, of the place's name.
    Header,
    /// HTTP's own sign-in: the first such parameter is the user, the second the password.
    Basic,
    /// The header of the SOAP envelope, at the place.
    SoapHeader,
}

impl Field {
    /// An optional field of one value.
    #[must_use]
    pub const fn new(name: &'static str, wires: &'static [Wire]) -> Field {
        Field {
            name,
            required: false,
            many: false,
            secret: false,
            min: None,
            max: None,
            needs: None,
            required_if: None,
            fixed: None,
            wires,
        }
    }

    /// Must be there.
    #[must_use]
    pub const fn required(mut self) -> Field {
        self.required = true;
        self
    }

    /// Holds any number of values.
    #[must_use]
    pub const fn many(mut self) -> Field {
        self.many = true;
        self
    }

    /// Is never shown.
    #[must_use]
    pub const fn secret(mut self) -> Field {
        self.secret = true;
        self
    }

    /// The least number or length.
    #[must_use]
    pub const fn min(mut self, min: i64) -> Field {
        self.min = Some(min);
        self
    }

    /// The greatest number or length.
    #[must_use]
    pub const fn max(mut self, max: i64) -> Field {
        self.max = Some(max);
        self
    }

    /// Makes sense only beside another parameter.
    #[must_use]
    pub const fn needs(mut self, other: &'static str) -> Field {
        self.needs = Some(other);
        self
    }

    /// Must be given when another parameter has this value.
    #[must_use]
    pub const fn required_if(mut self, other: &'static str, value: Sample) -> Field {
        self.required_if = Some((other, value));
        self
    }

    /// Always has this value, which nobody gives.
    #[must_use]
    pub const fn fixed(mut self, value: Sample) -> Field {
        self.fixed = Some(value);
        self
    }

    /// How it stands on the wire of this protocol, if it does.
    #[must_use]
    pub fn wire(&self, protocol: Protocol) -> Option<&'static Wire> {
        self.wires.iter().find(|wire| wire.on.has(protocol))
    }

    /// Whether it, or a field below it, is secret.
    #[must_use]
    pub fn holds_secret(&self) -> bool {
        holds_secret(self, DEPTH)
    }
}

impl Wire {
    /// One value at a place.
    #[must_use]
    pub const fn new(on: Protocols, at: &'static [&'static str], ty: &'static Type) -> Wire {
        Wire {
            on,
            at,
            ty,
            join: None,
            absent: None,
            nillable: false,
            carrier: Carrier::Body,
            template: None,
            document: None,
        }
    }

    /// Many values stand in one, parted by this text.
    #[must_use]
    pub const fn join(mut self, separator: &'static str) -> Wire {
        self.join = Some(separator);
        self
    }

    /// What goes out when the parameter was not given.
    #[must_use]
    pub const fn absent(mut self, text: &'static str) -> Wire {
        self.absent = Some(text);
        self
    }

    /// `xsi:nil` goes out when it was not given.
    #[must_use]
    pub const fn nillable(mut self) -> Wire {
        self.nillable = true;
        self
    }

    /// Something else than the body carries it.
    #[must_use]
    pub const fn carrier(mut self, carrier: Carrier) -> Wire {
        self.carrier = carrier;
        self
    }

    /// Its text is made by a template.
    #[must_use]
    pub const fn template(mut self, template: Template) -> Wire {
        self.template = Some(template);
        self
    }

    /// It is an XML document, whose root element is called so, as text.
    #[must_use]
    pub const fn document(mut self, root: &'static str) -> Wire {
        self.document = Some(root);
        self
    }

    /// The place that is written: the first.
    #[must_use]
    pub fn place(&self) -> &'static str {
        self.at.first().copied().unwrap_or(".")
    }
}

/// How deep secrets are looked for: records may hold themselves.
const DEPTH: usize = 8;

fn holds_secret(field: &Field, depth: usize) -> bool {
    field.secret
        || depth > 0
            && field.wires.iter().any(|wire| match wire.ty.kind {
                Kind::Record(record) => record.fields.iter().any(|field| holds_secret(field, depth - 1)),
                _ => false,
            })
}
