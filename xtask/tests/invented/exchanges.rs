//! How somebody programs against these vendors: sessions, credentials in headers, lists of refusals, pages, typed faults.

use bindery_simulator::Simulator;
use bindery_transport::{CallOptions, Kind, Protocol, Stage};
use hosting::Mossgate;
use orders::Tallowmere;
use pager::Larkwire;
use registry::Quillmark;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A client's builder, whose calls do not wait for limits.
macro_rules! client {
    (Mossgate, $sim:expr) => {
        Mossgate::builder($sim.base_url()).transport(|client| client.ignore_limits())
    };
    ($client:ident, $sim:expr) => {
        $client::builder().base_url($sim.base_url()).transport(|client| client.ignore_limits())
    };
}

#[tokio::test]
async fn a_number_that_means_log_in_again_does_so_once() -> Outcome {
    let sim = Simulator::start(&pager::VENDOR);
    let client = client!(Larkwire, sim).login("0031416", "dispatch", "b3ll&whistle").build()?;
    client.getbalance().send().await?;
    sim.end_sessions();
    client.getbalance().send().await?;
    assert_eq!((sim.requests("signon"), sim.requests("getbalance")), (2, 3));
    assert_eq!(sim.carried_out("getbalance"), 2);
    Ok(())
}

#[tokio::test]
async fn three_credentials_do_in_place_of_a_session() -> Outcome {
    let sim = Simulator::start(&pager::VENDOR);
    let client = client!(Larkwire, sim).account("0031416", "dispatch", "b3ll&whistle").build()?;
    client.getbalance().send().await?;
    let names: Vec<String> = sim.received()[0].params.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(names, ["api_id", "user", "password"]);
    assert_eq!(sim.requests("signon"), 0);
    Ok(())
}

#[tokio::test]
async fn what_one_parameter_asks_of_another_is_asked_before_anything_is_sent() -> Outcome {
    let sim = Simulator::start(&pager::VENDOR);
    let client = client!(Larkwire, sim).account("0031416", "dispatch", "b3ll&whistle").build()?;
    let call = || client.sendmsg().to(["07700900001"]).text("Pump 3");
    let later = call().when(pager::sendmsg::When::Later).send().await.expect_err("it lacks the time");
    assert_eq!((later.stage(), later.parameter()), (Stage::NotBuilt, Some("sendtime")), "{later}");
    let alone = call().callback(true).send().await.expect_err("it lacks whom to call");
    assert_eq!((alone.stage(), alone.parameter()), (Stage::NotBuilt, Some("callback")), "{alone}");
    assert!(sim.received().is_empty());
    Ok(())
}

#[tokio::test]
async fn every_error_of_a_list_is_there_and_the_first_documented_counts() -> Outcome {
    use registry::domains::check::Code;

    let sim = Simulator::start(&registry::VENDOR);
    let client = client!(Quillmark, sim).credentials("fletch", "0f3a77c1", "fletch", "192.0.2.44").build()?;
    let errors = "<ApiResponse Status='ERROR'><Errors><Error Number='77'>Odd</Error>\
                  <Error Number='2011170'>Bad key</Error><Error Number='1011150'>Bad address</Error></Errors></ApiResponse>";
    sim.on("domains.check").body(200, "text/xml", errors);
    let error = client.check().domain_list(["oak.example"]).send().await.expect_err("a refusal");
    assert_eq!((error.code(), error.kind()), (Some(&Code::InvalidKey), Kind::Credentials));
    assert_eq!(error.message(), Some("Bad key"));
    let codes: Vec<String> = error.codes().iter().map(Code::to_string).collect();
    assert_eq!(codes, ["InvalidKey", "77", "IpNotListed"]);
    let messages: Vec<_> = error.refusals().filter_map(|refusal| refusal.message.as_deref()).collect();
    assert_eq!(messages, ["Bad key", "Odd", "Bad address"]);
    Ok(())
}

#[tokio::test]
async fn operations_at_one_address_are_told_apart_by_a_parameter() -> Outcome {
    let sim = Simulator::start(&registry::VENDOR);
    let client = client!(Quillmark, sim).credentials("fletch", "0f3a77c1", "fletch", "192.0.2.44").build()?;
    client.check().domain_list(["oak.example"]).send().await?;
    let (_, mut pages) = client.search().term("oak").pages(client.next_page()).await?;
    while let Some(page) = pages.next_page().await {
        page?;
    }
    let paths: Vec<String> = sim.received().iter().map(|received| received.path.clone()).collect();
    assert!(paths.iter().all(|path| path == "/xml.response"), "{paths:?}");
    assert_eq!((sim.requests("domains.check"), sim.requests("domains.search")), (1, 1));
    assert!(sim.requests("domains.nextPage") > 0);
    Ok(())
}

#[tokio::test]
async fn credentials_in_headers_are_no_secrets_in_a_url() -> Outcome {
    let sim = Simulator::start(&hosting::VENDOR);
    let get = || CallOptions::from(Protocol::Get);
    let client = client!(Mossgate, sim).reseller("moss", "p:ss").build()?;
    client.zone_info().domain("oak.example").with(get()).send().await?;
    let client = client!(Mossgate, sim).key("7f00-beef").build()?;
    client.zone_info().domain("oak.example").with(get()).send().await?;
    let received = sim.received();
    assert_eq!(received[0].header("authorization"), Some("Basic bW9zczpwOnNz"));
    assert_eq!(received[1].header("x-hosting-key"), Some("Key 7f00-beef"));
    assert!(received.iter().all(|received| !received.query.as_deref().unwrap_or_default().contains("beef")));
    Ok(())
}

#[tokio::test]
async fn a_session_in_a_cookie_is_opened_on_the_first_call() -> Outcome {
    let sim = Simulator::start(&hosting::VENDOR);
    let client = client!(Mossgate, sim).login("moss", "p:ss").build()?;
    client.zone_info().domain("oak.example").send().await?;
    client.zone_info().domain("oak.example").send().await?;
    assert_eq!(sim.requests("SignOn"), 1);
    assert!(sim.received()[1].header("cookie").is_some_and(|cookie| cookie.starts_with("MOSSID=")));
    Ok(())
}

#[tokio::test]
async fn a_fault_tells_what_was_wrong_as_typed_values() -> Outcome {
    use orders::place_order::{Code, Details};

    let sim = Simulator::start(&orders::VENDOR);
    let client = client!(Tallowmere, sim).account("roe", "hop&skip", "north").build()?;
    let order = || {
        let line = orders::Line::new("A-100", 9999);
        orders::Order::new(orders::Status::Draft, "2004-05-06T07:08:09", orders::Company::new("Roe"), [line])
    };
    for protocol in [Protocol::Soap11, Protocol::Soap12] {
        sim.on("PlaceOrder").code("OutOfStock");
        let error = client.place_order().order(order()).with(protocol).send().await.expect_err("a fault");
        assert_eq!(error.code(), Some(&Code::OutOfStock), "{error}");
        assert!(error.fault().is_some(), "the fault itself is there, too");
        let Some(Details::OutOfStock(short)) = error.details() else { panic!("over {protocol}: {error}") };
        assert_eq!(short.len(), 2, "over {protocol}");
    }
    Ok(())
}
