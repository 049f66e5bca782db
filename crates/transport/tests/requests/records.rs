//! Records and lists of them.

use super::*;

static OWNER: Type = Type::record(&Record {
    name: "Owner",
    fields: &[Field::new("name", wires!(at!(POST, "owner{n}"), at!(XML, "@name"))).required()],
});

/// Numbered over POST, and not over GET.
static ITEM: Type = Type::record(&Record {
    name: "Item",
    fields: &[
        Field::new("name", wires!(at!(POST, "name{n}"), at!(GET, "name"), at!(XML, "name"))).required().max(5),
        Field::new("tags", wires!(at!(POST, "tag{n}"), at!(GET, "tag").join(","), at!(XML, "tags/tag"))).many(),
        Field::new("owner", wires!(at!(ALL, "owner", &OWNER))),
        Field::new("size", wires!(at!(FORM, "size{n}", &Type::I32).absent("0"))),
        Field::new("kind", wires!(at!(POST, "kind{n}"))).fixed(Sample::Text("{operation}")),
    ],
});

/// A name without a number.
static PLAIN: Type =
    Type::record(&Record { name: "Plain", fields: &[Field::new("name", wires!(at!(ALL, "name"))).required()] });

operation!(
    ITEMS,
    &[
        Field::new("items", wires!(at!(ALL, "item", &ITEM))).many().max(2),
        Field::new("item", wires!(at!(ALL, "single", &PLAIN))),
        Field::new("plain", wires!(at!(ALL, "plain", &PLAIN))).many(),
        Field::new("numbers", wires!(at!(FORM, "number{n}", &Type::I32), at!(XML, "number", &Type::I32))).many(),
    ]
);

fn items() -> Value {
    Value::List(vec![
        record([Some(text("a")), Some(texts(&["x", "y"])), Some(record([Some(text("Ann"))])), None]),
        record([Some(text("b&")), None, None, Some(Value::Int(3))]),
    ])
}

#[test]
fn records_stand_on_a_form_by_number() {
    assert_eq!(
        sent(&ITEMS, Protocol::Post, &[("items", items())]),
        "name1=a&tag1=x&tag1=y&owner1=Ann&size1=0&kind1=put&name2=b%26&size2=3&kind2=put"
    );
    assert_eq!(sent(&ITEMS, Protocol::Post, &[("items", Value::List(vec![]))]), "");
}

#[test]
fn a_single_record_is_flat_and_scalars_are_numbered_too() {
    let given = [("item", record([Some(text("a"))])), ("numbers", Value::List(vec![Value::Int(7), Value::Int(0)]))];
    assert_eq!(sent(&ITEMS, Protocol::Get, &given), "name=a&number1=7&number2=0");
    assert_eq!(
        sent(&ITEMS, Protocol::Xml, &given),
        "<putRequest><single><name>a</name></single><number>7</number><number>0</number></putRequest>"
    );
}

#[test]
fn records_without_a_number_cannot_be_sent_over_a_form() {
    let given = [("plain", Value::List(vec![record([Some(text("a"))])]))];
    let (kind, parameter, shown) = wrong(&ITEMS, Protocol::Post, &given);
    assert_eq!((kind, parameter.as_deref()), (Kind::Input, Some("plain")));
    assert!(shown.contains("cannot be sent over post"), "{shown}");
    assert_eq!(sent(&ITEMS, Protocol::Xml, &given), "<putRequest><plain><name>a</name></plain></putRequest>");
}

#[test]
fn records_are_checked_field_by_field() {
    for (name, value, says) in [
        ("items", Value::List(vec![record([None, None])]), "item 1: its `name`: is required"),
        ("items", Value::List(vec![record([Some(text("123456"))])]), "item 1: its `name`: at most 5 characters"),
        ("items", Value::List(vec![record([None]), record([None]), record([None])]), "at most 2 items"),
        ("item", text("a"), "takes a record"),
        ("item", Value::List(vec![]), "takes a record"),
    ] {
        let (kind, parameter, shown) = wrong(&ITEMS, Protocol::Post, &[(name, value)]);
        assert_eq!((kind, parameter.as_deref()), (Kind::Input, Some(name)));
        assert!(shown.contains(says), "{shown}");
    }
}

#[test]
fn a_record_may_be_a_document_that_stands_as_text() {
    static CRITERIA: Type = Type::record(&Record {
        name: "Criteria",
        fields: &[
            Field::new("text", wires!(at!(ALL, "text"))).required(),
            Field::new("since", wires!(at!(ALL, "dates/@since", &Type::DATE_TIME))),
            Field::new("folders", wires!(at!(ALL, "folders/folder", &PLAIN))).many(),
            Field::new("none", wires!(at!(ALL, "none").nillable())),
        ],
    });
    operation!(SEARCH, &[Field::new("criteria", wires!(at!(ALL, "xml", &CRITERIA).document("{operation}Criteria")))]);
    let nil = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"";
    let folders = Value::List(vec![record([Some(text("a"))]), record([Some(text("b"))])]);
    let criteria = record([
        Some(text("x < y & z")),
        Some(Value::DateTime(DateTime::from("2026-05-04T03:02:01"))),
        Some(folders),
        Some(text("n")),
    ]);
    let document = "<putCriteria><text>x &lt; y &amp; z</text><dates since=\"2026-05-04T03:02:01\"/>\
                    <folders><folder><name>a</name></folder><folder><name>b</name></folder></folders><none>n</none>\
                    </putCriteria>";
    let posted = sent(&SEARCH, Protocol::Post, &[("criteria", criteria.clone())]);
    let pairs: Vec<_> = form_urlencoded::parse(posted.as_bytes()).into_owned().collect();
    assert_eq!(pairs, [("xml".to_owned(), document.to_owned())]);
    let escaped = document.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    assert_eq!(in_envelope(&SEARCH, &[("criteria", criteria)]), format!("<xml>{escaped}</xml>"));

    // XML cannot carry every character, over a form neither.
    let bell = record([Some(text("\u{7}")), None, None, Some(text("n"))]);
    let (_, parameter, shown) = wrong(&SEARCH, Protocol::Post, &[("criteria", bell)]);
    assert_eq!(parameter.as_deref(), Some("criteria"));
    assert!(shown.contains("U+0007"), "{shown}");
    // None is said in it over a form too.
    let posted = sent(&SEARCH, Protocol::Get, &[("criteria", record([Some(text("a")), None, None, None]))]);
    let (_, xml) = form_urlencoded::parse(posted.as_bytes()).next().unwrap();
    assert_eq!(xml, format!("<putCriteria><text>a</text><none {nil}/></putCriteria>"));
}

#[test]
fn a_map_is_never_sent() {
    operation!(PUT, &[Field::new("map", wires!(at!(ALL, "*", &Type::MAP)))]);
    let (kind, parameter, _) = wrong(&PUT, Protocol::Xml, &[("map", Value::Map([("a", "b")].into_iter().collect()))]);
    assert_eq!((kind, parameter.as_deref()), (Kind::Input, Some("map")));
}
