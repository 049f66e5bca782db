//! What the simulator was told to answer next.

use std::{collections::VecDeque, time::Duration};

use crate::Simulator;

/// What is answered to one call instead of what the description says.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Refused with the first of these, and the others beside it.
    Codes {
        names: Vec<String>,
        param: Option<String>,
    },
    /// Accepted, with what this accepted example gives.
    Example(usize),
    Body {
        status: u16,
        content_type: String,
        body: Vec<u8>,
    },
    Fault {
        code: String,
        text: String,
    },
    Delay(Duration),
    Drop,
    /// The answer breaks off after so many bytes.
    Truncate(usize),
    /// The call is answered as ever, but with these bytes.
    Garbage(Vec<u8>),
}

/// Steps by operation, the next one first.
#[derive(Debug, Default)]
pub(crate) struct Plan(Vec<(String, VecDeque<Step>)>);

impl Plan {
    pub(crate) fn push(&mut self, operation: &str, step: Step) {
        match self.0.iter_mut().find(|(name, _)| name == operation) {
            Some((_, steps)) => steps.push_back(step),
            None => self.0.push((operation.to_owned(), VecDeque::from([step]))),
        }
    }

    pub(crate) fn forget(&mut self, operation: &str) {
        self.0.retain(|(name, _)| name != operation);
    }

    pub(crate) fn next(&mut self, operation: &str) -> Option<Step> {
        self.0.iter_mut().find(|(name, _)| name == operation)?.1.pop_front()
    }
}

/// Tells a simulator what to answer to the next calls of an operation, in turn.
#[derive(Debug)]
pub struct On<'a> {
    pub(crate) simulator: &'a Simulator,
    pub(crate) operation: String,
}

impl On<'_> {
    /// The next call is refused with this code, by the name that the spec gives it. A code that stands for an output
    /// (a reply) is answered likewise.
    ///
    /// # Panics
    /// When the operation has no such code.
    #[track_caller]
    pub fn code(&self, name: &str) -> &Self {
        self.codes(&[name])
    }

    /// The next call is refused with all of these codes, where answers list what is wrong; elsewhere with the first.
    ///
    /// # Panics
    /// When the operation has no such code.
    #[track_caller]
    pub fn codes(&self, names: &[&str]) -> &Self {
        names.iter().for_each(|name| self.check_code(name));
        self.step(Step::Codes { names: names.iter().map(|name| (*name).to_owned()).collect(), param: None })
    }

    /// The next call is refused with this code, which names a parameter.
    ///
    /// # Panics
    /// When the operation has no such code.
    #[track_caller]
    pub fn code_about(&self, name: &str, param: &str) -> &Self {
        self.check_code(name);
        self.step(Step::Codes { names: vec![name.to_owned()], param: Some(param.to_owned()) })
    }

    /// The next call is answered from this one of the operation's accepted examples, if it is accepted; else from the
    /// first.
    ///
    /// # Panics
    /// When the operation has no such example.
    #[track_caller]
    pub fn example(&self, index: usize) -> &Self {
        let known = self.simulator.accepted_examples(&self.operation);
        assert!(index < known, "{} has {known} accepted examples: there is none at {index}", self.operation);
        self.step(Step::Example(index))
    }

    /// The next call is answered with this.
    pub fn body(&self, status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> &Self {
        self.step(Step::Body { status, content_type: content_type.to_owned(), body: body.into() })
    }

    /// The next call is answered with a SOAP fault.
    pub fn fault(&self, code: &str, text: &str) -> &Self {
        self.step(Step::Fault { code: code.to_owned(), text: text.to_owned() })
    }

    /// The next call waits so long, and is then answered as ever.
    pub fn delay(&self, delay: Duration) -> &Self {
        self.step(Step::Delay(delay))
    }

    /// The connection of the next call is closed without an answer.
    pub fn drop_connection(&self) -> &Self {
        self.step(Step::Drop)
    }

    /// The body of the next answer breaks off after so many bytes.
    pub fn truncate(&self, bytes: usize) -> &Self {
        self.step(Step::Truncate(bytes))
    }

    #[track_caller]
    fn check_code(&self, name: &str) {
        assert!(self.simulator.has_code(&self.operation, name), "{} has no code {name}", self.operation);
    }

    fn step(&self, step: Step) -> &Self {
        self.simulator.state().plan.push(&self.operation, step);
        self
    }
}
