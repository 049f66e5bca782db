//! The encode and decode core against an invented vendor.
use bindery_transport::{
    Credentials, Failure, Kind, Protocol, Record, Stage, Target, Value, Values, decode,
    description::{
        self, Answer, Binding, Code, Field, Format, Means, Operation, Output, OutputForm, Piece, Protocols, Reading,
        Scheme, SchemeParam, Spelling, Template, Type, Vendor, Wire,
    },
    encode,
};
use bytes::Bytes;
use proptest::prelude::*;

const W: Protocols = Protocols::ALL;
static KEY: SchemeParam =
    SchemeParam { field: Field::new("key", &[Wire::new(W, &["key"], &Type::STRING)]).secret(), from: None };
static SCHEMES: [Scheme; 1] = [Scheme {
    name: "k",
    params: std::slice::from_ref(&KEY),
    first: false,
    login: &[],
    logout: None,
    cookie: Some("sid"),
    idle: None,
}];
static TEXT: Answer = Answer::new(Format::Text)
    .accepted(&[Reading {
        at: &[],
        template: Some(Template(&[Piece::Text("OK"), Piece::Blank, Piece::Hole("output")])),
    }])
    .refused(&[Reading { at: &[], template: Some(Template(&[Piece::Hole("code")])) }]);
static BARE: Answer = Answer::new(Format::Text);
static MSG: Answer = Answer::new(Format::Xml)
    .accepted(&[Reading { at: &["@status"], template: Some(Template(&[Piece::Text("good")])) }])
    .refused(&[
        Reading { at: &["@code"], template: None },
        Reading { at: &["@error"], template: Some(Template(&[Piece::Hole("message")])) },
    ]);
static RESULT: Answer = Answer::new(Format::Xml)
    .accepted(&[Reading {
        at: &["{operation}Result"],
        template: Some(Template(&[Piece::Hole("operation"), Piece::Text("_OK")])),
    }])
    .refused(&[Reading {
        at: &["{operation}Result"],
        template: Some(Template(&[Piece::Hole("operation"), Piece::Text("_"), Piece::Hole("code")])),
    }]);
const fn bind(protocol: Protocol, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path: "/api/{operation}",
        namespace: "urn:x",
        action: "urn:x/{operation}",
        root: "request",
        inside: "",
        charset: None,
        headers: &[],
        answer,
    }
}
static BINDINGS: [Binding; 5] = [
    bind(Protocol::Post, &TEXT),
    bind(Protocol::Get, &TEXT),
    bind(Protocol::Soap12, &RESULT),
    bind(Protocol::Soap11, &RESULT),
    bind(Protocol::Xml, &MSG),
];
static GONE: Code = Code::new("GONE", Means::SignIn, &[Spelling::new(W, &["GONE", "901"])], "Gone.").param("id");
static ITEM: description::Record = description::Record {
    name: "Item",
    fields: &[
        Field::new("id", &[Wire::new(W, &["id"], &Type::I32)]).required(),
        Field::new("note", &[Wire::new(W, &["note"], &Type::STRING)]),
        Field::new("tags", &[Wire::new(W, &["tags"], &Type::STRING).join(", ")]).many(),
        Field::new("on", &[Wire::new(W, &["on"], &Type::BOOL)]),
    ],
};
static ITEM_TY: Type = Type::record(&ITEM);
static ONE: Output = Output::new(&ITEM_TY, &[OutputForm::new(W, ".")]);
static MANY: Output = Output::new(&ITEM_TY, &[OutputForm::new(W, "items/item").separator("\n\n")]).many();
static CODES: &[&Code] = &[&GONE];
const PARAMS: &[Field] = &[
    Field::new("id", &[Wire::new(W, &["id"], &Type::I32)]).required().min(1),
    Field::new("name", &[Wire::new(W, &["box/name"], &Type::STRING)]).max(20),
    Field::new("words", &[Wire::new(W, &["box/words/word"], &Type::STRING)]).many(),
    Field::new("pwd", &[Wire::new(W, &["pwd"], &Type::STRING)]).secret().needs("name"),
    Field::new("flag", &[Wire::new(W, &["flag"], &Type::BOOL).absent("")]),
];
const fn op(
    name: &'static str,
    output: Option<&'static Output>,
    answers: &'static [(Protocols, &'static Answer)],
) -> Operation {
    let mut operation = Operation::new(name, W).answers(answers).schemes(&[0]).params(PARAMS).codes(CODES);
    operation.output = output;
    operation
}
static GET_ONE: Operation = op("getOne", Some(&ONE), &[]);
static GET_MANY: Operation = op("getMany", Some(&MANY), &[]);
static BARE_OP: Operation = op("bare", None, &[(Protocols::FORM, &BARE)]);
static VENDOR: Vendor = Vendor {
    name: "Invented",
    package: "invented",
    base: None,
    bindings: &BINDINGS,
    schemes: &SCHEMES,
    operations: &[&GET_ONE, &GET_MANY, &BARE_OP],
};

fn target(protocol: Protocol) -> Target<'static> {
    Target { vendor: &VENDOR, base: "https://x.example/own/", protocol, credentials: None, secrets_in_url: false }
}
fn values(pairs: &[(usize, Value)]) -> Values {
    let mut v = Values::new(PARAMS.len());
    for (i, value) in pairs {
        v.set(*i, Some(value.clone()));
    }
    v
}
fn t(s: &str) -> Value {
    Value::Text(s.into())
}
fn answer(op: &'static Operation, p: Protocol, status: u16, ct: &str, body: &[u8]) -> Result<Option<Value>, Failure> {
    let v = values(&[(0, Value::Int(7)), (1, t("n")), (3, Value::Secret("hun&ter 2".into()))]);
    let r =
        http::Response::builder().status(status).header("content-type", ct).body(Bytes::copy_from_slice(body)).unwrap();
    decode::answer(op, &target(p), &v, &r)
}
fn body(p: Protocol, pairs: &[(usize, Value)]) -> Result<String, Failure> {
    encode::request(&GET_ONE, &target(p), &values(pairs)).map(|r| String::from_utf8(r.into_body()).unwrap())
}

// ---- encode
#[test]
fn form_and_absent() {
    assert_eq!(
        body(Protocol::Post, &[(0, Value::Int(7)), (1, t("a b&é")), (2, Value::List(vec![t("x"), t("y")]))]).unwrap(),
        "id=7&box%2Fname=a+b%26%C3%A9&box%2Fwords%2Fword=x&box%2Fwords%2Fword=y&flag="
    );
}
#[test]
fn soap_shares_elements() {
    let r = encode::request(
        &GET_ONE,
        &target(Protocol::Soap11),
        &values(&[
            (0, Value::Int(7)),
            (1, t("a<]]>\r'\u{1F600}")),
            (2, Value::List(vec![t("x"), t("y")])),
            (4, Value::Bool(true)),
        ]),
    )
    .unwrap();
    assert_eq!(r.headers()["soapaction"], "\"urn:x/getOne\"");
    assert_eq!(r.headers()["content-type"], "text/xml; charset=utf-8");
    assert_eq!(r.uri(), "https://x.example/own/api/getOne");
    let b = std::str::from_utf8(r.body()).unwrap();
    assert!(b.contains("<getOne xmlns=\"urn:x\"><id>7</id><box><name>a&lt;]]&gt;&#13;&apos;\u{1F600}</name><words><word>x</word><word>y</word></words></box><flag>true</flag></getOne>"), "{b}");
    let r = encode::request(&GET_ONE, &target(Protocol::Soap12), &values(&[(0, Value::Int(7))])).unwrap();
    assert_eq!(r.headers()["content-type"], "application/soap+xml; charset=utf-8; action=\"urn:x/getOne\"");
}
#[test]
fn empty_list_and_empty_text_are_not_absent() {
    let b = body(Protocol::Xml, &[(0, Value::Int(7)), (1, t("")), (2, Value::List(vec![]))]).unwrap();
    assert!(b.ends_with("<request xmlns=\"urn:x\"><id>7</id><box><name/><words/></box><flag/></request>"), "{b}");
}
#[test]
fn refusals_before_sending_name_the_parameter() {
    for (p, pairs, kind, name) in [
        (Protocol::Post, vec![], Kind::Input, "id"),
        (Protocol::Post, vec![(0, Value::Int(0))], Kind::Input, "id"),
        (Protocol::Xml, vec![(0, Value::Int(1)), (1, t("a\u{1}"))], Kind::Input, "name"),
        (Protocol::Post, vec![(0, Value::Int(1)), (1, t(&"x".repeat(21)))], Kind::Input, "name"),
        (Protocol::Post, vec![(0, Value::Int(1)), (3, Value::Secret("p".into()))], Kind::Input, "pwd"),
        (
            Protocol::Get,
            vec![(0, Value::Int(1)), (1, t("n")), (3, Value::Secret("p".into()))],
            Kind::SecretInUrl,
            "pwd",
        ),
    ] {
        let f = body(p, &pairs).unwrap_err();
        assert_eq!((f.stage(), f.kind(), f.parameter()), (Stage::NotBuilt, kind, Some(name)), "{f}");
    }
}
#[test]
fn credentials_go_last_and_the_cookie_is_sensitive() {
    let c = Credentials::new(&SCHEMES[0]).param("key", "s&1").cookie("c1");
    let tg = Target { credentials: Some(&c), ..target(Protocol::Post) };
    let r = encode::request(&GET_ONE, &tg, &values(&[(0, Value::Int(7))])).unwrap();
    assert_eq!(r.body().as_slice(), b"id=7&flag=&key=s%261");
    assert_eq!(r.headers()["cookie"], "sid=c1");
    assert!(r.headers()["cookie"].is_sensitive());
    let f = encode::request(&GET_ONE, &Target { protocol: Protocol::Get, ..tg }, &values(&[(0, Value::Int(7))]))
        .unwrap_err();
    assert_eq!(f.kind(), Kind::SecretInUrl);
}
// ---- decode
fn rec(v: Option<Value>) -> Record {
    match v {
        Some(Value::Record(r)) => r,
        other => panic!("{other:?}"),
    }
}
#[test]
fn text_lines_and_unknown_labels() {
    let r = rec(answer(
        &GET_ONE,
        Protocol::Post,
        200,
        "text/plain",
        b"OK\r\n\r\nid:7\r\nNew:1\r\nnote:a: b\r\ntags:x, y,\r\non:YES\r\n",
    )
    .unwrap());
    assert!(matches!(r.get(0), Some(Value::Int(7))));
    assert!(matches!(r.get(1), Some(Value::Text(s)) if s == "a: b"), "{r:?}");
    assert!(matches!(r.get(2), Some(Value::List(l)) if l.len() == 2));
    assert_eq!(r.unknown().get("New"), Some("1"));
}
#[test]
fn text_one_line() {
    let r = rec(answer(&GET_ONE, Protocol::Post, 200, "text/plain", b"OK id:7 note:a b tags:x on:false").unwrap());
    assert!(matches!(r.get(1), Some(Value::Text(s)) if s == "a b"), "{r:?}");
}
#[test]
fn text_string_runs_on() {
    let r = rec(answer(&GET_ONE, Protocol::Post, 200, "text/plain", b"OK\nid:7\nnote:a\nb\n\nc\non:true").unwrap());
    assert!(matches!(r.get(1), Some(Value::Text(s)) if s == "a\nb\n\nc"), "{r:?}");
}
#[test]
fn text_unknown_label_after_a_string_does_not_join_it() {
    let r = rec(answer(&GET_ONE, Protocol::Post, 200, "text/plain", b"OK\nid:7\nnote:a\nNew:1\non:true").unwrap());
    assert!(matches!(r.get(1), Some(Value::Text(s)) if s == "a"), "{r:?} {:?}", r.get(1));
}
#[test]
fn text_records() {
    let v = answer(&GET_MANY, Protocol::Post, 200, "text/plain", b"OK\n\nid:1\nnote:a\n\nid:2\nnote:b\n\n").unwrap();
    assert!(matches!(v, Some(Value::List(l)) if l.len() == 2));
}
#[test]
fn text_records_cr() {
    let v = answer(&GET_MANY, Protocol::Post, 200, "text/plain", b"OK\r\n\r\nid:1\r\n \r\nid:2\r\n\r\n\r\n").unwrap();
    assert!(matches!(&v, Some(Value::List(l)) if l.len() == 2), "{v:?}");
}
#[test]
fn xml_list_nested_absent_and_empty() {
    let r = rec(answer(&GET_ONE, Protocol::Soap11, 200, "text/xml", br#"<s:Envelope xmlns:s="u"><s:Body><getOneResponse><getOneResult>x_OK</getOneResult><id> 7 </id><note/><on/><odd a="1"><b>2</b></odd></getOneResponse></s:Body></s:Envelope>"#).unwrap());
    assert!(matches!(r.get(1), Some(Value::Text(s)) if s.is_empty()));
    assert!(r.get(3).is_none());
    let mut u: Vec<_> = r.unknown().iter().collect();
    u.sort();
    assert_eq!(u, [("odd/@a", "1"), ("odd/b", "2")]);
}
#[test]
fn xml_nil_is_none() {
    let r = rec(answer(
        &GET_ONE,
        Protocol::Xml,
        200,
        "text/xml",
        br#"<r xmlns:xsi="i" status="good"><id>1</id><note xsi:nil="true"/></r>"#,
    )
    .unwrap());
    assert!(r.get(1).is_none());
    assert!(r.unknown().is_empty(), "{:?}", r.unknown());
}
#[test]
fn required_missing_is_named() {
    let f = answer(&GET_ONE, Protocol::Xml, 200, "text/xml", br#"<r status="good"/>"#).unwrap_err();
    assert_eq!(f.stage(), Stage::NotUnderstood);
    assert!(f.to_string().contains("`id`"), "{f}");
}
#[test]
fn codes() {
    for (p, b) in
        [(Protocol::Post, &b"gone"[..]), (Protocol::Post, b"0901"), (Protocol::Xml, br#"<r code="901" error="m"/>"#)]
    {
        let f = answer(&GET_ONE, p, 500, "text/plain", b).unwrap_err();
        assert_eq!(
            (f.stage(), f.kind(), f.parameter(), f.refusal().unwrap().known),
            (Stage::Refused, Kind::SignIn, Some("id"), Some(0)),
            "{f}"
        );
    }
    let f = answer(&GET_ONE, Protocol::Post, 200, "text/plain", b"NEW_ONE").unwrap_err();
    assert_eq!(
        (f.stage(), f.kind(), f.refusal().unwrap().text.as_str()),
        (Stage::Refused, Kind::UnknownCode, "NEW_ONE")
    );
    let f = answer(&GET_ONE, Protocol::Post, 500, "text/plain", b"NEW_ONE").unwrap_err();
    assert_eq!(f.stage(), Stage::NotUnderstood);
    let f = answer(&GET_ONE, Protocol::Post, 500, "text/plain", b"OK id:7").unwrap_err();
    assert_eq!(f.stage(), Stage::NotUnderstood);
}
#[test]
fn soap_code_with_underscores() {
    let f = answer(
        &GET_ONE,
        Protocol::Soap12,
        200,
        "text/xml",
        br#"<e:Envelope xmlns:e="u"><e:Body><r><getOneResult>get_one_Gone</getOneResult></r></e:Body></e:Envelope>"#,
    )
    .unwrap_err();
    assert_eq!(f.refusal().unwrap().known, Some(0), "{f}");
}
#[test]
fn faults() {
    let f = answer(&GET_ONE, Protocol::Soap11, 200, "text/xml", br#"<e:Envelope xmlns:e="u"><e:Body><e:Fault><faultcode>e:Client</faultcode><faultstring>hun&amp;ter 2</faultstring><detail><a>b</a></detail></e:Fault></e:Body></e:Envelope>"#).unwrap_err();
    assert_eq!((f.stage(), f.kind()), (Stage::Refused, Kind::Input));
    let d = f.fault().unwrap();
    assert!(!d.text.contains("ter 2"), "{d:?}");
    assert_eq!(d.detail.as_deref(), Some("<a>b</a>"));
}
#[test]
fn masks() {
    for b in ["<p>hun&amp;ter 2", "hun%26ter+2 x", "hun%26ter%202 x", "aHVuJnRlciAy x", "hun&ter 2 x"] {
        let f = answer(&GET_ONE, Protocol::Xml, 502, "text/html", b.as_bytes()).unwrap_err();
        let s = format!("{f} {f:?}");
        assert!(!s.contains("ter 2") && !s.contains("ter%202") && !s.contains("ter+2") && !s.contains("aHVu"), "{s}");
    }
}
#[test]
fn charset() {
    let f = answer(&GET_ONE, Protocol::Post, 200, "text/plain", b"OK id:\xff").unwrap_err();
    assert_eq!(f.kind(), Kind::Charset);
    assert!(f.to_string().contains("offset 6"), "{f}");
}
#[test]
fn dtd_depth_second_root() {
    for b in [
        "<!DOCTYPE r><r status='good'><id>1</id></r>".to_owned(),
        "<a>".repeat(300) + &"</a>".repeat(300),
        "<r status='good'><id>1</id></r><r/>".to_owned(),
        "<r status='good'><id>1</id>".to_owned(),
        "x<r status='good'><id>1</id></r>".to_owned(),
    ] {
        let f = answer(&GET_ONE, Protocol::Xml, 200, "text/xml", b.as_bytes()).unwrap_err();
        assert_eq!(f.stage(), Stage::NotUnderstood);
    }
}
// ---- suspected gaps
#[test]
fn gap_html_is_not_an_answer_over_text_without_readings() {
    assert!(answer(&BARE_OP, Protocol::Post, 200, "text/html", b"<html><body>Sign in</body></html>").is_err());
}
#[test]
fn gap_wrong_content_type() {
    assert!(answer(&GET_ONE, Protocol::Post, 200, "application/json", b"OK id:7").is_err());
}
#[test]
fn gap_refused_without_a_code_has_no_code() {
    let f = answer(&GET_ONE, Protocol::Xml, 200, "text/xml", br#"<r error="nope"/>"#).unwrap_err();
    assert_eq!(f.stage(), Stage::Refused);
    assert!(f.refusal().is_none(), "{:?}", f.refusal());
}
#[test]
fn gap_empty_message_is_no_refusal() {
    let f = answer(&GET_ONE, Protocol::Xml, 200, "text/xml", br#"<r error=""/>"#).unwrap_err();
    assert_eq!(f.stage(), Stage::NotUnderstood, "{f}");
}
#[test]
fn gap_time_stays_linear() {
    static T: Answer = Answer {
        refused: &[Reading {
            at: &[],
            template: Some(Template(&[
                Piece::Hole("message"),
                Piece::Text("x"),
                Piece::Hole("a"),
                Piece::Text("x"),
                Piece::Hole("b"),
                Piece::Text("y"),
            ])),
        }],
        ..BARE
    };
    static OP: Operation = op("slow", Some(&ONE), &[(Protocols::FORM, &T)]);
    let start = std::time::Instant::now();
    let _ = answer(&OP, Protocol::Post, 200, "text/plain", "x".repeat(200).as_bytes());
    assert!(start.elapsed().as_secs() < 3, "{:?}", start.elapsed());
}
#[test]
fn gap_many_records_stay_linear() {
    let time = |n: usize| {
        let b = format!("<r status='good'><items>{}</items></r>", "<item><id>1</id><note>a</note></item>".repeat(n));
        let s = std::time::Instant::now();
        answer(&GET_MANY, Protocol::Xml, 200, "text/xml", b.as_bytes()).unwrap();
        s.elapsed()
    };
    let (a, b) = (time(4_000), time(32_000));
    assert!(b < a * 24, "{a:?} {b:?}");
}
// ---- no panic
proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test] fn never_panics(body in prop::collection::vec(any::<u8>(), 0..200), p in 0usize..5, status in 200u16..600) { for op in [&GET_ONE, &GET_MANY, &BARE_OP] { let _ = answer(op, Protocol::ALL[p], status, "text/xml", &body); } }
    #[test] fn never_panics_on_likely_text(s in "(OK|<r>|</r>|<e:Envelope>|<Body>|<Fault>|&amp;|&#x1;|id:|note:|tags:|\\n|\\r\\n| |é|\u{1F600}|<id>|%|,|<!\\[CDATA\\[|\\]\\]>|status=\"good\"|[a-z0-9]){0,30}", p in 0usize..5) { for op in [&GET_ONE, &GET_MANY, &BARE_OP] { let _ = answer(op, Protocol::ALL[p], 200, "text/plain", s.as_bytes()); } }
}
#[test]
fn truncated_anywhere_never_panics() {
    let soap = r#"<?xml version="1.0"?><e:Envelope xmlns:e="u"><e:Body><getOneResponse><getOneResult>x_OK</getOneResult><id>7</id><note>é &amp; <![CDATA[x]]></note></getOneResponse></e:Body></e:Envelope>"#;
    for n in 0..soap.len() {
        let f = answer(&GET_ONE, Protocol::Soap11, 200, "text/xml", &soap.as_bytes()[..n]);
        assert!(f.is_err(), "{n}");
    }
    for b in ["OK\n\nid:7\nnote:é\u{1F600}\ntags:a, b\non:true", "\u{FEFF}OK id:7 note:é on:1"] {
        for n in 0..b.len() {
            let _ = answer(&GET_ONE, Protocol::Post, 200, "text/plain", &b.as_bytes()[..n]);
            let _ = answer(&GET_MANY, Protocol::Post, 200, "text/plain", &b.as_bytes()[..n]);
        }
    }
}
