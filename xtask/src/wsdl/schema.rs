//! One XSD of all the schemas of a WSDL: what the payloads of its operations need, and nothing else.
//!
//! Names of several namespaces become names of one, elements that are referred to are written out, and types without a name
//! get one, so that the XSD stands alone and every type in it can be named. What says nothing about the shape of a message
//! (keys, patterns, default values) is left out.

use std::collections::{HashMap, HashSet, VecDeque};

use roxmltree::Node;

use super::{
    contract::{Chunk, Element, HEAD, Line, Payload, Types},
    mistake,
    names::{Declared, Kind, Names, QName, SCHEMA, SOAP_ENCODING, WSDL, child, is, local, resolve},
};
use crate::{
    diagnostic::{At, Diagnostics},
    model::{name, xsd},
};

/// More types than any WSDL has that was met.
const MOST: usize = 10_000;
/// More elements and words than any type has that was met; what reads them takes its time.
const MOST_IN_A_TYPE: usize = 2000;
/// Deeper than any line of bases, or group in a group, is.
const DEEPEST: usize = 40;
/// The type of which nothing is known.
const ANYTHING: &str = "anything";

/// The XSD as it grows.
pub struct Schemas<'a> {
    names: &'a Names<'a>,
    /// What each declaration is called here.
    called: HashMap<(Kind, Option<&'a str>, &'a str), String>,
    /// The same of types without a name, by where they stand.
    anonymous: HashMap<(usize, usize, Option<&'a str>), String>,
    /// Names as Rust has them, where some that differ here do not.
    taken: HashSet<String>,
    /// The simple types among what has a name here.
    texts: HashSet<String>,
    waiting: VecDeque<(String, Item<'a>)>,
    types: Types,
    problems: Vec<Problem>,
}

/// What is still to be written.
enum Item<'a> {
    Declared(Declared<'a>, Option<String>),
    /// Parts of a message, as the elements of a record.
    Parts(At, Vec<(String, At, String)>),
    /// A text, as a record of nothing else.
    Text(At, String),
    Anything(At),
}

struct Problem {
    at: At,
    message: String,
    label: String,
    help: Option<String>,
}

/// Where names are resolved from.
#[derive(Clone, Copy)]
struct Scope<'a> {
    document: usize,
    namespace: Option<&'a str>,
    qualified: bool,
}

impl<'a> Schemas<'a> {
    pub fn new(names: &'a Names<'a>, taken: &[String]) -> Schemas<'a> {
        Schemas {
            names,
            called: HashMap::new(),
            anonymous: HashMap::new(),
            taken: taken.iter().cloned().collect(),
            texts: HashSet::new(),
            waiting: VecDeque::new(),
            types: Types::default(),
            problems: Vec::new(),
        }
    }

    /// The payload that a global element is. `attribute` of `node` names it.
    pub fn element(&mut self, document: usize, node: Node<'a, 'a>, attribute: &str) -> Option<Payload> {
        let at = self.names.at_value(document, node, attribute);
        let text = node.attribute(attribute)?;
        let Some(name) = resolve(node, text, None) else {
            self.unbound(&at, text);
            return None;
        };
        let Some(declared) = self.names.find(Kind::Element, name) else {
            self.missing(&at, Kind::Element, name);
            return None;
        };
        let scope = Scope::of(&declared);
        let ty = self.type_of(scope, declared.node, name.1);
        let at = self.names.at(declared.document, declared.node);
        let ty = self.record(ty, name.1, &at);
        Some(Payload { name: name.1.to_owned(), namespace: declared.namespace.unwrap_or_default().to_owned(), ty, at })
    }

    /// The record that parts of a message are: each has a name and a type.
    pub fn parts(&mut self, name: &str, at: &At, parts: &[(usize, Node<'a, 'a>)]) -> String {
        // Each part has to be there.
        let mut fields = Vec::new();
        for (document, part) in parts {
            let at = self.names.at(*document, *part);
            let field = part.attribute("name").unwrap_or("part").to_owned();
            let scope = Scope { document: *document, namespace: None, qualified: false };
            let ty = match (part.attribute("type"), part.attribute("element")) {
                (Some(text), _) => self.resolve_type(scope, *part, text, "type"),
                (None, Some(_)) => self.element(*document, *part, "element").map_or_else(string, |payload| payload.ty),
                (None, None) => string(),
            };
            fields.push((field, at, ty));
        }
        let name = self.allocate(name, None);
        self.waiting.push_back((name.clone(), Item::Parts(at.clone(), fields)));
        name
    }

    /// The record of a part that is no element: what it is of.
    pub fn part_type(&mut self, document: usize, part: Node<'a, 'a>) -> Option<String> {
        let scope = Scope { document, namespace: None, qualified: false };
        let text = part.attribute("type")?;
        let ty = self.resolve_type(scope, part, text, "type");
        let at = self.names.at(document, part);
        Some(self.record(ty, part.attribute("name").unwrap_or("part"), &at))
    }

    /// The record of nothing.
    pub fn nothing(&mut self, name: &str, at: &At) -> String {
        self.parts(name, at, &[])
    }

    /// Writes all that is needed, and reads it as types.
    pub fn finish(mut self, d: &mut Diagnostics) -> Option<Types> {
        while let Some((name, item)) = self.waiting.pop_front() {
            if self.types.order.len() >= MOST {
                let at = self.types.at(0);
                self.problem(at, format!("more than {MOST} types are needed"), "in this WSDL", None);
                break;
            }
            let chunk = self.chunk(&name, item);
            self.types.order.push(name.clone());
            self.types.chunks.insert(name, chunk);
        }
        self.check_sizes();
        let text = self.text();
        if self.problems.is_empty() {
            self.load(&text);
        }
        let any = !self.problems.is_empty();
        for problem in self.problems {
            let reported = mistake(d, &problem.at, problem.message, problem.label);
            if let Some(help) = problem.help {
                reported.help(help);
            }
        }
        if any { None } else { Some(self.types) }
    }

    /// The whole XSD; remembers where its lines are from.
    fn text(&mut self) -> String {
        let mut text = String::from(HEAD);
        let start = self.types.chunks.values().find_map(|chunk| chunk.at.clone()).unwrap_or(At { file: 0, span: 0..0 });
        self.types.lines = vec![(0, start.clone())];
        for name in &self.types.order {
            let Some(chunk) = self.types.chunks.get(name) else { continue };
            for line in &chunk.lines {
                self.types.lines.push((text.len(), line.at.clone()));
                text.push_str(&line.text);
                text.push('\n');
            }
        }
        self.types.lines.push((text.len(), start));
        text.push_str("</xs:schema>\n");
        text
    }

    fn load(&mut self, text: &str) {
        match xsd::load(text) {
            Ok(list) => {
                self.types.index = list.iter().enumerate().map(|(index, ty)| (ty.name.clone(), index)).collect();
                self.types.list = list;
            }
            Err(mistakes) => {
                for found in mistakes {
                    let at = self.types.at(found.span.start);
                    let help = found.help.unwrap_or_else(|| {
                        "leave out the operations that need it: name others with `--operation`".to_owned()
                    });
                    self.problem(at, found.message, "of this", Some(help));
                }
            }
        }
    }

    /// Types that are made of themselves would never end, and those that double with every step would not for long.
    fn check_sizes(&mut self) {
        let mut sizes = HashMap::new();
        let found = self.types.order.iter().find_map(|name| match self.size(name, 0, &mut sizes) {
            Some(size) if size <= MOST_IN_A_TYPE => None,
            Some(_) => Some((name, format!("`{name}` holds more than {MOST_IN_A_TYPE} elements or words"))),
            None => Some((name, format!("`{name}` is made of itself, or of more than {DEEPEST} others in a row"))),
        });
        if let Some((name, message)) = found {
            let at = self.types.chunks.get(name).and_then(|chunk| chunk.at.clone());
            let help = "leave out the operations that need it: name others with `--operation`".to_owned();
            self.problem(at.unwrap_or(At { file: 0, span: 0..0 }), message, "of this", Some(help));
        }
    }

    /// How much is in a type, with what it takes on from others. None: it never ends.
    fn size(&self, name: &str, depth: usize, sizes: &mut HashMap<String, usize>) -> Option<usize> {
        if let Some(size) = sizes.get(name) {
            return Some(*size);
        }
        if depth > DEEPEST {
            return None;
        }
        let Some(chunk) = self.types.chunks.get(name) else { return Some(0) };
        let own = |line: &&Line| {
            ["<xs:element ", "<xs:attribute ", "<xs:enumeration "].iter().any(|tag| line.text.starts_with(tag))
        };
        let mut size = chunk.lines.iter().filter(own).count();
        for parent in &chunk.parents {
            size = size.saturating_add(self.size(parent, depth + 1, sizes)?);
        }
        sizes.insert(name.to_owned(), size);
        Some(size)
    }

    fn chunk(&mut self, name: &str, item: Item<'a>) -> Chunk {
        let mut chunk = Chunk::default();
        match item {
            Item::Declared(declared, note) => {
                let at = self.names.at(declared.document, declared.node);
                chunk.at = Some(at.clone());
                chunk.notes.extend(note);
                if declared.node.attribute("abstract") == Some("true") {
                    chunk.notes.push(format!(
                        "`{name}` is abstract: what is derived from it comes instead, told by `xsi:type`, and only what \
                         they share is read."
                    ));
                }
                let tag = declared.node.tag_name().name();
                let mut writer = Writer { schemas: self, chunk: &mut chunk, scope: Scope::of(&declared), owner: name };
                writer.whole(declared.node, tag, &[("name", name)], &at);
            }
            Item::Parts(at, fields) => {
                chunk.at = Some(at.clone());
                let depth = |depth, text: String, at: &At| Line { depth, text, at: at.clone(), doc: None };
                chunk.lines.push(depth(0, format!("<xs:complexType name=\"{name}\">"), &at));
                chunk.lines.push(depth(1, "<xs:sequence>".to_owned(), &at));
                for (field, at, ty) in fields {
                    let attributes = format!("name=\"{}\" type=\"{ty}\"", escape(&field));
                    chunk.lines.push(depth(2, format!("<xs:element {attributes}/>"), &at));
                    chunk.elements.push(Element { name: field, namespace: String::new(), nillable: false });
                    chunk.refs.push(ty);
                }
                chunk.lines.push(depth(1, "</xs:sequence>".to_owned(), &at));
                chunk.lines.push(depth(0, "</xs:complexType>".to_owned(), &at));
            }
            Item::Text(at, ty) => {
                let text = format!(
                    "<xs:complexType name=\"{name}\"><xs:simpleContent><xs:extension base=\"{ty}\"/></xs:simpleContent></xs:complexType>"
                );
                chunk.at = Some(at.clone());
                chunk.lines.push(Line { depth: 0, text, at, doc: None });
                chunk.refs.push(ty);
            }
            Item::Anything(at) => {
                let text = format!(
                    "<xs:complexType name=\"{name}\" mixed=\"true\"><xs:sequence><xs:any minOccurs=\"0\" maxOccurs=\"unbounded\" \
                     processContents=\"lax\"/></xs:sequence><xs:anyAttribute processContents=\"lax\"/></xs:complexType>"
                );
                chunk.at = Some(at.clone());
                (chunk.open, chunk.open_attributes) = (true, true);
                chunk.lines.push(Line { depth: 0, text, at, doc: None });
            }
        }
        chunk
    }

    /// The type of a declaration: an attribute says it, or it stands inside.
    fn type_of(&mut self, scope: Scope<'a>, node: Node<'a, 'a>, owner: &str) -> String {
        if let Some(text) = node.attribute("type") {
            return self.resolve_type(scope, node, text, "type");
        }
        let inner = node.children().find(|child| matches!(local(*child, SCHEMA), Some("complexType" | "simpleType")));
        match inner {
            Some(inner) => {
                let name = node.attribute("name").unwrap_or(owner);
                self.type_without_name(scope, inner, name, owner)
            }
            None if is(node, SCHEMA, "attribute") => string(),
            None => self.anything(self.names.at(scope.document, node)),
        }
    }

    fn type_without_name(&mut self, scope: Scope<'a>, inner: Node<'a, 'a>, name: &str, owner: &str) -> String {
        if let Some(base) = plain_base(inner) {
            return match bounded(inner, base) {
                Some(word) => format!("xs:{word}"),
                None => self.resolve_type(scope, base, base.attribute("base").unwrap_or_default(), "base"),
            };
        }
        let key = (scope.document, inner.range().start, scope.namespace);
        if let Some(known) = self.anonymous.get(&key) {
            return known.clone();
        }
        let called = self.allocate(name, Some(owner));
        self.anonymous.insert(key, called.clone());
        let Scope { document, namespace, qualified } = scope;
        let declared = Declared { document, node: inner, namespace, qualified };
        if is(inner, SCHEMA, "simpleType") {
            self.texts.insert(called.clone());
        }
        self.waiting.push_back((called.clone(), Item::Declared(declared, None)));
        called
    }

    /// The type that an attribute of a node names: one of XSD's own, or of this XSD.
    fn resolve_type(&mut self, scope: Scope<'a>, node: Node<'a, 'a>, text: &'a str, attribute: &str) -> String {
        let at = self.names.at_value(scope.document, node, attribute);
        let Some(name) = resolve(node, text, scope.namespace) else {
            self.unbound(&at, text);
            return string();
        };
        if let Some(declared) = self.names.find(Kind::Type, name) {
            let simple = is(declared.node, SCHEMA, "simpleType").then(|| plain_base(declared.node)).flatten();
            // A text with a pattern is a text; what it is called is of no use to anybody.
            if let Some(word) = simple.and_then(|base| bounded(declared.node, base)) {
                return format!("xs:{word}");
            }
            return self.called(Kind::Type, name, declared);
        }
        match name {
            (Some(SCHEMA), "anyType") => self.anything(at),
            (Some(SCHEMA | SOAP_ENCODING), local) if xsd::is_builtin(local) => format!("xs:{local}"),
            (Some(SOAP_ENCODING), "base64") => "xs:base64Binary".to_owned(),
            (Some(SCHEMA), "schema") | (Some(SOAP_ENCODING), _) => self.anything(at),
            _ => {
                self.missing(&at, Kind::Type, name);
                string()
            }
        }
    }

    /// What a declaration is called here; it will be written.
    fn called(&mut self, kind: Kind, name: QName<'a>, declared: Declared<'a>) -> String {
        if let Some(known) = self.called.get(&(kind, name.0, name.1)) {
            return known.clone();
        }
        let called = self.allocate(name.1, None);
        let note = (called != name.1).then(|| {
            let namespace = name.0.unwrap_or("no namespace");
            format!("`{called}` is called `{}` in {namespace}; here something else has that name.", name.1)
        });
        if is(declared.node, SCHEMA, "simpleType") {
            self.texts.insert(called.clone());
        }
        self.called.insert((kind, name.0, name.1), called.clone());
        self.waiting.push_back((called.clone(), Item::Declared(declared, note)));
        called
    }

    /// A type as a record: one that is a text is the only thing in it.
    fn record(&mut self, ty: String, name: &str, at: &At) -> String {
        if !ty.starts_with("xs:") && !self.texts.contains(&ty) {
            return ty;
        }
        let called = self.allocate(name, Some("text"));
        self.waiting.push_back((called.clone(), Item::Text(at.clone(), ty)));
        called
    }

    fn anything(&mut self, at: At) -> String {
        if self.taken.insert(ANYTHING.to_owned()) {
            self.waiting.push_back((ANYTHING.to_owned(), Item::Anything(at)));
        }
        ANYTHING.to_owned()
    }

    /// A name that nothing else has.
    fn allocate(&mut self, plain: &str, owner: Option<&str>) -> String {
        let plain = ncname(plain);
        let longer = owner.filter(|owner| *owner != plain).map(|owner| format!("{}_{plain}", ncname(owner)));
        let numbered = (2..).map(|number| format!("{plain}{number}"));
        let mut names = std::iter::once(plain.clone()).chain(longer).chain(numbered);
        let found =
            names.find(|known| known != ANYTHING && !self.taken.contains(&name::camel(known))).unwrap_or_default();
        self.taken.insert(name::camel(&found));
        found
    }

    fn missing(&mut self, at: &At, kind: Kind, (namespace, name): QName<'_>) {
        let what = match kind {
            Kind::Element => "element",
            Kind::Attribute => "attribute",
            Kind::Group => "group",
            Kind::AttributeGroup => "group of attributes",
            _ => "type",
        };
        let there =
            namespace.map_or("outside of all namespaces".to_owned(), |there| format!("in the namespace {there}"));
        let near = crate::diagnostic::nearest(name, self.names.all(kind));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "if another file declares it, say where it is: `schemaLocation=\"…\"` on the `import` of its namespace"
                    .to_owned()
            }
        };
        self.problem(at.clone(), format!("no {what} `{name}` is declared {there}"), "unknown", Some(help));
    }

    fn unbound(&mut self, at: &At, text: &str) {
        let prefix = text.split(':').next().unwrap_or_default();
        self.problem(at.clone(), format!("the prefix `{prefix}` is bound to no namespace"), "in here", None);
    }

    fn problem(&mut self, at: At, message: String, label: &str, help: Option<String>) {
        self.problems.push(Problem { at, message, label: label.to_owned(), help });
    }
}

impl<'a> Scope<'a> {
    fn of(declared: &Declared<'a>) -> Scope<'a> {
        let Declared { document, namespace, qualified, .. } = *declared;
        Scope { document, namespace, qualified }
    }
}

/// Writes one declaration.
struct Writer<'w, 'a> {
    schemas: &'w mut Schemas<'a>,
    chunk: &'w mut Chunk,
    scope: Scope<'a>,
    owner: &'w str,
}

impl<'a> Writer<'_, 'a> {
    /// An element of the XSD with what is in it.
    fn whole(&mut self, node: Node<'a, 'a>, tag: &str, attributes: &[(&str, &str)], at: &At) {
        self.open(0, tag, attributes, at, |writer| {
            if tag == "complexType" && node.attribute("mixed") == Some("true") {
                // xsd-parser goes by the type itself, where it is said with its name.
                if let Some(first) = writer.chunk.lines.first_mut() {
                    first.text = first.text.replacen('>', " mixed=\"true\">", 1);
                }
            }
            writer.children(node, 1);
        });
    }

    fn children(&mut self, node: Node<'a, 'a>, depth: usize) {
        for child in node.children().filter(Node::is_element) {
            self.node(child, depth);
        }
    }

    fn node(&mut self, node: Node<'a, 'a>, depth: usize) {
        let Some(tag) = local(node, SCHEMA) else { return };
        let at = self.schemas.names.at(self.scope.document, node);
        if depth > DEEPEST {
            let message = format!("`{}` holds groups that are nested more than {DEEPEST} deep", self.owner);
            self.schemas.problem(at, message, "here", None);
            return;
        }
        let occurs = occurs(node);
        let occurs: Vec<(&str, &str)> = occurs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match tag {
            "annotation" => self.annotation(node, depth),
            "element" => self.element(node, depth, &at),
            "attribute" => self.attribute(node, depth, &at),
            "any" => {
                self.chunk.open = true;
                let any = [("minOccurs", "0"), ("maxOccurs", "unbounded"), ("processContents", "lax")];
                self.open(depth, tag, &any, &at, |_| ());
            }
            "anyAttribute" => {
                self.chunk.open_attributes = true;
                self.open(depth, tag, &[("processContents", "lax")], &at, |_| ());
            }
            "group" | "attributeGroup" => {
                let kind = if tag == "group" { Kind::Group } else { Kind::AttributeGroup };
                if let Some(name) = self.reference(node, kind, "ref") {
                    self.chunk.parents.push(name.clone());
                    let attributes: Vec<_> = [("ref", name.as_str())].into_iter().chain(occurs).collect();
                    self.open(depth, tag, &attributes, &at, |_| ());
                }
            }
            "sequence" | "choice" | "all" => {
                self.open(depth, tag, &occurs, &at, |writer| writer.children(node, depth + 1))
            }
            "complexContent" => self.complex_content(node, depth, &at),
            "simpleContent" => self.open(depth, tag, &[], &at, |writer| writer.children(node, depth + 1)),
            "extension" | "restriction" => self.derived(node, tag, depth, &at),
            "list" => {
                let item = self.member(node, "itemType");
                self.chunk.parents.push(item.clone());
                self.open(depth, tag, &[("itemType", &item)], &at, |_| ());
            }
            "union" => self.union(node, depth, &at),
            "enumeration" => {
                let value = escape(node.attribute("value").unwrap_or_default());
                self.open(depth, tag, &[("value", &value)], &at, |writer| writer.children(node, depth + 1));
            }
            _ => {}
        }
    }

    /// An element, with what its own declaration says when it refers to one.
    fn element(&mut self, node: Node<'a, 'a>, depth: usize, at: &At) {
        if node.attribute("maxOccurs") == Some("0") {
            return;
        }
        let (declared, name, scope, namespace) = match node.attribute("ref") {
            None => {
                let Some(name) = node.attribute("name") else { return };
                let form = node.attribute("form");
                let qualified = form == Some("qualified") || (form.is_none() && self.scope.qualified);
                (node, name, self.scope, self.scope.namespace.filter(|_| qualified))
            }
            Some(text) => {
                let at = self.schemas.names.at_value(self.scope.document, node, "ref");
                let Some(name) = resolve(node, text, self.scope.namespace) else {
                    self.schemas.unbound(&at, text);
                    return;
                };
                // A schema in a message, with data of it behind it: the DataSet of .NET.
                if name == (Some(SCHEMA), "schema") {
                    self.chunk.open = true;
                    return;
                }
                let Some(found) = self.schemas.names.find(Kind::Element, name) else {
                    self.schemas.missing(&at, Kind::Element, name);
                    return;
                };
                (found.node, name.1, Scope::of(&found), found.namespace)
            }
        };
        let ty = self.schemas.type_of(scope, declared, self.owner);
        self.chunk.refs.push(ty.clone());
        let nillable = matches!(declared.attribute("nillable"), Some("true" | "1"));
        let namespace = namespace.unwrap_or_default().to_owned();
        self.chunk.elements.push(Element { name: name.to_owned(), namespace, nillable });
        let name = escape(name);
        let occurs = occurs(node);
        let mut attributes: Vec<(&str, &str)> = vec![("name", &name), ("type", &ty)];
        attributes.extend(occurs.iter().map(|(name, value)| (*name, value.as_str())));
        if nillable {
            attributes.push(("nillable", "true"));
        }
        self.open(depth, "element", &attributes, at, |writer| {
            let said = [node, declared].into_iter().find_map(|node| child(node, SCHEMA, "annotation"));
            if let Some(said) = said {
                writer.annotation(said, depth + 1);
            }
        });
    }

    fn attribute(&mut self, node: Node<'a, 'a>, depth: usize, at: &At) {
        let (declared, name, scope) = match node.attribute("ref") {
            None => match node.attribute("name") {
                Some(name) => (node, name, self.scope),
                None => return,
            },
            Some(text) => {
                let at = self.schemas.names.at_value(self.scope.document, node, "ref");
                let Some(name) = resolve(node, text, self.scope.namespace) else {
                    self.schemas.unbound(&at, text);
                    return;
                };
                match self.schemas.names.find(Kind::Attribute, name) {
                    Some(found) => (found.node, name.1, Scope::of(&found)),
                    // `xml:lang`, `soapenc:arrayType` and the like say nothing that a vendor would.
                    None if name.0 != self.scope.namespace => return,
                    None => {
                        self.schemas.missing(&at, Kind::Attribute, name);
                        return;
                    }
                }
            }
        };
        let ty = self.schemas.type_of(scope, declared, self.owner);
        // What may stand in an attribute is a text, whatever is wrong with its type.
        let ty = if ty == ANYTHING { string() } else { ty };
        self.chunk.refs.push(ty.clone());
        let mut attributes: Vec<(&str, &str)> = vec![("name", name), ("type", &ty)];
        attributes.extend(
            node.attribute("use").filter(|word| ["required", "prohibited"].contains(word)).map(|word| ("use", word)),
        );
        self.open(depth, "attribute", &attributes, at, |writer| {
            if let Some(said) = child(node, SCHEMA, "annotation") {
                writer.annotation(said, depth + 1);
            }
        });
    }

    fn complex_content(&mut self, node: Node<'a, 'a>, depth: usize, at: &At) {
        let derived = node.children().find(|child| matches!(local(*child, SCHEMA), Some("extension" | "restriction")));
        let Some(derived) = derived else { return };
        let base = derived.attribute("base").and_then(|base| resolve(derived, base, self.scope.namespace));
        match base {
            Some((Some(SOAP_ENCODING), "Array")) => self.array(derived, depth, at),
            Some((Some(SCHEMA), "anyType")) => self.children(derived, depth),
            // What says the shape anew needs no base.
            _ if is(derived, SCHEMA, "restriction") => self.children(derived, depth),
            _ => self.open(depth, "complexContent", &[], at, |writer| writer.children(node, depth + 1)),
        }
    }

    /// The array of SOAP's own encoding: items of a type.
    fn array(&mut self, node: Node<'a, 'a>, depth: usize, at: &At) {
        let said = node.descendants().find_map(|inner| Some((inner, inner.attribute((WSDL, "arrayType"))?)));
        let ty = match said {
            Some((inner, text)) => {
                let item = text.split('[').next().unwrap_or(text);
                self.schemas.resolve_type(self.scope, inner, item, "arrayType")
            }
            None => self.schemas.anything(at.clone()),
        };
        self.chunk.refs.push(ty.clone());
        self.chunk.elements.push(Element { name: "item".to_owned(), namespace: String::new(), nillable: false });
        self.open(depth, "sequence", &[], at, |writer| {
            let attributes = [("name", "item"), ("type", ty.as_str()), ("minOccurs", "0"), ("maxOccurs", "unbounded")];
            writer.open(depth + 1, "element", &attributes, at, |_| ());
        });
    }

    fn derived(&mut self, node: Node<'a, 'a>, tag: &str, depth: usize, at: &At) {
        let base = self.member(node, "base");
        self.chunk.parents.push(base.clone());
        // A simple type that is a number within bounds is the least number that has room for them.
        let parent = node.parent().filter(|parent| is(*parent, SCHEMA, "simpleType"));
        let narrow = parent.and_then(|parent| bounded(parent, node)).map(|word| format!("xs:{word}"));
        let base = narrow.unwrap_or(base);
        self.open(depth, tag, &[("base", &base)], at, |writer| writer.children(node, depth + 1));
    }

    /// Some words, or any other text, is an enumeration: they are all open here.
    fn union(&mut self, node: Node<'a, 'a>, depth: usize, at: &At) {
        let members: Vec<&str> = node.attribute("memberTypes").unwrap_or_default().split_whitespace().collect();
        let inner: Vec<Node<'a, 'a>> = node.children().filter(|child| is(*child, SCHEMA, "simpleType")).collect();
        let is_string = |text: &&str| resolve(node, text, self.scope.namespace) == Some((Some(SCHEMA), "string"));
        let named: Vec<&str> = members.iter().copied().filter(|text| !is_string(text)).collect();
        let has_string = named.len() < members.len();
        match (has_string, named.as_slice(), inner.as_slice()) {
            (true, [], [words]) => self.children(*words, depth),
            (true, [words], []) => {
                let words = self.schemas.resolve_type(self.scope, node, words, "memberTypes");
                self.chunk.parents.push(words.clone());
                self.chunk.refs.push(words.clone());
                self.open(depth, "restriction", &[("base", &words)], at, |_| ());
            }
            _ => {
                let mut types: Vec<String> = Vec::new();
                for text in members {
                    types.push(self.schemas.resolve_type(self.scope, node, text, "memberTypes"));
                }
                for inner in inner {
                    types.push(self.schemas.type_without_name(self.scope, inner, "member", self.owner));
                }
                self.chunk.parents.extend(types.iter().cloned());
                self.chunk.refs.extend(types.iter().cloned());
                self.open(depth, "union", &[("memberTypes", &types.join(" "))], at, |_| ());
            }
        }
    }

    /// The type that an attribute names, or that stands inside.
    fn member(&mut self, node: Node<'a, 'a>, attribute: &str) -> String {
        let ty = match (node.attribute(attribute), child(node, SCHEMA, "simpleType")) {
            (Some(text), _) => self.schemas.resolve_type(self.scope, node, text, attribute),
            (None, Some(inner)) => self.schemas.type_without_name(self.scope, inner, "item", self.owner),
            (None, None) => string(),
        };
        let is_simple = node.parent().is_some_and(|parent| !is(parent, SCHEMA, "complexContent"));
        let ty = if ty == ANYTHING && is_simple { string() } else { ty };
        self.chunk.refs.push(ty.clone());
        ty
    }

    fn reference(&mut self, node: Node<'a, 'a>, kind: Kind, attribute: &str) -> Option<String> {
        let at = self.schemas.names.at_value(self.scope.document, node, attribute);
        let text = node.attribute(attribute)?;
        let Some(name) = resolve(node, text, self.scope.namespace) else {
            self.schemas.unbound(&at, text);
            return None;
        };
        // XSD's own groups, such as that of `xml:lang`.
        let Some(declared) = self.schemas.names.find(kind, name) else {
            if name.0 == self.scope.namespace {
                self.schemas.missing(&at, kind, name);
            }
            return None;
        };
        let called = self.schemas.called(kind, name, declared);
        self.chunk.refs.push(called.clone());
        Some(called)
    }

    fn annotation(&mut self, node: Node<'a, 'a>, depth: usize) {
        let at = self.schemas.names.at(self.scope.document, node);
        let words = documentation(node, SCHEMA);
        if !words.is_empty() {
            let text =
                format!("<xs:annotation><xs:documentation>{}</xs:documentation></xs:annotation>", escape(&words));
            self.chunk.lines.push(Line { depth, text, at, doc: Some(words) });
        }
    }

    /// An element of the XSD; empty when nothing is written in it.
    fn open(&mut self, depth: usize, tag: &str, attributes: &[(&str, &str)], at: &At, inside: impl FnOnce(&mut Self)) {
        let start = self.chunk.lines.len();
        let attributes: String = attributes.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
        let line = |text: String| Line { depth, text, at: at.clone(), doc: None };
        self.chunk.lines.push(line(format!("<xs:{tag}{attributes}>")));
        inside(self);
        if self.chunk.lines.len() > start + 1 {
            self.chunk.lines.push(line(format!("</xs:{tag}>")));
        } else if let Some(first) = self.chunk.lines.get_mut(start) {
            first.text.insert(first.text.len() - 1, '/');
        }
    }
}

/// The text of the `documentation` of a node, blanks evened.
pub fn documentation(node: Node<'_, '_>, namespace: &str) -> String {
    let texts = node.children().filter(|child| is(*child, namespace, "documentation"));
    let words = texts.flat_map(|text| text.descendants().filter(|part| part.is_text()).filter_map(|part| part.text()));
    words.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The restriction of a simple type that adds no words to its base.
fn plain_base<'a>(simple: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
    let restriction = child(simple, SCHEMA, "restriction").filter(|_| is(simple, SCHEMA, "simpleType"))?;
    restriction.attribute("base")?;
    child(restriction, SCHEMA, "enumeration").is_none().then_some(restriction)
}

/// The least of XSD's whole numbers that has room for a number between two bounds.
fn bounded(simple: Node<'_, '_>, restriction: Node<'_, '_>) -> Option<&'static str> {
    if !is(simple, SCHEMA, "simpleType") || !is(restriction, SCHEMA, "restriction") {
        return None;
    }
    let base = restriction.attribute("base")?;
    let local = base.rsplit(':').next()?;
    let prefix = base.split_once(':').map(|(prefix, _)| prefix);
    let whole = ["integer", "long", "nonNegativeInteger", "positiveInteger", "unsignedLong"];
    if restriction.lookup_namespace_uri(prefix) != Some(SCHEMA) || !whole.contains(&local) {
        return None;
    }
    let bound = |inclusive: &str, exclusive: &str, step: i64| {
        let value = |name: &str| {
            let facet = restriction.children().find(|child| is(*child, SCHEMA, name))?;
            facet.attribute("value")?.trim().parse::<i64>().ok()
        };
        value(inclusive).or_else(|| value(exclusive)?.checked_add(step))
    };
    let (min, max) = (bound("minInclusive", "minExclusive", 1)?, bound("maxInclusive", "maxExclusive", -1)?);
    let fits = |least: i64, most: i64| least <= min && max <= most;
    [
        ("short", i64::from(i16::MIN), i64::from(i16::MAX)),
        ("unsignedShort", 0, i64::from(u16::MAX)),
        ("int", i64::from(i32::MIN), i64::from(i32::MAX)),
        ("unsignedInt", 0, i64::from(u32::MAX)),
        ("long", i64::MIN, i64::MAX),
    ]
    .into_iter()
    .find(|(_, least, most)| fits(*least, *most))
    .map(|(word, ..)| word)
}

/// How often something may stand there.
fn occurs(node: Node<'_, '_>) -> Vec<(&'static str, String)> {
    let number = |name: &str| {
        let text = node.attribute(name)?.trim();
        let well = text == "unbounded" || (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()));
        // A number that no machine counts to is as good as no end.
        well.then(|| if text.len() > 9 { "unbounded" } else { text }.to_owned())
    };
    let min = number("minOccurs").filter(|text| text != "1" && text != "unbounded");
    let max = number("maxOccurs").filter(|text| text != "1");
    min.map(|min| ("minOccurs", min)).into_iter().chain(max.map(|max| ("maxOccurs", max))).collect()
}

fn string() -> String {
    "xs:string".to_owned()
}

/// A name without the characters that XML has no place for.
fn ncname(name: &str) -> String {
    let mut out: String = name
        .chars()
        .map(|character| if character.is_alphanumeric() || "_-.".contains(character) { character } else { '_' })
        .collect();
    if !out.starts_with(|first: char| first.is_alphabetic() || first == '_') {
        out.insert(0, '_');
    }
    out
}

fn escape(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            other => out.push(other),
        }
    }
    out
}
