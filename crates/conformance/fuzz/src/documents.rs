//! XML answers: attributes, elements, lists, records in records, maps, documents in texts. The first byte chooses the
//! operation.
//!
//! A parser of another hand is asked, too: what it reads is XML, and its attributes and its text are those that were
//! read.

use bindery_transport::{Failure, Protocol, Value};
use roxmltree::{Document, Node};

use crate::{
    check::{Call, choice, response},
    vendor::{DEPOT, DOCUMENTS},
};

/// Reads a body as an XML answer.
pub fn run(data: &[u8]) {
    let Some((index, body)) = choice(data, DOCUMENTS.len()) else { return };
    let operation = DOCUMENTS[index];
    let answer = Call::new(&DEPOT, operation, Protocol::Xml).read(&response(200, Some("text/xml"), body));
    let Ok(text) = std::str::from_utf8(body) else { return };
    // XML reads every end of a line as this one. The other parser does not where a reference follows.
    let text = &text.replace("\r\n", "\n").replace('\r', "\n");
    // It takes an empty prefix for none, which is no name.
    let Ok(document) = Document::parse(text).map_err(drop).and_then(|document| match text.contains(":") {
        true if text.contains("<:") || text.contains("</:") || text.contains(" :") => Err(()),
        _ => Ok(document),
    }) else {
        return;
    };
    let root = document.root_element();
    if let Err(failure) = &answer {
        let shown = failure.to_string();
        // It takes a reference to no character for one to U+FFFD.
        if shown.contains("character reference") {
            return;
        }
        assert!(!shown.contains("the answer is no XML"), "{shown}");
    }
    let mut statuses = root.attributes().filter(|attribute| attribute.name().eq_ignore_ascii_case("status"));
    let is_ok = statuses.next().is_some_and(|status| status.value() == "ok") && statuses.next().is_none();
    let is_nil = root.attributes().any(|attribute| attribute.name() == "nil");
    if is_ok && !is_nil {
        match operation.name {
            "whole" => same_attributes(root, &answer),
            "self" => same_text(root, &answer),
            _ => {}
        }
    }
}

fn same_attributes(root: Node<'_, '_>, answer: &Result<Option<Value>, Failure>) {
    let Ok(Some(Value::Map(map))) = answer else { panic!("no map: {answer:?}") };
    for attribute in root.attributes().filter(|attribute| attribute.namespace().is_none()) {
        let name = attribute.name();
        let is_read = ["status", "reason"].iter().any(|read| name.eq_ignore_ascii_case(read));
        if !is_read && !name.ends_with("chemaLocation") {
            assert!(
                map.get_all(name).any(|text| text == attribute.value()),
                "{name} in {:?}",
                map.iter().collect::<Vec<_>>()
            );
        }
    }
}

fn same_text(root: Node<'_, '_>, answer: &Result<Option<Value>, Failure>) {
    let text: String = root.children().filter(Node::is_text).filter_map(|node| node.text()).collect();
    if root.children().any(|child| child.is_element()) {
        return;
    }
    match answer {
        Ok(Some(Value::Text(read))) => assert_eq!(read, text.trim()),
        other => panic!("no text: {other:?}"),
    }
}
