//! Codes of refusals, as an operation's `Code` and `Details` show them.

use super::{
    compare::{Both, is_reordered, pair, tick},
    hint,
    kind::Kind,
    rust::same_type,
    wire,
};
use crate::model::{Code, Operation, Output, Protocol, Sample, Template};

pub fn compare(both: &mut Both<'_>, old: &Operation, new: &Operation) {
    let paired = pair(&old.codes, &new.codes, |code| code.name.as_str());
    for gone in &paired.gone {
        let hint = match new.codes.iter().find(|code| is_told_like(gone, code)) {
            Some(code) => hint::said(&code.name),
            None => hint::name(&gone.name, paired.added.iter().map(|code| &*code.name)),
        };
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

/// Whether one is told in a way in which the other is told, too.
fn is_told_like(one: &Code, other: &Code) -> bool {
    let spellings = |code: &Code| -> Vec<String> {
        let all = code.spellings.iter().chain(code.also.iter().flat_map(|telling| &telling.spellings));
        all.flat_map(|(_, spellings)| spellings).map(|spelling| spelling.to_lowercase()).collect()
    };
    let messages = |code: &Code| -> Vec<Template> {
        let also = code.also.iter().flat_map(|telling| &telling.messages);
        code.messages.iter().chain(also).cloned().collect()
    };
    let (of_other, messages_of_other) = (spellings(other), messages(other));
    spellings(one).iter().any(|spelling| of_other.contains(spelling))
        || messages(one).iter().any(|message| messages_of_other.contains(message))
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
    // Replies have no name in Rust: what is told like one that is gone, and is the same answer, is that one.
    let same = |gone: &Reply, added: &Reply| gone.1 == added.1 && is_told_like(&gone.0, &added.0);
    for reply in &paired.gone {
        let (code, value) = reply;
        let (kind, text, todo) = match new.replies.iter().find(|other| same(reply, other)) {
            Some((other, _)) => {
                (Kind::AnswerChanged, format!("is {} now, and may be told otherwise", tick(&other.name)), "")
            }
            None => {
                (Kind::ReplyRemoved, format!("is an error, not the answer `{value}`"), "look for it among the errors")
            }
        };
        both.add(kind, format!("{} {text}", tick(&code.name)), todo, Some(&code.at), None);
    }
    for reply in &paired.added {
        let (code, value) = reply;
        let was_code = old.codes.iter().any(|known| known.name == code.name);
        if !was_code && !paired.gone.iter().any(|gone| same(gone, reply)) {
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
