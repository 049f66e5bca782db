//! The words of the language: the list in the code, the table in `specs/README.md`, and the specs that use them.

mod taken;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use taken::without;
use xtask::{
    diagnostic::{At, Diagnostics},
    emit, model,
    spec::words::{self, Place},
};

const BEGIN: &str = "<!-- words -->\n";
const END: &str = "<!-- /words -->\n";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

/// With `BLESS=1` the table is written anew.
#[test]
fn the_readme_has_every_word_and_no_other() {
    let path = root().join("specs/README.md");
    let text = fs::read_to_string(&path).expect("the language's page");
    let (before, rest) = text.split_once(BEGIN).expect("where the words begin");
    let (table, after) = rest.split_once(END).expect("where the words end");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{}{END}{after}", words::table())).expect("a file to write");
        return;
    }
    let (listed, written): (Vec<_>, Vec<_>) =
        (words::table().lines().map(str::to_owned).collect(), table.lines().collect());
    for row in &listed {
        assert!(written.contains(&row.as_str()), "the page lacks the row, or has another (BLESS=1 mends it):\n{row}");
    }
    for row in &written {
        assert!(listed.iter().any(|known| known == row), "the code does not know the row:\n{row}");
    }
}

#[test]
fn a_word_stands_once_in_the_list() {
    for (index, word) in words::WORDS.iter().enumerate() {
        let others = words::WORDS.iter().skip(index + 1);
        assert!(others.clone().all(|other| other.name != word.name), "`{}` is listed twice", word.name);
        assert!(word.differs.iter().all(|place| word.places.contains(place)), "`{}`", word.name);
        assert!(!word.meaning.is_empty() && !word.default.is_empty(), "`{}`", word.name);
    }
    for place in Place::ALL {
        assert!(place.words().next().is_some(), "{}", place.name());
    }
}

/// What was read of a vendor, what is emitted for it, and where each word stands.
struct Vendor {
    sources: model::Sources,
    emitted: Emitted,
    words: Vec<(At, Place, &'static str)>,
}

type Emitted = BTreeMap<PathBuf, String>;

impl Vendor {
    fn read(specs: &Path, folder: &str) -> Vendor {
        let mut d = Diagnostics::default();
        let sources = model::sources(specs, folder, &mut d).expect("the vendor's folder");
        let model = model::check(sources.clone(), &mut d);
        assert_eq!(d.mistakes(), 0, "{}", d.render(false));
        Vendor { sources, emitted: emit::vendor(&model, ".."), words: d.words }
    }

    /// Whether the crate is another, or there is none any more, without the word at this place.
    fn changes_without(&self, at: &At) -> bool {
        let Some(sources) = without(&self.sources, at) else { return false };
        let mut d = Diagnostics::default();
        let model = model::check(sources, &mut d);
        d.mistakes() > 0 || emit::vendor(&model, "..") != self.emitted
    }
}

/// Every word in every kind of table that it may stand in: some spec or fixture has it there, and the crate is another
/// without it. (What the crate then does otherwise on the wire is what the examples show.)
#[test]
fn every_word_is_used_and_does_something() {
    let mut left: Vec<(Place, &str)> =
        Place::ALL.iter().flat_map(|place| place.words().map(|word| (*place, word.name))).collect();
    for specs in [root().join("specs"), root().join("xtask/tests/vendors")] {
        let folders = fs::read_dir(&specs).expect("a folder of specs").filter_map(Result::ok);
        for folder in folders.filter(|entry| entry.path().is_dir()) {
            let vendor = Vendor::read(&specs, &folder.file_name().to_string_lossy());
            left.retain(|(place, word)| {
                let mut uses = vendor.words.iter().filter(|(_, at, name)| at == place && name == word);
                !uses.any(|(at, ..)| vendor.changes_without(at))
            });
        }
    }
    let left: Vec<String> = left.iter().map(|(place, word)| format!("`{word}` of a {}", place.name())).collect();
    assert!(left.is_empty(), "no spec shows what these are good for:\n{}", left.join("\n"));
}
