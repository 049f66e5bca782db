//! The crate's root: the client with a method an operation.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    builder::demands,
    docs::{docs, doubts, inner_docs, page, prose, prose_or, vendor_doubts},
    file::Files,
    operation::operation_docs,
    rust::{crate_name, ident, module_path},
    samples::{chain, client_variable, first_accepted},
};
use crate::model::{Operation, Vendor};

pub fn emit(vendor: &Vendor, files: &mut Files) {
    given(vendor, files);
    let docs = crate_docs(vendor);
    let mut modules: BTreeSet<&str> =
        vendor.operations.iter().map(|operation| operation.area.as_deref().unwrap_or(&operation.rust)).collect();
    modules.remove("");
    let modules = modules.into_iter().map(|name| {
        let name = ident(name);
        quote!(pub mod #name;)
    });
    let has_types = vendor.types.iter().any(|named| named.owner.is_none());
    let types = if has_types {
        quote!(
            mod types;
        )
    } else {
        TokenStream::new()
    };
    let use_types = if has_types {
        quote!(
            pub use types::*;
        )
    } else {
        TokenStream::new()
    };
    let methods = vendor.operations.iter().map(|operation| method(vendor, operation));
    let client_docs = super::docs::docs([
        format!("Calls of {}, handed to a sender.", prose(&vendor.name)),
        format!("With the feature `client`, [`{}`] sends them.", vendor.client),
    ]);
    files.root(
        "src/lib.rs",
        quote! {
            #docs
            #![allow(clippy::type_complexity, reason = "a builder's type has a state for each required parameter")]
            #![allow(unused_imports, reason = "not every operation needs what operations share")]
            #[cfg(feature = "client")]
            mod client;
            #[doc(hidden)]
            pub mod given;
            #types
            mod wire;
            #(#modules)*

            pub use bindery_transport;
            pub use bindery_transport::{CallOptions, DateTime, Error, Failure, Kind, Number, Protocol, Secret, Stage};
            #[cfg(feature = "client")]
            pub use client::*;
            #use_types
            pub use wire::VENDOR;

            #client_docs
            #[derive(Clone, Debug)]
            pub struct Client<S>(S);

            impl<S: bindery_transport::Sender> Client<S> {
                #(#methods)*

                /// What the calls are handed to.
                pub fn sender(&self) -> &S {
                    &self.0
                }
            }

            /// Calls without I/O: each is a request to send by any means, and reads its answer.
            pub mod sans_io {
                /// A client whose calls are handed back instead of being sent.
                #[must_use]
                pub fn client() -> super::Client<bindery_transport::SansIo> {
                    super::Client(bindery_transport::SansIo)
                }
            }
        },
    );
}

/// The traits that name a missing parameter, one a name.
fn given(vendor: &Vendor, files: &mut Files) {
    let docs = inner_docs(["What the compiler says when a required parameter was not given."]);
    let mut traits = std::collections::BTreeMap::new();
    for demand in vendor.operations.iter().flat_map(demands) {
        let name = demand.given();
        traits.entry(name.to_string()).or_insert_with(|| {
            let (message, label) = demand.messages();
            quote! {
                #[diagnostic::on_unimplemented(message = #message, label = #label)]
                pub trait #name {}
                impl #name for bindery_transport::Given {}
            }
        });
    }
    let traits = traits.values();
    files.module("src/given.rs", None, quote!(#docs #![allow(missing_docs)] #(#traits)*));
}

fn crate_docs(vendor: &Vendor) -> TokenStream {
    let mut paragraphs =
        vec![format!("A typed client for {}.", prose(&vendor.name)), prose_or(&vendor.doc, String::new)];
    paragraphs.extend(page(vendor.page.as_ref()));
    if let Some(example) = first_call(vendor) {
        paragraphs.push(example);
    }
    paragraphs.push(
        "Every operation is a method of [`Client`] that gives a builder; `send` sends it. A required parameter that is \
         left out is a compile error. Refusals are [`Error`]s with a typed code of the operation."
            .to_owned(),
    );
    paragraphs.extend(doubts(&vendor_doubts(vendor)));
    inner_docs(paragraphs)
}

/// A first call, as a doc example.
pub fn first_call(vendor: &Vendor) -> Option<String> {
    let operation = vendor
        .operations
        .iter()
        .find(|operation| operation.demo && first_accepted(operation).is_some())
        .or_else(|| vendor.operations.iter().find(|operation| first_accepted(operation).is_some()))?;
    let example = first_accepted(operation)?;
    let client = &vendor.client;
    let variable = client_variable(vendor);
    let base = if vendor.base.is_some() { String::new() } else { "\"https://example.com/base\"".to_owned() };
    let sign_in = super::client::sign_in_example(vendor);
    let call = chain(vendor, operation, example);
    let krate = crate_name(vendor);
    Some(format!(
        "```no_run\n# #[cfg(feature = \"client\")]\n# async fn example() -> Result<(), Box<dyn std::error::Error>> {{\nuse \
         {krate}::{client};\n\nlet {variable} = {client}::builder({base}){sign_in}.build()?;\nlet answer = \
         {variable}{call}.send().await?;\nprintln!(\"{{answer:?}}\");\n# Ok(())\n# }}\n```"
    ))
}

fn method(vendor: &Vendor, operation: &Operation) -> TokenStream {
    let name = ident(&operation.rust);
    let module = module_path(operation);
    let builder = ident(&operation.builder);
    let mut paragraphs = operation_docs(operation);
    paragraphs.truncate(2);
    let mut refusals: Vec<String> = operation.codes.iter().map(|code| super::docs::code(&code.name)).collect();
    if !refusals.is_empty() {
        refusals.dedup();
        paragraphs.push(format!("# Errors\nRefused with {}.", refusals.join(", ")));
    }
    if let Some(example) = first_accepted(operation) {
        let krate = crate_name(vendor);
        let client = &vendor.client;
        let variable = client_variable(vendor);
        let call = chain(vendor, operation, example);
        paragraphs.push(format!(
            "# Example\n```\n# #[cfg(feature = \"client\")]\n# async fn example({variable}: {krate}::{client}) -> Result<(), \
             Box<dyn std::error::Error>> {{\nlet answer = {variable}{call}.send().await?;\n# Ok(())\n# }}\n```"
        ));
    }
    let docs = docs(paragraphs);
    let deprecated = match &operation.deprecated {
        Some(note) => quote!(#[deprecated(note = #note)]),
        None => TokenStream::new(),
    };
    quote! {
        #docs
        #deprecated
        pub fn #name(&self) -> #module::#builder<S> {
            #module::#builder::new(self.0.clone())
        }
    }
}
