//! What is wrong within a document: its character set, and how much it holds.

use super::*;

fn utf_16(text: &str, big: bool) -> Vec<u8> {
    let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
    text.encode_utf16().flat_map(bytes).collect()
}

fn latin_1(text: &str) -> Vec<u8> {
    text.chars().map(|char| u8::try_from(char).unwrap()).collect()
}

#[tokio::test]
async fn character_sets_that_lie() {
    let stage = Stage::new();
    for protocol in PROTOCOLS {
        let (e, a) = (noted(protocol, "é"), noted(protocol, "a"));
        let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
        for (name, charset, body, want) in [
            ("UTF-16 with its mark", "", marked(b"\xFF\xFE", utf_16(&e, false)), Ok("é")),
            ("a mark against the head", "; charset=utf-8", marked(b"\xFE\xFF", utf_16(&e, true)), Ok("é")),
            ("a mark against the head", "; charset=iso-8859-1", marked(b"\xEF\xBB\xBF", e.clone().into()), Ok("é")),
            ("UTF-16 by the head", "; charset=utf-16", utf_16(&e, false), Ok("é")),
            ("UTF-16 by the head", "; charset=UTF-16BE", utf_16(&e, true), Ok("é")),
            ("UTF-16 in the other order", "; charset=utf-16le", utf_16(&e, true), Err(UNEXPECTED)),
            ("UTF-16 in secret", "", utf_16(&e, false), Err(CHARSET)),
            ("UTF-16 in secret", "", utf_16(&a, true), Err(UNEXPECTED)),
            ("half a character", "", marked(b"\xFF\xFE", [utf_16(&e, false), vec![0]].concat()), Err(CHARSET)),
            ("a half mark", "", marked(b"\xEF\xBB", e.clone().into()), Err(CHARSET)),
            ("Latin-1 as UTF-8", "; charset=utf-8", latin_1(&e), Err(CHARSET)),
            ("Latin-1 as nothing", "", latin_1(&e), Err(CHARSET)),
            ("Latin-1 by the head", "; charset=\"ISO-8859-1\"", latin_1(&e), Ok("é")),
            ("UTF-8 as Latin-1", "; charset=iso-8859-1", e.clone().into(), Ok("Ã©")),
            (
                "UTF-8 as UTF-16",
                "; charset=utf-16",
                [e.clone(), " ".repeat(e.len() % 2)].concat().into(),
                Err(UNEXPECTED),
            ),
            ("nobody's", "; charset=none-such", e.clone().into(), Ok("é")),
            ("nobody's, and Latin-1", "; charset=none-such", latin_1(&e), Err(CHARSET)),
            ("UTF-7 stays as it is", "; charset=utf-7", noted(protocol, "+AOk-").into(), Ok("+AOk-")),
            ("one that is not decoded", "; charset=iso-2022-kr", a.clone().into(), Err(CHARSET)),
        ] {
            let kind = content_type(protocol);
            let bytes =
                with_head(&format!("Content-Type: {kind}{charset}\r\nContent-Length: {}\r\n", body.len()), body);
            let result = stage.gets(protocol, bytes, Then::Keep).await;
            match (want, &result) {
                (Ok(text), Ok((7, read))) => assert_eq!(read, text, "{name} over {protocol}"),
                (Err(want), Err(_)) => assert_eq!(told(&result), want, "{name} over {protocol}: {result:?}"),
                _ => panic!("{name} over {protocol}: {result:?}"),
            }
        }
    }
}

#[tokio::test]
async fn documents_with_too_much() {
    const MANY: usize = 100_000;
    let wrap = |protocol, attributes: &str, content: &str| match protocol {
        Protocol::Soap11 => envelope(&format!("<noteResponse{attributes}>{content}</noteResponse>")),
        _ => format!("<note status=\"ok\"{attributes}>{content}</note>"),
    };
    let stage = Stage::new();
    let fields = "<id>7</id><text>x</text>";
    let attributes: String = (0..MANY).map(|index| format!(" a{index}=\"y\"")).collect();
    let levels = format!("{}{}{fields}", "<a>".repeat(MANY), "</a>".repeat(MANY));
    for protocol in [Protocol::Xml, Protocol::Soap11] {
        for (name, body, want) in [
            ("a field twice", wrap(protocol, "", &format!("{fields}<id>8</id><text>y</text>")), None),
            ("an attribute twice", wrap(protocol, " a='1' a='2' status='no'", fields), None),
            ("100,000 attributes", wrap(protocol, &attributes, fields), TOO_MUCH),
            ("one 100,000 times", wrap(protocol, &" a='1'".repeat(MANY), fields), TOO_MUCH),
            ("100,000 elements", wrap(protocol, "", &format!("{fields}{}", "<y>z</y>".repeat(MANY))), None),
            ("100,000 fields", wrap(protocol, "", &format!("{fields}{}", "<id>8</id>".repeat(MANY))), None),
            ("100,000 levels", wrap(protocol, "", &levels), TOO_MUCH),
            ("100,000 levels, open", wrap(protocol, "", &"<a>".repeat(MANY)), TOO_MUCH),
            ("two roots", [wrap(protocol, "", fields), wrap(protocol, "", fields)].concat(), UNEXPECTED),
            ("text behind it", wrap(protocol, "", fields) + "x", UNEXPECTED),
            ("a comment that never ends", wrap(protocol, "", fields) + "<!--", UNEXPECTED),
            ("entities", format!("<!DOCTYPE r [<!ENTITY e \"x\">]>{}", wrap(protocol, "", fields)), UNEXPECTED),
            ("an entity of nobody's", wrap(protocol, "", &fields.replace("x<", "&x;<")), UNEXPECTED),
        ] {
            let result = stage.gets(protocol, answer(protocol, "", body), Then::Keep).await;
            assert_eq!(told(&result), want, "{name} over {protocol}: {:.300}", format!("{result:?}"));
            if let Ok(noted) = result {
                assert_eq!(noted, (7, "x".to_owned()), "{name} over {protocol}");
            }
        }
    }
}
