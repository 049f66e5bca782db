//! Types of a WSDL as a spec says them.

use super::Xsd;
use crate::{
    model::xsd::{XsdDef, XsdField, XsdRef},
    wsdl::Types,
};

/// What a spec calls the type of something, and how it stands there.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// A word of the language, `X`, or `file.xsd#X`; none: text.
    pub word: Option<String>,
    pub many: bool,
    /// The steps below the element itself, of a list that stands in an element of its own.
    pub below: Option<String>,
    pub doubts: Vec<String>,
    pub kind: Kind,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Scalar,
    /// The enumeration of the WSDL.
    Enum(String),
    /// The record of the WSDL.
    Record(String),
}

/// The type of a field. Of an element that holds nothing but items it is a list of those.
pub fn said(types: &Types, field: &XsdField) -> Said {
    if let (XsdRef::Named(name), false) = (&field.ty, field.many)
        && let [only] = types.fields(name)
        && only.many
        && only.join.is_none()
        && !only.place.starts_with(['@', '.'])
        && !types.is_open(name)
    {
        return Said { many: true, below: Some(only.place.clone()), ..one(types, &only.ty) };
    }
    let one = one(types, &field.ty);
    Said { many: field.many, ..one }
}

fn one(types: &Types, ty: &XsdRef) -> Said {
    match ty {
        XsdRef::Scalar("string") => Said::default(),
        XsdRef::Scalar(word) => Said { word: Some((*word).to_owned()), ..Said::default() },
        XsdRef::Named(name) => match types.get(name).map(|ty| &ty.def) {
            Some(XsdDef::Enum(_)) => Said { kind: Kind::Enum(name.clone()), ..Said::default() },
            // An element with nothing in it says nothing.
            _ if types.is_anything(name) => {
                let doubt = "What stands in it the WSDL does not say: any XML may. It is taken for a text.";
                Said { doubts: vec![doubt.to_owned()], ..Said::default() }
            }
            Some(XsdDef::Record(_)) => {
                let mut doubts: Vec<String> =
                    types.needed([name.as_str()]).into_iter().flat_map(|name| types.notes(name)).cloned().collect();
                if types.is_open(name) {
                    doubts.push(format!(
                        "`{name}` may hold other elements or attributes besides, which the WSDL does not name."
                    ));
                }
                Said { kind: Kind::Record(name.clone()), doubts, ..Said::default() }
            }
            _ => Said::default(),
        },
    }
}

/// The XSD of some records and all that they need.
pub fn xsd(types: &Types, records: &[&str], name: &str, source: &str) -> Xsd {
    let text = types.xsd(records, |indent, words| vec![format!("{indent}<!-- #> {} -->", words.replace("--", "- -"))]);
    let (declaration, rest) = text.split_once('\n').unwrap_or(("", &text));
    let source = source.replace("--", "- -");
    let head = format!(
        "<!-- Drafted from {source} by `cargo xtask draft`. To make it an XSD of the specs: say in your own words what stands on\n     \
         the `#>` lines, as xs:documentation where they stand; delete those lines; rename this file to {name}. -->"
    );
    Xsd {
        name: name.to_owned(),
        text: format!("{declaration}\n{head}\n{rest}"),
        types: types.needed(records.iter().copied()).len(),
    }
}
