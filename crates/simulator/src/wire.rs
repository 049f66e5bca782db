//! Example values as they are spelled on the wire, and templates.

use bindery_transport::description::{Field, Kind, Piece, Protocol, Sample, Template, Type, Wire};

/// One value as text; nothing for a record or a list.
pub(crate) fn spell(ty: &Type, value: &Sample) -> Option<String> {
    Some(match (value, &ty.kind) {
        (Sample::Bool(true), Kind::Bool { yes, .. }) => yes.first().copied().unwrap_or("true").to_owned(),
        (Sample::Bool(false), Kind::Bool { no, .. }) => no.first().copied().unwrap_or("false").to_owned(),
        (Sample::Bool(value), _) => value.to_string(),
        (Sample::Int(number), _) => number.to_string(),
        (Sample::Text(text), Kind::Enum(_)) => ty.spelling(text).to_owned(),
        (Sample::Text(text), _) => (*text).to_owned(),
        (Sample::None | Sample::List(_) | Sample::Record(_), _) => return None,
    })
}

/// A field's value in one text: a list is joined.
pub(crate) fn text(wire: &Wire, value: &Sample) -> Option<String> {
    match value {
        Sample::List(items) => {
            let items: Vec<String> = items.iter().filter_map(|item| spell(wire.ty, item)).collect();
            Some(items.join(wire.join.unwrap_or(",")))
        }
        value => spell(wire.ty, value),
    }
}

/// The value of a field in a record.
pub(crate) fn value_of(record: &Sample, name: &str) -> Option<Sample> {
    pairs(record).iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

/// The named values of a record, or of a map.
pub(crate) fn pairs(record: &Sample) -> &'static [(&'static str, Sample)] {
    match record {
        Sample::Record(pairs) => pairs,
        _ => &[],
    }
}

/// The items of a list; of none none, and of one value that value alone.
pub(crate) fn items(sample: &Sample) -> Vec<Sample> {
    match sample {
        Sample::None => Vec::new(),
        Sample::List(items) => items.to_vec(),
        one => vec![*one],
    }
}

/// Whether two values are the same.
pub(crate) fn same(one: &Sample, other: &Sample) -> bool {
    match (one, other) {
        (Sample::None, Sample::None) => true,
        (Sample::Text(one), Sample::Text(other)) => one == other,
        (Sample::Int(one), Sample::Int(other)) => one == other,
        (Sample::Bool(one), Sample::Bool(other)) => one == other,
        (Sample::List(one), Sample::List(other)) => {
            one.len() == other.len() && one.iter().zip(*other).all(|(one, other)| same(one, other))
        }
        (Sample::Record(one), Sample::Record(other)) => {
            one.len() == other.len()
                && one.iter().zip(*other).all(|(one, other)| one.0 == other.0 && same(&one.1, &other.1))
        }
        _ => false,
    }
}

/// The fields of a type, if it is a record.
pub(crate) fn fields(ty: &Type) -> &'static [Field] {
    match ty.kind {
        Kind::Record(record) => record.fields,
        _ => &[],
    }
}

/// Whether its values are maps.
pub(crate) fn is_map(ty: &Type) -> bool {
    matches!(ty.kind, Kind::Map)
}

/// Whether its values are records, other than as a document in a text.
pub(crate) fn is_record(wire: &Wire) -> bool {
    matches!(wire.ty.kind, Kind::Record(_)) && wire.document.is_none()
}

/// The field's wire on a protocol, and its value in a record. What is fixed stands nowhere.
pub(crate) fn given(field: &Field, record: &Sample, on: Protocol) -> Option<(&'static Wire, Sample)> {
    let wire = field.wire(on).filter(|_| field.fixed.is_none())?;
    let value = value_of(record, field.name)?;
    if matches!(value, Sample::None) { None } else { Some((wire, value)) }
}

/// Whether a template has a hole of this name.
pub(crate) fn has_hole(template: &Template, name: &str) -> bool {
    template.0.iter().any(|piece| matches!(piece, Piece::Hole(known) if *known == name))
}

/// A template with its holes filled; nothing when one has no value.
pub(crate) fn fill(template: &Template, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut text = String::new();
    for piece in template.0 {
        match piece {
            Piece::Text(literal) => text.push_str(literal),
            Piece::Blank => text.push(' '),
            Piece::Hole(name) => text.push_str(&value(name)?),
        }
    }
    Some(text)
}

/// What stands in a text where its template has the hole `value`.
pub(crate) fn unfill<'t>(
    template: &Template,
    text: &'t str,
    value: impl Fn(&str) -> Option<String>,
) -> Option<&'t str> {
    let position = template.0.iter().position(|piece| *piece == Piece::Hole("value"))?;
    let part = |pieces: &[Piece]| -> Option<String> {
        let texts = pieces.iter().map(|piece| match piece {
            Piece::Text(literal) => Some((*literal).to_owned()),
            Piece::Blank => Some(" ".to_owned()),
            Piece::Hole(name) => value(name),
        });
        texts.collect()
    };
    let (front, rest) = template.0.split_at_checked(position)?;
    text.strip_prefix(&*part(front)?)?.strip_suffix(&*part(rest.get(1..)?)?)
}
