//! Answers from a sender that means no good, or whose connection broke: an error at worst.

use std::time::{Duration, Instant};

use bindery_transport::{
    Protocol, Stage, Target,
    description::{Operation, Vendor},
};
use bytes::Bytes;
use http::Response;
use proptest::prelude::*;

use crate::{
    answer,
    decode::envelope,
    ledger::{self, LEDGER},
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

/// Every operation of every vendor.
fn operations() -> impl Iterator<Item = (&'static Vendor, &'static Operation)> {
    OPERATIONS.into_iter().chain(ledger::operations().map(|operation| (&LEDGER, operation)))
}

const CONTENT_TYPES: [Option<&str>; 6] = [
    None,
    Some("text/xml"),
    Some("text/plain; charset=utf-16"),
    Some("text/xml; charset=shift_jis"),
    Some("text/xml; charset=iso-2022-kr"),
    Some("text/html; charset="),
];

const GOOD: [&str; 10] = [
    "OK\r\nID: 7\r\nName: é😀\r\nOwner ID: 0\r\nTags: a, b\r\nPrice: 1.5\r\nColour: Red\r\n\r\nID: 8\r\n",
    "OK ID: 7 Name: brown rice Tags: a, b Price: 1.5 KEY: k",
    "OK 3 of 10; by the door",
    "ERROR 400: Parameter count is bad",
    "OK\n\nID|Start Time|Field 1|Field 0|é|\r\n7|8:00|a|b|c|\r\n8|\r\n|||||\r\n",
    "OK <r><header><field id='1'>é</field></header><data><row><field id='1'>v</field></row></data></r>",
    "OK\nid: 7\nnote2: b\nitem01: x\nprice1: 2.0\ngroupname3: g\ncity3: é\ninner: <a width='1'/>",
    "OK\ntext=%C3%A9+%\ncount=%37\nwords=%7C|\n",
    "ID: 7 To: 1\r\nFAIL 114, no To: é\r\n",
    "OK https://a.example/é",
];

const LISTED: &str = "<r status='ok' total='2' success='true' id='7'><count>7</count><Errors><Error Number='12' Field='x'>é</Error><Error/></Errors>\
                      <Warnings><Warning>w</Warning></Warnings><Items><Item id='1'/></Items><p a='b'><row needed='n' c='d'/></p>\
                      <size>&lt;s width='1'&gt;&lt;/s&gt;</size><content>AP8=</content><data><row><f id='1'>v</f></row></data></r>";

const HITS: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<a:answer xmlns:a='urn:a' status='ok'><!-- c --><hits><hit id='1' \
                    x='é'>l&amp;&#233;<![CDATA[<]]><note>n</note><data>AP8=</data><people><owner name='A'><mail/></owner></people>\
                    <new><b c='d'>😀</b></new></hit></hits><token>t</token></a:answer>";

fn good() -> Vec<String> {
    let mut good: Vec<String> = GOOD.iter().map(|one| (*one).to_owned()).collect();
    good.extend([HITS.to_owned(), LISTED.to_owned()]);
    let escaped = LISTED.replace('&', "&amp;").replace('<', "&lt;");
    good.push(envelope(&format!("<r><insideResult>{escaped}</insideResult></r>")));
    good.push(envelope(&format!("<r><reportResult>OK</reportResult><sReport><![CDATA[{}]]></sReport></r>", GOOD[4])));
    for name in ["addItem", "listItems", "newKey", "ping"] {
        good.push(envelope(&format!(
            "<{name}Response xmlns='urn:larder'><{name}Result>{name}_OK</{name}Result><iID>7</iID><sKey>k</sKey>\
             <aItems><Item><iID>1</iID></Item></aItems><aTags><string>é</string></aTags></{name}Response>"
        )));
    }
    good.push(envelope(
        "<soap:Fault><faultcode>a:b</faultcode><faultstring>s</faultstring><detail><x/></detail></soap:Fault>",
    ));
    good.push(envelope(
        "<soap:Fault><Code><Value>soap:Sender</Value><Subcode><Value>é:55</Value></Subcode></Code>\
         <Detail><Failed id='7'/></Detail></soap:Fault>",
    ));
    good
}

/// Every operation over every protocol that it has.
fn calls() -> impl Iterator<Item = (Target<'static>, &'static Operation)> {
    operations()
        .flat_map(|(vendor, operation)| operation.on.iter().map(move |protocol| (target(vendor, protocol), operation)))
}

/// Reads an answer as every operation over every protocol that it has.
fn read(status: u16, content_type: Option<&str>, body: &[u8]) {
    let response = response(status, content_type, body);
    for (target, operation) in calls() {
        let _ = read_as(operation, &target, &response);
    }
}

/// Reads an answer as an operation's, and looks at what comes of it. Whether it was understood.
fn read_as(operation: &'static Operation, target: &Target<'_>, response: &Response<Bytes>) -> bool {
    let given: Vec<_> = operation
        .params
        .iter()
        .filter(|param| param.secret)
        .map(|param| (param.name, secret("a%26&amp;+hunter2")))
        .collect();
    let answer = crate::decoding::answer(operation, target, &crate::values(operation, &given), response);
    let Err(failure) = answer else { return true };
    assert!(matches!(failure.stage(), Stage::NotUnderstood | Stage::Refused));
    let excerpt = failure.answer().and_then(|head| head.excerpt.as_deref()).unwrap_or_default();
    assert!(excerpt.chars().count() <= 200 && !excerpt.contains(char::is_control), "{excerpt:?}");
    let _ = format!("{failure} {failure:?}");
    failure.stage() == Stage::Refused
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
            "|",
            "ID|Owner|",
            "item1: ",
            "groupname07:",
            "OK\n",
            "FAIL 1, ",
            " To: ",
            "NoSuch",
            "<r status='ok'>",
            "<Errors>",
            "<Error Number='12'/>",
            "</r>",
            "<header><field id='1'>",
            "<data><row>",
            "&lt;a width='1'>",
            "%C3",
            "%A9",
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
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

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
        let cut = |end| response(200, Some("text/xml"), &body.as_bytes()[..end]);
        let whole = cut(body.len());
        for (target, operation) in calls().filter(|(target, operation)| read_as(operation, target, &whole)) {
            for end in 0..body.len() {
                let _ = read_as(operation, &target, &cut(end));
            }
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
fn long_answers_of_every_kind_take_time_by_their_length() {
    const MANY: usize = 30_000;
    let numbered = |label: &str| (0..MANY).map(|n| format!("{label}{n}: x\n")).collect::<String>();
    let named = |name: &str| ledger::operations().find(|operation| operation.name == name).unwrap();
    let post = |name, body: &str| soon(&LEDGER, named(name), Protocol::Post, body);
    let xml = |name, body: &str| soon(&LEDGER, named(name), Protocol::Xml, body);
    post("groups", &format!("OK\n{}", numbered("groupname")));
    post("groups", &format!("OK {}", numbered("groupname").replace('\n', " ")));
    post("order", &format!("OK\nid: 1\n{}{}{}", numbered("item"), numbered("price"), numbered("note")));
    post("order", &format!("OK\nid: 1\n{}", "new: x\n".repeat(MANY)));
    post("sessions", &format!("OK\nID|{}\n7|{}\n", "x|".repeat(MANY), "y|".repeat(MANY)));
    post("sessions", &format!("OK\nID|Owner\n{}", "7|Ann\n".repeat(MANY)));
    post("sessions", &format!("OK\nID|Owner\n{}", "7\n".repeat(MANY)));
    post("sent", &"ID: 1 To: 2\n".repeat(MANY));
    post("sent", &format!("FAIL {}", "1, x To: ".repeat(MANY)));
    post("words", &format!("OK {}", "a, ".repeat(MANY)));
    let titles: String = (0..MANY).map(|id| format!("<field id='{id}'>t</field>")).collect();
    xml("report", &format!("<r status='ok'><header>{titles}</header><data><row>{titles}</row></data></r>"));
    post("report", &format!("OK <r><header>{titles}</header><data>{}</data></r>", "<row><a/></row>".repeat(MANY)));
    let attributes: String = (0..MANY).map(|index| format!(" a{index}='x'")).collect();
    xml("props", &format!("<r status='ok'><common/>{}<p{attributes}/></r>", "<p a='1'/>".repeat(MANY)));
    xml("items", &format!("<r status='ok'><Items>{}</Items></r>", "<Item id='1'/>".repeat(MANY)));
    xml("children", &format!("<r status='ok'>{}</r>", "<a/>".repeat(MANY)));
    xml("add", &format!("<r><Errors>{}</Errors></r>", "<Error Number='1'>x</Error>".repeat(MANY)));
    xml("add", &format!("<r>{}</r>", "<Errors><Error Number='12'/></Errors>".repeat(MANY)));
    xml("docs", &format!("<r status='ok'><sizes>{}</sizes></r>", "<size>&lt;a width='1'/></size>".repeat(MANY)));
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
