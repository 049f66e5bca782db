//! HTML, whole or half of it, to blocks. The tree is what a browser makes of the text.

mod tree;

use anyhow::Result;
use tree::{Id, Tree};

use super::{
    block::{Block, Cell, Definition, Heading, Item, squeeze},
    text,
};

/// What rows and columns a table may have, spans included.
const CELLS: usize = 20_000;

/// What a page says of itself, beside its text.
#[derive(Debug, Default)]
pub struct Html {
    pub blocks: Vec<Block>,
    pub address: Option<String>,
    pub title: Option<String>,
}

pub fn read(text: &str) -> Result<Html> {
    let tree = Tree::parse(text)?;
    let mut walk = Walk { tree: &tree, blocks: Vec::new(), prose: String::new() };
    walk.children(tree::ROOT);
    walk.end_prose();
    let title = tree.find("title").map(|id| squeeze(&tree.text(id))).filter(|title| !title.is_empty());
    Ok(Html { blocks: walk.blocks, address: address(&tree), title })
}

fn address(tree: &Tree) -> Option<String> {
    let saved = tree.comments().find_map(|comment| {
        let (_, rest) = comment.split_once("saved from url=")?;
        rest.trim_start_matches(|c: char| c == '(' || c == ')' || c.is_ascii_digit()).split_whitespace().next()
    });
    let linked = tree.all().find_map(|id| match tree.name(id) {
        "link" if tree.attribute(id, "rel") == Some("canonical") => tree.attribute(id, "href"),
        "meta" if tree.attribute(id, "property") == Some("og:url") => tree.attribute(id, "content"),
        _ => None,
    });
    saved.or(linked).filter(|address| address.starts_with("http")).map(str::to_owned)
}

struct Walk<'a> {
    tree: &'a Tree,
    blocks: Vec<Block>,
    /// What was read of a paragraph.
    prose: String,
}

impl Walk<'_> {
    fn children(&mut self, id: Id) {
        for child in self.tree.children(id) {
            self.node(*child);
        }
    }

    fn node(&mut self, id: Id) {
        let tree = self.tree;
        if let Some(text) = tree.own_text(id) {
            self.prose.push_str(&text.replace(['\n', '\r'], " "));
            return;
        }
        match tree.name(id) {
            "script" | "style" | "head" | "nav" | "template" | "svg" | "iframe" | "noscript" | "button" => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.end_prose();
                let text = squeeze(&tree.text(id));
                let level = tree.name(id).trim_start_matches('h').parse().unwrap_or(0);
                self.push_heading(&text, level);
            }
            "table" => {
                self.end_prose();
                match self.table(id) {
                    Some(rows) => self.blocks.push(Block::Table(rows)),
                    None => self.children(id),
                }
                self.end_prose();
            }
            "ul" | "ol" | "menu" => {
                self.end_prose();
                let items = self.items(id);
                if !items.is_empty() {
                    self.blocks.push(Block::List(items));
                }
            }
            "dl" => {
                self.end_prose();
                self.definitions(id);
            }
            "pre" | "textarea" | "xmp" | "listing" => {
                self.end_prose();
                let text = tree.text(id);
                if !text.trim().is_empty() {
                    self.blocks.push(Block::Code(text.trim_matches('\n').to_owned()));
                }
            }
            "form" if self.is_sample_form(id) => {
                self.end_prose();
                let code = self.form(id);
                self.blocks.push(Block::Code(code));
            }
            "code" | "tt" | "kbd" | "samp" => self.prose.push_str(&marked(&tree.text(id))),
            "br" => self.prose.push('\n'),
            "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "blockquote" | "center"
            | "body" | "html" | "form" | "fieldset" | "tbody" | "thead" | "tr" | "td" | "th" | "li" | "details"
            | "summary" | "figure" | "hr" | "address" | "dd" | "dt" | "caption" => {
                self.end_prose();
                if self.is_all_bold(id) {
                    let text = squeeze(&tree.text(id));
                    self.push_heading(&text, 0);
                } else {
                    self.children(id);
                    self.end_prose();
                }
            }
            _ => self.children(id),
        }
    }

    fn push_heading(&mut self, text: &str, level: usize) {
        let text = text.trim_end_matches(['¶', '#', '§', ':', ' ']);
        if !text.is_empty() {
            self.blocks.push(Block::Heading(Heading { text: text.to_owned(), level }));
        }
    }

    fn end_prose(&mut self) {
        let prose = std::mem::take(&mut self.prose);
        let lines: Vec<String> = prose.lines().map(squeeze).filter(|line| !line.is_empty()).collect();
        if lines.len() > 1 {
            let found = text::lines(&lines);
            if found.iter().any(|block| !matches!(block, Block::Paragraph(_))) {
                self.blocks.extend(found);
                return;
            }
        }
        if !lines.is_empty() {
            self.blocks.push(Block::Paragraph(lines.join(" ")));
        }
    }

    /// A paragraph that is nothing but bold and short is a heading of old pages.
    fn is_all_bold(&self, id: Id) -> bool {
        let tree = self.tree;
        let mut children =
            tree.children(id).iter().filter(|child| tree.own_text(**child).is_none_or(|text| !text.trim().is_empty()));
        let (Some(only), None) = (children.next(), children.next()) else { return false };
        matches!(tree.name(*only), "b" | "strong") && {
            let text = tree.text(*only);
            text.len() < 80 && !text.trim().is_empty() && !text.trim_end().ends_with('.')
        }
    }

    /// The rows of a table; none, where it only lays out the page.
    fn table(&self, id: Id) -> Option<Vec<Vec<Cell>>> {
        let tree = self.tree;
        let mut rows = Vec::new();
        self.rows(id, &mut rows);
        let is_layout = |cell: &Id| {
            tree.below(*cell)
                .any(|inner| matches!(tree.name(inner), "table" | "h1" | "h2" | "h3" | "h4" | "form" | "dl"))
        };
        let has_head = rows.iter().flatten().any(|cell| tree.name(*cell) == "th");
        if !has_head && rows.iter().flatten().any(is_layout) || rows.iter().all(|row| row.len() < 2) {
            return None;
        }
        let mut grid: Vec<Vec<Cell>> = Vec::new();
        // What reaches down from above: by column, how many rows more, and what it is.
        let mut spans: Vec<(usize, Cell)> = Vec::new();
        let mut cells = 0;
        for row in rows {
            let mut line: Vec<Cell> = Vec::new();
            let mut own = row.into_iter();
            loop {
                let column = line.len();
                if let Some((left, cell)) = spans.get_mut(column).filter(|(left, _)| *left > 0) {
                    *left -= 1;
                    line.push(Cell { spanned: true, ..cell.clone() });
                    continue;
                }
                let Some(id) = own.next() else { break };
                let number = |name: &str| tree.attribute(id, name).and_then(|text| text.trim().parse().ok());
                let (wide, deep) = (number("colspan").unwrap_or(1).clamp(1, 50), number("rowspan").unwrap_or(1));
                let cell = self.cell(id);
                for part in 0..wide {
                    if spans.len() <= column + part {
                        spans.resize(column + part + 1, (0, Cell::default()));
                    }
                    spans[column + part] = (deep.min(CELLS).saturating_sub(1), cell.clone());
                    line.push(if part == 0 { cell.clone() } else { Cell::default() });
                }
            }
            cells += line.len();
            if cells > CELLS {
                break;
            }
            if line.iter().any(|cell| !cell.text.is_empty() || !cell.items.is_empty()) {
                grid.push(line);
            }
        }
        Some(grid)
    }

    fn rows(&self, id: Id, rows: &mut Vec<Vec<Id>>) {
        let tree = self.tree;
        for child in tree.children(id) {
            match tree.name(*child) {
                "thead" | "tbody" | "tfoot" => self.rows(*child, rows),
                "tr" => {
                    let cells = tree.children(*child).iter().copied();
                    rows.push(cells.filter(|cell| matches!(tree.name(*cell), "td" | "th")).collect());
                }
                _ => {}
            }
        }
    }

    fn cell(&self, id: Id) -> Cell {
        let (text, items) = self.text_and_items(id);
        Cell { text, items, spanned: false }
    }

    fn items(&self, id: Id) -> Vec<Item> {
        let tree = self.tree;
        let own = tree.children(id).iter().filter(|child| tree.name(**child) == "li");
        own.map(|child| {
            let (text, items) = self.text_and_items(*child);
            Item { text, items }
        })
        .filter(|item| !item.text.is_empty() || !item.items.is_empty())
        .collect()
    }

    /// The text of an element, and what it lists.
    fn text_and_items(&self, id: Id) -> (String, Vec<Item>) {
        let mut text = String::new();
        let mut items = Vec::new();
        self.collect(id, &mut text, &mut items);
        let lines: Vec<String> = text.lines().map(squeeze).filter(|line| !line.is_empty()).collect();
        (lines.join("\n"), items)
    }

    fn collect(&self, id: Id, text: &mut String, items: &mut Vec<Item>) {
        let tree = self.tree;
        for child in tree.children(id) {
            if let Some(own) = tree.own_text(*child) {
                text.push_str(&own.replace(['\n', '\r'], " "));
                continue;
            }
            match tree.name(*child) {
                "ul" | "ol" => items.extend(self.items(*child)),
                "dl" | "table" => {
                    let mut inner = Walk { tree, blocks: Vec::new(), prose: String::new() };
                    inner.node(*child);
                    for block in inner.blocks {
                        items.extend(as_items(block));
                    }
                }
                "br" => text.push('\n'),
                "code" | "tt" | "kbd" | "samp" => text.push_str(&marked(&tree.text(*child))),
                "script" | "style" | "svg" => {}
                "p" | "div" | "pre" => {
                    text.push('\n');
                    self.collect(*child, text, items);
                    text.push('\n');
                }
                _ => self.collect(*child, text, items),
            }
        }
    }

    fn definitions(&mut self, id: Id) {
        let mut found: Vec<Definition> = Vec::new();
        self.terms(id, &mut found);
        found.retain(|definition| !definition.term.is_empty());
        if !found.is_empty() {
            self.blocks.push(Block::Definitions(found));
        }
    }

    fn terms(&self, id: Id, found: &mut Vec<Definition>) {
        let tree = self.tree;
        for child in tree.children(id) {
            match tree.name(*child) {
                "dt" => {
                    found.push(Definition { term: squeeze(&tree.text(*child)), ..Definition::default() });
                }
                "dd" => {
                    let (text, items) = self.text_and_items(*child);
                    if let Some(last) = found.last_mut() {
                        if !last.text.is_empty() {
                            last.text.push('\n');
                        }
                        last.text.push_str(&text);
                        last.items.extend(items);
                    }
                }
                "div" => self.terms(*child, found),
                _ => {}
            }
        }
    }

    /// A form that shows a call, not the page's own search.
    fn is_sample_form(&self, id: Id) -> bool {
        let names: Vec<&str> = self.inputs(id).into_iter().map(|(name, _)| name).collect();
        let is_search =
            |name: &&str| matches!(name.to_lowercase().as_str(), "q" | "s" | "query" | "search" | "keyword");
        self.tree.attribute(id, "action").is_some_and(|action| action.contains('/'))
            && !names.is_empty()
            && !names.iter().any(is_search)
    }

    fn inputs(&self, id: Id) -> Vec<(&str, &str)> {
        let tree = self.tree;
        tree.below(id)
            .filter(|input| matches!(tree.name(*input), "input" | "select" | "textarea"))
            .filter(|input| !matches!(tree.attribute(*input, "type"), Some("submit" | "button" | "image" | "reset")))
            .filter_map(|input| {
                Some((tree.attribute(input, "name")?, tree.attribute(input, "value").unwrap_or_default()))
            })
            .collect()
    }

    fn form(&self, id: Id) -> String {
        let attribute = |name: &str| self.tree.attribute(id, name).unwrap_or_default();
        let mut code = format!("<form method=\"{}\" action=\"{}\">\n", attribute("method"), attribute("action"));
        for (name, value) in self.inputs(id) {
            code.push_str(&format!("<input name=\"{name}\" value=\"{}\">\n", value.replace('"', "&quot;")));
        }
        code + "</form>"
    }
}

/// What a page sets as code, between backticks: that tells words from prose.
fn marked(text: &str) -> String {
    let text = squeeze(text);
    if text.is_empty() || text.contains('`') { text } else { format!("`{text}`") }
}

/// A block inside a cell, as items.
fn as_items(block: Block) -> Vec<Item> {
    let pair = |one: &str, other: &str| if other.is_empty() { one.to_owned() } else { format!("{one} - {other}") };
    match block {
        Block::List(items) => items,
        Block::Definitions(all) => all
            .into_iter()
            .map(|definition| Item {
                text: pair(&definition.term, &squeeze(&definition.text)),
                items: definition.items,
            })
            .collect(),
        Block::Table(rows) => rows
            .into_iter()
            .map(|row| {
                let cells: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                let (first, rest) =
                    cells.split_first().map_or(("", Vec::new()), |(first, rest)| (*first, rest.to_vec()));
                Item::of(pair(first, &squeeze(&rest.join(" "))))
            })
            .collect(),
        Block::Heading(Heading { text, .. }) | Block::Paragraph(text) | Block::Code(text) => {
            vec![Item::of(squeeze(&text))]
        }
    }
}
