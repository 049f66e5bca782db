//! What definitions take in: bases, groups, members. In circles, or more and more of them at each level, they would have no
//! end, or none that anybody lives to see.

use std::{collections::HashMap, ops::Range};

use roxmltree::Node;

use super::{
    XsdMistake,
    source::{DEEPEST, XS, definition, is, kind_of_declaration, kind_of_reference, mistake, named},
};
use crate::diagnostic::Kind;

/// Elements, attributes and words of a schema, those that a definition takes in counted where it does.
const MOST: usize = 50_000;
/// The same of one definition.
const MOST_OF_ONE: usize = 5_000;

/// Looks for circles, for definitions that take in too much, and for too many levels of it.
pub fn mistakes(root: Node<'_, '_>) -> Vec<XsdMistake> {
    let mut definitions: Vec<Definition<'_>> = Vec::new();
    let mut places = HashMap::new();
    for (node, name) in root.children().filter_map(named) {
        if let Some(kind) = kind_of_declaration(node) {
            places.insert((kind, name), definitions.len());
            definitions.push(Definition { name, at: definition(node), own: own_size(node), takes: Vec::new() });
        }
    }
    for (index, (node, _)) in
        root.children().filter_map(named).filter(|(node, _)| kind_of_declaration(*node).is_some()).enumerate()
    {
        let takes = taken(node, &places);
        if let Some(definition) = definitions.get_mut(index) {
            definition.takes = takes;
        }
    }
    Walk { sizes: vec![None; definitions.len()], definitions, found: Vec::new() }.all()
}

/// A definition of the top level.
struct Definition<'a> {
    name: &'a str,
    at: Range<usize>,
    /// How much stands in it itself, the definition counted.
    own: usize,
    /// What it takes in, as indices, and where it says so.
    takes: Vec<(usize, Range<usize>)>,
}

/// How much a definition comes to with all that it takes in, and through how many levels.
#[derive(Clone, Copy)]
struct Size {
    parts: usize,
    levels: usize,
}

struct Walk<'a> {
    definitions: Vec<Definition<'a>>,
    /// None: not looked at yet.
    sizes: Vec<Option<Size>>,
    found: Vec<XsdMistake>,
}

impl Walk<'_> {
    fn all(mut self) -> Vec<XsdMistake> {
        let mut total = 0_usize;
        for start in 0..self.definitions.len() {
            self.from(start);
            let (Some(size), Some(definition)) =
                (self.sizes.get(start).copied().flatten(), self.definitions.get(start))
            else {
                continue;
            };
            let before = total;
            total = total.saturating_add(size.parts);
            if before <= MOST && total > MOST {
                let message = format!("with all that its definitions take in, this XSD has more than {MOST} parts");
                self.found.push(XsdMistake {
                    label: format!("{} up to this one", if size.parts > MOST { "far more" } else { "more" }),
                    help: Some("refer to a type by an element instead of taking it in again and again".to_owned()),
                    ..mistake(Kind::SchemaTooLarge, definition.at.clone(), message)
                });
            }
        }
        self.found
    }

    /// Goes down from a definition, without the stack of the thread: a chain may be long.
    fn from(&mut self, start: usize) {
        // Each with the number of those it takes in that are done.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        while let Some((index, done)) = way.last_mut() {
            let index = *index;
            if self.sizes.get(index).copied().flatten().is_some() {
                way.pop();
                continue;
            }
            let Some(definition) = self.definitions.get(index) else { break };
            if let Some((next, at)) = definition.takes.get(*done).cloned() {
                *done += 1;
                match way.iter().position(|(known, _)| *known == next) {
                    Some(first) => {
                        let names = way.iter().skip(first).map(|(index, _)| *index).collect::<Vec<_>>();
                        self.circle(&names, at);
                    }
                    None => way.push((next, 0)),
                }
                continue;
            }
            self.finish(index);
            way.pop();
        }
    }

    fn finish(&mut self, index: usize) {
        let Some(definition) = self.definitions.get(index) else { return };
        let taken = definition.takes.iter().filter_map(|(next, _)| self.sizes.get(*next).copied().flatten());
        let none = Size { parts: definition.own, levels: 0 };
        let size = taken.fold(none, |size, inner| Size {
            parts: size.parts.saturating_add(inner.parts),
            levels: size.levels.max(inner.levels + 1),
        });
        if definition.own > MOST_OF_ONE {
            let message = format!("`{}` has more than {MOST_OF_ONE} elements, attributes and words", definition.name);
            self.found.push(XsdMistake {
                help: Some("nothing that a person writes is that large".to_owned()),
                ..mistake(Kind::SchemaTooLarge, definition.at.clone(), message)
            });
        }
        // Said of the first that is too deep; those above it are so because of it.
        if size.levels == DEEPEST + 1 {
            let message = format!("`{}` takes in others through more than {DEEPEST} levels", definition.name);
            self.found.push(XsdMistake {
                help: Some("write the inner definitions out".to_owned()),
                ..mistake(Kind::SchemaLevels, definition.at.clone(), message)
            });
        }
        if let Some(place) = self.sizes.get_mut(index) {
            *place = Some(size);
        }
    }

    fn circle(&mut self, way: &[usize], at: Range<usize>) {
        let of_way = |index: &usize| self.definitions.get(*index);
        let names: Vec<&str> = way.iter().chain(way.first()).filter_map(of_way).map(|known| known.name).collect();
        let first = way.first().and_then(of_way).map(|first| first.at.clone());
        let message = match names.as_slice() {
            [name, _] => format!("`{name}` is made of itself"),
            names => format!("definitions are made of each other: `{}`", names.join("` takes in `")),
        };
        self.found.push(XsdMistake {
            label: "this closes the circle".to_owned(),
            help: Some(
                "a definition can hold itself in an optional element, but not be its own base or part".to_owned(),
            ),
            see: first.map(|at| (at, "it begins here".to_owned())),
            ..mistake(Kind::SchemaCircle, at, message)
        });
    }
}

fn own_size(node: Node<'_, '_>) -> usize {
    let counts = |part: &Node<'_, '_>| ["element", "attribute", "enumeration"].iter().any(|tag| is(*part, tag));
    let members =
        |part: Node<'_, '_>| part.attribute("memberTypes").map_or(0, |names| names.split_whitespace().count());
    1 + node.descendants().map(|part| usize::from(counts(&part)) + members(part)).sum::<usize>()
}

/// What a definition takes in. What stands in an element in it is another type's, which may refer to what it is in.
fn taken(node: Node<'_, '_>, places: &HashMap<(&'static str, &str), usize>) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    let mut left = vec![node];
    while let Some(part) = left.pop() {
        left.extend(part.children().filter(|child| child.is_element() && !is(*child, "element")));
        for attribute in part.attributes().filter(|attribute| !matches!(attribute.name(), "type")) {
            let Some(kind) = kind_of_reference(part, attribute).filter(|kind| *kind != "element") else { continue };
            for name in attribute.value().split_whitespace() {
                let (prefix, local) =
                    name.split_once(':').map_or((None, name), |(prefix, local)| (Some(prefix), local));
                if part.lookup_namespace_uri(prefix) == Some(XS) {
                    continue;
                }
                found.extend(places.get(&(kind, local)).map(|index| (*index, attribute.range_value())));
            }
        }
    }
    found
}
