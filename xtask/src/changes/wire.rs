//! How a field stands on the wire, on both sides.

use super::{compare::Both, rust};
use crate::{
    model::{Field, Operation, Output, OutputForm, Protocol, Protocols, Wire},
    spec,
};

/// What differs on the protocols that both have: `` `iName` is `sName` now over soap ``.
pub fn differences(both: &Both<'_>, old: &Field, new: &Field) -> Vec<String> {
    let mut found: Vec<(String, Vec<Protocol>)> = Vec::new();
    for binding in &both.new.vendor.bindings {
        let on = |field: &'_ Field| field.wires.iter().position(|wire| wire.on.contains(&binding.protocol));
        let (Some(old), Some(new)) =
            (on(old).and_then(|index| old.wires.get(index)), on(new).and_then(|index| new.wires.get(index)))
        else {
            continue;
        };
        for difference in of_wires(both, old, new) {
            match found.iter_mut().find(|(known, _)| *known == difference) {
                Some((_, protocols)) => protocols.push(binding.protocol),
                None => found.push((difference, vec![binding.protocol])),
            }
        }
    }
    found
        .into_iter()
        .map(|(what, protocols)| format!("{what} over {}", spec::families(&protocols).join(", ")))
        .collect()
}

/// The protocols on which it stood, and does not any more, though the operation is there.
pub fn lost(old: &Field, new: &Field, there: &[Protocol]) -> Vec<Protocol> {
    let on = |field: &Field, protocol: &Protocol| field.wires.iter().any(|wire| wire.on.contains(protocol));
    there.iter().copied().filter(|protocol| on(old, protocol) && !on(new, protocol)).collect()
}

/// Whether what is said by protocol is the same on those that are there on both sides.
pub fn same_on<T: PartialEq>(old: &[(Protocols, T)], new: &[(Protocols, T)], there: &[Protocol]) -> bool {
    let of = |said: &'_ [(Protocols, T)], protocol| said.iter().position(|(on, _)| on.contains(protocol));
    there.iter().all(|protocol| {
        let was = of(old, protocol).and_then(|index| old.get(index)).map(|(_, said)| said);
        let is = of(new, protocol).and_then(|index| new.get(index)).map(|(_, said)| said);
        was == is
    })
}

/// Whether an output is made in the same way on those protocols.
pub fn same_forms(old: &Output, new: &Output, there: &[Protocol]) -> bool {
    let forms = |output: &Output| -> Vec<(Protocols, OutputForm)> {
        let bare = |form: &OutputForm| OutputForm { on: Vec::new(), ..form.clone() };
        output.forms.iter().map(|form| (form.on.clone(), bare(form))).collect()
    };
    same_on(&forms(old), &forms(new), there)
}

/// The protocols that an operation has on both sides.
pub fn there(old: &Operation, new: &Operation) -> Vec<Protocol> {
    old.on.iter().copied().filter(|protocol| new.on.contains(protocol)).collect()
}

fn of_wires(both: &Both<'_>, old: &Wire, new: &Wire) -> Vec<String> {
    let mut found = Vec::new();
    if old.at != new.at {
        found.push(format!("`{}` is `{}` now", old.at.join("` or `"), new.at.join("` or `")));
    }
    if !rust::same_spelling(both, &old.ty, &new.ty) {
        found.push("values are spelled otherwise".to_owned());
    }
    if old.absent != new.absent || old.nillable != new.nillable {
        found.push("something else stands for \"not given\"".to_owned());
    }
    if old.join != new.join {
        found.push("lists are made otherwise".to_owned());
    }
    if old.carrier != new.carrier {
        found.push("something else carries it".to_owned());
    }
    if old.template != new.template || old.document != new.document {
        found.push("its text is made otherwise".to_owned());
    }
    found
}
