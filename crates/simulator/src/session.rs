//! Who may call: sessions that logins opened, and keys that are taken.

use bindery_transport::description::Scheme;

use crate::{Received, call::Call};

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

    pub(crate) fn count(&self) -> usize {
        self.open.len()
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
    pub(crate) fn close(&mut self, call: Call, received: &Received) {
        for scheme in call.schemes() {
            let carried = carried(call, scheme, received);
            self.open.retain(|key| !carried.contains(key));
        }
    }

    /// Whether what a login was given is right.
    pub(crate) fn lets_in(&self, call: Call, received: &Received) -> bool {
        let Some(wanted) = &self.login else { return true };
        wanted.iter().all(|(name, value)| {
            let mut params = call.operation.params.iter();
            let param = params.find(|param| param.name == *name);
            param.is_some_and(|param| received.values(call, param).first() == Some(value))
        })
    }

    /// Whether a call carries what one of its schemes wants.
    pub(crate) fn check(&self, call: Call, received: &Received) -> Entry {
        let mut seen = false;
        let mut wrong_key = false;
        let mut anonymous = call.operation.schemes.is_empty();
        for scheme in call.schemes() {
            if scheme.params.is_empty() && scheme.cookie.is_none() {
                anonymous = true;
                continue;
            }
            let carried = carried(call, scheme, received);
            if carried.is_empty() {
                continue;
            }
            seen = true;
            if scheme.login.is_empty() {
                if self.takes(call, scheme, received) {
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

    fn takes(&self, call: Call, scheme: &'static Scheme, received: &Received) -> bool {
        call.scheme_fields(scheme).filter(|field| field.wire(call.on).is_some()).all(|field| {
            let value = received.values(call, field).into_iter().next().unwrap_or_default();
            let wanted = self.keys.iter().find(|(known, name, _)| known == scheme.name && name == field.name);
            !value.is_empty() && wanted.is_none_or(|(.., wanted)| *wanted == value)
        })
    }
}

/// What a call carries of a scheme: the cookie's value and those of its parameters, without what stands for none.
fn carried(call: Call, scheme: &'static Scheme, received: &Received) -> Vec<String> {
    let cookie = scheme.cookie.and_then(|name| {
        received.header("cookie")?.split(';').find_map(|pair| {
            let (known, value) = pair.trim().split_once('=')?;
            (known == name).then(|| value.to_owned())
        })
    });
    let params = call.scheme_fields(scheme).flat_map(|field| {
        let absent = field.wire(call.on).and_then(|wire| wire.absent);
        let values = received.values(call, field).into_iter();
        values.filter(move |value| absent != Some(value.as_str()))
    });
    cookie.into_iter().chain(params).filter(|value| !value.is_empty()).collect()
}
