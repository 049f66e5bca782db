//! Examples of a description: calls and what comes of them, as values.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Example, Sample};

/// An example.
pub fn example(example: &Example) -> TokenStream {
    let params = example.params.iter().map(|(name, value)| {
        let value = sample(value);
        quote!((#name, #value))
    });
    let params = quote!(&[#(#params),*]);
    let value = |value: &Option<Sample>| value.as_ref().map_or_else(|| quote!(Sample::None), sample);
    match &example.code {
        Some(code) => {
            let details = value(&example.details);
            quote!(Example::refused(#params, #code, #details))
        }
        None => {
            let output = value(&example.output);
            quote!(Example::accepted(#params, #output))
        }
    }
}

/// A value.
pub fn sample(value: &Sample) -> TokenStream {
    match value {
        Sample::Text(text) => quote!(Sample::Text(#text)),
        Sample::Int(value) => {
            let value = proc_macro2::Literal::i64_unsuffixed(*value);
            quote!(Sample::Int(#value))
        }
        Sample::Bool(value) => quote!(Sample::Bool(#value)),
        Sample::List(items) => {
            let items = items.iter().map(sample);
            quote!(Sample::List(&[#(#items),*]))
        }
        Sample::Record(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let value = sample(value);
                quote!((#name, #value))
            });
            quote!(Sample::Record(&[#(#fields),*]))
        }
    }
}
