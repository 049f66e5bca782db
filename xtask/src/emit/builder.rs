//! Builders: a call whose type remembers which required parameters were given.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{
    docs::{code, docs, doubts, prose_or},
    operation::operation_docs,
    rust::{ident, item_type, prefixed, scalar_kind},
    types,
};
use crate::model::{Field, Operation, ScalarKind, Vendor, name};

/// What has to be given before a call can be sent: a parameter, or one of several.
pub struct Demand<'a> {
    pub params: Vec<&'a Field>,
}

impl Demand<'_> {
    /// The trait that stands for "this was given".
    pub fn given(&self) -> Ident {
        let names: Vec<String> =
            self.params.iter().map(|param| name::camel(param.rust.trim_start_matches("r#"))).collect();
        ident(&names.join("Or"))
    }

    /// What the compiler says when it was not, and what to do.
    pub fn messages(&self) -> (String, String) {
        let names: Vec<&str> = self.params.iter().map(|param| param.rust.trim_start_matches("r#")).collect();
        let named: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let calls: Vec<String> = names.iter().map(|name| format!("`.{name}(…)`")).collect();
        let one = if names.len() > 1 { ", one of them," } else { "" };
        (
            format!("required parameter {} was not given", named.join(" or ")),
            format!("call {}{one} before this", calls.join(" or ")),
        )
    }

    fn holds(&self, param: &Field) -> bool {
        self.params.iter().any(|own| own.name == param.name)
    }

    fn is_choice(&self) -> bool {
        self.params.len() > 1
    }
}

/// Everything that has to be given, in the order of the parameters.
pub fn demands(operation: &Operation) -> Vec<Demand<'_>> {
    let mut demands: Vec<Demand<'_>> = Vec::new();
    for param in &operation.params {
        let group = operation.one_of.iter().find(|group| group.contains(&param.name));
        if param.required {
            demands.push(Demand { params: vec![param] });
        } else if let Some(group) = group
            && !demands.iter().any(|demand| demand.holds(param))
        {
            let params = operation.params.iter().filter(|param| group.contains(&param.name)).collect();
            demands.push(Demand { params });
        }
    }
    demands
}

/// Whether the builder's type has states at all.
pub fn has_states(operation: &Operation) -> bool {
    !demands(operation).is_empty()
}

/// The builder of an operation.
pub fn builder(vendor: &Vendor, operation: &Operation) -> TokenStream {
    let name = ident(&operation.builder);
    let demands = demands(operation);
    let states: Vec<Ident> = (0..demands.len()).map(|index| format_ident!("P{index}")).collect();
    let mut paragraphs = operation_docs(operation);
    paragraphs.push(format!("A call of {}, to be completed and sent.", code(&operation.name)));
    let docs = docs(paragraphs);
    let mut plain = TokenStream::new();
    let mut choices = TokenStream::new();
    for (index, param) in operation.params.iter().enumerate().filter(|(_, param)| param.fixed.is_none()) {
        let demand = demands.iter().position(|demand| demand.holds(param));
        let with = |mark: &TokenStream| {
            let states = states
                .iter()
                .enumerate()
                .map(|(index, state)| if Some(index) == demand { mark.clone() } else { quote!(#state) });
            quote!(#name<S, #(#states),*>)
        };
        let given = if demand.is_some() { with(&quote!(Given)) } else { quote!(Self) };
        let setter = setter(vendor, operation, index, param, demand.is_some(), &given);
        if demand.and_then(|demand| demands.get(demand)).is_some_and(Demand::is_choice) {
            // Not where one of its group was given already.
            let missing = with(&quote!(Missing));
            let others = states.iter().enumerate().filter(|(index, _)| Some(*index) != demand).map(|(_, state)| state);
            choices.extend(quote! {
                impl<S: bindery_transport::Sender, #(#others),*> #missing {
                    #setter
                }
            });
        } else {
            plain.extend(setter);
        }
    }
    let bounds = bounds(&demands, &states);
    let defaults = states.iter().map(|state| quote!(#state = Missing));
    let missing = states.iter().map(|_| quote!(Missing));
    let count = proc_macro2::Literal::usize_unsuffixed(operation.params.len());
    let more = more(vendor, operation, &states, &bounds);
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
            #plain
            /// Options for this call alone, such as its protocol.
            pub fn with(self, options: impl Into<bindery_transport::CallOptions>) -> Self {
                #name(self.0.with(options), self.1)
            }
            /// Sends the call.
            pub fn send(self) -> S::Answer<Operation> #bounds {
                self.0.send::<Operation>()
            }
        }
        #choices
        #more
    }
}

fn bounds(demands: &[Demand<'_>], states: &[Ident]) -> TokenStream {
    if demands.is_empty() {
        return TokenStream::new();
    }
    let bounds = states.iter().zip(demands).map(|(state, demand)| {
        let given = demand.given();
        quote!(#state: crate::given::#given)
    });
    quote!(where #(#bounds,)*)
}

/// Other ways to send a call: into a writer, page by page.
fn more(vendor: &Vendor, operation: &Operation, states: &[Ident], bounds: &TokenStream) -> TokenStream {
    let mut methods = TokenStream::new();
    let mut blocking_methods = TokenStream::new();
    if gives_bytes(vendor, operation) {
        let docs = docs([
            "Sends the call and writes what comes into a writer as it comes; how many bytes it was.",
            "Where the protocol carries the bytes as they are, nothing is kept in memory, and the client's limit of a \
             body's size does not count.",
            "# Errors\nAs of `send`; the answer broke off, or the writer failed: what was written by then is no whole \
             answer.",
        ]);
        methods.extend(quote! {
            #docs
            pub async fn download(
                self,
                writer: &mut (impl bindery_transport::AsyncWrite + Unpin + Send + ?Sized),
            ) -> Result<u64, bindery_transport::Error<Code>> #bounds {
                self.0.download::<Operation>(writer).await
            }
        });
        blocking_methods.extend(quote! {
            #docs
            pub fn download(
                self,
                writer: &mut (impl std::io::Write + ?Sized),
            ) -> Result<u64, bindery_transport::Error<Code>> #bounds {
                self.0.download::<Operation>(writer)
            }
        });
    }
    if let Some((pages, next)) = operation
        .output
        .as_ref()
        .and_then(|output| output.pages.as_ref())
        .and_then(|pages| Some((pages, vendor.operations.get(pages.next)?)))
    {
        let module = super::rust::module_path(next);
        let next_builder = ident(&next.builder);
        let given: Vec<_> = demands(next).iter().map(|_| quote!(Given)).collect();
        let last = last_field(vendor, next, &pages.last);
        let docs = docs([
            format!(
                "Sends the call, and gives its output together with the pages of what it found, each got by a call of \
                 {} when it is asked for.",
                code(&next.name)
            ),
            "The vendor keeps between the calls what was found: another such call with the same session ends these pages."
                .to_owned(),
            "# Errors\nAs of `send`; each page has its own.".to_owned(),
        ]);
        let method = |sender: TokenStream, asynchronous: TokenStream, wait: TokenStream| {
            quote! {
                #docs
                pub #asynchronous fn pages(
                    self,
                    next: crate::#module::#next_builder<#sender, #(#given),*>,
                ) -> Result<
                    (
                        <Operation as bindery_transport::Operation>::Output,
                        bindery_transport::Pages<#sender, crate::#module::Operation>,
                    ),
                    bindery_transport::Error<Code>,
                > #bounds {
                    let found = self.0.send::<Operation>() #wait?;
                    Ok((found, next.into_pages(|page| #last)))
                }
            }
        };
        methods.extend(method(quote!(bindery_transport::Client), quote!(async), quote!(.await)));
        blocking_methods.extend(method(quote!(bindery_transport::blocking::Client), quote!(), quote!()));
    }
    let name = ident(&operation.builder);
    let into_pages = if is_paged(vendor, operation) {
        quote! {
            #[cfg(feature = "client")]
            impl<S: bindery_transport::Sender, #(#states),*> #name<S, #(#states),*> {
                pub(crate) fn into_pages(
                    self,
                    last: fn(&<Operation as bindery_transport::Operation>::Output) -> bool,
                ) -> bindery_transport::Pages<S, Operation> {
                    self.0.pages::<Operation>(last)
                }
            }
        }
    } else {
        TokenStream::new()
    };
    if methods.is_empty() {
        return into_pages;
    }
    quote! {
        #into_pages
        #[cfg(feature = "client")]
        impl<#(#states),*> #name<bindery_transport::Client, #(#states),*> {
            #methods
        }
        #[cfg(feature = "blocking")]
        impl<#(#states),*> #name<bindery_transport::blocking::Client, #(#states),*> {
            #blocking_methods
        }
    }
}

/// Whether an operation gives bytes, which may be more than memory holds.
pub fn gives_bytes(vendor: &Vendor, operation: &Operation) -> bool {
    operation
        .output
        .as_ref()
        .is_some_and(|output| !output.many && matches!(scalar_kind(vendor, &output.ty), Some(ScalarKind::Bytes)))
}

/// Whether an operation gives the pages of another one.
fn is_paged(vendor: &Vendor, operation: &Operation) -> bool {
    let mut pages = vendor.operations.iter().filter_map(|other| other.output.as_ref()?.pages.as_ref());
    pages.any(|pages| vendor.operations.get(pages.next).is_some_and(|next| next.name == operation.name))
}

/// Whether a page was the last one, by the field that says so.
fn last_field(vendor: &Vendor, next: &Operation, last: &str) -> TokenStream {
    let fields = next.output.as_ref().and_then(|output| super::rust::fields(vendor, &output.ty)).unwrap_or_default();
    match fields.iter().find(|field| field.name == last) {
        Some(field) => {
            let name = ident(&field.rust);
            // A page that does not say so is taken for the last: better than to ask for ever.
            if field.required { quote!(page.#name) } else { quote!(page.#name.unwrap_or(true)) }
        }
        None => quote!(true),
    }
}

fn setter(
    vendor: &Vendor,
    operation: &Operation,
    index: usize,
    param: &Field,
    is_demanded: bool,
    given: &TokenStream,
) -> TokenStream {
    let name = ident(&param.rust);
    let docs = docs(param_docs(operation, param));
    let position = proc_macro2::Literal::usize_unsuffixed(index);
    let (argument, stored, value) = argument(vendor, param);
    let builder = ident(&operation.builder);
    let maybe = if is_demanded {
        TokenStream::new()
    } else {
        let maybe = prefixed("maybe_", &param.rust);
        let plain = param.rust.trim_start_matches("r#");
        let maybe_docs = super::docs::docs([format!("Like [`{plain}`](Self::{plain}); `None` is \"not given\".")]);
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

/// What a setter takes, what is kept, and how the one becomes the other.
pub fn argument(vendor: &Vendor, field: &Field) -> (TokenStream, TokenStream, TokenStream) {
    let name = ident(&field.rust);
    let item = item_type(vendor, field);
    match (field.many, converts(vendor, field)) {
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
    }
}

fn param_docs(operation: &Operation, param: &Field) -> Vec<String> {
    let head = prose_or(&param.doc, || types::wire_spelling(param));
    let mut facts = Vec::new();
    let group = operation.one_of.iter().find(|group| group.contains(&param.name));
    facts.push(match (param.required, group) {
        (true, _) => "Required.".to_owned(),
        (false, Some(group)) => {
            let others = group.iter().filter(|name| **name != param.name).map(|name| code(name));
            format!("Required, unless {} is given.", others.collect::<Vec<_>>().join(" or "))
        }
        (false, None) => match &param.required_if {
            Some((other, value)) => format!("Required when {} is {}.", code(other), code(&value.to_string())),
            None => "Optional.".to_owned(),
        },
    });
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
pub fn converts(vendor: &Vendor, param: &Field) -> bool {
    param.secret
        || matches!(
            scalar_kind(vendor, &param.ty),
            Some(
                ScalarKind::String | ScalarKind::Url | ScalarKind::Number | ScalarKind::DateTime(_) | ScalarKind::Bytes
            )
        )
}
