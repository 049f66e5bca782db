//! Who a client is to the vendor at the moment.

use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

use super::{
    cookie::SetCookie,
    lock,
    retry::{Pauses, Retries, may_log_in_again},
    sign_in::{Plan, Step},
};
use crate::{Credentials, Failure};

/// A session that would live this much longer at most is not used any more: a call takes time to arrive.
const AHEAD: Duration = Duration::from_secs(30);

/// The session of a client and all of its clones.
pub(super) struct Sessions {
    retries: Retries,
    /// Never held across an await.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    plan: Option<Arc<Plan>>,
    session: Option<Session>,
    /// The login that is under way.
    login: Option<Login>,
    /// How the last login failed, if it did.
    failed: Option<Failed>,
    /// How many sessions there were.
    sessions: u64,
}

struct Session {
    number: u64,
    plan: Arc<Plan>,
    credentials: Arc<Credentials>,
    used: Instant,
    /// How long before that it had not been used: of one that was opened elsewhere.
    before: Duration,
}

/// What came of a login, once it is over.
pub(super) type Outcome = Option<Result<(), Failure>>;

struct Login {
    plan: Arc<Plan>,
    outcome: watch::Receiver<Outcome>,
}

struct Failed {
    failure: Failure,
    /// When it may be tried again. `None`: not before somebody says so.
    due: Option<Instant>,
    pauses: Pauses,
}

/// What a call carries.
#[derive(Clone)]
pub(super) struct Access {
    pub(super) credentials: Arc<Credentials>,
    /// The session's number, where there is one.
    pub(super) session: Option<u64>,
}

/// Where a client stands before a call.
pub(super) enum Standing {
    Ready(Access),
    /// Somebody logs in.
    Waiting(watch::Receiver<Outcome>),
    /// Nobody does.
    Out,
    /// The login failed, and is not to be tried again: for good, or before the caller's time is up.
    Failed(Failure),
}

impl Sessions {
    pub(super) fn new(plan: Option<Plan>, retries: Retries) -> Sessions {
        Sessions { retries, state: Mutex::new(State { plan: plan.map(Arc::new), ..State::default() }) }
    }

    pub(super) fn set_plan(&self, plan: Plan) {
        let mut state = self.state();
        state.plan = Some(Arc::new(plan));
        state.session = None;
        state.failed = None;
    }

    pub(super) fn plan(&self) -> Option<Arc<Plan>> {
        self.state().plan.clone()
    }

    /// Where the client stands with the present plan; a session handed out counts as used.
    pub(super) fn standing(&self, plan: &Arc<Plan>, deadline: Option<Instant>) -> Standing {
        self.state().standing(plan, deadline)
    }

    /// The same, but where nobody logs in, whoever asked has to: with this to tell all others what came of it.
    pub(super) fn join(
        &self,
        plan: &Arc<Plan>,
        deadline: Option<Instant>,
    ) -> (Standing, Option<watch::Sender<Outcome>>) {
        let mut state = self.state();
        match state.standing(plan, deadline) {
            Standing::Out => {
                let (sender, outcome) = watch::channel(None);
                state.login = Some(Login { plan: plan.clone(), outcome: outcome.clone() });
                (Standing::Waiting(outcome), Some(sender))
            }
            standing => (standing, None),
        }
    }

    /// The login that is under way, whatever it is for.
    pub(super) fn login(&self) -> Option<watch::Receiver<Outcome>> {
        self.state().login().map(|login| login.outcome.clone())
    }

    /// When the next login may be made, by the failures before it.
    pub(super) fn login_due(&self) -> Option<Instant> {
        self.state().failed.as_ref().and_then(|failed| failed.due)
    }

    /// Keeps the session that a login opened; if the client was told to sign in differently meanwhile, gives it back.
    /// So long it was not used already.
    pub(super) fn begin(&self, plan: &Arc<Plan>, credentials: Credentials, unused: Duration) -> Result<(), Access> {
        let mut state = self.state();
        state.sessions += 1;
        let (number, credentials) = (state.sessions, Arc::new(credentials));
        if !state.is_present(plan) {
            return Err(Access { credentials, session: None });
        }
        let used = Instant::now();
        state.session = Some(Session { number, plan: plan.clone(), credentials, used, before: unused });
        state.failed = None;
        Ok(())
    }

    /// Keeps how a login failed; says when it may be tried again.
    pub(super) fn login_failed(&self, plan: &Arc<Plan>, failure: &Failure) -> Option<Instant> {
        let mut state = self.state();
        if !state.is_present(plan) {
            return None;
        }
        let mut pauses = state.failed.take().map_or_else(|| self.retries.pauses(), |failed| failed.pauses);
        let may = may_log_in_again(failure);
        let due = may.then(|| pauses.after(failure)).and_then(|pause| Instant::now().checked_add(pause));
        state.failed = Some(Failed { failure: failure.clone(), due, pauses });
        due
    }

    /// A login is over.
    pub(super) fn login_ended(&self, plan: &Arc<Plan>) {
        self.state().login.take_if(|login| Arc::ptr_eq(&login.plan, plan));
    }

    /// Forgets that a login failed.
    pub(super) fn forgive(&self) {
        self.state().failed = None;
    }

    /// What a call carries now that it goes out, if its session is still the present one.
    pub(super) fn renew(&self, access: &Access) -> Option<Access> {
        let Some(number) = access.session else { return Some(access.clone()) };
        let mut state = self.state();
        let session = state.session.as_mut().filter(|session| session.number == number)?;
        session.touch();
        Some(session.access())
    }

    /// Forgets this session, if it is still the present one.
    pub(super) fn forget(&self, number: u64) {
        self.state().session.take_if(|session| session.number == number);
    }

    /// Forgets the session, whichever it is.
    pub(super) fn take(&self) -> Option<(Arc<Plan>, Access)> {
        let session = self.state().session.take()?;
        // What it is sent under is no session any more.
        Some((session.plan.clone(), Access { session: None, ..session.access() }))
    }

    /// The present session, and how long it has not been used.
    pub(super) fn present(&self) -> Option<(Arc<Plan>, Arc<Credentials>, Duration)> {
        let state = self.state();
        let session = state.session.as_ref()?;
        Some((session.plan.clone(), session.credentials.clone(), session.unused()))
    }

    /// The vendor set the session's cookie anew, or took it away.
    pub(super) fn set_cookie(&self, number: u64, cookie: SetCookie) {
        match cookie {
            SetCookie::Value(value) => {
                let mut state = self.state();
                if let Some(session) = state.session.as_mut().filter(|session| session.number == number) {
                    let credentials = Credentials::clone(&session.credentials).cookie(value);
                    session.credentials = Arc::new(credentials);
                }
            }
            SetCookie::Gone => self.forget(number),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl State {
    fn standing(&mut self, plan: &Arc<Plan>, deadline: Option<Instant>) -> Standing {
        if let Step::Attach(credentials) = &plan.step {
            return Standing::Ready(Access { credentials: credentials.clone(), session: None });
        }
        self.session.take_if(|session| plan.idle().is_some_and(|idle| session.unused() >= idle));
        if let Some(session) = self.session.as_mut().filter(|session| Arc::ptr_eq(&session.plan, plan)) {
            session.touch();
            return Standing::Ready(session.access());
        }
        if let Some(login) = self.login().filter(|login| Arc::ptr_eq(&login.plan, plan)) {
            return Standing::Waiting(login.outcome.clone());
        }
        match &self.failed {
            Some(Failed { failure, due: None, .. }) => Standing::Failed(failure.clone()),
            Some(Failed { failure, due: Some(due), .. }) if deadline.is_some_and(|deadline| *due >= deadline) => {
                Standing::Failed(failure.clone())
            }
            _ => Standing::Out,
        }
    }

    /// The login that is under way, unless the runtime that it ran on is gone.
    fn login(&mut self) -> Option<&Login> {
        self.login.take_if(|login| login.outcome.has_changed().is_err());
        self.login.as_ref()
    }

    fn is_present(&self, plan: &Arc<Plan>) -> bool {
        self.plan.as_ref().is_some_and(|present| Arc::ptr_eq(present, plan))
    }
}

impl Session {
    fn unused(&self) -> Duration {
        self.used.elapsed() + self.before
    }

    fn touch(&mut self) {
        self.used = Instant::now();
        self.before = Duration::ZERO;
    }

    fn access(&self) -> Access {
        Access { credentials: self.credentials.clone(), session: Some(self.number) }
    }
}

impl Plan {
    /// How long a session is used after the last call.
    fn idle(&self) -> Option<Duration> {
        let idle = Duration::from_secs(self.scheme.idle.filter(|seconds| *seconds > 0)?.into());
        Some(idle - AHEAD.min(idle / 10))
    }
}
