//! `cargo xtask model`: what the specs of a vendor were understood to mean, as text for a person; all of it, so that the
//! golden tests see every change.

use std::{collections::BTreeMap, fmt::Write as _};

use anyhow::Result;

use crate::{
    load,
    model::{
        Answer, Binding, Carrier, Code, Doubt, Escape, Example, Field, Format, NamedType, Operation, Output,
        OutputForm, Piece, Protocol, Reading, Sample, Scalar, ScalarKind, Scheme, Telling, Template, TextForm, TypeDef,
        TypeRef, Vendor, Wire,
    },
    place::Place,
    report, spec,
};

/// Runs the command.
pub fn command(place: &Place, asked: &[String], format: report::Format) -> Result<bool> {
    let names = place.choose(asked, &Default::default())?;
    let loaded = load::vendors(&place.specs, &names, format)?;
    let texts = loaded.vendors.iter().map(|(vendor, _)| (vendor.folder.as_str(), text(vendor)));
    match format {
        report::Format::Json => report::print_json(Some(&texts.collect::<BTreeMap<_, _>>()), &loaded.texts.shown())?,
        report::Format::Text | report::Format::Short => texts.for_each(|(_, text)| anstream::print!("{text}")),
    }
    Ok(true)
}

/// A model as text.
pub fn text(vendor: &Vendor) -> String {
    let mut page = Page { vendor, text: String::new(), depth: 0 };
    page.vendor();
    page.text
}

struct Page<'a> {
    vendor: &'a Vendor,
    text: String,
    depth: usize,
}

impl Page<'_> {
    fn line(&mut self, text: impl AsRef<str>) {
        for line in text.as_ref().trim_end().lines() {
            let _ = writeln!(self.text, "{:width$}{}", "", line.trim_end(), width = self.depth * 2);
        }
    }

    /// Lines below a heading.
    fn below(&mut self, heading: impl AsRef<str>, inside: impl FnOnce(&mut Self)) {
        self.line(heading);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }

    fn said(&mut self, word: &str, text: &str) {
        if !text.is_empty() {
            self.line(format!("{word}: {text}"));
        }
    }

    fn docs(&mut self, doc: &str, page: Option<&String>, doubts: &[Doubt]) {
        self.said("doc", doc);
        self.said("page", page.map_or("", String::as_str));
        for doubt in doubts {
            self.said("doubt", &doubt.text);
        }
    }

    fn vendor(&mut self) {
        let vendor = self.vendor;
        let Vendor { folder, name, client, version, license, repository, doc, page, base, doubts, .. } = vendor;
        self.below(format!("vendor {folder}: {name}"), |page_| {
            page_.line(format!("client {client}, version {version}, license {license}, repository {repository}"));
            page_.said("base", base.as_deref().unwrap_or("(the caller's)"));
            page_.docs(doc, page.as_ref(), doubts);
        });
        for binding in &vendor.bindings {
            self.binding(binding);
        }
        for (index, answer) in vendor.answers.iter().enumerate() {
            self.answer(index, answer);
        }
        for scheme in &vendor.schemes {
            self.scheme(scheme);
        }
        for named in vendor.types.iter().filter(|named| named.owner.is_none()) {
            self.named_type(named);
        }
        for (index, operation) in vendor.operations.iter().enumerate() {
            self.operation(index, operation);
        }
    }

    fn binding(&mut self, binding: &Binding) {
        let Binding { at: _, protocol, path, namespace, action, root, inside, charset, headers, answer, doubts } =
            binding;
        self.below(format!("protocol {}: {path}, answer {answer}", name(*protocol)), |page| {
            for (word, text) in [("namespace", namespace), ("action", action), ("root", root), ("inside", inside)] {
                page.said(word, text);
            }
            page.said("charset", charset.as_deref().unwrap_or_default());
            for (name, value) in headers {
                page.line(format!("header {name}: {value}"));
            }
            page.docs("", None, doubts);
        });
    }

    fn answer(&mut self, index: usize, answer: &Answer) {
        let Answer { at: _, format, charset, accepted, refused, faults, escape, part, any_case, doubts } = answer;
        let format = match format {
            Format::Text => "text",
            Format::Xml => "xml",
            Format::Bytes => "bytes",
        };
        let case = if *any_case { ", any case" } else { "" };
        let escape = match escape {
            Escape::None => "",
            Escape::Percent => ", percent-escaped",
            Escape::Form => ", escaped as a form",
        };
        self.below(format!("answer {index}: {format}{case}{escape}, `{part}` parts labels"), |page| {
            page.said("charset", charset.as_deref().unwrap_or_default());
            for (word, readings) in [("accepted", accepted), ("refused", refused), ("faults", faults)] {
                for reading in readings {
                    page.said(word, &self::reading(reading));
                }
            }
            page.docs("", None, doubts);
        });
    }

    fn scheme(&mut self, scheme: &Scheme) {
        let Scheme { at: _, name, rust, doc, doubts, first, params, login, logout, cookie, idle } = scheme;
        self.below(format!("sign-in {name}: .{rust}(…)"), |page| {
            page.docs(doc, None, doubts);
            page.said("login", &login.join(", "));
            page.said("logout", logout.as_deref().unwrap_or_default());
            page.said("cookie", cookie.as_deref().unwrap_or_default());
            page.said("idle", &idle.map(|seconds| format!("{seconds} s")).unwrap_or_default());
            page.said(
                "parameters",
                if params.is_empty() {
                    ""
                } else if *first {
                    "first"
                } else {
                    "last"
                },
            );
            for param in params {
                let from = param.from.as_ref().map(|from| format!(" from the login's `{from}`")).unwrap_or_default();
                page.field(&format!("parameter{from}"), &param.field);
            }
        });
    }

    fn named_type(&mut self, named: &NamedType) {
        let NamedType { name, rust, doc, doubts, def, .. } = named;
        match def {
            TypeDef::Scalar(scalar) => self.below(format!("type {name} ({rust}) = {}", self::scalar(scalar)), |page| {
                page.docs(doc, None, doubts);
            }),
            TypeDef::Enum(words) => self.below(format!("type {name} ({rust}), one of"), |page| {
                page.docs(doc, None, doubts);
                for word in words {
                    let doc = if word.doc.is_empty() { String::new() } else { format!(": {}", word.doc) };
                    let spelled = word.spelled.iter().map(|(on, text)| format!(", {} {text:?}", self::name(*on)));
                    page.line(format!("{} ({}){}{doc}", word.wire, word.rust, spelled.collect::<String>()));
                }
            }),
            TypeDef::Record(fields) => self.below(format!("type {name} ({rust}), a record"), |page| {
                page.docs(doc, None, doubts);
                for field in fields {
                    page.field("field", field);
                }
            }),
        }
    }

    fn field(&mut self, kind: &str, field: &Field) {
        let Field {
            at: _,
            name,
            rust,
            doc,
            doubts,
            ty,
            required,
            required_if,
            many,
            secret,
            fixed,
            min,
            max,
            needs,
            default,
            wires,
        } = field;
        let mut facts = vec![self.ty(ty)];
        let mut fact = |holds: bool, text: String| {
            if holds {
                facts.push(text);
            }
        };
        fact(*many, "many".to_owned());
        fact(*required, "required".to_owned());
        fact(*secret, "secret".to_owned());
        let condition = required_if.as_ref().map(|(other, value)| format!("required if {other} is {value}"));
        let fixed = fixed.as_ref().map(|value| format!("always {value}"));
        let bounds = [min.map(|min| format!("from {min}")), max.map(|max| format!("to {max}"))];
        let needs = needs.as_ref().map(|needs| format!("needs {needs}"));
        let default = default.as_ref().map(|default| format!("taken for {default:?}"));
        facts.extend([condition, fixed].into_iter().chain(bounds).chain([needs, default]).flatten());
        self.below(format!("{kind} {name} ({rust}): {}", facts.join(", ")), |page| {
            page.docs(doc, None, doubts);
            for wire in wires {
                page.wire(ty, wire);
            }
        });
    }

    fn wire(&mut self, plain: &TypeRef, wire: &Wire) {
        let Wire { on, at, ty, spelled: words, join, absent, nillable, carrier, template, document } = wire;
        let mut facts = vec![at.join(" or ")];
        let spelled = self.ty(ty);
        let parts = [
            (spelled != self.ty(plain)).then(|| format!("spelled as {spelled}")),
            (!words.is_empty()).then(|| format!("words {}", words.join(" "))),
            join.as_ref().map(|join| format!("joined by {join:?}")),
            absent.as_ref().map(|absent| format!("absent {absent:?}")),
            nillable.then(|| "nil when not given".to_owned()),
            match carrier {
                Carrier::Body => None,
                Carrier::Header => Some("in a header".to_owned()),
                Carrier::Basic => Some("in HTTP Basic".to_owned()),
                Carrier::SoapHeader => Some("in the SOAP header".to_owned()),
            },
            template.as_ref().map(|pieces| format!("made as {}", self::template(pieces))),
            document.as_ref().map(|root| format!("an XML document <{root}>")),
        ];
        facts.extend(parts.into_iter().flatten());
        self.line(format!("{}: {}", names(on), facts.join(", ")));
    }

    fn operation(&mut self, index: usize, operation: &Operation) {
        let Operation { name, rust, builder, area, file, doc, page: web, doubts, on, .. } = operation;
        let area = area.as_ref().map(|area| format!("{area}::")).unwrap_or_default();
        self.below(format!("operation {name} ({area}{rust}, {builder}) of {file}: {}", names(on)), |page| {
            page.docs(doc, web.as_ref(), doubts);
            page.said("supersedes", operation.supersedes.as_deref().unwrap_or_default());
            page.said("deprecated", operation.deprecated.as_deref().unwrap_or_default());
            for (word, holds) in [("idempotent", operation.idempotent), ("demo", operation.demo)] {
                if holds {
                    page.line(word);
                }
            }
            for (word, said) in [("name", &operation.names), ("path", &operation.paths), ("inside", &operation.insides)]
            {
                for (on, text) in said {
                    page.said(&format!("{word} on {}", names(on)), text);
                }
            }
            for (on, answer) in &operation.answers {
                page.line(format!("answer on {}: {answer}", names(on)));
            }
            for (hole, value) in &operation.holes {
                page.line(format!("{{{hole}}} is {value}"));
            }
            let schemes: Vec<&str> = operation
                .schemes
                .iter()
                .filter_map(|index| page.vendor.schemes.get(*index))
                .map(|scheme| &*scheme.name)
                .collect();
            page.said("sign-in", &schemes.join(", "));
            if let Some((calls, seconds)) = operation.limit {
                page.line(format!("limit: {calls} in {seconds} s"));
            }
            for group in &operation.one_of {
                page.said("one of", &group.join(", "));
            }
            for param in &operation.params {
                page.field("parameter", param);
            }
            for param in &operation.scheme_params {
                page.field("parameter of the sign-in", param);
            }
            for named in page.vendor.types.iter().filter(|named| named.owner == Some(index)) {
                page.named_type(named);
            }
            if let Some(output) = &operation.output {
                page.output("output", output);
            }
            for (code, output) in &operation.replies {
                page.code(&format!("gives {output}"), code);
            }
            for code in &operation.codes {
                page.code("", code);
            }
            for example in &operation.examples {
                page.example(example);
            }
        });
    }

    fn output(&mut self, kind: &str, output: &Output) {
        let Output { at: _, ty, many, secret, fixed, pages, doc, doubts, forms } = output;
        let mut facts = vec![self.ty(ty)];
        let pages = pages.as_ref().and_then(|pages| {
            let next = self.vendor.operations.get(pages.next)?;
            Some(format!("further pages by {} until `{}`", next.name, pages.last))
        });
        let parts = [
            many.then(|| "many".to_owned()),
            secret.then(|| "secret".to_owned()),
            fixed.as_ref().map(|value| format!("always {value}")),
            pages,
        ];
        facts.extend(parts.into_iter().flatten());
        self.below(format!("{kind}: {}", facts.join(", ")), |page| {
            page.docs(doc, None, doubts);
            for form in forms {
                page.line(output_form(form));
            }
        });
    }

    fn code(&mut self, note: &str, code: &Code) {
        let Code { at: _, name, rust, doc, doubts, spellings, messages, also, param, means, details, shared } = code;
        let shared = if *shared { ", shared" } else { "" };
        let note = if note.is_empty() { String::new() } else { format!(", {note}") };
        let param = param.as_ref().map(|param| format!(" of {param}")).unwrap_or_default();
        self.below(format!("code {name} ({rust}): {}{param}{shared}{note}", means.word()), |page| {
            page.docs(doc, None, doubts);
            for (on, codes) in spellings {
                let codes = if codes.is_empty() { "any".to_owned() } else { codes.join(" or ") };
                page.line(format!("{}: {codes}", names(on)));
            }
            for message in messages {
                page.said("message", &template(message));
            }
            for Telling { spellings, messages } in also {
                for (on, codes) in spellings {
                    let codes = if codes.is_empty() { "any".to_owned() } else { codes.join(" or ") };
                    page.line(format!("or {}: {codes}", names(on)));
                }
                for message in messages {
                    page.said("with the message", &template(message));
                }
            }
            if let Some(details) = details {
                page.output("carries", details);
            }
        });
    }

    fn example(&mut self, example: &Example) {
        let Example {
            doc,
            doubts,
            source,
            auth,
            params,
            requests,
            answers,
            headers,
            output,
            details,
            code,
            parameter,
            message,
            line,
        } = example;
        self.below(format!("example in line {line}"), |page| {
            page.docs(doc, None, doubts);
            page.said("source", source.as_deref().unwrap_or_default());
            if let Some((scheme, values)) = auth {
                let scheme = page.vendor.schemes.get(*scheme).map_or("", |scheme| &scheme.name);
                let values: Vec<String> = values.iter().map(|(name, value)| format!("{name} = {value}")).collect();
                page.line(format!("signed in by {scheme}: {}", values.join(", ")));
            }
            for (name, value) in params {
                page.line(format!("{name} = {}", sample(value)));
            }
            for (protocol, headers) in headers {
                for (name, value) in headers {
                    page.line(format!("{} header {name}: {value}", self::name(*protocol)));
                }
            }
            for (word, wires) in [("request", requests), ("answer", answers)] {
                for (protocol, text) in wires {
                    page.below(format!("{} {word}", name(*protocol)), |page| page.line(text.trim()));
                }
            }
            for (word, value) in [("output", output), ("details", details)] {
                if let Some(value) = value {
                    page.line(format!("{word}: {}", sample(value)));
                }
            }
            for (word, text) in [("code", code), ("parameter", parameter), ("message", message)] {
                page.said(word, text.as_deref().unwrap_or_default());
            }
        });
    }

    fn ty(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Scalar(scalar) => self::scalar(scalar),
            TypeRef::Named(index) => {
                self.vendor.types.get(*index).map_or_else(|| format!("type {index}?"), |named| named.name.clone())
            }
        }
    }
}

fn output_form(form: &OutputForm) -> String {
    let OutputForm { on, at, inside, text, separator, titles } = form;
    let forms: Vec<String> = text
        .iter()
        .map(|form| match form {
            TextForm::Fields => "fields".to_owned(),
            TextForm::Table => "a table".to_owned(),
            TextForm::Xml => "XML".to_owned(),
            TextForm::Template(pieces) => template(pieces),
        })
        .collect();
    let mut facts = vec![format!("at {at}"), format!("of a text: {}", forms.join(" or "))];
    let parts = [
        inside.as_ref().map(|place| format!("of the text at {place}")),
        separator.as_ref().map(|separator| format!("parted by {separator:?}")),
        titles.as_ref().map(|place| format!("titles at {place}")),
    ];
    facts.extend(parts.into_iter().flatten());
    format!("{}: {}", names(on), facts.join(", "))
}

fn reading(reading: &Reading) -> String {
    let template = reading.template.as_ref().map_or_else(|| "(something)".to_owned(), template);
    if reading.at.is_empty() { template } else { format!("{template} at {}", reading.at.join(" or ")) }
}

/// A template as a spec writes it, a blank as `␣`.
fn template(pieces: &Template) -> String {
    pieces.iter().fold(String::new(), |mut text, piece| {
        match piece {
            Piece::Text(literal) => text.push_str(&literal.replace('{', "{{").replace('}', "}}")),
            Piece::Blank => text.push('␣'),
            Piece::Hole(name) => text.extend(["{", name, "}"]),
        }
        text
    })
}

fn scalar(scalar: &Scalar) -> String {
    let mut text = match &scalar.kind {
        ScalarKind::Bool { yes, no } => format!("bool {}/{}", yes.join("|"), no.join("|")),
        ScalarKind::DateTime(formats) if !formats.is_empty() => format!("datetime {}", formats.join(" | ")),
        kind => kind.word().to_owned(),
    };
    if !scalar.none.is_empty() {
        let _ = write!(text, " (none: {})", scalar.none.join(" | "));
    }
    text
}

/// A value as a spec writes it.
fn sample(value: &Sample) -> String {
    match value {
        Sample::Text(text) => format!("{text:?}"),
        Sample::Int(_) | Sample::Bool(_) => value.to_string(),
        Sample::List(items) => format!("[{}]", items.iter().map(sample).collect::<Vec<_>>().join(", ")),
        Sample::Record(fields) => {
            let fields = fields.iter().map(|(name, value)| format!("{name} = {}", sample(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

fn name(protocol: Protocol) -> &'static str {
    spec::names(protocol)[0]
}

fn names(protocols: &[Protocol]) -> String {
    protocols.iter().map(|protocol| name(*protocol)).collect::<Vec<_>>().join(" ")
}
