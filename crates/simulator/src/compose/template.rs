use bindery_transport::description::{Piece, Template};

use super::Scene;

/// Writes a template; a hole that neither `value` nor the description knows is left empty.
pub(super) fn written(scene: &Scene, template: &Template, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    for piece in template.0 {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Blank => out.push(' '),
            Piece::Hole(name) => {
                if let Some(text) = value(name).or_else(|| scene.hole(name).map(str::to_owned)) {
                    out.push_str(&text);
                }
            }
        }
    }
    out.trim().to_owned()
}

/// Whether a template has this hole.
pub(crate) fn has_hole(template: &Template, hole: &str) -> bool {
    template.0.contains(&Piece::Hole(match hole {
        "code" => "code",
        "message" => "message",
        "parameter" => "parameter",
        _ => return template.0.iter().any(|piece| matches!(piece, Piece::Hole(name) if *name == hole)),
    }))
}
