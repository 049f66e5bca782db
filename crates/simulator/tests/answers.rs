//! What accepted answers are made of: a vendor that does not exist, over raw HTTP.

use bindery_simulator::Simulator;
use bindery_transport::description::*;

mod support;

use support::{Reply, post, soap11};

const ALL: Protocols = Protocols::ALL;
const TEXT_OR_SOAP: Protocols = FORM.and(SOAP11);

const ACCEPTED: Reading =
    Reading { at: &[], template: Some(Template(&[Piece::Text("OK"), Piece::Blank, Piece::Hole("output")])) };

static TEXT: Answer = Answer::new(Format::Text).accepted(&[ACCEPTED]);
static BARE: Answer = Answer::new(Format::Text);
static PERCENT: Answer = Answer::new(Format::Text).labels("=").escape(Escape::Percent).charset("windows-1252");
static FORM_ESCAPE: Answer = Answer::new(Format::Text).labels("=").escape(Escape::Form);
static LATIN: Answer = Answer::new(Format::Xml).charset("iso-8859-1");
static XML: Answer = Answer::new(Format::Xml);
static BYTES: Answer = Answer::new(Format::Bytes);

const fn binding(protocol: Protocol, path: &'static str, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path,
        namespace: "urn:acme",
        action: "{namespace}/{operation}",
        root: "request",
        inside: "{operation}Result",
        charset: None,
        headers: &[],
        answer,
    }
}

const fn text(at: &'static [&'static str], ty: &'static Type) -> [Wire; 1] {
    [Wire::new(ALL, at, ty)]
}

// A table of records; as a document too; over SOAP inside a text.
static ROW: Record = Record {
    name: "Row",
    fields: &[
        Field::new("id", &text(&["ID"], &Type::I32)),
        Field::new("start", &text(&["StartTime"], &Type::STRING)),
        Field::new("note", &text(&["Note"], &Type::STRING)),
        Field::new("kind", &text(&["Kind"], &Type::STRING)).fixed(Sample::Text("row")),
    ],
};
static ROW_TYPE: Type = Type::record(&ROW);
static REPORT_OUTPUT: Output = Output::new(
    &ROW_TYPE,
    &[
        OutputForm::new(FORM, "data/row").text(&[TextForm::Table, TextForm::Xml]).separator("|"),
        OutputForm::new(SOAP, "data/row").inside("sReport").text(&[TextForm::Table, TextForm::Xml]).separator("|"),
    ],
)
.many();
static REPORT: Operation = Operation::new("report", TEXT_OR_SOAP).output(&REPORT_OUTPUT).examples(&[
    Example::accepted(
        &[],
        Sample::List(&[
            Sample::Record(&[("id", Sample::Int(1)), ("start", Sample::Text("1/2/2020 3 PM"))]),
            Sample::Record(&[("id", Sample::Int(2)), ("note", Sample::Text("a")), ("kind", Sample::Text("row"))]),
        ]),
    ),
    Example::accepted(&[], Sample::List(&[])),
]);

// Maps: rows of a table, and of a document with titles.
static ROWS_OUTPUT: Output = Output::new(
    &Type::MAP,
    &[OutputForm::new(ALL, "data/row").text(&[TextForm::Table, TextForm::Xml]).separator("|").titles("header/field")],
)
.many();
static ROWS: Operation = Operation::new("rows", TEXT_OR_SOAP).output(&ROWS_OUTPUT).examples(&[Example::accepted(
    &[],
    Sample::List(&[
        Sample::Record(&[("Name", Sample::Text("Ann")), ("Date of birth", Sample::Text("1/2"))]),
        Sample::Record(&[("Name", Sample::Text("Bob")), ("Name", Sample::Text("Roe"))]),
    ]),
)]);

// Maps of attributes and of elements, and places from the base.
static MAPPED: Record = Record {
    name: "Mapped",
    fields: &[
        Field::new("id", &text(&["@id"], &Type::I32)),
        Field::new("rest", &text(&["@*"], &Type::MAP)),
        Field::new("more", &text(&["more/*"], &Type::MAP)),
        Field::new("total", &text(&["/@total"], &Type::I32)),
        Field::new("warnings", &text(&["/Warnings/Warning"], &Type::STRING)).many(),
        Field::new("gone", &[Wire::new(ALL, &["gone"], &Type::I32).nillable()]),
    ],
};
static MAPPED_TYPE: Type = Type::record(&MAPPED);
static MAPPED_OUTPUT: Output = Output::new(&MAPPED_TYPE, &[OutputForm::new(ALL, "items/item")]).many();
const MAPPED_ROW: Sample = Sample::Record(&[
    ("id", Sample::Int(1)),
    ("rest", Sample::Record(&[("a", Sample::Text("x")), ("b", Sample::Text("y"))])),
    ("more", Sample::Record(&[("c d", Sample::Text("z"))])),
    ("total", Sample::Int(2)),
    ("warnings", Sample::List(&[Sample::Text("w1"), Sample::Text("w2")])),
]);
static MAPS: Operation = Operation::new("maps", SOAP11).insides(&[(SOAP, "Own/*")]).output(&MAPPED_OUTPUT).examples(&[
    Example::accepted(&[], Sample::List(&[MAPPED_ROW, Sample::Record(&[("gone", Sample::Int(3))])])),
    Example::accepted(
        &[],
        Sample::List(&[Sample::Record(&[("gone", Sample::Int(3)), ("warnings", Sample::List(&[]))])]),
    ),
]);

// Numbered labels, escaped.
static PAIR: Record = Record {
    name: "Pair",
    fields: &[Field::new("id", &text(&["id{n}"], &Type::I32)), Field::new("name", &text(&["name{n}"], &Type::STRING))],
};
static PAIR_TYPE: Type = Type::record(&PAIR);
static NUMBERED: Record = Record {
    name: "Numbered",
    fields: &[
        Field::new("count", &text(&["count"], &Type::I32)),
        Field::new("pairs", &text(&["pairs"], &PAIR_TYPE)).many(),
        Field::new("tags", &text(&["tag{n}"], &Type::STRING)).many(),
        Field::new("list", &[Wire::new(ALL, &["list"], &Type::STRING).join(",")]).many(),
        Field::new("row", &text(&["row"], &ROW_TYPE)),
    ],
};
static NUMBERED_TYPE: Type = Type::record(&NUMBERED);
static NUMBERED_OUTPUT: Output = Output::new(&NUMBERED_TYPE, &[OutputForm::new(ALL, ".")]);
static NUMBERED_EXAMPLES: [Example; 1] = [Example::accepted(
    &[],
    Sample::Record(&[
        ("count", Sample::Int(2)),
        (
            "pairs",
            Sample::List(&[
                Sample::Record(&[("id", Sample::Int(7)), ("name", Sample::Text("Köln & b"))]),
                Sample::Record(&[("id", Sample::Int(8))]),
            ]),
        ),
        ("tags", Sample::List(&[Sample::Text("x"), Sample::Text("y")])),
        ("list", Sample::List(&[Sample::Text("a b"), Sample::Text("c")])),
        ("row", Sample::Record(&[("id", Sample::Int(1)), ("note", Sample::Text("n"))])),
    ]),
)];
static PERCENTED: Operation =
    Operation::new("percented", FORM).answers(&[(ALL, &PERCENT)]).output(&NUMBERED_OUTPUT).examples(&NUMBERED_EXAMPLES);
static FORMED: Operation = Operation::new("formed", FORM)
    .answers(&[(ALL, &FORM_ESCAPE)])
    .output(&NUMBERED_OUTPUT)
    .examples(&NUMBERED_EXAMPLES);
static PAIRS_OUTPUT: Output = Output::new(&PAIR_TYPE, &[OutputForm::new(ALL, ".")]).many();
static PAIRS: Operation = Operation::new("pairs", FORM).output(&PAIRS_OUTPUT).examples(&[Example::accepted(
    &[],
    Sample::List(&[Sample::Record(&[("id", Sample::Int(7))]), Sample::Record(&[("id", Sample::Int(8))])]),
)]);

// Templates.
static SENT: Record = Record {
    name: "Sent",
    fields: &[
        Field::new("id", &text(&["id"], &Type::I32)),
        Field::new("to", &text(&["to"], &Type::STRING)),
        Field::new("code", &text(&["code"], &Type::STRING)),
        Field::new("sent", &text(&["sent"], &Type::BOOL)).fixed(Sample::Bool(true)),
    ],
};
static SENT_TYPE: Type = Type::record(&SENT);
static SENT_OUTPUT: Output = Output::new(
    &SENT_TYPE,
    &[OutputForm::new(ALL, ".")
        .text(&[
            TextForm::Template(Template(&[
                Piece::Text("ID:"),
                Piece::Blank,
                Piece::Hole("id"),
                Piece::Blank,
                Piece::Text("To:"),
                Piece::Blank,
                Piece::Hole("to"),
            ])),
            TextForm::Template(Template(&[
                Piece::Text("FAIL"),
                Piece::Blank,
                Piece::Hole("code"),
                Piece::Blank,
                Piece::Text("To:"),
                Piece::Blank,
                Piece::Hole("to"),
            ])),
        ])
        .separator("\n")],
)
.many();
static SEND: Operation =
    Operation::new("send", FORM).answers(&[(ALL, &BARE)]).output(&SENT_OUTPUT).examples(&[Example::accepted(
        &[],
        Sample::List(&[
            Sample::Record(&[("id", Sample::Int(7)), ("to", Sample::Text("1")), ("sent", Sample::Bool(true))]),
            Sample::Record(&[("code", Sample::Text("114")), ("to", Sample::Text("2"))]),
        ]),
    )]);

// Scalars and bytes.
static COUNT_OUTPUT: Output = Output::new(
    &Type::I32,
    &[
        OutputForm::new(FORM, ".")
            .text(&[TextForm::Template(Template(&[Piece::Text("Count: "), Piece::Hole("value")]))]),
        OutputForm::new(SOAP, "all/@count"),
    ],
);
static COUNT: Operation =
    Operation::new("count", TEXT_OR_SOAP).output(&COUNT_OUTPUT).examples(&[Example::accepted(&[], Sample::Int(3))]);
static NAMES_OUTPUT: Output = Output::new(&Type::STRING, &[OutputForm::new(ALL, "names/name").separator(", ")]).many();
static NAMES: Operation = Operation::new("names", TEXT_OR_SOAP).output(&NAMES_OUTPUT).examples(&[
    Example::accepted(&[], Sample::List(&[Sample::Text("Ann"), Sample::Text("Bob")])),
    Example::accepted(&[], Sample::List(&[])),
]);
static LATIN_NAMES: Operation = Operation::new("latin", TEXT_OR_SOAP)
    .answers(&[(SOAP, &LATIN)])
    .output(&NAMES_OUTPUT)
    .examples(&[Example::accepted(&[], Sample::List(&[Sample::Text("Zoë")]))]);
static FIXED_OUTPUT: Output = Output::new(&Type::BOOL, &[OutputForm::new(ALL, ".")]).fixed(Sample::Bool(true));
static FIXED: Operation =
    Operation::new("fixed", FORM).output(&FIXED_OUTPUT).examples(&[Example::accepted(&[], Sample::Bool(true))]);
static FILE_OUTPUT: Output = Output::new(&Type::BYTES, &[OutputForm::new(ALL, "content")]);
static FILE: Operation = Operation::new("file", TEXT_OR_SOAP)
    .answers(&[(ALL, &BYTES)])
    .output(&FILE_OUTPUT)
    .examples(&[Example::accepted(&[], Sample::Text("AP8NCg=="))]);

static ACME: Vendor = Vendor {
    name: "Acme",
    package: "acme",
    base: None,
    bindings: &[binding(Protocol::Post, "/{operation}", &TEXT), binding(Protocol::Soap11, "/soap", &XML)],
    schemes: &[],
    operations: &[
        &REPORT,
        &ROWS,
        &MAPS,
        &PERCENTED,
        &FORMED,
        &PAIRS,
        &SEND,
        &COUNT,
        &NAMES,
        &LATIN_NAMES,
        &FIXED,
        &FILE,
    ],
};

/// What is in the element of a SOAP answer.
fn soap(sim: &Simulator, operation: &str) -> (Reply, String) {
    let reply = soap11(sim, "", &format!("<{operation} xmlns=\"urn:acme\"/>"));
    let text = reply.text();
    let start = text.find(&format!("<{operation}Response xmlns=\"urn:acme\">")).expect(&text);
    let inner = text.get(start + operation.len() + 27..).unwrap_or_default();
    let inner = inner.split(&format!("</{operation}Response>")).next().unwrap_or_default().to_owned();
    (reply, inner)
}

#[test]
fn a_table_has_all_columns_and_ends_its_lines_with_the_separator() {
    let sim = Simulator::start(&ACME);
    let table = "ID|StartTime|Note|\n1|1/2/2020 3 PM||\n2||a|";
    assert_eq!(post(&sim, "report", "").text(), format!("OK \n\n{table}"));
    sim.on("report").example(1);
    assert_eq!(post(&sim, "report", "").text(), "OK \n\nID|StartTime|Note|");
    assert_eq!(soap(&sim, "report").1, format!("<reportResult><sReport>{table}</sReport></reportResult>"));
}

#[test]
fn another_text_form_can_be_preferred() {
    let sim = Simulator::start(&ACME);
    sim.prefer_text_form("report", 1);
    let document = "<response><data><row><ID>1</ID><StartTime>1/2/2020 3 PM</StartTime></row>";
    assert!(post(&sim, "report", "").text().starts_with(&format!("OK {document}")));
    assert!(soap(&sim, "report").1.starts_with("<reportResult><sReport>&lt;response&gt;&lt;data&gt;"));
    sim.prefer_text_form("report", 7);
    assert!(post(&sim, "report", "").text().starts_with("OK \n\nID|"), "there is no such form");
}

#[test]
fn maps_are_rows_with_titles() {
    let sim = Simulator::start(&ACME);
    assert_eq!(
        post(&sim, "rows", "").text(),
        "OK \n\nName|Date of birth|Name|\nAnn|1/2||\nBob||Roe|",
        "a name that comes twice is two columns"
    );
    let document = "<header><field id=\"1\">Name</field><field id=\"2\">Date of birth</field></header>\
                    <data><row><field id=\"1\">Ann</field><field id=\"2\">1/2</field></row>\
                    <row><field id=\"1\">Bob</field><field id=\"1\">Roe</field></row></data>";
    assert_eq!(soap(&sim, "rows").1, format!("<rowsResult>{document}</rowsResult>"));
    sim.prefer_text_form("rows", 1);
    assert_eq!(post(&sim, "rows", "").text(), format!("OK <response>{document}</response>"));
}

#[test]
fn maps_are_attributes_and_elements_and_places_count_from_the_base() {
    let sim = Simulator::start(&ACME);
    assert_eq!(
        soap(&sim, "maps").1,
        "<Own><root xmlns=\"\" total=\"2\"><items>\
         <item id=\"1\" a=\"x\" b=\"y\"><more><c_d>z</c_d></more>\
         <gone xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\" /></item>\
         <item><gone>3</gone></item></items>\
         <Warnings><Warning>w1</Warning><Warning>w2</Warning></Warnings></root></Own>"
    );
}

#[test]
fn labels_are_numbered_and_values_escaped() {
    let sim = Simulator::start(&ACME);
    let reply = post(&sim, "percented", "");
    assert_eq!(
        reply.text(),
        "count=2\nid1=7\nname1=K%F6ln%20%26%20b\nid2=8\ntag1=x\ntag2=y\nlist=a%20b,c\nID=1\nNote=n"
    );
    assert!(reply.head.contains("content-type: text/html\r\n"), "{}", reply.head);
    let text = post(&sim, "formed", "").text();
    assert!(text.contains("name1=K%C3%B6ln+%26+b\n") && text.contains("list=a+b,c\n"), "{text}");
    assert_eq!(post(&sim, "pairs", "").text(), "OK \n\nid1:7\nid2:8");
}

#[test]
fn an_item_is_made_by_the_first_template_that_it_fills() {
    let sim = Simulator::start(&ACME);
    assert_eq!(post(&sim, "send", "").text(), "ID: 7 To: 1\nFAIL 114 To: 2");
}

#[test]
fn outputs_may_be_scalars() {
    let sim = Simulator::start(&ACME);
    assert_eq!(post(&sim, "count", "").text(), "OK Count: 3");
    assert_eq!(soap(&sim, "count").1, "<countResult><all count=\"3\" /></countResult>");
    assert_eq!(post(&sim, "names", "").text(), "OK Ann, Bob");
    assert_eq!(soap(&sim, "names").1, "<namesResult><names><name>Ann</name><name>Bob</name></names></namesResult>");
    assert_eq!(post(&sim, "fixed", "").text(), "OK", "what is fixed stands nowhere");
}

#[test]
fn a_list_of_none_is_what_its_items_would_have_stood_in() {
    let sim = Simulator::start(&ACME);
    sim.on("names").example(1);
    assert_eq!(soap(&sim, "names").1, "<namesResult><names /></namesResult>");
    sim.on("maps").example(1);
    assert_eq!(
        soap(&sim, "maps").1,
        "<Own><root xmlns=\"\"><items><item><gone>3</gone></item></items><Warnings /></root></Own>"
    );
}

#[test]
fn a_client_has_to_know_the_character_set_that_an_answer_does_not_say() {
    let sim = Simulator::start(&ACME);
    let (reply, _) = soap(&sim, "latin");
    assert!(reply.head.contains("content-type: text/xml\r\n"), "{}", reply.head);
    assert!(reply.body.starts_with(b"<soap:Envelope"), "no declaration says it");
    assert!(reply.body.windows(16).any(|window| window == b"<name>Zo\xEB</name>"));
    assert!(post(&sim, "latin", "").text().ends_with("Zoë"), "other answers are in UTF-8");
}

#[test]
fn bytes_come_as_they_are_and_over_soap_as_base64() {
    let sim = Simulator::start(&ACME);
    let reply = post(&sim, "file", "");
    assert_eq!(reply.body, b"\x00\xFF\r\n");
    assert!(reply.head.contains("content-type: application/octet-stream"), "{}", reply.head);
    assert_eq!(soap(&sim, "file").1, "<fileResult><content>AP8NCg==</content></fileResult>");
}
