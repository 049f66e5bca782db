//! Named types: aliases of scalars, open enumerations, records.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    builder::argument,
    docs::{code, docs, doubts, inner_docs, prose_or},
    file::Files,
    rust::{ident, is_boxed, item_type, reached, scalar_type},
};
use crate::model::{Field, NamedType, TypeDef, Vendor, Word};

/// Which records are given and which are read.
pub struct Uses {
    params: BTreeSet<usize>,
    answers: BTreeSet<usize>,
}

impl Uses {
    pub fn of(vendor: &Vendor) -> Uses {
        let params = vendor.operations.iter().flat_map(|operation| &operation.params).map(|param| &param.ty);
        let answers = vendor.operations.iter().flat_map(|operation| {
            let details = operation.codes.iter().filter_map(|code| code.details.as_ref());
            operation.output.iter().chain(details).map(|output| &output.ty)
        });
        Uses { params: reached(vendor, params), answers: reached(vendor, answers) }
    }

    /// Whether a parameter is made of it.
    pub fn is_given(&self, record: usize) -> bool {
        self.params.contains(&record)
    }

    /// Whether an answer is made of it. What no operation has is read: it costs nothing, and one may come to have it.
    pub fn is_read(&self, record: usize) -> bool {
        !self.is_given(record) || self.answers.contains(&record)
    }
}

/// Emits the types that operations share.
pub fn emit(vendor: &Vendor, uses: &Uses, files: &mut Files) {
    let types: Vec<_> = vendor
        .types
        .iter()
        .enumerate()
        .filter(|(_, named)| named.owner.is_none())
        .map(|(index, _)| named_type(vendor, uses, index))
        .collect();
    if types.is_empty() {
        return;
    }
    let docs = inner_docs(["Types that operations share."]);
    files.module("src/types.rs", None, quote!(#docs #(#types)*));
}

/// One named type.
pub fn named_type(vendor: &Vendor, uses: &Uses, index: usize) -> TokenStream {
    let Some(named) = vendor.types.get(index) else { return TokenStream::new() };
    let name = ident(&named.rust);
    match &named.def {
        TypeDef::Scalar(scalar) => {
            let ty = scalar_type(&scalar.kind);
            let docs = type_docs(named, None);
            quote!(#docs pub type #name = #ty;)
        }
        TypeDef::Enum(words) => {
            let open = "Open: a word that is not listed here is kept, and `as_str` gives it back.";
            let docs = type_docs(named, Some(open));
            let variants = words.iter().map(|word| (&*word.wire, &*word.rust, docs_of_word(word)));
            enumeration(&named.rust, &docs, variants.collect())
        }
        TypeDef::Record(fields) => record(vendor, uses, index, named, fields),
    }
}

/// An open enumeration: the type, and what [`bindery_transport::Enumeration`] wants of it. A word is what it is on the wire,
/// in Rust, and its docs.
pub fn enumeration(name: &str, docs: &TokenStream, words: Vec<(&str, &str, TokenStream)>) -> TokenStream {
    let name = ident(name);
    let names: Vec<_> = words.iter().map(|(_, rust, _)| ident(rust)).collect();
    let wires: Vec<_> = words.iter().map(|(wire, ..)| wire).collect();
    let as_unknown = if words.is_empty() {
        quote!(let Self::Unknown(word) = self; Some(word))
    } else {
        quote!(if let Self::Unknown(word) = self { Some(word) } else { None })
    };
    let variants = words.iter().zip(&names).map(|((.., docs), name)| quote!(#docs #name));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            #[doc(hidden)]
            Unknown(bindery_transport::Unknown),
        }
        impl bindery_transport::Enumeration for #name {
            const KNOWN: &'static [Self] = &[#(Self::#names),*];
            const WORDS: &'static [&'static str] = &[#(#wires),*];
            fn unknown(word: bindery_transport::Unknown) -> Self {
                Self::Unknown(word)
            }
            fn as_unknown(&self) -> Option<&bindery_transport::Unknown> {
                #as_unknown
            }
        }
        bindery_transport::enumeration!(#name);
    }
}

fn record(vendor: &Vendor, uses: &Uses, index: usize, named: &NamedType, fields: &[Field]) -> TokenStream {
    let name = ident(&named.rust);
    let docs = type_docs(named, None);
    let declared = fields.iter().map(|field| {
        let name = ident(&field.rust);
        let docs = field_docs(field);
        let ty = field_type(vendor, index, field);
        let skip = if field.secret { quote!(#[cfg_attr(feature = "serde", serde(skip))]) } else { TokenStream::new() };
        quote!(#docs #skip pub #name: #ty)
    });
    let taken = fields.iter().enumerate().map(|(position, field)| {
        let name = ident(&field.rust);
        let position = proc_macro2::Literal::usize_unsuffixed(position);
        if is_boxed(vendor, index, field) {
            let ty = item_type(vendor, field);
            quote!(#name: record.take::<Option<#ty>>(#position).ok()?.map(Box::new))
        } else {
            quote!(#name: record.take(#position).ok()?)
        }
    });
    let (is_given, is_read) = (uses.is_given(index), uses.is_read(index));
    let unknown = if is_read {
        quote! {
            /// What the answer held here beside the fields above.
            pub unknown_fields: bindery_transport::UnknownFields,
        }
    } else {
        TokenStream::new()
    };
    let reads = if is_read {
        quote! {
            impl bindery_transport::FromValue for #name {
                fn from_value(value: Option<bindery_transport::Value>) -> Option<Self> {
                    let mut record = bindery_transport::Record::from_value(value)?;
                    Some(Self { #(#taken,)* unknown_fields: record.take_unknown() })
                }
            }
        }
    } else {
        TokenStream::new()
    };
    let gives = if is_given { input(vendor, index, named, fields, is_read) } else { TokenStream::new() };
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        #[non_exhaustive]
        pub struct #name {
            #(#declared,)*
            #unknown
        }
        #reads
        #gives
    }
}

/// How a record is made and written that a parameter takes.
fn input(vendor: &Vendor, index: usize, named: &NamedType, fields: &[Field], is_read: bool) -> TokenStream {
    let name = ident(&named.rust);
    let (required, optional): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| field.required);
    let arguments = required.iter().map(|field| {
        let (name, (argument, ..)) = (ident(&field.rust), argument(vendor, field));
        quote!(#name: #argument)
    });
    let given = required.iter().map(|field| {
        let (name, (.., value)) = (ident(&field.rust), argument(vendor, field));
        if is_boxed(vendor, index, field) {
            quote!(#name: Some(Box::new(#value)))
        } else if name == value.to_string() {
            quote!(#name)
        } else {
            quote!(#name: #value)
        }
    });
    let empty = optional.iter().map(|field| {
        let name = ident(&field.rust);
        if field.many { quote!(#name: Vec::new()) } else { quote!(#name: None) }
    });
    let unknown = if is_read { quote!(unknown_fields: Default::default(),) } else { TokenStream::new() };
    let setters = optional.iter().map(|field| {
        let (name, docs, (argument, _, value)) = (ident(&field.rust), field_docs(field), argument(vendor, field));
        let method = ident(setter(field));
        let value = if field.many {
            value
        } else if is_boxed(vendor, index, field) {
            quote!(Some(Box::new(#value)))
        } else {
            quote!(Some(#value))
        };
        quote! {
            #docs
            #[must_use]
            pub fn #method(mut self, #name: #argument) -> Self {
                self.#name = #value;
                self
            }
        }
    });
    let into_value = quote!(bindery_transport::IntoValue::into_value);
    let set = fields.iter().enumerate().map(|(position, field)| {
        let name = ident(&field.rust);
        let position = proc_macro2::Literal::usize_unsuffixed(position);
        let value = if field.many && !field.required {
            quote!(if self.#name.is_empty() { None } else { Some(#into_value(self.#name)) })
        } else if is_boxed(vendor, index, field) {
            quote!(self.#name.map(|value| #into_value(*value)))
        } else if field.required {
            quote!(Some(#into_value(self.#name)))
        } else {
            quote!(self.#name.map(#into_value))
        };
        quote!(record.set(#position, #value);)
    });
    let count = proc_macro2::Literal::usize_unsuffixed(fields.len());
    let new_docs = docs([if required.is_empty() { "With nothing in it yet." } else { "With what has to be in it." }]);
    let many_arguments = if required.len() > 7 {
        quote!(#[allow(clippy::too_many_arguments, reason = "the vendor wants them all")])
    } else {
        TokenStream::new()
    };
    let new_without_default = if required.is_empty() {
        quote!(#[allow(clippy::new_without_default, reason = "what has to be given may become more")])
    } else {
        TokenStream::new()
    };
    quote! {
        impl #name {
            #new_docs
            #many_arguments
            #new_without_default
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#given,)* #(#empty,)* #unknown }
            }
            #(#setters)*
        }
        impl bindery_transport::IntoValue for #name {
            fn into_value(self) -> bindery_transport::Value {
                let mut record = bindery_transport::Record::new(#count);
                #(#set)*
                #into_value(record)
            }
        }
    }
}

/// The type of a field of a record.
fn field_type(vendor: &Vendor, record: usize, field: &Field) -> TokenStream {
    let item = item_type(vendor, field);
    if field.many {
        quote!(Vec<#item>)
    } else if is_boxed(vendor, record, field) {
        quote!(Option<Box<#item>>)
    } else if field.required {
        item
    } else {
        quote!(Option<#item>)
    }
}

fn type_docs(named: &NamedType, more: Option<&str>) -> TokenStream {
    let head = prose_or(&named.doc, || code(&named.name));
    docs(std::iter::once(head).chain(more.map(str::to_owned)).chain(doubts(&named.doubts)))
}

fn field_docs(field: &Field) -> TokenStream {
    docs(std::iter::once(prose_or(&field.doc, || wire_spelling(field))).chain(doubts(&field.doubts)))
}

fn docs_of_word(word: &Word) -> TokenStream {
    docs([prose_or(&word.doc, || code(&word.wire))])
}

/// What a field is called on the wire, for where a spec says nothing of it.
pub fn wire_spelling(field: &Field) -> String {
    let mut places: Vec<String> = Vec::new();
    for place in field.wires.iter().filter_map(|wire| wire.at.first()) {
        let place = code(place);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if places.is_empty() { code(&field.name) } else { format!("{} on the wire.", places.join(", ")) }
}

/// The method that gives a record a field.
pub fn setter(field: &Field) -> &str {
    if field.rust == "new" { "with_new" } else { &field.rust }
}
