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

    /// Puts what is given for a parameter where its wire says. `place` is the wire's, with its holes filled.
    pub(super) fn put(
        &mut self,
        place: &str,
        wire: &'static Wire,
        protocol: Protocol,
        given: Given<'a>,
    ) -> Result<(), String> {
        match given {
            Given::Absent(text) | Given::Credential(text) => {
                self.put_text(place, Cow::Borrowed(text));
                Ok(())
            }
            Given::Value(Value::List(items)) if wire.join.is_none() => self.put_items(place, wire, protocol, items),
            Given::Value(Value::Record(record)) => self.at(place, false, |at| at.put_fields(wire, protocol, record)),
            Given::Value(value) => {
                for text in form::texts(wire, value)? {
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
        protocol: Protocol,
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
                Value::Record(record) => at.put_fields(wire, protocol, record),
                scalar => {
                    at.text = spell::scalar(wire.ty, scalar)?;
                    Ok(())
                }
            })?;
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
