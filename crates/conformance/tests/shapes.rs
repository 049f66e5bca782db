//! What the language learnt last, by the real operations that need it, as somebody programs against them.

use bindery_simulator::Simulator;
use bindery_transport::{Kind, Protocol, Stage};
use inforouter::{Criteria, InfoRouter, search::SortBy, set_folder_cutoff_date};
use logmein_rescue::Rescue;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn inforouter(sim: &Simulator) -> Result<InfoRouter, inforouter::Failure> {
    InfoRouter::builder(sim.base_url()).login("jdoe", "secret").build()
}

fn rescue(sim: &Simulator) -> Result<Rescue, logmein_rescue::Failure> {
    Rescue::builder().base_url(sim.base_url()).auth_code("key").transport(|client| client.ignore_limits()).build()
}

#[tokio::test]
async fn a_search_gives_its_pages_one_after_another_until_the_last() -> Outcome {
    let sim = Simulator::start(&inforouter::VENDOR);
    let client = inforouter(&sim)?;
    sim.on("GetNextSearchPage").example(0).example(0).example(1);
    let search = client.search().criteria(Criteria::new()).sort_by(SortBy::DocumentName).ascending_order(true);
    let (found, mut pages) = search.pages(client.get_next_search_page().with_owner(true)).await?;
    assert_eq!(found.count, Some(2));
    assert_eq!(sim.requests("GetNextSearchPage"), 0, "a page is asked for when it is wanted");
    let mut last = Vec::new();
    while let Some(page) = pages.next_page().await {
        last.push(page?.last_page);
    }
    assert_eq!(last, [Some(false), Some(false), Some(true)]);
    assert_eq!((sim.requests("Search"), sim.requests("GetNextSearchPage")), (1, 3));
    assert!(pages.next_page().await.is_none());
    Ok(())
}

#[test]
fn the_same_without_async() -> Outcome {
    let sim = Simulator::start(&inforouter::VENDOR);
    let client = inforouter::blocking::InfoRouter::builder(sim.base_url()).login("jdoe", "secret").build_blocking()?;
    sim.on("GetNextSearchPage").example(0).example(1);
    let search = client.search().criteria(Criteria::new()).sort_by(SortBy::DocumentName).ascending_order(true);
    let (_, pages) = search.pages(client.get_next_search_page())?;
    assert_eq!(pages.collect::<Result<Vec<_>, _>>()?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_download_goes_to_a_writer_and_nothing_at_all_is_a_failure() -> Outcome {
    let sim = Simulator::start(&inforouter::VENDOR);
    let client = inforouter(&sim)?;
    for protocol in [Protocol::Post, Protocol::Get, Protocol::Soap11] {
        let options = bindery_transport::CallOptions::from(protocol).allow_secrets_in_url();
        let mut file: Vec<u8> = Vec::new();
        let call = client.download_document().path("/MyLibrary/Reports/Report.pdf").with(options);
        assert_eq!(call.clone().download(&mut file).await?, 9);
        assert_eq!(file, b"%PDF-1.4\n");
        assert_eq!(call.send().await?, file);
    }
    sim.on("DownloadDocument").body(200, "application/octet-stream", "");
    let mut file: Vec<u8> = Vec::new();
    let error = client.download_document().path("/nowhere").download(&mut file).await.expect_err("a failure");
    assert_eq!((error.stage(), error.kind()), (Stage::NotUnderstood, Kind::Unexpected));
    assert!(error.to_string().contains("empty"), "{error}");
    assert!(file.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_refusal_can_be_the_no_of_a_question() -> Outcome {
    let sim = Simulator::start(&inforouter::VENDOR);
    let client = inforouter(&sim)?;
    assert!(client.user_exists().user_name("jdoe").send().await?);
    sim.on("UserExists").code("NoSuchUser");
    assert!(!client.user_exists().user_name("nobody").send().await?);
    sim.on("UserExists").code("AnonymousMayNot");
    let error = client.user_exists().user_name("jdoe").send().await.expect_err("a refusal");
    assert_eq!(error.code(), Some(&inforouter::user_exists::Code::AnonymousMayNot));
    Ok(())
}

#[tokio::test]
async fn a_refusal_in_part_says_what_became_of_each_item() -> Outcome {
    use set_folder_cutoff_date::{Code, Details, ItemStatus};

    let sim = Simulator::start(&inforouter::VENDOR);
    let client = inforouter(&sim)?;
    sim.on("SetFolderCutoffDate").code("MultiStatus");
    let call = client.set_folder_cutoff_date().path("/Finance/Reports").cutoff_date("2025-12-31T00:00:00");
    let error = call.include_sub_folders(false).include_documents(true).send().await.expect_err("a refusal");
    assert_eq!(error.code(), Some(&Code::MultiStatus));
    let Some(Details::MultiStatus(items)) = error.details() else { panic!("{error}") };
    let failed: Vec<_> = items.iter().filter(|item| item.status == Some(ItemStatus::Failed)).collect();
    assert_eq!((items.len(), failed.len()), (2, 1));
    assert_eq!(failed[0].message.as_deref(), Some("Access denied."));
    Ok(())
}

#[tokio::test]
async fn a_report_reads_the_same_as_a_table_and_as_xml_over_every_protocol() -> Outcome {
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    let client = rescue(&sim)?;
    for form in 0..2 {
        sim.prefer_text_form("getReport_v2", form);
        for protocol in [Protocol::Post, Protocol::Get, Protocol::Soap12, Protocol::Soap11] {
            let options = bindery_transport::CallOptions::from(protocol).allow_secrets_in_url();
            let rows = client.get_report_v2().node(337366).with(options).send().await?;
            assert_eq!(rows.len(), 2, "{protocol}");
            assert_eq!(rows[0].get("Your Name:"), Some("Ann Roe"), "form {form} over {protocol}");
            assert_eq!(rows[1].get("Incident Tools Used"), Some(""), "form {form} over {protocol}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_delimiter_in_a_cell_spoils_its_row_and_no_other() -> Outcome {
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    let client = rescue(&sim)?;
    let text = "OK\n\nTechnician Name|Note|\r\nAnn|fine|\r\nBob|a | b|\r\nCid|fine, too|\r\n";
    sim.on("getReport_v2").body(200, "text/html; charset=utf-8", text);
    let rows = client.get_report_v2().node(1).send().await?;
    assert_eq!(rows.len(), 3);
    assert_eq!((rows[0].get("Note"), rows[2].get("Note")), (Some("fine"), Some("fine, too")));
    assert_eq!(rows[1].get("Technician Name"), None);
    assert!(rows[1].iter().any(|(_, text)| text.contains("Bob|a | b")), "{rows:?}");
    Ok(())
}

#[tokio::test]
async fn a_report_is_fetched_once_in_a_minute() -> Outcome {
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    let client = Rescue::builder().base_url(sim.base_url()).auth_code("key").build()?;
    client.get_report_v2().node(1).send().await?;
    let options = bindery_transport::CallOptions::new().timeout(std::time::Duration::from_secs(30));
    let error = client.get_report_v2().node(1).with(options).send().await.expect_err("no time to wait for that");
    assert_eq!((error.stage(), error.kind()), (Stage::NotSent, Kind::SlowDown), "{error}");
    assert_eq!(sim.requests("getReport_v2"), 1);
    Ok(())
}

#[tokio::test]
async fn tickets_and_bare_answers_are_read_as_what_they_are() -> Outcome {
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    let client = rescue(&sim)?;
    let ticket = |sso: &str| client.get_dtc_login_ticket().sso_id(sso).password("secret").company_id("654321");
    assert!(ticket("jdoe").send().await?.expose().starts_with("https://"));
    sim.on("getDTCLoginTicket").body(200, "text/plain", "INVALIDPASSWORD");
    let error = ticket("jdoe").send().await.expect_err("a refusal");
    assert_eq!(error.stage(), Stage::Refused);
    sim.on("getDTCLoginTicket").body(200, "text/html", "<html><body>Log in</body></html>");
    assert_eq!(ticket("jdoe").send().await.expect_err("a page").stage(), Stage::NotUnderstood);

    let available = |answer: &'static str| {
        sim.on("isAnyTechAvailableOnChannel").body(200, "text/html", answer);
        client.is_any_tech_available_on_channel().channel_id(1).send()
    };
    assert!(available("TRUE").await?);
    assert!(!available("\r\nFALSE\r\n").await?);
    let error = available("SOMETHING_ELSE").await.expect_err("an unknown code");
    assert_eq!((error.stage(), error.kind()), (Stage::Refused, Kind::UnknownCode));
    Ok(())
}

#[tokio::test]
async fn a_note_keeps_its_colons_and_lines() -> Outcome {
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    let client = rescue(&sim)?;
    sim.on("getNote").body(200, "text/html", "OK\n\nNOTE:First: a line\nSecond: 10:30\n\nlast");
    let output = client.get_note().session(1).send().await?;
    assert_eq!(output.note.as_deref(), Some("First: a line\nSecond: 10:30\n\nlast"));
    Ok(())
}
