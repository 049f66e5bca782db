//! Calls as requests.

use bindery_transport::{Credentials, DateTime, Kind, Protocol, Target, Value};
use http::{Method, header};

use crate::{
    BASE, assert_silent, body, record, request, secret, target, text, texts,
    vendor::{ADD, ATLAS, FIND, LARDER, NEW_KEY, PING},
};

const SOAP_11: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const SOAP_12: &str = "http://www.w3.org/2003/05/soap-envelope";

fn envelope(namespace: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"{namespace}\"><soap:Body>\
         <addItem xmlns=\"urn:larder\">{content}</addItem></soap:Body></soap:Envelope>"
    )
}

/// What `name` is written as in an envelope.
fn name_in_xml(name: &str) -> String {
    let body = body(&ADD, &target(&LARDER, Protocol::Soap11), &[("name", text(name))]);
    let (_, rest) = body.split_once("<sName>").expect("the element");
    rest.split_once("</sName>").expect("its end").0.to_owned()
}

#[test]
fn soap_11_says_its_action_in_a_quoted_header() {
    let request = request(&ADD, &target(&LARDER, Protocol::Soap11), &[("name", text("rice"))]).unwrap();
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "https://pantry.example/tenant-77/api/larder.asmx");
    assert_eq!(request.headers()[header::CONTENT_TYPE], "text/xml; charset=utf-8");
    assert_eq!(request.headers()["soapaction"], "\"urn:larder/addItem\"");
    assert_eq!(request.body(), envelope(SOAP_11, "<sName>rice</sName>").as_bytes());
}

#[test]
fn soap_12_says_its_action_in_the_content_type() {
    let request = request(&ADD, &target(&LARDER, Protocol::Soap12), &[("name", text("rice"))]).unwrap();
    let content_type = "application/soap+xml; charset=utf-8; action=\"urn:larder/addItem\"";
    assert_eq!(request.headers()[header::CONTENT_TYPE], content_type);
    assert!(!request.headers().contains_key("soapaction"));
    assert_eq!(request.body(), envelope(SOAP_12, "<sName>rice</sName>").as_bytes());
}

#[test]
fn an_operation_without_parameters_is_an_empty_element() {
    let body = body(&PING, &target(&LARDER, Protocol::Soap11), &[]);
    assert!(body.contains("<soap:Body><ping xmlns=\"urn:larder\"/></soap:Body>"), "{body}");
}

#[test]
fn elements_come_in_the_order_of_the_description() {
    let given = [
        ("label", Value::Bytes(vec![0, 255])),
        ("cold", Value::Bool(true)),
        ("due", Value::DateTime(DateTime::from("2026-05-04T03:02:01"))),
        ("pin", secret("1234")),
        ("note", text("")),
        ("colours", texts(&["Blue", "Red"])),
        ("tags", texts(&["a", "b"])),
        ("count", Value::Int(7)),
        ("name", text("rice")),
    ];
    assert_eq!(
        body(&ADD, &target(&LARDER, Protocol::Soap11), &given),
        envelope(
            SOAP_11,
            "<sName>rice</sName><iCount>7</iCount><aTags><string>a</string><string>b</string></aTags>\
             <aColours><COLOUR>Blue</COLOUR><COLOUR>Red</COLOUR></aColours><sNote/><sPin>1234</sPin>\
             <dDue>2026-05-04T03:02:01</dDue><bCold>true</bCold><label>AP8=</label>"
        )
    );
}

#[test]
fn an_empty_list_keeps_its_wrapper() {
    let given = [("name", text("rice")), ("tags", texts(&[]))];
    assert_eq!(
        body(&ADD, &target(&LARDER, Protocol::Soap11), &given),
        envelope(SOAP_11, "<sName>rice</sName><aTags/>")
    );
}

#[test]
fn xml_is_escaped() {
    assert_eq!(name_in_xml("a&b"), "a&amp;b");
    assert_eq!(name_in_xml("<b>"), "&lt;b&gt;");
    assert_eq!(name_in_xml("x]]>y"), "x]]&gt;y");
    assert_eq!(name_in_xml("&amp;"), "&amp;amp;");
    assert_eq!(name_in_xml("a\rb\r\nc"), "a&#13;b&#13;\nc");
    assert_eq!(name_in_xml("𝄞 😀 é"), "𝄞 😀 é");
    // Quotes may stand in a text either way.
    let quotes = name_in_xml("\"'");
    assert!(["\"'", "&quot;&apos;", "&quot;&#39;"].contains(&quotes.as_str()), "{quotes}");
}

#[test]
fn what_xml_cannot_carry_is_refused_by_name() {
    for char in ['\0', '\u{1}', '\u{8}', '\u{B}', '\u{1F}', '\u{FFFE}', '\u{FFFF}'] {
        let given = [("name", text("rice")), ("note", text(&format!("ab{char}c")))];
        for protocol in [Protocol::Soap11, Protocol::Soap12] {
            let failure = request(&ADD, &target(&LARDER, protocol), &given).unwrap_err();
            assert_eq!((failure.kind(), failure.parameter()), (Kind::Input, Some("note")));
            let code = format!("U+{:04X}", u32::from(char));
            assert!(failure.to_string().contains("character 3") && failure.to_string().contains(&code), "{failure}");
        }
        assert!(request(&ADD, &target(&LARDER, Protocol::Post), &given).is_ok());
    }
    let failure =
        request(&ADD, &target(&LARDER, Protocol::Soap11), &[("name", text("x")), ("tags", texts(&["a", "\u{2}"]))]);
    let failure = failure.unwrap_err();
    assert_eq!(failure.parameter(), Some("tags"));
    assert!(failure.to_string().contains("item 2"), "{failure}");
}

#[test]
fn a_secret_that_xml_cannot_carry_is_not_shown() {
    let given = [("name", text("rice")), ("pin", secret("hunter2\u{1}"))];
    let failure = request(&ADD, &target(&LARDER, Protocol::Soap11), &given).unwrap_err();
    assert_eq!((failure.kind(), failure.parameter()), (Kind::Input, Some("pin")));
    assert_silent(&failure, &["hunter2".to_owned()]);
}

#[test]
fn a_form_is_in_order_and_percent_encoded() {
    let given = [
        ("label", Value::Bytes(vec![0, 255])),
        ("cold", Value::Bool(false)),
        ("due", Value::DateTime(DateTime::from("2026-05-04T03:02:01"))),
        ("note", text("a&b=c d+é😀%\r\n")),
        ("colours", texts(&["Blue", "Red"])),
        ("tags", texts(&["a b", "c"])),
        ("count", Value::Int(7)),
        ("name", text("rice")),
    ];
    let encoded = "name=rice&count=7&tag=a+b&tag=c&colours=Blue%2CRed\
                   &note=a%26b%3Dc+d%2B%C3%A9%F0%9F%98%80%25%0D%0A&due=04%2F05%2F2026&cold=N&label=AP8%3D";
    let post = request(&ADD, &target(&LARDER, Protocol::Post), &given).unwrap();
    assert_eq!(post.method(), Method::POST);
    assert_eq!(post.uri(), "https://pantry.example/tenant-77/api/addItem.aspx");
    assert_eq!(post.headers()[header::ACCEPT_LANGUAGE], "en-US");
    let content_type = post.headers()[header::CONTENT_TYPE].to_str().unwrap();
    assert!(content_type.starts_with("application/x-www-form-urlencoded"), "{content_type}");
    assert_eq!(std::str::from_utf8(post.body()), Ok(encoded));

    let get = request(&ADD, &target(&LARDER, Protocol::Get), &given).unwrap();
    assert_eq!(get.method(), Method::GET);
    assert_eq!(get.uri().query(), Some(encoded));
    assert_eq!(get.uri().path(), "/tenant-77/api/addItem.aspx");
    assert!(get.body().is_empty() && !get.headers().contains_key(header::CONTENT_TYPE));
}

#[test]
fn what_was_not_given_is_absent_or_written_as_the_description_says() {
    // `note` goes out empty over forms, and not at all over SOAP; the others never.
    assert_eq!(body(&ADD, &target(&LARDER, Protocol::Post), &[("name", text("rice"))]), "name=rice&note=");
    let xml = body(&FIND, &target(&ATLAS, Protocol::Xml), &[("text", text("sea"))]);
    assert!(xml.ends_with("<query><text>sea</text></query><mode>plain</mode></findRequest>"), "{xml}");
}

#[test]
fn given_empty_is_not_the_same_as_not_given() {
    let soap = target(&LARDER, Protocol::Soap11);
    let empty = [("name", text("")), ("note", text(""))];
    assert_eq!(body(&ADD, &soap, &empty), envelope(SOAP_11, "<sName/><sNote/>"));
    assert_eq!(body(&ADD, &soap, &[("name", text(""))]), envelope(SOAP_11, "<sName/>"));
    let post = target(&LARDER, Protocol::Post);
    assert_eq!(body(&ADD, &post, &[("name", text("")), ("colours", texts(&[]))]), "name=&colours=&note=");
    assert_eq!(body(&ADD, &post, &[("name", text("")), ("tags", texts(&[""]))]), "name=&tag=&note=");
}

#[test]
fn a_required_parameter_is_missed_by_name() {
    for protocol in [Protocol::Get, Protocol::Post, Protocol::Soap11, Protocol::Soap12] {
        let failure = request(&ADD, &target(&LARDER, protocol), &[("count", Value::Int(3))]).unwrap_err();
        assert_eq!((failure.kind(), failure.parameter()), (Kind::Input, Some("name")));
        assert!(failure.to_string().contains("required"), "{failure}");
    }
}

#[test]
fn a_value_that_does_not_fit_is_refused_by_name() {
    let long = "x".repeat(41);
    let cases = [
        ("name", text(&long)),
        ("name", Value::Int(1)),
        ("count", Value::Int(0)),
        ("count", Value::Int(100)),
        ("count", text("7")),
        ("tags", text("a")),
        ("colours", texts(&["Blue,Red"])),
        ("label", Value::Bytes(vec![0; 5])),
        ("shelf", text("top")),
        ("row", Value::Int(1)),
    ];
    for (name, value) in cases {
        let mut given = vec![("name", text("rice"))];
        given.push((name, value));
        let failure = request(&ADD, &target(&LARDER, Protocol::Post), &given).unwrap_err();
        assert_eq!((failure.kind(), failure.parameter()), (Kind::Input, Some(name)), "{failure}");
        assert!(!failure.to_string().contains(&long));
    }
    let wide = "é".repeat(40);
    assert!(request(&ADD, &target(&LARDER, Protocol::Post), &[("name", text(&wide))]).is_ok());
}

#[test]
fn an_open_word_goes_out_as_it_is() {
    let given = [("name", text("rice")), ("colours", texts(&["Mauve"]))];
    assert_eq!(body(&ADD, &target(&LARDER, Protocol::Post), &given), "name=rice&colours=Mauve&note=");
}

#[test]
fn a_secret_goes_into_a_url_only_when_it_may() {
    let given = [("name", text("rice")), ("pin", secret("hunter2"))];
    let mut get = target(&LARDER, Protocol::Get);
    let failure = request(&ADD, &get, &given).unwrap_err();
    assert_eq!((failure.kind(), failure.parameter()), (Kind::SecretInUrl, Some("pin")));
    assert!(failure.to_string().contains("post, soap11, soap12"), "{failure}");
    assert_silent(&failure, &["hunter2".to_owned()]);
    get.secrets_in_url = true;
    let request_line = request(&ADD, &get, &given).unwrap().uri().to_string();
    assert!(request_line.ends_with("?name=rice&note=&pin=hunter2"), "{request_line}");
    // Without one there is nothing to refuse.
    get.secrets_in_url = false;
    assert!(request(&ADD, &get, &[("name", text("rice"))]).is_ok());
    assert!(request(&NEW_KEY, &get, &[]).is_ok());
}

#[test]
fn a_credential_is_a_secret_too_and_goes_last() {
    let credentials = Credentials::new(&LARDER.schemes[0]).param("key", "k&y");
    let with = |protocol| Target { credentials: Some(&credentials), ..target(&LARDER, protocol) };
    let given = [("name", text("rice"))];
    assert_eq!(body(&ADD, &with(Protocol::Post), &given), "name=rice&note=&key=k%26y");
    assert_eq!(
        body(&ADD, &with(Protocol::Soap11), &given),
        envelope(SOAP_11, "<sName>rice</sName><sKey>k&amp;y</sKey>")
    );
    let failure = request(&ADD, &with(Protocol::Get), &given).unwrap_err();
    assert_eq!((failure.kind(), failure.parameter()), (Kind::SecretInUrl, Some("key")));
    // An operation that does not take the scheme does not get it.
    assert_eq!(body(&PING, &with(Protocol::Post), &[]), "");

    let empty = Credentials::new(&LARDER.schemes[0]);
    let with = Target { credentials: Some(&empty), ..target(&LARDER, Protocol::Post) };
    let failure = request(&ADD, &with, &given).unwrap_err();
    assert_eq!((failure.kind(), failure.parameter()), (Kind::Credentials, Some("key")));
}

#[test]
fn a_cookie_goes_into_its_header_and_is_not_shown() {
    let credentials = Credentials::new(&LARDER.schemes[1]).cookie("c00kie");
    for protocol in [Protocol::Get, Protocol::Post, Protocol::Soap12] {
        let with = Target { credentials: Some(&credentials), ..target(&LARDER, protocol) };
        let request = request(&ADD, &with, &[("name", text("rice"))]).unwrap();
        let cookie = &request.headers()[header::COOKIE];
        assert_eq!(cookie, "LarderSession=c00kie");
        assert!(cookie.is_sensitive());
        assert!(!format!("{request:?}").contains("c00kie"));
    }
    let credentials = Credentials::new(&LARDER.schemes[1]).cookie("c00kie\r\nX: y");
    let with = Target { credentials: Some(&credentials), ..target(&LARDER, Protocol::Post) };
    let failure = request(&ADD, &with, &[("name", text("rice"))]).unwrap_err();
    assert_eq!(failure.kind(), Kind::Credentials);
    assert_silent(&failure, &["c00kie".to_owned()]);
    assert!(!format!("{credentials:?}").contains("c00kie"));
}

#[test]
fn a_document_has_places() {
    let given = [
        ("text", text("sea & sky")),
        ("language", text("en\n\"<")),
        ("ids", Value::List(vec![Value::Int(3), Value::Int(-4)])),
        (
            "owners",
            Value::List(vec![
                record(&[Some(text("Ann")), Some(text("a@b.example"))]),
                record(&[Some(text("Ben")), None]),
            ]),
        ),
        ("mode", text("")),
    ];
    let request = request(&FIND, &target(&ATLAS, Protocol::Xml), &given).unwrap();
    assert_eq!(request.uri(), "https://pantry.example/tenant-77/xml");
    assert_eq!(request.headers()[header::CONTENT_TYPE], "text/xml; charset=utf-8");
    let body = String::from_utf8(request.into_body()).unwrap();
    let (start, rest) = body.split_once("<query lang=\"").unwrap();
    assert_eq!(start, "<?xml version=\"1.0\" encoding=\"utf-8\"?><findRequest xmlns=\"urn:atlas\">");
    let (language, rest) = rest.split_once('"').unwrap();
    assert!(["en&#10;&quot;&lt;", "en&#xA;&quot;&lt;"].contains(&language), "{language}");
    assert_eq!(
        rest,
        "><text>sea &amp; sky</text><ids><id>3</id><id>-4</id></ids></query>\
         <owner name=\"Ann\"><mail>a@b.example</mail></owner><owner name=\"Ben\"/><mode/></findRequest>"
    );
}

#[test]
fn a_record_without_its_required_field_is_refused() {
    let given = [("text", text("sea")), ("owners", Value::List(vec![record(&[None, Some(text("x"))])]))];
    let failure = request(&FIND, &target(&ATLAS, Protocol::Xml), &given).unwrap_err();
    assert_eq!((failure.kind(), failure.parameter()), (Kind::Input, Some("owners")));
    assert!(failure.to_string().contains("`name`"), "{failure}");
}

#[test]
fn the_bases_own_path_is_kept() {
    for (base, address) in [
        ("https://a.example", "https://a.example/api/ping.aspx"),
        ("https://a.example/", "https://a.example/api/ping.aspx"),
        ("http://a.example:8080/b/c/", "http://a.example:8080/b/c/api/ping.aspx"),
        (BASE, "https://pantry.example/tenant-77/api/ping.aspx"),
    ] {
        let target = Target { base, ..target(&LARDER, Protocol::Get) };
        assert_eq!(request(&PING, &target, &[]).unwrap().uri(), address);
    }
}

#[test]
fn a_bad_base_is_refused_and_not_repeated() {
    for base in [
        "",
        "pantry.example",
        "/tenant-77",
        "ftp://pantry.example",
        "https://",
        "https://ann:hunter2@pantry.example",
        "https://pantry.example/?q=tenant-77",
        "https://pantry.example/#tenant-77",
        "https://pantry example/",
    ] {
        let target = Target { base, ..target(&LARDER, Protocol::Post) };
        let failure = request(&PING, &target, &[]).expect_err(base);
        assert_eq!(failure.kind(), Kind::Configuration, "{base}");
        assert_silent(&failure, &["hunter2".to_owned()]);
        assert!(failure.to_string().contains("base address"), "{failure}");
    }
}

#[test]
fn a_protocol_that_is_not_there_is_refused() {
    let failure = request(&PING, &target(&LARDER, Protocol::Xml), &[]).unwrap_err();
    assert_eq!(failure.kind(), Kind::Configuration);
    assert!(failure.to_string().contains("get, post, soap11, soap12"), "{failure}");
}
