//! Calls over real HTTP, against a simulator.

use bindery_transport::{
    CallOptions, Client, Failure, Value,
    description::{Format, Protocol, TextForm, Vendor},
};

use super::{
    Problem,
    alike::Alike,
    case::{Case, ExpectKind},
    client,
    compare::{self, Leniency, Texts},
    written::judge,
};
use crate::{Simulator, call::Call, charset};

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
    let mut carried: Vec<(&str, &str)> = Vec::new();
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
        // The simulator's refusals carry what the first example of their code says that they do.
        let carries = match case.kind {
            ExpectKind::Refused { code, .. } if case.has_details() && !carried.contains(&(case.operation, code)) => {
                carried.push((case.operation, code));
                true
            }
            _ => false,
        };
        let shown = Shown { simulator: &simulator, client: &client, case, is_first, carries };
        for protocol in vendor.bindings.iter().map(|binding| binding.protocol) {
            if operation.binding(vendor, protocol).is_none() {
                continue;
            }
            let call = Call { vendor, operation, on: protocol };
            if let Err(what) = runtime.block_on(shown.one(call)) {
                report(format!("over {protocol} against the simulator: {what}"));
            }
            if is_first {
                if let Err(what) = shown.compare_with_written(call) {
                    report(what);
                }
                runtime.block_on(shown.codes(call, &mut report));
                runtime.block_on(shown.replies(call, &mut report));
            }
        }
        if is_first {
            seen.push(case.operation);
        }
    }
}

/// An example that is called.
struct Shown<'a> {
    simulator: &'a Simulator,
    client: &'a Client,
    case: &'a Case,
    /// Whether it is the first accepted one of its operation: the simulator answers from that.
    is_first: bool,
    /// Whether the simulator's refusals carry what it says.
    carries: bool,
}

impl Shown<'_> {
    /// The call itself.
    async fn one(&self, call: Call) -> Result<(), String> {
        let (case, operation) = (self.case, call.operation);
        let mut carries = self.carries;
        let mut tells_parameter = false;
        if let ExpectKind::Refused { code, parameter, .. } = case.kind {
            let Some(code) = operation.codes.iter().find(|known| known.name == code) else {
                return Err(format!("the description has no code {code}"));
            };
            if !call.tells(code) {
                return Ok(());
            }
            tells_parameter = call.tells_parameter(code);
            carries &= code.details.is_some_and(|details| details.form(call.on).is_some());
            // A refusal that means "sign in" is answered twice: the client signs in and tries once more.
            for _ in 0..2 {
                match parameter {
                    Some(parameter) => self.simulator.on(operation.name).code_about(code.name, parameter),
                    None => self.simulator.on(operation.name).code(code.name),
                };
            }
        }
        let outcome = self.call(call).await;
        self.simulator.forget(operation.name);
        // A login's key is made anew each time.
        let hands_out = call.vendor.schemes.iter().any(|scheme| scheme.login.contains(&operation.name));
        let outcome = outcome.map(|value| if self.is_first && !hands_out { case.check_output(value) } else { Ok(()) });
        let kind = match case.kind {
            // What the simulator says is not what the vendor's page says.
            ExpectKind::Refused { code, parameter, .. } => {
                ExpectKind::Refused { code, parameter: parameter.filter(|_| tells_parameter), message: None }
            }
            accepted => accepted,
        };
        judge(kind, operation, outcome, |failure| if carries { case.check_details(failure) } else { Ok(()) })
    }

    /// Every documented code, as the answer to this call.
    async fn codes(&self, call: Call, report: &mut impl FnMut(String)) {
        let (operation, protocol) = (call.operation, call.on);
        for (index, code) in operation.codes.iter().enumerate().filter(|(_, code)| call.tells(code)) {
            for _ in 0..2 {
                self.simulator.on(operation.name).code(code.name);
            }
            let outcome = self.call(call).await;
            self.simulator.forget(operation.name);
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

    /// Every documented reply: a code that stands for an output.
    async fn replies(&self, call: Call, report: &mut impl FnMut(String)) {
        for (code, _) in call.operation.replies.iter().filter(|(code, _)| call.tells(code)) {
            self.simulator.on(call.operation.name).code(code.name);
            let outcome = self.call(call).await;
            self.simulator.forget(call.operation.name);
            if let Err(error) = outcome {
                report(format!("over {}, {} is not taken for an output: {error}", call.on, code.name));
            }
        }
    }

    /// The simulator's own answer to an example against the one that was written by hand: both are to mean the same, so
    /// the simulator's is read as the spec's is, and its parts are those that the spec shows.
    fn compare_with_written(&self, call: Call) -> Result<(), String> {
        let Call { operation, on, .. } = call;
        let Some((_, written)) = self.case.wires.answers.iter().find(|(known, _)| *known == on) else { return Ok(()) };
        let Some(own) = self.simulator.last_answer(operation.name, on) else { return Ok(()) };
        let Some(how) = call.how() else { return Ok(()) };
        if call.is_raw() {
            return if own == written.as_bytes() {
                Ok(())
            } else {
                Err(format!("the simulator's answer over {on} has other bytes than the spec's"))
            };
        }
        let form = operation.output_form(on);
        let own = charset::decode(&own, how.charset);
        let alike = Alike::of(call, how);
        let is_xml = |text: &str| text.trim_start().starts_with('<');
        if how.format == Format::Text {
            if is_xml(&own) != is_xml(written) {
                // The spec shows another of the forms that the answer has.
                return Ok(());
            }
            let separator = form.and_then(|form| form.separator).unwrap_or("|");
            let other = match form.and_then(|form| form.text.first()) {
                Some(TextForm::Table) => compare::missing_cell(&own, written, separator, &alike),
                Some(TextForm::Xml) if is_xml(&own) => {
                    return same_documents(&own, written, on, Leniency { texts: Texts::Whole, alike: &alike });
                }
                _ => compare::unsaid(
                    &charset::unescape(&own, how.escape, how.charset),
                    &charset::unescape(written, how.escape, how.charset),
                    how.labels.part,
                    &alike,
                ),
            };
            return match other {
                Some(other) => Err(format!("the simulator's answer over {on} has {other:?}, which the spec's has not")),
                None => Ok(()),
            };
        }
        let texts = match form.filter(|form| form.inside.is_some()) {
            Some(form) if form.text.first() == Some(&TextForm::Table) => Texts::Table(form.separator.unwrap_or("|")),
            Some(_) => Texts::Words(how.labels.part),
            None => Texts::Whole,
        };
        same_documents(&own, written, on, Leniency { texts, alike: &alike })
    }

    async fn call(&self, call: Call) -> Result<Option<Value>, Failure> {
        let mut made = self.case.call.clone();
        made.options = CallOptions::from(call.on).allow_secrets_in_url();
        self.client.call(call.operation, made).await
    }
}

fn same_documents(own: &str, written: &str, on: Protocol, leniency: Leniency<'_>) -> Result<(), String> {
    match (compare::xml(own), compare::xml(written)) {
        (Ok(own), Ok(written)) => match own.element.is_not_in(&written.element, leniency) {
            Some(what) => Err(format!("the simulator's answer over {on} is another than the spec's: {what}")),
            None => Ok(()),
        },
        (Err(what), _) | (_, Err(what)) => Err(format!("an answer over {on} is no XML: {what}")),
    }
}
