//! Whether a value may go out as its field says.

use crate::{
    Protocol, Value,
    description::{Carrier, Field, Kind, Record, Wire},
};

use super::{form, spell, text::separator};

/// Checks a value against its field: how many, of what type, within its bounds, of characters that can be carried.
pub(super) fn value(field: &Field, wire: &Wire, protocol: Protocol, value: &Value) -> Result<(), String> {
    Checker { protocol, xml: is_xml(wire, protocol), numbered: false }.value(field, wire, value)
}

/// Whether a wire writes XML, which cannot carry every character.
pub(super) fn is_xml(wire: &Wire, protocol: Protocol) -> bool {
    !protocol.is_form() && matches!(wire.carrier, Carrier::Body | Carrier::SoapHeader)
}

/// Checks that XML can carry every character of a text.
pub(super) fn text(text: &str) -> Result<(), String> {
    chars(text, is_xml_char, "XML cannot carry")
}

/// Checks that every character of a text can be carried. Of the first that cannot, `lack` says what it is with it.
pub(super) fn chars(text: &str, carries: impl Fn(char) -> bool, lack: &str) -> Result<(), String> {
    match text.chars().enumerate().find(|(_, char)| !carries(*char)) {
        None => Ok(()),
        Some((index, char)) => Err(format!("its character {} is U+{:04X}, which {lack}", index + 1, u32::from(char))),
    }
}

#[derive(Clone, Copy)]
struct Checker {
    protocol: Protocol,
    /// Whether it stands in XML: in that of the protocol, or in a document that is the text of a parameter.
    xml: bool,
    /// Whether it is in a record of a list on a form, whose names are numbered.
    numbered: bool,
}

impl Checker {
    fn value(self, field: &Field, wire: &Wire, value: &Value) -> Result<(), String> {
        if !field.many {
            return self.one(field, wire, value);
        }
        let Value::List(items) = value else {
            return Err("it takes a list, and was given one value".to_owned());
        };
        bounds(field, items.len() as i128, "items")?;
        let item = self.items(wire)?;
        for (index, value) in items.iter().enumerate() {
            item.typed(wire, value)
                .and_then(|()| parted(wire, value))
                .map_err(|what| format!("item {}: {what}", index + 1))?;
        }
        Ok(())
    }

    /// How the items of a list are checked, if the wire can have any.
    fn items(self, wire: &Wire) -> Result<Checker, String> {
        let Kind::Record(shape) = wire.ty.kind else {
            return Ok(self);
        };
        if wire.document.is_some() {
            return Err("it is many records, which are not one document".to_owned());
        }
        if self.xml {
            return Ok(self);
        }
        if self.numbered || !form::is_numbered(shape, self.protocol) {
            return Err(format!("it is a list of records, which cannot be sent over {}", self.protocol));
        }
        Ok(Checker { numbered: true, ..self })
    }

    fn one(self, field: &Field, wire: &Wire, value: &Value) -> Result<(), String> {
        self.typed(wire, value)?;
        match value {
            Value::Int(number) => bounds(field, i128::from(*number), ""),
            Value::Text(text) => bounds(field, text.chars().count() as i128, "characters"),
            Value::Secret(text) => bounds(field, text.expose().chars().count() as i128, "characters"),
            Value::Bytes(bytes) => bounds(field, bytes.len() as i128, "bytes"),
            Value::Number(number) => {
                let number = number.approximate();
                let below = field.min.filter(|min| number < *min as f64);
                let above = field.max.filter(|max| number > *max as f64);
                outside(below, above, "")
            }
            _ => Ok(()),
        }
    }

    fn typed(self, wire: &Wire, value: &Value) -> Result<(), String> {
        if let (Kind::Record(shape), Value::Record(record)) = (wire.ty.kind, value) {
            let within = Checker { xml: self.xml || wire.document.is_some(), ..self };
            if matches!(wire.carrier, Carrier::Header | Carrier::Basic) && wire.document.is_none() {
                return Err("it is a record, which a header of HTTP cannot carry".to_owned());
            }
            return within.fields(shape, record);
        }
        // Base64 can be carried anywhere: it is not written only to be looked at.
        if let (Kind::Bytes, Value::Bytes(_)) = (wire.ty.kind, value) {
            return Ok(());
        }
        let spelled = spell::scalar(wire.ty, value)?;
        if self.xml { text(&spelled) } else { Ok(()) }
    }

    fn fields(self, shape: &'static Record, record: &crate::Record) -> Result<(), String> {
        for (index, field) in shape.fields.iter().enumerate() {
            let wire = field.wire(self.protocol);
            let given = record.get(index).filter(|_| field.fixed.is_none());
            match (given, wire) {
                (Some(given), Some(wire)) => self.value(field, wire, given),
                (Some(_), None) => Err(format!("cannot be sent over {}", self.protocol)),
                (None, Some(_)) if field.required && field.fixed.is_none() => {
                    Err("is required and was not given".to_owned())
                }
                (None, _) => Ok(()),
            }
            .map_err(|what| format!("its `{}`: {what}", field.name))?;
        }
        Ok(())
    }
}

fn bounds(field: &Field, size: i128, unit: &str) -> Result<(), String> {
    outside(field.min.filter(|min| size < i128::from(*min)), field.max.filter(|max| size > i128::from(*max)), unit)
}

fn outside(below: Option<i64>, above: Option<i64>, unit: &str) -> Result<(), String> {
    let gap = if unit.is_empty() { "" } else { " " };
    match (below, above) {
        (Some(min), _) => Err(format!("at least {min}{gap}{unit} is allowed")),
        (None, Some(max)) => Err(format!("at most {max}{gap}{unit} is allowed")),
        (None, None) => Ok(()),
    }
}

/// An item of a list that travels as one text may not hold what parts the items: it would come out as two.
fn parted(wire: &Wire, item: &Value) -> Result<(), String> {
    let Some(separator) = separator(wire) else {
        return Ok(());
    };
    let core = if separator.trim().is_empty() { separator } else { separator.trim() };
    if !core.is_empty() && spell::scalar(wire.ty, item)?.contains(core) {
        return Err(format!("it holds `{core}`, which parts the items from each other"));
    }
    Ok(())
}

/// XML 1.0, production 2.
const fn is_xml_char(char: char) -> bool {
    matches!(char, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
