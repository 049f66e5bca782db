//! The WSDL that the simulator serves: a vendor that does not exist, over raw HTTP.

use bindery_simulator::Simulator;
use bindery_transport::description::*;
use roxmltree::{Document, Node};

mod support;

use support::exchange;

static XML: Answer = Answer::new(Format::Xml)
    .accepted(&[Reading {
        at: &["{operation}Result"],
        template: Some(Template(&[Piece::Hole("operation"), Piece::Text("_OK")])),
    }])
    .refused(&[
        Reading { at: &["{operation}Result"], template: None },
        Reading { at: &["errors/error[]/@number"], template: None },
    ]);

const fn binding(protocol: Protocol, path: &'static str, namespace: &'static str) -> Binding {
    Binding {
        protocol,
        path,
        namespace,
        action: "{namespace}/{operation}",
        root: "request",
        inside: "",
        charset: None,
        headers: &[],
        answer: &XML,
    }
}

static WORDS: Type = Type::words(&["day", "week"]).spelled(&["D", "W & more"]);
static COUNT: Type = Type::int(1, 9);
static ONE_OR_ZERO: Type = Type::boolean(&["1"], &["0"]);
static ANY_BUT_EMPTY: Type = Type::boolean(&["yes", "*"], &[""]);
static DATE: Type = Type::date_time(&["%Y-%m-%d"]);
static TIME: Type = Type::date_time(&["%H:%M:%S"]);
static OLD_DATE: Type = Type::date_time(&["%d.%m.%Y"]);

static KINDS: Operation = Operation::new("kinds", SOAP).params(&[
    Field::new("string", &[Wire::new(SOAP, &["string"], &Type::STRING)]),
    Field::new("bool", &[Wire::new(SOAP, &["bool"], &Type::BOOL)]),
    Field::new("bit", &[Wire::new(SOAP, &["bit"], &ONE_OR_ZERO)]),
    Field::new("open", &[Wire::new(SOAP, &["open"], &ANY_BUT_EMPTY)]),
    Field::new("i32", &[Wire::new(SOAP, &["i32"], &Type::I32)]),
    Field::new("u32", &[Wire::new(SOAP, &["u32"], &Type::U32)]),
    Field::new("i64", &[Wire::new(SOAP, &["i64"], &Type::I64)]),
    Field::new("count", &[Wire::new(SOAP, &["count"], &COUNT)]),
    Field::new("number", &[Wire::new(SOAP, &["number"], &Type::NUMBER)]),
    Field::new("moment", &[Wire::new(SOAP, &["moment"], &Type::DATE_TIME)]),
    Field::new("date", &[Wire::new(SOAP, &["date"], &DATE)]),
    Field::new("time", &[Wire::new(SOAP, &["time"], &TIME)]),
    Field::new("old", &[Wire::new(SOAP, &["old"], &OLD_DATE)]),
    Field::new("bytes", &[Wire::new(SOAP, &["bytes"], &Type::BYTES)]),
    Field::new("url", &[Wire::new(SOAP, &["url"], &Type::URL)]),
    Field::new("word", &[Wire::new(SOAP, &["word"], &WORDS)]),
]);

static OCCURS: Operation = Operation::new("occurs", SOAP).params(&[
    Field::new("required", &[Wire::new(SOAP, &["required"], &Type::I32)]).required(),
    Field::new("nil", &[Wire::new(SOAP, &["nil"], &Type::I32).nillable()]),
    Field::new("default", &[Wire::new(SOAP, &["default"], &Type::I32).absent("0")]),
    Field::new("blank", &[Wire::new(SOAP, &["blank"], &Type::I32).absent("")]),
    Field::new("fixed", &[Wire::new(SOAP, &["caller/@name"], &Type::STRING)]).fixed(Sample::Text("{operation} & co")),
    Field::new("joined", &[Wire::new(SOAP, &["joined"], &Type::I32).join(",")]).many(),
    Field::new("flat", &[Wire::new(SOAP, &["flat"], &Type::I32)]).many(),
    Field::new("items", &[Wire::new(SOAP, &["items/item"], &Type::I32)]).many().required(),
    Field::new("nils", &[Wire::new(SOAP, &["nils/item"], &Type::I32).nillable()]).many(),
    Field::new("document", &[Wire::new(SOAP, &["document"], &LEAF_TYPE).document("leaf")]),
    Field::new(
        "made",
        &[Wire::new(SOAP, &["made"], &Type::I32).template(Template(&[Piece::Text("#"), Piece::Hole("value")]))],
    ),
]);

// Records: one in itself, one that differs between the versions, and two of a name.
static LEAF: Record = Record { name: "Leaf", fields: &[Field::new("a", &[Wire::new(SOAP, &["@a"], &Type::I32)])] };
static LEAF_TYPE: Type = Type::record(&LEAF);
static OTHER_LEAF: Record = Record { name: "Leaf", fields: &[Field::new("b", &[Wire::new(SOAP, &["."], &Type::I32)])] };
static OTHER_LEAF_TYPE: Type = Type::record(&OTHER_LEAF);
static TREE: Record = Record {
    name: "Tree",
    fields: &[
        Field::new("leaf", &[Wire::new(SOAP, &["leaf"], &LEAF_TYPE)]).required(),
        Field::new("other", &[Wire::new(SOAP, &["other"], &OTHER_LEAF_TYPE)]),
        Field::new("trees", &[Wire::new(SOAP, &["trees/tree"], &TREE_TYPE)]).many(),
    ],
};
static TREE_TYPE: Type = Type::record(&TREE);
static SPLIT: Record = Record {
    name: "Split",
    fields: &[Field::new("x", &[Wire::new(SOAP11, &["old"], &Type::I32), Wire::new(SOAP12, &["new"], &Type::I32)])],
};
static SPLIT_TYPE: Type = Type::record(&SPLIT);

static RECORDS: Operation = Operation::new("records", SOAP)
    .params(&[Field::new("tree", &[Wire::new(SOAP, &["tree"], &TREE_TYPE)])])
    .output(&Output::new(&TREE_TYPE, &[OutputForm::new(SOAP, "result/tree")]).many());
static VERSIONS: Operation = Operation::new("versions", SOAP)
    .params(&[Field::new("split", &[Wire::new(SOAP, &["split"], &SPLIT_TYPE)])])
    .names(&[(SOAP12, "versions12")]);
static DIFFERS: Operation = Operation::new("differs", SOAP)
    .params(&[Field::new("x", &[Wire::new(SOAP11, &["old"], &Type::I32), Wire::new(SOAP12, &["new"], &Type::I32)])]);

// Answers: a list of words, a place that counts from the answer, maps, what is inside of any element.
static ROW: Record = Record {
    name: "Row",
    fields: &[
        Field::new("word", &[Wire::new(SOAP, &["word"], &WORDS)]),
        Field::new("total", &[Wire::new(SOAP, &["/total"], &Type::I32)]),
        Field::new("known", &[Wire::new(SOAP, &["known"], &Type::STRING)]).fixed(Sample::Text("nowhere")),
        Field::new("more", &[Wire::new(SOAP, &["@*"], &Type::MAP)]),
    ],
};
static ROW_TYPE: Type = Type::record(&ROW);
static ANSWERS: Operation =
    Operation::new("answers", SOAP11).output(&Output::new(&ROW_TYPE, &[OutputForm::new(SOAP, "rows/row")]).many());
static MAPS: Operation =
    Operation::new("maps", SOAP11).output(&Output::new(&Type::MAP, &[OutputForm::new(SOAP, "rows/row")]).many());
static TEXTS: Operation = Operation::new("texts", SOAP11)
    .output(&Output::new(&ROW_TYPE, &[OutputForm::new(SOAP, ".").inside("sheet").text(&[TextForm::Table])]).many());
static INSIDE: Operation = Operation::new("inside", SOAP11)
    .insides(&[(SOAP, "{operation}Result/*")])
    .output(&Output::new(&Type::I32, &[OutputForm::new(SOAP, "count")]));

static SIGNED: Operation = Operation::new("signed", SOAP)
    .schemes(&[0, 1, 2])
    .params(&[
        Field::new("trace", &[Wire::new(SOAP, &["trace"], &Type::STRING).carrier(Carrier::SoapHeader)]),
        Field::new("till", &[Wire::new(SOAP, &["X-Till"], &Type::STRING).carrier(Carrier::Header)]),
        Field::new("a", &[Wire::new(SOAP, &["a"], &Type::I32)]),
        Field::new("form", &[Wire::new(FORM, &["form"], &Type::I32)]),
    ])
    .scheme_params(&[Field::new("last", &[Wire::new(SOAP, &["LAST"], &Type::STRING)])]);
static ELSEWHERE: Operation = Operation::new("elsewhere", SOAP11).paths(&[(SOAP, "/other/{operation}.asmx")]);
static FORMS: Operation = Operation::new("forms", FORM);

const fn scheme(name: &'static str, params: &'static [SchemeParam], first: bool) -> Scheme {
    Scheme { name, params, first, login: &[], logout: None, cookie: None, idle: None }
}

const fn param(name: &'static str, wires: &'static [Wire]) -> SchemeParam {
    SchemeParam { field: Field::new(name, wires), from: None }
}

static SCHEMES: [Scheme; 3] = [
    scheme("last", &[param("last", &[Wire::new(SOAP, &["last"], &Type::STRING)])], false),
    scheme("first", &[param("first", &[Wire::new(SOAP, &["first"], &Type::STRING)])], true),
    scheme(
        "header",
        &[
            param("user", &[Wire::new(SOAP, &["Auth/user"], &Type::STRING).carrier(Carrier::SoapHeader)]),
            param("branch", &[Wire::new(SOAP, &["Auth/@branch"], &Type::STRING).carrier(Carrier::SoapHeader)]),
        ],
        true,
    ),
];

static ACME: Vendor = Vendor {
    name: "Acme & Co",
    package: "acme",
    base: None,
    bindings: &[
        Binding { action: "", root: "", ..binding(Protocol::Get, "/{operation}", "") },
        binding(Protocol::Soap12, "/soap", "urn:acme"),
        binding(Protocol::Soap11, "/soap", "urn:acme"),
    ],
    schemes: &SCHEMES,
    operations: &[
        &KINDS, &OCCURS, &RECORDS, &VERSIONS, &DIFFERS, &ANSWERS, &MAPS, &TEXTS, &INSIDE, &SIGNED, &ELSEWHERE, &FORMS,
    ],
};

// Other namespaces: of 1.1 none, of 1.2 one of its own, at one path.
static BARE: Vendor = Vendor {
    name: "Bare",
    package: "bare",
    base: None,
    bindings: &[binding(Protocol::Soap11, "/soap", ""), binding(Protocol::Soap12, "/soap", "urn:bare:12")],
    schemes: &[],
    operations: &[&RECORDS],
};

#[test]
fn it_is_served_where_soap_is_and_nowhere_else() {
    let sim = Simulator::start(&ACME);
    for query in ["wsdl", "WSDL", "Wsdl"] {
        let reply = exchange(&sim, &format!("GET /soap?{query} HTTP/1.1"), "");
        assert_eq!(reply.status, 200, "{query}");
        assert!(reply.head.to_lowercase().contains("content-type: text/xml; charset=utf-8"), "{}", reply.head);
        assert!(reply.text().starts_with("<?xml"), "{query}");
    }
    for head in ["GET /soap", "GET /soap?wsdls", "GET /soap?disco", "GET /?wsdl", "GET /forms?wsdl", "PUT /soap?wsdl"] {
        let reply = exchange(&sim, &format!("{head} HTTP/1.1"), "");
        assert!(!reply.text().contains("definitions"), "{head}: {}", reply.text());
    }
    assert!(sim.received().iter().all(|received| received.operation.as_deref() != Some("kinds")));
    assert_eq!(exchange(&sim, "GET /nothing?wsdl HTTP/1.1", "").status, 404);
}

#[test]
fn each_version_has_a_port_with_the_actions_of_its_operations() {
    let text = wsdl(&ACME, "/soap");
    let document = Document::parse(&text).expect("XML");
    let names = |kind: &str| -> Vec<&str> { named(&document, kind).into_iter().map(|node| name(node)).collect() };
    assert_eq!(names("service"), ["Acme___Co"]);
    for kind in ["portType", "binding", "port"] {
        let own: Vec<&str> = names(kind).into_iter().filter(|name| !name.is_empty()).collect();
        assert_eq!(own, ["Acme___CoSoap11", "Acme___CoSoap12"], "{kind}");
    }
    let addresses = document.descendants().filter(|node| node.tag_name().name() == "address");
    let addresses: Vec<_> = addresses.map(|node| (node.tag_name().namespace(), node.attribute("location"))).collect();
    let (soap11, soap12) = ("http://schemas.xmlsoap.org/wsdl/soap/", "http://schemas.xmlsoap.org/wsdl/soap12/");
    assert_eq!(addresses, [(Some(soap11), Some("http://x/soap")), (Some(soap12), Some("http://x/soap"))]);

    let operations = |version: &str| -> Vec<(String, String)> {
        let bindings = named(&document, "binding").into_iter().filter(|node| name(*node).ends_with(version));
        let operations = bindings.flat_map(|binding| binding.children().filter(|node| !name(*node).is_empty()));
        let action =
            |node: Node<'_, '_>| node.descendants().find_map(|node| node.attribute("soapAction")).map(str::to_owned);
        operations.map(|node| (name(node).to_owned(), action(node).unwrap_or_default())).collect()
    };
    let of = |names: &[&str]| -> Vec<(String, String)> {
        names.iter().map(|name| ((*name).to_owned(), format!("urn:acme/{name}"))).collect()
    };
    let both = ["kinds", "occurs", "records", "versions", "differs"];
    assert_eq!(operations("Soap11"), of(&[&both[..], &["answers", "maps", "texts", "inside", "signed"]].concat()));
    assert_eq!(operations("Soap12"), of(&["kinds", "occurs", "records", "versions12", "differs", "signed"]));
    // What is elsewhere has a WSDL of its own.
    let text = wsdl(&ACME, "/other/elsewhere.asmx");
    let document = Document::parse(&text).expect("XML");
    let elements =
        document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2001/XMLSchema", "element")));
    assert_eq!(
        elements.filter_map(|node| node.attribute("name")).collect::<Vec<_>>(),
        ["elsewhere", "elsewhereResponse", "elsewhereResult", "errors", "error"]
    );
}

#[test]
fn types_are_those_of_the_values() {
    assert_eq!(
        element(&ACME, "kinds"),
        "kinds{string:string? bool:boolean? bit(1|0)? open:string? i32:int? u32:unsignedInt? i64:long? count[1..9]? \
         number:decimal? moment:dateTime? date:date? time:time? old:string? bytes:base64Binary? url:anyURI? \
         word(D|W & more)?}"
    );
}

#[test]
fn what_may_be_left_out_and_what_repeats() {
    assert_eq!(
        element(&ACME, "occurs"),
        "occurs{required:int nil:int~ default:int blank:string caller{@name!:string=occurs & co} joined:string? \
         flat:int* items{item:int*} nils{item:int*}~? document:string? made:string?}"
    );
}

#[test]
fn records_have_a_type_each_and_may_be_in_themselves() {
    assert_eq!(element(&ACME, "records"), "records{tree:Tree?}");
    assert_eq!(named_type(&ACME, "Tree"), "Tree{leaf:Leaf other:Leaf2? trees{tree:Tree*}?}");
    assert_eq!(named_type(&ACME, "Leaf"), "Leaf{@a:int}");
    assert_eq!(named_type(&ACME, "Leaf2"), "Leaf2<int>{}");
    // Nothing has to be there in an answer.
    let answer = "recordsResponse{recordsResult:string? errors{error{@number:string}*}? result{tree:Tree2*}?}";
    assert_eq!(element(&ACME, "recordsResponse"), answer);
    assert_eq!(named_type(&ACME, "Tree2"), "Tree2{leaf:Leaf3? other:Leaf4? trees{tree:Tree2*}?}");
}

#[test]
fn versions_that_differ_do_not_share() {
    assert_eq!(element(&ACME, "versions"), "versions{split:Split?}");
    assert_eq!(named_type(&ACME, "Split"), "Split{old:int?}");
    assert_eq!(element(&ACME, "versions12"), "versions12{split:Split2?}");
    assert_eq!(named_type(&ACME, "Split2"), "Split2{new:int?}");
    // One element cannot be both.
    assert_eq!(element(&ACME, "differs"), "differs{any @*}");
}

#[test]
fn the_parameters_of_signing_in_stand_where_they_go_out() {
    assert_eq!(element(&ACME, "signed"), "signed{first:string? a:int? LAST:string?}");
    assert_eq!(element(&ACME, "Auth"), "Auth{user:string? @branch:string}");
    assert_eq!(element(&ACME, "trace"), "trace:string");
    let text = wsdl(&ACME, "/soap");
    let document = Document::parse(&text).expect("XML");
    for version in ["", "12"] {
        let namespace = format!("http://schemas.xmlsoap.org/wsdl/soap{version}/");
        let headers = document.descendants().filter(|node| node.has_tag_name((namespace.as_str(), "header")));
        let parts: Vec<_> = headers.filter_map(|header| header.attribute("part")).collect();
        assert_eq!(parts, ["Auth", "trace"]);
    }
}

#[test]
fn answers_say_what_may_come() {
    let refused = "errors{error{@number:string}*}?";
    let starts = |operation: &str| format!("{operation}Response{{{operation}Result:string? {refused}");
    assert_eq!(element(&ACME, "answersResponse"), format!("{} rows{{row:Row*}}? total:int?}}", starts("answers")));
    assert_eq!(named_type(&ACME, "Row"), "Row{word(D|W & more|...)? @*}");
    assert_eq!(element(&ACME, "mapsResponse"), format!("{} rows{{row{{any}}*}}?}}", starts("maps")));
    assert_eq!(element(&ACME, "textsResponse"), format!("{} sheet:string?}}", starts("texts")));
    assert_eq!(element(&ACME, "insideResponse"), "insideResponse{insideResult{any}?}");
}

#[test]
fn namespaces_have_a_schema_each() {
    let text = wsdl(&BARE, "/soap");
    let document = Document::parse(&text).expect("XML");
    let schemas: Vec<_> = named(&document, "schema").iter().map(|schema| schema.attribute("targetNamespace")).collect();
    assert_eq!(schemas, [None, Some("urn:bare:12")]);
    let parts: Vec<(Option<&str>, &str)> = named(&document, "part")
        .iter()
        .map(|part| {
            let element = part.attribute("element").unwrap_or_default();
            match element.split_once(':') {
                Some((prefix, local)) => (part.lookup_namespace_uri(Some(prefix)), local),
                None => (part.lookup_namespace_uri(None), element),
            }
        })
        .collect();
    let of = |namespace| [(namespace, "records"), (namespace, "recordsResponse")];
    assert_eq!(parts, [of(None), of(Some("urn:bare:12"))].concat());
}

/// The WSDL that is served at a path.
fn wsdl(vendor: &'static Vendor, path: &str) -> String {
    let sim = Simulator::start(vendor);
    let reply = exchange(&sim, &format!("GET {path}?wsdl HTTP/1.1"), "");
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.text()
}

/// A global element in short.
fn element(vendor: &'static Vendor, name: &str) -> String {
    component(vendor, "element", name)
}

/// The type of a record in short.
fn named_type(vendor: &'static Vendor, name: &str) -> String {
    component(vendor, "complexType", name)
}

fn component(vendor: &'static Vendor, kind: &str, wanted: &str) -> String {
    let text = wsdl(vendor, "/soap");
    let document = Document::parse(&text).expect("XML");
    let schemas = named(&document, "schema");
    let components = schemas.iter().flat_map(Node::children);
    let mut found = components.filter(|node| node.tag_name().name() == kind && name(*node) == wanted);
    let (Some(one), None) = (found.next(), found.next()) else { panic!("not one {kind} {wanted}") };
    short(one)
}

/// A declaration in short: `name:type`, `{what is in it}`, `@attribute`, and behind it `~` nil, `?`, `*` or `+`.
fn short(node: Node<'_, '_>) -> String {
    let mut text = match node.tag_name().name() {
        "any" => return "any".to_owned(),
        "anyAttribute" => return "@*".to_owned(),
        "attribute" => format!("@{}{}", name(node), if node.attribute("use").is_some() { "!" } else { "" }),
        _ => name(node).to_owned(),
    };
    if let Some(ty) = node.attribute("type") {
        text.push(':');
        text.push_str(ty.split_once(':').map_or(ty, |(_, local)| local));
    }
    let below = |name: &str| node.children().find(|child| child.tag_name().name() == name);
    if let Some(simple) = below("simpleType") {
        text.push_str(&facets(simple));
    }
    let complex = if node.tag_name().name() == "complexType" { Some(node) } else { below("complexType") };
    if let Some(complex) = complex {
        let parts = complex.descendants().filter(|part| {
            let is_own = part.ancestors().skip(1).find(|above| is_declaration(*above) || *above == complex);
            (is_declaration(*part) || part.tag_name().name().starts_with("any")) && is_own == Some(complex)
        });
        if let Some(extension) = complex.descendants().find(|below| below.tag_name().name() == "extension") {
            text.push_str(&format!("<{}>", extension.attribute("base").unwrap_or_default().trim_start_matches("xs:")));
        }
        text.push_str(&format!("{{{}}}", parts.map(short).collect::<Vec<_>>().join(" ")));
    }
    if let Some(fixed) = node.attribute("fixed") {
        text.push_str(&format!("={fixed}"));
    }
    if node.attribute("nillable") == Some("true") {
        text.push('~');
    }
    text.push_str(match (node.attribute("minOccurs"), node.attribute("maxOccurs")) {
        (Some("0"), Some("unbounded")) => "*",
        (Some("1"), Some("unbounded")) => "+",
        (Some("0"), _) => "?",
        _ => "",
    });
    text
}

fn is_declaration(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().name(), "element" | "attribute")
}

fn facets(simple: Node<'_, '_>) -> String {
    let values = |facet: &str| -> Vec<&str> {
        let facets = simple.descendants().filter(|node| node.tag_name().name() == facet);
        facets.filter_map(|node| node.attribute("value")).collect()
    };
    if let ([min], [max]) = (&*values("minInclusive"), &*values("maxInclusive")) {
        return format!("[{min}..{max}]");
    }
    let mut words = values("enumeration");
    if simple.descendants().any(|node| node.attribute("memberTypes").is_some()) {
        words.push("...");
    }
    format!("({})", words.join("|"))
}

fn named<'a>(document: &'a Document<'a>, kind: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.tag_name().name() == kind).collect()
}

fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.attribute("name").unwrap_or_default()
}
