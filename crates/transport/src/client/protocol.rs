//! Which protocol a call goes over.

use super::sign_in::listed;
use crate::{
    Failure, Kind, Protocol, Stage, Values,
    description::{Carrier, Field, Operation, Scheme, Vendor},
};

/// What the choice of a protocol stands on.
pub(super) struct Choice<'a> {
    pub(super) vendor: &'static Vendor,
    pub(super) operation: &'static Operation,
    /// How the call is signed in.
    pub(super) scheme: Option<&'static Scheme>,
    pub(super) values: &'a Values,
    pub(super) secrets_in_url: bool,
}

impl Choice<'_> {
    /// The protocol that somebody asked for, or else the vendor's first one that does.
    ///
    /// This is decided before anything is sent, also before signing in.
    pub(super) fn of(&self, asked: Option<Protocol>) -> Result<Protocol, Failure> {
        let Some(asked) = asked else { return self.by_default() };
        if self.operation.binding(self.vendor, asked).is_none() {
            let has = listed(self.available().map(Protocol::name));
            return Err(
                self.failure(Kind::Configuration, format!("it does not exist over {asked}; it does over {has}"))
            );
        }
        match self.refused_secret(asked) {
            Some(parameter) => Err(self.secret_in_url(parameter).over(asked)),
            None => Ok(asked),
        }
    }

    /// The protocol of a call that the client makes by itself, to sign in or out: never GET as long as there is another.
    pub(super) fn of_own_call(&self) -> Result<Protocol, Failure> {
        match self.available().find(|protocol| *protocol != Protocol::Get) {
            Some(protocol) => Ok(protocol),
            None => self.by_default(),
        }
    }

    fn by_default(&self) -> Result<Protocol, Failure> {
        if let Some(protocol) = self.available().find(|protocol| self.refused_secret(*protocol).is_none()) {
            return Ok(protocol);
        }
        Err(match self.available().find_map(|protocol| Some((protocol, self.refused_secret(protocol)?))) {
            Some((protocol, parameter)) => self.secret_in_url(parameter).over(protocol),
            None => self.failure(Kind::Configuration, "the vendor's description has no protocol for it".to_owned()),
        })
    }

    fn available(&self) -> impl Iterator<Item = Protocol> {
        self.vendor.bindings.iter().map(|binding| binding.protocol).filter(|protocol| self.operation.on.has(*protocol))
    }

    /// The parameter whose secret would go into the URL although nobody allowed it.
    fn refused_secret(&self, protocol: Protocol) -> Option<&'static str> {
        if protocol != Protocol::Get || self.secrets_in_url {
            return None;
        }
        let mut own = self.operation.params.iter().enumerate().filter(|(index, _)| self.values.get(*index).is_some());
        let own = own.find(|(_, field)| field.fixed.is_none() && field.holds_secret() && in_url(field, protocol));
        own.map(|(_, field)| field.name).or_else(|| self.scheme_secret(protocol))
    }

    /// The secret that signing in adds over this protocol: what the spec calls one, and every key that a login gives.
    fn scheme_secret(&self, protocol: Protocol) -> Option<&'static str> {
        self.scheme?.params.iter().find_map(|param| {
            let own = self.operation.scheme_params.iter().find(|field| field.name == param.field.name);
            let field = own.unwrap_or(&param.field);
            let secret = field.holds_secret() || param.from.is_some();
            (secret && field.fixed.is_none() && in_url(field, protocol)).then_some(field.name)
        })
    }

    fn secret_in_url(&self, parameter: &'static str) -> Failure {
        let what = "a secret would go into the URL, where servers and proxies log it: choose another protocol, or say \
                    `allow_secrets_in_url`";
        self.failure(Kind::SecretInUrl, what.to_owned()).about(parameter)
    }

    fn failure(&self, kind: Kind, what: String) -> Failure {
        Failure::new(Stage::NotBuilt, kind, self.operation.name, what)
    }
}

/// Whether a parameter stands in the URL over GET: what a header carries does not.
fn in_url(field: &Field, protocol: Protocol) -> bool {
    field.wire(protocol).is_some_and(|wire| wire.carrier == Carrier::Body)
}
