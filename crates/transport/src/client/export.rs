//! A session as a text, so that another process can go on with it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use form_urlencoded::{Serializer, parse};

use super::{
    Client,
    sign_in::{Plan, Step},
    wrong,
};
use crate::{Credentials, Failure, Secret, Value};

/// The first pair of every text: what it is, and of which form.
const FORM: (&str, &str) = ("bindery-session", "1");

impl Client {
    pub(super) fn exported(&self) -> Option<Secret> {
        let (plan, credentials, unused) = self.0.sessions.present()?;
        let used = SystemTime::now().checked_sub(unused)?.duration_since(UNIX_EPOCH).ok()?;
        let mut text = Serializer::new(String::new());
        text.append_pair(FORM.0, FORM.1);
        text.extend_pairs(self.owner(&plan));
        text.append_pair("used", &used.as_secs().to_string());
        if let Some((_, cookie)) = credentials.cookie_pair() {
            text.append_pair("cookie", cookie.expose());
        }
        for (index, param) in plan.scheme.params.iter().enumerate() {
            if let Some(value) = credentials.value(index) {
                text.append_pair(&format!("key.{}", param.field.name), value.expose());
            }
        }
        Some(Secret::from(text.finish()))
    }

    pub(super) fn resumed(&self, session: &Secret) -> Result<(), Failure> {
        let Some(plan) = self.0.sessions.plan().filter(|plan| matches!(plan.step, Step::Login { .. })) else {
            return Err(wrong("the client was given no sign-in by a login, which a session belongs to"));
        };
        let pairs: Vec<_> = parse(session.expose().as_bytes()).collect();
        if pairs.first().is_none_or(|(name, value)| (&**name, &**value) != FORM) {
            return Err(wrong("it is no session that a client has exported"));
        }
        let find = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| &**value);
        if let Some((name, _)) = self.owner(&plan).iter().find(|(name, value)| find(name) != Some(value.as_str())) {
            return Err(wrong(format!("the session belongs to another {name} than the client's")));
        }
        let lacks = || wrong("the session lacks a part, as if it was cut short");
        let mut credentials = Credentials::new(plan.scheme);
        if let Some(cookie) = find("cookie") {
            credentials = credentials.cookie(cookie);
        }
        for param in plan.scheme.params.iter().filter(|param| param.from.is_some()) {
            let value = find(&format!("key.{}", param.field.name)).ok_or_else(lacks)?;
            credentials = credentials.param(param.field.name, value);
        }
        let used = find("used").and_then(|used| used.parse().ok()).ok_or_else(lacks)?;
        if plan.scheme.cookie.is_some() && credentials.cookie_pair().is_none() {
            return Err(lacks());
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let unused = now.saturating_sub(Duration::from_secs(used));
        // One that is too old is forgotten by the first call that wants it.
        let _ = self.0.sessions.begin(&plan, credentials, unused);
        Ok(())
    }

    /// Whose a session is: nothing of it is secret.
    fn owner(&self, plan: &Plan) -> Vec<(String, String)> {
        let mut owner = vec![
            ("vendor".to_owned(), self.0.vendor.package.to_owned()),
            ("address".to_owned(), self.0.base.clone()),
            ("sign-in".to_owned(), plan.scheme.name.to_owned()),
        ];
        if let Step::Login { operation, values } = &plan.step {
            for (index, param) in operation.params.iter().enumerate().filter(|(_, param)| !param.secret) {
                if let Some(Value::Text(text)) = values.get(index) {
                    owner.push((param.name.to_owned(), text.clone()));
                }
            }
        }
        owner
    }
}
