//! The client without async, anywhere.

#![cfg(feature = "blocking")]

mod support;

use std::{thread, time::Duration};

use bindery_transport::{Kind, Sender, blocking::Client};
use support::{
    server::{Reply, Server},
    vendor::{self, Code, Ping, builder, call, session},
};

fn vendor() -> Server {
    Server::start(|request| match request.operation() {
        "login" => Reply::text("OK").header("Set-Cookie", "sid=s1").after(Duration::from_millis(20)),
        _ => Reply::text(format!("OK {}", request.header("cookie").unwrap_or("none"))),
    })
}

fn client(server: &Server) -> Client {
    builder(server.base()).sign_in(session()).build_blocking().unwrap()
}

fn ping(client: &Client) -> Result<String, bindery_transport::Error<Code>> {
    client.send::<Ping>(call([None])).map(|pinged| pinged.0)
}

#[test]
fn outside_of_a_runtime() {
    let server = vendor();
    let client = client(&server);
    assert_eq!(ping(&client).unwrap(), "sid=s1");
    client.sign_out().unwrap();
    client.sign_in().unwrap();
    assert_eq!(server.calls("login").len(), 2);
    assert_eq!((client.vendor().name, client.base_url()), ("Acme", server.base().as_str()));
}

#[tokio::test]
async fn made_called_and_dropped_within_a_runtime() {
    let server = vendor();
    let client = client(&server);
    assert_eq!(ping(&client).unwrap(), "sid=s1");
    drop(client);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn within_a_runtime_of_many_threads() {
    let server = vendor();
    let client = client(&server);
    let task = tokio::spawn(async move { ping(&client).unwrap() });
    assert_eq!(task.await.unwrap(), "sid=s1");
}

#[test]
fn many_threads_share_one_login_and_wait_side_by_side() {
    let server = Server::start(|request| match request.operation() {
        "login" => Reply::text("OK").header("Set-Cookie", "sid=s1"),
        _ => Reply::text("OK pong").after(Duration::from_millis(300)),
    });
    let client = client(&server);
    let started = std::time::Instant::now();
    thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| assert_eq!(ping(&client).unwrap(), "pong"));
        }
    });
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!((server.calls("login").len(), server.calls("ping").len()), (1, 20));
}

#[test]
fn failures_are_the_same() {
    let server = Server::start(|_| Reply::text("INVALID"));
    let client = client(&server);
    for _ in 0..2 {
        assert_eq!(ping(&client).unwrap_err().kind(), Kind::Credentials);
    }
    assert_eq!(server.requests().len(), 1);
    client.set_sign_in(vendor::key("k")).unwrap();
    assert_eq!(ping(&client).unwrap_err().code(), Some(&Code::Invalid));
}

/// Linux tells the names of a process's threads.
#[cfg(target_os = "linux")]
#[test]
fn the_thread_ends_with_the_last_clone() {
    use bindery_transport::{ClientBuilder, description::Vendor};

    static NAMED: Vendor = Vendor {
        name: "Short-lived",
        package: "short-lived",
        base: Some("http://127.0.0.1:1"),
        bindings: &[],
        schemes: &[],
        operations: &[],
    };
    let alive = || {
        let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
        tasks
            .filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok())
            .any(|name| name.trim() == "short-lived")
    };
    let client = ClientBuilder::new(&NAMED).build_blocking().unwrap();
    let clone = client.clone();
    drop(client);
    wait_for(alive);
    drop(clone);
    wait_for(|| !alive());
}

fn wait_for(condition: impl Fn() -> bool) {
    for _ in 0..200 {
        if condition() {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("it did not come about within two seconds");
}
