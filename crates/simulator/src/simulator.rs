use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bindery_transport::description::{Code, Operation, Protocol, Vendor};

use crate::{Counts, Faults, On, Received, limits::Limits, plan::Plan, server::Server, session::Sessions};

/// A server on this machine that answers like a vendor. It stops when it is dropped.
pub struct Simulator {
    shared: Arc<Shared>,
    server: Server,
}

/// What the server and its owner share.
pub(crate) struct Shared {
    pub(crate) vendor: &'static Vendor,
    pub(crate) state: Mutex<State>,
}

#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) plan: Plan,
    pub(crate) sessions: Sessions,
    pub(crate) received: Vec<Received>,
    pub(crate) carried_out: HashMap<&'static str, usize>,
    /// The last answer to an accepted call.
    pub(crate) answers: HashMap<(&'static str, Protocol), Vec<u8>>,
    pub(crate) limits: Limits,
    pub(crate) faults: Option<Faults>,
    /// Which text form of an operation's output is written; else the first.
    pub(crate) text_forms: HashMap<&'static str, usize>,
}

impl Simulator {
    /// Starts one, on a free port of the loopback address.
    ///
    /// # Panics
    /// When no port or thread is to be had: a test can do nothing about it.
    #[must_use]
    pub fn start(vendor: &'static Vendor) -> Simulator {
        let shared = Arc::new(Shared { vendor, state: Mutex::default() });
        match Server::start(Arc::clone(&shared)) {
            Ok(server) => Simulator { shared, server },
            Err(error) => panic!("the simulator could not be started: {error}"),
        }
    }

    /// The address to give to a client.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// Tells what to answer to the next calls of an operation.
    ///
    /// # Panics
    /// When the vendor has no such operation: the test that says so is wrong.
    #[must_use]
    #[track_caller]
    pub fn on(&self, operation: &str) -> On<'_> {
        On { simulator: self, operation: self.known(operation).name.to_owned() }
    }

    /// Writes the output of an operation in this one of its text forms from now on, where a protocol has several: a
    /// table, a document. Where it has fewer, in the first.
    ///
    /// # Panics
    /// When the vendor has no such operation.
    #[track_caller]
    pub fn prefer_text_form(&self, operation: &str, index: usize) {
        let operation = self.known(operation);
        self.state().text_forms.insert(operation.name, index);
    }

    /// Refuses, from now on, a call that comes sooner than the limit of its operation allows.
    pub fn enforce_limits(&self) {
        self.state().limits.enforce();
    }

    #[track_caller]
    fn known(&self, operation: &str) -> &'static Operation {
        let Some(known) = self.shared.vendor.operation(operation) else {
            panic!("{} has no operation {operation}", self.shared.vendor.name);
        };
        known
    }

    /// All requests, in the order in which they came.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.state().received.clone()
    }

    /// All requests since this was last asked, which are then forgotten.
    #[must_use]
    pub fn take_received(&self) -> Vec<Received> {
        std::mem::take(&mut self.state().received)
    }

    /// Lets faults come by chance from now on.
    pub fn let_faults_come(&self, faults: Faults) {
        self.state().faults = Some(faults);
    }

    /// How many faults have come by chance.
    #[must_use]
    pub fn faults(&self) -> Counts {
        self.state().faults.as_ref().map(Faults::counts).unwrap_or_default()
    }

    /// How many requests of an operation came.
    #[must_use]
    pub fn requests(&self, operation: &str) -> usize {
        self.state().received.iter().filter(|received| received.operation.as_deref() == Some(operation)).count()
    }

    /// How many calls of an operation were accepted and carried out.
    #[must_use]
    pub fn carried_out(&self, operation: &str) -> usize {
        self.state().carried_out.iter().find(|(name, _)| **name == operation).map_or(0, |(_, count)| *count)
    }

    /// Takes only this value of a scheme's parameter from now on; else any that is not empty.
    pub fn accept(&self, scheme: &str, param: &str, value: &str) {
        self.state().sessions.accept(scheme, param, value);
    }

    /// Lets only these parameters sign in from now on; else any.
    pub fn accept_login(&self, params: &[(&str, &str)]) {
        self.state().sessions.accept_login(params);
    }

    /// How many sessions were opened by a login, and have not ended.
    #[must_use]
    pub fn open_sessions(&self) -> usize {
        self.state().sessions.count()
    }

    /// Ends all sessions, as if their time had come.
    pub fn end_sessions(&self) {
        self.state().sessions.end();
    }

    /// Forgets what the next calls of an operation were to be answered.
    pub(crate) fn forget(&self, operation: &str) {
        self.state().plan.forget(operation);
    }

    pub(crate) fn last_answer(&self, operation: &str, protocol: Protocol) -> Option<Vec<u8>> {
        let state = self.state();
        state.answers.iter().find(|((name, on), _)| *name == operation && *on == protocol).map(|(_, body)| body.clone())
    }

    /// Whether an operation has a code, or a reply.
    pub(crate) fn has_code(&self, operation: &str, name: &str) -> bool {
        self.shared.vendor.operation(operation).is_some_and(|operation| code_of(operation, name).is_some())
    }

    pub(crate) fn accepted_examples(&self, operation: &str) -> usize {
        let operation = self.shared.vendor.operation(operation);
        operation.map_or(0, |operation| operation.examples.iter().filter(|example| example.code.is_none()).count())
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state()
    }
}

/// A code of an operation, or a reply, by its name in the spec.
pub(crate) fn code_of(operation: &Operation, name: &str) -> Option<&'static Code> {
    let replies = operation.replies.iter().map(|(code, _)| *code);
    operation.codes.iter().copied().chain(replies).find(|code| code.name == name)
}

impl Shared {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator")
            .field("vendor", &self.shared.vendor.name)
            .field("address", &self.server.address())
            .finish()
    }
}
