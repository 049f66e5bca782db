//! What comes back: the output, codes, faults.

use super::{
    super::{
        super::{Entry, Output, Value, Words, say, table},
        example, types,
    },
    Growing, Way, Writer, inner, key_of, list, name_apart, quote, say_place, value,
};
use crate::{
    compare::codes::{self, Told},
    model::{
        Field, Format, Piece, Protocol, TypeDef, TypeRef,
        called::{Called, fill_template},
        looks_secret, name,
        xsd::{XsdField, XsdRef, XsdWord},
    },
    wsdl::Call,
};

impl Writer<'_> {
    /// The output and the codes; the example's answer, and what it gives.
    pub(super) fn answer(&mut self, growing: &mut Growing<'_>, call: &Call) -> Option<(String, Option<Value>)> {
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
    pub(super) fn output(
        &mut self,
        growing: &mut Growing<'_>,
        left: &[&XsdField],
        call: &Call,
        record: &str,
    ) -> Option<Value> {
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
    pub(super) fn codes(&self, growing: &mut Growing<'_>, told: &[(&XsdWord, Told)]) {
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
    pub(super) fn faults(&mut self, growing: &mut Growing<'_>, call: &Call) {
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
