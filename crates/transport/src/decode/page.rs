//! Web pages in place of answers: sign-in pages of networks, errors of proxies, moved servers.

/// Whether a text is an HTML page. Old servers call all that they say HTML, so the label alone tells nothing.
pub(super) fn is_page(text: &str, is_called_html: bool) -> bool {
    let text = content(text);
    let begins = |word: &&str| text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    let names: &[&str] = if is_called_html {
        &["<!doctype", "<html", "<head", "<body", "<title", "<meta", "<script"]
    } else {
        &["<!doctype html", "<html"]
    };
    names.iter().any(|name| {
        let ends = |rest: &str| rest.starts_with(|char: char| !is_of_name(char)) || rest.is_empty();
        begins(name) && text.get(name.len()..).is_some_and(ends)
    })
}

/// A text from where something begins in it, behind marks of byte order, declarations and comments.
fn content(text: &str) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|char: char| char.is_whitespace() || char == '\u{FEFF}');
        let behind = [("<!--", "-->"), ("<?", "?>")]
            .into_iter()
            .find_map(|(open, close)| rest.strip_prefix(open)?.split_once(close));
        match behind {
            Some((_, behind)) => rest = behind,
            None => return rest,
        }
    }
}

fn is_of_name(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '-' | '_' | '.' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_by_how_it_begins() {
        for page in [
            "<!DOCTYPE html><title>x</title>",
            "<!doctype HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">",
            " \r\n<HTML>",
            "<html lang='en'>",
            "\u{FEFF}\u{FEFF}<html>",
            "<!-- portal --> <!-- 2 -->\n<html>",
            "<?xml version='1.0'?><!DOCTYPE html><html/>",
            "<?xml version='1.0'?>\n<?php x ?><!-- > --><html xmlns='http://www.w3.org/1999/xhtml'>",
        ] {
            assert!(is_page(page, false) && is_page(page, true), "{page}");
        }
        for part in ["<head><title>Document Moved</title></head>", "<body>", "<script>", "<META http-equiv='refresh'>"]
        {
            assert!(is_page(part, true) && !is_page(part, false), "{part}");
        }
    }

    #[test]
    fn what_begins_otherwise_is_none() {
        for text in [
            "",
            "OK",
            "OK <html>",
            "<r><html/></r>",
            "<htmlReport/>",
            "<html-page/>",
            "<header/>",
            "<?xml version='1.0'?><r/>",
            "<!-- <html>",
            "<?xml <html>",
            "<!-- <html> --><r/>",
        ] {
            assert!(!is_page(text, false) && !is_page(text, true), "{text}");
        }
    }
}
