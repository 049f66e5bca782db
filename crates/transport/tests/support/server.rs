//! A server that says what a test tells it to. It has threads of its own, so that a test may block.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// What came in.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// What goes back.
#[derive(Clone, Debug)]
pub struct Reply {
    head: String,
    body: Vec<u8>,
    /// Announce the body as this long; by default as long as it is. `None`: don't, and send it in chunks.
    length: Option<usize>,
    before: Duration,
    raw: bool,
    /// Wait that long before each byte of the body.
    drip: Duration,
}

/// Accepts connections until the test is over.
pub struct Server {
    address: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Request {
    /// The last part of the path: the operation.
    pub fn operation(&self) -> &str {
        let path = self.target.split('?').next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Reply {
    pub fn text(body: impl Into<Vec<u8>>) -> Reply {
        let body = body.into();
        Reply {
            head: "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n".to_owned(),
            length: Some(body.len()),
            body,
            before: Duration::ZERO,
            raw: false,
            drip: Duration::ZERO,
        }
    }

    /// Exactly these bytes, then the end of the connection.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Reply {
        Reply { raw: true, ..Reply::text(bytes) }
    }

    pub fn status(mut self, status: &str) -> Reply {
        self.head = format!("HTTP/1.1 {status}\r\nContent-Type: text/plain\r\n");
        self
    }

    pub fn content_type(mut self, content_type: &str) -> Reply {
        self.head = self.head.replace("text/plain", content_type);
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Reply {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    pub fn announced(mut self, length: usize) -> Reply {
        self.length = Some(length);
        self
    }

    pub fn chunked(mut self) -> Reply {
        self.length = None;
        self
    }

    pub fn after(mut self, before: Duration) -> Reply {
        self.before = before;
        self
    }

    pub fn drip(mut self, drip: Duration) -> Reply {
        self.drip = drip;
        self
    }
}

impl Server {
    pub fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
        Server::start_at(SocketAddr::from(([127, 0, 0, 1], 0)), answer)
    }

    /// At this address, which has to be of the loopback.
    pub fn start_at(address: SocketAddr, answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind(address).expect("a port of the loopback");
        let address = listener.local_addr().expect("its address").to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), requests.clone());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, log) = (answer.clone(), log.clone());
                thread::spawn(move || drop(serve(stream, &*answer, &log)));
            }
        });
        Server { address, requests }
    }

    /// For one connection; then nobody listens.
    pub fn start_once(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of the loopback");
        let address = listener.local_addr().expect("its address").to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let log = requests.clone();
        thread::spawn(move || {
            let accepted = listener.accept();
            drop(listener);
            accepted.map(|(stream, _)| serve(stream, &answer, &log))
        });
        Server { address, requests }
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("the log").clone()
    }

    /// The requests of one operation.
    pub fn calls(&self, operation: &str) -> Vec<Request> {
        self.requests().into_iter().filter(|request| request.operation() == operation).collect()
    }
}

fn serve(mut stream: TcpStream, answer: &dyn Fn(&Request) -> Reply, log: &Mutex<Vec<Request>>) -> std::io::Result<()> {
    let Some(request) = read(&mut stream)? else { return Ok(()) };
    log.lock().expect("the log").push(request.clone());
    let reply = answer(&request);
    thread::sleep(reply.before);
    if reply.raw {
        stream.write_all(&reply.body)?;
        return stream.shutdown(Shutdown::Both);
    }
    let framing = match reply.length {
        Some(length) => format!("Content-Length: {length}"),
        None => "Transfer-Encoding: chunked".to_owned(),
    };
    stream.write_all(format!("{}{framing}\r\nConnection: close\r\n\r\n", reply.head).as_bytes())?;
    if !reply.drip.is_zero() {
        for byte in &reply.body {
            thread::sleep(reply.drip);
            stream.write_all(&[*byte])?;
        }
    } else if reply.length.is_some() {
        stream.write_all(&reply.body)?;
    } else {
        for chunk in reply.body.chunks(1000) {
            stream.write_all(format!("{:x}\r\n", chunk.len()).as_bytes())?;
            stream.write_all(chunk)?;
            stream.write_all(b"\r\n")?;
        }
        stream.write_all(b"0\r\n\r\n")?;
    }
    stream.shutdown(Shutdown::Write)
}

fn read(stream: &mut TcpStream) -> std::io::Result<Option<Request>> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if !more(stream, &mut bytes)? {
            return Ok(None);
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split(' ');
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    while bytes.len() < end + 4 + length.unwrap_or(0) {
        if !more(stream, &mut bytes)? {
            return Ok(None);
        }
    }
    Ok(Some(Request {
        method: first.next().unwrap_or_default().to_owned(),
        target: first.next().unwrap_or_default().to_owned(),
        headers,
        body: String::from_utf8_lossy(&bytes[end + 4..]).into_owned(),
    }))
}

fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> std::io::Result<bool> {
    let mut buffer = [0; 4096];
    let read = stream.read(&mut buffer)?;
    bytes.extend_from_slice(&buffer[..read]);
    Ok(read > 0)
}
