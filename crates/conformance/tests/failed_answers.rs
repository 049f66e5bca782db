//! No page shows how MediaSilo's failed answers look, so every place that they could use is read.

use bindery_transport::{Kind, Prepared, Protocol, SansIo, Target};
use bytes::Bytes;
use mediasilo::{Client, Error, VENDOR, user::user_create};

fn create_user() -> Prepared<user_create::Operation> {
    let client: Client<SansIo> = mediasilo::sans_io::client();
    client
        .user_create()
        .username("jdoe")
        .password("secret")
        .firstname("John")
        .lastname("Doe")
        .email("jdoe@example.com")
        .address1("1 Main Street")
        .city("Boston")
        .state("MA")
        .zip("02110")
        .send()
}

fn refusal(xml: &str) -> Error<user_create::Code> {
    let target = Target {
        vendor: &VENDOR,
        base: "https://example.com",
        protocol: Protocol::Xml,
        credentials: None,
        secrets_in_url: false,
    };
    let response = http::Response::builder()
        .header("content-type", "text/xml; charset=utf-8")
        .body(Bytes::from(format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{xml}")))
        .expect("a response");
    match create_user().answer(&target, &response) {
        Err(error) => error,
        Ok(output) => panic!("{xml} was accepted: {output:?}"),
    }
}

/// The places where a number and a text could stand.
fn candidates(code: &str, message: &str) -> Vec<String> {
    let head = "mediasilo_response method=\"User.Create\" status=\"fail\"";
    vec![
        format!("<{head} code=\"{code}\" message=\"{message}\"/>"),
        format!("<{head} error=\"{code}: {message}\"/>"),
        format!("<{head}><error code=\"{code}\">{message}</error></mediasilo_response>"),
        format!("<{head}><error code=\"{code}\" message=\"{message}\"/></mediasilo_response>"),
        format!("<{head}><error>{code}: {message}</error></mediasilo_response>"),
        format!("<{head}><error><code>{code}</code><message>{message}</message></error></mediasilo_response>"),
        format!("<{head}><code>{code}</code><message>{message}</message></mediasilo_response>"),
        format!("<{head}> {code}: {message} </mediasilo_response>"),
    ]
}

#[test]
fn a_code_is_found_wherever_it_stands() {
    for answer in candidates("5002", "Authentication Failure") {
        let error = refusal(&answer);
        assert_eq!(error.code(), Some(&user_create::Code::AuthenticationFailure), "{answer}");
        assert_eq!(error.kind(), Kind::SignIn, "{answer}");
        assert_eq!(error.message(), Some("Authentication Failure"), "{answer}");
    }
}

#[test]
fn the_nine_texts_of_code_101_name_their_parameter_wherever_they_stand() {
    for parameter in ["username", "password", "firstname", "lastname", "email", "address1", "city", "state", "zip"] {
        let message = format!("The {} attribute is required in the USER.CREATE function", parameter.to_uppercase());
        for answer in candidates("101", &message) {
            let error = refusal(&answer);
            assert_eq!(error.code(), Some(&user_create::Code::MissingParameter), "{answer}");
            assert_eq!(error.parameter(), Some(parameter), "{answer}");
            assert_eq!(error.kind(), Kind::Input, "{answer}");
        }
    }
}

#[test]
fn a_refusal_without_a_code_is_a_refusal_all_the_same() {
    let error = refusal("<mediasilo_response method=\"User.Create\" status=\"fail\"/>");
    assert_eq!(error.stage(), bindery_transport::Stage::Refused);
}

#[test]
fn a_code_that_no_page_lists_is_kept() {
    for answer in candidates("999", "Something new") {
        let error = refusal(&answer);
        assert_eq!(error.code().map(user_create::Code::as_str), Some("999"), "{answer}");
        assert_eq!(error.kind(), Kind::UnknownCode, "{answer}");
    }
}
