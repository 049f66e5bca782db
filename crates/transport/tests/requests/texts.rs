//! Texts, none at all, and what goes together.

use super::*;

#[test]
fn what_is_fixed_always_goes_out() {
    static YES_NO: Type = Type::boolean(&["Y"], &["N"]);
    operation!(
        FIXED,
        &[
            Field::new("op", wires!(at!(ALL, "op"))).fixed(Sample::Text("do {operation}")).required(),
            Field::new("count", wires!(at!(ALL, "count", &Type::I32))).fixed(Sample::Int(7)),
            Field::new("flag", wires!(at!(ALL, "flag", &YES_NO))).fixed(Sample::Bool(false)),
            Field::new("none", wires!(at!(ALL, "none"))).fixed(Sample::None),
            Field::new("over", wires!(at!(SOAP, "over").template(BEARER))).fixed(Sample::Text("soap")),
        ]
    );
    let expected = "op=do+put&count=7&flag=N";
    assert_eq!(sent(&FIXED, Protocol::Post, &[]), expected);
    // Nobody else gives it.
    assert_eq!(sent(&FIXED, Protocol::Get, &[("op", text("other")), ("count", text("x"))]), expected);
    assert_eq!(in_envelope(&FIXED, &[]), "<op>do put</op><count>7</count><flag>N</flag><over>Bearer soap</over>");
}

#[test]
fn templates_make_the_text() {
    const QUOTED: Template =
        Template(&[Piece::Text("{"), Piece::Hole("value"), Piece::Text("} of "), Piece::Hole("kind")]);
    const PARAMS: &[Field] = &[
        Field::new("one", wires!(at!(ALL, "one").template(QUOTED).absent("none"))),
        Field::new("many", wires!(at!(ALL, "many").template(QUOTED))).many(),
        Field::new("joined", wires!(at!(ALL, "joined").template(QUOTED).join("|"))).many(),
    ];
    static PUT: Operation = Operation::new("put", ALL).holes(&[("kind", "{operation}")]).params(PARAMS);
    let given = [("one", text("<x>")), ("many", texts(&["a", "b"])), ("joined", texts(&["c", "d"]))];
    assert_eq!(
        sent(&PUT, Protocol::Xml, &given),
        "<putRequest><one>{&lt;x&gt;} of put</one><many>{a} of put</many><many>{b} of put</many>\
         <joined>{c|d} of put</joined></putRequest>"
    );
    assert_eq!(sent(&PUT, Protocol::Post, &given[..1]), "one=%7B%3Cx%3E%7D+of+put");
    assert_eq!(sent(&PUT, Protocol::Post, &[]), "one=none");
}

#[test]
fn urls_go_out_as_they_are() {
    operation!(LINK, &[Field::new("link", wires!(at!(ALL, "link", &Type::URL)))]);
    for url in ["https://a.example/b?c=d&e", "x+y.z-1://a", "FTP://A"] {
        assert_eq!(sent(&LINK, Protocol::Xml, &[("link", text(url))]).replace("&amp;", "&"), {
            format!("<putRequest><link>{url}</link></putRequest>")
        });
    }
    for bad in ["", "a.example", "//a.example", "://a", "1a://b", "mailto:a@b", " https://a", "https://a b", "https://"]
    {
        let (kind, parameter, shown) = wrong(&LINK, Protocol::Post, &[("link", text(bad))]);
        assert_eq!((kind, parameter.as_deref()), (Kind::Input, Some("link")));
        assert!(shown.contains("absolute URL"), "{shown}");
    }
}

#[test]
fn a_form_in_an_old_character_set() {
    operation!(
        PUT,
        &[Field::new("name", wires!(at!(ALL, "Größe"))), Field::new("pin", wires!(at!(ALL, "pin"))).secret(),]
    );
    let post = Target { vendor: &OLD, ..target(Protocol::Post) };
    let posted = request(&PUT, &post, &[("name", text("5 € é"))]).unwrap();
    assert_eq!(written(&posted), "Gr%F6%DFe=5+%80+%E9");
    assert_eq!(posted.headers()[header::CONTENT_TYPE], "application/x-www-form-urlencoded; charset=windows-1252");
    let get = Target { vendor: &OLD, ..target(Protocol::Get) };
    assert_eq!(written(&request(&PUT, &get, &[("name", text("é"))]).unwrap()), "Gr%F6%DFe=%E9");
    let failure = request(&PUT, &post, &[("name", text("ab中"))]).unwrap_err();
    assert_eq!((failure.kind(), failure.parameter()), (Kind::Input, Some("name")));
    assert!(failure.to_string().contains("character 3 is U+4E2D"), "{failure}");
    let failure = request(&PUT, &post, &[("pin", secret("hunter2中"))]).unwrap_err();
    assert_eq!(failure.parameter(), Some("pin"));
}

#[test]
fn none_is_said_where_xml_can_say_it() {
    static PART: Type = Type::record(&Record {
        name: "Part",
        fields: &[
            Field::new("name", wires!(at!(ALL, "name").nillable())),
            Field::new("size", wires!(at!(ALL, "size").nillable().absent("0"))),
            Field::new("at", wires!(at!(ALL, "@at").nillable())),
        ],
    });
    operation!(
        NIL,
        &[
            Field::new("a", wires!(at!(ALL, "x/a").nillable())),
            Field::new("b", wires!(at!(ALL, "x/b").nillable().absent("-"))),
            Field::new("list", wires!(at!(ALL, "list/item").nillable())).many(),
            Field::new("part", wires!(at!(ALL, "part", &PART))),
        ]
    );
    let nil = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"";
    assert_eq!(in_envelope(&NIL, &[]), format!("<x><a {nil}/><b>-</b></x><list {nil}/>"));
    let given = [("a", text("")), ("list", texts(&[])), ("part", record([None, None, None]))];
    assert_eq!(
        sent(&NIL, Protocol::Xml, &given),
        format!("<putRequest><x><a/><b>-</b></x><list/><part><name {nil}/><size>0</size></part></putRequest>")
    );
    assert_eq!(sent(&NIL, Protocol::Post, &given[2..]), "x%2Fb=-&size=0");
}

#[test]
fn exactly_one_of_a_group_is_given() {
    const TEXT: Type = Type::STRING;
    const PARAMS: &[Field] = &[
        Field::new("a", wires!(at!(ALL, "a", &TEXT))),
        Field::new("b", wires!(at!(ALL, "b", &TEXT))),
        Field::new("c", wires!(at!(SOAP, "c", &TEXT))),
        Field::new("d", wires!(at!(SOAP, "d", &TEXT))),
        Field::new("e", wires!(at!(SOAP, "e", &TEXT))),
    ];
    static PUT: Operation = Operation::new("put", ALL).params(PARAMS).one_of(&[&["a", "b"], &["c", "d", "e"]]);
    let one = |name: &'static str| (name, text("x"));
    assert_eq!(sent(&PUT, Protocol::Post, &[one("a")]), "a=x");
    assert_eq!(in_envelope(&PUT, &[one("b"), one("d")]), "<b>x</b><d>x</d>");
    for (protocol, given, says) in [
        (Protocol::Post, vec![], "exactly one of `a` and `b` has to be given, and none was"),
        (Protocol::Post, vec![one("a"), one("b")], "exactly one of `a` and `b` has to be given, and both were"),
        (Protocol::Soap11, vec![one("a")], "exactly one of `c`, `d` and `e` has to be given, and none was"),
        (Protocol::Soap11, vec![one("a"), one("c"), one("e")], "and several were"),
    ] {
        let (kind, _, shown) = wrong(&PUT, protocol, &given);
        assert_eq!(kind, Kind::Input);
        assert!(shown.contains(says), "{shown}");
    }
}

#[test]
fn what_is_required_beside_a_value() {
    static KIND: Type = Type::words(&["File", "Link"]);
    operation!(
        PUT,
        &[
            Field::new("kind", wires!(at!(ALL, "kind", &KIND))),
            Field::new("file", wires!(at!(ALL, "file"))).required_if("kind", Sample::Text("File")),
            Field::new("link", wires!(at!(FORM, "link"))).required_if("kind", Sample::Text("Link")),
            Field::new("deep", wires!(at!(ALL, "deep", &Type::BOOL))),
            Field::new("depth", wires!(at!(ALL, "depth", &Type::I32))).required_if("deep", Sample::Bool(true)),
        ]
    );
    let kind = |word: &str| ("kind", text(word));
    for fine in
        [vec![], vec![kind("Other")], vec![kind("File"), ("file", text("f"))], vec![("deep", Value::Bool(false))]]
    {
        request(&PUT, &target(Protocol::Post), &fine).unwrap();
    }
    for (given, parameter, says) in [
        (kind("File"), "file", "it is required when `kind` is `File`"),
        (kind("Link"), "link", "it is required when `kind` is `Link`"),
        (("deep", Value::Bool(true)), "depth", "it is required when `deep` is `true`"),
    ] {
        let (kind, about, shown) = wrong(&PUT, Protocol::Post, &[given]);
        assert_eq!((kind, about.as_deref()), (Kind::Input, Some(parameter)));
        assert!(shown.contains(says), "{shown}");
    }
    // What a protocol does not have is not required over it.
    request(&PUT, &target(Protocol::Xml), &[kind("Link")]).unwrap();
}
