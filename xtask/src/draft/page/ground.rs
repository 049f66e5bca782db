//! What the vendor's `vendor.toml` says already, and a draft need not say again.

use std::{collections::BTreeSet, path::Path};

use anyhow::{Result, anyhow};

use super::codes::Code;
use crate::{
    diagnostic::Diagnostics,
    model::{self, Protocol, TypeDef, Vendor},
    spec::{self, Node, Place, Table, Value},
};

/// What is said for the whole vendor.
pub struct Ground {
    pub vendor: Vendor,
    sources: Table,
    /// Whether parameters are required unless it is said otherwise.
    pub required: bool,
    /// Parameters that come along without the operation's doing.
    pub params: Vec<KnownParam>,
    pub codes: Vec<KnownCode>,
    /// Holes that an operation may fill otherwise: `prefix = "{operation}"`.
    pub names: Vec<(String, String)>,
    pub areas: BTreeSet<String>,
}

pub struct KnownParam {
    pub name: String,
    /// How it is spelled on some protocol.
    pub spellings: Vec<String>,
    /// Where it is said: `[auth.key]`.
    pub place: String,
    pub scheme: Option<String>,
    pub part: Option<String>,
}

pub struct KnownCode {
    pub key: String,
    pub place: String,
    pub part: Option<String>,
    spellings: Vec<String>,
    messages: Vec<String>,
}

impl Ground {
    pub fn load(specs: &Path, folder: &str) -> Result<Ground> {
        let mut d = Diagnostics::default();
        // Mistakes are for `generate` to tell; what can be read of the vendor is enough here.
        let unreadable = |d: &Diagnostics| {
            anyhow!("the vendor's specs cannot be read; mend them first\n{}", d.render(false).trim_end())
        };
        let Some(sources) = model::sources(specs, folder, &mut d) else { return Err(unreadable(&d)) };
        let table = sources.vendor.clone();
        let vendor = model::check(sources, &mut d);
        let required =
            below(&table, &["defaults", "param"]).and_then(|table| table.get("required")).is_some_and(is_true);
        let names = below(&table, &["names"]).map(|names| {
            names
                .entries
                .iter()
                .filter_map(|entry| Some((entry.key.clone(), entry.node.as_str()?.to_owned())))
                .collect()
        });
        let areas = vendor.operations.iter().filter_map(Ground::area).collect();
        let mut ground = Ground {
            required,
            params: Vec::new(),
            codes: Vec::new(),
            names: names.unwrap_or_default(),
            areas,
            vendor,
            sources: table,
        };
        ground.collect();
        Ok(ground)
    }

    /// The folder that an operation is in.
    pub fn area(operation: &model::Operation) -> Option<String> {
        let mut parts = operation.file.rsplit('/').skip(1);
        let folder = parts.next()?;
        parts.next().map(|_| folder.to_owned())
    }

    /// The parameter that says which operation is called, where one does.
    pub fn operation_param(&self) -> Option<&str> {
        let entries = &below(&self.sources, &["params"])?.entries;
        let is = |entry: &&spec::Entry| {
            let fixed = entry.node.as_table().and_then(|table| table.get("fixed")).and_then(Node::as_str);
            fixed.is_some_and(|fixed| fixed.contains("{operation}"))
        };
        entries.iter().find(is).map(|entry| entry.key.as_str())
    }

    fn collect(&mut self) {
        let sources = self.sources.clone();
        self.take(&sources, "", None, None);
        for (word, is_scheme) in [("auth", true), ("parts", false)] {
            for entry in below(&sources, &[word]).into_iter().flat_map(|table| &table.entries) {
                let Some(table) = entry.node.as_table() else { continue };
                let name = entry.key.as_str();
                self.take(table, &format!("{word}.{name}"), is_scheme.then_some(name), (!is_scheme).then_some(name));
            }
        }
    }

    /// The `params` and `codes` of a table.
    fn take(&mut self, table: &Table, at: &str, scheme: Option<&str>, part: Option<&str>) {
        let dot = if at.is_empty() { "" } else { "." };
        for entry in below(table, &["params"]).into_iter().flat_map(|table| &table.entries) {
            let mut spellings = vec![entry.key.clone()];
            if let Some(words) = spec::shorthand(&entry.node, Place::Parameter) {
                spellings.extend(words.get("at").and_then(Node::as_str).map(str::to_owned));
                for protocol in ALL {
                    let said = spec::only_on(&words, *protocol, "at").and_then(Node::as_str);
                    spellings.extend(said.map(|at| at.rsplit('/').next().unwrap_or(at).to_owned()));
                }
            }
            spellings.dedup();
            self.params.push(KnownParam {
                name: entry.key.clone(),
                spellings,
                place: format!("[{at}{dot}params] of vendor.toml"),
                scheme: scheme.map(str::to_owned),
                part: part.map(str::to_owned),
            });
        }
        for entry in below(table, &["codes"]).into_iter().flat_map(|table| &table.entries) {
            let mut known = KnownCode {
                key: entry.key.clone(),
                place: format!("[{at}{dot}codes] of vendor.toml"),
                part: part.map(str::to_owned),
                spellings: Vec::new(),
                messages: Vec::new(),
            };
            let tellings = match &entry.node.value {
                Value::Array(items) => items.iter().collect(),
                _ => vec![&entry.node],
            };
            for telling in tellings {
                let Some(words) = spec::shorthand(telling, Place::Code) else { continue };
                known.messages.extend(words.get("message").map(texts).unwrap_or_default());
                match words.get("code") {
                    Some(node) => known.spellings.extend(texts(node)),
                    None if words.get("message").is_none() => known.spellings.push(entry.key.clone()),
                    None => {}
                }
                for protocol in ALL {
                    known.spellings.extend(spec::only_on(&words, *protocol, "code").map(texts).unwrap_or_default());
                }
            }
            self.codes.push(known);
        }
    }

    /// The parameter of the vendor's that goes by this name.
    pub fn param(&self, name: &str) -> Option<&KnownParam> {
        let is = |param: &&KnownParam| param.spellings.iter().any(|known| known.eq_ignore_ascii_case(name));
        self.params.iter().find(is)
    }

    /// The code of the vendor's that this is, and what its holes stand for.
    pub fn code(&self, code: &Code) -> Option<(&KnownCode, Vec<(String, String)>)> {
        self.codes.iter().find_map(|known| {
            let spelled = [&code.number, &code.token].into_iter().flatten().any(|text| {
                known
                    .spellings
                    .iter()
                    .any(|spelling| spelling.eq_ignore_ascii_case(text) || same_number(spelling, text))
            });
            let told = code.text.as_deref().and_then(|text| {
                known.messages.iter().find_map(
                    |message| {
                        if message == text { Some(Vec::new()) } else { held(message, text) }
                    },
                )
            });
            let (needs_code, needs_message) = (!known.spellings.is_empty(), !known.messages.is_empty());
            let fits = match (needs_code, needs_message) {
                (true, true) => {
                    spelled && (told.is_some() || code.text.is_none()) || told.is_some() && code.number.is_none()
                }
                (true, false) => spelled,
                (false, _) => told.is_some(),
            };
            fits.then(|| (known, told.unwrap_or_default()))
        })
    }

    pub fn has(&self, protocol: fn(Protocol) -> bool) -> bool {
        self.vendor.bindings.iter().any(|binding| protocol(binding.protocol))
    }

    /// The element that XML requests are in.
    pub fn root(&self) -> Option<&str> {
        let binding = self.vendor.bindings.iter().find(|binding| binding.protocol == Protocol::Xml)?;
        Some(&binding.root).filter(|root| !root.is_empty()).map(String::as_str)
    }

    /// The shared enumeration with just these words, in any order.
    pub fn enumeration(&self, words: &[String]) -> Option<&str> {
        let wanted: BTreeSet<&str> = words.iter().map(String::as_str).collect();
        let shared = self.vendor.types.iter().filter(|ty| ty.owner.is_none());
        shared
            .filter_map(|ty| match &ty.def {
                TypeDef::Enum(known) => {
                    Some((ty, known.iter().map(|word| word.wire.as_str()).collect::<BTreeSet<_>>()))
                }
                TypeDef::Scalar(model::Scalar { kind: model::ScalarKind::Bool { yes, no }, .. }) => {
                    Some((ty, yes.iter().chain(no).map(String::as_str).collect()))
                }
                _ => None,
            })
            .find(|(_, known)| *known == wanted)
            .map(|(ty, _)| ty.name.as_str())
    }

    /// The shared record that has just these fields.
    pub fn record(&self, fields: &[String]) -> Option<&str> {
        let wanted: BTreeSet<String> = fields.iter().map(|field| field.to_lowercase()).collect();
        let shared = self.vendor.types.iter().filter(|ty| ty.owner.is_none());
        shared
            .filter_map(|ty| match &ty.def {
                TypeDef::Record(known) => {
                    Some((ty, known.iter().map(|field| field.name.to_lowercase()).collect::<BTreeSet<String>>()))
                }
                _ => None,
            })
            .find(|(_, known)| *known == wanted)
            .map(|(ty, _)| ty.name.as_str())
    }

    pub fn has_type(&self, name: &str) -> bool {
        self.vendor.types.iter().any(|ty| ty.name == name && ty.owner.is_none())
    }

    /// What is said once for the answers of a format.
    pub fn answer_table(&self, format: model::Format) -> Option<&Table> {
        let word = match format {
            model::Format::Text => "text",
            model::Format::Xml => "xml",
            model::Format::Bytes => "bytes",
        };
        below(&self.sources, &["answers"])?.entries.iter().find_map(|entry| {
            let table = entry.node.as_table()?;
            let format = table.get("format").and_then(Node::as_str).unwrap_or(&entry.key);
            (format == word).then_some(table)
        })
    }

    /// Whether answers in XML have their fields as attributes.
    pub fn fields_are_attributes(&self) -> bool {
        self.answer_table(model::Format::Xml)
            .and_then(|table| table.get("field"))
            .and_then(Node::as_str)
            .is_some_and(|field| field.starts_with('@'))
    }

    /// Places of XML answers that say whether, and how, a call was refused.
    pub fn status_places(&self) -> Vec<String> {
        let answers = self.vendor.answers.iter().filter(|answer| answer.format == model::Format::Xml);
        let mut places: Vec<String> = answers
            .flat_map(|answer| answer.accepted.iter().chain(&answer.refused))
            .flat_map(|reading| reading.at.clone())
            .collect();
        places.retain(|place| place != ".");
        places
    }

    /// Whether this literal text is what stands before the output of an accepted text answer.
    pub fn accepts(&self, word: &str) -> bool {
        let Some(table) = self.answer_table(model::Format::Text) else { return false };
        let readings = match table.get("accepted").map(|node| &node.value) {
            Some(Value::String(text)) => vec![text.as_str()],
            Some(Value::Array(items)) => items.iter().filter_map(Node::as_str).collect(),
            _ => Vec::new(),
        };
        readings.iter().any(|reading| reading.split('{').next().unwrap_or_default().trim().eq_ignore_ascii_case(word))
    }

    /// The path that calls of an operation take by default.
    pub fn path(&self, protocol: Protocol, operation: &str) -> Option<String> {
        let binding = self.vendor.bindings.iter().find(|binding| binding.protocol == protocol)?;
        Some(binding.path.replace("{operation}", operation))
    }
}

const ALL: &[Protocol] = &[Protocol::Get, Protocol::Post, Protocol::Soap11, Protocol::Soap12, Protocol::Xml];

fn below<'a>(table: &'a Table, path: &[&str]) -> Option<&'a Table> {
    path.iter().try_fold(table, |table, word| table.get(word)?.as_table())
}

fn is_true(node: &Node) -> bool {
    matches!(node.value, Value::Bool(true))
}

/// One text or number, or a list of them.
fn texts(node: &Node) -> Vec<String> {
    match &node.value {
        Value::String(text) => vec![text.clone()],
        Value::Int(number) => vec![number.to_string()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn same_number(one: &str, other: &str) -> bool {
    matches!((one.parse::<i64>(), other.parse::<i64>()), (Ok(one), Ok(other)) if one == other)
}

/// What the holes of a template stand for, when it fits a text: each the shortest that does.
fn held(template: &str, text: &str) -> Option<Vec<(String, String)>> {
    let mut holes = Vec::new();
    let mut pieces = template.split('{');
    let first = pieces.next()?;
    let mut rest = text.strip_prefix(first)?;
    for piece in pieces {
        let (hole, literal) = piece.split_once('}')?;
        let end = if literal.is_empty() { rest.len() } else { rest.find(literal)? };
        let (value, behind) = rest.split_at(end);
        holes.push((hole.to_owned(), value.to_owned()));
        rest = behind.get(literal.len()..)?;
    }
    rest.is_empty().then_some(holes)
}
