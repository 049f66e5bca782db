//! A small XML writer.

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

    pub fn attribute(mut self, name: &str, value: &str) -> Element {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The element at some steps below this one; what is missing is made, `*` as `root`.
    pub fn at(&mut self, steps: &[&str]) -> &mut Element {
        let Some((step, rest)) = steps.split_first() else { return self };
        let (name, any) = if *step == "*" { ("root", true) } else { (*step, false) };
        let position = self.children.iter().rposition(|child| child.name == name);
        let position = position.unwrap_or_else(|| {
            let mut child = Element::new(name);
            if any {
                child.attributes.push(("xmlns".to_owned(), String::new()));
            }
            self.children.push(child);
            self.children.len() - 1
        });
        match self.children.get_mut(position) {
            Some(_) => self.children[position].at(rest),
            None => self,
        }
    }

    /// Adds a new last step below the steps before it.
    pub fn add(&mut self, steps: &[&str]) -> &mut Element {
        let Some((last, front)) = steps.split_last() else { return self };
        let parent = self.at(front);
        parent.children.push(Element::new(*last));
        let last = parent.children.len() - 1;
        &mut parent.children[last]
    }

    /// Writes a text at a place: an element's own text, or an attribute.
    pub fn put(&mut self, place: &str, text: &str) {
        let (steps, attribute) = split(place);
        let element = self.at(&steps);
        match attribute {
            Some(name) => {
                element.attributes.retain(|(known, _)| known != name);
                element.attributes.push((name.to_owned(), text.to_owned()));
            }
            None => element.text.push_str(text),
        }
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
    let (steps, attribute) = match place.split_once('@') {
        Some((steps, attribute)) => (steps.trim_end_matches('/'), Some(attribute)),
        None => (place, None),
    };
    let steps = if steps == "." || steps.is_empty() { Vec::new() } else { steps.split('/').collect() };
    (steps, attribute)
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
