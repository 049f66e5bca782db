//! Refusals: which code, which parameter, what message.

use super::template::{self, Own};
use crate::description::{Code, Means, Operation, Protocol, Reading};

/// What was read of a refusal.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) parameter: Option<String>,
    /// Whether a reading with literal text fitted.
    pub(super) literal: bool,
    /// Whether any reading fitted.
    pub(super) any: bool,
}

/// A documented code that fits.
pub(super) struct Known {
    pub(super) index: usize,
    pub(super) code: &'static Code,
    pub(super) parameter: Option<String>,
}

impl Read {
    /// Adds what one reading of a text says.
    pub(super) fn add(&mut self, reading: &Reading, text: &str, own: Own<'_>) -> bool {
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

    /// The first documented code that fits.
    pub(super) fn known(&self, operation: &'static Operation, protocol: Protocol, own: Own<'_>) -> Option<Known> {
        operation.codes.iter().enumerate().find_map(|(index, code)| {
            let spelling = code.spelling(protocol)?;
            let is_code = spelling.codes.is_empty()
                || self.code.as_deref().is_some_and(|found| spelling.codes.iter().any(|code| same(code, found)));
            if !is_code {
                return None;
            }
            let mut parameter = self.parameter.clone();
            if !code.messages.is_empty() {
                let message = self.message.as_deref()?;
                let bound = code.messages.iter().find_map(|template| template::fit(template, message, own))?;
                parameter = parameter.or_else(|| bound.get("parameter").map(str::to_owned));
            }
            let parameter =
                parameter.map(|found| spelled(operation, own, found)).or_else(|| code.param.map(str::to_owned));
            Some(Known { index, code, parameter })
        })
    }
}

fn is_documented(operation: &Operation, protocol: Protocol, code: &str) -> bool {
    let spelled = operation.codes.iter().filter_map(|known| known.spelling(protocol));
    spelled.flat_map(|spelling| spelling.codes).any(|known| same(known, code))
}

/// Codes are the same in any case; numbers by value.
fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || matches!((one.parse::<i64>(), other.parse::<i64>()), (Ok(one), Ok(other)) if one == other)
}

/// A parameter's name as the spec spells it, be it one of the sign-in's.
fn spelled(operation: &Operation, own: Own<'_>, found: String) -> String {
    let schemes = operation.schemes.iter().filter_map(|index| own.vendor.schemes.get(*index));
    let of_schemes = schemes.flat_map(|scheme| scheme.params).map(|param| &param.field);
    let known = operation.params.iter().chain(of_schemes).find(|param| param.name.eq_ignore_ascii_case(&found));
    known.map_or(found, |param| param.name.to_owned())
}

/// What a call failed of, by a code's meaning.
pub(super) fn kind(means: Option<Means>) -> crate::Kind {
    means.map_or(crate::Kind::UnknownCode, crate::Kind::from)
}
