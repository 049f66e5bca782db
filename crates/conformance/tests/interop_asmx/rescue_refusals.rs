//! Every code that Rescue's operations have, over every protocol: as it comes about where a call can bring it about, and
//! else because the service was told to answer it.

use std::collections::BTreeSet;

use bindery_transport::{Codes, Error, Kind, Protocol, Stage};
use logmein_rescue::{Permission, Status, create_user, get_group_v2, get_user_v3, set_group_v2, set_user_v2};

use crate::{
    account::{Account, Group, User, trouble},
    host::{EVERY, base, control, over},
};

/// The refusals of one operation, over one protocol.
struct Refusals {
    operation: &'static str,
    protocol: Protocol,
    seen: BTreeSet<String>,
}

impl Refusals {
    fn of(operation: &'static str, protocol: Protocol) -> Refusals {
        Refusals { operation, protocol, seen: BTreeSet::new() }
    }

    /// The call was refused with this code, whose meaning and parameter are those that the spec says.
    #[track_caller]
    fn add<T: std::fmt::Debug, C: Codes + std::fmt::Debug>(&mut self, answer: Result<T, Error<C>>, code: C) {
        let error = answer.expect_err("a refusal");
        assert_eq!(error.code(), Some(&code), "over {}: {error}", self.protocol);
        assert_eq!((error.stage(), error.protocol()), (Stage::Refused, Some(self.protocol)));
        assert_ne!(error.kind(), Kind::UnknownCode);
        assert_eq!(error.operation(), self.operation);
        self.seen.insert(code.word().to_owned());
    }

    /// Nothing that the protocol has is left; what it does not have is `others`.
    #[track_caller]
    fn are_all<C: Codes>(&self, others: &[&str]) {
        let mut all: BTreeSet<_> = C::WORDS.iter().map(|word| (*word).to_owned()).collect();
        if !self.protocol.is_soap() {
            all.retain(|word| !others.contains(&word.as_str()));
        }
        assert_eq!(self.seen, all, "over {}", self.protocol);
    }
}

#[tokio::test]
async fn create_user() {
    use create_user::Code;
    for protocol in EVERY {
        let account = Account::new();
        let mut refusals = Refusals::of("createUser", protocol);
        let call = async |parent| account.with_code().create_user().parent(parent).with(over(protocol)).send().await;
        refusals.add(call(1).await, Code::InvalidParamParent);
        refusals.add(call(account.technicians).await, Code::InvalidParamParent);
        trouble(account.group, "ERROR");
        refusals.add(call(account.group).await, Code::Error);
        refusals.add(stranger().create_user().parent(1).with(over(protocol)).send().await, Code::NotLoggedIn);
        refusals.add(impostor().create_user().parent(1).with(over(protocol)).send().await, Code::InvalidSecretAuthCode);
        control("disable-caller", &[("email", &account.email)]);
        refusals.add(call(account.group).await, Code::UserDeletedOrDisabled);
        refusals.are_all::<Code>(&[]);
    }
}

#[tokio::test]
async fn set_user_v2() {
    use set_user_v2::Code;
    for protocol in EVERY {
        let account = Account::new();
        let rescue = account.with_code();
        let node = account.new_user().await;
        let mut refusals = Refusals::of("setUser_v2", protocol);
        let mut refused = async |user: User, code| refusals.add(user.set(&rescue, node, protocol).await, code);

        refused(User { name: String::new(), ..User::new() }, Code::InvalidParamName).await;
        refused(User { name: "n".repeat(65), ..User::new() }, Code::InvalidParamName).await;
        refused(User { email: "no address".to_owned(), ..User::new() }, Code::InvalidParamEmail).await;
        let taken = User { email: account.email.clone(), ..User::new() };
        refused(taken, Code::InvalidParamEmailAlreadyInUse).await;
        refused(User::with_password(""), Code::InvalidParamPasswordLengthHasToBeBiggerThanZero).await;
        let once = User { conf_pwd: None, ..User::with_password("aB-cdefg1") };
        refused(once, Code::InvalidParamMissingConfirmationPassword).await;
        let blank = Code::InvalidParamPasswordCannotContainWhitespaceCharacters;
        refused(User::with_password("aB cdefg1"), blank).await;
        refused(User::with_password("aB-1"), Code::InvalidParamPasswordHasToBeAtLeast8CharactersLong).await;
        let plain = Code::InvalidParamPasswordHasToContainAtLeastTwoUppercaseLettersOrSpecialCharacters;
        refused(User::with_password("abcdefg1"), plain).await;
        let two_ways = User { conf_pwd: Some("aB-cdefg2"), ..User::with_password("aB-cdefg1") };
        refused(two_ways, Code::InvalidParamNewPasswordsDoNotMatch).await;
        let weak = Code::InvalidParamPasswordDoesNotMeetTheMinimumPasswordStrenghtRequirements;
        refused(User::with_password("aB-cdefg"), weak).await;

        User::with_password("aB-cdefg1").set(&rescue, node, protocol).await.expect("a good password");
        refused(User::with_password("aB-cdefg1"), Code::InvalidParamCurrentAndNewPasswordMatch).await;
        let wrong = User { old_pwd: Some("another"), ..User::with_password("aB-cdefg2") };
        refused(wrong, Code::InvalidParamCurrentPasswordIsWrong).await;

        let other = account.new_user().await;
        User { mobile_addon: true, ..User::new() }.set(&rescue, other, protocol).await.expect("the only seat");
        refused(User { mobile_addon: true, ..User::new() }, Code::NotEnoughSeatLicensesAvailable).await;
        control("disable", &[("node", &account.group.to_string())]);
        refused(User::new(), Code::NodeCannotBeEnabledBecauseItsParentNodeIsDisabled).await;

        // A client that is typed cannot bring these about over every protocol.
        for (how, code) in [
            ("ERROR", Code::Error),
            ("INVALIDPARAM_STATUS", Code::InvalidParamStatus),
            ("INVALIDPARAM_MOBILEADDON", Code::InvalidParamMobileAddon),
            ("INVALIDPARAM_RPATADDON", Code::InvalidParamRpatAddon),
        ] {
            trouble(node, how);
            refused(User::new(), code).await;
        }

        refusals.add(User::new().set(&rescue, account.group, protocol).await, Code::InvalidParamNode);
        let own = User { email: account.email.clone(), ..User::with_password("aB-cdefg1") };
        refusals.add(own.set(&rescue, account.master, protocol).await, Code::InvalidParamMissingCurrentPassword);
        refusals.add(User::new().set(&stranger(), node, protocol).await, Code::NotLoggedIn);
        refusals.add(User::new().set(&impostor(), node, protocol).await, Code::InvalidSecretAuthCode);
        control("disable-caller", &[("email", &account.email)]);
        refusals.add(User::new().set(&rescue, node, protocol).await, Code::UserDeletedOrDisabled);
        refusals.are_all::<Code>(&[]);
    }
}

#[tokio::test]
async fn set_group_v2() {
    use set_group_v2::Code;
    for protocol in EVERY {
        let account = Account::new();
        let rescue = account.with_code();
        let node = account.new_group(account.group);
        let mut refusals = Refusals::of("setGroup_v2", protocol);
        let mut refused = async |group: Group, code| refusals.add(group.set(&rescue, node, protocol).await, code);

        refused(Group { name: String::new(), ..Group::new() }, Code::InvalidParamName).await;
        refused(Group { permissions: Some(Vec::new()), ..Group::new() }, Code::InvalidParamPermission).await;
        refused(Group { limits: [101, 0, 0], ..Group::new() }, Code::InvalidParamStandardConcurrentLimit).await;
        refused(Group { limits: [0, 101, 0], ..Group::new() }, Code::InvalidParamMobileConcurrentLimit).await;
        refused(Group { limits: [0, 0, -1], ..Group::new() }, Code::InvalidParamRpatConcurrentLimit).await;
        refused(Group { limits: [100, 50, 1], ..Group::new() }, Code::NotEnoughSeatLicensesAvailable).await;
        control("disable", &[("node", &account.group.to_string())]);
        refused(Group::new(), Code::NodeCannotBeEnabledBecauseItsParentNodeIsDisabled).await;
        Group { status: Status::Disabled, ..Group::new() }.set(&rescue, node, protocol).await.expect("not enabled");

        // Over SOAP the runtime refuses such words itself, with a fault.
        for (how, code) in [
            ("ERROR", Code::Error),
            ("INVALIDPARAM_STATUS", Code::InvalidParamStatus),
            ("INVALIDPARAM_LOCKEDPERMISSION", Code::InvalidParamLockedPermission),
        ] {
            trouble(node, how);
            refused(Group::new(), code).await;
        }

        refusals.add(Group::new().set(&rescue, account.master, protocol).await, Code::InvalidParamNode);
        refusals.add(Group::new().set(&stranger(), node, protocol).await, Code::NotLoggedIn);
        refusals.add(Group::new().set(&impostor(), node, protocol).await, Code::InvalidSecretAuthCode);
        control("disable-caller", &[("email", &account.email)]);
        refusals.add(Group::new().set(&rescue, node, protocol).await, Code::UserDeletedOrDisabled);
        refusals.are_all::<Code>(&[]);
    }
}

/// A page refuses a wrong word with a code.
#[tokio::test]
async fn wrong_words_over_a_page() {
    let account = Account::new();
    for protocol in [Protocol::Get, Protocol::Post] {
        let mut refusals = Refusals::of("setGroup_v2", protocol);
        let status = Group { status: Status::from("Sleeping"), ..Group::new() };
        let answer = status.set(&account.with_code(), account.group, protocol).await;
        refusals.add(answer, set_group_v2::Code::InvalidParamStatus);
        let locked = Group { locked_permissions: Some(vec![Permission::from("Nonsense")]), ..Group::new() };
        let answer = locked.set(&account.with_code(), account.group, protocol).await;
        refusals.add(answer, set_group_v2::Code::InvalidParamLockedPermission);
    }
}

#[tokio::test]
async fn get_group_v2() {
    use get_group_v2::Code;
    for protocol in EVERY {
        let account = Account::new();
        let mut refusals = Refusals::of("getGroup_v2", protocol);
        let call = async |node| account.with_code().get_group_v2().node(node).with(over(protocol)).send().await;
        refusals.add(call(account.master).await, Code::InvalidParamNode);
        trouble(account.group, "ERROR");
        refusals.add(call(account.group).await, Code::Error);
        refusals.add(stranger().get_group_v2().node(1).with(over(protocol)).send().await, Code::NotLoggedIn);
        refusals.add(impostor().get_group_v2().node(1).with(over(protocol)).send().await, Code::InvalidSecretAuthCode);
        control("disable-caller", &[("email", &account.email)]);
        refusals.add(call(account.group).await, Code::UserDeletedOrDisabled);
        refusals.are_all::<Code>(&[]);
    }
}

#[tokio::test]
async fn get_user_v3() {
    use get_user_v3::Code;
    for protocol in EVERY {
        let account = Account::new();
        let node = account.new_user().await;
        let mut refusals = Refusals::of("getUser_v3", protocol);
        let call = async |node| account.with_code().get_user_v3().node(node).with(over(protocol)).send().await;
        refusals.add(call(account.group).await, Code::InvalidParamNode);
        if protocol.is_soap() {
            let nobody =
                account.with_code().get_user_v3().email("nobody@example.com").with(over(protocol)).send().await;
            refusals.add(nobody, Code::InvalidParamEmail);
            trouble(node, "INVALID_EMAILANDNODEIDBOTHSPECIFIED");
            refusals.add(call(node).await, Code::InvalidEmailAndNodeIdBothSpecified);
        }
        trouble(node, "ERROR");
        refusals.add(call(node).await, Code::Error);
        refusals.add(stranger().get_user_v3().node(1).with(over(protocol)).send().await, Code::NotLoggedIn);
        refusals.add(impostor().get_user_v3().node(1).with(over(protocol)).send().await, Code::InvalidSecretAuthCode);
        control("disable-caller", &[("email", &account.email)]);
        refusals.add(call(node).await, Code::UserDeletedOrDisabled);
        refusals.are_all::<Code>(&["InvalidParam_Email", "Invalid_EmailAndNodeIdBothSpecified"]);
    }
}

#[tokio::test]
async fn a_code_of_a_later_version_is_kept() {
    for protocol in EVERY {
        let account = Account::new();
        let node = account.new_user().await;
        trouble(node, "APPROVAL_PENDING");
        let error = User::new().set(&account.with_code(), node, protocol).await.expect_err("a refusal");
        let code = if protocol.is_soap() { "Approval_Pending" } else { "APPROVAL_PENDING" };
        assert_eq!(error.code().map(set_user_v2::Code::as_str), Some(code), "{protocol}");
        assert_eq!((error.stage(), error.kind()), (Stage::Refused, Kind::UnknownCode), "{protocol}");
    }
}

/// Nobody signed in: an empty code is none, as in the vendor's own samples.
fn stranger() -> logmein_rescue::Rescue {
    with_code("")
}

/// The code is nobody's.
fn impostor() -> logmein_rescue::Rescue {
    with_code("nobody's")
}

fn with_code(code: &str) -> logmein_rescue::Rescue {
    logmein_rescue::Rescue::builder().base_url(base()).auth_code(code).build().expect("a client")
}
