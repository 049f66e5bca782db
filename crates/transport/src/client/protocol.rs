//! Which protocol a call goes over, and whether its secrets may go there at all.

use std::net::IpAddr;

use http::Uri;

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
    /// Whether what is sent can be read on the way, and no secret may.
    pub(super) in_clear: bool,
}

impl Choice<'_> {
    /// The protocol that somebody asked for, or else the vendor's first one that does.
    ///
    /// This is decided before anything is sent, also before signing in.
    pub(super) fn of(&self, asked: Option<Protocol>) -> Result<Protocol, Failure> {
        self.check_clear()?;
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
        self.check_clear()?;
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

    /// Over plain HTTP anybody on the way reads what is sent and what is answered, whatever the protocol.
    fn check_clear(&self) -> Result<(), Failure> {
        if !self.in_clear {
            return Ok(());
        }
        let refused = |what: &str| {
            let what = format!(
                "{what} unencrypted over the network: give a base address with `https://`, or say \
                 `allow_secrets_over_http`"
            );
            Err(self.failure(Kind::SecretInClear, what))
        };
        if let Some(parameter) = self.own_secrets().next() {
            return refused("a secret would go").map_err(|failure| failure.about(parameter.name));
        }
        if let Some(scheme) = self.scheme {
            let mut given = scheme.params.iter().filter(|param| param.field.fixed.is_none());
            if let Some(param) = given.next() {
                return refused("its sign-in would go").map_err(|failure| failure.about(param.field.name));
            }
            if scheme.cookie.is_some() || !scheme.login.is_empty() {
                return refused("its sign-in would go");
            }
        }
        let signs_in = |scheme: &Scheme| scheme.login.contains(&self.operation.name);
        if self.operation.answers_secret() || self.vendor.schemes.iter().any(signs_in) {
            return refused("its answer holds a secret, which would come");
        }
        Ok(())
    }

    fn available(&self) -> impl Iterator<Item = Protocol> {
        self.vendor.bindings.iter().map(|binding| binding.protocol).filter(|protocol| self.operation.on.has(*protocol))
    }

    /// The parameter whose secret would go into the URL although nobody allowed it.
    fn refused_secret(&self, protocol: Protocol) -> Option<&'static str> {
        if protocol != Protocol::Get || self.secrets_in_url {
            return None;
        }
        let own = self.own_secrets().find(|field| in_url(field, protocol));
        own.map(|field| field.name).or_else(|| self.scheme_secret(protocol))
    }

    /// The parameters that were given and hold a secret.
    fn own_secrets(&self) -> impl Iterator<Item = &'static Field> {
        let params = self.operation.params.iter().enumerate().filter(|(_, field)| field.fixed.is_none());
        params.filter_map(|(index, field)| {
            let value = self.values.get(index)?;
            (field.holds_secret() || value.holds_secret()).then_some(field)
        })
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

/// Whether an address is this machine's own. A name that only looks so is none, and neither is `localhost.`: that one is
/// asked for at name servers.
pub(super) fn is_loopback(base: &Uri) -> bool {
    let host = base.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    is_loopback || host.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_the_loopback_is_none() {
        let is_loopback = |base: &str| is_loopback(&base.parse().unwrap());
        for base in [
            "http://localhost",
            "http://LocalHost:8080/x",
            "http://127.0.0.1",
            "http://127.9.9.9:80",
            "http://[::1]",
            "HTTP://[0:0:0:0:0:0:0:1]:8080/x",
        ] {
            assert!(is_loopback(base), "{base}");
        }
        for base in [
            "http://acme.example",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://localhost.",
            "http://notlocalhost",
            "http://127.0.0.1.",
            "http://127.1",
            "http://128.0.0.1",
            "http://0.0.0.0",
            "http://10.0.0.1",
            "http://[::]",
            "http://[::2]",
            "http://[fe80::1]",
            "http://[::ffff:10.0.0.1]",
        ] {
            assert!(!is_loopback(base), "{base}");
        }
    }
}
