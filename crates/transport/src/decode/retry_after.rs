//! How long a vendor asks to wait: the header `Retry-After`, in seconds or as a date.

use std::time::Duration;

use http::{
    HeaderMap,
    header::{DATE, HeaderName, RETRY_AFTER},
};
use jiff::{Timestamp, fmt::rfc2822};

/// How long to wait from when the answer was sent.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    // By the vendor's own clock, where it tells it: ours may be another.
    let now = date(headers, DATE).unwrap_or_else(Timestamp::now);
    let seconds = date(headers, RETRY_AFTER)?.duration_since(now).as_secs();
    Some(Duration::from_secs(seconds.max(0).unsigned_abs()))
}

fn date(headers: &HeaderMap, name: HeaderName) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(headers.get(name)?.to_str().ok()?.trim()).ok()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::retry_after;

    fn after(headers: &[(&'static str, &'static str)]) -> Option<Duration> {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        retry_after(&headers.iter().map(pair).collect::<HeaderMap>())
    }

    #[test]
    fn seconds_and_dates_are_read() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(after(&[("retry-after", "120")]), seconds(120));
        let sent = ("date", "Fri, 31 Dec 1999 23:59:00 GMT");
        assert_eq!(after(&[sent, ("retry-after", "Fri, 31 Dec 1999 23:59:30 GMT")]), seconds(30));
        assert_eq!(after(&[sent, ("retry-after", "Fri, 31 Dec 1999 23:00:00 GMT")]), seconds(0));
        assert!(after(&[("retry-after", "Fri, 31 Dec 2999 23:00:00 GMT")]) > seconds(1_000_000));
    }

    #[test]
    fn anything_else_says_nothing() {
        for text in ["", "soon", "-1", "1.5", "99999999999999999999", "Fri, 31 Dec"] {
            assert_eq!(after(&[("retry-after", text)]), None, "{text}");
        }
        assert_eq!(after(&[]), None);
    }
}
