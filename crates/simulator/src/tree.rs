//! A request's parameters as a tree: of a document its elements, of a form one child a pair.

use std::collections::BTreeSet;

use bindery_transport::description::{Field, Kind, Record, Wire};

use crate::{
    call::Call,
    wire,
    xml::{is_nil, own_text, split},
};

/// An element, or a pair of a form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    pub(crate) name: String,
    namespace: String,
    /// Those in no namespace.
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
    text: String,
    nil: bool,
}

/// Where the fields of a record are looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a> {
    pub(crate) node: &'a Node,
    /// Whether it is a form: names are in any case, and nothing is below another.
    pub(crate) is_form: bool,
    /// The number that names have, of a numbered record.
    pub(crate) number: Option<u64>,
}

/// One value of a field.
#[derive(Debug)]
pub(crate) enum Given<'a> {
    Text(String),
    Nil,
    Record(Scope<'a>),
    /// The root of a document that stood there as text.
    Document(Node),
    /// What does not read at all.
    Broken,
}

impl Node {
    pub(crate) fn of(element: roxmltree::Node<'_, '_>) -> Node {
        Node {
            name: element.tag_name().name().to_owned(),
            namespace: element.tag_name().namespace().unwrap_or_default().to_owned(),
            attributes: element
                .attributes()
                .filter(|attribute| attribute.namespace().is_none())
                .map(|attribute| (attribute.name().to_owned(), attribute.value().to_owned()))
                .collect(),
            children: element.children().filter(roxmltree::Node::is_element).map(Node::of).collect(),
            text: own_text(element),
            nil: is_nil(element),
        }
    }

    pub(crate) fn of_form(pairs: &[(String, String)]) -> Node {
        let children =
            pairs.iter().map(|(name, text)| Node { name: name.clone(), text: text.clone(), ..Node::default() });
        Node { children: children.collect(), ..Node::default() }
    }

    /// The name of an element that is in another namespace.
    pub(crate) fn foreign(&self, namespace: &str) -> Option<&str> {
        if self.namespace != namespace {
            return Some(&self.name);
        }
        self.children.iter().find_map(|child| child.foreign(namespace))
    }

    /// The texts below, by place.
    pub(crate) fn flatten(&self, front: &str, texts: &mut Vec<(String, String)>) {
        texts.extend(self.attributes.iter().map(|(name, text)| (format!("{front}@{name}"), text.clone())));
        for child in &self.children {
            let place = format!("{front}{}", child.name);
            if child.children.is_empty() {
                texts.push((place.clone(), child.text.clone()));
            }
            child.flatten(&format!("{place}/"), texts);
        }
    }

    /// A place below that none of these fields has.
    pub(crate) fn stray(&self, call: Call, fields: &[&'static Field]) -> Option<String> {
        let places: Vec<String> =
            fields.iter().filter_map(|field| Some(call.fill(field.wire(call.on)?.place()))).collect();
        self.stray_of("", &places)
    }

    fn stray_of(&self, front: &str, places: &[String]) -> Option<String> {
        let attributes = self.attributes.iter().map(|(name, _)| format!("{front}@{name}"));
        let mut unknown = attributes.filter(|place| !places.contains(place));
        if let Some(place) = unknown.next() {
            return Some(place);
        }
        self.children.iter().find_map(|child| {
            let place = format!("{front}{}", child.name);
            let below = format!("{place}/");
            if places.contains(&place) {
                // What is in a record is the record's business.
                None
            } else if places.iter().any(|known| known.starts_with(&below)) {
                child.stray_of(&below, places)
            } else {
                Some(place)
            }
        })
    }
}

impl<'a> Scope<'a> {
    pub(crate) fn of(node: &'a Node, is_form: bool) -> Scope<'a> {
        Scope { node, is_form, number: None }
    }

    /// The values of a field.
    pub(crate) fn given(&self, call: Call, field: &Field, wire: &'static Wire) -> Vec<Given<'a>> {
        let place = call.fill(wire.place());
        let record = match wire.ty.kind {
            Kind::Record(record) if wire.document.is_none() => Some(record),
            _ => None,
        };
        match record {
            Some(record) if self.is_form && field.many => {
                let numbers = self.numbers(call, record);
                numbers.into_iter().map(|number| Given::Record(Scope { number: Some(number), ..*self })).collect()
            }
            Some(record) if self.is_form => {
                let there = record.fields.iter().any(|field| self.there(call, field));
                there.then_some(Given::Record(*self)).into_iter().collect()
            }
            Some(_) => self
                .elements(&place)
                .into_iter()
                .map(|node| if node.nil { Given::Nil } else { Given::Record(Scope { node, ..*self }) })
                .collect(),
            None => self.texts(&place).into_iter().flat_map(|text| self::read(call, field, wire, text)).collect(),
        }
    }

    /// Whether anything of a field is there, be it empty.
    pub(crate) fn there(&self, call: Call, field: &Field) -> bool {
        let Some(wire) = field.wire(call.on) else { return false };
        let place = call.fill(wire.place());
        match wire.ty.kind {
            Kind::Record(_) if self.is_form && wire.document.is_none() => !self.given(call, field, wire).is_empty(),
            _ if !self.texts(&place).is_empty() => true,
            // A list of no items is what its items would have stood in.
            _ => {
                let front = place.rsplit_once('/').map(|(front, _)| front);
                field.many && !self.is_form && front.is_some_and(|front| !self.elements(front).is_empty())
            }
        }
    }

    /// The texts at a place; `None` is nil. An element with others in it has no text.
    fn texts(&self, place: &str) -> Vec<Text<'a>> {
        let text = |node: &'a Node| match node {
            node if node.nil => Text::Nil,
            node if node.children.is_empty() => Text::Is(&node.text),
            _ => Text::None,
        };
        if self.is_form {
            return self.pairs(place).into_iter().map(text).collect();
        }
        match split(place) {
            (_, None) => self.elements(place).into_iter().map(text).collect(),
            (steps, Some(name)) => {
                let attributes = self.walk(&steps).into_iter().flat_map(|node| &node.attributes);
                attributes.filter(|(known, _)| known == name).map(|(_, text)| Text::Is(text)).collect()
            }
        }
    }

    fn elements(&self, place: &str) -> Vec<&'a Node> {
        self.walk(&split(place).0)
    }

    fn walk(&self, steps: &[&str]) -> Vec<&'a Node> {
        let mut nodes = vec![self.node];
        for step in steps {
            let below = nodes.into_iter().flat_map(|node| &node.children);
            nodes = below.filter(|child| *step == "*" || child.name == *step).collect();
        }
        nodes
    }

    /// The pairs of a name; of a numbered one by their numbers.
    fn pairs(&self, name: &str) -> Vec<&'a Node> {
        let mut pairs: Vec<(u64, &Node)> = Vec::new();
        for child in &self.node.children {
            let number = if name.contains("{n}") {
                number(name, &child.name).filter(|number| self.number.is_none_or(|wanted| wanted == *number))
            } else {
                child.name.eq_ignore_ascii_case(name).then_some(0)
            };
            pairs.extend(number.map(|number| (number, child)));
        }
        pairs.sort_by_key(|(number, _)| *number);
        pairs.into_iter().map(|(_, pair)| pair).collect()
    }

    /// The numbers that the names of a record's fields have.
    fn numbers(&self, call: Call, record: &'static Record) -> BTreeSet<u64> {
        let names: Vec<String> =
            record.fields.iter().filter_map(|field| Some(call.fill(field.wire(call.on)?.place()))).collect();
        let numbers = self.node.children.iter();
        numbers.flat_map(|pair| names.iter().filter_map(|name| number(name, &pair.name))).collect()
    }
}

enum Text<'a> {
    Is(&'a str),
    Nil,
    None,
}

fn read(call: Call, field: &Field, wire: &'static Wire, text: Text<'_>) -> Vec<Given<'static>> {
    match text {
        Text::Is(text) => read_text(call, field, wire, text, wire.join),
        Text::Nil => vec![Given::Nil],
        Text::None => vec![Given::Broken],
    }
}

/// The values in one text.
pub(crate) fn read_text(
    call: Call,
    field: &Field,
    wire: &'static Wire,
    text: &str,
    join: Option<&str>,
) -> Vec<Given<'static>> {
    let text = match &wire.template {
        // What is written for a parameter that was not given is written as it is.
        Some(_) if wire.absent == Some(text) => text,
        Some(template) => match wire::unfill(template, text, |name| call.hole(name)) {
            Some(value) => value,
            None => return vec![Given::Broken],
        },
        None => text,
    };
    if wire.document.is_some() {
        return vec![document(wire, text)];
    }
    match join.filter(|_| field.many) {
        Some(separator) => {
            let cut = if separator.trim().is_empty() { separator } else { separator.trim() };
            let pieces = text.split(cut).map(str::trim).filter(|piece| !piece.is_empty());
            pieces.map(|piece| Given::Text(piece.to_owned())).collect()
        }
        None => vec![Given::Text(text.to_owned())],
    }
}

fn document(wire: &Wire, text: &str) -> Given<'static> {
    if wire.absent == Some(text) {
        return Given::Text(text.to_owned());
    }
    let Ok(document) = roxmltree::Document::parse(text) else { return Given::Broken };
    let root = Node::of(document.root_element());
    if wire.document == Some(root.name.as_str()) && root.foreign("").is_none() {
        Given::Document(root)
    } else {
        Given::Broken
    }
}

/// The number in a name, if it is of this pattern.
fn number(pattern: &str, name: &str) -> Option<u64> {
    let (front, end) = pattern.split_once("{n}")?;
    let (head, rest) = name.split_at_checked(front.len())?;
    let (digits, tail) = rest.split_at_checked(rest.len().checked_sub(end.len())?)?;
    let fits = head.eq_ignore_ascii_case(front)
        && tail.eq_ignore_ascii_case(end)
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if fits { digits.parse().ok() } else { None }
}

/// Whether a name of a form is that of a field, or of one in a record.
pub(crate) fn is_name(call: Call, field: &'static Field, name: &str) -> bool {
    let Some(wire) = field.wire(call.on) else { return false };
    match wire.ty.kind {
        Kind::Record(record) if wire.document.is_none() => record.fields.iter().any(|field| is_name(call, field, name)),
        _ => {
            let place = call.fill(wire.place());
            place.eq_ignore_ascii_case(name) || number(&place, name).is_some()
        }
    }
}
