//! Outputs made of XML.

use bindery_transport::description::{Field, Output, OutputForm, Sample, Type, Wire};

use super::output::Writer;
use crate::{
    wire,
    xml::{self, Element, split},
};

/// What counts from the base and not from the record that says it: written when the records are.
pub(super) type Later = Vec<(&'static Field, &'static Wire, Sample)>;

/// The titles of what maps hold.
struct Titles {
    /// What the elements of values are called.
    element: String,
    names: Vec<&'static str>,
}

impl Writer<'_> {
    /// Writes an output where it stands below the base.
    pub(super) fn put(&self, base: &mut Element, output: &Output, form: &OutputForm, sample: &Sample) {
        match form.inside {
            _ if output.fixed.is_some() => {}
            Some(place) => base.put(&self.answer.call.fill(place), self.text(output, form, sample).trim()),
            None => self.place(base, output, form, sample),
        }
    }

    /// Writes an output as elements below the base.
    pub(super) fn place(&self, base: &mut Element, output: &Output, form: &OutputForm, sample: &Sample) {
        let at = self.answer.call.fill(form.at);
        let (steps, attribute) = split(&at);
        let is_map = wire::is_map(output.ty);
        let titles = form.titles.filter(|_| is_map).map(|place| self.titles(base, place, sample));
        let is_record = !wire::fields(output.ty).is_empty();
        let mut later = Later::new();
        // A list of no items is what its items would have stood in.
        if let (Sample::List([]), true, Some((_, front))) = (sample, output.many, steps.split_last()) {
            base.at(front);
        }
        let items = match sample {
            // A record without a value still has its element.
            Sample::None if is_record && !output.many => vec![Sample::None],
            sample => wire::items(sample),
        };
        for item in items {
            if is_map && !output.many {
                self.put_map(base, &at, &item, titles.as_ref());
            } else if is_map {
                self.entries(base.add(&steps), attribute.is_some(), &item, titles.as_ref());
            } else if is_record {
                let element = if output.many { base.add(&steps) } else { base.at(&steps) };
                self.record(element, output.ty, &item, &mut later);
            } else if output.many && attribute.is_none() {
                base.add(&steps).text.push_str(&self.scalar(output.ty, &item).unwrap_or_default());
            } else {
                base.put(&at, &self.scalar(output.ty, &item).unwrap_or_default());
            }
        }
        // Every record says it, and it stands there once; what it holds may say more.
        let mut written: Vec<&Field> = Vec::new();
        let mut next = 0;
        while let Some((field, wire, value)) = later.get(next).copied() {
            next += 1;
            if !written.iter().any(|known| std::ptr::eq(*known, field)) {
                written.push(field);
                self.field(base, field, wire, &value, &mut later);
            }
        }
    }

    /// Writes the titles of what the maps of an output hold.
    fn titles(&self, base: &mut Element, place: &str, sample: &Sample) -> Titles {
        let mut names: Vec<&'static str> = Vec::new();
        for (name, _) in wire::items(sample).iter().flat_map(wire::pairs) {
            if !names.contains(name) {
                names.push(name);
            }
        }
        let place = self.answer.call.fill(place);
        let (steps, attribute) = split(&place);
        for (name, id) in names.iter().zip(1..) {
            let element = base.add(&steps);
            element.set("id", &id.to_string());
            element.put(&attribute.map_or_else(|| ".".to_owned(), |attribute| format!("@{attribute}")), name);
        }
        Titles { element: (*steps.last().unwrap_or(&"field")).to_owned(), names }
    }

    /// Writes the fields of a record.
    pub(super) fn record(&self, element: &mut Element, ty: &'static Type, record: &Sample, later: &mut Later) {
        for field in wire::fields(ty) {
            match wire::given(field, record, self.answer.call.on) {
                Some((wire, value)) if wire.place().starts_with('/') => later.push((field, wire, value)),
                Some((wire, value)) => self.field(element, field, wire, &value, later),
                None => {
                    let wire = field.wire(self.answer.call.on).filter(|_| field.fixed.is_none() && !field.many);
                    if let Some(wire) = wire.filter(|wire| wire.nillable && !wire.place().contains('@')) {
                        element.at(&split(wire.place()).0).nil();
                    }
                }
            }
        }
    }

    fn field(&self, element: &mut Element, field: &Field, wire: &'static Wire, value: &Sample, later: &mut Later) {
        let place = self.answer.call.fill(wire.place());
        let (steps, attribute) = split(&place);
        let in_one_text = wire.join.is_some() || attribute.is_some_and(|name| name != "*");
        match value {
            Sample::List(items) if !in_one_text => {
                if let ([], Some((_, front))) = (items, steps.split_last()) {
                    element.at(front);
                }
                for item in *items {
                    let element = element.add(&steps);
                    match item {
                        Sample::None => element.nil(),
                        item if wire::is_map(wire.ty) => self.entries(element, attribute.is_some(), item, None),
                        item if wire::is_record(wire) => self.record(element, wire.ty, item, later),
                        item => element.text.push_str(&self.one(wire, field.name, item).unwrap_or_default()),
                    }
                }
            }
            value if wire::is_map(wire.ty) => self.put_map(element, &place, value, None),
            value if wire::is_record(wire) => self.record(element.at(&steps), wire.ty, value, later),
            value => {
                let items = wire::items(value);
                let texts: Vec<String> = items.iter().filter_map(|item| self.one(wire, field.name, item)).collect();
                element.put(&place, &texts.join(wire.join.unwrap_or(",")));
            }
        }
    }

    /// Writes a map at its place, whose last step says whether it is made of attributes or of elements.
    fn put_map(&self, element: &mut Element, place: &str, map: &Sample, titles: Option<&Titles>) {
        let (mut steps, attribute) = split(place);
        steps.pop_if(|last| *last == "*");
        self.entries(element.at(&steps), attribute.is_some(), map, titles);
    }

    fn entries(&self, element: &mut Element, attributes: bool, map: &Sample, titles: Option<&Titles>) {
        for (name, value) in wire::pairs(map) {
            let Some(text) = wire::spell(&Type::STRING, value) else { continue };
            let title =
                titles.and_then(|titles| Some((titles, titles.names.iter().position(|known| known == name)? + 1)));
            match title {
                Some((titles, id)) => {
                    let entry = element.add(&[&*titles.element]);
                    entry.set("id", &id.to_string());
                    entry.text = text;
                }
                None if attributes => element.set(&xml::name(name), &text),
                None => element.add(&[&*xml::name(name)]).text = text,
            }
        }
    }
}
