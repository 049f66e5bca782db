//! Doc comments.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Doubt, Vendor};

/// Doc comments of these paragraphs; empty ones are left out.
pub fn docs<S: AsRef<str>>(paragraphs: impl IntoIterator<Item = S>) -> TokenStream {
    attributes(quote!(#), paragraphs)
}

/// Doc comments of the module or crate that they stand in.
pub fn inner_docs<S: AsRef<str>>(paragraphs: impl IntoIterator<Item = S>) -> TokenStream {
    attributes(quote!(#!), paragraphs)
}

/// A text of a spec as Markdown: what would be a link or a tag is none.
pub fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.trim().split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        let code = index % 2 == 1;
        for character in part.chars() {
            if !code && matches!(character, '[' | ']' | '<' | '>' | '*' | '_') {
                out.push('\\');
            }
            out.push(character);
        }
    }
    out
}

/// A text of a spec, or what to say where there is none.
pub fn prose_or(text: &str, otherwise: impl FnOnce() -> String) -> String {
    if text.trim().is_empty() { otherwise() } else { prose(text) }
}

/// A text as inline code.
pub fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Paragraphs of doubts.
pub fn doubts(doubts: &[Doubt]) -> impl Iterator<Item = String> + '_ {
    doubts.iter().map(|doubt| format!("**Doubt:** {}", prose(&doubt.text)))
}

/// All that is doubted of the vendor as a whole: its protocols and how its answers read, too.
pub fn vendor_doubts(vendor: &Vendor) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = Vec::new();
    let of_bindings = vendor.bindings.iter().flat_map(|binding| &binding.doubts);
    let of_answers = vendor.answers.iter().flat_map(|answer| &answer.doubts);
    for doubt in vendor.doubts.iter().chain(of_bindings).chain(of_answers) {
        if !doubts.iter().any(|known| known.text == doubt.text) {
            doubts.push(doubt.clone());
        }
    }
    doubts
}

/// A paragraph with the vendor's page.
pub fn page(page: Option<&String>) -> Option<String> {
    page.map(|page| format!("The vendor's page: <{page}>"))
}

fn attributes<S: AsRef<str>>(mark: TokenStream, paragraphs: impl IntoIterator<Item = S>) -> TokenStream {
    let mut out = TokenStream::new();
    let mut first = true;
    for paragraph in paragraphs {
        let paragraph = paragraph.as_ref().trim_end();
        if paragraph.is_empty() {
            continue;
        }
        if !first {
            out.extend(quote!(#mark [doc = ""]));
        }
        first = false;
        for line in paragraph.lines() {
            let line = if line.is_empty() { String::new() } else { format!(" {line}") };
            out.extend(quote!(#mark [doc = #line]));
        }
    }
    out
}
