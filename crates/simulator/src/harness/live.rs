//! Calls over real HTTP, against a simulator.

use bindery_transport::{
    CallOptions, Client,
    description::{Format, Operation, Protocol, Vendor},
};

use super::{
    Problem,
    case::{Case, ExpectKind},
    client, compare,
    written::judge,
};
use crate::Simulator;

pub(super) fn check(vendor: &'static Vendor, cases: &[Case], problems: &mut Vec<Problem>) {
    let simulator = Simulator::start(vendor);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            problems.push(Problem { place: "", operation: "", what: format!("no runtime: {error}") });
            return;
        }
    };
    let mut clients: Vec<(&'static [usize], Client)> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for case in cases {
        let mut report = |what: String| problems.push(Problem { place: case.place, operation: case.operation, what });
        let Some(operation) = vendor.operation(case.operation) else { continue };
        let client = match clients.iter().find(|(schemes, _)| *schemes == operation.schemes) {
            Some((_, client)) => client.clone(),
            None => match client(vendor, &simulator.base_url(), operation) {
                Ok(client) => {
                    clients.push((operation.schemes, client.clone()));
                    client
                }
                Err(what) => {
                    report(what);
                    continue;
                }
            },
        };
        let is_first = !seen.contains(&case.operation) && matches!(case.kind, ExpectKind::Accepted);
        for protocol in vendor.bindings.iter().map(|binding| binding.protocol) {
            if operation.binding(vendor, protocol).is_none() {
                continue;
            }
            if let Err(what) = runtime.block_on(one(&simulator, &client, operation, case, protocol, is_first)) {
                report(format!("over {protocol} against the simulator: {what}"));
            }
            if is_first {
                runtime.block_on(codes(&simulator, &client, operation, case, protocol, &mut report));
                compare_with_written(vendor, &simulator, operation, case, protocol, &mut report);
            }
        }
        if is_first {
            seen.push(case.operation);
        }
    }
}

/// The call itself. Only the first accepted example of an operation is what the simulator answers from.
async fn one(
    simulator: &Simulator,
    client: &Client,
    operation: &'static Operation,
    case: &Case,
    protocol: Protocol,
    is_first: bool,
) -> Result<(), String> {
    if let ExpectKind::Refused { code, parameter, .. } = case.kind {
        let Some(code) = operation.codes.iter().find(|known| known.name == code) else {
            return Err(format!("the description has no code {code}"));
        };
        if code.spelling(protocol).is_none() {
            return Ok(());
        }
        // A refusal that means "sign in" is answered twice: the client signs in and tries once more.
        for _ in 0..2 {
            match parameter {
                Some(parameter) => simulator.on(operation.name).code_about(code.name, parameter),
                None => simulator.on(operation.name).code(code.name),
            };
        }
    }
    let outcome = client.call(operation, call(case, protocol)).await;
    simulator.forget(operation.name);
    // A login's key is made anew each time.
    let hands_out = client.vendor().schemes.iter().any(|scheme| scheme.login.contains(&operation.name));
    let outcome = outcome.map(|value| if is_first && !hands_out { case.check_output(value) } else { Ok(()) });
    let kind = match case.kind {
        // What the simulator says is not what the vendor's page says.
        ExpectKind::Refused { code, parameter, .. } => ExpectKind::Refused { code, parameter, message: None },
        accepted => accepted,
    };
    judge(kind, operation, outcome)
}

/// Every documented code, as the answer to this call.
async fn codes(
    simulator: &Simulator,
    client: &Client,
    operation: &'static Operation,
    case: &Case,
    protocol: Protocol,
    report: &mut impl FnMut(String),
) {
    for (index, code) in operation.codes.iter().enumerate() {
        if code.spelling(protocol).is_none() {
            continue;
        }
        for _ in 0..2 {
            simulator.on(operation.name).code(code.name);
        }
        let outcome = client.call(operation, call(case, protocol)).await;
        simulator.forget(operation.name);
        match outcome {
            Ok(_) => report(format!("over {protocol}, {} is taken for an accepted answer", code.name)),
            Err(error) => {
                if error.refusal().and_then(|refusal| refusal.known) != Some(index) {
                    report(format!("over {protocol}, {} is taken for something else: {error}", code.name));
                } else if code.param.is_some() && error.parameter() != code.param {
                    report(format!("over {protocol}, {} is about {:?}", code.name, error.parameter()));
                }
            }
        }
    }
}

/// The simulator's own answer to an example against the one that was written by hand: both are to mean the same, so the
/// simulator's is read as the spec's is, and its parts are those that the spec shows.
fn compare_with_written(
    vendor: &'static Vendor,
    simulator: &Simulator,
    operation: &Operation,
    case: &Case,
    protocol: Protocol,
    report: &mut impl FnMut(String),
) {
    let Some((_, written)) = case.wires.answers.iter().find(|(on, _)| *on == protocol) else { return };
    let Some(own) = simulator.last_answer(operation.name, protocol) else { return };
    let is_text = operation.answer(vendor, protocol).is_some_and(|answer| answer.format == Format::Text);
    if is_text {
        // Blanks, and a separator after the last item of a list, do not count.
        let words = |text: &str| -> Vec<String> {
            text.replace(": ", ":").split_whitespace().map(|word| word.trim_end_matches(',').to_owned()).collect()
        };
        let written = words(written);
        let mut own = words(&own).into_iter().filter(|word| !word.contains("of-the-simulator"));
        if let Some(other) = own.find(|word| !written.contains(word)) {
            report(format!("the simulator's answer over {protocol} has {other:?}, which the spec's has not"));
        }
        return;
    }
    match (compare::xml(&own), compare::xml(written)) {
        (Ok(own), Ok(written)) => {
            if let Some(what) = own.is_not_in(&written, !protocol.is_soap()) {
                report(format!("the simulator's answer over {protocol} is another than the spec's: {what}"));
            }
        }
        (Err(what), _) | (_, Err(what)) => report(format!("an answer over {protocol} is no XML: {what}")),
    }
}

fn call(case: &Case, protocol: Protocol) -> bindery_transport::Call {
    let mut call = case.call.clone();
    call.options = CallOptions::from(protocol).allow_secrets_in_url();
    call
}
