//! A request's XML while it is put together: parameters come at places, and what is at neighbouring places shares
//! elements.

use std::{borrow::Cow, io};

use quick_xml::{
    Writer,
    escape::escape,
    events::{BytesEnd, BytesStart, BytesText, Event},
};

use crate::{
    Protocol, Record, Value,
    description::{Kind, Wire},
};

use super::{form, part::Given, spell};

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
        Element { name: name.into(), attributes: Vec::new(), text: Cow::Borrowed(""), children: Vec::new(), item: false }
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

    /// Puts what is given for a parameter where its wire says. `place` is the wire's, with its holes filled.
    pub(super) fn put(&mut self, place: &str, wire: &'static Wire, protocol: Protocol, given: Given<'a>) -> Result<(), String> {
        match given {
            Given::Absent(text) | Given::Credential(text) => {
                self.put_text(place, Cow::Borrowed(text));
                Ok(())
            }
            Given::Value(Value::List(items)) if wire.join.is_none() => self.put_items(place, wire, protocol, items),
            Given::Value(Value::Record(record)) => self.at(place, false).put_fields(wire, protocol, record),
            Given::Value(value) => {
                for text in form::texts(wire, value)? {
                    self.put_text(place, text);
                }
                Ok(())
            }
        }
    }

    fn put_items(&mut self, place: &str, wire: &'static Wire, protocol: Protocol, items: &'a [Value]) -> Result<(), String> {
        // An empty list is not the same as none: its wrapper goes out.
        if let ([], Some((wrapper, _))) = (items, place.rsplit_once('/')) {
            self.at(wrapper, false);
        }
        for item in items {
            let element = self.at(place, true);
            match item {
                Value::Record(record) => element.put_fields(wire, protocol, record)?,
                scalar => element.text = spell::scalar(wire.ty, scalar)?,
            }
        }
        Ok(())
    }

    fn put_fields(&mut self, wire: &'static Wire, protocol: Protocol, record: &'a Record) -> Result<(), String> {
        let Kind::Record(shape) = wire.ty.kind else {
            return Err("it takes no record".to_owned());
        };
        for (index, field) in shape.fields.iter().enumerate() {
            let Some(wire) = field.wire(protocol) else {
                continue;
            };
            match (record.get(index), wire.absent) {
                (Some(value), _) => self.put(wire.place(), wire, protocol, Given::Value(value))?,
                (None, Some(text)) => self.put_text(wire.place(), Cow::Borrowed(text)),
                (None, None) => {}
            }
        }
        Ok(())
    }

    fn put_text(&mut self, place: &str, text: Cow<'a, str>) {
        match place.rsplit_once('@') {
            Some((front, name)) => {
                let owner = self.at(front.trim_end_matches('/'), false);
                owner.attributes.push((Cow::Owned(name.to_owned()), text));
            }
            None => self.at(place, false).text = text,
        }
    }

    /// The element at a place, made where it is missing. An item is always made anew; the elements in front of it are
    /// shared with the neighbour that was written last.
    fn at(&mut self, place: &str, item: bool) -> &mut Element<'a> {
        let (step, rest) = match place.split_once('/') {
            Some((step, rest)) => (step, rest),
            None => (place, ""),
        };
        if step.is_empty() || step == "." {
            return self;
        }
        let make_item = item && rest.is_empty();
        let shared = !make_item && self.children.last().is_some_and(|last| last.name == step && !last.item);
        if !shared {
            let mut child = Element::new(step.to_owned());
            child.item = make_item;
            self.children.push(child);
        }
        let last = self.children.len().saturating_sub(1);
        match self.children.get_mut(last) {
            Some(child) if rest.is_empty() => child,
            Some(child) => child.at(rest, item),
            None => unreachable_child(),
        }
    }

    /// The document, with its declaration.
    pub(super) fn document(&self) -> io::Result<Vec<u8>> {
        let mut content = Vec::with_capacity(512);
        content.extend_from_slice(br#"<?xml version="1.0" encoding="utf-8"?>"#);
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
