use std::fmt;

use secrecy::{ExposeSecret, SecretString, zeroize::Zeroize};

/// Text that is never shown: not in `Debug`, not in logs, not in errors. It is wiped from memory when dropped.
///
/// ```
/// use bindery_transport::Secret;
///
/// let password = Secret::from("correct horse");
/// assert_eq!(format!("{password:?}"), "Secret(…)");
/// assert_eq!(password.expose(), "correct horse");
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(mut text: String) -> Secret {
        // Taken as it is, it would be moved to be made smaller, and what was left behind not be wiped.
        let secret = Secret::from(text.as_str());
        text.zeroize();
        secret
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret(SecretString::from(text))
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Secret {
        Secret::from(text.as_str())
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Secret) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use secrecy::zeroize::ZeroizeOnDrop;

    use super::*;

    #[test]
    fn what_is_dropped_is_wiped() {
        // This does not compile with a type that promises nothing of the kind.
        fn promises<T: ZeroizeOnDrop>(_: &T) {}
        promises(&Secret::from("x").0);
    }

    #[test]
    fn a_secret_of_a_string_with_room_to_spare_is_whole() {
        let mut text = String::with_capacity(100);
        text.push_str("corréct");
        assert_eq!(Secret::from(text).expose(), "corréct");
    }
}
