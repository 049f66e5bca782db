//! What somebody is told who makes a mistake in a spec: what is wrong, where, and what to do.

use std::fs;

use xtask::{diagnostic::Diagnostics, model};

const VENDOR: &str = r#"
name = "Acme"
client = "Acme"
version = "0.1.0"
license = "MIT"
repository = "https://example.com"
base = "https://api.example.com"

[names]
prefix = "{operation}"

[protocols.form]
path = "/{operation}"
answer = "text"
[protocols.soap]
path = "/soap"
namespace = "urn:acme"
action = "{namespace}/{operation}"
answer = "xml"

[answers.text]
accepted = "OK {output}"
refused = "{code}"
field = "{name}: {value}"
[answers.xml]
accepted = { at = "{operation}Result", as = "{prefix}_OK" }
refused = { at = "{operation}Result", as = "{prefix}_{code}" }

[auth.api_key]
params = { apikey = { soap = "sKey" } }

[types]
Status = { values = ["On", "Off"] }
"#;

const OPERATION: &str = r#"
doc = "Adds a user."
[params]
name = { required = true, soap = "sName" }
status = { type = "Status" }
[output]
as = "{id}"
fields = { id = { type = "i32", soap = "iID" } }
[codes]
TAKEN = { param = "name", means = "conflict" }
[[examples]]
params.name = "a"
form.request = "name=a"
form.answer = "OK 1"
output.id = 1
"#;

/// What is said about specs in which `from` was replaced by `to`.
fn said(from: &str, to: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("acme");
    fs::create_dir(&root).expect("the vendor's folder");
    let both = [("vendor.toml", VENDOR), ("addUser.toml", OPERATION)];
    assert!(from.is_empty() || both.iter().any(|(_, text)| text.contains(from)), "the specs have no {from:?}");
    for (name, text) in both {
        fs::write(root.join(name), if from.is_empty() { text.to_owned() } else { text.replace(from, to) })
            .expect("a file");
    }
    let mut diagnostics = Diagnostics::default();
    model::load(folder.path(), "acme", &mut diagnostics);
    diagnostics.render(false).replace(&folder.path().display().to_string(), "specs")
}

#[track_caller]
fn check(from: &str, to: &str, wanted: &[&str]) {
    let said = said(from, to);
    for wanted in wanted {
        assert!(said.contains(wanted), "not said: {wanted}\n{said}");
    }
}

#[test]
fn good_specs_have_nothing_said_of_them() {
    assert_eq!(said("", ""), "");
}

#[test]
fn a_slip_in_a_word_is_shown_in_its_line_with_the_word_that_was_meant() {
    let said = said("name = { required = true", "name = { requird = true");
    assert_eq!(
        said,
        "error: unknown word `requird`
 --> specs/acme/addUser.toml:4:10
  |
4 | name = { requird = true, soap = \"sName\" }
  |          ^^^^^^^ not a word of this table
  |
  = help: did you mean `required`?

"
    );
}

#[test]
fn all_mistakes_of_all_files_are_reported_together() {
    let vendor =
        VENDOR.replace("namespace = \"urn:acme\"\n", "").replace("Status = { values = [\"On\", \"Off\"] }", "");
    let operation = OPERATION.replace("\"i32\"", "\"i33\"").replace("means = \"conflict\"", "means = \"conflct\"");
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("acme")).expect("the vendor's folder");
    fs::write(folder.path().join("acme/vendor.toml"), vendor).expect("a file");
    fs::write(folder.path().join("acme/addUser.toml"), operation).expect("a file");
    let mut diagnostics = Diagnostics::default();
    model::load(folder.path(), "acme", &mut diagnostics);
    let said = diagnostics.render(false);
    for wanted in ["`namespace` is missing", "there is no type `i33`", "did you mean `conflict`?", "no type `Status`"] {
        assert!(said.contains(wanted), "not said: {wanted}\n{said}");
    }
}

#[test]
fn only_the_first_syntax_mistake_of_a_file_is_shown() {
    let said = said("form.request = \"name=a\"", "form.request = \"name=a");
    assert_eq!(said.matches("error: this is not TOML").count(), 1, "{said}");
    assert!(said.contains("addUser.toml:13:"), "{said}");
}

#[test]
fn names_that_do_not_exist_are_suggested() {
    check("type = \"Status\"", "type = \"Staus\"", &["there is no type `Staus`", "did you mean `Status`?"]);
    check("param = \"name\"", "param = \"nam\"", &["no parameter `nam`", "did you mean `name`?"]);
    check("params.name", "params.nmae", &["no parameter `nmae`", "did you mean `name`?"]);
    check("output.id", "output.ids", &["there is no field `ids`", "did you mean `id`?"]);
    check("answer = \"text\"", "answer = \"texts\"", &["there is no answer `texts`", "did you mean `text`?"]);
    check("as = \"{id}\"", "as = \"{ids}\"", &["nothing is called `ids` here", "did you mean `id`?"]);
}

#[test]
fn what_looks_like_a_secret_has_to_say_whether_it_is_one() {
    check(
        "status = { type",
        "user_password = {}\nstatus = { type",
        &["`user_password` looks like a secret", "say `secret = true`, or `secret = false`"],
    );
    assert_eq!(said("status = { type", "user_password = { secret = false }\nstatus = { type"), "");
    check("type = \"Status\"", "type = \"i32\", secret = true", &["only a text can be secret"]);
}

#[test]
fn names_that_collide_in_rust_are_shown_both() {
    check("status = { type", "NAME = {}\nstatus = { type", &["two names become the field `name` in Rust", "the first"]);
}

#[test]
fn names_that_builders_need_are_refused() {
    check("status = { type", "send = {}\nstatus = { type", &["builders need the name `send`"]);
}

#[test]
fn templates_and_places_are_checked() {
    check("as = \"{id}\"", "as = \"{id}{id}\"", &["nothing parts the holes"]);
    check("as = \"{id}\"", "as = \"{id\"", &["has no name or no end"]);
    check("at = \"{operation}Result\", as = \"{prefix}_OK\"", "at = \"a//b\"", &["`a//b` is no place"]);
}

#[test]
fn an_operation_needs_an_example_that_shows_the_wire() {
    check("[[examples]]", "[examples]", &["`examples` takes a list of tables"]);
    check("form.request = \"name=a\"\nform.answer = \"OK 1\"\n", "", &["the example shows nothing of the wire"]);
}

#[test]
fn a_type_may_differ_by_protocol_in_its_spelling_only() {
    check(
        "fields = { id = { type = \"i32\", soap = \"iID\" } }",
        "fields = { id = { type = \"i32\", soap = { type = \"bool\" } } }",
        &["`bool` is another type in Rust than the field's"],
    );
}

/// Whatever is done to a spec, the generator says something and does not panic.
#[test]
fn a_garbled_spec_never_panics() {
    for text in [VENDOR, OPERATION] {
        for line in text.lines().filter(|line| !line.is_empty()) {
            said(line, "");
            said(line, "x = 1");
            for (position, character) in line.char_indices() {
                if matches!(character, '{' | '}' | '"' | '=' | '[' | ']' | ',') {
                    let mut cut = line.to_owned();
                    cut.remove(position);
                    said(line, &cut);
                }
            }
        }
        for (value, other) in [("\"", "'"), ("true", "1"), ("1", "true"), ("{ ", "[ "), ("\"text\"", "[]"), ("[[", "[")]
        {
            if text.contains(value) {
                said(value, other);
            }
        }
    }
}
