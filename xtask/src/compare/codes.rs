//! Codes: the words of an enumeration in an answer, against those of a spec.

use std::collections::BTreeSet;

use crate::{
    model::{
        Piece,
        called::{Called, fill_template, hole_in},
        xsd::XsdWord,
    },
    wsdl::Types,
};

/// What a word of an enumeration of codes says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    Accepted,
    Refused(String),
    /// It fits no template.
    Other,
}

/// What an answer's words say by the vendor's own templates.
pub fn told(called: &Called<'_>, at: &str, word: &str) -> Told {
    let Some(answer) = called.answer() else { return Told::Other };
    let readings = |readings: &'_ [crate::model::Reading], hole: &str| {
        let here = readings.iter().filter(|reading| reading.at.iter().any(|place| called.fill(place) == at));
        here.filter_map(|reading| reading.template.as_ref()).find_map(|template| {
            // The vendor's own names are written exactly; what is read is any word.
            let written = fill_template(template, |name| called.hole(name).map(str::to_owned));
            hole_in(&written, word, hole).or_else(|| hole_in(template, word, hole))
        })
    };
    let is_word = |code: &String| !code.is_empty() && !code.contains(char::is_whitespace);
    if readings(&answer.accepted, "output").is_some() {
        Told::Accepted
    } else if let Some(code) = readings(&answer.refused, "code").filter(is_word) {
        Told::Refused(code)
    } else {
        Told::Other
    }
}

/// The places that the vendor's readings look at, filled, with whether they have holes for codes.
pub fn places(called: &Called<'_>) -> BTreeSet<String> {
    let Some(answer) = called.answer() else { return BTreeSet::new() };
    let places = answer.accepted.iter().chain(&answer.refused).flat_map(|reading| &reading.at);
    places.map(|place| called.fill(place).replace("[]", "")).collect()
}

/// Whether the vendor's codes stand at a place: a refusal is told there by `{code}`, or by all of the text.
pub fn is_of_codes(called: &Called<'_>, at: &str) -> bool {
    let Some(answer) = called.answer() else { return false };
    let has_code = |template: &Vec<Piece>| template.contains(&Piece::Hole("code".to_owned()));
    answer
        .refused
        .iter()
        .filter(|reading| reading.at.iter().any(|place| called.fill(place) == at))
        .any(|reading| reading.template.as_ref().is_none_or(has_code))
}

/// The words of a type, when it is an enumeration.
pub fn words<'a>(types: &'a Types, ty: &crate::model::xsd::XsdRef) -> Option<&'a [XsdWord]> {
    let crate::model::xsd::XsdRef::Named(name) = ty else { return None };
    match &types.get(name)?.def {
        crate::model::xsd::XsdDef::Enum(words) => Some(words),
        _ => None,
    }
}
