//! What goes out with a call: its parameters and those of its sign-in, checked, in the order in which they are written.

use std::borrow::Cow;

use crate::{
    Credentials, Kind, Record, Target, Value, Values,
    description::{self, Carrier, Field, Operation, Scheme, SchemeParam, Wire},
};

use super::{Context, Problem, check, text, together};

/// One parameter that goes out.
pub(super) struct Part<'a> {
    pub(super) field: &'static Field,
    pub(super) wire: &'static Wire,
    pub(super) given: Given<'a>,
    /// Whether it is the sign-in's.
    pub(super) credential: bool,
    secret: bool,
}

/// What is written for a parameter, or for a field of a record.
pub(super) enum Given<'a> {
    /// The caller's value.
    Value(&'a Value),
    /// A text: of a credential, of what the description fixes, of what it writes when nothing was given.
    Text(Cow<'a, str>),
    /// That there is none.
    Nil,
}

impl Part<'_> {
    /// Whether it carries a secret.
    pub(super) fn is_secret(&self) -> bool {
        self.secret
    }

    /// Where it stands.
    pub(super) fn place(&self, context: Context) -> String {
        context.fill(self.wire.place())
    }

    /// What is wrong with it.
    pub(super) fn problem(&self, what: impl Into<String>) -> Problem {
        let kind = if self.credential { Kind::Credentials } else { Kind::Input };
        Problem::new(kind, what).about(self.field.name)
    }
}

/// All that goes out, checked.
pub(super) fn of_call<'a>(
    operation: &'static Operation,
    target: &Target<'a>,
    values: &'a Values,
) -> Result<Vec<Part<'a>>, Problem> {
    let context = Context::new(operation, target);
    let mut parts = Vec::with_capacity(operation.params.len() + 1);
    let credentials = credentials(operation, target);
    if let Some(credentials) = credentials.filter(|credentials| credentials.scheme().first) {
        of_scheme(context, credentials, &mut parts)?;
    }
    of_others(context, credentials, true, &mut parts);
    for (index, field) in operation.params.iter().enumerate() {
        of_param(context, values, index, field, &mut parts)?;
    }
    together::groups(context, values)?;
    if let Some(credentials) = credentials.filter(|credentials| !credentials.scheme().first) {
        of_scheme(context, credentials, &mut parts)?;
    }
    of_others(context, credentials, false, &mut parts);
    Ok(parts)
}

/// The credentials, if the operation takes their scheme.
pub(super) fn credentials<'a>(operation: &'static Operation, target: &Target<'a>) -> Option<&'a Credentials> {
    let takes = |scheme: &Scheme| {
        operation
            .schemes
            .iter()
            .any(|index| target.vendor.schemes.get(*index).is_some_and(|one| std::ptr::eq(one, scheme)))
    };
    target.credentials.filter(|credentials| takes(credentials.scheme()))
}

fn of_param<'a>(
    context: Context,
    values: &'a Values,
    index: usize,
    field: &'static Field,
    parts: &mut Vec<Part<'a>>,
) -> Result<(), Problem> {
    let problem = |what: String| Problem::input(field.name, what);
    // Nobody gives what is fixed.
    let value = if field.fixed.is_some() { None } else { values.get(index) };
    let Some(wire) = wire(field, context) else {
        return match value {
            Some(_) => Err(problem(format!("it cannot be sent over {}", context.protocol))),
            None => Ok(()),
        };
    };
    if let Some(value) = value {
        check::value(field, wire, context.protocol, value).map_err(problem)?;
        together::needed(context, values, field)?;
    } else {
        together::required(context, values, field)?;
    }
    let xml = check::is_xml(wire, context.protocol);
    if let Some(given) = given(field, wire, context, value, xml).map_err(problem)? {
        let secret = value.is_some_and(|value| field.holds_secret() || value.holds_secret());
        parts.push(Part { field, wire, given, credential: false, secret });
    }
    Ok(())
}

/// What goes out for a parameter, or for a field of a record: what is fixed, what was given, or what stands for none.
/// `xml` says whether it stands in XML.
pub(super) fn given<'a>(
    field: &Field,
    wire: &'static Wire,
    context: Context,
    value: Option<&'a Value>,
    xml: bool,
) -> Result<Option<Given<'a>>, String> {
    match (field.fixed, value) {
        (Some(sample), _) => Ok(text::fixed(wire, context, sample)?.map(|text| Given::Text(Cow::Owned(text)))),
        (None, Some(value)) => Ok(Some(Given::Value(value))),
        (None, None) => Ok(none(wire, xml)),
    }
}

/// Puts what goes out for each field of a record. `xml` says whether it stands in XML.
pub(super) fn each_field<'a>(
    wire: &'static Wire,
    context: Context,
    record: &'a Record,
    xml: bool,
    mut put: impl FnMut(&'static Field, &'static Wire, &Given<'a>) -> Result<(), String>,
) -> Result<(), String> {
    let description::Kind::Record(shape) = wire.ty.kind else {
        return Err("it takes no record".to_owned());
    };
    for (index, field) in shape.fields.iter().enumerate() {
        if let Some(wire) = field.wire(context.protocol)
            && let Some(given) = given(field, wire, context, record.get(index), xml)?
        {
            put(field, wire, &given)?;
        }
    }
    Ok(())
}

/// What stands for none. Only XML can say that there is none.
fn none<'a>(wire: &'static Wire, xml: bool) -> Option<Given<'a>> {
    match wire.absent {
        Some(text) => Some(Given::Text(Cow::Borrowed(text))),
        None if wire.nillable && xml => Some(Given::Nil),
        None => None,
    }
}

/// How a parameter stands on the wire. Only SOAP has a header of its own.
fn wire(field: &'static Field, context: Context) -> Option<&'static Wire> {
    field.wire(context.protocol).filter(|wire| wire.carrier != Carrier::SoapHeader || context.protocol.is_soap())
}

fn of_scheme<'a>(context: Context, credentials: &'a Credentials, parts: &mut Vec<Part<'a>>) -> Result<(), Problem> {
    for (index, param) in credentials.scheme().params.iter().enumerate() {
        let field = spelled_here(context, param);
        let Some(wire) = wire(field, context) else {
            continue;
        };
        let problem = |what: String| Problem::new(Kind::Credentials, what).about(field.name);
        let value = credentials.value(index).filter(|_| field.fixed.is_none());
        let xml = check::is_xml(wire, context.protocol);
        let given = match value {
            Some(value) => {
                if xml {
                    check::text(value.expose()).map_err(problem)?;
                }
                Some(Given::Text(text::made(wire, context, Cow::Borrowed(value.expose()))))
            }
            None => given(field, wire, context, None, xml).map_err(problem)?,
        };
        let Some(given) = given else {
            if field.required {
                let what = format!("the sign-in `{}` lacks its `{}`", credentials.scheme().name, field.name);
                return Err(problem(what));
            }
            continue;
        };
        // A key that a login gave is secret whatever the spec says.
        let secret = value.is_some() && (param.from.is_some() || field.holds_secret());
        parts.push(Part { field, wire, given, credential: true, secret });
    }
    Ok(())
}

/// What is written for the parameters of the other schemes by a caller whose own scheme has none: an anonymous one.
fn of_others<'a>(context: Context, credentials: Option<&Credentials>, first: bool, parts: &mut Vec<Part<'a>>) {
    if !credentials
        .is_some_and(|credentials| credentials.scheme().params.is_empty() && credentials.scheme().cookie.is_none())
    {
        return;
    }
    let schemes = context.operation.schemes.iter().filter_map(|index| context.vendor.schemes.get(*index));
    for param in schemes.filter(|scheme| scheme.first == first).flat_map(|scheme| scheme.params) {
        let field = spelled_here(context, param);
        if let Some(wire) = wire(field, context)
            && let Some(given) = none(wire, check::is_xml(wire, context.protocol))
        {
            parts.push(Part { field, wire, given, credential: true, secret: false });
        }
    }
}

/// The parameter of a sign-in as this operation spells it.
fn spelled_here(context: Context, param: &'static SchemeParam) -> &'static Field {
    context.operation.scheme_params.iter().find(|field| field.name == param.field.name).unwrap_or(&param.field)
}
