//! Parameters of an operation, as its builder shows them.

use super::{
    compare::{Both, is_reordered, pair, tick, ticks},
    docs, hint,
    kind::Kind,
    rust::{plain, same_value, told},
    wire,
};
use crate::{
    emit::api,
    model::{Field, Operation, Protocol, Sample},
};

pub fn compare(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    // What is fixed nobody gives: to users it is not there.
    let given = |operation: &Operation| -> Vec<Field> {
        operation.params.iter().filter(|param| param.fixed.is_none()).cloned().collect()
    };
    let (old_params, new_params) = (given(old), given(new));
    let paired = pair(&old_params, &new_params, |param| param.name.as_str());
    for gone in &paired.gone {
        let hint = hint::field(gone, &paired.added);
        let method = format!("`.{}(…)`", plain(&gone.rust));
        let todo = match new.params.iter().find(|param| param.name == gone.name) {
            Some(_) => format!("it always goes out with one value now: take {method} away"),
            None => format!("take {method} away{hint}"),
        };
        both.add(Kind::ParameterRemoved, format!("parameter {} is gone", tick(&gone.name)), todo, Some(&gone.at), None);
    }
    for param in &paired.added {
        added(both, param, &old_params, new);
    }
    let there = wire::there(old, new);
    for (was, is) in &paired.both {
        one(both, was, is, &there);
    }
    demands(both, old, new, &paired.both);
    fixed(both, old, new);
    let pairs = pair(&old.params, &new.params, |param| param.name.clone()).both;
    if is_reordered(&pairs, &new.params, |param| param.name.as_str()) {
        both.add(Kind::RequestChanged, "parameters go out in another order", "", Some(&old.at), Some(&new.at));
    }
}

fn added(both: &mut Both<'_>, param: &Field, old: &[Field], new: &Operation) {
    let name = tick(&param.name);
    let method = format!("`.{}(…)`", plain(&param.rust));
    let (kind, text, todo) = match group(new, param) {
        Some(group) if group.iter().any(|name| old.iter().any(|old| old.name == *name)) => {
            // That those which were there before are one of a group now is told of them.
            (
                Kind::AlternativeAdded,
                format!("parameter {name} may be given instead of {}", others(group, param)),
                method,
            )
        }
        Some(group) => {
            let text = format!("one of {} has to be given", ticks(group.iter().map(String::as_str)));
            (Kind::RequiredParameterAdded, text, "give one of them".to_owned())
        }
        None if param.required => {
            (Kind::RequiredParameterAdded, format!("parameter {name} has to be given"), format!("give it: {method}"))
        }
        None => (Kind::OptionalParameterAdded, format!("parameter {name}, optional"), method),
    };
    both.add(kind, text, todo, None, Some(&param.at));
}

/// What changed of a parameter that both have, whether it has to be given apart.
fn one(both: &mut Both<'_>, old: &Field, new: &Field, there: &[Protocol]) {
    let name = tick(&old.name);
    let at = (Some(&old.at), Some(&new.at));
    if old.rust != new.rust {
        let (was, is) = (plain(&old.rust), plain(&new.rust));
        let text = format!("parameter {name} is called `{is}` in Rust, not `{was}`");
        both.add(Kind::ParameterRenamed, text, format!("write `.{is}(…)`"), at.0, at.1);
    }
    if !same_value(both, old, new) {
        let (was, is) = (told(both.old.vendor, old), told(both.new.vendor, new));
        let text = format!("parameter {name} is of type {is}, not {was}");
        both.add(Kind::ParameterTypeChanged, text, format!("give {is}"), at.0, at.1);
    }
    docs::of_same_type(both, &format!("parameter {name}"), old, new);
    let (mut narrower, mut wider) = conditions(old, new);
    let lost = wire::lost(old, new, there);
    if !lost.is_empty() {
        narrower.push(format!("is not there over {}", crate::spec::families(&lost).join(", ")));
    }
    let gained = wire::lost(new, old, there);
    if !gained.is_empty() {
        wider.push(format!("is there over {}, too", crate::spec::families(&gained).join(", ")));
    }
    for (kind, facts, todo) in [
        (Kind::ParameterNarrowed, narrower, "calls that do not keep to it are refused before they are sent"),
        (Kind::ParameterWidened, wider, ""),
    ] {
        if !facts.is_empty() {
            both.add(kind, format!("parameter {name} {}", facts.join(", ")), todo, at.0, at.1);
        }
    }
    let differences = wire::differences(both, old, new);
    if !differences.is_empty() {
        both.add(Kind::RequestChanged, format!("parameter {name}: {}", differences.join("; ")), "", at.0, at.1);
    }
}

/// What a value has to be and what has to be given beside it, where that is more than it was, and where it is less.
fn conditions(old: &Field, new: &Field) -> (Vec<String>, Vec<String>) {
    let (mut narrower, mut wider) = (Vec::new(), Vec::new());
    match (old.min, new.min) {
        (was, Some(is)) if was.is_none_or(|was| was < is) => narrower.push(format!("is at least {is}")),
        (Some(was), is) if is != Some(was) => wider.push(format!("need not be at least {was}")),
        _ => {}
    }
    match (old.max, new.max) {
        (was, Some(is)) if was.is_none_or(|was| was > is) => narrower.push(format!("is at most {is}")),
        (Some(was), is) if is != Some(was) => wider.push(format!("may be more than {was}")),
        _ => {}
    }
    match (&old.needs, &new.needs) {
        (was, Some(is)) if was.as_ref() != Some(is) => narrower.push(format!("needs {}", tick(is))),
        (Some(was), None) => wider.push(format!("does not need {} any more", tick(was))),
        _ => {}
    }
    // What is required anyway says nothing more by a condition.
    let old_condition = old.required_if.as_ref().filter(|_| !new.required);
    match (old_condition, &new.required_if) {
        (was, Some((other, value))) if was != new.required_if.as_ref() && !old.required => {
            narrower.push(format!("has to be given when {} is `{value}`", tick(other)));
        }
        (Some((other, _)), None) => wider.push(format!("does not depend on {} any more", tick(other))),
        _ => {}
    }
    (narrower, wider)
}

/// Whether a parameter has to be given.
#[derive(Clone, Debug, PartialEq)]
enum Demand {
    Required,
    Optional,
    /// One of these.
    Choice(Vec<String>),
}

fn demand(operation: &Operation, param: &Field) -> Demand {
    match group(operation, param) {
        _ if param.required => Demand::Required,
        Some(group) => {
            let mut group = group.clone();
            group.sort();
            Demand::Choice(group)
        }
        None => Demand::Optional,
    }
}

fn group<'a>(operation: &'a Operation, param: &Field) -> Option<&'a Vec<String>> {
    operation.one_of.iter().find(|group| group.contains(&param.name))
}

fn others(group: &[String], param: &Field) -> String {
    let others = group.iter().filter(|name| **name != param.name).map(|name| tick(name));
    others.collect::<Vec<_>>().join(" or ")
}

/// What has to be given: each such thing is a state of the builder's type.
fn demands(both: &mut Both<'_>, old: &Operation, new: &Operation, params: &[(&Field, &Field)]) {
    let name = old.builder.as_str();
    for (was, is) in params {
        let at = (Some(&was.at), Some(&is.at));
        let param = tick(&was.name);
        let method = format!("`.{}(…)`", plain(&is.rust));
        match (demand(old, was), demand(new, is)) {
            (Demand::Optional, Demand::Required) => {
                let text = format!("parameter {param} has to be given");
                both.add(Kind::ParameterBecameRequired, text, format!("give it: {method}"), at.0, at.1);
            }
            (Demand::Required, Demand::Optional) => {
                let todo = format!(
                    "calls stay as they are; where the type `{name}<…>` is written out, it has one state less, and \
                     `.maybe_{}(…)` is there",
                    plain(&is.rust)
                );
                let text = format!("parameter {param} need not be given any more");
                both.add(Kind::ParameterBecameOptional, text, todo, at.0, at.1);
            }
            (Demand::Choice(was), Demand::Choice(is)) if is_wider(&was, &is, old) || is_narrower(&was, &is, new) => {}
            (was, is) if was != is => {
                let (text, todo) = match &is {
                    Demand::Choice(group) => (
                        format!("exactly one of {} has to be given", ticks(group.iter().map(String::as_str))),
                        "give one of them, and no other",
                    ),
                    Demand::Required => (format!("parameter {param} itself has to be given"), "give it"),
                    Demand::Optional => {
                        (format!("parameter {param} is none of a choice any more"), "look at what has to be given now")
                    }
                };
                both.add(Kind::ChoiceChanged, text, todo, Some(&old.at), Some(&new.at));
            }
            _ => {}
        }
    }
    let key = |operation: &Operation, param: &Field| demand(operation, param) != Demand::Optional;
    let order = |operation: &Operation, other: &Operation| -> Vec<String> {
        let in_both = |param: &&&Field| {
            let other_one = other.params.iter().find(|other| other.name == param.name);
            other_one.is_some_and(|param| key(other, param))
        };
        let demands = api::demands(operation);
        demands.iter().filter_map(|demand| Some(demand.params.iter().find(in_both)?.name.clone())).collect()
    };
    let (was, is) = (order(old, new), order(new, old));
    let mut sorted = (was.clone(), is.clone());
    sorted.0.sort();
    sorted.1.sort();
    if sorted.0 == sorted.1 && was != is {
        let text = format!("what has to be given is in the order {}", ticks(is.iter().map(String::as_str)));
        let todo =
            format!("calls stay as they are; where the type `{name}<…>` is written out, its states are in that order");
        both.add(Kind::RequiredParametersReordered, text, todo, Some(&old.at), Some(&new.at));
    }
}

/// Whether a choice only has new parameters beside those it had.
fn is_wider(was: &[String], is: &[String], old: &Operation) -> bool {
    was.iter().all(|name| is.contains(name))
        && is.iter().all(|name| was.contains(name) || old.params.iter().all(|param| param.name != *name))
}

/// Whether a choice only lacks parameters that are gone.
fn is_narrower(was: &[String], is: &[String], new: &Operation) -> bool {
    is.iter().all(|name| was.contains(name))
        && was.iter().all(|name| is.contains(name) || new.params.iter().all(|param| param.name != *name))
}

/// What always goes out.
fn fixed(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    let of = |operation: &Operation| -> Vec<Field> {
        operation.params.iter().filter(|param| param.fixed.is_some()).cloned().collect()
    };
    let (old_params, new_params) = (of(old), of(new));
    let paired = pair(&old_params, &new_params, |param| param.name.as_str());
    let value = |param: &Field| param.fixed.as_ref().map(Sample::to_string).unwrap_or_default();
    for (was, is) in &paired.both {
        let mut differences = wire::differences(both, was, is);
        if was.fixed != is.fixed {
            differences.push(format!("`{}` goes out, not `{}`", value(is), value(was)));
        }
        if !differences.is_empty() {
            let text = format!("parameter {}: {}", tick(&is.name), differences.join("; "));
            both.add(Kind::RequestChanged, text, "", Some(&was.at), Some(&is.at));
        }
    }
    for gone in &paired.gone {
        let text = format!("{} does not go out by itself any more", tick(&gone.name));
        both.add(Kind::RequestChanged, text, "", Some(&gone.at), None);
    }
    for is in &paired.added {
        let text = format!("{} always goes out as `{}`", tick(&is.name), value(is));
        both.add(Kind::RequestChanged, text, "", None, Some(&is.at));
    }
}
