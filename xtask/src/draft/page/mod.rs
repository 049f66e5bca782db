//! `cargo xtask draft page`: a saved help page to a draft.
//!
//! The page becomes a list of blocks, whatever it was saved as (`text`, `html`, `markdown`); the blocks are taken by the
//! shapes that they have and the sections that they stand in (`collect`); what was found is held against what
//! `vendor.toml` says (`ground`), and becomes a draft (`assemble`).

mod assemble;
mod block;
mod codes;
mod collect;
mod ground;
mod html;
mod markdown;
mod params;
mod prose;
mod samples;
mod text;
mod vocabulary;

use std::path::Path;

use anyhow::{Context, Result, ensure};

pub use assemble::Said;

use super::Draft;
use block::Block;
pub use ground::Ground;

/// A help page is some kilobytes; with all that browsers save around it, a megabyte.
const LARGEST: u64 = 4 << 20;

/// What a page was saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Markdown,
    Html,
}

/// Reads a saved page, and drafts the spec of the operation that it is about.
pub fn draft(file: &Path, specs: &Path, vendor: &str, said: Said) -> Result<Draft> {
    let size = fs_err::metadata(file).context("reading the page")?.len();
    ensure!(
        size <= LARGEST,
        "{} has {size} bytes, more than a help page: save the part about the operation as plain text",
        file.display()
    );
    let bytes = fs_err::read(file).context("reading the page")?;
    let text = decode(&bytes);
    ensure!(!text.trim().is_empty(), "{} is empty", file.display());
    let ground = Ground::load(specs, vendor)?;
    let source = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    of_text(&text, kind(file, &text), &ground, Said { source, ..said })
}

/// Drafts the spec of the operation that a text is about.
pub fn of_text(text: &str, kind: Kind, ground: &Ground, mut said: Said) -> Result<Draft> {
    let blocks: Vec<Block> = match kind {
        Kind::Text => text::read(text),
        Kind::Markdown => html::read(&markdown::to_html(text))?.blocks,
        Kind::Html => {
            let page = html::read(text)?;
            (said.address, said.title) = (page.address, page.title);
            page.blocks
        }
    };
    let found = collect::collect(&blocks, ground.root());
    ensure!(
        !(found.params.is_empty() && found.codes.is_empty() && found.samples.calls.is_empty()),
        "nothing on the page looks like a parameter, a return code or a call: is it the page of one operation, and is it whole?"
    );
    assemble::draft(found, ground, &said)
}

/// By the file's name; a name that says nothing, by what it begins with.
fn kind(file: &Path, text: &str) -> Kind {
    let extension = file.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    let start: String = text.trim_start().chars().take(400).collect::<String>().to_lowercase();
    match extension.as_str() {
        "md" | "markdown" => Kind::Markdown,
        "html" | "htm" | "xhtml" | "aspx" | "php" => Kind::Html,
        _ if ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| start.starts_with(tag)) => Kind::Html,
        _ => Kind::Text,
    }
}

/// Old pages are seldom UTF-8, and do not always say what they are.
fn decode(bytes: &[u8]) -> String {
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.into(),
            Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0,
        },
    };
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{a0}', " ")
}
