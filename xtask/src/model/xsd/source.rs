//! The XSD as a document: the places of things, and the mistakes that can be told with a place.

use std::{
    collections::{BTreeMap, HashMap, HashSet, btree_map::Entry},
    ops::Range,
};

use roxmltree::{Attribute, Document, Node, NodeId};

use super::{XsdMistake, builtin, expand, front::Refusal};
use crate::diagnostic::{Kind, nearest};

pub const XS: &str = "http://www.w3.org/2001/XMLSchema";

/// A well-formed `xs:schema` that refers to nothing outside of itself.
pub struct Source<'a> {
    document: Document<'a>,
    /// The declarations of the top level, by kind and name.
    top: HashMap<&'static str, HashMap<String, NodeId>>,
}

/// What a record declares, by name.
#[derive(Default)]
pub struct Fields<'n> {
    pub elements: HashMap<&'n str, NodeId>,
    pub attributes: HashMap<&'n str, NodeId>,
}

impl<'a> Source<'a> {
    pub fn parse(text: &'a str) -> Result<Source<'a>, Vec<XsdMistake>> {
        let document = Document::parse(text).map_err(|error| vec![malformed(text, &error)])?;
        let mut top: HashMap<&'static str, HashMap<String, NodeId>> = HashMap::new();
        for (node, name) in document.root_element().children().filter_map(named) {
            if let Some(kind) = kind_of_declaration(node) {
                top.entry(kind).or_default().entry(name.to_owned()).or_insert(node.id());
            }
        }
        let source = Source { document, top };
        let mistakes = source.mistakes();
        if mistakes.is_empty() { Ok(source) } else { Err(mistakes) }
    }

    /// The types and elements of the top level, in the order of the document.
    pub fn top_level(&self) -> impl Iterator<Item = (Node<'_, 'a>, &str)> {
        let children = self.document.root_element().children();
        children.filter(|node| is_any(*node, &["complexType", "simpleType", "element"])).filter_map(named)
    }

    /// The elements and attributes of a record by their names, as they are declared in its own node, in a base or in a
    /// group. The first of a name counts.
    pub fn fields(&self, record: NodeId) -> Fields<'_> {
        let mut fields = Fields::default();
        if let Some(record) = self.node(record) {
            self.declared(record, &mut fields, &mut HashSet::new());
        }
        fields
    }

    pub fn node(&self, id: NodeId) -> Option<Node<'_, 'a>> {
        self.document.get_node(id)
    }

    /// Where a node's definition stands.
    pub fn place(&self, id: NodeId) -> Range<usize> {
        self.node(id).map_or(0..0, definition)
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
    fn declared<'n>(&'n self, node: Node<'n, 'a>, fields: &mut Fields<'n>, seen: &mut HashSet<NodeId>) {
        for child in node.children() {
            let of_kind = match child.tag_name().name() {
                "element" => Some(&mut fields.elements),
                "attribute" => Some(&mut fields.attributes),
                _ => None,
            };
            if let Some(of_kind) = of_kind {
                let name = child.attribute("name").or_else(|| child.attribute("ref")?.rsplit(':').next());
                if let Some(name) = name {
                    of_kind.entry(name).or_insert(child.id());
                }
                continue;
            }
            self.declared(child, fields, seen);
            if let Some(other) = self.referred(child).filter(|other| seen.insert(other.id())) {
                self.declared(other, fields, seen);
            }
        }
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
        self.node(*self.top.get(kind)?.get(local)?)
    }

    /// A mistake in what a node declares.
    pub fn mistake_at(&self, kind: Kind, id: NodeId, message: String) -> XsdMistake {
        mistake(kind, self.place(id), message)
    }

    /// What xsd-parser says, at the definition that it means.
    pub fn refused(&self, refusal: &Refusal) -> XsdMistake {
        let root = self.document.root_element();
        let at_position = refusal.position.and_then(|position| {
            let before = root.descendants().filter(|node| node.is_element() && node.range().start < position);
            before.max_by_key(|node| node.range().start)
        });
        let by_name = || {
            let name = refusal.name.as_deref()?;
            root.descendants().find(|node| kind_of_declaration(*node).is_some() && node.attribute("name") == Some(name))
        };
        let message = format!("xsd-parser cannot make types of this XSD: {}", refusal.message);
        match at_position.or_else(by_name) {
            Some(node) => XsdMistake {
                help: Some("describe the shape with simpler means".to_owned()),
                ..mistake(Kind::SchemaRefused, definition(node), message)
            },
            None => XsdMistake {
                label: "somewhere in this schema: it does not say where".to_owned(),
                help: Some(
                    "take definitions out until it is content, and describe the last one with simpler means".to_owned(),
                ),
                ..mistake(Kind::SchemaRefused, definition(root), message)
            },
        }
    }

    fn mistakes(&self) -> Vec<XsdMistake> {
        let root = self.document.root_element();
        if !is(root, "schema") {
            let help = format!("the root has to be `schema` in the namespace {XS}");
            return vec![XsdMistake {
                help: Some(help),
                ..mistake(Kind::NotASchema, definition(root), "this is no XSD".to_owned())
            }];
        }
        if let Some(mistake) = too_deep(root) {
            return vec![mistake];
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
        if found.is_empty() {
            found = expand::mistakes(root);
        }
        found
    }

    fn files(&self, root: Node<'_, 'a>, found: &mut Vec<XsdMistake>) {
        for node in root.children().filter(|node| is_any(*node, &["include", "import", "redefine", "override"])) {
            if let Some(attribute) = node.attribute_node("schemaLocation") {
                let message = format!("another file is asked for: {}", attribute.value());
                let help = "an XSD of a spec stands alone: copy the types that it needs into it".to_owned();
                found.push(XsdMistake {
                    help: Some(help),
                    ..mistake(Kind::SchemaImport, attribute.range_value(), message)
                });
            }
        }
    }

    /// The top level's names, by kind.
    fn names<'n>(&'n self, root: Node<'n, 'a>, found: &mut Vec<XsdMistake>) -> Names<'n> {
        let mut names = Names::new();
        for (node, name) in root.children().filter_map(named) {
            let Some(kind) = kind_of_declaration(node) else { continue };
            match names.entry(kind).or_default().entry(name) {
                Entry::Occupied(first) => {
                    let see = Some((first.get().clone(), "first declared here".to_owned()));
                    found.push(XsdMistake {
                        see,
                        ..mistake(Kind::SchemaNameTwice, definition(node), format!("`{name}` is declared twice"))
                    });
                }
                Entry::Vacant(entry) => {
                    entry.insert(definition(node));
                }
            }
        }
        names
    }

    fn reference(
        &self,
        node: Node<'_, 'a>,
        attribute: Attribute<'_, 'a>,
        kind: &'static str,
        name: &str,
        names: &Names<'_>,
        found: &mut Vec<XsdMistake>,
    ) {
        let place = self.name_in(attribute, name);
        let (prefix, local) = name.split_once(':').map_or((None, name), |(prefix, local)| (Some(prefix), local));
        let namespace = if prefix == Some("xml") { Some("xml") } else { node.lookup_namespace_uri(prefix) };
        if let (Some(prefix), None) = (prefix, namespace) {
            let help = format!("bind it in the root: `xmlns:{prefix}=\"…\"`");
            let message = format!("the prefix `{prefix}` is bound to no namespace");
            found.push(XsdMistake { help: Some(help), ..mistake(Kind::SchemaPrefix, place, message) });
        } else if namespace == Some(XS) && kind == "type" {
            if builtin::word(local).is_none() {
                let help = closest(local, builtin::names(), found.len());
                found.push(XsdMistake {
                    help,
                    ..mistake(Kind::UnknownBuiltin, place, format!("XSD has no type `{local}`"))
                });
            }
        } else if namespace == Some("xml") && kind == "attribute" {
            // `xml:lang` and the like: always there, and no vendor says anything by them.
        } else {
            let known = names.get(kind);
            let target = self.document.root_element().attribute("targetNamespace");
            if namespace != target {
                let there = target.map_or("none".to_owned(), |target| format!("`{target}`"));
                let message = format!("`{name}` is not in the namespace of this XSD ({there})");
                found.push(mistake(Kind::SchemaNamespace, place, message));
            } else if known.is_none_or(|known| !known.contains_key(local)) {
                let message = format!("there is no {kind} `{local}` in this XSD");
                let help = closest(local, known.into_iter().flat_map(BTreeMap::keys).copied(), found.len());
                found.push(XsdMistake { help, ..mistake(Kind::UnknownDeclaration, place, message) });
            }
        }
    }

    /// The place of a name in an attribute, which may hold several.
    fn name_in(&self, attribute: Attribute<'_, 'a>, name: &str) -> Range<usize> {
        let whole = attribute.range_value();
        let text = self.document.input_text().get(whole.clone()).unwrap_or_default();
        let names = text.split_whitespace().filter(|part| *part == name);
        // Pieces of a text know where they are in it by their addresses alone.
        let start = names.map(|part| part.as_ptr().addr() - text.as_ptr().addr()).next();
        start.map_or(whole.clone(), |start| whole.start + start..whole.start + start + name.len())
    }
}

/// The names of each kind of declaration, and where they are declared.
type Names<'n> = BTreeMap<&'static str, BTreeMap<&'n str, Range<usize>>>;

/// Deeper than any schema that a person writes.
pub const DEEPEST: usize = 64;

/// So many mistakes get a suggestion.
const SUGGESTIONS: usize = 100;

pub fn mistake(kind: Kind, span: Range<usize>, message: String) -> XsdMistake {
    let (label, help) = match kind {
        Kind::SchemaNamespace => {
            ("of another one", "an XSD of a spec stands alone: declare it here, in the schema's own namespace")
        }
        Kind::SchemaNameTwice => ("the second", "give one of them another name"),
        Kind::SchemaNameClash => ("the element", "give one of them another name"),
        Kind::SchemaTwoTypes => ("in this record", "give both the same type: `xs:string` holds either"),
        Kind::SchemaListOfLists => ("this one", "let it be a `xs:string`, and take it apart by hand"),
        Kind::SchemaShape => ("this one", "describe it with `xs:sequence`, `xs:element` and `xs:attribute`"),
        _ => ("here", ""),
    };
    let help = Some(help.to_owned()).filter(|help| !help.is_empty());
    XsdMistake { kind, span, message, label: label.to_owned(), help, see: None }
}

/// What a node is known by: its name, else what it refers to, else its tag.
pub fn definition(node: Node<'_, '_>) -> Range<usize> {
    let said = node.attribute_node("name").or_else(|| node.attribute_node("ref"));
    if let Some(attribute) = said.filter(|attribute| !attribute.range_value().is_empty()) {
        return attribute.range_value();
    }
    let (text, start) = (node.document().input_text(), node.range().start);
    let tag = text.get(start..).unwrap_or_default();
    let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(tag.len());
    start..start + end
}

/// What roxmltree says, from where it says it up to the end of the word.
fn malformed(text: &str, error: &roxmltree::Error) -> XsdMistake {
    let place = error.pos();
    let line: usize = text.split_inclusive('\n').take(place.row.saturating_sub(1) as usize).map(str::len).sum();
    let rest = text.get(line..).unwrap_or_default();
    let column = rest.chars().take(place.col.saturating_sub(1) as usize).map(char::len_utf8).sum::<usize>();
    let start = line + column;
    let rest = text.get(start..).unwrap_or_default();
    let word = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
    let end = start + word.max(rest.chars().next().map_or(0, char::len_utf8));
    let help = match error {
        roxmltree::Error::DtdDetected => {
            "take it away: an XSD of a spec needs no document type and no entities of its own"
        }
        _ => "mend it, or let an XML editor show what is open",
    };
    // Its messages end in the place, which is shown anyway.
    let message = error.to_string();
    let message = message.split(" at ").next().unwrap_or(&message);
    XsdMistake {
        help: Some(help.to_owned()),
        ..mistake(Kind::SchemaXml, start..end, format!("this is no well-formed XML: {message}"))
    }
}

/// The element at which elements in each other become too many.
fn too_deep(root: Node<'_, '_>) -> Option<XsdMistake> {
    let deep =
        root.descendants().filter(|node| node.is_element()).find(|node| node.ancestors().nth(DEEPEST + 1).is_some())?;
    let message = format!("more than {DEEPEST} elements stand in each other");
    Some(XsdMistake {
        help: Some("give the inner types names of their own, and refer to them".to_owned()),
        ..mistake(Kind::SchemaTooDeep, definition(deep), message)
    })
}

/// Whether a node is that element of XSD.
pub fn is(node: Node<'_, '_>, tag: &str) -> bool {
    node.tag_name().namespace() == Some(XS) && node.tag_name().name() == tag
}

fn is_any(node: Node<'_, '_>, tags: &[&str]) -> bool {
    tags.iter().any(|tag| is(node, tag))
}

pub fn named<'n, 'a>(node: Node<'n, 'a>) -> Option<(Node<'n, 'a>, &'n str)> {
    Some((node, node.attribute("name")?))
}

pub fn kind_of_declaration(node: Node<'_, '_>) -> Option<&'static str> {
    match node.tag_name().name() {
        "complexType" | "simpleType" => Some("type"),
        "element" => Some("element"),
        "attribute" => Some("attribute"),
        "group" => Some("group"),
        "attributeGroup" => Some("attributeGroup"),
        _ => None,
    }
}

pub fn kind_of_reference(node: Node<'_, '_>, attribute: Attribute<'_, '_>) -> Option<&'static str> {
    match (node.tag_name().name(), attribute.name()) {
        ("element" | "attribute", "type") => Some("type"),
        ("extension" | "restriction", "base") | ("list", "itemType") | ("union", "memberTypes") => Some("type"),
        ("element" | "attribute" | "group" | "attributeGroup", "ref") => kind_of_declaration(node),
        _ => None,
    }
}

/// A suggestion, unless so much was found before that to compare all with all would take too long.
fn closest<'n>(name: &str, known: impl Iterator<Item = &'n str>, found: usize) -> Option<String> {
    (found < SUGGESTIONS).then(|| nearest(name, known)).flatten().map(|best| format!("did you mean `{best}`?"))
}
