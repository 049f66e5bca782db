//! Outputs made of texts: pieces, templates, numbered labels, escapes, single values.

use bindery_transport::{
    Kind, Value,
    description::{
        Answer, Code, Escape, Format, Means, Operation, Output, OutputForm, Protocols, Record, Sample, Template,
        TextForm, Type,
    },
};

use crate::{
    fields,
    ledger::{self, OK, code, field, pieces, post, shown, spelled, whole, why},
    rows, show,
};

pub const ALL: &[&Operation] = &[
    &WORDS,
    &LINES,
    &SENT,
    &CHOICE,
    &GROUPS,
    &ORDER,
    &BOX,
    &ESCAPED,
    &FORM_ESCAPED,
    &COUNT,
    &NOTE,
    &FIRST,
    &TICKET,
    &LINK,
    &MAYBE,
    &FIXED,
    &SEALED,
    &LEADS,
    &STEP,
];

const EVERY: Protocols = Protocols::ALL;
const HERE: OutputForm = OutputForm::new(EVERY, ".");

// Pieces.

static WORDS: Operation =
    Operation::new("words", EVERY).output(&Output::new(&Type::STRING, &[HERE.separator(", ")]).many());
static LINES: Operation =
    Operation::new("lines", EVERY).output(&Output::new(&Type::I32, &[HERE.separator("\n")]).many());

#[test]
fn a_list_of_values_is_parted_by_a_separator() {
    assert_eq!(shown(post(&WORDS, "OK a, b c,d , ")), r#"["a" "b c" "d"]"#);
    assert_eq!(shown(post(&WORDS, "OK a,,b")), r#"["a" "" "b"]"#);
    assert_eq!(shown(post(&WORDS, "OK")), "[]");
    for end in ["\n", "\r\n", "\r", " \n"] {
        assert_eq!(shown(post(&LINES, ["OK", "1", "2 ", "", "3", ""].join(end))), "[1 2 3]");
    }
    assert!(why(post(&LINES, "OK\n1\ntwo")).contains("`output` is not a whole number"));
}

// Templates.

const SENT_TO: TextForm = TextForm::Template(Template(pieces!["ID: " [id] " To: " [to]]));
const NOT_SENT: TextForm = TextForm::Template(Template(pieces!["FAIL " [number] ", " [reason] " To: " [to]]));
static SENDING: Type = Type::record(&Record {
    name: "Sending",
    fields: &[
        field!("to", "to", &Type::STRING).required(),
        field!("id", "id", &Type::STRING),
        field!("number", "number", &Type::I32),
        field!("reason", "reason", &Type::STRING),
    ],
});
static ANY_TEXT: Answer = Answer::new(Format::Text)
    .accepted(&[whole(pieces![[output]])])
    .refused(&[whole(pieces!["FAIL " [code] ", " [message]])]);
static BAD_NUMBER: Code = code("BAD_NUMBER", Means::Input, &[spelled(&["114"])]);
static SENT: Operation = Operation::new("sent", EVERY)
    .answers(&[(EVERY, &ANY_TEXT)])
    .output(&Output::new(&SENDING, &[HERE.text(&[SENT_TO, NOT_SENT]).separator("\n")]).many())
    .codes(&[&BAD_NUMBER]);

#[test]
fn each_piece_is_read_by_the_first_template_that_fits() {
    let sent = rows(post(&SENT, "ID: 7 To: 1\r\nFAIL 114, no such To: 2\r\n\r\n"));
    assert_eq!(sent[0].all(4), ["\"1\"", "\"7\"", "-", "-"]);
    assert_eq!(sent[1].all(4), ["\"2\"", "-", "114", "\"no such\""]);
}

#[test]
fn an_output_of_templates_says_that_an_answer_is_accepted() {
    // One line alone is a refusal only when it is no output.
    assert_eq!(rows(post(&SENT, "FAIL 114, no such To: 2")).len(), 1);
    let failure = post(&SENT, "FAIL 114, no such").unwrap_err();
    assert_eq!((failure.kind(), failure.message()), (Kind::Input, Some("no such")));
    let failure = post(&SENT, "FAIL 001, no").unwrap_err();
    assert_eq!((failure.kind(), failure.refusal().unwrap().text.as_str()), (Kind::UnknownCode, "001"));
    // A piece that fits none.
    why(post(&SENT, "ID: 7 To: 1\nwhatever"));
    why(ledger::over(&SENT, bindery_transport::Protocol::Post, 500, "ID: 7 To: 1"));
}

const BY_NAME: TextForm = TextForm::Template(Template(pieces!["name " [name] " of " [city]]));
const BY_ID: TextForm = TextForm::Template(Template(pieces!["#"[id]]));
static PLACE: Type =
    Type::record(&Record { name: "Place", fields: &[field!("city", "city", &Type::STRING).required()] });
static PERSON: Type = Type::record(&Record {
    name: "Person",
    fields: &[
        field!("name", "name", &Type::STRING),
        field!("id", "id", &Type::I32),
        field!("place", "place", &PLACE),
        field!("kind", "kind", &Type::STRING).fixed(Sample::Text("person")),
    ],
});
static CHOICE: Operation =
    Operation::new("choice", EVERY).output(&Output::new(&PERSON, &[HERE.text(&[BY_ID, BY_NAME])]));

#[test]
fn one_output_is_read_by_the_first_template_that_fits() {
    assert_eq!(fields(post(&CHOICE, "OK name Ann of Ulm")).all(4), ["\"Ann\"", "-", "{\"Ulm\"}", "\"person\""]);
    assert_eq!(fields(post(&CHOICE, "OK #7")).all(4), ["-", "7", "-", "\"person\""]);
    why(post(&CHOICE, "OK nobody"));
}

// Numbered labels.

static GROUP: Type = Type::record(&Record {
    name: "Group",
    fields: &[
        field!("name", "groupname{n}", &Type::STRING),
        field!("size", "group{n}size", &Type::I32),
        field!(
            "place",
            "place",
            &Type::record(&Record { name: "P", fields: &[field!("city", "city{n}", &Type::STRING)] })
        ),
        field!("tags", "tags{n}", &Type::STRING).many(),
    ],
});
static GROUPS: Operation = Operation::new("groups", EVERY).output(&Output::new(&GROUP, &[HERE]).many());

#[test]
fn numbered_labels_make_a_list() {
    let body = "OK\ngroupname10: ten\nother: o\ngroup2size: 5\ngroupname2: two\ncity010: Ulm\ngroupname: g\ntags2: a, b\ngroup7size:\ngroupnamex: x";
    let groups = rows(post(&GROUPS, body));
    let all: Vec<_> = groups.iter().map(|group| group.all(4)).collect();
    assert_eq!(all, [["\"two\"", "5", "-", "[\"a\" \"b\"]"], ["-", "-", "-", "-"], ["\"ten\"", "-", "{\"Ulm\"}", "-"]]);
    assert_eq!(groups[0].unknown(), [("other", "o"), ("groupname", "g"), ("groupnamex", "x")]);
    assert!(rows(post(&GROUPS, "OK")).is_empty());
    assert!(rows(post(&GROUPS, "OK\ngroupname99999999999999999999: no number")).is_empty());
}

#[test]
fn numbered_labels_stand_on_one_line() {
    let groups = rows(post(&GROUPS, "OK groupname1:a b groupname3: c city1:Ulm group3size:4"));
    assert_eq!(groups[0].all(3), ["\"a b\"", "-", "{\"Ulm\"}"]);
    assert_eq!(groups[1].all(3), ["\"c\"", "4", "-"]);
}

static LINE: Type = Type::record(&Record {
    name: "Line",
    fields: &[field!("item", "item{n}", &Type::STRING).required(), field!("price", "price{n}", &Type::NUMBER)],
});
static ORDERED: Type = Type::record(&Record {
    name: "Ordered",
    fields: &[
        field!("id", "id", &Type::I32).required(),
        field!("lines", "lines", &LINE).many(),
        field!("notes", "note{n}", &Type::STRING).many(),
        field!("address", "address", &PLACE),
        field!("rest", "*", &Type::MAP),
    ],
});
static ORDER: Operation = Operation::new("order", EVERY).output(&Output::new(&ORDERED, &[HERE]));

#[test]
fn numbered_labels_make_a_list_in_a_record() {
    let order = fields(post(
        &ORDER,
        "OK\nid: 7\nnote3: c\nnote1: a\nmore\nitem1: x\nprice02: 2.0\nitem02: y\ncity: Ulm\nextra: e",
    ));
    assert_eq!(order.all(4), ["7", "[{\"x\"} {\"y\"}]", "[\"a\\nmore\" \"c\"]", "{\"Ulm\"}"]);
    assert_eq!(order.show(4), r#"[("extra", "e")]"#);
    assert!(order.unknown().is_empty());
    assert_eq!(fields(post(&ORDER, "OK id: 7")).all(5), ["7", "[]", "[]", "-", "[]"]);
    assert!(why(post(&ORDER, "OK\nid: 7\nprice1: 1")).contains("`item` is missing"));
}

static INNER: Type = Type::record(&Record {
    name: "Inner",
    fields: &[field!("width", "@width", &Type::I32), field!("label", "label", &Type::STRING)],
});
static BOXED: Type = Type::record(&Record {
    name: "Boxed",
    fields: &[field!("id", "id", &Type::I32), field!("inner", "inner", &INNER, document("box"))],
});
static BOX: Operation = Operation::new("box", EVERY).output(&Output::new(&BOXED, &[HERE]));

#[test]
fn a_field_may_be_a_document() {
    let inner = |body: &str| match fields(post(&BOX, body)).0.get(1) {
        Some(Value::Record(inner)) => show(inner.get(0)) + &show(inner.get(1)),
        other => show(other),
    };
    assert_eq!(inner("OK\nid: 1\ninner: <any width='3'><label>a</label></any>"), "3\"a\"");
    assert_eq!(inner("OK\nid: 1\ninner:"), "-");
    assert!(why(post(&BOX, "OK\nid: 1\ninner: <any")).contains("`inner` is not an XML document"));
}

#[test]
fn a_template_takes_a_value_out_of_its_text() {
    static WRAPPED: Type = Type::record(&Record {
        name: "Wrapped",
        fields: &[field!("id", "id", &Type::I32, template(Template(pieces!["<" [value] ">"])))],
    });
    static CALL: Operation = Operation::new("call", EVERY).output(&Output::new(&WRAPPED, &[HERE]));
    assert_eq!(fields(post(&CALL, "OK id: <7>")).show(0), "7");
    assert!(why(post(&CALL, "OK id: 7")).contains("`id` is not what its template says"));
}

#[test]
fn labels_match_in_any_case_where_the_answer_says_so() {
    static ANY_CASE: Answer = Answer::new(Format::Text).accepted(&[OK]).any_case();
    static LOUD: Operation =
        Operation::new("loud", EVERY).answers(&[(EVERY, &ANY_CASE)]).output(&Output::new(&ORDERED, &[HERE]));
    for body in ["OK\nID: 7\nITEM1: x\nCity: Ulm", "OK ID: 7 ITEM1: x City: Ulm"] {
        assert_eq!(fields(post(&LOUD, body)).all(4), ["7", "[{\"x\"}]", "[]", "{\"Ulm\"}"]);
    }
    assert!(why(post(&ORDER, "OK\nID: 7")).contains("`id` is missing"));
}

// Escapes.

const MEMO: Type = Type::record(&Record {
    name: "Memo",
    fields: &[
        field!("text", "text", &Type::STRING),
        field!("count", "count", &Type::I32),
        field!("words", "words", &Type::STRING, join("|")).many(),
        field!("rest", "*", &Type::MAP),
    ],
});
static PERCENT: Answer =
    Answer::new(Format::Text).accepted(&[OK]).labels("=").escape(Escape::Percent).charset("windows-1252");
static ESCAPED: Operation =
    Operation::new("escaped", EVERY).answers(&[(EVERY, &PERCENT)]).output(&Output::new(&MEMO, &[HERE]));
static FORM_DATA: Answer = Answer::new(Format::Text).accepted(&[OK]).labels("=").escape(Escape::Form);
static FORM_ESCAPED: Operation = Operation::new("formEscaped", EVERY)
    .answers(&[(EVERY, &FORM_DATA)])
    .output(&Output::new(&Type::STRING, &[HERE.separator("&")]).many());

#[test]
fn values_are_unescaped_in_the_character_set_of_the_answer() {
    let memo = fields(post(&ESCAPED, b"OK\ntext=a+%E9%80\xE9%3D%0A\ncount=%37\nwords=%7ca%7C b\nnew=%E4"));
    assert_eq!(memo.all(4), ["\"a+é€é=\\n\"", "7", "[\"\" \"a\" \"b\"]", "[(\"new\", \"ä\")]"]);
    assert_eq!(shown(post(&FORM_ESCAPED, "OK a+b&%26%2B&%C3%A9&100%")), r#"["a b" "&+" "é" "100%"]"#);
    assert!(why(post(&FORM_ESCAPED, "OK a&%E9")).contains("`output` is not escaped text"));
}

#[test]
fn the_character_set_of_the_description_comes_last() {
    let said = |kind: &str, body: &[u8]| {
        let target = crate::target(&ledger::LEDGER, bindery_transport::Protocol::Post);
        crate::answer(&ESCAPED, &target, &[], &crate::response(200, Some(kind), body))
    };
    assert_eq!(fields(said("text/plain; charset=utf-8", "OK\ntext=é%C3%A9\n".as_bytes())).show(0), "\"éé\"");
    assert_eq!(fields(said("text/plain", b"\xEF\xBB\xBFOK\ntext=\xC3\xA9\n")).show(0), "\"é\"");
    assert_eq!(fields(said("text/plain", b"OK\ntext=\xE9\n")).show(0), "\"é\"");
    // Also for what an error shows.
    let failure = said("text/plain", b"caf\xE9").unwrap_err();
    assert_eq!(failure.answer().unwrap().excerpt.as_deref(), Some("café"));
}

// Single values.

static COUNT: Operation = Operation::new("count", EVERY).output(&Output::new(&Type::I32, &[HERE]));
static NOTE: Operation = Operation::new("note", EVERY).output(&Output::new(&Type::STRING, &[HERE]));
static FIRST: Operation = Operation::new("first", EVERY).output(&Output::new(
    &Type::I32,
    &[HERE.text(&[
        TextForm::Template(Template(pieces!["no. "[value]])),
        TextForm::Template(Template(pieces!["number " [value] ";"])),
    ])],
));
static LINK_ONLY: Answer = Answer::new(Format::Text).accepted(&[whole(pieces![[output]])]).refused(&[ledger::CODE]);
static LINK: Operation =
    Operation::new("link", EVERY).answers(&[(EVERY, &LINK_ONLY)]).output(&Output::new(&Type::URL, &[HERE]));
static WITH_TICKET: Answer =
    Answer::new(Format::Text).accepted(&[whole(pieces!["OK:"[output]])]).refused(&[ledger::CODE]);
static TICKET: Operation = Operation::new("ticket", EVERY)
    .answers(&[(EVERY, &WITH_TICKET)])
    .output(&Output::new(&Type::URL, &[HERE]).secret());
static OR_NONE: Type = Type::I32.none(&["none"]);
static MAYBE: Operation = Operation::new("maybe", EVERY).output(&Output::new(&OR_NONE, &[HERE]));
static FIXED: Operation =
    Operation::new("fixed", EVERY).output(&Output::new(&Type::BOOL, &[HERE]).fixed(Sample::Bool(true)));
static SEALED: Operation =
    Operation::new("sealed", EVERY).output(&Output::new(&Type::STRING, &[HERE.separator(";")]).many().secret());

#[test]
fn a_text_is_one_value() {
    assert_eq!(shown(post(&COUNT, "OK 7\r\n")), "7");
    assert_eq!(shown(post(&NOTE, "OK a: b\nc")), r#""a: b\nc""#);
    assert_eq!(shown(post(&NOTE, "OK")), r#""""#);
    assert_eq!(shown(post(&FIRST, "OK no. 3")), "3");
    assert_eq!(shown(post(&FIRST, "OK number 4;")), "4");
    assert!(why(post(&COUNT, "OK")).contains("`output` is missing"));
    assert!(why(post(&COUNT, "OK seven")).contains("`output` is not a whole number"));
    why(post(&FIRST, "OK 3"));
}

#[test]
fn a_url_is_told_from_a_refusal() {
    assert_eq!(shown(post(&LINK, " https://a.example/b?c \r\n")), r#""https://a.example/b?c""#);
    let failure = post(&LINK, "ERROR").unwrap_err();
    assert_eq!((failure.kind(), failure.refusal().unwrap().text.as_str()), (Kind::UnknownCode, "ERROR"));
    why(post(&LINK, "a.example/b c"));
}

#[test]
fn a_secret_value_is_hidden() {
    let answer = post(&TICKET, "OK: https://a.example/?ticket=k-e-y\n");
    assert!(!format!("{answer:?}").contains("k-e-y"));
    assert_eq!(shown(answer), "secret \"https://a.example/?ticket=k-e-y\"");
    assert_eq!(shown(post(&SEALED, "OK a; b")), "[secret \"a\" secret \"b\"]");
    let failure = post(&TICKET, "OK: k-e-y").unwrap_err();
    assert!(failure.answer().unwrap().excerpt.is_none() && !format!("{failure:?} {failure}").contains("k-e-y"));
}

#[test]
fn no_value_is_one_only_where_the_type_says_so() {
    assert_eq!(shown(post(&MAYBE, "OK 3")), "3");
    assert_eq!(shown(post(&MAYBE, "OK none")), "-");
}

#[test]
fn a_fixed_value_stands_nowhere() {
    assert_eq!(shown(post(&FIXED, "OK")), "true");
    assert_eq!(shown(post(&FIXED, "OK no")), "true");
    assert!(post(&FIXED, "NO").is_err());
}

// Spellings.

static LEAD: Type = Type::boolean(&["yes", "*"], &["", "nobody"]);
static LEADS: Operation = Operation::new("leads", EVERY).output(&Output::new(&LEAD, &[HERE]));

#[test]
fn an_empty_text_and_any_other_one_can_be_spellings() {
    for (text, wanted) in [("yes", "true"), ("sim", "true"), ("NOBODY", "false"), ("", "false"), ("0", "false")] {
        assert_eq!(shown(post(&LEADS, format!("OK {text}"))), wanted, "{text:?}");
    }
}

static STEPS: Type = Type::words(&["First", "Last"]).spelled(&["1", "2"]);
static STEP: Operation = Operation::new("step", EVERY).output(&Output::new(&STEPS, &[HERE]));

#[test]
fn words_that_are_spelled_otherwise_are_read_as_the_words() {
    for (text, wanted) in [("1", "\"First\""), ("2", "\"Last\""), ("3", "\"3\""), ("Last", "\"Last\"")] {
        assert_eq!(shown(post(&STEP, format!("OK {text}"))), wanted);
    }
}
