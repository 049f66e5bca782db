//! What the fuzz target on specs has found, and what shows each way through it, once more; and the words that it is told.

use std::{collections::BTreeSet, fs, path::Path};

use xtask::{model::xsd, spec::words};

#[path = "../../crates/conformance/fuzz/src/specs.rs"]
mod specs;

fn fuzz() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/conformance/fuzz")
}

#[test]
fn every_input_is_read_as_it_should_be() {
    let inputs = fs::read_dir(fuzz().join("corpus/specs")).expect("the corpus");
    let mut inputs: Vec<_> = inputs.map(|file| file.expect("a file").path()).collect();
    inputs.sort();
    let mut crates = 0;
    assert!(inputs.len() >= 15, "{} inputs", inputs.len());
    for path in inputs {
        let input = fs::read(&path).expect("its content");
        assert!(input.len() <= 8192, "{} is too large to be kept", path.display());
        let outcome = std::panic::catch_unwind(|| specs::run(&input));
        match outcome {
            Ok(emitted) => crates += usize::from(emitted),
            Err(_) => panic!("{}: {}", path.display(), String::from_utf8_lossy(&input)),
        }
    }
    assert!(crates >= 20, "a crate came of {crates} inputs only");
}

/// With `BLESS=1` the dictionary is written anew.
#[test]
fn the_dictionary_has_every_word() {
    let path = fuzz().join("specs.dict");
    let now = dictionary();
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, now).expect("a file to write");
        return;
    }
    let text = fs::read_to_string(&path).expect("the dictionary");
    assert_eq!(text, now, "BLESS=1 cargo test -p xtask --test corpus writes it anew");
}

fn dictionary() -> String {
    let mut entries: BTreeSet<String> = BTreeSet::new();
    for word in words::WORDS {
        entries.insert(format!("{} = ", word.name));
    }
    entries.extend(words::PROTOCOLS.iter().map(|name| format!("{name} = {{ ")));
    entries.extend(words::SCALARS.iter().flat_map(|name| [format!("\"{name}\""), format!("\"{name}[]\"")]));
    for word in [
        "\n--- a.toml\n",
        "\n--- payload.xsd\n",
        "\n[params]\n",
        "\n[output]\n",
        "\n[codes]\n",
        "\n[types]\n",
        "\n[[examples]]\n",
        "\n[answers.text]\n",
        "true",
        "false",
        "{ ",
        " }",
        "[\"",
        "\"]",
        "\"\"",
        "= 0",
        "{output}",
        "{code}",
        "{message}",
        "{operation}",
        "{value}",
        "{n}",
        "{{",
        "[]",
        "/",
        "@",
        "*",
        "\"xml\"",
        "\"fields\"",
        "\"table\"",
        "\"header\"",
        "\"basic\"",
        "\"soap-header\"",
        "\"payload.xsd#a\"",
        "\"payload.xsd#a[]\"",
        "\"first\"",
        "\"any\"",
        "\"1 in 60 s\"",
        "\"20 min\"",
        "\"%Y-%m-%d\"",
        "#> ",
        "name=\"",
        "type=\"xs:string\"",
        "ref=\"",
        "base=\"",
        "minOccurs=\"0\"",
        "maxOccurs=\"unbounded\"",
        "nillable=\"true\"",
        "use=\"required\"",
        "mixed=\"true\"",
    ] {
        entries.insert(word.to_owned());
    }
    for tag in [
        "schema",
        "element",
        "complexType",
        "simpleType",
        "sequence",
        "choice",
        "all",
        "group",
        "attribute",
        "attributeGroup",
        "extension",
        "restriction",
        "complexContent",
        "simpleContent",
        "list",
        "union",
        "enumeration",
        "annotation",
        "documentation",
        "any",
    ] {
        entries.insert(format!("<xs:{tag} "));
        entries.insert(format!("</xs:{tag}>"));
    }
    entries.extend(xsd::builtins().map(|name| format!("\"xs:{name}\"")));
    let lines = entries.iter().map(|entry| {
        let escaped = entry.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\x0A");
        format!("\"{escaped}\"\n")
    });
    format!("# The words of specs and of XSD. A test of xtask writes it.\n{}", lines.collect::<String>())
}
