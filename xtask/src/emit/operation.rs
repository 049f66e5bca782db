//! One module an operation: its builder, its output, its codes, its description.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    builder,
    docs::{code, docs, doubts, inner_docs, page, prose, prose_or},
    file::Files,
    rust::{ident, output_type},
    types, wire,
};
use crate::model::{Code, Operation, Vendor};

/// Emits the modules of all operations, and those of their areas.
pub fn emit(vendor: &Vendor, uses: &types::Uses, files: &mut Files) {
    let mut areas: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for (index, operation) in vendor.operations.iter().enumerate() {
        let file = operation.rust.trim_start_matches("r#");
        let path = match &operation.area {
            Some(area) => {
                areas.entry(area).or_default().push(operation);
                format!("src/{}/{file}.rs", area.trim_start_matches("r#"))
            }
            None => format!("src/{file}.rs"),
        };
        files.module(path, Some(&operation.file), module(vendor, uses, index, operation));
    }
    for (area, operations) in areas {
        let docs = inner_docs([format!("Operations on {}.", code(area))]);
        let modules = operations.iter().map(|operation| {
            let name = ident(&operation.rust);
            quote!(pub mod #name;)
        });
        files.module(format!("src/{}/mod.rs", area.trim_start_matches("r#")), None, quote!(#docs #(#modules)*));
    }
}

/// The paragraphs that say what an operation is.
pub fn operation_docs(operation: &Operation) -> Vec<String> {
    let mut paragraphs = vec![prose_or(&operation.doc, || format!("{}.", code(&operation.name)))];
    paragraphs.extend(page(operation.page.as_ref()));
    paragraphs.extend(operation.limit.map(|(calls, seconds)| {
        format!("The vendor allows {calls} of these calls in {seconds} s; a client that has to wait does so.")
    }));
    paragraphs.extend(operation.supersedes.as_ref().map(|old| format!("It supersedes {}.", code(old))));
    paragraphs.extend(doubts(&operation.doubts));
    if let Some(output) = &operation.output {
        paragraphs.extend(Some(prose(&output.doc)).filter(|doc| !doc.is_empty()).map(|doc| format!("It gives: {doc}")));
        paragraphs.extend(doubts(&output.doubts));
    }
    for param in &operation.scheme_params {
        paragraphs.extend(doubts(&param.doubts));
    }
    paragraphs
}

fn module(vendor: &Vendor, uses: &types::Uses, index: usize, operation: &Operation) -> TokenStream {
    let head = std::iter::once(format!("{}: its builder, output and codes.", code(&operation.name)));
    let docs = inner_docs(head);
    let builder = builder::builder(vendor, operation);
    let owned = vendor
        .types
        .iter()
        .enumerate()
        .filter(|(_, named)| named.owner == Some(index))
        .map(|(index, _)| types::named_type(vendor, uses, index));
    let codes = codes(vendor, operation);
    let marker = marker(vendor, operation);
    let wire = wire::operation(vendor, operation);
    let states = if builder::has_states(operation) {
        quote!(
            use bindery_transport::{Given, Missing};
        )
    } else {
        TokenStream::new()
    };
    quote! {
        #docs
        use std::marker::PhantomData;

        #states

        #builder
        #(#owned)*
        #codes
        #marker
        #wire
    }
}

fn codes(vendor: &Vendor, operation: &Operation) -> TokenStream {
    let head = docs([
        format!("Why {} was refused.", code(&operation.name)),
        "Open: a code that is not listed here is kept, and `as_str` gives it back.".to_owned(),
    ]);
    let variants = operation.codes.iter().map(|code| (&*code.name, &*code.rust, docs(code_docs(code))));
    let codes = types::enumeration("Code", &head, variants.collect());
    let details = details(vendor, operation);
    quote!(#codes #details)
}

/// What refusals carry besides their code: an enumeration with a variant for each code that carries something.
fn details(vendor: &Vendor, operation: &Operation) -> TokenStream {
    let carrying: Vec<_> = operation
        .codes
        .iter()
        .enumerate()
        .filter_map(|(index, code)| Some((index, code, code.details.as_ref()?)))
        .collect();
    if carrying.is_empty() {
        return quote! {
            impl bindery_transport::Codes for Code {
                type Details = bindery_transport::NoDetails;
            }
        };
    }
    let head = docs([format!("What refusals of {} carry, by their code.", code(&operation.name))]);
    let variants = carrying.iter().map(|(_, code, details)| {
        let name = ident(&code.rust);
        let ty = output_type(vendor, details);
        let doc = prose_or(&details.doc, || format!("What comes with {}.", super::docs::code(&code.name)));
        let docs = docs(std::iter::once(doc).chain(doubts(&details.doubts)));
        quote!(#docs #name(#ty))
    });
    let arms = carrying.iter().map(|(index, code, _)| {
        let name = ident(&code.rust);
        let index = proc_macro2::Literal::usize_unsuffixed(*index);
        quote!(#index => FromValue::from_value(Some(value)).map(Details::#name))
    });
    quote! {
        #head
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Details {
            #(#variants),*
        }
        impl bindery_transport::Codes for Code {
            type Details = Details;
            fn details(code: usize, value: bindery_transport::Value) -> Option<Details> {
                use bindery_transport::FromValue;
                match code {
                    #(#arms,)*
                    _ => None,
                }
            }
        }
    }
}

fn code_docs(code: &Code) -> Vec<String> {
    let spelling = super::docs::code(&code.name);
    let mut head = if code.doc.trim().is_empty() { spelling } else { format!("{spelling}: {}", prose(&code.doc)) };
    if let Some(param) = &code.param {
        head.push_str(&format!(" About {}.", super::docs::code(param)));
    }
    if code.details.is_some() {
        head.push_str(&format!(" Carries [`Details::{}`].", code.rust));
    }
    std::iter::once(head).chain(doubts(&code.doubts)).collect()
}

/// The type that stands for the operation.
fn marker(vendor: &Vendor, operation: &Operation) -> TokenStream {
    let output = operation.output.as_ref().map_or_else(|| quote!(()), |output| output_type(vendor, output));
    let docs = docs([format!("{} as a type.", code(&operation.name))]);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct Operation;
        impl bindery_transport::Operation for Operation {
            const DESCRIPTION: &'static bindery_transport::description::Operation = &wire::OPERATION;
            type Output = #output;
            type Code = Code;
        }
    }
}
