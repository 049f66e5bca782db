//! How much memory an answer can make a client take. Nothing else runs beside these tests: they count every allocation.

#![cfg(feature = "client")]

mod support;

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use bindery_transport::{Call, CallOptions, Failure, Kind, Protocol, Stage as How, Values};
use peak_alloc::PeakAlloc;
use support::{
    raw::{Script, Then, Wire},
    stage::{FILE, PROTOCOLS, Stage, answer, chunked, gzip, noted, with_head},
};
use tokio::io::AsyncWrite;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MIB: usize = 1 << 20;
const LIMIT: u64 = MIB as u64;

/// What the client may take beside the limit's own bytes, which a growing buffer may have twice.
const FEW: usize = 6 * MIB;

/// Counts what it is given: in all, and at most between two turns of somebody else's.
#[derive(Default)]
struct Count {
    bytes: u64,
    turns: Arc<AtomicUsize>,
    /// The number of turns when the present one began, and what was written in it.
    present: (usize, u64),
    longest: u64,
}

impl AsyncWrite for Count {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        let (turn, length) = (self.turns.load(Ordering::SeqCst), bytes.len() as u64);
        let written = if turn == self.present.0 { self.present.1 } else { 0 };
        self.present = (turn, written + length);
        self.longest = self.longest.max(written + length);
        self.bytes += length;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// How much more memory than before the work took at its highest.
async fn peak<T>(work: impl Future<Output = T>) -> (T, usize) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let done = work.await;
    (done, MEMORY.peak_usage().saturating_sub(before))
}

fn too_large(result: &Result<(i64, String), Failure>) -> bool {
    result.as_ref().is_err_and(|failure| (failure.stage(), failure.kind()) == (How::NoAnswer, Kind::TooLarge))
}

fn stage() -> Stage {
    Stage::with(|builder| builder.body_limit(LIMIT).timeout(Duration::from_secs(50)))
}

/// All in one test: what another one takes at the same time would be counted, too.
#[test]
fn an_answer_takes_no_more_memory_than_its_limit_and_a_little() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        the_count_is_a_count().await;
        a_bomb_and_an_endless_body().await;
        heads_without_an_end().await;
        a_download_of_a_bomb().await;
        many_failures_leave_nothing_behind().await;
    });
    // Where nobody has a turn but whom the call lets have one.
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(a_bomb_and_others_turns());
}

async fn the_count_is_a_count() {
    let (_, taken) = peak(async { std::hint::black_box(vec![1_u8; 10 * MIB]).len() }).await;
    // A few bytes of the runtime's may come or go meanwhile.
    assert!((9 * MIB..11 * MIB).contains(&taken), "{taken}");
}

async fn a_bomb_and_an_endless_body() {
    // 1 GiB.
    let bomb = gzip([b' '; MIB]).repeat(1024);
    assert!(bomb.len() < 2 * MIB, "{}", bomb.len());
    let coded = "Content-Encoding: gzip\r\n";
    for protocol in PROTOCOLS {
        let chunk = chunked(&[b'x'; 16_000], 16_000).strip_suffix(b"0\r\n\r\n").unwrap().to_vec();
        let endless: Script = Box::new(move |wire: &mut Wire| {
            wire.send(with_head("Transfer-Encoding: chunked\r\n", ""))?;
            match wire.pour(chunk, Duration::ZERO)? {}
        });
        let in_chunks = with_head(&format!("{coded}Transfer-Encoding: chunked\r\n"), chunked(&bomb, 1 << 16));
        for (name, script) in [
            ("a bomb", support::stage::script(answer(protocol, coded, &bomb), Then::Keep)),
            ("a bomb in chunks", support::stage::script(in_chunks, Then::Keep)),
            ("an endless body", endless),
        ] {
            let stage = stage();
            stage.works(protocol).await;
            let (result, taken) = peak(stage.call(protocol, script)).await;
            assert!(too_large(&result), "{name} over {protocol}: {result:?}");
            assert!(taken < FEW, "{name} over {protocol} took {taken} bytes");
        }
    }
}

async fn heads_without_an_end() {
    for (name, first, again) in [
        ("lines", "HTTP/1.1 200 OK\r\n", "X: y\r\n"),
        ("a line", "HTTP/1.1 200 OK\r\nX: ", "y"),
        ("empty lines", "", "\r\n"),
    ] {
        let script: Script = Box::new(move |wire: &mut Wire| {
            wire.send(first)?;
            match wire.pour(again.repeat(16_000), Duration::ZERO)? {}
        });
        let stage = stage();
        stage.works(Protocol::Post).await;
        let (result, taken) = peak(stage.call(Protocol::Post, script)).await;
        assert!(too_large(&result), "{name}: {result:?}");
        assert!(taken < FEW, "{name} took {taken} bytes");
    }
    let script: Script = Box::new(|wire: &mut Wire| {
        match wire.pour("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n".repeat(100), Duration::from_millis(1))? {}
    });
    let stage = Stage::with(|builder| builder.timeout(Duration::from_secs(1)));
    stage.works(Protocol::Post).await;
    let (result, taken) = peak(stage.call(Protocol::Post, script)).await;
    assert_eq!(result.unwrap_err().kind(), Kind::Timeout);
    assert!(taken < FEW, "informational answers took {taken} bytes");
}

async fn a_download_of_a_bomb() {
    let bomb = gzip([0; MIB]).repeat(64);
    let head = format!("Content-Encoding: gzip\r\nContent-Length: {}\r\n", bomb.len());
    let stage = stage();
    stage.works(Protocol::Post).await;
    let bytes = with_head(&head, &bomb);
    stage.server.next(support::stage::script(bytes, Then::Keep));
    let mut written = Count::default();
    let call = Call { values: Values::new(0), options: CallOptions::new() };
    // No limit holds for it but the writer's own: it is not held in memory.
    let (result, taken) = peak(stage.client.download(&FILE, call, &mut written)).await;
    assert_eq!((result.unwrap(), written.bytes), (64 * LIMIT, 64 * LIMIT));
    assert!(taken < FEW, "{taken}");
}

async fn a_bomb_and_others_turns() {
    const GIB_16: usize = 16 * 1024;
    let bomb = gzip([0; MIB]).repeat(GIB_16);
    let head = format!("Content-Encoding: gzip\r\nContent-Length: {}\r\n", bomb.len());
    let stage = Stage::with(|builder| builder.timeout(Duration::from_millis(700)));
    stage.works(Protocol::Post).await;
    stage.server.next(support::stage::script(with_head(&head, &bomb), Then::Keep));
    let turns = Arc::new(AtomicUsize::new(0));
    let other = tokio::spawn({
        let turns = turns.clone();
        async move {
            loop {
                turns.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
            }
        }
    });
    let mut written = Count { turns, ..Count::default() };
    let call = Call { values: Values::new(0), options: CallOptions::new() };
    let result = stage.client.download(&FILE, call, &mut written).await;
    other.abort();
    assert_eq!(result.as_ref().map_err(Failure::kind), Err(Kind::Timeout));
    assert!(written.bytes > 0 && written.bytes < GIB_16 as u64 * LIMIT, "{}", written.bytes);
    assert!(written.longest < 2 * LIMIT, "{} bytes in one turn", written.longest);
}

async fn many_failures_leave_nothing_behind() {
    let stage = stage();
    let fail = async |times: usize| {
        for _ in 0..times {
            let bytes = answer(Protocol::Xml, "", &noted(Protocol::Xml, &"x".repeat(100_000))[..99_000]);
            stage.gets(Protocol::Xml, bytes, Then::Keep).await.unwrap_err();
        }
    };
    fail(20).await;
    let before = MEMORY.current_usage();
    fail(100).await;
    let left = MEMORY.current_usage().saturating_sub(before);
    assert!(left < MIB, "{left} bytes left behind");
}
