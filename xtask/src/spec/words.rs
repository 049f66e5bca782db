//! The words of the language: one list, which says where each may stand and what it means.
//!
//! `specs/README.md` has it as a table; a test holds the two against each other.

use std::borrow::Cow;

use super::{
    Entry, Node, Table,
    merge::{members, merge},
    tree,
};
use crate::{
    diagnostic::{Diagnostics, Kind, list, nearest},
    model::Means,
};

/// A kind of table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Vendor,
    Defaults,
    Protocol,
    Answer,
    Reading,
    Scheme,
    SchemeParam,
    Type,
    Value,
    Part,
    Parameter,
    Field,
    Output,
    Pages,
    Code,
    Telling,
    Operation,
    Example,
}

/// What a word takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Text,
    /// A text, or `false`.
    TextOrFalse,
    /// A text that names a type.
    Type,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A text, or a list of texts; a number stands for its digits.
    Texts,
    /// How a text is made: a template, one of these words, or a list of them.
    Forms(&'static [&'static str]),
    Flag,
    /// A flag, or a condition: `{ other = value }`.
    Condition,
    Int,
    /// A value as an example writes it.
    Sample,
    /// Values as examples write them, under names.
    Samples,
    /// Texts under names of one's own.
    Pairs,
    /// Texts of which one is meant; a list of such lists.
    Groups,
    /// The ways to sign in that an operation takes: their names, or a flag for all or none.
    Schemes,
    /// The words of an enumeration: a list, or a table of what is said of each.
    Words,
    /// A reading, or a list of readings.
    Readings,
    /// A table of this kind.
    One(Place),
    /// Tables of this kind under names of one's own.
    Named(Place),
    /// A list of tables of this kind.
    List(Place),
}

/// A word, and all that there is to know of it but its docs, which are in `schemas/docs.rs`.
#[derive(Debug)]
pub struct Word {
    pub name: &'static str,
    pub places: &'static [Place],
    /// What it takes, but for those places that take something else.
    takes: Takes,
    otherwise: &'static [(Place, Takes)],
    /// Where it may be said for one protocol, too, below that protocol's name.
    pub differs: &'static [Place],
    pub meaning: &'static str,
    /// What holds when it is not said.
    pub default: &'static str,
}

/// The names of protocols and families, below which stands what differs there.
pub const PROTOCOLS: &[&str] = &["form", "get", "post", "soap", "soap11", "soap12", "xml"];

/// The language's own scalars.
pub const SCALARS: &[&str] =
    &["string", "bool", "i16", "u16", "i32", "u32", "i64", "number", "datetime", "date", "time", "url", "bytes", "map"];

/// What an answer is made of: `format`.
pub const FORMATS: &[&str] = &["text", "xml", "bytes"];
/// `case`.
pub const CASES: &[&str] = &["exact", "any"];
/// `escape`.
pub const ESCAPES: &[&str] = &["percent", "form"];
/// `order`.
pub const ORDERS: &[&str] = &["first", "last"];
/// What carries a parameter: `in`.
pub const CARRIERS: &[&str] = &["header", "basic", "soap-header"];
/// What an output is made of, when not by a template: `as`.
pub const FORMS: &[&str] = &["fields", "table", "xml"];

/// What a code means: `means`.
pub const MEANINGS: &[(&str, Means)] = &[
    ("sign-in", Means::SignIn),
    ("credentials", Means::Credentials),
    ("slow-down", Means::SlowDown),
    ("input", Means::Input),
    ("forbidden", Means::Forbidden),
    ("not-found", Means::NotFound),
    ("conflict", Means::Conflict),
    ("limit", Means::Limit),
    ("vendor-fault", Means::VendorFault),
];
const MEANS: &[&str] = &{
    let mut words = [""; MEANINGS.len()];
    let mut index = 0;
    while index < words.len() {
        words[index] = MEANINGS[index].0;
        index += 1;
    }
    words
};

impl Place {
    pub const ALL: &'static [Place] = &[
        Place::Vendor,
        Place::Defaults,
        Place::Protocol,
        Place::Answer,
        Place::Reading,
        Place::Scheme,
        Place::SchemeParam,
        Place::Type,
        Place::Value,
        Place::Part,
        Place::Parameter,
        Place::Field,
        Place::Output,
        Place::Pages,
        Place::Code,
        Place::Telling,
        Place::Operation,
        Place::Example,
    ];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Place::Vendor => "vendor",
            Place::Defaults => "defaults",
            Place::Protocol => "protocol",
            Place::Answer => "answer",
            Place::Reading => "reading",
            Place::Scheme => "scheme",
            Place::SchemeParam => "scheme's parameter",
            Place::Type => "type",
            Place::Value => "value",
            Place::Part => "part",
            Place::Parameter => "parameter",
            Place::Field => "field",
            Place::Output => "output",
            Place::Pages => "pages",
            Place::Code => "code",
            Place::Telling => "code's other table",
            Place::Operation => "operation",
            Place::Example => "example",
        }
    }

    /// One of them, in a sentence.
    pub fn one(self) -> String {
        match self {
            Place::Defaults | Place::Pages => format!("`{}`", self.name()),
            Place::Vendor => "`vendor.toml`".to_owned(),
            Place::Answer | Place::Operation | Place::Output | Place::Example => format!("an {}", self.name()),
            _ => format!("a {}", self.name()),
        }
    }

    /// Where a text may stand for a table of this kind: the word that it is short for.
    pub fn short(self) -> Option<&'static str> {
        match self {
            Place::Parameter | Place::Field | Place::Output => Some("type"),
            Place::Type => Some("base"),
            Place::Value | Place::Code => Some("doc"),
            _ => None,
        }
    }

    /// The same below a protocol's name.
    pub fn short_on_protocol(self) -> Option<&'static str> {
        match self {
            Place::Operation | Place::Parameter | Place::SchemeParam | Place::Field | Place::Output => Some("at"),
            Place::Value => Some("as"),
            Place::Code | Place::Telling => Some("code"),
            _ => None,
        }
    }

    /// Whether `soap = false` says that it does not exist there.
    pub fn may_be_off(self) -> bool {
        matches!(
            self,
            Place::Operation | Place::Parameter | Place::SchemeParam | Place::Field | Place::Code | Place::Telling
        )
    }

    /// The words without which there is no table of this kind.
    pub fn required(self) -> &'static [&'static str] {
        match self {
            Place::Vendor => &["name", "client", "version", "license", "repository", "protocols", "answers"],
            Place::Operation => &["examples"],
            Place::Pages => &["next", "last"],
            _ => &[],
        }
    }

    /// Whether something may differ by protocol in a table of this kind, which may then have protocols' names.
    pub fn differs(self) -> bool {
        WORDS.iter().any(|word| word.differs.contains(&self))
    }

    /// The words that may stand in a table of this kind.
    pub fn words(self) -> impl Iterator<Item = &'static Word> {
        WORDS.iter().filter(move |word| word.places.contains(&self))
    }
}

impl Word {
    /// What it takes in a table of this kind.
    pub fn takes(&self, place: Place) -> Takes {
        self.otherwise.iter().find(|(other, _)| *other == place).map_or(self.takes, |(_, takes)| *takes)
    }

    /// Whether a list has to hold something; where it need not, nothing is something to say.
    pub fn needs_one(&self, place: Place) -> bool {
        let may_be_empty = ["none", "doubt", "use", "one-of", "accepted", "refused", "faults", "examples"];
        !may_be_empty.contains(&self.name) && !matches!(self.takes(place), Takes::Sample)
    }

    const fn but(self, otherwise: &'static [(Place, Takes)]) -> Word {
        Word { otherwise, ..self }
    }
}

/// The list as the rows of a Markdown table.
pub fn table() -> String {
    let mut out = String::from("| word | where | meaning | default |\n|---|---|---|---|\n");
    for word in WORDS {
        let place = |place: &Place| {
            let differs = if word.differs.contains(place) { " °" } else { "" };
            format!("{}{differs}", place.name())
        };
        let places = word.places.iter().map(place).collect::<Vec<_>>().join(", ");
        out.push_str(&format!("| `{}` | {places} | {} | {} |\n", word.name, word.meaning, word.default));
    }
    out
}

/// Reports keys that are no words of this kind of table. One that looks like a slip stands for the word that was meant from
/// here on, so that nothing is said of that being missing.
pub fn check_words<'t>(table: &'t Table, place: Place, d: &mut Diagnostics) -> Cow<'t, Table> {
    let mut checked = Cow::Borrowed(table);
    for (index, entry) in table.entries.iter().enumerate() {
        let key = entry.key.as_str();
        if let Some(word) = place.words().find(|word| word.name == key) {
            d.words.push((entry.key_at.clone(), place, word.name));
            check_kind(word, place, entry, d);
            continue;
        }
        let mended = if place.differs() && !members(key).is_empty() {
            check_protocol(entry, place, d)
        } else {
            let protocols = PROTOCOLS.iter().copied().filter(|_| place.differs());
            let known: Vec<&str> = place.words().map(|word| word.name).chain(protocols).collect();
            let help = format!("{} may have {}", place.one(), list(&known));
            unknown_word(entry, &known, &help, d)
        };
        let Some(mended) = mended else { continue };
        match table.entries.iter().position(|other| other.key == mended.key) {
            Some(other) if other != index => {
                // Two tables that were meant to be one: the half that is called right is no reason to lose the other.
                if let (tree::Value::Table(slip), tree::Value::Table(well)) =
                    (&mended.node.value, &table.entries[other].node.value)
                {
                    checked.to_mut().entries[other].node.value = tree::Value::Table(merge(slip, well));
                }
            }
            _ => checked.to_mut().entries[index] = mended,
        }
    }
    checked
}

/// What stands below a protocol's name, mended where it has to be.
fn check_protocol(entry: &Entry, place: Place, d: &mut Diagnostics) -> Option<Entry> {
    let tree::Value::Table(below) = &entry.node.value else {
        let is_short = matches!(entry.node.value, tree::Value::String(_)) && place.short_on_protocol().is_some();
        let is_off = entry.node.is_false() && place.may_be_off();
        if !is_short && !is_off {
            let short = place.short_on_protocol().map(|word| format!(", or a text, which is its `{word}`"));
            let off = if place.may_be_off() { ", or false" } else { "" };
            wrong_kind(
                &entry.node,
                &entry.key,
                &format!("a table of what differs there{}{off}", short.unwrap_or_default()),
                d,
            );
        }
        return None;
    };
    let differing: Vec<&Word> = place.words().filter(|word| word.differs.contains(&place)).collect();
    let known: Vec<&str> = differing.iter().map(|word| word.name).collect();
    let help = format!("by protocol may differ {}", list(&known));
    let mut mended = Cow::Borrowed(below);
    for (index, inner) in below.entries.iter().enumerate() {
        if let Some(word) = differing.iter().find(|word| word.name == inner.key) {
            d.words.push((inner.key_at.clone(), place, word.name));
            check_kind(word, place, inner, d);
        } else if place.words().any(|word| word.name == inner.key) {
            let message = format!("`{}` cannot differ by protocol", inner.key);
            d.mistake(Kind::UndifferingWord, &inner.key_at, message, "say it once, outside of this table").help(&help);
        } else if let Some(inner) = unknown_word(inner, &known, &help, d).filter(|to| below.get(&to.key).is_none()) {
            mended.to_mut().entries[index] = inner;
        }
    }
    match mended {
        Cow::Borrowed(_) => None,
        Cow::Owned(table) => {
            let node = Node { at: entry.node.at.clone(), value: tree::Value::Table(table) };
            Some(Entry { node, ..entry.clone() })
        }
    }
}

/// Reports a value that is not of the kind that the word takes. Only the value itself is looked at, not what is in a table.
fn check_kind(word: &Word, place: Place, entry: &Entry, d: &mut Diagnostics) {
    use tree::Value::{Array, Bool, Int, String, Table};
    let value = &entry.node.value;
    let (fits, wanted) = match word.takes(place) {
        Takes::Text | Takes::Type => (matches!(value, String(_)), "a text"),
        Takes::TextOrFalse => (matches!(value, String(_) | Bool(false)), "a text, or false"),
        Takes::Texts => (matches!(value, String(_) | Int(_) | Array(_)), "a text or a list of texts"),
        Takes::Forms(_) => (matches!(value, String(_) | Array(_)), "a text or a list of texts"),
        Takes::Flag => (matches!(value, Bool(_)), "true or false"),
        Takes::Condition => (matches!(value, Bool(_) | Table(_)), "true, false, or `{ other = value }`"),
        Takes::Int => (matches!(value, Int(_)), "a whole number"),
        Takes::Groups => (matches!(value, Array(_)), "a list of parameters, or of such lists"),
        Takes::Schemes => {
            (matches!(value, Bool(_) | String(_) | Int(_) | Array(_)), "a text, a list of texts, or false")
        }
        Takes::Words => (matches!(value, Array(_) | Table(_)), "a list of texts, or a table"),
        Takes::Readings => {
            (matches!(value, String(_) | Table(_) | Array(_)), "a template, `{ at = …, as = … }`, or a list of such")
        }
        Takes::One(below) => match below.short() {
            Some(_) => (matches!(value, Table(_) | String(_)), "a table, or the text of its `type`"),
            None => (matches!(value, Table(_)), "a table"),
        },
        Takes::Pairs | Takes::Samples | Takes::Named(_) => (matches!(value, Table(_)), "a table"),
        Takes::List(_) => (matches!(value, Array(_)), "a list of tables"),
        // Who reads them knows more of what they may be.
        Takes::OneOf(_) | Takes::Sample => (true, ""),
    };
    if !fits {
        wrong_kind(&entry.node, &entry.key, wanted, d);
    }
    if fits && word.needs_one(place) && matches!(value, Array(items) if items.is_empty()) {
        d.mistake(Kind::EmptyList, &entry.node.at, format!("`{}` has to say something", entry.key), "an empty list")
            .help(format!("write what it is, or take `{}` away", entry.key));
    }
}

/// Reports a value of the wrong kind.
pub fn wrong_kind(node: &Node, word: &str, wanted: &str, d: &mut Diagnostics) {
    let help = match &node.value {
        tree::Value::String(text) if text.parse::<i64>().is_ok() && wanted.contains("number") => {
            format!("take the quotes away: `{word} = {text}`")
        }
        tree::Value::String(_) if wanted.starts_with("true or false") => {
            format!("write `{word} = true` or `{word} = false`, without quotes")
        }
        tree::Value::Int(number) if wanted.starts_with("a text") => {
            format!("put it in quotes: `{word} = \"{number}\"`")
        }
        tree::Value::Bool(value) if wanted.starts_with("a text") => format!("put it in quotes: `{word} = \"{value}\"`"),
        tree::Value::Other(text) if wanted.starts_with("a text") => format!("put it in quotes: `{word} = \"{text}\"`"),
        tree::Value::Array(_) if wanted == "a text" => format!("write one of them: `{word} = \"…\"`"),
        _ if wanted == "a table" => format!("write `{word} = {{ … }}`, or a table of its own: `[{word}]`"),
        _ if wanted == "a list" => format!("write `{word} = [ … ]`"),
        _ => format!("`specs/README.md` shows how `{word}` is written"),
    };
    d.lose(word, &node.at);
    d.mistake(Kind::WrongKind, &node.at, format!("`{word}` takes {wanted}"), format!("this is {}", node.kind()))
        .help(help);
}

/// Reports a key that is none of the words that may stand there; what was meant, if it looks like a slip.
fn unknown_word(entry: &Entry, known: &[&str], help: &str, d: &mut Diagnostics) -> Option<Entry> {
    let key = entry.key.as_str();
    let near = nearest(key, known.iter().copied());
    let elsewhere = WORDS.iter().find(|word| word.name == key).map(|word| {
        let places: Vec<String> = word.places.iter().map(|place| place.one()).collect();
        format!("`{key}` is a word of {}", places.join(", of "))
    });
    let reported =
        d.mistake(Kind::UnknownWord, &entry.key_at, format!("unknown word `{key}`"), "not a word of this table");
    let is_elsewhere = elsewhere.is_some();
    reported.help(match (near, elsewhere) {
        (Some(near), None) => format!("did you mean `{near}`?"),
        (Some(near), Some(elsewhere)) => format!("did you mean `{near}`? ({elsewhere})"),
        (None, Some(elsewhere)) => format!("{elsewhere}; {help}"),
        (None, None) => help.to_owned(),
    });
    let near = near.filter(|_| !is_elsewhere)?;
    Some(Entry { key: near.to_owned(), ..entry.clone() })
}

const fn word(
    name: &'static str,
    places: &'static [Place],
    takes: Takes,
    meaning: &'static str,
    default: &'static str,
) -> Word {
    Word { name, places, takes, otherwise: &[], differs: &[], meaning, default }
}

/// A word that may also stand below a protocol's name.
const fn differing(
    name: &'static str,
    places: &'static [Place],
    differs: &'static [Place],
    takes: Takes,
    meaning: &'static str,
    default: &'static str,
) -> Word {
    Word { name, places, takes, otherwise: &[], differs, meaning, default }
}

use Place::{
    Answer, Code, Defaults, Example, Field, Operation, Output, Pages, Parameter, Part, Protocol, Reading, Scheme,
    SchemeParam, Telling, Type, Value, Vendor,
};
use Takes::{
    Condition, Flag, Forms, Groups, Int, List, Named, One, OneOf, Pairs, Readings, Sample, Samples, Schemes, Text,
    TextOrFalse, Texts, Words,
};

/// Every word, in the order of the table in `specs/README.md`.
pub const WORDS: &[Word] = &[
    word(
        "doc",
        &[Vendor, Scheme, SchemeParam, Type, Value, Parameter, Field, Output, Code, Operation, Example], Text,
        "what it is, in your own words; the first sentence is the summary",
        "none",
    ),
    differing(
        "doubt",
        &[Vendor, Protocol, Answer, Scheme, SchemeParam, Type, Parameter, Field, Output, Code, Operation, Example],
        &[Operation, SchemeParam, Parameter, Field, Output, Code, Example], Texts,
        "what the page leaves open or contradicts; one or a list",
        "none",
    ),
    word("page", &[Vendor, Operation], Text, "the vendor's page", "none"),
    word("rust", &[Operation, Scheme, SchemeParam, Type, Value, Parameter, Field, Code], Text, "the Rust name", "derived"),
    word("name", &[Vendor], Text, "of the API", "must be said"),
    word("client", &[Vendor], Text, "the Rust name of the client", "must be said"),
    word("version", &[Vendor], Text, "of its crate", "must be said"),
    word("license", &[Vendor], Text, "of its crate", "must be said"),
    word("repository", &[Vendor], Text, "of its crate", "must be said"),
    word("base", &[Vendor, Type], Text, "the address; of a type, the scalar that it is", "the caller gives it").but(&[(Type, OneOf(SCALARS))]),
    word(
        "defaults",
        &[Vendor], One(Defaults),
        "`[defaults.param]`, `[defaults.field]`: words of every parameter, of every field",
        "none",
    ),
    word("param", &[Defaults, Code], Text, "see `defaults`; of a code, the parameter that it is about", "none").but(&[(Defaults, One(Parameter))]),
    word("names", &[Vendor, Operation], Pairs, "holes of one's own, with what fills them", "none"),
    word(
        "protocols",
        &[Vendor], Named(Protocol),
        "`[protocols.P]`: a protocol or family; the first is the client's default",
        "must be said",
    ),
    word(
        "answers",
        &[Vendor, Operation], Named(Answer),
        "`[answers.A]`: how answers read; of an operation, laid over the vendor's",
        "must be said",
    ),
    word(
        "auth",
        &[Vendor, Operation, Example], Named(Scheme),
        "`[auth.X]`: ways to sign in; the schemes an operation takes, or `false`; their parameters",
        "all schemes",
    ).but(&[(Operation, Schemes), (Example, Pairs)]),
    word("types", &[Vendor, Operation], Named(Type), "`[types.T]`: scalars, enumerations, records", "none"),
    word("parts", &[Vendor], Named(Part), "`[parts.X]`: `params`, `codes`, `output` that some operations share", "none"),
    word("use", &[Operation], Texts, "the parts that it takes, one or a list", "none"),
    differing("path", &[Protocol, Operation], &[Operation], Text, "the address below `base`, with holes", "must be said"),
    differing(
        "answer",
        &[Protocol, Operation, Example],
        &[Operation, Example], Text,
        "which of `[answers]`; of an example, what came",
        "must be said",
    ),
    differing(
        "headers",
        &[Protocol, Example],
        &[Example], Pairs,
        "sent along; of an example, among those of the request",
        "none",
    ),
    word("namespace", &[Protocol], Text, "of elements, in SOAP and XML", "none"),
    word("action", &[Protocol], Text, "SOAP's, with holes", "none"),
    word("root", &[Protocol], Text, "the element that is posted as XML", "must be said"),
    differing(
        "inside",
        &[Protocol, Operation, Output],
        &[Operation, Output], Text,
        "the element of an answer that places count from; of an output, the place of the text that it is made of",
        "the root",
    ),
    word("charset", &[Protocol, Answer], Text, "of forms; of answers that do not say theirs", "utf-8"),
    word(
        "format",
        &[Answer, Type, Parameter, Field], Texts,
        "`text`, `xml` or `bytes`; of dates, strftime: the first is written, all are read",
        "the answer's name · ISO 8601",
    ).but(&[(Answer, OneOf(FORMATS))]),
    word("accepted", &[Answer], Readings, "readings, of which one that fits is enough", "`{output}`"),
    word("refused", &[Answer], Readings, "readings, read through", "none"),
    word("faults", &[Answer], Readings, "readings of a SOAP fault, read through; places count from the fault", "none"),
    word("field", &[Defaults, Answer], Text, "see `defaults`; of an answer, the label or place of a field", "`{name}`").but(&[(Defaults, One(Field))]),
    word("escape", &[Answer], OneOf(ESCAPES), "how values of a text are escaped: `percent`, `form`", "not at all"),
    word("case", &[Answer], OneOf(CASES), "of names: `exact` or `any`", "`exact`"),
    differing(
        "at",
        &[Reading, Operation, SchemeParam, Parameter, Field, Output, Code],
        &[Operation, SchemeParam, Parameter, Field, Output, Code], Texts,
        "where it stands: a place, a name, a label; a list of places: the first that is there",
        "the key; an output's: `.`",
    ).but(&[(Operation, Text), (Output, Text), (Code, Text)]),
    differing(
        "as",
        &[Reading, SchemeParam, Value, Parameter, Field, Output],
        &[SchemeParam, Value, Parameter, Field, Output], Text,
        "how a text is made: a template; `xml`: a document; of an output also `fields`, `table`, or a list; of a word, its spelling",
        "a reading's: something is there; an output's: `fields`",
    ).but(&[(Output, Forms(FORMS))]),
    word("login", &[Scheme], Texts, "the operation that opens a session; of a list the first is used", "none"),
    word("logout", &[Scheme], Text, "the operation that ends it", "none"),
    word("cookie", &[Scheme], Text, "that carries the session", "none"),
    word("idle", &[Scheme], Text, "a session's life without a call: `20 min`", "for ever"),
    word("order", &[Scheme], OneOf(ORDERS), "of its parameters: `first` or `last`", "`last`"),
    word(
        "from",
        &[SchemeParam], Text,
        "the field of the login's output that it is; of an output that is no record, `value`",
        "the user gives it",
    ),
    differing(
        "in",
        &[SchemeParam, Parameter],
        &[SchemeParam, Parameter], OneOf(CARRIERS),
        "what carries it: `header` (HTTP), `basic`, `soap-header`",
        "the body",
    ),
    word(
        "params",
        &[Vendor, Operation, Scheme, Part, Example], Named(Parameter),
        "parameters, in the order in which they go out; of an example, their values",
        "none",
    ).but(&[(Scheme, Named(SchemeParam)), (Example, Samples)]),
    word("codes", &[Vendor, Operation, Scheme, Part], Named(Code), "of refusals", "none"),
    word(
        "output",
        &[Operation, Part, Code, Example], One(Output),
        "what a call gives; of a code, that it is an answer, and which",
        "nothing",
    ).but(&[(Code, Sample), (Example, Sample)]),
    word("values", &[Type], Words, "the words of an enumeration, which stays open", "none"),
    word("fields", &[Type, Output, Code], Named(Field), "of a record", "none"),
    differing("type", &[Parameter, Field, Output, Code], &[Parameter, Field], Takes::Type, "a type; `X[]` is many", "`string`"),
    word("true", &[Type, Parameter, Field], Texts, "spellings of yes: the first is written, all are read", "`true`"),
    word("false", &[Type, Parameter, Field], Texts, "spellings of no", "`false`"),
    word("none", &[Type, Field], Texts, "spellings of \"no value\"", "empty"),
    word(
        "required",
        &[Parameter, Field], Condition,
        "must be given, must be there; `{ other = value }`: when `other` is given so",
        "`false`",
    ).but(&[(Field, Flag)]),
    word("secret", &[SchemeParam, Parameter, Field, Output], Flag, "is never shown", "`false`"),
    word("min", &[Parameter, Field], Int, "the least number or length", "none"),
    word("max", &[Parameter, Field], Int, "the greatest number or length", "none"),
    word("default", &[Parameter], Texts, "what the vendor takes it for; is not sent", "none"),
    differing(
        "absent",
        &[SchemeParam, Parameter, Field],
        &[SchemeParam, Parameter, Field], TextOrFalse,
        "what goes out when it is not given",
        "nothing",
    ),
    differing(
        "nillable",
        &[Parameter, Field],
        &[Parameter, Field], Flag,
        "`xsi:nil` goes out when it is not given",
        "`false`",
    ),
    word("needs", &[Parameter], Text, "another one that has to be given with it", "none"),
    word("fixed", &[Parameter, Field, Output], Sample, "its value: always sent, never given; in an answer, not read", "none"),
    differing(
        "separator",
        &[Parameter, Field, Output],
        &[Parameter, Field, Output], Text,
        "between the items of a list in one text, the cells of a table",
        "the name, or the place's last step, repeats",
    ),
    differing(
        "titles",
        &[Output],
        &[Output], Text,
        "of maps in XML: the elements with the names of what they hold",
        "names of elements",
    ),
    word("pages", &[Output], One(Pages), "how further pages are got: `next` and `last`", "none"),
    word("next", &[Pages], Text, "the operation that gives the next page", "must be said"),
    word("last", &[Pages], Text, "the field of its output that says that it was the last", "must be said"),
    differing(
        "code",
        &[Code, Telling, Example],
        &[Code, Telling], Texts,
        "its spelling, one or a list; of an example, the code it is refused with",
        "the key",
    ).but(&[(Example, Text)]),
    word("message", &[Code, Telling, Example], Texts, "a template of the text that goes with it, one or a list", "any").but(&[(Example, Text)]),
    word(
        "means",
        &[Code], OneOf(MEANS),
        "`sign-in` `credentials` `slow-down` `input` `forbidden` `not-found` `conflict` `limit` `vendor-fault`",
        "`input` with `param`, else `vendor-fault`",
    ),
    word("one-of", &[Operation], Groups, "parameters of which exactly one is given; or a list of such lists", "none"),
    word("limit", &[Operation], Text, "how often it may be called: `1 in 60 s`", "none"),
    word(
        "idempotent",
        &[Operation], Flag,
        "doing it twice is doing it once: it is sent again when its answer was lost",
        "`false`",
    ),
    word("supersedes", &[Operation], Text, "the older operation", "none"),
    word("deprecated", &[Operation], Text, "why not to use it", "none"),
    word("demo", &[Operation], Flag, "is among the calls of `cargo xtask demo`", "`false`"),
    word(
        "examples",
        &[Operation], List(Example),
        "`[[examples]]`: calls as they stand on the wire, beside what they mean",
        "one at least",
    ),
    differing("request", &[Example], &[Example], Text, "what goes out", "none"),
    word("parameter", &[Example], Text, "with `code`: the parameter that it is about", "any"),
    word("details", &[Example], Sample, "with `code`: what the refusal carries", "any"),
    word("source", &[Example], Text, "where a wire form is from that the page does not print", "the page"),
];
