//! Sessions of every kind, and many calls at the moment at which one ends, cannot begin, or is given up.

use std::{collections::HashMap, ops::Range, time::Duration};

use bindery_simulator::Simulator;
use bindery_transport::{
    Call, CallOptions, Client, ClientBuilder, Failure, Kind, Protocol, SignIn, Stage, Value, Values,
    description::{self, Operation, Vendor},
};
use tokio::task::JoinHandle;

const CALLS: usize = 1000;
/// So many are under way at the same time.
const TOGETHER: usize = 100;
/// So often a session ends while calls are given up.
const ENDS: usize = 5;
/// The calls have numbers from here on, which nothing else in a request is.
const FROM: usize = 710_000;

type UnderWay = JoinHandle<Result<Option<Value>, Failure>>;

/// An operation behind a login.
struct Case {
    vendor: &'static Vendor,
    scheme: &'static str,
    login: &'static [(&'static str, &'static str)],
    /// What tells one call from another is its first parameter.
    operation: &'static str,
    protocols: &'static [Protocol],
}

const RESCUE: Case = Case {
    vendor: &logmein_rescue::VENDOR,
    scheme: "session",
    login: &[("email", "a@example.com"), ("pwd", "pw")],
    operation: "createUser",
    protocols: &[Protocol::Get, Protocol::Post, Protocol::Soap11, Protocol::Soap12],
};
const MEDIASILO: Case = Case {
    vendor: &mediasilo::VENDOR,
    scheme: "session",
    login: &[("username", "u"), ("password", "p"), ("hostname", "acme.mediasilo.com"), ("apikey", "k")],
    operation: "Asset.Delete",
    protocols: &[Protocol::Xml],
};
const INFOROUTER: Case = Case {
    vendor: &inforouter::VENDOR,
    scheme: "ticket",
    login: &[("UID", "admin"), ("PWD", "pw")],
    operation: "DeleteUser",
    protocols: &[Protocol::Get, Protocol::Post, Protocol::Soap11],
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_that_ends_is_renewed_once() {
    ends_once(&RESCUE).await;
    ends_once(&Case { operation: "getUser_v3", ..RESCUE }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_ends_is_renewed_once() {
    ends_once(&MEDIASILO).await;
    ends_once(&Case { operation: "Asset.GetDetail", ..MEDIASILO }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ticket_that_ends_is_renewed_once() {
    ends_once(&INFOROUTER).await;
    ends_once(&Case { operation: "UserExists", ..INFOROUTER }).await;
}

/// A thousand calls are made, and the session ends when half of them are.
async fn ends_once(case: &Case) {
    let sim = Simulator::start(case.vendor);
    let client = case.client(&sim, |builder| builder);
    client.sign_in().await.expect("a session");
    let mut calls = case.calls(&client, 0..CALLS / 2);
    sim.end_sessions();
    calls.extend(case.calls(&client, CALLS / 2..CALLS));
    for call in calls {
        call.await.expect("no panic").expect("every call is answered");
    }
    assert_eq!(sim.carried_out(case.login().name), 2, "one login to begin with, and one for all");
    let times = case.times_carried_out(&sim);
    assert_eq!(times.len(), CALLS);
    assert!(times.values().all(|times| *times == 1), "{times:?}");
    assert!(sim.requests(case.operation) > CALLS, "some had to find out that the session had ended");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_that_is_refused_fails_all_that_wait_for_it_once() {
    // MediaSilo has no code for a wrong password: the simulator says it as HTTP does.
    let by_code = (Stage::Refused, Kind::Credentials);
    let by_status = (Stage::NotUnderstood, Kind::Unexpected);
    for (case, told) in [(&RESCUE, by_code), (&INFOROUTER, by_code), (&MEDIASILO, by_status)] {
        let sim = Simulator::start(case.vendor);
        sim.accept_login(&[(case.login[1].0, "another password")]);
        let client = case.client(&sim, |builder| builder);
        let mut codes = Vec::new();
        for call in case.calls(&client, 0..CALLS) {
            let failure = call.await.expect("no panic").expect_err("nobody is let in");
            assert_eq!((failure.stage(), failure.kind()), told, "{failure}");
            assert_eq!(failure.operation(), case.login().name);
            codes.push(failure.refusal().map(|refusal| refusal.text.clone()));
        }
        assert_eq!(codes[0].is_some(), told == by_code);
        assert!(codes.iter().all(|code| *code == codes[0]), "{:?}", codes[0]);
        assert_eq!((sim.requests(case.login().name), sim.requests(case.operation)), (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_are_given_up_leave_nothing_behind() {
    for (seed, case) in [&RESCUE, &MEDIASILO, &INFOROUTER].into_iter().enumerate() {
        let sim = Simulator::start(case.vendor);
        for _ in 0..10 {
            sim.on(case.login().name).delay(Duration::from_millis(15));
        }
        // Few at a time, so that many wait for their turn.
        let client = case.client(&sim, |builder| builder.max_concurrent_requests(4));
        let mut chance = fastrand::Rng::with_seed(seed as u64);
        let (mut kept, mut given_up) = (Vec::new(), Vec::new());
        for from in (0..CALLS).step_by(CALLS / ENDS) {
            for number in from..from + CALLS / ENDS {
                let call = case.call(&client, number);
                if number.is_multiple_of(2) {
                    kept.push((number, call));
                } else {
                    let after = Duration::from_micros(chance.u64(0..60_000));
                    given_up.push(tokio::spawn(async move {
                        tokio::time::sleep(after).await;
                        call.abort();
                    }));
                }
            }
            tokio::time::sleep(Duration::from_millis(chance.u64(0..40))).await;
            sim.end_sessions();
        }
        for (number, call) in &mut kept {
            call.await.expect("no panic").unwrap_or_else(|failure| panic!("call {number}: {failure}"));
        }
        for abort in given_up {
            abort.await.expect("no panic");
        }
        // All turns were given back: so many calls at once are not kept waiting by what is not there any more.
        for call in case.calls(&client, CALLS..CALLS + 8) {
            call.await.expect("no panic").expect("the client is whole");
        }
        let times = case.times_carried_out(&sim);
        assert!(kept.iter().all(|(number, _)| times.contains_key(&(FROM + number))));
        assert!(times.values().all(|times| *times == 1), "{times:?}");
        assert!(times.len() < CALLS + 8, "some were given up before they were carried out");
        assert!(sim.carried_out(case.login().name) <= ENDS + 1);
        // No session but the one that is in use, and none when that is ended.
        assert_eq!(sim.open_sessions(), 1);
        client.sign_out().await.expect("a logout");
        assert_eq!(sim.open_sessions(), 0);
    }
}

impl Case {
    fn client(&self, sim: &Simulator, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        let value = |name: &str, text: &str| match self.login().params.iter().find(|param| param.name == name) {
            Some(param) if param.secret => Value::Secret(text.into()),
            _ => Value::Text(text.to_owned()),
        };
        let login = self.login.iter().map(|(name, text)| (*name, value(name, text)));
        let builder = ClientBuilder::new(self.vendor).base_url(sim.base_url()).max_concurrent_requests(TOGETHER);
        set(builder.sign_in(SignIn::login(self.scheme, login))).build().expect("a client")
    }

    fn login(&self) -> &'static Operation {
        let scheme = self.vendor.schemes.iter().find(|scheme| scheme.name == self.scheme).expect("a scheme");
        self.vendor.operation(scheme.login[0]).expect("its login")
    }

    /// Calls with these numbers, under way.
    fn calls(&self, client: &Client, numbers: Range<usize>) -> Vec<UnderWay> {
        numbers.map(|number| self.call(client, number)).collect()
    }

    fn call(&self, client: &Client, number: usize) -> UnderWay {
        let operation = self.vendor.operation(self.operation).expect("an operation");
        let id = FROM + number;
        let is_number = matches!(operation.params[0].wires[0].ty.kind, description::Kind::Int { .. });
        let id = if is_number { Value::Int(id as i64) } else { Value::Text(id.to_string()) };
        let mut values = Values::new(operation.params.len());
        values.set(0, Some(id));
        let options = CallOptions::from(self.protocols[number % self.protocols.len()]).allow_secrets_in_url();
        let client = client.clone();
        tokio::spawn(async move { client.call(operation, Call { values, options }).await })
    }

    /// How often each call was carried out that was.
    fn times_carried_out(&self, sim: &Simulator) -> HashMap<usize, usize> {
        let mut times = HashMap::new();
        let received = sim.received().into_iter();
        for received in received.filter(|one| one.carried_out && one.operation.as_deref() == Some(self.operation)) {
            let numbers = received.params.iter().filter_map(|(_, text)| text.parse().ok());
            let number = numbers.clone().find(|number| *number >= FROM).expect("every call has a number of its own");
            *times.entry(number).or_default() += 1;
        }
        times
    }
}
