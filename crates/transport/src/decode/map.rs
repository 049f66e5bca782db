//! Maps made of XML: names that nobody knows beforehand.

use std::{collections::HashMap, sync::Arc};

use super::{
    document::Id,
    limits::Met,
    place::Place,
    tree::{Hit, Tree, is_namespace},
};
use crate::Map;

/// The titles of what stands in rows, in their order.
pub(super) struct Titles<'d> {
    /// Each map has its own; so that a long one takes no memory for each row, they share it.
    texts: Vec<Arc<str>>,
    /// Those with an attribute `id`, by it.
    by_id: HashMap<&'d str, usize>,
}

impl<'d> Tree<'d, '_> {
    /// The map at a place: `@*` are the attributes and `*` the children that nothing else takes; an element is one as a
    /// row is. `None`: there is nothing at the place.
    pub(super) fn map_at(&mut self, from: Id, text: &str) -> Result<Option<Map>, Met> {
        let place = Place::of(text);
        let front = if place.attribute == Some("*") {
            text.split_once('@').map(|(front, _)| front)
        } else {
            text.strip_suffix('*')
        };
        let Some(front) = front else {
            let Some(Hit::Element(id)) = self.first(from, text) else { return Ok(None) };
            self.take(Hit::Element(id), from);
            return if self.document.is_nil(id) { Ok(None) } else { self.row(id, None).map(Some) };
        };
        // The slash of `/*` alone says from where it counts.
        let front = if front.len() > 1 { front.trim_end_matches('/') } else { front };
        let Some(Hit::Element(element)) = self.first(from, front) else { return Ok(None) };
        let map = if place.attribute.is_some() { self.attributes_of(element) } else { self.children_of(element) };
        map.map(Some)
    }

    /// A row: its children with their titles, or names; of one without children its attributes.
    pub(super) fn row(&self, row: Id, titles: Option<&Titles<'_>>) -> Result<Map, Met> {
        let document = self.document;
        let mut map = Map::new();
        let by_id = titles.is_some_and(|titles| !titles.by_id.is_empty())
            && document.children(row).any(|child| self.attribute(child, "id").is_some());
        for (position, child) in document.children(row).enumerate() {
            let title = titles.and_then(|titles| {
                let title = match self.attribute(child, "id") {
                    Some(id) if by_id => titles.by_id.get(document.attribute_text(id).trim()).copied(),
                    None if by_id => None,
                    _ => Some(position),
                };
                title.and_then(|title| titles.texts.get(title))
            });
            if !document.is_nil(child) {
                self.reader.left.make(1)?;
                map.push(title.cloned().unwrap_or_else(|| document.name(child).into()), document.text(child));
            }
        }
        if document.children(row).next().is_none() {
            for (id, name) in document.attributes(row).filter(|(_, name)| !is_namespace(name)) {
                self.reader.left.make(1)?;
                map.push(name, document.attribute_text(id));
            }
        }
        Ok(map)
    }

    /// The titles at a place.
    pub(super) fn titles(&self, place: &str) -> Titles<'d> {
        let document = self.document;
        let mut titles = Titles { texts: Vec::new(), by_id: HashMap::new() };
        for hit in self.find_all(self.base, place) {
            if let Hit::Element(id) = hit
                && let Some(id) = self.attribute(id, "id")
            {
                titles.by_id.entry(document.attribute_text(id).trim()).or_insert(titles.texts.len());
            }
            titles.texts.push(self.text(hit).unwrap_or_default().trim().into());
        }
        titles
    }

    fn attributes_of(&mut self, element: Id) -> Result<Map, Met> {
        let document = self.document;
        let mut map = Map::new();
        for (id, name) in document.attributes(element) {
            if !is_namespace(name) && !self.is_taken(Hit::Attribute(id)) {
                self.take(Hit::Attribute(id), element);
                self.reader.left.make(1)?;
                map.push(name, document.attribute_text(id));
            }
        }
        Ok(map)
    }

    fn children_of(&mut self, element: Id) -> Result<Map, Met> {
        let document = self.document;
        let mut map = Map::new();
        for child in document.children(element) {
            if !self.is_taken(Hit::Element(child)) {
                self.take_text(child);
                if !document.is_nil(child) {
                    self.reader.left.make(1)?;
                    map.push(document.name(child), document.text(child));
                }
            }
        }
        Ok(map)
    }
}
