use std::{fmt, sync::Arc};

use super::wrong;
use crate::{
    Credentials, Failure, Secret, Value, Values,
    description::{Field, Operation, Scheme, Vendor},
};

/// How a client signs in: by one of the schemes of the vendor's description, and with what.
#[derive(Clone)]
pub struct SignIn {
    scheme: &'static str,
    keys: Vec<(&'static str, Secret)>,
    login: Option<Vec<(&'static str, Value)>>,
}

impl SignIn {
    /// By parameters that go along with every call, such as a permanent key. The names are those of the scheme's
    /// parameters.
    pub fn keys(scheme: &'static str, params: impl IntoIterator<Item = (&'static str, Secret)>) -> SignIn {
        SignIn { scheme, keys: params.into_iter().collect(), login: None }
    }

    /// By a login before the first call. The names are those of the login operation's parameters.
    pub fn login(scheme: &'static str, params: impl IntoIterator<Item = (&'static str, Value)>) -> SignIn {
        SignIn { scheme, keys: Vec::new(), login: Some(params.into_iter().collect()) }
    }

    /// By a scheme that needs neither: anonymously.
    #[must_use]
    pub fn none(scheme: &'static str) -> SignIn {
        SignIn::keys(scheme, [])
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn").field("scheme", &self.scheme).finish_non_exhaustive()
    }
}

/// A [`SignIn`] that was checked against the description.
pub(super) struct Plan {
    pub(super) scheme: &'static Scheme,
    pub(super) step: Step,
}

/// What has to be done before a call.
pub(super) enum Step {
    /// Nothing: these go along.
    Attach(Arc<Credentials>),
    /// This operation signs in.
    Login { operation: &'static Operation, values: Values },
}

impl Plan {
    pub(super) fn new(vendor: &'static Vendor, sign_in: SignIn) -> Result<Plan, Failure> {
        let Some(scheme) = vendor.schemes.iter().find(|scheme| scheme.name == sign_in.scheme) else {
            return Err(wrong(format!(
                "{} has no sign-in `{}`; it has {}",
                vendor.name,
                sign_in.scheme,
                listed(vendor.schemes.iter().map(|scheme| scheme.name))
            )));
        };
        let step = match (scheme.login.first(), sign_in.login) {
            (None, None) => Step::Attach(Arc::new(keys(scheme, sign_in.keys)?)),
            (Some(login), Some(params)) => {
                let operation = vendor.operation(login).ok_or_else(|| {
                    wrong(format!("the sign-in `{}` names the operation `{login}`, which does not exist", scheme.name))
                })?;
                Step::Login { operation, values: values(scheme, operation, params)? }
            }
            (Some(login), None) => {
                return Err(wrong(format!(
                    "the sign-in `{}` logs in by `{login}`: use `SignIn::login` with {}",
                    scheme.name,
                    vendor.operation(login).map(params_of).unwrap_or_default()
                )));
            }
            (None, Some(_)) => {
                return Err(wrong(format!(
                    "the sign-in `{}` has no login: use `SignIn::keys`, or `SignIn::none`",
                    scheme.name
                )));
            }
        };
        Ok(Plan { scheme, step })
    }

    /// The sign-in that needs nothing, if the vendor has one: what a client does that was not told how to sign in.
    pub(super) fn anonymous(vendor: &'static Vendor) -> Option<Plan> {
        let scheme = vendor.schemes.iter().find(|scheme| scheme.params.is_empty() && scheme.login.is_empty())?;
        Some(Plan { scheme, step: Step::Attach(Arc::new(Credentials::new(scheme))) })
    }
}

/// The names of some things, for a message.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

fn keys(scheme: &'static Scheme, given: Vec<(&'static str, Secret)>) -> Result<Credentials, Failure> {
    // Nobody gives what is fixed.
    let asked =
        || scheme.asked().map(|(_, param)| &param.field).filter(|field| field.fixed.is_none()).map(|field| field.name);
    for (name, _) in &given {
        if !asked().any(|asked| asked == *name) {
            return Err(wrong(format!(
                "the sign-in `{}` has no parameter `{name}`; it has {}",
                scheme.name,
                listed(asked())
            )));
        }
    }
    if let Some(missing) = asked().find(|asked| given.iter().all(|(name, _)| name != asked)) {
        return Err(wrong(format!("the sign-in `{}` needs `{missing}`", scheme.name)));
    }
    Ok(given.into_iter().fold(Credentials::new(scheme), |credentials, (name, value)| credentials.param(name, value)))
}

fn values(
    scheme: &'static Scheme,
    operation: &'static Operation,
    given: Vec<(&'static str, Value)>,
) -> Result<Values, Failure> {
    let mut values = Values::new(operation.params.len());
    for (name, value) in given {
        let asked = |param: &Field| param.name == name && param.fixed.is_none();
        let Some(index) = operation.params.iter().position(asked) else {
            return Err(wrong(format!(
                "`{}`, by which the sign-in `{}` logs in, has no parameter `{name}`; it has {}",
                operation.name,
                scheme.name,
                params_of(operation)
            )));
        };
        values.set(index, Some(value));
    }
    let is_missing =
        |index: usize, param: &Field| param.required && param.fixed.is_none() && values.get(index).is_none();
    let missing = operation.params.iter().enumerate().find(|(index, param)| is_missing(*index, param));
    match missing {
        Some((_, param)) => Err(wrong(format!("the sign-in `{}` needs `{}`", scheme.name, param.name))),
        None => Ok(values),
    }
}

fn params_of(operation: &'static Operation) -> String {
    listed(operation.params.iter().filter(|param| param.fixed.is_none()).map(|param| param.name))
}
