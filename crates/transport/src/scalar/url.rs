/// Whether a text is an absolute URL, as far as anybody but its server can tell: a scheme, `://`, and no white space.
pub(crate) fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    scheme.starts_with(|char: char| char.is_ascii_alphabetic())
        && scheme.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '+' | '.' | '-'))
        && !rest.is_empty()
        && !rest.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_told_from_other_text() {
        for good in ["https://a.example", "HTTP://a", "a+b.c-1://x/y?z#é"] {
            assert!(is_url(good), "{good}");
        }
        for bad in
            ["", "a.example", "//a.example", "://a", "1a://b", "a b://c", "https://a b", "https:a", "ERROR", "a://"]
        {
            assert!(!is_url(bad), "{bad}");
        }
    }
}
