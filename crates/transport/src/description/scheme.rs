use super::Field;

/// A way to sign in.
#[derive(Debug)]
pub struct Scheme {
    /// The name that the spec gives it.
    pub name: &'static str,
    /// What goes along with every call.
    pub params: &'static [SchemeParam],
    /// Whether those go before the operation's own parameters; else after them.
    pub first: bool,
    /// Operations that sign in, of which the first is used. Empty: there is nothing to do before a call.
    pub login: &'static [&'static str],
    /// The operation that signs out.
    pub logout: Option<&'static str>,
    /// The cookie that carries the session.
    pub cookie: Option<&'static str>,
    /// How long a session lives without a call, in seconds.
    pub idle: Option<u32>,
}

/// A parameter of a [`Scheme`].
#[derive(Debug)]
pub struct SchemeParam {
    /// Its name and spellings.
    pub field: Field,
    /// The field of the login's output that it is taken from; else the user gives it.
    pub from: Option<&'static str>,
}

impl Scheme {
    /// The parameters that the user gives to the scheme itself (not to its login).
    pub fn asked(&self) -> impl Iterator<Item = (usize, &SchemeParam)> {
        self.params.iter().enumerate().filter(|(_, param)| param.from.is_none())
    }
}
