//! One module an operation: its builder, its output, its codes, its description.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    docs::{code, docs, doubts, inner_docs, page, prose, prose_or},
    file::Files,
    rust::{ident, item_type, prefixed, scalar_kind, type_path},
    types, wire,
};
use crate::model::{Code, Field, Operation, ScalarKind, Vendor, Word};

/// Emits the modules of all operations, and those of their areas.
pub fn emit(vendor: &Vendor, files: &mut Files) {
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
        files.module(path, Some(&operation.file), module(vendor, index, operation));
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

fn module(vendor: &Vendor, index: usize, operation: &Operation) -> TokenStream {
    let head = std::iter::once(format!("{}: its builder, output and codes.", code(&operation.name)));
    let docs = inner_docs(head);
    let builder = builder(vendor, operation);
    let owned = vendor
        .types
        .iter()
        .enumerate()
        .filter(|(_, named)| named.owner == Some(index))
        .map(|(index, _)| types::named_type(vendor, index));
    let codes = codes(operation);
    let marker = marker(vendor, operation);
    let wire = wire::operation(vendor, operation);
    let states = if operation.params.iter().any(|param| param.required) {
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

/// The builder, whose type remembers which required parameters were given.
fn builder(vendor: &Vendor, operation: &Operation) -> TokenStream {
    let name = ident(&operation.builder);
    let required: Vec<&Field> = operation.params.iter().filter(|param| param.required).collect();
    let states: Vec<Ident> = (0..required.len()).map(|index| format_ident!("P{index}")).collect();
    let mut paragraphs = operation_docs(operation);
    paragraphs.push(format!("A call of {}, to be completed and sent.", code(&operation.name)));
    let docs = docs(paragraphs);
    let mut next_state = 0;
    let setters: Vec<TokenStream> = operation
        .params
        .iter()
        .enumerate()
        .map(|(index, param)| {
            let given = if param.required {
                let mut given: Vec<TokenStream> = states.iter().map(|state| quote!(#state)).collect();
                if let Some(state) = given.get_mut(next_state) {
                    *state = quote!(Given);
                }
                next_state += 1;
                quote!(#name<S, #(#given),*>)
            } else {
                quote!(Self)
            };
            setter(vendor, operation, index, param, &given)
        })
        .collect();
    let bounds = states.iter().zip(&required).map(|(state, param)| {
        let given = given_trait(param);
        quote!(#state: crate::given::#given)
    });
    let bounds = if required.is_empty() { TokenStream::new() } else { quote!(where #(#bounds,)*) };
    let defaults = states.iter().map(|state| quote!(#state = Missing));
    let missing = states.iter().map(|_| quote!(Missing));
    let count = proc_macro2::Literal::usize_unsuffixed(operation.params.len());
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "nothing happens until `send` is called"]
        pub struct #name<S, #(#defaults),*>(bindery_transport::CallBuilder<S>, PhantomData<(#(#states,)*)>);

        impl<S: bindery_transport::Sender> #name<S, #(#missing),*> {
            pub(crate) fn new(sender: S) -> Self {
                #name(bindery_transport::CallBuilder::new(sender, #count), PhantomData)
            }
        }

        impl<S: bindery_transport::Sender, #(#states),*> #name<S, #(#states),*> {
            #(#setters)*
            /// Options for this call alone, such as its protocol.
            pub fn with(self, options: impl Into<bindery_transport::CallOptions>) -> Self {
                #name(self.0.with(options), self.1)
            }
            /// Sends the call.
            pub fn send(self) -> S::Answer<Operation> #bounds {
                self.0.send::<Operation>()
            }
        }
    }
}

/// The trait that stands for "this required parameter was given".
pub fn given_trait(param: &Field) -> Ident {
    use heck::ToUpperCamelCase;
    ident(&param.rust.trim_start_matches("r#").to_upper_camel_case())
}

fn setter(vendor: &Vendor, operation: &Operation, index: usize, param: &Field, given: &TokenStream) -> TokenStream {
    let name = ident(&param.rust);
    let docs = docs(param_docs(param));
    let position = proc_macro2::Literal::usize_unsuffixed(index);
    let item = item_type(vendor, param);
    let converts = converts(vendor, param);
    let builder = ident(&operation.builder);
    let (argument, stored, value) = match (param.many, converts) {
        (false, false) => (quote!(#item), item.clone(), quote!(#name)),
        (false, true) => (quote!(impl Into<#item>), item.clone(), quote!(#name.into())),
        (true, false) => {
            (quote!(impl IntoIterator<Item = #item>), quote!(Vec<#item>), quote!(#name.into_iter().collect()))
        }
        (true, true) => (
            quote!(impl IntoIterator<Item = impl Into<#item>>),
            quote!(Vec<#item>),
            quote!(#name.into_iter().map(Into::into).collect()),
        ),
    };
    let maybe = if param.required {
        TokenStream::new()
    } else {
        let maybe = prefixed("maybe_", &param.rust);
        let maybe_docs =
            super::docs::docs([format!("Like [`{}`](Self::{}); `None` is \"not given\".", param.rust, param.rust)]);
        quote! {
            #maybe_docs
            pub fn #maybe(self, #name: Option<#stored>) -> Self {
                #builder(self.0.maybe(#position, #name), self.1)
            }
        }
    };
    quote! {
        #docs
        pub fn #name(self, #name: #argument) -> #given {
            #builder(self.0.set::<#stored>(#position, #value), PhantomData)
        }
        #maybe
    }
}

fn param_docs(param: &Field) -> Vec<String> {
    let head = prose_or(&param.doc, || types::wire_spelling(param));
    let mut facts = Vec::new();
    facts.push(if param.required { "Required.".to_owned() } else { "Optional.".to_owned() });
    facts.extend(param.default.as_ref().map(|default| format!("The vendor assumes {}.", code(default))));
    match (param.min, param.max) {
        (Some(min), Some(max)) => facts.push(format!("From {min} to {max}.")),
        (Some(min), None) => facts.push(format!("At least {min}.")),
        (None, Some(max)) => facts.push(format!("At most {max}.")),
        (None, None) => {}
    }
    facts.extend(param.needs.as_ref().map(|needs| format!("Needs {}.", code(needs))));
    let mut paragraphs = vec![format!("{head} {}", facts.join(" "))];
    paragraphs.extend(doubts(&param.doubts));
    paragraphs
}

/// Whether a setter takes what converts into its type.
fn converts(vendor: &Vendor, param: &Field) -> bool {
    param.secret
        || matches!(
            scalar_kind(vendor, &param.ty),
            Some(ScalarKind::String | ScalarKind::Number | ScalarKind::DateTime(_) | ScalarKind::Bytes)
        )
}

fn codes(operation: &Operation) -> TokenStream {
    let head = docs([
        format!("Why {} was refused.", code(&operation.name)),
        "Open: a code that is not listed here is kept, and `as_str` gives it back.".to_owned(),
    ]);
    let words: Vec<Word> = operation
        .codes
        .iter()
        .map(|code| Word { wire: code.name.clone(), rust: code.rust.clone(), doc: String::new() })
        .collect();
    let variants = words.iter().zip(&operation.codes).map(|(word, code)| (word, docs(code_docs(code)))).collect();
    types::enumeration("Code", &head, variants)
}

fn code_docs(code: &Code) -> Vec<String> {
    let spelling = super::docs::code(&code.name);
    let mut head = if code.doc.trim().is_empty() { spelling } else { format!("{spelling}: {}", prose(&code.doc)) };
    if let Some(param) = &code.param {
        head.push_str(&format!(" About {}.", super::docs::code(param)));
    }
    std::iter::once(head).chain(doubts(&code.doubts)).collect()
}

/// The type that stands for the operation.
fn marker(vendor: &Vendor, operation: &Operation) -> TokenStream {
    let output = output_type(vendor, operation);
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

/// What a call gives back.
pub fn output_type(vendor: &Vendor, operation: &Operation) -> TokenStream {
    match operation.output.as_ref().and_then(|output| Some((output, vendor.types.get(output.ty)?))) {
        None => quote!(()),
        Some((output, named)) => {
            let item = type_path(vendor, named);
            if output.many { quote!(Vec<#item>) } else { item }
        }
    }
}
