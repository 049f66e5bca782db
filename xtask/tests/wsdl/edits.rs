//! A WSDL that was edited after its specs were written: each edit is found, named, and found once.

use super::*;

/// Of which fixture what is replaced by what; the kind of disagreement, and what is said.
const EDITS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "desk.wsdl",
        "name=\"iQueueID\" type=\"s:int\"",
        "name=\"iQueueId\" type=\"s:int\"",
        "unknown-element",
        "the WSDL has no `iQueueID`; did you mean `iQueueId`?",
    ),
    (
        "desk.wsdl",
        "name=\"iQueueID\" type=\"s:int\"",
        "name=\"iQueueID\" type=\"s:string\"",
        "type",
        "the parameter `iQueueID` is `i32`, `string` in the WSDL",
    ),
    (
        "desk.wsdl",
        "name=\"iQueueID\" type=\"s:int\"",
        "name=\"iQueueID\" type=\"s:long\"",
        "type",
        "the parameter `iQueueID` is `i32`, `i64` in the WSDL",
    ),
    (
        "desk.wsdl",
        "name=\"sTitle\" type=\"s:string\" />\n            <s:element minOccurs=\"1\" maxOccurs=\"1\" name=\"ePriority\"",
        "name=\"sTitle\" type=\"s:string\" /><s:element minOccurs=\"0\" name=\"sNote\" type=\"s:string\" />\n            <s:element minOccurs=\"1\" maxOccurs=\"1\" name=\"ePriority\"",
        "missing-parameter",
        "the spec has no element `sNote`: `string`",
    ),
    (
        "desk.wsdl",
        "minOccurs=\"0\" maxOccurs=\"1\" name=\"sWords\"",
        "minOccurs=\"1\" maxOccurs=\"1\" name=\"sWords\"",
        "required",
        "findTickets_v2: the parameter `sWords` may be left out, and `sWords` has to be there",
    ),
    (
        "desk.wsdl",
        "name=\"iMax\" nillable=\"true\"",
        "name=\"iMax\"",
        "nillable",
        "the parameter `iMax` goes out as nil",
    ),
    (
        "desk.wsdl",
        "value=\"very high\"",
        "value=\"highest\"",
        "words",
        "the type `Priority`: only the spec has `very high`; only the WSDL has `highest`",
    ),
    (
        "desk.wsdl",
        "value=\"createTicket_TooMany\"",
        "value=\"createTicket_TooFew\"",
        "missing-code",
        "the spec has no code `TooFew`",
    ),
    (
        "desk.wsdl",
        "value=\"createTicket_TooMany\"",
        "value=\"createTicket_TooFew\"",
        "unknown-code",
        "the WSDL has no code `TooMany`",
    ),
    (
        "desk.wsdl",
        "value=\"createTicket_Bad_Queue\"",
        "value=\"createTicket_BAD_Queue\"",
        "code-spelling",
        "the code `Bad_Queue` is `BAD_Queue` in the WSDL",
    ),
    (
        "desk.wsdl",
        "name=\"iTicketID\" type=\"s:long\" />\n          </s:sequence>\n        </s:complexType>\n      </s:element>\n      <s:simpleType name=\"createTicketRet\"",
        "name=\"iTicket\" type=\"s:long\" />\n          </s:sequence>\n        </s:complexType>\n      </s:element>\n      <s:simpleType name=\"createTicketRet\"",
        "unknown-element",
        "`iTicketID`",
    ),
    (
        "desk.wsdl",
        "maxOccurs=\"unbounded\" name=\"TAG\"",
        "maxOccurs=\"1\" name=\"TAG\"",
        "list",
        "the parameter `aTags` is a list, and `TAG` is not repeated in the WSDL",
    ),
    (
        "desk.wsdl",
        "name=\"sName\" type=\"s:string\" />",
        "name=\"sName\" type=\"s:string\" /><s:element minOccurs=\"0\" name=\"sNick\" type=\"s:string\" />",
        "missing-field",
        "has no element `sNick`: `string`",
    ),
    (
        "desk.wsdl",
        "\"urn:example:desk\"",
        "\"urn:example:desks\"",
        "namespace",
        "the namespace is urn:example:desk, in the WSDL it is urn:example:desks",
    ),
    (
        "desk.wsdl",
        "soapAction=\"urn:example:desk/createTicket\"",
        "soapAction=\"urn:example:desk/openTicket\"",
        "action",
        "the SOAP action is urn:example:desk/createTicket, in the WSDL it is urn:example:desk/openTicket",
    ),
    (
        "desk.wsdl",
        "http://desk.example/desk.asmx",
        "http://desk.example/api/other.asmx",
        "address",
        "the path is /desk.asmx, in the WSDL it is /api/other.asmx",
    ),
    (
        "desk.wsdl",
        "findTickets_v2",
        "findTickets_v3",
        "missing-operation",
        "the WSDL has no operation `findTickets_v2`; did you mean `findTickets_v3`?",
    ),
    ("desk.wsdl", "findTickets_v2", "findTickets_v3", "no-spec", "findTickets_v3: no spec has this operation"),
    ("desk.wsdl", "Export", "EXPORT", "operation-name", "it is called `EXPORT` in the WSDL, not `Export`"),
    (
        "desk.wsdl",
        "<wsdl:port name=\"ServiceSoap12\" binding=\"tns:ServiceSoap12\">",
        "<wsdl:port name=\"ServiceSoap12\" binding=\"tns:ServiceSoap\">",
        "protocol",
        "the specs have calls over soap12, the WSDL has not",
    ),
    ("desk.wsdl", "name=\"User\" type", "name=\"Login\" type", "unknown-element", "the WSDL has no `User`"),
    (
        "desk.wsdl",
        "Credentials",
        "Signature",
        "header",
        "the WSDL has no header `Credentials`, where the parameter `User` goes",
    ),
    ("jaxws/orders.wsdl", "orders.xsd", "unqualified.xsd", "element-namespace", "stand in no namespace"),
    (
        "spring.wsdl",
        "<xs:element name=\"id\" type=\"xs:positiveInteger\"/>",
        "<xs:element name=\"first\" type=\"xs:int\"/><xs:element name=\"id\" type=\"xs:positiveInteger\"/>",
        "missing-parameter",
        "the spec has no element `first`: `i32`",
    ),
    (
        "rpc.wsdl",
        "<wsdl:part name=\"from\" type=\"tns:Point\"/><wsdl:part name=\"to\" type=\"tns:Point\"/>",
        "<wsdl:part name=\"to\" type=\"tns:Point\"/><wsdl:part name=\"from\" type=\"tns:Point\"/>",
        "order",
        "sends `from` where the WSDL has `to`",
    ),
];

#[test]
fn every_edit_is_found_and_named() {
    let mut unseen: BTreeSet<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    let mut failures = Vec::new();
    for (fixture, from, to, kind, wanted) in EDITS {
        let bench = Bench::new(fixture);
        bench.accept(&bench.drafts());
        let before: Vec<_> = bench.compare(true).disagreements;
        let text = fs::read_to_string(&bench.wsdl).expect("the WSDL");
        if to.ends_with(".xsd") {
            // What is unqualified from the start stays so; here it is only said again.
            let said = before.iter().any(|found| found.kind == *kind && found.message.contains(wanted));
            assert!(said, "{before:#?}");
            unseen.remove(kind);
            continue;
        }
        assert!(text.contains(from), "{fixture} has no {from}");
        fs::write(&bench.wsdl, text.replace(from, to)).expect("a file");
        let after = bench.compare(true).disagreements;
        let lines: Vec<String> = after.iter().map(|found| bench.shown(&compare::line(found))).collect();
        let is_it = |line: &&String| line.contains(&format!(" {kind}: ")) && line.contains(wanted);
        match lines.iter().filter(is_it).count() {
            1 => {
                unseen.remove(kind);
            }
            number => failures.push(format!(
                "{fixture}: {from} -> {to}: {kind}: {wanted}: found {number} times in\n  {}",
                lines.join("\n  ")
            )),
        }
        // A file and a line of the WSDL, or of the spec.
        assert!(after.iter().all(|found| found.spec.is_some() || found.wsdl.is_some()), "{after:#?}");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(unseen.is_empty(), "no edit shows these: {unseen:?}");
}

#[test]
fn a_comparison_is_read_by_programs_and_by_people() {
    let bench = Bench::new("desk.wsdl");
    bench.accept(&bench.drafts());
    fs::remove_file(bench.root().join("Ping.toml")).expect("a spec");
    let text = fs::read_to_string(&bench.wsdl).expect("the WSDL");
    fs::write(&bench.wsdl, text.replace("name=\"iQueueID\" type=\"s:int\"", "name=\"iQueueID\" type=\"s:string\""))
        .expect("a file");
    // An operation without a spec is told of, and is no disagreement by itself.
    let found = bench.compare(false);
    assert_eq!(found.without_spec, ["Ping"]);
    let [only] = found.disagreements.as_slice() else { panic!("{:#?}", found.disagreements) };
    let line = bench.shown(&compare::line(only));
    assert!(line.starts_with("./specs/acme/createTicket.toml:"), "{line}");
    assert!(line.ends_with("[./desk.wsdl:9]"), "{line}");
    let json = serde_json::to_value(&found).expect("JSON");
    assert_eq!(json["disagreements"][0]["kind"], "type");
    assert_eq!(json["disagreements"][0]["operations"][0], "createTicket");
    assert_eq!(json["disagreements"][0]["protocols"], serde_json::json!(["soap11", "soap12"]));
    assert_eq!(json["disagreements"][0]["wsdl"]["line"], 9);
    assert_eq!(json["without_spec"][0], "Ping");
}
