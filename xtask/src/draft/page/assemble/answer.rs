//! What a call gives back.

use roxmltree::{Document, Node};

use super::Work;
use crate::{
    draft::{
        Entry, Output, Type, Value,
        page::{
            codes::Code,
            ground::Ground,
            samples::{self, Argument},
            vocabulary,
        },
        say,
    },
    model::{Protocol, name},
};

/// Deeper, and wider, an answer is not written as fields.
const DEEPEST: usize = 5;
const FIELDS: usize = 300;

impl Work<'_> {
    pub fn answer(&mut self) {
        let mut output = Output { quotes: std::mem::take(&mut self.found.output), ..Output::default() };
        let mut successes: Vec<Code> = self.found.codes.iter().filter(|code| code.is_success()).cloned().collect();
        for code in &successes {
            let said = code.quotes.join(" ");
            let quote = if said.is_empty() { code.printed() } else { format!("{}: {said}", code.printed()) };
            if code.hole.is_some() { output.quotes.push(quote) } else { self.draft.quotes.push(quote) }
        }
        let fields: Vec<_> = std::mem::take(&mut self.found.fields);
        for field in fields {
            let mut entry = Entry { doubts: field.doubts.clone(), ..Entry::new(field.name.clone()) };
            let typed = self.type_of(&field, &mut entry);
            entry.quotes = typed.quotes;
            if let Some(ty) = &typed.name {
                entry.say("type", ty.as_str());
            }
            entry.words.extend(typed.words);
            if typed.name.as_deref().is_none_or(|ty| ty == "string") && crate::model::looks_secret(&field.name) {
                entry.say("secret", true);
            }
            if output.fields.iter().all(|known| known.key != entry.key) {
                output.fields.push(entry);
            }
        }
        // Where nothing is said of success, what carries a value is it.
        let lone: Vec<Code> = self.found.codes.iter().filter(|code| code.hole.is_some()).cloned().collect();
        if successes.is_empty()
            && let [only] = lone.as_slice()
        {
            self.doubt(format!(
                "`{}` is taken to be how success is told, as it comes with a value.",
                only.token.clone().unwrap_or_default()
            ));
            output.quotes.push(format!("{}: {}", only.printed(), only.quotes.join(" ")));
            self.found.codes.retain(|code| code != only);
            successes.push(only.clone());
        } else if successes.is_empty() && self.found.mixed && !self.found.codes.is_empty() && output.quotes.is_empty() {
            self.doubt(
                "Which of the return values tells success the page does not say for sure: all are among [codes].",
            );
        }
        let hole = successes.iter().find_map(|code| Some((code.token.clone()?, code.hole.clone()?)));
        if let Some((token, hole)) = hole {
            self.text_output(&mut output, &token, &hole);
        } else if output.fields.is_empty() {
            let answers = self.found.samples.answers.clone();
            // The first that is no refusal shows what comes.
            if let Some(answer) = answers.iter().find(|answer| !answer.xml.contains("Fault>")) {
                self.xml_output(&mut output, &answer.xml, answer.is_soap);
            }
        }
        if output.fields.is_empty() && output.words.is_empty() {
            self.output_in_words(&mut output);
        }
        if output.fields.is_empty() && output.words.is_empty() && self.ground.has(Protocol::is_soap) {
            for out in self.signature_outs() {
                let mut field = Entry::new(out.name.unwrap_or_default());
                if let Some(ty) = out.ty.as_deref().and_then(vocabulary::type_of).filter(|ty| ty != "string") {
                    field.say("type", ty);
                }
                field.doubt("Only the program of a sample shows it: it is taken out of the answer there.");
                output.fields.push(field);
            }
        }
        let has = !output.fields.is_empty() || !output.words.is_empty();
        if has {
            self.draft.output = Some(output);
        } else if !output.quotes.is_empty() {
            self.draft.quotes.append(&mut output.quotes);
            self.doubt("What comes back the page says in words alone: there is no [output] yet.");
        }
    }

    /// `OK [new id]`
    fn text_output(&mut self, output: &mut Output, token: &str, hole: &str) {
        let key = match name::snake(hole) {
            key if key.is_empty() => "value".to_owned(),
            key => key.trim_start_matches("r#").to_owned(),
        };
        say(&mut output.words, "as", format!("{{{key}}}"));
        let mut field = Entry::new(key);
        let outs: Vec<Argument> = self.signature_outs();
        if let [out] = outs.as_slice() {
            if let Some(ty) = out.ty.as_deref().and_then(vocabulary::type_of).filter(|ty| ty != "string") {
                field.say("type", ty);
            }
            field.say("required", true);
            if self.ground.has(Protocol::is_soap)
                && let Some(name) = &out.name
            {
                field.say("soap", name.as_str());
            }
        } else {
            field.say("required", true);
        }
        field.doubt(format!(
            "The page prints the answer as `{token} [{hole}]`: the brackets are taken to stand for the value."
        ));
        if !self.ground.accepts(token) {
            field.doubt(format!("vendor.toml tells an accepted answer in another way than by `{token}`."));
        }
        output.fields.insert(0, field);
    }

    fn signature_outs(&self) -> Vec<Argument> {
        self.signature().map(|signature| signature.outs).unwrap_or_default()
    }

    /// `… in the id attribute`
    fn output_in_words(&mut self, output: &mut Output) {
        let said = output.quotes.join(" ");
        let words: Vec<&str> = said.split_whitespace().collect();
        for three in words.windows(4) {
            let [before, the, field, kind] = three else { continue };
            let kind = kind.trim_end_matches(['.', ',', ';']);
            let field = field.trim_matches(['`', '"', '\'']);
            if matches!(*before, "in" | "as")
                && *the == "the"
                && matches!(kind, "attribute" | "element" | "field")
                && vocabulary::is_name(field)
            {
                let mut entry = Entry::new(field);
                entry.doubt("The page says in words that it comes, and prints no answer.");
                output.fields.push(entry);
            }
        }
    }

    /// An answer as it is printed.
    fn xml_output(&mut self, output: &mut Output, xml: &str, is_soap: bool) {
        let Ok(document) = Document::parse(xml) else { return };
        let mut top = document.root_element();
        let mut places: Vec<String> = self.ground.status_places();
        places.push(format!("{}Result", top.tag_name().name().trim_end_matches("Response")));
        if is_soap {
            // What the vendor's answers are inside of is no part of them.
            let inner: Vec<Node<'_, '_>> = elements(top).collect();
            if let [result] = inner.as_slice()
                && elements(*result).next().is_some()
            {
                top = *result;
            }
        }
        let status = |name: &str, is_attribute: bool| {
            let place = if is_attribute { format!("@{name}") } else { name.to_owned() };
            places.iter().any(|known| *known == place || known.replace("{operation}", &self.draft.name) == place)
        };
        let attributes: Vec<(String, String)> = if self.ground.fields_are_attributes() {
            let own = top.attributes().filter(|attribute| !status(attribute.name(), true));
            own.map(|attribute| (attribute.name().to_owned(), attribute.value().to_owned())).collect()
        } else {
            Vec::new()
        };
        let children: Vec<Node<'_, '_>> =
            elements(top).filter(|child| !status(child.tag_name().name(), false)).collect();
        let names: Vec<&str> = children.iter().map(|child| child.tag_name().name()).collect();
        let one_name = names.split_first().is_some_and(|(first, rest)| rest.iter().all(|name| name == first));
        if let (true, Some(first)) = (one_name && attributes.is_empty(), children.first())
            && is_record(*first, self.ground)
        {
            let name = self.record(*first, 1);
            let many = children.len() > 1 || is_more(top);
            say(&mut output.words, "type", if many { format!("{name}[]") } else { name });
            say(&mut output.words, "at", first.tag_name().name());
            if !many && elements(top).count() == 1 {
                output.doubts.push("The sample has one: whether there can be more it does not show.".to_owned());
            }
            return;
        }
        for (name, value) in attributes {
            output.fields.push(leaf(&name, &value));
        }
        let fields = self.fields(&children, 1);
        output.fields.extend(fields);
    }

    /// Elements as fields, each name once.
    fn fields(&mut self, children: &[Node<'_, '_>], depth: usize) -> Vec<Entry> {
        let mut fields: Vec<Entry> = Vec::new();
        for child in children.iter().take(FIELDS) {
            let name = child.tag_name().name();
            if fields.iter().any(|known| known.key == name) {
                continue;
            }
            let count = children.iter().filter(|other| other.tag_name().name() == name).count();
            let many = if count > 1 { "[]" } else { "" };
            let mut items = elements(*child);
            let (first, second) = (items.next(), items.next());
            if let Some(first) = first
                && second.is_none_or(|second| second.tag_name() == first.tag_name())
                && (second.is_some()
                    || is_more(*child)
                    || format!("{}s", first.tag_name().name()).eq_ignore_ascii_case(name))
                && count == 1
                && child.attributes().len() == 0
            {
                // A list in an element of its own: `<users><user>`.
                let inner = first.tag_name().name();
                let ty = if is_record(first, self.ground) {
                    self.record(first, depth + 1)
                } else {
                    leaf_type(first.text().unwrap_or_default()).0.unwrap_or_else(|| "string".to_owned())
                };
                let mut entry = Entry::new(name);
                entry.say("type", format!("{ty}[]"));
                entry.say("at", format!("{name}/{inner}"));
                fields.push(entry);
            } else if is_record(*child, self.ground) && depth < DEEPEST {
                let ty = self.record(*child, depth + 1);
                let mut entry = Entry::new(name);
                entry.say("type", format!("{ty}{many}"));
                entry.say("at", name);
                fields.push(entry);
            } else {
                let mut entry = leaf(name, child.text().unwrap_or_default());
                if count > 1 {
                    let ty = entry
                        .words
                        .iter()
                        .find(|(word, _)| word == "type")
                        .and_then(|(_, ty)| ty.as_str())
                        .unwrap_or("string")
                        .to_owned();
                    entry.say("type", format!("{ty}[]"));
                }
                if self.ground.fields_are_attributes() {
                    entry.say("at", name);
                }
                fields.push(entry);
            }
        }
        fields
    }

    /// The name of a type with an element's fields: the vendor's, or a new one of the operation's.
    fn record(&mut self, element: Node<'_, '_>, depth: usize) -> String {
        let children: Vec<Node<'_, '_>> = elements(element).collect();
        let mut fields: Vec<Entry> = element
            .attributes()
            .map(|attribute| {
                let mut entry = leaf(attribute.name(), attribute.value());
                if !self.ground.fields_are_attributes() {
                    entry.say("at", format!("@{}", attribute.name()));
                }
                entry
            })
            .collect();
        let below = self.fields(&children, depth);
        fields.extend(below);
        if children.is_empty() && element.text().is_some_and(|text| !text.trim().is_empty()) {
            let mut text = leaf("text", element.text().unwrap_or_default());
            text.say("at", ".");
            fields.push(text);
        }
        fields.dedup_by(|one, other| one.key == other.key);
        let keys: Vec<String> = fields.iter().map(|field| field.key.clone()).collect();
        if let Some(known) = self.ground.record(&keys) {
            return known.to_owned();
        }
        let plain = match name::camel(element.tag_name().name()) {
            name if name.is_empty() => "Record".to_owned(),
            name => name,
        };
        let same = |ty: &&Type| ty.fields.iter().map(|field| &field.key).eq(keys.iter());
        if let Some(known) = self.draft.types.iter().find(same) {
            return known.entry.key.clone();
        }
        let taken = |name: &str| self.ground.has_type(name) || self.draft.types.iter().any(|ty| ty.entry.key == name);
        let base = if taken(&plain) { format!("{}{plain}", name::camel(&self.draft.name)) } else { plain };
        let name = (1..)
            .map(|number| if number == 1 { base.clone() } else { format!("{base}{number}") })
            .find(|name| !taken(name))
            .unwrap_or(base);
        self.draft.types.push(Type { entry: Entry::new(name.clone()), values: Vec::new(), fields });
        name
    }
}

fn elements<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

fn is_record(node: Node<'_, '_>, ground: &Ground) -> bool {
    elements(node).next().is_some()
        || node.attributes().len() > 0 && ground.fields_are_attributes()
        || node.attributes().len() > 1
}

/// `...` between elements says that there can be more.
fn is_more(node: Node<'_, '_>) -> bool {
    node.children()
        .any(|child| child.is_text() && child.text().is_some_and(|text| text.contains("...") || text.contains('…')))
}

fn leaf(name: &str, value: &str) -> Entry {
    let mut entry = Entry::new(name);
    let (ty, doubt) = leaf_type(value);
    if let Some(ty) = ty {
        entry.say("type", ty);
    } else if crate::model::looks_secret(name) {
        entry.say("secret", true);
    }
    entry.doubts.extend(doubt);
    entry
}

/// The type that a sample's value names, or what one could think of it.
fn leaf_type(value: &str) -> (Option<String>, Option<String>) {
    let value = value.trim();
    if samples::stands_for(value) {
        return (vocabulary::type_of(value).filter(|ty| ty != "string"), None);
    }
    let digits =
        !value.is_empty() && value.len() < 19 && value.trim_start_matches('-').chars().all(|c| c.is_ascii_digit());
    let doubt = if digits {
        Some("No type is said; the sample has a number.".to_owned())
    } else if matches!(value.to_lowercase().as_str(), "true" | "false") {
        Some("No type is said; the sample has a boolean.".to_owned())
    } else {
        None
    };
    (None, doubt)
}

/// A value of an example as its type is written.
pub fn typed(value: &str, ty: Option<&str>) -> Value {
    match ty {
        Some("i16" | "u16" | "i32" | "u32" | "i64") => {
            value.parse::<i64>().map_or_else(|_| Value::from(value), Value::from)
        }
        Some("bool") => match value.to_lowercase().as_str() {
            "true" | "1" | "yes" | "y" | "on" => Value::from(true),
            "false" | "0" | "no" | "n" | "off" => Value::from(false),
            _ => Value::from(value),
        },
        _ => Value::from(value),
    }
}
