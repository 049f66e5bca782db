//! Where specs are and crates go, and which vendors there are.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, ensure};

/// The two folders, and the workspace that they are in unless told otherwise.
#[derive(Clone, Debug)]
pub struct Place {
    pub workspace: PathBuf,
    pub specs: PathBuf,
    pub out: PathBuf,
    /// What `--specs` and `--out` said, to be repeated in a command that we tell people to run.
    pub said: Option<(PathBuf, PathBuf)>,
}

impl Place {
    /// The workspace is found from wherever the command is run; paths that are given count from the current directory.
    pub fn find(specs: Option<PathBuf>, out: Option<PathBuf>) -> Result<Place> {
        let workspace = workspace()?;
        let said = specs.clone().zip(out.clone());
        let specs = specs.unwrap_or_else(|| workspace.join("specs"));
        let out = out.unwrap_or_else(|| workspace.join("crates"));
        ensure!(
            specs.is_dir(),
            "{} is no folder: it should have one folder a vendor, with a vendor.toml in it; name another with --specs",
            specs.display()
        );
        Ok(Place { workspace, specs, out, said })
    }

    /// The way from a generated crate's folder to the one that the transport and the simulator are in, as manifests
    /// write it: `..` in this workspace.
    pub fn engine(&self) -> Result<String> {
        fs_err::create_dir_all(&self.out).context("making the folder for the crates")?;
        let way = way(&self.out, &self.workspace.join("crates"))?;
        Ok(if way.is_empty() { "..".to_owned() } else { format!("../{way}") })
    }

    /// The folders of the specs: each is a vendor.
    pub fn vendors(&self) -> Result<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        for entry in fs_err::read_dir(&self.specs).context("listing the vendors")? {
            let entry = entry.context("listing the vendors")?;
            if !entry.path().is_dir() {
                continue;
            }
            let name = entry.file_name();
            let name = name
                .to_str()
                .ok_or_else(|| anyhow!("{}: a vendor's folder needs a plain name", entry.path().display()))?;
            if !name.starts_with('.') {
                names.insert(name.to_owned());
            }
        }
        Ok(names)
    }

    /// The vendors that a command is about: those that were named, else all. `others` are names that are known besides.
    pub fn choose(&self, asked: &[String], others: &BTreeSet<String>) -> Result<BTreeSet<String>> {
        let mut known = self.vendors()?;
        known.extend(others.iter().cloned());
        if asked.is_empty() {
            return Ok(known);
        }
        for name in asked {
            ensure!(known.contains(name), unknown(name, &self.specs, &known));
        }
        Ok(asked.iter().cloned().collect())
    }

    /// The command that does `words`, with these folders.
    pub fn command(&self, words: &str) -> String {
        match &self.said {
            None => format!("cargo xtask {words}"),
            Some((specs, out)) => format!("cargo xtask {words} --specs {} --out {}", specs.display(), out.display()),
        }
    }
}

/// The way from one folder to another, with `/`; empty when they are the same.
pub fn way(from: &Path, to: &Path) -> Result<String> {
    let (from, to) = (fs_err::canonicalize(from)?, fs_err::canonicalize(to)?);
    let shared = from.components().zip(to.components()).take_while(|(one, other)| one == other).count();
    let up = from.components().skip(shared).map(|_| "..".to_owned());
    let down = to.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    Ok(up.chain(down).collect::<Vec<_>>().join("/"))
}

fn unknown(name: &str, specs: &Path, known: &BTreeSet<String>) -> String {
    let near = known.iter().map(|other| (strsim::damerau_levenshtein(name, other), other)).min();
    let hint = match near {
        Some((distance, other)) if distance <= 1 + name.len() / 3 => format!("did you mean `{other}`?"),
        _ if known.is_empty() => "there is no vendor yet".to_owned(),
        _ => format!("there are: {}", known.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
    };
    format!("no vendor `{name}` in {}; {hint}", specs.display())
}

/// Cargo says where this package is when it runs it; run without cargo, it is where it was built, or the current directory.
fn workspace() -> Result<PathBuf> {
    let from_cargo = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let built = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let roots = from_cargo.into_iter().chain([built]).filter_map(|package| package.parent().map(Path::to_owned));
    if let Some(root) = roots.into_iter().find(|root| root.join("Cargo.toml").is_file()) {
        return Ok(root);
    }
    std::env::current_dir().context("finding the workspace: the current directory cannot be told")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(names: &[&str]) -> (tempfile::TempDir, Place) {
        let dir = tempfile::tempdir().unwrap();
        for name in names {
            fs_err::create_dir_all(dir.path().join("specs").join(name)).unwrap();
        }
        fs_err::write(dir.path().join("specs/README.md"), "The language.").unwrap();
        let place = Place::find(Some(dir.path().join("specs")), Some(dir.path().join("crates"))).unwrap();
        (dir, place)
    }

    #[test]
    fn vendors_are_the_folders_of_the_specs() {
        let (_dir, place) = place(&["acme", "zulu-mail", ".git"]);
        assert_eq!(place.vendors().unwrap(), BTreeSet::from(["acme".to_owned(), "zulu-mail".to_owned()]));
    }

    #[test]
    fn an_unknown_vendor_is_an_error_that_suggests_one() {
        let (_dir, place) = place(&["acme", "zulu-mail"]);
        let said = |name: &str| place.choose(&[name.to_owned()], &BTreeSet::new()).unwrap_err().to_string();
        assert!(said("amce").ends_with("did you mean `acme`?"), "{}", said("amce"));
        assert!(said("quite-another").ends_with("there are: acme, zulu-mail"));
        assert_eq!(place.choose(&["acme".to_owned()], &BTreeSet::new()).unwrap().len(), 1);
    }

    #[test]
    fn a_missing_specs_folder_is_an_error_that_says_what_belongs_there() {
        let error = Place::find(Some("/nowhere/at/all".into()), Some("/tmp".into())).unwrap_err().to_string();
        assert!(error.contains("/nowhere/at/all is no folder") && error.contains("--specs"), "{error}");
    }
}
