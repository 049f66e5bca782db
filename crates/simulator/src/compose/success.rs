//! Accepted answers.

use bindery_transport::description::{self, Format, Piece, Template};

use super::{
    Scene,
    template::written,
    text::{self, field_text},
    xml,
};
use crate::{
    answer::{Answer, document, xml_type},
    node::Node,
    xml::Element,
};

/// The answer of an accepted call with this output.
pub(crate) fn success(scene: &Scene, output: Option<&Node>) -> Answer {
    match scene.operation.answer(scene.vendor, scene.protocol) {
        Some(answer) if answer.format == Format::Text => as_text(scene, answer, output),
        Some(answer) => as_xml(scene, answer, output),
        None => Answer::text(500, "The simulator found no description of this operation's answers."),
    }
}

const OUTPUT: Template = Template(&[Piece::Hole("output")]);

fn as_text(scene: &Scene, answer: &description::Answer, output: Option<&Node>) -> Answer {
    let part = answer.labels.part;
    let all = output.map(|value| text::output(scene, value, part)).unwrap_or_default();
    let reading = answer.accepted.first();
    let template = reading.and_then(|reading| reading.template).unwrap_or(OUTPUT);
    let body = written(scene, &template, &|hole| match hole {
        "output" => Some(all.clone()),
        hole => field_text(scene, output?, hole),
    });
    // A reading that looks at a label leaves the rest of the text to the output.
    let body = match reading.and_then(|reading| reading.at.first()) {
        Some(label) => format!("{label}{part}{body}\n{all}"),
        None => body,
    };
    Answer::text(200, body)
}

fn as_xml(scene: &Scene, answer: &description::Answer, output: Option<&Node>) -> Answer {
    let mut root = super::refusal::answer_root(scene);
    let inside = super::refusal::inside(scene);
    let base = inside.iter().fold(&mut root, |element, step| element.reach(&[step.as_str()]));
    if let Some(reading) = answer.accepted.first() {
        write_reading(scene, base, reading, output);
    }
    if let Some(value) = output {
        xml::output(scene, base, value);
    }
    Answer::new(200, xml_type(scene.protocol), document(scene.protocol, &root.to_text()))
}

/// Writes the literals that show an answer to be accepted; values are the output's to write.
fn write_reading(scene: &Scene, base: &mut Element, reading: &description::Reading, output: Option<&Node>) {
    let Some(template) = reading.template else { return };
    let known = |hole: &str| scene.hole(hole).is_some();
    if !template.has_text() && !template.0.iter().any(|piece| matches!(piece, Piece::Hole(hole) if known(hole))) {
        return;
    }
    let place = scene.fill(reading.at.first().copied().unwrap_or("."));
    base.put(&place, &written(scene, &template, &|hole| field_text(scene, output?, hole)));
}
