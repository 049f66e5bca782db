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

/// What has to be heard, whichever test takes it: `reqwest` logs by `log`, `hyper_util` by `tracing`.
pub const LIBRARIES: [&str; 2] = [" reqwest::", " hyper_util::"];
pub const PANIC: &str = "the writer panics";

static HEARD: [(&str, AtomicBool); 3] =
    [(LIBRARIES[0], AtomicBool::new(false)), (LIBRARIES[1], AtomicBool::new(false)), (PANIC, AtomicBool::new(false))];

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

/// Whether one of these was ever heard.
pub fn heard(what: &str) -> bool {
    HEARD.iter().any(|(known, heard)| *known == what && heard.load(Ordering::Relaxed))
}

fn append(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (what, heard) in &HEARD {
        heard.fetch_or(text.contains(what), Ordering::Relaxed);
    }
    SAID.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
}
