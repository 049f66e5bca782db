//! An XML document as a tree to look things up in.
//!
//! Elements lie in one list, in the order of the document; texts borrow from it where nothing had to be decoded. Prefixes
//! and namespaces do not count.

use std::{borrow::Cow, ops::Range};

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event, attributes::Attributes},
};

use super::limits::{ATTRIBUTES, DEPTH, ELEMENTS};

/// A document.
#[derive(Debug)]
pub(super) struct Document<'a> {
    source: &'a str,
    elements: Vec<Element<'a>>,
    attributes: Vec<Attribute<'a>>,
}

/// An element of a [`Document`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Id(usize);

/// An attribute of a [`Document`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AttributeId(usize);

#[derive(Debug)]
struct Element<'a> {
    /// Its qualified name; what is behind the colon counts.
    name: &'a str,
    text: Cow<'a, str>,
    nil: bool,
    attributes: Range<usize>,
    first_child: Option<Id>,
    next: Option<Id>,
    /// What is between its tags.
    inner: Range<usize>,
}

#[derive(Debug)]
struct Attribute<'a> {
    name: &'a str,
    text: Cow<'a, str>,
}

/// Why a text is no document, or one that is too large, and where.
#[derive(Debug)]
pub(super) struct Malformed {
    pub(super) what: String,
    /// Whether it is a document, and only too large.
    pub(super) is_limit: bool,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl<'a> Document<'a> {
    /// Reads a document.
    pub(super) fn parse(source: &'a str) -> Result<Document<'a>, Malformed> {
        // The reader skips a mark and does not count it; one that stands in a text is there still.
        Builder::new(source.trim_start_matches('\u{FEFF}')).run()
    }

    /// The root element.
    pub(super) fn root(&self) -> Id {
        Id(0)
    }

    /// The name of an element, without its prefix.
    pub(super) fn name(&self, id: Id) -> &'a str {
        self.elements.get(id.0).map_or("", |element| local(element.name))
    }

    /// The text that stands in an element itself.
    pub(super) fn text(&self, id: Id) -> &str {
        self.elements.get(id.0).map_or("", |element| &element.text)
    }

    /// Whether an element says that it has no value.
    pub(super) fn is_nil(&self, id: Id) -> bool {
        self.elements.get(id.0).is_some_and(|element| element.nil)
    }

    /// What is between the tags of an element, as it came.
    pub(super) fn inner(&self, id: Id) -> &'a str {
        self.elements.get(id.0).and_then(|element| self.source.get(element.inner.clone())).unwrap_or_default()
    }

    /// The child elements.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        let first = self.elements.get(id.0).and_then(|element| element.first_child);
        std::iter::successors(first, |child| self.elements.get(child.0)?.next)
    }

    /// The attributes of an element.
    pub(super) fn attributes(&self, id: Id) -> impl Iterator<Item = (AttributeId, &str)> {
        let range = self.elements.get(id.0).map(|element| element.attributes.clone()).unwrap_or_default();
        range.filter_map(|index| Some((AttributeId(index), local(self.attributes.get(index)?.name))))
    }

    /// The text of an attribute.
    pub(super) fn attribute_text(&self, id: AttributeId) -> &str {
        self.attributes.get(id.0).map_or("", |attribute| &attribute.text)
    }

    /// How many elements and attributes it has.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.elements.len(), self.attributes.len())
    }
}

impl Id {
    pub(super) fn index(self) -> usize {
        self.0
    }
}

impl AttributeId {
    pub(super) fn index(self) -> usize {
        self.0
    }
}

/// What is wrong with a document.
enum Wrong {
    Malformed(String),
    /// It is more than is read.
    Limit(String),
}

impl From<String> for Wrong {
    fn from(what: String) -> Wrong {
        Wrong::Malformed(what)
    }
}

impl From<&str> for Wrong {
    fn from(what: &str) -> Wrong {
        Wrong::Malformed(what.to_owned())
    }
}

struct Builder<'a> {
    reader: Reader<&'a [u8]>,
    document: Document<'a>,
    /// The elements that are open, each with its last child.
    open: Vec<(Id, Option<Id>)>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Builder<'a> {
        let document = Document { source, elements: Vec::new(), attributes: Vec::new() };
        Builder { reader: Reader::from_str(source), document, open: Vec::new() }
    }

    fn run(mut self) -> Result<Document<'a>, Malformed> {
        loop {
            let before = self.position();
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
                    return Err(self.malformed(Wrong::Malformed(error.to_string()), at));
                }
            };
            let last = matches!(event, Event::Eof);
            self.take(event, before).map_err(|wrong| self.malformed(wrong, before))?;
            if last {
                return Ok(self.document);
            }
        }
    }

    /// Takes an event that begins at this position.
    fn take(&mut self, event: Event<'a>, at: usize) -> Result<(), Wrong> {
        match event {
            Event::Start(start) => {
                let id = self.element(&start, at)?;
                self.open.push((id, None));
                if self.open.len() > DEPTH {
                    return Err(Wrong::Limit(format!("elements are nested more than {DEPTH} deep")));
                }
            }
            Event::Empty(start) => {
                self.element(&start, at)?;
            }
            Event::End(_) => {
                if let Some((id, _)) = self.open.pop()
                    && let Some(element) = self.document.elements.get_mut(id.0)
                {
                    element.inner.end = at;
                }
            }
            Event::Text(text) => self.text(text.xml10_content())?,
            Event::CData(text) => self.text(text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let text = match reference.resolve_char_ref().map_err(|error| error.to_string())? {
                    Some(char) => Cow::Owned(char.to_string()),
                    None => match resolve_predefined_entity(&reference) {
                        Some(text) => Cow::Borrowed(text),
                        None => return Err(format!("the entity `&{};` is not defined", &*reference).into()),
                    },
                };
                self.text(text)?;
            }
            Event::DocType(_) => return Err("it has a document type declaration, which is not read".into()),
            Event::Eof => return self.end(),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
        Ok(())
    }

    fn element(&mut self, start: &BytesStart<'a>, at: usize) -> Result<Id, Wrong> {
        let id = Id(self.document.elements.len());
        if id.0 >= ELEMENTS {
            return Err(Wrong::Limit(format!("there are more than {ELEMENTS} elements")));
        }
        match self.open.last_mut() {
            Some((parent, last_child)) => {
                let previous = last_child.replace(id);
                match (previous, parent.0) {
                    (Some(previous), _) => {
                        if let Some(previous) = self.document.elements.get_mut(previous.0) {
                            previous.next = Some(id);
                        }
                    }
                    (None, parent) => {
                        if let Some(parent) = self.document.elements.get_mut(parent) {
                            parent.first_child = Some(id);
                            // White space in front of a first child is layout.
                            if parent.text.trim().is_empty() {
                                parent.text = Cow::Borrowed("");
                            }
                        }
                    }
                }
            }
            None if id.0 > 0 => return Err("there is a second root element".into()),
            None => {}
        }
        // The tag as a piece of the source, for it outlives the event.
        let tag = self.document.source.get(at + 1..at + 1 + start.len()).unwrap_or_default();
        let name_length = start.name().into_inner().len();
        let name = tag.get(..name_length).unwrap_or_default();
        let before = self.document.attributes.len();
        let nil = self.attributes(Attributes::new(tag, name_length))?;
        let behind = self.position();
        self.document.elements.push(Element {
            name,
            text: Cow::Borrowed(""),
            nil,
            attributes: before..self.document.attributes.len(),
            first_child: None,
            next: None,
            inner: behind..behind,
        });
        Ok(id)
    }

    /// Keeps the attributes that carry data, and tells whether one of them is `xsi:nil`.
    fn attributes(&mut self, mut attributes: Attributes<'a>) -> Result<bool, Wrong> {
        let mut nil = false;
        let mut count = 0;
        // The check for repeated names takes time by the square of their number; the first of a name counts.
        for attribute in attributes.with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            count += 1;
            if count > ATTRIBUTES {
                return Err(Wrong::Limit(format!("an element has more than {ATTRIBUTES} attributes")));
            }
            let name = attribute.key.into_inner();
            let text = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
            match name.split_once(':') {
                Some(("xmlns", _)) => {}
                None if name == "xmlns" => {}
                Some((_, "nil")) => nil = matches!(text.trim(), "true" | "1"),
                Some(("xsi", _)) => {}
                _ => self.document.attributes.push(Attribute { name, text }),
            }
        }
        Ok(nil)
    }

    fn text(&mut self, more: Cow<'a, str>) -> Result<(), Wrong> {
        let Some((id, last_child)) = self.open.last() else {
            let blank = more.trim_matches([' ', '\t', '\r', '\n', '\u{FEFF}']).is_empty();
            return if blank { Ok(()) } else { Err("there is text outside the root element".into()) };
        };
        // White space between children is layout.
        if last_child.is_some() && more.trim().is_empty() {
            return Ok(());
        }
        if let Some(element) = self.document.elements.get_mut(id.0) {
            if element.text.is_empty() {
                element.text = more;
            } else {
                element.text.to_mut().push_str(&more);
            }
        }
        Ok(())
    }

    fn end(&self) -> Result<(), Wrong> {
        if let Some((id, _)) = self.open.last() {
            let name = self.document.elements.get(id.0).map_or("", |element| element.name);
            return Err(format!("it ends before `</{name}>`").into());
        }
        if self.document.elements.is_empty() { Err("there is no element in it".into()) } else { Ok(()) }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn malformed(&self, wrong: Wrong, position: usize) -> Malformed {
        let (what, is_limit) = match wrong {
            Wrong::Malformed(what) => (what, false),
            Wrong::Limit(what) => (what, true),
        };
        let position = (0..=position.min(self.document.source.len()))
            .rev()
            .find(|at| self.document.source.is_char_boundary(*at))
            .unwrap_or(0);
        let before = self.document.source.get(..position).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Malformed { what, is_limit, line: before.matches('\n').count() + 1, column }
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}
