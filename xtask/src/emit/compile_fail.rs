//! The test that a required parameter that is left out does not compile, and that the compiler names it.

use quote::quote;

use super::{
    docs::inner_docs,
    file::Files,
    rust::crate_name,
    samples::{chain, chain_without, first_accepted},
};
use crate::model::{Example, Operation, Vendor};

pub fn emit(vendor: &Vendor, files: &mut Files) {
    let Some((operation, example)) = subject(vendor) else { return };
    let krate = crate_name(vendor).to_string();
    let call = |chain: String| format!("let _ = {krate}::sans_io::client(){chain}.send();");
    let with = call(chain(vendor, operation, example));
    let snippets = operation.params.iter().filter(|param| param.required).map(|param| {
        let name = param.rust.trim_start_matches("r#");
        let without = call(chain_without(vendor, operation, example, Some(&param.name)));
        quote!(Snippet { param: #name, without: #without, with: #with })
    });
    let docs = inner_docs([format!("Leaving out a required parameter of `{}` does not compile.", operation.name)]);
    let package = &vendor.folder;
    files.root(
        "tests/compile_fail.rs",
        quote! {
            #docs
            use bindery_simulator::compile_fail::{self, Snippet};

            #[test]
            fn required_parameters() {
                compile_fail::run(
                    env!("CARGO_MANIFEST_DIR"),
                    env!("CARGO_TARGET_TMPDIR"),
                    #package,
                    &[#(#snippets),*],
                );
            }
        },
    );
}

/// The operation with the most required parameters, by a call that gives them all.
pub fn subject(vendor: &Vendor) -> Option<(&Operation, &Example)> {
    let required = |operation: &Operation| operation.params.iter().filter(|param| param.required).count();
    vendor
        .operations
        .iter()
        .filter(|operation| required(operation) > 0)
        .filter_map(|operation| Some((operation, first_accepted(operation)?)))
        .rev()
        .max_by_key(|(operation, _)| required(operation))
}
