//! Samples as examples, and what they say of addresses and names.

use super::{Work, answer};
use crate::{
    draft::{
        Example, Value, Words,
        page::{
            codes::Code,
            samples::{self, Answer, Call, Carrier},
        },
        say, table,
    },
    model::{Protocol, ScalarKind, TypeDef},
};

/// More samples than any page has.
const EXAMPLES: usize = 50;

/// One set of values, and the forms in which the page shows it.
struct Shown {
    values: Vec<(String, String)>,
    calls: Vec<Call>,
}

impl Work<'_> {
    pub fn calls(&mut self) {
        let calls = self.found.samples.calls.clone();
        self.addresses(&calls);
        let mut shown: Vec<Shown> = Vec::new();
        // A query of placeholders shows names and nothing else; a document shows its form, too.
        for call in calls.iter().filter(|call| !call.is_part || !call.xml.is_empty()).take(EXAMPLES) {
            if !self.ground.has(protocol(call.carrier)) {
                continue;
            }
            let values = self.values(call);
            match shown
                .iter_mut()
                .find(|shown| shown.values == values && shown.calls.iter().all(|known| known.carrier != call.carrier))
            {
                Some(shown) => shown.calls.push(call.clone()),
                None => shown.push(Shown { values, calls: vec![call.clone()] }),
            }
        }
        for shown in shown {
            let example = self.example(&shown);
            self.draft.examples.push(example);
        }
    }

    /// A call's values under the keys of the spec.
    fn values(&self, call: &Call) -> Vec<(String, String)> {
        let key = |name: &str| {
            let own = self.listed.iter().find(|listed| {
                let soap = listed.soap.as_deref().map(|soap| soap.split('/').next().unwrap_or(soap));
                listed.key.eq_ignore_ascii_case(name) || call.carrier == Carrier::Soap && soap == Some(name)
            });
            own.map(|listed| listed.key.clone())
                .or_else(|| self.ground.param(name).map(|known| known.name.clone()))
                .unwrap_or_else(|| name.to_owned())
        };
        call.pairs.iter().map(|(name, value)| (key(name), value.clone())).collect()
    }

    fn example(&mut self, shown: &Shown) -> Example {
        let mut example = Example::default();
        let mut params: Words = Vec::new();
        if shown.calls.iter().any(|call| call.is_part) {
            example.doubts.push("The page's sample has placeholders for values.".to_owned());
        }
        for (key, value) in &shown.values {
            let known = self.ground.param(key);
            if value.contains("...") || value.contains('…') {
                example.doubts.push(format!("The page elides the value of `{key}`."));
            }
            if let Some(known) = known.filter(|known| known.scheme.is_some()) {
                if !value.is_empty() {
                    say(&mut example.words, &format!("auth.{}", known.name), value.as_str());
                }
                continue;
            }
            let Some(listed) = self.listed.iter().find(|listed| listed.key == *key) else {
                if known.is_none() {
                    example.doubts.push(format!("It sends `{key}`, which is no parameter here."));
                }
                continue;
            };
            if value.is_empty() || listed.ty.is_some() && samples::stands_for(value) {
                continue;
            }
            let ty = listed.ty.as_deref();
            if let Some(spelled) = self.other_spelling(ty, value) {
                example
                    .doubts
                    .push(format!("The samples send `{value}` for `{key}`, the list of values has `{spelled}`."));
            }
            let item = ty.and_then(|ty| ty.strip_suffix("[]"));
            let value = match (item, &listed.param.separator) {
                (Some(item), Some(separator)) => {
                    let items = value.split(separator.as_str()).map(str::trim).filter(|item| !item.is_empty());
                    Value::Array(items.map(|value| answer::typed(value, Some(item))).collect())
                }
                _ => answer::typed(value, self.scalar(ty)),
            };
            say(&mut params, key, value);
        }
        for listed in self.listed.iter().filter(|listed| listed.known.is_none()) {
            let is_required = listed.param.required.unwrap_or(self.ground.required);
            if is_required && params.iter().all(|(key, _)| *key != listed.key) {
                example.doubts.push(format!("It lacks `{}`, which has to be given.", listed.key));
            }
        }
        if !params.is_empty() {
            say(&mut example.words, "params", table(params));
        }
        let forms: Vec<&Call> =
            shown.calls.iter().filter(|call| matches!(call.carrier, Carrier::Get | Carrier::Post)).collect();
        let family =
            if forms.len() == 2 && forms.first().map(|call| &call.pairs) == forms.get(1).map(|call| &call.pairs) {
                Some("form")
            } else {
                None
            };
        for call in &shown.calls {
            let (protocol, request) = match call.carrier {
                Carrier::Get | Carrier::Post => {
                    let pairs = form_urlencoded::Serializer::new(String::new()).extend_pairs(&call.pairs).finish();
                    let own = if call.carrier == Carrier::Get { "get" } else { "post" };
                    (family.unwrap_or(own), pairs)
                }
                Carrier::Xml => ("xml", call.xml.clone()),
                Carrier::Soap => ("soap", call.xml.clone()),
            };
            say(&mut example.words, &format!("{protocol}.request"), request);
        }
        self.answer_of(&mut example, shown);
        example
    }

    /// A bare `OK`, where the page says that this is the answer; else nothing is made up.
    fn answer_of(&self, example: &mut Example, shown: &Shown) {
        self.printed_answer(example, shown);
        let is_text = shown.calls.iter().any(|call| matches!(call.carrier, Carrier::Get | Carrier::Post));
        let bare = |code: &&Code| {
            code.is_success()
                && code.hole.is_none()
                && code.token.as_deref().is_some_and(|token| self.ground.accepts(token))
        };
        let success = self.found.codes.iter().find(bare).and_then(|code| code.token.clone());
        match success.filter(|_| is_text && self.draft.output.is_none()) {
            Some(token) => {
                let protocol = example.words.iter().find_map(|(word, _)| {
                    word.strip_suffix(".request").filter(|protocol| matches!(*protocol, "form" | "get" | "post"))
                });
                if let Some(protocol) = protocol.map(str::to_owned) {
                    say(&mut example.words, &format!("{protocol}.answer"), token);
                }
            }
            None if example.words.iter().any(|(word, _)| word.ends_with(".answer")) => {}
            None => example.doubts.push("The page prints no answer to it.".to_owned()),
        }
    }

    /// The one answer that the page prints, where it prints one call.
    fn printed_answer(&self, example: &mut Example, shown: &Shown) {
        for (carrier, is_soap, word) in [(Carrier::Xml, false, "xml.answer"), (Carrier::Soap, true, "soap.answer")] {
            let answers: Vec<&Answer> =
                self.found.samples.answers.iter().filter(|answer| answer.is_soap == is_soap).collect();
            let calls = self.found.samples.calls.iter().filter(|call| call.carrier == carrier).count();
            if let ([answer], 1, true) =
                (answers.as_slice(), calls, shown.calls.iter().any(|call| call.carrier == carrier))
            {
                say(&mut example.words, word, answer.xml.as_str());
            }
        }
    }

    /// The word of an enumeration that a sample spells otherwise.
    fn other_spelling(&self, ty: Option<&str>, value: &str) -> Option<String> {
        let ty = ty?.trim_end_matches("[]");
        let words: Vec<String> = if let Some(own) = self.draft.types.iter().find(|own| own.entry.key == ty) {
            own.values.iter().map(|value| value.key.clone()).collect()
        } else {
            match &self.ground.vendor.types.iter().find(|known| known.name == ty)?.def {
                TypeDef::Enum(words) => words.iter().map(|word| word.wire.clone()).collect(),
                TypeDef::Scalar(scalar) => match &scalar.kind {
                    ScalarKind::Bool { yes, no } => yes.iter().chain(no).cloned().collect(),
                    _ => return None,
                },
                TypeDef::Record(_) => return None,
            }
        };
        if words.iter().any(|word| word == value) {
            return None;
        }
        words.into_iter().find(|word| word.eq_ignore_ascii_case(value))
    }

    /// The scalar that a type is written as in examples.
    fn scalar<'a>(&self, ty: Option<&'a str>) -> Option<&'a str> {
        let name = ty?;
        match self.ground.vendor.types.iter().find(|known| known.name == name).map(|known| &known.def) {
            Some(TypeDef::Scalar(scalar)) => match scalar.kind {
                ScalarKind::Bool { .. } => Some("bool"),
                ScalarKind::Int(_) => Some("i64"),
                _ => None,
            },
            _ => Some(name),
        }
    }

    /// Where calls go, where that is not what `vendor.toml` derives.
    fn addresses(&mut self, calls: &[Call]) {
        let mut other: Vec<String> = Vec::new();
        let mut hosts: Vec<String> = Vec::new();
        for call in calls {
            let on: &[Protocol] = match call.carrier {
                Carrier::Get => &[Protocol::Get],
                Carrier::Post => &[Protocol::Post],
                _ => continue,
            };
            let (host, path) = match call.path.split_once("://") {
                Some((scheme, rest)) => {
                    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
                    (Some(format!("{scheme}://{host}")), format!("/{path}"))
                }
                None => (None, call.path.clone()),
            };
            if let (Some(host), Some(base)) = (&host, &self.ground.vendor.base)
                && !base.starts_with(host.as_str())
                && !hosts.contains(host)
            {
                hosts.push(host.clone());
            }
            let path = path.split('?').next().unwrap_or_default().to_owned();
            let base = self
                .ground
                .vendor
                .base
                .as_deref()
                .and_then(|base| base.split_once("://"))
                .and_then(|(_, rest)| rest.split_once('/'));
            let path = match base {
                Some((_, below)) => {
                    path.strip_prefix(&format!("/{}", below.trim_end_matches('/'))).map_or(path.clone(), str::to_owned)
                }
                None => path,
            };
            if !path.starts_with('/') || path == "/" {
                continue;
            }
            for protocol in on {
                let derived = self.ground.path(*protocol, &self.draft.name);
                if derived.is_some_and(|derived| derived != path) && !other.contains(&path) {
                    other.push(path.clone());
                }
            }
        }
        for host in hosts {
            self.doubt(format!("The samples call {host}, which is not the `base` of vendor.toml."));
        }
        match other.as_slice() {
            [] => {}
            [path] => say(&mut self.draft.words, "path", path.as_str()),
            several => {
                let several = several.join("`, `");
                self.doubt(format!(
                    "The samples go to addresses that differ, none as vendor.toml derives it: `{several}`."
                ));
            }
        }
        let soap = calls.iter().find(|call| call.carrier == Carrier::Soap);
        if let Some(name) = soap.and_then(|call| call.name.as_ref()).filter(|name| **name != self.draft.name) {
            say(&mut self.draft.words, "soap", name.as_str());
        }
        let kinds: [(Carrier, &str); 4] =
            [(Carrier::Get, "GET"), (Carrier::Post, "POST"), (Carrier::Soap, "SOAP"), (Carrier::Xml, "XML")];
        for (carrier, name) in kinds {
            if calls.iter().any(|call| call.carrier == carrier) && !self.ground.has(protocol(carrier)) {
                self.doubt(format!("The page shows calls over {name}, which vendor.toml does not have."));
            }
        }
    }
}

fn protocol(carrier: Carrier) -> fn(Protocol) -> bool {
    match carrier {
        Carrier::Get => |protocol| protocol == Protocol::Get,
        Carrier::Post => |protocol| protocol == Protocol::Post,
        Carrier::Xml => |protocol| protocol == Protocol::Xml,
        Carrier::Soap => Protocol::is_soap,
    }
}
