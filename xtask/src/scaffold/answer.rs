//! The plainest accepted answer: what a vendor's `[answers]` say that one looks like.

use crate::model::{Answer, Binding, Format, Piece, Reading, Template, Vendor};

/// The accepted answer of an operation that gives nothing back, as an example writes it.
pub fn accepted(vendor: &Vendor, binding: &Binding, holes: &[(String, String)], operation: &str) -> String {
    let Some(answer) = vendor.answers.get(binding.answer) else { return String::new() };
    let fill = |hole: &str| match (hole, holes.iter().find(|(name, _)| name == hole)) {
        ("operation", _) => operation.to_owned(),
        ("output", _) => String::new(),
        (_, Some((_, value))) => value.replace("{operation}", operation),
        (_, None) => hole.to_owned(),
    };
    match answer.format {
        Format::Text => text(answer.accepted.first(), &fill),
        Format::Bytes if !binding.protocol.is_soap() => "OK".to_owned(),
        Format::Bytes | Format::Xml => xml(answer, binding, operation, &fill),
    }
}

fn text(reading: Option<&Reading>, fill: &dyn Fn(&str) -> String) -> String {
    let text = reading.and_then(|reading| reading.template.as_ref()).map(|template| filled(template, fill));
    text.filter(|text| !text.is_empty()).unwrap_or_else(|| "OK".to_owned())
}

fn xml(answer: &Answer, binding: &Binding, operation: &str, fill: &dyn Fn(&str) -> String) -> String {
    let reading = answer.accepted.first();
    let text = match reading.map(|reading| &reading.template) {
        Some(Some(template)) => filled(template, fill),
        Some(None) => "1".to_owned(),
        None => String::new(),
    };
    let place = reading.and_then(|reading| reading.at.first()).map_or(".", String::as_str);
    let place = place.replace("{operation}", operation);
    let (place, attribute) = place.split_once('@').map_or((place.as_str(), None), |(place, name)| (place, Some(name)));
    let inside = match place.strip_prefix('/') {
        Some(_) => String::new(),
        None => binding.inside.replace("{operation}", operation),
    };
    let steps = inside.split('/').chain(place.split('/')).filter(|step| !step.is_empty() && *step != ".");
    let mut elements = vec![format!("{operation}Response")];
    elements.extend(steps.map(|step| if step == "*" { "Item".to_owned() } else { step.to_owned() }));

    let text = escape(&text);
    let (attribute, text) = match attribute {
        Some(name) => (format!(" {name}=\"{text}\""), String::new()),
        None => (String::new(), text),
    };
    let last = elements.len() - 1;
    let namespace = match binding.namespace.as_str() {
        "" => String::new(),
        namespace => format!(" xmlns=\"{}\"", escape(namespace)),
    };
    let mut out = String::new();
    for (index, element) in elements.iter().enumerate() {
        let namespace = if index == 0 { namespace.as_str() } else { "" };
        let attribute = if index == last { attribute.as_str() } else { "" };
        out.push_str(&format!("<{element}{namespace}{attribute}>"));
    }
    out.push_str(&text);
    for element in elements.iter().rev() {
        out.push_str(&format!("</{element}>"));
    }
    out
}

fn filled(template: &Template, fill: &dyn Fn(&str) -> String) -> String {
    let pieces = template.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Blank => " ".to_owned(),
        Piece::Hole(name) => fill(name),
    });
    pieces.collect::<String>().trim().to_owned()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
