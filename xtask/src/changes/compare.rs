//! Two models of one vendor beside each other, and what differs.

use serde::Serialize;

use super::{kind::Kind, operations, types, vendor};
use crate::{
    diagnostic::{At, Diagnostics, Spot},
    model::Vendor,
};

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    pub kind: Kind,
    /// The operations that it is about; none: the vendor.
    pub operations: Vec<String>,
    pub text: String,
    /// What users have to do, or what they can do now.
    pub todo: String,
    /// Where it stood.
    pub old: Option<Spot>,
    /// Where it stands.
    pub new: Option<Spot>,
}

/// A model, and the texts that its places are in.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub vendor: &'a Vendor,
    pub texts: &'a Diagnostics,
}

/// Both sides, and what was found so far.
pub struct Both<'a> {
    pub old: Side<'a>,
    pub new: Side<'a>,
    /// The operation that is looked at.
    pub operation: Option<String>,
    changes: Vec<Change>,
}

/// What changed, what breaks users first. What is the same for many operations is told once.
pub fn compare(old: Side<'_>, new: Side<'_>) -> Vec<Change> {
    let mut both = Both { old, new, operation: None, changes: Vec::new() };
    vendor::compare(&mut both);
    types::compare(&mut both);
    operations::compare(&mut both);
    let mut changes = both.changes;
    changes.sort_by_key(|change| std::cmp::Reverse(change.kind.level()));
    changes
}

impl Both<'_> {
    pub fn add(
        &mut self,
        kind: Kind,
        text: impl Into<String>,
        todo: impl Into<String>,
        old: Option<&At>,
        new: Option<&At>,
    ) {
        let change = Change {
            kind,
            operations: self.operation.iter().cloned().collect(),
            text: text.into(),
            todo: todo.into(),
            old: old.map(|at| self.old.texts.spot(at)),
            new: new.map(|at| self.new.texts.spot(at)),
        };
        let same = self.changes.iter_mut().find(|known| {
            (known.kind, &known.text, &known.todo, &known.old, &known.new)
                == (change.kind, &change.text, &change.todo, &change.old, &change.new)
        });
        match same {
            Some(known) => {
                let more = change.operations.into_iter().find(|name| !known.operations.contains(name));
                known.operations.extend(more);
            }
            None => self.changes.push(change),
        }
    }
}

/// Things that both have, by their names; then those that are gone, and those that are new.
pub struct Paired<'a, T> {
    pub both: Vec<(&'a T, &'a T)>,
    pub gone: Vec<&'a T>,
    pub added: Vec<&'a T>,
}

pub fn pair<'a, T, K: PartialEq>(old: &'a [T], new: &'a [T], key: impl Fn(&'a T) -> K) -> Paired<'a, T> {
    let find = |among: &'a [T], one: &'a T| among.iter().find(|other| key(other) == key(one));
    Paired {
        both: old.iter().filter_map(|one| Some((one, find(new, one)?))).collect(),
        gone: old.iter().filter(|one| find(new, one).is_none()).collect(),
        added: new.iter().filter(|one| find(old, one).is_none()).collect(),
    }
}

/// Whether what both have stands in another order.
pub fn is_reordered<'a, T, K: PartialEq>(both: &[(&'a T, &'a T)], new: &'a [T], key: impl Fn(&'a T) -> K) -> bool {
    let position = |one: &'a T| new.iter().position(|other| key(other) == key(one));
    !both.iter().map(|(_, new)| position(new)).is_sorted()
}

/// A name in a text.
pub fn tick(name: &str) -> String {
    format!("`{name}`")
}

pub fn ticks<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(tick).collect::<Vec<_>>().join(", ")
}
