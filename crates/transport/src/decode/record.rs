//! Outputs and records out of XML.

use crate::{
    Record, Value,
    description::{self, Field, Kind, Output, OutputForm, Wire},
};

use super::{
    document::Id,
    place::{Found, Places},
    scalar,
    template::Bound,
    trouble::Unread,
};

/// The output that stands in the base.
pub(super) fn output(
    places: &mut Places<'_>,
    base: Id,
    output: &'static Output,
    form: Option<&'static OutputForm>,
    bound: &Bound<'_>,
) -> Result<Value, Unread> {
    let Kind::Record(shape) = output.ty.kind else {
        return Err(Unread::new("the description's output is no record"));
    };
    let at = form.map_or(".", |form| form.at);
    if output.many {
        return list(places, base, at, shape).map(Value::List);
    }
    match places.first(base, at) {
        Some(Found::Element(id)) if !places.document.is_nil(id) => record(places, id, shape, bound).map(Value::Record),
        _ => Err(Unread::new(format!("there is no `{at}` in it"))),
    }
}

fn list(
    places: &mut Places<'_>,
    base: Id,
    at: &'static str,
    shape: &'static description::Record,
) -> Result<Vec<Value>, Unread> {
    let mut items = Vec::new();
    for (index, found) in places.all(base, at).into_iter().enumerate() {
        let Found::Element(id) = found else {
            return Err(Unread::new(format!("`{at}` is an attribute, which holds no records")));
        };
        if !places.document.is_nil(id) {
            let item = record(places, id, shape, &Bound::default());
            items.push(Value::Record(item.map_err(|unread| unread.within(&format!("{at} {}", index + 1)))?));
        }
    }
    Ok(items)
}

fn record(
    places: &mut Places<'_>,
    id: Id,
    shape: &'static description::Record,
    bound: &Bound<'_>,
) -> Result<Record, Unread> {
    let mut record = Record::new(shape.fields.len());
    for (index, field) in shape.fields.iter().enumerate() {
        let Some(wire) = field.wire(places.protocol) else {
            continue;
        };
        let value = if field.many { many(places, id, field, wire)? } else { one(places, id, field, wire)? };
        let value = match (value, bound.get(field.name)) {
            (None, Some(text)) => read(field, wire, text)?,
            (value, _) => value,
        };
        if value.is_none() && field.required && !field.many {
            return Err(Unread::new(format!("`{}` is missing (looked for at {})", field.name, shown(wire.at))));
        }
        record.set(index, value);
    }
    places.keep_unknown(id, record.unknown_mut());
    Ok(record)
}

fn one(places: &mut Places<'_>, id: Id, field: &'static Field, wire: &'static Wire) -> Result<Option<Value>, Unread> {
    match wire.at.iter().find_map(|place| places.first(id, place)) {
        None => Ok(None),
        Some(found) => value(places, found, field, wire),
    }
}

fn many(places: &mut Places<'_>, id: Id, field: &'static Field, wire: &'static Wire) -> Result<Option<Value>, Unread> {
    let found = wire.at.iter().map(|place| places.all(id, place)).find(|found| !found.is_empty());
    let Some(found) = found else {
        return Ok(None);
    };
    let mut items = Vec::with_capacity(found.len());
    for (index, found) in found.into_iter().enumerate() {
        match wire.join {
            Some(separator) => {
                let text = places.text(found);
                if !wire.ty.none.contains(&text.trim()) {
                    for item in scalar::items(text, separator) {
                        items.extend(read(field, wire, item)?);
                    }
                }
            }
            None => {
                let item = value(places, found, field, wire);
                items.extend(item.map_err(|unread| unread.within(&format!("{} {}", field.name, index + 1)))?);
            }
        }
    }
    Ok(Some(Value::List(items)))
}

/// The value of what was found. What says that it is nil has none; nor has an empty record.
fn value(places: &mut Places<'_>, found: Found, field: &'static Field, wire: &'static Wire) -> Result<Option<Value>, Unread> {
    if let Found::Element(id) = found {
        if places.document.is_nil(id) {
            return Ok(None);
        }
        if let Kind::Record(shape) = wire.ty.kind {
            if !field.many && places.document.is_empty(id) {
                return Ok(None);
            }
            let record = record(places, id, shape, &Bound::default());
            return record.map(|record| Some(Value::Record(record))).map_err(|unread| unread.within(field.name));
        }
    }
    let text = places.text(found);
    read(field, wire, text)
}

/// Reads a text as a value of a field.
pub(super) fn read(field: &'static Field, wire: &'static Wire, text: &str) -> Result<Option<Value>, Unread> {
    scalar::read(wire.ty, field, text)
        .map_err(|expected| Unread::new(format!("`{}` is not {expected}", field.name)).showing(text))
}

/// Places for a person to read.
pub(super) fn shown(places: &[&str]) -> String {
    places.iter().map(|place| format!("`{place}`")).collect::<Vec<_>>().join(", ")
}
