//! The host of the services: compiled and started once, asked what tests have to know of it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
};

use bindery_transport::{CallOptions, Protocol};

/// Every protocol that Rescue has.
pub const EVERY: [Protocol; 4] = [Protocol::Get, Protocol::Post, Protocol::Soap11, Protocol::Soap12];

/// Nobody reads along on the way to this host, and what it says is seen the first time.
pub fn over(protocol: Protocol) -> CallOptions {
    CallOptions::from(protocol).allow_secrets_in_url().retries(0)
}

/// A number that no other test has.
pub fn unique() -> u32 {
    static LAST: AtomicU32 = AtomicU32::new(0);
    LAST.fetch_add(1, Ordering::Relaxed)
}

/// Where the host is.
pub fn base() -> &'static str {
    &HOST.base
}

/// Asks the host's control page; `None` when it has nothing. Values are sent as they are.
pub fn control(action: &str, params: &[(&str, &str)]) -> Option<String> {
    let query: Vec<_> = params.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let target = format!("/control/{action}.aspx?{}", query.join("&"));
    let answer = exchange(&format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    match answer.status {
        200 => Some(answer.body),
        204 => None,
        status => panic!("{target}: {status}\n{}", answer.body),
    }
}

/// An answer as it came.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// Sends a request as it is written, and reads to the end of the connection.
pub fn exchange(request: &str) -> Answer {
    let address = base().strip_prefix("http://").expect("the host speaks plain HTTP");
    let mut stream = TcpStream::connect(address).expect("the host takes connections");
    stream.write_all(request.as_bytes()).expect("the host takes the request");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the host answers");
    let text = String::from_utf8(bytes).expect("answers are UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

struct Host {
    base: String,
    /// It ends when its standard input does, at the latest with this process.
    _child: Child,
}

static HOST: LazyLock<Host> = LazyLock::new(|| {
    let site = compile();
    let mut child = Command::new("mono")
        .arg(site.join("bin/interop.exe"))
        .arg(&site)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`mono` runs; `cargo xtask interop` says what is missing");
    let mut base = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut base).expect("the host says its address");
    let base = base.trim().to_owned();
    assert!(base.starts_with("http://"), "the host did not start: {base:?}");
    Host { base, _child: child }
});

/// Puts the site together: what `interop/asmx/site` has, and all of the C# compiled.
fn compile() -> PathBuf {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/asmx");
    let site = Path::new(env!("CARGO_TARGET_TMPDIR")).join("asmx");
    // What an older site left behind would be served, too.
    if site.exists() {
        std::fs::remove_dir_all(&site).expect("the older site goes");
    }
    copy(&sources.join("site"), &site);
    std::fs::create_dir_all(site.join("bin")).expect("a folder for the program");
    let mut files = Vec::new();
    find_sources(&sources, &mut files);
    let output = Command::new("mcs")
        .args(["-warnaserror", "-r:System.Web.dll,System.Web.Services.dll"])
        .arg(format!("-out:{}", site.join("bin/interop.exe").display()))
        .args(files)
        .output()
        .expect("`mcs` runs; `cargo xtask interop` says what is missing");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    site
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder for the site");
    for entry in std::fs::read_dir(from).expect("the site's folder") {
        let path = entry.expect("an entry of the site").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, target).expect("a copy of the site's file");
        }
    }
}

fn find_sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the sources' folder") {
        let path = entry.expect("an entry of the sources").path();
        if path.is_dir() {
            find_sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "cs") {
            files.push(path);
        }
    }
}
