//! Refusals: which code, which parameter, what message.

use std::collections::BTreeMap;

use super::{
    document::Id,
    limits::REFUSALS,
    place::{self, Place},
    template::{self, Own},
    tree::{Hit, Tree},
};
use crate::description::{Code, Means, Operation, Protocol, Reading, Sample};

/// What was read of a refusal.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) parameter: Option<String>,
    /// Whether a reading with literal text fitted.
    pub(super) literal: bool,
    /// Whether any reading fitted.
    any: bool,
}

/// A documented code that fits.
pub(super) struct Known {
    pub(super) index: usize,
    pub(super) code: &'static Code,
    pub(super) parameter: Option<String>,
}

/// Refusals of which each is read at an element of its own, in the order of the document.
#[derive(Default)]
struct Each(BTreeMap<usize, (Read, Option<usize>)>);

/// The refusals of a text: one, or none.
pub(super) fn of_text(readings: &[Reading], text: &str, own: Own<'_>) -> Vec<Read> {
    let mut read = Read::default();
    for reading in readings {
        read.add(reading, text, own);
    }
    Some(read).filter(|read| read.any).into_iter().collect()
}

/// The refusals of a document. In a fault, some texts are names with a prefix.
pub(super) fn of_tree(readings: &[Reading], tree: &Tree<'_, '_>, is_fault: bool) -> Vec<Read> {
    let mut whole = Read::default();
    let mut each = Each::default();
    let source = Source { tree, is_fault };
    for (index, reading) in readings.iter().enumerate() {
        let places: Vec<String> = match reading.at {
            [] => vec![".".to_owned()],
            places => places.iter().map(|place| tree.reader.fill(place)).collect(),
        };
        let mut is_each = false;
        for place in &places {
            is_each |= each.add(index, reading, place, &source);
        }
        if !is_each {
            // The first place whose text fits.
            let _ = places.iter().any(|place| source.add(&mut whole, reading, tree.base, place));
        }
    }
    let each = each.0.into_values().map(|(read, _)| read).filter(|read| read.any);
    let each: Vec<Read> = each.map(|read| read.or(&whole)).collect();
    if each.is_empty() { Some(whole).filter(|whole| whole.any).into_iter().collect() } else { each }
}

/// What refusals are read from.
struct Source<'a, 'd, 's> {
    tree: &'a Tree<'d, 's>,
    is_fault: bool,
}

impl Source<'_, '_, '_> {
    /// Adds what a reading says at a place below an element. Whether it fits.
    fn add(&self, read: &mut Read, reading: &Reading, from: Id, place: &str) -> bool {
        let Some(text) = self.tree.find(from, place).and_then(|hit| self.tree.text(hit)) else { return false };
        let own = self.tree.reader.own;
        match self.is_fault && matches!(Place::of(place).last(), "faultcode" | "Value") {
            true => read.add_name(reading, text, own),
            false => read.add(reading, text, own),
        }
    }
}

impl Each {
    /// Adds what a reading says at a place where each element is a refusal. Whether there are any.
    fn add(&mut self, index: usize, reading: &Reading, place: &str, source: &Source<'_, '_, '_>) -> bool {
        let Some((front, rest)) = place::each(place) else { return false };
        let mut is_there = false;
        for hit in source.tree.find_all(source.tree.base, front) {
            let Hit::Element(element) = hit else { continue };
            is_there = true;
            if self.0.len() >= REFUSALS && !self.0.contains_key(&element.index()) {
                break;
            }
            let (read, fitted) = self.0.entry(element.index()).or_default();
            // The first of its places whose text fits.
            if *fitted != Some(index) && source.add(read, reading, element, rest) {
                *fitted = Some(index);
            }
        }
        is_there
    }
}

impl Read {
    /// Adds what one reading of a text says.
    fn add(&mut self, reading: &Reading, text: &str, own: Own<'_>) -> bool {
        let text = text.trim();
        if text.is_empty() {
            return false;
        }
        let Some(template) = &reading.template else {
            self.code.get_or_insert_with(|| text.to_owned());
            self.any = true;
            return true;
        };
        // A name of the vendor's own is read as any word: of several ways to part it from the code, the one that makes
        // a documented code is meant.
        let documented = template::fit_where(template, text, own, &|bound| {
            bound.get("code").is_some_and(|code| is_documented(own.operation, own.protocol, code))
        });
        let Some(bound) = documented.or_else(|| template::fit(template, text, own)) else { return false };
        for (slot, hole) in
            [(&mut self.code, "code"), (&mut self.message, "message"), (&mut self.parameter, "parameter")]
        {
            if slot.is_none() {
                *slot = bound.get(hole).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
            }
        }
        self.any = true;
        self.literal |= template.has_text();
        true
    }

    /// The same of a name that may have a prefix, which is dropped where only that makes it fit, or a documented code.
    fn add_name(&mut self, reading: &Reading, text: &str, own: Own<'_>) -> bool {
        let text = text.trim();
        let Some((_, local)) = text.rsplit_once(':') else { return self.add(reading, text, own) };
        let with_text = |text: &str| {
            let mut read = self.clone();
            read.add(reading, text, own).then_some(read)
        };
        let is_known =
            |read: &Read| read.code.as_deref().is_some_and(|code| is_documented(own.operation, own.protocol, code));
        let (whole, part) = (with_text(text), with_text(local));
        let read = match (whole, part) {
            (Some(whole), Some(part)) => Some(if is_known(&part) && !is_known(&whole) { part } else { whole }),
            (whole, part) => whole.or(part),
        };
        let fits = read.is_some();
        if let Some(read) = read {
            *self = read;
        }
        fits
    }

    /// With what holds for all, where nothing of its own says it.
    fn or(self, whole: &Read) -> Read {
        Read {
            code: self.code.or_else(|| whole.code.clone()),
            message: self.message.or_else(|| whole.message.clone()),
            parameter: self.parameter.or_else(|| whole.parameter.clone()),
            literal: self.literal || whole.literal,
            any: self.any || whole.any,
        }
    }

    /// The first documented code that fits.
    pub(super) fn known(&self, own: Own<'_>) -> Option<Known> {
        own.operation.codes.iter().enumerate().find_map(|(index, code)| {
            let parameter = self.fits(code, own)?;
            let parameter = parameter.map(|found| spelled(own, found)).or_else(|| code.param.map(str::to_owned));
            Some(Known { index, code, parameter })
        })
    }

    /// The output that it stands for, where it is an answer.
    pub(super) fn reply(&self, own: Own<'_>) -> Option<&'static Sample> {
        own.operation.replies.iter().find(|(code, _)| self.fits(code, own).is_some()).map(|(_, sample)| sample)
    }

    /// Whether it is this code; and the parameter, if one is named.
    fn fits(&self, code: &Code, own: Own<'_>) -> Option<Option<String>> {
        code.tellings(own.protocol).find_map(|(spelling, messages)| {
            let is_code = spelling.codes.is_empty()
                || self.code.as_deref().is_some_and(|found| spelling.codes.iter().any(|code| same(code, found)));
            if !is_code {
                return None;
            }
            let parameter = self.parameter.clone();
            if messages.is_empty() {
                return Some(parameter);
            }
            let message = self.message.as_deref()?;
            let bound = messages.iter().find_map(|template| template::fit(template, message, own))?;
            Some(parameter.or_else(|| bound.get("parameter").map(str::to_owned)))
        })
    }
}

fn is_documented(operation: &Operation, protocol: Protocol, code: &str) -> bool {
    let replies = operation.replies.iter().map(|(code, _)| code);
    let told = replies.chain(operation.codes).flat_map(|known| known.tellings(protocol));
    told.flat_map(|(spelling, _)| spelling.codes).any(|known| same(known, code))
}

/// Codes are the same in any case; numbers by value.
fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || matches!((one.parse::<i64>(), other.parse::<i64>()), (Ok(one), Ok(other)) if one == other)
}

/// A parameter's name as the spec spells it, be it one of the sign-in's.
fn spelled(own: Own<'_>, found: String) -> String {
    let schemes = own.operation.schemes.iter().filter_map(|index| own.vendor.schemes.get(*index));
    let of_schemes = schemes.flat_map(|scheme| scheme.params).map(|param| &param.field);
    let known = own.operation.params.iter().chain(of_schemes).find(|param| param.name.eq_ignore_ascii_case(&found));
    known.map_or(found, |param| param.name.to_owned())
}

/// What a call failed of, by a code's meaning.
pub(super) fn kind(means: Option<Means>) -> crate::Kind {
    means.map_or(crate::Kind::UnknownCode, crate::Kind::from)
}
