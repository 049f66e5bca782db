//! Plain text, as a browser saves it or somebody copied it, to blocks. Nothing marks them there: tables are flattened to
//! lines or broken over several, headings are short lines, samples begin with what only samples begin with.

mod code;
mod tables;

use self::code::{is_code, is_header};
use super::{
    block::{Block, Definition, Heading, Item, squeeze},
    prose,
    vocabulary::{self},
};

/// A whole page.
pub fn read(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    Reader { lines, at: 0, blocks: Vec::new(), is_page: true }.read()
}

/// Lines of a page that was not plain text, but has something that was: a list parted by nothing but line breaks.
pub fn lines(lines: &[String]) -> Vec<Block> {
    Reader { lines: lines.iter().map(String::as_str).collect(), at: 0, blocks: Vec::new(), is_page: false }.read()
}

struct Reader<'a> {
    lines: Vec<&'a str>,
    at: usize,
    blocks: Vec<Block>,
    /// Else headings and samples are somebody else's.
    is_page: bool,
}

impl<'a> Reader<'a> {
    fn read(mut self) -> Vec<Block> {
        while self.at < self.lines.len() {
            let before = self.at;
            if self.line(0).is_some_and(str::is_empty) {
                self.at += 1;
                continue;
            }
            let readers: [fn(&mut Self) -> bool; 8] = [
                |reader| reader.is_page && reader.code(),
                Self::piped_table,
                Self::tabbed_table,
                |reader| reader.is_page && reader.heading(),
                Self::flat_table,
                Self::definitions,
                Self::bullets,
                Self::paragraph,
            ];
            // The first that gets on; a paragraph is whatever is left.
            for read in readers {
                if read(&mut self) && self.at > before {
                    break;
                }
            }
            self.at = self.at.max(before + 1);
        }
        self.blocks
    }

    /// A line, without the blanks around it.
    fn line(&self, ahead: usize) -> Option<&'a str> {
        self.lines.get(self.at + ahead).map(|line| line.trim())
    }

    fn raw(&self, ahead: usize) -> Option<&'a str> {
        self.lines.get(self.at + ahead).copied()
    }

    fn heading(&mut self) -> bool {
        let Some(line) = self.line(0) else { return false };
        let Some(text) = heading(line, self.is_alone()) else { return false };
        let underline = self
            .line(1)
            .is_some_and(|next| next.len() >= 3 && (next.chars().all(|c| c == '=') || next.chars().all(|c| c == '-')));
        let level = line.chars().take_while(|c| *c == '#').count();
        self.blocks.push(Block::Heading(Heading { text, level }));
        self.at += if underline { 2 } else { 1 };
        true
    }

    /// Whether blank lines, or the ends of the page, are on both sides; or an underline is below.
    fn is_alone(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.lines.get(at)).is_none_or(|line| line.trim().is_empty());
        let behind = self.line(1).is_none_or(str::is_empty);
        let underline = self.line(1).is_some_and(|next| next.len() >= 3 && next.chars().all(|c| c == '=' || c == '-'));
        (before && behind) || underline
    }

    fn paragraph(&mut self) -> bool {
        let mut text = String::new();
        while let Some(line) = self.line(0).filter(|line| !line.is_empty()) {
            text.push_str(line);
            self.at += 1;
            // A sentence goes on in the next line when it has not ended and that begins small.
            let goes_on = !line.ends_with(['.', ':', '!', '?', ';'])
                && self.line(0).is_some_and(|next| next.starts_with(|c: char| c.is_lowercase()) && next.contains(' '));
            if !goes_on {
                break;
            }
            text.push(' ');
        }
        let text = squeeze(&text);
        if !text.chars().all(|c| "-=_*~".contains(c)) {
            self.blocks.push(Block::Paragraph(text));
        }
        true
    }

    fn bullets(&mut self) -> bool {
        let items = self.items();
        if items.is_empty() {
            return false;
        }
        self.blocks.push(Block::List(items));
        true
    }

    /// Bullets from here on, nested as they are indented.
    fn items(&mut self) -> Vec<Item> {
        let mut flat: Vec<(usize, String)> = Vec::new();
        loop {
            // A blank line between two bullets does not part them.
            let blanks = (0..).take_while(|ahead| self.line(*ahead).is_some_and(str::is_empty)).count();
            if let Some(text) = self.line(blanks).and_then(bullet).filter(|_| blanks == 0 || !flat.is_empty()) {
                let raw = self.raw(blanks).unwrap_or_default();
                flat.push((raw.len() - raw.trim_start().len(), text.to_owned()));
                self.at += blanks + 1;
                continue;
            }
            // A bullet on a line of its own, and the text on the next.
            if matches!(self.line(blanks), Some("-" | "*" | "•"))
                && let Some(text) = self.line(blanks + 1).filter(|text| !text.is_empty() && bullet(text).is_none())
            {
                flat.push((self.raw(blanks).map_or(0, |raw| raw.len() - raw.trim_start().len()), text.to_owned()));
                self.at += blanks + 2;
                continue;
            }
            let (Some((_, last)), Some(line)) = (flat.last_mut(), self.line(0).filter(|line| !line.is_empty())) else {
                break;
            };
            // An item that has not ended goes on.
            let indented = self.raw(0).is_some_and(|raw| raw.starts_with("  ") || raw.starts_with('\t'));
            let small = line.starts_with(|c: char| c.is_lowercase()) && line.contains(' ');
            let open = !last.ends_with(['.', ':', '!', '?', ';']) && last.contains(' ');
            if heading(line, self.is_alone()).is_some() || is_code(line) || !(open && (small || indented)) {
                break;
            }
            last.push(' ');
            last.push_str(line);
            self.at += 1;
        }
        nest(&flat)
    }

    /// Terms with their explanations: beside them, or on the lines below.
    fn definitions(&mut self) -> bool {
        let start = self.at;
        let mut found: Vec<Definition> = Vec::new();
        loop {
            let blanks = (0..).take_while(|ahead| self.line(*ahead).is_some_and(str::is_empty)).count();
            let Some(line) = self.line(blanks) else { break };
            if !found.is_empty() && self.is_page {
                self.at += blanks;
                let ends = heading(line, self.is_alone()).is_some() || is_code(line);
                self.at -= blanks;
                if ends {
                    break;
                }
            }
            let below = self.line(blanks + 1).filter(|below| !below.is_empty());
            if let Some(definition) = beside(line) {
                found.push(definition);
                self.at += blanks + 1;
            } else if is_code_term(line)
                || (is_term(line) || prose::is_number(line)) && below.is_some_and(is_explanation)
            {
                found.push(Definition { term: line.to_owned(), ..Definition::default() });
                self.at += blanks + 1;
            } else {
                break;
            }
            self.explanation(&mut found);
        }
        let terms = found.iter().filter(|definition| is_code_term(&definition.term)).count();
        if found.len() < 2 && terms == 0 {
            self.at = start;
            return false;
        }
        self.blocks.push(Block::Definitions(found));
        true
    }

    /// The lines below a term that are its own.
    fn explanation(&mut self, found: &mut [Definition]) {
        let Some(last) = found.last_mut() else { return };
        // `name: string`, or a code, and a blank line before what it is.
        let open = last.text.is_empty() || vocabulary::type_of(&last.text).is_some();
        if open
            && self.line(0).is_some_and(str::is_empty)
            && let Some(line) = self.line(1).filter(|line| is_explanation(line))
            && !is_code_term(line)
            && beside(line).is_none()
            && self.line(2).is_none_or(str::is_empty)
            && line.ends_with(['.', ':'])
        {
            last.text = format!("{}\n{line}", last.text).trim().to_owned();
            self.at += 2;
        }
        while let Some(line) = self.line(0).filter(|line| !line.is_empty()) {
            let next = self.line(1).filter(|below| !below.is_empty());
            let is_term = is_code_term(line)
                || beside(line).is_some()
                || ((is_term(line) || prose::is_number(line)) && next.is_some_and(is_explanation));
            if is_term || heading(line, self.is_alone()).is_some() || is_code(line) {
                break;
            }
            if bullet(line).is_some() {
                last.items.extend(self.items());
                continue;
            }
            if !last.text.is_empty() {
                last.text.push('\n');
            }
            last.text.push_str(line);
            self.at += 1;
        }
    }
}

/// A heading's text: marked as one, or a section's usual name, or a short line by itself.
fn heading(line: &str, alone: bool) -> Option<String> {
    if bullet(line).is_some() {
        return None;
    }
    if let Some(text) = line.strip_suffix('¶') {
        return Some(squeeze(text)).filter(|text| !text.is_empty());
    }
    let hashes = line.chars().take_while(|c| *c == '#').count();
    if (1..=6).contains(&hashes) && line.chars().nth(hashes) == Some(' ') {
        return Some(squeeze(line.trim_matches('#'))).filter(|text| !text.is_empty());
    }
    let text = line.trim_end_matches(':');
    let short = text.split_whitespace().count() <= 8 && text.len() <= 70;
    let plain = !text.ends_with(['.', ',', ';', '>', ')', '"'])
        && !text.contains('=')
        && !text.contains(": ")
        && !is_code_term(text);
    if short && plain && (vocabulary::is_section(text) || (alone && !line.ends_with(':') && is_title(text))) {
        return Some(squeeze(text));
    }
    None
}

fn is_title(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric())
        && !text.contains('|')
        && !text.contains('\t')
        && vocabulary::flat_head(text).is_none()
}

/// The text of a bullet.
fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['•', '*', '-', '–', '·', '◦', '▪', '‣', '+'])?;
    let text = rest.strip_prefix([' ', '\t', '\u{a0}'])?.trim();
    (!text.is_empty()).then_some(text)
}

fn nest(flat: &[(usize, String)]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let Some(&(least, _)) = flat.first() else { return items };
    let mut index = 0;
    while let Some((_, text)) = flat.get(index) {
        let below: Vec<(usize, String)> =
            flat.iter().skip(index + 1).take_while(|(indent, _)| *indent > least).cloned().collect();
        index += 1 + below.len();
        // One level is what pages have; deeper bullets join it.
        items.push(Item { text: text.clone(), items: below.into_iter().map(|(_, text)| Item::of(text)).collect() });
    }
    items
}

/// `[900] text`, `5002: text`, `INVALID_USER: text`, `100 - text`
fn is_code_term(line: &str) -> bool {
    let number = line.trim_start_matches(['[', '(', '-']);
    let digits = number.chars().take_while(char::is_ascii_digit).count();
    let behind = number.get(digits..).unwrap_or_default();
    let parted = behind.starts_with(": ")
        || behind.starts_with("] ")
        || behind.starts_with(") ")
        || behind.starts_with(" - ")
        || behind.starts_with(" – ")
        || behind.starts_with(" = ")
        || behind.starts_with(':');
    (1..=6).contains(&digits) && parted && behind.chars().any(char::is_alphabetic)
}

/// `name: text`, `name - text`, `NAME = text`
fn beside(line: &str) -> Option<Definition> {
    if is_code_term(line) || is_header(line) {
        return None;
    }
    // `E1001="text"`
    if let Some((term, text)) = line.split_once('=')
        && vocabulary::is_token(term.trim())
        && term.chars().any(|c| c.is_ascii_digit())
        && text.trim_start().starts_with(['"', '\'', '['])
    {
        let text = squeeze(text.trim().trim_matches(['"', '\'']));
        return Some(Definition { term: term.trim().to_owned(), text, items: Vec::new() });
    }
    let (term, text) = [": ", " - ", " – ", " — ", " = "].iter().find_map(|part| line.split_once(part))?;
    let bare = term.split(" (").next().unwrap_or(term).trim_end_matches('*');
    let named = !vocabulary::is_common(bare) || bare.starts_with(char::is_lowercase);
    (is_name(bare) && !text.trim().is_empty() && named).then(|| Definition {
        term: term.trim().to_owned(),
        text: squeeze(text),
        items: Vec::new(),
    })
}

/// One word, as parameters and codes have.
fn is_name(line: &str) -> bool {
    vocabulary::is_name(line)
}

/// `name`, `name (string)`
fn is_term(line: &str) -> bool {
    prose::is_term(line) && !vocabulary::is_section(line)
}

fn is_explanation(line: &str) -> bool {
    line.split_whitespace().count() >= 2
        && !is_code(line)
        && bullet(line).is_none()
        && !line.starts_with('#')
        && !vocabulary::is_section(line)
        && vocabulary::flat_head(line).is_none()
}
