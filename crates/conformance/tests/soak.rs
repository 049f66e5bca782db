//! Many calls through a vendor where things go wrong by chance: nothing is lost, nothing is done twice, and memory stays
//! where it is. `SOAK_CALLS` sets how many: 5,000 if nothing is said.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bindery_simulator::{Faults, Received, Simulator};
use bindery_transport::{CallOptions, Failure, Protocol, Stage};
use logmein_rescue::Rescue;
use tokio::task::JoinSet;

/// So many calls are made at the same time.
const TOGETHER: usize = 64;
/// So many calls lie between two looks at the books.
const STRETCH: usize = 1000;
/// Of each kind of fault.
const SHARE: f64 = 0.01;
/// A session ends behind so many calls.
const SESSION: usize = 700;

const PROTOCOLS: [Protocol; 4] = [Protocol::Get, Protocol::Post, Protocol::Soap11, Protocol::Soap12];

/// What a caller knows of a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Outcome {
    #[default]
    Open,
    Accepted,
    /// It did not go out.
    NotSent,
    /// It failed after it had gone out, or may have.
    Failed,
}

/// How the calls of one operation came out. The rest was accepted.
#[derive(Debug, Default)]
struct Sum {
    calls: usize,
    failed: usize,
    requests: usize,
    carried_out: usize,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_and_nothing_is_done_twice() {
    let calls: usize = std::env::var("SOAK_CALLS").map_or(5000, |calls| calls.parse().expect("a number of calls"));
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    sim.let_faults_come(Faults::new(SHARE, 4));
    let rescue = Rescue::builder()
        .base_url(sim.base_url())
        .login("a@example.com", "pw")
        .allow_secrets_in_url()
        .transport(|builder| builder.retry_delay(Duration::from_millis(2)).ignore_limits())
        .build()
        .expect("a client");

    let (mut adding, mut asking) = (Sum::default(), Sum::default());
    let (mut logins, mut ended) = (0, 0);
    let mut memory = Vec::new();
    for from in (0..calls).step_by(STRETCH) {
        let to = calls.min(from + STRETCH);
        let outcomes = stretch(&sim, &rescue, from, to, &mut ended).await;
        let received = sim.take_received();
        logins += received.iter().filter(|received| is_login(received) && received.carried_out).count();
        check(&outcomes, from, &received, &mut adding, &mut asking);
        memory.push(resident());
    }

    println!("{calls} calls, {TOGETHER} at a time, with {:?}", sim.faults());
    println!("twice is once:     {asking:?}");
    println!("twice is not once: {adding:?}");
    println!("{logins} logins for {} sessions", ended + 1);
    println!("resident memory in KiB, every {STRETCH} calls: {memory:?}");

    let faults = sim.faults();
    assert!([faults.late, faults.dropped, faults.cut, faults.refused, faults.garbled].iter().all(|count| *count > 0));
    // What is sent again comes through nearly always; what is not fails as often as something goes wrong.
    assert!(asking.failed * 20 < asking.calls && adding.failed * 10 < adding.calls);
    assert!(asking.requests > asking.calls);
    // One login a session; those whose answer was lost had to be made again.
    assert!(logins > ended && logins <= ended + 1 + faults.cut + faults.garbled, "{logins} logins, {ended} ended");
    let (early, late) = (memory[memory.len() / 4], memory[memory.len() - 1]);
    assert!(late < early + 8 * 1024, "memory grows: {memory:?}");
}

/// Makes some calls, and says how each came out.
async fn stretch(sim: &Simulator, rescue: &Rescue, from: usize, to: usize, ended: &mut usize) -> Vec<Outcome> {
    let next = Arc::new(AtomicUsize::new(from));
    let mut tasks = JoinSet::new();
    for _ in 0..TOGETHER {
        let (rescue, next) = (rescue.clone(), next.clone());
        tasks.spawn(async move {
            let mut outcomes = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::SeqCst);
                if number >= to {
                    return outcomes;
                }
                outcomes.push((number, call(&rescue, number).await));
            }
        });
    }
    let mut outcomes = vec![Outcome::Open; to - from];
    let mut watched = from / SESSION;
    loop {
        tokio::select! {
            done = tasks.join_next() => match done {
                Some(done) => {
                    for (number, outcome) in done.expect("no task panics") {
                        outcomes[number - from] = outcome;
                    }
                }
                None => return outcomes,
            },
            () = tokio::time::sleep(Duration::from_millis(1)) => {
                let now = next.load(Ordering::SeqCst).min(to) / SESSION;
                if now > watched {
                    watched = now;
                    *ended += 1;
                    sim.end_sessions();
                }
            }
        }
    }
}

async fn call(rescue: &Rescue, number: usize) -> Outcome {
    let options = CallOptions::from(PROTOCOLS[number / 2 % PROTOCOLS.len()]).allow_secrets_in_url();
    let id = i32::try_from(number + 1).expect("not that many calls");
    let outcome = |result: Result<(), &Failure>| match result {
        Ok(()) => Outcome::Accepted,
        Err(failure) if matches!(failure.stage(), Stage::NotSent | Stage::NotBuilt) => Outcome::NotSent,
        Err(_) => Outcome::Failed,
    };
    if is_adding(number) {
        let result = rescue.create_user().parent(id).with(options).send().await;
        outcome(result.as_ref().map(drop).map_err(|error| error.failure()))
    } else {
        let result = rescue.get_user_v3().node(id).with(options).send().await;
        outcome(result.as_ref().map(drop).map_err(|error| error.failure()))
    }
}

fn is_adding(number: usize) -> bool {
    number.is_multiple_of(2)
}

fn is_login(received: &Received) -> bool {
    received.operation.as_deref() == Some("login")
}

/// Holds what the callers know against what the vendor did.
fn check(outcomes: &[Outcome], from: usize, received: &[Received], adding: &mut Sum, asking: &mut Sum) {
    let mut requests = vec![0; outcomes.len()];
    let mut carried_out = vec![0; outcomes.len()];
    for received in received.iter().filter(|received| !is_login(received) && !received.params.is_empty()) {
        let names = ["parent", "iParentID", "node", "iNodeID"];
        let id = received.params.iter().find(|(name, _)| names.contains(&name.as_str()));
        let number: usize = id.and_then(|(_, id)| id.parse().ok()).expect("every call has a number of its own");
        let index = number.checked_sub(1 + from).filter(|index| *index < outcomes.len()).expect("one of these calls");
        requests[index] += 1;
        carried_out[index] += usize::from(received.carried_out);
    }
    for (index, outcome) in outcomes.iter().enumerate() {
        let (number, done) = (from + index, carried_out[index]);
        let sum = if is_adding(number) { &mut *adding } else { &mut *asking };
        sum.calls += 1;
        sum.requests += requests[index];
        sum.carried_out += done;
        sum.failed += usize::from(*outcome != Outcome::Accepted);
        let is_right = match outcome {
            Outcome::Open => false,
            Outcome::Accepted if is_adding(number) => done == 1,
            Outcome::Accepted => (1..=3).contains(&done),
            Outcome::NotSent => done == 0,
            Outcome::Failed if is_adding(number) => done <= 1,
            Outcome::Failed => done <= 3,
        };
        assert!(is_right, "call {number} came out as {outcome:?}, and was carried out {done} times");
    }
}

/// The memory that this process holds, in KiB; 0 where the system does not tell.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or_default()
}
