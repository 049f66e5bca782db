//! What a generated crate's `tests/compile_fail.rs` runs: code that must not compile, beside a twin that must.
//!
//! Only the sentence that names the parameter is held against the compiler's, and that it points at `send`: the rest of
//! what a compiler says changes with its version.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// A call without a required parameter, and the same call with it.
#[derive(Clone, Copy, Debug)]
pub struct Snippet {
    /// The parameter.
    pub param: &'static str,
    /// Statements that must not compile.
    pub without: &'static str,
    /// Statements that must.
    pub with: &'static str,
}

/// Checks the snippets in a scratch package that depends on the crate in `manifest_dir`.
///
/// # Panics
/// When a snippet compiles that must not, or does not that must; or when cargo cannot be run.
pub fn run(manifest_dir: &str, target_tmpdir: &str, package: &str, snippets: &[Snippet]) {
    match problems(Path::new(manifest_dir), Path::new(target_tmpdir), package, snippets) {
        Ok(problems) if problems.is_empty() => {}
        Ok(problems) => panic!("{}", problems.join("\n")),
        Err(error) => panic!("the scratch package could not be checked: {error}"),
    }
}

fn problems(manifest_dir: &Path, tmpdir: &Path, package: &str, snippets: &[Snippet]) -> io::Result<Vec<String>> {
    let scratch = tmpdir.join(format!("compile-fail-{package}"));
    write_package(&scratch, manifest_dir, package, snippets)?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["check", "--offline", "--keep-going", "--bins", "--message-format=json"])
        .current_dir(&scratch)
        .env("CARGO_TARGET_DIR", tmpdir.join("compile-fail-target"))
        .env_remove("RUSTFLAGS")
        .output()?;
    let messages: Vec<Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .filter(|message: &Value| message["reason"] == "compiler-message" && message["message"]["level"] == "error")
        .collect();
    let errors = |target: String| messages.iter().filter(move |message| message["target"]["name"] == *target);
    let compiled: Vec<String> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter_map(|message| message["target"]["name"].as_str().map(str::to_owned))
        .collect();
    let mut problems = Vec::new();
    for (index, snippet) in snippets.iter().enumerate() {
        let wanted = format!("required parameter `{}` was not given", snippet.param);
        let names = |message: &&Value| {
            message["message"]["message"].as_str().is_some_and(|text| text.contains(&wanted)) && points_at_send(message)
        };
        if !errors(bin(index, "without")).any(|message| names(&message)) {
            problems.push(format!("without `{}` the compiler does not say {wanted:?} at `.send()`", snippet.param));
        }
        if !compiled.contains(&bin(index, "with")) {
            let said: Vec<&str> =
                errors(bin(index, "with")).filter_map(|message| message["message"]["message"].as_str()).collect();
            let said =
                if said.is_empty() { String::from_utf8_lossy(&output.stderr).into_owned() } else { said.join("; ") };
            problems.push(format!("with `{}` it does not compile: {said}", snippet.param));
        }
    }
    Ok(problems)
}

fn points_at_send(message: &Value) -> bool {
    message["message"]["spans"].as_array().is_some_and(|spans| {
        spans.iter().filter(|span| span["is_primary"] == true).any(|span| {
            let line = span["text"][0]["text"].as_str().unwrap_or_default();
            let start = usize::try_from(span["column_start"].as_u64().unwrap_or(1)).unwrap_or(1).saturating_sub(1);
            line.chars().skip(start).collect::<String>().starts_with("send")
        })
    })
}

fn write_package(scratch: &Path, manifest_dir: &Path, package: &str, snippets: &[Snippet]) -> io::Result<()> {
    let bins = scratch.join("src/bin");
    if bins.is_dir() {
        fs::remove_dir_all(&bins)?;
    }
    fs::create_dir_all(&bins)?;
    let mut manifest = String::new();
    let path = serde_json::Value::from(manifest_dir.display().to_string());
    let _ = write!(
        manifest,
        "[package]\nname = \"compile-fail-{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{package} = {{ path = {path}, default-features = false }}\n"
    );
    fs::write(scratch.join("Cargo.toml"), manifest)?;
    if let Some(lock) = lock_file(manifest_dir) {
        fs::copy(lock, scratch.join("Cargo.lock"))?;
    }
    for (index, snippet) in snippets.iter().enumerate() {
        for (twin, code) in [("without", snippet.without), ("with", snippet.with)] {
            fs::write(bins.join(format!("{}.rs", bin(index, twin))), format!("fn main() {{\n    {code}\n}}\n"))?;
        }
    }
    Ok(())
}

fn bin(index: usize, twin: &str) -> String {
    format!("snippet_{index}_{twin}")
}

/// The lock file of the workspace that the crate is in: the same versions, without asking a registry.
fn lock_file(manifest_dir: &Path) -> Option<PathBuf> {
    manifest_dir.ancestors().map(|folder| folder.join("Cargo.lock")).find(|file| file.is_file())
}
