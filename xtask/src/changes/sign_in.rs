//! Ways to sign in: methods of the client's builder.

use super::{
    compare::{Both, pair, tick},
    hint,
    kind::Kind,
    rust::{plain, same_value},
    wire,
};
use crate::{
    emit::api,
    model::{Field, Scheme, Vendor},
};

pub fn compare(both: &mut Both<'_>) {
    let paired = pair(&both.old.vendor.schemes, &both.new.vendor.schemes, |scheme| scheme.name.as_str());
    for gone in &paired.gone {
        let hint = hint::name(&gone.name, paired.added.iter().map(|scheme| &*scheme.name));
        let todo = format!("sign in otherwise than by `.{}(…)`{hint}", plain(&gone.rust));
        both.add(Kind::SignInRemoved, format!("sign-in {} is gone", tick(&gone.name)), todo, Some(&gone.at), None);
    }
    for added in &paired.added {
        let todo = format!("`.{}(…)`", plain(&added.rust));
        both.add(Kind::SignInAdded, format!("sign-in {}", tick(&added.name)), todo, None, Some(&added.at));
    }
    for (was, is) in &paired.both {
        one(both, was, is);
    }
}

fn one(both: &mut Both<'_>, old: &Scheme, new: &Scheme) {
    let at = (Some(&old.at), Some(&new.at));
    let name = format!("sign-in {}", tick(&new.name));
    let method = plain(&new.rust);
    let (was, is) = (!old.login.is_empty(), !new.login.is_empty());
    if was != is {
        let how = if is { "begins with a login" } else { "begins with no login any more" };
        let todo = "look at how the client is set up, and at `sign_in`, `sign_out` and sessions that were exported";
        both.add(Kind::SignInReplaced, format!("{name} {how}"), todo, at.0, at.1);
    }
    if old.rust != new.rust {
        let text = format!("{name} is `.{method}(…)`, not `.{}(…)`", plain(&old.rust));
        both.add(Kind::SignInRenamed, text, format!("write `.{method}(…)`"), at.0, at.1);
    }
    let (old_arguments, new_arguments) = (api::arguments(both.old.vendor, old), api::arguments(both.new.vendor, new));
    // Of one type in one order they may still be others: they are told by their names.
    let same = |(was, is): (&&Field, &&Field)| was.name == is.name && same_argument(both, was, is);
    if old_arguments.len() != new_arguments.len() || !old_arguments.iter().zip(&new_arguments).all(same) {
        let names =
            |arguments: &[&Field]| arguments.iter().map(|field| plain(&field.rust)).collect::<Vec<_>>().join(", ");
        let call = format!("`.{method}({})`", names(&new_arguments));
        let text = format!("{name} is {call}, not `.{}({})`", plain(&old.rust), names(&old_arguments));
        both.add(Kind::SignInArgumentsChanged, text, format!("write {call}"), at.0, at.1);
    }
    let renamed =
        old_arguments.iter().zip(&new_arguments).filter(|(was, is)| was.name == is.name && was.rust != is.rust);
    for (was, is) in renamed {
        let text = format!("{name}: an argument is called `{}`, not `{}`", plain(&is.rust), plain(&was.rust));
        both.add(Kind::DocsChanged, text, "", Some(&was.at), Some(&is.at));
    }
    let mut differences = Vec::new();
    if was && is && old.login.first() != new.login.first() {
        differences.push("another operation opens the session".to_owned());
    }
    if old.logout != new.logout {
        differences.push("another operation ends the session".to_owned());
    }
    if old.cookie != new.cookie {
        differences.push("another cookie carries the session".to_owned());
    }
    if old.idle != new.idle {
        let life = |idle: Option<u32>| idle.map_or_else(|| "for ever".to_owned(), |seconds| format!("{seconds} s"));
        let (was, is) = (life(old.idle), life(new.idle));
        differences.push(format!("a session without calls lives {is}, not {was}"));
    }
    if old.first != new.first {
        differences.push("its parameters stand elsewhere".to_owned());
    }
    let paired = pair(&old.params, &new.params, |param| param.field.name.as_str());
    for (was, is) in &paired.both {
        let of_wire = wire::differences(both, &was.field, &is.field);
        differences.extend(of_wire.into_iter().map(|what| format!("parameter {}: {what}", tick(&is.field.name))));
        if was.from != is.from {
            differences.push(format!("{} comes from another field of the login", tick(&is.field.name)));
        }
    }
    // Those that users give are among the arguments.
    for param in paired.gone.iter().chain(&paired.added).filter(|param| param.from.is_some()) {
        differences.push(format!("{} came or went", tick(&param.field.name)));
    }
    if !differences.is_empty() {
        both.add(Kind::RequestChanged, format!("{name}: {}", differences.join("; ")), "", at.0, at.1);
    }
}

fn same_argument(both: &Both<'_>, old: &Field, new: &Field) -> bool {
    let converts = |vendor: &Vendor, field: &Field| api::sign_in_converts(vendor, field);
    same_value(both, old, new) && converts(both.old.vendor, old) == converts(both.new.vendor, new)
}
