//! The shape of a payload: places, types, order, and what has to be there.

use std::collections::{BTreeSet, HashSet};

use super::{Disagreement, Found, Line};
use crate::{
    diagnostic::nearest,
    model::{
        Field, NamedType, Output, OutputForm, Protocol, Scalar, ScalarKind, TypeDef, TypeRef, Vendor, Wire,
        called::Called,
        xsd::{XsdDef, XsdField, XsdRef},
    },
    wsdl::Types,
};

/// Which way a payload goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    There,
    Back,
}

/// Pairs of a type of the specs and one of the WSDL that were compared.
pub type Compared = HashSet<(usize, String, Way, Protocol)>;

/// What a spec says of a record of the WSDL: which of its elements and attributes it has.
#[derive(Debug, Default)]
pub struct Seen {
    /// Whether it is always there.
    always: bool,
    /// What of the spec is there, or in it.
    subject: Option<Subject>,
    /// Whether the spec has it by another name.
    meant: bool,
    /// Whether the spec takes whatever is in it.
    all_elements: bool,
    all_attributes: bool,
    /// In the order in which the spec has them.
    children: Vec<(String, Seen)>,
}

/// Something of a spec, in words.
#[derive(Clone, Debug)]
pub struct Subject {
    pub what: String,
    pub line: Option<Line>,
}

/// Compares one payload of one call.
pub struct Shapes<'a, 'f, 'd> {
    pub vendor: &'a Vendor,
    pub types: &'a Types,
    pub called: Called<'a>,
    pub way: Way,
    pub any_case: bool,
    pub found: &'f mut Found<'d>,
    pub compared: &'f mut Compared,
    /// What a missing element is called: `missing-parameter` or `missing-field`.
    pub missing: &'static str,
    /// Whether the payload itself is always there.
    pub always: bool,
    /// Records that were met, and not yet compared.
    pub waiting: Vec<(usize, String)>,
}

/// Where a place leads.
enum Led<'a> {
    /// To an element, an attribute or a text.
    To(&'a XsdField),
    /// Into what nobody declared.
    Anywhere,
    /// Nowhere: the record has no such step.
    Nowhere(String, String),
}

impl Seen {
    /// What is seen of a child, which it is from now on.
    pub fn child(&mut self, name: &str) -> &mut Seen {
        let position = self.children.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            self.children.push((name.to_owned(), Seen::default()));
            self.children.len() - 1
        });
        &mut self.children[position].1
    }

    fn get(&self, name: &str) -> Option<&Seen> {
        self.children.iter().find(|(known, _)| known == name).map(|(_, seen)| seen)
    }

    fn takes(&self, place: &str) -> bool {
        if place.starts_with('@') { self.all_attributes } else { self.all_elements }
    }
}

impl<'a> Shapes<'a, '_, '_> {
    /// A field that stands somewhere below a record.
    pub fn field(&mut self, record: &str, seen: &mut Seen, field: &'a Field, wire: &'a Wire, subject: &Subject) {
        let places: Vec<String> = wire.at.iter().map(|place| self.called.fill(place.trim_start_matches('/'))).collect();
        self.field_at(record, seen, field, wire, &places, subject);
    }

    /// A field that stands at one of some places below a record.
    pub fn field_at(
        &mut self,
        record: &str,
        seen: &mut Seen,
        field: &'a Field,
        wire: &'a Wire,
        places: &[String],
        subject: &Subject,
    ) {
        let is_item = field.many && wire.join.is_none();
        let is_map = matches!(&wire.ty, TypeRef::Scalar(Scalar { kind: ScalarKind::Map, .. }));
        let always = field.required || field.fixed.is_some() || wire.absent.is_some() || wire.nillable;
        let mut nowhere = None;
        // Of a list of places the first that is there is used; only when none is, something is wrong.
        let mut is_somewhere = false;
        for place in places {
            let (steps, attribute) = split(place);
            let (led, at) = self.lead(record, seen, &steps, attribute, always, subject);
            match led {
                Led::Anywhere => is_somewhere = true,
                Led::To(to) => {
                    is_somewhere = true;
                    let to = to.clone();
                    if is_map {
                        at.all_elements = true;
                        at.all_attributes = true;
                    } else if let Some(text) = self.text_of(&to.ty, &wire.ty, wire) {
                        at.child(".").always = true;
                        self.many(is_item, &to, subject);
                        self.ty(&wire.ty, Some(wire), &text, subject, to.span.start);
                        continue;
                    }
                    self.many(is_item, &to, subject);
                    if self.way == Way::There && wire.nillable {
                        self.nillable(record, &steps, is_item, subject);
                    }
                    if !is_map {
                        self.ty(&wire.ty, Some(wire), &to.ty, subject, to.span.start);
                    }
                }
                Led::Nowhere(of, step) => {
                    // What it was meant to be is not missing besides.
                    if let Some(near) = self.near(&of, &step).filter(|near| at.get(near).is_none()) {
                        at.child(&near).always = true;
                        at.child(&near).meant = true;
                    }
                    nowhere = nowhere.or(Some((of, step, place.clone())));
                }
            }
            if self.way == Way::There {
                break;
            }
        }
        if let (false, Some((of, step, place))) = (is_somewhere, nowhere) {
            self.unknown(&of, &step, &place, subject);
        }
    }

    /// An output, or what a refusal carries.
    pub fn output(
        &mut self,
        record: &str,
        seen: &mut Seen,
        output: &'a Output,
        form: &'a OutputForm,
        subject: &Subject,
    ) {
        if output.fixed.is_some() {
            return;
        }
        let place = self.called.fill(form.inside.as_deref().unwrap_or(&form.at));
        let (steps, attribute) = split(&place);
        if let Some(titles) = &form.titles {
            let titles = self.called.fill(titles);
            let (_, at) = self.lead(record, seen, &split(&titles).0, None, false, subject);
            at.all_elements = true;
            at.all_attributes = true;
        }
        let is_map = matches!(&output.ty, TypeRef::Scalar(Scalar { kind: ScalarKind::Map, .. }));
        if steps.is_empty() && attribute.is_none() && form.inside.is_none() {
            match (&output.ty, self.record_fields(&output.ty)) {
                (TypeRef::Named(index), Some(_)) => self.fields(*index, record, seen),
                _ if is_map => (seen.all_elements, seen.all_attributes) = (true, true),
                _ => self.own_text(record, seen, &output.ty, subject),
            }
        } else {
            let (led, at) = self.lead(record, seen, &steps, attribute, false, subject);
            match led {
                Led::Anywhere => {}
                Led::Nowhere(of, step) => self.unknown(&of, &step, &place, subject),
                Led::To(to) => {
                    let to = to.clone();
                    if form.inside.is_some() {
                        self.text(&to.ty, subject, "made of a text", to.span.start);
                    } else if is_map {
                        (at.all_elements, at.all_attributes) = (true, true);
                        self.many(output.many, &to, subject);
                    } else if let Some(text) = self.own_text_of(&to.ty, &output.ty) {
                        at.child(".").always = true;
                        self.many(output.many, &to, subject);
                        self.ty(&output.ty, None, &text, subject, to.span.start);
                    } else {
                        self.many(output.many, &to, subject);
                        self.ty(&output.ty, None, &to.ty, subject, to.span.start);
                    }
                }
            }
        }
        self.later(record, seen, &output.ty);
    }

    /// An output that is the text of an element, and nothing else.
    pub fn value(&mut self, ty: &'a TypeRef, to: &XsdField, subject: &Subject) {
        self.ty(ty, None, &to.ty, subject, to.span.start);
    }

    /// A place that the vendor's readings look at: that is there, and which words it may have is for others to say.
    pub fn reading(&mut self, record: &str, seen: &mut Seen, place: &str) -> Option<XsdField> {
        let (steps, attribute) = split(place);
        let subject = Subject { what: "how answers read".to_owned(), line: None };
        let (led, at) = self.lead(record, seen, &steps, attribute, false, &subject);
        match led {
            Led::To(to) => {
                let to = to.clone();
                if matches!(&to.ty, XsdRef::Named(name) if !self.types.fields(name).is_empty()) {
                    at.child(".").always = true;
                }
                Some(to)
            }
            _ => None,
        }
    }

    /// Compares the records that were met in payloads.
    pub fn records(&mut self) {
        self.missing = "missing-field";
        self.always = true;
        while let Some((index, record)) = self.waiting.pop() {
            let Some(named) = self.vendor.types.get(index) else { continue };
            let mut seen = Seen::default();
            self.fields(index, &record, &mut seen);
            let of = self.subject_of(named, None);
            self.rest(&record, &seen, &of);
        }
    }

    /// What a record has that the spec has not, in which order it wants things, and what it wants to be there.
    pub fn rest(&mut self, record: &str, seen: &Seen, of: &Subject) {
        let fields = self.types.fields(record);
        for field in fields {
            let known = seen.get(&field.place);
            match known {
                None if seen.takes(&field.place) => {}
                None if field.place == "." => {}
                None => {
                    let what = if field.place.starts_with('@') { "attribute" } else { "element" };
                    let ty = self.described(&field.ty, field.many);
                    let message = format!("{} has no {what} `{}`: {ty}", of.what, field.place.trim_start_matches('@'));
                    let wsdl = self.found.line(&self.types.at(field.span.start));
                    self.add(self.missing, message).spec(of.line.clone()).wsdl(wsdl);
                }
                Some(known) if known.meant => {}
                Some(known) => {
                    let wanted = self.always && (field.required || field.nillable);
                    if self.way == Way::There && wanted && !known.always && !is_always(known) && !field.many {
                        let help = match field.nillable {
                            true => "say `nillable = true`, or `absent = \"\"`",
                            false => "say `required = true`, or `absent = \"…\"` for what goes out instead",
                        };
                        let subject = known.subject.clone().unwrap_or_else(|| of.clone());
                        let message =
                            format!("{} may be left out, and `{}` has to be there", subject.what, field.place);
                        let wsdl = self.found.line(&self.types.at(field.span.start));
                        self.add("required", message).spec(subject.line).wsdl(wsdl).help(help);
                    }
                    if let (false, XsdRef::Named(name)) = (known.children.is_empty(), &field.ty) {
                        let below =
                            Subject { what: format!("`{}` of {}", field.place, of.what), line: of.line.clone() };
                        let name = name.clone();
                        self.rest(&name, known, &below);
                    }
                }
            }
        }
        if self.way == Way::There && self.types.is_ordered(record) {
            self.order(record, seen, of);
        }
    }

    fn order(&mut self, record: &str, seen: &Seen, of: &Subject) {
        let fields = self.types.fields(record);
        let elements: Vec<&str> =
            fields.iter().map(|field| field.place.as_str()).filter(|place| !place.starts_with(['@', '.'])).collect();
        let sent: Vec<&str> =
            seen.children.iter().map(|(name, _)| name.as_str()).filter(|name| elements.contains(name)).collect();
        let wanted: Vec<&str> = elements.into_iter().filter(|name| sent.contains(name)).collect();
        if let Some(position) = (0..sent.len()).find(|index| sent[*index] != wanted[*index]) {
            let message = format!(
                "{} sends `{}` where the WSDL has `{}`; its order is {}",
                of.what,
                sent[position],
                wanted[position],
                wanted.join(", ")
            );
            let start = self.types.get(record).map_or(0, |ty| ty.span.start);
            let wsdl = self.found.line(&self.types.at(start));
            self.add("order", message).spec(of.line.clone()).wsdl(wsdl);
        }
    }

    /// Follows a place, and marks it as seen.
    fn lead<'s>(
        &self,
        record: &str,
        seen: &'s mut Seen,
        steps: &[&str],
        attribute: Option<&str>,
        always: bool,
        subject: &Subject,
    ) -> (Led<'a>, &'s mut Seen) {
        let mut record = record.to_owned();
        let mut seen = seen;
        let mut last: Option<&'a XsdField> = None;
        let last_step = attribute.map(|name| format!("@{name}"));
        let all: Vec<String> = steps.iter().map(|step| (*step).to_owned()).chain(last_step).collect();
        for (index, step) in all.iter().enumerate() {
            if index > 0 {
                match last.map(|last| &last.ty) {
                    Some(XsdRef::Named(name)) => record.clone_from(name),
                    _ => return (Led::Nowhere(record, step.clone()), seen),
                }
            }
            if step == "*" || step == "@*" {
                if step == "*" {
                    seen.all_elements = true;
                } else {
                    seen.all_attributes = true;
                }
                return (Led::Anywhere, seen);
            }
            let fields = self.types.fields(&record);
            let found = fields.iter().find(|field| {
                let is_same = field.place == *step;
                is_same || (self.any_case && field.place.eq_ignore_ascii_case(step))
            });
            let Some(found) = found else {
                let led =
                    if self.types.may_have(&record, step) { Led::Anywhere } else { Led::Nowhere(record, step.clone()) };
                return (led, seen);
            };
            seen = seen.child(&found.place);
            seen.always |= always;
            seen.subject.get_or_insert_with(|| subject.clone());
            last = Some(found);
        }
        match last {
            Some(found) => (Led::To(found), seen),
            None => match self.types.fields(&record).iter().find(|field| field.place == ".") {
                Some(found) => {
                    let seen = seen.child(".");
                    (Led::To(found), seen)
                }
                None if self.types.is_open(&record) => (Led::Anywhere, seen),
                None => (Led::Nowhere(record, ".".to_owned()), seen),
            },
        }
    }

    /// The text of the record itself, as the output.
    fn own_text(&mut self, record: &str, seen: &mut Seen, ty: &'a TypeRef, subject: &Subject) {
        let (led, _) = self.lead(record, seen, &[], None, false, subject);
        match led {
            Led::To(to) => {
                let to = to.clone();
                self.ty(ty, None, &to.ty, subject, to.span.start);
            }
            Led::Anywhere => {}
            Led::Nowhere(of, step) => self.unknown(&of, &step, ".", subject),
        }
    }

    /// The type of the text in a record, where the spec has one value.
    fn text_of(&self, ty: &XsdRef, said: &TypeRef, wire: &Wire) -> Option<XsdRef> {
        let is_value = wire.document.is_some() || wire.template.is_some() || wire.join.is_some();
        if is_value || self.record_fields(said).is_none() { self.text_in(ty) } else { None }
    }

    fn own_text_of(&self, ty: &XsdRef, said: &TypeRef) -> Option<XsdRef> {
        if self.record_fields(said).is_none() { self.text_in(ty) } else { None }
    }

    fn text_in(&self, ty: &XsdRef) -> Option<XsdRef> {
        let XsdRef::Named(name) = ty else { return None };
        self.types.fields(name).iter().find(|field| field.place == ".").map(|field| field.ty.clone())
    }

    /// The fields of a record of the specs, against a record of the WSDL.
    fn fields(&mut self, index: usize, record: &str, seen: &mut Seen) {
        let Some(named) = self.vendor.types.get(index) else { return };
        let TypeDef::Record(fields) = &named.def else { return };
        for field in fields {
            let Some(wire) = self.called.wire(field) else { continue };
            let is_later = wire.at.first().is_some_and(|place| place.starts_with('/'));
            if self.way == Way::Back && (field.fixed.is_some() || is_later) {
                continue;
            }
            let subject = self.subject_of(named, Some(field));
            self.field(record, seen, field, wire, &subject);
        }
    }

    /// Fields of records that do not stand in them, but where the answer's own places count from.
    fn later(&mut self, record: &str, seen: &mut Seen, ty: &TypeRef) {
        let mut met: HashSet<usize> = HashSet::new();
        let mut open: Vec<&TypeRef> = vec![ty];
        while let Some(ty) = open.pop() {
            let TypeRef::Named(index) = ty else { continue };
            let Some(named) = self.vendor.types.get(*index).filter(|_| met.insert(*index)) else { continue };
            let TypeDef::Record(fields) = &named.def else { continue };
            for field in fields {
                let Some(wire) = self.called.wire(field) else { continue };
                if field.fixed.is_none() && wire.at.first().is_some_and(|place| place.starts_with('/')) {
                    let subject = self.subject_of(named, Some(field));
                    self.field(record, seen, field, wire, &subject);
                }
                if wire.document.is_none() {
                    open.push(&wire.ty);
                }
            }
        }
    }

    fn subject_of(&self, named: &NamedType, field: Option<&Field>) -> Subject {
        let owner = named.owner.and_then(|owner| self.vendor.operations.get(owner));
        let is_output = owner.is_some() && named.name == "Output";
        let what = match field {
            Some(field) if is_output => format!("the output's `{}`", field.name),
            Some(field) => format!("`{}` of the type `{}`", field.name, named.name),
            None if is_output => "the output".to_owned(),
            None => format!("the type `{}`", named.name),
        };
        Subject { what, line: Some(self.found.line(field.map_or(&named.at, |field| &field.at))) }
    }

    fn record_fields(&self, ty: &TypeRef) -> Option<&'a [Field]> {
        let TypeRef::Named(index) = ty else { return None };
        match &self.vendor.types.get(*index)?.def {
            TypeDef::Record(fields) => Some(fields),
            _ => None,
        }
    }

    fn many(&mut self, many: bool, to: &XsdField, subject: &Subject) {
        if many == to.many || to.join.is_some() {
            return;
        }
        let wsdl = self.found.line(&self.types.at(to.span.start));
        let inner = match &to.ty {
            XsdRef::Named(name) => match self.types.fields(name) {
                [only] if only.many => Some(only.place.clone()),
                _ => None,
            },
            XsdRef::Scalar(_) => None,
        };
        let message = match many {
            true => format!("{} is a list, and `{}` is not repeated in the WSDL", subject.what, to.place),
            false => format!("{} is one, and `{}` is repeated in the WSDL", subject.what, to.place),
        };
        let help = inner.filter(|_| many).map(|inner| format!("its items stand in `…/{inner}`"));
        let found = self.add("list", message).spec(subject.line.clone()).wsdl(wsdl);
        found.help = help;
    }

    fn nillable(&mut self, record: &str, steps: &[&str], is_item: bool, subject: &Subject) {
        // Of a list it is what the items stand in that is nil.
        let last = if is_item && steps.len() > 1 { steps.len() - 1 } else { steps.len() };
        let mut record = record.to_owned();
        for (index, step) in steps.iter().take(last).enumerate() {
            let Some(field) = self.types.fields(&record).iter().find(|field| field.place == *step) else { return };
            if index + 1 == last {
                if !self.types.is_nillable(&record, step) {
                    let wsdl = self.found.line(&self.types.at(field.span.start));
                    let message =
                        format!("{} goes out as nil when it is not given, and `{step}` is not nillable", subject.what);
                    self.add("nillable", message).spec(subject.line.clone()).wsdl(wsdl);
                }
            } else if let XsdRef::Named(name) = &field.ty {
                record = name.clone();
            }
        }
    }

    /// A type of a spec as it is spelled on the wire, against one of the WSDL.
    fn ty(&mut self, said: &'a TypeRef, wire: Option<&Wire>, ty: &XsdRef, subject: &Subject, start: usize) {
        if let XsdRef::Named(name) = ty
            && self.types.is_anything(name)
        {
            return;
        }
        if let Some(wire) = wire
            && (wire.join.is_some() || wire.template.is_some() || wire.document.is_some())
        {
            let what = if wire.document.is_some() { "XML in a text" } else { "a text that is put together" };
            // A list of XSD's own is parted by blanks.
            if wire.join.as_deref() != Some(" ") {
                self.text(ty, subject, what, start);
            }
            return;
        }
        let named = match said {
            TypeRef::Named(index) => self.vendor.types.get(*index).map(|named| (*index, named)),
            TypeRef::Scalar(_) => None,
        };
        let scalar = match (said, &named) {
            (TypeRef::Scalar(scalar), _) => Some(scalar),
            (_, Some((_, NamedType { def: TypeDef::Scalar(scalar), .. }))) => Some(scalar),
            _ => None,
        };
        if let Some(scalar) = scalar {
            // What goes out instead of a value may be a text that is no value.
            let or_text = wire.is_some_and(|wire| wire.absent.is_some()) && *ty == XsdRef::Scalar("string");
            if !or_text {
                self.scalar(&scalar.kind, ty, subject, start);
            }
            return;
        }
        let Some((index, named)) = named else { return };
        match (&named.def, ty) {
            (TypeDef::Enum(words), _) => {
                if let XsdRef::Named(known) = ty
                    && !self.compared.insert((index, known.clone(), self.way, self.called.on))
                {
                    return;
                }
                let subject = &self.subject_of(named, None);
                let words: Vec<String> = match wire.filter(|wire| !wire.spelled.is_empty()) {
                    Some(wire) => wire.spelled.clone(),
                    None => words.iter().map(|word| word.wire.clone()).collect(),
                };
                self.words(&words, ty, subject, start);
            }
            (TypeDef::Record(_), XsdRef::Named(record))
                if matches!(self.types.get(record).map(|ty| &ty.def), Some(XsdDef::Record(_))) =>
            {
                // They may hold each other, and are compared one after the other.
                if self.compared.insert((index, record.clone(), self.way, self.called.on)) {
                    self.waiting.push((index, record.clone()));
                }
            }
            _ => self.other_type(&format!("the record `{}`", named.name), ty, subject, start),
        }
    }

    fn scalar(&mut self, kind: &ScalarKind, ty: &XsdRef, subject: &Subject, start: usize) {
        let (wanted, words): (&str, Vec<String>) = match kind {
            ScalarKind::String | ScalarKind::Url => ("string", Vec::new()),
            ScalarKind::Int(word) => (word, Vec::new()),
            ScalarKind::Number => ("number", Vec::new()),
            ScalarKind::Bytes => ("bytes", Vec::new()),
            ScalarKind::Map => return,
            ScalarKind::DateTime(formats) => match formats.first().map(String::as_str) {
                None | Some("%Y-%m-%dT%H:%M:%S") => ("datetime", Vec::new()),
                Some("%Y-%m-%d") => ("date", Vec::new()),
                Some("%H:%M:%S") => ("time", Vec::new()),
                Some(_) => ("string", Vec::new()),
            },
            ScalarKind::Bool { yes, no } => {
                let has = |words: &[String], word: &str| words.iter().any(|known| known == word);
                if has(yes, "*") || has(no, "*") {
                    ("string", Vec::new())
                } else if has(yes, "true") && has(no, "false") {
                    ("bool", Vec::new())
                } else {
                    ("string", [yes.as_slice(), no.as_slice()].concat())
                }
            }
        };
        if !words.is_empty() {
            self.words(&words, ty, subject, start);
        } else if *ty != XsdRef::Scalar(wanted_word(wanted)) {
            self.other_type(&format!("`{wanted}`"), ty, subject, start);
        }
    }

    /// Words against an enumeration; a text may hold any.
    fn words(&mut self, words: &[String], ty: &XsdRef, subject: &Subject, start: usize) {
        if *ty == XsdRef::Scalar("string") {
            return;
        }
        let Some(known) = super::codes::words(self.types, ty) else {
            return self.other_type("an enumeration", ty, subject, start);
        };
        let known: BTreeSet<&str> = known.iter().map(|word| word.wire.as_str()).collect();
        let own: BTreeSet<&str> = words.iter().map(String::as_str).collect();
        let list = |words: Vec<&&str>| {
            let more = if words.len() > 8 { format!(" and {} more", words.len() - 8) } else { String::new() };
            words.iter().take(8).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ") + &more
        };
        let (more, less) = (own.difference(&known).collect::<Vec<_>>(), known.difference(&own).collect::<Vec<_>>());
        if more.is_empty() && less.is_empty() {
            return;
        }
        let parts = [(more, "only the spec has"), (less, "only the WSDL has")];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(words, _)| !words.is_empty())
            .map(|(words, what)| format!("{what} {}", list(words)))
            .collect();
        let start = match ty {
            XsdRef::Named(name) => self.types.get(name).map_or(start, |ty| ty.span.start),
            XsdRef::Scalar(_) => start,
        };
        let wsdl = self.found.line(&self.types.at(start));
        let message = format!("{}: {}", subject.what, parts.join("; "));
        self.add("words", message).spec(subject.line.clone()).wsdl(wsdl);
    }

    /// Something that has to be a text.
    fn text(&mut self, ty: &XsdRef, subject: &Subject, what: &str, start: usize) {
        let is_anything = matches!(ty, XsdRef::Named(name) if self.types.is_open(name));
        if *ty != XsdRef::Scalar("string") && !is_anything {
            self.other_type(what, ty, subject, start);
        }
    }

    fn other_type(&mut self, said: &str, ty: &XsdRef, subject: &Subject, start: usize) {
        let message = format!("{} is {said}, {} in the WSDL", subject.what, self.described(ty, false));
        let wsdl = self.found.line(&self.types.at(start));
        self.add("type", message).spec(subject.line.clone()).wsdl(wsdl);
    }

    fn unknown(&mut self, record: &str, step: &str, place: &str, subject: &Subject) {
        let near = self.near(record, step).map(|near| format!("did you mean `{near}`?"));
        let wsdl = self.found.line(&self.types.at(self.types.get(record).map_or(0, |ty| ty.span.start)));
        let of = if place == step { String::new() } else { format!(" of `{place}`") };
        let message = format!("{}: the WSDL has no `{step}`{of}", subject.what);
        let found = self.add("unknown-element", message).spec(subject.line.clone()).wsdl(wsdl);
        found.help = near;
    }

    fn near(&self, record: &str, step: &str) -> Option<String> {
        let fields = self.types.fields(record);
        let names = fields.iter().map(|field| field.place.as_str()).filter(|place| *place != ".");
        nearest(step, names).map(str::to_owned)
    }

    /// A type of the WSDL in words.
    fn described(&self, ty: &XsdRef, many: bool) -> String {
        let one = match ty {
            XsdRef::Scalar(word) => format!("`{word}`"),
            XsdRef::Named(name) if self.types.is_anything(name) => "anything".to_owned(),
            XsdRef::Named(name) => match self.types.get(name).map(|ty| &ty.def) {
                Some(XsdDef::Enum(_)) => format!("the enumeration `{name}`"),
                _ => format!("the record `{name}`"),
            },
        };
        if many { format!("many of {one}") } else { one }
    }

    fn add(&mut self, kind: &'static str, message: String) -> &mut Disagreement {
        self.found.add(kind, Some(self.called.on), Some(&self.called.operation.name), message)
    }
}

/// Whether anything in it is always there, and so it is.
pub fn is_always(seen: &Seen) -> bool {
    seen.children.iter().any(|(_, child)| child.always || is_always(child))
}

/// The steps of a place, and its attribute.
pub fn split(place: &str) -> (Vec<&str>, Option<&str>) {
    let place = place.trim_start_matches('/');
    let (steps, attribute) = match place.split_once('@') {
        Some((steps, attribute)) => (steps.trim_end_matches('/'), Some(attribute)),
        None => (place, None),
    };
    (steps.split('/').filter(|step| !step.is_empty() && *step != ".").collect(), attribute)
}

/// The words that types of an XSD are read as.
fn wanted_word(word: &str) -> &'static str {
    const WORDS: &[&str] =
        &["string", "bool", "i16", "u16", "i32", "u32", "i64", "number", "datetime", "date", "time", "bytes"];
    WORDS.iter().find(|known| **known == word).copied().unwrap_or("string")
}
