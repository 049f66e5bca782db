//! The same client without async.

mod download;

use std::{fmt, sync::Arc, sync::mpsc, thread};

use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
};

use crate::{
    Call, Error, Failure, Kind, Operation, Secret, Sender, SignIn, Stage, Value, client,
    description::{self, Vendor},
    prepared::typed,
};

/// Sends calls, and returns when their answers are there.
///
/// It owns a thread, on which the one async [`Client`](client::Client) does the work. So it can be made, used and dropped
/// anywhere, within a tokio runtime too, though a call then blocks the thread that it is made on. Clones share the thread,
/// the connections and the session; calls from many threads run at the same time. The thread ends with the last clone.
#[derive(Clone)]
pub struct Client {
    client: client::Client,
    worker: Arc<Worker>,
}

/// The thread, as long as somebody holds this.
struct Worker {
    runtime: Handle,
    /// Dropped, it lets the thread end. Nobody waits for that: within a runtime it could take for ever.
    _alive: oneshot::Sender<()>,
}

impl Client {
    /// Runs a client on a thread of its own.
    ///
    /// # Errors
    /// The system gave no thread, or no means to wait for the network.
    pub(crate) fn new(client: client::Client) -> Result<Client, Failure> {
        let wrong = |error: std::io::Error| {
            let what = "the system gave it no thread of its own";
            Failure::new(Stage::NotBuilt, Kind::Configuration, "the client", what).because(error)
        };
        let runtime = Builder::new_current_thread().enable_all().build().map_err(wrong)?;
        let handle = runtime.handle().clone();
        let (alive, ended) = oneshot::channel::<()>();
        thread::Builder::new()
            .name(client.vendor().package.to_owned())
            .spawn(move || drop(runtime.block_on(ended)))
            .map_err(wrong)?;
        Ok(Client { client, worker: Arc::new(Worker { runtime: handle, _alive: alive }) })
    }

    /// The vendor's description.
    #[must_use]
    pub fn vendor(&self) -> &'static Vendor {
        self.client.vendor()
    }

    /// The base address.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.client.base_url()
    }

    /// Signs in now; see [`Client::sign_in`](client::Client::sign_in).
    ///
    /// # Errors
    /// Why the login failed, or that no sign-in was given.
    pub fn sign_in(&self) -> Result<(), Failure> {
        let client = self.client.clone();
        self.run("sign-in", async move { client.sign_in().await })
    }

    /// Forgets and ends the session; see [`Client::sign_out`](client::Client::sign_out).
    ///
    /// # Errors
    /// Why the vendor did not end it. It is forgotten all the same.
    pub fn sign_out(&self) -> Result<(), Failure> {
        let client = self.client.clone();
        self.run("sign-out", async move { client.sign_out().await })
    }

    /// Signs in differently from the next call on; see [`Client::set_sign_in`](client::Client::set_sign_in).
    ///
    /// # Errors
    /// The vendor has no such sign-in, or something of it is missing or too much.
    pub fn set_sign_in(&self, sign_in: SignIn) -> Result<(), Failure> {
        self.client.set_sign_in(sign_in)
    }

    /// The present session as a text; see [`Client::export_session`](client::Client::export_session).
    #[must_use]
    pub fn export_session(&self) -> Option<Secret> {
        self.client.export_session()
    }

    /// Goes on with a session; see [`Client::restore_session`](client::Client::restore_session).
    ///
    /// # Errors
    /// It is no such text, or the session of another vendor, address, sign-in or user.
    pub fn restore_session(&self, session: &Secret) -> Result<(), Failure> {
        self.client.restore_session(session)
    }

    /// Sends a call that is known by its description alone; see [`Client::call`](client::Client::call).
    ///
    /// # Errors
    /// As those of any call.
    pub fn call(&self, operation: &'static description::Operation, call: Call) -> Result<Option<Value>, Failure> {
        let client = self.client.clone();
        self.run(operation.name, async move { client.call(operation, call).await })
    }

    /// Runs some work on the client's thread, and waits for it here.
    fn run<T: Send + 'static>(
        &self,
        operation: &'static str,
        work: impl Future<Output = Result<T, Failure>> + Send + 'static,
    ) -> Result<T, Failure> {
        let (sender, answer) = mpsc::sync_channel(1);
        self.worker.runtime.spawn(async move {
            // Nobody can have stopped waiting: `run` does not return before.
            let _ = sender.send(work.await);
        });
        // The sender is dropped without an answer only when the work panicked.
        answer.recv().unwrap_or_else(|_| Err(gave_up(operation)))
    }
}

fn gave_up(operation: &'static str) -> Failure {
    let what = "the client's own thread gave up on it, which is a mistake in this crate";
    Failure::new(Stage::NoAnswer, Kind::Incomplete, operation, what)
}

impl Sender for Client {
    type Answer<O: Operation> = Result<O::Output, Error<O::Code>>;

    fn send<O: Operation>(&self, call: Call) -> Self::Answer<O> {
        Ok(typed::<O>(self.call(O::DESCRIPTION, call)?)?)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Client;
    use crate::{ClientBuilder, Failure, Kind, description::Vendor};

    static VENDOR: Vendor = Vendor {
        name: "Acme",
        package: "acme",
        base: Some("http://127.0.0.1:1"),
        bindings: &[],
        schemes: &[],
        operations: &[],
    };

    #[test]
    fn a_panic_inside_hangs_nobody() {
        let client = ClientBuilder::new(&VENDOR).build_blocking().unwrap();
        let panics = |client: &Client| client.run::<()>("ping", async { panic!("on purpose") });
        assert_eq!(panics(&client).unwrap_err().kind(), Kind::Incomplete);
        assert!(client.run("ping", async { Ok::<_, Failure>(1) }).is_ok());
    }
}
