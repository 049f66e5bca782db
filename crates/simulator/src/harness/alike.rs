//! Which texts of two answers mean the same.

use bindery_transport::description::{Answer, Kind, Piece, Protocol, Record, Type};

use crate::{call::Call, wire};

/// Texts of an operation's answers that mean the same: all that say "accepted", all spellings of a yes, all of a no.
pub(super) struct Alike {
    groups: Vec<Vec<String>>,
    /// Where names match in any case, so may what they stand beside.
    any_case: bool,
}

impl Alike {
    pub(super) fn of(call: Call, how: &Answer) -> Alike {
        let mut accepted = Vec::new();
        for template in how.accepted.iter().filter_map(|reading| reading.template.as_ref()) {
            accepted.extend(wire::fill(template, |name| call.hole(name)));
            let literal = |piece: &Piece| match piece {
                Piece::Text(text) => Some((*text).to_owned()),
                _ => None,
            };
            accepted.extend(template.0.iter().filter_map(literal));
        }
        let mut alike = Alike { groups: vec![accepted], any_case: how.any_case };
        if let Some(output) = call.operation.output {
            alike.add(output.ty, call.on, &mut Vec::new());
        }
        alike
    }

    #[cfg(test)]
    pub(super) fn new(groups: &[&[&str]]) -> Alike {
        let owned = |group: &&[&str]| group.iter().map(|&text| text.to_owned()).collect();
        Alike { groups: groups.iter().map(owned).collect(), any_case: false }
    }

    /// Adds the booleans of a type. `above`: the records that it is in.
    fn add(&mut self, ty: &Type, on: Protocol, above: &mut Vec<*const Record>) {
        match ty.kind {
            Kind::Bool { yes, no } => {
                self.groups.extend([yes, no].map(|words| words.iter().map(|&w| w.into()).collect()))
            }
            Kind::Record(record) if !above.contains(&std::ptr::from_ref(record)) => {
                above.push(record);
                record.fields.iter().filter_map(|field| field.wire(on)).for_each(|wire| self.add(wire.ty, on, above));
                above.pop();
            }
            _ => {}
        }
    }

    /// Texts are alike when one group has both; `*` is any text.
    pub(super) fn are(&self, own: &str, written: &str) -> bool {
        let has = |group: &Vec<String>, text: &str| group.iter().any(|known| self.is(known, text));
        self.is(own, written)
            || self.groups.iter().any(|group| has(group, own) && (has(group, written) || has(group, "*")))
            || same(own, written)
    }

    /// Whether names are the same.
    pub(super) fn is(&self, one: &str, other: &str) -> bool {
        one == other || (self.any_case && one.eq_ignore_ascii_case(other))
    }
}

/// Texts that mean the same in an answer: vendors spell booleans in any case, and put blanks beside what parts a list.
fn same(one: &str, other: &str) -> bool {
    let items = |text: &str| -> Vec<String> {
        let text = text.trim().trim_end_matches(PARTS);
        text.split(PARTS).map(|item| item.trim().to_owned()).collect()
    };
    one == other
        || items(one) == items(other)
        || (one.eq_ignore_ascii_case(other) && ["true", "false"].iter().any(|word| word.eq_ignore_ascii_case(one)))
}

/// What parts the items of a list.
pub(super) const PARTS: [char; 3] = [',', ';', '|'];
