//! Every refusal of infoRouter's operations that the service has, over every protocol, by an older and by a newer server.

use bindery_transport::{Codes, Error, Kind, Protocol, Stage};
use inforouter::{
    Rule, authenticate_user, create_user, delete_user, get_all_users, get_folders_and_documents, get_user,
    set_folder_rules, upload_document, user_exists,
};

use crate::{
    host::over,
    server::{BOTH, EVERY, Server, User},
};

/// The call was refused with this code, by the service itself.
#[track_caller]
fn refused<T: std::fmt::Debug, C: Codes + std::fmt::Debug>(answer: Result<T, Error<C>>, code: C) -> Error<C> {
    let error = answer.expect_err("a refusal");
    assert_eq!(error.code(), Some(&code), "{error}");
    assert_eq!(error.stage(), Stage::Refused, "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200), "{error}");
    assert_ne!(error.kind(), Kind::UnknownCode, "{error}");
    error
}

#[tokio::test]
async fn signing_in() {
    use authenticate_user::Code;
    for server in BOTH {
        for protocol in EVERY {
            let call = async |name: &str, password: &str| {
                server.stranger().authenticate_user().uid(name).pwd(password).with(over(protocol)).send().await
            };
            let user = User::administrator();
            let wrong = refused(call(&user.name, "wrong").await, Code::AuthenticationFailed);
            assert_eq!(wrong.kind(), Kind::Credentials);
            let said = if server == Server::Older { "Authentication failed" } else { "Anmeldung fehlgeschlagen" };
            assert_eq!(wrong.message(), Some(said));
            refused(call("nobody", "x").await, Code::AuthenticationFailed);
            let without = User::new(&[("tickets", "false")]);
            refused(call(&without.name, without.password).await, Code::TicketNotAllowed);
            let fault = if server == Server::Older { Code::SystemError } else { Code::ServerFault };
            let trouble = refused(call("trouble", "x").await, fault);
            assert_eq!(trouble.message(), Some("SystemError:Object reference <not> set."));

            let client = server.client(&User { name: user.name, password: "wrong" });
            let error = client.user_exists().user_name("x").with(over(protocol)).send().await.expect_err("no ticket");
            assert_eq!((error.operation(), error.kind()), ("AuthenticateUser", Kind::Credentials));
        }
    }
}

#[tokio::test]
async fn making_users() {
    use create_user::Code;
    for server in BOTH {
        for protocol in EVERY {
            let user = User::administrator();
            let call = async |caller: &User, name: &str, source: &str| {
                let call = server.client(caller).create_user().user_name(name).first_name("A").last_name("B");
                call.read_only_user(false).authentication_source(source).with(over(protocol)).send().await
            };
            let taken = if server == Server::Older { Code::UserNameTaken } else { Code::BadRequest };
            let taken = refused(call(&user, &user.name, "native").await, taken);
            assert_eq!(taken.parameter(), (server == Server::Older).then_some("UserName"));
            let source = call(&user, "new one", "nonsense").await;
            if server == Server::Older {
                let error = source.expect_err("a refusal");
                assert_eq!((error.stage(), error.kind(), error.code()), (Stage::Refused, Kind::UnknownCode, None));
                assert_eq!(error.message(), Some("Unknown authentication source: native, INFOROUTER"));
            } else {
                refused(source, Code::BadRequest);
            }
            let denied = if server == Server::Older { Code::AccessDenied } else { Code::Forbidden };
            assert_eq!(refused(call(&User::new(&[]), "x", "native").await, denied).kind(), Kind::Forbidden);
            let fault = if server == Server::Older { Code::SystemError } else { Code::ServerFault };
            assert_eq!(refused(call(&user, "trouble", "native").await, fault).kind(), Kind::VendorFault);
            let stranger = server.stranger().create_user().user_name("x").first_name("A").last_name("B");
            let stranger = stranger.read_only_user(false).authentication_source("native").with(over(protocol));
            assert_eq!(refused(stranger.send().await, Code::BadTicket).kind(), Kind::SignIn);
        }
    }
}

/// It is a fault over SOAP, and a page of plain text over GET and POST.
#[tokio::test]
async fn an_exception_in_the_service() {
    for protocol in EVERY {
        let user = User::administrator();
        let call = Server::Older.client(&user).create_user().user_name("exception").first_name("A").last_name("B");
        let call = call.read_only_user(false).authentication_source("native").with(over(protocol));
        let error = call.send().await.expect_err("a failure");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(500), "{protocol}");
        if protocol == Protocol::Soap11 {
            let fault = error.fault().expect("a fault");
            assert_eq!(fault.code, "soap:Server");
            assert_eq!((error.stage(), error.kind()), (Stage::Refused, Kind::VendorFault));
        } else {
            assert_eq!((error.stage(), error.kind()), (Stage::NotUnderstood, Kind::Unexpected), "{protocol}");
            assert!(error.to_string().contains("text/plain"), "{error}");
        }
    }
}

#[tokio::test]
async fn looking_users_up() {
    for server in BOTH {
        for protocol in EVERY {
            let user = User::administrator();
            let call = server.client(&user).get_user().user_name("nobody").with(over(protocol));
            let error = refused(call.send().await, get_user::Code::NoSuchUser);
            assert_eq!((error.kind(), error.parameter()), (Kind::NotFound, Some("UserName")));

            let stranger = server.stranger().user_exists().user_name(&user.name).with(over(protocol)).send().await;
            let (code, kind) = match server {
                Server::Older => (user_exists::Code::AnonymousMayNot, Kind::Forbidden),
                Server::Newer => (user_exists::Code::BadTicket, Kind::SignIn),
            };
            assert_eq!(refused(stranger, code).kind(), kind);

            let other = server.client(&User::new(&[])).get_all_users().with(over(protocol)).send().await;
            refused(other, get_all_users::Code::Forbidden);
            let stranger = server.stranger().get_all_users().with(over(protocol)).send().await;
            refused(stranger, get_all_users::Code::BadTicket);
        }
    }
}

#[tokio::test]
async fn deleting_users() {
    use delete_user::Code;
    for server in BOTH {
        for protocol in EVERY {
            let (user, guarded) = (User::administrator(), User::new(&[("guarded", "true")]));
            let call = async |caller: &User, name: &str| {
                server.client(caller).delete_user().user_name(name).with(over(protocol)).send().await
            };
            refused(call(&user, "nobody").await, Code::NoSuchUser);
            refused(call(&user, &guarded.name).await, Code::PasswordWanted);
            refused(call(&guarded, &user.name).await, Code::Forbidden);
            let stranger = server.stranger().delete_user().user_name(&user.name).with(over(protocol)).send().await;
            refused(stranger, Code::BadTicket);
        }
    }
}

#[tokio::test]
async fn folders() {
    for server in BOTH {
        for protocol in EVERY {
            let user = User::administrator();
            let call = server.client(&user).get_folders_and_documents().path("/nowhere").with(over(protocol));
            refused(call.send().await, get_folders_and_documents::Code::NoSuchFolder);

            use set_folder_rules::Code;
            let call = async |caller: &User, path: &str| {
                let rules = set_folder_rules::Rules::new().rules([Rule::new().name("NEWFOLDERS").value("allows")]);
                let call = server.client(caller).set_folder_rules().path(path).rules(rules).apply_to_tree(true);
                call.with(over(protocol)).send().await
            };
            let missing = refused(call(&user, "/nowhere").await, Code::NoSuchFolder);
            assert_eq!(missing.parameter(), Some("Path"));
            let denied = if server == Server::Older { Code::AccessDenied } else { Code::Forbidden };
            refused(call(&User::new(&[]), &user.path("/Q2")).await, denied);
        }
    }
}

#[tokio::test]
async fn uploading() {
    use upload_document::Code;
    for server in BOTH {
        let user = User::administrator();
        let call = async |caller: &User, path: &str| {
            let call = server.client(caller).upload_document().path(path).file_content("x");
            call.with(Protocol::Soap11).send().await
        };
        refused(call(&user, "/nowhere/x").await, Code::NoSuchFolder);
        let denied = if server == Server::Older { Code::AccessDenied } else { Code::Forbidden };
        refused(call(&User::new(&[("readonly", "true")]), &user.path("/Q2/x")).await, denied);
        call(&user, &user.path("/Q2/x")).await.expect("it is new");
        let again = call(&user, &user.path("/Q2/x")).await;
        if server == Server::Newer {
            assert_eq!(refused(again, Code::NotCheckedOut).kind(), Kind::Conflict);
        } else {
            // The pages print no such text.
            assert_eq!(again.expect_err("a refusal").message(), Some("The document is not checked out."));
        }
    }
}
