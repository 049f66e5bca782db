//! Named types: aliases, open enumerations, records.

use super::{
    compare::{Both, is_reordered, pair, tick, ticks},
    docs, hint,
    kind::Kind,
    rust::{owner, plain, rust_type, same_value, told},
    wire,
};
use crate::{
    emit::api::{self, Uses},
    model::{Field, NamedType, TypeDef, Vendor, Word},
};

pub fn compare(both: &mut Both<'_>) {
    let (old, new) = (both.old.vendor, both.new.vendor);
    // Those of an operation that came or went are told with it.
    let there = |vendor: &Vendor, named: &NamedType| match owner(vendor, named.owner) {
        Some(name) => [old, new].iter().all(|side| side.operations.iter().any(|operation| operation.name == name)),
        None => true,
    };
    let (old_types, new_types) = (indexed(old, there), indexed(new, there));
    let uses = (Uses::of(old), Uses::of(new));
    let paired = pair(&old_types, &new_types, |one| (one.owner, &one.named.name));
    // What an operation gives is told with the operation.
    let told = |one: &&&Indexed| !(one.owner.is_some() && one.named.rust == "Output");
    for gone in paired.gone.iter().filter(told) {
        both.operation = gone.owner.map(str::to_owned);
        let names = paired.added.iter().map(|one| one.named.name.as_str());
        let todo = format!("take `{}` away{}", gone.named.rust, hint::name(&gone.named.name, names));
        let text = format!("type {} is gone", tick(&gone.named.name));
        both.add(Kind::TypeRemoved, text, todo, Some(&gone.named.at), None);
    }
    for added in paired.added.iter().filter(told) {
        both.operation = added.owner.map(str::to_owned);
        let text = format!("type {}", tick(&added.named.name));
        both.add(Kind::TypeAdded, text, tick(&added.named.rust), None, Some(&added.named.at));
    }
    for (was, is) in paired.both {
        both.operation = is.owner.map(str::to_owned);
        one(both, (was, &uses.0), (is, &uses.1));
    }
    both.operation = None;
}

/// A type, its place in the model, and the operation that it belongs to.
struct Indexed<'a> {
    index: usize,
    owner: Option<&'a str>,
    named: &'a NamedType,
}

fn indexed<'a>(vendor: &'a Vendor, there: impl Fn(&Vendor, &NamedType) -> bool) -> Vec<Indexed<'a>> {
    let types = vendor.types.iter().enumerate().filter(|(_, named)| there(vendor, named));
    types.map(|(index, named)| Indexed { index, owner: owner(vendor, named.owner), named }).collect()
}

fn one(both: &mut Both<'_>, (old, old_uses): (&Indexed<'_>, &Uses), (new, new_uses): (&Indexed<'_>, &Uses)) {
    let (was, is) = (old.named, new.named);
    let at = (Some(&was.at), Some(&is.at));
    if was.rust != is.rust {
        let text = format!("type {} is called `{}` in Rust, not `{}`", tick(&is.name), is.rust, was.rust);
        both.add(Kind::TypeRenamed, text, format!("write `{}`", is.rust), at.0, at.1);
    }
    match (&was.def, &is.def) {
        (TypeDef::Enum(old), TypeDef::Enum(new)) => words(both, is, old, new),
        (TypeDef::Record(old_fields), TypeDef::Record(new_fields)) => {
            fields(both, (old.index, old_fields, old_uses), (new.index, new_fields, new_uses), is);
        }
        (TypeDef::Scalar(old_scalar), TypeDef::Scalar(new_scalar)) => {
            let ty = |vendor: &Vendor, index| rust_type(vendor, &crate::model::TypeRef::Named(index));
            let (old_type, new_type) = (ty(both.old.vendor, old.index), ty(both.new.vendor, new.index));
            if old_type != new_type {
                changed(both, was, is, format!("is `{new_type}`, not `{old_type}`"));
            } else if old_scalar != new_scalar {
                let text = format!("type {} is spelled otherwise", tick(&is.name));
                both.add(Kind::RequestChanged, text, "", at.0, at.1);
            }
        }
        _ => changed(both, was, is, format!("is {} now, not {}", kind(&is.def), kind(&was.def))),
    }
}

fn kind(def: &TypeDef) -> &'static str {
    match def {
        TypeDef::Scalar(_) => "a scalar",
        TypeDef::Enum(_) => "an enumeration",
        TypeDef::Record(_) => "a record",
    }
}

fn changed(both: &mut Both<'_>, old: &NamedType, new: &NamedType, how: String) {
    let text = format!("type {} {how}", tick(&new.name));
    both.add(Kind::TypeChanged, text, "look at all that gives or takes it", Some(&old.at), Some(&new.at));
}

fn words(both: &mut Both<'_>, named: &NamedType, old: &[Word], new: &[Word]) {
    let ty = tick(&named.name);
    let paired = pair(old, new, |word| word.wire.as_str());
    for gone in &paired.gone {
        let hint = hint::name(&gone.wire, paired.added.iter().map(|word| &*word.wire));
        let todo = format!("take `{}::{}` away{hint}; should it come, `as_str` gives it", named.rust, gone.rust);
        both.add(Kind::WordRemoved, format!("word {} of {ty} is gone", tick(&gone.wire)), todo, Some(&gone.at), None);
    }
    for word in &paired.added {
        let todo = format!("`{}::{}`", named.rust, word.rust);
        both.add(Kind::WordAdded, format!("word {} of {ty}", tick(&word.wire)), todo, None, Some(&word.at));
    }
    for (was, is) in &paired.both {
        let at = (Some(&was.at), Some(&is.at));
        if was.rust != is.rust {
            let text = format!("word {} of {ty} is `{}` in Rust, not `{}`", tick(&is.wire), is.rust, was.rust);
            both.add(Kind::WordRenamed, text, format!("write `{}::{}`", named.rust, is.rust), at.0, at.1);
        }
        if was.spelled != is.spelled {
            let text = format!("word {} of {ty} is spelled otherwise", tick(&is.wire));
            both.add(Kind::RequestChanged, text, "", at.0, at.1);
        }
    }
}

/// The type that a field of a record has in Rust, its value apart: there, perhaps there, in a box, many.
#[derive(Clone, Copy, PartialEq)]
enum Held {
    Plain,
    Option,
    Box,
    Many,
}

fn held(vendor: &Vendor, record: usize, field: &Field) -> Held {
    match field {
        field if field.many => Held::Many,
        field if api::is_boxed(vendor, record, field) => Held::Box,
        field if field.required => Held::Plain,
        _ => Held::Option,
    }
}

fn fields(both: &mut Both<'_>, old: (usize, &[Field], &Uses), new: (usize, &[Field], &Uses), named: &NamedType) {
    let (was_given, given) = (old.2.is_given(old.0), new.2.is_given(new.0));
    let record = match named.rust.as_str() {
        "Output" => "output".to_owned(),
        _ => format!("type {}", tick(&named.name)),
    };
    let paired = pair(old.1, new.1, |field| field.name.as_str());
    for gone in &paired.gone {
        let hint = hint::field(gone, &paired.added);
        let todo = format!("take `.{}` away{hint}", plain(&gone.rust));
        let text = format!("{record}: field {} is gone", tick(&gone.name));
        both.add(Kind::FieldRemoved, text, todo, Some(&gone.at), None);
    }
    for field in &paired.added {
        let (text, rust) = (format!("{record}: field {}", tick(&field.name)), plain(&field.rust));
        if was_given && given && field.required {
            let todo = format!("give `{rust}` to `{}::new(…)`", named.rust);
            both.add(Kind::RequiredFieldAdded, format!("{text} has to be given"), todo, None, Some(&field.at));
        } else {
            both.add(Kind::FieldAdded, text, format!("`.{rust}`"), None, Some(&field.at));
        }
    }
    for (was, is) in &paired.both {
        field(both, &record, (old.0, was), (new.0, is), named, was_given && given);
    }
    if was_given && given {
        let required = |fields: &[Field]| fields.iter().filter(|field| field.required).cloned().collect::<Vec<_>>();
        let (old_required, new_required) = (required(old.1), required(new.1));
        let pairs = pair(&old_required, &new_required, |field| field.name.as_str()).both;
        if is_reordered(&pairs, &new_required, |field| field.name.as_str()) {
            let order = ticks(new_required.iter().map(|field| plain(&field.rust)));
            let todo = format!("`{}::new(…)` takes {order}: mind those of one type", named.rust);
            let text = format!("{record}: what has to be given is in another order");
            both.add(Kind::RequiredFieldsReordered, text, todo, old.1.first().map(|field| &field.at), Some(&named.at));
        }
    } else if was_given {
        let todo = "nothing takes it any more";
        both.add(Kind::TypeChanged, format!("{record} cannot be made any more"), todo, None, Some(&named.at));
    }
    if old.2.is_read(old.0) && !new.2.is_read(new.0) {
        let todo = "no answer holds it any more";
        both.add(Kind::FieldRemoved, format!("{record}: `unknown_fields` is gone"), todo, None, Some(&named.at));
    }
}

fn field(
    both: &mut Both<'_>,
    record: &str,
    (old_record, old): (usize, &Field),
    (new_record, new): (usize, &Field),
    named: &NamedType,
    is_given: bool,
) {
    let at = (Some(&old.at), Some(&new.at));
    let name = format!("{record}: field {}", tick(&new.name));
    let rust = plain(&new.rust);
    if old.rust != new.rust {
        let text = format!("{name} is called `{rust}` in Rust, not `{}`", plain(&old.rust));
        both.add(Kind::FieldRenamed, text, format!("write `.{rust}`"), at.0, at.1);
    }
    let (was, is) = (held(both.old.vendor, old_record, old), held(both.new.vendor, new_record, new));
    if !same_value(both, old, new) || (was != is && (was == Held::Box || is == Held::Box)) {
        let boxed = if is == Held::Box { "a boxed " } else { "" };
        let (was, is) = (told(both.old.vendor, old), told(both.new.vendor, new));
        let text = format!("{name} is of type {boxed}{is}, not {was}");
        both.add(Kind::FieldTypeChanged, text, format!("look at `.{rust}`"), at.0, at.1);
    } else if old.required != new.required && (is_given || was != is) {
        let (kind, text) = match new.required {
            true => (Kind::FieldBecameRequired, format!("{name} is always there")),
            false => (Kind::FieldBecameOptional, format!("{name} may be missing")),
        };
        let todo = match (is_given, new.required) {
            (true, true) => format!("give it to `{}::new(…)`", named.rust),
            (true, false) => format!("give it by `.{rust}(…)`, not to `{}::new(…)`", named.rust),
            (false, true) => format!("`.{rust}` is no `Option` any more"),
            (false, false) => format!("`.{rust}` is an `Option`"),
        };
        both.add(kind, text, todo, at.0, at.1);
    } else if old.required != new.required {
        both.add(Kind::AnswerChanged, format!("{name} is taken otherwise when it is missing"), "", at.0, at.1);
    }
    docs::of_same_type(both, &name, old, new);
    let mut differences = wire::differences(both, old, new);
    if old.fixed != new.fixed {
        differences.push("another value is fixed".to_owned());
    }
    if (old.min, old.max) != (new.min, new.max) {
        differences.push("it has other bounds".to_owned());
    }
    if !differences.is_empty() {
        let kind = if is_given { Kind::RequestChanged } else { Kind::AnswerChanged };
        both.add(kind, format!("{name}: {}", differences.join("; ")), "", at.0, at.1);
    }
}
