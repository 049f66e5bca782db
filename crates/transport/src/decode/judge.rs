//! Accepted, refused, or neither; one order for all.

use std::iter;

use super::{
    Reply,
    reader::{Problem, Reader},
    refusal::{self, Known, Read},
    sample, template, text,
    tree::Tree,
    value::{self, OUTPUT},
};
use crate::{
    Failure, Fault, Kind, Secret, Value,
    description::{Output, OutputForm, Piece, Reading, Sample, TextForm},
};

/// A text, or a document.
pub(super) enum Body<'a, 'd, 's> {
    Text(&'d str),
    Xml(&'a mut Tree<'d, 's>),
}

/// What an answer is accepted by.
struct Accepted<'t> {
    /// The text of `{output}`, or all of it.
    output: &'t str,
    /// Whether a literal text says it, which is proof enough.
    literal: bool,
}

/// What a refusal was found to be.
enum Documented {
    /// An answer all the same.
    Reply(&'static Sample),
    /// A documented code is among these.
    Codes(Vec<Option<Known>>),
    No,
}

impl<'d> Body<'_, 'd, '_> {
    /// The text without the blanks around it; of a document none.
    fn trimmed(&self) -> &'d str {
        match self {
            Body::Text(text) => text.trim(),
            Body::Xml(_) => "",
        }
    }
}

impl Reply<'_> {
    pub(super) fn judge(&self, reader: Reader<'_>, mut body: Body<'_, '_, '_>) -> Result<Option<Value>, Failure> {
        let ok = self.response.status().is_success();
        let accepted = self.accepted(reader, &body).filter(|_| ok);
        if let Some(accepted) = accepted.as_ref().filter(|accepted| accepted.literal) {
            return self.output(reader, &mut body, accepted.output);
        }
        // An output that only a text with the right words in it makes says as much as a literal.
        let is_proof = self.operation.output_form(reader.own.protocol).is_some_and(is_proof);
        if let Some(accepted) = accepted.as_ref().filter(|_| is_proof)
            && let Ok(output) = self.output(reader, &mut body, accepted.output)
        {
            return Ok(output);
        }
        let reads = match &body {
            Body::Text(text) => refusal::of_text(reader.how.refused, text, reader.own),
            Body::Xml(tree) => refusal::of_tree(reader.how.refused, tree, false),
        };
        match self.documented(reader, &reads) {
            Documented::Reply(sample) => return self.reply(sample),
            Documented::Codes(known) => return Err(self.refusal(reader, &mut body, &reads, known)),
            Documented::No => {}
        }
        let is_literal = reads.iter().any(|read| read.literal);
        if let Some(accepted) = accepted.filter(|_| !is_literal) {
            let output = self.output(reader, &mut body, accepted.output);
            if output.is_ok() || reads.is_empty() {
                return output;
            }
        }
        if ok && !reads.is_empty() {
            return Err(self.refusal(reader, &mut body, &reads, Vec::new()));
        }
        let status = self.response.status();
        Err(self.not_understood(
            Kind::Unexpected,
            match ok {
                true => "it is neither an accepted nor a refused answer".to_owned(),
                false => format!("the HTTP status is {status}"),
            },
        ))
    }

    /// A SOAP fault, which may be a documented refusal.
    pub(super) fn fault(&self, tree: &mut Tree<'_, '_>, fault: Fault) -> Result<Option<Value>, Failure> {
        let reader = tree.reader;
        let reads = refusal::of_tree(reader.how.faults, tree, true);
        match self.documented(reader, &reads) {
            Documented::Reply(sample) => self.reply(sample),
            Documented::Codes(known) => {
                Err(self.refusal(reader, &mut Body::Xml(tree), &reads, known).faulted(self.masked(fault)))
            }
            Documented::No => Err(self.faulted(fault)),
        }
    }

    /// A body of bytes that is the output.
    pub(super) fn whole(&self, body: &bytes::Bytes) -> Result<Option<Value>, Failure> {
        let Some(output) = self.operation.output else { return Ok(None) };
        let is_bytes = output.is_bytes();
        match &output.fixed {
            Some(fixed) => self.reply(fixed),
            None if is_bytes && output.secret => Ok(Some(Value::Secret(Secret::from(value::base64(body))))),
            None if is_bytes => Ok(Some(Value::Bytes(body.to_vec()))),
            None => Err(self.unread(&Problem::Shape)),
        }
    }

    /// What the answer is accepted by, if it is.
    fn accepted<'t>(&self, reader: Reader<'_>, body: &Body<'_, 't, '_>) -> Option<Accepted<'t>> {
        if reader.how.accepted.is_empty() {
            return Some(Accepted { output: body.trimmed(), literal: false });
        }
        let mut weak = None;
        for reading in reader.how.accepted {
            for text in texts(reader, reading, body) {
                let Some(template) = &reading.template else {
                    if !text.trim().is_empty() {
                        weak = weak.or(Some(text));
                    }
                    continue;
                };
                let Some(bound) = template::fit(template, text, reader.own) else { continue };
                let output = bound.get(OUTPUT).unwrap_or(text);
                if template.has_text() || template.0.iter().all(|piece| self.is_own(piece)) {
                    return Some(Accepted { output, literal: true });
                }
                weak = weak.or(Some(output));
            }
        }
        weak.map(|output| Accepted { output, literal: false })
    }

    /// Whether a piece is one of the vendor's own names, which is as good as a literal.
    fn is_own(&self, piece: &Piece) -> bool {
        let Piece::Hole(name) = piece else { return false };
        self.operation.hole(name, self.target.vendor, self.target.protocol).is_some()
    }

    fn documented(&self, reader: Reader<'_>, reads: &[Read]) -> Documented {
        // Of several refusals each has to be an answer.
        let replies: Option<Vec<_>> = reads.iter().map(|read| read.reply(reader.own)).collect();
        if let Some(sample) = replies.and_then(|replies| replies.first().copied()) {
            return Documented::Reply(sample);
        }
        let known: Vec<_> = reads.iter().map(|read| read.known(reader.own)).collect();
        if known.iter().any(Option::is_some) { Documented::Codes(known) } else { Documented::No }
    }

    /// The output that a description says, as a refusal stands for one.
    fn reply(&self, sample: &Sample) -> Result<Option<Value>, Failure> {
        let Some(output) = self.operation.output else { return Ok(None) };
        sample::output(sample, output, self.target.protocol).map_err(|problem| self.unread(&problem))
    }

    fn output(&self, reader: Reader<'_>, body: &mut Body<'_, '_, '_>, text: &str) -> Result<Option<Value>, Failure> {
        let Some(output) = self.operation.output else { return Ok(None) };
        read(reader, body, output, text).map_err(|problem| self.unread(&problem))
    }

    /// A refusal, of which the first documented code counts, else the first.
    fn refusal(
        &self,
        reader: Reader<'_>,
        body: &mut Body<'_, '_, '_>,
        reads: &[Read],
        known: Vec<Option<Known>>,
    ) -> Failure {
        let main = known.iter().position(Option::is_some).unwrap_or_default();
        let mut others = Vec::new();
        let mut failure = None;
        for (index, (read, known)) in reads.iter().zip(known.iter().chain(iter::repeat(&None))).enumerate() {
            if index == main {
                failure = Some(self.refused(read, known.as_ref()));
            } else {
                others.push(self.told(read, known.as_ref()));
            }
        }
        let failure = failure.unwrap_or_else(|| self.refused(&Read::default(), None)).among(others);
        let details = known.get(main).and_then(Option::as_ref).and_then(|known| known.code.details);
        let Some(details) = details else { return failure };
        let text = body.trimmed();
        // What it carries may be unreadable: the code is known all the same.
        match read(reader, body, details, text) {
            Ok(Some(value)) => failure.carrying(value),
            _ => failure,
        }
    }
}

/// Reads an output, or what a refusal carries.
fn read(
    reader: Reader<'_>,
    body: &mut Body<'_, '_, '_>,
    output: &'static Output,
    text: &str,
) -> Result<Option<Value>, Problem> {
    if let Some(fixed) = &output.fixed {
        return sample::output(fixed, output, reader.own.protocol);
    }
    let Some(form) = output.form(reader.own.protocol) else { return Ok(None) };
    reader.left.refill();
    match body {
        Body::Text(_) => text::read(reader, output, form, text),
        Body::Xml(tree) => {
            tree.forget();
            let readings = [reader.how.accepted, reader.how.refused, reader.how.faults].into_iter().flatten();
            for place in readings.flat_map(|reading| reading.at) {
                tree.pass(&reader.fill(place));
            }
            tree.output(output, form)
        }
    }
}

/// The texts at the places of a reading, of those that are there.
fn texts<'t>(reader: Reader<'_>, reading: &Reading, body: &Body<'_, 't, '_>) -> Vec<&'t str> {
    match body {
        Body::Text(text) => vec![text],
        Body::Xml(tree) => {
            let places = if reading.at.is_empty() { &["."][..] } else { reading.at };
            let text = |place: &&str| tree.text(tree.find(tree.base, &reader.fill(place))?);
            places.iter().filter_map(text).collect()
        }
    }
}

/// Whether a text that reads as this is what it seems: only templates with literal text make it.
fn is_proof(form: &OutputForm) -> bool {
    !form.text.is_empty()
        && form.text.iter().all(|form| matches!(form, TextForm::Template(template) if template.has_text()))
}
