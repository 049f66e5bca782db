use http::{HeaderMap, header::SET_COOKIE};

use crate::Secret;

/// What an answer does to a cookie.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SetCookie {
    /// It sets it.
    Value(Secret),
    /// It takes it away.
    Gone,
}

/// What these headers do to the cookie of this name, if they do anything. The last one counts, as it does in browsers.
/// Other cookies, and all attributes but `Max-Age`, are nothing to us: calls go to one address.
pub(super) fn set_cookie(headers: &HeaderMap, name: &str) -> Option<SetCookie> {
    headers.get_all(SET_COOKIE).iter().rev().find_map(|header| {
        let text = header.to_str().ok()?;
        let mut parts = text.split(';');
        let (key, value) = parts.next()?.split_once('=')?;
        if key.trim() != name {
            return None;
        }
        let ended = parts.filter_map(|part| part.split_once('=')).any(|(key, value)| {
            key.trim().eq_ignore_ascii_case("max-age") && value.trim().parse::<i64>().is_ok_and(|age| age <= 0)
        });
        let value = value.trim();
        Some(if ended || value.is_empty() { SetCookie::Gone } else { SetCookie::Value(Secret::from(value)) })
    })
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header::SET_COOKIE};

    use super::{SetCookie, set_cookie};

    fn after(cookies: &[&'static str]) -> Option<SetCookie> {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(SET_COOKIE, HeaderValue::from_static(cookie));
        }
        set_cookie(&headers, "sid")
    }

    fn value(text: &str) -> Option<SetCookie> {
        Some(SetCookie::Value(text.into()))
    }

    #[test]
    fn the_named_cookie_alone() {
        assert_eq!(after(&["sid=a=b; path=/; HttpOnly"]), value("a=b"));
        assert_eq!(after(&["other=1", "sid=a", "SID=c; path=/"]), value("a"));
        assert_eq!(after(&["sid=a", "sid=b"]), value("b"));
        assert_eq!(after(&["other=sid=a"]), None);
        assert_eq!(after(&["sid"]), None);
        assert_eq!(after(&[]), None);
    }

    #[test]
    fn one_that_is_taken_away() {
        assert_eq!(after(&["sid=; expires=Tue, 12-Oct-1999 05:00:00 GMT"]), Some(SetCookie::Gone));
        assert_eq!(after(&["sid=a; Max-Age=0"]), Some(SetCookie::Gone));
        assert_eq!(after(&["sid=a; max-age=60"]), value("a"));
    }
}
