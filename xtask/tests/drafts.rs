//! Drafts of specs from help pages: of vendors that do not exist, held against what they were when somebody last looked
//! (`INSTA_UPDATE=always cargo test -p xtask --test drafts` takes what is new), of real ones where they are at hand, and of
//! pages that mean no good.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use proptest::prelude::*;
use xtask::{
    diagnostic::Diagnostics,
    draft::{
        Draft, compare,
        page::{self, Ground, Kind, Said},
    },
    model, spec,
};

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn vendors() -> PathBuf {
    here().join("tests/vendors")
}

/// The invented pages: `(vendor, file)`.
fn pages() -> Vec<(String, PathBuf)> {
    let mut pages: Vec<(String, PathBuf)> = walkdir::WalkDir::new(here().join("tests/pages"))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| {
            entry.path().extension().is_some_and(|end| ["txt", "md", "html"].iter().any(|known| end == *known))
        })
        .map(|entry| {
            let vendor =
                entry.path().parent().and_then(Path::file_name).expect("a vendor").to_string_lossy().into_owned();
            (vendor, entry.into_path())
        })
        .collect();
    pages.sort();
    assert!(pages.len() >= 10, "there are no pages");
    pages
}

fn draft(vendor: &str, file: &Path) -> Draft {
    page::draft(file, &vendors(), vendor, Said::default()).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// What a person makes of a draft who only deletes the page's sentences.
fn without_quotes(draft: &Draft) -> String {
    draft.to_toml().lines().filter(|line| !line.starts_with("#>")).map(|line| format!("{line}\n")).collect()
}

/// What is said of a vendor's specs when this draft is one of them.
fn mistakes(specs: &Path, vendor: &str, draft: &Draft) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for entry in walkdir::WalkDir::new(specs.join(vendor)).into_iter().filter_map(Result::ok) {
        let to = folder.path().join(entry.path().strip_prefix(specs).expect("below the specs"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&to).expect("a folder");
        } else {
            fs::copy(entry.path(), &to).expect("a file");
        }
    }
    let area =
        draft.area.as_ref().map_or_else(|| folder.path().join(vendor), |area| folder.path().join(vendor).join(area));
    fs::create_dir_all(&area).expect("a folder");
    fs::write(area.join(format!("{}.toml", draft.name)), without_quotes(draft)).expect("the spec");
    let mut d = Diagnostics::default();
    model::load(folder.path(), vendor, &mut d);
    d.render(false).replace(&folder.path().display().to_string(), "specs")
}

#[test]
fn invented_pages_become_their_drafts() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for (vendor, file) in pages() {
        settings.set_snapshot_path(file.parent().expect("the folder"));
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        settings.bind(|| insta::assert_snapshot!(name, draft(&vendor, &file).to_toml()));
    }
}

/// What `specs/README.md` shows of a draft is in it.
#[test]
fn the_excerpt_of_the_language_page_is_real() {
    let page = fs::read_to_string(here().join("../specs/README.md")).expect("the language's page");
    let (_, section) = page.split_once("## Drafts").expect("the section");
    let excerpt = section.split("```\n").nth(1).expect("an excerpt");
    let draft = draft("pager", &here().join("tests/pages/pager/sendfax.txt")).to_toml();
    for line in excerpt.lines() {
        assert!(draft.lines().any(|known| known == line), "the draft has no line: {line}");
    }
}

/// Without its quotes a draft has no mistake but that it has no example, where the page has no sample, and that the page's
/// sample lacks what the page requires, which is a doubt of it.
#[test]
fn drafts_of_invented_pages_are_specs() {
    for (vendor, file) in pages() {
        let draft = draft(&vendor, &file);
        let said = mistakes(&vendors(), &vendor, &draft);
        let first = undoubted(&said, &draft);
        let expected: &[&str] =
            if draft.examples.is_empty() { &["error[missing-example]: the operation has no example"] } else { &[] };
        assert_eq!(first, expected, "{}:\n{said}\n{}", file.display(), draft.to_toml());
    }
}

/// The mistakes that the draft has no doubt about: a page's sample may lack what the page requires.
fn undoubted<'a>(said: &'a str, draft: &Draft) -> Vec<&'a str> {
    let text = draft.to_toml();
    let is_doubted = |line: &&str| {
        let lacking = line.strip_prefix("error[missing-parameter]: the example lacks ");
        let name = lacking.and_then(|rest| rest.strip_suffix(", which the call needs"));
        name.is_some_and(|name| text.contains(&format!("It lacks {name}, which has to be given.")))
    };
    said.lines().filter(|line| line.starts_with("error")).filter(|line| !is_doubted(line)).collect()
}

/// The pages of real vendors are theirs, and are not kept here: `BINDERY_PAGES` names a folder that has them, with files
/// that end in `-OPERATION.txt` for operations that there are specs of.
#[test]
fn drafts_of_real_pages_have_every_parameter_and_code_and_no_other() {
    let Some(folder) = std::env::var_os("BINDERY_PAGES") else {
        eprintln!("skipped: BINDERY_PAGES names no folder of saved pages");
        return;
    };
    let specs = here().parent().expect("the workspace").join("specs");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder of pages").filter_map(Result::ok) {
        let file = entry.path();
        let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let Some((_, operation)) = stem.split_once('-') else { continue };
        let spec = walkdir::WalkDir::new(&specs)
            .into_iter()
            .filter_map(Result::ok)
            .find(|entry| entry.file_name().to_string_lossy() == format!("{operation}.toml"))
            .unwrap_or_else(|| panic!("no spec of {operation}"));
        let vendor = spec.path().strip_prefix(&specs).expect("below").components().next().expect("a vendor");
        let vendor = vendor.as_os_str().to_string_lossy().into_owned();
        let draft = page::draft(&file, &specs, &vendor, Said::default()).expect("a draft");
        assert_eq!(draft.name, operation);
        let said = mistakes(&specs, &vendor, &draft);
        assert!(undoubted(&said, &draft).is_empty(), "{said}\n{}", draft.to_toml());

        let mut d = Diagnostics::default();
        let model = model::load(&specs, &vendor, &mut d).expect("the vendor");
        let known = model.operations.iter().find(|known| known.name == operation).expect("the operation");
        let names = |fields: &[model::Field]| fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
        let own = names(&known.params);
        let signing: Vec<String> =
            model.schemes.iter().flat_map(|scheme| &scheme.params).map(|param| param.field.name.clone()).collect();
        for name in &own {
            assert!(draft.params.iter().any(|param| param.key == *name), "{operation} lacks the parameter {name}");
        }
        for param in &draft.params {
            let from = if param.known.is_some() { &signing } else { &own };
            assert!(from.contains(&param.key), "{operation} has a parameter that is none: {}", param.key);
        }
        // Codes are compared by what they mean; what the page cannot know is what the specs have from elsewhere.
        let differs = compare::with_spec(&specs, &vendor, &draft).expect("a comparison");
        let invented: Vec<&str> =
            differs.lines().filter(|line| line.starts_with("+code") || line.starts_with("+parameter")).collect();
        assert!(invented.is_empty(), "{operation}: {differs}");
        // Every word in capitals with a `_` that the page has is in the draft, mended.
        let page = fs::read_to_string(&file).expect("the page");
        let text = draft.to_toml();
        let broken = page.replace("_ ", "_");
        let codes = page.split("Sample Code").next().unwrap_or(&page);
        for token in broken.split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')) {
            let is_code = token.contains('_') && token.len() > 4 && codes.replace("_ ", "_").contains(token);
            assert!(!is_code || text.contains(token), "{operation} lacks {token}");
        }
        for number in page
            .lines()
            .filter_map(|line| line.trim_start_matches('[').split_once([':', ']']).map(|(number, _)| number))
        {
            let is_code = number.len() >= 3 && number.chars().all(|c| c.is_ascii_digit());
            assert!(!is_code || text.contains(number), "{operation} lacks {number}");
        }
        count += 1;
    }
    assert!(count > 0, "the folder has no pages");
}

static GROUND: LazyLock<Ground> = LazyLock::new(|| Ground::load(&vendors(), "pager").expect("the vendor"));

/// Whatever the page, there is a draft that is TOML, or an error that says something.
fn bears(text: &str, kind: Kind) {
    match page::of_text(text, kind, &GROUND, Said { source: "page.txt".to_owned(), ..Said::default() }) {
        Ok(draft) => {
            let mut d = Diagnostics::default();
            let file = d.add_file("draft".to_owned(), draft.to_toml().replace("\r\n", "\n"));
            assert!(spec::parse(file, &mut d).is_some(), "{}\n{}", d.render(false), draft.to_toml());
        }
        Err(error) => assert!(error.to_string().len() > 20, "{error}"),
    }
}

#[test]
fn pages_that_mean_no_good_end() {
    let many = |text: &str, count: usize| text.repeat(count);
    let nested = format!("<h1>x</h1><h2>Parameters</h2>{}a", many("<div>", 30_000));
    let lists = format!("# x\n\n## Parameters\n\n{}a", many("- ", 20_000));
    let table = format!(
        "<h1>x</h1><h2>Parameters</h2><table><tr><td rowspan=99999999 colspan=99999999>a<td>b{}",
        many("<tr><td>c", 5_000)
    );
    let formatting: String =
        (0..300).map(|number| format!("<b a={number}>")).collect::<String>() + &many("<p>x", 30_000);
    let fostered = format!("<table>{}", many("<p>x</p>", 15_000));
    for text in [&nested, &table, &formatting, &fostered] {
        bears(text, Kind::Html);
    }
    bears(&lists, Kind::Markdown);
    for text in [
        format!("Parameters\n\nElement Description\na {}", many("(", 200_000)),
        format!("Parameters\n\n{}", many("a | b |\n---|---|\n", 5_000)),
        format!("Parameters\n\n{}", many("name: text\n", 10_000)),
        format!("Error Codes\n\n{}", many("101: The A is missing\n", 5_000)),
        format!("Sample Code\n\nusing System;\n{}", many("a.b(c,", 30_000)),
        format!("Sample Code\n\n{}", many("<a>", 50_000)),
        format!("Sample Code\n\n{}", many("<a></b>", 30_000)),
        format!("Sample Code\n\nhttps://x.example/y?{}", many("a=b&", 30_000)),
        "Parameters\n\nname | type¶\n---|---|\na | b |\n".to_owned(),
        many("\n", 300_000),
        many("•\u{a0}x\n", 100_000),
        many("x\t", 100_000),
        many("|", 300_000),
    ] {
        bears(&text, Kind::Text);
    }
}

fn damaged() -> impl Strategy<Value = (String, Kind)> {
    let texts: Vec<(String, Kind)> = pages()
        .into_iter()
        .map(|(_, file)| {
            let kind = match file.extension().and_then(|end| end.to_str()) {
                Some("md") => Kind::Markdown,
                Some("html") => Kind::Html,
                _ => Kind::Text,
            };
            (fs::read_to_string(file).expect("a page"), kind)
        })
        .collect();
    let pieces = prop::sample::select(vec![
        "|",
        "\t",
        "\n",
        "<",
        ">",
        "</td>",
        "<table>",
        "<li>",
        "`",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "=",
        "&",
        "?",
        ":",
        "- ",
        "• ",
        "¶",
        "\"",
        "'",
        "_ ",
        "é",
        "\u{0}",
        "ſ",
        "İ",
        "---|---|",
        "# ",
        "101: ",
        "https://",
        "<?xml",
        "Error Codes",
        "Parameters\n",
    ]);
    let edit = (any::<prop::sample::Index>(), 0usize..40, pieces);
    (prop::sample::select(texts), prop::collection::vec(edit, 0..12)).prop_map(|((mut text, kind), edits)| {
        for (at, len, piece) in edits {
            let places: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
            let start = at.index(places.len());
            let end = (start + len).min(places.len() - 1);
            text.replace_range(places[start]..places[end], piece);
        }
        (text, kind)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn damaged_pages_are_borne((text, kind) in damaged()) {
        bears(&text, kind);
    }
}

/// The command, as it is run.
fn run(specs: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["draft", "page"])
        .args(arguments)
        .arg("--specs")
        .arg(specs)
        .output()
        .expect("the command");
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), text)
}

#[test]
fn a_draft_goes_beside_the_spec_and_never_over_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let specs = folder.path().join("specs");
    fs::create_dir_all(specs.join("pager")).expect("a folder");
    for name in ["vendor.toml", "getbalance.toml", "signon.toml", "signoff.toml"] {
        fs::copy(vendors().join("pager").join(name), specs.join("pager").join(name)).expect("a spec");
    }
    let page = folder.path().join("getbalance.txt");
    let text =
        "getbalance\n\nParameters\n\ncurrency: The currency. Required.\nround: Whether it is rounded. Optional.\n";
    fs::write(&page, text).expect("a page");
    let page = page.display().to_string();
    let spec = specs.join("pager/getbalance.toml");
    let draft = specs.join("pager/getbalance.toml.draft");
    let before = fs::read(&spec).expect("the spec");

    let (fine, said) = run(&specs, &[&page, "--vendor", "pager", "--stdout"]);
    assert!(fine && said.contains("currency = { required = true, doc = \"\" }"), "{said}");
    assert!(!draft.exists());

    let (fine, said) = run(&specs, &[&page, "--vendor", "pager"]);
    assert!(fine && said.contains("2 parameters") && said.contains("+parameter currency is required"), "{said}");
    assert!(draft.exists());

    fs::write(&draft, "mine").expect("a draft");
    let (fine, said) = run(&specs, &[&page, "--vendor", "pager"]);
    assert!(!fine && said.contains("--force"), "{said}");
    assert_eq!(fs::read_to_string(&draft).expect("the draft"), "mine");
    let (fine, said) = run(&specs, &[&page, "--vendor", "pager", "--force", "--format", "json"]);
    assert!(fine && said.contains("\"operation\": \"getbalance\""), "{said}");
    assert_ne!(fs::read_to_string(&draft).expect("the draft"), "mine");
    assert_eq!(fs::read(&spec).expect("the spec"), before);
}

#[test]
fn what_cannot_be_drafted_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = |name: &str, text: &str, more: &[&str]| {
        let page = folder.path().join(name);
        fs::write(&page, text).expect("a page");
        let page = page.display().to_string();
        let (fine, said) = run(&vendors(), &[&[page.as_str(), "--stdout"], more].concat());
        assert!(!fine, "{said}");
        said
    };
    let pager: &[&str] = &["--vendor", "pager"];
    assert!(said("a.txt", "x", &["--vendor", "pagr"]).contains("did you mean `pager`?"));
    assert!(said("a.txt", " \n", pager).contains("is empty"));
    assert!(said("a.txt", "Terms of use\n\nBe kind.\n", pager).contains("nothing on the page looks like"));
    let text = "Parameters\n\nto: Whom. Required.\ntext: What. Required.\n";
    assert!(said("the.txt", text, pager).contains("--name"));
    assert!(said("a.txt", text, &["--vendor", "pager", "--name", "../../x"]).contains("cannot be the name of a file"));
    assert!(
        said("a.txt", text, &["--vendor", "pager", "--name", "x", "--area", ".."])
            .contains("cannot be the name of a folder")
    );
    let (fine, none) = run(&vendors(), &["nowhere.txt", "--vendor", "pager"]);
    assert!(!fine && none.contains("nowhere.txt"), "{none}");
}
