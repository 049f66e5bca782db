//! Who may call: sessions that logins opened, and keys that are taken.

use bindery_transport::description::{Field, Operation, Protocol, Scheme, Vendor};

use crate::Received;

/// Sessions and keys.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    /// Cookies and keys of open sessions.
    open: Vec<String>,
    opened: usize,
    keys: Vec<(String, String, String)>,
    login: Option<Vec<(String, String)>>,
}

/// Whether a call may go on.
pub(crate) enum Entry {
    Yes,
    /// There is no session, or it has ended.
    NoSession,
    /// A key is wrong.
    WrongKey,
}

impl Sessions {
    pub(crate) fn accept(&mut self, scheme: &str, param: &str, value: &str) {
        self.keys.retain(|(known, name, _)| known != scheme || name != param);
        self.keys.push((scheme.to_owned(), param.to_owned(), value.to_owned()));
    }

    pub(crate) fn accept_login(&mut self, params: &[(&str, &str)]) {
        self.login = Some(params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    }

    pub(crate) fn end(&mut self) {
        self.open.clear();
    }

    /// Opens a session; its cookie or key.
    pub(crate) fn open(&mut self) -> String {
        self.opened += 1;
        let key = format!("session-{}-of-the-simulator", self.opened);
        self.open.push(key.clone());
        key
    }

    /// Ends the session that a call carries.
    pub(crate) fn close(&mut self, vendor: &Vendor, operation: &Operation, received: &Received, on: Protocol) {
        for scheme in schemes(vendor, operation) {
            let carried = carried(scheme, operation, received, on);
            self.open.retain(|key| !carried.contains(key));
        }
    }

    /// Whether what a login was given is right.
    pub(crate) fn lets_in(&self, operation: &Operation, received: &Received, on: Protocol) -> bool {
        let Some(wanted) = &self.login else { return true };
        wanted.iter().all(|(name, value)| {
            operation
                .params
                .iter()
                .find(|param| param.name == *name)
                .is_some_and(|param| received.values(param, on).first() == Some(value))
        })
    }

    /// Whether a call carries what one of its schemes wants.
    pub(crate) fn check(&self, vendor: &Vendor, operation: &Operation, received: &Received, on: Protocol) -> Entry {
        let mut seen = false;
        let mut wrong_key = false;
        let mut anonymous = operation.schemes.is_empty();
        for scheme in schemes(vendor, operation) {
            if scheme.params.is_empty() && scheme.cookie.is_none() {
                anonymous = true;
                continue;
            }
            let carried = carried(scheme, operation, received, on);
            if carried.is_empty() {
                continue;
            }
            seen = true;
            if scheme.login.is_empty() {
                if self.takes(scheme, operation, received, on) {
                    return Entry::Yes;
                }
                wrong_key = true;
            } else if carried.iter().all(|key| self.open.contains(key)) {
                return Entry::Yes;
            }
        }
        match (seen, wrong_key, anonymous) {
            (true, true, _) => Entry::WrongKey,
            (true, false, _) => Entry::NoSession,
            (false, _, true) => Entry::Yes,
            (false, _, false) => Entry::NoSession,
        }
    }

    fn takes(&self, scheme: &Scheme, operation: &Operation, received: &Received, on: Protocol) -> bool {
        scheme.params.iter().all(|param| {
            let value = received.values(field(operation, &param.field), on).into_iter().next().unwrap_or_default();
            let wanted = self.keys.iter().find(|(known, name, _)| known == scheme.name && name == param.field.name);
            !value.is_empty() && wanted.is_none_or(|(.., wanted)| *wanted == value)
        })
    }
}

/// The schemes that an operation takes.
pub(crate) fn schemes<'a>(vendor: &'a Vendor, operation: &'a Operation) -> impl Iterator<Item = &'static Scheme> + 'a {
    operation.schemes.iter().filter_map(|index| vendor.schemes.get(*index))
}

/// A scheme's parameter as this operation spells it.
pub(crate) fn field(operation: &Operation, plain: &'static Field) -> &'static Field {
    operation.scheme_params.iter().find(|field| field.name == plain.name).unwrap_or(plain)
}

/// What a call carries of a scheme: the cookie's value and those of its parameters, empty ones aside.
fn carried(scheme: &'static Scheme, operation: &Operation, received: &Received, on: Protocol) -> Vec<String> {
    let cookie = scheme.cookie.and_then(|name| {
        received.header("cookie")?.split(';').find_map(|pair| {
            let (known, value) = pair.trim().split_once('=')?;
            (known == name).then(|| value.to_owned())
        })
    });
    let params = scheme.params.iter().flat_map(|param| received.values(field(operation, &param.field), on));
    cookie.into_iter().chain(params).filter(|value| !value.is_empty()).collect()
}
