//! The calls of a vendor, and whether they came to what they are to come to.

use bindery_simulator::Simulator;
use bindery_transport::{Protocol, description::Operation};

use crate::{
    AWKWARD,
    case::{self, Case, Expected, Plan},
    client::{self, Outcome, Sent, Tool},
    wire::Wired,
};

/// Makes the calls of a vendor; how many.
pub fn of_vendor(tool: Tool, sim: &Simulator, wired: Wired<'_>, problems: &mut Vec<String>) -> usize {
    let mut operations: Vec<&'static Operation> =
        wired.vendor.operations.iter().copied().filter(|operation| operation.on.has(wired.on)).collect();
    assert!(!operations.is_empty(), "{} has no operations over {}", wired.vendor.name, wired.on);
    // What signs out comes last: there is no session afterwards.
    let signs_out =
        |operation: &Operation| wired.vendor.schemes.iter().any(|scheme| scheme.logout == Some(operation.name));
    operations.sort_by_key(|operation| signs_out(operation));
    let cases: Vec<Case> =
        operations.iter().flat_map(|operation| case::of_operation(wired, operation, signs_out(operation))).collect();
    for case in &cases {
        let on = sim.on(case.operation.name);
        match case.plan {
            Plan::Example(index) => on.example(index),
            Plan::Code(code) => on.code(code),
            Plan::Fault => on.fault("Server", AWKWARD),
        };
    }
    let already = sim.received().len();
    let before: Vec<usize> = operations.iter().map(|operation| sim.carried_out(operation.name)).collect();
    let sent: Vec<Sent> = cases.iter().map(|case| case.sent.clone()).collect();
    let outcomes = tool.run(sim, wired.on, &sent);

    let mut report = |case: &Case, what: String| {
        problems
            .push(format!("{} over {}, {}, {}: {what}", wired.vendor.name, wired.on, case.operation.name, case.what));
    };
    // The first requests are for the WSDL.
    let received: Vec<_> =
        sim.received().into_iter().skip(already).filter(|received| received.method == "POST").collect();
    for (case, outcome) in cases.iter().zip(&outcomes) {
        for what in judge(tool, wired, case, outcome) {
            report(case, what);
        }
    }
    if received.len() != cases.len() {
        problems.push(format!("{} of {} calls came", received.len(), cases.len()));
        return cases.len();
    }
    for (case, received) in cases.iter().zip(&received) {
        if received.operation.as_deref() != Some(case.operation.name) || received.protocol != Some(wired.on) {
            report(case, format!("it came as {:?} over {:?}", received.operation, received.protocol));
        }
        for (came, given) in [(&received.params, case.given.params()), (&received.soap_header, case.given.header())] {
            if *came != given {
                report(case, format!("{came:?} came\n    instead of {given:?}"));
            }
        }
        let nils = String::from_utf8_lossy(&received.body).matches(":nil=\"true\"").count();
        if nils != case.given.nils() {
            report(case, format!("{nils} values are nil instead of {}", case.given.nils()));
        }
    }
    for (operation, before) in operations.iter().zip(before) {
        let accepted = |case: &&Case| std::ptr::eq(case.operation, *operation) && matches!(case.plan, Plan::Example(_));
        let (wanted, came) = (cases.iter().filter(accepted).count(), sim.carried_out(operation.name) - before);
        if wanted != came {
            problems.push(format!("{} of {} calls of {} were carried out", came, wanted, operation.name));
        }
    }
    cases.len()
}

/// What is wrong with what came of a call.
fn judge(tool: Tool, wired: Wired<'_>, case: &Case, outcome: &Outcome) -> Vec<String> {
    let mut wrong: Vec<String> =
        outcome.invalid.iter().map(|what| format!("an envelope is not as the schema says: {what}")).collect();
    match (&case.expected, &outcome.fault) {
        _ if outcome.error.is_some() => wrong.push(outcome.error.clone().unwrap_or_default()),
        (Expected::Fault { is_client, text, number }, Some(fault)) => {
            let code = match (is_client, wired.on) {
                (true, Protocol::Soap12) => "Sender",
                (true, _) => "Client",
                (false, Protocol::Soap12) => "Receiver",
                (false, _) => "Server",
            };
            let has_number = number.is_none_or(|number| client::holds(&fault.detail, number));
            if fault.code.rsplit(':').next() != Some(code) || fault.text != *text || !has_number {
                wrong.push(format!("it is {fault:?}, not {code}, {text:?} with {number:?}"));
            }
        }
        (Expected::Fault { .. }, None) => wrong.push("it is no fault".to_owned()),
        (_, Some(fault)) => wrong.push(format!("it is {fault:?}")),
        (Expected::Accepted(node), None) => {
            let (mut read, mut wanted) = (tool.canonical(&outcome.result), tool.canonical(&node.texts()));
            // The key of a session is another each time.
            for key in wired.keys(case.operation) {
                for value in [&mut read, &mut wanted] {
                    client::forget(value, &key);
                }
            }
            if read != wanted {
                wrong.push(format!("{read}\n    was read instead of {wanted}"));
            }
        }
        (Expected::Refused(node), None) => {
            let (read, wanted) = (tool.canonical(&outcome.result), tool.canonical(&node.texts()));
            if !client::is_in(&wanted, &read) {
                wrong.push(format!("{read}\n    was read, without {wanted}"));
            }
        }
    }
    wrong
}
