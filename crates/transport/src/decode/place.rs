//! Places, taken apart.

/// A place of an XML answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'p> {
    /// Whether it counts from the base, whatever record it is said in.
    pub(super) from_base: bool,
    /// The names of elements, with slashes between.
    pub(super) steps: &'p str,
    /// The name of an attribute of the last element.
    pub(super) attribute: Option<&'p str>,
}

impl<'p> Place<'p> {
    pub(super) fn of(text: &'p str) -> Place<'p> {
        let (from_base, text) = match text.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (steps, attribute) = match text.split_once('@') {
            Some((steps, attribute)) => (steps.trim_end_matches('/'), Some(attribute)),
            None => (text, None),
        };
        Place { from_base, steps: if steps == "." { "" } else { steps }, attribute }
    }

    /// The name of what stands there.
    pub(super) fn last(&self) -> &'p str {
        self.attribute.or_else(|| self.steps.rsplit('/').next()).unwrap_or_default()
    }
}

/// The first step, and the steps behind it.
pub(super) fn step(steps: &str) -> Option<(&str, &str)> {
    match steps.split_once('/') {
        Some(parted) => Some(parted),
        None if steps.is_empty() => None,
        None => Some((steps, "")),
    }
}

/// A place whose elements are refusals of their own: the place of those, and where it goes on from each.
pub(super) fn each(place: &str) -> Option<(&str, &str)> {
    let (front, rest) = place.split_once("[]")?;
    Some((front, rest.strip_prefix('/').filter(|rest| !rest.is_empty()).unwrap_or(".")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_taken_apart() {
        let parts = |text| {
            let place = Place::of(text);
            (place.from_base, place.steps, place.attribute)
        };
        assert_eq!(parts("."), (false, "", None));
        assert_eq!(parts("a/b"), (false, "a/b", None));
        assert_eq!(parts("a/@x"), (false, "a", Some("x")));
        assert_eq!(parts("@x"), (false, "", Some("x")));
        assert_eq!(parts("/@x"), (true, "", Some("x")));
        assert_eq!(parts("/a/*"), (true, "a/*", None));
        assert_eq!(step("a/b/c"), Some(("a", "b/c")));
        assert_eq!(step("c"), Some(("c", "")));
        assert_eq!(step(""), None);
        assert_eq!(each("a/b[]/@c"), Some(("a/b", "@c")));
        assert_eq!(each("a/b[]"), Some(("a/b", ".")));
        assert_eq!(each("a/b"), None);
    }
}
