//! What the encoder keeps to, looked at from the other side: requests written by hand, as it does not write them.
//!
//! Where one of these fails, the runtime behaves otherwise than the encoder is made for.

use crate::{
    account::{Account, stored},
    host::{Answer, exchange},
};

const NAMESPACE: &str = "https://secure.logmeinrescue.com/API/API.asmx";

#[tokio::test]
async fn without_a_character_set_the_runtime_reads_ascii() {
    let account = Account::new();
    let node = account.new_user().await;
    assert!(set_name(&account, node, "text/xml; charset=utf-8", "<sName>é</sName>").body.contains("setUser_OK"));
    assert_eq!(stored(node, "Name").as_deref(), Some("é"));
    set_name(&account, node, "text/xml", "<sName>é</sName>");
    assert_eq!(stored(node, "Name").as_deref(), Some("??"));
}

#[tokio::test]
async fn a_carriage_return_arrives_as_a_reference_only() {
    let account = Account::new();
    let node = account.new_user().await;
    let set = |name: &str| set_name(&account, node, "text/xml; charset=utf-8", name);
    set("<sName>a\r\nb</sName>");
    assert_eq!(stored(node, "Name").as_deref(), Some("a\nb"));
    set("<sName>a&#13;\nb</sName>");
    assert_eq!(stored(node, "Name").as_deref(), Some("a\r\nb"));
}

#[tokio::test]
async fn an_element_of_another_namespace_is_not_seen() {
    let account = Account::new();
    let node = account.new_user().await;
    let answer = set_name(&account, node, "text/xml; charset=utf-8", "<sName xmlns=\"\">x</sName>");
    assert!(answer.body.contains("setUser_InvalidParam_Name"), "{}", answer.body);
}

#[tokio::test]
async fn what_is_malformed_is_no_fault() {
    let account = Account::new();
    let node = account.new_user().await;
    for name in ["<sName>x", "<sName>]]></sName>", "<sName>\u{1}</sName>", "<sName><!-- x --></sName>"] {
        let answer = set_name(&account, node, "text/xml; charset=utf-8", name);
        assert_eq!((answer.status, answer.body.as_str()), (400, ""), "{name}");
    }
}

#[test]
fn the_media_type_tells_soap_11_from_12() {
    let action = format!("{NAMESPACE}/logout");
    for media_type in ["application/xml", "text/plain", "application/soap+xml; charset=utf-8"] {
        let answer = post(media_type, &action, &envelope(&format!("<logout xmlns=\"{NAMESPACE}\"/>")));
        assert_eq!((answer.status, answer.body.as_str()), (415, ""), "{media_type}");
    }
}

/// The generated crate sends every parameter of infoRouter over GET and POST because of this.
#[test]
fn a_missing_parameter_is_refused_over_get_and_post() {
    let target = "/srv.asmx/UserExists?UserName=jdoe";
    let answer = exchange(&format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("Missing parameter"), "{}", answer.body);
}

/// Rescue's names of operations over SOAP count to the letter.
#[test]
fn an_unknown_action_is_a_fault() {
    let body = "<getgroup_v2 xmlns=\"https://secure.logmeinrescue.com/API/API.asmx\"/>";
    let answer = post("text/xml; charset=utf-8", &format!("{NAMESPACE}/getgroup_v2"), &envelope(body));
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("<faultcode>soap:Client</faultcode>"), "{}", answer.body);
}

/// A client that took the cookie of a refused call for its session would be wrong.
#[test]
fn even_a_refused_call_gets_a_session_cookie() {
    let action = format!("{NAMESPACE}/logout");
    let answer = post("text/xml; charset=utf-8", &action, &envelope(&format!("<logout xmlns=\"{NAMESPACE}\"/>")));
    assert!(answer.body.contains("logout_NotLoggedIn"), "{}", answer.body);
    assert!(answer.head.contains("\r\nSet-Cookie: ASP.NET_SessionId="), "{}", answer.head);
}

/// Calls `setUser_V2` with all that it needs, and this element for the name.
fn set_name(account: &Account, node: i32, media_type: &str, name: &str) -> Answer {
    let body = format!(
        "<setUser_V2 xmlns=\"{NAMESPACE}\"><iNodeID>{node}</iNodeID>{name}<sEmail>u{node}@example.com</sEmail>\
         <eStatus>Disabled</eStatus><eAddOns>False</eAddOns><bRPATAddOn>false</bRPATAddOn>\
         <sAuthCode>{}</sAuthCode></setUser_V2>",
        account.auth_code
    );
    post(media_type, &format!("{NAMESPACE}/setUser_V2"), &envelope(&body))
}

fn envelope(body: &str) -> String {
    format!("<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>{body}</e:Body></e:Envelope>")
}

fn post(media_type: &str, action: &str, body: &str) -> Answer {
    exchange(&format!(
        "POST /API/API.asmx HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {media_type}\r\n\
         SOAPAction: \"{action}\"\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ))
}
