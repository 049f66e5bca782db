//! Ways to sign in.

use super::{
    field, name, read, ty,
    types::{Field, Operation, Scheme, SchemeParam},
    vendor::Cx,
};
use crate::{
    diagnostic::{At, Kind},
    spec::{self, Node, Place, Table, Value, words},
};

/// What the builders of clients have for all vendors.
const RESERVED: &[&str] = &[
    "allow_secrets_in_url",
    "body_limit",
    "build",
    "build_blocking",
    "connect_timeout",
    "new",
    "protocol",
    "read_timeout",
    "timeout",
    "transport",
];

/// The schemes of `[auth]`.
pub fn schemes(cx: &mut Cx<'_>, vendor: &Table) {
    let Some(auth) = read::opt_table(vendor, "auth", cx.d).cloned() else { return };
    let mut places: Vec<(String, At)> = Vec::new();
    for entry in &auth.entries {
        let Some(table) = entry.node.as_table() else {
            read::wrong(&entry.node, &entry.key, "a table", cx.d);
            cx.d.lose("auth", &entry.node.at);
            continue;
        };
        let table = spec::check_words(table, Place::Scheme, cx.d);
        let scheme = scheme(cx, &entry.key, &entry.key_at, &table);
        if RESERVED.contains(&scheme.rust.as_str()) {
            cx.d.mistake(
                Kind::ReservedName,
                &entry.key_at,
                format!("builders of clients have a `{}` of their own", scheme.rust),
                "taken",
            )
            .help("give the scheme another name: `rust = \"…\"`");
        }
        places.push((scheme.rust.clone(), entry.key_at.clone()));
        cx.schemes.push(scheme);
    }
    cx.unique(places.into_iter(), "method");
}

/// Checks, once all operations are known, that logins and logouts exist, and that a key is among a login's output.
pub fn check_operations(cx: &mut Cx<'_>, operations: &[Operation]) {
    let vendor = cx.vendor.clone();
    let Some(auth) = vendor.get("auth").and_then(Node::as_table) else { return };
    let names: Vec<&str> = operations.iter().map(|operation| operation.name.as_str()).collect();
    for scheme in &cx.schemes {
        let Some(table) = auth.get(&scheme.name).and_then(Node::as_table) else { continue };
        for word in ["login", "logout"] {
            let Some(node) = table.get(word) else { continue };
            for (name, at) in read::placed_texts(node, word, cx.d) {
                if !names.contains(&name.as_str()) && !cx.unread.contains(&name) {
                    cx.d.mistake(
                        Kind::UnknownOperation,
                        &at,
                        format!("there is no operation `{name}`"),
                        "no file of it",
                    )
                    .suggest_or_list(&name, names.iter().copied(), "operations");
                }
            }
        }
        let login = scheme.login.first().and_then(|login| operations.iter().find(|operation| operation.name == *login));
        let Some(login) = login else { continue };
        for param in &scheme.params {
            let Some(from) = &param.from else { continue };
            let fields: Vec<String> = match &login.output {
                None => Vec::new(),
                Some(output) if ty::is_unsure(cx, &output.ty) => continue,
                Some(output) => ty::value_names(cx, &output.ty),
            };
            if !fields.contains(from) {
                let said = |table: &Table| {
                    Some(table.get("params")?.as_table()?.get(&param.field.name)?.as_table()?.get("from")?.at.clone())
                };
                let at = said(table).unwrap_or_else(|| table.at.clone());
                cx.d.mistake(
                    Kind::UnknownField,
                    &at,
                    format!("`{}` gives no field `{from}`", login.name),
                    "not in its output",
                )
                .suggest(from, fields.iter().map(String::as_str))
                .suggest_any(&match fields.as_slice() {
                    [] => "let its spec say what it gives: `[output]`".to_owned(),
                    fields => format!("it gives `{}`", fields.join("`, `")),
                });
            }
        }
    }
}

/// The schemes that an operation takes: `auth = false`, `"x"`, `["x", "y"]`; all of them where nothing is said.
pub fn of_operation(cx: &mut Cx<'_>, table: &Table) -> Vec<usize> {
    let Some(node) = table.get("auth") else { return (0..cx.schemes.len()).collect() };
    match &node.value {
        Value::Bool(false) => Vec::new(),
        Value::Bool(true) => (0..cx.schemes.len()).collect(),
        _ => {
            let mut found = Vec::new();
            for (name, at) in read::placed_texts(node, "auth", cx.d) {
                match cx.schemes.iter().position(|scheme| scheme.name == name) {
                    Some(index) => found.push(index),
                    None => {
                        cx.d.lose("scheme", &at);
                        let known: Vec<String> = cx.schemes.iter().map(|scheme| scheme.name.clone()).collect();
                        cx.d.mistake(
                            Kind::UnknownScheme,
                            &at,
                            format!("there is no way to sign in called `{name}`"),
                            "not in `[auth]`",
                        )
                        .suggest_or_list(
                            &name,
                            known.iter().map(String::as_str),
                            "ways to sign in",
                        );
                    }
                }
            }
            found
        }
    }
}

fn scheme(cx: &mut Cx<'_>, key: &str, at: &At, table: &Table) -> Scheme {
    let order = table.get("order").and_then(|node| read::one_of(node, "order", words::ORDERS, cx.d));
    let login = table.get("login").map(|node| read::texts(node, "login", cx.d)).unwrap_or_default();
    let mut params = Vec::new();
    if let Some(said) = read::opt_table(table, "params", cx.d) {
        let ground = field::Ground::of_vendor(cx);
        for entry in &said.entries {
            let from = entry
                .node
                .as_table()
                .and_then(|table| table.get("from"))
                .and_then(|node| read::text(node, "from", cx.d));
            if spec::shorthand(&entry.node, Place::Parameter).is_none() {
                read::wrong(&entry.node, &entry.key, "a table", cx.d);
            }
            let entry = secret(entry);
            let field = field::field(cx, &entry, field::Use::SchemeParam, None, &ground);
            params.push(SchemeParam { field: Field { required: false, ..field }, from });
        }
    }
    let of_params = table.get("params").and_then(Node::as_table).into_iter().flat_map(|params| &params.entries);
    let from = of_params.filter_map(|entry| entry.node.as_table()?.entry("from"));
    let of_session = ["logout", "cookie", "idle"].into_iter().filter_map(|word| table.entry(word)).chain(from);
    for entry in of_session.filter(|_| table.get("login").is_none()) {
        let message = format!("`{}` is of a session, which begins with a login", entry.key);
        cx.d.mistake(Kind::NoSession, &entry.key_at, message, "there is none")
            .see(&table.at, "this way to sign in has no `login`")
            .help("say `login = \"…\"`, the operation that opens a session");
    }
    let derived = if login.is_empty() { name::snake(key) } else { "login".to_owned() };
    Scheme {
        at: at.clone(),
        name: key.to_owned(),
        rust: name::said_or(table, || derived, cx.d),
        doc: read::text_or_empty(table, "doc", cx.d),
        doubts: read::doubts(table, cx.d),
        first: order == Some("first"),
        params,
        login,
        logout: read::opt_text(table, "logout", cx.d),
        cookie: read::opt_text(table, "cookie", cx.d),
        idle: idle(cx, table),
    }
}

/// A parameter that is a secret, whatever it is called: it signs in.
pub fn secret(entry: &spec::Entry) -> spec::Entry {
    let node = Node { at: entry.key_at.clone(), value: Value::Bool(true) };
    let word = spec::Entry { key: "secret".to_owned(), key_at: entry.key_at.clone(), node };
    let base = Table { at: entry.key_at.clone(), entries: vec![word] };
    let own = spec::shorthand(&entry.node, Place::Parameter).unwrap_or_else(|| Table::empty(&entry.key_at));
    field::entry(&entry.key, &entry.key_at, spec::merge(&base, &own))
}

/// `20 min`, `30 days`, `90 s`, `2 h`, in seconds.
fn idle(cx: &mut Cx<'_>, table: &Table) -> Option<u32> {
    let node = table.get("idle")?;
    let text = read::text(node, "idle", cx.d)?;
    let parsed = read::span(&text);
    if parsed.is_none() {
        cx.d.mistake(Kind::TimeSpan, &node.at, format!("`{text}` is no span of time"), "not written as one")
            .help("write `20 min`, `90 s`, `2 h` or `30 days`");
    }
    parsed
}
