//! What programs are told of specs: `--format`, and the exit code. For people: `tests/mistakes.rs`.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};

/// What `specs/README.md` shows is what is printed.
#[test]
fn the_readme_shows_what_is_printed() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/README.md")).expect("the page");
    let specs = Specs::with_a_slip();
    for format in ["text", "short"] {
        let said = text(&specs.run(&format!("model --format {format}")).stderr);
        let (mistake, _) = said.trim_end().rsplit_once("\nerror: ").expect("the end");
        assert!(page.contains(&format!("```\n{}\n", mistake.trim_end())), "the page does not show this:\n{mistake}");
    }
    let said = text(&specs.run("model --format json").stdout);
    assert!(page.contains(&format!("```json\n{said}```")), "the page does not show this:\n{said}");
}

/// Specs in a folder, in which one line of a file is another.
struct Specs(tempfile::TempDir);

impl Specs {
    fn new(file: &str, from: &str, to: &str) -> Specs {
        let folder = tempfile::tempdir().expect("a folder");
        let acme = folder.path().join("specs/acme");
        fs::create_dir_all(&acme).expect("the vendor's folder");
        let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes/good/acme");
        for entry in fs::read_dir(good).expect("good specs").filter_map(Result::ok) {
            fs::copy(entry.path(), acme.join(entry.file_name())).expect("a file");
        }
        let path = acme.join(file);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replacen(from, to, 1)).expect("a file");
        Specs(folder)
    }

    fn good() -> Specs {
        Specs::new("vendor.toml", "", "")
    }

    fn with_a_slip() -> Specs {
        Specs::new("addUser.toml", "\"TeamId\", required", "\"TeamId\", requird")
    }

    /// Runs a command beside the folder of specs.
    fn run(&self, words: &str) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(words.split(' '))
            .args(["--specs", "specs"])
            .current_dir(self.0.path())
            .output()
            .expect("the generator")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", text(&output.stdout)))
}

#[test]
fn short_is_a_line_for_each_mistake() {
    let output = Specs::with_a_slip().run("model --format short");
    assert_eq!(
        text(&output.stderr),
        "specs/acme/addUser.toml:6:27: error[unknown-word]: unknown word `requird`; did you mean `required`?\n\
         error: 1 mistake in the specs\n"
    );
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), String::new()));
}

#[test]
fn json_says_all_that_people_are_told() {
    let specs = Specs::new("addUser.toml", "mail = { soap", "# é\nmail = { min = 5, max = 2, soap");
    let output = specs.run("model --format json");
    let place = |label: &str, column: usize, start: usize| {
        json!({
            "label": label, "file": "specs/acme/addUser.toml", "line": 10, "end_line": 10,
            "column": column, "end_column": column + 1, "start": start, "end": start + 1,
        })
    };
    let start =
        fs::read_to_string(specs.0.path().join("specs/acme/addUser.toml")).expect("it").find("5, max").expect("it");
    let mut diagnostic = place("the most", 25, start + 9);
    for (key, value) in [
        ("kind", json!("empty-range")),
        ("level", json!("error")),
        ("message", json!("nothing is at least 5 and at most 2")),
        ("help", json!("write the lesser as `min`")),
        ("related", json!([place("the least, which is more", 16, start)])),
    ] {
        diagnostic[key] = value;
    }
    assert_eq!(document(&output), json!({ "result": null, "diagnostics": [diagnostic] }));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn json_has_the_result_and_the_warnings_in_one_document() {
    let specs = Specs::new("addUser.toml", "use =", "supersedes = \"LogIn\"\nuse =");
    for words in ["model --format json", "doubts --format json", "generate --out crates --format json"] {
        let output = specs.run(words);
        let document = document(&output);
        assert_eq!(output.status.code(), Some(0), "{words}: {}", text(&output.stderr));
        assert!(!document["result"].is_null(), "{words}: {document}");
        let said: Vec<_> = document["diagnostics"].as_array().expect("a list").iter().collect();
        assert_eq!(said.len(), 1, "{words}: {document}");
        assert_eq!((&said[0]["kind"], &said[0]["level"]), (&json!("unknown-superseded"), &json!("warning")));
        assert_eq!(text(&output.stderr), "", "{words}");
    }
}

#[test]
fn every_command_that_reads_specs_fails_when_there_is_a_mistake_in_them() {
    let specs = Specs::with_a_slip();
    for words in ["model", "doubts", "generate --out crates", "generate --check --out crates"] {
        for format in ["text", "short", "json"] {
            let words = format!("{words} --format {format}");
            let output = specs.run(&words);
            assert_eq!(output.status.code(), Some(1), "{words}");
            let said = if format == "json" { document(&output).to_string() } else { text(&output.stderr) };
            assert!(said.contains("unknown-word") && said.contains("requird"), "{words}: {said}");
            assert_eq!(output.stdout.is_empty(), format != "json", "{words}: {}", text(&output.stdout));
        }
    }
    let made = fs::read_dir(specs.0.path().join("crates")).map_or(0, Iterator::count);
    assert_eq!(made, 0, "something was written");
}

#[test]
fn what_would_change_fails_a_check_and_what_is_there_does_not() {
    let specs = Specs::good();
    let check = |words: &str| specs.run(words).status.code();
    assert_eq!(check("generate --check --out crates"), Some(1));
    assert_eq!(check("generate --out crates"), Some(0));
    assert_eq!(check("generate --check --out crates"), Some(0));
    let output = specs.run("generate --check --out crates --format json");
    assert_eq!(document(&output)["result"]["clean"], json!(true));
    assert_eq!(document(&output)["diagnostics"], json!([]));
}
