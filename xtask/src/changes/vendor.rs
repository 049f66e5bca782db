//! What holds for the vendor as a whole: the client, its protocols, how answers read, the package.

use super::{
    compare::{Both, pair, tick},
    docs,
    kind::Kind,
    operations::bare,
    sign_in,
};
use crate::{
    model::{Answer, Binding, Protocol, Vendor},
    spec,
};

pub fn compare(both: &mut Both<'_>) {
    client(both);
    protocols(both);
    sign_in::compare(both);
    package(both);
    docs::of_vendor(both);
}

fn client(both: &mut Both<'_>) {
    let (old, new) = (both.old.vendor, both.new.vendor);
    let at = (Some(&old.at), Some(&new.at));
    if old.client != new.client {
        let text = format!("the client is called `{}`, not `{}`", new.client, old.client);
        both.add(Kind::ClientRenamed, text, format!("write `{}`", new.client), at.0, at.1);
    }
    let name = &new.client;
    match (&old.base, &new.base) {
        (None, Some(base)) => {
            let todo = format!("write `{name}::builder()`, and `.base_url(…)` for another address than {base}");
            both.add(Kind::ClientBuilderChanged, "the vendor has one address for all", todo, at.0, at.1);
        }
        (Some(_), None) => {
            let todo = format!("write `{name}::builder(base_url)`");
            both.add(Kind::ClientBuilderChanged, "every customer has an address of their own", todo, at.0, at.1);
        }
        (Some(was), Some(is)) if was != is => {
            both.add(Kind::RequestChanged, format!("the address is {is}, not {was}"), "", at.0, at.1);
        }
        _ => {}
    }
}

fn protocols(both: &mut Both<'_>) {
    let (old, new) = (both.old.vendor, both.new.vendor);
    let at = (Some(&old.at), Some(&new.at));
    let paired = pair(&old.bindings, &new.bindings, |binding| binding.protocol);
    let names = |bindings: &[&Binding]| {
        let protocols: Vec<Protocol> = bindings.iter().map(|binding| binding.protocol).collect();
        spec::families(&protocols).join(", ")
    };
    if let Some(first) = paired.gone.first() {
        let text = format!("no call goes over {} any more", names(&paired.gone));
        both.add(Kind::ProtocolRemoved, text, "call over another protocol", Some(&first.at), at.1);
    }
    if let Some(first) = paired.added.first() {
        let text = format!("calls go over {}, too", names(&paired.added));
        both.add(Kind::ProtocolAdded, text, "`.with(Protocol::…)`", at.0, Some(&first.at));
    }
    if let (Some(was), Some(is)) = (old.bindings.first(), new.bindings.first())
        && was.protocol != is.protocol
    {
        let text = format!("calls go over {} unless told otherwise, not over {}", names(&[is]), names(&[was]));
        let todo = format!("`.protocol(Protocol::{:?})` has it as it was, where that is still there", was.protocol);
        both.add(Kind::DefaultProtocolChanged, text, todo, Some(&was.at), Some(&is.at));
    }
    for (was, is) in &paired.both {
        let at = (Some(&was.at), Some(&is.at));
        let over = names(&[is]);
        let mut differences = Vec::new();
        for (word, was, is) in [
            ("path", &was.path, &is.path),
            ("namespace", &was.namespace, &is.namespace),
            ("action", &was.action, &is.action),
            ("root", &was.root, &is.root),
        ] {
            if was != is {
                differences.push(format!("`{word}` is `{is}`, not `{was}`"));
            }
        }
        if was.charset != is.charset {
            differences.push("another character set".to_owned());
        }
        if was.headers != is.headers {
            differences.push("other headers".to_owned());
        }
        if !differences.is_empty() {
            let text = format!("calls over {over}: {}", differences.join("; "));
            both.add(Kind::RequestChanged, text, "", at.0, at.1);
        }
        let answer =
            |vendor: &Vendor, binding: &Binding| -> Option<Answer> { vendor.answers.get(binding.answer).map(bare) };
        if answer(old, was) != answer(new, is) || was.inside != is.inside {
            both.add(Kind::AnswerChanged, format!("answers over {over} are read otherwise"), "", at.0, at.1);
        }
    }
}

fn package(both: &mut Both<'_>) {
    let (old, new) = (both.old.vendor, both.new.vendor);
    for (word, was, is) in [
        ("name", &old.name, &new.name),
        ("license", &old.license, &new.license),
        ("repository", &old.repository, &new.repository),
    ] {
        if was != is {
            let text = format!("its {word} is {}, not {}", tick(is), tick(was));
            both.add(Kind::PackageChanged, text, "", Some(&old.at), Some(&new.at));
        }
    }
}
