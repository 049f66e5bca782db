//! Rescue's sessions: one cookie for the SOAP service and the pages, and what becomes of it.

use bindery_transport::{Kind, Stage};
use logmein_rescue::{Rescue, login, request_auth_code};

use crate::{
    account::{Account, trouble},
    host::{EVERY, base, control, over},
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_session_is_opened_once_over_any_protocol_and_serves_all() -> Outcome {
    for first in EVERY {
        let account = Account::new();
        let rescue = account.with_login();
        for protocol in [first].into_iter().chain(EVERY) {
            rescue.get_group_v2().node(account.group).with(over(protocol)).send().await?;
        }
        assert_eq!(account.logins(), "1", "signed in over {first}");
        rescue.sign_out().await?;
        rescue.get_group_v2().node(account.group).with(over(first)).send().await?;
        assert_eq!(account.logins(), "2", "after signing out, over {first}");
    }
    Ok(())
}

#[tokio::test]
async fn a_session_that_has_ended_is_opened_again() -> Outcome {
    for protocol in EVERY {
        let account = Account::new();
        let rescue = account.with_login();
        let before = rescue.create_user().parent(account.group).with(over(protocol)).send().await?;
        control("end-sessions", &[("email", &account.email)]);
        let after = rescue.create_user().parent(account.group).with(over(protocol)).send().await?;
        assert!(after.node_id > before.node_id, "{protocol}");
        assert_eq!(account.logins(), "2", "{protocol}");
        let tree = rescue.get_hierarchy_v2().is_node(true).node(account.group).send().await?;
        assert_eq!(tree.len(), 3, "each user was made once, over {protocol}");
    }
    Ok(())
}

/// The session ends, and the password is another by then.
#[tokio::test]
async fn a_session_that_cannot_be_opened_again_is_a_refused_login() -> Outcome {
    for protocol in EVERY {
        let account = Account::new();
        let rescue = account.with_login();
        rescue.get_group_v2().node(account.group).with(over(protocol)).send().await?;
        control("end-sessions", &[("email", &account.email)]);
        control("new-password", &[("email", &account.email), ("password", "another")]);
        let error = rescue.get_group_v2().node(account.group).with(over(protocol)).send().await;
        let error = error.expect_err("the password is wrong");
        assert_eq!((error.stage(), error.kind()), (Stage::Refused, Kind::Credentials), "{protocol}");
        assert_eq!(error.operation(), "login", "{protocol}");
    }
    Ok(())
}

#[tokio::test]
async fn every_refusal_of_a_login() {
    use login::Code;
    // Which refuses a login too many itself.
    let nobody = Rescue::builder().base_url(base()).transport(|builder| builder.ignore_limits());
    let nobody = nobody.build().expect("a client");
    for protocol in EVERY {
        let account = Account::new();
        let call = async |pwd: &str| nobody.login().email(&account.email).pwd(pwd).with(over(protocol)).send().await;
        let refused = async |pwd: &str| call(pwd).await.expect_err("a refused login");
        let other = nobody.login().email("nobody@example.com").pwd("x").with(over(protocol)).send().await;
        assert_eq!(other.expect_err("nobody").code(), Some(&Code::Invalid), "{protocol}");
        assert_eq!(refused("wrong").await.code(), Some(&Code::Invalid), "{protocol}");
        trouble(account.master, "ERROR");
        assert_eq!(refused(account.password).await.code(), Some(&Code::Error), "{protocol}");

        control("restrict-caller", &[("email", &account.email)]);
        let restricted = refused(account.password).await;
        if protocol.is_soap() {
            assert_eq!(restricted.code(), Some(&Code::GlobalIpRestricted), "{protocol}");
            assert_eq!(restricted.kind(), Kind::Forbidden, "{protocol}");
        } else {
            // How a page spells it is documented nowhere.
            assert_eq!(restricted.code().map(Code::as_str), Some("GLOBALIPRESTRICTED"), "{protocol}");
            assert_eq!(restricted.kind(), Kind::UnknownCode, "{protocol}");
        }

        for _ in 3..10 {
            assert_eq!(refused("wrong").await.code(), Some(&Code::Invalid), "{protocol}");
        }
        let limited = refused(account.password).await;
        assert_eq!(limited.code(), Some(&Code::LimitReached), "{protocol}");
        assert_eq!(limited.kind(), Kind::SlowDown, "{protocol}");
    }
}

#[tokio::test]
async fn a_permanent_code_is_made_and_serves() -> Outcome {
    use request_auth_code::Code;
    let nobody = Rescue::builder().base_url(base()).build()?;
    for protocol in EVERY {
        let account = Account::new();
        let call = async |pwd: &str| {
            nobody.request_auth_code().email(&account.email).pwd(pwd).with(over(protocol)).send().await
        };
        // Over SOAP the out-value is missing then.
        let refused = call("wrong").await.expect_err("a wrong password");
        assert_eq!(refused.code(), Some(&Code::Invalid), "{protocol}");
        let made = call(account.password).await?;
        let rescue = Rescue::builder().base_url(base()).auth_code(made.auth_code).build()?;
        rescue.get_group_v2().node(account.group).with(over(protocol)).send().await?;
        let old = account.with_code().get_group_v2().node(account.group).with(over(protocol)).send().await;
        assert_eq!(old.expect_err("the code before").kind(), Kind::Credentials, "{protocol}");
        if protocol.is_soap() {
            let soon = call(account.password).await.expect_err("too soon");
            assert_eq!(soon.code(), Some(&Code::PollRateExceeded), "{protocol}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn credentials_of_any_characters_serve() -> Outcome {
    for password in ["pä$$ <&>\"' ]]>", "a+b%20&c=d", " blank ", "two\r\nlines"] {
        let account = Account::new();
        control("new-password", &[("email", &account.email), ("password", &percent(password))]);
        for protocol in EVERY {
            let rescue = Rescue::builder().base_url(base()).login(account.email.as_str(), password).build()?;
            rescue.get_group_v2().node(account.group).with(over(protocol)).send().await?;
        }
    }
    Ok(())
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn a_logout_by_hand_ends_the_session() -> Outcome {
    for protocol in EVERY {
        let account = Account::new();
        let rescue = account.with_login();
        rescue.get_group_v2().node(account.group).with(over(protocol)).send().await?;
        rescue.logout().with(over(protocol)).send().await?;
        // Nothing told the client that its session is over, but the service.
        rescue.get_group_v2().node(account.group).with(over(protocol)).send().await?;
        assert_eq!(account.logins(), "2", "{protocol}");
    }
    Ok(())
}

/// The runtime carries out the calls of one session one after the other, and the client signs in once for all of them.
#[tokio::test]
async fn calls_at_the_same_time_share_the_session() -> Outcome {
    let account = Account::new();
    let rescue = account.with_login();
    for expected in ["1", "2"] {
        let call = |protocol| rescue.create_user().parent(account.group).with(over(protocol)).send();
        let [get, post, soap11, soap12] = EVERY;
        let all = tokio::join!(
            call(get),
            call(post),
            call(soap11),
            call(soap12),
            call(get),
            call(post),
            call(soap11),
            call(soap12),
        );
        let made = [all.0?, all.1?, all.2?, all.3?, all.4?, all.5?, all.6?, all.7?].map(|user| user.node_id);
        let different: std::collections::BTreeSet<_> = made.into_iter().collect();
        assert_eq!(different.len(), 8, "each call made a user of its own");
        assert_eq!(account.logins(), expected);
        control("end-sessions", &[("email", &account.email)]);
    }
    Ok(())
}

#[test]
fn blocking_clients_share_the_session_too() -> Outcome {
    let account = Account::new();
    let builder = Rescue::builder().base_url(base()).login(account.email.as_str(), account.password);
    let rescue = builder.build_blocking()?;
    for protocol in EVERY {
        rescue.get_group_v2().node(account.group).with(over(protocol)).send()?;
    }
    assert_eq!(account.logins(), "1");
    Ok(())
}
