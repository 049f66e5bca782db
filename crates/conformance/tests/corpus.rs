//! What the fuzz targets have found, and what shows each way through them, once more.

use std::{fmt, fs, path::Path};

use bindery_fuzz::TARGETS;
use bindery_simulator::Simulator;
use bindery_transport::{CallOptions, Protocol, Target, description::Vendor};
use bytes::Bytes;

/// The inputs of a target, by the names of their files.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut inputs: Vec<_> = files
        .map(|file| {
            let file = file.expect("a file");
            (file.file_name().to_string_lossy().into_owned(), fs::read(file.path()).expect("its content"))
        })
        .collect();
    inputs.sort();
    inputs
}

#[test]
fn every_input_is_read_as_it_should_be() {
    for (target, run) in TARGETS {
        let inputs = corpus(target);
        assert!(inputs.len() >= 15, "{target} has {} inputs", inputs.len());
        for (name, input) in inputs {
            assert!(input.len() <= 4096, "{target}/{name} is too large to be kept");
            // What panics says so; this says where.
            let outcome = std::panic::catch_unwind(|| run(&input));
            assert!(outcome.is_ok(), "{target}/{name}: {}", String::from_utf8_lossy(&input));
        }
    }
}

/// What came of a call, however it was sent: whether it was accepted, and its output or why there is none.
fn shown(outcome: Result<impl fmt::Debug, impl fmt::Debug>) -> (bool, String) {
    match outcome {
        Ok(output) => (true, format!("{output:?}")),
        Err(error) => (false, format!("{error:?}")),
    }
}

/// Reads each body of the corpus without I/O and as a blocking client does, and compares.
macro_rules! agree {
    ($vendor:expr, $protocol:expr, $operation:literal, $sans_io:expr, $blocking:expr) => {
        let vendor: &'static Vendor = &$vendor;
        let sim = Simulator::start(vendor);
        let mut accepted = 0;
        for (name, input) in corpus("answers") {
            let body = input.get(4..).unwrap_or_default();
            let target =
                Target { vendor, base: "http://x", protocol: $protocol, credentials: None, secrets_in_url: false };
            let response = http::Response::builder()
                .header("content-type", "text/xml; charset=utf-8")
                .body(Bytes::copy_from_slice(body))
                .expect("a response");
            let without = shown($sans_io.answer(&target, &response));
            sim.on($operation).body(200, "text/xml; charset=utf-8", body);
            let with = shown($blocking(&sim));
            assert_eq!(without, with, "{name}");
            accepted += usize::from(with.0);
        }
        assert!(accepted > 0, "none of all answers is one of {}", $operation);
    };
}

#[test]
fn a_client_reads_what_is_read_without_io() {
    let options = |protocol| CallOptions::from(protocol);
    agree!(
        mediasilo::VENDOR,
        Protocol::Xml,
        "User.Login",
        mediasilo::sans_io::client().user_login().username("u").password("p").hostname("h").api_key("k").send(),
        |sim: &Simulator| {
            let client = mediasilo::blocking::MediaSilo::builder(sim.base_url()).build_blocking().expect("a client");
            client.user_login().username("u").password("p").hostname("h").api_key("k").send()
        }
    );
    agree!(
        inforouter::VENDOR,
        Protocol::Post,
        "AuthenticateUser",
        inforouter::sans_io::client().authenticate_user().uid("u").pwd("p").send(),
        |sim: &Simulator| {
            let client = inforouter::blocking::InfoRouter::builder(sim.base_url()).build_blocking().expect("a client");
            client.authenticate_user().uid("u").pwd("p").with(options(Protocol::Post)).send()
        }
    );
    agree!(
        logmein_rescue::VENDOR,
        Protocol::Post,
        "login",
        logmein_rescue::sans_io::client().login().email("e").pwd("p").send(),
        |sim: &Simulator| {
            let client = logmein_rescue::blocking::Rescue::builder().base_url(sim.base_url()).build_blocking();
            client.expect("a client").login().email("e").pwd("p").with(options(Protocol::Post)).send()
        }
    );
}
