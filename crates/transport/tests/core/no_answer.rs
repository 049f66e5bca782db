//! What is no answer, and what an error shows of it.

use base64::{Engine, prelude::BASE64_STANDARD};
use bindery_transport::{Credentials, Kind, Protocol, Target, description::Operation};

use crate::{
    answer, assert_silent,
    decode::{PLAIN, XML, atlas, envelope, not_understood, post, refused},
    fields, response, secret, target, text,
    vendor::{ADD, ANY, ASK, FIND, FREE, LARDER, LIST, NEW_KEY},
};

const PAGE: &str =
    "<!DOCTYPE html>\r\n<html><head><title>Sign in</title></head><body>\u{1}\u{7f}\u{202e}</body></html>";
const EVERY: [(&Operation, Protocol); 5] = [
    (&ADD, Protocol::Post),
    (&ADD, Protocol::Get),
    (&LIST, Protocol::Soap11),
    (&ADD, Protocol::Soap12),
    (&FIND, Protocol::Xml),
];

#[test]
fn a_page_is_no_answer() {
    for (operation, protocol) in EVERY {
        for status in [200, 302, 404, 500, 503] {
            for page in [PAGE, &PAGE["<!DOCTYPE html>\r\n".len()..], &format!("<?xml version='1.0'?>{PAGE}")] {
                let failure = not_understood(operation, protocol, &response(status, Some("text/html"), page));
                assert_eq!(failure.kind(), Kind::Unexpected);
                let excerpt = failure.answer().unwrap().excerpt.as_deref().unwrap();
                assert!(excerpt.contains("<title>Sign in</title>"), "{excerpt}");
                assert!(excerpt.contains("\\u{1}\\u{7f}\\u{202e}"), "{excerpt}");
                assert!(!failure.to_string().contains(char::is_control), "{failure}");
            }
        }
    }
}

#[test]
fn a_page_is_no_answer_of_an_operation_that_accepts_any_text() {
    assert_eq!(fields(post(&ANY, "count=3\nsize=1\n")).all(1), ["3"]);
    let page = format!("{PAGE}\n<p>count=3</p>");
    for status in [200, 500] {
        not_understood(&ANY, Protocol::Post, &response(status, Some("text/html"), &page));
    }
}

#[test]
fn a_page_is_no_refusal_with_any_code() {
    assert_eq!(refused(post(&FREE, "FAILED 12 at once")).kind(), Kind::Conflict);
    for status in [404, 500] {
        not_understood(&FREE, Protocol::Post, &response(status, Some("text/html"), PAGE));
    }
    not_understood(&FREE, Protocol::Post, &response(500, PLAIN, "upstream"));
    // Without a reading of a refusal it is what it always is: accepted.
    assert!(matches!(post(&FREE, "all is well"), Ok(None)));
}

#[test]
fn a_body_that_is_still_compressed_is_no_answer() {
    let encoded = |coding: &'static str, body: &'static str| {
        let mut response = response(200, PLAIN, body);
        response.headers_mut().insert("content-encoding", coding.parse().unwrap());
        response
    };
    for coding in ["gzip", "br", "deflate, gzip", "\u{e9}"] {
        let failure = not_understood(&ANY, Protocol::Post, &encoded(coding, "count=3\n"));
        assert_eq!(failure.kind(), Kind::Unexpected);
        let shown = if coding.is_ascii() { coding } else { "" };
        assert!(failure.to_string().contains(&format!("encoded as `{shown}")), "{failure}");
        assert_eq!(failure.answer().unwrap().excerpt, None);
    }
    for coding in ["", "identity", "Identity ", "utf-8", "ISO-8859-1"] {
        let read = answer(&ANY, &target(&LARDER, Protocol::Post), &[], &encoded(coding, "count=3\n"));
        assert_eq!(fields(read).all(1), ["3"], "{coding}");
    }
}

#[test]
fn nothing_is_no_answer() {
    for (operation, protocol) in EVERY {
        for (status, body) in [(200, ""), (200, " \r\n"), (204, ""), (404, ""), (500, "")] {
            let failure = not_understood(operation, protocol, &response(status, None, body));
            assert!(failure.to_string().contains("no content type"), "{failure}");
        }
    }
}

#[test]
fn an_error_page_of_text_is_no_refusal() {
    for (operation, protocol) in EVERY {
        for (status, body) in [(404, "Not Found"), (500, "Internal Server Error"), (502, "upstream"), (500, "<a>b</a>")]
        {
            let failure = not_understood(operation, protocol, &response(status, PLAIN, body));
            assert_eq!(failure.answer().unwrap().excerpt.as_deref(), Some(body));
        }
    }
}

#[test]
fn malformed_xml_is_placed() {
    for body in [
        "<answer status='ok'><hits></answer>",
        "<answer status='ok'><hits>",
        "<answer status='ok'",
        "<answer status='ok><hits/></answer>",
        "<answer status='ok'/><answer/>",
        "<answer status='ok'/>tail",
        "lead<answer status='ok'/>",
        "</answer>",
        "<answer status=ok/>",
        "<answer status='ok'><!-- </answer>",
        "<answer status='ok'><![CDATA[</answer>",
        "<>",
        "no xml at all",
        "{\"status\":\"ok\"}",
    ] {
        let failure = not_understood(&FIND, Protocol::Xml, &response(200, XML, body));
        assert!(failure.to_string().contains("line 1, column"), "{body}: {failure}");
    }
}

#[test]
fn a_document_type_is_refused() {
    for dtd in [
        "<!DOCTYPE answer SYSTEM \"http://elsewhere.example/x.dtd\">",
        "<!DOCTYPE answer [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>",
        "<!DOCTYPE answer>",
    ] {
        let body = format!("<?xml version='1.0'?>{dtd}<answer status='ok'><hits/></answer>");
        let failure = not_understood(&FIND, Protocol::Xml, &response(200, XML, body));
        assert!(failure.to_string().contains("document type"), "{failure}");
    }
}

#[test]
fn an_excerpt_is_at_most_200_characters() {
    for body in ["é".repeat(5000), "\u{1}".repeat(5000), format!("<a>{}", "x".repeat(5000)), "\u{FEFF} a".repeat(500)]
    {
        for (operation, protocol) in EVERY {
            let failure = not_understood(operation, protocol, &response(500, PLAIN, &body));
            let excerpt = failure.answer().unwrap().excerpt.as_deref().unwrap();
            assert!((190..=200).contains(&excerpt.chars().count()), "{excerpt}");
        }
    }
}

#[test]
fn what_is_wrong_is_said_in_few_printable_characters() {
    // The names and entities in a malformed document are part of what came: as long as the sender likes, of any character.
    let long = "x".repeat(5000);
    for body in [
        format!("<answer>&{long};</answer>"),
        format!("<answer><{long}></answer>"),
        "<answer>&\u{1}\u{202e};</answer>".to_owned(),
        "<answer><a\u{1}></answer>".to_owned(),
    ] {
        let failure = not_understood(&FIND, Protocol::Xml, &response(200, XML, body));
        let shown = failure.to_string();
        assert!(
            shown.chars().count() < 1000 && !shown.contains(char::is_control),
            "{} characters",
            shown.chars().count()
        );
    }
}

// Secrets.

#[test]
fn an_excerpt_masks_every_spelling_of_the_calls_secrets() {
    let key = "p&s<w>\"o'r d%é+/=";
    let credentials = Credentials::new(&LARDER.schemes[0]).param("key", key);
    let form: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
    let percent: String = key.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let unescaped = "p&amp;s&lt;w&gt;\"o'r d%é+/=";
    let escaped = "p&#38;s&lt;w&#x3e;&quot;o&apos;r d%&#233;+/=";
    let base64 = BASE64_STANDARD.encode(key);
    for written in [key, &form, &percent, unescaped, escaped, &base64, base64.trim_end_matches('=')] {
        let body = format!("<html>key={written}&pin={written}.</html>");
        let given = [("name", text("rice")), ("pin", secret(key))];
        for (status, protocol) in [(200, Protocol::Post), (500, Protocol::Soap11), (404, Protocol::Get)] {
            let target = Target { credentials: Some(&credentials), ..target(&LARDER, protocol) };
            let failure = answer(&ADD, &target, &given, &response(status, Some("text/html"), &body)).unwrap_err();
            let excerpt = failure.answer().unwrap().excerpt.clone().unwrap();
            let plain = excerpt.replace("•••=", "•••").replace("•••%3D", "•••");
            assert_eq!(plain, "<html>key=•••&pin=•••.</html>", "{written}");
            assert_silent(&failure, &[key.to_owned(), written.trim_end_matches('=').to_owned()]);
        }
    }
}

#[test]
fn secrets_are_masked_in_the_cookie_and_the_content_type_and_at_the_cut() {
    let credentials = Credentials::new(&LARDER.schemes[1]).cookie("c00kie-c00kie");
    let target = Target { credentials: Some(&credentials), ..target(&LARDER, Protocol::Post) };
    let filler = "x".repeat(195);
    for body in ["you sent c00kie-c00kie".to_owned(), format!("{filler} c00kie-c00kie"), "cut: c00kie-c0".to_owned()] {
        let failure = answer(&ADD, &target, &[], &response(500, Some("text/c00kie-c00kie"), &body)).unwrap_err();
        assert!(!format!("{failure:?} {failure}").contains("c00kie"), "{failure}");
    }
}

#[test]
fn there_is_no_excerpt_where_answers_hold_a_secret() {
    for (status, body) in
        [(200, "<html>KEY: k-e-y</html>"), (500, "KEY: k-e-y"), (200, "OK\nKYE: k-e-y\n"), (200, "\u{1}k-e-y\u{2}")]
    {
        for protocol in [Protocol::Post, Protocol::Soap11] {
            let failure = not_understood(&NEW_KEY, protocol, &response(status, PLAIN, body));
            assert_eq!(failure.answer().unwrap().excerpt, None);
            assert_silent(&failure, &["k-e-y".to_owned()]);
        }
    }
    let key = fields(post(&NEW_KEY, "OK KEY: k-e-y"));
    assert_eq!(key.show(0), "secret \"k-e-y\"");
    assert!(!format!("{:?}", key.0).contains("k-e-y"));
}

#[test]
fn a_malformed_answer_that_holds_a_secret_is_not_quoted_at_all() {
    for body in [
        "<answer><token>ab&k-e-y;</token></answer>",
        "<answer><token>ab<k-e-y</token></answer>",
        "<answer><k-e-y></answer>",
    ] {
        let failure = not_understood(&ASK, Protocol::Xml, &response(200, XML, body));
        assert_eq!(failure.answer().unwrap().excerpt, None);
        assert_silent(&failure, &["k-e-y".to_owned()]);
    }
    let failure = atlas(&ASK, "<answer status='ok'><tokn>k-e-y</tokn></answer>").unwrap_err();
    assert_silent(&failure, &["k-e-y".to_owned()]);
}

#[test]
fn a_fault_of_an_operation_whose_answers_hold_a_secret_still_says_what_it_is() {
    let body = envelope("<soap:Fault><faultcode>soap:Server</faultcode><faultstring>Busy</faultstring></soap:Fault>");
    let failure = refused(answer(&NEW_KEY, &target(&LARDER, Protocol::Soap11), &[], &response(500, XML, body)));
    assert!(failure.to_string().contains("Busy"), "{failure}");
}
