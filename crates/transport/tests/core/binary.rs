//! Bytes: as the body, and in XML.

use bindery_transport::{
    Kind, Protocol, Stage, Value,
    description::{Answer, Format, Operation, Output, OutputForm, Protocols, Type},
};

use crate::{
    answer,
    decode::envelope,
    ledger::{LEDGER, over, pieces, post, read, shown, soap, why},
    response, target,
};

pub const ALL: &[&Operation] = &[&DOWNLOAD, &SEALED, &NOTHING];

const EVERY: Protocols = Protocols::ALL;

static BYTES: Answer = Answer::new(Format::Bytes)
    .accepted(&[read(&["@success"], pieces!["true"])])
    .refused(&[read(&["@error"], pieces![[message]])]);
static DOWNLOAD: Operation = Operation::new("download", EVERY)
    .insides(&[(Protocols::SOAP, "downloadResult/*")])
    .answers(&[(EVERY, &BYTES)])
    .output(&Output::new(&Type::BYTES, &[OutputForm::new(EVERY, "content")]));
static SEALED: Operation = Operation::new("sealed", EVERY)
    .answers(&[(EVERY, &BYTES)])
    .output(&Output::new(&Type::BYTES, &[OutputForm::new(EVERY, "content")]).secret());
static NOTHING: Operation = Operation::new("nothing", EVERY).answers(&[(EVERY, &BYTES)]);

const PLAIN: [Protocol; 3] = [Protocol::Get, Protocol::Post, Protocol::Xml];

#[test]
fn a_body_is_the_output_as_it_came() {
    for protocol in PLAIN {
        for body in [&b"\xFF\xFE\0\x81"[..], b" ", b"ERROR", b"<html>", b"<r error='no'/>"] {
            assert_eq!(shown(over(&DOWNLOAD, protocol, 200, body)), format!("{body:?}"));
        }
    }
    let kind = |kind, body: &str| {
        answer(&DOWNLOAD, &target(&LEDGER, Protocol::Post), &[], &response(200, Some(kind), body)).is_ok()
    };
    assert!(kind("application/pdf", "%PDF") && kind("application/xml", "<html/>") && kind("text/html", "no page"));
    assert!(matches!(post(&NOTHING, "anything"), Ok(None)));
    assert_eq!(shown(post(&SEALED, "\u{1}")), "secret \"AQ==\"");
}

#[test]
fn no_bytes_are_no_answer() {
    for protocol in PLAIN {
        assert!(why(over(&DOWNLOAD, protocol, 200, "")).contains("the answer is empty"));
        assert!(why(over(&DOWNLOAD, protocol, 500, "sorry")).contains("the HTTP status is 500"));
        assert!(why(over(&DOWNLOAD, protocol, 404, "")).contains("the HTTP status is 404"));
        let page = response(200, Some("Text/HTML; charset=utf-8"), "\r\n <!DOCTYPE html><html></html>");
        assert!(why(answer(&DOWNLOAD, &target(&LEDGER, protocol), &[], &page)).contains("HTML page"));
    }
}

#[test]
fn over_soap_bytes_stand_in_a_document() {
    let inside = |content: &str| {
        soap(&DOWNLOAD, &format!("<downloadResponse><downloadResult>{content}</downloadResult></downloadResponse>"))
    };
    assert_eq!(shown(inside("<response success='true'><content>AP8=\r\n</content></response>")), "[0, 255]");
    assert_eq!(shown(inside("<![CDATA[<response success='true'><content>AP8=</content></response>]]>")), "[0, 255]");
    for content in ["<content/>", "<content></content>", ""] {
        assert!(why(inside(&format!("<r success='true'>{content}</r>"))).contains("`output` is missing"));
    }
    assert!(why(inside("<r success='true'><content>?</content></r>")).contains("`output` is not base64"));
    let failure = inside("<r success='false' error='gone'/>").unwrap_err();
    assert_eq!((failure.stage(), failure.kind(), failure.message()), (Stage::Refused, Kind::UnknownCode, Some("gone")));
    assert!(over(&DOWNLOAD, Protocol::Soap12, 200, envelope("<x/>")).is_err());
    assert!(matches!(inside("<r success='true'><content>AA==</content></r>"), Ok(Some(Value::Bytes(_)))));
}
