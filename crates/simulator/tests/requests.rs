//! What requests carry, and where: a vendor that does not exist, over raw HTTP.

use bindery_simulator::Simulator;
use bindery_transport::description::*;

mod support;

use support::{exchange, post, post_with, soap11, soap12};

const ALL: Protocols = Protocols::ALL;

static TEXT: Answer = Answer::new(Format::Text)
    .accepted(&[Reading { at: &[], template: Some(Template(&[Piece::Text("OK")])) }])
    .refused(&[Reading { at: &[], template: None }]);
static XML: Answer = Answer::new(Format::Xml)
    .accepted(&[Reading { at: &["@is"], template: Some(Template(&[Piece::Text("ok")])) }])
    .refused(&[Reading { at: &["@is"], template: None }]);

const fn binding(protocol: Protocol, path: &'static str, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path,
        namespace: "urn:acme",
        action: "{namespace}/{operation}",
        root: "request",
        inside: "",
        charset: None,
        headers: &[],
        answer,
    }
}

static BINDINGS: [Binding; 5] = [
    Binding { charset: Some("windows-1252"), ..binding(Protocol::Post, "/{operation}", &TEXT) },
    binding(Protocol::Get, "/{operation}", &TEXT),
    binding(Protocol::Soap11, "/soap", &XML),
    binding(Protocol::Soap12, "/soap", &XML),
    binding(Protocol::Xml, "/xml/{operation}", &XML),
];

static BAD: Code = Code::new("BAD", Means::Input, &[Spelling::new(ALL, &["BAD"])], "")
    .messages(&[Template(&[Piece::Text("Bad: "), Piece::Hole("parameter")])]);
static NOSESSION: Code = Code::new("NOSESSION", Means::SignIn, &[Spelling::new(ALL, &["NOSESSION"])], "");
static WRONG: Code = Code::new("WRONG", Means::Credentials, &[Spelling::new(ALL, &["WRONG"])], "");
static CODES: [&Code; 3] = [&BAD, &NOSESSION, &WRONG];

// Records: over a form numbered, over XML elements.
static ITEM: Record = Record {
    name: "Item",
    fields: &[
        Field::new("id", &[Wire::new(FORM, &["id{n}"], &Type::I32), Wire::new(ALL, &["iID"], &Type::I32)]).required(),
        Field::new(
            "note",
            &[Wire::new(FORM, &["note{n}"], &Type::STRING), Wire::new(ALL, &["sub/sNote"], &Type::STRING).nillable()],
        ),
    ],
};
static ITEM_TYPE: Type = Type::record(&ITEM);
static PLACE: Record = Record {
    name: "Place",
    fields: &[
        Field::new("city", &[Wire::new(ALL, &["city"], &Type::STRING)]).required(),
        Field::new("zip", &[Wire::new(ALL, &["zip"], &Type::I32)]),
    ],
};
static PLACE_TYPE: Type = Type::record(&PLACE);

static ADD: Operation = Operation::new("add", ALL)
    .params(&[
        Field::new("items", &[Wire::new(FORM, &["items"], &ITEM_TYPE), Wire::new(ALL, &["aItems/ITEM"], &ITEM_TYPE)])
            .many(),
        Field::new("tags", &[Wire::new(FORM, &["tag{n}"], &Type::I32), Wire::new(ALL, &["aTags/T"], &Type::I32)])
            .many(),
        Field::new("place", &[Wire::new(ALL, &["oPlace"], &PLACE_TYPE)]),
    ])
    .codes(&CODES);

static CRITERIA: Operation = Operation::new("search", ALL)
    .params(&[Field::new("criteria", &[Wire::new(ALL, &["xml"], &PLACE_TYPE).document("criteria")]).required()])
    .codes(&CODES);

static KEYED: Operation = Operation::new("keyed", ALL).schemes(&[0]).codes(&CODES);
static BASIC: Operation = Operation::new("basic", ALL).schemes(&[1]).codes(&CODES);
static HEADED: Operation = Operation::new("headed", SOAP).schemes(&[2]).codes(&CODES);

const TIMES: Field = Field::new("times", &[Wire::new(ALL, &["times"], &Type::I32)]);
static START: Operation = Operation::new("start", ALL)
    .paths(&[(ALL, "/act")])
    .params(&[Field::new("act", &[Wire::new(ALL, &["act"], &Type::STRING)]).fixed(Sample::Text("{operation}")), TIMES])
    .codes(&CODES);
static STOP: Operation = Operation::new("stop", ALL)
    .paths(&[(ALL, "/act")])
    .params(&[Field::new("act", &[Wire::new(ALL, &["act"], &Type::STRING)]).fixed(Sample::Text("{operation}"))])
    .codes(&CODES);
static QUERIED: Operation = Operation::new("queried", GET).paths(&[(ALL, "/page?op=queried")]).params(&[TIMES]);

static FIND: Operation = Operation::new("find", FORM)
    .params(&[
        Field::new("node", &[Wire::new(ALL, &["node"], &Type::I32)]),
        Field::new("email", &[Wire::new(ALL, &["email"], &Type::STRING).absent("")]),
        Field::new("by", &[Wire::new(ALL, &["by"], &Type::words(&["Day", "Week"]))]),
        Field::new("day", &[Wire::new(ALL, &["day"], &Type::I32)]).required_if("by", Sample::Text("Day")),
        Field::new("link", &[Wire::new(ALL, &["link"], &Type::URL)]),
        Field::new(
            "rank",
            &[Wire::new(ALL, &["rank"], &Type::I32).template(Template(&[Piece::Text("<"), Piece::Hole("value")]))],
        ),
    ])
    .one_of(&[&["node", "email"]])
    .codes(&CODES);

static NIL: Operation = Operation::new("nil", SOAP)
    .params(&[
        Field::new("count", &[Wire::new(ALL, &["count"], &Type::I32).nillable()]),
        Field::new("name", &[Wire::new(ALL, &["name"], &Type::STRING).nillable()]).required(),
    ])
    .codes(&CODES);

const fn scheme(name: &'static str, params: &'static [SchemeParam]) -> Scheme {
    Scheme { name, params, first: false, login: &[], logout: None, cookie: None, idle: None }
}

static ACME: Vendor = Vendor {
    name: "Acme",
    package: "acme",
    base: None,
    bindings: &BINDINGS,
    schemes: &[
        scheme(
            "key",
            &[SchemeParam {
                field: Field::new(
                    "key",
                    &[Wire::new(ALL, &["X-Key"], &Type::STRING)
                        .carrier(Carrier::Header)
                        .template(Template(&[Piece::Text("Bearer "), Piece::Hole("value")]))],
                )
                .secret()
                .required(),
                from: None,
            }],
        ),
        scheme(
            "basic",
            &[
                SchemeParam {
                    field: Field::new("user", &[Wire::new(ALL, &["user"], &Type::STRING).carrier(Carrier::Basic)]),
                    from: None,
                },
                SchemeParam {
                    field: Field::new("password", &[Wire::new(ALL, &["pw"], &Type::STRING).carrier(Carrier::Basic)])
                        .secret(),
                    from: None,
                },
            ],
        ),
        scheme(
            "header",
            &[SchemeParam {
                field: Field::new(
                    "token",
                    &[Wire::new(SOAP, &["Auth/Token"], &Type::STRING).carrier(Carrier::SoapHeader)],
                )
                .secret(),
                from: None,
            }],
        ),
    ],
    operations: &[&ADD, &CRITERIA, &KEYED, &BASIC, &HEADED, &START, &STOP, &QUERIED, &FIND, &NIL],
};

fn is_soap_ok(text: &str) -> bool {
    text.contains(" is=\"ok\"")
}

#[test]
fn a_header_carries_a_key() {
    let sim = Simulator::start(&ACME);
    let call = |headers| post_with(&sim, "keyed", headers, "").text();
    assert_eq!(call(""), "NOSESSION");
    assert_eq!(call("\r\nx-key: abc"), "NOSESSION", "it is not made as the template says");
    assert_eq!(call("\r\nx-key: Bearer abc"), "OK");
    sim.accept("key", "key", "right");
    assert_eq!(call("\r\nx-key: Bearer abc"), "WRONG");
    assert_eq!(call("\r\nx-key: Bearer right"), "OK");
    assert_eq!(post_with(&sim, "keyed", "\r\nx-key: Bearer right", "X-Key=right").status, 400, "it is no form's pair");
}

#[test]
fn http_s_own_sign_in_carries_user_and_password() {
    let sim = Simulator::start(&ACME);
    let call = |headers| post_with(&sim, "basic", headers, "").text();
    assert_eq!(call(""), "NOSESSION");
    sim.accept("basic", "user", "ann");
    sim.accept("basic", "password", "a:b");
    assert_eq!(call("\r\nAuthorization: Basic YW5uOmE6Yg=="), "OK");
    assert_eq!(call("\r\nAuthorization: Basic YW5uOmE="), "WRONG");
}

#[test]
fn the_header_of_an_envelope_carries_a_key() {
    let sim = Simulator::start(&ACME);
    let call = |header| soap11(&sim, header, "<headed xmlns=\"urn:acme\"/>").text();
    assert!(call("").contains("is=\"NOSESSION\""));
    assert!(is_soap_ok(&call("<Auth xmlns=\"urn:acme\"><Token>abc</Token></Auth>")));
    assert_eq!(sim.received()[1].soap_header, [("Auth/Token".to_owned(), "abc".to_owned())]);
    assert!(call("<Auth><Token>abc</Token></Auth>").contains("another namespace"));
    assert!(call("<Auth xmlns=\"urn:acme\"><Other>abc</Other></Auth>").contains("There is no parameter Auth/Other"));
    sim.accept("header", "token", "right");
    assert!(call("<Auth xmlns=\"urn:acme\"><Token>abc</Token></Auth>").contains("is=\"WRONG\""));
}

#[test]
fn records_on_a_form_are_numbered_or_flat() {
    let sim = Simulator::start(&ACME);
    let call = |form| {
        let reply = post(&sim, "add", form);
        (reply.status, reply.text())
    };
    let ok = (200, "OK".to_owned());
    let bad = (200, "BAD".to_owned());
    assert_eq!(call(""), ok);
    assert_eq!(call("id1=7&note1=a&id2=8&tag1=1&tag2=2&city=Ulm&zip=1"), ok);
    assert_eq!(call("id1=x"), bad, "no number");
    assert_eq!(call("note1=a"), bad, "what the record requires is missing");
    assert_eq!(call("id1=7&id3=8"), bad, "a number is left out");
    assert_eq!(call("tag1=x"), bad);
    assert_eq!(call("zip=1"), bad, "a place without a city");
    assert_eq!(call("id=7").0, 400, "a name without a number");
    assert_eq!(call("town=Ulm").0, 400);
}

#[test]
fn records_in_xml_are_checked_field_by_field() {
    let sim = Simulator::start(&ACME);
    let call = |inner: &str| {
        soap12(
            &sim,
            &format!("<add xmlns=\"urn:acme\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">{inner}</add>"),
        )
        .text()
    };
    let items = |inner: &str| call(&format!("<aItems>{inner}</aItems>"));
    assert!(is_soap_ok(&call("")));
    assert!(is_soap_ok(&items("")));
    let one = "<ITEM><iID>7</iID><sub><sNote>a</sNote></sub></ITEM>";
    assert!(is_soap_ok(&items(&format!("{one}<ITEM><iID>8</iID><sub><sNote i:nil=\"true\"/></sub></ITEM>"))));
    assert!(items("<ITEM><sub><sNote>a</sNote></sub></ITEM>").contains("is=\"BAD\""), "no ID");
    assert!(items("<ITEM><iID>x</iID><sub><sNote>a</sNote></sub></ITEM>").contains("is=\"BAD\""), "no number");
    assert!(items("<ITEM><iID>7</iID></ITEM>").contains("is=\"BAD\""), "a note that is not there, be it nil");
    assert!(items(&one.replace("</iID>", "</iID><x/>")).contains("is=\"BAD\""), "a field that it does not have");
    assert!(items("<OTHER/>").contains("There is no parameter aItems/OTHER"));
    assert!(is_soap_ok(&call("<aTags><T>1</T><T>2</T></aTags><oPlace><city>Ulm</city></oPlace>")));
    assert!(call("<aTags><T>1</T><T>x</T></aTags>").contains("is=\"BAD\""));
    assert!(call("<oPlace><zip>1</zip></oPlace>").contains("is=\"BAD\""));
    let xml = exchange(
        &sim,
        "POST /xml/add HTTP/1.1\r\nContent-Type: text/xml; charset=utf-8",
        "<request xmlns=\"urn:acme\"><oPlace><city>Ulm</city></oPlace></request>",
    );
    assert_eq!(xml.text().lines().last(), Some("<response is=\"ok\" />"));
}

#[test]
fn a_document_is_a_parameter_s_text() {
    let sim = Simulator::start(&ACME);
    let document = "%3Ccriteria%3E%3Ccity%3EUlm%3C/city%3E%3C/criteria%3E";
    assert_eq!(post(&sim, "search", &format!("xml={document}")).text(), "OK");
    assert_eq!(post(&sim, "search", &format!("xml={}", document.replace("city", "zip"))).text(), "BAD");
    assert_eq!(post(&sim, "search", &format!("xml={}", document.replace("criteria", "other"))).text(), "BAD");
    assert_eq!(post(&sim, "search", "xml=Ulm").text(), "BAD");
    let element = "<search xmlns=\"urn:acme\"><xml>&lt;criteria>&lt;city>Ulm&lt;/city>&lt;/criteria></xml></search>";
    assert!(is_soap_ok(&soap11(&sim, "", element).text()));
    let raw = "<search xmlns=\"urn:acme\"><xml><criteria><city>Ulm</city></criteria></xml></search>";
    assert!(soap11(&sim, "", raw).text().contains("is=\"BAD\""), "elements are no text");
}

#[test]
fn forms_have_their_character_set() {
    let sim = Simulator::start(&ACME);
    assert_eq!(post(&sim, "add", "city=K%F6ln").text(), "OK");
    assert_eq!(sim.received()[0].params, [("city".to_owned(), "Köln".to_owned())]);
    let kind = |charset| {
        let head = format!("POST /add HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded; charset={charset}");
        exchange(&sim, &head, "city=K%F6ln").status
    };
    assert_eq!((kind("Windows-1252"), kind("utf-8")), (200, 400));
    assert_eq!(exchange(&sim, "GET /add?city=K%C3%B6ln HTTP/1.1", "").text(), "OK");
}

#[test]
fn what_is_fixed_tells_operations_at_one_address_apart() {
    let sim = Simulator::start(&ACME);
    assert_eq!(post(&sim, "act", "act=start&times=2").text(), "OK");
    assert_eq!(post(&sim, "act", "act=stop").text(), "OK");
    assert_eq!(post(&sim, "act", "act=stop&times=2").status, 400, "stop has no times");
    assert_eq!(post(&sim, "act", "act=wait").status, 404);
    assert_eq!(post(&sim, "act", "times=2").status, 404);
    assert_eq!((sim.requests("start"), sim.requests("stop")), (1, 2));
    assert_eq!(exchange(&sim, "GET /page?op=queried&times=2 HTTP/1.1", "").text(), "OK");
    assert_eq!(exchange(&sim, "GET /page?op=other HTTP/1.1", "").status, 404);
}

#[test]
fn documents_at_one_address_are_told_apart_by_what_they_are_called() {
    static OPEN: Operation = Operation::new("open", Protocols::XML);
    static CLOSE: Operation = Operation::new("close", Protocols::XML).params(&[TIMES]);
    static ROOTED: Vendor = Vendor {
        bindings: &[Binding { root: "{operation}", ..binding(Protocol::Xml, "/xml", &XML) }],
        schemes: &[],
        operations: &[&OPEN, &CLOSE],
        ..ACME
    };
    let sim = Simulator::start(&ROOTED);
    let send = |document: &str| exchange(&sim, "POST /xml HTTP/1.1\r\nContent-Type: text/xml", document);
    let open = send("<open xmlns=\"urn:acme\"/>");
    assert!(is_soap_ok(&open.text()), "{}", open.text());
    let close = send("<close xmlns=\"urn:acme\"><times>2</times></close>");
    assert!(is_soap_ok(&close.text()), "{}", close.text());
    assert_eq!((sim.carried_out("open"), sim.carried_out("close")), (1, 1));
    let other = send("<wait xmlns=\"urn:acme\"/>");
    assert_eq!((other.status, other.text().as_str()), (400, "The element is <wait>, not <open>."));
}

#[test]
fn parameters_depend_on_each_other() {
    let sim = Simulator::start(&ACME);
    let call = |form| post(&sim, "find", form).text();
    assert_eq!(call("node=1&email="), "OK");
    assert_eq!(call("email=a"), "OK");
    assert_eq!(call("email="), "BAD", "exactly one has to be given, and none was");
    assert_eq!(call("email=a&node=1"), "BAD", "and both were");
    assert_eq!(call("email=a&by=Day"), "BAD", "a day is required when it is by day");
    assert_eq!(call("email=a&by=Day&day=1"), "OK");
    assert_eq!(call("email=a&by=Week"), "OK");
    assert_eq!(call("email=a&link=https://a.example/b"), "OK");
    assert_eq!(call("email=a&link=/b"), "BAD");
    assert_eq!(call("email=a&rank=%3C3"), "OK");
    assert_eq!(call("email=a&rank=3"), "BAD", "it is not made as the template says");
}

#[test]
fn nil_says_that_there_is_no_value() {
    let sim = Simulator::start(&ACME);
    let call = |inner: &str| {
        let xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
        soap11(&sim, "", &format!("<nil xmlns=\"urn:acme\" {xsi}>{inner}</nil>"))
    };
    assert!(is_soap_ok(&call("<count xsi:nil=\"true\"/><name>a</name>").text()));
    assert!(is_soap_ok(&call("<count>1</count><name>a</name>").text()));
    assert!(call("<count>1</count><name xsi:nil=\"true\"/>").text().contains("is=\"BAD\""));
    assert_eq!(call("<name>a</name>").status, 500, "nil has to be said");
}
