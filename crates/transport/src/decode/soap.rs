//! Envelopes and faults.

use super::document::{Document, Id};
use crate::Fault;

/// What an envelope holds.
pub(super) enum Content {
    /// The first element of its body.
    Element(Id),
    /// A fault, and its element.
    Fault(Fault, Id),
    /// A body with nothing in it.
    Empty,
    /// It is no envelope.
    None,
}

pub(super) fn content(document: &Document<'_>) -> Content {
    let root = document.root();
    if document.name(root) != "Envelope" {
        return Content::None;
    }
    let Some(body) = child(document, root, "Body") else { return Content::None };
    match document.children(body).next() {
        None => Content::Empty,
        Some(element) if document.name(element) == "Fault" => Content::Fault(fault(document, element), element),
        Some(element) => Content::Element(element),
    }
}

/// A fault of SOAP 1.1 or 1.2.
fn fault(document: &Document<'_>, fault: Id) -> Fault {
    let text = |id: Option<Id>| id.map(|id| document.text(id).trim().to_owned());
    let below = |name: &str, inner: &str| child(document, fault, name).and_then(|id| child(document, id, inner));
    let code = text(child(document, fault, "faultcode")).or_else(|| {
        let code = child(document, fault, "Code")?;
        let value = text(child(document, code, "Value"))?;
        let inner = child(document, code, "Subcode").and_then(|subcode| text(child(document, subcode, "Value")));
        Some(match inner {
            Some(inner) => format!("{value}/{inner}"),
            None => value,
        })
    });
    let detail = child(document, fault, "detail").or_else(|| child(document, fault, "Detail"));
    // SOAP 1.2 has two elements for it, and ASP.NET writes the actor into the second.
    let actor = ["faultactor", "Role", "Node"].into_iter().find_map(|name| child(document, fault, name));
    Fault {
        code: code.unwrap_or_default(),
        text: text(child(document, fault, "faultstring")).or_else(|| text(below("Reason", "Text"))).unwrap_or_default(),
        actor: text(actor),
        detail: detail.map(|id| document.inner(id).trim().to_owned()).filter(|detail| !detail.is_empty()),
    }
}

fn child(document: &Document<'_>, parent: Id, name: &str) -> Option<Id> {
    document.children(parent).find(|id| document.name(*id) == name)
}
