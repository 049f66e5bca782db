//! Comparing wire forms by their meaning.

use crate::request::pairs;

/// Pairs of a hand-written form: blanks and line ends beside a `&` do not count, nor does an address before a `?`.
pub(super) fn form(text: &str) -> Vec<(String, String)> {
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    query.split('&').map(str::trim).filter(|pair| !pair.is_empty()).flat_map(pairs).collect()
}

/// An XML document as a tree of names with namespaces, attributes and texts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tree {
    name: (String, String),
    attributes: Vec<(String, String)>,
    children: Vec<Tree>,
    text: String,
}

impl Tree {
    /// What of this tree the other does not have. `any_name`: what the root is called does not count.
    pub(super) fn is_not_in(&self, other: &Tree, any_name: bool) -> Option<String> {
        if !any_name && self.name != other.name && self.name.1 != "root" {
            return Some(format!("{:?} instead of {:?}", self.name, other.name));
        }
        // Keys of sessions are made anew each time.
        if !same(&self.text, &other.text) && !self.text.contains("of-the-simulator") {
            return Some(format!("{} holds {:?} instead of {:?}", self.name.1, self.text, other.text));
        }
        for (name, value) in &self.attributes {
            let found = other.attributes.iter().find(|(known, _)| known == name);
            if found.is_none_or(|(_, other)| !same(other, value)) && !value.contains("of-the-simulator") {
                return Some(format!(
                    "{}/@{name} is {value:?} instead of {:?}",
                    self.name.1,
                    found.map(|(_, value)| value)
                ));
            }
        }
        let mut left: Vec<&Tree> = other.children.iter().collect();
        for child in &self.children {
            let position = left.iter().position(|other| other.name == child.name || child.name.1 == "root");
            let Some(position) = position else { return Some(format!("{:?} has no {:?}", other.name.1, child.name)) };
            if let Some(what) = child.is_not_in(left.remove(position), false) {
                return Some(what);
            }
        }
        None
    }
}

/// The tree of an XML text; of an envelope, that of the element in its body.
pub(super) fn xml(text: &str) -> Result<Tree, String> {
    let document = roxmltree::Document::parse(text.trim()).map_err(|error| error.to_string())?;
    let root = document.root_element();
    let element = if root.tag_name().name() == "Envelope" {
        crate::request::body_element(&document).ok_or("the envelope has no body")?
    } else {
        root
    };
    Ok(tree(element))
}

fn tree(element: roxmltree::Node<'_, '_>) -> Tree {
    let children: Vec<Tree> = element.children().filter(roxmltree::Node::is_element).map(tree).collect();
    let text: String = element.children().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
    let mut attributes: Vec<(String, String)> =
        element.attributes().map(|attribute| (attribute.name().to_owned(), attribute.value().to_owned())).collect();
    attributes.sort();
    Tree {
        name: (element.tag_name().namespace().unwrap_or_default().to_owned(), element.tag_name().name().to_owned()),
        attributes,
        text: if children.is_empty() || !text.trim().is_empty() { text.trim().to_owned() } else { String::new() },
        children,
    }
}

/// Texts that mean the same in an answer: vendors spell booleans in any case.
fn same(one: &str, other: &str) -> bool {
    one == other
        || (one.eq_ignore_ascii_case(other) && ["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(one)))
}
