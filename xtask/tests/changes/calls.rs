//! Calls with an old crate and with a new one.

use bindery_transport::{Credentials, Protocol, Target, description::Vendor};

type Came = Result<String, String>;

/// With the old crate it works, and with the new one it comes to something else.
fn differs(name: &str, old: Came, new: Came) {
    assert!(old.is_ok(), "{name}: the old crate fails: {old:?}");
    assert_ne!(old, new, "{name}: it is the same with the new crate");
}

fn target<'a>(vendor: &'static Vendor, protocol: Protocol, credentials: &'a Credentials) -> Target<'a> {
    Target { vendor, base: "https://fernleaf.example", protocol, credentials: Some(credentials), secrets_in_url: true }
}

fn key(vendor: &'static Vendor) -> Credentials {
    let scheme = vendor.schemes.iter().find(|scheme| scheme.name == "key").expect("the scheme");
    Credentials::new(scheme).param("key", "k")
}

macro_rules! request {
    ($call:expr, $protocol:ident) => {
        $call
            .send()
            .request(&target(&library::VENDOR, Protocol::$protocol, &key(&library::VENDOR)))
            .map(|request| format!("{} {}", request.uri(), String::from_utf8_lossy(request.body())))
            .map_err(|error| error.to_string())
    };
}

macro_rules! answer {
    ($call:expr, $protocol:ident, $body:expr) => {
        $call
            .send()
            .answer(
                &target(&library::VENDOR, Protocol::$protocol, &key(&library::VENDOR)),
                &http::Response::new(bytes::Bytes::from_static($body.as_bytes())),
            )
            .map(|output| format!("{output:?}"))
            .map_err(|error| error.to_string())
    };
}
