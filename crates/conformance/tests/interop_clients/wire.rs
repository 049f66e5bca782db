//! The values of examples where the descriptions say that they stand.

use bindery_transport::{
    Protocol,
    description::{
        Carrier, Code, Field, Kind, Operation, Output, OutputForm, Piece, Record, Sample, Template, TextForm, Type,
        Vendor, Wire,
    },
};
use serde_json::{Value, json};

use crate::{
    AWKWARD,
    client::Sent,
    node::{Leaf, Node, split},
};

/// A vendor over a protocol, with what is given of a sign-in.
#[derive(Clone, Copy)]
pub struct Wired<'a> {
    pub vendor: &'static Vendor,
    pub on: Protocol,
    credentials: &'a [(&'static str, &'a str)],
}

/// What a call is given.
pub struct Given {
    body: Node,
    header: Node,
}

impl Given {
    /// What has to come of it, by place.
    pub fn params(&self) -> Vec<(String, String)> {
        self.body.flat()
    }

    /// What has to come in the header of the envelope, by place.
    pub fn header(&self) -> Vec<(String, String)> {
        self.header.flat()
    }

    /// How many values are nil.
    pub fn nils(&self) -> usize {
        self.body.nils()
    }
}

/// Which texts are given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    /// Those that the example shows.
    Shown,
    /// Of every text, also in records, an awkward one.
    Awkward,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    There(Texts),
    Back,
}

impl<'a> Wired<'a> {
    pub fn new(vendor: &'static Vendor, on: Protocol, credentials: &'a [(&'static str, &'a str)]) -> Wired<'a> {
        Wired { vendor, on, credentials }
    }

    /// What a request holds.
    pub fn request(self, operation: &'static Operation, params: &[(&'static str, Sample)], texts: Texts) -> Given {
        let mut given = Given { body: Node::default(), header: Node::default() };
        self.sign_in(operation, true, &mut given);
        for field in operation.params {
            let Some(wire) = field.wire(self.on) else { continue };
            let sample = params.iter().find(|(name, _)| *name == field.name).map(|(_, sample)| sample);
            self.field(operation, given.carried(wire), field, wire, sample, Way::There(texts));
        }
        self.sign_in(operation, false, &mut given);
        given
    }

    pub fn sent(self, operation: &'static Operation, given: &Given) -> Sent {
        let mut bytes = Vec::new();
        if let Some((output, form)) = operation.output.zip(operation.output_form(self.on))
            && matches!(output.ty.kind, Kind::Bytes)
        {
            let inside = operation.inside(self.vendor, self.on);
            let place = [inside.as_str(), form.at].join("/");
            bytes.extend(split(&place).0.last().map(|name| (*name).to_owned()));
        }
        Sent::new(self.vendor, self.on, operation.name, given.body.json()).with(given.header.json(), bytes)
    }

    /// What an accepted answer holds.
    pub fn answer(self, operation: &'static Operation, output: &Sample) -> Node {
        let mut root = Node::default();
        let how = operation.answer(self.vendor, self.on).expect("an answer");
        let base = self.base(operation, &mut root);
        if let Some(reading) = how.accepted.first()
            && let (Some(place), Some(template)) = (reading.at.first(), &reading.template)
        {
            let text = self.made(operation, template, &|_| None).expect("it has no hole of its own");
            base.put(&self.fill(operation, place), Leaf::text(text));
        }
        if let Some((shape, form)) = operation.output.zip(operation.output_form(self.on)) {
            self.output(operation, base, shape, form, output);
        }
        root
    }

    /// Whether the dates of an example are as the protocol spells them.
    pub fn spells(self, operation: &Operation, params: &[(&'static str, Sample)]) -> bool {
        params.iter().all(|(name, value)| {
            let field = operation.params.iter().find(|field| field.name == *name);
            match (field.and_then(|field| field.wire(self.on)).map(|wire| wire.ty.kind), value) {
                (Some(Kind::DateTime(formats)), Sample::Text(text)) => {
                    !formats.iter().any(|format| format.contains('T')) || text.contains('T')
                }
                _ => true,
            }
        })
    }

    /// Where the answer of a login has the keys that it hands out, by their last step.
    pub fn keys(self, operation: &'static Operation) -> Vec<String> {
        let logins = self.vendor.schemes.iter().filter(|scheme| scheme.login.contains(&operation.name));
        let from = logins.flat_map(|scheme| scheme.params).filter_map(|param| param.from);
        let fields = match operation.output.map(|output| output.ty.kind) {
            Some(Kind::Record(record)) => record.fields,
            _ => &[],
        };
        let wires = from.filter_map(|name| fields.iter().find(|field| field.name == name)?.wire(self.on));
        wires.map(|wire| wire.place().rsplit(['/', '@']).next().unwrap_or_default().to_owned()).collect()
    }

    /// Whether an answer can say a code.
    pub fn tells(self, operation: &Operation, code: &Code) -> bool {
        let how = operation.answer(self.vendor, self.on);
        let readings = how.is_some_and(|how| !how.refused.is_empty() || !how.faults.is_empty());
        code.spelling(self.on).is_some() && readings
    }

    /// Whether it says one by a fault.
    pub fn tells_by_fault(self, operation: &Operation) -> bool {
        operation.answer(self.vendor, self.on).is_some_and(|how| how.refused.is_empty())
    }

    /// What a refusal with a code says.
    pub fn refusal(self, operation: &'static Operation, code: &'static Code) -> Node {
        let mut root = Node::default();
        let how = operation.answer(self.vendor, self.on).expect("an answer");
        let base = self.base(operation, &mut root);
        let spelled = code.spelling(self.on).and_then(|spelling| spelling.codes.first());
        let message = self.message(operation, code);
        let value = |name: &str| match name {
            "code" => spelled.map(|code| (*code).to_owned()),
            "message" => Some(message.clone()),
            _ => None,
        };
        let mut told: Vec<&str> = Vec::new();
        for reading in how.refused {
            let template = reading.template.unwrap_or(Template(&[Piece::Hole("code")]));
            let holes: Vec<&str> = template
                .0
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Hole(name @ ("code" | "message")) => Some(*name),
                    _ => None,
                })
                .collect();
            let adds = holes.is_empty() || holes.iter().any(|hole| !told.contains(hole));
            if let Some(text) = self.made(operation, &template, &value).filter(|_| adds) {
                base.put(&self.fill(operation, reading.at.first().unwrap_or(&".")), Leaf::text(text));
                told.extend(holes);
            }
        }
        let shown = operation
            .examples
            .iter()
            .find(|example| example.code == Some(code.name) && !matches!(example.output, Sample::None));
        if let Some((details, example)) = code.details.zip(shown)
            && let Some(form) = details.form(self.on)
        {
            self.output(operation, base, details, form, &example.output);
        }
        root
    }

    /// The text that goes with a code.
    pub fn message(self, operation: &Operation, code: &Code) -> String {
        let Some(template) = code.told_with(self.on).first() else { return code.doc.to_owned() };
        let required = operation.params.iter().find(|param| param.required).map(|param| param.name);
        let value = |name: &str| match name {
            "parameter" => code.param.or(required).map(str::to_uppercase).or_else(|| Some("something".to_owned())),
            _ => Some("something".to_owned()),
        };
        self.made(operation, template, &value).expect("its holes are known")
    }

    fn sign_in(self, operation: &'static Operation, first: bool, given: &mut Given) {
        let schemes = operation.schemes.iter().filter_map(|index| self.vendor.schemes.get(*index));
        for param in schemes.filter(|scheme| scheme.first == first).flat_map(|scheme| scheme.params) {
            let spelled = operation.scheme_params.iter().find(|field| field.name == param.field.name);
            let field = spelled.unwrap_or(&param.field);
            let value = self.credentials.iter().find(|(name, _)| *name == field.name);
            if let (Some(wire), Some((_, value))) = (field.wire(self.on), value) {
                let place = self.fill(operation, wire.place());
                given.carried(wire).put(&place, Leaf::text((*value).to_owned()));
            }
        }
    }

    /// The element that an answer's places count from.
    fn base<'n>(self, operation: &Operation, root: &'n mut Node) -> &'n mut Node {
        root.at(&split(&operation.inside(self.vendor, self.on)).0)
    }

    fn output(
        self,
        operation: &'static Operation,
        base: &mut Node,
        output: &Output,
        form: &OutputForm,
        sample: &Sample,
    ) {
        if output.fixed.is_some() {
            return;
        }
        if let Some(place) = form.inside {
            let text = table(form, sample);
            base.put(&self.fill(operation, place), Leaf::text(text));
            return;
        }
        let at = self.fill(operation, form.at);
        let (steps, _) = split(&at);
        match (output.ty.kind, sample) {
            (Kind::Record(record), Sample::List(items)) => {
                // A list of no items is what its items would have stood in.
                base.at(steps.split_last().map_or(&[], |(_, front)| front));
                for item in *items {
                    self.record(operation, base.add(&steps), record, item, Way::Back);
                }
            }
            (Kind::Record(record), sample) => self.record(operation, base.at(&steps), record, sample, Way::Back),
            (_, Sample::None) => {}
            (_, sample) => base.put(&at, leaf(output.ty, sample)),
        }
    }

    fn record(
        self,
        operation: &'static Operation,
        element: &mut Node,
        record: &'static Record,
        sample: &Sample,
        way: Way,
    ) {
        let values = match sample {
            Sample::Record(values) => *values,
            _ => &[],
        };
        for field in record.fields {
            let Some(wire) = field.wire(self.on) else { continue };
            if way == Way::Back && field.fixed.is_some() {
                continue;
            }
            let value = values.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value);
            self.field(operation, element, field, wire, value, way);
        }
    }

    fn field(
        self,
        operation: &'static Operation,
        element: &mut Node,
        field: &'static Field,
        wire: &'static Wire,
        sample: Option<&Sample>,
        way: Way,
    ) {
        let place = self.fill(operation, wire.place());
        let (steps, attribute) = split(&place);
        let front = steps.split_last().map_or(&[][..], |(_, front)| front);
        let one = |item: &Sample| self.leaf(operation, wire, item, way);
        if let Some(Sample::Text(text)) = &field.fixed {
            element.put(&place, Leaf::text(self.fill(operation, text)));
            return;
        }
        match (field.fixed.as_ref().or(sample), wire.ty.kind) {
            (None | Some(Sample::None), _) => match wire.absent.filter(|_| way != Way::Back) {
                Some(text) => element.put(&place, absent(wire, text)),
                None if wire.nillable && attribute.is_none() && (way != Way::Back || !field.many) => {
                    element.at(if field.many && !front.is_empty() { front } else { &steps }).nil();
                }
                None => {}
            },
            (Some(Sample::Record(values)), Kind::Map) => {
                for (name, value) in *values {
                    element.at(&steps).put(&format!("@{name}"), leaf(&Type::STRING, value));
                }
            }
            (Some(Sample::List(items)), kind) if wire.join.is_none() => {
                element.at(front);
                for item in *items {
                    let added = element.add(&steps);
                    match kind {
                        Kind::Record(record) if wire.document.is_none() => {
                            self.record(operation, added, record, item, way)
                        }
                        _ => added.put(".", one(item)),
                    }
                }
            }
            (Some(value), Kind::Record(record)) if wire.document.is_none() => {
                self.record(operation, element.at(&steps), record, value, way);
            }
            (Some(value), _) => element.put(&place, one(value)),
        }
    }

    fn leaf(self, operation: &'static Operation, wire: &'static Wire, value: &Sample, way: Way) -> Leaf {
        let plain = match (wire.document, wire.ty.kind, value) {
            (Some(root), Kind::Record(record), value) => {
                let mut node = Node::default();
                self.record(operation, node.at(&[root]), record, value, way);
                Leaf::text(node.document())
            }
            (_, Kind::String, Sample::Text(text)) if way == Way::There(Texts::Awkward) && !text.is_empty() => {
                Leaf::text(AWKWARD.to_owned())
            }
            (_, _, Sample::List(items)) => {
                let texts: Vec<String> = items.iter().map(|item| leaf(wire.ty, item).text).collect();
                Leaf::text(texts.join(wire.join.unwrap_or(",")))
            }
            _ => leaf(wire.ty, value),
        };
        let Some(template) = &wire.template else { return plain };
        let value = |name: &str| (name == "value").then(|| plain.text.clone());
        Leaf::text(self.made(operation, template, &value).expect("its holes are known"))
    }

    fn made(
        self,
        operation: &Operation,
        template: &Template,
        value: &dyn Fn(&str) -> Option<String>,
    ) -> Option<String> {
        let pieces = template.0.iter().map(|piece| match piece {
            Piece::Text(text) => Some((*text).to_owned()),
            Piece::Blank => Some(" ".to_owned()),
            Piece::Hole("output") => Some(String::new()),
            Piece::Hole(name) => value(name).or_else(|| operation.hole(name, self.vendor, self.on).map(str::to_owned)),
        });
        pieces.collect()
    }

    fn fill(self, operation: &Operation, place: &str) -> String {
        operation.fill(place, self.vendor, self.on)
    }
}

impl Given {
    fn carried(&mut self, wire: &Wire) -> &mut Node {
        match wire.carrier {
            Carrier::Body => &mut self.body,
            Carrier::SoapHeader => &mut self.header,
            other => panic!("{other:?} is not of SOAP"),
        }
    }
}

impl Leaf {
    fn text(text: String) -> Leaf {
        Leaf { json: Value::String(text.clone()), text }
    }
}

/// A value of a type.
fn leaf(ty: &Type, value: &Sample) -> Leaf {
    match (value, ty.kind) {
        (Sample::Bool(value), Kind::Bool { yes, no }) => {
            let text = (if *value { yes } else { no }).first().copied().unwrap_or_default().to_owned();
            let is_own = matches!(text.as_str(), "true" | "false");
            Leaf { json: if is_own { json!(value) } else { json!(text) }, text }
        }
        (Sample::Int(number), _) => Leaf { text: number.to_string(), json: json!(number) },
        (Sample::Text(text), Kind::Bytes) => Leaf { text: (*text).to_owned(), json: json!({ "$bytes": text }) },
        (Sample::Text(text), Kind::Enum(_)) => Leaf::text(ty.spelling(text).to_owned()),
        (Sample::Text(text), _) => Leaf::text((*text).to_owned()),
        other => panic!("{other:?} is no value of one text"),
    }
}

/// What goes out for a parameter that is not given.
fn absent(wire: &Wire, text: &str) -> Leaf {
    match wire.ty.kind {
        Kind::Bool { .. } if matches!(text, "true" | "false") => {
            Leaf { json: json!(text == "true"), text: text.to_owned() }
        }
        _ => Leaf::text(text.to_owned()),
    }
}

/// A table in a text.
fn table(form: &OutputForm, sample: &Sample) -> String {
    assert!(matches!(form.text.first(), Some(TextForm::Table)), "{form:?}");
    let separator = form.separator.unwrap_or("|");
    let Sample::List(rows) = sample else { panic!("a table of {sample:?}") };
    let rows: Vec<&[(&str, Sample)]> = rows
        .iter()
        .map(|row| match row {
            Sample::Record(cells) => *cells,
            other => panic!("a row of {other:?}"),
        })
        .collect();
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().copied().flatten() {
        if !columns.contains(name) {
            columns.push(name);
        }
    }
    let line = |cells: Vec<String>| cells.into_iter().map(|cell| cell + separator).collect::<String>();
    let mut lines = vec![line(columns.iter().map(|name| (*name).to_owned()).collect())];
    for row in rows {
        let cell = |column: &&str| {
            row.iter().find(|(name, _)| name == column).map(|(_, value)| leaf(&Type::STRING, value).text)
        };
        lines.push(line(columns.iter().map(|column| cell(column).unwrap_or_default()).collect()));
    }
    lines.join("\n")
}
