//! A server that writes what a test tells it to, byte for byte, and counts what goes out. A request that no script was
//! given for gets a good answer, and keeps its connection.

use std::{
    convert::Infallible,
    io::{self, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// What is done with one request, once it was read. The connection ends with it, unless it says otherwise.
pub type Script = Box<dyn FnOnce(&mut Wire) -> io::Result<Then> + Send>;

/// What becomes of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// The server sends no more, as at the end of an answer without a length.
    Close,
    /// It waits for the next request.
    Keep,
    /// It is cut: the client is told that it was reset.
    Reset,
}

/// Accepts connections until the test is over.
pub struct Server {
    address: String,
    shared: Arc<Shared>,
}

struct Shared {
    script: Mutex<Option<Script>>,
    good: fn(&str) -> Vec<u8>,
    connections: AtomicUsize,
    /// Connections that are over.
    ended: AtomicUsize,
    requests: AtomicUsize,
    /// Scripts that have not ended.
    open: AtomicUsize,
    sent: AtomicU64,
}

/// A connection.
pub struct Wire {
    stream: TcpStream,
    shared: Arc<Shared>,
}

impl Server {
    /// A server whose good answers are made of the first line of the request.
    pub fn start(good: fn(&str) -> Vec<u8>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of the loopback");
        let address = listener.local_addr().expect("its address").to_string();
        let shared = Arc::new(Shared {
            script: Mutex::default(),
            good,
            connections: AtomicUsize::new(0),
            ended: AtomicUsize::new(0),
            requests: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            sent: AtomicU64::new(0),
        });
        let accepting = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                accepting.connections.fetch_add(1, Ordering::SeqCst);
                let wire = Wire { stream, shared: accepting.clone() };
                let ended = accepting.clone();
                thread::spawn(move || {
                    drop(wire.serve());
                    ended.ended.fetch_add(1, Ordering::SeqCst);
                });
            }
        });
        Server { address, shared }
    }

    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What is done with the next request.
    pub fn next(&self, script: Script) {
        self.shared.open.fetch_add(1, Ordering::SeqCst);
        *self.shared.script.lock().expect("the script") = Some(script);
    }

    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// How many connections are over, at both ends or by a reset.
    pub fn ended(&self) -> usize {
        self.shared.ended.load(Ordering::SeqCst)
    }

    /// Whether the last script has come to its end, or to the end of the connection.
    pub fn is_idle(&self) -> bool {
        self.shared.open.load(Ordering::SeqCst) == 0
    }

    pub fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::SeqCst)
    }

    /// How many bytes scripts could write. What the system holds for the client is among them.
    pub fn sent(&self) -> u64 {
        self.shared.sent.load(Ordering::SeqCst)
    }
}

impl Wire {
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        for piece in bytes.as_ref().chunks(64 * 1024) {
            self.stream.write_all(piece)?;
            self.shared.sent.fetch_add(piece.len() as u64, Ordering::SeqCst);
        }
        Ok(())
    }

    /// The same again and again, with a pause in front of each, until the client hangs up.
    pub fn pour(&mut self, piece: impl AsRef<[u8]>, pause: Duration) -> io::Result<Infallible> {
        loop {
            thread::sleep(pause);
            self.send(&piece)?;
        }
    }

    /// Byte by byte, with a pause in front of each.
    pub fn drip(&mut self, bytes: impl AsRef<[u8]>, pause: Duration) -> io::Result<()> {
        for byte in bytes.as_ref() {
            thread::sleep(pause);
            self.send([*byte])?;
        }
        Ok(())
    }

    fn serve(mut self) -> io::Result<()> {
        self.stream.set_nodelay(true)?;
        // Byte by byte, so that what a script does not read stays unread.
        while let Some(head) = self.head()? {
            self.shared.requests.fetch_add(1, Ordering::SeqCst);
            let script = self.shared.script.lock().expect("the script").take();
            let then = match script {
                Some(script) => {
                    let then = script(&mut self);
                    self.shared.open.fetch_sub(1, Ordering::SeqCst);
                    then?
                }
                None => {
                    self.body(&head)?;
                    let line = head.lines().next().unwrap_or_default();
                    self.stream.write_all(&(self.shared.good)(line))?;
                    continue;
                }
            };
            match then {
                Then::Keep => self.body(&head)?,
                Then::Close => {
                    self.body(&head)?;
                    self.stream.shutdown(Shutdown::Write)?;
                    self.stream.read_to_end(&mut Vec::new())?;
                    return Ok(());
                }
                // The end of a connection with something unread is a reset.
                Then::Reset => return Ok(()),
            }
        }
        Ok(())
    }

    /// The head of a request; none at the end of the connection.
    fn head(&mut self) -> io::Result<Option<String>> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            if self.stream.read(&mut byte)? == 0 {
                return Ok(None);
            }
            head.push(byte[0]);
        }
        Ok(Some(String::from_utf8_lossy(&head).into_owned()))
    }

    fn body(&mut self, head: &str) -> io::Result<()> {
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        self.stream.read_exact(&mut vec![0; length.unwrap_or(0)])
    }
}
