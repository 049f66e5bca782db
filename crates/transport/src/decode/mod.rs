//! Decoding: an HTTP response to the value of the output, or to why there is none. No I/O.

mod charset;
mod document;
mod failing;
mod judge;
mod labelled;
mod labels;
mod limits;
mod map;
mod mask;
mod page;
mod place;
mod reader;
mod refusal;
mod retry_after;
mod sample;
mod soap;
mod table;
mod template;
mod text;
mod tree;
mod value;
mod xml;

use std::cell::OnceCell;

use bytes::Bytes;
use encoding_rs::Encoding;
use http::{HeaderMap, Response, StatusCode, header};

use self::{
    document::{Document, Id},
    judge::Body,
    limits::Left,
    mask::Mask,
    page::is_page,
    reader::Reader,
    template::Own,
    tree::{Hit, Tree},
};
use crate::{
    AnswerHead, Credentials, Failure, Kind, Stage, Target, Value, Values,
    description::{Answer, Format, Operation, Protocol, TextForm},
};

/// The longest excerpt of an answer, in characters.
const EXCERPT: usize = 200;

/// How much of a body is looked at for what it is, in bytes.
const BEGINNING: usize = 64 * EXCERPT;

/// Reads an answer: the output of an accepted call, `None` where the operation has none or the answer says that there is
/// none.
///
/// The body has to be decompressed already: a `Content-Encoding` in the head says that it is not.
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
    let call = Reply { operation, target, values, response, mask: OnceCell::new() };
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
    head_of(operation, &Mask::of(operation, values, credentials), response, None, true)
}

/// Whether the body of an answer is the output itself, to be written as it comes. An HTML page is none of the
/// operation's, though it could be what it gives: it is read as any other answer.
#[cfg(feature = "client")]
pub(crate) fn streams(operation: &Operation, target: &Target<'_>, status: StatusCode, headers: &HeaderMap) -> bool {
    let how = operation.answer(target.vendor, target.protocol);
    how.is_some_and(|how| is_raw(how, target.protocol))
        && status.is_success()
        && !is_html(headers)
        && coding(headers).is_none()
}

struct Reply<'a> {
    operation: &'static Operation,
    target: &'a Target<'a>,
    values: &'a Values,
    response: &'a Response<Bytes>,
    /// Made for the first thing that it hides.
    mask: OnceCell<Mask>,
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
        if let Some(coding) = coding(self.response.headers()) {
            let coding = self.mask().head(&coding, EXCERPT);
            return Err(self.not_understood(
                Kind::Unexpected,
                format!("its content is still encoded as `{coding}`, which is not read"),
            ));
        }
        if is_raw(how, self.target.protocol) {
            return self.bytes();
        }
        let body = self.response.body();
        let (text, encoding) = charset::decode(body, self.content_type(), how.charset).map_err(|undecodable| {
            self.not_understood(
                Kind::Charset,
                format!("the byte at offset {} does not decode as {}", undecodable.offset, undecodable.charset),
            )
        })?;
        if text.trim().is_empty() {
            return Err(self.not_understood(Kind::Unexpected, "the answer is empty"));
        }
        if is_page(&text, how.format == Format::Text && is_html(self.response.headers())) {
            return Err(self.not_understood(Kind::Unexpected, "the answer is an HTML page"));
        }
        let may_be_xml = how.format != Format::Text || self.has_document();
        if let Some(other) = self.content_type().filter(|kind| !may_be(may_be_xml, kind)) {
            let other = self.mask().head(other, EXCERPT);
            return Err(self.not_understood(Kind::Unexpected, format!("its content type is {other}")));
        }
        let left = Left::new();
        let reader = Reader { own: self.own(), how, encoding, left: &left };
        match how.format {
            Format::Text => self.judge(reader, Body::Text(&text)),
            Format::Xml | Format::Bytes => self.xml(reader, &text),
        }
    }

    /// A body that is the output, as it came.
    fn bytes(&self) -> Result<Option<Value>, Failure> {
        let body = self.response.body();
        let unexpected = |what: String| self.not_understood(Kind::Unexpected, what);
        let status = self.response.status();
        if !status.is_success() {
            return Err(unexpected(format!("the HTTP status is {status}")));
        }
        if body.is_empty() {
            return Err(unexpected("the answer is empty".to_owned()));
        }
        let beginning = body.get(..body.len().min(BEGINNING)).unwrap_or_default();
        if is_html(self.response.headers())
            && is_page(&charset::decode_lossy(beginning, self.content_type(), None), true)
        {
            return Err(unexpected("the answer is an HTML page".to_owned()));
        }
        self.whole(body)
    }

    fn xml(&self, reader: Reader<'_>, text: &str) -> Result<Option<Value>, Failure> {
        let document = Document::parse(text).map_err(|malformed| self.malformed("the answer is no XML", &malformed))?;
        let root = if self.target.protocol.is_soap() {
            match soap::content(&document) {
                soap::Content::Element(element) => element,
                soap::Content::Fault(fault, element) => {
                    let mut tree = Tree::new(&document, reader);
                    tree.base = element;
                    return self.fault(&mut tree, fault);
                }
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
        let mut tree = Tree::new(&document, reader);
        tree.base = root;
        let inside = self.operation.inside(self.target.vendor, self.target.protocol);
        if inside.is_empty() {
            return self.judge(reader, Body::Xml(&mut tree));
        }
        if let Some(Hit::Element(base)) = tree.find(root, &inside) {
            tree.base = base;
            return self.judge(reader, Body::Xml(&mut tree));
        }
        match embedded(&tree, root, &inside) {
            Some(text) => {
                let what = format!("the text at {inside} is no XML");
                let document = Document::parse(text).map_err(|malformed| self.malformed(&what, &malformed))?;
                self.judge(reader, Body::Xml(&mut Tree::new(&document, reader)))
            }
            None => Err(self.not_understood(Kind::Unexpected, format!("the answer has no {inside} in it"))),
        }
    }

    /// Whether the output may be a document in a text.
    fn has_document(&self) -> bool {
        let form = self.operation.output_form(self.target.protocol);
        form.is_some_and(|form| form.text.contains(&TextForm::Xml))
    }

    fn own(&self) -> Own<'_> {
        Own { operation: self.operation, vendor: self.target.vendor, protocol: self.target.protocol }
    }

    fn mask(&self) -> &Mask {
        self.mask.get_or_init(|| Mask::of(self.operation, self.values, self.target.credentials))
    }

    fn content_type(&self) -> Option<&str> {
        content_type(self.response.headers())
    }
}

/// The document that stands as a text where `a/*` says that an element does.
fn embedded<'d>(tree: &Tree<'d, '_>, root: Id, inside: &str) -> Option<&'d str> {
    let front = inside.strip_suffix('*')?.trim_end_matches('/');
    let hit = tree.find(root, front)?;
    let has_element = matches!(hit, Hit::Element(id) if tree.document.children(id).next().is_some());
    let blank = |char: char| char == '\u{FEFF}' || char.is_whitespace();
    tree.text(hit).filter(|text| !has_element && text.trim_start_matches(blank).starts_with('<'))
}

fn head_of(
    operation: &Operation,
    mask: &Mask,
    response: &Response<Bytes>,
    charset: Option<&str>,
    with_excerpt: bool,
) -> AnswerHead {
    let content_type = response
        .headers()
        .get(header::CONTENT_TYPE)
        .map(|value| mask.head(&String::from_utf8_lossy(value.as_bytes()), EXCERPT));
    let is_plain = coding(response.headers()).is_none();
    let shown = with_excerpt && is_plain && !operation.answers_secret() && !response.body().is_empty();
    let excerpt = shown.then(|| {
        // More than fits, so that a secret at the cut is seen whole.
        let beginning = response.body().slice(..response.body().len().min(BEGINNING));
        let lossy = charset::decode_lossy(&beginning, content_type.as_deref(), charset);
        mask.head(&lossy, EXCERPT)
    });
    let status: StatusCode = response.status();
    let retry_after = retry_after::retry_after(response.headers());
    AnswerHead { status, content_type, length: response.body().len() as u64, excerpt, retry_after }
}

/// Whether the body is the output, as it came.
fn is_raw(how: &Answer, protocol: Protocol) -> bool {
    how.format == Format::Bytes && !protocol.is_soap()
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

/// What the content is still encoded by: `br`, `gzip, gzip`. Some servers name the character set there.
fn coding(headers: &HeaderMap) -> Option<String> {
    let is_one = |name: &str| {
        !name.is_empty() && !name.eq_ignore_ascii_case("identity") && Encoding::for_label(name.as_bytes()).is_none()
    };
    let values = headers.get_all(header::CONTENT_ENCODING).iter();
    let values = values.map(|value| String::from_utf8_lossy(value.as_bytes()));
    let codings: Vec<_> = values.filter(|value| is_one(value.trim())).collect();
    (!codings.is_empty()).then(|| codings.join(", "))
}

fn is_html(headers: &HeaderMap) -> bool {
    content_type(headers).is_some_and(|kind| essence(kind) == "text/html")
}

/// Whether an answer, which is XML or not, may come as this content type. Old servers call text HTML, and XML text.
fn may_be(is_xml: bool, content_type: &str) -> bool {
    let kind = essence(content_type);
    kind.is_empty()
        || kind.starts_with("text/")
        || kind == "application/octet-stream"
        || (is_xml && (kind.ends_with("/xml") || kind.ends_with("+xml")))
}

/// A content type without its parameters.
fn essence(content_type: &str) -> String {
    content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
