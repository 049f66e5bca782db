//! Answers: an accepted one from an example's values, or a refusal.

use bindery_transport::description::{
    self, Code, Format, Means, Operation, Output, Piece, Protocol, Reading, Sample, Scheme, Template, TextForm, Vendor,
};
use http::Response;

use crate::{
    route::response,
    wire,
    xml::{Element, split},
};

/// Whose answer it is.
#[derive(Clone, Copy)]
pub(crate) struct Answer {
    pub(crate) vendor: &'static Vendor,
    pub(crate) operation: &'static Operation,
    pub(crate) on: Protocol,
}

/// What fills the holes of templates.
#[derive(Default)]
struct Holes {
    code: Option<String>,
    message: Option<String>,
    parameter: Option<String>,
    output: Option<String>,
    output_fields: Vec<(&'static str, String)>,
}

/// The key that a login hands out, and the fields of its output that are it.
struct Keyed<'a> {
    key: Option<&'a str>,
    fields: Vec<&'static str>,
}

impl Keyed<'_> {
    fn of(&self, field: &str) -> Option<&str> {
        self.key.filter(|_| self.fields.contains(&field))
    }
}

impl Answer {
    /// The operation's first accepted example, or success without values. `key` replaces what a login hands out.
    pub(crate) fn accepted(&self, key: Option<&str>, logins: &[&Scheme]) -> Response<Vec<u8>> {
        let example = self.operation.examples.iter().find(|example| example.code.is_none());
        let sample = example.map_or(Sample::None, |example| example.output);
        let fields = logins.iter().flat_map(|scheme| scheme.params).filter_map(|param| param.from).collect();
        let keyed = Keyed { key, fields };
        match self.how() {
            Some(how) if how.format == Format::Text => self.accepted_text(how, &sample, &keyed),
            Some(how) => self.accepted_xml(how, &sample, &keyed),
            None => response(500, "text/plain", Vec::new()),
        }
    }

    /// A refusal with a code of the operation, by its name in the spec.
    pub(crate) fn code(&self, name: &str, param: Option<&str>) -> Response<Vec<u8>> {
        match self.operation.codes.iter().find(|code| code.name == name) {
            Some(code) => self.refused(code, param),
            None => response(500, "text/plain", format!("The operation has no code {name}.").into_bytes()),
        }
    }

    /// A refusal for a parameter: by the code that is about it, by one that names parameters, or in general.
    pub(crate) fn bad_param(&self, name: &str) -> Response<Vec<u8>> {
        let codes = || self.operation.codes.iter().filter(|code| code.spelling(self.on).is_some());
        let names = |code: &Code| code.messages.iter().any(|message| message.0.contains(&Piece::Hole("parameter")));
        let code = codes()
            .find(|code| code.param == Some(name))
            .or_else(|| codes().find(|code| names(code)))
            .or_else(|| codes().find(|code| code.means == Means::VendorFault));
        match code {
            Some(code) => self.refused(code, Some(name)),
            None => response(400, "text/plain; charset=utf-8", format!("Bad parameter: {name}.").into_bytes()),
        }
    }

    /// A refusal with the first code of a meaning.
    pub(crate) fn meaning(&self, means: Means) -> Response<Vec<u8>> {
        let codes = || self.operation.codes.iter().filter(|code| code.spelling(self.on).is_some());
        let code = codes()
            .find(|code| code.means == means)
            .or_else(|| codes().find(|code| code.means == Means::Credentials))
            .or_else(|| codes().find(|code| code.means == Means::VendorFault));
        match code {
            Some(code) => self.refused(code, None),
            None => response(401, "text/plain; charset=utf-8", b"Sign in first.".to_vec()),
        }
    }

    /// A SOAP fault; over another protocol a bare HTTP error.
    pub(crate) fn fault(&self, code: &str, text: &str) -> Response<Vec<u8>> {
        let mut fault = Element::new("soap:Fault");
        match self.on {
            Protocol::Soap12 => {
                let code = match code {
                    "Client" => "Sender",
                    "Server" => "Receiver",
                    other => other,
                };
                fault.put("soap:Code/soap:Value", &format!("soap:{code}"));
                fault.put("soap:Reason/soap:Text", text);
                fault.put("soap:Reason/soap:Text/@xml:lang", "en");
                fault.at(&["detail"]);
            }
            Protocol::Soap11 => {
                fault.put("faultcode", &format!("soap:{code}"));
                fault.put("faultstring", text);
                fault.at(&["detail"]);
            }
            _ => return response(500, "text/plain; charset=utf-8", text.as_bytes().to_vec()),
        }
        self.xml(500, fault)
    }

    fn how(&self) -> Option<&'static description::Answer> {
        self.operation.answer(self.vendor, self.on)
    }

    fn accepted_text(&self, how: &description::Answer, sample: &Sample, keyed: &Keyed<'_>) -> Response<Vec<u8>> {
        let mut holes = Holes::default();
        if let (Some(output), Some(form)) = (self.operation.output, self.operation.output_form(self.on)) {
            let fields = wire::fields(output.ty);
            for field in fields {
                if let Some((wire, value)) = wire::given(field, sample, self.on) {
                    let text = wire::text(wire, &value).unwrap_or_default();
                    holes.output_fields.push((field.name, keyed.of(field.name).map_or(text, str::to_owned)));
                }
            }
            holes.output = Some(match &form.text {
                TextForm::Template(template) => self.fill(template, &holes).unwrap_or_default(),
                TextForm::Fields => format!("\n\n{}", self.lines(how, output, sample, keyed)),
                TextForm::Records(separator) => {
                    let records = match sample {
                        Sample::List(records) => *records,
                        _ => &[],
                    };
                    let records: Vec<String> =
                        records.iter().map(|record| self.lines(how, output, record, keyed)).collect();
                    format!(
                        "\n\n{}",
                        records.iter().map(|record| format!("{}{separator}", record.trim_end())).collect::<String>()
                    )
                }
                _ => String::new(),
            });
        }
        let template = how.accepted.first().and_then(|reading| reading.template);
        let text = match template {
            Some(template) => self.fill(&template, &holes).unwrap_or_default(),
            None => holes.output.unwrap_or_default(),
        };
        response(200, "text/html; charset=utf-8", format!("\n{text}\n").into_bytes())
    }

    /// Labelled fields, one a line.
    fn lines(&self, how: &description::Answer, output: &Output, record: &Sample, keyed: &Keyed<'_>) -> String {
        let mut lines = String::new();
        for field in wire::fields(output.ty) {
            if let Some((wire, value)) = wire::given(field, record, self.on) {
                let text = wire::text(wire, &value).unwrap_or_default();
                let text = keyed.of(field.name).map_or(text, str::to_owned);
                lines.push_str(&format!("{}{}{text}\n", wire.place(), how.labels.part));
            }
        }
        lines
    }

    fn accepted_xml(&self, how: &description::Answer, sample: &Sample, keyed: &Keyed<'_>) -> Response<Vec<u8>> {
        let mut root = self.root();
        let base = self.base(&mut root);
        if let Some(reading) = how.accepted.first()
            && let (Some(place), Some(template)) = (reading.at.first(), &reading.template)
            && let Some(text) = self.fill(template, &Holes::default())
        {
            base.put(&self.fill_place(place), &text);
        }
        if let (Some(output), Some(form)) = (self.operation.output, self.operation.output_form(self.on)) {
            let at = self.fill_place(form.at);
            let (steps, _) = split(&at);
            match sample {
                Sample::List(records) => {
                    for record in *records {
                        self.record(base.add(&steps), output.ty, record, keyed);
                    }
                }
                record => self.record(base.at(&steps), output.ty, record, keyed),
            }
        }
        self.xml(200, root)
    }

    fn record(&self, element: &mut Element, ty: &description::Type, record: &Sample, keyed: &Keyed<'_>) {
        for field in wire::fields(ty) {
            let Some((wire, value)) = wire::given(field, record, self.on) else { continue };
            let (steps, _) = split(wire.place());
            match (&value, wire.join) {
                (Sample::List(items), None) => {
                    for item in *items {
                        let element = element.add(&steps);
                        match item {
                            Sample::Record(_) => self.record(element, wire.ty, item, keyed),
                            item => element.text.push_str(&wire::spell(wire.ty, item).unwrap_or_default()),
                        }
                    }
                }
                (Sample::Record(_), _) => self.record(element.at(&steps), wire.ty, &value, keyed),
                _ => {
                    let text = wire::text(wire, &value).unwrap_or_default();
                    element.put(wire.place(), keyed.of(field.name).unwrap_or(&text));
                }
            }
        }
    }

    fn refused(&self, code: &Code, param: Option<&str>) -> Response<Vec<u8>> {
        let Some(how) = self.how() else { return response(500, "text/plain", Vec::new()) };
        let param = param
            .or(code.param)
            .or_else(|| self.operation.params.iter().find(|param| param.required).map(|param| param.name));
        let mut holes = Holes {
            code: code.spelling(self.on).and_then(|spelling| spelling.codes.first()).map(|code| (*code).to_owned()),
            parameter: param.map(str::to_uppercase),
            ..Holes::default()
        };
        holes.message = match code.messages.first() {
            Some(message) => {
                holes.message = Some("something".to_owned());
                self.fill_leniently(message, &holes)
            }
            None => Some(code.doc.to_owned()),
        };
        if how.format == Format::Text {
            let text = how.refused.iter().filter_map(|reading| self.fill(reading.template.as_ref()?, &holes)).next();
            return response(200, "text/html; charset=utf-8", format!("\n{}\n", text.unwrap_or_default()).into_bytes());
        }
        let mut root = self.root();
        let base = self.base(&mut root);
        let mut told: Vec<&str> = Vec::new();
        for reading in how.refused {
            self.refusal(base, reading, &holes, &mut told);
        }
        self.xml(200, root)
    }

    /// Writes one reading of a refusal, when it adds something.
    fn refusal(&self, base: &mut Element, reading: &Reading, holes: &Holes, told: &mut Vec<&'static str>) {
        const BARE: Template = Template(&[Piece::Hole("code")]);
        let template = reading.template.unwrap_or(BARE);
        let mut news: Vec<&'static str> = Vec::new();
        for piece in template.0 {
            if let Piece::Hole(name @ ("code" | "message" | "parameter")) = piece
                && !told.contains(name)
            {
                news.push(name);
            }
        }
        let says = template.0.iter().any(|piece| matches!(piece, Piece::Hole("code" | "message" | "parameter")));
        if says && news.is_empty() {
            return;
        }
        let Some(text) = self.fill(&template, holes) else { return };
        let place = self.fill_place(reading.at.first().copied().unwrap_or("."));
        base.put(&place, &text);
        told.extend(news);
    }

    /// A template with its holes filled; nothing when one has no value.
    fn fill(&self, template: &Template, holes: &Holes) -> Option<String> {
        self.fill_with(template, holes, false)
    }

    /// The same, with a word for a hole without a value.
    fn fill_leniently(&self, template: &Template, holes: &Holes) -> Option<String> {
        self.fill_with(template, holes, true)
    }

    fn fill_with(&self, template: &Template, holes: &Holes, lenient: bool) -> Option<String> {
        let mut text = String::new();
        for piece in template.0 {
            match piece {
                Piece::Text(literal) => text.push_str(literal),
                Piece::Blank => text.push(' '),
                Piece::Hole(name) => {
                    let value = match *name {
                        "code" => holes.code.clone(),
                        "message" => holes.message.clone(),
                        "parameter" => holes.parameter.clone(),
                        "output" => Some(holes.output.clone().unwrap_or_default()),
                        name => holes
                            .output_fields
                            .iter()
                            .find(|(known, _)| *known == name)
                            .map(|(_, value)| value.clone())
                            .or_else(|| self.operation.hole(name, self.vendor, self.on).map(str::to_owned)),
                    };
                    match value {
                        Some(value) => text.push_str(&value),
                        None if lenient => text.push_str("something"),
                        None => return None,
                    }
                }
            }
        }
        Some(text)
    }

    fn fill_place(&self, place: &str) -> String {
        self.operation.fill(place, self.vendor, self.on)
    }

    /// The root of an XML answer; of SOAP the first element in the body.
    fn root(&self) -> Element {
        if self.on.is_soap() {
            let namespace = self.vendor.binding(self.on).map_or("", |binding| binding.namespace);
            Element::new(format!("{}Response", self.operation.wire_name(self.on))).attribute("xmlns", namespace)
        } else {
            Element::new("response")
        }
    }

    /// The element that places count from.
    fn base<'a>(&self, root: &'a mut Element) -> &'a mut Element {
        let inside = self.vendor.binding(self.on).map_or("", |binding| binding.inside);
        let inside = self.fill_place(inside);
        let (steps, _) = split(&inside);
        root.at(&steps)
    }

    fn xml(&self, status: u16, root: Element) -> Response<Vec<u8>> {
        const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
        let (document, content_type) = match self.on {
            Protocol::Soap11 | Protocol::Soap12 => {
                let (namespace, content_type) = match self.on {
                    Protocol::Soap11 => ("http://schemas.xmlsoap.org/soap/envelope/", "text/xml; charset=utf-8"),
                    _ => ("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml; charset=utf-8"),
                };
                let mut envelope = Element::new("soap:Envelope").attribute("xmlns:soap", namespace);
                envelope.at(&["soap:Body"]).children.push(root);
                (envelope, content_type)
            }
            _ => (root, "text/xml; charset=utf-8"),
        };
        response(status, content_type, format!("{DECLARATION}{}", document.write()).into_bytes())
    }
}
