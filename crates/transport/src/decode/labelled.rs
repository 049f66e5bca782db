//! Labelled values in a text, one a line or all on one.

use std::borrow::Cow;

use super::labels::{Cells, Found, Labels};

/// The labelled values of a text, whose lines end with `\n`.
pub(super) fn cells<'t>(labels: &Labels, part: &str, text: &'t str) -> Cells<'t> {
    let text = text.trim();
    if text.contains('\n') {
        on_lines(labels, part, text)
    } else if labels.has_numbers() {
        numbered_on_one_line(labels, part, text)
    } else {
        on_one_line(labels, part, text)
    }
}

fn on_lines<'t>(labels: &Labels, part: &str, text: &'t str) -> Cells<'t> {
    let mut cells = Cells::default();
    // The value that the lines read last belong to: it may run on.
    let mut last: Option<(Option<Found>, &'t str, Cow<'t, str>)> = None;
    for line in text.lines() {
        let is_text = last.as_ref().is_some_and(|(found, ..)| found.is_some_and(|found| labels.is_text(found)));
        // A text that is the last field may run over lines, colons in them or not: NOTE, TEXT.
        let runs_on = is_text && last.as_ref().is_some_and(|(found, ..)| found.is_some_and(|at| labels.is_last(at)));
        let parted = line.split_once(part).map(|(label, value)| (label.trim(), value.trim()));
        let likely = labels.behind(last.as_ref().and_then(|(found, ..)| *found));
        let parted = parted.filter(|(label, _)| is_label(label));
        let parted = parted.map(|(label, value)| (labels.find(label, likely), label, value));
        match (parted, &mut last) {
            (Some((found, label, value)), _) if found.is_some() || !runs_on => {
                put(&mut cells, last.replace((found, label, Cow::Borrowed(value))));
            }
            // What has no label belongs to the text before it.
            (_, Some((_, _, text))) if is_text => {
                let text = text.to_mut();
                text.push('\n');
                text.push_str(line.trim_end());
            }
            _ if line.trim().is_empty() => {}
            _ => cells.add_other("", line.trim()),
        }
    }
    put(&mut cells, last);
    cells
}

fn put<'t>(cells: &mut Cells<'t>, value: Option<(Option<Found>, &'t str, Cow<'t, str>)>) {
    let Some((found, label, text)) = value else { return };
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_end()),
        Cow::Owned(mut text) => {
            text.truncate(text.trim_end().len());
            Cow::Owned(text)
        }
    };
    match found {
        Some(found) => cells.add(found, text),
        None => cells.add_other(label, text),
    }
}

/// Cuts one line at the known labels, in the order in which the description has them.
fn on_one_line<'t>(labels: &Labels, part: &str, text: &'t str) -> Cells<'t> {
    let mut hits = Vec::new();
    let mut from = 0;
    for label in 0..labels.len() {
        let hit = words(text, from).find_map(|start| {
            let (found, _, value) = labels.begins_with(label, text.get(start..)?, part)?;
            Some(Hit { found, start, value: text.len() - value.len() })
        });
        if let Some(hit) = hit {
            from = hit.value;
            hits.push(hit);
        }
    }
    cut(part, text, &hits)
}

/// Cuts one line wherever a known label stands: with numbers on them, they stand in any order.
fn numbered_on_one_line<'t>(labels: &Labels, part: &str, text: &'t str) -> Cells<'t> {
    let mut hits: Vec<Hit> = Vec::new();
    for start in words(text, 0) {
        let is_inside = hits.last().is_some_and(|last| start < last.value);
        let hit = text.get(start..).and_then(|text| labels.at_start(text, part)).filter(|_| !is_inside);
        if let Some((found, value)) = hit {
            hits.push(Hit { found, start, value: text.len() - value.len() });
        }
    }
    cut(part, text, &hits)
}

/// Where a label was found, and where its value begins.
struct Hit {
    found: Found,
    start: usize,
    value: usize,
}

fn cut<'t>(part: &str, text: &'t str, hits: &[Hit]) -> Cells<'t> {
    let mut cells = Cells::default();
    let first = hits.first().map_or(text.len(), |hit| hit.start);
    if let Some(head) = text.get(..first).map(str::trim).filter(|head| !head.is_empty()) {
        match head.split_once(part) {
            Some((label, value)) => cells.add_other(label.trim(), value.trim()),
            None => cells.add_other("", head),
        }
    }
    for (position, hit) in hits.iter().enumerate() {
        let end = hits.get(position + 1).map_or(text.len(), |next| next.start);
        cells.add(hit.found, text.get(hit.value..end).unwrap_or_default().trim());
    }
    cells
}

/// Where words begin, from here on.
fn words(text: &str, from: usize) -> impl Iterator<Item = usize> {
    let rest = text.get(from..).unwrap_or_default();
    let mut behind_blank = true;
    rest.char_indices().filter_map(move |(at, char)| {
        let is_start = behind_blank && !char.is_whitespace();
        behind_blank = char.is_whitespace();
        is_start.then_some(from + at)
    })
}

fn is_label(text: &str) -> bool {
    !text.is_empty() && text.len() <= 80
}
