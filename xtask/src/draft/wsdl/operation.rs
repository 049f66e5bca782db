//! One operation of a WSDL as a draft.

use std::collections::BTreeSet;

use super::{
    super::{Draft, Entry, Example, Output, Type, Value, Words, say, table, texts},
    Drafted,
    example::{self, Sample},
    ground::Ground,
    types::{self, Kind, Said},
};
use crate::{
    compare::codes::{self, Told},
    model::{
        self, Carrier, Field, Format, Operation, Piece, Protocol, TypeDef, TypeRef,
        called::{Called, fill_template, hole_in},
        looks_secret, name,
        xsd::{XsdField, XsdRef, XsdWord},
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

    /// The parameters of the body; what the example has in the root element.
    fn params(&mut self, growing: &mut Growing<'_>, call: &Call) -> (String, String) {
        self.sign_in(growing, call);
        self.record(growing, call, &call.request.ty, "", true)
    }

    /// Which ways to sign in it takes.
    fn sign_in(&self, growing: &mut Growing<'_>, call: &Call) {
        let vendor = &self.ground.vendor;
        let fields = self.contract.types.fields(&call.request.ty);
        let headers: Vec<&str> = call.headers.iter().map(|header| header.payload.name.as_str()).collect();
        let is_login = vendor.schemes.iter().any(|scheme| scheme.login.contains(&growing.called.operation.name));
        let is_there = |field: &Field| {
            let wire = growing.called.wire(field);
            wire.is_some_and(|wire| match wire.carrier {
                Carrier::Body => {
                    wire.at.iter().any(|place| fields.iter().any(|field| field.place.eq_ignore_ascii_case(place)))
                }
                Carrier::SoapHeader => {
                    wire.at.iter().any(|place| headers.contains(&place.split('/').next().unwrap_or(place)))
                }
                Carrier::Header | Carrier::Basic => true,
            })
        };
        let takes = |scheme: &&model::Scheme| scheme.params.iter().all(|param| is_there(&param.field));
        let taken: Vec<&str> = vendor.schemes.iter().filter(takes).map(|scheme| scheme.name.as_str()).collect();
        // A way to sign in that leaves no trace in the body may be taken or not.
        let traced = vendor.schemes.iter().filter(takes).any(|scheme| !scheme.params.is_empty());
        let draft = &mut growing.draft;
        if is_login {
            say(&mut draft.words, "auth", false);
        } else if taken.len() == vendor.schemes.len() {
        } else if !traced {
            say(&mut draft.words, "auth", false);
            draft.doubts.push("No parameter of signing in is in the WSDL's message; whether one has to be signed in, it does not say.".to_owned());
        } else if let [one] = taken.as_slice() {
            say(&mut draft.words, "auth", *one);
        } else {
            say(&mut draft.words, "auth", texts(taken));
        }
    }

    /// The fields of a record of the request as parameters; what the example has in its element.
    fn record(
        &mut self,
        growing: &mut Growing<'_>,
        call: &Call,
        record: &str,
        prefix: &str,
        required: bool,
    ) -> (String, String) {
        let contract = self.contract;
        let (mut attributes, mut inside) = (String::new(), String::new());
        for field in contract.types.fields(record) {
            let place = format!("{prefix}{}", field.place);
            let spread = format!("{place}/");
            let params = growing.called.operation.params.iter();
            let is_spread = params.filter_map(|param| growing.called.wire(param)).flat_map(|wire| &wire.at).any(|at| {
                let said = types::said(&contract.types, field);
                at.starts_with(&spread) && said.below.is_none_or(|below| *at != format!("{place}/{below}"))
            });
            if let (true, false, XsdRef::Named(name)) = (is_spread, field.many, &field.ty) {
                // The spec has what is in it as parameters of their own.
                let (attributes, below) = self.record(growing, call, name, &spread, required && field.required);
                inside.push_str(&example::element(&field.place, &attributes, &below));
                continue;
            }
            let Some(sample) = self.param(growing, call, field, &place, required) else { continue };
            match field.place.strip_prefix('@') {
                Some(name) => attributes.push_str(&format!(" {name}=\"{}\"", sample.inside)),
                None if field.place == "." => inside.push_str(&sample.inside),
                None => inside.push_str(&sample.element(&field.place)),
            }
        }
        (attributes, inside)
    }

    /// A parameter. None: the example does not give it, for signing in or the vendor does.
    fn param(
        &mut self,
        growing: &mut Growing<'_>,
        call: &Call,
        field: &XsdField,
        place: &str,
        required: bool,
    ) -> Option<Sample> {
        let said = types::said(&self.contract.types, field);
        let whole = match &said.below {
            Some(below) => format!("{place}/{below}"),
            None => place.to_owned(),
        };
        let schemes =
            growing.called.operation.schemes.iter().filter_map(|index| self.ground.vendor.schemes.get(*index));
        let signing = schemes.flat_map(|scheme| scheme.params.iter().map(move |param| (scheme, &param.field)));
        let mut signing = signing.filter_map(|(scheme, field)| Some((scheme, field, growing.called.wire(field)?)));
        let is_at = |at: &str| at == whole || at == place;
        if let Some((scheme, known, wire)) =
            signing.find(|(.., wire)| wire.at.iter().any(|at| at.eq_ignore_ascii_case(place)))
        {
            let mut entry = Entry::new(known.name.clone());
            if wire.at.iter().any(|at| is_at(at)) {
                entry.known = Some(format!("a parameter of `[auth.{}]`", scheme.name));
            } else {
                entry.say("soap", place);
                entry.quotes.extend(quote(&field.doc));
            }
            growing.draft.params.push(entry);
            return None;
        }
        let params = growing.called.operation.params.iter();
        let mut wired = params.filter_map(|param| Some((param, growing.called.wire(param)?)));
        let known =
            wired.find(|(_, wire)| wire.at.iter().any(|at| is_at(&growing.called.fill(at)))).map(|(param, _)| param);
        if let Some(known) = known
            && let Some(elsewhere) = self.ground.said_elsewhere(growing.called.operation, "params", &known.name)
        {
            growing.draft.params.push(Entry { known: Some(elsewhere), ..Entry::new(known.name.clone()) });
            return None;
        }
        let key =
            known.map_or_else(|| key_of(&whole, said.below.is_some(), &call.request.name), |known| known.name.clone());
        let mut entry = self.entry(growing, &key, field, &said, Way::There, required);
        if whole != key || place == "." {
            say_place(&mut entry, &whole);
        }
        if growing.on_forms && call.on.is_soap() && matches!(said.kind, Kind::Record(_)) {
            entry.say("form", false);
            entry.doubt("How a record goes over GET and POST the WSDL does not say.");
        }
        let sample = example::of(&self.contract.types, &field.ty);
        if let Some(sample) = &sample {
            let inner = said.below.as_ref().and_then(|_| inner(&self.contract.types, &field.ty));
            let one = inner.and_then(|ty| example::of(&self.contract.types, &ty)).unwrap_or_else(|| sample.clone());
            let value = if said.many && field.join.is_none() { list(one.value) } else { value(one.value, field) };
            growing.samples.push((entry.key.clone(), value));
        }
        growing.draft.params.push(entry);
        sample
    }

    /// A parameter, or a field of an answer.
    fn entry(
        &mut self,
        growing: &mut Growing<'_>,
        key: &str,
        field: &XsdField,
        said: &Said,
        way: Way,
        required: bool,
    ) -> Entry {
        let mut entry = Entry { quotes: quote(&field.doc).into_iter().collect(), ..Entry::new(key) };
        let word = self.word(growing, said);
        let is_text = word.is_none();
        match (word, said.many) {
            (Some(word), true) => entry.say("type", format!("{word}[]")),
            (Some(word), false) => entry.say("type", word),
            (None, true) => entry.say("type", "string[]"),
            (None, false) => {}
        }
        if let Some(separator) = field.join {
            entry.say("soap", table([("separator".to_owned(), Value::from(separator))]));
        }
        let required = required && field.required && field.place != ".";
        let by_default = way == Way::There && self.ground.required;
        if required != by_default {
            entry.say("required", required);
        }
        if field.nillable && way == Way::There {
            entry.say("nillable", true);
        }
        if is_text && looks_secret(key) {
            entry.say("secret", true);
            entry.doubt("It is taken for a secret by its name.");
        }
        for doubt in &said.doubts {
            entry.doubt(doubt.clone());
        }
        if let Kind::Record(record) = &said.kind {
            for doubt in self.secrets_in(record) {
                entry.doubt(doubt);
            }
        }
        entry
    }

    /// Fields of records whose names look secret: only `vendor.toml` can say that they are.
    fn secrets_in(&self, record: &str) -> Vec<String> {
        let types = &self.contract.types;
        let mut found = Vec::new();
        for name in types.needed([record]) {
            for field in types
                .fields(name)
                .iter()
                .filter(|field| looks_secret(&field.name) && field.ty == XsdRef::Scalar("string"))
            {
                found.push(format!(
                    "`{0}` of `{1}` looks like a secret: if it is one, say `[types.\"{2}#{1}\".fields] {0} = {{ secret = true }}` in vendor.toml.",
                    field.name, name, self.xsd
                ));
            }
        }
        found
    }

    /// What the draft calls a type; none is a text.
    fn word(&mut self, growing: &mut Growing<'_>, said: &Said) -> Option<String> {
        match &said.kind {
            Kind::Scalar => said.word.clone(),
            Kind::Record(record) => {
                self.records.insert(record.clone());
                Some(format!("{}#{record}", self.xsd))
            }
            Kind::Enum(name) => Some(self.enumeration(growing, name)),
        }
    }

    fn enumeration(&self, growing: &mut Growing<'_>, name: &str) -> String {
        if let Some((_, known)) = growing.enumerations.iter().find(|(known, _)| known == name) {
            return known.clone();
        }
        let ty = XsdRef::Named(name.to_owned());
        let words: Vec<&XsdWord> = codes::words(&self.contract.types, &ty).into_iter().flatten().collect();
        let wires: Vec<&str> = words.iter().map(|word| word.wire.as_str()).collect();
        let known = self.ground.enumeration(growing.index, &wires);
        let called = match known {
            Some((known, _)) => known.to_owned(),
            None => {
                let shared = &self.ground.vendor.types;
                let is_taken = |name: &str| {
                    model::operation::RESERVED_TYPES.contains(&name)
                        || name::IN_SCOPE.contains(&name)
                        || model::RESERVED_TYPES.contains(&name)
                        || name == name::camel(&growing.draft.name)
                        || growing.draft.types.iter().any(|ty| ty.entry.key == name)
                        || shared.iter().any(|ty| ty.owner.is_none() && (ty.name == name || ty.rust == name))
                };
                let plain = name::camel(name);
                let more = (2..).map(|number| format!("{plain}{number}"));
                [plain.clone(), format!("{plain}Value")]
                    .into_iter()
                    .chain(more)
                    .find(|name| !is_taken(name))
                    .unwrap_or(plain)
            }
        };
        growing.enumerations.push((name.to_owned(), called.clone()));
        if known.is_none_or(|(_, own)| own) {
            let doc = self.contract.types.get(name).map(|ty| ty.doc.clone()).unwrap_or_default();
            let mut ty = Type {
                entry: Entry { quotes: quote(&doc).into_iter().collect(), ..Entry::new(called.clone()) },
                ..Type::default()
            };
            let mut taken: Vec<String> = Vec::new();
            for word in words {
                // A word of no letters has no name; what is unknown is kept anyway.
                let plain = name::variant(&word.wire);
                if word.wire.is_empty() || plain.is_empty() {
                    ty.entry.doubt(format!("The WSDL has the word `{}`, too, which has no name in Rust.", word.wire));
                    continue;
                }
                let mut value =
                    Entry { quotes: quote(&word.doc).into_iter().collect(), ..Entry::new(word.wire.clone()) };
                let mut numbered = (2..).map(|number| format!("{plain}{number}"));
                if taken.contains(&plain)
                    && let Some(other) = numbered.find(|other| !taken.contains(other))
                {
                    value.say("rust", other.as_str());
                    taken.push(other);
                } else {
                    taken.push(plain);
                }
                ty.values.push(value);
            }
            growing.draft.types.push(ty);
        }
        called
    }

    /// What goes in the header of the envelope.
    fn headers(&mut self, growing: &mut Growing<'_>, call: &Call) {
        let contract = self.contract;
        for header in &call.headers {
            let root = &header.payload.name;
            for field in contract.types.fields(&header.payload.ty) {
                let at = if field.place == "." { root.clone() } else { format!("{root}/{}", field.place) };
                let schemes =
                    growing.called.operation.schemes.iter().filter_map(|index| self.ground.vendor.schemes.get(*index));
                let mut fields =
                    schemes.flat_map(|scheme| scheme.params.iter().map(move |param| (scheme, &param.field)));
                let is_at = |field: &Field| {
                    growing
                        .called
                        .wire(field)
                        .is_some_and(|wire| wire.carrier == Carrier::SoapHeader && wire.at.contains(&at))
                };
                let known = fields.find(|(_, field)| is_at(field));
                if let Some((scheme, known)) = known {
                    let place = Some(format!("a parameter of `[auth.{}]`", scheme.name));
                    growing.draft.params.push(Entry { known: place, ..Entry::new(known.name.clone()) });
                    continue;
                }
                let own = growing.called.operation.params.iter().find(|param| is_at(param));
                let key = own.map_or_else(|| key_of(&at, false, root), |own| own.name.clone());
                let said = types::said(&contract.types, field);
                let mut entry = self.entry(growing, &key, field, &said, Way::There, header.required);
                entry.say(
                    "soap",
                    table([("in".to_owned(), Value::from("soap-header")), ("at".to_owned(), Value::from(at))]),
                );
                if growing.on_forms {
                    entry.say("form", false);
                }
                growing.draft.params.push(entry);
            }
        }
    }

    /// The output and the codes; the example's answer, and what it gives.
    fn answer(&mut self, growing: &mut Growing<'_>, call: &Call) -> Option<(String, Option<Value>)> {
        let contract = self.contract;
        let answer = call.answer.as_ref()?;
        let how = growing.called.answer().filter(|how| how.format != Format::Text && call.on.is_soap())?;
        let any_case = how.any_case;
        let mut record = answer.ty.clone();
        let inside = growing.called.inside();
        let steps: Vec<&str> = inside.split('/').filter(|step| !step.is_empty()).collect();
        let mut text = None;
        for step in &steps {
            let is_it =
                |field: &&XsdField| field.place == *step || (any_case && field.place.eq_ignore_ascii_case(step));
            match contract.types.fields(&record).iter().find(is_it) {
                Some(XsdField { ty: XsdRef::Named(name), .. }) if !contract.types.is_anything(name) => {
                    record.clone_from(name)
                }
                Some(field @ XsdField { ty: XsdRef::Scalar(_), .. }) => text = Some(field),
                _ => {
                    growing.draft.doubts.push(format!(
                        "What stands in `{inside}` the WSDL does not say: what it gives, and its codes, are to be written from the vendor's page."
                    ));
                    return None;
                }
            }
        }
        if let Some(field) = text {
            let said = types::said(&contract.types, field);
            let word = self.word(growing, &said).unwrap_or_else(|| "string".to_owned());
            let mut output = Output { quotes: quote(&field.doc).into_iter().collect(), ..Output::default() };
            say(&mut output.words, "type", word);
            output.doubts = said.doubts;
            growing.draft.output = Some(output);
            return None;
        }
        let places = codes::places(&growing.called);
        let fields = contract.types.fields(&record);
        let mut status: Option<(&XsdField, Option<String>)> = None;
        for field in fields.iter().filter(|field| places.contains(&field.place)) {
            let words = codes::words(&contract.types, &field.ty);
            let told: Vec<(&XsdWord, Told)> = words
                .into_iter()
                .flatten()
                .map(|word| (word, codes::told(&growing.called, &field.place, &word.wire)))
                .collect();
            let is_codes = codes::is_of_codes(&growing.called, &field.place);
            if told.iter().any(|(_, told)| *told != Told::Other) {
                self.codes(growing, &told);
                let accepted = told.iter().find(|(_, told)| *told == Told::Accepted).map(|(word, _)| word.wire.clone());
                status = Some((field, accepted));
            } else if field.ty == XsdRef::Scalar("string") && is_codes {
                let doubt = format!("The WSDL does not say which codes may stand in `{}`.", field.place);
                growing.draft.doubts.push(doubt);
                status = Some((field, accepted_text(&growing.called, &field.place)));
            }
        }
        let left: Vec<&XsdField> = fields
            .iter()
            .filter(|field| status.as_ref().is_none_or(|(status, _)| status.place != field.place))
            .collect();
        let output = self.output(growing, &left, call, &record);
        // An answer that nobody can tell from a refusal is no example.
        let accepted = growing
            .called
            .answer()
            .map(|how| how.accepted.iter().all(|reading| reading.template.is_none()))
            .unwrap_or(true);
        if !steps.is_empty()
            || (status.is_none() && !accepted)
            || status.as_ref().is_some_and(|(_, word)| word.is_none())
        {
            return None;
        }
        let mut inside = String::new();
        for field in fields {
            let status = status.as_ref().filter(|(status, _)| status.place == field.place);
            match status {
                Some((_, Some(word))) => inside.push_str(&example::element(&field.place, "", &example::escape(word))),
                _ => match example::of(&contract.types, &field.ty) {
                    Some(sample) if field.place == "." => inside.push_str(&sample.inside),
                    Some(sample) if !field.place.starts_with('@') => inside.push_str(&sample.element(&field.place)),
                    Some(_) => return None,
                    None => {}
                },
            }
        }
        let root = format!(" xmlns=\"{}\"", example::escape(&answer.namespace));
        Some((example::element(&answer.name, &root, &inside), output))
    }

    /// What an answer gives; the example's value of it.
    fn output(&mut self, growing: &mut Growing<'_>, left: &[&XsdField], call: &Call, record: &str) -> Option<Value> {
        let contract = self.contract;
        if contract.types.is_open(record) {
            growing
                .draft
                .doubts
                .push("The answer may hold other elements besides, which the WSDL does not name.".to_owned());
        }
        let known = growing.called.operation.output.as_ref();
        let is_record = known.is_some_and(|output| {
            matches!(&output.ty, TypeRef::Named(index) if self.ground.vendor.types.get(*index).is_some_and(|ty| matches!(ty.def, TypeDef::Record(_)) && ty.name == "Output"))
        });
        let result = format!("{}Result", call.request.name);
        match left {
            [] => None,
            [only] if !is_record && (["return", ".", &result].contains(&only.place.as_str()) || known.is_some()) => {
                let said = types::said(&contract.types, only);
                let word = self.word(growing, &said).unwrap_or_else(|| "string".to_owned());
                let place = match &said.below {
                    Some(below) => format!("{}/{below}", only.place),
                    None => only.place.clone(),
                };
                let mut output = Output { quotes: quote(&only.doc).into_iter().collect(), ..Output::default() };
                say(&mut output.words, "type", if said.many { format!("{word}[]") } else { word.clone() });
                if word == "string" && looks_secret(&only.place) {
                    say(&mut output.words, "secret", true);
                    output.doubts.push("It is taken for a secret by its name.".to_owned());
                }
                // Over GET and POST the result itself is the root.
                if let (true, Some(below)) = (growing.on_forms, &said.below) {
                    say(&mut output.words, "at", below.as_str());
                }
                if place != "." {
                    say(&mut output.words, "soap", place);
                }
                output.doubts.extend(said.doubts.clone());
                growing.draft.output = Some(output);
                let inner = if said.below.is_some() { inner(&contract.types, &only.ty)? } else { only.ty.clone() };
                let value = example::of(&contract.types, &inner)?.value;
                Some(if said.many { list(value) } else { value })
            }
            left => {
                let mut output = Output::default();
                let mut values: Words = Vec::new();
                let known = known.filter(|_| is_record).and_then(|output| match &output.ty {
                    TypeRef::Named(index) => self.ground.vendor.types.get(*index),
                    TypeRef::Scalar(_) => None,
                });
                let known: &[Field] = match known.map(|ty| &ty.def) {
                    Some(TypeDef::Record(fields)) => fields,
                    _ => &[],
                };
                for field in left {
                    let said = types::said(&contract.types, field);
                    let whole = match &said.below {
                        Some(below) => format!("{}/{below}", field.place),
                        None => field.place.clone(),
                    };
                    let own = known
                        .iter()
                        .find(|known| growing.called.wire(known).is_some_and(|wire| wire.at.contains(&whole)));
                    let key = own.map_or_else(|| key_of(&whole, said.below.is_some(), "value"), |own| own.name.clone());
                    let mut entry = self.entry(growing, &key, field, &said, Way::Back, true);
                    if whole != key || own.is_some() || self.ground.fields_elsewhere(growing.called.binding) {
                        say_place(&mut entry, &whole);
                    }
                    let ty =
                        if said.below.is_some() { inner(&contract.types, &field.ty) } else { Some(field.ty.clone()) };
                    if let Some(sample) = ty.and_then(|ty| example::of(&contract.types, &ty)) {
                        let value = if said.many && field.join.is_none() {
                            list(sample.value)
                        } else {
                            value(sample.value, field)
                        };
                        values.push((key, value));
                    }
                    output.fields.push(entry);
                }
                name_apart(&mut output.fields, &[]);
                growing.draft.output = Some(output);
                Some(table(values))
            }
        }
    }

    /// The codes that an enumeration of an answer has.
    fn codes(&self, growing: &mut Growing<'_>, told: &[(&XsdWord, Told)]) {
        let called = growing.called;
        let vendor = self.ground.vendor_codes(called.on);
        let mut any = false;
        for (word, told) in told {
            let code = match told {
                Told::Accepted => continue,
                Told::Refused(code) => code,
                Told::Other => {
                    growing
                        .draft
                        .doubts
                        .push(format!("The WSDL has `{}` among the codes, which is spelled as no other.", word.wire));
                    continue;
                }
            };
            let replies = called.operation.replies.iter().map(|(code, _)| code);
            let known = called.operation.codes.iter().chain(replies).find(|known| {
                called
                    .spellings(known)
                    .is_some_and(|spellings| spellings.iter().any(|spelling| spelling.eq_ignore_ascii_case(code)))
            });
            let shared = vendor.iter().find(|(_, spelling, _)| spelling.eq_ignore_ascii_case(code));
            let quotes: Vec<String> = quote(&word.doc).into_iter().collect();
            let entry = match (known, shared) {
                (Some(known), _) if known.shared => {
                    let place = self.ground.said_elsewhere(called.operation, "codes", &known.name);
                    let place = place.unwrap_or_else(|| "vendor.toml".to_owned());
                    Entry { known: Some(place), ..Entry::new(known.name.clone()) }
                }
                (None, Some((key, _, place))) => Entry { known: Some(place.clone()), ..Entry::new(key.clone()) },
                (known, _) => {
                    let key = known.map_or(code, |known| &known.name);
                    let mut entry = Entry { quotes, ..Entry::new(key.clone()) };
                    if key != code {
                        entry.say("soap", code.as_str());
                    }
                    any = true;
                    entry
                }
            };
            growing.draft.codes.push(entry);
        }
        if any {
            growing.draft.doubts.push("What its codes mean for a caller (`means`), and which parameter they are about (`param`), the WSDL does not say.".to_owned());
        }
        let mut variants: Vec<String> = Vec::new();
        for entry in growing.draft.codes.iter_mut().filter(|entry| entry.known.is_none()) {
            let plain = name::variant(&entry.key);
            let mut numbered = (2..).map(|number| format!("{plain}{number}"));
            if variants.contains(&plain)
                && let Some(other) = numbered.find(|other| !variants.contains(other))
            {
                entry.say("rust", other.as_str());
                variants.push(other);
            } else {
                variants.push(plain);
            }
        }
    }

    /// Faults that it says it may have.
    fn faults(&mut self, growing: &mut Growing<'_>, call: &Call) {
        for fault in &call.faults {
            let key = if growing.draft.codes.iter().any(|code| code.key == fault.name) {
                format!("{}Fault", fault.name)
            } else {
                fault.name.clone()
            };
            let mut entry = Entry::new(key);
            let name = &fault.payload.name;
            if !self.contract.types.fields(&fault.payload.ty).is_empty()
                && !self.contract.types.is_anything(&fault.payload.ty)
            {
                self.records.insert(fault.payload.ty.clone());
                entry.say("type", format!("{}#{}", self.xsd, fault.payload.ty));
                match call.on {
                    Protocol::Soap12 => entry.say("at", format!("Detail/{name}")),
                    _ => entry.say("at", format!("detail/{name}")),
                }
                let both =
                    growing.called.vendor.bindings.iter().filter(|binding| binding.protocol.is_soap()).count() > 1;
                match (both, call.on) {
                    (true, Protocol::Soap12) => {
                        entry.say("soap11", table([("at".to_owned(), Value::from(format!("detail/{name}")))]))
                    }
                    (true, _) => entry.say("soap12", table([("at".to_owned(), Value::from(format!("Detail/{name}")))])),
                    _ => {}
                }
            }
            entry.doubt("A SOAP fault of the WSDL: by which code or text it is told, `code` or `message`, the WSDL does not say.");
            growing.draft.codes.push(entry);
        }
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

/// The literal text that says an answer is accepted, if it is nothing else.
fn accepted_text(called: &Called<'_>, place: &str) -> Option<String> {
    let readings = called.answer()?.accepted.iter();
    let mut here = readings.filter(|reading| reading.at.iter().any(|at| called.fill(at) == place));
    let template = here.find_map(|reading| reading.template.as_ref())?;
    let written = fill_template(template, |name| called.hole(name).map(str::to_owned));
    written
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Blank => Some(" "),
            Piece::Hole(_) => None,
        })
        .collect()
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
