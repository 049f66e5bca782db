//! The words of the language: one list, which says where each may stand and what it means.
//!
//! `specs/README.md` has it as a table; a test holds the two against each other.

use super::{Entry, Table, merge::members};
use crate::{
    diagnostic::{At, Diagnostics},
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

/// Reports keys that are no words of this kind of table.
pub fn check_words(table: &Table, place: Place, diagnostics: &mut Diagnostics) {
    for entry in &table.entries {
        let key = entry.key.as_str();
        if let Some(word) = place.words().find(|word| word.name == key) {
            diagnostics.words.push((entry.key_at.clone(), place, word.name));
            continue;
        }
        if place.differs() && !members(key).is_empty() {
            check_protocol(entry, place, diagnostics);
            continue;
        }
        let known: Vec<&str> = place.words().map(|word| word.name).collect();
        let protocols = PROTOCOLS.iter().copied().filter(|_| place.differs());
        diagnostics
            .mistake(&entry.key_at, format!("unknown word `{key}`"), "not a word of this table")
            .suggest(key, known.iter().copied().chain(protocols))
            .suggest_any(&format!("here stand {}", list(&known)));
    }
}

/// What stands under a protocol's name.
fn check_protocol(entry: &Entry, place: Place, diagnostics: &mut Diagnostics) {
    match &entry.node.value {
        super::Value::Table(below) => {
            for inner in &below.entries {
                check_differing(&inner.key, &inner.key_at, place, diagnostics);
            }
        }
        super::Value::Bool(false) if place.may_be_off() => {}
        super::Value::String(_) if place.short_on_protocol().is_some() => {}
        _ => {
            let short = place.short_on_protocol().map(|word| format!("a text (its `{word}`)"));
            let off = place.may_be_off().then(|| "false".to_owned());
            let known: Vec<String> = ["a table".to_owned()].into_iter().chain(short).chain(off).collect();
            diagnostics.mistake(
                &entry.node.at,
                format!("`{}` takes {}", entry.key, known.join(", or ")),
                format!("this is {}", entry.node.kind()),
            );
        }
    }
}

/// A key below a protocol's name.
fn check_differing(key: &str, at: &At, place: Place, diagnostics: &mut Diagnostics) {
    let known: Vec<&str> = place.words().filter(|word| word.differs.contains(&place)).map(|word| word.name).collect();
    if let Some(word) = known.iter().find(|word| **word == key) {
        diagnostics.words.push((at.clone(), place, word));
        return;
    }
    let is_word = place.words().any(|word| word.name == key);
    let (message, label) = if is_word {
        (format!("`{key}` cannot differ by protocol"), "say it once, outside of this table")
    } else {
        (format!("unknown word `{key}`"), "not a word of this table")
    };
    diagnostics
        .mistake(at, message, label)
        .suggest(key, known.iter().copied().filter(|_| !is_word))
        .suggest_any(&format!("by protocol may differ {}", list(&known)));
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
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
    ),
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
