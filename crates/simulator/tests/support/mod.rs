//! An HTTP client as raw as it gets.
// Each test uses some of it.
#![allow(dead_code)]

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use bindery_simulator::Simulator;

/// What came back.
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as text, without blanks around it.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).trim().to_owned()
    }
}

/// One exchange. `head` is the request's line and its headers but those that every request has.
pub fn exchange(sim: &Simulator, head: &str, body: &str) -> Reply {
    let address = sim.base_url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).expect("the simulator listens");
    write!(stream, "{head}\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len())
        .expect("sent");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Reply { status, head, body: answer.get(end + 4..).unwrap_or_default().to_vec() }
}

/// A form that is posted.
pub fn post(sim: &Simulator, operation: &str, form: &str) -> Reply {
    post_with(sim, operation, "", form)
}

/// A form that is posted with more headers, each with a line end before it.
pub fn post_with(sim: &Simulator, operation: &str, headers: &str, form: &str) -> Reply {
    let head = format!("POST /{operation} HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded{headers}");
    exchange(sim, &head, form)
}

/// An element as a call over SOAP 1.1, with what the envelope's header holds.
pub fn soap11(sim: &Simulator, header: &str, element: &str) -> Reply {
    let head = "POST /soap HTTP/1.1\r\nContent-Type: text/xml; charset=utf-8";
    exchange(sim, head, &envelope("http://schemas.xmlsoap.org/soap/envelope/", header, element))
}

/// An element as a call over SOAP 1.2.
pub fn soap12(sim: &Simulator, element: &str) -> Reply {
    let head = "POST /soap HTTP/1.1\r\nContent-Type: application/soap+xml; charset=utf-8";
    exchange(sim, head, &envelope("http://www.w3.org/2003/05/soap-envelope", "", element))
}

fn envelope(namespace: &str, header: &str, element: &str) -> String {
    let header = if header.is_empty() { String::new() } else { format!("<s:Header>{header}</s:Header>") };
    format!("<s:Envelope xmlns:s=\"{namespace}\">{header}<s:Body>{element}</s:Body></s:Envelope>")
}
