//! A request's XML while it is put together: parameters come at places, and what is at neighbouring places shares
//! elements.

use std::{borrow::Cow, io};

use quick_xml::{
    Writer,
    escape::escape,
    events::{BytesEnd, BytesStart, BytesText, Event},
};

use crate::{Record, Value, description::Wire};

use super::{
    Context,
    part::{self, Given},
    text,
};

const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A record as the text of an XML document: no declaration, no namespace.
pub(super) fn document_of(
    root: &str,
    wire: &'static Wire,
    context: Context,
    record: &Record,
) -> Result<String, String> {
    let mut element = Element::new(context.fill(root));
    element.put_fields(wire, context, record)?;
    let unwritten = |error: &dyn std::fmt::Display| format!("its XML could not be written: {error}");
    let content = element.fragment().map_err(|error| unwritten(&error))?;
    String::from_utf8(content).map_err(|error| unwritten(&error))
}

/// An element.
pub(super) struct Element<'a> {
    name: Cow<'a, str>,
    attributes: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    text: Cow<'a, str>,
    children: Vec<Element<'a>>,
    /// Whether it is an item of a list, which nothing else goes into.
    item: bool,
}

impl<'a> Element<'a> {
    /// An empty element.
    pub(super) fn new(name: impl Into<Cow<'a, str>>) -> Element<'a> {
        Element {
            name: name.into(),
            attributes: Vec::new(),
            text: Cow::Borrowed(""),
            children: Vec::new(),
            item: false,
        }
    }

    /// With an attribute.
    pub(super) fn attribute(mut self, name: impl Into<Cow<'a, str>>, value: impl Into<Cow<'a, str>>) -> Element<'a> {
        self.attributes.push((name.into(), value.into()));
        self
    }

    /// With a child.
    pub(super) fn child(mut self, child: Element<'a>) -> Element<'a> {
        self.children.push(child);
        self
    }

    /// In a namespace, with all below it; an empty one is none.
    pub(super) fn in_namespace(mut self, namespace: &'a str) -> Element<'a> {
        if !namespace.is_empty() {
            self.attributes.insert(0, (Cow::Borrowed("xmlns"), Cow::Borrowed(namespace)));
        }
        self
    }

    /// With its children in a namespace that it is not in itself.
    pub(super) fn children_in_namespace(mut self, namespace: &'a str) -> Element<'a> {
        self.children = self.children.into_iter().map(|child| child.in_namespace(namespace)).collect();
        self
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.text.is_empty() && self.children.is_empty()
    }

    /// Puts what is given for a parameter, or for a field of a record, where its wire says.
    pub(super) fn put(
        &mut self,
        many: bool,
        wire: &'static Wire,
        context: Context,
        given: &Given<'a>,
    ) -> Result<(), String> {
        let place = &context.fill(wire.place());
        match given {
            Given::Nil => {
                self.put_nil(place, many);
                Ok(())
            }
            Given::Text(text) => {
                self.put_text(place, text.clone());
                Ok(())
            }
            Given::Value(Value::List(items)) if text::separator(wire).is_none() => {
                self.put_items(place, wire, context, items)
            }
            Given::Value(Value::Record(record)) if wire.document.is_none() => {
                self.at(place, false, |at| at.put_fields(wire, context, record))
            }
            Given::Value(value) => {
                for text in text::texts(wire, context, value)? {
                    self.put_text(place, text);
                }
                Ok(())
            }
        }
    }

    fn put_items(
        &mut self,
        place: &str,
        wire: &'static Wire,
        context: Context,
        items: &'a [Value],
    ) -> Result<(), String> {
        // An empty list is not the same as none: its wrapper goes out.
        if let ([], Some((wrapper, _))) = (items, place.rsplit_once('/')) {
            self.at(wrapper, false, |_| ());
        }
        if place.contains('@') {
            return Err("its items have no separator, and an attribute does not repeat".to_owned());
        }
        for item in items {
            self.at(place, true, |at| match item {
                Value::Record(record) => at.put_fields(wire, context, record),
                scalar => {
                    at.text = text::one(wire, context, scalar)?;
                    Ok(())
                }
            })?;
        }
        Ok(())
    }

    fn put_fields(&mut self, wire: &'static Wire, context: Context, record: &'a Record) -> Result<(), String> {
        part::each_field(wire, context, record, true, |field, wire, given| self.put(field.many, wire, context, given))
    }

    /// Says that there is no value: of a list at its wrapper, for a list of one item that is none would be another thing.
    /// An attribute is just left out.
    fn put_nil(&mut self, place: &str, many: bool) {
        if place.contains('@') {
            return;
        }
        let place = match place.rsplit_once('/') {
            Some((wrapper, _)) if many => wrapper,
            _ => place,
        };
        self.at(place, false, |at| {
            for (name, value) in [("xmlns:xsi", INSTANCE), ("xsi:nil", "true")] {
                at.attributes.push((Cow::Borrowed(name), Cow::Borrowed(value)));
            }
        });
    }

    fn put_text(&mut self, place: &str, text: Cow<'a, str>) {
        match place.rsplit_once('@') {
            Some((front, name)) => {
                let name = Cow::Owned(name.to_owned());
                self.at(front.trim_end_matches('/'), false, |at| at.attributes.push((name, text)));
            }
            None => self.at(place, false, |at| at.text = text),
        }
    }

    /// Acts on the element at a place, which is made where it is missing. An item is always made anew; the elements in
    /// front of it are shared with the neighbour that was written last.
    fn at<T>(&mut self, place: &str, item: bool, act: impl FnOnce(&mut Element<'a>) -> T) -> T {
        let (step, rest) = place.split_once('/').unwrap_or((place, ""));
        if step.is_empty() || step == "." {
            return act(self);
        }
        let is_item = item && rest.is_empty();
        let mut child = match self.children.pop_if(|last| !is_item && !last.item && last.name == step) {
            Some(shared) => shared,
            None => Element { item: is_item, ..Element::new(step.to_owned()) },
        };
        let result = if rest.is_empty() { act(&mut child) } else { child.at(rest, item, act) };
        self.children.push(child);
        result
    }

    /// The document, with its declaration.
    pub(super) fn document(&self) -> io::Result<Vec<u8>> {
        let mut content = Vec::with_capacity(512);
        content.extend_from_slice(br#"<?xml version="1.0" encoding="utf-8"?>"#);
        self.write(&mut Writer::new(&mut content))?;
        Ok(content)
    }

    /// Its own text, without a declaration.
    fn fragment(&self) -> io::Result<Vec<u8>> {
        let mut content = Vec::with_capacity(256);
        self.write(&mut Writer::new(&mut content))?;
        Ok(content)
    }

    fn write(&self, writer: &mut Writer<&mut Vec<u8>>) -> io::Result<()> {
        let mut start = BytesStart::new(&*self.name);
        for (name, value) in &self.attributes {
            // Escapes tabs and line ends too, which would come out as blanks.
            start.push_attribute((&**name, &**value));
        }
        if self.text.is_empty() && self.children.is_empty() {
            return writer.write_event(Event::Empty(start));
        }
        writer.write_event(Event::Start(start))?;
        if !self.text.is_empty() {
            // Escapes `>` too, so that `]]>` never stands in a text, and CR, which would come out as LF.
            writer.write_event(Event::Text(BytesText::from_escaped(escape(&*self.text))))?;
        }
        for child in &self.children {
            child.write(writer)?;
        }
        writer.write_event(Event::End(BytesEnd::new(&*self.name)))
    }
}
