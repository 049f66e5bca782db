//! The words of the language: the list in the code, the table in `specs/README.md`, and the specs that use them.

use std::{fs, path::Path};

use xtask::spec::words::{self, Place};

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
