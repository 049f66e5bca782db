//! What the operation is called, and where its page is.

use anyhow::{Result, bail};

use super::{super::collect::Found, super::ground::Ground, Said};
use crate::draft::page::vocabulary;

/// The operation's name: said, or what most of the page calls it.
pub fn operation(found: &Found, ground: &Ground, said: &Said) -> Result<(String, Vec<String>)> {
    if let Some(name) = &said.name {
        return Ok((name.clone(), Vec::new()));
    }
    let mut names = Names(Vec::new());
    let stem = said.source.split('.').next().unwrap_or_default();
    for heading in &found.headings {
        names.add_one_word(heading, 4);
    }
    for line in found.prose.lines().take(3) {
        names.add_one_word(line, 3);
    }
    if let Some(title) = &said.title {
        for part in title.split(['|', '–', '—', '-', ':', '/', '»', '«']) {
            names.add_one_word(part, 2);
        }
    }
    let mut paths: Vec<&str> = Vec::new();
    for call in &found.samples.calls {
        let last = call.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let last = bare(last);
        if !paths.contains(&last) && call.path.contains('/') {
            paths.push(last);
            names.add(last, 3);
        }
        if let Some(name) = &call.name {
            names.add(name, 3);
        }
        for (name, value) in &call.pairs {
            if ground.operation_param().is_some_and(|param| param.eq_ignore_ascii_case(name)) {
                names.add(value, 6);
            }
        }
    }
    for signature in &found.samples.signatures {
        names.add(&signature.operation, 1);
    }
    let text = format!("{}\n{}", found.headings.join("\n"), found.prose);
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || "()`\"'".contains(c))
        .filter(|word| !word.is_empty())
        .take(20_000)
        .collect();
    for pair in words.windows(2) {
        if let [name, kind] = pair
            && matches!(
                kind.trim_end_matches(['.', ',', ':']).to_lowercase().as_str(),
                "method" | "function" | "operation" | "api" | "command" | "call" | "request" | "action"
            )
            && name.chars().any(|c| c.is_uppercase() || "_.".contains(c))
            && name.chars().any(char::is_lowercase)
        {
            names.add(name, 1);
        }
    }
    // What the file is called decides between what the page says, and is a guess where that is nothing.
    for (name, score) in &mut names.0 {
        if stem == name || said.source.starts_with(&format!("{name}.")) {
            *score += 4;
        } else if said.source.contains(name.as_str()) && name.len() > 3 {
            *score += 3;
        }
    }
    let best = names.0.iter().max_by_key(|(name, score)| (*score, usize::MAX - name.len())).cloned();
    match best {
        Some((name, score)) if score >= 2 => {
            let mut doubts = Vec::new();
            if let Some((other, _)) = names.0.iter().find(|(other, points)| *other != name && *points == score) {
                doubts.push(format!("The operation may as well be called `{other}`: the page has both."));
            }
            Ok((name, doubts))
        }
        _ if vocabulary::is_name(stem) && !vocabulary::is_common(stem) => Ok((
            stem.to_owned(),
            vec!["The operation is called as the saved page is: its text names none for sure.".to_owned()],
        )),
        _ => bail!("the page does not tell what the operation is called; say it with --name"),
    }
}

struct Names(Vec<(String, usize)>);

impl Names {
    fn add(&mut self, name: &str, score: usize) {
        let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        let is_plain = name.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
        if !vocabulary::is_name(name) || !is_plain || vocabulary::is_common(name) || name.chars().count() > 80 {
            return;
        }
        let room = self.0.len() < 500;
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known += score,
            None if room => self.0.push((name.to_owned(), score)),
            None => {}
        }
    }

    /// `createUser`, `createUser API`, `Method: createUser`
    fn add_one_word(&mut self, text: &str, score: usize) {
        const AROUND: &[&str] = &[
            "api",
            "method",
            "function",
            "operation",
            "command",
            "call",
            "endpoint",
            "the",
            "action",
            "web",
            "service",
            "reference",
        ];
        let mut words = text
            .split([' ', ':', '(', ')', '`'])
            .filter(|word| !word.is_empty() && !AROUND.contains(&word.to_lowercase().as_str()));
        if let (Some(name), None) = (words.next(), words.next())
            && vocabulary::topic(name).is_none()
            && !vocabulary::is_section(name)
        {
            self.add(name, score);
        }
    }
}

/// The folder that operations of this name are in: `User.Create` in `user`, where there is one.
pub fn area(name: &str, ground: &Ground) -> Option<String> {
    if let Some(operation) = ground.vendor.operations.iter().find(|operation| operation.name == name) {
        return Ground::area(operation);
    }
    let lower = name.to_lowercase();
    let mut fitting: Vec<&String> = ground
        .areas
        .iter()
        .filter(|area| {
            let area = area.to_lowercase();
            lower
                .strip_prefix(&area)
                .or_else(|| lower.strip_prefix(area.trim_end_matches('s')))
                .is_some_and(|rest| rest.starts_with(['.', '_', '-']))
        })
        .collect();
    fitting.sort_by_key(|area| std::cmp::Reverse(area.len()));
    fitting.first().map(|area| (*area).clone())
}

/// An address in the page's text that ends with the operation's name.
pub fn address(prose: &str, name: &str) -> Option<String> {
    let addresses = prose.split_whitespace().filter(|word| word.starts_with("http://") || word.starts_with("https://"));
    addresses
        .map(|word| word.trim_end_matches(['.', ',', ')', ';']))
        .find(|word| {
            let last = bare(word.rsplit('/').next().unwrap_or_default());
            !word.contains('?') && (last.eq_ignore_ascii_case(name) || last.ends_with(&format!("_{name}")))
        })
        .map(str::to_owned)
}

/// The operation that this one takes the place of: `setUser`, of `setUser_v2`.
pub fn older(name: &str, headings: &[String], prose: &str) -> Option<String> {
    let at = name.to_lowercase().rfind("_v")?;
    let (base, version) = (name.get(..at)?, name.get(at + 2..)?);
    let number: u32 = version.parse().ok()?;
    let said = |text: &str| {
        text.contains(&format!("Version {number} of {base}")) || text.contains(&format!("version {number} of {base}"))
    };
    if !headings.iter().any(|heading| said(heading)) && !said(prose) {
        return None;
    }
    Some(if number == 2 { base.to_owned() } else { format!("{}{}", name.get(..at + 2)?, number - 1) })
}

/// The last piece of an address, without what says how it is made.
fn bare(last: &str) -> &str {
    const ENDS: &[&str] = &["aspx", "asmx", "asp", "php", "cgi", "jsp", "html", "htm", "do", "pl", "ashx", "xml"];
    last.rsplit_once('.').filter(|(_, end)| ENDS.contains(&end.to_lowercase().as_str())).map_or(last, |(name, _)| name)
}

/// Whether a line says nothing but the name.
pub fn is_title(line: &str, name: &str) -> bool {
    let mut names = Names(Vec::new());
    names.add_one_word(line, 1);
    names.0.first().is_some_and(|(known, _)| known == name)
}
