//! Rescue's dates and tables: texts of a page, values of a schema over SOAP.

use bindery_transport::{Kind, Stage};
use logmein_rescue::{get_report_v2, get_session_v3, set_report_date_v2};

use crate::{
    account::{Account, User, trouble},
    host::{EVERY, control, over},
};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn dates_arrive() -> Outcome {
    for protocol in EVERY {
        let account = Account::new();
        let rescue = account.with_code();
        let set = async |begin: &str, end: &str| {
            rescue.set_report_date_v2().begin_date(begin).end_date(end).with(over(protocol)).send().await
        };
        set("2024-02-09T04:07:05", "2024-12-31T23:59:59").await?;
        let dates = control("report-dates", &[("email", &account.email)]);
        assert_eq!(dates.as_deref(), Some("2024-02-09T04:07:05 2024-12-31T23:59:59"), "{protocol}");

        let refused = set("2024-02-09T00:00:00", "2024-02-08T00:00:00").await.expect_err("the wrong way round");
        assert_eq!(refused.code(), Some(&set_report_date_v2::Code::InvalidDateRange), "{protocol}");
        let refused = set("tomorrow", "2024-02-08T00:00:00").await.expect_err("no date");
        assert_eq!((refused.stage(), refused.kind()), (Stage::Refused, Kind::Input), "{protocol}");
        if protocol.is_soap() {
            assert!(refused.fault().is_some(), "{refused}");
        } else {
            assert_eq!(refused.code(), Some(&set_report_date_v2::Code::InvalidFormat), "{protocol}");
        }
        trouble(account.master, "INVALIDFORMAT");
        let refused = set("2024-02-08T00:00:00", "2024-02-08T00:00:00").await.expect_err("the service says so");
        assert_eq!(refused.code(), Some(&set_report_date_v2::Code::InvalidFormat), "{protocol}");
    }
    Ok(())
}

#[tokio::test]
async fn a_report_is_the_same_table_over_every_protocol() -> Outcome {
    let account = Account::new();
    let node = account.new_user().await;
    let user =
        User { name: "Doe: John".to_owned(), description: Some("é😀 <&>\"' ]]> a  b".to_owned()), ..User::new() };
    user.set(&account.with_code(), node, EVERY[0]).await?;
    for protocol in EVERY {
        control("forget-reports", &[("email", &account.email)]);
        let rows = account.with_code().get_report_v2().node(account.group).with(over(protocol)).send().await?;
        assert_eq!(rows.len(), 1, "{protocol}");
        let id = node.to_string();
        let cells: Vec<_> = rows[0].iter().collect();
        let expected = [
            ("Technician ID", id.as_str()),
            ("Technician Name", "Doe: John"),
            ("Qu'est-ce <é>?", "é😀 <&>\"' ]]> a  b"),
        ];
        assert_eq!(cells, expected, "{protocol}");

        // Another client does not know that one was just fetched, and the service does.
        let soon = account.with_code().get_report_v2().node(account.group).with(over(protocol)).send().await;
        let soon = soon.expect_err("one a minute");
        assert_eq!(soon.code(), Some(&get_report_v2::Code::PollRateExceeded), "{protocol}");
        assert_eq!(soon.kind(), Kind::SlowDown, "{protocol}");
    }
    Ok(())
}

#[tokio::test]
async fn sessions_are_listed_as_a_table_and_as_records() -> Outcome {
    let account = Account::new();
    for protocol in EVERY {
        let sessions = account.with_code().get_session_v3().node(account.master).with(over(protocol)).send().await?;
        let [waiting, handed, answered] = &sessions[..] else { panic!("{protocol}: {sessions:?}") };

        assert_eq!(waiting.id, Some(1_073_174_914), "{protocol}");
        assert_eq!(waiting.status, Some(get_session_v3::SessionState::Waiting), "{protocol}");
        assert_eq!((waiting.entry_id, waiting.entry.as_deref()), (Some(1_927_940_688), Some("Canal é & <b>")));
        assert_eq!((waiting.technician_id, waiting.technician.as_deref()), (None, Some("")), "{protocol}");
        assert_eq!(waiting.waiting_time, Some(2600), "{protocol}");
        assert_eq!((waiting.is_lead_technician, waiting.handing_off), (Some(false), Some(false)), "{protocol}");

        assert_eq!(handed.status.as_ref().map(|status| status.as_str()), Some("Ativas"), "{protocol}");
        assert_eq!((handed.entry_id, handed.entry.as_deref()), (None, Some("")), "{protocol}");
        assert_eq!(handed.technician_id, Some(account.master), "{protocol}");
        assert_eq!(handed.transferred_comment.as_deref(), Some("ça va: \"bien\""), "{protocol}");
        assert_eq!((handed.is_lead_technician, handed.handing_off), (Some(true), Some(true)), "{protocol}");

        let codes: Vec<_> = sessions.iter().map(|one| one.status_code.as_ref().map(|code| code.as_str())).collect();
        let words = [Some("SESSION_WAITING"), Some("SESSION_PICKEDUP"), Some("SESSION_ANSWEREDBYMACHINE")];
        assert_eq!(codes, if protocol.is_soap() { words } else { [None; 3] }, "{protocol}");
        let times: Vec<_> =
            sessions.iter().filter_map(|one| Some(one.start_time.as_ref()?.civil()?.to_string())).collect();
        // A page leaves the seconds out.
        let seconds = if protocol.is_soap() { "27" } else { "00" };
        let expected =
            ["2024-02-19T14:27", "2024-02-19T00:27", "2024-11-19T14:27"].map(|time| format!("{time}:{seconds}"));
        assert_eq!(times, expected, "{protocol}");
        assert!(answered.unknown_fields.is_empty(), "{:?}", answered.unknown_fields);
    }
    Ok(())
}
