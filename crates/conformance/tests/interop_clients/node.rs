//! Elements that are put together place by place, and told to a client as JSON.

use serde_json::{Map, Value};

/// An element.
#[derive(Clone, Debug, Default)]
pub struct Node {
    name: String,
    attributes: Vec<(String, Leaf)>,
    children: Vec<Node>,
    leaf: Option<Leaf>,
    is_nil: bool,
}

/// A value: as it stands on the wire, and as a client takes it.
#[derive(Clone, Debug)]
pub struct Leaf {
    pub text: String,
    pub json: Value,
}

impl Node {
    /// The element at some steps below this one, which is made where it is missing.
    pub fn at(&mut self, steps: &[&str]) -> &mut Node {
        let Some((step, rest)) = steps.split_first() else { return self };
        let position = self.children.iter().rposition(|child| child.name == *step).unwrap_or_else(|| {
            self.children.push(Node { name: (*step).to_owned(), ..Node::default() });
            self.children.len() - 1
        });
        self.children[position].at(rest)
    }

    /// A new element at the last of some steps.
    pub fn add(&mut self, steps: &[&str]) -> &mut Node {
        let (last, front) = steps.split_last().expect("a list has a place");
        let parent = self.at(front);
        parent.children.push(Node { name: (*last).to_owned(), ..Node::default() });
        parent.children.last_mut().expect("just added")
    }

    /// Puts a value at a place.
    pub fn put(&mut self, place: &str, leaf: Leaf) {
        let (steps, attribute) = split(place);
        let element = self.at(&steps);
        match attribute {
            Some(name) => {
                element.attributes.retain(|(known, _)| known != name);
                element.attributes.push((name.to_owned(), leaf));
            }
            None => element.leaf = Some(leaf),
        }
    }

    /// Says that there is no value.
    pub fn nil(&mut self) {
        self.is_nil = true;
    }

    /// As a client takes it.
    pub fn json(&self) -> Value {
        self.value(&|leaf| leaf.json.clone())
    }

    /// With every value as the text that it is on the wire.
    pub fn texts(&self) -> Value {
        let value = self.value(&|leaf| Value::String(leaf.text.clone()));
        if value.is_object() { value } else { Value::Object(Map::new()) }
    }

    /// Its one child as the text of a document.
    pub fn document(&self) -> String {
        self.children.iter().map(Node::write).collect()
    }

    fn write(&self) -> String {
        let escape = |text: &str| -> String {
            let escaped = text.chars().map(|char| match char {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                '>' => "&gt;".to_owned(),
                '"' => "&quot;".to_owned(),
                '\t' | '\r' | '\n' => format!("&#{};", u32::from(char)),
                other => other.to_string(),
            });
            escaped.collect()
        };
        let attributes = self.attributes.iter().map(|(name, leaf)| format!(" {name}=\"{}\"", escape(&leaf.text)));
        let attributes: String = attributes.collect();
        let text = self.leaf.as_ref().map(|leaf| escape(&leaf.text)).unwrap_or_default();
        format!("<{0}{attributes}>{text}{1}</{0}>", self.name, self.document())
    }

    /// The texts by their places, as they come.
    pub fn flat(&self) -> Vec<(String, String)> {
        let mut texts = Vec::new();
        self.flatten("", &mut texts);
        texts
    }

    /// How many elements say that there is no value.
    pub fn nils(&self) -> usize {
        usize::from(self.is_nil) + self.children.iter().map(Node::nils).sum::<usize>()
    }

    fn value(&self, leaf: &impl Fn(&Leaf) -> Value) -> Value {
        if self.is_nil {
            return Value::Null;
        }
        if let (Some(own), [], []) = (&self.leaf, &*self.attributes, &*self.children) {
            return leaf(own);
        }
        let mut fields = Map::new();
        for (name, own) in &self.attributes {
            fields.insert(name.clone(), leaf(own));
        }
        for child in &self.children {
            let value = child.value(leaf);
            match fields.get_mut(&child.name) {
                Some(Value::Array(items)) => items.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
                None => {
                    fields.insert(child.name.clone(), value);
                }
            }
        }
        if let Some(own) = &self.leaf {
            fields.insert("_".to_owned(), leaf(own));
        }
        Value::Object(fields)
    }

    fn flatten(&self, front: &str, texts: &mut Vec<(String, String)>) {
        texts.extend(self.attributes.iter().map(|(name, leaf)| (format!("{front}@{name}"), leaf.text.clone())));
        for child in &self.children {
            let place = format!("{front}{}", child.name);
            if child.children.is_empty() {
                texts.push((place.clone(), child.leaf.as_ref().map(|leaf| leaf.text.clone()).unwrap_or_default()));
            }
            child.flatten(&format!("{place}/"), texts);
        }
    }
}

/// The steps and the attribute of a place.
pub fn split(place: &str) -> (Vec<&str>, Option<&str>) {
    let place = place.trim_start_matches('/');
    let (steps, attribute) = match place.split_once('@') {
        Some((steps, attribute)) => (steps.trim_end_matches('/'), Some(attribute)),
        None => (place, None),
    };
    (steps.split('/').filter(|step| !step.is_empty() && *step != ".").collect(), attribute)
}
