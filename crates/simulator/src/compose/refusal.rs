//! Refused answers, and faults.

use bindery_transport::{
    Protocol,
    description::{self, Code, Format, Template},
};

use super::{Scene, template::has_hole, template::written};
use crate::{
    answer::{Answer, document, xml_type},
    xml::{Element, escaped},
};

/// What a refusal is about, beside its code.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    /// The parameter, as the spec names it.
    pub(crate) param: Option<String>,
}

/// The answer of a call that is refused with this code. `None` when the protocol does not have the code.
pub(crate) fn refusal(scene: &Scene, code: &Code, about: &About) -> Option<Answer> {
    let answer = scene.operation.answer(scene.vendor, scene.protocol)?;
    let words = Words::of(scene, code, about)?;
    Some(match answer.format {
        Format::Text => Answer::text(200, as_text(scene, answer, &words)),
        _ => {
            let root = as_xml(scene, answer, &words);
            Answer::new(200, xml_type(scene.protocol), document(scene.protocol, &root.to_text()))
        }
    })
}

/// A fault: of SOAP in its envelope, else as a plain text.
pub(crate) fn fault(protocol: Protocol, code: &str, text: &str) -> Answer {
    let (code, text) = (escaped(code), escaped(text));
    let fault = match protocol {
        Protocol::Soap11 => {
            format!("<soap:Fault><faultcode>{code}</faultcode><faultstring>{text}</faultstring><detail /></soap:Fault>")
        }
        Protocol::Soap12 => format!(
            "<soap:Fault><soap:Code><soap:Value>{code}</soap:Value></soap:Code>\
             <soap:Reason><soap:Text xml:lang=\"en\">{text}</soap:Text></soap:Reason><detail /></soap:Fault>"
        ),
        _ => return Answer::text(500, text),
    };
    Answer::new(500, xml_type(protocol), document(protocol, &fault))
}

/// The root of an answer (of SOAP: the first child of the body), empty yet.
pub(super) fn answer_root(scene: &Scene) -> Element {
    let namespace = scene.vendor.binding(scene.protocol).map_or("", |binding| binding.namespace);
    if scene.protocol.is_soap() {
        Element::new(format!("{}Response", scene.operation.wire_name(scene.protocol)), namespace)
    } else {
        Element::new("root", namespace)
    }
}

/// The steps from the root to the element that places count from.
pub(super) fn inside(scene: &Scene) -> Vec<String> {
    let inside = scene.vendor.binding(scene.protocol).map_or("", |binding| binding.inside);
    scene.fill(inside).split('/').filter(|step| !step.is_empty() && *step != ".").map(str::to_owned).collect()
}

/// What the holes of a refusal stand for.
struct Words {
    code: Option<String>,
    message: String,
    /// Whether the message is one that tells the code from others.
    tells: bool,
    parameter: Option<String>,
}

impl Words {
    fn of(scene: &Scene, code: &Code, about: &About) -> Option<Words> {
        let spelling = code.spelling(scene.protocol)?;
        // A code that is told by its message alone comes without one.
        let text = match spelling.codes.first() {
            Some(text) => Some((*text).to_owned()),
            None if code.messages.is_empty() => Some(code.name.to_owned()),
            None => None,
        };
        let param = about.param.as_deref().or(code.param).or_else(|| some_param(scene));
        let parameter = param.map(str::to_uppercase);
        let message = match code.messages.first() {
            Some(template) => written(scene, template, &|hole| match hole {
                "parameter" => parameter.clone(),
                "message" => Some(code.doc.to_owned()),
                "code" => text.clone(),
                _ => None,
            }),
            None => code.doc.to_owned(),
        };
        Some(Words { code: text, message, tells: !code.messages.is_empty(), parameter })
    }

    fn hole(&self, name: &str) -> Option<String> {
        match name {
            "code" => self.code.clone(),
            "message" => Some(self.message.clone()),
            "parameter" => self.parameter.clone(),
            _ => None,
        }
    }

    /// Which of the three a reading holds; `None` when it wants one that there is not.
    fn carried(&self, reading: &description::Reading) -> Option<Carried> {
        let holds = |hole| reading.template.map_or(hole == "code", |template: Template| has_hole(&template, hole));
        let carried = Carried { code: holds("code"), message: holds("message"), parameter: holds("parameter") };
        let lacking = (carried.code && self.code.is_none())
            || (carried.message && self.message.is_empty())
            || (carried.parameter && self.parameter.is_none());
        if lacking { None } else { Some(carried) }
    }
}

#[derive(Clone, Copy, Default)]
struct Carried {
    code: bool,
    message: bool,
    parameter: bool,
}

impl Carried {
    fn adds_to(self, other: Carried) -> bool {
        (self.code && !other.code) || (self.message && !other.message) || (self.parameter && !other.parameter)
    }

    fn and(self, other: Carried) -> Carried {
        Carried {
            code: self.code || other.code,
            message: self.message || other.message,
            parameter: self.parameter || other.parameter,
        }
    }
}

fn some_param(scene: &Scene) -> Option<&'static str> {
    let params = scene.operation.params;
    params.iter().find(|param| param.required).or_else(|| params.first()).map(|param| param.name)
}

/// A text is one reading: the first that carries all there is to tell.
fn as_text(scene: &Scene, answer: &description::Answer, words: &Words) -> String {
    let fits = |whole: bool| {
        answer.refused.iter().find(|reading| {
            words.carried(reading).is_some_and(|carried| {
                (carried.code || words.code.is_none()) && (carried.message || !(whole && words.tells))
            })
        })
    };
    match fits(true).or_else(|| fits(false)) {
        Some(reading) => {
            let text = reading_text(scene, reading, words);
            match reading.at.first() {
                Some(label) => format!("{label}{}{text}", answer.labels.part),
                None => text,
            }
        }
        None => words.code.clone().unwrap_or_else(|| words.message.clone()),
    }
}

/// In XML every reading that adds something is written.
fn as_xml(scene: &Scene, answer: &description::Answer, words: &Words) -> Element {
    let mut root = answer_root(scene);
    let steps = inside(scene);
    let base = steps.iter().fold(&mut root, |element, step| element.reach(&[step.as_str()]));
    let mut told = Carried::default();
    for reading in answer.refused {
        let Some(carried) = words.carried(reading) else { continue };
        let is_literal = !carried.adds_to(Carried::default());
        if !is_literal && !carried.adds_to(told) {
            continue;
        }
        let places = if reading.at.is_empty() { &["."][..] } else { reading.at };
        let Some(place) = places.iter().map(|place| scene.fill(place)).find(|place| !base.has(place)) else { continue };
        base.put(&place, &reading_text(scene, reading, words));
        told = told.and(carried);
    }
    root
}

fn reading_text(scene: &Scene, reading: &description::Reading, words: &Words) -> String {
    match reading.template {
        Some(template) => written(scene, &template, &|hole| words.hole(hole)),
        None => words.code.clone().unwrap_or_default(),
    }
}
