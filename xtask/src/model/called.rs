//! An operation as it is called over one protocol: names, addresses and holes filled, as the client does it at run time.

use super::{
    Answer, Binding, Carrier, Code, Field, Operation, Output, OutputForm, Piece, Protocol, Protocols, Template, Vendor,
    Wire,
};

/// An operation over a protocol that it is on.
#[derive(Clone, Copy)]
pub struct Called<'a> {
    pub vendor: &'a Vendor,
    pub operation: &'a Operation,
    pub binding: &'a Binding,
    pub on: Protocol,
}

impl<'a> Called<'a> {
    /// None: it cannot be called so.
    pub fn new(vendor: &'a Vendor, operation: &'a Operation, on: Protocol) -> Option<Called<'a>> {
        let binding = vendor.bindings.iter().find(|binding| binding.protocol == on)?;
        operation.on.contains(&on).then_some(Called { vendor, operation, binding, on })
    }

    pub fn name(&self) -> &'a str {
        self.said(&self.operation.names).map_or(&self.operation.name, String::as_str)
    }

    pub fn path(&self) -> String {
        self.fill(self.said(&self.operation.paths).unwrap_or(&self.binding.path))
    }

    pub fn action(&self) -> String {
        self.fill(&self.binding.action)
    }

    /// The place that places of the answer count from; empty: the root.
    pub fn inside(&self) -> String {
        self.fill(self.said(&self.operation.insides).unwrap_or(&self.binding.inside))
    }

    pub fn answer(&self) -> Option<&'a Answer> {
        let index = self.said(&self.operation.answers).copied().unwrap_or(self.binding.answer);
        self.vendor.answers.get(index)
    }

    /// The fields that a request has, in the order in which they go out, with what they look like here.
    pub fn sent(&self, carrier: Carrier) -> Vec<(&'a Field, &'a Wire)> {
        let schemes = || self.operation.schemes.iter().filter_map(|index| self.vendor.schemes.get(*index));
        let of_schemes = |first: bool| {
            schemes().filter(move |scheme| scheme.first == first).flat_map(|scheme| &scheme.params).map(|param| {
                let own = self.operation.scheme_params.iter().find(|own| own.name == param.field.name);
                own.unwrap_or(&param.field)
            })
        };
        let fields = of_schemes(true).chain(&self.operation.params).chain(of_schemes(false));
        let wired = fields.filter_map(|field| Some((field, self.wire(field)?)));
        wired.filter(|(_, wire)| wire.carrier == carrier).collect()
    }

    /// What a field looks like here, if it is here.
    pub fn wire(&self, field: &'a Field) -> Option<&'a Wire> {
        field.wires.iter().find(|wire| wire.on.contains(&self.on))
    }

    pub fn form(&self, output: &'a Output) -> Option<&'a OutputForm> {
        output.forms.iter().find(|form| form.on.contains(&self.on))
    }

    /// How a code is spelled here; none if it is not told here.
    pub fn spellings(&self, code: &'a Code) -> Option<&'a [String]> {
        self.said(&code.spellings).map(Vec::as_slice)
    }

    /// A text with its `{holes}` filled; a hole that nobody knows stays as it is.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            match self.hole(name) {
                Some(value) => filled.push_str(value),
                None => filled.extend(["{", name, "}"]),
            }
            rest = tail;
        }
        filled.push_str(rest);
        filled
    }

    /// What a hole of the vendor's own, or one that all vendors have, is filled with.
    pub fn hole(&self, name: &str) -> Option<&'a str> {
        match name {
            "operation" => Some(self.name()),
            "namespace" => Some(&self.binding.namespace),
            _ => match self.operation.holes.iter().find(|(hole, _)| hole == name)?.1.as_str() {
                "{operation}" => Some(self.name()),
                value => Some(value),
            },
        }
    }

    fn said<T>(&self, said: &'a [(Protocols, T)]) -> Option<&'a T> {
        said.iter().find(|(on, _)| on.contains(&self.on)).map(|(_, value)| value)
    }
}

/// A template with some of its holes filled; what is left are literals and the other holes.
pub fn fill_template(template: &Template, fill: impl Fn(&str) -> Option<String>) -> Template {
    template
        .iter()
        .map(|piece| match piece {
            Piece::Hole(name) => fill(name).map_or_else(|| piece.clone(), Piece::Text),
            other => other.clone(),
        })
        .collect()
}

/// What a hole of a template stands for in a text; the others are the shortest text that fits. None: it does not fit.
pub fn hole_in(template: &[Piece], text: &str, wanted: &str) -> Option<String> {
    fit(template, text, wanted).map(Option::unwrap_or_default)
}

/// Whether a template fits a whole text, and what the wanted hole is there.
fn fit(template: &[Piece], text: &str, wanted: &str) -> Option<Option<String>> {
    let Some((piece, rest)) = template.split_first() else { return text.is_empty().then_some(None) };
    match piece {
        Piece::Text(literal) => fit(rest, text.strip_prefix(literal.as_str())?, wanted),
        Piece::Blank => fit(rest, text.trim_start(), wanted),
        Piece::Hole(name) => {
            let ends = text.char_indices().map(|(index, character)| index + character.len_utf8());
            ends.into_iter().find_map(|end| {
                let (inside, after) = text.split_at_checked(end)?;
                let found = fit(rest, after, wanted)?;
                Some(if name == wanted { Some(inside.to_owned()) } else { found })
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_finds_its_holes() {
        let hole = |name: &str| Piece::Hole(name.to_owned());
        let text = |text: &str| Piece::Text(text.to_owned());
        let template = vec![hole("prefix"), text("_"), hole("code")];
        assert_eq!(hole_in(&template, "getGroup_No_Such", "code").as_deref(), Some("No_Such"));
        assert_eq!(hole_in(&template, "getGroup_No_Such", "prefix").as_deref(), Some("getGroup"));
        assert_eq!(hole_in(&template, "_Not", "code"), None);
        let filled = fill_template(&template, |name| (name == "prefix").then(|| "get_all".to_owned()));
        assert_eq!(hole_in(&filled, "get_all_No", "code").as_deref(), Some("No"));
        assert_eq!(hole_in(&filled, "getGroup_No", "code"), None);
    }
}
