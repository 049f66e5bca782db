//! Tables of plain text: with bars, with tabs, flattened to lines.

use super::{
    super::{
        block::{Block, Cell, Item, squeeze},
        prose,
        vocabulary::{self, Role},
    },
    Reader, bullet,
    code::is_code,
    heading,
};

impl<'a> Reader<'a> {
    /// `name | type | text`, with or without a bar at the ends, a row on one line or on several, a cell, too.
    pub(super) fn piped_table(&mut self) -> bool {
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
    pub(super) fn bar_ahead(&self) -> bool {
        let rest = self.lines.get(self.at..).unwrap_or_default();
        rest.iter().map(|line| line.trim()).find(|line| !line.is_empty()).is_some_and(|line| line.contains('|'))
    }

    /// How many columns a table with bars has that begins here.
    pub(super) fn piped_columns(&self) -> Option<usize> {
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
    pub(super) fn row_of_bars(&self) -> usize {
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
    pub(super) fn tabbed_table(&mut self) -> bool {
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
    pub(super) fn flat_table(&mut self) -> bool {
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
