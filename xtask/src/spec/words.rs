//! The words of the language: one list, which says where each may stand and what it means.
//!
//! `specs/README.md` has it as a table; a test holds the two against each other.

use super::{Table, merge::members};
use crate::diagnostic::{At, Diagnostics, Kind};

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

/// A word, and all that there is to know of it.
#[derive(Debug)]
pub struct Word {
    pub name: &'static str,
    pub places: &'static [Place],
    /// Where it may be said for one protocol, too, below that protocol's name.
    pub differs: &'static [Place],
    pub meaning: &'static str,
    /// What holds when it is not said.
    pub default: &'static str,
}

/// The names of protocols and families, below which stands what differs there.
pub const PROTOCOLS: &[&str] = &["form", "get", "post", "soap", "soap11", "soap12", "xml"];

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

    /// Whether something may differ by protocol in a table of this kind, which may then have protocols' names.
    fn differs(self) -> bool {
        WORDS.iter().any(|word| word.differs.contains(&self))
    }

    /// The words that may stand in a table of this kind.
    pub fn words(self) -> impl Iterator<Item = &'static Word> {
        WORDS.iter().filter(move |word| word.places.contains(&self))
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
            for inner in entry.node.as_table().into_iter().flat_map(|below| &below.entries) {
                check_differing(&inner.key, &inner.key_at, place, diagnostics);
            }
            continue;
        }
        let known: Vec<&str> = place.words().map(|word| word.name).collect();
        let protocols = PROTOCOLS.iter().copied().filter(|_| place.differs());
        diagnostics
            .mistake(Kind::UnknownWord, &entry.key_at, format!("unknown word `{key}`"), "not a word of this table")
            .suggest(key, known.iter().copied().chain(protocols))
            .suggest_any(&format!("here stand {}", list(&known)));
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
    let (kind, message, label) = if is_word {
        (Kind::UndifferingWord, format!("`{key}` cannot differ by protocol"), "say it once, outside of this table")
    } else {
        (Kind::UnknownWord, format!("unknown word `{key}`"), "not a word of this table")
    };
    diagnostics
        .mistake(kind, at, message, label)
        .suggest(key, known.iter().copied().filter(|_| !is_word))
        .suggest_any(&format!("by protocol may differ {}", list(&known)));
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

const fn word(name: &'static str, places: &'static [Place], meaning: &'static str, default: &'static str) -> Word {
    Word { name, places, differs: &[], meaning, default }
}

/// A word that may also stand below a protocol's name.
const fn differing(
    name: &'static str,
    places: &'static [Place],
    differs: &'static [Place],
    meaning: &'static str,
    default: &'static str,
) -> Word {
    Word { name, places, differs, meaning, default }
}

use Place::{
    Answer, Code, Defaults, Example, Field, Operation, Output, Pages, Parameter, Part, Protocol, Reading, Scheme,
    SchemeParam, Telling, Type, Value, Vendor,
};

/// Every word, in the order of the table in `specs/README.md`.
pub const WORDS: &[Word] = &[
    word(
        "doc",
        &[Vendor, Scheme, SchemeParam, Type, Value, Parameter, Field, Output, Code, Operation, Example],
        "what it is, in your own words; the first sentence is the summary",
        "none",
    ),
    differing(
        "doubt",
        &[Vendor, Protocol, Answer, Scheme, SchemeParam, Type, Parameter, Field, Output, Code, Operation, Example],
        &[Operation, SchemeParam, Parameter, Field, Output, Code, Example],
        "what the page leaves open or contradicts; one or a list",
        "none",
    ),
    word("page", &[Vendor, Operation], "the vendor's page", "none"),
    word("rust", &[Operation, Scheme, SchemeParam, Type, Value, Parameter, Field, Code], "the Rust name", "derived"),
    word("name", &[Vendor], "of the API", "must be said"),
    word("client", &[Vendor], "the Rust name of the client", "must be said"),
    word("version", &[Vendor], "of its crate", "must be said"),
    word("license", &[Vendor], "of its crate", "must be said"),
    word("repository", &[Vendor], "of its crate", "must be said"),
    word("base", &[Vendor, Type], "the address; of a type, the scalar that it is", "the caller gives it"),
    word(
        "defaults",
        &[Vendor],
        "`[defaults.param]`, `[defaults.field]`: words of every parameter, of every field",
        "none",
    ),
    word("param", &[Defaults, Code], "see `defaults`; of a code, the parameter that it is about", "none"),
    word("names", &[Vendor, Operation], "holes of one's own, with what fills them", "none"),
    word(
        "protocols",
        &[Vendor],
        "`[protocols.P]`: a protocol or family; the first is the client's default",
        "must be said",
    ),
    word(
        "answers",
        &[Vendor, Operation],
        "`[answers.A]`: how answers read; of an operation, laid over the vendor's",
        "must be said",
    ),
    word(
        "auth",
        &[Vendor, Operation, Example],
        "`[auth.X]`: ways to sign in; the schemes an operation takes, or `false`; their parameters",
        "all schemes",
    ),
    word("types", &[Vendor, Operation], "`[types.T]`: scalars, enumerations, records", "none"),
    word("parts", &[Vendor], "`[parts.X]`: `params`, `codes`, `output` that some operations share", "none"),
    word("use", &[Operation], "the parts that it takes, one or a list", "none"),
    differing("path", &[Protocol, Operation], &[Operation], "the address below `base`, with holes", "must be said"),
    differing(
        "answer",
        &[Protocol, Operation, Example],
        &[Operation, Example],
        "which of `[answers]`; of an example, what came",
        "must be said",
    ),
    differing(
        "headers",
        &[Protocol, Example],
        &[Example],
        "sent along; of an example, among those of the request",
        "none",
    ),
    word("namespace", &[Protocol], "of elements, in SOAP and XML", "none"),
    word("action", &[Protocol], "SOAP's, with holes", "none"),
    word("root", &[Protocol], "the element that is posted as XML", "must be said"),
    differing(
        "inside",
        &[Protocol, Operation, Output],
        &[Operation, Output],
        "the element of an answer that places count from; of an output, the place of the text that it is made of",
        "the root",
    ),
    word("charset", &[Protocol, Answer], "of forms; of answers that do not say theirs", "utf-8"),
    word(
        "format",
        &[Answer, Type, Parameter, Field],
        "`text`, `xml` or `bytes`; of dates, strftime: the first is written, all are read",
        "the answer's name · ISO 8601",
    ),
    word("accepted", &[Answer], "readings, of which one that fits is enough", "`{output}`"),
    word("refused", &[Answer], "readings, read through", "none"),
    word("faults", &[Answer], "readings of a SOAP fault, read through; places count from the fault", "none"),
    word("field", &[Defaults, Answer], "see `defaults`; of an answer, the label or place of a field", "`{name}`"),
    word("escape", &[Answer], "how values of a text are escaped: `percent`, `form`", "not at all"),
    word("case", &[Answer], "of names: `exact` or `any`", "`exact`"),
    differing(
        "at",
        &[Reading, Operation, SchemeParam, Parameter, Field, Output, Code],
        &[Operation, SchemeParam, Parameter, Field, Output, Code],
        "where it stands: a place, a name, a label; a list of places: the first that is there",
        "the key; an output's: `.`",
    ),
    differing(
        "as",
        &[Reading, SchemeParam, Value, Parameter, Field, Output],
        &[SchemeParam, Value, Parameter, Field, Output],
        "how a text is made: a template; `xml`: a document; of an output also `fields`, `table`, or a list; of a word, its spelling",
        "a reading's: something is there; an output's: `fields`",
    ),
    word("login", &[Scheme], "the operation that opens a session; of a list the first is used", "none"),
    word("logout", &[Scheme], "the operation that ends it", "none"),
    word("cookie", &[Scheme], "that carries the session", "none"),
    word("idle", &[Scheme], "a session's life without a call: `20 min`", "for ever"),
    word("order", &[Scheme], "of its parameters: `first` or `last`", "`last`"),
    word(
        "from",
        &[SchemeParam],
        "the field of the login's output that it is; of an output that is no record, `value`",
        "the user gives it",
    ),
    differing(
        "in",
        &[SchemeParam, Parameter],
        &[SchemeParam, Parameter],
        "what carries it: `header` (HTTP), `basic`, `soap-header`",
        "the body",
    ),
    word(
        "params",
        &[Vendor, Operation, Scheme, Part, Example],
        "parameters, in the order in which they go out; of an example, their values",
        "none",
    ),
    word("codes", &[Vendor, Operation, Scheme, Part], "of refusals", "none"),
    word(
        "output",
        &[Operation, Part, Code, Example],
        "what a call gives; of a code, that it is an answer, and which",
        "nothing",
    ),
    word("values", &[Type], "the words of an enumeration, which stays open", "none"),
    word("fields", &[Type, Output, Code], "of a record", "none"),
    differing("type", &[Parameter, Field, Output, Code], &[Parameter, Field], "a type; `X[]` is many", "`string`"),
    word("true", &[Type, Parameter, Field], "spellings of yes: the first is written, all are read", "`true`"),
    word("false", &[Type, Parameter, Field], "spellings of no", "`false`"),
    word("none", &[Type, Field], "spellings of \"no value\"", "empty"),
    word(
        "required",
        &[Parameter, Field],
        "must be given, must be there; `{ other = value }`: when `other` is given so",
        "`false`",
    ),
    word("secret", &[SchemeParam, Parameter, Field, Output], "is never shown", "`false`"),
    word("min", &[Parameter, Field], "the least number or length", "none"),
    word("max", &[Parameter, Field], "the greatest number or length", "none"),
    word("default", &[Parameter], "what the vendor takes it for; is not sent", "none"),
    differing(
        "absent",
        &[SchemeParam, Parameter, Field],
        &[SchemeParam, Parameter, Field],
        "what goes out when it is not given",
        "nothing",
    ),
    differing(
        "nillable",
        &[Parameter, Field],
        &[Parameter, Field],
        "`xsi:nil` goes out when it is not given",
        "`false`",
    ),
    word("needs", &[Parameter], "another one that has to be given with it", "none"),
    word("fixed", &[Parameter, Field, Output], "its value: always sent, never given; in an answer, not read", "none"),
    differing(
        "separator",
        &[Parameter, Field, Output],
        &[Parameter, Field, Output],
        "between the items of a list in one text, the cells of a table",
        "the name, or the place's last step, repeats",
    ),
    differing(
        "titles",
        &[Output],
        &[Output],
        "of maps in XML: the elements with the names of what they hold",
        "names of elements",
    ),
    word("pages", &[Output], "how further pages are got: `next` and `last`", "none"),
    word("next", &[Pages], "the operation that gives the next page", "must be said"),
    word("last", &[Pages], "the field of its output that says that it was the last", "must be said"),
    differing(
        "code",
        &[Code, Telling, Example],
        &[Code, Telling],
        "its spelling, one or a list; of an example, the code it is refused with",
        "the key",
    ),
    word("message", &[Code, Telling, Example], "a template of the text that goes with it, one or a list", "any"),
    word(
        "means",
        &[Code],
        "`sign-in` `credentials` `slow-down` `input` `forbidden` `not-found` `conflict` `limit` `vendor-fault`",
        "`input` with `param`, else `vendor-fault`",
    ),
    word("one-of", &[Operation], "parameters of which exactly one is given; or a list of such lists", "none"),
    word("limit", &[Operation], "how often it may be called: `1 in 60 s`", "none"),
    word(
        "idempotent",
        &[Operation],
        "doing it twice is doing it once: it is sent again when its answer was lost",
        "`false`",
    ),
    word("supersedes", &[Operation], "the older operation", "none"),
    word("deprecated", &[Operation], "why not to use it", "none"),
    word("demo", &[Operation], "is among the calls of `cargo xtask demo`", "`false`"),
    word(
        "examples",
        &[Operation],
        "`[[examples]]`: calls as they stand on the wire, beside what they mean",
        "one at least",
    ),
    differing("request", &[Example], &[Example], "what goes out", "none"),
    word("parameter", &[Example], "with `code`: the parameter that it is about", "any"),
    word("details", &[Example], "with `code`: what the refusal carries", "any"),
    word("source", &[Example], "where a wire form is from that the page does not print", "the page"),
];
