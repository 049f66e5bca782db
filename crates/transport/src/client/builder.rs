use std::{fmt, sync::Arc, time::Duration};

use http::{HeaderValue, Uri, uri::Scheme};
use tokio::sync::Semaphore;

#[cfg(any(feature = "rustls", feature = "native-tls"))]
use super::tls::Tls;
use super::{Client, Inner, Limits, Plan, Retries, Sessions, SignIn, protocol::is_loopback, wrong};
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use crate::Secret;
use crate::{Failure, Protocol, description::Vendor};

const TIMEOUT: Duration = Duration::from_secs(60);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const READ_TIMEOUT: Duration = Duration::from_secs(30);
const BODY_LIMIT: u64 = 16 * 1024 * 1024;
const RETRIES: Retries = Retries { count: 2, delay: Duration::from_millis(250) };
const CONCURRENT_REQUESTS: usize = 16;
const USER_AGENT: &str = concat!("bindery-transport/", env!("CARGO_PKG_VERSION"));

/// Sets up a [`Client`].
///
/// Answers may come compressed by gzip, which is asked for and undone; as anything else they are not read.
///
/// A proxy that the environment names (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) is used, as by most programs, but not for
/// the loopback. Redirects are never followed: where a vendor sends one, it is an answer that is none of the operation's.
///
/// The certificate and the host name of a server are verified, against the roots that the system trusts and those that
/// [`root_certificate`](ClientBuilder::root_certificate) adds, and nothing older than TLS 1.2 is spoken. None of that can be
/// turned off here.
#[derive(Clone)]
pub struct ClientBuilder {
    vendor: &'static Vendor,
    base: Option<String>,
    protocol: Option<Protocol>,
    sign_in: Option<SignIn>,
    timeout: Duration,
    body_limit: u64,
    secrets_in_url: bool,
    secrets_over_http: bool,
    limits: bool,
    retries: Retries,
    concurrent_requests: usize,
    user_agent: Option<String>,
    connection: Connection,
    http: Option<reqwest::Client>,
}

/// What a ready-made [`reqwest::Client`] has decided already.
#[derive(Clone, Default)]
struct Connection {
    connect_timeout: Option<Duration>,
    read_timeout: Option<Duration>,
    proxies: Vec<reqwest::Proxy>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    tls: Tls,
}

impl ClientBuilder {
    /// A client of this vendor.
    #[must_use]
    pub fn new(vendor: &'static Vendor) -> ClientBuilder {
        ClientBuilder {
            vendor,
            base: vendor.base.map(str::to_owned),
            protocol: None,
            sign_in: None,
            timeout: TIMEOUT,
            body_limit: BODY_LIMIT,
            secrets_in_url: false,
            secrets_over_http: false,
            limits: true,
            retries: RETRIES,
            concurrent_requests: CONCURRENT_REQUESTS,
            user_agent: None,
            connection: Connection::default(),
            http: None,
        }
    }

    /// The base address, with or without a path of its own. A vendor with a fixed address has it already.
    #[must_use]
    pub fn base_url(mut self, base: impl Into<String>) -> ClientBuilder {
        self.base = Some(base.into());
        self
    }

    /// The protocol of all calls that do not choose another. An operation that does not have it cannot be called then.
    ///
    /// Without it, each call goes over the first protocol of the vendor's description that the operation has and that
    /// puts no secret into a URL.
    #[must_use]
    pub fn protocol(mut self, protocol: Protocol) -> ClientBuilder {
        self.protocol = Some(protocol);
        self
    }

    /// How to sign in.
    #[must_use]
    pub fn sign_in(mut self, sign_in: SignIn) -> ClientBuilder {
        self.sign_in = Some(sign_in);
        self
    }

    /// How long a call may take, with signing in, waiting, connecting, reading the answer and all retries: 60 seconds if
    /// nothing is said.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> ClientBuilder {
        self.timeout = timeout;
        self
    }

    /// How long making a connection may take: 10 seconds if nothing is said.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> ClientBuilder {
        self.connection.connect_timeout = Some(timeout);
        self
    }

    /// How long the vendor may stay silent: 30 seconds if nothing is said.
    #[must_use]
    pub fn read_timeout(mut self, timeout: Duration) -> ClientBuilder {
        self.connection.read_timeout = Some(timeout);
        self
    }

    /// How many bytes the body of an answer may have, decompressed: 16 MiB if nothing is said. What
    /// [`download`](Client::download) writes as it comes is not limited by it.
    ///
    /// The head of an answer may have 100 lines and about 400 KB, which are limits of the HTTP library's.
    #[must_use]
    pub fn body_limit(mut self, bytes: u64) -> ClientBuilder {
        self.body_limit = bytes;
        self
    }

    /// Lets secrets go into URLs, where servers and proxies write them into their logs.
    #[must_use]
    pub fn allow_secrets_in_url(mut self) -> ClientBuilder {
        self.secrets_in_url = true;
        self
    }

    /// Lets secrets go over the network unencrypted, where anybody on the way reads them. Without it a call that holds a
    /// secret, a sign-in included, is refused before anything is sent to an address with `http://`, except on the loopback
    /// (`localhost`, `127.0.0.0/8`, `::1`).
    #[must_use]
    pub fn allow_secrets_over_http(mut self) -> ClientBuilder {
        self.secrets_over_http = true;
        self
    }

    /// Sends calls at once where the vendor lets an operation be called only so often: for tests, or where the caller keeps
    /// such limits, for instance because several programs share one.
    #[must_use]
    pub fn ignore_limits(mut self) -> ClientBuilder {
        self.limits = false;
        self
    }

    /// How often a call is sent again, within its time: twice if nothing is said; 0 is never.
    ///
    /// Only a call that cannot be carried out twice by that is: one for which no connection could be made; one that the
    /// vendor refused with a code, or an HTTP 429, that asks for patience; and one of an operation that the spec calls
    /// idempotent, if its answer broke off, did not come in time, was an HTTP 5xx or said that something went wrong at the
    /// vendor's. A login is sent again after any of these; it takes no retry from the call that needs it. Nor does the
    /// repeat after a session has ended, which is made whatever is said here.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> ClientBuilder {
        self.retries.count = retries;
        self
    }

    /// How long the pause before the first retry is, at least: 250 milliseconds if nothing is said. Each further one is
    /// twice as long, up to 20 seconds; after a code that asks for patience four times as long. To each some is added by
    /// chance, at most as much again. Where the vendor says by `Retry-After` how long to wait, a pause is no shorter.
    #[must_use]
    pub fn retry_delay(mut self, delay: Duration) -> ClientBuilder {
        self.retries.delay = delay;
        self
    }

    /// How many requests may be under way at the same time, by this client and its clones: 16 if nothing is said, and at
    /// least one. Further calls wait for their turn, within their time.
    #[must_use]
    pub fn max_concurrent_requests(mut self, requests: usize) -> ClientBuilder {
        self.concurrent_requests = requests;
        self
    }

    /// The `User-Agent` header: this crate's name and version if nothing is said.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> ClientBuilder {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sends by this client of reqwest's, which then decides on connect and read timeouts, proxies and certificates.
    ///
    /// It should follow no redirects ([`reqwest::redirect::Policy::none`]): one that is followed carries what the call
    /// carries to another address. And it should not be verbose: `connection_verbose` logs all that is sent, secrets too.
    #[must_use]
    pub fn http_client(mut self, client: reqwest::Client) -> ClientBuilder {
        self.http = Some(client);
        self
    }

    /// Sends through a proxy. Of several, the first that concerns an address is used.
    #[must_use]
    pub fn proxy(mut self, proxy: reqwest::Proxy) -> ClientBuilder {
        self.connection.proxies.push(proxy);
        self
    }

    /// Trusts servers with certificates from this one, besides those that the system trusts.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    #[must_use]
    pub fn root_certificate(mut self, certificate: reqwest::Certificate) -> ClientBuilder {
        self.connection.tls.roots.push(certificate);
        self
    }

    /// Shows servers this certificate: PEM, the client's own first and those that lead to its root behind it, and the
    /// private key as PEM in PKCS #8.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    #[must_use]
    pub fn client_certificate(mut self, certificates: impl Into<String>, key: impl Into<Secret>) -> ClientBuilder {
        self.connection.tls.certificate = Some((certificates.into(), key.into()));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`Stage::NotBuilt`](crate::Stage::NotBuilt): the base address is missing or none, the vendor has no such protocol or sign-in, or TLS could
    /// not be set up.
    pub fn build(self) -> Result<Client, Failure> {
        let vendor = self.vendor;
        let (base, uri) = checked_base(vendor, self.base)?;
        if let Some(protocol) = self.protocol.filter(|protocol| vendor.binding(*protocol).is_none()) {
            let has = super::sign_in::listed(vendor.bindings.iter().map(|binding| binding.protocol.name()));
            return Err(wrong(format!("{} has no protocol {protocol}; it has {has}", vendor.name)));
        }
        let user_agent = HeaderValue::from_str(self.user_agent.as_deref().unwrap_or(USER_AGENT))
            .map_err(|error| wrong("the user agent holds characters that HTTP cannot carry").because(error))?;
        let plan = match self.sign_in {
            Some(sign_in) => Some(Plan::new(vendor, sign_in)?),
            None => Plan::anonymous(vendor),
        };
        let connection = self.connection;
        let is_loopback = is_loopback(&uri);
        // What goes through a proxy may leave the machine, wherever it ends.
        let is_direct = is_loopback && connection.proxies.is_empty();
        let in_clear = uri.scheme() != Some(&Scheme::HTTPS) && !is_direct;
        let http = match self.http {
            Some(http) if connection.is_default() => http,
            Some(_) => {
                return Err(wrong(
                    "a ready-made HTTP client was given, so connect and read timeouts, proxies and certificates have to be \
                     set on that one",
                ));
            }
            None => connection.client(is_loopback)?,
        };
        Ok(Client(Arc::new(Inner {
            vendor,
            base,
            http,
            protocol: self.protocol,
            secrets_in_url: self.secrets_in_url,
            in_clear: in_clear && !self.secrets_over_http,
            timeout: self.timeout,
            body_limit: self.body_limit,
            user_agent,
            sessions: Sessions::new(plan, self.retries),
            retries: self.retries,
            slots: Semaphore::new(self.concurrent_requests.clamp(1, Semaphore::MAX_PERMITS)),
            limits: self.limits.then(Limits::default),
        })))
    }

    /// The same client without async.
    ///
    /// # Errors
    /// As [`build`](ClientBuilder::build), or the system gave no thread for it.
    #[cfg(feature = "blocking")]
    pub fn build_blocking(self) -> Result<crate::blocking::Client, Failure> {
        crate::blocking::Client::new(self.build()?)
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("vendor", &self.vendor.name)
            .field("protocol", &self.protocol)
            .field("sign_in", &self.sign_in)
            .finish_non_exhaustive()
    }
}

impl Connection {
    fn is_default(&self) -> bool {
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let is_tls_default = self.tls.is_default();
        #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
        let is_tls_default = true;
        self.connect_timeout.is_none() && self.read_timeout.is_none() && self.proxies.is_empty() && is_tls_default
    }

    /// `direct`: by no proxy of the environment's.
    fn client(self, direct: bool) -> Result<reqwest::Client, Failure> {
        let unset = |error: reqwest::Error| wrong("its HTTP client could not be set up").because(error.without_url());
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            // Done by this crate; another one may have turned reqwest's own on.
            .no_gzip()
            .connect_timeout(self.connect_timeout.unwrap_or(CONNECT_TIMEOUT))
            .read_timeout(self.read_timeout.unwrap_or(READ_TIMEOUT));
        if direct {
            builder = builder.no_proxy();
        }
        for proxy in self.proxies {
            builder = builder.proxy(proxy);
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        {
            builder = self.tls.apply(builder).map_err(unset)?;
        }
        builder.build().map_err(unset)
    }
}

/// The base address, if it is one. Messages do not repeat it.
fn checked_base(vendor: &'static Vendor, base: Option<String>) -> Result<(String, Uri), Failure> {
    let Some(base) = base else {
        return Err(wrong(format!("{} has no fixed address: give yours by `base_url`", vendor.name)));
    };
    let uri: Uri = base.trim().parse().map_err(|error| {
        wrong("the base address is no URL; give one such as `https://api.example.com`").because(error)
    })?;
    let authority = uri.authority().map(|authority| authority.as_str());
    let what = match (uri.scheme_str(), authority) {
        (Some("http" | "https"), Some(authority)) if authority.contains('@') => {
            "the base address holds a user name; sign-ins are given by `sign_in`"
        }
        (Some("http" | "https"), Some(_)) if uri.query().is_some() || base.contains('#') => {
            "the base address has a query or a fragment; give it up to its path"
        }
        (Some("http" | "https"), Some(_)) => return Ok((base, uri)),
        _ => "the base address has to begin with `https://` or `http://` and name a host",
    };
    Err(wrong(what))
}
