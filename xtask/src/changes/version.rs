//! Which version a crate has to have after its changes, and whether its spec says one that is high enough.

use semver::{Prerelease, Version};

use super::kind::Level;

/// The least version after changes of this level, as cargo takes versions: below 1.0.0 the second number is for what
/// breaks users, below 0.1.0 the third one is.
pub fn next(old: &Version, level: Option<Level>) -> Version {
    let plain = Version::new(old.major, old.minor, old.patch);
    let Some(level) = level else { return old.clone() };
    // Before a release anything may change: it is the release that comes next.
    if !old.pre.is_empty() {
        return plain;
    }
    match (old.major, old.minor, level) {
        (0, 0, _) => Version::new(0, 0, old.patch + 1),
        (0, minor, Level::Major) => Version::new(0, minor + 1, 0),
        (0, minor, Level::Minor | Level::Patch) => Version::new(0, minor, old.patch + 1),
        (major, _, Level::Major) => Version::new(major + 1, 0, 0),
        (major, minor, Level::Minor) => Version::new(major, minor + 1, 0),
        (major, minor, Level::Patch) => Version::new(major, minor, old.patch + 1),
    }
}

/// Whether a version says to users what changed. Whoever changes but docs and behaviour may leave it as it is until the next
/// release.
pub fn is_enough(old: &Version, new: &Version, level: Option<Level>) -> bool {
    if new < old {
        return false;
    }
    match level {
        None | Some(Level::Patch) => true,
        Some(_) if !old.pre.is_empty() => new > old,
        Some(_) => Version { pre: Prerelease::EMPTY, ..new.clone() } >= next(old, level),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).unwrap()
    }

    #[test]
    fn the_next_version_says_what_changed() {
        let cases = [
            ("0.1.0", "0.2.0", "0.1.1", "0.1.1"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("1.4.2", "2.0.0", "1.5.0", "1.4.3"),
            ("1.0.0-rc.1", "1.0.0", "1.0.0", "1.0.0"),
        ];
        for (old, major, minor, patch) in cases {
            let next = |level| next(&version(old), Some(level)).to_string();
            assert_eq!(
                (&*next(Level::Major), &*next(Level::Minor), &*next(Level::Patch)),
                (major, minor, patch),
                "{old}"
            );
            assert_eq!(super::next(&version(old), None), version(old));
        }
    }

    #[test]
    fn a_version_is_enough_or_not() {
        let cases = [
            ("0.1.0", "0.1.0", Some(Level::Patch), true),
            ("0.1.0", "0.1.0", Some(Level::Minor), false),
            ("0.1.0", "0.1.1", Some(Level::Minor), true),
            ("0.1.0", "0.1.1", Some(Level::Major), false),
            ("0.1.0", "0.2.0", Some(Level::Major), true),
            ("0.1.0", "0.2.0-alpha.1", Some(Level::Major), true),
            ("0.1.0", "1.0.0", Some(Level::Major), true),
            ("0.2.0", "0.1.0", None, false),
            ("1.0.0-rc.1", "1.0.0-rc.2", Some(Level::Major), true),
            ("1.0.0-rc.1", "1.0.0-rc.1", Some(Level::Major), false),
        ];
        for (old, new, level, enough) in cases {
            assert_eq!(is_enough(&version(old), &version(new), level), enough, "{old} to {new}, {level:?}");
        }
    }
}
