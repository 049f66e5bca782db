//! Who a client is to the vendor at the moment.

use std::{
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use super::{
    cookie::SetCookie,
    lock,
    sign_in::{Plan, Step},
};
use crate::{Credentials, Failure, Kind, Stage};

/// The session of a client and all of its clones.
pub(super) struct Sessions {
    /// Held by whoever logs in, so that others wait for that login instead of starting their own. A future that is
    /// dropped meanwhile lets go of it, and the next one starts afresh.
    gate: tokio::sync::Mutex<()>,
    /// Never held across an await.
    state: Mutex<State>,
}

struct State {
    plan: Option<Arc<Plan>>,
    session: Option<Session>,
    /// How the last login failed, if it did.
    failed: Option<Failed>,
    /// How many logins came to an end. It numbers sessions, too.
    ended: u64,
}

struct Session {
    number: u64,
    plan: Arc<Plan>,
    credentials: Arc<Credentials>,
    used: Instant,
}

struct Failed {
    login: u64,
    failure: Failure,
    /// Trying again with the same sign-in would end no better.
    for_good: bool,
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
    /// A login has to be made, or waited for: `ended` of them were over at this time.
    Out {
        plan: Arc<Plan>,
        ended: u64,
    },
    /// The login failed for good.
    Refused(Failure),
}

impl Sessions {
    pub(super) fn new(plan: Option<Plan>) -> Sessions {
        let state = State { plan: plan.map(Arc::new), session: None, failed: None, ended: 0 };
        Sessions { gate: tokio::sync::Mutex::new(()), state: Mutex::new(state) }
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

    /// Waits until nobody else logs in.
    pub(super) async fn gate(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.gate.lock().await
    }

    /// Where the client stands with the present plan; a session handed out counts as used.
    pub(super) fn standing(&self, plan: &Arc<Plan>) -> Standing {
        let mut state = self.state();
        if let Step::Attach(credentials) = &plan.step {
            return Standing::Ready(Access { credentials: credentials.clone(), session: None });
        }
        if let Some(failed) = state.failed.as_ref().filter(|failed| failed.for_good) {
            return Standing::Refused(failed.failure.clone());
        }
        let idle = plan.scheme.idle.filter(|seconds| *seconds > 0).map(|seconds| Duration::from_secs(seconds.into()));
        state.session.take_if(|session| idle.is_some_and(|idle| session.used.elapsed() >= idle));
        match state.session.as_mut().filter(|session| Arc::ptr_eq(&session.plan, plan)) {
            Some(session) => {
                session.used = Instant::now();
                Standing::Ready(session.access())
            }
            None => Standing::Out { plan: plan.clone(), ended: state.ended },
        }
    }

    /// How a login failed that ended since that many had: whoever waited for it need not try it again.
    pub(super) fn failed_since(&self, ended: u64) -> Option<Failure> {
        self.state().failed.as_ref().filter(|failed| failed.login > ended).map(|failed| failed.failure.clone())
    }

    /// Keeps how a login ended, unless the client was told to sign in differently meanwhile.
    pub(super) fn login_ended(&self, plan: &Arc<Plan>, result: Result<Credentials, Failure>) {
        let mut state = self.state();
        if !state.plan.as_ref().is_some_and(|present| Arc::ptr_eq(present, plan)) {
            return;
        }
        state.ended += 1;
        let number = state.ended;
        match result {
            Ok(credentials) => {
                let credentials = Arc::new(credentials);
                state.session = Some(Session { number, plan: plan.clone(), credentials, used: Instant::now() });
                state.failed = None;
            }
            Err(failure) => {
                state.session = None;
                let for_good = is_for_good(&failure);
                state.failed = Some(Failed { login: number, failure, for_good });
            }
        }
    }

    /// Forgets that a login failed.
    pub(super) fn forgive(&self) {
        self.state().failed = None;
    }

    /// Forgets this session, if it is still the present one.
    pub(super) fn forget(&self, number: u64) {
        self.state().session.take_if(|session| session.number == number);
    }

    /// Forgets the session, whichever it is.
    pub(super) fn take(&self) -> Option<Access> {
        self.state().session.take().map(|session| session.access())
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

impl Session {
    fn access(&self) -> Access {
        Access { credentials: self.credentials.clone(), session: Some(self.number) }
    }
}

/// Whether it was what was given to the login that made it fail. `SignIn` is among it because vendors refuse a login with
/// the code that they also have for an ended session.
fn is_for_good(failure: &Failure) -> bool {
    failure.stage() == Stage::Refused
        && matches!(failure.kind(), Kind::Credentials | Kind::SignIn | Kind::Input | Kind::Forbidden)
}
