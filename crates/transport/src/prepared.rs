//! Calls without I/O: a request to send by any means, and the answer to read.

use std::{fmt, marker::PhantomData};

use bytes::Bytes;

use crate::{
    Call, Credentials, Error, Failure, FromValue, Operation, Sender, decode,
    description::{Protocol, Vendor},
    encode,
};

/// Hands calls back instead of sending them.
///
/// A client of it makes [`Prepared`] calls, which are encoded to an [`http::Request`] and read an [`http::Response`]:
/// any HTTP library can carry them. That what is sent is encrypted, and not logged, is then the caller's to see to.
#[derive(Clone, Copy, Debug, Default)]
pub struct SansIo;

/// A call that is ready to be encoded.
#[derive(Clone, Debug)]
pub struct Prepared<O> {
    call: Call,
    operation: PhantomData<fn() -> O>,
}

/// Whom a call is for.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The vendor's description, which its crate has as `VENDOR`.
    pub vendor: &'static Vendor,
    /// The base address, with or without a path of its own.
    pub base: &'a str,
    /// The protocol.
    pub protocol: Protocol,
    /// Who calls.
    pub credentials: Option<&'a Credentials>,
    /// Whether secrets may go into the URL.
    pub secrets_in_url: bool,
}

impl fmt::Debug for Target<'_> {
    /// Without the address, as everywhere.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("vendor", &self.vendor.name)
            .field("protocol", &self.protocol)
            .field("credentials", &self.credentials)
            .field("secrets_in_url", &self.secrets_in_url)
            .finish_non_exhaustive()
    }
}

impl Sender for SansIo {
    type Answer<O: Operation> = Prepared<O>;

    fn send<O: Operation>(&self, call: Call) -> Prepared<O> {
        Prepared { call, operation: PhantomData }
    }
}

impl<O: Operation> Prepared<O> {
    /// The request.
    ///
    /// # Errors
    /// [`Stage::NotBuilt`](crate::Stage::NotBuilt): the operation does not have the protocol, a value does not fit its
    /// parameter, a secret would go into the URL, or the base address is none.
    pub fn request(&self, target: &Target<'_>) -> Result<http::Request<Vec<u8>>, Error<O::Code>> {
        Ok(encode::request(O::DESCRIPTION, target, &self.call.values)?)
    }

    /// Reads the answer. Its body has to be decompressed already: a `Content-Encoding` in the head says that it is not.
    ///
    /// # Errors
    /// [`Stage::Refused`](crate::Stage::Refused) with the code, or [`Stage::NotUnderstood`](crate::Stage::NotUnderstood).
    pub fn answer(&self, target: &Target<'_>, response: &http::Response<Bytes>) -> Result<O::Output, Error<O::Code>> {
        let value = decode::answer(O::DESCRIPTION, target, &self.call.values, response)?;
        Ok(typed::<O>(value)?)
    }

    /// Sends it by a client.
    pub fn send<S: Sender>(self, sender: &S) -> S::Answer<O> {
        sender.send::<O>(self.call)
    }

    /// The call itself.
    #[must_use]
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// The same call with other options.
    #[must_use]
    pub fn with(mut self, options: impl Into<crate::CallOptions>) -> Prepared<O> {
        self.call.options = options.into();
        self
    }
}

pub(crate) fn typed<O: Operation>(value: Option<crate::Value>) -> Result<O::Output, Failure> {
    O::Output::from_value(value).ok_or_else(|| {
        Failure::new(
            crate::Stage::NotUnderstood,
            crate::Kind::Unexpected,
            O::DESCRIPTION.name,
            "its output is missing, or not of the type that the description says",
        )
    })
}
