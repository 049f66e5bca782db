//! Codes of refusals, as an operation's `Code` and `Details` show them.

use super::{
    compare::{Both, is_reordered, pair, tick},
    hint,
    kind::Kind,
    rust::same_type,
    wire,
};
use crate::model::{Code, Operation, Output, Protocol, Sample};

pub fn compare(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    let paired = pair(&old.codes, &new.codes, |code| code.name.as_str());
    for gone in &paired.gone {
        let hint = hint::name(&gone.name, paired.added.iter().map(|code| &*code.name));
        let todo = match new.replies.iter().any(|(reply, _)| reply.name == gone.name) {
            true => "it is an answer now, and no error".to_owned(),
            false => format!("take `Code::{}` away{hint}; should it come, `as_str` gives it", gone.rust),
        };
        both.add(Kind::CodeRemoved, format!("code {} is gone", tick(&gone.name)), todo, Some(&gone.at), None);
    }
    for code in &paired.added {
        let was_reply = old.replies.iter().any(|(reply, _)| reply.name == code.name);
        if !was_reply {
            let todo = format!("`Code::{}`", code.rust);
            both.add(Kind::CodeAdded, format!("code {}", tick(&code.name)), todo, None, Some(&code.at));
        }
        if code.details.is_some() {
            details(both, code, code, &[]);
        }
    }
    let there = wire::there(old, new);
    for (was, is) in &paired.both {
        one(both, was, is, &there);
    }
    if is_reordered(&paired.both, &new.codes, |code| code.name.as_str()) {
        both.add(Kind::AnswerChanged, "codes are looked for in another order", "", Some(&old.at), Some(&new.at));
    }
    replies(both, old, new);
}

fn one(both: &mut Both<'_>, old: &Code, new: &Code, there: &[Protocol]) {
    let name = tick(&old.name);
    let at = (Some(&old.at), Some(&new.at));
    if old.rust != new.rust {
        let text = format!("code {name} is `{}` in Rust, not `{}`", new.rust, old.rust);
        both.add(Kind::CodeRenamed, text, format!("write `Code::{}`", new.rust), at.0, at.1);
    }
    if (old.means, &old.param) != (new.means, &new.param) {
        let about = new.param.as_ref().map(|param| format!(", about {}", tick(param))).unwrap_or_default();
        let text = format!("code {name} means `{}`{about}, not `{}`", new.means.word(), old.means.word());
        both.add(Kind::CodeMeaningChanged, text, "`kind()` and `parameter()` say so", at.0, at.1);
    }
    if !is_told_alike(old, new, there) {
        both.add(Kind::AnswerChanged, format!("code {name} is told otherwise"), "", at.0, at.1);
    }
    details(both, old, new, there);
}

/// Whether both are told in the same way, on these protocols.
fn is_told_alike(old: &Code, new: &Code, there: &[Protocol]) -> bool {
    let mut also = old.also.iter().zip(&new.also);
    let same_also =
        also.all(|(was, is)| wire::same_on(&was.spellings, &is.spellings, there) && was.messages == is.messages);
    wire::same_on(&old.spellings, &new.spellings, there)
        && old.messages == new.messages
        && old.also.len() == new.also.len()
        && same_also
}

/// What a refusal carries. A code that is new has nothing old to differ from: it is given for both.
fn details(both: &mut Both<'_>, old: &Code, new: &Code, there: &[Protocol]) {
    let at = (Some(&old.at), Some(&new.at));
    let name = tick(&old.name);
    let variant = format!("`Details::{}`", new.rust);
    let is_new = std::ptr::eq(old, new);
    match (old.details.as_ref().filter(|_| !is_new), &new.details) {
        (None, Some(_)) => {
            let old = at.0.filter(|_| !is_new);
            both.add(Kind::DetailsAdded, format!("what comes with code {name}"), variant, old, at.1);
        }
        (Some(_), None) => {
            let text = format!("nothing comes with code {name} any more");
            both.add(Kind::DetailsChanged, text, format!("take {variant} away"), at.0, at.1);
        }
        (Some(was), Some(is)) if !same_output(both, was, is) => {
            let ty = both.new.vendor.type_word(&is.ty, is.many);
            let text = format!("what comes with code {name} is of type `{ty}`");
            both.add(Kind::DetailsChanged, text, format!("look at {variant}"), at.0, at.1);
        }
        (Some(was), Some(is)) if !wire::same_forms(was, is, there) => {
            both.add(Kind::AnswerChanged, format!("what comes with code {name} is read otherwise"), "", at.0, at.1);
        }
        _ => {}
    }
}

/// Whether both are the same in Rust.
pub fn same_output(both: &Both<'_>, old: &Output, new: &Output) -> bool {
    old.many == new.many && old.secret == new.secret && (old.secret || same_type(both, &old.ty, &new.ty))
}

/// Refusals that are an answer.
fn replies(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    type Reply = (Code, Sample);
    let paired = pair(&old.replies, &new.replies, |(code, _): &Reply| code.name.as_str());
    for (code, value) in &paired.gone {
        let text = format!("{} is an error, not the answer `{value}`", tick(&code.name));
        both.add(Kind::ReplyRemoved, text, "look for it among the errors", Some(&code.at), None);
    }
    for (code, value) in &paired.added {
        let was_code = old.codes.iter().any(|known| known.name == code.name);
        if !was_code {
            let text = format!("{} is the answer `{value}`", tick(&code.name));
            both.add(Kind::ReplyAdded, text, "", None, Some(&code.at));
        }
    }
    for ((was, old_value), (is, value)) in &paired.both {
        if old_value != value || !is_told_alike(was, is, &wire::there(old, new)) {
            let text = format!("{} is told otherwise, or is another answer: `{value}`", tick(&is.name));
            both.add(Kind::AnswerChanged, text, "", Some(&was.at), Some(&is.at));
        }
    }
}
