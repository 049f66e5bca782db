//! infoRouter's servers, an older and a newer one, and users to call with.

use bindery_transport::Protocol;
use inforouter::InfoRouter;

use crate::host::{base, control, unique};

/// Every protocol that infoRouter has.
pub const EVERY: [Protocol; 3] = [Protocol::Get, Protocol::Post, Protocol::Soap11];

/// What a server puts into its refusals: texts, or numbers beside texts in some language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    Older,
    Newer,
}

pub const BOTH: [Server; 2] = [Server::Older, Server::Newer];

impl Server {
    pub fn base(self) -> String {
        match self {
            Server::Older => base().to_owned(),
            Server::Newer => format!("{}/newer", base()),
        }
    }

    /// A client that signs in when it has to.
    pub fn client(self, user: &User) -> InfoRouter {
        let builder = InfoRouter::builder(self.base()).login(user.name.as_str(), user.password);
        builder.allow_secrets_in_url().build().expect("a client")
    }

    /// A client without a ticket.
    pub fn stranger(self) -> InfoRouter {
        InfoRouter::builder(self.base()).anonymous().build().expect("a client")
    }
}

/// Somebody to call as, with a library that nobody else uses.
pub struct User {
    pub name: String,
    pub password: &'static str,
}

impl User {
    /// What is special about the user, such as `readonly=true`.
    pub fn new(special: &[(&str, &str)]) -> User {
        let (name, password) = (format!("user{}", unique()), "Pass-Word-1");
        let params: Vec<_> =
            [("name", name.as_str()), ("password", password)].into_iter().chain(special.iter().copied()).collect();
        control("inforouter-user", &params);
        User { name, password }
    }

    pub fn administrator() -> User {
        User::new(&[("administrator", "true")])
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/{}{rest}", self.name)
    }

    pub fn end_tickets(&self) {
        control("inforouter-end-tickets", &[("user", &self.name)]);
    }
}

/// A text of a user, as the service got it.
pub fn stored(user: &str, field: &str) -> Option<String> {
    control("inforouter-stored", &[("user", user), ("field", field)])
}
