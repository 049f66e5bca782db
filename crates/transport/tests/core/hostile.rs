//! Answers from a sender that means no good, or whose connection broke: an error at worst.

use std::time::{Duration, Instant};

use bindery_transport::{
    Protocol, Stage,
    description::{Operation, Vendor},
};
use proptest::prelude::*;

use crate::{
    answer,
    decode::envelope,
    response, rows, secret, target, text,
    vendor::{ADD, ANY, ASK, ATLAS, FIND, FREE, LARDER, LIST, NEW_KEY, NEXT, PING},
};

const OPERATIONS: [(&Vendor, &Operation); 9] = [
    (&LARDER, &ADD),
    (&LARDER, &LIST),
    (&LARDER, &NEXT),
    (&LARDER, &NEW_KEY),
    (&LARDER, &PING),
    (&LARDER, &FREE),
    (&LARDER, &ANY),
    (&ATLAS, &FIND),
    (&ATLAS, &ASK),
];

const CONTENT_TYPES: [Option<&str>; 6] = [
    None,
    Some("text/xml"),
    Some("text/plain; charset=utf-16"),
    Some("text/xml; charset=shift_jis"),
    Some("text/xml; charset=iso-2022-kr"),
    Some("text/html; charset="),
];

const GOOD: [&str; 4] = [
    "OK\r\nID: 7\r\nName: é😀\r\nOwner ID: 0\r\nTags: a, b\r\nPrice: 1.5\r\nColour: Red\r\n\r\nID: 8\r\n",
    "OK ID: 7 Name: brown rice Tags: a, b Price: 1.5 KEY: k",
    "OK 3 of 10; by the door",
    "ERROR 400: Parameter count is bad",
];

const HITS: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a:answer xmlns:a='urn:a' status='ok'><!-- c --><hits><hit id='1' \
                    x='é'>l&amp;&#233;<![CDATA[<]]><note>n</note><data>AP8=</data><people><owner name='A'><mail/></owner></people>\
                    <new><b c='d'>😀</b></new></hit></hits><token>t</token></a:answer>";

fn good() -> Vec<String> {
    let mut good: Vec<String> = GOOD.iter().map(|one| (*one).to_owned()).collect();
    good.push(HITS.to_owned());
    for name in ["addItem", "listItems", "newKey", "ping"] {
        good.push(envelope(&format!(
            "<{name}Response xmlns='urn:larder'><{name}Result>{name}_OK</{name}Result><iID>7</iID><sKey>k</sKey>\
             <aItems><Item><iID>1</iID></Item></aItems><aTags><string>é</string></aTags></{name}Response>"
        )));
    }
    good.push(envelope(
        "<soap:Fault><faultcode>a:b</faultcode><faultstring>s</faultstring><detail><x/></detail></soap:Fault>",
    ));
    good
}

/// Reads an answer as every operation over every protocol that it has.
fn read(status: u16, content_type: Option<&str>, body: &[u8]) {
    let response = response(status, content_type, body);
    for (vendor, operation) in OPERATIONS {
        let given: Vec<_> = operation
            .params
            .iter()
            .filter(|param| param.secret)
            .map(|param| (param.name, secret("a%26&amp;+hunter2")))
            .collect();
        for protocol in operation.on.iter() {
            let target = target(vendor, protocol);
            if let Err(failure) =
                crate::decoding::answer(operation, &target, &crate::values(operation, &given), &response)
            {
                assert!(matches!(failure.stage(), Stage::NotUnderstood | Stage::Refused));
                let excerpt = failure.answer().and_then(|head| head.excerpt.as_deref()).unwrap_or_default();
                assert!(excerpt.chars().count() <= 200 && !excerpt.contains(char::is_control), "{excerpt:?}");
                let _ = format!("{failure} {failure:?}");
            }
        }
    }
}

/// Pieces that mean something to some reader, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "OK",
            "ERROR ",
            ":",
            "\r\n",
            "\n\n",
            " ",
            "ID: ",
            "Name: ",
            "7",
            "KEY:",
            "of",
            "; ",
            "FAILED",
            " at ",
            "<",
            ">",
            "/>",
            "</",
            "<a>",
            "</a>",
            "<hits>",
            "<hit id='1'>",
            "</hit>",
            "<answer status='ok'>",
            "<soap:Envelope>",
            "<soap:Body>",
            "<soap:Fault>",
            "<Code>",
            "xsi:nil='true'",
            "'",
            "\"",
            "=",
            "&",
            "&amp;",
            "&#",
            "&#x0;",
            ";",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "<?xml ",
            "encoding='utf-16'",
            "?>",
            "<!DOCTYPE",
            "[",
            "a%26",
            "%",
            "+hunter2",
            "\u{FEFF}",
            "é",
            "😀",
            "\0",
            "a%26&amp;+hun",
        ])
        .prop_map(str::to_owned),
        ".{0,3}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_bytes_are_read_without_a_panic(
        body in prop::collection::vec(any::<u8>(), 0..300),
        content_type in prop::sample::select(CONTENT_TYPES.to_vec()),
        status in prop::sample::select(vec![200_u16, 404, 500]),
    ) {
        read(status, content_type, &body);
    }

    #[test]
    fn any_text_is_read_without_a_panic(
        body in any::<String>(),
        content_type in prop::sample::select(CONTENT_TYPES.to_vec()),
    ) {
        read(200, content_type, body.as_bytes());
    }

    #[test]
    fn any_pieces_of_answers_are_read_without_a_panic(body in pieces(), status in prop::sample::select(vec![200_u16, 500])) {
        read(status, None, body.as_bytes());
        read(status, None, envelope(&body).as_bytes());
    }

    #[test]
    fn a_good_answer_with_one_wrong_byte_is_read_without_a_panic(
        which in any::<prop::sample::Index>(),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut body = which.get(&good()).clone().into_bytes();
        let place = place.index(body.len());
        body[place] = byte;
        read(200, Some("text/xml"), &body);
    }

    #[test]
    fn what_is_written_is_well_formed_and_says_the_same(name in "[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]{0,40}") {
        let target = target(&LARDER, Protocol::Soap11);
        let sent = crate::body(&ADD, &target, &[("name", text(&name))]);
        let (_, rest) = sent.split_once("<soap:Body>").unwrap();
        let start = rest.find("<sName").unwrap();
        let end = rest.find("</addItem>").unwrap();
        let echo = format!("<addItemResponse><addItemResult>addItem_OK</addItemResult><iID>1</iID>{}</addItemResponse>", &rest[start..end]);
        let item = crate::fields(answer(&ADD, &target, &[], &response(200, Some("text/xml"), envelope(&echo))));
        prop_assert_eq!(item.show(1), format!("{name:?}"));
    }
}

#[test]
fn every_truncation_is_read_without_a_panic() {
    for body in good() {
        for end in 0..body.len() {
            read(200, Some("text/xml"), &body.as_bytes()[..end]);
        }
    }
}

#[test]
fn a_truncated_document_is_never_taken_for_a_whole_one() {
    for end in 0..HITS.len() {
        let response = response(200, Some("text/xml"), &HITS.as_bytes()[..end]);
        let failure = answer(&FIND, &target(&ATLAS, Protocol::Xml), &[], &response).expect_err("half a document");
        assert_eq!(failure.stage(), Stage::NotUnderstood);
    }
}

#[test]
fn deep_nesting_is_refused() {
    const DEEP: usize = 100_000;
    let nested = format!("{}{}", "<a>".repeat(DEEP), "</a>".repeat(DEEP));
    for body in [
        nested.clone(),
        "<a>".repeat(DEEP),
        format!("<answer status='ok'><hits>{nested}</hits></answer>"),
        envelope(&nested),
    ] {
        for (vendor, operation, protocol) in
            [(&LARDER, &ADD, Protocol::Soap11), (&LARDER, &LIST, Protocol::Soap12), (&ATLAS, &FIND, Protocol::Xml)]
        {
            let failure =
                answer(operation, &target(vendor, protocol), &[], &response(200, Some("text/xml"), &body)).unwrap_err();
            assert_eq!(failure.stage(), Stage::NotUnderstood);
            assert!(failure.to_string().contains("deep"), "{failure}");
        }
    }
    // What is meant well is not as deep.
    let nested = format!("{}x{}", "<a>".repeat(100), "</a>".repeat(100));
    let body = format!("<answer status='ok'><hits><hit id='1'>{nested}</hit></hits></answer>");
    let hits = rows(answer(&FIND, &target(&ATLAS, Protocol::Xml), &[], &response(200, Some("text/xml"), body)));
    assert_eq!(hits[0].unknown().len(), 1);
}

/// Reads a body as an operation does, and gives up on one that takes far too long for its size.
fn soon(vendor: &'static Vendor, operation: &'static Operation, protocol: Protocol, body: &str) {
    let start = Instant::now();
    let _ = answer(operation, &target(vendor, protocol), &[], &response(200, Some("text/xml"), body));
    assert!(start.elapsed() < Duration::from_secs(10), "{:?} for {} bytes", start.elapsed(), body.len());
}

#[test]
fn long_answers_take_time_by_their_length() {
    const MANY: usize = 50_000;
    let attributes: String = (0..MANY).map(|index| format!(" a{index}='x'")).collect();
    let hits = |content: &str| format!("<answer status='ok'><hits><hit id='1'{content}</hit></hits></answer>");
    soon(&ATLAS, &FIND, Protocol::Xml, &hits(&format!("{attributes}>")));
    soon(&ATLAS, &FIND, Protocol::Xml, &hits(&format!(">{}", "<x/>".repeat(MANY))));
    soon(&ATLAS, &FIND, Protocol::Xml, &hits(&format!(">{}", "&amp;x<!---->".repeat(MANY))));
    soon(&ATLAS, &FIND, Protocol::Xml, &hits(&format!(">{}", "<tags><tag/></tags>".repeat(MANY))));
    soon(&LARDER, &LIST, Protocol::Post, &format!("OK\n{}", "ID: 1\n\n".repeat(MANY)));
    soon(&LARDER, &ADD, Protocol::Post, &format!("OK {}", "ID: 1 Name".repeat(MANY)));
    soon(&LARDER, &ADD, Protocol::Post, &format!("OK\n{}", "x: 1\n".repeat(MANY)));
    soon(&LARDER, &FREE, Protocol::Post, &format!("FAILED {}", " at x".repeat(MANY)));
    soon(&LARDER, &ADD, Protocol::Post, &format!("ERROR 400: Parameter {}", "x.".repeat(MANY)));
}

#[test]
fn a_template_takes_time_by_the_length_of_its_text() {
    // The first literal is everywhere, and the second nowhere.
    soon(&LARDER, &NEXT, Protocol::Post, &format!("OK {}", "1 of ".repeat(40_000)));
}

#[test]
fn what_is_kept_of_the_unknown_is_not_many_times_what_came() {
    // Each of the leaves is kept with its whole place.
    let name = "n".repeat(2_000);
    let (open, close) = (format!("<{name}>").repeat(50), format!("</{name}>").repeat(50));
    let body =
        format!("<answer status='ok'><hits><hit id='1'>{open}{}{close}</hit></hits></answer>", "<x/>".repeat(500));
    let hits = rows(answer(&FIND, &target(&ATLAS, Protocol::Xml), &[], &response(200, Some("text/xml"), &body)));
    let kept: usize = hits[0].unknown().iter().map(|(place, text)| place.len() + text.len()).sum();
    assert!(kept <= 10 * body.len(), "{kept} bytes kept of {}", body.len());
}
