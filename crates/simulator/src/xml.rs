//! A small XML writer, and what is asked of elements that were read.

/// The namespace of `nil`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An element that is being put together.
#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    pub fn new(name: impl Into<String>) -> Element {
        Element { name: name.into(), ..Element::default() }
    }

    /// The element for a step of a place: any at all is called `root`.
    fn of_step(step: &str) -> Element {
        if step == "*" { Element::new("root").attribute("xmlns", "") } else { Element::new(step) }
    }

    pub fn attribute(mut self, name: &str, value: &str) -> Element {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn child(mut self, child: Element) -> Element {
        self.children.push(child);
        self
    }

    /// The element at some steps below this one; what is missing is made.
    pub fn at(&mut self, steps: &[&str]) -> &mut Element {
        let Some((step, rest)) = steps.split_first() else { return self };
        let new = Element::of_step(step);
        let position = self.children.iter().rposition(|child| child.name == new.name);
        let position = position.unwrap_or_else(|| {
            self.children.push(new);
            self.children.len() - 1
        });
        self.children[position].at(rest)
    }

    /// Adds a new last step below the steps before it.
    pub fn add(&mut self, steps: &[&str]) -> &mut Element {
        let Some((last, front)) = steps.split_last() else { return self };
        let parent = self.at(front);
        parent.children.push(Element::of_step(last));
        let last = parent.children.len() - 1;
        &mut parent.children[last]
    }

    /// Writes a text at a place: an element's own text, or an attribute.
    pub fn put(&mut self, place: &str, text: &str) {
        let (steps, attribute) = split(place);
        let element = self.at(&steps);
        match attribute {
            Some(name) => element.set(name, text),
            None => element.text.push_str(text),
        }
    }

    /// Sets an attribute.
    pub fn set(&mut self, name: &str, text: &str) {
        self.attributes.retain(|(known, _)| known != name);
        self.attributes.push((name.to_owned(), text.to_owned()));
    }

    /// Says that there is no value.
    pub fn nil(&mut self) {
        self.set("xmlns:xsi", XSI);
        self.set("xsi:nil", "true");
    }

    pub fn write(&self) -> String {
        let mut out = String::new();
        self.write_to(&mut out);
        out
    }

    fn write_to(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(value, true, out);
            out.push('"');
        }
        if self.children.is_empty() && self.text.is_empty() {
            out.push_str(" />");
            return;
        }
        out.push('>');
        escape(&self.text, false, out);
        for child in &self.children {
            child.write_to(out);
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

/// The steps and the attribute of a place.
pub fn split(place: &str) -> (Vec<&str>, Option<&str>) {
    let place = place.strip_prefix('/').unwrap_or(place);
    let (steps, attribute) = match place.split_once('@') {
        Some((steps, attribute)) => (steps.trim_end_matches('/'), Some(attribute)),
        None => (place, None),
    };
    let steps = if steps == "." || steps.is_empty() { Vec::new() } else { steps.split('/').collect() };
    (steps, attribute)
}

/// Whether an element that was read says that there is no value.
pub fn is_nil(element: roxmltree::Node<'_, '_>) -> bool {
    element.attribute((XSI, "nil")).is_some_and(|nil| nil == "true" || nil == "1")
}

/// The text of an element that was read, without that of its children.
pub fn own_text(element: roxmltree::Node<'_, '_>) -> String {
    element.children().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect()
}

/// A name that an element can have.
pub fn name(text: &str) -> String {
    let mut name: String =
        text.chars().map(|char| if char.is_alphanumeric() || "_-.".contains(char) { char } else { '_' }).collect();
    if !name.starts_with(|first: char| first.is_alphabetic() || first == '_') {
        name.insert(0, '_');
    }
    name
}

fn escape(text: &str, attribute: bool, out: &mut String) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' if attribute => out.push_str("&#9;"),
            other => out.push(other),
        }
    }
}
