//! `cargo xtask list` and `cargo xtask doubts`, on vendors that do not exist.

use std::{collections::BTreeSet, fs, path::Path};

use xtask::{
    diagnostic::Diagnostics,
    doubts, list, load, model,
    report::Format,
    spec::{Entry, Node, Table, Value},
};

fn loaded(folder: &str) -> load::Loaded {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let names = fs::read_dir(&specs).expect("the specs").filter_map(Result::ok);
    let folders: BTreeSet<String> = names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    load::vendors(&specs, &folders, Format::Text).expect("models")
}

/// The text of a doubt, and nothing else, stands where it is told to stand; and none is left out.
#[test]
fn every_doubt_is_told_once_with_its_place() {
    let loaded = loaded("vendors");
    for (vendor, _) in &loaded.vendors {
        let told = doubts::of(vendor, &loaded.texts);
        let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors");
        let sources = model::sources(&specs, &vendor.folder, &mut Diagnostics::default()).expect("the specs");
        let tables = std::iter::once(&sources.vendor).chain(sources.operations.iter().map(|file| &file.table));
        let written: usize = tables.map(doubts_of).sum();
        assert_eq!(told.len(), written, "{}: {told:#?}", vendor.folder);
        for doubt in told {
            let text = fs::read_to_string(&doubt.spot.file).expect("the file that is told");
            let line = text.lines().nth(doubt.spot.line - 1).expect("the line that is told");
            let rest: String = line.chars().skip(doubt.spot.column - 1).collect();
            let escaped = serde_json::Value::from(doubt.doubt.as_str()).to_string();
            assert!(rest.starts_with(&escaped), "{doubt:?}\n{line}");
            assert!(doubt.page.is_some(), "{doubt:?}");
        }
    }
}

/// How many doubts are written in a table.
fn doubts_of(table: &Table) -> usize {
    let of_value = |value: &Value| match value {
        Value::Table(table) => doubts_of(table),
        Value::Array(items) => items.iter().filter_map(Node::as_table).map(doubts_of).sum(),
        _ => 0,
    };
    let of_entry = |entry: &Entry| match (&*entry.key, &entry.node.value) {
        ("doubt", Value::Array(items)) => items.len(),
        ("doubt", _) => 1,
        (_, value) => of_value(value),
    };
    table.entries.iter().map(of_entry).sum()
}

#[test]
fn everything_of_an_operation_is_listed() {
    let loaded = loaded("changes/specs");
    let (vendor, _) = loaded.vendors.first().expect("a vendor");
    let listed = list::of(vendor, &loaded.texts);
    let names: Vec<&str> = listed.operations.iter().map(|operation| operation.name.as_str()).collect();
    assert_eq!(names, ["addBooks", "closeDesk", "exists", "find", "findNext", "lend", "login"]);
    let operation = |name: &str| {
        let found = listed.operations.iter().find(|operation| operation.name == name).expect("an operation");
        serde_json::to_value(found).expect("JSON")
    };
    let lend = operation("lend");
    assert_eq!(lend["protocols"], serde_json::json!(["form", "soap"]));
    assert_eq!(lend["sign_in"], serde_json::json!(["key", "session"]));
    let book = &lend["params"][0];
    assert_eq!((&book["name"], &book["type"], &book["required"]), (&"book".into(), &"BookId".into(), &true.into()));
    assert_eq!((&book["line"], &lend["params"][2]["default"]), (&5.into(), &"14".into()));
    assert!(book["file"].as_str().is_some_and(|file| file.ends_with("library/lend.toml")), "{book}");
    let codes: Vec<_> =
        lend["codes"].as_array().expect("codes").iter().map(|code| (&code["name"], &code["means"])).collect();
    assert_eq!(codes[0], (&"NoBook".into(), &"input".into()));
    assert_eq!((&lend["codes"][1]["carries"], &lend["codes"][2]["shared"]), (&"Lent".into(), &true.into()));
    assert_eq!(operation("find")["one_of"], serde_json::json!([["title", "author"]]));
    assert_eq!(operation("closeDesk")["area"], "desk");
    assert_eq!(operation("exists")["output"], "bool");
}
