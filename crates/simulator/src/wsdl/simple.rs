//! What a text may be.

use bindery_transport::description::{Kind, Type, Wire};

use crate::xml::Element;

/// A simple type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Simple {
    /// One of XSD's own.
    Own(&'static str),
    /// One of some words.
    Words(Vec<&'static str>),
    /// One of some words, or another.
    WordsAndOthers(Vec<&'static str>),
    /// A whole number within bounds, both included.
    Within(i64, i64),
}

impl Simple {
    pub(super) const STRING: Simple = Simple::Own("xs:string");

    /// What one text of a wire may be.
    pub(super) fn of_wire(wire: &Wire) -> Simple {
        // What is put together of values, or made by a template, is no value of the type any more.
        if wire.join.is_some() || wire.template.is_some() || wire.document.is_some() {
            return Simple::STRING;
        }
        let simple = Simple::of(wire.ty);
        if wire.absent.is_none_or(|text| simple.takes(text)) { simple } else { Simple::STRING }
    }

    /// What the text of a value may be.
    pub(super) fn of(ty: &Type) -> Simple {
        match ty.kind {
            Kind::Bool { yes, no } => boolean(yes, no),
            Kind::Int { min, max } => integer(min, max),
            Kind::Number => Simple::Own("xs:decimal"),
            Kind::DateTime(formats) => match formats.first() {
                Some(&"%Y-%m-%dT%H:%M:%S") => Simple::Own("xs:dateTime"),
                Some(&"%Y-%m-%d") => Simple::Own("xs:date"),
                Some(&"%H:%M:%S") => Simple::Own("xs:time"),
                _ => Simple::STRING,
            },
            Kind::Bytes => Simple::Own("xs:base64Binary"),
            Kind::Url => Simple::Own("xs:anyURI"),
            Kind::Enum(words) => Simple::Words(if ty.spelled.is_empty() { words } else { ty.spelled }.to_vec()),
            _ => Simple::STRING,
        }
    }

    /// The same for what comes back: there enumerations are open.
    pub(super) fn open(self) -> Simple {
        match self {
            Simple::Words(words) => Simple::WordsAndOthers(words),
            other => other,
        }
    }

    /// Whether it is one of XSD's own, which an attribute can name.
    pub(super) fn own(&self) -> Option<&'static str> {
        match self {
            Simple::Own(name) => Some(name),
            _ => None,
        }
    }

    /// The type itself, to stand inside what is of it.
    pub(super) fn write(&self) -> Element {
        if let Simple::WordsAndOthers(words) = self {
            let union = Element::new("xs:union").attribute("memberTypes", "xs:string");
            return Element::new("xs:simpleType").child(union.child(Simple::Words(words.clone()).write()));
        }
        let (base, facets): (_, Vec<(&str, String)>) = match self {
            Simple::Own(name) => (*name, Vec::new()),
            Simple::Words(words) | Simple::WordsAndOthers(words) => {
                ("xs:string", words.iter().map(|word| ("xs:enumeration", (*word).to_owned())).collect())
            }
            Simple::Within(min, max) => {
                ("xs:long", vec![("xs:minInclusive", min.to_string()), ("xs:maxInclusive", max.to_string())])
            }
        };
        let mut restriction = Element::new("xs:restriction").attribute("base", base);
        restriction.children =
            facets.into_iter().map(|(name, value)| Element::new(name).attribute("value", &value)).collect();
        Element::new("xs:simpleType").child(restriction)
    }

    /// Whether a text is one of its values.
    fn takes(&self, text: &str) -> bool {
        match self {
            Simple::Own("xs:string" | "xs:anyURI") | Simple::WordsAndOthers(_) => true,
            Simple::Own("xs:boolean") => matches!(text, "true" | "false" | "1" | "0"),
            Simple::Own("xs:base64Binary") => text.is_empty(),
            Simple::Own("xs:decimal" | "xs:int" | "xs:unsignedInt" | "xs:long") => text.parse::<i64>().is_ok(),
            Simple::Own(_) => false,
            Simple::Words(words) => words.contains(&text),
            Simple::Within(min, max) => text.parse::<i64>().is_ok_and(|number| (min..=max).contains(&&number)),
        }
    }
}

/// XSD's own boolean, where its spellings are among the type's.
fn boolean(yes: &[&'static str], no: &[&'static str]) -> Simple {
    if yes.contains(&"*") || no.contains(&"*") {
        Simple::STRING
    } else if yes.contains(&"true") && no.contains(&"false") {
        Simple::Own("xs:boolean")
    } else {
        Simple::Words([yes, no].concat())
    }
}

fn integer(min: i64, max: i64) -> Simple {
    const I32: (i64, i64) = (i32::MIN as i64, i32::MAX as i64);
    const U32: (i64, i64) = (0, u32::MAX as i64);
    match (min, max) {
        I32 => Simple::Own("xs:int"),
        U32 => Simple::Own("xs:unsignedInt"),
        (i64::MIN, i64::MAX) => Simple::Own("xs:long"),
        (min, max) => Simple::Within(min, max),
    }
}
