//! What somebody is told who makes a mistake in a spec: what is wrong, where, and what to do.

use std::{fs, path::Path};

use xtask::{
    diagnostic::Diagnostics,
    model,
    spec::{Node, Table, Value},
};

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
    let (folder, diagnostics) = load(from, to);
    diagnostics.render(false).replace(&folder.path().display().to_string(), "specs")
}

fn load(from: &str, to: &str) -> (tempfile::TempDir, Diagnostics) {
    let both = [VENDOR, OPERATION];
    assert!(from.is_empty() || both.iter().any(|text| text.contains(from)), "the specs have no {from:?}");
    let [vendor, operation] = both.map(|text| if from.is_empty() { text.to_owned() } else { text.replace(from, to) });
    load_texts(&vendor, &operation)
}

fn load_texts(vendor: &str, operation: &str) -> (tempfile::TempDir, Diagnostics) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("acme");
    fs::create_dir(&root).expect("the vendor's folder");
    fs::write(root.join("vendor.toml"), vendor).expect("a file");
    fs::write(root.join("addUser.toml"), operation).expect("a file");
    let mut diagnostics = Diagnostics::default();
    model::load(folder.path(), "acme", &mut diagnostics);
    (folder, diagnostics)
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
    let (_folder, diagnostics) = load_texts(&vendor, &operation);
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
fn words_of_a_short_list_are_suggested() {
    check("[answers.text]", "[answers.text]\ncase = \"anny\"", &["`case` is `exact` or `any`", "did you mean `any`?"]);
    let carriers = &["`in` is `header`, `basic` or `soap-header`", "none of them", "did you mean `header`?"];
    check("name = { required", "name = { in = \"heder\", required", carriers);
    check("accepted = \"OK", "format = 5\naccepted = \"OK", &["`format` is `text`, `xml` or `bytes`", "none of them"]);
}

#[test]
fn under_a_protocol_stands_a_table_or_what_is_short_for_one() {
    let param = &["`soap` takes a table, or a text (its `at`), or false", "this is a number"];
    check("soap = \"sName\"", "soap = 5", param);
    check(
        "as = \"{id}\"",
        "as = \"{id}\"\nform = false",
        &["`form` takes a table, or a text (its `at`)", "true or false"],
    );
    check("form.answer = \"OK 1\"", "soap = \"OK 1\"", &["`soap` takes a table", "this is a text"]);
}

#[test]
fn values_of_the_wrong_kind_are_not_passed_by() {
    check("type = \"Status\"", "type = \"Status\", nillable = \"yes\"", &["`nillable` takes true or false"]);
    check("Status = { values = [\"On\", \"Off\"] }", "Status = { base = 5 }", &["`base` takes a text"]);
    check("params = { apikey = { soap = \"sKey\" } }", "params = { apikey = 5 }", &["`apikey` takes a table"]);
    check("[auth.api_key]", "[auth.api_key]\nlogin = []", &["`login` takes the name of an operation"]);
    let field = "[answers.xml]\nfield = true";
    check("[answers.xml]", field, &["`field` takes a text"]);
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

const ID: &str = "fields = { id = { type = \"i32\", soap = \"iID\" } }";

#[test]
fn a_word_that_cannot_differ_by_protocol_is_told_from_one_that_nobody_knows() {
    check(
        "soap = \"sName\" }",
        "soap = { at = \"sName\", required = true } }",
        &["`required` cannot differ by protocol", "say it once", "by protocol may differ `doubt`, `at`"],
    );
    check("soap = \"sName\" }", "soap = { aat = \"sName\" } }", &["unknown word `aat`", "did you mean `at`?"]);
}

#[test]
fn what_one_parameter_asks_of_others_is_checked() {
    let with = |more: &str| format!("status = {{ type = \"Status\" }}\n{more}");
    let status = "status = { type = \"Status\" }";
    check(
        status,
        &with("a = { required = { statsu = \"On\" } }"),
        &["`a` depends on `statsu`", "did you mean `status`?"],
    );
    check(
        status,
        &with("a = { required = { status = \"Of\" } }"),
        &["required when `status` is Of, which it never is"],
    );
    assert_eq!(said(status, &with("a = { required = { status = \"On\" } }")), "");
    let one_of = |list: &str| format!("one-of = {list}\n[params]");
    check("[params]", &one_of("[\"status\", \"nme\"]"), &["no parameter `nme`", "did you mean `name`?"]);
    check("[params]", &one_of("[\"status\", \"name\"]"), &["`name` is required, so the others can never be given"]);
    check("[params]", &one_of("[\"status\"]"), &["one of a single parameter is that one"]);
}

#[test]
fn fixed_values_and_bounds_have_to_make_sense() {
    let status = "status = { type = \"Status\" }";
    check(status, "status = { fixed = \"{oper}\" }", &["nothing is called `oper` here"]);
    check(status, "status = { fixed = \"x\", required = true }", &["is required, and has a value already"]);
    check(status, "status = { type = \"i32\", min = 5, max = 2 }", &["nothing is at least 5 and at most 2"]);
    check(status, "status = { type = \"bool\", min = 1 }", &["`min` is of a number, a text, bytes or a list"]);
    check("params.name = \"a\"", "params = { name = \"a\", status = \"On\" }", &[]);
    check(
        "[params]\nname = { required = true, soap = \"sName\" }",
        "[params]\nv = { fixed = \"2\" }\nname = { required = true, soap = \"sName\" }",
        &[],
    );
}

#[test]
fn what_carries_a_parameter_is_checked() {
    let status = "status = { type = \"Status\" }";
    check(status, "status = { in = \"haeder\" }", &["`in` is `header`, `basic` or `soap-header`"]);
    check(status, "status = { in = \"soap-header\" }", &["Post has no SOAP header", "say it for SOAP alone"]);
    check(status, "status = { in = \"header\", at = \"a b\" }", &["`a b` is no name of a header"]);
    check(status, "status = { type = \"map\" }", &["a map is read, and cannot be sent"]);
    check(status, "status = { as = \"xml\" }", &["only one record can be an XML document"]);
    check(status, "status = { as = \"Bearer {token}\" }", &["nothing is called `token` here"]);
}

#[test]
fn lists_have_to_be_told_apart() {
    let record = "[types.Row]\nfields = { a = \"i32\" }\n[params]";
    check(
        "[params]\nname = { required = true",
        &format!("{record}\nrows = {{ type = \"Row[]\" }}\nname = {{ required = true"),
        &["how is the list of records `rows` sent over Post?", "number the names of its fields"],
    );
    check(
        ID,
        "fields = { id = \"i32\", tags = { type = \"string[]\" } }",
        &["what parts the items of `tags` in a text?"],
    );
}

#[test]
fn what_is_said_in_vain_is_no_secret() {
    check(
        "path = \"/{operation}\"\nanswer = \"text\"",
        "path = \"/{operation}\"\nanswer = \"\"",
        &["there is no answer ``"],
    );
    check(
        "[types]",
        "[parts.a.output]\npages = { next = \"addUser\", last = \"id\" }\n[types]",
        &["an operation itself says what its pages are"],
    );
    check("[types]", "[parts.a.output]\nsecrt = true\n[types]", &["unknown word `secrt`"]);
}

#[test]
fn what_carries_a_session_comes_from_the_login() {
    let scheme = |from: &str| {
        format!(
            "[auth.session]\nlogin = \"addUser\"\nparams = {{ ticket = {{ from = \"{from}\", secret = true }} }}\n[types]"
        )
    };
    check("[types]", &scheme("value"), &["the login gives no field `value`", "it gives `id`"]);
    check("[types]", &scheme("ID"), &["the login gives no field `ID`", "did you mean `id`?"]);
}

#[test]
fn a_mistake_that_is_met_on_every_protocol_counts_once() {
    let (_, diagnostics) = load("type = \"Status\" }", "type = \"Statsu\", form = { min = 1 } }");
    let said = diagnostics.render(false);
    assert_eq!((diagnostics.mistakes(), said.matches("error:").count()), (2, 2), "{said}");
}

#[test]
fn outputs_are_checked() {
    check(&format!("as = \"{{id}}\"\n{ID}"), "type = \"i32\"\nfields = {}", &["`type` or `fields`, and not both"]);
    check(&format!("as = \"{{id}}\"\n{ID}"), "as = \"{id}\"", &["has `type` or `fields`", "this one has neither"]);
    check(&format!("as = \"{{id}}\"\n{ID}"), "type = \"i32\"\nas = \"table\"", &["a table is a list of its rows"]);
    check(&format!("as = \"{{id}}\"\n{ID}"), "type = \"i32\"\nsecret = true", &["only a text can be secret"]);
    check(
        &format!("as = \"{{id}}\"\n{ID}"),
        "type = \"i32[]\"\nsoap = \"a/b\"",
        &["what parts the records of the text?"],
    );
    check(
        "doc = \"Adds a user.\"",
        "doc = \"Adds a user.\"\nform = false",
        &[
            "no answer of this operation is a text",
            "8 | as = \"{id}\"",
            "leave it out, or say where in the XML the text is",
        ],
    );
    check(ID, &format!("{ID}\npages = {{ next = \"addUsr\", last = \"id\" }}"), &["no operation `addUsr`"]);
    check(ID, &format!("{ID}\npages = {{ next = \"addUser\", last = \"id\" }}"), &["has no yes or no called `id`"]);
    check(ID, &format!("{ID}\npages = {{ next = \"addUser\" }}"), &["`last` is missing"]);
    check("accepted = \"OK {output}\"", "accepted = \"OK {id}\"", &["nothing is called `id` here"]);
}

#[test]
fn codes_that_are_answers_or_carry_something_are_checked() {
    let taken = "TAKEN = { param = \"name\", means = \"conflict\" }";
    check(taken, "TAKEN = { output = { idd = 1 } }", &["there is no field `idd`", "did you mean `id`?"]);
    check(taken, "TAKEN = { at = \"x\" }", &["what stands there?", "say `type` or `fields`, too"]);
    check(taken, "TAKEN = [{ param = \"name\" }, { means = \"conflict\" }]", &["unknown word `means`"]);
    check("output.id = 1", "details = {}", &["`details` is about a refusal"]);
    check("output.id = 1", "code = \"TAKEN\"\ndetails = {}", &["a refusal with that code carries nothing"]);
    check(taken, "Output = { fields = { a = \"i32\" } }", &["two names become the type `Output` in Rust"]);
}

#[test]
fn names_that_a_crate_has_itself_are_refused() {
    check(
        "Status = { values",
        "Kind = { values = [\"a\"] }\nStatus = { values",
        &["the crate needs the name `Kind` for itself"],
    );
    check("[types]\n", "[types]\nOption = { base = \"i32\" }\n", &["the crate needs the name `Option` for itself"]);
    let named = |name: &str| format!("doc = \"Adds a user.\"\nrust = \"{name}\"");
    check(
        "doc = \"Adds a user.\"",
        &named("sign_in"),
        &["clients have a `sign_in` of their own", "give the operation"],
    );
    check("doc = \"Adds a user.\"", &named("option"), &["needs the name `Option` for itself", "give the operation"]);
    check("doc = \"Adds a user.\"", &named("types"), &["crates have a module `types` of their own"]);
    check("[auth.api_key]", "[auth.timeout]", &["builders of clients have a `timeout` of their own"]);
    check("[output]", "[types]\nCode = { base = \"i32\" }\n[output]", &["needs the name `Code` for itself"]);
}

#[test]
fn answers_and_schemes_are_checked() {
    check(
        "field = \"{name}: {value}\"",
        "charset = \"windows-1253x\"",
        &["is no character set", "did you mean `windows-1252`?"],
    );
    check("field = \"{name}: {value}\"", "escape = \"html\"", &["`escape` is `percent` or `form`"]);
    check("field = \"{name}: {value}\"", "faults = \"{code}\"", &["a text has no SOAP faults"]);
    check(
        "at = \"{operation}Result\", as = \"{prefix}_OK\"",
        "at = \"a[]/b\"",
        &["`[]` tells refusals of one answer apart"],
    );
    check("params = { apikey", "idle = \"20 min\"\nparams = { apikey", &["which begins with a login"]);
    check("doc = \"Adds a user.\"", "limit = \"often\"", &["`often` is no limit", "1 in 60 s"]);
}

#[test]
fn an_answer_that_anything_is_gets_a_warning() {
    let said = said("accepted = \"OK {output}\"", "accepted = \"{output}\"");
    assert_eq!(said, "", "its output is a number, and not every text is");
    let vendor = VENDOR.replace("accepted = \"OK {output}\"", "accepted = \"{output}\"");
    let operation = OPERATION
        .replace(&format!("as = \"{{id}}\"\n{ID}"), "type = \"string\"\nsoap = \"sID\"")
        .replace("output.id = 1", "output = \"OK 1\"");
    let (_folder, diagnostics) = load_texts(&vendor, &operation);
    let said = diagnostics.render(false);
    assert!(said.contains("warning: any text is an accepted answer here"), "{said}");
    assert_eq!(diagnostics.mistakes(), 0);
}

/// The same with specs that use all of the language, of which every other value in turn is another one.
#[test]
fn damaged_specs_of_vendors_that_do_not_exist_never_panic() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors");
    let others = || {
        let values =
            [Value::Int(-1), Value::Bool(true), Value::Array(Vec::new()), Value::String("{x} a/@b[]".to_owned())];
        values.into_iter()
    };
    let mut damages = 0;
    for vendor in fs::read_dir(&specs).expect("the vendors").filter_map(Result::ok) {
        let folder = vendor.file_name().to_string_lossy().into_owned();
        let sources = model::sources(&specs, &folder, &mut Diagnostics::default()).expect("its files");
        for table in 0..=sources.operations.len() {
            for (position, other) in (0..).step_by(2).zip(others().cycle()) {
                let mut damaged = sources.clone();
                let table = match table.checked_sub(1) {
                    None => &mut damaged.vendor,
                    Some(operation) => &mut damaged.operations[operation].table,
                };
                if !replace(table, &mut { position }, &other) {
                    break;
                }
                model::check(damaged, &mut Diagnostics::default());
                damages += 1;
            }
        }
    }
    assert!(damages > 1000, "{damages}");
}

/// Replaces the value at this position of a table, counted with all that is below it; whether there is one.
fn replace(table: &mut Table, position: &mut usize, other: &Value) -> bool {
    table.entries.iter_mut().any(|entry| replace_node(&mut entry.node, position, other))
}

fn replace_node(node: &mut Node, position: &mut usize, other: &Value) -> bool {
    if *position == 0 {
        node.value = other.clone();
        return true;
    }
    *position -= 1;
    match &mut node.value {
        Value::Table(table) => replace(table, position, other),
        Value::Array(items) => items.iter_mut().any(|item| replace_node(item, position, other)),
        _ => false,
    }
}
