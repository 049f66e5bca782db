//! What was found on a page, held against what `vendor.toml` says, as a draft.

mod answer;
mod calls;
mod name;
mod refusals;
mod types;

use std::collections::BTreeSet;

use anyhow::Result;

use super::{
    collect::Found,
    ground::{Ground, KnownParam},
    params::Param,
    samples::{Argument, Call, Carrier, Signature},
};
use crate::{
    draft::{Draft, Entry, Words, say, texts},
    model::{self, Protocol},
};

/// What whoever asks for a draft says of it.
#[derive(Clone, Debug, Default)]
pub struct Said {
    pub name: Option<String>,
    pub area: Option<String>,
    pub page: Option<String>,
    /// The file's name, for the draft's first line.
    pub source: String,
    /// What the page says of itself, beside its text.
    pub address: Option<String>,
    pub title: Option<String>,
}

/// Makes the draft.
pub fn draft(found: Found, ground: &Ground, said: &Said) -> Result<Draft> {
    let (name, doubts) = name::operation(&found, ground, said)?;
    let mut work = Work {
        draft: Draft { name, source: said.source.clone(), doubts, ..Draft::default() },
        parts: BTreeSet::new(),
        listed: Vec::new(),
        found,
        ground,
        names: Vec::new(),
    };
    work.draft.area = said.area.clone().or_else(|| name::area(&work.draft.name, ground));
    work.draft.quotes = std::mem::take(&mut work.found.quotes);
    work.draft.quotes.retain(|quote| !name::is_title(quote, &work.draft.name));
    let doubts = std::mem::take(&mut work.found.doubts);
    work.draft.doubts.extend(doubts);
    work.parameters();
    work.parts();
    work.required();
    work.spell();
    work.entries();
    work.answer();
    work.refusals();
    work.calls();
    work.words(said);
    Ok(work.draft)
}

struct Work<'a> {
    draft: Draft,
    found: Found,
    ground: &'a Ground,
    /// Parts of the vendor's of which the page has all.
    parts: BTreeSet<String>,
    /// Every parameter that the page lists, in its order.
    listed: Vec<Listed>,
    /// Holes that this operation fills otherwise.
    names: Words,
}

/// A parameter, and how it goes out.
struct Listed {
    param: Param,
    /// The key: the name on forms, or in XML.
    key: String,
    soap: Option<String>,
    /// Where the vendor says it already.
    known: Option<String>,
    scheme: Option<String>,
    /// The type that is written.
    ty: Option<String>,
}

impl Work<'_> {
    fn doubt(&mut self, doubt: impl Into<String>) {
        let doubt = doubt.into();
        if !self.draft.doubts.contains(&doubt) {
            self.draft.doubts.push(doubt);
        }
    }

    /// Calls that show every parameter that they have.
    fn whole_calls(&self) -> impl Iterator<Item = &Call> {
        self.found
            .samples
            .calls
            .iter()
            .filter(|call| !call.pairs.is_empty() && (!call.path.is_empty() || !call.is_part || !call.xml.is_empty()))
    }

    /// One of each name; from a sample, where no list of parameters is there.
    fn parameters(&mut self) {
        let mut params: Vec<Param> = Vec::new();
        for param in std::mem::take(&mut self.found.params) {
            match params.iter_mut().find(|known| known.name == param.name) {
                Some(known) => known.merge(param),
                None => params.push(param),
            }
        }
        if params.is_empty() {
            let longest = self.found.samples.calls.iter().max_by_key(|call| call.pairs.len());
            for (name, value) in longest.map(|call| call.pairs.clone()).unwrap_or_default() {
                let mut param = Param { name, ..Param::default() };
                param.ty = super::vocabulary::type_of(&value).filter(|ty| ty != "string");
                if params.iter().all(|known| known.name != param.name) {
                    params.push(param);
                }
            }
            if !params.is_empty() {
                self.doubt("The page lists no parameters: these are those of its samples.");
            }
        }
        self.listed = params
            .into_iter()
            .map(|param| Listed { key: param.name.clone(), param, soap: None, known: None, scheme: None, ty: None })
            .collect();
    }

    /// Which parts the operation takes, and which parameters are said elsewhere.
    fn parts(&mut self) {
        let ground = self.ground;
        let has = |known: &KnownParam| {
            self.listed
                .iter()
                .any(|listed| known.spellings.iter().any(|name| name.eq_ignore_ascii_case(&listed.param.name)))
        };
        let codes: Vec<&str> =
            self.found.codes.iter().filter_map(|code| ground.code(code)).map(|(known, _)| known.key.as_str()).collect();
        let names: BTreeSet<&str> = ground
            .params
            .iter()
            .filter_map(|param| param.part.as_deref())
            .chain(ground.codes.iter().filter_map(|code| code.part.as_deref()))
            .collect();
        self.parts = names
            .into_iter()
            .filter(|part| {
                let params = ground.params.iter().filter(|param| param.part.as_deref() == Some(part));
                let own = ground.codes.iter().filter(|code| code.part.as_deref() == Some(part));
                params.clone().all(has) && own.clone().all(|code| codes.contains(&code.key.as_str()))
            })
            .map(str::to_owned)
            .collect();
        for listed in &mut self.listed {
            let Some(known) = ground.param(&listed.param.name) else { continue };
            if known.part.as_ref().is_none_or(|part| self.parts.contains(part)) {
                listed.known = Some(known.place.clone());
                listed.scheme.clone_from(&known.scheme);
            }
        }
    }

    /// Settles what is required, where the page says so of some and not of others.
    fn required(&mut self) {
        let all = self.found.required;
        let own: Vec<Option<bool>> = self
            .listed
            .iter()
            .filter(|listed| listed.known.is_none())
            .map(|listed| listed.param.required.or(all))
            .collect();
        let (yes, no) = (own.contains(&Some(true)), own.contains(&Some(false)));
        let open = own.iter().filter(|required| required.is_none()).count();
        let rest = match (yes, no) {
            _ if open == 0 => None,
            (false, false) => {
                if !self.ground.required {
                    self.doubt("The page does not say which parameters are required.");
                }
                Some(self.ground.required)
            }
            (true, false) => {
                self.doubt("The page marks only what is required; the other parameters are taken to be optional.");
                Some(false)
            }
            (false, true) => {
                self.doubt("The page marks only what is optional; the other parameters are taken to be required.");
                Some(true)
            }
            (true, true) => None,
        };
        for listed in &mut self.listed {
            let required = listed.param.required.or(all);
            if required.is_none() && rest.is_none() && listed.known.is_none() {
                listed.param.doubt("The page does not say whether it is required.");
            }
            listed.param.required = required.or(rest);
        }
    }

    /// How the names are spelled where calls go out.
    fn spell(&mut self) {
        self.spell_as_samples_do();
        if self.ground.has(Protocol::is_soap) {
            self.spell_in_soap();
        }
        self.compare_with_samples();
    }

    /// A list that writes names with capitals, where the samples do not.
    fn spell_as_samples_do(&mut self) {
        let sent: Vec<String> = self
            .found
            .samples
            .calls
            .iter()
            .filter(|call| call.carrier != Carrier::Soap)
            .flat_map(|call| call.pairs.iter().map(|(name, _)| name.clone()))
            .collect();
        let keys: Vec<String> = self.listed.iter().map(|listed| listed.key.clone()).collect();
        let mut example = None;
        let mut small = 0;
        for listed in &mut self.listed {
            if sent.contains(&listed.key) {
                continue;
            }
            let spelled = sent.iter().find(|name| name.eq_ignore_ascii_case(&listed.key));
            if let Some(spelled) = spelled.filter(|spelled| !keys.contains(spelled)) {
                small += usize::from(*spelled == listed.key.to_lowercase());
                example.get_or_insert((listed.key.clone(), spelled.clone()));
                listed.key.clone_from(spelled);
            }
        }
        let Some((listed, spelled)) = example else { return };
        self.doubt(format!(
            "The list writes names like `{listed}`, the samples like `{spelled}`: they are spelled as in the samples."
        ));
        if small < 2 {
            return;
        }
        for listed in self.listed.iter_mut().filter(|listed| listed.known.is_none() && !sent.contains(&listed.key)) {
            let lower = listed.key.to_lowercase();
            if lower != listed.key {
                listed
                    .param
                    .doubt(format!("No sample has it; it is spelled as the others are there, not `{}`.", listed.key));
                listed.key = lower;
            }
        }
    }

    fn spell_in_soap(&mut self) {
        let call = self.found.samples.calls.iter().find(|call| call.carrier == Carrier::Soap).cloned();
        if let Some(call) = call {
            let mut others: Vec<String> = Vec::new();
            for (name, _) in &call.pairs {
                match self.listed.iter_mut().find(|listed| listed.key.eq_ignore_ascii_case(name)) {
                    Some(listed) if listed.key != *name => listed.soap = Some(name.clone()),
                    Some(_) => {}
                    None => others.push(name.clone()),
                }
            }
            // Names that are quite others, in the same order.
            if !others.is_empty() && others.len() == call.pairs.len() && others.len() == self.listed.len() {
                for (listed, name) in self.listed.iter_mut().zip(others) {
                    listed.soap = Some(name);
                }
                self.doubt(
                    "The SOAP sample's names are other than the list's: they are held to be those in the same order.",
                );
            } else if !others.is_empty() {
                self.doubt(format!(
                    "The SOAP sample has `{}`, which the list of parameters has not.",
                    others.join("`, `")
                ));
            }
            return;
        }
        let Some(signature) = self.signature() else { return };
        if signature.arguments.len() != self.listed.len() {
            let (passed, listed) = (signature.arguments.len(), self.listed.len());
            if passed > 0 {
                self.doubt(format!(
                    "The {} sample passes {passed} values, the page lists {listed} parameters: their SOAP names could not be told from it.",
                    signature.language
                ));
            }
            return;
        }
        for (listed, argument) in self.listed.iter_mut().zip(&signature.arguments) {
            listed.take_argument(argument, &signature);
        }
        if signature.arguments.is_empty() {
            return;
        }
        self.doubt(if signature.is_wire {
            format!("The SOAP names are those of the {} sample, in the order of the parameters.", signature.language)
        } else {
            format!(
                "The SOAP names are those of variables in the {} sample's call, in the order of the parameters: the elements may be called otherwise.",
                signature.language
            )
        });
    }

    /// The call of this operation in a program; the names that go out rather than a program's own.
    fn signature(&self) -> Option<Signature> {
        let own = |signature: &&Signature| signature.operation.eq_ignore_ascii_case(&self.draft.name);
        let all = || self.found.samples.signatures.iter().filter(own);
        let mut found = all().find(|signature| signature.is_wire).or_else(|| all().next()).cloned()?;
        // Types stand in the other one.
        if let Some(typed) =
            all().find(|signature| !signature.is_wire && signature.arguments.len() == found.arguments.len())
        {
            for (argument, other) in found.arguments.iter_mut().zip(&typed.arguments) {
                argument.ty = argument.ty.take().or_else(|| other.ty.clone());
            }
            for out in &mut found.outs {
                let other = typed.outs.iter().find(|other| other.name == out.name);
                out.ty = out.ty.take().or_else(|| other.and_then(|other| other.ty.clone()));
            }
        }
        Some(found)
    }

    /// What only the list, or only the samples have.
    fn compare_with_samples(&mut self) {
        let is_listed =
            |listed: &[Listed], name: &str| listed.iter().any(|listed| listed.key.eq_ignore_ascii_case(name));
        let calls: Vec<Vec<String>> = self
            .whole_calls()
            .filter(|call| call.carrier != Carrier::Soap)
            .map(|call| call.pairs.iter().map(|(name, _)| name.clone()).collect())
            .collect();
        let mut unknown: Vec<String> = Vec::new();
        for name in calls.iter().flatten() {
            let known = is_listed(&self.listed, name) || self.ground.param(name).is_some();
            if !known && !unknown.contains(name) {
                unknown.push(name.clone());
            }
        }
        for name in &unknown {
            self.doubt(format!("The samples send `{name}`, which no list of the page has."));
        }
        if calls.is_empty() {
            return;
        }
        for index in 0..self.listed.len() {
            let Some(listed) = self.listed.get(index) else { continue };
            let missing = |call: &Vec<String>| call.iter().all(|name| !name.eq_ignore_ascii_case(&listed.key));
            if listed.known.is_some() || !calls.iter().all(missing) {
                continue;
            }
            let before =
                index.checked_sub(1).and_then(|before| self.listed.get(before)).map(|listed| listed.key.clone());
            let instead = calls.iter().find_map(|call| {
                let at = call.iter().position(|name| {
                    Some(name.to_lowercase()) == before.as_ref().map(|before| before.to_lowercase())
                })?;
                call.get(at + 1).filter(|name| unknown.contains(name)).cloned()
            });
            if let Some(listed) = self.listed.get_mut(index) {
                let already = listed.param.doubts.iter().any(|doubt| doubt.starts_with("No sample has it"));
                match instead {
                    Some(instead) => listed.param.doubt(format!("In its place the samples send `{instead}`.")),
                    None if already => {}
                    None => listed.param.doubt("No sample sends it."),
                }
            }
        }
    }

    fn entries(&mut self) {
        for index in 0..self.listed.len() {
            let entry = self.entry(index);
            self.draft.params.extend(entry);
        }
    }

    fn entry(&mut self, index: usize) -> Option<Entry> {
        let param = self.listed.get(index)?.param.clone();
        let mut entry = Entry::new(self.listed.get(index)?.key.clone());
        entry.doubts = param.doubts.clone();
        let ty = self.type_of(&param, &mut entry);
        let listed = self.listed.get_mut(index)?;
        listed.ty.clone_from(&ty.name);
        entry.quotes = ty.quotes;
        if let Some(name) = &ty.name {
            entry.say("type", name.as_str());
        }
        entry.words.extend(ty.words);
        let soap = listed.soap.clone();
        if let Some(known) = &listed.known {
            entry.known = Some(format!(
                "{known}, as `{}`",
                self.ground.param(&listed.key).map_or(&listed.key, |known| &known.name)
            ));
            entry.words.clear();
            entry.doubts.retain(|doubt| !doubt.starts_with("The page") && !doubt.starts_with("No "));
            let spelled =
                soap.filter(|soap| self.ground.param(&listed.key).is_some_and(|known| !known.spellings.contains(soap)));
            entry.doubts.extend(spelled.map(|soap| format!("SOAP samples call it `{soap}`.")));
            return Some(entry);
        }
        let required = param.required.unwrap_or(self.ground.required);
        if required != self.ground.required {
            entry.say("required", required);
        }
        if let Some(separator) = &param.separator {
            entry.say("separator", separator.as_str());
        }
        match param.default {
            Some(default) if required => {
                entry.doubt(format!("The page says that it is required, and that `{default}` is its default."));
            }
            Some(default) => entry.say("default", default),
            None => {}
        }
        let is_text = ty.name.as_deref().is_none_or(|name| name == "string");
        if is_text && model::looks_secret(&entry.key) {
            entry.say("secret", true);
        }
        if let Some(max) = param.max.filter(|_| is_text) {
            entry.say("max", max);
        }
        if param.header {
            entry.say("in", "header");
        }
        if let Some(soap) = soap {
            entry.say("soap", soap);
        }
        Some(entry)
    }

    /// What stands above the tables.
    fn words(&mut self, said: &Said) {
        let mut words: Words = Vec::new();
        let page = said
            .page
            .clone()
            .or_else(|| said.address.clone())
            .or_else(|| name::address(&self.found.prose, &self.draft.name));
        if let Some(page) = page {
            say(&mut words, "page", page);
        }
        if let Some(older) = name::older(&self.draft.name, &self.found.headings, &self.found.prose) {
            say(&mut words, "supersedes", older);
        }
        words.append(&mut self.draft.words);
        if !self.parts.is_empty() {
            say(&mut words, "use", texts(&self.parts));
        }
        if !self.names.is_empty() {
            say(&mut words, "names", crate::draft::table(std::mem::take(&mut self.names)));
        }
        self.draft.words = words;
        if self.found.samples.unread > 0 {
            self.doubt("A sample of XML on the page is not well-formed, and was not read.");
        }
    }
}

impl Listed {
    fn take_argument(&mut self, argument: &Argument, signature: &Signature) {
        let many = argument.ty.as_deref().and_then(|ty| ty.strip_suffix("[]"));
        match (&argument.name, many) {
            (Some(name), Some(item)) => {
                self.soap = Some(format!("{name}/{item}"));
                self.param.doubt(format!(
                    "In SOAP a list, whose items are taken to be called as the sample's type is: `{item}`."
                ));
            }
            (Some(name), None) if *name != self.key => self.soap = Some(name.clone()),
            (Some(_), None) => {}
            (None, _) => self
                .param
                .doubt(format!("How SOAP calls it is not said: the {} sample passes a value.", signature.language)),
        }
        let ty = argument
            .ty
            .as_deref()
            .map(|ty| ty.trim_end_matches("[]"))
            .filter(|ty| matches!(*ty, "int" | "long" | "short" | "bool" | "DateTime" | "decimal"));
        if self.param.ty.is_none() && self.param.values.is_empty() {
            self.param.ty = ty.and_then(super::vocabulary::type_of);
            if ty == Some("long") {
                self.param.ty = Some("i64".to_owned());
            }
        }
    }
}
