//! An invented vendor that says the same as a text, as XML and over SOAP, and a client of it that has to go on working
//! after whatever it was answered.

use std::{io::Write, time::Duration};

use bindery_transport::{
    Call, CallOptions, Client, ClientBuilder, Failure, Kind, Protocol, Stage as How, Value, Values,
    description::{
        Answer, Binding, Field, Format, Operation, Output, OutputForm, POST, Piece, Protocols, Reading, Record, SOAP11,
        Template, TextForm, Type, Vendor, Wire as Place, XML,
    },
};

use super::raw::{Script, Server, Then, Wire};

/// Far more than anything here takes: only what hangs takes longer.
const HANGS: Duration = Duration::from_secs(60);

/// The secret of each call.
pub const PIN: &str = "hunter2";

const ALL: Protocols = POST.and(XML).and(SOAP11);

pub const PROTOCOLS: [Protocol; 3] = [Protocol::Post, Protocol::Xml, Protocol::Soap11];

/// Doing it twice is not the same as doing it once.
pub static NOTE: Operation = Operation::new("note", ALL)
    .params(&[Field::new("pin", &[Place::new(ALL, &["pin"], &Type::STRING)]).secret()])
    .output(&NOTED);

/// Gives nothing, and takes every answer for an accepted one.
pub static TOUCH: Operation = Operation::new("touch", ALL).answers(&[(POST, &ANY), (XML, &ENVELOPE)]);

/// Gives the bytes of the answer.
pub static FILE: Operation =
    Operation::new("file", POST).answers(&[(POST, &BYTES)]).output(&Output { ty: &Type::BYTES, ..FILED });

static NOTED: Output = Output::new(
    &Type::record(&Record {
        name: "Noted",
        fields: &[
            Field::new("id", &[Place::new(ALL, &["id"], &Type::I32)]).required(),
            Field::new("text", &[Place::new(ALL, &["text"], &Type::STRING)]).required(),
        ],
    }),
    &[
        OutputForm::new(POST, ".").text(&[TextForm::Template(Template(&[
            Piece::Hole("id"),
            Piece::Blank,
            Piece::Hole("text"),
        ]))]),
        OutputForm::new(XML.and(SOAP11), "."),
    ],
);
const FILED: Output = Output::new(&Type::BYTES, &[OutputForm::new(POST, ".")]);

static VENDOR: Vendor = Vendor {
    name: "Brittle",
    package: "brittle",
    base: None,
    bindings: &[
        binding(Protocol::Post, "text/{operation}", &TEXT),
        binding(Protocol::Xml, "xml/{operation}", &DOCUMENT),
        binding(Protocol::Soap11, "soap/{operation}", &ENVELOPE),
    ],
    schemes: &[],
    operations: &[&NOTE, &TOUCH, &FILE],
};

const fn binding(protocol: Protocol, path: &'static str, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path,
        namespace: "urn:brittle",
        action: "urn:brittle/{operation}",
        root: "{operation}",
        inside: "",
        charset: None,
        headers: &[],
        answer,
    }
}

static TEXT: Answer = Answer::new(Format::Text).accepted(&[Reading {
    at: &[],
    template: Some(Template(&[Piece::Text("OK"), Piece::Blank, Piece::Hole("output")])),
}]);
static DOCUMENT: Answer =
    Answer::new(Format::Xml).accepted(&[Reading { at: &["@status"], template: Some(Template(&[Piece::Text("ok")])) }]);
static ENVELOPE: Answer = Answer::new(Format::Xml);
static ANY: Answer = Answer::new(Format::Text);
static BYTES: Answer = Answer::new(Format::Bytes);

/// A good answer of `note`, with a text of its own.
pub fn noted(protocol: Protocol, text: &str) -> String {
    match protocol {
        Protocol::Xml => format!("<note status=\"ok\"><id>7</id><text>{text}</text></note>"),
        Protocol::Soap11 => envelope(&format!("<noteResponse><id>7</id><text>{text}</text></noteResponse>")),
        _ => format!("OK 7 {text}"),
    }
}

pub fn envelope(content: &str) -> String {
    let soap = "http://schemas.xmlsoap.org/soap/envelope/";
    format!("<s:Envelope xmlns:s=\"{soap}\"><s:Body>{content}</s:Body></s:Envelope>")
}

pub fn content_type(protocol: Protocol) -> &'static str {
    if protocol.is_form() { "text/plain" } else { "text/xml" }
}

/// A whole answer with these headers besides, each with its line's end.
pub fn answer(protocol: Protocol, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    with_head(&format!("Content-Type: {}\r\n{headers}Content-Length: {}\r\n", content_type(protocol), body.len()), body)
}

/// An answer with exactly these headers.
pub fn with_head(headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{headers}\r\n").as_bytes(), body.as_ref()].concat()
}

pub fn gzip(body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(body.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// In so many bytes a chunk.
pub fn chunked(body: &[u8], size: usize) -> Vec<u8> {
    let chunk = |chunk: &[u8]| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
    [body.chunks(size).map(chunk).collect::<Vec<_>>().concat(), b"0\r\n\r\n".to_vec()].concat()
}

/// What the server says when nothing is wrong.
pub fn good(line: &str) -> Vec<u8> {
    if line.contains("/file") {
        return with_head("Content-Type: application/octet-stream\r\nContent-Length: 4\r\n", b"\0\xFFok");
    }
    let protocol = match line {
        line if line.contains("/xml/") => Protocol::Xml,
        line if line.contains("/soap/") => Protocol::Soap11,
        _ => Protocol::Post,
    };
    answer(protocol, "", noted(protocol, "fine"))
}

/// A server and a client of it.
pub struct Stage {
    pub server: Server,
    pub client: Client,
}

impl Stage {
    pub fn new() -> Stage {
        Stage::with(|builder| builder)
    }

    pub fn with(set_up: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Stage {
        let server = Server::start(good);
        let client = set_up(ClientBuilder::new(&VENDOR).base_url(server.base())).build().unwrap();
        Stage { server, client }
    }

    /// A call that gets this, which is sent once and no more, and good calls after it.
    pub async fn call(&self, protocol: Protocol, script: Script) -> Result<(i64, String), Failure> {
        let before = self.server.requests();
        self.server.next(script);
        let result = self.note(protocol).await;
        assert_eq!(self.server.requests(), before + 1, "sent again, or not at all: {result:?}");
        in_time(self.hung_up()).await;
        self.works(protocol).await;
        result
    }

    /// A call that gets these bytes.
    pub async fn gets(&self, protocol: Protocol, bytes: Vec<u8>, then: Then) -> Result<(i64, String), Failure> {
        self.call(protocol, script(bytes, then)).await
    }

    /// A download that gets this, and good ones after it. What was written is given back, too.
    pub async fn download(&self, script: Script) -> (Result<u64, Failure>, Vec<u8>) {
        let before = self.server.requests();
        self.server.next(script);
        let result = self.fetch().await;
        assert_eq!(self.server.requests(), before + 1, "sent again, or not at all: {:?}", result.0);
        in_time(self.hung_up()).await;
        for _ in 0..2 {
            let (result, written) = self.fetch().await;
            assert_eq!((result.unwrap(), written), (4, b"\0\xFFok".to_vec()));
        }
        result
    }

    /// Waits until a server that never stops on its own has been stopped, and the client has seen what it sent last: of a
    /// call that is made sooner, that would be the answer.
    async fn hung_up(&self) {
        while !self.server.is_idle() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }

    /// Two good calls.
    pub async fn works(&self, protocol: Protocol) {
        for _ in 0..2 {
            assert_eq!(self.note(protocol).await.unwrap(), (7, "fine".to_owned()));
        }
    }

    /// A good call that need not connect. A connection is kept a moment after the call that it was for has ended.
    pub async fn keeps_its_connection(&self, protocol: Protocol) {
        tokio::time::sleep(Duration::from_millis(10)).await;
        let before = self.server.connections();
        assert_eq!(self.note(protocol).await.unwrap(), (7, "fine".to_owned()));
        assert_eq!(self.server.connections(), before);
    }

    pub async fn note(&self, protocol: Protocol) -> Result<(i64, String), Failure> {
        self.note_with(protocol, PIN).await
    }

    pub async fn note_with(&self, protocol: Protocol, pin: &str) -> Result<(i64, String), Failure> {
        let mut values = Values::new(1);
        values.set(0, Some(Value::Secret(pin.into())));
        let call = Call { values, options: CallOptions::from(protocol) };
        let output = in_time(self.client.call(&NOTE, call)).await?;
        let Some(Value::Record(record)) = output else { panic!("{output:?}") };
        match (record.get(0), record.get(1)) {
            (Some(Value::Int(id)), Some(Value::Text(text))) => Ok((*id, text.clone())),
            _ => panic!("{record:?}"),
        }
    }

    /// A call of `touch`, which gets these bytes.
    pub async fn touch(&self, protocol: Protocol, bytes: Vec<u8>) -> Result<(), Failure> {
        self.server.next(script(bytes, Then::Keep));
        let call = Call { values: Values::new(0), options: CallOptions::from(protocol) };
        in_time(self.client.call(&TOUCH, call)).await.map(drop)
    }

    async fn fetch(&self) -> (Result<u64, Failure>, Vec<u8>) {
        let mut written = Vec::new();
        let call = Call { values: Values::new(0), options: CallOptions::new() };
        let result = in_time(self.client.download(&FILE, call, &mut written)).await;
        (result, written)
    }
}

pub fn script(bytes: Vec<u8>, then: Then) -> Script {
    Box::new(move |wire: &mut Wire| wire.send(bytes).map(|()| then))
}

async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(HANGS, work).await.expect("it hangs")
}

pub fn told<T: std::fmt::Debug>(result: &Result<T, Failure>) -> Option<(How, Kind)> {
    result.as_ref().err().map(|failure| (failure.stage(), failure.kind()))
}
