//! What went wrong, with every secret of the call hidden.

use http::StatusCode;

use super::{
    EXCERPT, Reply, charset,
    document::Malformed,
    head_of,
    reader::Problem,
    refusal::{self, Known, Read},
};
use crate::{Failure, Fault, Kind, Refusal, Stage};

impl Reply<'_> {
    /// One refusal, and what it is about.
    pub(super) fn refused(&self, read: &Read, known: Option<&Known>) -> Failure {
        let refusal = self.told(read, known);
        let has_code = known.is_some() || read.code.is_some();
        let what = if !has_code && refusal.message.is_none() { "without a code" } else { "" };
        let mut failure = self.failure(Stage::Refused, refusal::kind(refusal.means), what);
        if let Some(parameter) = &refusal.parameter {
            failure = failure.about(parameter);
        }
        if let Some(message) = &refusal.message {
            failure = failure.saying(message);
        }
        if has_code { failure.refused_with(refusal) } else { failure }
    }

    /// What a refusal says. One without a code has perhaps a message.
    pub(super) fn told(&self, read: &Read, known: Option<&Known>) -> Refusal {
        let text = match (known, &read.code) {
            (Some(known), code) => self.mask().hide(code.as_deref().unwrap_or(known.code.name)),
            (None, Some(code)) => self.mask().head(code, EXCERPT),
            (None, None) => String::new(),
        };
        Refusal {
            known: known.map(|known| known.index),
            text,
            doc: known.map_or("", |known| known.code.doc),
            means: known.map(|known| known.code.means),
            message: read.message.as_deref().map(|message| self.mask().hide(message)),
            parameter: self.parameter(read, known),
        }
    }

    fn parameter(&self, read: &Read, known: Option<&Known>) -> Option<String> {
        let parameter = known.map_or(read.parameter.as_deref(), |known| known.parameter.as_deref())?;
        // A name that the spec knows hides nothing, even where a short secret is a part of it.
        let is_known = self.operation.params.iter().any(|param| param.name == parameter);
        Some(if is_known { parameter.to_owned() } else { self.mask().head(parameter, EXCERPT) })
    }

    /// A fault that is no documented refusal.
    pub(super) fn faulted(&self, fault: Fault) -> Failure {
        // `soap:Client.Authentication` and the like are a client's, too.
        let local = fault.code.split('/').next().unwrap_or_default().rsplit(':').next().unwrap_or_default();
        let local = local.split('.').next().unwrap_or_default();
        let kind = match local {
            "Client" | "Sender" => Kind::Input,
            _ => Kind::VendorFault,
        };
        self.failure(Stage::Refused, kind, "").faulted(self.masked(fault))
    }

    /// A fault without the secrets of the call, and where answers hold secrets without its detail.
    pub(super) fn masked(&self, fault: Fault) -> Fault {
        let is_shown = !self.operation.answers_secret();
        Fault {
            code: self.mask().hide(&fault.code),
            text: self.mask().hide(&fault.text),
            actor: fault.actor.map(|actor| self.mask().hide(&actor)),
            detail: fault.detail.filter(|_| is_shown).map(|detail| self.mask().hide(&detail)),
        }
    }

    /// An output that could not be read.
    pub(super) fn unread(&self, problem: &Problem) -> Failure {
        let what = match problem {
            Problem::Unreadable(unreadable) => format!("`{}` is not {}", unreadable.field, unreadable.wanted),
            Problem::Missing(field) => format!("`{field}` is missing"),
            Problem::Row { line, field } => format!(
                "`{field}` is missing in line {line} of its table, which has another number of cells than the header"
            ),
            Problem::Malformed(malformed) => return self.malformed("its output is no XML", malformed),
            Problem::Limit(met) => return self.not_understood(Kind::TooLarge, met.0.as_str()),
            Problem::Shape => "the output does not have the shape that the description says".to_owned(),
        };
        self.not_understood(Kind::Unexpected, what)
    }

    /// A text that is no document: the names and entities in it are part of what came, and may be a part of a secret.
    pub(super) fn malformed(&self, what: &str, malformed: &Malformed) -> Failure {
        let place = format!("line {}, column {}", malformed.line, malformed.column);
        if malformed.is_limit {
            return self.not_understood(Kind::TooLarge, format!("{} ({place})", malformed.what));
        }
        let why = match self.operation.answers_secret() || self.repeats_secret() {
            true => String::new(),
            false => format!(": {}", self.mask().head(&malformed.what, EXCERPT)),
        };
        self.not_understood(Kind::Unexpected, format!("{what}{why} ({place})"))
    }

    fn repeats_secret(&self) -> bool {
        let text = charset::decode_lossy(self.response.body(), self.content_type(), self.charset());
        self.mask().is_in(&text)
    }

    pub(super) fn not_understood(&self, kind: Kind, what: impl Into<String>) -> Failure {
        let kind = if self.response.status() == StatusCode::TOO_MANY_REQUESTS { Kind::SlowDown } else { kind };
        self.failure(Stage::NotUnderstood, kind, what)
    }

    fn failure(&self, stage: Stage, kind: Kind, what: impl Into<String>) -> Failure {
        let failure = Failure::new(stage, kind, self.operation.name, what);
        failure.answered(head_of(self.operation, self.mask(), self.response, self.charset(), stage != Stage::Refused))
    }

    fn charset(&self) -> Option<&'static str> {
        self.operation.answer(self.target.vendor, self.target.protocol)?.charset
    }
}
