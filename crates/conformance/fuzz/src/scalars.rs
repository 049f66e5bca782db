//! Values of every type: numbers, dates, words, bytes. The first byte chooses the field, the rest is its text.
//!
//! What was read is compared with what other code makes of the text.

use base64::{Engine, prelude::BASE64_STANDARD};
use bindery_transport::{DateTime, Protocol, Value};

use crate::{
    check::{Call, choice, response, show},
    vendor::{DEPOT, SCALAR_FIELDS, SCALARS},
};

/// Reads a text as the value of a field.
pub fn run(data: &[u8]) {
    let Some((index, data)) = choice(data, SCALAR_FIELDS.len()) else { return };
    let Ok(text) = std::str::from_utf8(data) else { return };
    let carried = text
        .chars()
        .all(|char| matches!(char, '\t' | '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..));
    if !carried {
        return;
    }
    let name = SCALAR_FIELDS[index].name;
    let body = format!("<r status='ok'><{name}>{}</{name}></r>", quick_xml::escape::escape(text));
    let answer = Call::new(&DEPOT, &SCALARS, Protocol::Xml).read(&response(200, None, body.as_bytes()));
    let trimmed = text.trim();
    let value = match &answer {
        Ok(Some(Value::Record(record))) => Ok(record.get(index)),
        Ok(other) => panic!("no record: {other:?}"),
        Err(failure) => Err(failure.to_string()),
    };
    let read = value.as_ref().ok().copied().flatten();
    match (name, read) {
        ("int" | "byte", Some(Value::Int(number))) => assert_eq!(trimmed.parse(), Ok(*number)),
        ("int", None) => assert!(trimmed.is_empty() || trimmed.parse::<i64>().is_err(), "{trimmed:?}"),
        ("byte", None) => assert!(trimmed.is_empty() || trimmed.parse::<u8>().is_err(), "{trimmed:?}"),
        ("number", Some(Value::Number(number))) => {
            assert_eq!(number.as_str(), trimmed);
            assert!(trimmed.parse::<f64>().is_ok(), "{trimmed:?}");
        }
        ("number", None) => {
            // `inf` and `nan` are floating-point numbers, and no decimal ones.
            let is_decimal = trimmed.parse::<f64>().is_ok() && !trimmed.contains(['i', 'I', 'n', 'N']);
            assert!(!is_decimal, "{trimmed:?}");
        }
        ("iso" | "us" | "zoned", Some(Value::DateTime(date))) => {
            assert_eq!(date.as_str(), trimmed);
            // Read again, it is what it was.
            if name == "iso" {
                assert_eq!(DateTime::from(trimmed).timestamp(), date.timestamp());
            }
        }
        ("iso" | "us" | "zoned", _) => assert!(trimmed.is_empty(), "{value:?}"),
        ("bytes", Some(Value::Bytes(bytes))) => {
            let compact: String = trimmed.split_whitespace().collect();
            assert_eq!(BASE64_STANDARD.encode(bytes), compact);
        }
        ("url", Some(Value::Text(url))) => assert!(url == trimmed && url.contains("://")),
        ("text", Some(Value::Text(read))) => assert_eq!(read, text),
        ("text", other) => panic!("{other:?}"),
        ("hidden", Some(Value::Secret(secret))) => assert_eq!(secret.expose(), text),
        ("ints", Some(Value::List(items))) => assert!(items.len() <= trimmed.len()),
        _ => {}
    }
    if let Err(shown) = value {
        // The message says which field, and not its text: that may be secret.
        assert!(shown.contains(&format!("`{name}`")), "{shown}");
    }
    let _ = answer.map(|value| value.as_ref().map(show));
}
