//! One operation of a WSDL as a draft.

mod answer;
mod request;

use std::collections::BTreeSet;

use super::{
    super::{Draft, Entry, Example, Value, Words, say, table, texts},
    Drafted,
    example::{self},
    ground::Ground,
};
use crate::{
    compare::codes::{self},
    model::{
        self, Operation, Protocol,
        called::{Called, fill_template, hole_in},
        name,
        xsd::{XsdField, XsdRef},
    },
    wsdl::{Call, Contract, Operation as Described, path_of},
};

pub struct Writer<'a> {
    pub ground: &'a Ground,
    pub contract: &'a Contract,
    pub source: &'a str,
    /// The name of the XSD.
    pub xsd: &'a str,
    /// The records of the XSD that drafts name.
    pub records: BTreeSet<String>,
}

/// A draft as it grows.
struct Growing<'a> {
    draft: Draft,
    called: Called<'a>,
    /// The operation among the vendor's, if it has a spec.
    index: Option<usize>,
    /// Enumerations of the WSDL, and what they are called in the draft.
    enumerations: Vec<(String, String)>,
    /// The values of the example.
    samples: Words,
    /// Whether forms carry the operation, too.
    on_forms: bool,
}

/// Which way a field goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Back,
}

impl Writer<'_> {
    /// None: the vendor has none of its protocols.
    pub fn operation(&mut self, described: &Described) -> Option<Drafted> {
        let known = self.ground.known(described);
        let mut operation = known.cloned().unwrap_or_else(|| self.ground.new_operation(described));
        let bindings = &self.ground.vendor.bindings;
        operation.on = bindings.iter().map(|binding| binding.protocol).collect();
        let here: Vec<&Call> = described.calls.iter().filter(|call| self.is_here(&operation, call)).collect();
        let order = bindings.iter().map(|binding| binding.protocol);
        let by = |on: Protocol| here.iter().copied().find(|call| call.on == on);
        let call = order.clone().filter(|on| on.is_soap()).find_map(by).or_else(|| order.clone().find_map(by))?;
        let names = self.infer_names(&operation, call);
        for (hole, value) in &names {
            match operation.holes.iter_mut().find(|(known, _)| known == hole) {
                Some((_, known)) => known.clone_from(value),
                None => operation.holes.push((hole.clone(), value.clone())),
            }
        }
        let called = Called::new(&self.ground.vendor, &operation, call.on)?;
        let draft = Draft {
            name: operation.name.clone(),
            area: known.and_then(area),
            source: self.source.to_owned(),
            quotes: Some(described.doc.clone()).filter(|doc| !doc.is_empty()).into_iter().collect(),
            ..Draft::default()
        };
        let index =
            known.and_then(|known| self.ground.vendor.operations.iter().position(|other| other.name == known.name));
        let on_forms = here.iter().any(|call| !call.on.is_soap());
        let mut growing = Growing { draft, called, index, enumerations: Vec::new(), samples: Vec::new(), on_forms };
        self.head(&mut growing, call, &here, &names);
        let (attributes, inside) = self.params(&mut growing, call);
        let root = format!(" xmlns=\"{}\"{attributes}", example::escape(&call.request.namespace));
        let request = example::element(&call.request.name, &root, &inside);
        self.headers(&mut growing, call);
        let answer = self.answer(&mut growing, call);
        self.faults(&mut growing, call);
        name_apart(&mut growing.draft.params, model::operation::RESERVED);
        self.example(&mut growing, call, &here, &request, answer);
        Some(Drafted { draft: growing.draft, spec: known.map(|known| known.file.clone()) })
    }

    /// Whether a call is one that the vendor's specs can make: of forms only those at the specs' own address.
    fn is_here(&self, operation: &Operation, call: &Call) -> bool {
        let Some(called) = Called::new(&self.ground.vendor, operation, call.on) else { return false };
        let there = call.address.as_ref().map(|address| path_of(&address.text)).unwrap_or_default();
        call.on.is_soap() || there.ends_with(&called.path())
    }

    /// What stands above the tables.
    fn head(&self, growing: &mut Growing<'_>, call: &Call, here: &[&Call], names: &Holes) {
        let Growing { draft, called, .. } = growing;
        let operation = called.operation;
        match self.ground.used(operation).as_slice() {
            [] => {}
            [part] => say(&mut draft.words, "use", part.as_str()),
            parts => say(&mut draft.words, "use", texts(parts)),
        }
        if let Some(rust) = other_name(&operation.name) {
            say(&mut draft.words, "rust", rust);
        }
        if !names.is_empty() {
            let holes = names.iter().map(|(hole, value)| (hole.clone(), Value::from(value.as_str())));
            say(&mut draft.words, "names", table(holes));
        }
        if call.on.is_soap() {
            self.soap_words(draft, called, call, here);
        }
        for protocol in self.off(here) {
            say(&mut draft.words, protocol, false);
        }
        let forms = self.ground.vendor.bindings.iter().any(|binding| !binding.protocol.is_soap());
        if forms && here.iter().all(|call| call.on.is_soap()) {
            draft.doubts.push(
                "Whether it can be called without SOAP, and what its parameters and codes are called there, the WSDL does not say."
                    .to_owned(),
            );
        }
        draft.doubts.extend(call.notes.iter().map(|note| note.text.clone()));
        let soap: Vec<&&Call> = here.iter().filter(|call| call.on.is_soap()).collect();
        if let [one, other] = soap.as_slice()
            && self.contract.types.fields(&one.request.ty) != self.contract.types.fields(&other.request.ty)
        {
            let doubt =
                format!("SOAP 1.1 and SOAP 1.2 have other elements in the WSDL; these are those of {:?}.", call.on);
            draft.doubts.push(doubt);
        }
        if call.answer.is_none() {
            draft.doubts.push("The WSDL has no answer to it: it is sent, and nothing comes back.".to_owned());
        }
    }

    /// What is another on SOAP than the vendor says.
    fn soap_words(&self, draft: &mut Draft, called: &Called<'_>, call: &Call, here: &[&Call]) {
        let (binding, name) = (called.binding, &call.request.name);
        let base = self.ground.vendor.base.as_deref().map(path_of).unwrap_or_default();
        let other_name = |call: &Call| Some(call.request.name.clone()).filter(|name| *name != called.operation.name);
        let other_path = |call: &Call| {
            let there = path_of(&call.address.as_ref()?.text);
            let there = there.strip_prefix(base.as_str()).unwrap_or(&there).to_owned();
            let binding = self.ground.vendor.bindings.iter().find(|binding| binding.protocol == call.on)?;
            (!there.is_empty() && !there.ends_with(&called.fill(&binding.path))).then_some(there)
        };
        let soap: Vec<&&Call> = here.iter().filter(|call| call.on.is_soap()).collect();
        let alike = |said: &dyn Fn(&Call) -> Option<String>| soap.iter().all(|other| said(other) == said(soap[0]));
        match (other_name(call), other_path(call)) {
            (Some(name), None) if alike(&other_name) && alike(&other_path) => say(&mut draft.words, "soap", name),
            _ => {
                for (word, said) in [("at", &other_name as &dyn Fn(&Call) -> Option<String>), ("path", &other_path)] {
                    if alike(said) {
                        if let Some(value) = said(call) {
                            say(&mut draft.words, &format!("soap.{word}"), value);
                        }
                        continue;
                    }
                    for call in &soap {
                        let value = said(call).unwrap_or_else(|| match word {
                            "at" => call.request.name.clone(),
                            _ => binding.path.clone(),
                        });
                        let on = if call.on == Protocol::Soap12 { "soap12" } else { "soap11" };
                        say(&mut draft.words, &format!("{on}.{word}"), value);
                    }
                }
            }
        }
        if call.request.namespace != binding.namespace {
            draft.doubts.push(format!(
                "The WSDL has it in the namespace {}, the vendor's specs in {}.",
                or_none(&call.request.namespace),
                binding.namespace
            ));
        }
        let expected = binding.action.replace("{namespace}", &binding.namespace).replace("{operation}", name);
        if let Some((action, _)) = &call.action
            && *action != called.fill(&expected)
        {
            draft.doubts.push(format!(
                "The WSDL's SOAP action is {}, that of the vendor's specs {}.",
                or_none(action),
                called.fill(&expected)
            ));
        }
    }

    /// The protocols of the vendor's that the operation is not on, as specs say it.
    fn off(&self, here: &[&Call]) -> Vec<&'static str> {
        let bindings = &self.ground.vendor.bindings;
        let missing = |on: Protocol| {
            bindings.iter().any(|binding| binding.protocol == on) && !here.iter().any(|call| call.on == on)
        };
        let mut off = Vec::new();
        match (missing(Protocol::Get), missing(Protocol::Post)) {
            (true, true) => off.push("form"),
            (true, false) => off.push(if here.iter().any(|call| call.on == Protocol::Post) { "get" } else { "form" }),
            (false, true) => off.push(if here.iter().any(|call| call.on == Protocol::Get) { "post" } else { "form" }),
            (false, false) => {}
        }
        match (missing(Protocol::Soap11), missing(Protocol::Soap12)) {
            (true, true) => off.push("soap"),
            (true, false) => off.push("soap11"),
            (false, true) => off.push("soap12"),
            (false, false) => {}
        }
        if missing(Protocol::Xml) {
            off.push("xml");
        }
        off
    }

    fn example(
        &self,
        growing: &mut Growing<'_>,
        call: &Call,
        here: &[&Call],
        request: &str,
        answer: Option<(String, Option<Value>)>,
    ) {
        if !call.on.is_soap() {
            return;
        }
        let has = |on: Protocol| here.iter().any(|call| call.on == on);
        let soap = match (has(Protocol::Soap11), has(Protocol::Soap12)) {
            (true, true) => "soap",
            (true, false) => "soap11",
            _ => "soap12",
        };
        let mut example = Example::default();
        say(&mut example.words, "source", format!("{}, which has no values: these are made up", self.source));
        if !growing.samples.is_empty() {
            say(&mut example.words, "params", table(growing.samples.clone()));
        }
        say(&mut example.words, &format!("{soap}.request"), request);
        if let Some((answer, output)) = answer {
            say(&mut example.words, &format!("{soap}.answer"), answer);
            if let Some(output) = output {
                say(&mut example.words, "output", output);
            }
        }
        growing.draft.examples.push(example);
    }

    /// What fills the vendor's own holes in the words of the codes, where that is not what fills them by default.
    fn infer_names(&self, operation: &Operation, call: &Call) -> Holes {
        let mut found: Holes = Vec::new();
        let (Some(called), Some(answer)) = (Called::new(&self.ground.vendor, operation, call.on), &call.answer) else {
            return found;
        };
        let Some(how) = called.answer() else { return found };
        for (hole, _) in &self.ground.names {
            let mut values: BTreeSet<String> = BTreeSet::new();
            for reading in &how.accepted {
                let Some(template) = &reading.template else { continue };
                let written = fill_template(template, |name| called.hole(name).map(str::to_owned));
                for place in reading.at.iter().map(|place| called.fill(place)) {
                    let fields = self.contract.types.fields(&answer.ty);
                    let Some(field) = fields.iter().find(|field| field.place == place) else { continue };
                    let words = codes::words(&self.contract.types, &field.ty).unwrap_or_default();
                    // One that is spelled as expected needs no other.
                    if words.iter().any(|word| hole_in(&written, &word.wire, "output").is_some()) {
                        continue;
                    }
                    let is_word = |text: &String| !text.is_empty() && !text.contains(char::is_whitespace);
                    values.extend(words.iter().filter_map(|word| hole_in(template, &word.wire, hole)).filter(is_word));
                }
            }
            let mut values = values.into_iter();
            if let (Some(value), None) = (values.next(), values.next()) {
                found.push((hole.clone(), value));
            }
        }
        // What the spec said already stays said.
        let own =
            self.ground.table(operation).and_then(|table| table.get("names")).and_then(crate::spec::Node::as_table);
        for entry in own.into_iter().flat_map(|own| &own.entries) {
            if let Some(value) = entry.node.as_str().filter(|_| found.iter().all(|(known, _)| *known != entry.key)) {
                found.push((entry.key.clone(), value.to_owned()));
            }
        }
        found
    }
}

/// Holes with what fills them.
type Holes = Vec<(String, String)>;

/// The name in Rust of an operation whose own would be in the way of something else.
fn other_name(name: &str) -> Option<String> {
    let (method, builder) = (name::snake(name), name::camel(name));
    let is_taken = model::operation::RESERVED_METHODS.contains(&method.as_str())
        || model::operation::RESERVED_MODULES.contains(&method.as_str())
        || model::operation::RESERVED_TYPES.contains(&builder.as_str())
        || name::IN_SCOPE.contains(&builder.as_str());
    is_taken.then(|| format!("{}_call", method.trim_start_matches("r#")))
}

/// The area of a spec's operation.
fn area(operation: &Operation) -> Option<String> {
    let mut parts = operation.file.rsplit('/').skip(1);
    let folder = parts.next()?;
    parts.next().map(|_| folder.to_owned())
}

/// The key of what stands at a place: of a list in an element of its own that element's name.
fn key_of(place: &str, is_list: bool, root: &str) -> String {
    let steps: Vec<&str> = place.split('/').collect();
    let step = if is_list { steps.iter().rev().nth(1) } else { steps.last() };
    match step.map(|step| step.trim_start_matches('@')) {
        None | Some("" | ".") => root.to_owned(),
        Some(step) => step.to_owned(),
    }
}

/// The type of the items of a list in an element of its own.
fn inner(types: &crate::wsdl::Types, ty: &XsdRef) -> Option<XsdRef> {
    let XsdRef::Named(name) = ty else { return None };
    types.fields(name).first().map(|only| only.ty.clone())
}

fn list(value: Value) -> Value {
    Value::Array([value].into_iter().collect())
}

/// A value of a list that is parted by blanks is a list.
fn value(value: Value, field: &XsdField) -> Value {
    if field.join.is_some() { list(value) } else { value }
}

/// Says where something stands on SOAP, beside what is said of SOAP already.
fn say_place(entry: &mut Entry, place: &str) {
    let known =
        entry.words.iter().find(|(word, _)| word == "soap").and_then(|(_, value)| value.as_inline_table()).cloned();
    match known {
        None => entry.say("soap", place),
        Some(mut words) => {
            words.insert("at", Value::from(place));
            entry.say("soap", Value::InlineTable(words));
        }
    }
}

/// Names that would be one in Rust get others.
fn name_apart(entries: &mut [Entry], reserved: &[&str]) {
    let mut taken: Vec<String> = Vec::new();
    for entry in entries.iter_mut().filter(|entry| entry.known.is_none()) {
        let soap = entry.words.iter().find(|(word, _)| word == "soap").map(|(_, value)| value);
        let soap = soap.and_then(|value| value.as_str().or_else(|| value.as_inline_table()?.get("at")?.as_str()));
        let derived = soap.map_or_else(|| entry.key.clone(), |soap| name::with_boundaries(&entry.key, soap));
        let plain = name::snake(&derived);
        let is_taken = |name: &String| taken.contains(name) || reserved.contains(&name.as_str());
        if !is_taken(&plain) {
            taken.push(plain);
            continue;
        }
        let base = plain.trim_start_matches("r#").to_owned();
        let mut others = std::iter::once(format!("{base}_value")).chain((2..).map(|number| format!("{base}{number}")));
        if let Some(other) = others.find(|other| !is_taken(other)) {
            entry.say("rust", other.as_str());
            taken.push(other);
        }
    }
}

fn quote(doc: &str) -> Option<String> {
    (!doc.is_empty()).then(|| doc.to_owned())
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}
