//! Rescue's users: made, filled in, looked up, listed.

use bindery_transport::{Protocol, Stage};
use logmein_rescue::{NodeStatus, NodeType, Status, create_users::UserData};

use crate::{
    account::{Account, User, stored},
    host::{EVERY, over},
    texts::{TEXTS, WITH_RETURN},
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_user_is_made_below_each_kind_of_parent() -> Outcome {
    let account = Account::new();
    for protocol in EVERY {
        for (parent, kind) in [(account.group, NodeType::Technician), (account.administrators, NodeType::Administrator)]
        {
            let made = account.with_code().create_user().parent(parent).with(over(protocol)).send().await?;
            let user = account.with_code().get_user_v3().node(made.node_id).with(over(protocol)).send().await?;
            assert_eq!((user.node_id, user.kind), (made.node_id, Some(kind)), "{protocol}");
            assert_eq!(user.status, Some(NodeStatus::Disabled), "{protocol}");
            assert!(made.unknown_fields.is_empty() && user.unknown_fields.is_empty(), "{protocol}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn many_users_are_made_in_one_call() -> Outcome {
    let account = Account::new();
    for protocol in [Protocol::Soap11, Protocol::Soap12] {
        let group = account.new_group(account.technicians);
        let users = TEXTS.iter().map(|text| {
            let user = UserData::new(*text, group, *text, "a@example.com", "aB-cdefg1", "aB-cdefg1", Status::Enabled);
            if text.trim() == *text { user.nick(*text) } else { user.sso_id("") }
        });
        account.with_code().create_users().users(users).with(over(protocol)).send().await?;
        let made = account.with_code().get_hierarchy_v2().is_node(true).node(group).with(over(protocol)).send().await?;
        assert_eq!(made.len(), TEXTS.len() + 1, "{protocol}");
        for (user, text) in made.iter().skip(1).zip(TEXTS) {
            assert_eq!((user.name.as_deref(), user.description.as_deref()), (Some(*text), Some(*text)), "{protocol}");
            assert_eq!(user.status, Some(NodeStatus::Offline), "{protocol}");
            let (nick, sso_id) = if text.trim() == *text { (Some(*text), None) } else { (None, Some("")) };
            assert_eq!(stored(user.node_id, "Nick").as_deref(), nick, "{protocol}");
            assert_eq!(stored(user.node_id, "SsoId").as_deref(), sso_id, "{protocol}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn texts_arrive_byte_for_byte() -> Outcome {
    let account = Account::new();
    let node = account.new_user().await;
    for protocol in EVERY {
        for text in TEXTS.iter().chain([&WITH_RETURN]) {
            set_texts(&account, node, text, protocol).await?;
            for field in ["Name", "Nick", "Description", "SsoId"] {
                assert_eq!(stored(node, field).as_deref(), Some(*text), "{field} over {protocol}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn texts_come_back_over_soap_byte_for_byte() -> Outcome {
    let account = Account::new();
    let node = account.new_user().await;
    for protocol in [Protocol::Soap11, Protocol::Soap12] {
        for text in TEXTS {
            set_texts(&account, node, text, protocol).await?;
            let user = account.with_code().get_user_v3().node(node).with(over(protocol)).send().await?;
            for read in [&user.name, &user.nick, &user.description, &user.sso_id] {
                assert_eq!(read.as_deref(), Some(*text), "{protocol}");
            }
        }
    }
    Ok(())
}

/// The runtime writes a carriage return as it is, and XML makes it a line feed.
#[tokio::test]
async fn a_carriage_return_comes_back_over_soap_as_xml_has_it() -> Outcome {
    let account = Account::new();
    let node = account.new_user().await;
    for protocol in [Protocol::Soap11, Protocol::Soap12] {
        set_texts(&account, node, WITH_RETURN, protocol).await?;
        let user = account.with_code().get_user_v3().node(node).with(over(protocol)).send().await?;
        assert_eq!(user.description.as_deref(), Some("win\ndows\nmac"), "{protocol}");
    }
    Ok(())
}

/// A page carries them, XML does not; the runtime writes them as references all the same.
#[tokio::test]
async fn characters_that_xml_cannot_carry() -> Outcome {
    let account = Account::new();
    let node = account.new_user().await;
    for text in ["a\u{1}b", "a\u{b}b", "a\u{1f}b", "a\u{fffe}b"] {
        for protocol in EVERY {
            let user = User { description: Some(text.to_owned()), ..User::new() };
            let answer = user.set(&account.with_code(), node, protocol).await;
            if protocol.is_soap() {
                let error = answer.expect_err("no XML");
                assert_eq!((error.stage(), error.parameter()), (Stage::NotBuilt, Some("description")), "{protocol}");
            } else {
                answer?;
                assert_eq!(stored(node, "Description").as_deref(), Some(text), "{protocol}");
            }
            let read = account.with_code().get_user_v3().node(node).with(over(protocol)).send().await?;
            assert_eq!(read.description.as_deref(), Some(text), "{protocol}");
        }
    }
    // Not even as a reference: the answer is no XML then, and its other fields are lost with it.
    User { description: Some("a\0b".to_owned()), ..User::new() }
        .set(&account.with_code(), node, Protocol::Post)
        .await?;
    let read = account.with_code().get_user_v3().node(node).with(Protocol::Soap11).send().await;
    assert_eq!(read.expect_err("no XML").stage(), Stage::NotUnderstood);
    Ok(())
}

/// A page of a megabyte, too.
#[tokio::test]
async fn a_long_text_goes_there_and_back() -> Outcome {
    let account = Account::new();
    let node = account.new_user().await;
    let text = "é😀 <&> ]]> ".repeat(50_000);
    for protocol in [Protocol::Post, Protocol::Soap11, Protocol::Soap12] {
        let user = User { description: Some(text.clone()), ..User::new() };
        user.set(&account.with_code(), node, protocol).await?;
        assert!(stored(node, "Description").as_deref() == Some(text.as_str()), "{protocol}");
        for back in EVERY {
            let read = account.with_code().get_user_v3().node(node).with(over(back)).send().await?;
            let expected = if back.is_soap() { text.as_str() } else { text.trim() };
            assert!(read.description.as_deref() == Some(expected), "set over {protocol}, read over {back}");
        }
    }
    Ok(())
}

/// Blanks beside a value belong to the text around it.
#[tokio::test]
async fn texts_come_back_from_a_page_without_the_blanks_beside_them() -> Outcome {
    let account = Account::new();
    let node = account.new_user().await;
    for protocol in [Protocol::Get, Protocol::Post] {
        for text in TEXTS {
            set_texts(&account, node, text, protocol).await?;
            let user = account.with_code().get_user_v3().node(node).with(over(protocol)).send().await?;
            for read in [&user.name, &user.nick, &user.description, &user.sso_id] {
                assert_eq!(read.as_deref(), Some(text.trim()), "{protocol}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_is_left_out_is_kept_and_what_is_empty_is_cleared() -> Outcome {
    let account = Account::new();
    for protocol in EVERY {
        let node = account.new_user().await;
        let rescue = account.with_code();
        User::new().set(&rescue, node, protocol).await?;
        assert_eq!(stored(node, "Nick"), None, "never given, over {protocol}");
        let texts =
            |text: &str| User { nick: Some(text.to_owned()), description: Some(text.to_owned()), ..User::new() };
        texts("one").set(&rescue, node, protocol).await?;
        User::new().set(&rescue, node, protocol).await?;
        assert_eq!(stored(node, "Nick").as_deref(), Some("one"), "left out over {protocol}");
        assert_eq!(stored(node, "Description").as_deref(), Some("one"), "left out over {protocol}");
        texts("").set(&rescue, node, protocol).await?;
        assert_eq!(stored(node, "Nick").as_deref(), Some(""), "empty over {protocol}");
        assert_eq!(stored(node, "Description").as_deref(), Some(""), "empty over {protocol}");
    }
    Ok(())
}

/// SOAP can tell nothing from nothing said; a page cannot.
#[tokio::test]
async fn an_empty_text_and_a_missing_one_are_told_apart_over_soap() -> Outcome {
    let account = Account::new();
    let node = account.new_user().await;
    for (protocol, missing) in EVERY.into_iter().zip([Some(""), Some(""), None, None]) {
        let user = account.with_code().get_user_v3().node(node).with(over(protocol)).send().await?;
        assert_eq!(user.nick.as_deref(), missing, "{protocol}");
    }
    User { nick: Some(String::new()), ..User::new() }.set(&account.with_code(), node, Protocol::Post).await?;
    for protocol in EVERY {
        let user = account.with_code().get_user_v3().node(node).with(over(protocol)).send().await?;
        assert_eq!(user.nick.as_deref(), Some(""), "{protocol}");
    }
    Ok(())
}

#[tokio::test]
async fn add_ons_and_passwords_are_set() -> Outcome {
    let account = Account::new();
    for protocol in EVERY {
        let node = account.new_user().await;
        for (mobile_addon, rpat_addon) in [(true, false), (false, true), (true, true), (false, false)] {
            let user = User { mobile_addon, rpat_addon, ..User::with_password("aB-cdefg1") };
            let user =
                if stored(node, "Password").is_some() { User { pwd: None, conf_pwd: None, ..user } } else { user };
            user.set(&account.with_code(), node, protocol).await?;
            let read = account.with_code().get_user_v3().node(node).with(over(protocol)).send().await?;
            assert_eq!(read.has_mobile_addon, Some(mobile_addon), "{protocol}");
            assert_eq!(read.has_rpat_addon, Some(rpat_addon), "{protocol}");
            assert_eq!(read.email.as_deref(), Some(user.email.as_str()), "{protocol}");
            assert_eq!(read.is_account_holder, Some(false), "{protocol}");
            assert_eq!(stored(node, "Password").as_deref(), Some("aB-cdefg1"), "{protocol}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_user_is_found_by_address() -> Outcome {
    let account = Account::new();
    for protocol in EVERY {
        let user = account.with_code().get_user_v3().email(&account.email).with(over(protocol)).send().await?;
        assert_eq!((user.node_id, user.kind), (account.master, Some(NodeType::MasterAdministrator)), "{protocol}");
    }
    Ok(())
}

#[tokio::test]
async fn the_tree_is_listed_whole_and_in_part() -> Outcome {
    let account = Account::new();
    let node = account.new_user().await;
    let name = "Doe: John <&>";
    User { name: name.to_owned(), description: Some("é".to_owned()), ..User::new() }
        .set(&account.with_code(), node, Protocol::Post)
        .await?;
    for protocol in EVERY {
        let whole = account.with_code().get_hierarchy_v2().with(over(protocol)).send().await?;
        assert_eq!(whole.len(), 7, "{protocol}: {whole:?}");
        let user = whole.iter().find(|one| one.node_id == node).expect("the user");
        assert_eq!(user.name.as_deref(), Some(name), "{protocol}");
        assert_eq!(user.description.as_deref(), Some("é"), "{protocol}");
        assert_eq!((user.parent_id, &user.kind), (Some(account.group), &Some(NodeType::Technician)), "{protocol}");

        let part = account.with_code().get_hierarchy_v2().is_node(true).node(account.group).with(over(protocol));
        let part: Vec<_> = part.send().await?.iter().map(|one| one.node_id).collect();
        assert_eq!(part, [account.group, node], "{protocol}");
        let online = account.with_code().get_hierarchy_v2().is_node(true).node(account.group).filter_offline(true);
        let online: Vec<_> = online.with(over(protocol)).send().await?.iter().map(|one| one.node_id).collect();
        assert_eq!(online, [account.group], "{protocol}");
    }
    Ok(())
}

async fn set_texts(account: &Account, node: i32, text: &str, protocol: Protocol) -> Outcome {
    let given = Some(text.to_owned());
    let user =
        User { name: text.to_owned(), nick: given.clone(), sso_id: given.clone(), description: given, ..User::new() };
    Ok(user.set(&account.with_code(), node, protocol).await?)
}
