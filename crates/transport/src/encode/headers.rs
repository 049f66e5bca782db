//! Parameters in headers of HTTP, and in its own sign-in.

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};

use crate::{Kind, Secret, description::Carrier};

use super::{
    Context, Problem, check, header_name,
    part::{Given, Part},
    text,
};

/// Writes the parameters that headers carry.
pub(super) fn write(parts: &[Part<'_>], context: Context, headers: &mut HeaderMap) -> Result<(), Problem> {
    for part in parts.iter().filter(|part| part.wire.carrier == Carrier::Header) {
        let Some(text) = text_of(part, context)? else {
            continue;
        };
        let name = header_name(&part.place(context))?;
        let mut value = carried(&text).map_err(|what| part.problem(what))?;
        value.set_sensitive(part.credential || part.is_secret() || name == AUTHORIZATION);
        headers.insert(name, value);
    }
    if let Some(value) = basic(parts, context)? {
        headers.insert(AUTHORIZATION, value);
    }
    Ok(())
}

/// A text as it can stand in a header. Blanks around it would be lost on the way, and what is not ASCII is read by each
/// server in a way of its own.
fn carried(text: &Secret) -> Result<HeaderValue, String> {
    let text = text.expose();
    if text.trim_matches([' ', '\t']) != text {
        return Err("it begins or ends with a blank, which a header of HTTP does not keep".to_owned());
    }
    let is_carried = |char: char| matches!(char, '\t' | ' '..='~');
    check::chars(text, is_carried, "a header of HTTP cannot carry")?;
    HeaderValue::from_str(text).map_err(|_| "a header of HTTP cannot carry it".to_owned())
}

/// HTTP's own sign-in: the first parameter is the user, the second the password.
fn basic(parts: &[Part<'_>], context: Context) -> Result<Option<HeaderValue>, Problem> {
    let mut given = Vec::new();
    for part in parts.iter().filter(|part| part.wire.carrier == Carrier::Basic) {
        if let Some(text) = text_of(part, context)? {
            if text.expose().chars().any(char::is_control) {
                return Err(part.problem("it holds a control character, which HTTP's sign-in cannot carry"));
            }
            given.push((part, text));
        }
    }
    let mut given = given.into_iter();
    let Some((user, name)) = given.next() else {
        return Ok(None);
    };
    if name.expose().contains(':') {
        return Err(user.problem("it holds a `:`, which ends the user's name in HTTP's sign-in"));
    }
    let password = given.next();
    if given.next().is_some() {
        return Err(Problem::setup("its description has more than a user and a password for HTTP's sign-in"));
    }
    let password = password.as_ref().map_or("", |(_, text)| text.expose());
    let pair = Secret::from([name.expose(), ":", password].concat());
    let encoded = Secret::from(STANDARD.encode(pair.expose()));
    let value = Secret::from(["Basic ", encoded.expose()].concat());
    let mut value = HeaderValue::from_str(value.expose())
        .map_err(|_| Problem::new(Kind::Credentials, "HTTP's sign-in could not be written"))?;
    value.set_sensitive(true);
    Ok(Some(value))
}

/// The one text that a header carries, kept as a secret: it may be one.
fn text_of(part: &Part<'_>, context: Context) -> Result<Option<Secret>, Problem> {
    match &part.given {
        Given::Nil => Ok(None),
        Given::Text(text) => Ok(Some(Secret::from(&**text))),
        Given::Value(value) => {
            let texts = text::texts(part.wire, context, value).map_err(|what| part.problem(what))?;
            Ok(Some(Secret::from(texts.concat())))
        }
    }
}
