//! Docs, doubts and examples: what nobody's program sees.

use std::collections::BTreeMap;

use super::{compare::Both, kind::Kind, rust};
use crate::{
    diagnostic::At,
    model::{Code, Doubt, Example, Field, NamedType, Operation, TypeDef, Vendor},
};

pub fn of_vendor(both: &mut Both<'_>) {
    let (old, new) = (both.old.vendor, both.new.vendor);
    told(both, &vendor(old), &vendor(new), &old.at, &new.at);
}

pub fn of_operation(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    let pages = (operation(both.old.vendor, old), operation(both.new.vendor, new));
    told(both, &pages.0, &pages.1, &old.at, &new.at);
    if examples(both.old.vendor, old) != examples(both.new.vendor, new) {
        both.add(Kind::ExamplesChanged, "examples", "", Some(&old.at), Some(&new.at));
    }
}

/// A type that has another name and is the same in Rust.
pub fn of_same_type(both: &mut Both<'_>, what: &str, old: &Field, new: &Field) {
    let (was, is) = (rust::told(both.old.vendor, old), rust::told(both.new.vendor, new));
    if was != is && rust::same_value(both, old, new) {
        let text = format!("{what} is of type {is}, not {was}: the same in Rust");
        both.add(Kind::DocsChanged, text, "", Some(&old.at), Some(&new.at));
    }
}

/// What is said of each thing.
type Page<'a> = BTreeMap<String, Said<'a>>;

struct Said<'a> {
    docs: Vec<&'a str>,
    doubts: Vec<&'a str>,
}

impl<'a> Said<'a> {
    fn new(docs: Vec<&'a str>, doubts: impl IntoIterator<Item = &'a Doubt>) -> Said<'a> {
        Said { docs, doubts: doubts.into_iter().map(|doubt| doubt.text.as_str()).collect() }
    }
}

/// What came or went is told by itself: only that which both have counts.
fn told(both: &mut Both<'_>, old: &Page<'_>, new: &Page<'_>, old_at: &At, new_at: &At) {
    let common = || new.iter().filter_map(|(thing, is)| Some((old.get(thing)?, is)));
    if common().any(|(was, is)| was.docs != is.docs) {
        both.add(Kind::DocsChanged, "docs", "", Some(old_at), Some(new_at));
    }
    if common().any(|(was, is)| was.doubts != is.doubts) {
        both.add(Kind::DoubtsChanged, "doubts", "", Some(old_at), Some(new_at));
    }
}

fn vendor(vendor: &Vendor) -> Page<'_> {
    let mut page = Page::new();
    let mut head: Vec<&str> = vec![&vendor.doc];
    head.extend(vendor.page.as_deref());
    let bindings = vendor.bindings.iter().flat_map(|binding| &binding.doubts);
    let answers = vendor.answers.iter().filter(|answer| answer.at.file == vendor.at.file);
    let of_all = vendor.doubts.iter().chain(bindings).chain(answers.flat_map(|answer| &answer.doubts));
    page.insert(String::new(), Said::new(head, of_all));
    for scheme in &vendor.schemes {
        page.insert(format!("sign-in {}", scheme.name), Said::new(vec![&scheme.doc], &scheme.doubts));
        fields(&mut page, &format!("sign-in {}", scheme.name), scheme.params.iter().map(|param| &param.field));
    }
    types(&mut page, vendor.types.iter().filter(|named| named.owner.is_none()));
    page
}

fn operation<'a>(vendor: &'a Vendor, operation: &'a Operation) -> Page<'a> {
    let mut page = Page::new();
    let mut head: Vec<&str> = vec![&operation.doc];
    head.extend([&operation.page, &operation.supersedes].into_iter().flatten().map(|text| &**text));
    if operation.demo {
        head.push("demo");
    }
    page.insert(String::new(), Said::new(head, &operation.doubts));
    if let Some(why) = &operation.deprecated {
        page.insert("deprecated".to_owned(), Said::new(vec![why], []));
    }
    fields(&mut page, "", operation.params.iter().chain(&operation.scheme_params));
    if let Some(output) = &operation.output {
        page.insert("output".to_owned(), Said::new(vec![&output.doc], &output.doubts));
    }
    let own_answers = operation.answers.iter().filter_map(|(_, answer)| vendor.answers.get(*answer));
    page.insert("answers".to_owned(), Said::new(Vec::new(), own_answers.flat_map(|answer| &answer.doubts)));
    let replies = operation.replies.iter().map(|(code, _)| code);
    for Code { name, doc, doubts, .. } in operation.codes.iter().chain(replies) {
        page.insert(format!("code {name}"), Said::new(vec![doc], doubts));
    }
    let owner = |named: &&NamedType| {
        named.owner.and_then(|owner| vendor.operations.get(owner)).is_some_and(|owner| std::ptr::eq(owner, operation))
    };
    types(&mut page, vendor.types.iter().filter(owner));
    page
}

fn types<'a>(page: &mut Page<'a>, types: impl Iterator<Item = &'a NamedType>) {
    for named in types {
        let mut docs: Vec<&str> = vec![&named.doc];
        match &named.def {
            // A word that came is no docs of those that were there.
            TypeDef::Enum(words) => {
                for word in words {
                    page.insert(format!("{} word {}", named.name, word.wire), Said::new(vec![&word.doc], []));
                }
            }
            TypeDef::Record(of_record) => fields(page, &named.name, of_record),
            TypeDef::Scalar(_) => {}
        }
        docs.retain(|doc| !doc.is_empty());
        page.insert(format!("type {}", named.name), Said::new(docs, &named.doubts));
    }
}

fn fields<'a>(page: &mut Page<'a>, of: &str, fields: impl IntoIterator<Item = &'a Field>) {
    for field in fields {
        let mut docs: Vec<&str> = vec![&field.doc];
        docs.extend(field.default.as_deref());
        page.insert(format!("{of} {}", field.name), Said::new(docs, &field.doubts));
    }
}

fn texts(doubts: &[Doubt]) -> Vec<&str> {
    doubts.iter().map(|doubt| doubt.text.as_str()).collect()
}

/// Examples without their places, and with the names of what they are signed in by.
fn examples<'a>(vendor: &'a Vendor, operation: &'a Operation) -> Vec<(Option<&'a str>, Vec<&'a str>, Example)> {
    let examples = operation.examples.iter().map(|example| {
        let scheme = example.auth.as_ref().and_then(|(scheme, _)| vendor.schemes.get(*scheme));
        let bare = Example {
            line: 0,
            doubts: Vec::new(),
            auth: example.auth.as_ref().map(|(_, values)| (0, values.clone())),
            ..example.clone()
        };
        (scheme.map(|scheme| scheme.name.as_str()), texts(&example.doubts), bare)
    });
    examples.collect()
}
