//! The examples bite: a description that is wrong in one place fails them.

use bindery_simulator::harness::{self, Case, Expect, Wires};
use bindery_transport::description::{Binding, Field, Operation, Protocol, Type, Vendor, Wire};
use logmein_rescue::{Status, VENDOR};

const SOAP: &str = r#"
<setUser_V2 xmlns="https://secure.logmeinrescue.com/API/API.asmx">
  <iNodeID>337366</iNodeID>
  <sName>John Doe</sName>
  <sEmail>jdoe@company.com</sEmail>
  <eStatus>Disabled</eStatus>
  <eAddOns>False</eAddOns>
  <bRPATAddOn>true</bRPATAddOn>
</setUser_V2>"#;

const FORM: &str =
    "node=337366&name=John+Doe&email=jdoe%40company.com&status=Disabled&mobileaddon=False&rpataddon=True";

fn cases() -> Vec<Case> {
    let call = logmein_rescue::sans_io::client()
        .set_user_v2()
        .node(337366)
        .name("John Doe")
        .email("jdoe@company.com")
        .status(Status::Disabled)
        .mobile_addon(false)
        .rpat_addon(true)
        .send();
    let wires = Wires {
        auth: None,
        requests: &[(Protocol::Get, FORM), (Protocol::Post, FORM), (Protocol::Soap11, SOAP), (Protocol::Soap12, SOAP)],
        headers: &[],
        answers: &[(Protocol::Post, "OK")],
    };
    vec![Case::new("setUser_v2", "this test", wires, call, Expect::nothing())]
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_all<T>(values: Vec<T>) -> &'static [T] {
    Box::leak(values.into_boxed_slice())
}

/// The vendor with another description of `setUser_v2`.
fn with_operation(change: impl Fn(&mut Operation)) -> &'static Vendor {
    let old = VENDOR.operation("setUser_v2").expect("the operation");
    let mut operation = Operation { ..*old };
    change(&mut operation);
    let operation: &'static Operation = leak(operation);
    let operations = VENDOR.operations.iter().map(|known| if known.name == old.name { operation } else { *known });
    leak(Vendor { operations: leak_all(operations.collect()), ..VENDOR })
}

/// The operation's parameters with another wire on one protocol.
fn with_wires(operation: &Operation, change: impl Fn(&Field, &Wire) -> Wire) -> &'static [Field] {
    let fields = operation.params.iter().map(|field| {
        let wires = field.wires.iter().map(|wire| change(field, wire)).collect();
        Field { wires: leak_all(wires), ..*field }
    });
    leak_all(fields.collect())
}

#[track_caller]
fn bites(vendor: &'static Vendor, protocols: &[&str]) {
    let problems = harness::check(vendor, &cases());
    for protocol in protocols {
        let found = problems.iter().any(|problem| problem.what.starts_with(&format!("the request over {protocol} ")));
        assert!(found, "nothing was noticed over {protocol}: {problems:?}");
    }
}

#[test]
fn the_description_as_it_is_has_no_problem() {
    assert!(harness::check(&VENDOR, &cases()).is_empty());
}

#[test]
fn two_soap_names_that_were_swapped_are_noticed() {
    bites(
        with_operation(|operation| {
            operation.params = with_wires(operation, |field, wire| match (field.name, wire.on.has(Protocol::Soap11)) {
                ("name", true) => Wire { at: &["sEmail"], ..*wire },
                ("email", true) => Wire { at: &["sName"], ..*wire },
                _ => *wire,
            });
        }),
        &["soap11", "soap12"],
    );
}

#[test]
fn a_boolean_that_is_spelled_otherwise_is_noticed() {
    static CAPITALS: Type = Type::boolean(&["TRUE"], &["FALSE"]);
    bites(
        with_operation(|operation| {
            operation.params = with_wires(operation, |field, wire| match field.name {
                "rpataddon" => Wire { ty: &CAPITALS, ..*wire },
                _ => *wire,
            });
        }),
        &["get", "post", "soap11", "soap12"],
    );
}

#[test]
fn a_namespace_that_was_dropped_is_noticed() {
    let bindings = VENDOR.bindings.iter().map(|binding| Binding { namespace: "", ..*binding }).collect();
    bites(leak(Vendor { bindings: leak_all(bindings), ..VENDOR }), &["soap11", "soap12"]);
}

#[test]
fn parameters_in_another_order_are_noticed() {
    bites(
        with_operation(|operation| {
            let mut params: Vec<Field> = operation.params.to_vec();
            params.swap(1, 3);
            operation.params = leak_all(params);
        }),
        &["get", "post", "soap11", "soap12"],
    );
}
