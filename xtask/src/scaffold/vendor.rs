//! A vendor to start from: addresses and answers of the protocols that were asked for, and everything else as comments.

use anyhow::{Context, Result};
use heck::{ToTitleCase, ToUpperCamelCase};

use super::lines::{Lines, toml};
use crate::{model::Protocol, place::Place, spec};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct New {
    pub name: String,
    /// Protocols and families, of which the first is the client's default.
    pub protocols: Vec<String>,
    /// Of the crate; this workspace's own where nothing is said.
    pub license: Option<String>,
    pub repository: Option<String>,
}

pub fn text(place: &Place, new: &New) -> Result<String> {
    let said = |word: &str, said: &Option<String>| match said {
        Some(said) => Ok(said.clone()),
        None => of_workspace(place, word),
    };
    let has = |member: Protocol| new.protocols.iter().any(|name| spec::members(name).contains(&member));
    let has_form = has(Protocol::Get) || has(Protocol::Post);
    let has_soap = has(Protocol::Soap11) || has(Protocol::Soap12);

    let mut lines = Lines::default();
    lines.say(&format!("name       = {}", toml(&new.name.to_title_case())), "as the vendor calls the API");
    lines.say(&format!("client     = {}", toml(&new.name.to_upper_camel_case())), "the Rust name of the client");
    lines.offer("doc        = \"…\"", "what it is for, in your own words");
    lines.offer("page       = \"https://…\"", "the vendor's help");
    lines.offer("base       = \"https://…\"", "the address of all calls; without it, every customer gives one");
    lines.say("version    = \"0.1.0\"", "of the crate; so are the next two");
    lines.plain(&format!("license    = {}", toml(&said("license", &new.license)?)));
    lines.plain(&format!("repository = {}", toml(&said("repository", &new.repository)?)));
    lines.offer("doubt      = \"…\"", "what the help leaves open; it may stand nearly everywhere");
    lines.blank();

    lines.offer("[defaults.param]", "words of every parameter; [defaults.field] of every field of an answer");
    lines.offer("required = true", "such as this");
    lines.offer("[params]", "parameters of every operation, such as one that names it");
    lines.offer("command = { fixed = \"{operation}\" }", "always sent, never given");
    lines.offer("[names]", "holes of your own for addresses and templates");
    lines.offer("prefix = \"{operation}\"", "an operation may fill it otherwise");
    lines.blank();

    for (index, name) in new.protocols.iter().enumerate() {
        if !new.protocols.iter().take(index).any(|before| before == name) {
            protocol(&mut lines, name);
        }
    }
    lines.blank();
    if has_form {
        text_answer(&mut lines);
    }
    if has_soap {
        soap_answer(&mut lines);
    } else if has(Protocol::Xml) {
        xml_answer(&mut lines);
    }
    lines.blank();
    rest(&mut lines, has_soap && has_form);
    Ok(lines.text())
}

fn protocol(lines: &mut Lines, name: &str) {
    match name {
        "form" | "get" | "post" => {
            lines.say(
                &format!("[protocols.{name}]"),
                if name == "form" { "GET and POST" } else { "`form` is GET and POST" },
            );
            lines.say("path   = \"/{operation}\"", "below the base");
            lines.say("answer = \"text\"", "one of [answers]");
            lines.offer("headers = { Accept-Language = \"en-US\" }", "sent along");
            lines.offer("charset = \"windows-1252\"", "of what is sent, where not UTF-8");
        }
        "xml" => {
            lines.say("[protocols.xml]", "an XML document is posted");
            lines.say("path   = \"/{operation}\"", "below the base");
            lines.say("root   = \"request\"", "the element that is posted");
            lines.say("answer = \"xml\"", "one of [answers]");
            lines.offer("namespace = \"…\"", "of the elements");
            lines.offer("inside = \"…\"", "the element of an answer that places count from");
        }
        _ => {
            lines.say(
                &format!("[protocols.{name}]"),
                if name == "soap" { "SOAP 1.1 and 1.2" } else { "`soap` is SOAP 1.1 and 1.2" },
            );
            lines.say("path      = \"/service.asmx\"", "below the base");
            lines.say("namespace = \"http://tempuri.org/\"", "as the service's page says; so is the action");
            lines.plain("action    = \"{namespace}{operation}\"");
            lines.say("answer    = \"xml\"", "one of [answers]");
            lines.offer("inside    = \"{operation}Result\"", "the element of an answer that places count from");
        }
    }
}

fn text_answer(lines: &mut Lines) {
    lines.say("[answers.text]", "what the help shows; here `OK 4711`, or a code alone");
    lines.say("accepted = \"OK {output}\"", "`{output}` is what the call gives");
    lines.say("refused  = \"{code}\"", "also `{message}`, `{parameter}`; a list of templates is read through");
    lines.say("field    = \"{name}: {value}\"", "how a line of the output is labelled");
    lines.offer("charset  = \"windows-1252\"", "of answers that do not say theirs");
}

fn soap_answer(lines: &mut Lines) {
    lines.say("[answers.xml]", "where a refusal is a SOAP fault");
    lines.plain("faults = [");
    lines.say("  { at = [\"faultcode\", \"Code/Value\"] },", "of SOAP 1.1, of SOAP 1.2");
    lines.plain("  { at = [\"faultstring\", \"Reason/Text\"], as = \"{message}\" },");
    lines.plain("]");
    lines.offer("accepted = { at = \"{operation}Result\", as = \"OK\" }", "where the result itself tells");
    lines.offer("refused  = { at = \"{operation}Result\", as = \"{code}\" }", "");
    lines.offer("field    = \"@{name}\"", "fields are attributes, not elements");
    lines.offer("case     = \"any\"", "names match in any case");
}

fn xml_answer(lines: &mut Lines) {
    lines.say("[answers.xml]", "what the help shows; here an attribute `status`, and the error's own");
    lines.plain("accepted = { at = \"@status\", as = \"ok\" }");
    lines.say("refused  = [", "all are read through, each adding what is not known yet");
    lines.plain("  { at = \"@status\", as = \"fail\" },");
    lines.plain("  { at = \"error/@code\" },");
    lines.plain("  { at = \"error\", as = \"{message}\" },");
    lines.plain("]");
    lines.offer("field    = \"@{name}\"", "fields are attributes, not elements");
    lines.offer("case     = \"any\"", "names match in any case");
}

fn rest(lines: &mut Lines, has_two: bool) {
    let soap = |name: &str| if has_two { format!("soap = \"{name}\", ") } else { String::new() };
    lines.offer("[auth.key]", "a way to sign in: the user gives a key, by .key(…)");
    lines.offer("doc    = \"…\"", "how one comes by it");
    lines.offer(
        &format!("params = {{ key = {{ {}secret = true }} }}", soap("sKey")),
        "`in = \"header\"`: it is an HTTP header",
    );
    lines.offer("codes  = { BADKEY = { means = \"credentials\", doc = \"…\" } }", "refusals of it");
    lines.offer("[auth.session]", "another: an operation begins a session, by .login(…)");
    lines.offer("login  = \"login\"", "it says `auth = false`");
    lines.offer("logout = \"logout\"", "the one that ends it");
    lines.offer(
        "cookie = \"Session\"",
        "what carries it; or a parameter that says `from`, a field of the login's output",
    );
    lines.offer("idle   = \"20 min\"", "how long it lives without a call");
    lines.offer("codes  = { NOTLOGGEDIN = { means = \"sign-in\", doc = \"…\" } }", "what says that it has ended");
    lines.blank();
    lines.offer("[types]", "of all operations");
    lines.offer("TeamId = { base = \"i32\", doc = \"…\" }", "a scalar with a meaning");
    lines.offer("Day    = { base = \"datetime\", format = \"%m/%d/%Y\" }", "as the vendor spells it");
    lines.offer("YesNo  = { base = \"bool\", true = \"yes\", false = \"no\" }", "");
    lines.offer("Role   = { values = { admin = \"…\", member = \"…\" } }", "an enumeration, which stays open");
    lines.offer(
        "User   = { fields = { id = \"i32\", name = \"string\" } }",
        "a record; nested XML is an XSD beside this file",
    );
    lines.blank();
    lines.offer("[codes]", "refusals of every operation");
    lines.offer(
        "ERROR = { means = \"vendor-fault\", doc = \"…\" }",
        "the key is the code, unless it says `code` or `message`",
    );
    lines.offer("[parts.seats.codes]", "of those that say `use = [\"seats\"]`");
    lines.offer("NOSEAT = { means = \"limit\", doc = \"…\" }", "");
}

/// What this workspace says of its own packages.
fn of_workspace(place: &Place, word: &str) -> Result<String> {
    let path = place.workspace.join("Cargo.toml");
    let text = fs_err::read_to_string(&path)?;
    let manifest = toml::de::DeTable::parse(&text).with_context(|| format!("reading {}", path.display()))?;
    let found = (|| {
        let package =
            manifest.get_ref().get("workspace")?.get_ref().as_table()?.get("package")?.get_ref().as_table()?;
        Some(package.get(word)?.get_ref().as_str()?.to_owned())
    })();
    found.with_context(|| format!("say --{word}, for {} says none of its packages", path.display()))
}
