//! The words of the language as JSON Schema: each kind of table, and what each word takes.

use serde_json::{Map, Value, json};

use super::docs;
use crate::spec::words::{FORMATS, PROTOCOLS, Place, SCALARS, Takes, Word};

/// The schema of files that are one table of this kind.
pub fn file(place: Place, title: &str) -> Value {
    let mut definitions = Definitions::default();
    let mut root = definitions.table(place);
    root.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    root.insert("$comment".to_owned(), json!("Written by `cargo xtask schemas`, from xtask/src/spec/words.rs"));
    root.insert("title".to_owned(), json!(title));
    root.insert("x-tombi-toml-version".to_owned(), json!("v1.0.0"));
    root.insert("definitions".to_owned(), Value::Object(definitions.0));
    Value::Object(root)
}

/// The kinds of table that were met, each of which stands once.
#[derive(Default)]
struct Definitions(Map<String, Value>);

impl Definitions {
    fn table(&mut self, place: Place) -> Map<String, Value> {
        let mut properties = Map::new();
        for word in place.words() {
            properties.insert(word.name.to_owned(), self.word(word, place));
        }
        for name in PROTOCOLS.iter().filter(|_| place.differs()) {
            let mut forms = vec![self.reference(&key_on_protocol(place), |all| all.table_on_protocol(place))];
            forms.extend(place.short_on_protocol().map(|_| json!({ "type": "string" })));
            forms.extend(place.may_be_off().then(|| json!({ "const": false })));
            properties.insert((*name).to_owned(), described(any_of(forms), &docs::of_protocol(name, place)));
        }
        let mut table = object(properties, place.required());
        table.extend(conditions(place));
        table.insert("description".to_owned(), json!(docs::of_table(place)));
        table
    }

    /// What may stand below the name of a protocol.
    fn table_on_protocol(&mut self, place: Place) -> Map<String, Value> {
        let words = place.words().filter(|word| word.differs.contains(&place));
        object(words.map(|word| (word.name.to_owned(), self.word(word, place))).collect(), &[])
    }

    fn word(&mut self, word: &Word, place: Place) -> Value {
        described(self.value(word.takes(place), word, place), docs::of(word.name, place))
    }

    fn value(&mut self, takes: Takes, word: &Word, place: Place) -> Value {
        let least = usize::from(word.needs_one(place));
        match takes {
            Takes::Text => match pattern(word.name) {
                Some(pattern) => json!({ "type": "string", "pattern": pattern }),
                None => json!({ "type": "string" }),
            },
            Takes::TextOrFalse => any_of(vec![json!({ "type": "string" }), json!({ "const": false })]),
            Takes::Type => type_name(),
            Takes::OneOf(words) => json!({ "type": "string", "enum": words }),
            Takes::Texts => any_of(vec![json!({ "type": "string" }), json!({ "type": "integer" }), texts(least)]),
            Takes::Forms(words) => {
                let form = any_of(vec![json!({ "type": "string", "enum": words }), json!({ "type": "string" })]);
                any_of(vec![form.clone(), json!({ "type": "array", "items": form, "minItems": least })])
            }
            Takes::Flag => json!({ "type": "boolean" }),
            Takes::Condition => any_of(vec![
                json!({ "type": "boolean" }),
                json!({
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "additionalProperties": { "type": ["string", "integer", "boolean"] },
                }),
            ]),
            Takes::Int => json!({ "type": "integer" }),
            // A table of it may have any keys, which stricter readers have to be told.
            Takes::Sample => json!({ "additionalProperties": true }),
            Takes::Samples => json!({ "type": "object", "additionalProperties": true }),
            Takes::Pairs => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
            Takes::Groups => {
                let group = json!({ "type": "array", "items": { "type": ["string", "integer"] }, "minItems": 2 });
                any_of(vec![group.clone(), json!({ "type": "array", "items": group })])
            }
            Takes::Schemes => any_of(vec![json!({ "type": "boolean" }), json!({ "type": "string" }), texts(least)]),
            Takes::Words => {
                let value = self.shortened(Place::Value);
                any_of(vec![
                    json!({ "type": "array", "items": { "type": "string" }, "minItems": least }),
                    json!({ "type": "object", "additionalProperties": value }),
                ])
            }
            Takes::Readings => {
                let reading = any_of(vec![json!({ "type": "string" }), self.referred(Place::Reading)]);
                any_of(vec![reading.clone(), json!({ "type": "array", "items": reading })])
            }
            // What is laid below other tables is always one.
            Takes::One(below) if matches!(place, Place::Part | Place::Defaults) => any_of(vec![self.referred(below)]),
            Takes::One(below) => self.shortened(below),
            Takes::Named(below) => self.named(below, place),
            Takes::List(below) => json!({ "type": "array", "minItems": 1, "items": self.referred(below) }),
        }
    }

    /// Tables of a kind under names of one's own.
    fn named(&mut self, below: Place, place: Place) -> Value {
        let one = self.shortened(below);
        match below {
            Place::Protocol => self.protocols(),
            // Those of an operation are laid over the vendor's, which have said what they are.
            Place::Answer if place == Place::Vendor => {
                let mut other = self.table(Place::Answer);
                other.insert("required".to_owned(), json!(["format"]));
                let known: Map<_, _> = FORMATS.iter().map(|name| ((*name).to_owned(), one.clone())).collect();
                json!({ "type": "object", "properties": known, "additionalProperties": other })
            }
            // Words for a type of an XSD, which says itself what it is.
            Place::Type => {
                let mut own = self.table(Place::Type);
                own.insert(
                    "oneOf".to_owned(),
                    json!(["base", "values", "fields"].map(|word| json!({ "required": [word] }))),
                );
                let own = self.reference("ownType", |_| own);
                let own = any_of(vec![own, json!({ "type": "string", "enum": SCALARS })]);
                json!({ "type": "object", "patternProperties": { "#": one }, "additionalProperties": own })
            }
            Place::Code => {
                let list = json!({
                    "type": "array",
                    "minItems": 1,
                    "items": [one],
                    "additionalItems": self.referred(Place::Telling),
                });
                let code =
                    any_of(vec![self.referred(below), json!({ "type": "string" }), json!({ "const": false }), list]);
                json!({ "type": "object", "additionalProperties": code })
            }
            _ => json!({ "type": "object", "additionalProperties": one }),
        }
    }

    /// `[protocols]`: what a family does not say, each of its members says.
    fn protocols(&mut self) -> Value {
        let mut properties = Map::new();
        for name in PROTOCOLS {
            let mut binding = self.table(Place::Protocol);
            binding.insert("description".to_owned(), json!(docs::of_binding(name)));
            if *name == "xml" {
                binding.insert("required".to_owned(), json!(needs(name)));
            }
            properties.insert((*name).to_owned(), Value::Object(binding));
        }
        let mut protocols = object(properties, &[]);
        protocols.insert("minProperties".to_owned(), json!(1));
        let with = |name: &str| open(json!({ "properties": { name: open(json!({ "required": needs(name) })) } }));
        let families = ["form", "soap"].map(|family| {
            let members: Vec<&str> =
                PROTOCOLS.iter().copied().filter(|name| self::family(name) == Some(family)).collect();
            json!([
                { "if": { "not": { "required": members } }, "then": with(family) },
                {
                    "if": { "not": { "required": [family] } },
                    "then": { "allOf": members.iter().map(|name| with(name)).collect::<Vec<_>>() },
                },
            ])
        });
        protocols.insert(
            "allOf".to_owned(),
            families.iter().flat_map(|family| family.as_array().cloned()).flatten().collect(),
        );
        Value::Object(protocols)
    }

    /// A table of a kind, or the text that is short for it.
    fn shortened(&mut self, place: Place) -> Value {
        let table = self.referred(place);
        let short = match place.short() {
            None => return any_of(vec![table]),
            Some("type") => type_name(),
            Some("base") => json!({ "type": "string", "enum": SCALARS }),
            Some(_) => json!({ "type": "string" }),
        };
        any_of(vec![table, short])
    }

    fn referred(&mut self, place: Place) -> Value {
        self.reference(&key(place), |all| all.table(place))
    }

    fn reference(&mut self, key: &str, make: impl FnOnce(&mut Definitions) -> Map<String, Value>) -> Value {
        if !self.0.contains_key(key) {
            // Kinds may hold each other: this one is known from here on.
            self.0.insert(key.to_owned(), Value::Null);
            let made = make(self);
            self.0.insert(key.to_owned(), Value::Object(made));
        }
        json!({ "$ref": format!("#/definitions/{key}") })
    }
}

/// What keys of one table ask of each other.
fn conditions(place: Place) -> Map<String, Value> {
    let shown = ["request", "answer"].iter().chain(PROTOCOLS);
    let conditions = match place {
        Place::Scheme => json!({ "dependencies": { "logout": ["login"], "cookie": ["login"], "idle": ["login"] } }),
        Place::Output => json!({ "not": { "required": ["type", "fields"] } }),
        Place::Code => json!({ "not": { "required": ["type", "fields"] } }),
        // A part may have said it.
        Place::Operation => json!({
            "if": open(json!({ "required": ["output"], "not": { "required": ["use"] } })),
            "then": open(json!({
                "properties": {
                    "output": {
                        "anyOf": [
                            { "type": "string" },
                            open(json!({ "required": ["type"] })),
                            open(json!({ "required": ["fields"] })),
                        ],
                    },
                },
            })),
        }),
        Place::Example => json!({
            "if": open(json!({ "not": any_of(shown.map(|word| json!({ "required": [word] })).collect()) })),
            // One mistake is better than one for each of the words that could be there.
            "then": open(json!({ "required": ["answer"] })),
            "not": { "required": ["output", "code"] },
            "dependencies": { "details": ["code"], "message": ["code"], "parameter": ["code"] },
        }),
        _ => json!({}),
    };
    conditions.as_object().cloned().unwrap_or_default()
}

/// The family of a protocol.
fn family(name: &str) -> Option<&'static str> {
    match name {
        "get" | "post" => Some("form"),
        "soap11" | "soap12" => Some("soap"),
        _ => None,
    }
}

/// What a protocol has to say.
fn needs(name: &str) -> &'static [&'static str] {
    match name {
        "form" | "get" | "post" => &["path", "answer"],
        "xml" => &["path", "answer", "root"],
        _ => &["path", "answer", "namespace", "action"],
    }
}

/// The form of a text that has one.
fn pattern(word: &str) -> Option<&'static str> {
    match word {
        "limit" => Some(r"^\s*\+?[0-9]+\s* in \s*\+?[0-9]+ \s*(s|sec|seconds?|min|minutes?|h|hours?|days?)\s*$"),
        "idle" => Some(r"^\s*\+?[0-9]+ \s*(s|sec|seconds?|min|minutes?|h|hours?|days?)\s*$"),
        _ => None,
    }
}

/// Scalars are known; a type of one's own may have any name.
fn type_name() -> Value {
    let scalars: Vec<String> =
        SCALARS.iter().flat_map(|scalar| [(*scalar).to_owned(), format!("{scalar}[]")]).collect();
    any_of(vec![json!({ "type": "string", "enum": scalars }), json!({ "type": "string" })])
}

/// A list of texts; a number stands for its digits.
fn texts(least: usize) -> Value {
    json!({ "type": "array", "items": { "type": ["string", "integer"] }, "minItems": least })
}

fn object(properties: Map<String, Value>, required: &[&str]) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("additionalProperties".to_owned(), json!(false));
    if !required.is_empty() {
        object.insert("required".to_owned(), json!(required));
    }
    object
}

fn any_of(forms: Vec<Value>) -> Value {
    json!({ "anyOf": forms })
}

/// What a condition asks of a table says nothing of its other keys; stricter readers have to be told.
fn open(mut condition: Value) -> Value {
    if let Some(condition) = condition.as_object_mut() {
        condition.insert("additionalProperties".to_owned(), json!(true));
    }
    condition
}

/// The docs stand beside the schema, for beside a `$ref` nothing counts.
fn described(mut schema: Value, doc: &str) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), json!(doc));
    }
    schema
}

/// What a kind of table is called among the definitions: `schemeParameter`.
fn key(place: Place) -> String {
    heck::AsLowerCamelCase(place.name().replace("'s", "")).to_string()
}

fn key_on_protocol(place: Place) -> String {
    format!("{}OnProtocol", key(place))
}
