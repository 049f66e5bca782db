//! All that is logged or said by a panic in this process, whoever says it.

use std::{
    io,
    panic::{self, PanicHookInfo},
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use tracing::Level;
use tracing_subscriber::fmt::format::FmtSpan;

static SAID: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// `reqwest` logs by `log`, `hyper_util` by `tracing`.
static HEARD: [(&str, AtomicBool); 2] =
    [(" reqwest::", AtomicBool::new(false)), (" hyper_util::", AtomicBool::new(false))];

/// Listens from now on, at the finest level, also to what crates log by `log`.
pub fn listen() {
    static ONCE: OnceLock<()> = OnceLock::new();
    ONCE.get_or_init(|| {
        tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(|| Writer)
            .init();
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
            let said = info.to_string();
            // A check that fails here says what it found, which is none of what is looked for.
            if !said.contains(crate::drive::SEEN) {
                append(said.as_bytes());
            }
            usual(info);
        }));
    });
}

/// What was said since the last time.
pub fn take() -> String {
    let said = std::mem::take(&mut *SAID.lock().unwrap_or_else(PoisonError::into_inner));
    String::from_utf8_lossy(&said).into_owned()
}

struct Writer;

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        append(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether the libraries below were ever heard, each by its own way to log.
pub fn heard_libraries() -> bool {
    HEARD.iter().all(|(_, heard)| heard.load(Ordering::Relaxed))
}

fn append(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (library, heard) in &HEARD {
        heard.fetch_or(text.contains(library), Ordering::Relaxed);
    }
    SAID.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
}
