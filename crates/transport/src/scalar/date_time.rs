use std::{
    borrow::Cow,
    fmt,
    hash::{Hash, Hasher},
};

use jiff::{
    Timestamp, civil,
    fmt::{strtime, temporal::Pieces},
};

/// A date, a time of day or both, as the vendor wrote it.
///
/// Vendors write dates in formats of their own, often without a zone. So the text stays as it came; where it could be
/// read, [`civil`](DateTime::civil) is the date and time on the vendor's clock, and [`timestamp`](DateTime::timestamp)
/// the moment, when a zone was written beside it. Two of them are equal when their texts are.
///
/// As a parameter, a [`jiff::civil::DateTime`] or a text in ISO 8601 is written in the vendor's format; any other text
/// goes out as it is.
///
/// ```
/// use bindery_transport::DateTime;
///
/// let when = DateTime::from(jiff::civil::date(2024, 7, 24).at(14, 27, 0, 0));
/// assert_eq!(when.as_str(), "2024-07-24T14:27:00");
/// assert!(when.timestamp().is_none());
/// assert!(DateTime::from("2024-07-24T14:27:00Z").timestamp().is_some());
/// ```
#[derive(Clone)]
pub struct DateTime {
    text: Box<str>,
    civil: Option<civil::DateTime>,
    timestamp: Option<Timestamp>,
}

impl DateTime {
    /// The text as it came.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The date and time on the vendor's clock; of a date alone, its midnight. `None` where the text could not be read,
    /// or is a time of day alone.
    #[must_use]
    pub fn civil(&self) -> Option<civil::DateTime> {
        self.civil
    }

    /// The moment, where the text says the zone.
    #[must_use]
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp
    }

    /// Reads a text in one of these formats, or in ISO 8601. What fits none is kept as text.
    pub(crate) fn read(text: &str, formats: &[&str]) -> DateTime {
        let read = formats.iter().find_map(|format| strtime::parse(format, text).ok());
        let Some(read) = read else {
            return DateTime::from(text);
        };
        let civil = read.to_datetime().ok().or_else(|| Some(read.to_date().ok()?.to_datetime(civil::Time::midnight())));
        DateTime { text: text.into(), civil, timestamp: read.to_timestamp().ok() }
    }

    /// The text that goes out, in the first of these formats.
    ///
    /// # Errors
    /// The text says a zone that the format cannot carry.
    pub(crate) fn spell(&self, formats: &[&str]) -> Result<Cow<'_, str>, String> {
        let (Some(format), Some(civil)) = (formats.first(), self.civil) else {
            return Ok(Cow::Borrowed(&self.text));
        };
        let as_it_is = formats.iter().any(|format| strtime::parse(format, self.as_str()).is_ok());
        let both_iso = ["%Y-%m-%dT", "%FT"].iter().any(|iso| format.starts_with(iso)) && self.text.contains('T');
        if as_it_is || both_iso {
            return Ok(Cow::Borrowed(&self.text));
        }
        if self.timestamp.is_some() {
            return Err(format!(
                "says a zone, which the vendor's format `{format}` cannot carry; give the date and time on the \
                 vendor's clock instead"
            ));
        }
        strtime::format(format, civil)
            .map(Cow::Owned)
            .map_err(|error| format!("cannot be written in the vendor's format `{format}`: {error}"))
    }
}

impl From<civil::DateTime> for DateTime {
    fn from(civil: civil::DateTime) -> DateTime {
        DateTime { text: civil.to_string().into(), civil: Some(civil), timestamp: None }
    }
}

impl From<civil::Date> for DateTime {
    fn from(date: civil::Date) -> DateTime {
        DateTime {
            text: date.to_string().into(),
            civil: Some(date.to_datetime(civil::Time::midnight())),
            timestamp: None,
        }
    }
}

impl From<&str> for DateTime {
    fn from(text: &str) -> DateTime {
        DateTime::from(text.to_owned())
    }
}

impl From<String> for DateTime {
    fn from(text: String) -> DateTime {
        let (civil, timestamp) = match Pieces::parse(&text) {
            Ok(pieces) => {
                let civil = pieces.date().to_datetime(pieces.time().unwrap_or_else(civil::Time::midnight));
                let offset = pieces.offset().map(|offset| offset.to_numeric_offset());
                (Some(civil), offset.and_then(|offset| offset.to_timestamp(civil).ok()))
            }
            Err(_) => (None, None),
        };
        DateTime { text: text.into(), civil, timestamp }
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &DateTime) -> bool {
        self.text == other.text
    }
}

impl Eq for DateTime {}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("DateTime").field(&self.text).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const US: &[&str] = &["%-m/%-d/%Y %-I:%M:%S %p", "%-m/%-d/%Y %-I:%M %p"];

    #[test]
    fn the_vendors_formats_are_read() {
        let noon = civil::date(2024, 7, 24).at(14, 27, 27, 0);
        assert_eq!(DateTime::read("7/24/2024 2:27:27 PM", US).civil(), Some(noon));
        assert_eq!(DateTime::read("7/24/2024 2:27 PM", US).civil(), Some(noon.with().second(0).build().unwrap()));
        assert_eq!(DateTime::read("2024-07-24 14:27:27", US).civil(), Some(noon));
        assert_eq!(DateTime::read("2024-07-24", US).civil(), Some(civil::date(2024, 7, 24).at(0, 0, 0, 0)));
        assert_eq!(DateTime::read("24.07.2024", &["%d.%m.%Y"]).civil(), Some(civil::date(2024, 7, 24).at(0, 0, 0, 0)));
        assert_eq!(DateTime::read("14:27", &["%H:%M"]).civil(), None);
        let odd = DateTime::read("sometime", US);
        assert_eq!((odd.as_str(), odd.civil(), odd.timestamp()), ("sometime", None, None));
    }

    #[test]
    fn a_zone_makes_a_timestamp() {
        let moment: Timestamp = "2024-07-24T12:27:27Z".parse().unwrap();
        assert_eq!(DateTime::from("2024-07-24T14:27:27+02:00").timestamp(), Some(moment));
        assert_eq!(DateTime::read("24.07.2024 14:27:27 +0200", &["%d.%m.%Y %T %z"]).timestamp(), Some(moment));
        assert_eq!(DateTime::from("2024-07-24T14:27:27").timestamp(), None);
    }

    #[test]
    fn a_date_goes_out_in_the_vendors_format() {
        let spell = |date: DateTime, formats: &[&str]| date.spell(formats).map(Cow::into_owned);
        let noon = civil::date(2024, 7, 24).at(14, 27, 27, 0);
        assert_eq!(spell(noon.into(), US).as_deref(), Ok("7/24/2024 2:27:27 PM"));
        assert_eq!(spell("2024-07-24 14:27:27".into(), US).as_deref(), Ok("7/24/2024 2:27:27 PM"));
        assert_eq!(spell("7/24/2024 2:27 PM".into(), US).as_deref(), Ok("7/24/2024 2:27 PM"));
        assert_eq!(spell("today".into(), US).as_deref(), Ok("today"));
        assert_eq!(spell("2024-07-24T14:27:27Z".into(), &["%Y-%m-%dT%H:%M:%S"]).as_deref(), Ok("2024-07-24T14:27:27Z"));
        assert!(spell("2024-07-24T14:27:27Z".into(), US).is_err());
        assert_eq!(spell(civil::date(2024, 7, 24).into(), &["%Y-%m-%d"]).as_deref(), Ok("2024-07-24"));
    }
}
