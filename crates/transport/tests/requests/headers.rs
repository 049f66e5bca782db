//! Parameters and sign-ins that headers carry: of HTTP, and of the envelope.

use super::*;

operation!(
    HEADERS,
    &[
        Field::new("agent", wires!(at!(ALL, "X-{operation}-Agent").carrier(Carrier::Header))),
        Field::new("token", wires!(at!(ALL, "X-Token").carrier(Carrier::Header).template(BEARER))).secret(),
        Field::new("tags", wires!(at!(ALL, "X-Tags").carrier(Carrier::Header))).many(),
        Field::new("codes", wires!(at!(ALL, "X-Codes", &Type::I32).carrier(Carrier::Header).join("/"))).many(),
        Field::new("text", wires!(at!(ALL, "text"))),
        Field::new("version", wires!(at!(ALL, "X-Version").carrier(Carrier::Header))).fixed(Sample::Int(2)),
    ]
);

#[test]
fn parameters_go_into_headers() {
    let given = [
        ("agent", text("Ann \"A\"")),
        ("token", secret("hunter2")),
        ("tags", texts(&["a b", "c"])),
        ("codes", Value::List(vec![Value::Int(1), Value::Int(-2)])),
        ("text", text("hi")),
    ];
    for (protocol, body) in [
        (Protocol::Get, "text=hi"),
        (Protocol::Post, "text=hi"),
        (Protocol::Xml, "<putRequest><text>hi</text></putRequest>"),
    ] {
        let request = request(&HEADERS, &target(protocol), &given).unwrap();
        let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("x-put-agent"), "Ann \"A\"");
        assert_eq!(header("x-token"), "Bearer hunter2");
        assert_eq!((header("x-tags").as_str(), header("x-codes").as_str()), ("a b, c", "1/-2"));
        assert_eq!(header("x-version"), "2");
        assert!(request.headers()["x-token"].is_sensitive() && !request.headers()["x-tags"].is_sensitive());
        assert_eq!(written(&request), body);
        assert!(!format!("{request:?}").contains("hunter2"));
    }
    let request = request(&HEADERS, &target(Protocol::Post), &[]).unwrap();
    assert!(!request.headers().contains_key("x-token"));
}

#[test]
fn what_a_header_cannot_carry_is_refused_by_name() {
    for (name, value, says) in [
        ("agent", text("a\r\nX: b"), "character 2 is U+000D"),
        ("agent", text("é"), "U+00E9"),
        ("agent", text(" a"), "blank"),
        ("token", secret("hunter2\n"), "U+000A"),
        ("tags", texts(&["a", "b,c"]), "item 2"),
    ] {
        let (kind, parameter, shown) = wrong(&HEADERS, Protocol::Post, &[(name, value)]);
        assert_eq!((kind, parameter.as_deref()), (Kind::Input, Some(name)));
        assert!(shown.contains(says), "{shown}");
    }
}

#[test]
fn sign_ins_go_into_headers() {
    operation!(PUT, &[]);
    let with = |index: usize, params: &[(&str, &str)]| {
        params.iter().fold(Credentials::new(&VENDOR.schemes[index]), |credentials, (name, value)| {
            credentials.param(name, *value)
        })
    };
    for (credentials, header, value) in [
        (with(0, &[("token", "hunter2")]), "x-token", "hunter2"),
        (with(1, &[("token", "hunter2")]), "authorization", "Bearer hunter2"),
        (with(2, &[("user", "ann"), ("password", "hunter2:é")]), "authorization", "Basic YW5uOmh1bnRlcjI6w6k="),
    ] {
        // What a header carries is not in the URL.
        for protocol in [Protocol::Get, Protocol::Post, Protocol::Soap12] {
            let target = Target { credentials: Some(&credentials), ..target(protocol) };
            let request = request(&PUT, &target, &[]).unwrap();
            assert_eq!(request.headers()[header], value);
            assert!(request.headers()[header].is_sensitive());
            assert!(request.uri().query().is_none());
            assert!(!format!("{request:?}").contains("hunter2"));
        }
    }
    let failure = |credentials: &Credentials| {
        let target = Target { credentials: Some(credentials), ..target(Protocol::Post) };
        let failure = request(&PUT, &target, &[]).unwrap_err();
        assert_eq!(failure.kind(), Kind::Credentials);
        failure.parameter().map(str::to_owned)
    };
    assert_eq!(failure(&with(0, &[("token", "hunter2\n")])).as_deref(), Some("token"));
    assert_eq!(failure(&with(2, &[("user", "an:n"), ("password", "hunter2")])).as_deref(), Some("user"));
    assert_eq!(failure(&with(2, &[("user", "ann")])).as_deref(), Some("password"));
}

#[test]
fn parameters_sign_in_by_http_itself() {
    operation!(
        BASIC,
        &[
            Field::new("user", wires!(at!(ALL, ".").carrier(Carrier::Basic))),
            Field::new("password", wires!(at!(ALL, ".").carrier(Carrier::Basic))).secret(),
        ]
    );
    let authorization = |given: &[(&str, Value)]| {
        let request = request(&BASIC, &target(Protocol::Get), given).unwrap();
        let header = request.headers().get(header::AUTHORIZATION)?;
        assert!(header.is_sensitive());
        Some(header.to_str().unwrap().to_owned())
    };
    // `ann:hunter2`, `ann:`.
    assert_eq!(
        authorization(&[("password", secret("hunter2")), ("user", text("ann"))]).as_deref(),
        Some("Basic YW5uOmh1bnRlcjI=")
    );
    assert_eq!(authorization(&[("user", text("ann"))]).as_deref(), Some("Basic YW5uOg=="));
    assert_eq!(authorization(&[]), None);
    assert_eq!(wrong(&BASIC, Protocol::Get, &[("user", text("a:b"))]).1.as_deref(), Some("user"));
}

#[test]
fn a_sign_in_goes_into_the_header_of_the_envelope() {
    operation!(PUT, &[Field::new("text", wires!(at!(ALL, "text")))]);
    let credentials = Credentials::new(&VENDOR.schemes[3]).param("user", "ann").param("password", "hunter2 & co");
    let over = |protocol| Target { credentials: Some(&credentials), ..target(protocol) };
    for (protocol, namespace) in [
        (Protocol::Soap11, "http://schemas.xmlsoap.org/soap/envelope/"),
        (Protocol::Soap12, "http://www.w3.org/2003/05/soap-envelope"),
    ] {
        let request = request(&PUT, &over(protocol), &[("text", text("hi"))]).unwrap();
        assert_eq!(
            written(&request),
            format!(
                "<soap:Envelope xmlns:soap=\"{namespace}\"><soap:Header><Auth xmlns=\"urn:depot\"><User>ann</User>\
                 <Password>hunter2 &amp; co</Password></Auth></soap:Header><soap:Body><put xmlns=\"urn:depot\">\
                 <text>hi</text></put></soap:Body></soap:Envelope>"
            )
        );
    }
    // Elsewhere there is no such header, and the parameters do not exist.
    assert_eq!(written(&request(&PUT, &over(Protocol::Post), &[("text", text("hi"))]).unwrap()), "text=hi");
    // Without one there is no header.
    assert!(!sent(&PUT, Protocol::Soap11, &[]).contains("soap:Header"));
}
