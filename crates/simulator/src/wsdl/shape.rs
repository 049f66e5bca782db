//! An element's shape, put together place by place, and written as XSD.

use super::simple::Simple;
use crate::xml::Element;

/// What an element is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    /// `*` is any element.
    name: String,
    /// Whether it has to be there.
    pub(super) required: bool,
    /// Whether it repeats.
    pub(super) many: bool,
    pub(super) nillable: bool,
    /// The one text that it may hold.
    pub(super) fixed: Option<String>,
    text: Option<Simple>,
    /// The name of the type that says what is in it.
    named: Option<String>,
    attributes: Vec<Attribute>,
    children: Vec<Shape>,
}

/// An attribute of an element.
#[derive(Clone, Debug, PartialEq)]
struct Attribute {
    /// `*` is any attribute.
    name: String,
    ty: Simple,
    required: bool,
    fixed: Option<String>,
}

impl Shape {
    pub(super) fn new(name: impl Into<String>) -> Shape {
        Shape { name: name.into(), ..Shape::default() }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn into_children(self) -> Vec<Shape> {
        self.children
    }

    /// The child of a name, which is made where it is missing. A name with `[]` behind it repeats.
    pub(super) fn child(&mut self, step: &str) -> &mut Shape {
        let name = step.trim_end_matches("[]");
        let position = self.children.iter().position(|child| child.name == name).unwrap_or_else(|| {
            self.children.push(Shape::new(name));
            self.children.len() - 1
        });
        let child = &mut self.children[position];
        child.many |= name != step;
        child
    }

    /// The element at some steps below this one.
    pub(super) fn at(&mut self, steps: &[&str]) -> &mut Shape {
        steps.iter().fold(self, |shape, step| shape.child(step))
    }

    /// Says that it holds a text. Where several do that are not alike, any will do.
    pub(super) fn hold_text(&mut self, ty: Simple) {
        match &self.text {
            Some(known) if *known != ty => self.text = Some(Simple::STRING),
            _ => self.text = Some(ty),
        }
    }

    /// Says that a named type is what is in it; of two of them neither.
    pub(super) fn hold(&mut self, named: String) {
        match &self.named {
            Some(known) if *known != named => self.hold_anything(),
            _ => self.named = Some(named),
        }
    }

    /// Says that anything may be in it.
    pub(super) fn hold_anything(&mut self) {
        self.hold_any_element();
        self.hold_any_attribute();
    }

    pub(super) fn hold_any_element(&mut self) {
        self.child("*");
    }

    pub(super) fn hold_any_attribute(&mut self) {
        self.hold_attribute("*", Simple::STRING, false, None);
    }

    pub(super) fn hold_attribute(&mut self, name: &str, ty: Simple, required: bool, fixed: Option<String>) {
        if self.attributes.iter().all(|attribute| attribute.name != name) {
            self.attributes.push(Attribute { name: name.to_owned(), ty, required, fixed });
        }
    }

    /// The declaration of a global element.
    pub(super) fn global(&self, prefix: &str) -> Element {
        self.declare(prefix, Element::new("xs:element").attribute("name", &self.name))
    }

    /// The type of its name.
    pub(super) fn named_type(&self, prefix: &str) -> Element {
        self.complex_type(prefix).attribute("name", &self.name)
    }

    /// The declaration inside another element.
    fn local(&self, prefix: &str) -> Element {
        let mut element = Element::new("xs:element")
            .attribute("minOccurs", if self.required { "1" } else { "0" })
            .attribute("maxOccurs", if self.many { "unbounded" } else { "1" })
            .attribute("name", &self.name);
        if let Some(fixed) = &self.fixed {
            element.set("fixed", fixed);
        }
        self.declare(prefix, element)
    }

    fn declare(&self, prefix: &str, mut element: Element) -> Element {
        if self.nillable {
            element.set("nillable", "true");
        }
        let is_bare = self.children.is_empty() && self.attributes.is_empty();
        match (&self.named, &self.text) {
            (Some(named), None) if is_bare => element.attribute("type", &qualified(prefix, named)),
            (None, Some(text)) if is_bare => match text.own() {
                Some(name) => element.attribute("type", name),
                None => element.child(text.write()),
            },
            (Some(_), _) => element.child(anything(vec![any_attribute()])),
            _ => element.child(self.complex_type(prefix)),
        }
    }

    fn complex_type(&self, prefix: &str) -> Element {
        let attributes: Vec<Element> = self.attributes.iter().map(Attribute::write).collect();
        // XSD 1.0 cannot say that some elements are known beside any others.
        if self.children.iter().any(|child| child.name == "*") {
            return anything(attributes);
        }
        let mut complex = Element::new("xs:complexType");
        match &self.text {
            Some(text) if self.children.is_empty() => {
                // An extension names its base: what is not XSD's own is a text here.
                let base = text.own().unwrap_or("xs:string");
                let mut extension = Element::new("xs:extension").attribute("base", base);
                extension.children = attributes;
                return complex.child(Element::new("xs:simpleContent").child(extension));
            }
            Some(_) => complex.set("mixed", "true"),
            None => {}
        }
        if !self.children.is_empty() {
            let mut sequence = Element::new("xs:sequence");
            sequence.children = self.children.iter().map(|child| child.local(prefix)).collect();
            complex.children.push(sequence);
        }
        complex.children.extend(attributes);
        complex
    }
}

impl Attribute {
    fn write(&self) -> Element {
        if self.name == "*" {
            return any_attribute();
        }
        let mut attribute = Element::new("xs:attribute").attribute("name", &self.name);
        if self.required {
            attribute.set("use", "required");
        }
        if let Some(fixed) = &self.fixed {
            attribute.set("fixed", fixed);
        }
        match self.ty.own() {
            Some(name) => attribute.attribute("type", name),
            None => attribute.child(self.ty.write()),
        }
    }
}

/// A type of any elements.
fn anything(attributes: Vec<Element>) -> Element {
    let any = Element::new("xs:any")
        .attribute("minOccurs", "0")
        .attribute("maxOccurs", "unbounded")
        .attribute("processContents", "lax");
    let sequence = Element::new("xs:sequence").child(any);
    let mut complex = Element::new("xs:complexType").attribute("mixed", "true").child(sequence);
    complex.children.extend(attributes);
    complex
}

fn any_attribute() -> Element {
    Element::new("xs:anyAttribute").attribute("processContents", "lax")
}

/// A name in the namespace of a prefix; of none as it is.
pub(super) fn qualified(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}:{name}") }
}
