//! What somebody is told who makes a mistake in a spec. `tests/mistakes/` has a page for each kind: good specs
//! (`tests/mistakes/good/`) with something changed, and all that is said then. `BLESS=1 cargo test -p xtask --test mistakes`
//! writes anew what is said.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use xtask::{
    diagnostic::{At, Diagnostics, Kind, kind},
    model,
    spec::{Node, Table, Value, words},
};

/// Every kind has a page, every page a kind, and every case of it says one thing: a mistake of that kind.
#[test]
fn every_kind_is_shown_and_one_mistake_is_said_once() {
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        let path = folder().join(format!("{}.md", kind.name()));
        let Ok(text) = fs::read_to_string(&path) else {
            wrong.push(format!("{}: there is no page tests/mistakes/{0}.md", kind.name()));
            continue;
        };
        let mut page = Page::parse(&text);
        assert!(!page.cases.is_empty(), "{}: the page has no case", kind.name());
        page.head = format!("# {}\n\n{}.\n", kind.name(), sentence(kind.about()));
        for case in &mut page.cases {
            let (_folder, diagnostics) = damaged(&case.changes);
            let kinds: Vec<&str> = diagnostics.sorted().iter().map(|diagnostic| diagnostic.kind.name()).collect();
            case.said = said(&_folder, &diagnostics);
            if kinds != [kind.name()] {
                wrong.push(format!(
                    "{}, {}: it should say that alone, and says {kinds:?}\n{}",
                    kind.name(),
                    case.title,
                    case.said
                ));
            }
            if !case.said.contains("= help: ") {
                wrong.push(format!("{}, {}: it should say what to do\n{}", kind.name(), case.title, case.said));
            }
            let level = if kind.is_warning() { "warning[" } else { "error[" };
            if !case.said.starts_with(level) {
                wrong.push(format!("{}, {}: it should begin with {level}", kind.name(), case.title));
            }
        }
        let now = page.print();
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, now).expect("a page to write");
        } else if now != text {
            wrong.push(format!(
                "{}: another thing is said than before (BLESS=1 takes it):\n{}",
                kind.name(),
                difference(&text, &now)
            ));
        }
    }
    let names: BTreeSet<String> = Kind::ALL.iter().map(|kind| format!("{}.md", kind.name())).collect();
    for entry in fs::read_dir(folder()).expect("the pages").filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_file() && !names.contains(&name) {
            wrong.push(format!("tests/mistakes/{name} is of no kind"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// With `BLESS=1` the table is written anew.
#[test]
fn the_readme_has_every_kind_and_no_other() {
    const BEGIN: &str = "<!-- kinds -->\n";
    const END: &str = "<!-- /kinds -->\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/README.md");
    let text = fs::read_to_string(&path).expect("the language's page");
    let (before, rest) = text.split_once(BEGIN).expect("where the kinds begin");
    let (table, after) = rest.split_once(END).expect("where the kinds end");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, format!("{before}{BEGIN}{}{END}{after}", kind::table())).expect("a file to write");
    } else {
        assert!(table == kind::table(), "BLESS=1 mends it:\n{}", difference(table, &kind::table()));
    }
}

/// One pass finds them all, whichever files they are in.
#[test]
fn mistakes_in_several_places_of_several_files_are_all_found() {
    let picked = [
        (Kind::UnknownCharset, 0), // vendor.toml
        (Kind::SameSpelling, 1),   // vendor.toml
        (Kind::NoSession, 0),      // vendor.toml
        (Kind::UnknownWord, 0),    // addUser.toml
        (Kind::UnknownType, 0),    // addUser.toml
        (Kind::HeaderName, 0),     // addUser.toml
        (Kind::UnsizedBounds, 0),  // addUser.toml
        (Kind::UnknownHole, 1),    // addUser.toml
        (Kind::UnknownCode, 1),    // addUser.toml
        (Kind::UnknownBuiltin, 0), // payload.xsd
        (Kind::SpelledOutput, 0),  // a file of its own
        (Kind::Syntax, 0),         // login.toml
    ];
    let mut changes = Vec::new();
    for (kind, index) in picked {
        let page = fs::read_to_string(folder().join(format!("{}.md", kind.name()))).expect("a page");
        let case = Page::parse(&page).cases.swap_remove(index);
        changes.extend(case.changes);
    }
    // Two of them would be in one line, or in a file that has a mistake of its own already.
    changes.retain(|change| {
        change.file != "getRole.toml" && !(change.file == "vendor.toml" && change.after.contains("soap = \"1\""))
    });
    for change in &mut changes {
        if change.before.starts_with("doc = \"Adds") {
            change.file = "login.toml".to_owned();
            change.before = change.before.replace("Adds a user", "Opens a session");
        }
    }
    let (specs, diagnostics) = damaged(&changes);
    let mut found: Vec<Kind> = diagnostics.sorted().iter().map(|diagnostic| diagnostic.kind).collect();
    let mut wanted: Vec<Kind> =
        picked.iter().map(|(kind, _)| *kind).filter(|kind| *kind != Kind::SpelledOutput).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted, "{}", said(&specs, &diagnostics));
}

/// For every word in every kind of table: a value of another kind than it takes is one mistake, at that value.
#[test]
fn a_value_of_a_wrong_kind_is_one_mistake_at_the_value() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors");
    let mut left: BTreeSet<(&str, &str)> =
        words::Place::ALL.iter().flat_map(|place| place.words().map(|word| (place.name(), word.name))).collect();
    let mut wrong = Vec::new();
    for vendor in fs::read_dir(&specs).expect("the vendors").filter_map(Result::ok) {
        let name = vendor.file_name().to_string_lossy().into_owned();
        let mut diagnostics = Diagnostics::default();
        let sources = model::sources(&specs, &name, &mut diagnostics).expect("its files");
        let read = diagnostics.clone();
        model::check(sources.clone(), &mut diagnostics);
        for (at, place, word) in &diagnostics.words {
            if !left.remove(&(place.name(), *word)) {
                continue;
            }
            let takes = place.words().find(|known| known.name == *word).expect("a word").takes(*place);
            let mut damages = vec![other(takes)];
            // What has a name of its own is something, too.
            if let words::Takes::Named(_) | words::Takes::Words | words::Takes::List(_) = takes {
                damages.push(Damage::First(Value::Int(5)));
            }
            for damage in damages {
                let mut damaged = sources.clone();
                let operations = damaged.operations.iter_mut().map(|file| &mut file.table);
                let mut tables = std::iter::once(&mut damaged.vendor).chain(operations);
                let value = tables.find_map(|table| apply(table, at, &damage)).expect("the word's place");
                let mut said = read.clone();
                model::check(damaged, &mut said);
                let found: Vec<(Kind, &At)> = said.sorted().iter().map(|found| (found.kind, found.at())).collect();
                let is_it = |(kind, at): &(Kind, &At)| {
                    let inside = value.span.start <= at.span.start && at.span.end <= value.span.end;
                    *kind == Kind::WrongKind && at.file == value.file && inside
                };
                if found.len() != 1 || !found.iter().all(is_it) {
                    wrong.push(format!("`{word}` of a {}, {damage:?}:\n{}", place.name(), said.short()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(left.is_empty(), "no vendor has {left:?}");
}

/// What becomes of a word's value.
#[derive(Debug)]
enum Damage {
    All(Value),
    /// Of the first in it alone.
    First(Value),
}

/// A value that is none of those that a word takes.
fn other(takes: words::Takes) -> Damage {
    use words::Takes;
    Damage::All(match takes {
        Takes::Text | Takes::Type | Takes::Texts | Takes::Forms(_) | Takes::Readings | Takes::TextOrFalse => {
            Value::Bool(true)
        }
        Takes::Flag | Takes::Int | Takes::Words | Takes::Groups => Value::String("5".to_owned()),
        Takes::OneOf(_) | Takes::Condition | Takes::Pairs | Takes::Samples => Value::Int(1),
        Takes::One(_) | Takes::Named(_) | Takes::List(_) => Value::Int(1),
        Takes::Schemes => Value::Other("1.5".to_owned()),
        // Neither one value nor a list of them.
        Takes::Sample => Value::Array(vec![Node { at: At { file: 0, span: 0..0 }, value: Value::Array(Vec::new()) }]),
    })
}

/// Damages the value of the key at this place; where it stands.
fn apply(table: &mut Table, key_at: &At, damage: &Damage) -> Option<At> {
    table.entries.iter_mut().find_map(|entry| match entry.key_at == *key_at {
        true => Some(apply_here(&mut entry.node, damage)),
        false => apply_below(&mut entry.node, key_at, damage),
    })
}

fn apply_here(node: &mut Node, damage: &Damage) -> At {
    match damage {
        Damage::All(value) => {
            node.value = value.clone();
            if let Value::Array(items) = &mut node.value {
                items.iter_mut().for_each(|item| item.at = node.at.clone());
            }
            node.at.clone()
        }
        Damage::First(value) => {
            let first = match &mut node.value {
                Value::Table(table) => table.entries.first_mut().map(|entry| &mut entry.node),
                Value::Array(items) => items.first_mut(),
                _ => None,
            };
            let first = first.expect("something in it");
            first.value = value.clone();
            first.at.clone()
        }
    }
}

fn apply_below(node: &mut Node, key_at: &At, damage: &Damage) -> Option<At> {
    match &mut node.value {
        Value::Table(table) => apply(table, key_at, damage),
        Value::Array(items) => items.iter_mut().find_map(|item| apply_below(item, key_at, damage)),
        _ => None,
    }
}

/// Names are what people, editors and scripts go by.
#[test]
fn names_of_kinds_are_short_and_their_own() {
    let names: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(names.len(), Kind::ALL.len());
    for kind in Kind::ALL {
        // `NotUtf8` is `not-utf8`.
        let variant: String =
            kind.name().split('-').map(|word| format!("{}{}", word[..1].to_uppercase(), &word[1..])).collect();
        assert_eq!(variant, format!("{kind:?}"));
        assert!(kind.name().len() <= 24, "{}", kind.name());
    }
}

#[test]
fn good_specs_have_nothing_said_of_them() {
    let (folder, diagnostics) = damaged(&[]);
    assert_eq!(said(&folder, &diagnostics), "");
}

/// What is near to a mistake, and is none.
#[test]
fn what_is_well_said_is_no_mistake() {
    let mail = "mail = { soap = \"sMail\" }\n";
    let api_key = "api_key = { secret = false, soap = \"sKey\" }\n";
    for (file, before, after) in [
        ("addUser.toml", mail, api_key),
        ("addUser.toml", mail, "mail = { required = { role = \"admin\" }, soap = \"sMail\" }\n"),
        ("addUser.toml", mail, "mail = { required = { active = true }, soap = \"sMail\" }\n"),
        ("addUser.toml", mail, "mail = { fixed = '{ \"any\": \"text\" }', soap = \"sMail\" }\n"),
        ("addUser.toml", mail, "mail = { rust = \"e_mail\", min = 3, max = 3, soap = \"sMail\" }\n"),
        (
            "addUser.toml",
            mail,
            "mail = { type = \"datetime\", format = [\"%-m/%-d/%Y %-I:%M:%S %p\", \"%Y-%m-%d\"], soap = \"sMail\" }\n",
        ),
        (
            "addUser.toml",
            mail,
            "mail = { type = \"bool\", true = [\"yes\", \"*\"], false = [\"\"], soap = \"sMail\" }\n",
        ),
        ("addUser.toml", "[params]\n", "one-of = [[\"mail\", \"phone\"], [\"role\", \"active\"]]\n[params]\n"),
        // Told by the same code, and parted by the message.
        (
            "addUser.toml",
            "[codes]\n",
            "[codes]\nA = { code = 1, message = \"no {x}\" }\nB = { code = 1, message = \"bad {x}\" }\nC = { code = 1 }\n",
        ),
        ("vendor.toml", "accepted = \"OK {output}\"\n", "accepted = [\"OK {output}\", \"DONE {output}\"]\n"),
        // Its output is a number, and not every text is one.
        ("vendor.toml", "accepted = \"OK {output}\"\n", "accepted = \"{operation} {output}\"\n"),
    ] {
        let change =
            Change { file: file.to_owned(), before: before.to_owned(), after: after.to_owned(), special: None };
        let (specs, diagnostics) = damaged(&[change]);
        assert_eq!(said(&specs, &diagnostics), "", "{after}");
    }
}

/// The page of a kind.
struct Page {
    head: String,
    cases: Vec<Case>,
}

/// Something that is changed in the good specs, and what is said then.
struct Case {
    title: String,
    /// The block of changes as it stands in the page.
    block: String,
    changes: Vec<Change>,
    said: String,
}

/// Lines of a file, and what they become. Without lines before it is added to the end of the file, which may be new.
struct Change {
    file: String,
    before: String,
    after: String,
    /// What no diff can show: `! link ../..`.
    special: Option<String>,
}

impl Page {
    fn parse(text: &str) -> Page {
        let mut parts = text.split("## ");
        let head = parts.next().unwrap_or_default().to_owned();
        let cases = parts.map(|part| {
            let (title, rest) = part.split_once('\n').expect("a title");
            let block = rest
                .split_once("```diff\n")
                .and_then(|(_, rest)| rest.split_once("```"))
                .expect("a block of changes")
                .0;
            let changes = block.split("\n\n").flat_map(Change::parse).collect();
            Case { title: title.to_owned(), block: block.to_owned(), changes, said: String::new() }
        });
        Page { head, cases: cases.collect() }
    }

    fn print(&self) -> String {
        let mut out = self.head.clone();
        for case in &self.cases {
            out += &format!(
                "\n## {}\n\n```diff\n{}```\n\n```text\n{}\n```\n",
                case.title,
                case.block,
                case.said.trim_end()
            );
        }
        out
    }
}

impl Change {
    /// As a diff shows it: `+++ file`, and below it lines with a `-`, a `+` or a blank; an empty line parts it from the next.
    fn parse(block: &str) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        for line in block.lines() {
            if let Some(file) = line.strip_prefix("+++ ") {
                let (before, after) = Default::default();
                changes.push(Change { file: file.to_owned(), before, after, special: None });
                continue;
            }
            let change = changes.last_mut().expect("a file is named first");
            if let Some(special) = line.strip_prefix("! ") {
                change.special = Some(special.to_owned());
                continue;
            }
            let (sign, rest) = line.split_at(1);
            if sign != "+" {
                change.before += &format!("{rest}\n");
            }
            if sign != "-" {
                change.after += &format!("{rest}\n");
            }
        }
        changes
    }

    fn apply(&self, specs: &Path) {
        let path = specs.join("acme").join(&self.file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        if let Some(special) = &self.special {
            return self.apply_special(special, &path);
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        let text = if self.before.is_empty() {
            text + &self.after
        } else {
            assert_eq!(text.matches(&self.before).count(), 1, "{} should have this once:\n{}", self.file, self.before);
            text.replace(&self.before, &self.after)
        };
        if text.is_empty() && !self.before.is_empty() {
            fs::remove_file(path).expect("a file that goes");
            return;
        }
        fs::write(path, text).expect("a file");
    }

    fn apply_special(&self, special: &str, path: &Path) {
        let filler = |bytes: &str| "<!-- filler -->\n".repeat(bytes.parse::<usize>().expect("a number") / 16 + 1);
        match special.split(' ').collect::<Vec<_>>().as_slice() {
            ["link", target] => std::os::unix::fs::symlink(target, path).expect("a link"),
            ["socket"] => drop(std::os::unix::net::UnixListener::bind(path).expect("a socket")),
            ["latin-1"] => {
                let bytes: Vec<u8> = self.after.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
                fs::write(path, bytes).expect("a file");
            }
            [count, "lines", ..] => {
                let text = fs::read_to_string(path).unwrap_or_default() + &self.after;
                let line = special.split_once("lines ").expect("a line").1;
                let lines = (0..count.parse::<usize>().expect("a number")).map(|n| line.replace("{}", &n.to_string()));
                fs::write(path, text + &lines.collect::<Vec<_>>().join("\n")).expect("a file");
            }
            [count, "copies"] => {
                for number in 0..count.parse::<usize>().expect("a number") {
                    fs::write(path.with_file_name(format!("copy{number}.toml")), &self.after).expect("a file");
                }
            }
            [bytes, "bytes"] => fs::write(path, filler(bytes)).expect("a file"),
            [files, "files", "of", bytes, "bytes"] => {
                for number in 0..files.parse::<usize>().expect("a number") {
                    fs::write(path.with_file_name(format!("{number:04}.xsd")), filler(bytes)).expect("a file");
                }
            }
            other => panic!("what is {other:?}?"),
        }
    }
}

/// The good specs with changes, loaded.
fn damaged(changes: &[Change]) -> (tempfile::TempDir, Diagnostics) {
    let specs = tempfile::tempdir().expect("a folder");
    copy(&folder().join("good"), specs.path());
    for change in changes {
        change.apply(specs.path());
    }
    let mut diagnostics = Diagnostics::default();
    model::load(specs.path(), "acme", &mut diagnostics);
    (specs, diagnostics)
}

fn said(specs: &tempfile::TempDir, diagnostics: &Diagnostics) -> String {
    diagnostics.render(false).replace(&specs.path().display().to_string(), "specs")
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("a folder").filter_map(Result::ok) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir(&to).expect("a folder");
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file");
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes")
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn difference(before: &str, after: &str) -> String {
    similar::TextDiff::from_lines(before, after).unified_diff().to_string()
}
