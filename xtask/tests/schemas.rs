//! The JSON Schemas of the specs: what is checked in, its docs, and that they refuse what the reader refuses.

use std::{collections::BTreeSet, fs, path::Path};

use boon::{Compiler, SchemaIndex, Schemas};
use xtask::{
    diagnostic::{At, Diagnostics},
    model,
    scaffold::{self, NewOperation, NewVendor},
    schemas,
    spec::{
        self, Entry, Node, Table, Value, members,
        words::{PROTOCOLS, Place, Takes, WORDS, Word},
    },
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

#[test]
fn what_is_checked_in_is_what_the_words_say() {
    for (path, text) in schemas::files().expect("the schemas") {
        let there = fs::read_to_string(root().join(schemas::FOLDER).join(&path)).unwrap_or_default();
        let same = there.replace("\r\n", "\n") == text;
        assert!(same, "{} is another: run `cargo xtask schemas`", path.display());
    }
}

#[test]
fn every_word_has_docs_in_every_kind_of_table() {
    let mut used = BTreeSet::new();
    for place in Place::ALL {
        for word in place.words() {
            let doc = schemas::docs::of(word.name, *place);
            assert!(doc.ends_with(['.', '`']), "`{}` of a {} has no docs: {doc:?}", word.name, place.name());
            used.insert(doc);
        }
    }
    for (word, places, doc) in schemas::docs::DOCS {
        assert!(used.contains(doc), "no word of these tables has the docs of `{word}`: {places:?}");
        let fences = doc.matches("```").count();
        assert!(fences % 2 == 0 && doc.matches("```toml\n").count() == fences / 2, "`{word}`: {doc}");
        for example in doc.split("```toml\n").skip(1).filter_map(|rest| Some(rest.split_once("\n```")?.0)) {
            // An example may show a key twice, in two ways.
            let whole = if example.starts_with('[') { vec![example] } else { example.lines().collect() };
            for text in whole {
                let mut d = Diagnostics::default();
                let file = d.add_file((*word).to_owned(), text.to_owned());
                assert!(xtask::spec::parse(file, &mut d).is_some(), "{}", d.render(false));
            }
        }
    }
}

#[test]
fn kinds_of_mistakes_are_called_so_by_the_reader() {
    let known: Vec<&str> = xtask::diagnostic::Kind::ALL.iter().map(|kind| kind.name()).collect();
    for kind in OF_VALUES.iter().chain(OF_TABLES) {
        assert!(known.contains(kind), "{kind}");
    }
}

#[test]
fn every_spec_is_valid() {
    let check = Check::new();
    for vendor in vendors() {
        for (is_vendor, table) in files(&mut vendor.sources.clone()) {
            assert_eq!(check.mistake(is_vendor, table), None, "{}", vendor.texts[table.at.file].0);
        }
    }
}

/// Every word in every kind of table: taken away, and with each kind of value. What the schema refuses the reader refuses;
/// and what the reader refuses for its structure the schema refuses.
#[test]
fn the_schemas_and_the_reader_agree_on_every_word() {
    let vendors = vendors();
    let mut seen: BTreeSet<(&str, &str, bool)> = BTreeSet::new();
    let mut uses = Vec::new();
    for vendor in &vendors {
        for (at, place, name) in &vendor.words {
            if let Some(on_protocol) = vendor.is_on_protocol(at, *place, name)
                && seen.insert((place.name(), name, on_protocol))
            {
                uses.push((vendor, at, *place, word(name), on_protocol));
            }
        }
    }
    for place in Place::ALL {
        for word in place.words() {
            let is_seen = [false, true].iter().any(|on| seen.contains(&(place.name(), word.name, *on)));
            assert!(is_seen, "no spec has `{}` of a {}", word.name, place.name());
        }
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let part = |part: usize| {
        let check = Check::new();
        let uses = uses.iter().skip(part).step_by(threads);
        uses.flat_map(|(vendor, at, place, word, on)| vendor.disagreements(&check, at, *place, word, *on)).collect()
    };
    let differ: Vec<String> = std::thread::scope(|scope| {
        let parts: Vec<_> = (0..threads).map(|index| scope.spawn(move || -> Vec<String> { part(index) })).collect();
        parts.into_iter().flat_map(|part| part.join().expect("a part")).collect()
    });
    assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ.join("\n"));
}

/// A key that is no word at all, words of other tables, and words that cannot differ below a protocol's name.
#[test]
fn the_schemas_refuse_every_key_that_is_no_word_of_the_table() {
    let check = Check::new();
    let mut left: Vec<Place> = Place::ALL.to_vec();
    for vendor in vendors() {
        for (at, place, name) in &vendor.words {
            if !left.contains(place) || vendor.is_on_protocol(at, *place, name) != Some(false) {
                continue;
            }
            left.retain(|other| other != place);
            let (keys, below) = bad_keys(*place);
            let text = || Node { at: at.clone(), value: Value::String("x".to_owned()) };
            let entry = |key: &str, node| Entry { key: key.to_owned(), key_at: at.clone(), node };
            let table = |keys: &[&str]| {
                let entries = keys.iter().map(|key| entry(key, text())).collect();
                Node { at: at.clone(), value: Value::Table(Table { at: at.clone(), entries }) }
            };
            // The reader is asked once, of all of them.
            let all: Vec<Entry> = keys
                .iter()
                .map(|key| entry(key, text()))
                .chain([entry("xml", table(&below))].into_iter().filter(|_| !below.is_empty()))
                .collect();
            let said = vendor.changed(&check, at, &|table, _| {
                table.entries.retain(|entry| entry.key != "xml");
                table.entries.extend(all.iter().cloned());
            });
            let is_refused = |key: &str| {
                let kinds = [format!("unknown word `{key}`"), format!("`{key}` cannot differ by protocol")];
                said.reader.iter().any(|mistake| kinds.iter().any(|kind| mistake.contains(kind)))
            };
            for key in keys.iter().chain(&below) {
                assert!(is_refused(key), "the reader takes `{key}` in a {}", place.name());
            }
            let each = keys.iter().map(|key| entry(key, text()));
            for entry in each.chain(below.iter().map(|key| entry("xml", table(&[key])))) {
                let mut sources = vendor.sources.clone();
                let mut mistake = None;
                for (is_vendor, table) in files(&mut sources).filter(|(_, table)| table.at.file == at.file) {
                    walk(table, at, "", &mut |_, table, _| {
                        table.entries.retain(|other| other.key != entry.key);
                        table.entries.push(entry.clone());
                    });
                    mistake = check.mistake(is_vendor, table);
                }
                assert!(
                    mistake.is_some(),
                    "the schema takes `{}` = {:?} in a {}",
                    entry.key,
                    entry.node.value,
                    place.name()
                );
            }
        }
    }
    assert_eq!(left, [], "no spec has such tables");
}

/// What `cargo xtask new` offers as comments are words that may stand there, and it offers all of them.
#[test]
fn what_is_begun_is_valid_with_all_that_it_offers() {
    let check = Check::new();
    let folder = tempfile::tempdir().expect("a folder");
    let place = xtask::place::Place::find(Some(folder.path().to_owned()), Some(folder.path().join("crates")));
    let place = place.expect("the places");
    for protocols in [&["form"][..], &["soap"], &["xml"], &["get", "soap11", "xml", "get"], &["soap", "form"]] {
        let name = format!("acme-{}", protocols.join("-"));
        let protocols = protocols.iter().map(|name| (*name).to_owned()).collect();
        let new = NewVendor { name: name.clone(), protocols, license: None, repository: None };
        scaffold::vendor(&place, &new).expect("a vendor");
        let vendor = folder.path().join(&name).join("vendor.toml");
        let text = fs::read_to_string(&vendor).expect("the vendor");
        all_offered(&check, Place::Vendor, &text);

        let holes = text.replace("# [names]", "[names]  ").replace("# prefix", "prefix");
        fs::write(&vendor, holes).expect("a file");
        let (summary, name_of) = ("Does it.".to_owned(), "doIt".to_owned());
        let new = NewOperation { vendor: name.clone(), name: name_of, area: None, summary, rust: None };
        scaffold::operation(&place, &new).expect("an operation");
        let text = fs::read_to_string(folder.path().join(&name).join("doIt.toml")).expect("the operation");
        all_offered(&check, Place::Operation, &text);
    }
}

#[track_caller]
fn all_offered(check: &Check, place: Place, text: &str) {
    let is_offer = |line: &str| line.starts_with(|first: char| first.is_ascii_lowercase() || first == '[');
    let lines = text.lines().map(|line| line.strip_prefix("# ").filter(|line| is_offer(line)).unwrap_or(line));
    let text = lines.collect::<Vec<_>>().join("\n");
    let mut d = Diagnostics::default();
    let file = d.add_file("begun".to_owned(), text.clone());
    let table = spec::parse(file, &mut d).unwrap_or_else(|| panic!("{}", d.render(false)));
    assert_eq!(check.mistake(place == Place::Vendor, &table), None, "{text}");
    // No text has an element that places count from.
    let has_xml = text.contains("xml") || text.contains("Result");
    for word in place.words().filter(|word| has_xml || word.name != "inside") {
        assert!(table.get(word.name).is_some(), "`{}` is not offered:\n{text}", word.name);
    }
}

/// Keys that are no words of a table of this kind, and of one below a protocol's name.
fn bad_keys(place: Place) -> (Vec<&'static str>, Vec<&'static str>) {
    let others = WORDS.iter().filter(|word| !word.places.contains(&place)).map(|word| word.name);
    let mut bad: Vec<&str> = std::iter::once("requird").chain(others).collect();
    if !place.differs() {
        bad.extend(PROTOCOLS);
        return (bad, Vec::new());
    }
    let same = WORDS.iter().filter(|word| !word.differs.contains(&place)).map(|word| word.name);
    (bad, std::iter::once("requird").chain(same).collect())
}

/// Each kind of value that TOML has.
fn values(at: &At) -> Vec<(&'static str, Value)> {
    let text = |text: &str| Value::String(text.to_owned());
    let node = |value| Node { at: at.clone(), value };
    let table = |key: &str, value| {
        let entry = Entry { key: key.to_owned(), key_at: at.clone(), node: node(value) };
        Value::Table(Table { at: at.clone(), entries: vec![entry] })
    };
    vec![
        ("a text", text("zzz")),
        ("a number", Value::Int(5)),
        ("true", Value::Bool(true)),
        ("false", Value::Bool(false)),
        ("a float", Value::Other("1.5".to_owned())),
        ("an empty list", Value::Array(Vec::new())),
        ("a list of texts", Value::Array(vec![node(text("zzz")), node(text("yyy"))])),
        ("a list of tables", Value::Array(vec![node(table("zzz", text("x")))])),
        ("an empty table", Value::Table(Table::empty(at))),
        ("a table of a text", table("zzz", text("x"))),
    ]
}

fn word(name: &str) -> &'static Word {
    WORDS.iter().find(|word| word.name == name).expect("a word")
}

/// The two schemas, ready to be used.
struct Check {
    schemas: Schemas,
    vendor: SchemaIndex,
    operation: SchemaIndex,
}

impl Check {
    fn new() -> Check {
        let mut schemas = Schemas::new();
        let mut compiler = Compiler::new();
        let files = schemas::files().expect("the schemas");
        let [vendor, operation] = [schemas::VENDOR, schemas::OPERATION].map(|name| {
            let url = format!("https://bindery.example/{name}");
            let schema = serde_json::from_str(&files[Path::new(name)]).expect("JSON");
            compiler.add_resource(&url, schema).expect("a schema");
            compiler.compile(&url, &mut schemas).unwrap_or_else(|error| panic!("{error}"))
        });
        Check { schemas, vendor, operation }
    }

    fn mistake(&self, is_vendor: bool, table: &Table) -> Option<String> {
        let index = if is_vendor { self.vendor } else { self.operation };
        self.schemas.validate(&json(table), index).err().map(|error| error.to_string())
    }
}

fn json(table: &Table) -> serde_json::Value {
    table.entries.iter().map(|entry| (entry.key.clone(), json_of(&entry.node))).collect()
}

fn json_of(node: &Node) -> serde_json::Value {
    match &node.value {
        Value::String(text) => text.as_str().into(),
        Value::Int(number) => (*number).into(),
        Value::Bool(value) => (*value).into(),
        Value::Array(items) => items.iter().map(json_of).collect(),
        Value::Table(below) => json(below),
        Value::Other(text) => text.parse::<f64>().map_or_else(|_| text.as_str().into(), Into::into),
    }
}

/// A vendor's folder, and where each word stands in it.
struct Vendor {
    sources: model::Sources,
    /// Its files' names and texts.
    texts: Vec<(String, String)>,
    words: Vec<(At, Place, &'static str)>,
}

fn vendors() -> Vec<Vendor> {
    let mut vendors = Vec::new();
    for specs in [root().join("xtask/tests/vendors"), root().join("specs")] {
        let folders = fs::read_dir(&specs).expect("specs").filter_map(Result::ok);
        for folder in folders.filter(|folder| folder.path().is_dir()) {
            let name = folder.file_name().to_string_lossy().into_owned();
            let mut d = Diagnostics::default();
            let sources = model::sources(&specs, &name, &mut d).expect("the vendor");
            let text = |file: usize| Some((format!("{name} {file}"), d.text(file).to_owned()));
            let texts = (0..).map_while(|file| text(file).filter(|(_, text)| !text.is_empty())).collect();
            model::check(sources.clone(), &mut d);
            assert_eq!(d.mistakes(), 0, "{}", d.render(false));
            vendors.push(Vendor { sources, texts, words: d.words });
        }
    }
    // Words are looked for where checking is quickest: where there is no XSD to read.
    vendors.sort_by_key(|vendor| {
        let has_xsd = vendor.texts.iter().any(|(_, text)| text.contains(".xsd#"));
        (has_xsd, vendor.texts.len(), vendor.texts[0].0.clone())
    });
    vendors
}

fn files(sources: &mut model::Sources) -> impl Iterator<Item = (bool, &mut Table)> {
    let operations = sources.operations.iter_mut().map(|file| (false, &mut file.table));
    std::iter::once((true, &mut sources.vendor)).chain(operations)
}

impl Vendor {
    /// Whether the word whose key stands at this place is one below a protocol's name; none if nobody wrote it.
    fn is_on_protocol(&self, at: &At, place: Place, name: &str) -> Option<bool> {
        let mut found = None;
        let operations = self.sources.operations.iter().map(|file| &file.table);
        let mut all = std::iter::once(&self.sources.vendor).chain(operations);
        if let Some(table) = all.find(|table| table.at.file == at.file) {
            walk(&mut table.clone(), at, "", &mut |parent, table, index| {
                let on_protocol = place.differs() && !members(parent).is_empty();
                found = (table.entries[index].key == name).then_some(on_protocol);
            });
        }
        found
    }

    /// Where schema and reader do not agree on a word that stands at this place.
    fn disagreements(&self, check: &Check, at: &At, place: Place, word: &Word, on_protocol: bool) -> Vec<String> {
        let what = format!("`{}` of a {}{}", word.name, place.name(), if on_protocol { ", by protocol" } else { "" });
        let mut differ = Vec::new();
        for (kind, value) in values(at) {
            let said = self.changed(check, at, &|table, index| table.entries[index].node.value = value.clone());
            // What an example's values have to be is said by types.
            let any = matches!(word.takes(place), Takes::Sample | Takes::Samples);
            differ.extend(said.disagreement(any).map(|said| format!("{what} = {kind}: {said}")));
        }
        if let Takes::Named(_) | Takes::Words | Takes::Pairs = word.takes(place) {
            for (kind, value) in values(at) {
                let said = self.changed(check, at, &|table, index| {
                    if let Value::Table(below) = &mut table.entries[index].node.value {
                        below.entries[0].node = Node { at: below.at.clone(), value: value.clone() };
                    }
                });
                differ.extend(said.disagreement(false).map(|said| format!("the first of {what} = {kind}: {said}")));
            }
        }
        let said = self.changed(check, at, &|table, index| {
            table.entries.remove(index);
        });
        differ.extend(said.disagreement(false).map(|said| format!("no {what}: {said}")));
        differ
    }

    /// What is said of the specs once the table is changed in which the key at this place stands.
    fn changed(&self, check: &Check, at: &At, change: &dyn Fn(&mut Table, usize)) -> Said {
        let mut d = Diagnostics::default();
        for (name, text) in &self.texts {
            d.add_file(name.clone(), text.clone());
        }
        let mut sources = self.sources.clone();
        let mut schema = None;
        let mut value_at = at.clone();
        for (is_vendor, table) in files(&mut sources).filter(|(_, table)| table.at.file == at.file) {
            walk(table, at, "", &mut |_, table, index| {
                value_at = table.entries[index].node.at.clone();
                change(table, index);
            });
            schema = check.mistake(is_vendor, table);
        }
        model::check(sources, &mut d);
        let text = d.text(at.file).get(..value_at.span.start).unwrap_or_default();
        let column = text.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let place = format!(":{}:{column}", d.line(&value_at));
        let rendered = if d.mistakes() > 0 { d.render(false) } else { String::new() };
        let reader = rendered.split("\n\n").filter(|one| one.starts_with("error")).map(str::to_owned).collect();
        Said { reader, schema, place }
    }
}

/// Calls back with the table that has the key at this place, the name of that table, and the key's position in it.
fn walk(table: &mut Table, at: &At, name: &str, found: &mut dyn FnMut(&str, &mut Table, usize)) {
    if let Some(index) = table.entries.iter().position(|entry| entry.key_at == *at) {
        found(name, table, index);
        return;
    }
    for entry in &mut table.entries {
        let items = match &mut entry.node.value {
            Value::Array(items) => items.as_mut_slice(),
            _ => std::slice::from_mut(&mut entry.node),
        };
        for item in items {
            if let Value::Table(below) = &mut item.value {
                walk(below, at, &entry.key, found);
            }
        }
    }
}

/// What the reader says, mistake by mistake, and what the schema says.
struct Said {
    reader: Vec<String>,
    schema: Option<String>,
    /// `:line:column` of the value that was changed.
    place: String,
}

/// The reader's mistakes that are of a file's structure: of the value itself, or of what is missing somewhere.
const OF_VALUES: &[&str] =
    &["wrong-kind", "unknown-word", "undiffering-word", "unknown-value", "base-no-scalar", "empty-list"];
const OF_TABLES: &[&str] =
    &["missing-word", "missing-example", "empty-example", "type-definition", "no-session", "refusal-word"];

impl Said {
    /// Where the two do not agree. `any`: the schema has nothing to say of the value.
    fn disagreement(&self, any: bool) -> Option<String> {
        let of_structure = self.reader.iter().find(|mistake| {
            let mut lines = mistake.lines();
            let (title, place) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
            let is = |kinds: &[&str]| kinds.iter().any(|kind| title.starts_with(&format!("error[{kind}]")));
            (!any && place.ends_with(&self.place) && is(OF_VALUES)) || is(OF_TABLES)
        });
        match (&self.schema, of_structure) {
            (Some(schema), _) if self.reader.is_empty() => Some(format!("only the schema refuses it:\n{schema}")),
            (None, Some(mistake)) => Some(format!("only the reader refuses it:\n{mistake}")),
            _ => None,
        }
    }
}
