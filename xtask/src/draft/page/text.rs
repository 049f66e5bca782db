//! Plain text, as a browser saves it or somebody copied it, to blocks. Nothing marks them there: tables are flattened to
//! lines or broken over several, headings are short lines, samples begin with what only samples begin with.

use super::{
    block::{Block, Cell, Definition, Heading, Item, squeeze},
    prose,
    vocabulary::{self, Role},
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
            let _ = (self.is_page && self.code())
                || self.piped_table()
                || self.tabbed_table()
                || (self.is_page && self.heading())
                || self.flat_table()
                || self.definitions()
                || self.bullets()
                || self.paragraph();
            debug_assert!(self.at > before, "a line was read by nobody");
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

    /// `name | type | text`, with or without a bar at the ends, a row on one line or on several, a cell, too.
    fn piped_table(&mut self) -> bool {
        let Some(columns) = self.piped_columns() else { return false };
        let first = self.line(0).unwrap_or_default();
        let (leads, ends) = (first.starts_with('|'), first.ends_with('|'));
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut row: Vec<String> = Vec::new();
        let mut cell = String::new();
        while let Some(line) = self.line(0) {
            let boundary = row.is_empty() && cell.is_empty();
            if is_ruler(line) {
                self.at += 1;
                continue;
            }
            let ended = boundary && (!line.contains('|') || self.is_page && heading(line, false).is_some());
            if ended || (line.is_empty() && (boundary || !self.bar_ahead())) {
                break;
            }
            let mut rest = line;
            if let Some(inner) = line.strip_prefix('|') {
                // A bar in front begins a row; alone, it ends a cell.
                if leads && !boundary && cell.trim().is_empty() && !inner.trim().is_empty() {
                    rows.push(take_row(&mut row, columns));
                    rest = inner;
                } else if boundary {
                    rest = inner;
                }
            }
            let mut before = ' ';
            for c in rest.chars() {
                if c == '|' && before != '\\' {
                    row.push(lines_of(&std::mem::take(&mut cell)));
                    if row.len() == columns {
                        rows.push(take_row(&mut row, columns));
                    }
                } else {
                    if c == '|' {
                        cell.pop();
                    }
                    cell.push(c);
                }
                before = c;
            }
            if !cell.trim().is_empty() {
                if ends || row.len() + 1 < columns {
                    cell.push('\n');
                } else {
                    row.push(lines_of(&std::mem::take(&mut cell)));
                    rows.push(take_row(&mut row, columns));
                }
            } else {
                cell.clear();
            }
            self.at += 1;
        }
        if !cell.trim().is_empty() {
            row.push(lines_of(&cell));
        }
        if !row.is_empty() {
            rows.push(take_row(&mut row, columns));
        }
        rows.retain(|row| row.iter().any(|cell| !cell.text.is_empty()));
        if rows.is_empty() {
            return true;
        }
        self.blocks.push(Block::Table(rows));
        true
    }

    /// Whether the next line that is not empty has a bar.
    fn bar_ahead(&self) -> bool {
        let rest = self.lines.get(self.at..).unwrap_or_default();
        rest.iter().map(|line| line.trim()).find(|line| !line.is_empty()).is_some_and(|line| line.contains('|'))
    }

    /// How many columns a table with bars has that begins here.
    fn piped_columns(&self) -> Option<usize> {
        let line = self.line(0)?;
        let cells = |line: &str| bars(line.strip_prefix('|').unwrap_or(line).strip_suffix('|').unwrap_or(line));
        let count = |line: &str| bars(line.trim_matches('|')).len();
        if !line.contains('|') || is_ruler(line) {
            return None;
        }
        let head = cells(line).len();
        match self.line(1) {
            Some(ruler) if is_ruler(ruler) => return Some(count(ruler).max(head)),
            Some(next) if next.contains('|') && head >= 2 && count(next) == head => return Some(head),
            _ => {}
        }
        if head >= 2 && cells(line).iter().filter(|cell| vocabulary::role(cell).is_some()).count() >= 2 {
            return Some(head);
        }
        // A cell a line: as many as are names of columns, else up to the next line with a bar in front.
        let one = |ahead: usize| {
            let line = self.line(ahead)?;
            let inner = line.strip_prefix('|').unwrap_or(line).strip_suffix('|')?.trim();
            (!inner.contains('|')).then_some(inner)
        };
        let named =
            (0..12).take_while(|ahead| one(*ahead).is_some_and(|cell| vocabulary::role(cell).is_some())).count();
        if named >= 2 {
            // A head may go on with names that nobody has heard of, up to where its rows begin.
            return Some(named.max(if line.starts_with('|') { self.row_of_bars() } else { 0 }));
        }
        if line.starts_with('|') && self.row_of_bars() >= 2 {
            return Some(self.row_of_bars());
        }
        let pair = one(0).is_some_and(vocabulary::is_name) && one(1).is_some_and(|text| text.contains(' '));
        (pair && one(2).is_some_and(vocabulary::is_name)).then_some(2)
    }

    /// The cells of a row that begins with a bar, up to the next line that does.
    fn row_of_bars(&self) -> usize {
        let mut count = 0;
        if self.line(0) == Some("|") && self.line(1).is_none_or(|next| next.starts_with('|')) {
            return 0;
        }
        for ahead in 0..40 {
            let Some(line) = self.line(ahead) else { break };
            let begins = if self.line(0) == Some("|") { line == "|" } else { line.starts_with('|') && line.len() > 1 };
            if ahead > 0 && (begins || line.is_empty() || !line.contains('|') && heading(line, false).is_some()) {
                break;
            }
            count += line.matches('|').count() - usize::from(ahead == 0);
        }
        count
    }

    /// Cells parted by tabs, as browsers copy tables.
    fn tabbed_table(&mut self) -> bool {
        let cells = |line: &str| line.split('\t').map(squeeze).collect::<Vec<String>>();
        let is_row = |line: Option<&str>| {
            line.is_some_and(|line| {
                line.trim().contains('\t') && !is_code(line.trim()) && bullet(line.trim()).is_none()
            })
        };
        let indent = |line: &str| line.len() - line.trim_start().len();
        if !is_row(self.raw(0)) || !is_row(self.raw(1)) || indent(self.raw(0).unwrap_or_default()) > 0 {
            return false;
        }
        let columns = cells(self.raw(0).unwrap_or_default().trim_end()).len();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        while let Some(raw) = self.raw(0).filter(|raw| !raw.trim().is_empty()) {
            if is_row(Some(raw)) {
                let mut row: Vec<String> = cells(raw);
                rows.push(take_row(&mut row, columns));
            } else if let Some(last) = rows.last_mut().and_then(|row| row.last_mut()) {
                if heading(raw.trim(), self.is_alone()).is_some() {
                    break;
                }
                match bullet(raw.trim()) {
                    Some(item) => last.items.push(Item::of(item)),
                    None => {
                        last.text.push('\n');
                        last.text.push_str(raw.trim());
                    }
                }
            }
            self.at += 1;
        }
        self.blocks.push(Block::Table(rows));
        true
    }

    /// A head whose words are all names of columns, and rows that nothing parts: `node The ID of the user. Required.`
    fn flat_table(&mut self) -> bool {
        // On one line, or each column on one of its own.
        let one = self.line(0).and_then(vocabulary::flat_head).map(|(head, roles)| (head, roles, 1));
        let lines = (0..8).map_while(|ahead| self.line(ahead).filter(|line| vocabulary::role(line).is_some())).count();
        let several = || {
            let head = (0..lines).filter_map(|ahead| self.line(ahead)).collect::<Vec<_>>().join(" ");
            vocabulary::flat_head(&head)
                .filter(|(head, _)| head.len() == lines)
                .map(|(head, roles)| (head, roles, lines))
        };
        let Some((head, roles, height)) = one.or_else(several) else { return false };
        let next = (height..).find(|ahead| self.line(*ahead).is_none_or(|line| !line.is_empty())).unwrap_or(height);
        if self.line(next).is_none_or(|line| flat_row(line, &roles, true).is_none()) {
            return false;
        }
        self.at += next;
        let mut rows: Vec<Vec<Cell>> = vec![head.into_iter().map(Cell::of).collect()];
        loop {
            let blanks = (0..).take_while(|ahead| self.line(*ahead).is_some_and(str::is_empty)).count();
            let Some(line) = self.line(blanks) else { break };
            self.at += blanks;
            let ends = heading(line, self.is_alone()).is_some() || is_code(line);
            if ends || vocabulary::flat_head(line).is_some() {
                break;
            }
            let done = rows.len() == 1 || rows.last().and_then(|row| row.last()).is_none_or(has_ended);
            if bullet(line).is_some() {
                let items = self.items();
                if let Some(last) = rows.last_mut().and_then(|row| row.last_mut()) {
                    last.items.extend(items);
                }
                continue;
            }
            match flat_row(line, &roles, done) {
                Some(row) => rows.push(row),
                None if blanks > 0 => break,
                None => {
                    // A name alone, or with a word in parentheses, and its cells on the next line.
                    let name = rows
                        .last()
                        .filter(|_| rows.len() > 1)
                        .map(|row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" "));
                    let whole = name.map(|name| name.trim().to_owned()).filter(|name| prose::is_term(name));
                    let joined = whole.and_then(|name| {
                        let mut row = flat_row(&format!("name {line}"), &roles, true)?;
                        row.first_mut()?.text = name;
                        Some(row)
                    });
                    if let (Some(last), Some(row)) = (rows.last_mut(), joined) {
                        *last = row;
                    } else if let Some(last) = rows.last_mut().and_then(|row| row.last_mut()) {
                        last.text.push(if last.text.is_empty() { ' ' } else { '\n' });
                        last.text.push_str(line);
                    }
                }
            }
            self.at += 1;
        }
        self.blocks.push(Block::Table(rows));
        true
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

    /// A sample, up to where it ends for sure.
    fn code(&mut self) -> bool {
        let Some(line) = self.line(0) else { return false };
        let kind = match code_kind(line) {
            Some(kind) => kind,
            None => return false,
        };
        let start = self.at;
        self.at += 1;
        while let Some(line) = self.line(0) {
            let goes_on = match kind {
                Code::Fence => {
                    if line.starts_with("```") {
                        self.at += 1;
                        break;
                    }
                    true
                }
                Code::Program => !(vocabulary::is_section(line) || line.ends_with('¶')),
                Code::Markup => self.markup_goes_on(start),
                Code::Request => self.request_goes_on(start),
            };
            if !goes_on {
                break;
            }
            self.at += 1;
        }
        let code = self.lines.get(start..self.at).unwrap_or_default();
        let code = if kind == Code::Fence {
            let inner = code.get(1..).unwrap_or_default();
            inner.strip_suffix(&["```"]).unwrap_or(inner).join("\n")
        } else {
            code.join("\n")
        };
        if !code.trim().is_empty() {
            self.blocks.push(Block::Code(code.trim_matches('\n').to_owned()));
        }
        true
    }

    fn markup_goes_on(&self, start: usize) -> bool {
        let so_far = self.lines.get(start..self.at).unwrap_or_default();
        let count = |c: char| so_far.iter().rev().take(40).map(|line| line.matches(c).count()).sum::<usize>();
        let line = self.line(0).unwrap_or_default();
        if vocabulary::is_section(line) {
            return false;
        }
        // A tag that was not closed, or more tags.
        let next =
            self.lines.get(self.at..).unwrap_or_default().iter().map(|line| line.trim()).find(|line| !line.is_empty());
        count('<') > count('>')
            || line.starts_with('<')
            || (line.is_empty() && next.is_some_and(|next| next.starts_with("</")))
            || (line.contains("</") && !line.contains(". "))
    }

    fn request_goes_on(&self, start: usize) -> bool {
        let line = self.line(0).unwrap_or_default();
        let whole = self.lines.get(start..self.at).unwrap_or_default();
        // A form is not followed by a document, but by an answer.
        let sends = whole.iter().any(|line| line.trim_start().starts_with('&') || is_pair(line.trim()));
        let is_part = |line: &str| {
            line.starts_with(['&', '?'])
                || line.starts_with('<') && !sends
                || line.starts_with("HTTP/1.")
                || is_header(line)
                || (is_pair(line) && !line.contains(' '))
                || line.starts_with('{')
        };
        if line.is_empty() {
            // The empty line between headers and body.
            return whole.iter().any(|line| is_header(line.trim())) && self.line(1).is_some_and(is_part);
        }
        is_part(line) || (whole.last().is_some_and(|last| last.trim().ends_with('&')) && !line.contains(' '))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Fence,
    Program,
    Markup,
    Request,
}

fn code_kind(line: &str) -> Option<Code> {
    const PROGRAM: &[&str] = &[
        "<?php",
        "using System",
        "import ",
        "#include",
        "namespace ",
        "public class",
        "package ",
        "curl ",
        "$ curl",
        "require ",
        "var ",
        "const ",
        "Dim ",
        "def ",
        "from ",
    ];
    let is_program = PROGRAM.iter().any(|start| line.starts_with(start))
        && (line.ends_with([';', '{', '"', '\'', '\\', ':'])
            || line.starts_with("<?php")
            || line.starts_with("curl ")
            || line.starts_with("$ curl")
            || line.starts_with("#include"));
    if line.starts_with("```") {
        Some(Code::Fence)
    } else if is_program || (line.starts_with('$') && line.ends_with(';')) {
        Some(Code::Program)
    } else if line.starts_with("<?")
        || (line.starts_with('<') && line.chars().nth(1).is_some_and(|c| c.is_alphabetic()))
    {
        Some(Code::Markup)
    } else if is_request(line) {
        Some(Code::Request)
    } else {
        None
    }
}

fn is_code(line: &str) -> bool {
    code_kind(line).is_some()
}

/// `GET /api/x`, an address with a query, a piece of a query.
fn is_request(line: &str) -> bool {
    let verb = ["GET ", "POST ", "PUT ", "DELETE "].iter().find_map(|verb| line.strip_prefix(verb));
    let address = |text: &str| text.starts_with("http://") || text.starts_with("https://") || text.starts_with('/');
    verb.is_some_and(address)
        || (address(line) && line.contains('?') && line.contains('='))
        || (line.starts_with('&') && line.contains('='))
        || (["http://", "https://"].iter().any(|start| line.starts_with(start)) && !line.contains(' '))
}

/// `Content-Type: text/xml`
fn is_header(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, _)| {
        name.contains('-') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            || matches!(name, "Host" | "SOAPAction" | "Accept" | "Connection" | "Authorization" | "Cookie")
    })
}

/// `name=value`
fn is_pair(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| is_name(name))
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

fn bars(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut before = ' ';
    for c in line.chars() {
        if c == '|' && before != '\\' {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            if c == '|' {
                cell.pop();
            }
            cell.push(c);
        }
        before = c;
    }
    cells.iter().map(|cell| squeeze(cell)).collect()
}

/// The lines of a cell.
fn lines_of(cell: &str) -> String {
    cell.lines().map(squeeze).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// `---|:--|---`
fn is_ruler(line: &str) -> bool {
    line.contains("--") && line.contains(['|', '+']) && line.chars().all(|c| "-|:+ =".contains(c))
}

/// A row, of as many cells as there are columns.
fn take_row(row: &mut Vec<String>, columns: usize) -> Vec<Cell> {
    let mut cells = std::mem::take(row);
    if cells.len() > columns && columns > 0 {
        let rest = cells.split_off(columns);
        if let Some(last) = cells.last_mut() {
            for cell in rest.iter().filter(|cell| !cell.is_empty()) {
                last.push_str(" | ");
                last.push_str(cell);
            }
        }
    }
    cells.resize(columns, String::new());
    cells.into_iter().map(Cell::of).collect()
}

/// A row of a flattened table, where a line can be one. `done`: the row above it has ended.
fn flat_row(line: &str, roles: &[Role], done: bool) -> Option<Vec<Cell>> {
    let is_code = roles.first() == Some(&Role::Code);
    let mut words = line.split_whitespace();
    let (start, second) = (words.next()?, words.next().unwrap_or_default());
    // `when date The day`: a word that begins sentences, too.
    let typed = roles.get(1) == Some(&Role::Type) && (vocabulary::is_plain_type(second) || second == "date");
    // The type of the row above, whose name had a line for itself.
    if !is_code && roles.contains(&Role::Type) && vocabulary::is_plain_type(start) {
        return None;
    }
    let (first, mut rest) = if is_code {
        vocabulary::code_ahead(line)?
    } else if typed && vocabulary::is_name(start) {
        (start.to_owned(), line.split_once(char::is_whitespace)?.1.trim_start())
    } else {
        vocabulary::name_ahead(line)?
    };
    if !done && (rest.is_empty() || vocabulary::is_common(&first)) {
        return None;
    }
    let mut cells = vec![Cell::of(first)];
    let others = roles.get(1..).unwrap_or_default();
    for (index, role) in others.iter().enumerate() {
        if index + 1 == others.len() {
            cells.push(Cell::of(rest.trim_start_matches(['-', '–', ':', ' '])));
            return Some(cells);
        }
        let (word, behind) = split_cell(rest, *role);
        let fits = match role {
            Role::Length => word.starts_with(|c: char| c.is_ascii_digit()),
            // A word that nobody knows is a type where the next one is where it belongs.
            Role::Type => {
                let next = behind.trim_start().split(' ').next().unwrap_or_default();
                vocabulary::type_of(word).is_some()
                    || others.get(index + 1) == Some(&Role::Required) && vocabulary::yes_no(next).is_some()
            }
            Role::Required => vocabulary::yes_no(word).is_some(),
            _ => true,
        };
        cells.push(Cell::of(if fits { word } else { "" }));
        if fits {
            rest = behind.trim_start();
        }
    }
    Some(cells)
}

/// The words of a line that are the next cell: one, or `2 to 20`.
fn split_cell(rest: &str, role: Role) -> (&str, &str) {
    let words: Vec<&str> = rest.splitn(4, ' ').collect();
    if role == Role::Length
        && let [least, "to" | "-", most, ..] = words.as_slice()
        && most.chars().all(|c| c.is_ascii_digit())
    {
        return rest.split_at(
            least.len() + most.len() + rest.get(least.len()..).map_or(0, |rest| rest.find(most).unwrap_or(0)),
        );
    }
    rest.split_once(' ').unwrap_or((rest, ""))
}

fn has_ended(cell: &Cell) -> bool {
    !cell.items.is_empty()
        || cell.text.is_empty()
        || cell.text.ends_with(['.', '!', '?', ')', ':'])
        || !cell.text.contains(' ')
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
