//! Outputs made of text.

use bindery_transport::description::{self, Output, OutputForm, Sample, Template, TextForm, Type, Wire};

use super::{Answer, Keyed};
use crate::{charset, wire, xml::Element};

/// What writes the values of an output.
pub(super) struct Writer<'a> {
    pub(super) answer: &'a Answer,
    pub(super) how: &'a description::Answer,
    pub(super) keyed: &'a Keyed<'a>,
}

/// The parts of a text that have names: labels, or columns.
type Pairs = Vec<(String, String)>;

impl Writer<'_> {
    /// An output as text.
    pub(super) fn text(&self, output: &Output, form: &OutputForm, sample: &Sample) -> String {
        if output.fixed.is_some() {
            return String::new();
        }
        match self.text_form(form) {
            TextForm::Table => self.table(output.ty, form, sample),
            TextForm::Xml => {
                let mut root = Element::new("response");
                self.place(&mut root, output, form, sample);
                root.write()
            }
            TextForm::Template(_) => {
                let templates = self.templates(form);
                let items = wire::items(sample);
                let texts = items
                    .iter()
                    .filter_map(|item| templates.iter().find_map(|template| self.templated(template, output.ty, item)));
                let texts: Vec<String> = texts.collect();
                texts.join(form.separator.unwrap_or("\n"))
            }
            _ => self.labelled(output, form, sample),
        }
    }

    fn text_form(&self, form: &OutputForm) -> TextForm {
        form.text.get(self.answer.text_form).or(form.text.first()).copied().unwrap_or(TextForm::Fields)
    }

    /// The templates of a form from the preferred one on.
    fn templates<'f>(&self, form: &'f OutputForm) -> Vec<&'f Template> {
        let preferred = if self.answer.text_form < form.text.len() { self.answer.text_form } else { 0 };
        let templates = form.text.iter().skip(preferred).filter_map(|form| match form {
            TextForm::Template(template) => Some(template),
            _ => None,
        });
        templates.collect()
    }

    /// An item by a template; nothing where it lacks the value of a hole.
    fn templated(&self, template: &Template, ty: &'static Type, item: &Sample) -> Option<String> {
        let mut fields = Pairs::new();
        self.named(ty, item, &mut fields);
        wire::fill(template, |name| match fields.iter().find(|(known, _)| known == name) {
            Some((_, text)) => Some(text.clone()),
            None if name == "value" => self.scalar(ty, item).map(|text| self.escaped(&text)),
            None if wire::fields(ty).iter().any(|field| field.name == name) => None,
            None => self.answer.call.hole(name),
        })
    }

    /// Labelled fields, or the text itself.
    fn labelled(&self, output: &Output, form: &OutputForm, sample: &Sample) -> String {
        let is_named = wire::is_map(output.ty) || !wire::fields(output.ty).is_empty();
        if !is_named {
            let items = wire::items(sample);
            let texts = items.iter().filter_map(|item| self.scalar(output.ty, item));
            let texts: Vec<String> = texts.map(|text| self.escaped(&text)).collect();
            return texts.join(form.separator.unwrap_or("\n"));
        }
        let lines = |pairs: Pairs, end: &str| -> String {
            let lines = pairs.into_iter().map(|(label, text)| format!("{label}{}{text}{end}", self.how.labels.part));
            lines.collect()
        };
        let mut text = String::from("\n\n");
        match form.separator.filter(|_| output.many) {
            Some(separator) => {
                for item in wire::items(sample) {
                    let mut pairs = Pairs::new();
                    self.pairs(output.ty, &item, None, &mut pairs);
                    // Where a line end parts the items, each is one line.
                    let end = if separator == "\n" { " " } else { "\n" };
                    text.push_str(lines(pairs, end).trim_end());
                    text.push_str(separator);
                }
            }
            None => {
                for (item, number) in wire::items(sample).iter().zip(1..) {
                    let mut pairs = Pairs::new();
                    self.pairs(output.ty, item, output.many.then_some(number), &mut pairs);
                    text.push_str(&lines(pairs, "\n"));
                }
            }
        }
        text
    }

    /// A table: the names of all columns, and a row for each item.
    fn table(&self, ty: &'static Type, form: &OutputForm, sample: &Sample) -> String {
        let separator = form.separator.unwrap_or("|");
        let rows: Vec<Vec<(Column, String)>> = wire::items(sample)
            .iter()
            .map(|item| {
                let mut pairs = Pairs::new();
                self.pairs(ty, item, None, &mut pairs);
                counted(pairs)
            })
            .collect();
        let mut columns: Vec<Column> = Vec::new();
        self.labels(ty, &mut columns);
        for (column, _) in rows.iter().flatten() {
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
        let line = |cells: Vec<&str>| -> String {
            let cells = cells.into_iter().map(|cell| format!("{}{separator}", cell.replace(['\r', '\n'], " ")));
            cells.collect()
        };
        let mut text = format!("\n\n{}\n", line(columns.iter().map(|(name, _)| name.as_str()).collect()));
        for row in &rows {
            let cell = |column| row.iter().find(|(known, _)| known == column).map_or("", |(_, text)| text);
            text.push_str(&line(columns.iter().map(cell).collect()));
            text.push('\n');
        }
        text
    }

    /// The labels of a record's fields that are no lists of records.
    fn labels(&self, ty: &'static Type, columns: &mut Vec<Column>) {
        for field in wire::fields(ty).iter().filter(|field| field.fixed.is_none()) {
            match field.wire(self.answer.call.on) {
                Some(wire) if wire::is_record(wire) => self.labels(wire.ty, columns),
                Some(wire) if !wire::is_map(wire.ty) => columns.push((wire.place().to_owned(), 0)),
                _ => {}
            }
        }
    }

    /// What a record or a map has, by labels. `number` fills the `{n}` of those that have one.
    fn pairs(&self, ty: &'static Type, item: &Sample, number: Option<usize>, pairs: &mut Pairs) {
        if wire::is_map(ty) {
            pairs.extend(self.map(item));
            return;
        }
        for field in wire::fields(ty) {
            let Some((wire, value)) = wire::given(field, item, self.answer.call.on) else { continue };
            let label = numbered(wire.place(), number);
            match value {
                Sample::List(items) if wire::is_record(wire) => {
                    items.iter().zip(1..).for_each(|(item, number)| self.pairs(wire.ty, item, Some(number), pairs));
                }
                value if wire::is_record(wire) => self.pairs(wire.ty, &value, number, pairs),
                value if wire::is_map(wire.ty) => pairs.extend(self.map(&value)),
                Sample::List(items) if label.contains("{n}") && wire.join.is_none() => {
                    for (item, number) in items.iter().zip(1..) {
                        pairs.push((numbered(&label, Some(number)), self.value(wire, field.name, item)));
                    }
                }
                value => pairs.push((label, self.value(wire, field.name, &value))),
            }
        }
    }

    /// What a record has, by the names of its fields.
    fn named(&self, ty: &'static Type, item: &Sample, pairs: &mut Pairs) {
        for field in wire::fields(ty) {
            match wire::given(field, item, self.answer.call.on) {
                Some((wire, value)) if wire::is_record(wire) => self.named(wire.ty, &value, pairs),
                Some((wire, value)) => pairs.push((field.name.to_owned(), self.value(wire, field.name, &value))),
                None => {}
            }
        }
    }

    fn map(&self, map: &Sample) -> Pairs {
        let pairs = wire::pairs(map)
            .iter()
            .filter_map(|(name, value)| Some(((*name).to_owned(), self.escaped(&wire::spell(&Type::STRING, value)?))));
        pairs.collect()
    }

    /// A value in a text: the items of a list are escaped, what parts them is not.
    fn value(&self, wire: &Wire, field: &str, value: &Sample) -> String {
        let items = wire::items(value);
        let texts: Vec<String> =
            items.iter().filter_map(|item| self.one(wire, field, item)).map(|text| self.escaped(&text)).collect();
        texts.join(wire.join.unwrap_or(","))
    }

    /// One value as text, unescaped: the key of a session, a document, or as its type spells it; made by its template.
    pub(super) fn one(&self, wire: &Wire, field: &str, value: &Sample) -> Option<String> {
        if let Some(key) = self.keyed.of(field) {
            return Some(key.to_owned());
        }
        let text = match wire.document {
            Some(root) => {
                let mut root = Element::new(root);
                self.record(&mut root, wire.ty, value, &mut Vec::new());
                root.write()
            }
            None => wire::spell(wire.ty, value)?,
        };
        match &wire.template {
            None => Some(text),
            Some(template) => wire::fill(template, |name| match name {
                "value" => Some(text.clone()),
                name => self.answer.call.hole(name),
            }),
        }
    }

    /// An output that is one text.
    pub(super) fn scalar(&self, ty: &Type, value: &Sample) -> Option<String> {
        match self.keyed.of("value") {
            Some(key) => Some(key.to_owned()),
            None => wire::spell(ty, value),
        }
    }

    fn escaped(&self, text: &str) -> String {
        charset::escape(text, self.how.escape, self.how.charset)
    }
}

/// A column: its name, and which of that name it is.
type Column = (String, usize);

fn counted(pairs: Pairs) -> Vec<(Column, String)> {
    let mut counted: Vec<(Column, String)> = Vec::new();
    for (name, text) in pairs {
        let count = counted.iter().filter(|((known, _), _)| *known == name).count();
        counted.push(((name, count), text));
    }
    counted
}

fn numbered(label: &str, number: Option<usize>) -> String {
    match number {
        Some(number) => label.replace("{n}", &number.to_string()),
        None => label.to_owned(),
    }
}
