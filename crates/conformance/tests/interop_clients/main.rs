//! The simulator, called by SOAP clients that know nothing of a vendor but the WSDL that the simulator serves: Python's
//! zeep, and PHP's SoapClient. What they send is read, what they are answered they read, and both is as the specs say.
//!
//! They have to be installed: a machine without them fails these tests.

mod acme;
mod client;
mod node;
mod wire;

use bindery_simulator::Simulator;
use bindery_transport::{
    Protocol,
    description::{Code, Field, Kind, Means, Operation, Sample, Vendor},
};
use serde_json::Value;

use client::{Outcome, Sent, Tool};
use node::Node;
use wire::{Given, Texts, Wired};

/// Text that is easily lost on the way: outside of ASCII and of the first plane, what XML takes for markup, blanks at
/// the ends, and every kind of line end.
const AWKWARD: &str = " Zoë \u{1F600} 日本 <b>&amp;</b> ]]> \"'\t\r\nend\r ";

#[test]
fn zeep_makes_every_call_of_every_vendor() {
    every_call(Tool::Zeep);
}

#[test]
fn php_makes_every_call_of_every_vendor() {
    every_call(Tool::Php);
}

#[test]
fn a_cookie_carries_the_session() {
    for tool in Tool::ALL {
        for on in [Protocol::Soap11, Protocol::Soap12] {
            let sim = Simulator::start(&logmein_rescue::VENDOR);
            let call = |name, params: Value| Sent::new(&logmein_rescue::VENDOR, on, name, params);
            let nothing = || Value::Object(serde_json::Map::new());
            let login = serde_json::json!({ "sEmail": "ann@example.com", "sPassword": "pw" });
            let calls = [
                call("getAccount", nothing()),
                call("login", login),
                call("getAccount", nothing()),
                call("logout", nothing()),
                call("getAccount", nothing()),
            ];
            let results: Vec<String> = tool
                .run(&sim, on, &calls)
                .into_iter()
                .zip(&calls)
                .map(|(outcome, call)| outcome.text(&[&format!("{}Result", call.operation)]))
                .collect();
            let wanted = ["getAccount_NotLoggedIn", "login_OK", "getAccount_OK", "logout_OK", "getAccount_NotLoggedIn"];
            assert_eq!(results, wanted, "{tool:?} over {on}");
            assert_eq!((sim.carried_out("login"), sim.carried_out("getAccount"), sim.carried_out("logout")), (1, 1, 1));
        }
    }
}

#[test]
fn a_key_or_a_ticket_goes_along_as_a_parameter() {
    for tool in Tool::ALL {
        for on in [Protocol::Soap11, Protocol::Soap12] {
            let sim = Simulator::start(&logmein_rescue::VENDOR);
            sim.accept("auth_code", "authcode", "right");
            let call = |key: &str| {
                let params = serde_json::json!({ "sAuthCode": key });
                Sent::new(&logmein_rescue::VENDOR, on, "getAccount", params)
            };
            let outcomes = tool.run(&sim, on, &[call("wrong"), call("right")]);
            assert_eq!(outcomes[0].text(&["getAccountResult"]), "getAccount_Invalid_SecretAuthCode", "{tool:?}");
            assert_eq!(outcomes[1].text(&["getAccountResult"]), "getAccount_OK", "{tool:?}");
            assert_eq!(outcomes[1].text(&["iAccountID"]), "560961", "{tool:?}");
            assert_eq!(sim.carried_out("getAccount"), 1);
        }

        let sim = Simulator::start(&inforouter::VENDOR);
        let ticket = inforouter_ticket(tool, &sim);
        let call = |ticket: &str| {
            let params = serde_json::json!({ "AuthenticationTicket": ticket, "UserName": "jdoe" });
            Sent::new(&inforouter::VENDOR, Protocol::Soap11, "GetUser", params)
        };
        let outcomes = tool.run(&sim, Protocol::Soap11, &[call("another"), call(&ticket)]);
        assert_eq!(outcomes[0].text(&["GetUserResult", "*", "errorCode"]), "4010", "{tool:?}");
        assert_eq!(outcomes[1].text(&["GetUserResult", "*", "success"]), "true", "{tool:?}");
        assert_eq!((sim.requests("GetUser"), sim.carried_out("GetUser")), (2, 1));
    }
}

/// Signs in; the ticket.
fn inforouter_ticket(tool: Tool, sim: &Simulator) -> String {
    let params = serde_json::json!({ "UID": "jdoe", "PWD": "pw" });
    let login = Sent::new(&inforouter::VENDOR, Protocol::Soap11, "AuthenticateUser", params);
    let outcomes = tool.run(sim, Protocol::Soap11, &[login]);
    outcomes[0].text(&["AuthenticateUserResult", "*", "ticket"])
}

fn every_call(tool: Tool) {
    let mut problems = Vec::new();
    let mut calls = 0;
    for on in [Protocol::Soap11, Protocol::Soap12] {
        let sim = Simulator::start(&logmein_rescue::VENDOR);
        calls += of_vendor(tool, &sim, Wired::new(&logmein_rescue::VENDOR, on, &[("authcode", "key")]), &mut problems);
    }
    let sim = Simulator::start(&inforouter::VENDOR);
    let ticket = inforouter_ticket(tool, &sim);
    let on = Protocol::Soap11;
    calls +=
        of_vendor(tool, &sim, Wired::new(&inforouter::VENDOR, on, &[("authenticationTicket", &ticket)]), &mut problems);
    // SoapClient takes an operation for the first port that has it.
    let of_acme = [&acme::VENDOR, &acme::AT_ONE_PATH].into_iter().take(if tool == Tool::Php { 1 } else { 2 });
    for vendor in of_acme {
        for on in [Protocol::Soap11, Protocol::Soap12] {
            let sim = Simulator::start(vendor);
            let credentials = [("User", "roe & sons"), ("Branch", "<north>")];
            calls += of_vendor(tool, &sim, Wired::new(vendor, on, &credentials), &mut problems);
        }
    }
    println!("{tool:?}: {calls} calls");
    let shown = problems.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
    assert!(problems.is_empty(), "{} problems, of which the first:\n{shown}", problems.len());
}

/// A call, what the simulator is told to answer, and what is to come of it.
struct Case {
    operation: &'static Operation,
    what: String,
    sent: Sent,
    given: Given,
    plan: Plan,
    expected: Expected,
}

enum Plan {
    Example(usize),
    Code(&'static str),
    Fault,
}

enum Expected {
    /// Accepted, with this and nothing else.
    Accepted(Node),
    /// Refused, with this among what is said.
    Refused(Node),
    /// A fault, with a number in its detail.
    Fault { is_client: bool, text: String, number: Option<&'static str> },
}

/// Makes the calls of a vendor; how many.
fn of_vendor(tool: Tool, sim: &Simulator, wired: Wired<'_>, problems: &mut Vec<String>) -> usize {
    let mut operations: Vec<&'static Operation> =
        wired.vendor.operations.iter().copied().filter(|operation| operation.on.has(wired.on)).collect();
    assert!(!operations.is_empty(), "{} has no operations over {}", wired.vendor.name, wired.on);
    // What signs out comes last: there is no session afterwards.
    let signs_out =
        |operation: &Operation| wired.vendor.schemes.iter().any(|scheme| scheme.logout == Some(operation.name));
    operations.sort_by_key(|operation| signs_out(operation));
    let cases: Vec<Case> =
        operations.iter().flat_map(|operation| cases(wired, operation, signs_out(operation))).collect();
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

fn cases(wired: Wired<'_>, operation: &'static Operation, signs_out: bool) -> Vec<Case> {
    let case = |what: String, params: Vec<(&'static str, Sample)>, texts, plan, expected| {
        let given = wired.request(operation, &params, texts);
        Case { operation, what, sent: wired.sent(operation, &given), given, plan, expected }
    };
    // An example may be spelled as another protocol spells it.
    let accepted = || {
        let accepted = operation.examples.iter().filter(|example| example.code.is_none()).zip(0..);
        accepted.filter(|(example, _)| wired.spells(operation, example.params))
    };
    let (first, _) = accepted().next().expect("every operation has an accepted example of the protocol");
    let first_answer = || answer(wired, operation, &first.output);
    let mut cases = Vec::new();
    for code in operation.codes.iter().filter(|code| wired.tells(operation, code)) {
        let expected = if wired.tells_by_fault(operation) {
            let is_client = !matches!(code.means, Means::VendorFault | Means::Limit);
            let number = code.spelling(wired.on).and_then(|spelling| spelling.codes.first()).copied();
            Expected::Fault { is_client, text: wired.message(operation, code), number }
        } else {
            Expected::Refused(wired.refusal(operation, code))
        };
        cases.push(case(
            format!("refused with {}", code.name),
            first.params.to_vec(),
            Texts::Shown,
            Plan::Code(code.name),
            expected,
        ));
    }
    let fault = Expected::Fault { is_client: false, text: AWKWARD.to_owned(), number: None };
    cases.push(case("a fault".to_owned(), first.params.to_vec(), Texts::Shown, Plan::Fault, fault));
    if signs_out {
        cases.push(case("example 0".to_owned(), first.params.to_vec(), Texts::Shown, Plan::Example(0), first_answer()));
        return cases;
    }
    for (example, index) in accepted() {
        let expected = answer(wired, operation, &example.output);
        cases.push(case(
            format!("example {index}"),
            example.params.to_vec(),
            Texts::Shown,
            Plan::Example(index),
            expected,
        ));
    }
    let is_free = |field: &&Field| !operation.one_of.iter().any(|group| group.contains(&field.name));
    let is_text = |field: &&Field| {
        field.wire(wired.on).is_some_and(|wire| matches!(wire.ty.kind, Kind::String)) && field.fixed.is_none()
    };
    let with = |text: &'static str, fields: &mut dyn Iterator<Item = &'static Field>| {
        let mut params = first.params.to_vec();
        for field in fields {
            params.retain(|(name, _)| *name != field.name);
            let text = Sample::Text(text);
            params.push((field.name, if field.many { Sample::List(Box::leak(Box::new([text]))) } else { text }));
        }
        params
    };
    let mut texts = operation.params.iter().filter(is_text).filter(is_free);
    let params = with(AWKWARD, &mut texts);
    cases.push(case("awkward texts".to_owned(), params, Texts::Awkward, Plan::Example(0), first_answer()));
    let mut optional = operation.params.iter().filter(is_text).filter(is_free).filter(|field| !field.required);
    let params = with("", &mut optional);
    cases.push(case("empty texts".to_owned(), params, Texts::Shown, Plan::Example(0), first_answer()));
    for field in operation.params.iter().filter(|field| field.many && field.wire(wired.on).is_some()) {
        let shown = operation.examples.iter().flat_map(|example| example.params).find(|(name, _)| *name == field.name);
        let Some((_, Sample::List(items))) = shown else { panic!("no example gives {}", field.name) };
        let item = *items.first().expect("an item");
        for items in [&[][..], &[item], &[item, item, item]] {
            let mut params = first.params.to_vec();
            params.retain(|(name, _)| *name != field.name);
            params.push((field.name, Sample::List(Box::leak(items.to_vec().into_boxed_slice()))));
            let what = format!("{} of {}", items.len(), field.name);
            cases.push(case(what, params, Texts::Shown, Plan::Example(0), first_answer()));
        }
    }
    cases
}

/// What is read of an accepted answer. One that an example shows as a reply is a refusal on the wire.
fn answer(wired: Wired<'_>, operation: &'static Operation, output: &Sample) -> Expected {
    let shows = |(_, shown): &&(&'static Code, Sample)| {
        !matches!(output, Sample::None) && format!("{shown:?}") == format!("{output:?}")
    };
    match operation.replies.iter().find(shows) {
        Some((code, _)) => Expected::Refused(wired.refusal(operation, code)),
        None => Expected::Accepted(wired.answer(operation, output)),
    }
}

/// Those that are called here are all that have SOAP.
#[test]
fn no_vendor_with_soap_is_left_out() {
    let vendors: [&'static Vendor; 3] = [&logmein_rescue::VENDOR, &inforouter::VENDOR, &mediasilo::VENDOR];
    let with_soap = vendors.iter().filter(|vendor| vendor.bindings.iter().any(|binding| binding.protocol.is_soap()));
    let names: Vec<&str> = with_soap.map(|vendor| vendor.package).collect();
    assert_eq!(names, ["logmein-rescue", "inforouter"], "a vendor with SOAP is not called here");
}
