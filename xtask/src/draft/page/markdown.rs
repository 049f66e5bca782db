//! Markdown, by way of the HTML that it stands for: that may be in it anyway.

use pulldown_cmark::{Event, Options, Parser, html};

/// Markdown as HTML. Lines stay lines, as many pages that were copied have nothing else to part what they list.
pub fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_GFM;
    let events = Parser::new_ext(text, options).map(|event| match event {
        Event::SoftBreak => Event::HardBreak,
        event => event,
    });
    let mut out = String::from("<!DOCTYPE html><body>");
    html::push_html(&mut out, events);
    out
}
