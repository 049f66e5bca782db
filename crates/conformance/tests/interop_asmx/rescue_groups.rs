//! Rescue's groups: lists of words, there and back.

use bindery_transport::{Kind, Protocol, Stage};
use logmein_rescue::{NodeType, Permission, set_group_v2};

use crate::{
    account::{Account, Group},
    host::{EVERY, over},
    texts::TEXTS,
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_group_comes_back_as_it_was_set() -> Outcome {
    let account = Account::new();
    let several = vec![Permission::SendUrl, Permission::RemoteControl, Permission::ConnectOnLan];
    for protocol in EVERY {
        let node = account.new_group(account.technicians);
        let group = Group {
            description: Some("é😀 <&>\"' ]]> a  b".to_owned()),
            permissions: Some(several.clone()),
            locked_permissions: Some(vec![Permission::CallingCardDeployment]),
            ..Group::new()
        };
        group.set(&account.with_code(), node, protocol).await?;
        for back in EVERY {
            let read = account.with_code().get_group_v2().node(node).with(over(back)).send().await?;
            let way = format!("set over {protocol}, read over {back}");
            assert_eq!(read.node_id, node, "{way}");
            assert_eq!(read.name.as_deref(), Some("TechGroup"), "{way}");
            assert_eq!(read.description, group.description, "{way}");
            assert_eq!(read.kind, Some(NodeType::TechnicianGroup), "{way}");
            assert_eq!(read.permissions, several, "{way}");
            assert_eq!(read.locked_permissions, [Permission::CallingCardDeployment], "{way}");
            assert_eq!(read.is_enabled, Some(true), "{way}");
            assert_eq!(read.standard_concurrent_limit, Some(10), "{way}");
            assert_eq!(read.mobile_concurrent_limit, Some(20), "{way}");
            assert_eq!(read.rpat_concurrent_limit, Some(30), "{way}");
            assert!(read.unknown_fields.is_empty(), "{way}: {:?}", read.unknown_fields);
        }
    }
    Ok(())
}

#[tokio::test]
async fn texts_of_a_group_come_back() -> Outcome {
    let account = Account::new();
    for protocol in EVERY {
        for text in TEXTS {
            let group = Group { name: (*text).to_owned(), description: Some((*text).to_owned()), ..Group::new() };
            group.set(&account.with_code(), account.group, protocol).await?;
            let read = account.with_code().get_group_v2().node(account.group).with(over(protocol)).send().await?;
            let expected = if protocol.is_soap() { text } else { text.trim() };
            assert_eq!(read.name.as_deref(), Some(expected), "{protocol}");
            assert_eq!(read.description.as_deref(), Some(expected), "{protocol}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_list_that_is_left_out_is_kept_and_an_empty_one_clears() -> Outcome {
    let account = Account::new();
    for protocol in EVERY {
        let rescue = account.with_code();
        let node = account.new_group(account.technicians);
        let locked = async || -> Result<_, Box<dyn std::error::Error>> {
            Ok(rescue.get_group_v2().node(node).with(over(protocol)).send().await?.locked_permissions)
        };
        assert_eq!(locked().await?, [], "never given, over {protocol}");
        let both = vec![Permission::RemoteView, Permission::SendFile];
        Group { locked_permissions: Some(both.clone()), ..Group::new() }.set(&rescue, node, protocol).await?;
        assert_eq!(locked().await?, both, "several over {protocol}");
        Group::new().set(&rescue, node, protocol).await?;
        assert_eq!(locked().await?, both, "left out over {protocol}");
        Group { locked_permissions: Some(Vec::new()), ..Group::new() }.set(&rescue, node, protocol).await?;
        assert_eq!(locked().await?, [], "empty over {protocol}");
        let none = Group { permissions: Some(Vec::new()), ..Group::new() };
        let refused = none.set(&rescue, node, protocol).await.expect_err("no permission is wrong");
        assert_eq!(refused.code(), Some(&set_group_v2::Code::InvalidParamPermission), "{protocol}");
    }
    Ok(())
}

#[tokio::test]
async fn a_word_that_only_the_service_knows_goes_there_and_back() -> Outcome {
    let account = Account::new();
    let permissions = vec![Permission::RemoteView, Permission::from("AnnotationNotAllowed")];
    for protocol in EVERY {
        let group = Group { permissions: Some(permissions.clone()), ..Group::new() };
        group.set(&account.with_code(), account.group, protocol).await?;
        let read = account.with_code().get_group_v2().node(account.group).with(over(protocol)).send().await?;
        assert_eq!(read.permissions, permissions, "{protocol}");
    }
    Ok(())
}

/// A page says which parameter is wrong; the runtime itself refuses SOAP's word with a fault.
#[tokio::test]
async fn a_word_that_the_service_does_not_know_is_refused() -> Outcome {
    let account = Account::new();
    let group = Group { permissions: Some(vec![Permission::from("Nonsense")]), ..Group::new() };
    for protocol in EVERY {
        let refused = group.set(&account.with_code(), account.group, protocol).await.expect_err("no such word");
        assert_eq!(refused.stage(), Stage::Refused, "{protocol}");
        if protocol.is_soap() {
            let fault = refused.fault().expect("a fault");
            assert!(fault.text.contains("Nonsense"), "{fault:?}");
            assert!(fault.code.ends_with(if protocol == Protocol::Soap11 { "Client" } else { "Sender" }), "{fault:?}");
            assert_eq!(refused.code(), None, "{protocol}");
        } else {
            assert_eq!(refused.code(), Some(&set_group_v2::Code::InvalidParamPermission), "{protocol}");
            assert_eq!((refused.kind(), refused.parameter()), (Kind::Input, Some("permission")), "{protocol}");
        }
    }
    Ok(())
}
