//! The XSD as a document: the places of things, and the mistakes that can be told with a place.

use std::collections::{BTreeMap, HashSet};

use roxmltree::{Attribute, Document, Node, NodeId};

use super::{XsdMistake, builtin};

pub const XS: &str = "http://www.w3.org/2001/XMLSchema";

/// A well-formed `xs:schema` that refers to nothing outside of itself.
pub struct Source<'a> {
    document: Document<'a>,
    /// Where lines end: every type and field is asked for its line.
    ends: Vec<usize>,
}

impl<'a> Source<'a> {
    pub fn parse(path: &str, text: &'a str) -> Result<Source<'a>, Vec<XsdMistake>> {
        let document = Document::parse(text).map_err(|error| {
            let place = error.pos();
            vec![XsdMistake {
                line: place.row as usize,
                column: place.col as usize,
                message: format!("{path} is no well-formed XML: {error}"),
                help: None,
            }]
        })?;
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(end, _)| end).collect();
        let source = Source { document, ends };
        let mistakes = source.mistakes(path);
        if mistakes.is_empty() { Ok(source) } else { Err(mistakes) }
    }

    /// The types and elements of the top level, in the order of the document.
    pub fn top_level(&self) -> impl Iterator<Item = (Node<'_, 'a>, &str)> {
        let children = self.document.root_element().children();
        children.filter(|node| is_any(*node, &["complexType", "simpleType", "element"])).filter_map(named)
    }

    /// The element (or attribute) of a record, as it is declared in the record's own node, in a base or in a group.
    pub fn field<'n>(&'n self, record: Node<'n, 'a>, attribute: bool, name: &str) -> Option<NodeId> {
        let tag = if attribute { "attribute" } else { "element" };
        self.declared(record, tag, name, &mut HashSet::new()).map(|node| node.id())
    }

    pub fn node(&self, id: NodeId) -> Option<Node<'_, 'a>> {
        self.document.get_node(id)
    }

    pub fn line(&self, id: NodeId) -> usize {
        self.node(id).map_or(1, |node| self.ends.partition_point(|end| *end < node.range().start) + 1)
    }

    /// The text of `xs:documentation`, directly below a declaration or type.
    pub fn doc(&self, id: NodeId) -> String {
        let Some(node) = self.node(id) else { return String::new() };
        let annotations = node.children().filter(|child| is(*child, "annotation"));
        let texts = annotations.flat_map(|node| node.children()).filter(|child| is(*child, "documentation"));
        let words = texts.flat_map(|node| node.descendants().filter_map(|part| part.text().filter(|_| part.is_text())));
        words.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    /// The text about a type: its own, or that of the element which it stands in.
    pub fn doc_of_type(&self, id: NodeId) -> String {
        let inner =
            self.node(id).and_then(|node| node.children().find(|child| is_any(*child, &["complexType", "simpleType"])));
        let own = inner.map(|inner| self.doc(inner.id())).unwrap_or_default();
        if own.is_empty() { self.doc(id) } else { own }
    }

    /// Looks through sequences, extensions and the like, but not into other elements. Bases may run in circles.
    fn declared<'n>(
        &'n self,
        node: Node<'n, 'a>,
        tag: &str,
        name: &str,
        seen: &mut HashSet<NodeId>,
    ) -> Option<Node<'n, 'a>> {
        node.children().find_map(|child| {
            let says = child.attribute("name").or_else(|| child.attribute("ref")?.rsplit(':').next());
            if is(child, tag) && says == Some(name) {
                return Some(child);
            }
            if is_any(child, &["element", "attribute"]) {
                return None;
            }
            self.declared(child, tag, name, seen).or_else(|| {
                let other = self.referred(child).filter(|other| seen.insert(other.id()))?;
                self.declared(other, tag, name, seen)
            })
        })
    }

    /// The base of an extension, and what a reference to a group refers to.
    fn referred<'n>(&'n self, node: Node<'n, 'a>) -> Option<Node<'n, 'a>> {
        let (kind, name) = node.attributes().find_map(|attribute| {
            let kind = kind_of_reference(node, attribute).filter(|_| matches!(attribute.name(), "base" | "ref"))?;
            Some((kind, attribute.value()))
        })?;
        let (prefix, local) = name.split_once(':').map_or((None, name), |(prefix, local)| (Some(prefix), local));
        if node.lookup_namespace_uri(prefix) == Some(XS) {
            return None;
        }
        let mut top = self.document.root_element().children();
        top.find(|other| kind_of_declaration(*other) == Some(kind) && other.attribute("name") == Some(local))
    }

    pub fn mistake_at(&self, id: NodeId, message: String) -> XsdMistake {
        let start = self.node(id).map_or(0, |node| node.range().start);
        self.mistake(start, message, None)
    }

    pub fn mistake_at_root(&self, message: String) -> XsdMistake {
        self.mistake_at(self.document.root_element().id(), message)
    }

    fn mistake(&self, start: usize, message: String, help: Option<String>) -> XsdMistake {
        let place = self.document.text_pos_at(start);
        XsdMistake { line: place.row as usize, column: place.col as usize, message, help }
    }

    fn mistakes(&self, path: &str) -> Vec<XsdMistake> {
        let root = self.document.root_element();
        if !is(root, "schema") {
            let help = format!("the root has to be `schema` in the namespace {XS}");
            return vec![self.mistake(root.range().start, format!("{path} is no XSD"), Some(help))];
        }
        let mut found = Vec::new();
        self.files(root, &mut found);
        let names = self.names(root, &mut found);
        for node in root.descendants().filter(|node| node.tag_name().namespace() == Some(XS)) {
            for attribute in node.attributes() {
                if let Some(kind) = kind_of_reference(node, attribute) {
                    for name in attribute.value().split_whitespace() {
                        self.reference(node, attribute, kind, name, &names, &mut found);
                    }
                }
            }
        }
        found
    }

    fn files(&self, root: Node<'_, 'a>, found: &mut Vec<XsdMistake>) {
        for node in root.children().filter(|node| is_any(*node, &["include", "import", "redefine", "override"])) {
            if let Some(attribute) = node.attribute_node("schemaLocation") {
                let message = format!("another file is asked for: {}", attribute.value());
                let help = "an XSD of a spec stands alone: copy the types that it needs into it".to_owned();
                found.push(self.mistake(attribute.range().start, message, Some(help)));
            }
        }
    }

    /// The top level's names, by kind.
    fn names(&self, root: Node<'_, 'a>, found: &mut Vec<XsdMistake>) -> BTreeMap<&'static str, Vec<String>> {
        let mut names: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for (node, name) in root.children().filter_map(named) {
            let Some(kind) = kind_of_declaration(node) else { continue };
            let known = names.entry(kind).or_default();
            if known.iter().any(|other| other == name) {
                found.push(self.mistake(node.range().start, format!("`{name}` is declared twice"), None));
            }
            known.push(name.to_owned());
        }
        names
    }

    fn reference(
        &self,
        node: Node<'_, 'a>,
        attribute: Attribute<'_, 'a>,
        kind: &'static str,
        name: &str,
        names: &BTreeMap<&'static str, Vec<String>>,
        found: &mut Vec<XsdMistake>,
    ) {
        let start = attribute.range_value().start;
        let (prefix, local) = name.split_once(':').map_or((None, name), |(prefix, local)| (Some(prefix), local));
        let namespace = if prefix == Some("xml") { Some("xml") } else { node.lookup_namespace_uri(prefix) };
        if let (Some(prefix), None) = (prefix, namespace) {
            found.push(self.mistake(start, format!("the prefix `{prefix}` is bound to no namespace"), None));
        } else if namespace == Some(XS) && kind == "type" {
            if builtin::word(local).is_none() {
                let message = format!("XSD has no type `{local}`");
                found.push(self.mistake(start, message, closest(local, builtin::names())));
            }
        } else if namespace == Some("xml") && kind == "attribute" {
            // `xml:lang` and the like: always there, and no vendor says anything by them.
        } else {
            let known = names.get(kind).map(Vec::as_slice).unwrap_or_default();
            let target = self.document.root_element().attribute("targetNamespace");
            if namespace != target {
                let there = target.map_or("none".to_owned(), |target| format!("`{target}`"));
                let message = format!("`{name}` is not in the namespace of this XSD ({there})");
                found.push(self.mistake(start, message, None));
            } else if !known.iter().any(|other| other == local) {
                let message = format!("there is no {kind} `{local}` in this XSD");
                found.push(self.mistake(start, message, closest(local, known.iter().map(String::as_str))));
            }
        }
    }
}

/// Whether a node is that element of XSD.
pub fn is(node: Node<'_, '_>, tag: &str) -> bool {
    node.tag_name().namespace() == Some(XS) && node.tag_name().name() == tag
}

fn is_any(node: Node<'_, '_>, tags: &[&str]) -> bool {
    tags.iter().any(|tag| is(node, tag))
}

fn named<'n, 'a>(node: Node<'n, 'a>) -> Option<(Node<'n, 'a>, &'n str)> {
    Some((node, node.attribute("name")?))
}

fn kind_of_declaration(node: Node<'_, '_>) -> Option<&'static str> {
    match node.tag_name().name() {
        "complexType" | "simpleType" => Some("type"),
        "element" => Some("element"),
        "attribute" => Some("attribute"),
        "group" => Some("group"),
        "attributeGroup" => Some("attributeGroup"),
        _ => None,
    }
}

fn kind_of_reference(node: Node<'_, '_>, attribute: Attribute<'_, '_>) -> Option<&'static str> {
    match (node.tag_name().name(), attribute.name()) {
        ("element" | "attribute", "type") => Some("type"),
        ("extension" | "restriction", "base") | ("list", "itemType") | ("union", "memberTypes") => Some("type"),
        ("element" | "attribute" | "group" | "attributeGroup", "ref") => kind_of_declaration(node),
        _ => None,
    }
}

fn closest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<String> {
    let (distance, best) = known.map(|other| (strsim::damerau_levenshtein(name, other), other)).min()?;
    (distance <= 1 + name.len() / 4).then(|| format!("did you mean `{best}`?"))
}
