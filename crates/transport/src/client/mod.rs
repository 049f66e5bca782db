//! Sending calls: [`Client`].

mod builder;
mod call;
mod cookie;
mod download;
mod export;
mod gzip;
mod limit;
mod login;
mod protocol;
mod retry;
mod send;
mod session;
mod sign_in;
mod tls;
mod turn;

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use http::HeaderValue;
use tokio::sync::Semaphore;

pub use self::{builder::ClientBuilder, sign_in::SignIn};
use self::{limit::Limits, retry::Retries, session::Sessions, sign_in::Plan};
use crate::{
    Call, Error, Failure, Kind, Operation, Protocol, Secret, Sender, Stage,
    description::{self, Vendor},
    prepared::typed,
};

/// Sends calls to a vendor, and signs in where its description says so.
///
/// Clones share the connections and the session. It has to be used within a tokio runtime.
///
/// Signing in happens on the first call that needs it; concurrent calls share one login, which goes on when they are given
/// up. When a code says that the session has ended, the client signs in again, once, and sends the refused call again, once:
/// it was not carried out. A session whose time is nearly over by the vendor's own word is renewed before it is used. A
/// login that was refused for what was given to it (`Credentials`, `SignIn`, `Input` or `Forbidden` by
/// [`Kind`](crate::Kind), a code that nobody knows, or HTTP's 401 or 403) is not tried again: further calls get the same
/// refusal, with the login as their operation, until [`set_sign_in`](Client::set_sign_in) or [`sign_in`](Client::sign_in)
/// is called. One that failed otherwise is tried again after pauses that grow; a call whose time ends before that gets the
/// last failure.
///
/// Other calls are sent again where that cannot carry them out twice: see [`retries`](ClientBuilder::retries).
///
/// Where the vendor lets an operation be called only so often, a call that would be too early waits for its turn, as do
/// logins and everything that is sent again. If that would be after the call's time is up, it fails at once, with
/// [`Kind::SlowDown`](crate::Kind::SlowDown) at [`Stage::NotSent`](crate::Stage::NotSent), and says when it may be called
/// again. Clones count together; what other clients send is not known to this one.
///
/// A call and its answer are never written to a log. Each call has a `tracing` span `call` with the operation, the
/// protocol, the HTTP status, the number of attempts, the elapsed milliseconds and the outcome; a login has one named
/// `sign_in`.
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    vendor: &'static Vendor,
    base: String,
    http: reqwest::Client,
    /// The protocol that the user chose; else the description decides.
    protocol: Option<Protocol>,
    secrets_in_url: bool,
    /// Whether what is sent can be read on the way, and no secret may.
    in_clear: bool,
    timeout: Duration,
    body_limit: u64,
    user_agent: HeaderValue,
    sessions: Sessions,
    retries: Retries,
    /// One for each request that may be under way.
    slots: Semaphore,
    /// `None`: somebody else keeps them.
    limits: Option<Limits>,
}

impl Client {
    /// The vendor's description.
    #[must_use]
    pub fn vendor(&self) -> &'static Vendor {
        self.0.vendor
    }

    /// The base address.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.0.base
    }

    /// Signs in now instead of on the first call, and tries again after a refused login. Does nothing when there is a
    /// session already, or when there is nothing to do before a call.
    ///
    /// # Errors
    /// Why the login failed, or that no sign-in was given.
    pub async fn sign_in(&self) -> Result<(), Failure> {
        self.sign_in_now().await
    }

    /// Forgets the session and, where the vendor has an operation for that, ends it. Does nothing when there is none.
    /// The next call that needs one signs in again.
    ///
    /// # Errors
    /// Why the vendor did not end it. It is forgotten all the same.
    pub async fn sign_out(&self) -> Result<(), Failure> {
        self.sign_out_now().await
    }

    /// Signs in differently from the next call on. The present session is forgotten, but not ended on the vendor's side:
    /// that is what [`sign_out`](Client::sign_out) is for.
    ///
    /// # Errors
    /// The vendor has no such sign-in, or something of it is missing or too much.
    pub fn set_sign_in(&self, sign_in: SignIn) -> Result<(), Failure> {
        let plan = Plan::new(self.0.vendor, sign_in)?;
        self.0.sessions.set_plan(plan);
        Ok(())
    }

    /// The present session as a text, for a later run of the program to go on with ([`restore_session`](Client::restore_session))
    /// instead of signing in again. `None` when there is none, or none is needed.
    ///
    /// Whoever has the text is signed in: keep it as you keep a password.
    #[must_use]
    pub fn export_session(&self) -> Option<Secret> {
        self.exported()
    }

    /// Goes on with a session that [`export_session`](Client::export_session) gave. One that is too old by the vendor's own
    /// word is not used; one that has ended otherwise is renewed as any other.
    ///
    /// # Errors
    /// [`Kind::Configuration`](crate::Kind::Configuration): it is no such text, or the session of another vendor, address,
    /// sign-in or user than this client has.
    pub fn restore_session(&self, session: &Secret) -> Result<(), Failure> {
        self.resumed(session)
    }

    /// Sends a call that is known by its description alone, and gives its output as a value: for tools that work with
    /// any operation.
    ///
    /// # Errors
    /// As those of any call; [`Refusal::known`](crate::Refusal::known) is a position in the operation's codes, if the
    /// operation is the one that was refused.
    pub async fn call(
        &self,
        operation: &'static description::Operation,
        call: Call,
    ) -> Result<Option<crate::Value>, Failure> {
        self.carry_out(operation, call, None).await
    }
}

impl Sender for Client {
    type Answer<O: Operation> = Pin<Box<dyn Future<Output = Result<O::Output, Error<O::Code>>> + Send>>;

    fn send<O: Operation>(&self, call: Call) -> Self::Answer<O> {
        let client = self.clone();
        Box::pin(async move {
            let value = client.carry_out(O::DESCRIPTION, call, None).await?;
            Ok(typed::<O>(value)?)
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("vendor", &self.0.vendor.name)
            .field("protocol", &self.0.protocol)
            .finish_non_exhaustive()
    }
}

/// Nothing panics while it holds a lock, and every change is whole: a poisoned one is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The client, or its sign-in, is not set up as it has to be.
fn wrong(what: impl Into<String>) -> Failure {
    Failure::new(Stage::NotBuilt, Kind::Configuration, "the client", what)
}
