//! The integration test: a table of typed calls beside the wire forms of the spec's examples.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs::inner_docs,
    file::Files,
    protocols::protocol,
    rust::{crate_name, module_path, output_type},
    samples::{chain, checks, gives_required},
};
use crate::model::{Example, Operation, Vendor};

pub fn emit(vendor: &Vendor, files: &mut Files) {
    if !has_cases(vendor) {
        return;
    }
    let krate = crate_name(vendor);
    let functions: Vec<(TokenStream, TokenStream)> = vendor
        .operations
        .iter()
        .filter(|operation| operation.examples.iter().any(|example| gives_required(operation, example)))
        .map(|operation| function(vendor, operation))
        .collect();
    let names = functions.iter().map(|(name, _)| name);
    let bodies = functions.iter().map(|(_, body)| body);
    let docs = inner_docs([
        "The examples of the specs: each call as it is typed, beside the wire forms that the specs write down.".to_owned(),
        "The harness encodes, decodes, and sends each over every protocol to a simulator, and has every documented code \
         answered."
            .to_owned(),
    ]);
    let deprecated = allow_deprecated(vendor);
    files.root(
        "tests/calls.rs",
        quote! {
            #docs
            #deprecated
            use bindery_simulator::harness::{self, Case, Expect, Wires};
            use bindery_transport::{Protocol, SansIo};
            use #krate::{VENDOR, bindery_transport};

            type Client = #krate::Client<SansIo>;
            type Cases = Result<Vec<Case>, Box<dyn std::error::Error>>;

            #[test]
            fn calls() -> Result<(), Box<dyn std::error::Error>> {
                harness::run(&VENDOR, cases()?);
                Ok(())
            }

            pub(crate) fn cases() -> Cases {
                let client = #krate::sans_io::client();
                let mut cases = Vec::new();
                for of_operation in [#(#names as fn(&Client) -> Cases),*] {
                    cases.extend(of_operation(&client)?);
                }
                Ok(cases)
            }
            #(#bodies)*
        },
    );
}

/// What is deprecated is called all the same.
pub fn allow_deprecated(vendor: &Vendor) -> TokenStream {
    match vendor.operations.iter().any(|operation| operation.deprecated.is_some()) {
        true => quote!(#![allow(deprecated, reason = "what is not to be used has to work, too")]),
        false => TokenStream::new(),
    }
}

/// Whether there is anything to test.
pub fn has_cases(vendor: &Vendor) -> bool {
    vendor
        .operations
        .iter()
        .any(|operation| operation.examples.iter().any(|example| gives_required(operation, example)))
}

fn function(vendor: &Vendor, operation: &Operation) -> (TokenStream, TokenStream) {
    let path = module_path(operation).to_string().replace(' ', "").replace("::", "_").replace("r#", "");
    let name = super::rust::ident(&format!("examples_of_{}", path.replace("__", "_")));
    let cases = operation
        .examples
        .iter()
        .filter(|example| gives_required(operation, example))
        .map(|example| case(vendor, operation, example));
    let told: Vec<String> = operation.examples.iter().map(told).collect();
    let docs = super::docs::docs(told);
    let body = quote! {
        #docs
        fn #name(client: &Client) -> Cases {
            Ok(Vec::from([#(#cases),*]))
        }
    };
    (quote!(#name), body)
}

/// What the spec says about an example: what it shows, where its wire forms are from, what may be wrong with it.
fn told(example: &Example) -> String {
    let mut text = format!("Line {}:", example.line);
    if !example.doc.is_empty() {
        text.push_str(&format!(" {}", super::docs::prose(&example.doc)));
    }
    if let Some(source) = &example.source {
        text.push_str(&format!(" Source: {}.", super::docs::prose(source)));
    }
    for doubt in &example.doubts {
        text.push_str(&format!(" Doubt: {}", super::docs::prose(&doubt.text)));
    }
    text
}

fn case(vendor: &Vendor, operation: &Operation, example: &Example) -> TokenStream {
    let name = &operation.name;
    let place = format!("specs/{}:{}", operation.file, example.line);
    let auth = match &example.auth {
        Some((scheme, values)) => {
            let scheme = vendor.schemes.get(*scheme).map_or("", |scheme| scheme.name.as_str());
            let values = values.iter().map(|(name, value)| quote!((#name, #value)));
            quote!(Some((#scheme, &[#(#values),*])))
        }
        None => quote!(None),
    };
    let wires = |wires: &[(crate::model::Protocol, String)]| {
        let wires = wires.iter().map(|(on, text)| {
            let on = protocol(*on);
            quote!((#on, #text))
        });
        quote!(&[#(#wires),*])
    };
    let requests = wires(&example.requests);
    let answers = wires(&example.answers);
    let headers = example.headers.iter().map(|(on, headers)| {
        let on = protocol(*on);
        let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
        quote!((#on, &[#(#headers),*]))
    });
    let headers = quote!(&[#(#headers),*]);
    let call = rust(&format!("client{}.send()", chain(vendor, operation, example)));
    let expect = expect(vendor, operation, example);
    quote!(Case::new(#name, #place, Wires { auth: #auth, requests: #requests, headers: #headers, answers: #answers }, #call, #expect))
}

fn expect(vendor: &Vendor, operation: &Operation, example: &Example) -> TokenStream {
    if let Some(code) = &example.code {
        let mut expect = quote!(Expect::code(#code));
        if let Some(parameter) = &example.parameter {
            expect.extend(quote!(.parameter(#parameter)));
        }
        if let Some(message) = &example.message {
            expect.extend(quote!(.message(#message)));
        }
        expect.extend(details(vendor, operation, example));
        return expect;
    }
    let (Some(output), Some(sample)) = (&operation.output, &example.output) else { return quote!(Expect::nothing()) };
    let statements = checks(vendor, output, sample, "output");
    if statements.is_empty() {
        return quote!(Expect::nothing());
    }
    let output_type = from_outside(vendor, &output_type(vendor, output));
    let statements = rust(&statements.join("\n"));
    quote!(Expect::output(|output: &#output_type| { #statements }))
}

/// What a refusal is expected to carry.
fn details(vendor: &Vendor, operation: &Operation, example: &Example) -> Option<TokenStream> {
    let sample = example.details.as_ref()?;
    let code = operation.codes.iter().find(|code| Some(&code.name) == example.code.as_ref())?;
    let output = code.details.as_ref()?;
    let module = module_path(operation);
    let ty = from_outside(vendor, &quote!(crate::#module::Details));
    let variant = super::rust::ident(&code.rust);
    let statements = rust(&checks(vendor, output, sample, "details").join("\n"));
    Some(quote! {
        .details(|details: &#ty| {
            let #ty::#variant(details) = details else { panic!("another code's: {details:?}") };
            #statements
        })
    })
}

/// A type of the crate, as it is called from outside.
fn from_outside(vendor: &Vendor, ty: &TokenStream) -> TokenStream {
    rust(&ty.to_string().replace("crate ::", &format!("{} ::", crate_name(vendor))))
}

/// Rust that was put together as text. What is no Rust becomes an error in the emitted file.
pub fn rust(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error: proc_macro2::LexError| {
        let message = error.to_string();
        quote!(compile_error!(#message))
    })
}
