//! Tables, and reports in XML that stand in a text.

use bindery_transport::{
    Protocol,
    description::{Answer, Format, Operation, Output, OutputForm, Protocols, Record, TextForm, Type},
};

use crate::{
    answer,
    ledger::{LEDGER, OK, field, over, post, shown, soap, why},
    response, rows, target,
};

pub const ALL: &[&Operation] = &[&SESSIONS, &STRICT, &LOUD, &REPORT, &TABBED];

const EVERY: Protocols = Protocols::ALL;
const TABLE: OutputForm = OutputForm::new(EVERY, ".").text(&[TextForm::Table]).separator("|");

static SESSION: Type = Type::record(&Record {
    name: "Session",
    fields: &[
        field!("id", "ID", &Type::I32),
        field!("start", "Start Time", &Type::STRING),
        field!(
            "owner",
            "owner",
            &Type::record(&Record { name: "O", fields: &[field!("name", "Owner", &Type::STRING)] })
        ),
        field!("fields", "Field {n}", &Type::STRING).many(),
        field!("code", "", &Type::I32).fixed(bindery_transport::description::Sample::Int(1)),
    ],
});
static SESSIONS: Operation = Operation::new("sessions", EVERY).output(&Output::new(&SESSION, &[TABLE]).many());

#[test]
fn cells_go_to_fields_by_the_names_of_their_columns() {
    for end in ["\n", "\r\n", "\n\n"] {
        let body = ["OK", "", "Field 1|Start Time | ID|New|Owner|Field 0|", "b|8:00|7|n|Ann|a|", "|| 8||||"].join(end);
        let sessions = rows(post(&SESSIONS, body));
        assert_eq!(sessions[0].all(5), ["7", "\"8:00\"", "{\"Ann\"}", "[\"a\" \"b\"]", "1"]);
        assert_eq!(sessions[0].unknown(), [("New", "n")]);
        assert_eq!(sessions[1].all(4), ["8", "\"\"", "{\"\"}", "[\"\" \"\"]"]);
    }
    // Without separators at the ends, and with them in rows alone.
    for body in ["OK\nID|Owner\n7|Ann\n8|Bo", "OK\nID|Owner\n7|Ann|\n8|Bo|\n", "OK\nID|Owner|\n7|Ann\n8|Bo"] {
        let sessions = rows(post(&SESSIONS, body));
        assert_eq!(sessions.iter().map(|row| row.show(2)).collect::<Vec<_>>(), ["{\"Ann\"}", "{\"Bo\"}"], "{body}");
    }
}

#[test]
fn a_table_may_be_empty() {
    for body in ["OK", "OK\n\n", "OK\nID|Owner|", "OK\r\n\r\nID|Owner|\r\n\r\n"] {
        assert!(rows(post(&SESSIONS, body)).is_empty(), "{body:?}");
    }
}

#[test]
fn two_columns_of_one_name_do_not_lose_a_cell() {
    let sessions = rows(post(&SESSIONS, "OK\nID|ID|Field 1|Field 01\n1|2|a|b"));
    assert_eq!((sessions[0].show(0).as_str(), sessions[0].show(3).as_str()), ("1", "[\"a\"]"));
    assert_eq!(sessions[0].unknown(), [("ID", "2"), ("Field 01", "b")]);
}

#[test]
fn a_broken_row_is_kept_as_it_came() {
    let sessions = rows(post(&SESSIONS, "OK ID|Owner|\n7|An|n|\n\n8|Bo|\n9|\n"));
    assert_eq!(sessions.iter().map(|row| row.show(0)).collect::<Vec<_>>(), ["-", "8", "-"]);
    assert_eq!(sessions[0].unknown(), [("", "line 2: 7|An|n|")]);
    assert_eq!(sessions[2].unknown(), [("", "line 5: 9|")]);
    assert_eq!(sessions[0].show(4), "1");
}

static NEEDED: Type = Type::record(&Record { name: "Needed", fields: &[field!("id", "ID", &Type::I32).required()] });
static STRICT: Operation = Operation::new("strict", EVERY).output(&Output::new(&NEEDED, &[TABLE]).many());

#[test]
fn a_broken_row_without_a_field_that_has_to_be_there_is_named_by_its_line() {
    assert_eq!(rows(post(&STRICT, "OK\nID|x\n7|a")).len(), 1);
    let why_not = why(post(&STRICT, "OK ID|x\n7|a\n8"));
    assert!(why_not.contains("line 3") && why_not.contains("`id`"), "{why_not}");
    let why_not = why(post(&STRICT, "OK ID|x\n|a"));
    assert!(why_not.contains("`id` is missing"), "{why_not}");
}

static ANY_CASE: Answer = Answer::new(Format::Text).accepted(&[OK]).any_case();
static LOUD: Operation =
    Operation::new("loud", EVERY).answers(&[(EVERY, &ANY_CASE)]).output(&Output::new(&SESSION, &[TABLE]).many());

#[test]
fn names_of_columns_match_in_any_case_where_the_answer_says_so() {
    let body = "OK\nid|START TIME|fIELD 1\n7|8:00|a";
    assert_eq!(rows(post(&LOUD, body))[0].all(4), ["7", "\"8:00\"", "-", "[\"a\"]"]);
    assert_eq!(rows(post(&SESSIONS, body))[0].all(4), ["-", "-", "-", "[]"]);
}

// Maps, and reports.

const AS_REPORT: OutputForm = OutputForm::new(Protocols::FORM, "data/row")
    .text(&[TextForm::Table, TextForm::Xml])
    .separator("|")
    .titles("header/field");
static REPORT: Operation = Operation::new("report", EVERY).output(
    &Output::new(
        &Type::MAP,
        &[
            AS_REPORT,
            OutputForm { on: Protocols::SOAP, ..AS_REPORT }.inside("sReport"),
            OutputForm::new(Protocols::XML, "data/row").titles("header/field"),
        ],
    )
    .many(),
);

const XML_REPORT: &str = "<?xml version='1.0' encoding='utf-16'?>\n<report><header><field id='3'>Name</field><field id='1'>City</field>\
    <field id='2'>Name</field></header><data><row><field id='1'>Ulm</field><field id='3'>Ann</field><field id='9'>?</field>\
    </row><row><x>Bo</x><y>Hof</y><z>b</z><zz>more</zz></row><row/><row><field id='2' xmlns:xsi='x' xsi:nil='true'/></row></data></report>";
const READ_REPORT: &str = r#"[[("City", "Ulm"), ("Name", "Ann"), ("field", "?")] [("Name", "Bo"), ("City", "Hof"), ("Name", "b"), ("zz", "more")] [] []]"#;

#[test]
fn a_map_has_all_columns() {
    let body = "OK\n\nName|City|Name|\nAnn|Ulm|a|\n|||\nBo\n";
    assert_eq!(
        shown(post(&REPORT, body)),
        r#"[[("Name", "Ann"), ("City", "Ulm"), ("Name", "a")] [("Name", ""), ("City", ""), ("Name", "")] [("", "Bo")]]"#
    );
    assert_eq!(shown(post(&REPORT, "OK")), "[]");
}

#[test]
fn a_report_in_xml_may_stand_behind_ok() {
    assert_eq!(shown(post(&REPORT, format!("OK\n\n{XML_REPORT}"))), READ_REPORT);
    assert_eq!(shown(post(&REPORT, "OK <report/>")), "[]");
    // Then XML may be its content type.
    let kind =
        |operation, kind| answer(operation, &target(&LEDGER, Protocol::Post), &[], &response(200, Some(kind), "OK"));
    assert_eq!(shown(kind(&REPORT, "application/xml")), "[]");
    why(kind(&SESSIONS, "application/xml"));
    let why_not = why(post(&REPORT, "OK <report><data></report>"));
    assert!(why_not.contains("its output is no XML") && why_not.contains("line 1, column"), "{why_not}");
}

#[test]
fn a_report_may_stand_in_an_element() {
    let inside =
        |report: &str| soap(&REPORT, &format!("<r><reportResult>OK</reportResult><sReport>{report}</sReport></r>"));
    assert_eq!(shown(inside("A|B|\r\n1|2|")), r#"[[("A", "1"), ("B", "2")]]"#);
    assert_eq!(shown(inside(&format!("<![CDATA[{XML_REPORT}]]>"))), READ_REPORT);
    assert_eq!(shown(inside(&XML_REPORT.replace('&', "&amp;").replace('<', "&lt;"))), READ_REPORT);
    assert_eq!(shown(inside("")), "[]");
    assert_eq!(shown(soap(&REPORT, "<r><reportResult>OK</reportResult></r>")), "[]");
}

#[test]
fn titles_stand_in_xml_itself() {
    let body = XML_REPORT.replace("<report>", "<report status='ok'>").replace("utf-16", "utf-8");
    assert_eq!(shown(over(&REPORT, Protocol::Xml, 200, body)), READ_REPORT);
    // Without a title a child has its own name, and a row without children its attributes.
    let body = "<r status='ok'><data><row><a>1</a></row><row a='2' b='3'/></data></r>";
    assert_eq!(shown(over(&REPORT, Protocol::Xml, 200, body)), r#"[[("a", "1")] [("a", "2"), ("b", "3")]]"#);
}

static TABBED: Operation = Operation::new("tabbed", EVERY)
    .output(&Output::new(&Type::MAP, &[OutputForm::new(EVERY, ".").text(&[TextForm::Table]).separator("\t")]).many());

#[test]
fn cells_may_be_parted_by_blanks() {
    let body = "OK\nA\tB\tC\n1\t\t\n\t\t\n\t2\t3";
    assert_eq!(
        shown(post(&TABBED, body)),
        r#"[[("A", "1"), ("B", ""), ("C", "")] [("A", ""), ("B", ""), ("C", "")] [("A", ""), ("B", "2"), ("C", "3")]]"#
    );
    // Empty ones at the very end, too, which look like the blanks around a text.
    for end in ["", "\t", "\t\t\n", "\r\n"] {
        for header in ["A\tB\tC", "A\tB\tC\t"] {
            let body = format!("OK\n{header}\n1{end}");
            assert_eq!(shown(post(&TABBED, body)), r#"[[("A", "1"), ("B", ""), ("C", "")]]"#);
        }
    }
}
