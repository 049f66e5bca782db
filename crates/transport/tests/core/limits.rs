//! What is more than is read: each limit, met and not.

use bindery_transport::{
    Failure, Kind, Protocol, Stage, Value,
    description::{Operation, Output, OutputForm, Protocols, Record, Template, TextForm, Type},
};

use crate::{
    decode::envelope,
    ledger::{self, field, over, pieces, post, soap, xml},
    rows,
};

pub const ALL: &[&Operation] = &[&DOCUMENT, &IMAGES, &INSIDE, &SHELVES, &TABLE, &NAMED, &SENT];

const EVERY: Protocols = Protocols::ALL;
const ROWS: OutputForm = OutputForm::new(EVERY, "row");

// Documents.

static DOCUMENT: Operation = Operation::new("document", EVERY)
    .output(&Output::new(&Type::MAP, &[OutputForm::new(EVERY, "@*")]))
    .answers(&[(Protocols::SOAP, &ANY_DOCUMENT)]);
static ANY_DOCUMENT: bindery_transport::description::Answer =
    bindery_transport::description::Answer::new(bindery_transport::description::Format::Xml);

#[test]
fn elements_are_nested_so_deep() {
    let nested = |depth: usize| {
        let depth = depth - 1;
        format!("<r status='ok'>{}{}</r>", "<a>".repeat(depth), "</a>".repeat(depth))
    };
    assert!(xml(&DOCUMENT, &nested(256)).is_ok());
    too_large(xml(&DOCUMENT, &nested(257)), "nested more than 256 deep");
    // An envelope and its body are two of them.
    too_large(soap(&DOCUMENT, &nested(255)), "nested more than 256 deep");
}

#[test]
fn an_element_has_so_many_attributes() {
    let with = |count: usize| {
        let attributes: String = (1..count).map(|index| format!(" a{index}='x'")).collect();
        format!("<r status='ok'{attributes}/>")
    };
    let Ok(Some(Value::Map(map))) = xml(&DOCUMENT, &with(10_000)) else { panic!("they are few enough") };
    assert_eq!(map.len(), 9_999);
    for count in [10_001, 100_000] {
        too_large(xml(&DOCUMENT, &with(count)), "an element has more than 10000 attributes");
        too_large(soap(&DOCUMENT, &with(count)), "an element has more than 10000 attributes");
    }
    // Many elements may have some each.
    assert!(xml(&DOCUMENT, &format!("<r status='ok'>{}</r>", "<a b='c' d='e'/>".repeat(10_000))).is_ok());
}

#[test]
fn a_document_has_so_many_elements() {
    let with = |count: usize| format!("<r status='ok'>{}</r>", "<a/>".repeat(count - 1));
    assert!(xml(&DOCUMENT, &with(2_000_000)).is_ok());
    too_large(xml(&DOCUMENT, &with(2_000_001)), "more than 2000000 elements");
}

#[test]
fn a_document_type_is_never_read() {
    const EVIL: &str = "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>";
    let document = format!("{EVIL}<r status='&b;'>&f;</r>");
    let commented = format!("<!-- c -->\n<?pi?>{document}");
    let declared = format!("<?xml version='1.0' encoding='utf-8'?>{document}");
    let utf_16 = |mark: u16, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(mark).chain(document.encode_utf16()).flat_map(bytes).collect()
    };
    for body in [
        document.clone().into_bytes(),
        commented.into_bytes(),
        declared.into_bytes(),
        [b"\xEF\xBB\xBF", document.as_bytes()].concat(),
        utf_16(0xFEFF, u16::to_le_bytes),
        utf_16(0xFEFF, u16::to_be_bytes),
        b"<!doctype r><r status='ok'/>".to_vec(),
        format!("<r status='ok'>{EVIL}</r>").into_bytes(),
    ] {
        unexpected(over(&DOCUMENT, Protocol::Xml, 200, &body), "");
        unexpected(over(&DOCUMENT, Protocol::Soap11, 200, &body), "");
    }
    unexpected(xml(&DOCUMENT, &document), "document type declaration");
    unexpected(
        over(&DOCUMENT, Protocol::Soap12, 200, EVIL.to_owned() + &envelope("<r/>")),
        "document type declaration",
    );
    // Nor in a document that stands in a text.
    let escaped = document.replace('&', "&amp;").replace('<', "&lt;");
    unexpected(soap(&INSIDE, &format!("<r><insideResult>{escaped}</insideResult></r>")), "document type declaration");
    unexpected(
        xml(&IMAGES, &format!("<r status='ok'><image>{escaped}</image></r>")),
        "`images` is not an XML document",
    );
}

#[test]
fn entities_are_those_of_xml_itself_and_expand_to_one_character() {
    let body = format!("<r status='ok' a='{}'/>", "&lt;&#38;&amp;&#x1F600;".repeat(5_000));
    let Ok(Some(Value::Map(map))) = xml(&DOCUMENT, &body) else { panic!("they are known") };
    assert_eq!(map.get("a"), Some(&*"<&&😀".repeat(5_000)));
    for name in ["lol", "nbsp", "#0", "#xD800", "#x110000", "#", "", "%p"] {
        unexpected(xml(&DOCUMENT, &format!("<r status='ok'>&{name};</r>")), "the answer is no XML");
        unexpected(xml(&DOCUMENT, &format!("<r status='ok' a='&{name};'/>")), "the answer is no XML");
    }
}

static IMAGE: Type = Type::record(&Record { name: "Image", fields: &[field!("width", "@width", &Type::I32)] });
static IMAGES: Operation = Operation::new("images", EVERY).output(&Output::new(
    &Type::record(&Record {
        name: "Images",
        fields: &[
            field!("images", "image", &IMAGE, document("image")).many(),
            field!("ids", "id", &Type::I32, join(",")).many(),
        ],
    }),
    &[OutputForm::new(EVERY, ".")],
));
static INSIDE: Operation = Operation::new("inside", EVERY)
    .insides(&[(EVERY, "{operation}Result/*")])
    .output(&Output::new(&Type::MAP, &[OutputForm::new(EVERY, "@*")]));

#[test]
fn a_document_in_a_text_is_as_deep_as_any() {
    let deep = format!("{}{}", "&lt;a>".repeat(257), "&lt;/a>".repeat(257));
    too_large(xml(&IMAGES, &format!("<r status='ok'><image>{deep}</image></r>")), "nested more than 256 deep");
    too_large(soap(&INSIDE, &format!("<r><insideResult>{deep}</insideResult></r>")), "nested more than 256 deep");
}

// Values.

static SHELF: Type = Type::record(&Record {
    name: "Shelf",
    fields: &[
        field!("id", "@id", &Type::I32),
        field!("first", "/names/*/@first", &Type::STRING),
        field!("words", "/words/word", &Type::STRING).many(),
    ],
});
static SHELVES: Operation = Operation::new("shelves", EVERY).output(&Output::new(&SHELF, &[ROWS]).many());

#[test]
fn an_output_has_so_many_values() {
    const TOO_MANY: &str = "more than 4000000 values";
    // In one text.
    too_large(xml(&IMAGES, &format!("<r status='ok'><id>{}</id></r>", "1,".repeat(4_000_001))), TOO_MANY);
    // A list that each record has anew.
    let words = "<word/>".repeat(3_000);
    let list = |rows: usize| format!("<r status='ok'><words>{words}</words>{}</r>", "<row/>".repeat(rows));
    assert_eq!(rows(xml(&SHELVES, &list(10))).len(), 10);
    too_large(xml(&SHELVES, &list(3_000)), TOO_MANY);
    // Fields that are not there.
    too_large(post(&TABLE, format!("OK\nA|\n{}", "1\n".repeat(200_000))), TOO_MANY);
    // Names that nobody knows.
    too_large(
        post(&NAMED, format!("OK\n{}\n{}", "a|".repeat(9_000), format!("{}\n", "b|".repeat(9_000)).repeat(450))),
        TOO_MANY,
    );
}

#[test]
fn records_that_look_in_one_long_list_take_time_by_its_length() {
    const MANY: usize = 40_000;
    let start = std::time::Instant::now();
    let body = format!("<r status='ok'><names>{}</names>{}</r>", "<name/>".repeat(MANY), "<row/>".repeat(MANY));
    assert_eq!(rows(xml(&SHELVES, &body)).len(), MANY);
    assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
}

// Tables.

macro_rules! columns {
    ($($name:literal)*) => { &[$(field!($name, $name, &Type::STRING)),*] };
}

static WIDE: Type = Type::record(&Record {
    name: "Wide",
    fields: columns!("A" "B" "C" "D" "E" "F" "G" "H" "I" "J" "K" "L" "M" "N" "O" "P" "Q" "R" "S" "T" "U" "V" "W" "X"),
});
const BARS: OutputForm = ROWS.text(&[TextForm::Table]).separator("|");
static TABLE: Operation = Operation::new("table", EVERY).output(&Output::new(&WIDE, &[BARS]).many());
static NAMED: Operation =
    Operation::new("named", EVERY).output(&Output::new(&Type::MAP, &[BARS.titles("title")]).many());

#[test]
fn a_table_has_so_many_columns() {
    for end in ["|", ""] {
        let header = |count: usize| format!("OK\na{}{end}\n", "|a".repeat(count - 1));
        assert!(post(&TABLE, header(10_000)).is_ok());
        too_large(post(&TABLE, header(10_001)), "more than 10000 columns");
    }
    // A row of more cells than columns is as broken as any.
    let broken = rows(post(&TABLE, format!("OK\nA|\n{}\n", "x|".repeat(100_000))));
    assert_eq!((broken[0].show(0).as_str(), broken[0].unknown()[0].1.len()), ("-", 200_008));
}

#[test]
fn rows_share_the_names_of_their_columns() {
    let names = |answer: Result<Option<Value>, Failure>| -> Vec<*const u8> {
        let Ok(Some(Value::List(rows))) = answer else { panic!("no rows: {answer:?}") };
        let name = |row: &Value| match row {
            Value::Map(map) => map.iter().next().expect("an entry").0.as_ptr(),
            Value::Record(record) => record.unknown().iter().next().expect("an entry").0.as_ptr(),
            other => panic!("{other:?}"),
        };
        rows.iter().map(name).collect()
    };
    let title = "t".repeat(1_000);
    for answer in [
        post(&NAMED, format!("OK\n{title}|\n1|\n2|")),
        post(&TABLE, format!("OK\n{title}|\n1|\n2|")),
        xml(&NAMED, &format!("<r status='ok'><title>{title}</title><row><a/></row><row><a/></row></r>")),
    ] {
        let names = names(answer);
        assert_eq!(names.len(), 2);
        assert_eq!(names[0], names[1]);
    }
}

// Refusals.

#[test]
fn so_many_refusals_are_read() {
    let body = |count: usize| format!("<r><Errors>{}</Errors></r>", "<Error Number='7'>no</Error>".repeat(count));
    for (count, read) in [(1_000, 1_000), (5_000, 1_000)] {
        let failure = xml(&DOCUMENT, &body(count)).expect_err("a refusal");
        assert_eq!(failure.stage(), Stage::Refused);
        assert_eq!(failure.refusals().count(), read);
    }
}

// Templates.

const TWICE: TextForm =
    TextForm::Template(Template(pieces!["FAIL " [first] ", " [second] " To: " [third] "; " [fourth]]));
static SENDING: Type = Type::record(&Record { name: "Sending", fields: columns!("first" "second" "third" "fourth") });
static SENT: Operation =
    Operation::new("sentTwice", EVERY).output(&Output::new(&SENDING, &[OutputForm::new(EVERY, ".").text(&[TWICE])]));

#[test]
fn a_text_is_read_through_for_a_template_only_so_often() {
    let start = std::time::Instant::now();
    // The last literal is nowhere: every way of parting the others is looked at.
    let body = format!("OK FAIL {}", "a, b To: ".repeat(1_500_000));
    ledger::why(post(&SENT, body));
    assert!(start.elapsed() < std::time::Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(post(&SENT, format!("OK FAIL {}; c", "a, b To: ".repeat(200))).is_ok());
}

#[track_caller]
fn too_large(answer: Result<Option<Value>, Failure>, what: &str) {
    is(answer, Kind::TooLarge, what);
}

#[track_caller]
fn unexpected(answer: Result<Option<Value>, Failure>, what: &str) {
    is(answer, Kind::Unexpected, what);
}

#[track_caller]
fn is(answer: Result<Option<Value>, Failure>, kind: Kind, what: &str) {
    let failure = answer.expect_err("an answer that is none");
    assert_eq!((failure.stage(), failure.kind()), (Stage::NotUnderstood, kind), "{failure}");
    assert!(failure.to_string().contains(what), "{failure}");
}
