//! The model: what the specs of one vendor mean, with names resolved, precedence applied and Rust names decided.
//!
//! It mirrors `bindery_transport::description`, and adds what only the generator needs: docs, doubts, Rust names, and
//! examples as they were written.

use crate::diagnostic::At;

/// What a page leaves open or contradicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    pub text: String,
    pub at: At,
}

/// One vendor.
#[derive(Clone, Debug, PartialEq)]
pub struct Vendor {
    /// Where its `vendor.toml` begins.
    pub at: At,
    /// The folder of its specs, which is also the name of its package and of its crate's folder.
    pub folder: String,
    /// The vendor's name for the API.
    pub name: String,
    /// The Rust name of the client: `Acme`.
    pub client: String,
    /// The version of its crate.
    pub version: String,
    /// The licence of its crate, as SPDX says it.
    pub license: String,
    /// The repository of its crate.
    pub repository: String,
    pub doc: String,
    pub page: Option<String>,
    /// The fixed address, or none where every customer has one of their own.
    pub base: Option<String>,
    pub doubts: Vec<Doubt>,
    /// In the order in which they were written; families are spread (`form` is post, then get; `soap` is soap12, then
    /// soap11), so the first is the client's default.
    pub bindings: Vec<Binding>,
    /// Answers that `bindings` and operations refer to by index.
    pub answers: Vec<Answer>,
    pub schemes: Vec<Scheme>,
    /// Every named type, of TOML and of XSD, in the order in which it was first written; fields refer to them by index.
    pub types: Vec<NamedType>,
    /// For each of `types` a number: those of one number hold each other, so that in Rust some field between them is boxed.
    pub circles: Vec<usize>,
    pub operations: Vec<Operation>,
}

impl Vendor {
    /// A type as a spec writes it: `NodeId`, `i32[]`.
    pub fn type_word(&self, ty: &TypeRef, many: bool) -> String {
        let word = match ty {
            TypeRef::Scalar(scalar) => scalar.kind.word(),
            TypeRef::Named(index) => self.types.get(*index).map_or("", |named| named.name.as_str()),
        };
        if many { format!("{word}[]") } else { word.to_owned() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Protocol {
    Get,
    Post,
    Soap11,
    Soap12,
    Xml,
}

impl Protocol {
    pub fn is_soap(self) -> bool {
        matches!(self, Protocol::Soap11 | Protocol::Soap12)
    }
}

/// Adds a protocol to those for which the same was found, or a finding.
pub fn push_on<T: PartialEq>(found: &mut Vec<(Protocols, T)>, protocol: Protocol, value: T) {
    match found.iter_mut().find(|(_, known)| *known == value) {
        Some((on, _)) => {
            on.push(protocol);
            on.sort_unstable();
        }
        None => found.push((vec![protocol], value)),
    }
}

/// Protocols, sorted and without repeats.
pub type Protocols = Vec<Protocol>;

#[derive(Clone, Debug, PartialEq)]
pub struct Binding {
    pub at: At,
    pub protocol: Protocol,
    pub path: String,
    pub namespace: String,
    pub action: String,
    pub root: String,
    pub inside: String,
    /// The character set of forms; none is UTF-8.
    pub charset: Option<String>,
    pub headers: Vec<(String, String)>,
    /// An index into [`Vendor::answers`].
    pub answer: usize,
    pub doubts: Vec<Doubt>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub at: At,
    pub format: Format,
    pub charset: Option<String>,
    pub accepted: Vec<Reading>,
    pub refused: Vec<Reading>,
    pub faults: Vec<Reading>,
    pub escape: Escape,
    /// What parts a label from its value.
    pub part: String,
    pub any_case: bool,
    pub doubts: Vec<Doubt>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Xml,
    Bytes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    None,
    Percent,
    Form,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub at: Vec<String>,
    pub template: Option<Template>,
}

/// The pieces of a template, in a row.
pub type Template = Vec<Piece>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    Blank,
    Hole(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    pub at: At,
    pub name: String,
    /// The name of the client builder's method: `auth_code`, `login`.
    pub rust: String,
    pub doc: String,
    pub doubts: Vec<Doubt>,
    pub first: bool,
    pub params: Vec<SchemeParam>,
    pub login: Vec<String>,
    pub logout: Option<String>,
    pub cookie: Option<String>,
    /// In seconds.
    pub idle: Option<u32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct SchemeParam {
    pub field: Field,
    pub from: Option<String>,
}

/// A type with a name, which becomes a Rust type.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedType {
    pub at: At,
    /// As the spec writes it: `NodeId`, `payload.xsd#user`.
    pub name: String,
    pub rust: String,
    pub doc: String,
    pub doubts: Vec<Doubt>,
    /// The operation it was written in, as an index into [`Vendor::operations`]; none: shared, at the crate's root.
    pub owner: Option<usize>,
    pub def: TypeDef,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TypeDef {
    /// A scalar with a meaning: becomes a type alias.
    Scalar(Scalar),
    Enum(Vec<Word>),
    Record(Vec<Field>),
}

/// A word of an enumeration.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    pub at: At,
    pub wire: String,
    pub rust: String,
    pub doc: String,
    /// How it is spelled on some protocols, where not so.
    pub spelled: Vec<(Protocol, String)>,
}

/// A type where it is used: what Rust type a value has. Spellings are in [`Wire::ty`].
#[derive(Clone, Debug, PartialEq)]
pub enum TypeRef {
    Scalar(Scalar),
    /// An index into [`Vendor::types`].
    Named(usize),
}

/// A scalar: its Rust type, and how it is spelled.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    pub kind: ScalarKind,
    /// Spellings of "there is no value".
    pub none: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ScalarKind {
    String,
    Bool {
        yes: Vec<String>,
        no: Vec<String>,
    },
    /// `i16`, `u16`, `i32`, `u32` or `i64`.
    Int(&'static str),
    Number,
    DateTime(Vec<String>),
    Url,
    Bytes,
    /// Texts under names that nobody knows beforehand: no scalar, but as little to say of.
    Map,
}

/// How the language's `date` and `time` are spelled.
pub const DATE: &str = "%Y-%m-%d";
pub const TIME: &str = "%H:%M:%S";

impl ScalarKind {
    /// The scalar that it is spelled from, as a spec writes it.
    pub fn word(&self) -> &'static str {
        match self {
            ScalarKind::String => "string",
            ScalarKind::Bool { .. } => "bool",
            ScalarKind::Int(name) => name,
            ScalarKind::Number => "number",
            ScalarKind::DateTime(formats) if *formats == [DATE] => "date",
            ScalarKind::DateTime(formats) if *formats == [TIME] => "time",
            ScalarKind::DateTime(_) => "datetime",
            ScalarKind::Url => "url",
            ScalarKind::Bytes => "bytes",
            ScalarKind::Map => "map",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    pub at: At,
    /// The key in the spec.
    pub name: String,
    /// `node_id`; keywords are escaped (`r#type`).
    pub rust: String,
    pub doc: String,
    pub doubts: Vec<Doubt>,
    pub ty: TypeRef,
    pub required: bool,
    /// Required when the parameter of that name has that value.
    pub required_if: Option<(String, Sample)>,
    pub many: bool,
    pub secret: bool,
    /// Its value, which nobody gives and no answer holds.
    pub fixed: Option<Sample>,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub needs: Option<String>,
    /// What the vendor assumes when it is not given; not sent.
    pub default: Option<String>,
    pub wires: Vec<Wire>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    pub on: Protocols,
    pub at: Vec<String>,
    /// The same Rust type as the field's, perhaps spelled otherwise.
    pub ty: TypeRef,
    /// How the words of an enumeration are spelled here, where not as they are.
    pub spelled: Vec<String>,
    pub join: Option<String>,
    pub absent: Option<String>,
    pub nillable: bool,
    pub carrier: Carrier,
    /// How its text is made: a template with the hole `value`.
    pub template: Option<Template>,
    /// The root element of the XML document that stands there as text.
    pub document: Option<String>,
}

/// What carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    Body,
    Header,
    Basic,
    SoapHeader,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// Where its file begins.
    pub at: At,
    /// As the vendor writes it.
    pub name: String,
    /// The method and module: `create_user`.
    pub rust: String,
    /// The builder: `CreateUser`.
    pub builder: String,
    /// The module of the area that it belongs to (the folder below the vendor's), if any.
    pub area: Option<String>,
    /// The file, from the specs folder: `acme/createUser.toml`.
    pub file: String,
    pub doc: String,
    pub page: Option<String>,
    pub doubts: Vec<Doubt>,
    pub supersedes: Option<String>,
    pub deprecated: Option<String>,
    pub demo: bool,
    pub on: Protocols,
    pub names: Vec<(Protocols, String)>,
    pub paths: Vec<(Protocols, String)>,
    pub insides: Vec<(Protocols, String)>,
    /// Indices into [`Vendor::answers`].
    pub answers: Vec<(Protocols, usize)>,
    pub holes: Vec<(String, String)>,
    /// Indices into [`Vendor::schemes`].
    pub schemes: Vec<usize>,
    pub scheme_params: Vec<Field>,
    pub idempotent: bool,
    pub params: Vec<Field>,
    /// Groups of parameters of which exactly one is to be given.
    pub one_of: Vec<Vec<String>>,
    /// So many calls in so many seconds.
    pub limit: Option<(u32, u32)>,
    pub output: Option<Output>,
    /// Refusals that are an answer.
    pub replies: Vec<(Code, Sample)>,
    /// All that hold, in matching order: the operation's, its parts', the schemes', the vendor's.
    pub codes: Vec<Code>,
    pub examples: Vec<Example>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    pub at: At,
    /// Fields written in `[output.fields]` make a record named `Output`, owned by the operation.
    pub ty: TypeRef,
    pub many: bool,
    /// Whether the value itself is a secret.
    pub secret: bool,
    pub fixed: Option<Sample>,
    pub pages: Option<Pages>,
    pub doc: String,
    pub doubts: Vec<Doubt>,
    pub forms: Vec<OutputForm>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct OutputForm {
    pub on: Protocols,
    pub at: String,
    /// The place of the text, in an XML answer, that the output is made of.
    pub inside: Option<String>,
    /// How it is made of a text: the first that fits.
    pub text: Vec<TextForm>,
    /// What parts the items of a list, or the cells of a table.
    pub separator: Option<String>,
    pub titles: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextForm {
    Fields,
    Template(Template),
    Table,
    Xml,
}

/// How the pages of an output are gone through.
#[derive(Clone, Debug, PartialEq)]
pub struct Pages {
    /// The operation that gives the next page, as an index into [`Vendor::operations`].
    pub next: usize,
    /// The field of its output that says that a page was the last one.
    pub last: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    pub at: At,
    pub name: String,
    /// The variant: `InvalidParamParent`.
    pub rust: String,
    pub doc: String,
    pub doubts: Vec<Doubt>,
    pub spellings: Vec<(Protocols, Vec<String>)>,
    pub messages: Vec<Template>,
    /// Other ways in which it is told.
    pub also: Vec<Telling>,
    pub param: Option<String>,
    pub means: Means,
    /// What a refusal with it carries besides.
    pub details: Option<Output>,
    /// Whether it was written in `vendor.toml` (one static that operations share) or in the operation's own file.
    pub shared: bool,
}

/// A way in which a code is told: how it is spelled, and the messages that go with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    pub spellings: Vec<(Protocols, Vec<String>)>,
    pub messages: Vec<Template>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    SignIn,
    Credentials,
    SlowDown,
    Input,
    Forbidden,
    NotFound,
    Conflict,
    Limit,
    VendorFault,
}

impl Means {
    /// As a spec writes it.
    pub fn word(self) -> &'static str {
        match self {
            Means::SignIn => "sign-in",
            Means::Credentials => "credentials",
            Means::SlowDown => "slow-down",
            Means::Input => "input",
            Means::Forbidden => "forbidden",
            Means::NotFound => "not-found",
            Means::Conflict => "conflict",
            Means::Limit => "limit",
            Means::VendorFault => "vendor-fault",
        }
    }
}

/// An example: a call and its answer, as the page prints them, beside the values that they mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub doc: String,
    pub doubts: Vec<Doubt>,
    /// Where the wire forms come from, when not from the operation's page.
    pub source: Option<String>,
    /// `(scheme, [(parameter, value)])`
    pub auth: Option<(usize, Vec<(String, String)>)>,
    pub params: Vec<(String, Sample)>,
    /// The request on each protocol: pairs, the element inside the body, or the root element.
    pub requests: Vec<(Protocol, String)>,
    pub answers: Vec<(Protocol, String)>,
    /// Headers that the request has on each protocol.
    pub headers: Vec<(Protocol, Vec<(String, String)>)>,
    /// `None` when the example says nothing of the answer, or expects a code.
    pub output: Option<Sample>,
    pub code: Option<String>,
    /// With `code`: what the refusal carries.
    pub details: Option<Sample>,
    /// With `code`: what `parameter()` and `message()` are.
    pub parameter: Option<String>,
    pub message: Option<String>,
    /// The line in [`Operation::file`].
    pub line: usize,
}

/// A value of an example, checked against its field.
#[derive(Clone, Debug, PartialEq)]
pub enum Sample {
    Text(String),
    Int(i64),
    Bool(bool),
    List(Vec<Sample>),
    Record(Vec<(String, Sample)>),
}

impl std::fmt::Display for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Sample::Text(text) => f.write_str(text),
            Sample::Int(number) => number.fmt(f),
            Sample::Bool(value) => value.fmt(f),
            Sample::List(items) => {
                let items: Vec<String> = items.iter().map(Sample::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Sample::Record(fields) => {
                let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name} = {value}")).collect();
                write!(f, "{{ {} }}", fields.join(", "))
            }
        }
    }
}
