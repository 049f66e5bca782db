//! Operations: methods of the client, and the modules with their builders, outputs and codes.

use super::{
    codes,
    compare::{Both, pair, tick, ticks},
    docs, hint,
    kind::Kind,
    params,
    rust::plain,
    wire,
};
use crate::{
    model::{Answer, Operation, Output, Pages, Protocol, Vendor},
    spec,
};

pub fn compare(both: &mut Both<'_>) {
    let (old, new) = (both.old.vendor, both.new.vendor);
    // Two areas may have one name each: that in the same area is the same.
    let exact = pair(&old.operations, &new.operations, |operation| (&operation.name, &operation.area));
    let mut pairs = exact.both;
    let (mut gone, mut added) = (exact.gone, exact.added);
    gone.retain(|operation| {
        let Some(index) = added.iter().position(|other| other.name == operation.name) else { return true };
        pairs.push((operation, added.remove(index)));
        false
    });
    for operation in &gone {
        both.operation = Some(operation.name.clone());
        let hint = hint::operation(operation, &added);
        let todo = format!("take `.{}()` away{hint}", plain(&operation.rust));
        both.add(Kind::OperationRemoved, "the operation is gone", todo, Some(&operation.at), None);
    }
    for operation in &added {
        both.operation = Some(operation.name.clone());
        let supersedes = operation.supersedes.as_ref().map(|old| format!("; it supersedes {}", tick(old)));
        let todo = format!("`.{}()`{}", plain(&operation.rust), supersedes.unwrap_or_default());
        both.add(Kind::OperationAdded, "a new operation", todo, None, Some(&operation.at));
    }
    for (was, is) in pairs {
        both.operation = Some(is.name.clone());
        one(both, was, is);
    }
    both.operation = None;
}

fn one(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    names(both, old, new);
    protocols(both, old, new);
    sign_in(both, old, new);
    params::compare(both, old, new);
    output(both, old, new);
    codes::compare(both, old, new);
    wires(both, old, new);
    behaviour(both, old, new);
    docs::of_operation(both, old, new);
}

fn names(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    let at = (Some(&old.at), Some(&new.at));
    let path = |operation: &Operation| {
        let area = operation.area.as_ref().map(|area| format!("{}::", plain(area))).unwrap_or_default();
        format!("{area}{}", plain(&operation.rust))
    };
    if old.area != new.area {
        let text = format!("its module is `{}`, not `{}`", path(new), path(old));
        both.add(Kind::OperationMoved, text, format!("write `{}::…`", path(new)), at.0, at.1);
    }
    if (&old.rust, &old.builder) != (&new.rust, &new.builder) {
        let text = format!("the method is `{}`, not `{}`", plain(&new.rust), plain(&old.rust));
        both.add(Kind::OperationRenamed, text, format!("write `.{}()`", plain(&new.rust)), at.0, at.1);
    }
    match (&old.deprecated, &new.deprecated) {
        (None, Some(why)) => {
            both.add(Kind::OperationDeprecated, format!("it is deprecated: {why}"), "look for another", at.0, at.1);
        }
        (Some(_), None) => both.add(Kind::DocsChanged, "it is not deprecated any more", "", at.0, at.1),
        _ => {}
    }
}

fn protocols(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    // What the vendor as a whole has lost or gained is told there.
    let of_vendor = |vendor: &Vendor| -> Vec<Protocol> { vendor.bindings.iter().map(|one| one.protocol).collect() };
    let (old_vendor, new_vendor) = (of_vendor(both.old.vendor), of_vendor(both.new.vendor));
    let only = |one: &[Protocol], other: &[Protocol], there: &[Protocol]| -> Vec<Protocol> {
        one.iter().copied().filter(|protocol| !other.contains(protocol) && there.contains(protocol)).collect()
    };
    let lost = only(&old.on, &new.on, &new_vendor);
    let gained = only(&new.on, &old.on, &old_vendor);
    let at = (Some(&old.at), Some(&new.at));
    if !lost.is_empty() {
        let text = format!("it is not there over {} any more", spec::families(&lost).join(", "));
        both.add(Kind::ProtocolRemoved, text, "call it over another protocol", at.0, at.1);
    }
    if !gained.is_empty() {
        let text = format!("it is there over {}", spec::families(&gained).join(", "));
        both.add(Kind::ProtocolAdded, text, "", at.0, at.1);
    }
}

fn sign_in(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    let names = |vendor: &Vendor, operation: &Operation| -> Vec<String> {
        operation.schemes.iter().filter_map(|index| Some(vendor.schemes.get(*index)?.name.clone())).collect()
    };
    let (was, is) = (names(both.old.vendor, old), names(both.new.vendor, new));
    let has = |vendor: &Vendor, name: &str| vendor.schemes.iter().any(|scheme| scheme.name == name);
    // Schemes that are gone or new are told of the vendor.
    let lost: Vec<&str> =
        was.iter().filter(|name| !is.contains(name) && has(both.new.vendor, name)).map(String::as_str).collect();
    let gained: Vec<&str> =
        is.iter().filter(|name| !was.contains(name) && has(both.old.vendor, name)).map(String::as_str).collect();
    let at = (Some(&old.at), Some(&new.at));
    if is.is_empty() && !was.is_empty() {
        both.add(Kind::RequestChanged, "it needs no sign-in any more", "", at.0, at.1);
    } else if was.is_empty() && !is.is_empty() {
        let text = format!("it needs a sign-in: {}", ticks(is.iter().map(String::as_str)));
        both.add(Kind::OperationSignInNarrowed, text, "call it by a client that signs in", at.0, at.1);
    } else {
        if !lost.is_empty() {
            let text = format!("it does not take {} any more", ticks(lost.iter().copied()));
            let todo = format!("sign in by {}", ticks(is.iter().map(String::as_str)));
            both.add(Kind::OperationSignInNarrowed, text, todo, at.0, at.1);
        }
        if !gained.is_empty() {
            let text = format!("it takes {}, too", ticks(gained.iter().copied()));
            both.add(Kind::OperationSignInWidened, text, "", at.0, at.1);
        }
    }
    for (was, is) in pair(&old.scheme_params, &new.scheme_params, |param| param.name.clone()).both {
        let differences = wire::differences(both, was, is);
        if !differences.is_empty() {
            let text = format!("parameter {}: {}", tick(&is.name), differences.join("; "));
            both.add(Kind::RequestChanged, text, "", Some(&was.at), Some(&is.at));
        }
    }
    if old.scheme_params.len() != new.scheme_params.len() {
        both.add(Kind::RequestChanged, "parameters of the sign-in go out otherwise", "", at.0, at.1);
    }
}

fn output(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    let start = (Some(&old.at), Some(&new.at));
    let at = (old.output.as_ref().map(|output| &output.at), new.output.as_ref().map(|output| &output.at));
    let at = (at.0.or(start.0), at.1.or(start.1));
    let told = |vendor: &Vendor, output: Option<&Output>| match output {
        Some(output) => format!("`{}`", vendor.type_word(&output.ty, output.many)),
        None => "nothing".to_owned(),
    };
    let same = match (&old.output, &new.output) {
        (None, None) => true,
        (Some(was), Some(is)) => codes::same_output(both, was, is),
        _ => false,
    };
    if !same {
        let (was, is) = (told(both.old.vendor, old.output.as_ref()), told(both.new.vendor, new.output.as_ref()));
        let secret = if new.output.as_ref().is_some_and(|output| output.secret) { "a secret " } else { "" };
        let text = format!("it gives {secret}{is}, not {was}");
        both.add(Kind::OutputTypeChanged, text, "look at what is done with the answer", at.0, at.1);
    }
    let pages = |output: Option<&Output>, vendor: &Vendor| {
        let Pages { next, last } = output?.pages.as_ref()?;
        Some((vendor.operations.get(*next)?.name.clone(), last.clone()))
    };
    match (pages(old.output.as_ref(), both.old.vendor), pages(new.output.as_ref(), both.new.vendor)) {
        (None, Some((next, _))) => {
            let text = format!("its pages, got by {}", tick(&next));
            both.add(Kind::PagesAdded, text, "`.pages(…)`", at.0, at.1);
        }
        (Some(_), None) => {
            both.add(Kind::PagesChanged, "it has no pages any more", "take `.pages(…)` away", at.0, at.1)
        }
        (Some((was, _)), Some((is, _))) if was != is => {
            let text = format!("its pages are got by {}, not {}", tick(&is), tick(&was));
            both.add(Kind::PagesChanged, text, format!("give `.pages(…)` a call of {}", tick(&is)), at.0, at.1);
        }
        (Some((_, was)), Some((_, is))) if was != is => {
            both.add(Kind::AnswerChanged, format!("{} says that a page is the last", tick(&is)), "", at.0, at.1);
        }
        _ => {}
    }
    if let (Some(was), Some(is), true) = (&old.output, &new.output, same)
        && (!wire::same_forms(was, is, &wire::there(old, new)) || was.fixed != is.fixed)
    {
        both.add(Kind::AnswerChanged, "its output is read otherwise", "", at.0, at.1);
    }
}

/// Names, addresses and answers on each protocol that both have.
fn wires(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    let at = (Some(&old.at), Some(&new.at));
    let of = |said: &[(Vec<Protocol>, String)], protocol: Protocol| {
        said.iter().find(|(on, _)| on.contains(&protocol)).map(|(_, text)| text.clone())
    };
    let common = wire::there(old, new);
    for (word, was, is) in [("name", &old.names, &new.names), ("address", &old.paths, &new.paths)] {
        for protocol in &common {
            let (was, is) = (of(was, *protocol), of(is, *protocol));
            if was != is {
                let told = |text: Option<String>| text.map_or_else(|| "the usual one".to_owned(), |text| tick(&text));
                let over = spec::families(&[*protocol]).join("");
                let text = format!("its {word} over {over} is {}, not {}", told(is), told(was));
                both.add(Kind::RequestChanged, text, "", at.0, at.1);
            }
        }
    }
    let answer = |vendor: &Vendor, operation: &Operation, protocol: Protocol| -> Option<Answer> {
        let own = operation.answers.iter().find(|(on, _)| on.contains(&protocol)).map(|(_, answer)| *answer)?;
        Some(bare(vendor.answers.get(own)?))
    };
    let is_read_otherwise = common.iter().any(|protocol| {
        answer(both.old.vendor, old, *protocol) != answer(both.new.vendor, new, *protocol)
            || of(&old.insides, *protocol) != of(&new.insides, *protocol)
    });
    if is_read_otherwise {
        both.add(Kind::AnswerChanged, "its answers are read otherwise", "", at.0, at.1);
    }
    for (name, is) in &new.holes {
        let was = old.holes.iter().find(|(known, _)| known == name).map(|(_, was)| was);
        if was.is_some_and(|was| was != is) {
            let text = format!("`{{{name}}}` is `{is}`, not `{}`", was.map_or("", String::as_str));
            both.add(Kind::AnswerChanged, text, "", at.0, at.1);
        }
    }
}

/// An answer without its place and doubts, to be held against another.
pub fn bare(answer: &Answer) -> Answer {
    Answer { at: crate::diagnostic::At { file: 0, span: 0..0 }, doubts: Vec::new(), ..answer.clone() }
}

fn behaviour(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    let at = (Some(&old.at), Some(&new.at));
    if old.limit != new.limit {
        let text = match new.limit {
            Some((calls, seconds)) => format!("it may be called {calls} times in {seconds} s; clients keep to it"),
            None => "it may be called as often as one likes".to_owned(),
        };
        both.add(Kind::LimitChanged, text, "", at.0, at.1);
    }
    if old.idempotent != new.idempotent {
        let text = match new.idempotent {
            true => "it may be sent again after a failure",
            false => "it is not sent again after a failure that may have come after it was done",
        };
        both.add(Kind::IdempotencyChanged, text, "", at.0, at.1);
    }
}
