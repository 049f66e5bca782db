//! What goes out: parameters, signing in, headers.

use super::{
    super::{
        super::{Entry, Type, Value, say, table, texts},
        example::{self, Sample},
        types::{self, Kind, Said},
    },
    Growing, Way, Writer, inner, key_of, list, quote, say_place, value,
};
use crate::{
    compare::codes,
    model::{
        self, Carrier, Field, looks_secret, name,
        xsd::{XsdField, XsdRef, XsdWord},
    },
    wsdl::Call,
};

impl Writer<'_> {
    /// The parameters of the body; what the example has in the root element.
    pub(super) fn params(&mut self, growing: &mut Growing<'_>, call: &Call) -> (String, String) {
        self.sign_in(growing, call);
        self.record(growing, call, &call.request.ty, "", true)
    }

    /// Which ways to sign in it takes.
    pub(super) fn sign_in(&self, growing: &mut Growing<'_>, call: &Call) {
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
    pub(super) fn record(
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
    pub(super) fn param(
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
    pub(super) fn entry(
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
    pub(super) fn secrets_in(&self, record: &str) -> Vec<String> {
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
    pub(super) fn word(&mut self, growing: &mut Growing<'_>, said: &Said) -> Option<String> {
        match &said.kind {
            Kind::Scalar => said.word.clone(),
            Kind::Record(record) => {
                self.records.insert(record.clone());
                Some(format!("{}#{record}", self.xsd))
            }
            Kind::Enum(name) => Some(self.enumeration(growing, name)),
        }
    }

    pub(super) fn enumeration(&self, growing: &mut Growing<'_>, name: &str) -> String {
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
    pub(super) fn headers(&mut self, growing: &mut Growing<'_>, call: &Call) {
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
}
