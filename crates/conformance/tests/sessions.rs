//! Each vendor's way to sign in, against a simulator.

use bindery_simulator::Simulator;
use bindery_transport::{CallOptions, Kind, Protocol};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_cookie_session_is_opened_once_and_again_when_it_has_ended() -> Outcome {
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    let rescue = logmein_rescue::Rescue::builder().base_url(sim.base_url()).login("a@example.com", "pw").build()?;
    for protocol in [Protocol::Post, Protocol::Soap11, Protocol::Soap12] {
        rescue.create_user().parent(1).with(protocol).send().await?;
    }
    assert_eq!(sim.carried_out("login"), 1);
    sim.end_sessions();
    rescue.create_user().parent(1).send().await?;
    assert_eq!(sim.carried_out("login"), 2);
    assert_eq!(sim.carried_out("createUser"), 4);
    assert!(sim.received().iter().all(|received| received.method == "POST"), "no secret goes into a URL");
    rescue.sign_out().await?;
    assert_eq!(sim.carried_out("logout"), 1);
    Ok(())
}

#[tokio::test]
async fn a_permanent_key_needs_no_login() -> Outcome {
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    sim.accept("auth_code", "authcode", "right");
    let client = |code: &str| logmein_rescue::Rescue::builder().base_url(sim.base_url()).auth_code(code).build();
    client("right")?.create_user().parent(1).send().await?;
    let refused = client("wrong")?.create_user().parent(1).send().await.expect_err("the code is wrong");
    assert_eq!(refused.kind(), Kind::Credentials);
    assert_eq!(sim.requests("login"), 0);
    Ok(())
}

#[tokio::test]
async fn a_session_key_from_the_login_goes_along_as_a_parameter() -> Outcome {
    let sim = Simulator::start(&mediasilo::VENDOR);
    let silo = mediasilo::MediaSilo::builder(sim.base_url()).login("u", "p", "acme.mediasilo.com", "k").build()?;
    silo.user_get_current().send().await?;
    sim.end_sessions();
    silo.user_get_current().send().await?;
    assert_eq!(sim.carried_out("User.Login"), 2);
    let keys: Vec<_> = sim
        .received()
        .into_iter()
        .filter(|received| received.operation.as_deref() == Some("User.GetCurrent"))
        .collect();
    assert!(keys.iter().all(|received| received.params.first().is_some_and(|(name, _)| name == "sessionkey")));
    Ok(())
}

#[tokio::test]
async fn a_ticket_goes_along_over_get_only_when_that_is_allowed() -> Outcome {
    let sim = Simulator::start(&inforouter::VENDOR);
    let base = format!("{}/", sim.base_url());
    let router = inforouter::InfoRouter::builder(base).login("admin", "pw").build()?;
    router.user_exists().user_name("jdoe").with(Protocol::Soap11).send().await?;
    let refused =
        router.user_exists().user_name("jdoe").with(Protocol::Get).send().await.expect_err("a ticket in a URL");
    assert_eq!(refused.kind(), Kind::SecretInUrl);
    assert!(sim.received().iter().all(|received| received.method == "POST"));
    let allowed = CallOptions::from(Protocol::Get).allow_secrets_in_url();
    router.user_exists().user_name("jdoe").with(allowed).send().await?;
    Ok(())
}

#[tokio::test]
async fn a_refused_login_is_not_tried_again() -> Outcome {
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    sim.accept_login(&[("email", "a@example.com"), ("pwd", "right")]);
    let rescue = logmein_rescue::Rescue::builder().base_url(sim.base_url()).login("a@example.com", "wrong").build()?;
    for _ in 0..3 {
        let refused = rescue.create_user().parent(1).send().await.expect_err("the password is wrong");
        assert_eq!(refused.kind(), Kind::Credentials);
        assert_eq!(refused.operation(), "login");
    }
    assert_eq!(sim.requests("login"), 1);
    assert_eq!(sim.requests("createUser"), 0);
    Ok(())
}

#[tokio::test]
async fn blocking_works_inside_a_runtime() -> Outcome {
    let sim = Simulator::start(&inforouter::VENDOR);
    let router = inforouter::blocking::InfoRouter::builder(sim.base_url()).login("admin", "pw").build_blocking()?;
    router.user_exists().user_name("jdoe").send()?;
    drop(router);
    Ok(())
}

#[test]
fn outputs_serialize_without_their_secrets() -> Outcome {
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    let rescue = logmein_rescue::blocking::Rescue::builder().base_url(sim.base_url()).build_blocking()?;
    let output = rescue.request_auth_code().email("a@example.com").pwd("pw").send()?;
    let json = serde_json::to_string(&output)?;
    assert!(!json.contains(output.auth_code.expose()), "{json}");
    Ok(())
}
