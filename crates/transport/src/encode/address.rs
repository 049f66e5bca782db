//! Where a request goes: the base address, the operation's path below it, and the query.

use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Problem;

/// What a path may not hold as it is. `?` and `%` stay: a path may have a query of its own, and escapes.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The longest request target that `http` takes.
const LONGEST: usize = u16::MAX as usize - 1;

/// The address of a request.
///
/// No message repeats the base: it may name a customer's server, and a URL has no place in a log.
pub(super) fn uri(base: &str, path: &str, query: Option<&str>) -> Result<Uri, Problem> {
    let base = base.trim();
    check_base(base)?;
    let mut address = base.trim_end_matches('/').to_owned();
    if !path.is_empty() && !path.starts_with('/') {
        address.push('/');
    }
    address.extend(utf8_percent_encode(path, PATH));
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        address.push(if path.contains('?') { '&' } else { '?' });
        address.push_str(query);
    }
    if address.len() > LONGEST {
        return Err(Problem::setup(format!(
            "its parameters make a URL of {} bytes, and at most {LONGEST} are possible: call over another protocol",
            address.len()
        )));
    }
    address.parse().map_err(|_| {
        Problem::setup("the base address and the operation's path together are no address that HTTP can carry")
    })
}

fn check_base(base: &str) -> Result<(), Problem> {
    let wrong = |what: &str| {
        Err(Problem::setup(format!("the base address {what}: give one such as `https://api.example.com/path`")))
    };
    let Ok(uri) = base.parse::<Uri>() else {
        return wrong("is no absolute URL");
    };
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return wrong("has to begin with `https://` or `http://`");
    }
    let Some(authority) = uri.authority().filter(|authority| !authority.host().is_empty()) else {
        return wrong("names no host");
    };
    if authority.as_str().contains('@') {
        return wrong("holds a user name, and may not");
    }
    if uri.query().is_some() || base.contains('#') {
        return wrong("holds a query or a fragment, and may not");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bases_own_path_is_kept() {
        let uri = |base, path, query| uri(base, path, query).map(|uri| uri.to_string()).map_err(|problem| problem.what);
        assert_eq!(uri("https://a.example", "/x", None).as_deref(), Ok("https://a.example/x"));
        assert_eq!(uri("https://a.example/", "/x", Some("a=1")).as_deref(), Ok("https://a.example/x?a=1"));
        assert_eq!(
            uri("http://a.example:81/b/c/", "x y.asmx", Some("")).as_deref(),
            Ok("http://a.example:81/b/c/x%20y.asmx")
        );
        assert_eq!(uri("https://a.example/b", "/x?op=y", Some("a=1")).as_deref(), Ok("https://a.example/b/x?op=y&a=1"));
        assert_eq!(uri("https://a.example/b", "", None).as_deref(), Ok("https://a.example/b"));
    }

    #[test]
    fn a_bad_base_is_refused_and_not_repeated() {
        for base in [
            "",
            "a.example",
            "/b",
            "ftp://a.example",
            "https://",
            "https:///b",
            "https://u:p@a.example",
            "https://a.example?x=1",
            "https://a.example/#x",
            "https://a example/",
        ] {
            let problem = uri(base, "/x", None).unwrap_err();
            assert_eq!(problem.kind, crate::Kind::Configuration, "{base}");
            assert!(!problem.what.contains("a.example") && !problem.what.contains("u:p"), "{}", problem.what);
        }
    }

    #[test]
    fn a_url_that_is_too_long_is_refused() {
        let query = "x".repeat(70_000);
        assert!(uri("https://a.example", "/x", Some(&query)).unwrap_err().what.contains("another protocol"));
    }
}
