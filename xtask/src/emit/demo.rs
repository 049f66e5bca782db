//! The demo: the calls that specs mark with `demo`, against a simulator.

use quote::quote;

use super::{
    calls::{allow_deprecated, rust},
    docs::inner_docs,
    file::Files,
    rust::crate_name,
    samples::{chain, first_accepted},
};
use crate::model::Vendor;

pub fn emit(vendor: &Vendor, files: &mut Files) {
    if !has_cases(vendor) {
        return;
    }
    let krate = crate_name(vendor);
    let cases = vendor.operations.iter().filter(|operation| operation.demo).filter_map(|operation| {
        let name = &operation.name;
        let call = rust(&format!("client{}.send()", chain(vendor, operation, first_accepted(operation)?)));
        Some(quote!(DemoCase::new(#name, #call)))
    });
    let docs = inner_docs([
        "Calls over every protocol against a simulator on this machine, each once accepted and once refused.",
        "It prints one line of JSON a call; `cargo xtask demo` makes a table of them.",
    ]);
    let deprecated = allow_deprecated(vendor);
    files.root(
        "examples/demo.rs",
        quote! {
            #docs
            #deprecated
            use bindery_simulator::demo::{self, DemoCase};
            use #krate::VENDOR;

            fn main() -> Result<std::process::ExitCode, Box<dyn std::error::Error>> {
                let client = #krate::sans_io::client();
                Ok(demo::run(&VENDOR, Vec::from([#(#cases),*])))
            }
        },
    );
}

/// Whether there is anything to show.
pub fn has_cases(vendor: &Vendor) -> bool {
    vendor.operations.iter().any(|operation| operation.demo && first_accepted(operation).is_some())
}
