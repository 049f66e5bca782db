//! What is looked for before a file is parsed, in its tokens: nesting that would be too deep for a parser's stack, and lines
//! that are not the author's own.

use std::ops::Range;

use toml_parser::{
    Source,
    lexer::{Token, TokenKind},
};

/// More than twice as deep as any spec nests.
pub const DEEPEST: usize = 32;

/// The bracket or dot at which tables, lists and dotted keys in each other become too many.
pub fn too_deep(text: &str) -> Option<Range<usize>> {
    // For each bracket that is open, the depth outside of it.
    let mut open: Vec<usize> = Vec::new();
    let mut depth = 0;
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                open.push(depth);
                depth += 1;
            }
            TokenKind::Dot => depth += 1,
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => depth = open.pop().unwrap_or(0),
            TokenKind::Comma => depth = open.last().map_or(0, |outside| outside + 1),
            TokenKind::Newline if open.is_empty() => depth = 0,
            _ => {}
        }
        if depth > DEEPEST {
            return Some(range(&token));
        }
    }
    None
}

/// The lines that begin with `#> `: a draft quotes its page so. Of lines that follow on each other the first, and how many
/// they are.
pub fn quoted(text: &str) -> Vec<(Range<usize>, usize)> {
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    let mut end_of_last = None;
    for token in Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment) {
        let span = range(&token);
        let (Some(comment), Some(before)) = (text.get(span.clone()), text.get(..span.start)) else { continue };
        let is_quoted = comment.strip_prefix("#>").is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        let line = before.trim_end_matches([' ', '\t']);
        if !is_quoted || !(line.is_empty() || line.ends_with('\n')) {
            continue;
        }
        match found.last_mut() {
            Some((_, lines)) if end_of_last.is_some_and(|end| line.len() == end + 1) => *lines += 1,
            _ => found.push((span.clone(), 1)),
        }
        end_of_last = Some(span.end);
    }
    found
}

fn range(token: &Token) -> Range<usize> {
    token.span().start()..token.span().end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nests_in_each_other_is_counted_and_what_stands_in_a_row_is_not() {
        let deep = |text: &str| too_deep(text).map(|span| span.start);
        assert_eq!(deep(&"[a.b]\nc.d = [{ e = 1 }, { f = [2] }]\n".repeat(100)), None);
        assert_eq!(deep(&format!("a = {}{}", "[".repeat(32), "]".repeat(32))), None);
        assert_eq!(deep(&format!("a = {}", "[".repeat(33))), Some(36));
        assert_eq!(deep(&format!("a = {}1", "{ b.c = ".repeat(20))), Some(4 + 16 * 8));
        assert_eq!(deep(&format!("[{}a]", "a.".repeat(40))), Some(2 * 32));
        assert_eq!(deep(&format!("a = \"{}\" # {}", "[".repeat(99), "[".repeat(99))), None);
    }

    #[test]
    fn lines_that_quote_the_page_are_told_from_what_looks_like_them() {
        assert_eq!(quoted("#> One.\n#> Two.\n  #> Three.\na = 1\n#> Four.\n"), [(0..7, 3), (34..42, 1)]);
        assert_eq!(quoted("#>\n"), [(0..2, 1)]);
        assert_eq!(quoted("# > a\n#>b\na = 1 #> c\nb = '''\n#> d\n'''\n"), []);
    }
}
