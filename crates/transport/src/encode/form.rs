//! Parameters as form pairs, in a query or in a body.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use form_urlencoded::byte_serialize;

use crate::{
    Protocol, Record, Value,
    description::{self, Binding, Carrier, Kind, Wire},
};

use super::{
    Body, Context, Problem, check,
    part::{self, Given, Part},
    text,
};

/// The hole of a name that is numbered.
const NUMBER: &str = "{n}";

/// The body of a POST.
pub(super) fn body(parts: &[Part<'_>], context: Context, binding: &'static Binding) -> Result<Body, Problem> {
    Ok(Body {
        content: encode(parts, context, binding)?.into_bytes(),
        content_type: format!("application/x-www-form-urlencoded; charset={}", binding.charset.unwrap_or("utf-8")),
        action: None,
    })
}

/// The pairs.
pub(super) fn encode(parts: &[Part<'_>], context: Context, binding: &'static Binding) -> Result<String, Problem> {
    let encoding = match binding.charset {
        None => UTF_8,
        // A form cannot be in UTF-16.
        Some(label) => Encoding::for_label(label.as_bytes())
            .filter(|encoding| encoding.output_encoding() == *encoding)
            .ok_or_else(|| Problem::setup(format!("no form can be in the description's character set `{label}`")))?,
    };
    let mut pairs = Pairs { encoded: String::new(), encoding, context };
    for part in parts.iter().filter(|part| part.wire.carrier == Carrier::Body) {
        pairs.put(part.wire, &part.given, None).map_err(|what| part.problem(what))?;
    }
    Ok(pairs.encoded)
}

/// Whether the names of a record's fields are numbered, so that a form can hold a list of it.
pub(super) fn is_numbered(shape: &description::Record, protocol: Protocol) -> bool {
    shape.fields.iter().filter_map(|field| field.wire(protocol)).any(|wire| match wire.ty.kind {
        Kind::Record(shape) if wire.document.is_none() => is_numbered(shape, protocol),
        _ => wire.place().contains(NUMBER),
    })
}

struct Pairs {
    encoded: String,
    encoding: &'static Encoding,
    context: Context,
}

impl Pairs {
    /// Adds what is given for a parameter, or for a field of record `number` of a list.
    fn put(&mut self, wire: &'static Wire, given: &Given<'_>, number: Option<usize>) -> Result<(), String> {
        let value = match given {
            Given::Nil => return Ok(()),
            Given::Text(text) => return self.pair(&self.name(wire, number), text),
            Given::Value(value) => *value,
        };
        match value {
            Value::Record(record) if wire.document.is_none() => self.fields(wire, record, number),
            Value::List(items) if matches!(wire.ty.kind, Kind::Record(_)) => {
                for (index, item) in items.iter().enumerate() {
                    if let Value::Record(record) = item {
                        self.fields(wire, record, Some(index + 1))?;
                    }
                }
                Ok(())
            }
            value => {
                for (index, text) in text::texts(wire, self.context, value)?.iter().enumerate() {
                    self.pair(&self.name(wire, number.or(Some(index + 1))), text)?;
                }
                Ok(())
            }
        }
    }

    fn fields(&mut self, wire: &'static Wire, record: &Record, number: Option<usize>) -> Result<(), String> {
        part::each_field(wire, self.context, record, false, |_, wire, given| self.put(wire, given, number))
    }

    /// The name of a pair. What is numbered and stands alone is the first.
    fn name(&self, wire: &Wire, number: Option<usize>) -> String {
        self.context.fill(wire.place()).replace(NUMBER, &number.unwrap_or(1).to_string())
    }

    fn pair(&mut self, name: &str, text: &str) -> Result<(), String> {
        let (name, text) = (self.bytes(name)?, self.bytes(text)?);
        if !self.encoded.is_empty() {
            self.encoded.push('&');
        }
        self.encoded.extend(byte_serialize(&name));
        self.encoded.push('=');
        self.encoded.extend(byte_serialize(&text));
        Ok(())
    }

    fn bytes<'a>(&self, text: &'a str) -> Result<Cow<'a, [u8]>, String> {
        let (bytes, _, unmappable) = self.encoding.encode(text);
        if unmappable {
            let has = |char: char| !self.encoding.encode(char.encode_utf8(&mut [0; 4])).2;
            let lack = format!("the vendor's character set {} does not have", self.encoding.name());
            check::chars(text, has, &lack)?;
            return Err(format!("it holds a character that {lack}"));
        }
        Ok(bytes)
    }
}
