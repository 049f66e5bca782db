//! Qualified names: what is declared in the files of a WSDL, and where.

use std::collections::HashMap;

use roxmltree::Node;

use super::files::Parsed;
use crate::diagnostic::At;

pub const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
pub const SCHEMA: &str = "http://www.w3.org/2001/XMLSchema";
pub const SOAP_ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";

/// What something is declared as; names of different kinds have nothing to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Type,
    Element,
    Attribute,
    Group,
    AttributeGroup,
    Message,
    PortType,
    Binding,
}

/// A namespace (none: no namespace) and a name in it.
pub type QName<'a> = (Option<&'a str>, &'a str);

/// A declaration.
#[derive(Clone, Copy)]
pub struct Declared<'a> {
    /// The document, by its position.
    pub document: usize,
    pub node: Node<'a, 'a>,
    /// The namespace that it is declared in. A schema without one that is included has that of the one that includes it.
    pub namespace: Option<&'a str>,
    /// Whether local elements of its schema are in that namespace, too.
    pub qualified: bool,
}

/// All declarations of the files of a WSDL.
pub struct Names<'a> {
    pub documents: &'a [Parsed<'a>],
    declared: HashMap<(Kind, Option<&'a str>, &'a str), Declared<'a>>,
    /// The services, in the order in which they are met.
    pub services: Vec<(usize, Node<'a, 'a>)>,
}

impl<'a> Names<'a> {
    pub fn of(documents: &'a [Parsed<'a>]) -> Names<'a> {
        let mut names = Names { documents, declared: HashMap::new(), services: Vec::new() };
        let mut seen: Vec<(usize, usize, Option<&str>)> = Vec::new();
        let mut schemas: Vec<(usize, Node<'a, 'a>, Option<&'a str>)> = Vec::new();
        for (position, parsed) in documents.iter().enumerate() {
            let root = parsed.document.root_element();
            if is(root, WSDL, "definitions") {
                names.definitions(position, root);
            }
            // Included schemas take on a namespace; only those that nobody includes stand for themselves.
            let own = root.descendants().filter(|node| is(*node, SCHEMA, "schema"));
            schemas.extend(own.map(|schema| (position, schema, schema.attribute("targetNamespace"))));
        }
        // A schema that has a namespace comes before the ones that it includes, and those before what is left.
        schemas.sort_by_key(|(.., namespace)| namespace.is_none());
        schemas.reverse();
        let mut ready: Vec<_> = schemas;
        while let Some((position, schema, namespace)) = ready.pop() {
            let start = schema.range().start;
            // A schema that was included into a namespace is not in none besides.
            let is_known = |other: &(usize, usize, Option<&str>)| {
                other.0 == position && other.1 == start && (namespace.is_none() || other.2 == namespace)
            };
            if seen.iter().any(is_known) {
                continue;
            }
            seen.push((position, start, namespace));
            names.schema(position, schema, namespace);
            let Some(parsed) = documents.get(position) else { continue };
            for node in schema.children().filter(|node| is_any(*node, SCHEMA, &["include", "redefine", "override"])) {
                let target =
                    parsed.links.get(&node.range().start).and_then(|target| Some((*target, documents.get(*target)?)));
                if let Some((target, other)) = target
                    && is(other.document.root_element(), SCHEMA, "schema")
                {
                    let root = other.document.root_element();
                    ready.push((target, root, root.attribute("targetNamespace").or(namespace)));
                }
            }
        }
        names
    }

    pub fn find(&self, kind: Kind, name: QName<'_>) -> Option<Declared<'a>> {
        // The lifetime of the key is that of the map's; a name is looked for by what it says.
        self.declared.get(&(kind, name.0, name.1)).copied()
    }

    /// The names of a kind.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = &'a str> + '_ {
        self.declared.keys().filter(move |(known, ..)| *known == kind).map(|(.., name)| *name)
    }

    /// The place of a node: its name, when it has one, else its tag.
    pub fn at(&self, document: usize, node: Node<'_, '_>) -> At {
        at_name(self.index(document), node)
    }

    /// The place of an attribute's value.
    pub fn at_value(&self, document: usize, node: Node<'_, '_>, attribute: &str) -> At {
        match node.attribute_node(attribute) {
            Some(attribute) => At { file: self.index(document), span: attribute.range_value() },
            None => self.at(document, node),
        }
    }

    fn index(&self, document: usize) -> usize {
        self.documents.get(document).map_or(0, |parsed| parsed.index)
    }

    fn definitions(&mut self, document: usize, root: Node<'a, 'a>) {
        let namespace = root.attribute("targetNamespace");
        for node in root.children() {
            let kind = match local(node, WSDL) {
                Some("message") => Kind::Message,
                Some("portType") => Kind::PortType,
                Some("binding") => Kind::Binding,
                Some("service") => {
                    self.services.push((document, node));
                    continue;
                }
                _ => continue,
            };
            self.declare(kind, Declared { document, node, namespace, qualified: false });
        }
    }

    fn schema(&mut self, document: usize, schema: Node<'a, 'a>, namespace: Option<&'a str>) {
        let qualified = schema.attribute("elementFormDefault") == Some("qualified");
        for node in schema.children() {
            let kind = match local(node, SCHEMA) {
                Some("complexType" | "simpleType") => Kind::Type,
                Some("element") => Kind::Element,
                Some("attribute") => Kind::Attribute,
                Some("group") => Kind::Group,
                Some("attributeGroup") => Kind::AttributeGroup,
                _ => continue,
            };
            self.declare(kind, Declared { document, node, namespace, qualified });
        }
    }

    fn declare(&mut self, kind: Kind, declared: Declared<'a>) {
        if let Some(name) = declared.node.attribute("name") {
            self.declared.entry((kind, declared.namespace, name)).or_insert(declared);
        }
    }
}

/// What a qualified name in a node means. None: its prefix is bound to nothing.
pub fn resolve<'a>(node: Node<'a, 'a>, text: &'a str, chameleon: Option<&'a str>) -> Option<QName<'a>> {
    let text = text.trim();
    match text.split_once(':') {
        Some(("xml", local)) => Some((Some("http://www.w3.org/XML/1998/namespace"), local)),
        Some((prefix, local)) => Some((Some(node.lookup_namespace_uri(Some(prefix))?), local)),
        None => {
            let default = node.lookup_namespace_uri(None).filter(|namespace| !namespace.is_empty());
            Some((default.or(chameleon), text))
        }
    }
}

/// The place of a node: its name, when it has one, else its tag.
pub fn at_name(file: usize, node: Node<'_, '_>) -> At {
    match node.attribute_node("name") {
        Some(name) => At { file, span: name.range_value() },
        None => {
            let text = node.document().input_text();
            let start = node.range().start;
            let tag = text.get(start..node.range().end).unwrap_or_default();
            let length = tag.find(|character: char| character.is_whitespace() || character == '>').unwrap_or(tag.len());
            At { file, span: start..start + length }
        }
    }
}

pub fn is(node: Node<'_, '_>, namespace: &str, name: &str) -> bool {
    local(node, namespace) == Some(name)
}

pub fn is_any(node: Node<'_, '_>, namespace: &str, names: &[&str]) -> bool {
    local(node, namespace).is_some_and(|name| names.contains(&name))
}

/// The name of an element of a namespace.
pub fn local<'a>(node: Node<'a, '_>, namespace: &str) -> Option<&'a str> {
    let is_there = node.is_element() && node.tag_name().namespace() == Some(namespace);
    is_there.then(|| node.tag_name().name())
}

/// The first child of a name.
pub fn child<'a>(node: Node<'a, 'a>, namespace: &str, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|child| is(*child, namespace, name))
}
