//! Nothing changes in silence: whatever word of a spec is taken away, if the crate is another without it, then
//! `cargo xtask changes` tells of something.

mod taken;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use taken::without;
use xtask::{
    changes::{self, Side},
    diagnostic::{At, Diagnostics},
    emit, model,
    spec::words::Place,
};

#[test]
fn nothing_changes_in_silence() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors");
    let mut silent = Vec::new();
    let mut tried = 0;
    for entry in fs::read_dir(&specs).expect("the specs").filter_map(Result::ok) {
        let folder = entry.file_name().to_string_lossy().into_owned();
        let mut texts = Diagnostics::default();
        let sources = model::sources(&specs, &folder, &mut texts).expect("the specs");
        let old = model::check(sources.clone(), &mut texts);
        let emitted = source(&old);
        // One use of each word does: that of all of them takes a minute.
        let mut uses: BTreeMap<(&str, &str), At> = BTreeMap::new();
        for (at, place, word) in &texts.words {
            uses.entry((place.name(), *word)).or_insert_with(|| at.clone());
        }
        for ((place, word), at) in uses {
            // Examples are tests; how their values are written is no word of the crate's.
            if place == Place::Example.name() {
                continue;
            }
            let Some(sources) = without(&sources, &at) else { continue };
            // The texts are the same: places are where they were.
            let mistakes = texts.mistakes();
            let new = model::check(sources, &mut texts);
            if texts.mistakes() > mistakes {
                continue;
            }
            tried += 1;
            let told = changes::compare(Side { vendor: &old, texts: &texts }, Side { vendor: &new, texts: &texts });
            if told.is_empty() && source(&new) != emitted {
                silent.push(format!("{}: `{word}` of a {place}", texts.spot(&at)));
            }
        }
    }
    assert!(tried > 100, "only {tried} words could be taken away");
    assert!(silent.is_empty(), "of these nothing is told, though the crate is another:\n{}", silent.join("\n"));
}

/// What users compile: not the tests, and not the README.
fn source(vendor: &model::Vendor) -> BTreeMap<PathBuf, String> {
    let mut files = emit::vendor(vendor, "..");
    files.retain(|path, _| path.starts_with("src") || path == Path::new("Cargo.toml"));
    files
}
