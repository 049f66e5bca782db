//! The WSDLs that the simulator serves of vendors that do not exist, saved for what holds them against the specs.

use std::{
    collections::BTreeSet,
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
};

use bindery_simulator::Simulator;
use bindery_transport::description::Protocol;

#[test]
fn wsdls_are_saved() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wsdl");
    for (vendor, _) in crate::vendors() {
        let sim = Simulator::start(vendor);
        let soap = [Protocol::Soap11, Protocol::Soap12];
        let called = vendor.operations.iter().flat_map(|operation| soap.map(|on| (operation, on)));
        let on = called.filter(|(operation, on)| operation.binding(vendor, *on).is_some());
        let paths: BTreeSet<String> = on.filter_map(|(operation, on)| operation.path(vendor, on)).collect();
        for (index, path) in paths.iter().enumerate() {
            let file = folder.join(vendor.package).join(format!("{index}.wsdl"));
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, get(&sim, &format!("{path}?wsdl"))).expect("a file");
        }
    }
}

fn get(sim: &Simulator, target: &str) -> String {
    let base = sim.base_url();
    let address = base.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address).expect("the simulator");
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("a request");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    body.to_owned()
}
