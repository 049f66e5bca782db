use std::{fmt, str::FromStr};

/// An exact decimal number of any size and precision, kept as it was written.
///
/// Two numbers are equal when they are written the same: `1.50` is not `1.5`.
///
/// ```
/// use bindery_transport::Number;
///
/// let price: Number = "12345678901234567890.50".parse()?;
/// assert_eq!(price.as_str(), "12345678901234567890.50");
/// assert!("12,5".parse::<Number>().is_err());
/// # Ok::<(), bindery_transport::NotANumber>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(Box<str>);

/// A text is no decimal number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal number: digits, perhaps with a sign, a point and an exponent, were expected")]
pub struct NotANumber;

impl Number {
    /// The number as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nearest floating-point number, to compare it with bounds.
    pub(crate) fn approximate(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Number, NotANumber> {
        if is_decimal(text) { Ok(Number(text.into())) } else { Err(NotANumber) }
    }
}

macro_rules! from_int {
    ($($ty:ty),*) => {$(
        impl From<$ty> for Number {
            fn from(value: $ty) -> Number {
                Number(value.to_string().into())
            }
        }
    )*};
}

from_int!(i8, u8, i16, u16, i32, u32, i64, u64, i128, u128);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `[+-] digits [. digits] [e [+-] digits]`, with a digit before or after the point.
fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !(whole.is_empty() && fraction.is_empty())
        && digits(whole)
        && digits(fraction)
        && exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_told_from_other_text() {
        for good in ["0", "-1", "+1", "1.5", ".5", "1.", "1e9", "1.5E-10", "123456789012345678901234567890"] {
            assert_eq!(good.parse::<Number>().map(|number| number.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", ".", "-", "1,5", "1e", "1e+", "e5", "NaN", "inf", " 1", "1 ", "0x10", "1.2.3", "١"] {
            assert_eq!(bad.parse::<Number>(), Err(NotANumber), "{bad}");
        }
    }
}
