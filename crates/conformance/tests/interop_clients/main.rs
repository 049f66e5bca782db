//! The simulator, called by SOAP clients that know nothing of a vendor but the WSDL that the simulator serves: Python's
//! zeep, and PHP's SoapClient. What they send is read, what they are answered they read, and both is as the specs say.
//!
//! They have to be installed: a machine without them fails these tests.

mod acme;
mod calls;
mod case;
mod client;
mod node;
mod wire;

use bindery_simulator::Simulator;
use bindery_transport::{Protocol, description::Vendor};
use serde_json::Value;

use calls::of_vendor;
use client::{Sent, Tool};
use wire::Wired;

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

/// Those that are called here are all that have SOAP.
#[test]
fn no_vendor_with_soap_is_left_out() {
    let vendors: [&'static Vendor; 3] = [&logmein_rescue::VENDOR, &inforouter::VENDOR, &mediasilo::VENDOR];
    let with_soap = vendors.iter().filter(|vendor| vendor.bindings.iter().any(|binding| binding.protocol.is_soap()));
    let names: Vec<&str> = with_soap.map(|vendor| vendor.package).collect();
    assert_eq!(names, ["logmein-rescue", "inforouter"], "a vendor with SOAP is not called here");
}
