//! An operation to start from: what its vendor needs it to say, and everything else as comments, in the order in which one
//! meets it while reading a page.

use anyhow::{Result, bail, ensure};

use super::{
    answer,
    lines::{Lines, toml},
    name,
};
use crate::{
    diagnostic::Diagnostics,
    model::{self, OperationFile, Vendor},
    place::Place,
    spec::{self, Node},
};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct New {
    pub vendor: String,
    pub name: String,
    pub area: Option<String>,
    pub summary: String,
    /// The name in Rust, where the derived one will not do.
    pub rust: Option<String>,
}

/// The text, if the specs have no mistakes with it.
pub fn text(place: &Place, new: &New, d: &mut Diagnostics) -> Result<Option<String>> {
    name::check_operation(&new.name)?;
    if let Some(area) = &new.area {
        name::check_area(area)?;
    }
    let summary = new.summary.split_whitespace().collect::<Vec<_>>().join(" ");
    ensure!(
        !summary.is_empty() && !summary.contains(char::is_control),
        "--summary says what the operation does, in a sentence of your own"
    );
    let Some(sources) = model::sources(&place.specs, &new.vendor, d) else { return Ok(None) };
    check_new(&sources.operations, new)?;
    // What the vendor says decides what the operation needs to say.
    let vendor = model::check(sources.clone(), d);
    let said = sources.vendor.get("protocols").and_then(Node::as_table).and_then(|table| table.entries.first());
    let (Some(binding), Some(protocol)) = (vendor.bindings.first(), said) else { return Ok(None) };
    if d.mistakes() > 0 {
        return Ok(None);
    }
    let below = |word: &str| sources.vendor.get(word).and_then(Node::as_table).map_or(&[][..], |table| &table.entries);
    let holes = below("names").iter().filter_map(|entry| Some((entry.key.clone(), entry.node.as_str()?.to_owned())));
    let holes: Vec<(String, String)> = holes.collect();
    let ground = Ground {
        name: &new.name,
        summary: &summary,
        rust: new.rust.as_deref(),
        protocol: &protocol.key,
        answer_name: below("answers").first().map_or("text", |entry| entry.key.as_str()),
        answer: &answer::accepted(&vendor, binding, &holes, &new.name),
        holes: &holes,
        vendor: &vendor,
    };
    let text = scaffold(&ground);

    // A name that collides in Rust, say, is told now, and not after the file is there.
    let path = [Some(new.vendor.as_str()), new.area.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("/");
    let path = format!("{path}/{}.toml", new.name);
    let file = d.add_file(path.clone(), text.clone());
    if let Some(table) = spec::parse(file, d) {
        let mut sources = sources;
        sources.operations.push(OperationFile { name: new.name.clone(), area: new.area.clone(), path, table });
        model::check(sources, d);
    }
    Ok(Some(text))
}

fn check_new(there: &[OperationFile], new: &New) -> Result<()> {
    let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    if let Some(file) = there.iter().find(|file| same(&file.name, &new.name)) {
        let case = if file.name == new.name { "" } else { ", which differs only in its case" };
        bail!("there is an operation `{}` already{case}: {}", file.name, file.path);
    }
    if let Some(area) = &new.area
        && let Some(other) = there.iter().filter_map(|file| file.area.as_ref()).find(|other| same(other, area))
        && other != area
    {
        bail!("there is an area `{other}`, from which `{area}` differs only in its case");
    }
    Ok(())
}

/// What the operation stands on.
struct Ground<'a> {
    name: &'a str,
    summary: &'a str,
    rust: Option<&'a str>,
    /// The first of the vendor's `[protocols]`, as it is called there, and of its `[answers]`.
    protocol: &'a str,
    answer_name: &'a str,
    /// What an accepted answer looks like.
    answer: &'a str,
    holes: &'a [(String, String)],
    vendor: &'a Vendor,
}

fn scaffold(ground: &Ground<'_>) -> String {
    let Ground { name, summary, rust, protocol, answer_name, answer, holes, vendor } = *ground;
    let has = |wanted: &[&str]| {
        let names: Vec<&str> = vendor.bindings.iter().flat_map(|binding| spec::names(binding.protocol)).collect();
        wanted.iter().any(|wanted| names.contains(wanted))
    };
    let (has_form, has_soap, has_xml) = (has(&["form"]), has(&["soap"]), has(&["xml"]));
    let mut lines = Lines::default();
    lines.say(&format!("doc  = {}", toml(summary)), "in your own words; the first sentence is the summary");
    lines.offer("page = \"https://…\"", "the vendor's page that this file says");
    lines.blank();

    lines.offer(&format!("at   = {}", toml(name)), "its name on the wire, where not the file's");
    if has_soap && has_form {
        lines.offer(
            &format!("soap = {}", toml(name)),
            "its name over SOAP; `soap = false`: it is not there; so for `form`, `get`, …",
        );
    }
    lines.offer("path = \"/…\"", "an address of its own");
    lines.offer(&format!("answer = {}", toml("…")), "another one of the vendor's [answers]");
    if has_soap || has_xml {
        lines.offer(&format!("inside = \"{name}Result\""), "the element of the answer that places count from");
    }
    for (hole, _) in holes {
        lines.offer(&format!("names = {{ {hole} = {} }}", toml(name)), "what fills the vendor's hole here");
    }
    let schemes: Vec<&str> = vendor.schemes.iter().map(|scheme| scheme.name.as_str()).collect();
    match schemes.first() {
        Some(scheme) => lines.offer(
            &format!("auth = {}", toml(scheme)),
            "the ways to sign in that it takes, one or a list; `false`: none",
        ),
        None => lines.offer("auth = false", "it takes no sign-in, once the vendor has one"),
    }
    lines.offer("idempotent = true", "doing it twice is doing it once: it may be sent again");
    lines.offer("limit = \"1 in 60 s\"", "how often it may be called");
    lines.offer("supersedes = \"…\"", "the older operation");
    lines.offer("deprecated = \"…\"", "why not to use it");
    lines.offer("use = [\"…\"]", "the vendor's [parts] that it takes");
    let why = "the name in Rust, where the derived one will not do";
    match rust {
        Some(rust) => lines.say(&format!("rust = {}", toml(rust)), why),
        None => lines.offer("rust = \"…\"", why),
    }
    lines.offer("doubt = \"…\"", "what the page leaves open or contradicts; it may stand nearly everywhere");
    lines.offer("demo = true", "is among the calls of `cargo xtask demo`");
    lines.offer("one-of = [\"name\", \"count\"]", "exactly one of these parameters is given");
    lines.blank();

    let soap =
        |place: &str| if has_soap && (has_form || has_xml) { format!(", soap = \"{place}\"") } else { String::new() };
    lines.offer("[params]", "in the order in which they go out, named as on the wire");
    lines.offer(&format!("name  = {{ required = true{}, doc = \"…\" }}", soap("sName")), "a text that must be given");
    lines.offer(
        &format!("count = {{ type = \"i32\", default = 10{}, doc = \"…\" }}", soap("iCount")),
        "what the vendor takes for it is not sent",
    );
    lines.offer("tags  = { type = \"string[]\", separator = \",\", doc = \"…\" }", "many, joined in one text");
    lines.offer("state = { type = \"State\", doc = \"…\" }", "a type of your own, below");
    lines.offer("pwd   = { secret = true, min = 8, doc = \"…\" }", "in no log, no error, no address");
    lines.blank();

    lines.offer("[output]", "what a call gives back; leave it out when success is all");
    if has_form {
        lines.offer("as = \"{id}\"", "how the text is made of it; left out: a line for each field");
    }
    if has_soap || has_xml {
        lines.offer("at = \"Item\"", "the element that holds it");
    }
    lines.offer("[output.fields]", "or one `type = \"…\"`, perhaps `\"…[]\"`, in place of fields");
    lines.offer(
        &format!("id = {{ type = \"i32\", required = true{}, doc = \"…\" }}", soap("iID")),
        "always there, so `required`",
    );
    lines.blank();

    lines.offer("[types]", "for this operation alone; shared ones stand in vendor.toml");
    lines.offer("State = { values = { open = \"…\", closed = \"…\" } }", "an enumeration, which stays open");
    lines.offer(&format!("[answers.{answer_name}]"), "how its answers read, where otherwise than the vendor's");
    lines.offer("case = \"any\"", "such a word");
    lines.blank();

    lines.offer("[codes]", "refusals of its own; the vendor's hold besides");
    lines.offer(
        &format!("NOSUCHNAME = {{ param = \"name\", means = \"not-found\"{}, doc = \"…\" }}", soap("NoSuchName")),
        "the key is the code",
    );
    lines.blank();

    lines.note("Put the page's sample in its place, written by hand: it is a test, and what proves the spec.");
    lines.plain("[[examples]]");
    lines.plain("doc = \"Accepted.\"");
    lines.offer("auth.key = \"…\"", "parameters of signing in, as they went out");
    lines.offer("params = { name = \"Ann Roe\" }", "values under the spec's keys");
    lines.offer(&format!("{protocol}.request = {}", request(protocol)), "what goes out");
    lines.plain(&format!("{protocol}.answer = {}", toml(answer)));
    lines.offer("output = { id = 1 }", "what it means; of a refused one `code = \"NOSUCHNAME\"`");
    lines.text()
}

fn request(protocol: &str) -> &'static str {
    match protocol {
        "form" | "get" | "post" => "\"name=Ann+Roe\"",
        _ => "\"<…>…</…>\"",
    }
}
