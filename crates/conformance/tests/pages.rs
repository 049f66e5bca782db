//! What the five vendor pages say is in the crates, to the last code.

use bindery_transport::description::{Kind, Operation, Protocol, Vendor};

fn operation(vendor: &'static Vendor, name: &str) -> &'static Operation {
    vendor.operation(name).unwrap_or_else(|| panic!("{} has no {name}", vendor.name))
}

#[track_caller]
fn has_codes(vendor: &'static Vendor, name: &str, page: &[&str]) {
    let mut codes: Vec<&str> = operation(vendor, name).codes.iter().map(|code| code.name).collect();
    let mut page: Vec<&str> = page.iter().copied().filter(|code| *code != "OK").collect();
    codes.sort_unstable();
    page.sort_unstable();
    assert_eq!(codes, page, "{name}");
}

#[test]
fn create_user_has_the_six_return_values_of_its_page() {
    let page =
        ["ERROR", "OK", "NOTLOGGEDIN", "INVALIDPARAM_PARENT", "INVALID_SECRETAUTHCODE", "USER_DELETED_OR_DISABLED"];
    has_codes(&logmein_rescue::VENDOR, "createUser", &page);
}

#[test]
fn set_user_v2_has_the_twenty_four_return_values_of_its_page() {
    let page = [
        "ERROR",
        "OK",
        "NOTLOGGEDIN",
        "INVALIDPARAM_NODE",
        "INVALIDPARAM_NAME",
        "INVALIDPARAM_STATUS",
        "INVALIDPARAM_MOBILEADDON",
        "INVALIDPARAM_EMAIL",
        "INVALIDPARAM_EMAIL_ALREADY_IN_USE",
        "INVALIDPARAM_MISSING_CURRENT_PASSWORD",
        "INVALIDPARAM_PASSWORD_CANNOT_CONTAIN_WHITESPACE_CHARACTERS",
        "INVALIDPARAM_PASSWORD_HAS_TO_BE_AT_LEAST_8_CHARACTERS_LONG",
        "INVALIDPARAM_PASSWORD_HAS_TO_CONTAIN_AT_LEAST_TWO_UPPERCASE_LETTERS_OR_SPECIAL_CHARACTERS",
        "INVALIDPARAM_PASSWORD_LENGTH_HAS_TO_BE_BIGGER_THAN_ZERO",
        "INVALIDPARAM_PASSWORD_DOES_NOT_MEET_THE_MINIMUM_PASSWORD_STRENGHT_REQUIREMENTS",
        "INVALIDPARAM_NEW_PASSWORDS_DO_NOT_MATCH",
        "INVALIDPARAM_CURRENT_AND_NEW_PASSWORD_MATCH",
        "INVALIDPARAM_CURRENT_PASSWORD_IS_WRONG",
        "INVALIDPARAM_MISSING_CONFIRMATION_PASSWORD",
        "NOT_ENOUGH_SEAT_LICENSES_AVAILABLE",
        "NODE_CANNOT_BE_ENABLED_BECAUSE_ITS_PARENT_NODE_IS_DISABLED",
        "INVALIDPARAM_RPATADDON",
        "INVALID_SECRETAUTHCODE",
        "USER_DELETED_OR_DISABLED",
    ];
    assert_eq!(page.len(), 24);
    has_codes(&logmein_rescue::VENDOR, "setUser_v2", &page);
}

#[test]
fn set_group_v2_has_the_fifteen_return_values_of_its_page() {
    let page = [
        "ERROR",
        "OK",
        "NOTLOGGEDIN",
        "INVALIDPARAM_NODE",
        "INVALIDPARAM_NAME",
        "INVALIDPARAM_STATUS",
        "INVALIDPARAM_PERMISSION",
        "INVALIDPARAM_LOCKEDPERMISSION",
        "INVALIDPARAM_STANDARDCONCURRENTLIMIT",
        "INVALIDPARAM_MOBILECONCURRENTLIMIT",
        "INVALIDPARAM_RPATCONCURRENTLIMIT",
        "NOT_ENOUGH_SEAT_LICENSES_AVAILABLE",
        "NODE_CANNOT_BE_ENABLED_BECAUSE_ITS_PARENT_NODE_IS_DISABLED",
        "INVALID_SECRETAUTHCODE",
        "USER_DELETED_OR_DISABLED",
    ];
    assert_eq!(page.len(), 15);
    has_codes(&logmein_rescue::VENDOR, "setGroup_v2", &page);
}

#[test]
fn the_parameters_are_those_of_the_tables_in_their_order() {
    let names = |vendor, name| operation(vendor, name).params.iter().map(|param| param.name).collect::<Vec<_>>();
    let required = |vendor, name| {
        let params = operation(vendor, name).params.iter();
        params.filter(|param| param.required).map(|param| param.name).collect::<Vec<_>>()
    };
    let rescue = &logmein_rescue::VENDOR;
    assert_eq!(names(rescue, "createUser"), ["parent"]);
    assert_eq!(
        names(rescue, "setUser_v2"),
        [
            "node",
            "name",
            "nick",
            "email",
            "ssoid",
            "pwd",
            "confpwd",
            "oldpwd",
            "status",
            "description",
            "mobileaddon",
            "rpataddon"
        ]
    );
    assert_eq!(required(rescue, "setUser_v2"), ["node", "name", "email", "status", "mobileaddon", "rpataddon"]);
    assert_eq!(
        names(rescue, "setGroup_v2"),
        [
            "node",
            "name",
            "status",
            "description",
            "permission",
            "lockedpermission",
            "standardconcurrentlimit",
            "mobileconcurrentlimit",
            "rpatconcurrentlimit"
        ]
    );
    let silo = required(&mediasilo::VENDOR, "User.Create");
    assert_eq!(silo, ["username", "password", "firstname", "lastname", "email", "address1", "city", "state", "zip"]);
    assert_eq!(names(&mediasilo::VENDOR, "User.Create").len(), 11);
    assert_eq!(
        names(&inforouter::VENDOR, "CreateUser"),
        [
            "DomainName",
            "UserName",
            "FirstName",
            "LastName",
            "EmailAddress",
            "Password",
            "ReadOnlyUser",
            "AuthenticationSource"
        ]
    );
}

#[test]
fn passwords_are_secret() {
    for (vendor, name, secrets) in [
        (&logmein_rescue::VENDOR, "setUser_v2", &["pwd", "confpwd", "oldpwd"][..]),
        (&mediasilo::VENDOR, "User.Create", &["password"][..]),
        (&inforouter::VENDOR, "CreateUser", &["Password"][..]),
    ] {
        let found: Vec<_> =
            operation(vendor, name).params.iter().filter(|param| param.secret).map(|param| param.name).collect();
        assert_eq!(found, secrets);
    }
}

#[test]
fn a_group_has_twenty_six_permissions_parted_by_commas() {
    for name in ["permission", "lockedpermission"] {
        let group = operation(&logmein_rescue::VENDOR, "setGroup_v2");
        let param = group.params.iter().find(|param| param.name == name).expect(name);
        let form = param.wire(Protocol::Post).expect("the form has it");
        assert!(param.many);
        assert_eq!(form.join.map(str::trim), Some(","));
        let Kind::Enum(words) = form.ty.kind else { panic!("{name} is no enumeration") };
        assert_eq!(words.len(), 26);
        assert_eq!(param.wire(Protocol::Soap12).expect("SOAP has it").join, None);
    }
}

#[test]
fn every_documented_protocol_is_there() {
    use Protocol::{Get, Post, Soap11, Soap12, Xml};
    for (vendor, names, wanted) in [
        (&logmein_rescue::VENDOR, &["createUser", "setUser_v2", "setGroup_v2"][..], &[Get, Post, Soap11, Soap12][..]),
        (&mediasilo::VENDOR, &["User.Create"][..], &[Xml][..]),
        (&inforouter::VENDOR, &["CreateUser"][..], &[Get, Post, Soap11][..]),
    ] {
        for name in names {
            let on = operation(vendor, name);
            let found: Vec<_> =
                Protocol::ALL.into_iter().filter(|protocol| on.binding(vendor, *protocol).is_some()).collect();
            assert_eq!(found, wanted, "{name}");
        }
    }
}
