use std::time::Duration;

use crate::description::Protocol;

/// What one call does otherwise than its client.
///
/// ```
/// use bindery_transport::{CallOptions, Protocol};
///
/// let options = CallOptions::new().protocol(Protocol::Get).allow_secrets_in_url();
/// let same = CallOptions::from(Protocol::Get).allow_secrets_in_url();
/// assert_eq!(options, same);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallOptions {
    pub(crate) protocol: Option<Protocol>,
    pub(crate) secrets_in_url: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retries: Option<u32>,
}

impl CallOptions {
    /// Nothing otherwise.
    #[must_use]
    pub fn new() -> CallOptions {
        CallOptions::default()
    }

    /// Over this protocol.
    #[must_use]
    pub fn protocol(mut self, protocol: Protocol) -> CallOptions {
        self.protocol = Some(protocol);
        self
    }

    /// Lets secrets go into the URL, where servers and proxies write them into their logs.
    #[must_use]
    pub fn allow_secrets_in_url(mut self) -> CallOptions {
        self.secrets_in_url = true;
        self
    }

    /// How often the call is sent again where that can do no harm; 0 is never.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> CallOptions {
        self.retries = Some(retries);
        self
    }

    /// How long the call may take, with all that it has to wait for and all retries.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> CallOptions {
        self.timeout = Some(timeout);
        self
    }
}

impl From<Protocol> for CallOptions {
    fn from(protocol: Protocol) -> CallOptions {
        CallOptions::new().protocol(protocol)
    }
}
