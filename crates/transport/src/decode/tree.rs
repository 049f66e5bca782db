//! A document with what was already read of it: what was not is kept for whoever asks.

use std::{collections::HashMap, rc::Rc};

use super::{
    document::{AttributeId, Document, Id},
    place::{self, Place},
    reader::Reader,
};
use crate::UnknownFields;

/// A document whose values are read at places.
pub(super) struct Tree<'d, 's> {
    pub(super) document: &'d Document<'s>,
    pub(super) reader: Reader<'d>,
    /// The element that places count from.
    pub(super) base: Id,
    /// How many records hold the one that is being read, so that a description without an end comes to one.
    pub(super) depth: usize,
    /// The record that is being read, and the last one that was begun.
    record: u32,
    last: u32,
    elements: Vec<Mark>,
    attributes: Vec<Mark>,
    /// What stands at places that count from the base: each record asks for it, and a document may have as many records as
    /// it has elements there.
    firsts: HashMap<String, Option<Hit>>,
    lists: HashMap<String, Rc<[Hit]>>,
}

/// What was read of an element or an attribute, and by which record; 0 are the readings of the answer.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Mark {
    seen: Seen,
    by: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    No,
    /// Something below it was read.
    Entered,
    Read,
}

/// What stands at a place.
#[derive(Clone, Copy)]
pub(super) enum Hit {
    Element(Id),
    Attribute(AttributeId),
}

impl<'d, 's> Tree<'d, 's> {
    pub(super) fn new(document: &'d Document<'s>, reader: Reader<'d>) -> Tree<'d, 's> {
        let base = document.root();
        let mut tree = Tree {
            document,
            reader,
            base,
            depth: 0,
            record: 0,
            last: 0,
            elements: Vec::new(),
            attributes: Vec::new(),
            firsts: HashMap::new(),
            lists: HashMap::new(),
        };
        tree.forget();
        tree
    }

    /// Begins anew: nothing was read yet.
    pub(super) fn forget(&mut self) {
        let (elements, attributes) = self.document.size();
        let unread = Mark { seen: Seen::No, by: 0 };
        (self.record, self.last) = (0, 0);
        self.elements.clear();
        self.elements.resize(elements, unread);
        self.attributes.clear();
        self.attributes.resize(attributes, unread);
        self.firsts.clear();
        self.lists.clear();
    }

    /// The first hit of a place. Nothing is read by that.
    pub(super) fn find(&self, from: Id, place: &str) -> Option<Hit> {
        let mut hit = None;
        self.search().hits(from, place, &mut |_| {}, &mut |found| {
            hit = Some(found);
            true
        });
        hit
    }

    /// All hits of a place. Nothing is read by that.
    pub(super) fn find_all(&self, from: Id, place: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.search().hits(from, place, &mut |_| {}, &mut |hit| {
            hits.push(hit);
            false
        });
        hits
    }

    /// The first hit of a place below an element, which is entered.
    pub(super) fn first(&mut self, from: Id, place: &str) -> Option<Hit> {
        if let Some(hit) = self.firsts.get(place) {
            return *hit;
        }
        let mut hit = None;
        self.enter(from, place, &mut |found| {
            hit = Some(found);
            true
        });
        if Place::of(place).from_base {
            self.firsts.insert(place.to_owned(), hit);
        }
        hit
    }

    /// All hits of a place below an element, which are entered.
    pub(super) fn all(&mut self, from: Id, place: &str) -> Rc<[Hit]> {
        if let Some(hits) = self.lists.get(place) {
            return Rc::clone(hits);
        }
        let mut hits = Vec::new();
        self.enter(from, place, &mut |hit| {
            hits.push(hit);
            false
        });
        let hits: Rc<[Hit]> = hits.into();
        if Place::of(place).from_base {
            self.lists.insert(place.to_owned(), Rc::clone(&hits));
        }
        hits
    }

    fn enter(&mut self, from: Id, place: &str, end: &mut dyn FnMut(Hit) -> bool) {
        let search = self.search();
        // What is entered from the base, is so for every record.
        let by = if Place::of(place).from_base { 0 } else { self.record };
        let elements = &mut self.elements;
        let mut enter = |id: Id| {
            if let Some(mark) = elements.get_mut(id.index())
                && mark.seen != Seen::Read
            {
                *mark = Mark { seen: Seen::Entered, by };
            }
        };
        search.hits(from, place, &mut enter, end);
    }

    fn search(&self) -> Search<'d, 's> {
        Search { document: self.document, base: self.base, any_case: self.reader.how.any_case }
    }

    /// The text of a hit.
    pub(super) fn text(&self, hit: Hit) -> Option<&'d str> {
        let document = self.document;
        match hit {
            Hit::Element(id) if document.is_nil(id) => None,
            Hit::Element(id) => Some(document.text(id)),
            Hit::Attribute(id) => Some(document.attribute_text(id)),
        }
    }

    /// The attribute of an element.
    pub(super) fn attribute(&self, element: Id, name: &str) -> Option<AttributeId> {
        self.search().attribute(element, name)
    }

    /// Begins a record; the one that it is in goes on when it is over.
    pub(super) fn begin(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1);
        std::mem::replace(&mut self.record, self.last)
    }

    pub(super) fn go_on(&mut self, record: u32) {
        self.record = record;
    }

    /// Marks what a reading is held against as read, so that it is not kept as something unknown.
    pub(super) fn pass(&mut self, place: &str) {
        let base = self.base;
        match place::each(place) {
            Some((front, rest)) => {
                for hit in self.all(base, front).iter() {
                    if let Hit::Element(element) = *hit
                        && let Some(hit) = self.first(element, rest)
                    {
                        self.take(hit, base);
                    }
                }
            }
            None => {
                if let Some(hit) = self.first(base, place) {
                    self.take(hit, base);
                }
            }
        }
    }

    /// Marks a hit as read by a record, which is at this element.
    pub(super) fn take(&mut self, hit: Hit, record: Id) {
        let mark = Mark { seen: Seen::Read, by: self.record };
        let slot = match hit {
            Hit::Element(id) if id == record => None,
            Hit::Element(id) => self.elements.get_mut(id.index()),
            Hit::Attribute(id) => self.attributes.get_mut(id.index()),
        };
        if let Some(slot) = slot {
            *slot = mark;
        }
    }

    /// Marks an element of which the text was read, and not what is in it.
    pub(super) fn take_text(&mut self, id: Id) {
        let has_more = self.document.children(id).next().is_some();
        let seen = if has_more { Seen::Entered } else { Seen::Read };
        let by = self.record;
        if let Some(mark) = self.elements.get_mut(id.index()) {
            *mark = Mark { seen, by };
        }
    }

    /// Whether a hit was read by another field of the record that is being read, or by a reading of the answer.
    pub(super) fn is_taken(&self, hit: Hit) -> bool {
        let mark = match hit {
            Hit::Element(id) => self.elements.get(id.index()),
            Hit::Attribute(id) => self.attributes.get(id.index()),
        };
        mark.is_some_and(|mark| mark.seen != Seen::No && (mark.by == 0 || mark.by == self.record))
    }

    /// Keeps what is below an element and was not read. It goes as deep as the document, which has a limit.
    pub(super) fn unknown(&mut self, element: Id, front: &str, unknown: &mut UnknownFields) {
        let document = self.document;
        for (id, name) in document.attributes(element) {
            if !self.reader.left.keeps() {
                break;
            }
            let is_read = self.attributes.get(id.index()).is_none_or(|mark| mark.seen != Seen::No);
            if !is_read && !is_namespace(name) {
                self.keep(format!("{front}@{name}"), document.attribute_text(id), unknown);
            }
        }
        for child in document.children(element) {
            let seen = self.elements.get(child.index()).map(|mark| mark.seen);
            if !self.reader.left.keeps() || !matches!(seen, Some(Seen::No | Seen::Entered)) {
                continue;
            }
            let name = document.name(child);
            if seen == Some(Seen::No) {
                let text = document.text(child);
                let is_leaf = document.children(child).next().is_none();
                if is_leaf || !text.trim().is_empty() {
                    self.keep(format!("{front}{name}"), text, unknown);
                }
            }
            self.unknown(child, &format!("{front}{name}/"), unknown);
        }
    }

    fn keep(&mut self, place: String, text: &str, unknown: &mut UnknownFields) {
        if self.reader.left.keep(place.len() + text.len()) {
            unknown.push(place, text);
        }
    }
}

/// Whether an attribute says something about the document, and nothing of what it is about.
pub(super) fn is_namespace(name: &str) -> bool {
    name == "xmlns" || matches!(name, "schemaLocation" | "noNamespaceSchemaLocation")
}

/// Looks places up.
#[derive(Clone, Copy)]
struct Search<'d, 's> {
    document: &'d Document<'s>,
    base: Id,
    any_case: bool,
}

impl Search<'_, '_> {
    /// Visits each element on the way to a place, and each hit until there are enough. In the order of the document.
    fn hits(self, from: Id, place: &str, enter: &mut dyn FnMut(Id), end: &mut dyn FnMut(Hit) -> bool) -> bool {
        let place = Place::of(place);
        self.walk(if place.from_base { self.base } else { from }, &place, enter, end)
    }

    fn walk(self, from: Id, place: &Place<'_>, enter: &mut dyn FnMut(Id), end: &mut dyn FnMut(Hit) -> bool) -> bool {
        let Some((name, rest)) = place::step(place.steps) else {
            return match place.attribute {
                None => end(Hit::Element(from)),
                Some(name) => self.attribute(from, name).is_some_and(|id| end(Hit::Attribute(id))),
            };
        };
        let rest = Place { steps: rest, ..*place };
        self.document.children(from).any(|child| {
            let is_it = name == "*" || self.is(self.document.name(child), name);
            is_it && {
                enter(child);
                self.walk(child, &rest, enter, end)
            }
        })
    }

    fn attribute(self, element: Id, name: &str) -> Option<AttributeId> {
        self.document.attributes(element).find(|(_, known)| self.is(known, name)).map(|(id, _)| id)
    }

    fn is(self, name: &str, wanted: &str) -> bool {
        name == wanted || (self.any_case && name.eq_ignore_ascii_case(wanted))
    }
}
