//! Which servers are trusted: by rustls, and with the feature `native-tls` by the system's own library.

#![cfg(any(feature = "rustls", feature = "native-tls"))]

mod support;

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use bindery_transport::{ClientBuilder, Failure, Kind, Stage, Value};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::{
    RootCertStore, ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    server::WebPkiClientVerifier,
};
use support::vendor::{CHECK, builder, call, text};

const HOST: &str = "127.0.0.1";
const SECRET: &str = "s3cr&t/word";

/// Whether the system's own library is used: what TLS failed of is then told by that.
const NATIVE: bool = cfg!(feature = "native-tls");

#[tokio::test]
async fn a_server_is_trusted_by_a_root_that_was_added() {
    let authority = Authority::new("Acme");
    let server = TlsServer::start(&authority.issue(HOST, 4000), None);
    check(server.client().root_certificate(authority.root())).await.unwrap();
    assert_eq!(server.answered(), 1);
}

#[tokio::test]
async fn a_server_that_is_not_trusted_gets_nothing() {
    let authority = Authority::new("Acme");
    let (good, expired, other) =
        (authority.issue(HOST, 4000), authority.issue(HOST, 2021), authority.issue("acme.example", 4000));
    let stranger = Authority::new("Stranger");
    for (identity, root, why) in [
        (&good, &stranger, "nobody whom the system trusts has issued it; `root_certificate` adds an issuer"),
        (&expired, &authority, "it has expired"),
        (&other, &authority, "it is for another host"),
    ] {
        let server = TlsServer::start(identity, None);
        let failure = check(server.client().root_certificate(root.root())).await.unwrap_err();
        assert_untrusted(&failure, Stage::NotSent, &format!("the server's certificate is not trusted: {why}"));
        assert_eq!(server.answered(), 0, "{why}");
    }
    // Nor is one by the system alone.
    let server = TlsServer::start(&good, None);
    let failure = check(server.client()).await.unwrap_err();
    assert_untrusted(&failure, Stage::NotSent, "the server's certificate is not trusted");
}

#[tokio::test]
async fn nothing_older_than_tls_1_2_is_spoken() {
    // A server that answers with the hello of TLS 1.1: its version, a random number, no session, an old cipher.
    let hello = [&[2, 0, 0, 38, 3, 2][..], &[7; 32], &[0, 0, 0x2F, 0]].concat();
    let record = [&[22, 3, 2, 0, hello.len() as u8][..], &hello].concat();
    for answer in [record.as_slice(), b"HTTP/1.1 400 Bad Request\r\n\r\n"] {
        let failure = check(builder(format!("https://{}", server_that_says(answer)))).await.unwrap_err();
        assert_untrusted(&failure, Stage::NotSent, "no encryption was agreed on");
    }
}

#[tokio::test]
async fn a_server_may_want_a_certificate_of_the_client() {
    let (authority, clients) = (Authority::new("Acme"), Authority::new("Clients"));
    let server = TlsServer::start(&authority.issue(HOST, 4000), Some(&clients));
    let trusting = || server.client().root_certificate(authority.root());

    let known = clients.issue("ann", 4000);
    check(trusting().client_certificate(known.pem, known.key.serialize_pem())).await.unwrap();
    assert_eq!(server.answered(), 1);

    let failure = check(trusting()).await.unwrap_err();
    if NATIVE {
        // The library tells it only when the answer is read.
        assert_eq!(failure.stage(), Stage::NoAnswer, "{failure}");
    } else {
        assert_untrusted(&failure, Stage::NoAnswer, "`client_certificate`");
    }
    let stranger = authority.issue("ann", 4000);
    check(trusting().client_certificate(stranger.pem, stranger.key.serialize_pem())).await.unwrap_err();
    assert_eq!(server.answered(), 1);
}

#[test]
fn a_certificate_that_is_none_is_refused_and_not_repeated() {
    let good = Authority::new("Acme").issue("ann", 4000);
    let key = good.key.serialize_pem();
    let keyless = |certificate: &str, key: &str| builder("https://acme.example").client_certificate(certificate, key);
    for builder in [keyless("no certificate", &key), keyless(&good.pem, SECRET)] {
        let failure = builder.build().unwrap_err();
        assert_eq!((failure.stage(), failure.kind()), (Stage::NotBuilt, Kind::Configuration));
        let told = format!("{failure} {failure:?}");
        assert!(!told.contains(SECRET) && !told.contains(key.lines().nth(1).unwrap()), "{told}");
    }
    let told = format!("{:?}", keyless(&good.pem, &key));
    assert!(!told.contains(key.lines().nth(1).unwrap()), "{told}");
    let ready_made = keyless(&good.pem, &key).http_client(reqwest::Client::new());
    assert_eq!(ready_made.build().unwrap_err().kind(), Kind::Configuration);
}

/// A server that answers these bytes to whatever comes.
fn server_that_says(answer: &[u8]) -> SocketAddr {
    let (answer, listener) = (answer.to_vec(), TcpListener::bind((HOST, 0)).unwrap());
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(&answer).unwrap();
        // Until the client hangs up.
        while stream.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {}
    });
    address
}

async fn check(builder: ClientBuilder) -> Result<Option<Value>, Failure> {
    let call = call([text("hi"), Some(Value::Secret(SECRET.into()))]);
    builder.build().unwrap().call(&CHECK, call).await
}

#[track_caller]
fn assert_untrusted(failure: &Failure, stage: Stage, why: &str) {
    assert_eq!((failure.stage(), failure.kind()), (stage, Kind::Tls), "{failure} {failure:?}");
    assert!(!failure.is_retryable());
    let told = failure.to_string();
    assert!(NATIVE || told.contains(why), "{told}");
    assert!(!told.contains(HOST) && !told.contains("acme.example") && !told.contains("s3cr"), "{told}");
}

/// Who issues certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

/// A certificate with its key.
struct Identity {
    certificate: CertificateDer<'static>,
    pem: String,
    key: KeyPair,
}

impl Authority {
    fn new(name: &str) -> Authority {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        Authority { certificate, issuer: Issuer::new(params, key) }
    }

    fn issue(&self, name: &str, last_year: i32) -> Identity {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(last_year, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity { pem: certificate.pem(), certificate: certificate.der().clone(), key }
    }

    fn root(&self) -> reqwest::Certificate {
        reqwest::Certificate::from_der(&self.certificate).unwrap()
    }
}

/// A server that answers `OK`, encrypted.
struct TlsServer {
    address: String,
    answered: Arc<AtomicUsize>,
}

impl TlsServer {
    fn start(identity: &Identity, clients: Option<&Authority>) -> TlsServer {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config =
            ServerConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions().unwrap();
        let config = match clients {
            None => config.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.certificate.clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider).build().unwrap();
                config.with_client_cert_verifier(verifier)
            }
        };
        let key = PrivatePkcs8KeyDer::from(identity.key.serialize_der());
        let config = config.with_single_cert(vec![identity.certificate.clone()], key.into()).unwrap();
        let (config, listener) = (Arc::new(config), TcpListener::bind((HOST, 0)).unwrap());
        let address = listener.local_addr().unwrap().to_string();
        let answered = Arc::new(AtomicUsize::new(0));
        let count = answered.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // One that is not trusted hangs up.
                let _ = serve(stream, config.clone(), &count);
            }
        });
        TlsServer { address, answered }
    }

    fn client(&self) -> ClientBuilder {
        builder(format!("https://{}", self.address))
    }

    /// How many requests came.
    fn answered(&self) -> usize {
        self.answered.load(Ordering::SeqCst)
    }
}

fn serve(stream: TcpStream, config: Arc<ServerConfig>, answered: &AtomicUsize) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let mut request = Vec::new();
    while !request.ends_with(b"word") {
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        request.extend_from_slice(&buffer[..read]);
    }
    answered.fetch_add(1, Ordering::SeqCst);
    stream.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK",
    )?;
    stream.conn.send_close_notify();
    stream.flush()
}
