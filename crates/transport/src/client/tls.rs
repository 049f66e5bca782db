//! TLS: which servers are trusted, who the client is to them, and what is said when that does not come about.

#[cfg(any(feature = "rustls", feature = "native-tls"))]
pub(super) use self::set_up::Tls;

/// What an error has to do with TLS, if it has.
pub(super) fn problem(error: &reqwest::Error) -> Option<String> {
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    return told::problem(error);
    #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
    {
        let _ = error;
        None
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod set_up {
    use reqwest::tls::Version;

    use crate::Secret;

    /// What is set up of it.
    #[derive(Clone, Default)]
    pub(in crate::client) struct Tls {
        /// Whom to trust besides those that the system trusts.
        pub(in crate::client) roots: Vec<reqwest::Certificate>,
        /// The client's own certificate and its key, as PEM.
        pub(in crate::client) certificate: Option<(String, Secret)>,
    }

    impl Tls {
        pub(in crate::client) fn is_default(&self) -> bool {
            self.roots.is_empty() && self.certificate.is_none()
        }

        /// The builder with what was set up. The library is named and not left to reqwest, for another crate of the same
        /// program may have turned on another one.
        pub(in crate::client) fn apply(
            self,
            builder: reqwest::ClientBuilder,
        ) -> Result<reqwest::ClientBuilder, reqwest::Error> {
            #[cfg(feature = "native-tls")]
            let builder = builder.tls_backend_native();
            #[cfg(not(feature = "native-tls"))]
            let builder = builder.tls_backend_rustls();
            let builder = builder.tls_version_min(Version::TLS_1_2).tls_certs_merge(self.roots);
            match self.certificate {
                Some((certificates, key)) => Ok(builder.identity(identity(&certificates, &key)?)),
                None => Ok(builder),
            }
        }
    }

    #[cfg(feature = "native-tls")]
    fn identity(certificates: &str, key: &Secret) -> Result<reqwest::Identity, reqwest::Error> {
        reqwest::Identity::from_pkcs8_pem(certificates.as_bytes(), key.expose().as_bytes())
    }

    #[cfg(not(feature = "native-tls"))]
    fn identity(certificates: &str, key: &Secret) -> Result<reqwest::Identity, reqwest::Error> {
        let both = Secret::from(format!("{certificates}\n{}", key.expose()));
        reqwest::Identity::from_pem(both.expose().as_bytes())
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod told {
    use std::{error::Error, io, iter};

    /// The host's name is not repeated: it may be a customer's.
    pub(super) fn problem(error: &reqwest::Error) -> Option<String> {
        causes(error).find_map(|cause| {
            #[cfg(feature = "rustls")]
            if let Some(error) = cause.downcast_ref::<rustls::Error>() {
                return Some(of_rustls(error));
            }
            #[cfg(feature = "native-tls")]
            if cause.is::<native_tls::Error>() {
                let what = "the server's certificate is not trusted, or there is no version of TLS that both have; \
                            `root_certificate` adds an issuer to trust, and the source of this failure says which it is";
                return Some(what.to_owned());
            }
            None
        })
    }

    /// An error and all that it comes from. One that stands in an I/O error is no source of that.
    fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
        iter::successors(Some(error), |&error: &&'a (dyn Error + 'static)| {
            let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
            inner.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source())
        })
    }

    #[cfg(feature = "rustls")]
    fn of_rustls(error: &rustls::Error) -> String {
        use rustls::{AlertDescription, CertificateError, Error};

        let why = match error {
            Error::InvalidCertificate(why) => why,
            Error::AlertReceived(AlertDescription::CertificateRequired) => {
                return "the server wants a certificate of the client's: give one by `client_certificate`".to_owned();
            }
            other => return format!("no encryption was agreed on: {other}"),
        };
        let why = match why {
            CertificateError::UnknownIssuer => {
                "nobody whom the system trusts has issued it; `root_certificate` adds an issuer"
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => "it is not valid yet",
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                "it is for another host"
            }
            CertificateError::Revoked => "it was revoked",
            _ => "it is none that a server can show",
        };
        format!("the server's certificate is not trusted: {why}")
    }
}
