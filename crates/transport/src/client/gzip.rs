//! Answers that come compressed, which is what a client asks for.
//!
//! reqwest does it too, but takes the first member of a body for all of it, and what follows for nothing or for a failure,
//! by how the bytes happened to come in. It takes `gzip` for something else than `GZIP` and `x-gzip`, too.

use std::io;

use async_compression::tokio::bufread::GzipDecoder;
use futures_util::TryStreamExt;
use http::{
    HeaderMap,
    header::{CONTENT_ENCODING, CONTENT_LENGTH},
};
use http_body_util::{BodyExt, StreamBody};
use hyper::body::Frame;
use tokio_util::io::{ReaderStream, StreamReader};

/// What is asked for, by `Accept-Encoding`.
pub(super) const ACCEPTED: &str = "gzip";

/// An answer whose body comes as it was before it was compressed, if gzip alone did that.
pub(super) fn unzipped(mut response: reqwest::Response) -> reqwest::Response {
    if !is_zipped(response.headers()) {
        return response;
    }
    // An empty body is none, whatever it is said to be.
    let is_empty = response.content_length() == Some(0);
    // Neither is true of what comes out.
    response.headers_mut().remove(CONTENT_ENCODING);
    response.headers_mut().remove(CONTENT_LENGTH);
    if is_empty { response } else { http::Response::from(response).map(plain).into() }
}

fn is_zipped(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    let coding = codings.next().map(|value| value.as_bytes().trim_ascii());
    let is_gzip = |coding: &[u8]| coding.eq_ignore_ascii_case(b"gzip") || coding.eq_ignore_ascii_case(b"x-gzip");
    coding.is_some_and(is_gzip) && codings.next().is_none()
}

fn plain(zipped: reqwest::Body) -> reqwest::Body {
    let zipped = StreamReader::new(zipped.map_err(io::Error::other).into_data_stream());
    let mut plain = GzipDecoder::new(zipped);
    plain.multiple_members(true);
    reqwest::Body::wrap(StreamBody::new(ReaderStream::new(plain).map_ok(Frame::data).map_err(malformed)))
}

/// What the decoder finds wrong has the kind that tells so; it need not have. What went wrong before it stays as it is.
fn malformed(error: io::Error) -> io::Error {
    let is_decoders = !error.get_ref().is_some_and(|error| error.is::<reqwest::Error>());
    match error.kind() {
        io::ErrorKind::UnexpectedEof => error,
        _ if is_decoders => io::Error::new(io::ErrorKind::InvalidData, error),
        _ => error,
    }
}
