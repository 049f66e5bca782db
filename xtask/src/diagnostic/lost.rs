//! Mistakes that only follow from others: where it is not known what a word says, nobody can tell whether a name that it
//! would have said exists.

use std::collections::HashSet;

use super::{At, Diagnostics, Kind};

/// The kinds that do not count where what a word says is not known.
fn following(word: &str) -> &'static [Kind] {
    use Kind::{
        AreaName, DefaultUnknown, ImpossibleCondition, MissingField, MissingParameter, MissingWord, NoOutput,
        NotOnProtocol, OnNoProtocol, OtherScheme, ReservedName, SameRustName, SecretUnsaid, ShadowedCode,
        UnknownAnswer, UnknownAuthParameter, UnknownCode, UnknownField, UnknownHole, UnknownName, UnknownParameter,
        UnknownPart, UnknownSchemaType, UnknownScheme, UnknownType, UnpartedItems, UnpartedRecords,
    };
    match word {
        "answers" => &[UnknownAnswer],
        "auth" => &[UnknownScheme, UnknownAuthParameter, OtherScheme, UnknownCode, UnknownParameter],
        "code" | "message" => &[ShadowedCode],
        "codes" => &[UnknownCode],
        "fields" => &[UnknownField, UnknownHole, MissingField],
        "names" => &[UnknownName, UnknownHole],
        "output" => &[UnknownField, UnknownHole, NoOutput],
        // A single name of `auth` and `use`, which is itself unknown.
        "scheme" => &[UnknownAuthParameter, OtherScheme, UnknownCode, UnknownParameter],
        "part" => &[UnknownParameter, UnknownCode, UnknownField, UnknownHole, NoOutput, MissingParameter],
        "params" => &[UnknownParameter, UnknownAuthParameter, OtherScheme, MissingParameter],
        "parts" | "use" => {
            &[UnknownPart, UnknownParameter, UnknownCode, UnknownField, UnknownHole, NoOutput, MissingParameter]
        }
        "protocols" => &[MissingWord, OnNoProtocol, NotOnProtocol],
        "rust" => &[ReservedName, SameRustName, AreaName],
        "secret" => &[SecretUnsaid],
        "separator" => &[UnpartedItems, UnpartedRecords],
        "types" => &[UnknownType, UnknownSchemaType],
        "values" => &[DefaultUnknown, ImpossibleCondition],
        _ => &[],
    }
}

impl Diagnostics {
    /// Says that it is not known what a word says in a file, because of a mistake that is reported.
    pub fn lose(&mut self, word: &str, at: &At) {
        self.lost.extend(following(word).iter().map(|kind| (*kind, at.file)));
    }

    /// Takes away what only follows from mistakes that were reported since `from`: in the file that they are in, and
    /// where that is the vendor's own, in all.
    pub fn forget_following(&mut self, from: usize, vendor: usize) {
        let lost: HashSet<(Kind, usize)> = self.lost.drain(..).collect();
        let mut position = 0;
        self.list.retain(|found| {
            position += 1;
            position <= from || !(lost.contains(&(found.kind, found.at.file)) || lost.contains(&(found.kind, vendor)))
        });
    }
}
