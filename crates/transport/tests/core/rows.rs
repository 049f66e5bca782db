//! Places in XML: from the base, in embedded documents, of maps and attributes; single values.

use bindery_transport::{
    Protocol, Value,
    description::{Answer, Field, Format, Operation, Output, OutputForm, Protocols, Record, Sample, Type},
};

use crate::{
    answer,
    decode::envelope,
    fields,
    ledger::{LEDGER, field, over, pieces, post, read, shown, soap, why, xml},
    response, rows, secret, target,
};

pub const ALL: &[&Operation] =
    &[&ITEMS, &PROPS, &CHILDREN, &WHOLE, &INSIDE, &DEEP, &COUNT, &TOTAL, &IDS, &TOKEN, &KNOWN, &DOCS, &ENDLESS, &LINKS];

const EVERY: Protocols = Protocols::ALL;

const fn at(place: &'static str) -> OutputForm {
    OutputForm::new(EVERY, place)
}

// From the base.

static ITEM: Type = Type::record(&Record {
    name: "Item",
    fields: &[
        field!("id", "@id", &Type::I32).required(),
        field!("total", "/@total", &Type::I32),
        field!("warnings", "/Warnings/Warning", &Type::STRING).many(),
        field!("shelf", "/Shelves/*/@name", &Type::STRING),
        field!("kinds", "kind/@name", &Type::STRING).many(),
    ],
});
static ITEMS: Operation = Operation::new("items", EVERY).output(&Output::new(&ITEM, &[at("Items/Item")]).many());

#[test]
fn places_may_count_from_the_base() {
    let items = rows(xml(
        &ITEMS,
        "<r status='ok' total='2'><Warnings><Warning>a</Warning><Warning>b</Warning></Warnings><Shelves><x/><y name='top'/>\
         </Shelves><Items><Item id='1' total='9'><Warnings/><kind name='k'/><kind/><kind name='l'/></Item><Item id='2'/></Items></r>",
    ));
    assert_eq!(items[0].all(5), ["1", "2", "[\"a\" \"b\"]", "\"top\"", "[\"k\" \"l\"]"]);
    assert_eq!(items[1].all(5), ["2", "2", "[\"a\" \"b\"]", "\"top\"", "[]"]);
    assert_eq!(items[0].unknown(), [("@total", "9"), ("Warnings", "")]);
}

// Maps.

static PROPERTIES: Type = Type::record(&Record {
    name: "Properties",
    fields: &[
        field!("rest", "@*", &Type::MAP),
        field!("id", "@id", &Type::I32),
        field!("total", "/@total", &Type::I32),
        field!("behind", "row/@*", &Type::MAP),
        field!("needed", "row/@needed", &Type::STRING),
        field!("shared", "/common/*", &Type::MAP),
        field!("rows", "line", &Type::MAP).many(),
    ],
});
static PROPS: Operation = Operation::new("props", EVERY).output(&Output::new(&PROPERTIES, &[at("p")]).many());

#[test]
fn a_map_takes_the_attributes_that_no_other_field_takes() {
    let props = rows(xml(
        &PROPS,
        "<r status='ok' total='2'><common><a>1</a><b/></common>\
         <p id='1' x='y' z='&lt;'><row needed='n' more='m'/><line a='1' b='2'/><line><c>3</c></line></p><p/></r>",
    ));
    assert_eq!(
        props[0].all(7),
        [
            r#"[("x", "y"), ("z", "<")]"#,
            "1",
            "2",
            r#"[("more", "m")]"#,
            "\"n\"",
            r#"[("a", "1"), ("b", "")]"#,
            r#"[[("a", "1"), ("b", "2")] [("c", "3")]]"#
        ]
    );
    assert!(props[0].unknown().is_empty(), "{:?}", props[0].unknown());
    // What one record took another may take, too.
    assert_eq!(props[1].all(7), ["[]", "-", "2", "[]", "-", r#"[("a", "1"), ("b", "")]"#, "[]"]);
}

static ENTRY: Type = Type::record(&Record {
    name: "Entry",
    fields: &[
        field!("name", "name", &Type::STRING),
        field!("deep", "box/deep", &Type::STRING),
        field!("rest", "*", &Type::MAP),
    ],
});
static CHILDREN: Operation = Operation::new("children", EVERY).output(&Output::new(&ENTRY, &[at(".")]));

#[test]
fn a_map_takes_the_children_that_no_other_field_takes() {
    let body = "<r status='ok' x='1'><name>n</name><a>1</a><box><deep>d</deep><other>o</other></box><b><c>2</c></b><a>3</a>\
                <nil xmlns:xsi='x' xsi:nil='true'/></r>";
    let entry = fields(xml(&CHILDREN, body));
    assert_eq!(entry.all(3), ["\"n\"", "\"d\"", r#"[("a", "1"), ("b", ""), ("a", "3")]"#]);
    assert_eq!(entry.unknown(), [("@x", "1"), ("box/other", "o"), ("b/c", "2")]);
}

static WHOLE: Operation = Operation::new("whole", EVERY).output(&Output::new(&Type::MAP, &[at("@*")]));

#[test]
fn an_output_may_be_a_map() {
    assert_eq!(shown(xml(&WHOLE, "<r status='ok' a='1' b='2' xmlns='urn:x'/>")), r#"[("a", "1"), ("b", "2")]"#);
    assert_eq!(shown(post(&WHOLE, "OK\nb: 1\na: x: y\n")), r#"[("b", "1"), ("a", "x: y")]"#);
}

// Inside.

static INSIDE: Operation = Operation::new("inside", EVERY)
    .insides(&[(EVERY, "{operation}Result/*")])
    .answers(&[(Protocols::SOAP, &INNER)])
    .output(&Output::new(&ITEM, &[at("Items/Item")]).many());
static INNER: Answer = Answer::new(Format::Xml).accepted(&[read(&["@status"], pieces!["ok"])]);

const ITEMS_IN_IT: &str = "<response status='ok' total='1'><Items><Item id='7'/></Items></response>";

#[test]
fn the_base_may_be_a_document_in_a_text() {
    let inside = |content: &str| soap(&INSIDE, &format!("<r><insideResult>{content}</insideResult></r>"));
    let escaped = ITEMS_IN_IT.replace('<', "&lt;");
    let cdata = format!("\n<![CDATA[<?xml version='1.0' encoding='utf-16'?>{ITEMS_IN_IT}]]>");
    let marked = format!("\u{FEFF}{escaped}");
    for content in [ITEMS_IN_IT, &escaped, &cdata, &marked] {
        assert_eq!(rows(inside(content))[0].all(2), ["7", "1"], "{content}");
    }
    for content in ["", "text", "<!-- none -->"] {
        assert!(why(inside(content)).contains("has no insideResult/* in it"));
    }
    let why_not = why(inside("&lt;a>&lt;/b>"));
    assert!(
        why_not.contains("the text at insideResult/* is no XML") && why_not.contains("line 1, column 4"),
        "{why_not}"
    );
    assert!(why(inside("&lt;!DOCTYPE a>&lt;a/>")).contains("document type"));
}

static DEEP: Operation = Operation::new("deep", EVERY)
    .insides(&[(EVERY, "*")])
    .output(&Output::new(&Type::STRING, &[at(".").inside("text")]));

#[test]
fn a_text_in_an_element_may_be_the_output() {
    assert_eq!(shown(xml(&DEEP, "<r><s status='ok'><text>a &amp; b</text></s></r>")), "\"a & b\"");
    assert_eq!(shown(xml(&DEEP, "<r>&lt;s status='ok'>&lt;text>a&lt;/text>&lt;/s></r>")), "\"a\"");
    assert!(why(xml(&DEEP, "<r><s status='ok'/></r>")).contains("`output` is missing"));
}

#[test]
fn an_excerpt_masks_a_secret_in_a_document_in_a_document() {
    const PIN: &[Field] = &[field!("pin", "pin", &Type::STRING).secret()];
    static WITH_PIN: Operation = Operation::new("withPin", EVERY).insides(&[(EVERY, "a/*")]).params(PIN);
    let body = "<r><a>&lt;b pin='p&amp;amp;ss&amp;lt;w' x=&quot;p&amp;amp;ss&amp;lt;w&quot;&gt;</a></r>";
    let given = [("pin", secret("p&ss<w"))];
    let failure = answer(&WITH_PIN, &target(&LEDGER, Protocol::Xml), &given, &response(200, None, body)).unwrap_err();
    let excerpt = failure.answer().unwrap().excerpt.as_deref();
    assert_eq!(excerpt, Some("<r><a>&lt;b pin='•••' x=&quot;•••&quot;&gt;</a></r>"));
}

// Single values.

static COUNT: Operation = Operation::new("count", EVERY).output(&Output::new(&Type::I32, &[at("count")]));
static TOTAL: Operation = Operation::new("total", EVERY).output(&Output::new(&Type::I32, &[at("list/@total")]));
static IDS: Operation = Operation::new("ids", EVERY).output(&Output::new(&Type::I32, &[at("id")]).many());
static TOKEN: Operation = Operation::new("token", EVERY).output(&Output::new(&Type::STRING, &[at("token")]).secret());

#[test]
fn an_output_may_be_one_value() {
    assert_eq!(shown(xml(&COUNT, "<r status='ok'><count> 7 </count></r>")), "7");
    assert_eq!(shown(xml(&TOTAL, "<r status='ok'><list/><list total='8'/></r>")), "8");
    assert_eq!(shown(xml(&IDS, "<r status='ok'><id>1</id><x/><id>2</id><id nil='true'/></r>")), "[1 2]");
    assert_eq!(shown(xml(&IDS, "<r status='ok'/>")), "[]");
    for body in ["", "<count/>", "<count x:nil='true'/>"] {
        assert!(why(xml(&COUNT, &format!("<r status='ok'>{body}</r>"))).contains("`output` is missing"), "{body}");
    }
    assert!(why(xml(&COUNT, "<r status='ok'><count>x</count></r>")).contains("`output` is not a whole number"));
}

#[test]
fn a_secret_value_is_hidden() {
    let answer = xml(&TOKEN, "<r status='ok'><token>k-e-y</token></r>");
    assert!(!format!("{answer:?}").contains("k-e-y"));
    assert_eq!(shown(answer), "secret \"k-e-y\"");
}

static IS_KNOWN: Type = Type::record(&Record {
    name: "IsKnown",
    fields: &[
        field!("known", "known", &Type::BOOL).fixed(Sample::Bool(true)).required(),
        field!("when", "when", &Type::DATE_TIME).fixed(Sample::Text("2024-07-24")),
        field!("words", "words", &Type::STRING).many().fixed(Sample::List(&[Sample::Text("a")])),
    ],
});
static KNOWN: Operation = Operation::new("known", EVERY).output(&Output::new(&IS_KNOWN, &[at(".")]));

#[test]
fn a_fixed_value_stands_nowhere() {
    let known = fields(xml(&KNOWN, "<r status='ok'><known>false</known></r>"));
    assert_eq!(known.all(3), ["true", "2024-07-24", "[\"a\"]"]);
    assert_eq!(known.unknown(), [("known", "false")]);
    assert_eq!(fields(post(&KNOWN, "OK")).all(3), ["true", "2024-07-24", "[\"a\"]"]);
}

// Documents in fields, and types without an end.

static SIZE: Type = Type::record(&Record {
    name: "Size",
    fields: &[field!("width", "/@width", &Type::I32).required(), field!("unit", "unit", &Type::STRING)],
});
static WITH_DOCUMENTS: Type = Type::record(&Record {
    name: "WithDocuments",
    fields: &[
        field!("size", "size", &SIZE, document("size")),
        field!("sizes", "sizes/size", &SIZE, document("size")).many(),
    ],
});
static DOCS: Operation = Operation::new("docs", EVERY).output(&Output::new(&WITH_DOCUMENTS, &[at(".")]));

#[test]
fn a_field_may_be_a_document() {
    let docs = fields(xml(
        &DOCS,
        "<r status='ok' width='9'><size>&lt;any width='1' new='n'>&lt;unit>cm&lt;/unit>&lt;/any></size>\
         <sizes><size>\u{FEFF}<![CDATA[<s width='2'/>]]></size><size/></sizes></r>",
    ));
    assert_eq!(docs.all(2), ["{1}", "[{2}]"]);
    let Some(Value::Record(size)) = docs.0.get(0) else { panic!() };
    assert_eq!(size.unknown().get("@new"), Some("n"));
    assert!(why(xml(&DOCS, "<r status='ok'><size>no</size></r>")).contains("`size` is not an XML document"));
    assert!(why(xml(&DOCS, "<r status='ok'><size>&lt;a/></size></r>")).contains("`width` is missing"));
}

static NODE: Record =
    Record { name: "Node", fields: &[field!("self", ".", &NODE_TYPE), field!("text", "text", &Type::STRING)] };
static NODE_TYPE: Type = Type::record(&NODE);
static ENDLESS: Operation = Operation::new("endless", EVERY).output(&Output::new(&NODE_TYPE, &[at(".")]));

#[test]
fn a_description_without_an_end_comes_to_one() {
    why(xml(&ENDLESS, "<r status='ok'/>"));
    assert_eq!(fields(post(&ENDLESS, "OK text: t")).all(2), ["-", "\"t\""]);
}

static LINKS: Operation = Operation::new("links", EVERY).output(&Output::new(&Type::URL, &[at("a/@href")]).many());

#[test]
fn attributes_make_a_list() {
    let body = "<linksResponse><linksResult>OK</linksResult><a href=' x://y '/><a/><a href='x://z'/></linksResponse>";
    for protocol in [Protocol::Soap11, Protocol::Soap12] {
        assert_eq!(shown(over(&LINKS, protocol, 200, envelope(body))), r#"["x://y" "x://z"]"#);
    }
    assert!(why(soap(&LINKS, &body.replace("x://z", "z"))).contains("`output` is not an absolute URL"));
}
