//! The files that are written, each with its first line.

use std::{collections::BTreeMap, path::PathBuf};

use proc_macro2::TokenStream;

use crate::{model, tree::marker};

/// prettyplease's layout is final: rustfmt passes by every file that says so. (That its root says so is not enough.)
const SKIP: &str = "#![cfg_attr(rustfmt, rustfmt_skip)]\n";

/// The files of one crate.
pub struct Files {
    folder: String,
    files: BTreeMap<PathBuf, String>,
}

impl Files {
    pub fn new(vendor: &model::Vendor) -> Files {
        Files { folder: vendor.folder.clone(), files: BTreeMap::new() }
    }

    /// Adds a Rust module below the crate's root.
    pub fn module(&mut self, path: impl Into<PathBuf>, source: Option<&str>, tokens: TokenStream) {
        self.rust(path, source, tokens);
    }

    /// Adds a Rust file that is the root of a crate.
    pub fn root(&mut self, path: impl Into<PathBuf>, tokens: TokenStream) {
        self.rust(path, None, tokens);
    }

    /// Adds a file whose comments start with `#`.
    pub fn hash(&mut self, path: impl Into<PathBuf>, text: &str) {
        let head = format!("# {}: do not edit.\n", marker(&self.folder));
        self.files.insert(path.into(), head + text);
    }

    /// Adds a Markdown file.
    pub fn markdown(&mut self, path: impl Into<PathBuf>, text: &str) {
        let head = format!("<!-- {}: do not edit. -->\n", marker(&self.folder));
        self.files.insert(path.into(), head + text);
    }

    pub fn into_map(self) -> BTreeMap<PathBuf, String> {
        self.files
    }

    fn rust(&mut self, path: impl Into<PathBuf>, source: Option<&str>, tokens: TokenStream) {
        let head = format!("// {}: do not edit.\n", marker(source.unwrap_or(&self.folder)));
        // What does not parse is kept as it is, so that the command's own parse reports it with its file.
        let text = match syn::parse2::<syn::File>(tokens.clone()) {
            Ok(file) => prettyplease::unparse(&file),
            Err(_) => tokens.to_string(),
        };
        self.files.insert(path.into(), head + SKIP + &text);
    }
}
