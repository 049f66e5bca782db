//! What a generated `examples/demo.rs` runs: calls over every protocol, each once accepted and once refused.

use std::{process::ExitCode, time::Instant};

use bindery_transport::{
    CallOptions, Client, Operation, Prepared,
    description::{self, Protocol, Vendor},
};

use crate::{
    Simulator,
    call::Call,
    harness::{builder, sign_in},
};

/// A call to show.
#[derive(Debug)]
pub struct DemoCase {
    operation: &'static str,
    call: bindery_transport::Call,
}

impl DemoCase {
    /// The call of an operation.
    #[must_use]
    pub fn new<O: Operation>(operation: &'static str, call: Prepared<O>) -> DemoCase {
        DemoCase { operation, call: call.call().clone() }
    }
}

/// Makes the calls against a simulator, and prints a line of JSON for each; success when all came out as they should.
#[must_use]
pub fn run(vendor: &'static Vendor, cases: Vec<DemoCase>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let simulator = Simulator::start(vendor);
    let mut all_well = true;
    for case in &cases {
        let Some(operation) = vendor.operation(case.operation) else { continue };
        for protocol in vendor.bindings.iter().map(|binding| binding.protocol) {
            if operation.binding(vendor, protocol).is_none() {
                continue;
            }
            let refusal = operation.codes.iter().find(|code| Call { vendor, operation, on: protocol }.tells(code));
            for code in [None, refusal.map(|code| code.name)].into_iter().take(1 + usize::from(refusal.is_some())) {
                all_well &= runtime.block_on(show(&simulator, vendor, operation, case, protocol, code));
            }
        }
    }
    if all_well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Makes one call and prints it; whether it came out as it should.
async fn show(
    simulator: &Simulator,
    vendor: &'static Vendor,
    operation: &'static description::Operation,
    case: &DemoCase,
    protocol: Protocol,
    code: Option<&'static str>,
) -> bool {
    let mut builder = builder(vendor, &simulator.base_url());
    if let Some(sign_in) = sign_in(vendor, operation) {
        builder = builder.sign_in(sign_in);
    }
    let client: Client = match builder.build() {
        Ok(client) => client,
        Err(error) => {
            eprintln!("{error}");
            return false;
        }
    };
    if let Some(code) = code {
        // Twice: a refusal that means "sign in" makes the client sign in and call again.
        simulator.on(operation.name).code(code).code(code);
    }
    let mut call = case.call.clone();
    call.options = CallOptions::from(protocol).allow_secrets_in_url();
    let start = Instant::now();
    let result = client.call(operation, call).await;
    let micros = start.elapsed().as_micros();
    simulator.forget(operation.name);
    let (answer, expected) = match (&result, code) {
        (Ok(_), wanted) => (accepted(operation), wanted.is_none()),
        (Err(error), wanted) => {
            let refused = error.refusal().and_then(|refusal| operation.codes.get(refusal.known?)).map(|code| code.name);
            (
                refused.map_or_else(|| error.to_string(), |code| format!("refused: {code}")),
                refused.is_some() && refused == wanted,
            )
        }
    };
    let line = serde_json::json!({
        "vendor": vendor.package,
        "operation": operation.name,
        "protocol": protocol.name(),
        "answer": answer,
        "expected": expected,
        "micros": u64::try_from(micros).unwrap_or(u64::MAX),
    });
    println!("{line}");
    expected
}

/// What an accepted call gave, in short.
fn accepted(operation: &description::Operation) -> String {
    let example = operation.examples.iter().find(|example| example.code.is_none());
    match example.map(|example| example.output) {
        Some(description::Sample::Record(fields)) => {
            let shown: Vec<String> =
                fields.iter().take(3).filter_map(|(name, value)| Some(format!("{name}: {}", short(value)?))).collect();
            format!("accepted, {}", shown.join(", "))
        }
        Some(description::Sample::List(items)) => format!("accepted, {} items", items.len()),
        _ => "accepted".to_owned(),
    }
}

fn short(value: &description::Sample) -> Option<String> {
    match value {
        description::Sample::Text(text) => Some((*text).to_owned()),
        description::Sample::Int(number) => Some(number.to_string()),
        description::Sample::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
