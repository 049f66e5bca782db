//! What the runtime answers when a service fails, or when it cannot read what came.

use bindery_transport::{Failure, Kind, Protocol, Stage};
use logmein_rescue::Status;

use crate::{
    account::{Account, Group, trouble},
    host::{EVERY, over},
    server::{self, Server, User},
};

#[tokio::test]
async fn an_exception_in_the_service() {
    for protocol in EVERY {
        let account = Account::new();
        trouble(account.group, "exception");
        let error = account.with_code().get_group_v2().node(account.group).with(over(protocol)).send().await;
        let error = error.expect_err("a failure").into_failure();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(500), "{protocol}");
        if protocol.is_soap() {
            assert_fault(&error, protocol, ["Server", "Receiver"]);
            let fault = error.fault().expect("a fault");
            assert!(fault.text.contains("Server was unable to process request"), "{fault:?}");
            assert_eq!(error.kind(), Kind::VendorFault, "{protocol}");
        } else {
            // The page of the runtime itself, in HTML.
            assert_eq!((error.stage(), error.kind()), (Stage::NotUnderstood, Kind::Unexpected), "{protocol}");
            assert!(error.to_string().contains("text/html"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_fault_that_the_service_makes() {
    for protocol in [Protocol::Soap11, Protocol::Soap12] {
        let account = Account::new();
        trouble(account.group, "fault");
        let error = account.with_code().get_group_v2().node(account.group).with(over(protocol)).send().await;
        let error = error.expect_err("a failure").into_failure();
        assert_fault(&error, protocol, ["Client", "Sender"]);
        let fault = error.fault().expect("a fault");
        assert!(fault.text.contains("no <such> é thing"), "{fault:?}");
        assert_eq!(fault.actor.as_deref(), Some("urn:actor"), "{protocol}");
        let detail = fault.detail.as_deref().unwrap_or_default();
        assert!(detail.contains("clé &lt;1&gt;") && detail.contains("urn:rescue"), "{detail}");
    }
}

#[tokio::test]
async fn an_operation_that_the_service_does_not_have() {
    let account = Account::new();
    for protocol in EVERY {
        let error = account.with_code().get_note().session(1).with(over(protocol)).send().await;
        let error = error.expect_err("a failure").into_failure();
        if protocol.is_soap() {
            assert_fault(&error, protocol, ["Client", "Sender"]);
        } else {
            assert_eq!((error.stage(), error.kind()), (Stage::NotUnderstood, Kind::Unexpected), "{protocol}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(404), "{protocol}");
        }
    }
    let user = User::administrator();
    for protocol in server::EVERY {
        let error = Server::Older.client(&user).get_property_sets().path("/x").with(over(protocol)).send().await;
        let error = error.expect_err("a failure").into_failure();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(500), "{protocol}");
        if protocol.is_soap() {
            assert_fault(&error, protocol, ["Client", "Sender"]);
        } else {
            assert_eq!((error.stage(), error.kind()), (Stage::NotUnderstood, Kind::Unexpected), "{protocol}");
            assert!(error.to_string().contains("method name is not valid"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_word_that_the_runtime_cannot_read() {
    let account = Account::new();
    for protocol in [Protocol::Soap11, Protocol::Soap12] {
        let group = Group { status: Status::from("Sleeping"), ..Group::new() };
        let error = group.set(&account.with_code(), account.group, protocol).await.expect_err("no such word");
        assert_fault(error.failure(), protocol, ["Client", "Sender"]);
        assert!(error.fault().expect("a fault").text.contains("Sleeping"), "{error}");
    }
}

/// It is a refusal, and no code of the operation.
#[track_caller]
fn assert_fault(error: &Failure, protocol: Protocol, codes: [&str; 2]) {
    let fault = error.fault().unwrap_or_else(|| panic!("no fault: {error}"));
    let code = if protocol == Protocol::Soap11 { codes[0] } else { codes[1] };
    assert_eq!(fault.code, format!("soap:{code}"), "{protocol}");
    assert_eq!(error.stage(), Stage::Refused, "{protocol}");
    assert!(error.refusal().is_none(), "{protocol}: {error}");
}
