use std::fmt;

use crate::{Secret, description::Scheme};

/// What goes along with a call so that the vendor knows who calls: the parameters and the cookie of a scheme.
#[derive(Clone)]
pub struct Credentials {
    scheme: &'static Scheme,
    params: Vec<Option<Secret>>,
    cookie: Option<Secret>,
}

impl Credentials {
    /// Credentials of a scheme, with nothing in them yet.
    #[must_use]
    pub fn new(scheme: &'static Scheme) -> Credentials {
        Credentials { scheme, params: vec![None; scheme.params.len()], cookie: None }
    }

    /// With the value of a parameter of the scheme; a name that it does not have is ignored.
    #[must_use]
    pub fn param(mut self, name: &str, value: impl Into<Secret>) -> Credentials {
        for (slot, param) in self.params.iter_mut().zip(self.scheme.params) {
            if param.field.name == name {
                *slot = Some(value.into());
                break;
            }
        }
        self
    }

    /// With the value of the session's cookie.
    #[must_use]
    pub fn cookie(mut self, value: impl Into<Secret>) -> Credentials {
        self.cookie = Some(value.into());
        self
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> &'static Scheme {
        self.scheme
    }

    /// The value of the scheme's parameter at this position.
    #[must_use]
    pub fn value(&self, index: usize) -> Option<&Secret> {
        self.params.get(index)?.as_ref()
    }

    /// The cookie's name and value.
    #[must_use]
    pub fn cookie_pair(&self) -> Option<(&'static str, &Secret)> {
        Some((self.scheme.cookie?, self.cookie.as_ref()?))
    }

    /// All that is secret in it.
    pub fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.params.iter().flatten().chain(&self.cookie)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("scheme", &self.scheme.name).finish_non_exhaustive()
    }
}
