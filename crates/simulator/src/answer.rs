//! Answers as a simulator writes them: accepted ones with an output, or refusals.

mod element;
mod output;
mod refusal;

use base64::{Engine, prelude::BASE64_STANDARD};
use bindery_transport::description::{self, Code, Format, Means, Operation, Protocol, Sample, Scheme, Vendor};
use http::Response;

use self::output::Writer;
use crate::{
    call::Call,
    charset,
    route::{plain, response},
    wire,
    xml::{Element, split},
};

/// What the answer to a call is made of.
#[derive(Clone, Copy)]
pub(crate) struct Answer {
    pub(crate) call: Call,
    /// Which of the output's text forms is written, where there are so many.
    pub(crate) text_form: usize,
    /// Which of the accepted examples it is made from.
    pub(crate) example: usize,
}

/// The key that a login hands out, and the fields of its output that are it.
#[derive(Default)]
struct Keyed<'a> {
    key: Option<&'a str>,
    fields: Vec<&'static str>,
}

impl Keyed<'_> {
    fn of(&self, field: &str) -> Option<&str> {
        self.key.filter(|_| self.fields.contains(&field))
    }
}

/// The answer to an accepted call with any output, as a simulator writes it, and without one.
///
/// It is for tests of what reads answers: what was written here reads as `output`. `text_form` is which of the output's
/// text forms is written, where there are so many. A protocol that the operation does not have gives HTTP 500.
#[must_use]
pub fn accepted(
    vendor: &'static Vendor,
    operation: &'static Operation,
    protocol: Protocol,
    text_form: usize,
    output: &Sample,
) -> Response<Vec<u8>> {
    let call = Call { vendor, operation, on: protocol };
    Answer { call, text_form, example: 0 }.accepted_with(output, &Keyed::default())
}

/// The answer to a call that is refused with a code, as a simulator writes it.
#[must_use]
pub fn refused(
    vendor: &'static Vendor,
    operation: &'static Operation,
    protocol: Protocol,
    code: &Code,
) -> Response<Vec<u8>> {
    let call = Call { vendor, operation, on: protocol };
    Answer { call, text_form: 0, example: 0 }.refused(&[code], None)
}

impl Answer {
    /// An accepted example of the operation, or success without values. `key` replaces what a login hands out.
    pub(crate) fn accepted(&self, key: Option<&str>, logins: &[&Scheme]) -> Response<Vec<u8>> {
        let mut examples = self.call.operation.examples.iter().filter(|example| example.code.is_none());
        let sample = examples.nth(self.example).map_or(Sample::None, |example| example.output);
        let fields = logins.iter().flat_map(|scheme| scheme.params).filter_map(|param| param.from).collect();
        self.accepted_with(&sample, &Keyed { key, fields })
    }

    /// An accepted answer with this output.
    fn accepted_with(&self, sample: &Sample, keyed: &Keyed<'_>) -> Response<Vec<u8>> {
        let Some(how) = self.call.how() else { return response(500, "text/plain", Vec::new()) };
        if let Some(reply) = self.reply(sample) {
            return self.refused(&[reply], None);
        }
        let writer = Writer { answer: self, how, keyed };
        match how.format {
            Format::Text => self.accepted_text(how, &writer, sample),
            Format::Bytes if self.call.is_raw() => {
                let body = match *sample {
                    Sample::Text(base64) => BASE64_STANDARD.decode(base64).unwrap_or_default(),
                    _ => Vec::new(),
                };
                response(200, "application/octet-stream", body)
            }
            _ => self.accepted_xml(how, &writer, sample),
        }
    }

    /// The reply that an example shows, if it has another value than the one that accepted answers stand for.
    fn reply(&self, sample: &Sample) -> Option<&'static Code> {
        let output = self.call.operation.output?;
        let differs = |fixed: Option<&Sample>, value: &Sample| fixed.is_some_and(|fixed| !wire::same(fixed, value));
        let mut pairs = wire::pairs(sample).iter();
        let is_other = differs(output.fixed.as_ref(), sample)
            || pairs.any(|(name, value)| {
                let field = wire::fields(output.ty).iter().find(|field| field.name == *name);
                field.is_some_and(|field| differs(field.fixed.as_ref(), value))
            });
        let mut replies = self.call.operation.replies.iter().filter(|_| is_other);
        replies.find(|(code, shown)| self.call.tells(code) && wire::same(shown, sample)).map(|(code, _)| *code)
    }

    /// A refusal for a parameter: by the code that is about it, by one that names parameters, or in general.
    pub(crate) fn bad_param(&self, name: &str) -> Response<Vec<u8>> {
        let codes = || self.codes();
        let names =
            |code: &Code| code.told_with(self.call.on).iter().any(|message| wire::has_hole(message, "parameter"));
        let code = codes()
            .find(|code| code.param == Some(name))
            .or_else(|| codes().find(|code| names(code)))
            .or_else(|| codes().find(|code| code.means == Means::VendorFault));
        match code {
            Some(code) => self.refused(&[code], Some(name)),
            None => plain(400, "text/plain; charset=utf-8", &format!("Bad parameter: {name}.")),
        }
    }

    /// A refusal with the first code of a meaning, or of one that is near it.
    pub(crate) fn meaning(&self, means: Means) -> Response<Vec<u8>> {
        let (near, status, what) = match means {
            Means::SlowDown => (Means::VendorFault, 429, "Not so fast."),
            _ => (Means::Credentials, 401, "Sign in first."),
        };
        let code =
            [means, near, Means::VendorFault].iter().find_map(|means| self.codes().find(|code| code.means == *means));
        match code {
            Some(code) => self.refused(&[code], None),
            None => plain(status, "text/plain; charset=utf-8", what),
        }
    }

    /// The codes that an answer can say.
    fn codes(&self) -> impl Iterator<Item = &'static Code> + '_ {
        self.call.operation.codes.iter().copied().filter(|code| self.call.tells(code))
    }

    fn accepted_text(&self, how: &description::Answer, writer: &Writer<'_>, sample: &Sample) -> Response<Vec<u8>> {
        let operation = self.call.operation;
        let output = operation.output.zip(operation.output_form(self.call.on));
        let output = output.map(|(output, form)| writer.text(output, form, sample)).unwrap_or_default();
        let template = how.accepted.first().and_then(|reading| reading.template);
        let text = match template {
            Some(template) => wire::fill(&template, |name| match name {
                "output" => Some(output.clone()),
                name => self.call.hole(name),
            }),
            None => Some(output),
        };
        self.text(how, &text.unwrap_or_default())
    }

    fn accepted_xml(&self, how: &description::Answer, writer: &Writer<'_>, sample: &Sample) -> Response<Vec<u8>> {
        let operation = self.call.operation;
        let mut root = self.root();
        let base = self.base(&mut root);
        if let Some(reading) = how.accepted.first()
            && let (Some(place), Some(template)) = (reading.at.first(), &reading.template)
            && let Some(text) = wire::fill(template, |name| match name {
                "output" => Some(String::new()),
                name => self.call.hole(name),
            })
        {
            base.put(&self.call.fill(place), &text);
        }
        if let Some((output, form)) = operation.output.zip(operation.output_form(self.call.on)) {
            writer.put(base, output, form, sample);
        }
        self.xml(how, 200, root)
    }

    /// The root of an XML answer; of SOAP the first element in the body.
    fn root(&self) -> Element {
        if self.call.on.is_soap() {
            let namespace = self.call.vendor.binding(self.call.on).map_or("", |binding| binding.namespace);
            let name = self.call.operation.wire_name(self.call.on);
            Element::new(format!("{name}Response")).attribute("xmlns", namespace)
        } else {
            Element::new("response")
        }
    }

    /// The element that places count from.
    fn base<'a>(&self, root: &'a mut Element) -> &'a mut Element {
        let inside = self.call.operation.inside(self.call.vendor, self.call.on);
        root.at(&split(&inside).0)
    }

    fn text(&self, how: &description::Answer, text: &str) -> Response<Vec<u8>> {
        let content_type = if how.charset.is_some() { "text/html" } else { "text/html; charset=utf-8" };
        response(200, content_type, charset::encode(&format!("\n{text}\n"), how.charset))
    }

    fn xml(&self, how: &description::Answer, status: u16, root: Element) -> Response<Vec<u8>> {
        let (document, kind) = match self.call.on {
            Protocol::Soap11 | Protocol::Soap12 => {
                let (namespace, kind) = match self.call.on {
                    Protocol::Soap11 => ("http://schemas.xmlsoap.org/soap/envelope/", "text/xml"),
                    _ => ("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml"),
                };
                let mut envelope = Element::new("soap:Envelope").attribute("xmlns:soap", namespace);
                envelope.at(&["soap:Body"]).children.push(root);
                (envelope, kind)
            }
            _ => (root, "text/xml"),
        };
        // A client has to know a set that the description says: neither the head nor the document does.
        match how.charset {
            Some(_) => response(status, kind, charset::encode(&document.write(), how.charset)),
            None => {
                let text = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}", document.write());
                plain(status, &format!("{kind}; charset=utf-8"), &text)
            }
        }
    }
}
