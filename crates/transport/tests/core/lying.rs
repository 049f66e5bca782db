//! Answers that contradict themselves: character sets that lie, and what stands there twice.

use bindery_transport::{
    Failure, Kind, Protocol, Stage, Value,
    description::{Operation, Output, OutputForm, Protocols, Record, Type},
};

use crate::{
    answer, fields,
    ledger::{LEDGER, field, post, xml},
    response, target,
};

pub const ALL: &[&Operation] = &[&NOTE];

static NOTE_TYPE: Type = Type::record(&Record {
    name: "Note",
    fields: &[field!("note", "note", &Type::STRING).required(), field!("id", "@id", &Type::I32)],
});
static NOTE: Operation =
    Operation::new("theNote", Protocols::ALL).output(&Output::new(&NOTE_TYPE, &[OutputForm::new(Protocols::ALL, ".")]));

fn note(content_type: &str, body: &[u8]) -> Result<Option<Value>, Failure> {
    answer(&NOTE, &target(&LEDGER, Protocol::Xml), &[], &response(200, Some(content_type), body))
}

#[test]
fn a_character_set_that_lies_is_found_out_or_believed() {
    let document = |declared: &str| format!("{declared}<r status='ok'><note>\u{E9}</note></r>");
    let latin = |text: &str| -> Vec<u8> { text.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect() };
    let utf_16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    const DECLARED: &str = "<?xml version='1.0' encoding='utf-8'?>";
    const NONE: Option<Kind> = None;
    let bytes = document(DECLARED).into_bytes();
    for (content_type, body, kind) in [
        // Nobody but a person could tell that these are not meant so.
        ("text/xml; charset=iso-8859-1", bytes.clone(), NONE),
        ("text/xml; charset=koi8-r", bytes.clone(), NONE),
        ("text/xml; charset=no-such", bytes.clone(), NONE),
        ("text/xml; charset=utf-32", bytes.clone(), NONE),
        ("text/xml; charset=utf-16", utf_16(&document("")), NONE),
        // A second mark is a blank.
        ("text/xml", document("\u{FEFF}\u{FEFF}").into_bytes(), NONE),
        // It is UTF-16, and nothing says so; it is not, and something says so.
        ("text/xml", utf_16(&document(DECLARED).replace('\u{E9}', "e")), Some(Kind::Unexpected)),
        ("text/xml; charset=utf-8", utf_16(&document(DECLARED)), Some(Kind::Charset)),
        ("text/xml; charset=utf-16", bytes[1..].to_vec(), Some(Kind::Charset)),
        ("text/xml; charset=utf-16le", bytes.clone(), Some(Kind::Unexpected)),
        ("text/xml; charset=utf-16be", utf_16(&document("")), Some(Kind::Unexpected)),
        (
            "text/xml; charset=utf-8",
            latin(&document("<?xml version='1.0' encoding='iso-8859-1'?>")),
            Some(Kind::Charset),
        ),
        ("text/xml; charset=shift_jis", b"<r status='ok'><note>\x81</note></r>".to_vec(), Some(Kind::Charset)),
        ("text/xml; charset=iso-2022-kr", bytes.clone(), Some(Kind::Charset)),
        // Half a character, or nothing but the mark.
        ("text/xml", b"\xFF\xFE<".to_vec(), Some(Kind::Charset)),
        ("text/xml", b"\xFF\xFE".to_vec(), Some(Kind::Unexpected)),
        ("text/xml", b"\xEF\xBB\xBF".to_vec(), Some(Kind::Unexpected)),
    ] {
        let read = note(content_type, &body);
        let found = read.as_ref().err().map(Failure::kind);
        assert_eq!(found, kind, "{content_type}: {read:?}");
        assert!(read.err().is_none_or(|failure| failure.stage() == Stage::NotUnderstood));
    }
}

#[test]
fn of_elements_and_attributes_that_come_twice_the_first_counts() {
    const MANY: usize = 100_000;
    let body = format!("<r status='ok' status='no' id='1' id='2'>{}</r>", "<note>a</note><note>b</note>".repeat(MANY));
    let note = fields(xml(&NOTE, &body));
    assert_eq!(note.all(2), ["\"a\"", "1"]);
    // The others are kept as far as there is room for what is unknown.
    let unknown = note.unknown();
    assert_eq!(unknown[..4], [("@status", "no"), ("@id", "2"), ("note", "b"), ("note", "a")]);
    assert!(unknown.len() < MANY, "{}", unknown.len());
}

#[test]
fn of_labels_that_come_twice_the_last_counts() {
    assert_eq!(fields(post(&NOTE, "OK\nnote: a\n@id: 1\nnote: b\n")).all(2), ["\"b\"", "1"]);
}
