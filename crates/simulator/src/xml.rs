//! A small tree of XML: read with roxmltree, written by hand, reached into by places.

use std::fmt::Write as _;

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) namespace: String,
    /// Names as they are compared: of an attribute in a namespace `{namespace}name`.
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Child>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Child {
    Element(Element),
    Text(String),
}

const NIL: &str = "{http://www.w3.org/2001/XMLSchema-instance}nil";

impl Element {
    pub(crate) fn new(name: impl Into<String>, namespace: impl Into<String>) -> Element {
        Element { name: name.into(), namespace: namespace.into(), attributes: Vec::new(), children: Vec::new() }
    }

    /// Reads a document; white space between elements is dropped.
    pub(crate) fn parse(text: &str) -> Result<Element, String> {
        let document = roxmltree::Document::parse(text).map_err(|error| format!("is no XML: {error}"))?;
        Ok(Element::from_node(document.root_element()))
    }

    fn from_node(node: roxmltree::Node<'_, '_>) -> Element {
        let mut element = Element::new(node.tag_name().name(), node.tag_name().namespace().unwrap_or_default());
        for attribute in node.attributes() {
            let name = match attribute.namespace() {
                Some(namespace) => format!("{{{namespace}}}{}", attribute.name()),
                None => attribute.name().to_owned(),
            };
            element.attributes.push((name, attribute.value().to_owned()));
        }
        let has_elements = node.children().any(|child| child.is_element());
        for child in node.children() {
            if child.is_element() {
                element.children.push(Child::Element(Element::from_node(child)));
            } else if child.is_text() {
                let text = child.text().unwrap_or_default();
                if !(has_elements && text.trim().is_empty()) {
                    element.children.push(Child::Text(text.to_owned()));
                }
            }
        }
        element
    }

    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// Its own text, without that of elements in it.
    pub(crate) fn text(&self) -> String {
        self.children
            .iter()
            .filter_map(|child| match child {
                Child::Text(text) => Some(text.as_str()),
                Child::Element(_) => None,
            })
            .collect()
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(attribute, _)| attribute == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn is_nil(&self) -> bool {
        self.attribute(NIL).is_some_and(|nil| matches!(nil, "true" | "1"))
    }

    /// The elements that a place's steps lead to, by name and within this element's namespace.
    pub(crate) fn find_all<'a>(&'a self, steps: &[&str]) -> Vec<&'a Element> {
        let Some((step, rest)) = steps.split_first() else { return vec![self] };
        self.elements()
            .filter(|child| *step == "*" || (child.name == *step && child.namespace == self.namespace))
            .flat_map(|child| child.find_all(rest))
            .collect()
    }

    /// The texts at a place, empty ones of nil elements left out.
    pub(crate) fn texts(&self, place: &str) -> Vec<String> {
        let place = Place::of(place);
        self.find_all(&place.steps)
            .into_iter()
            .filter(|element| !element.is_nil())
            .filter_map(|element| match place.attribute {
                Some(name) => element.attribute(name).map(str::to_owned),
                None => Some(element.text()),
            })
            .collect()
    }

    /// The element at these steps; what is missing is made, what is there is shared.
    pub(crate) fn reach(&mut self, steps: &[&str]) -> &mut Element {
        let Some((step, rest)) = steps.split_first() else { return self };
        let there = self.children.iter().rposition(|child| match child {
            Child::Element(element) => *step == "*" || element.name == *step,
            Child::Text(_) => false,
        });
        match there {
            Some(index) => match self.children.get_mut(index) {
                Some(Child::Element(element)) => element.reach(rest),
                _ => self,
            },
            None => self.add(step).reach(rest),
        }
    }

    /// A new element at the end of the steps.
    pub(crate) fn reach_new(&mut self, steps: &[&str]) -> &mut Element {
        match steps.split_last() {
            Some((last, front)) => self.reach(front).add(last),
            None => self,
        }
    }

    /// Writes a text at a place.
    pub(crate) fn put(&mut self, place: &str, text: &str) {
        let place = Place::of(place);
        self.reach(&place.steps).write(place.attribute, text);
    }

    /// Writes a text at a place whose last step repeats.
    pub(crate) fn put_new(&mut self, place: &str, text: &str) {
        let place = Place::of(place);
        self.reach_new(&place.steps).write(place.attribute, text);
    }

    /// Whether something is written at a place already.
    pub(crate) fn has(&self, place: &str) -> bool {
        self.texts(place).iter().any(|text| !text.is_empty())
    }

    /// The whole as a text, without an XML declaration.
    pub(crate) fn to_text(&self) -> String {
        let mut out = String::new();
        self.write_to(&mut out, "");
        out
    }

    fn add(&mut self, step: &str) -> &mut Element {
        // An answer's own document inside a wrapper has a root that nobody names, in no namespace.
        let (name, namespace) = if step == "*" { ("root", "") } else { (step, self.namespace.as_str()) };
        let child = Element::new(name, namespace);
        self.children.push(Child::Element(child));
        match self.children.last_mut() {
            Some(Child::Element(element)) => element,
            _ => self,
        }
    }

    fn write(&mut self, attribute: Option<&str>, text: &str) {
        match attribute {
            Some(name) => self.attributes.push((name.to_owned(), text.to_owned())),
            None => self.children.push(Child::Text(text.to_owned())),
        }
    }

    fn write_to(&self, out: &mut String, outer: &str) {
        let _ = write!(out, "<{}", self.name);
        if self.namespace != outer {
            let _ = write!(out, " xmlns=\"{}\"", escaped(&self.namespace));
        }
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"{}\"", escaped(value));
        }
        if self.children.is_empty() {
            out.push_str(" />");
            return;
        }
        out.push('>');
        for child in &self.children {
            match child {
                Child::Element(element) => element.write_to(out, &self.namespace),
                Child::Text(text) => out.push_str(&escaped(text)),
            }
        }
        let _ = write!(out, "</{}>", self.name);
    }
}

/// A place taken apart: the elements on the way, and the attribute at its end.
pub(crate) struct Place<'a> {
    pub(crate) steps: Vec<&'a str>,
    pub(crate) attribute: Option<&'a str>,
}

impl<'a> Place<'a> {
    pub(crate) fn of(place: &'a str) -> Place<'a> {
        let (path, attribute) = match place.split_once('@') {
            Some((path, attribute)) => (path, Some(attribute)),
            None => (place, None),
        };
        Place { steps: path.split('/').filter(|step| !step.is_empty() && *step != ".").collect(), attribute }
    }
}

/// A text as it stands in XML.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#xD;"),
            _ => out.push(char),
        }
    }
    out
}
