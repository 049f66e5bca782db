//! Outputs as elements and attributes.

use bindery_transport::description::{Kind, Record};

use super::Scene;
use crate::{
    node::Node,
    spell::spelled,
    xml::{Element, Place},
};

/// Writes an output below the element that places count from.
pub(super) fn output(scene: &Scene, base: &mut Element, value: &Node) {
    let (Some(output), Some(form)) = (scene.operation.output, scene.operation.output_form(scene.protocol)) else { return };
    let Kind::Record(record) = output.ty.kind else { return };
    let at = scene.fill(form.at);
    let place = Place::of(&at);
    if output.many {
        // The wrapper of an empty list is there, too.
        if let Some((_, wrapper)) = place.steps.split_last() {
            base.reach(wrapper);
        }
        for item in value.records() {
            write_record(scene, base.reach_new(&place.steps), record, item);
        }
    } else {
        write_record(scene, base.reach(&place.steps), record, value);
    }
}

fn write_record(scene: &Scene, element: &mut Element, record: &Record, value: &Node) {
    for field in record.fields {
        let (Some(wire), Some(value)) = (field.wire(scene.protocol), value.field(field.name)) else { continue };
        let at = scene.fill(wire.place());
        let place = Place::of(&at);
        match wire.ty.kind {
            Kind::Record(nested) if field.many => {
                for item in value.records() {
                    write_record(scene, element.reach_new(&place.steps), nested, item);
                }
            }
            Kind::Record(nested) => write_record(scene, element.reach(&place.steps), nested, value),
            _ => {
                let texts = spelled(wire.ty, value);
                match wire.join {
                    Some(join) if field.many => element.put(&at, &texts.join(join)),
                    None if field.many && place.attribute.is_none() => {
                        texts.iter().for_each(|text| element.put_new(&at, text));
                    }
                    _ => element.put(&at, &texts.join(",")),
                }
            }
        }
    }
}
