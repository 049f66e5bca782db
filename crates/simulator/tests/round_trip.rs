//! What the simulator writes, the transport reads as what was meant: any value in every form of an output, and any
//! parameters the other way round.
//!
//! The two share the descriptions and no code. Where a form cannot carry a text, the strategy of it leaves exactly that
//! out, and says so.

mod support;

use base64::{Engine, prelude::BASE64_STANDARD};
use bindery_simulator::{Simulator, answer};
use bindery_transport::{Record, Target, Value, Values, decode, description::*, encode};
use bytes::Bytes;
use proptest::{
    collection::vec, option, prelude::*, sample::select, string::string_regex, test_runner::TestCaseResult,
};

const EVERY: Protocols = Protocols::ALL;

/// A value, as a description understands it.
#[derive(Clone, Debug, PartialEq)]
enum Any {
    None,
    Text(String),
    Int(i64),
    Bool(bool),
    List(Vec<Any>),
    Map(Vec<(String, String)>),
    Record(Vec<(&'static str, Any)>),
}

impl Any {
    /// What an example of a description would say. It lives as long as the test.
    fn sample(&self) -> Sample {
        let name = |name: &str| &*Box::leak(name.to_owned().into_boxed_str());
        match self {
            Any::None => Sample::None,
            Any::Text(text) => Sample::Text(name(text)),
            Any::Int(number) => Sample::Int(*number),
            Any::Bool(value) => Sample::Bool(*value),
            Any::List(items) => Sample::List(Vec::leak(items.iter().map(Any::sample).collect())),
            Any::Map(pairs) => {
                let pairs = pairs.iter().map(|(label, text)| (name(label), Sample::Text(name(text))));
                Sample::Record(Vec::leak(pairs.collect()))
            }
            Any::Record(fields) => {
                let fields = fields.iter().filter(|(_, value)| *value != Any::None);
                Sample::Record(Vec::leak(fields.map(|(name, value)| (*name, value.sample())).collect()))
            }
        }
    }

    /// What was read.
    fn of(value: &Value, ty: &Type) -> Any {
        match value {
            Value::Text(text) => Any::Text(text.clone()),
            Value::Secret(secret) => Any::Text(secret.expose().to_owned()),
            Value::Int(number) => Any::Int(*number),
            Value::Bool(value) => Any::Bool(*value),
            Value::Number(number) => Any::Text(number.as_str().to_owned()),
            Value::DateTime(date) => Any::Text(date.as_str().to_owned()),
            Value::Bytes(bytes) => Any::Text(BASE64_STANDARD.encode(bytes)),
            Value::Map(map) => Any::Map(map.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect()),
            Value::List(items) => Any::List(items.iter().map(|item| Any::of(item, ty)).collect()),
            Value::Record(record) => Any::of_record(record, ty),
            other => panic!("a new kind of value: {other:?}"),
        }
    }

    fn of_record(record: &Record, ty: &Type) -> Any {
        let Kind::Record(shape) = ty.kind else { panic!("a record of {ty:?}") };
        assert!(
            record.unknown().is_empty(),
            "nothing is unknown, but {:?}",
            record.unknown().iter().collect::<Vec<_>>()
        );
        let fields = shape.fields.iter().enumerate().map(|(index, field)| {
            let value = record.get(index).map_or(Any::None, |value| Any::of(value, field.wires[0].ty));
            (field.name, value)
        });
        Any::Record(fields.collect())
    }
}

/// Checks that an output, written in one of its text forms, is read as what it is.
fn goes_round(operation: &'static Operation, protocol: Protocol, form: usize, output: &Any) -> TestCaseResult {
    let written = answer::accepted(&VENDOR, operation, protocol, form, &output.sample()).map(Bytes::from);
    let target = Target { vendor: &VENDOR, base: "http://x", protocol, credentials: None, secrets_in_url: true };
    let body = String::from_utf8_lossy(written.body()).into_owned();
    let read = match decode::answer(operation, &target, &Values::new(0), &written) {
        Ok(read) => read,
        Err(failure) => return Err(TestCaseError::fail(format!("{failure}\n{body}"))),
    };
    let ty = operation.output.expect("an output").ty;
    prop_assert_eq!(
        &read.as_ref().map_or(Any::None, |value| Any::of(value, ty)),
        output,
        "over {}: {}",
        protocol,
        body
    );
    Ok(())
}

// What texts can hold.

/// Any text that XML can carry.
fn any_text() -> BoxedStrategy<String> {
    let awkward = select(vec![
        "",
        " ",
        "  ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\u{85}",
        "\u{A0}",
        "\u{2028}",
        "\u{FEFF}",
        "\u{200B}",
        "\u{202E}",
        "<",
        ">",
        "&",
        "'",
        "\"",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?",
        "?>",
        "&amp;",
        "&#13;",
        "&lt;a/>",
        "</r>",
        "%",
        "%41",
        "%zz",
        "+",
        "=",
        ":",
        "::",
        "|",
        ",",
        ", ",
        ";",
        "OK",
        "ERROR",
        "ERROR 12: no",
        "{n}",
        "{",
        "}",
        "\\",
        "\u{7F}",
        "\u{80}",
        "é",
        "e\u{301}",
        "ß",
        "日本",
        "😀",
        "\u{10FFFD}",
        "\u{FFFD}",
        "true",
        "0",
        "none",
        "a",
        "b c",
    ]);
    let char = any::<char>().prop_filter(
        "XML cannot carry it",
        |char| matches!(char, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..),
    );
    let piece = prop_oneof![5 => awkward.prop_map(str::to_owned), 1 => char.prop_map(String::from)];
    prop_oneof![
        20 => vec(piece, 0..6).prop_map(|pieces| pieces.concat()),
        1 => Just("ab ".repeat(5000) + "c"),
    ]
    .boxed()
}

/// A text that stands in a text: the blanks around it are layout.
fn without_blanks_around(text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    text.prop_map(|text| text.trim().to_owned()).boxed()
}

/// A text that ends where a line does.
fn without_line_ends() -> BoxedStrategy<String> {
    // Nor does a byte order mark stand in front of it, where it could be that of the whole text.
    let text = any_text().prop_map(|text| {
        text.replace(['\r', '\n'], "")
            .trim_start_matches(|char: char| char == '\u{FEFF}' || char.is_whitespace())
            .to_owned()
    });
    without_blanks_around(text).boxed()
}

/// A text that stands among others with this between them.
fn without(separator: &'static str) -> BoxedStrategy<String> {
    let text = without_line_ends().prop_map(move |text| text.replace(separator.trim_matches(' '), ""));
    let text = text
        .prop_map(|text| text.trim_start_matches(|char: char| char == '\u{FEFF}' || char.is_whitespace()).to_owned());
    without_blanks_around(text).boxed()
}

/// A text of a character set's own characters.
fn of_latin() -> BoxedStrategy<String> {
    any_text().prop_map(|text| text.chars().filter(|char| encodes(*char)).collect()).boxed()
}

fn encodes(char: char) -> bool {
    !encoding_rs::WINDOWS_1252.encode(&char.to_string()).2
}

fn text(text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<Any> {
    text.prop_map(Any::Text).boxed()
}

fn maybe(value: impl Strategy<Value = Any> + 'static) -> BoxedStrategy<Any> {
    option::of(value).prop_map(|value| value.unwrap_or(Any::None)).boxed()
}

fn list(item: impl Strategy<Value = Any> + 'static) -> BoxedStrategy<Any> {
    vec(item, 0..5).prop_map(Any::List).boxed()
}

/// Names of elements and of attributes, not those that a description knows.
fn names() -> BoxedStrategy<String> {
    string_regex("x[a-z0-9_.-]{0,6}|é{1,3}").expect("a pattern").boxed()
}

// Values of every type but plain text: the blanks around them are nobody's, and an empty one is none.

fn number() -> BoxedStrategy<Any> {
    text(string_regex("[+-]?([0-9]{1,40}(\\.[0-9]{0,20})?|\\.[0-9]{1,9})([eE][+-]?[0-9]{1,3})?").expect("a pattern"))
        .boxed()
}

/// A date in a format, or what is in none and kept as it came.
fn date(format: &'static str) -> BoxedStrategy<Any> {
    let moment = (1..=9999i16, 1..=12i8, 1..=28i8, 0..=23i8, 0..=59i8, 0..=59i8);
    let written = moment.prop_map(move |(year, month, day, hour, minute, second)| {
        let moment = jiff::civil::date(year, month, day).at(hour, minute, second, 0);
        moment.strftime(format).to_string()
    });
    let unread = without_line_ends().prop_filter("it would be none", |text| !text.is_empty());
    text(prop_oneof![3 => written, 1 => unread]).boxed()
}

fn bytes() -> BoxedStrategy<Any> {
    text(vec(any::<u8>(), 1..60).prop_map(|bytes| BASE64_STANDARD.encode(bytes))).boxed()
}

/// A word of an enumeration, or one that it does not know.
fn word(open: impl Strategy<Value = String> + 'static) -> BoxedStrategy<Any> {
    let open = open.prop_filter("it would be none, or how another word is spelled", |text| {
        !text.is_empty() && !["red", "blue", "r", "bl"].iter().any(|word| text.eq_ignore_ascii_case(word))
    });
    text(prop_oneof![select(vec!["red", "blue"]).prop_map(str::to_owned), open]).boxed()
}

fn url() -> BoxedStrategy<Any> {
    text(string_regex("[a-z][a-z0-9+.-]{0,5}://[!-~é😀]{1,30}").expect("a pattern")).boxed()
}

/// A text where some spellings say that there is none.
fn but_none(open: impl Strategy<Value = String> + 'static) -> BoxedStrategy<Any> {
    maybe(text(open.prop_filter("it says that there is none", |text| !["(none)", "-"].contains(&text.trim())))).boxed()
}

// The descriptions.

macro_rules! field {
    ($name:literal, $at:expr, $ty:expr $(, $wire:ident($($value:expr)?))*) => {
        Field::new($name, &[Wire::new(EVERY, &$at, $ty)$(.$wire($($value)?))*])
    };
}

static VENDOR: Vendor = Vendor {
    name: "Round",
    package: "round",
    base: None,
    bindings: &[
        binding(Protocol::Post, &TEXT),
        binding(Protocol::Get, &TEXT),
        binding(Protocol::Soap11, &ENVELOPE),
        binding(Protocol::Soap12, &ENVELOPE),
        binding(Protocol::Xml, &DOCUMENT),
    ],
    schemes: &[],
    operations: &[&ASKED],
};

const fn binding(protocol: Protocol, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path: match protocol {
            Protocol::Soap11 | Protocol::Soap12 => "/soap",
            Protocol::Xml => "/xml",
            _ => "/{operation}",
        },
        namespace: "urn:round",
        action: "urn:round/{operation}",
        root: "{operation}",
        inside: "",
        charset: None,
        headers: &[],
        answer,
    }
}

static TEXT: Answer = Answer::new(Format::Text).accepted(&[Reading {
    at: &[],
    template: Some(Template(&[Piece::Text("OK"), Piece::Blank, Piece::Hole("output")])),
}]);
static PERCENT: Answer = Answer::new(Format::Text).labels("=").escape(Escape::Percent).charset("windows-1252");
static FORM_ESCAPE: Answer = Answer::new(Format::Text).labels("=").escape(Escape::Form);
static ENVELOPE: Answer = Answer::new(Format::Xml).accepted(&[Reading {
    at: &["{operation}Result"],
    template: Some(Template(&[Piece::Hole("operation"), Piece::Text("_OK")])),
}]);
static DOCUMENT: Answer =
    Answer::new(Format::Xml).accepted(&[Reading { at: &["@status"], template: Some(Template(&[Piece::Text("ok")])) }]);
static LATIN: Answer = Answer::new(Format::Xml).charset("iso-8859-1");
static BYTES: Answer = Answer::new(Format::Bytes);

static COLOUR: Type = Type::words(&["red", "blue"]).spelled(&["R", "Bl"]);
static YES: Type = Type::boolean(&["Y"], &["N"]);
static IF_THERE: Type = Type::boolean(&["on"], &[""]);
const US_FORMAT: &str = "%-m/%-d/%Y %-I:%M:%S %p";
static US: Type = Type::date_time(&[US_FORMAT]);
static NO_ID: Type = Type::I32.none(&["0", "-1"]);
static NO_TEXT: Type = Type::STRING.none(&["(none)", "-"]);

static SCALARS: Type = Type::record(&bindery_transport::description::Record {
    name: "Scalars",
    fields: &[
        field!("id", ["id"], &Type::I64).required(),
        field!("text", ["text"], &Type::STRING),
        field!("hidden", ["hidden"], &Type::STRING).secret(),
        field!("none", ["none"], &NO_TEXT),
        field!("small", ["small"], &NO_ID),
        field!("number", ["number"], &Type::NUMBER),
        field!("flag", ["flag"], &Type::BOOL),
        field!("yes", ["yes"], &YES),
        field!("there", ["there"], &IF_THERE),
        field!("colour", ["colour"], &COLOUR),
        field!("iso", ["iso"], &Type::DATE_TIME),
        field!("us", ["us"], &US),
        field!("url", ["url"], &Type::URL),
        field!("bytes", ["bytes"], &Type::BYTES),
        field!("commas", ["commas"], &Type::STRING, join(", ")).many(),
        field!("bars", ["bars"], &COLOUR, join("|")).many(),
        field!("numbers", ["numbers"], &Type::I64, join(" ")).many(),
        field!(
            "made",
            ["made"],
            &Type::I64,
            template(Template(&[
                Piece::Text("#"),
                Piece::Hole("value"),
                Piece::Text(" of "),
                Piece::Hole("operation"),
            ]))
        ),
    ],
});

/// The fields of [`SCALARS`], with texts that their form can carry.
fn scalars<T: Strategy<Value = String> + 'static>(texts: impl Fn() -> T) -> BoxedStrategy<Any> {
    let joined = |separator: &'static str| {
        // An empty last one does not count, and in the middle it is one.
        without(separator).prop_filter("it would be none, or the last", |text| !text.is_empty())
    };
    let plain = (
        any::<i64>().prop_map(Any::Int),
        maybe(text(texts())),
        maybe(text(texts())),
        but_none(texts()),
        maybe((1..=i32::MAX).prop_map(|number| Any::Int(number.into()))),
        maybe(number()),
        maybe(any::<bool>().prop_map(Any::Bool)),
        maybe(any::<bool>().prop_map(Any::Bool)),
        maybe(any::<bool>().prop_map(Any::Bool)),
        maybe(word(without_line_ends())),
    );
    let more = (
        maybe(date("%Y-%m-%dT%H:%M:%S")),
        maybe(date(US_FORMAT)),
        maybe(url()),
        maybe(bytes()),
        list(text(joined(", "))),
        list(word(joined("|"))),
        list(any::<i64>().prop_map(Any::Int)),
        maybe(any::<i64>().prop_map(Any::Int)),
    );
    (plain, more)
        .prop_map(|((a, b, c, d, e, f, g, h, i, j), (k, l, m, n, o, p, q, r))| {
            let Kind::Record(shape) = SCALARS.kind else { unreachable!() };
            let values = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r];
            Any::Record(shape.fields.iter().map(|field| field.name).zip(values).collect())
        })
        .boxed()
}

const HERE: OutputForm = OutputForm::new(EVERY, ".");

const fn operation(name: &'static str, output: &'static Output) -> Operation {
    Operation::new(name, EVERY).output(output)
}

static ONE: Operation = operation("one", &Output::new(&SCALARS, &[HERE]));
static BLOCKS: Operation =
    operation("blocks", &Output::new(&SCALARS, &[OutputForm::new(EVERY, "list/item").separator("\n\n")]).many());
static ESCAPED: Operation = operation("escaped", &Output::new(&SCALARS, &[HERE])).answers(&[(FORM, &PERCENT)]);
static AS_FORM: Operation = operation("asForm", &Output::new(&SCALARS, &[HERE])).answers(&[(FORM, &FORM_ESCAPE)]);
static AS_LATIN: Operation = operation("asLatin", &Output::new(&SCALARS, &[HERE])).answers(&[(XML, &LATIN)]);

// Tables.

static ROW: Type = Type::record(&bindery_transport::description::Record {
    name: "Row",
    fields: &[
        field!("id", ["ID"], &Type::I64),
        field!("text", ["Some.text"], &Type::STRING),
        field!("place", ["place"], &PLACE),
        field!("when", ["When"], &US),
        field!("tags", ["Tags"], &Type::STRING, join(",")).many(),
    ],
});
static PLACE: Type = Type::record(&bindery_transport::description::Record {
    name: "Place",
    fields: &[field!("city", ["City"], &Type::STRING), field!("row", ["Row"], &Type::I32)],
});
const BARS: OutputForm = OutputForm::new(EVERY, "data/row").text(&[TextForm::Table, TextForm::Xml]).separator("|");
static TABLE: Operation = operation("table", &Output::new(&ROW, &[BARS]).many());
static IN_TEXT: Operation = operation("inText", &Output::new(&ROW, &[BARS.inside("sReport")]).many());
static TABS: Operation = operation(
    "tabs",
    &Output::new(&ROW, &[OutputForm::new(EVERY, "row").text(&[TextForm::Table]).separator("\t")]).many(),
);

/// Rows of a table: a cell that is not there is an empty one, so that each text is there.
fn rows(separator: &'static str) -> BoxedStrategy<Any> {
    let tag = without(separator).prop_map(|text| text.replace(',', "").trim().to_owned());
    let tag = tag.prop_filter("it would be none, or the last", |text| !text.is_empty());
    let date = date(US_FORMAT).prop_map(move |date| match date {
        Any::Text(text) if text.contains(separator) => Any::Text("never".to_owned()),
        date => date,
    });
    let row = (
        maybe(any::<i64>().prop_map(Any::Int)),
        without(separator),
        without(separator),
        maybe(any::<i32>().prop_map(|row| Any::Int(row.into()))),
        maybe(date),
        list(text(tag)),
    );
    list(row.prop_map(|(id, text, city, row, when, tags)| {
        let place = Any::Record(vec![("city", Any::Text(city)), ("row", row)]);
        Any::Record(vec![("id", id), ("text", Any::Text(text)), ("place", place), ("when", when), ("tags", tags)])
    }))
    .boxed()
}

// Maps.

static MAP: Operation = operation("map", &Output::new(&Type::MAP, &[HERE]));
static MAPS: Operation = operation("maps", &Output::new(&Type::MAP, &[BARS.titles("header/field")]).many());
static ATTRIBUTES: Operation = operation("attributes", &Output::new(&Type::MAP, &[OutputForm::new(EVERY, "a/@*")]));
static CHILDREN: Operation = operation("children", &Output::new(&Type::MAP, &[OutputForm::new(EVERY, "a/*")]));

/// A map whose names are none twice.
fn map(
    names: impl Strategy<Value = String> + 'static,
    texts: impl Strategy<Value = String> + 'static,
) -> BoxedStrategy<Any> {
    vec((names, texts), 0..5)
        .prop_map(|mut pairs| {
            let mut known = Vec::new();
            pairs.retain(|(name, _)| {
                !known.contains(name) && {
                    known.push(name.clone());
                    true
                }
            });
            Any::Map(pairs)
        })
        .boxed()
}

// Numbered labels, and records flat in a record.

static ORDER: Type = Type::record(&bindery_transport::description::Record {
    name: "Order",
    fields: &[
        field!("id", ["id"], &Type::I64).required(),
        field!("lines", ["lines/line"], &LINE).many(),
        field!("notes", ["note{n}"], &Type::STRING).many(),
        field!("place", ["place"], &PLACE),
        field!("rest", ["*"], &Type::MAP),
    ],
});
static LINE: Type = Type::record(&bindery_transport::description::Record {
    name: "Line",
    fields: &[field!("item", ["item{n}"], &Type::STRING).required(), field!("size", ["item{n}size"], &Type::I32)],
});
static NUMBERED: Operation = operation("numbered", &Output::new(&ORDER, &[HERE]));
static LINES: Operation = operation("lines", &Output::new(&LINE, &[HERE]).many());

fn line() -> BoxedStrategy<Any> {
    (without_line_ends(), maybe(any::<i32>().prop_map(|size| Any::Int(size.into()))))
        .prop_map(|(item, size)| Any::Record(vec![("item", Any::Text(item)), ("size", size)]))
        .boxed()
}

// Templates.

static SENDING: Type = Type::record(&bindery_transport::description::Record {
    name: "Sending",
    fields: &[
        field!("id", ["id"], &Type::I64),
        field!("to", ["to"], &Type::STRING),
        field!("why", ["why"], &Type::STRING),
    ],
});
const SENT: TextForm =
    TextForm::Template(Template(&[Piece::Text("ID: "), Piece::Hole("id"), Piece::Text(" To: "), Piece::Hole("to")]));
const NOT_SENT: TextForm = TextForm::Template(Template(&[
    Piece::Text("FAIL"),
    Piece::Blank,
    Piece::Hole("why"),
    Piece::Text(" To: "),
    Piece::Hole("to"),
]));
static TEMPLATES: Operation =
    operation("templates", &Output::new(&SENDING, &[HERE.text(&[SENT, NOT_SENT]).separator("\n")]).many());

// Documents.

static NODE: Type = Type::record(&bindery_transport::description::Record {
    name: "Node",
    fields: &[
        field!("id", ["@id"], &Type::I64),
        field!("label", ["@label"], &Type::STRING),
        field!("text", ["text"], &Type::STRING),
        field!("own", ["."], &Type::STRING),
        field!("scalars", ["deep/scalars"], &SCALARS),
        field!("words", ["words/word"], &Type::STRING).many(),
        field!("joined", ["@joined"], &Type::I64, join(",")).many(),
        field!("nodes", ["nodes/node"], &NODE).many(),
        field!("document", ["document"], &LEAF, document("leaf")),
        field!("extra", ["extra/@*"], &Type::MAP),
        field!("maps", ["map"], &Type::MAP).many(),
    ],
});
static LEAF: Type = Type::record(&bindery_transport::description::Record {
    name: "Leaf",
    fields: &[field!("width", ["@width"], &Type::I32).required(), field!("text", ["text"], &Type::STRING)],
});
static NODES: Operation = operation("nodes", &Output::new(&NODE, &[OutputForm::new(EVERY, "list/node")]).many());
static NODE_ALONE: Operation = operation("node", &Output::new(&NODE, &[OutputForm::new(EVERY, "node")]));
static INSIDE: Operation = operation("inside", &Output::new(&NODE, &[OutputForm::new(EVERY, "node")]))
    .insides(&[(EVERY, "{operation}Result/*")])
    .answers(&[(EVERY, &PLAIN)]);
static PLAIN: Answer = Answer::new(Format::Xml);

fn node() -> BoxedStrategy<Any> {
    let leaf = node_of(Just(Any::List(Vec::new())));
    leaf.prop_recursive(3, 8, 2, |inner| node_of(vec(inner, 0..3).prop_map(Any::List))).boxed()
}

fn node_of(nodes: impl Strategy<Value = Any> + 'static) -> BoxedStrategy<Any> {
    // Blanks in front of a child are layout, so that a text of nothing else is none beside children.
    let own = any_text().prop_map(|text| if text.trim().is_empty() { String::new() } else { text });
    let leaf = (any::<i32>(), maybe(text(any_text())))
        .prop_map(|(width, text)| Any::Record(vec![("width", Any::Int(width.into())), ("text", text)]));
    let entry =
        map(names(), any_text()).prop_filter("it would be one of its own text", |map| *map != Any::Map(Vec::new()));
    (
        (
            maybe(any::<i64>().prop_map(Any::Int)),
            maybe(text(any_text())),
            maybe(text(any_text())),
            own,
            maybe(scalars(any_text)),
        ),
        (
            list(text(any_text())),
            list(any::<i64>().prop_map(Any::Int)),
            nodes,
            maybe(leaf),
            map(names(), any_text()),
            list(entry),
        ),
    )
        .prop_map(|((id, label, text, own, scalars), (words, joined, nodes, document, extra, maps))| {
            Any::Record(vec![
                ("id", id),
                ("label", label),
                ("text", text),
                ("own", Any::Text(own)),
                ("scalars", scalars),
                ("words", words),
                ("joined", joined),
                ("nodes", nodes),
                ("document", document),
                ("extra", extra),
                ("maps", maps),
            ])
        })
        .boxed()
}

// Outputs of one value.

static A_TEXT: Operation = operation("aText", &Output::new(&Type::STRING, &[OutputForm::new(EVERY, "text")]));
static A_NUMBER: Operation = operation("aNumber", &Output::new(&Type::I64, &[OutputForm::new(EVERY, "@n")]));
static WORDS: Operation =
    operation("words", &Output::new(&COLOUR, &[OutputForm::new(EVERY, "w").separator(", ")]).many());
static CONTENT: Operation =
    operation("content", &Output::new(&Type::BYTES, &[OutputForm::new(EVERY, "content")])).answers(&[(EVERY, &BYTES)]);

const XMLS: [Protocol; 3] = [Protocol::Xml, Protocol::Soap11, Protocol::Soap12];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn scalars_in_labels(output in scalars(without_line_ends)) {
        goes_round(&ONE, Protocol::Post, 0, &output)?;
    }

    #[test]
    fn scalars_in_elements(output in scalars(any_text)) {
        for protocol in XMLS {
            goes_round(&ONE, protocol, 0, &output)?;
        }
    }

    #[test]
    fn records_with_an_empty_line_between(output in list(scalars(without_line_ends))) {
        goes_round(&BLOCKS, Protocol::Get, 0, &output)?;
    }

    #[test]
    fn records_that_are_elements(output in list(scalars(any_text))) {
        for protocol in XMLS {
            goes_round(&BLOCKS, protocol, 0, &output)?;
        }
    }

    #[test]
    fn values_that_are_escaped_as_in_a_form(output in scalars(any_text)) {
        goes_round(&AS_FORM, Protocol::Post, 0, &output)?;
    }

    #[test]
    fn values_that_are_escaped_in_a_character_set(text in of_latin(), number in number()) {
        let output = record_of(&SCALARS, vec![("id", Any::Int(1)), ("text", Any::Text(text)), ("number", number)]);
        goes_round(&ESCAPED, Protocol::Post, 0, &output)?;
    }

    #[test]
    fn documents_in_a_character_set_that_only_the_description_says(text in of_latin(), hidden in of_latin()) {
        let fields = vec![("id", Any::Int(1)), ("text", Any::Text(text)), ("hidden", Any::Text(hidden))];
        goes_round(&AS_LATIN, Protocol::Xml, 0, &record_of(&SCALARS, fields))?;
    }

    #[test]
    fn tables(output in rows("|")) {
        goes_round(&TABLE, Protocol::Post, 0, &output)?;
        goes_round(&TABLE, Protocol::Xml, 0, &output)?;
    }

    #[test]
    fn tables_as_a_document_in_a_text(output in rows("|")) {
        goes_round(&TABLE, Protocol::Post, 1, &output)?;
    }

    #[test]
    fn tables_in_an_element(output in rows("|"), form in 0..2usize) {
        for protocol in XMLS {
            goes_round(&IN_TEXT, protocol, form, &output)?;
        }
    }

    #[test]
    fn tables_with_tabs(mut output in rows("\t")) {
        // A last row of nothing but blanks cannot be told from the end of the text.
        if let Any::List(rows) = &mut output {
            rows.push(record_of(&ROW, vec![("id", Any::Int(1)), ("text", empty()), ("place", record_of(&PLACE, vec![("city", empty())]))]));
        }
        goes_round(&TABS, Protocol::Get, 0, &output)?;
    }

    #[test]
    fn maps_of_labels(pairs in map(without(":"), without_line_ends())) {
        // A name that is too long is none.
        let Any::Map(mut pairs) = pairs else { unreachable!() };
        pairs.retain(|(name, _)| !name.is_empty() && name.len() <= 80);
        goes_round(&MAP, Protocol::Post, 0, &Any::Map(pairs))?;
    }

    #[test]
    fn maps_of_columns(titles in vec(without("|"), 1..5), cells in vec(vec(without("|"), 5), 0..4)) {
        let mut titles: Vec<String> = titles.into_iter().filter(|title| !title.is_empty()).collect();
        titles.sort();
        titles.dedup();
        // What begins with `<` is a document, where the output may be one.
        titles.retain(|title| !title.starts_with('<'));
        let rows = cells.into_iter().map(|cells| Any::Map(titles.iter().cloned().zip(cells).collect()));
        let output = if titles.is_empty() { Any::List(Vec::new()) } else { Any::List(rows.collect()) };
        goes_round(&MAPS, Protocol::Post, 0, &output)?;
        goes_round(&MAPS, Protocol::Post, 1, &output)?;
        for protocol in XMLS {
            goes_round(&MAPS, protocol, 0, &output)?;
        }
    }

    #[test]
    fn maps_of_attributes_and_children(output in map(names(), any_text())) {
        for protocol in XMLS {
            goes_round(&ATTRIBUTES, protocol, 0, &output)?;
            goes_round(&CHILDREN, protocol, 0, &output)?;
        }
    }

    #[test]
    fn numbered_labels(
        id in any::<i64>(),
        lines in list(line()),
        notes in list(text(without_line_ends())),
        city in without_line_ends(),
        rest in map(names(), without_line_ends()),
    ) {
        let place = Any::Record(vec![("city", Any::Text(city)), ("row", Any::Int(3))]);
        let fields = vec![("id", Any::Int(id)), ("lines", lines.clone()), ("notes", notes), ("place", place), ("rest", rest)];
        goes_round(&NUMBERED, Protocol::Post, 0, &Any::Record(fields))?;
        // Of one alone, words could be read as the next label.
        let Any::List(items) = &lines else { unreachable!() };
        if items.len() != 1 {
            goes_round(&LINES, Protocol::Post, 0, &lines)?;
        }
    }

    #[test]
    fn templates(pairs in vec((option::of(any::<i64>()), without(" To: "), without(" To: ")), 0..5)) {
        // The blank in front of the last hole is one at the end of the text, where nothing fills the hole.
        let filled = |text: String| text.replace("To:", "").trim().to_owned() + ".";
        let items = pairs.into_iter().map(|(id, to, why)| {
            let (to, why) = (("to", Any::Text(filled(to))), filled(why));
            match id {
                Some(id) => Any::Record(vec![("id", Any::Int(id)), to, ("why", Any::None)]),
                None => Any::Record(vec![("id", Any::None), to, ("why", Any::Text(why))]),
            }
        });
        goes_round(&TEMPLATES, Protocol::Post, 0, &Any::List(items.collect()))?;
    }

    #[test]
    fn documents(output in list(node()), alone in node()) {
        for protocol in XMLS {
            goes_round(&NODES, protocol, 0, &output)?;
            goes_round(&NODE_ALONE, protocol, 0, &alone)?;
            goes_round(&INSIDE, protocol, 0, &alone)?;
        }
    }

    #[test]
    fn single_values(output in any_text(), number in any::<i64>(), words in list(word(without(", ").prop_filter("none", |text| !text.is_empty())))) {
        for protocol in XMLS {
            goes_round(&A_TEXT, protocol, 0, &Any::Text(output.clone()))?;
            goes_round(&A_NUMBER, protocol, 0, &Any::Int(number))?;
            goes_round(&WORDS, protocol, 0, &words)?;
        }
        // The blanks around a whole answer are layout, and so is a byte order mark in front of it.
        let outer = |char: char| char == '\u{FEFF}' || char.is_whitespace();
        goes_round(&A_TEXT, Protocol::Post, 0, &Any::Text(output.trim_start_matches(outer).trim_end().to_owned()))?;
        goes_round(&A_NUMBER, Protocol::Post, 0, &Any::Int(number))?;
        goes_round(&WORDS, Protocol::Post, 0, &words)?;
    }

    #[test]
    fn contents(content in bytes()) {
        for protocol in [Protocol::Post, Protocol::Get, Protocol::Xml, Protocol::Soap11, Protocol::Soap12] {
            goes_round(&CONTENT, protocol, 0, &content)?;
        }
    }
}

fn empty() -> Any {
    Any::Text(String::new())
}

/// A record of some fields: the others are not there.
fn record_of(ty: &Type, fields: Vec<(&'static str, Any)>) -> Any {
    let Kind::Record(shape) = ty.kind else { unreachable!() };
    Any::Record(
        shape
            .fields
            .iter()
            .map(|field| {
                let given = fields.iter().find(|(name, _)| *name == field.name).map(|(_, value)| value.clone());
                let none = if field.many { Any::List(Vec::new()) } else { Any::None };
                (field.name, given.unwrap_or(none))
            })
            .collect(),
    )
}

// Requests.

static ASKED: Operation = Operation::new("asked", EVERY).params(&[
    Field::new("name", &[Wire::new(FORM, &["name"], &Type::STRING), Wire::new(XMLISH, &["box/name"], &Type::STRING)])
        .required(),
    Field::new(
        "words",
        &[Wire::new(FORM, &["word"], &Type::STRING), Wire::new(XMLISH, &["words/word"], &Type::STRING)],
    )
    .many(),
    Field::new("joined", &[Wire::new(EVERY, &["joined"], &Type::I64).join(",")]).many(),
    Field::new(
        "attribute",
        &[Wire::new(FORM, &["attribute"], &Type::STRING), Wire::new(XMLISH, &["box/@attribute"], &Type::STRING)],
    ),
]);
const XMLISH: Protocols = SOAP.and(XML);

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn parameters(
        name in any_text(),
        words in vec(any_text(), 0..4),
        joined in vec(any::<i64>(), 1..4),
        attribute in any_text(),
    ) {
        let sim = Simulator::start(&VENDOR);
        for protocol in ASKED.on.iter() {
            let mut values = Values::new(4);
            values.set(0, Some(Value::Text(name.clone())));
            values.set(1, Some(Value::List(words.iter().cloned().map(Value::Text).collect())));
            values.set(2, Some(Value::List(joined.iter().copied().map(Value::Int).collect())));
            values.set(3, Some(Value::Text(attribute.clone())));
            let target = Target { vendor: &VENDOR, base: "http://x", protocol, credentials: None, secrets_in_url: true };
            let request = encode::request(&ASKED, &target, &values).expect("a request");
            let path = request.uri().path_and_query().expect("a path");
            let mut head = format!("{} {path} HTTP/1.1", request.method());
            for (name, value) in request.headers() {
                head.push_str(&format!("\r\n{name}: {}", value.to_str().expect("a header")));
            }
            let reply = support::exchange(&sim, &head, &String::from_utf8(request.body().clone()).expect("UTF-8"));
            prop_assert_eq!(reply.status, 200, "{}", reply.text());
            let received = sim.received().pop().expect("the request");
            let sent = |name: &str| -> Vec<String> {
                received.params.iter().filter(|(known, _)| known == name).map(|(_, text)| text.clone()).collect()
            };
            let place = |form, xml| if protocol.is_form() { form } else { xml };
            prop_assert_eq!(sent(place("name", "box/name")), vec![name.clone()], "over {}", protocol);
            prop_assert_eq!(sent(place("word", "words/word")), words.clone(), "over {}", protocol);
            prop_assert_eq!(sent("joined"), vec![joined.iter().map(i64::to_string).collect::<Vec<_>>().join(",")]);
            prop_assert_eq!(sent(place("attribute", "box/@attribute")), vec![attribute.clone()], "over {}", protocol);
        }
    }
}
