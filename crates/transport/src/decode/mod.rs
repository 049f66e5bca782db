//! Decoding: an HTTP response to the value of the output, or to why there is none. No I/O.

mod charset;
mod document;
mod mask;
mod refusal;
mod soap;
mod template;
mod text;
mod value;
mod xml;

use bytes::Bytes;
use http::{Response, StatusCode, header};

use self::{
    document::{Document, Id},
    mask::Mask,
    refusal::Read,
    template::Own,
    text::{Problem, Reader},
    xml::{Hit, Tree},
};
use crate::{
    AnswerHead, Credentials, Failure, Kind, Refusal, Stage, Target, Value, Values,
    description::{Answer, Format, Operation, Piece, Reading},
};

/// The longest excerpt of an answer, in characters.
const EXCERPT: usize = 200;

/// Reads an answer: the output of an accepted call, `None` where the operation has none.
///
/// # Errors
/// At stage [`Refused`](Stage::Refused), with the code or the SOAP fault; or [`NotUnderstood`](Stage::NotUnderstood), with
/// the head of the answer.
pub fn answer(
    operation: &'static Operation,
    target: &Target<'_>,
    values: &Values,
    response: &Response<Bytes>,
) -> Result<Option<Value>, Failure> {
    let mask = Mask::of(operation.params, values, target.credentials);
    let call = Reply { operation, target, response, mask };
    call.read().map_err(|failure| failure.over(target.protocol))
}

/// The head of an answer, for a failure that has to show what came. `body` is as much of it as was read.
#[must_use]
pub fn head(
    operation: &'static Operation,
    credentials: Option<&Credentials>,
    values: &Values,
    response: &Response<Bytes>,
) -> AnswerHead {
    head_of(operation, &Mask::of(operation.params, values, credentials), response)
}

struct Reply<'a> {
    operation: &'static Operation,
    target: &'a Target<'a>,
    response: &'a Response<Bytes>,
    mask: Mask,
}

/// A text, or a document with the element that places count from.
enum Body<'d, 's> {
    Text(&'d str),
    Xml(&'d mut Tree<'d, 's>, Id),
}

impl Reply<'_> {
    fn read(&self) -> Result<Option<Value>, Failure> {
        let Some(how) = self.operation.answer(self.target.vendor, self.target.protocol) else {
            return Err(Failure::new(
                Stage::NotBuilt,
                Kind::Configuration,
                self.operation.name,
                format!("it does not exist over {}", self.target.protocol),
            ));
        };
        let body = self.response.body();
        let text = charset::decode(body, self.content_type()).map_err(|undecodable| {
            self.not_understood(
                Kind::Charset,
                format!("the byte at offset {} does not decode as {}", undecodable.offset, undecodable.charset),
            )
        })?;
        if text.trim().is_empty() {
            return Err(self.not_understood(Kind::Unexpected, "the answer is empty"));
        }
        if looks_like_html(&text) {
            return Err(self.not_understood(Kind::Unexpected, "the answer is an HTML page"));
        }
        if let Some(other) = self.content_type().filter(|kind| !may_be(how.format, kind)) {
            let other = self.mask.head(other, EXCERPT);
            return Err(self.not_understood(Kind::Unexpected, format!("its content type is {other}")));
        }
        match how.format {
            Format::Text => self.judge(how, Body::Text(&text)),
            Format::Xml | Format::Bytes => self.xml(how, &text),
        }
    }

    fn xml(&self, how: &'static Answer, text: &str) -> Result<Option<Value>, Failure> {
        let document = Document::parse(text).map_err(|malformed| {
            let place = format!("line {}, column {}", malformed.line, malformed.column);
            let what = match self.operation.answers_secret() {
                true => format!("the answer is no XML ({place})"),
                false => format!("the answer is no XML: {} ({place})", self.mask.head(&malformed.what, EXCERPT)),
            };
            self.not_understood(Kind::Unexpected, what)
        })?;
        let root = if self.target.protocol.is_soap() {
            match soap::content(&document) {
                soap::Content::Element(element) => element,
                soap::Content::Fault(fault) => return Err(self.faulted(fault)),
                soap::Content::Empty => {
                    return Err(self.not_understood(Kind::Unexpected, "the SOAP envelope has nothing in its body"));
                }
                soap::Content::None => {
                    return Err(self.not_understood(Kind::Unexpected, "the answer is XML, but no SOAP envelope"));
                }
            }
        } else {
            document.root()
        };
        let mut tree = Tree::new(&document, how.any_case);
        let inside = self.operation.inside(self.target.vendor, self.target.protocol);
        let base = if inside.is_empty() { Some(Hit::Element(root)) } else { tree.first(root, &inside) };
        match base {
            Some(Hit::Element(base)) => self.judge(how, Body::Xml(&mut tree, base)),
            _ => Err(self.not_understood(Kind::Unexpected, format!("the answer has no {inside} in it"))),
        }
    }

    /// Accepted, refused, or neither; one order for all.
    fn judge(&self, how: &'static Answer, mut body: Body<'_, '_>) -> Result<Option<Value>, Failure> {
        let ok = self.response.status().is_success();
        let (accepted, literal) = self.accepted(how, &mut body);
        if ok && literal {
            return self.output(how, &mut body, accepted.as_deref());
        }
        let read = self.refused(how, &mut body);
        let known = if read.any { read.known(self.operation, self.target.protocol, self.own()) } else { None };
        if let Some(known) = known {
            let refusal = Refusal {
                known: Some(known.index),
                text: self.mask.hide(read.code.as_deref().unwrap_or(known.code.name)),
                doc: known.code.doc,
                means: Some(known.code.means),
                message: None,
                parameter: None,
            };
            return Err(self.refusal(Some(refusal), &read, known.parameter));
        }
        let unknown = || {
            let code = read.code.as_deref().map(|code| self.mask.head(code, EXCERPT));
            let refusal =
                code.map(|text| Refusal { known: None, text, doc: "", means: None, message: None, parameter: None });
            self.refusal(refusal, &read, read.parameter.clone())
        };
        if ok && read.any && read.literal {
            return Err(unknown());
        }
        if ok && accepted.is_some() {
            let output = self.output(how, &mut body, accepted.as_deref());
            if output.is_ok() || !read.any {
                return output;
            }
        }
        if ok && read.any {
            return Err(unknown());
        }
        let status = self.response.status();
        Err(self.not_understood(
            Kind::Unexpected,
            if ok {
                "it is neither an accepted nor a refused answer".to_owned()
            } else {
                format!("the HTTP status is {status}")
            },
        ))
    }

    /// The text of `{output}` (or all of it) where the answer is accepted, and whether by a literal text.
    fn accepted(&self, how: &Answer, body: &mut Body<'_, '_>) -> (Option<String>, bool) {
        if how.accepted.is_empty() {
            return (Some(self.whole(body)), false);
        }
        let mut weak = None;
        for reading in how.accepted {
            for text in self.texts(reading, body) {
                match &reading.template {
                    None if !text.trim().is_empty() => weak = weak.or(Some(text)),
                    None => {}
                    Some(template) => {
                        if let Some(bound) = template::fit(template, &text, self.own()) {
                            let output = bound.get("output").unwrap_or(text.as_str()).to_owned();
                            if template.0.iter().any(|piece| matches!(piece, Piece::Text(_)))
                                || template.0.iter().all(|piece| self.is_own(piece))
                            {
                                return (Some(output), true);
                            }
                            weak = weak.or(Some(output));
                        }
                    }
                }
            }
        }
        (weak, false)
    }

    /// Whether a piece is one of the vendor's own names, which is as good as a literal.
    fn is_own(&self, piece: &Piece) -> bool {
        matches!(piece, Piece::Hole(name) if self.operation.hole(name, self.target.vendor, self.target.protocol).is_some())
    }

    fn refused(&self, how: &Answer, body: &mut Body<'_, '_>) -> Read {
        let mut read = Read::default();
        for reading in how.refused {
            // The first place whose text fits.
            let _ = self.texts(reading, body).iter().any(|text| read.add(reading, text, self.own()));
        }
        read
    }

    /// The texts at the places of a reading, of those that are there.
    fn texts(&self, reading: &Reading, body: &mut Body<'_, '_>) -> Vec<String> {
        match body {
            Body::Text(text) => vec![(*text).to_owned()],
            Body::Xml(tree, base) => {
                let places = if reading.at.is_empty() { &["."][..] } else { reading.at };
                let mut texts = Vec::with_capacity(places.len());
                for place in places {
                    let place = self.operation.fill(place, self.target.vendor, self.target.protocol);
                    if let Some(hit) = tree.first(*base, &place)
                        && let Some(text) = tree.text(hit)
                    {
                        texts.push(text.into_owned());
                    }
                }
                texts
            }
        }
    }

    fn whole(&self, body: &Body<'_, '_>) -> String {
        match body {
            Body::Text(text) => text.trim().to_owned(),
            Body::Xml(..) => String::new(),
        }
    }

    fn output(
        &self,
        how: &'static Answer,
        body: &mut Body<'_, '_>,
        text: Option<&str>,
    ) -> Result<Option<Value>, Failure> {
        let Some(output) = self.operation.output else { return Ok(None) };
        let Some(form) = self.operation.output_form(self.target.protocol) else { return Ok(None) };
        let read = match body {
            Body::Text(_) => {
                let reader = Reader { own: self.own(), labels: how.labels, protocol: self.target.protocol };
                text::read(reader, output, form, text.unwrap_or_default()).map(Some)
            }
            Body::Xml(tree, base) => {
                for place in how.accepted.iter().chain(how.refused).flat_map(|reading| reading.at) {
                    let place = self.operation.fill(place, self.target.vendor, self.target.protocol);
                    tree.pass(*base, &place);
                }
                let at = self.operation.fill(form.at, self.target.vendor, self.target.protocol);
                tree.output(*base, &at, output, self.target.protocol)
            }
        };
        read.map_err(|problem| {
            let what = match problem {
                Problem::Unreadable(unreadable) => format!("`{}` is not {}", unreadable.field, unreadable.wanted),
                Problem::Missing(field) => format!("`{field}` is missing"),
                Problem::Shape => "the output does not have the shape that the description says".to_owned(),
            };
            self.not_understood(Kind::Unexpected, what)
        })
    }

    fn refusal(&self, refusal: Option<Refusal>, read: &Read, parameter: Option<String>) -> Failure {
        let kind = refusal::kind(refusal.as_ref().and_then(|refusal| refusal.means));
        let what = if refusal.is_none() && read.message.is_none() { "without a code" } else { "" };
        let mut failure = self.failure(Stage::Refused, kind, what);
        if let Some(refusal) = refusal {
            failure = failure.refused_with(refusal);
        }
        if let Some(parameter) = parameter {
            // A name that the spec knows hides nothing, even where a short secret is a part of it.
            let is_known = self.operation.params.iter().any(|param| param.name == parameter);
            failure = failure.about(if is_known { parameter } else { self.mask.head(&parameter, EXCERPT) });
        }
        if let Some(message) = &read.message {
            failure = failure.saying(self.mask.hide(message));
        }
        failure
    }

    fn faulted(&self, fault: crate::Fault) -> Failure {
        // `soap:Client.Authentication` and the like are a client's, too.
        let local = fault.code.split('/').next().unwrap_or_default().rsplit(':').next().unwrap_or_default();
        let local = local.split('.').next().unwrap_or_default();
        let kind = match local {
            "Client" | "Sender" => Kind::Input,
            _ => Kind::VendorFault,
        };
        let shown = self.operation.answers_secret();
        let fault = crate::Fault {
            code: self.mask.hide(&fault.code),
            text: self.mask.hide(&fault.text),
            actor: fault.actor.map(|actor| self.mask.hide(&actor)),
            detail: fault.detail.filter(|_| !shown).map(|detail| self.mask.hide(&detail)),
        };
        self.failure(Stage::Refused, kind, "").faulted(fault)
    }

    fn not_understood(&self, kind: Kind, what: impl Into<String>) -> Failure {
        self.failure(Stage::NotUnderstood, kind, what)
    }

    fn failure(&self, stage: Stage, kind: Kind, what: impl Into<String>) -> Failure {
        let failure = Failure::new(stage, kind, self.operation.name, what);
        let mut head = head_of(self.operation, &self.mask, self.response);
        if stage == Stage::Refused {
            head.excerpt = None;
        }
        failure.answered(head)
    }

    fn own(&self) -> Own<'_> {
        Own { operation: self.operation, vendor: self.target.vendor, protocol: self.target.protocol }
    }

    fn content_type(&self) -> Option<&str> {
        self.response.headers().get(header::CONTENT_TYPE)?.to_str().ok()
    }
}

fn head_of(operation: &Operation, mask: &Mask, response: &Response<Bytes>) -> AnswerHead {
    let content_type = response
        .headers()
        .get(header::CONTENT_TYPE)
        .map(|value| mask.head(&String::from_utf8_lossy(value.as_bytes()), EXCERPT));
    let shown = !operation.answers_secret() && !response.body().is_empty();
    let excerpt = shown.then(|| {
        // More than fits, so that a secret at the cut is seen whole.
        let beginning = response.body().slice(..response.body().len().min(64 * EXCERPT));
        let lossy = charset::decode_lossy(&beginning, content_type.as_deref());
        mask.head(&lossy, EXCERPT)
    });
    let status: StatusCode = response.status();
    AnswerHead { status, content_type, length: response.body().len() as u64, excerpt }
}

/// Whether an answer of this format may come as this content type. Old servers call text HTML, and XML text.
fn may_be(format: Format, content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_xml = kind.ends_with("/xml") || kind.ends_with("+xml");
    kind.is_empty()
        || kind.starts_with("text/")
        || kind == "application/octet-stream"
        || (format == Format::Xml && is_xml)
}

fn looks_like_html(text: &str) -> bool {
    let head = text.trim_start().get(..14).unwrap_or_else(|| text.trim_start()).to_ascii_lowercase();
    head.starts_with("<!doctype html") || head.starts_with("<html")
}
