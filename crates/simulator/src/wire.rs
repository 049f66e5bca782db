//! Example values as they are spelled on the wire.

use bindery_transport::description::{Field, Kind, Protocol, Sample, Type, Wire};

/// One value as text; nothing for a record or a list.
pub(crate) fn spell(ty: &Type, value: &Sample) -> Option<String> {
    Some(match (value, &ty.kind) {
        (Sample::Bool(true), Kind::Bool { yes, .. }) => yes.first().copied().unwrap_or("true").to_owned(),
        (Sample::Bool(false), Kind::Bool { no, .. }) => no.first().copied().unwrap_or("false").to_owned(),
        (Sample::Bool(value), _) => value.to_string(),
        (Sample::Int(number), _) => number.to_string(),
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
    match record {
        Sample::Record(fields) => fields.iter().find(|(known, _)| *known == name).map(|(_, value)| *value),
        _ => None,
    }
}

/// The fields of a type, if it is a record.
pub(crate) fn fields(ty: &Type) -> &'static [Field] {
    match ty.kind {
        Kind::Record(record) => record.fields,
        _ => &[],
    }
}

/// The field's wire on a protocol, and its value in a record.
pub(crate) fn given(field: &Field, record: &Sample, on: Protocol) -> Option<(&'static Wire, Sample)> {
    let wire = field.wire(on)?;
    let value = value_of(record, field.name)?;
    if matches!(value, Sample::None) { None } else { Some((wire, value)) }
}
