//! The clients that send: their builder, with a method for each way to sign in.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs::{code, docs, doubts, inner_docs, prose, prose_or},
    file::Files,
    rust::{ident, item_type, scalar_kind},
};
use crate::model::{Field, Operation, ScalarKind, Scheme, Vendor};

pub fn emit(vendor: &Vendor, files: &mut Files) {
    let client = ident(&vendor.client);
    let docs = inner_docs(["Clients that send, and what sets them up."]);
    let alias_docs = super::docs::docs([
        format!("An async client of {}. Cloning it is cheap, and clones share one session.", prose(&vendor.name)),
        format!("Set it up with [`{0}::builder`](Client::builder).", vendor.client),
    ]);
    let user_agent = format!("{}/{}", vendor.folder, vendor.version);
    let (base_param, base_arg, base_set, base_doc) = match &vendor.base {
        Some(base) => {
            (TokenStream::new(), TokenStream::new(), TokenStream::new(), format!("Sets up a client of <{base}>."))
        }
        None => (
            quote!(base_url: impl Into<String>),
            quote!(base_url),
            quote!(.base_url(base_url)),
            "Sets up a client of the installation at this address; a path in it is kept.".to_owned(),
        ),
    };
    let schemes = vendor.schemes.iter().map(|scheme| sign_in_method(vendor, scheme));
    let base_method = if vendor.base.is_some() {
        quote! {
            /// Another address than the vendor's own; a path in it is kept.
            pub fn base_url(self, base_url: impl Into<String>) -> Self {
                Builder(self.0.base_url(base_url))
            }
        }
    } else {
        TokenStream::new()
    };
    let has_login = vendor.schemes.iter().any(|scheme| !scheme.login.is_empty());
    let (sessions, blocking_sessions) = if has_login { sessions() } else { Default::default() };
    let secret = if has_login { quote!(Secret,) } else { TokenStream::new() };
    files.module(
        "src/client.rs",
        None,
        quote! {
            #docs
            use std::time::Duration;

            use bindery_transport::{Failure, Protocol, #secret SignIn};

            use crate::Client;

            #alias_docs
            pub type #client = Client<bindery_transport::Client>;

            impl Client<bindery_transport::Client> {
                #[doc = #base_doc]
                pub fn builder(#base_param) -> Builder {
                    Builder::new(#base_arg)
                }
                #sessions
            }

            /// The same calls without async. They work inside a tokio runtime too.
            #[cfg(feature = "blocking")]
            pub mod blocking {
                use super::*;

                /// A blocking client.
                pub type #client = Client<bindery_transport::blocking::Client>;

                impl Client<bindery_transport::blocking::Client> {
                    #[doc = #base_doc]
                    pub fn builder(#base_param) -> Builder {
                        Builder::new(#base_arg)
                    }
                    #blocking_sessions
                }
            }

            /// Sets up a client.
            #[derive(Clone, Debug)]
            #[must_use = "nothing happens until `build` is called"]
            pub struct Builder(bindery_transport::ClientBuilder);

            impl Builder {
                fn new(#base_param) -> Builder {
                    Builder(bindery_transport::ClientBuilder::new(&crate::VENDOR).user_agent(#user_agent) #base_set)
                }
                #(#schemes)*
                #base_method
                /// The protocol of calls that do not say another.
                pub fn protocol(self, protocol: Protocol) -> Self {
                    Builder(self.0.protocol(protocol))
                }
                /// How long a whole call may take.
                pub fn timeout(self, timeout: Duration) -> Self {
                    Builder(self.0.timeout(timeout))
                }
                /// How long connecting may take.
                pub fn connect_timeout(self, timeout: Duration) -> Self {
                    Builder(self.0.connect_timeout(timeout))
                }
                /// How long the server may be silent in the middle of an answer.
                pub fn read_timeout(self, timeout: Duration) -> Self {
                    Builder(self.0.read_timeout(timeout))
                }
                /// How often a call is sent again where that cannot carry it out twice.
                pub fn retries(self, retries: u32) -> Self {
                    Builder(self.0.retries(retries))
                }
                /// The largest answer, in bytes.
                pub fn body_limit(self, bytes: u64) -> Self {
                    Builder(self.0.body_limit(bytes))
                }
                /// Lets secrets go into URLs, where servers and proxies write them into their logs.
                pub fn allow_secrets_in_url(self) -> Self {
                    Builder(self.0.allow_secrets_in_url())
                }
                /// Lets secrets go over the network unencrypted, to an address with `http://`.
                pub fn allow_secrets_over_http(self) -> Self {
                    Builder(self.0.allow_secrets_over_http())
                }
                /// What is not set here (proxy, certificates, a ready-made HTTP client) is the transport's.
                pub fn transport(
                    self,
                    set_up: impl FnOnce(bindery_transport::ClientBuilder) -> bindery_transport::ClientBuilder,
                ) -> Self {
                    Builder(set_up(self.0))
                }
                /// The client.
                ///
                /// # Errors
                /// The base address is none, or TLS could not be set up.
                pub fn build(self) -> Result<#client, Failure> {
                    Ok(Client(self.0.build()?))
                }
                /// The blocking client.
                ///
                /// # Errors
                /// As of `build`; or no thread could be started.
                #[cfg(feature = "blocking")]
                pub fn build_blocking(self) -> Result<blocking::#client, Failure> {
                    Ok(Client(self.0.build_blocking()?))
                }
            }
        },
    );
}

/// How the first scheme looks in an example: `.auth_code("…")`.
pub fn sign_in_example(vendor: &Vendor) -> String {
    let Some(scheme) = vendor.schemes.first() else { return String::new() };
    let arguments: Vec<String> =
        arguments(vendor, scheme).iter().map(|field| format!("\"{}\"", field.rust.trim_start_matches("r#"))).collect();
    format!(".{}({})", scheme.rust, arguments.join(", "))
}

/// What the user gives to sign in by a scheme: the required parameters of its login, or the scheme's own.
pub fn arguments<'a>(vendor: &'a Vendor, scheme: &'a Scheme) -> Vec<&'a Field> {
    match login(vendor, scheme) {
        Some(login) => login.params.iter().filter(|param| param.required).collect(),
        None => scheme.params.iter().filter(|param| param.from.is_none()).map(|param| &param.field).collect(),
    }
}

fn login<'a>(vendor: &'a Vendor, scheme: &Scheme) -> Option<&'a Operation> {
    let name = scheme.login.first()?;
    vendor.operations.iter().find(|operation| operation.name == *name)
}

fn sign_in_method(vendor: &Vendor, scheme: &Scheme) -> TokenStream {
    let method = ident(&scheme.rust);
    let name = &scheme.name;
    let arguments = arguments(vendor, scheme);
    let mut paragraphs = vec![prose_or(&scheme.doc, || format!("Signs in by {}.", code(&scheme.name)))];
    if let Some(login) = login(vendor, scheme) {
        paragraphs.push(format!(
            "The client calls {} before its first call, keeps the session, and signs in again when it has ended.",
            code(&login.name)
        ));
    }
    for param in &scheme.params {
        if !param.field.doc.is_empty() {
            paragraphs.push(format!("{} goes along with calls: {}", code(&param.field.name), prose(&param.field.doc)));
        }
        paragraphs.extend(doubts(&param.field.doubts));
    }
    paragraphs.extend(doubts(&scheme.doubts));
    let docs = docs(paragraphs);
    let parameters = arguments.iter().map(|field| {
        let name = ident(&field.rust);
        let ty = item_type(vendor, field);
        if converts(vendor, field) { quote!(#name: impl Into<#ty>) } else { quote!(#name: #ty) }
    });
    let is_login = !scheme.login.is_empty();
    let pairs = arguments.iter().map(|field| {
        let wire = &field.name;
        let name = ident(&field.rust);
        let ty = item_type(vendor, field);
        let value = if converts(vendor, field) { quote!(Into::<#ty>::into(#name)) } else { quote!(#name) };
        if is_login {
            quote!((#wire, bindery_transport::IntoValue::into_value(#value)))
        } else {
            // It may be shown, and goes along like a secret all the same.
            let value = if field.secret { value } else { quote!(bindery_transport::Secret::from(#value)) };
            quote!((#wire, #value))
        }
    });
    let sign_in = if is_login {
        quote!(SignIn::login(#name, [#(#pairs),*]))
    } else if arguments.is_empty() {
        quote!(SignIn::none(#name))
    } else {
        quote!(SignIn::keys(#name, [#(#pairs),*]))
    };
    quote! {
        #docs
        pub fn #method(self, #(#parameters),*) -> Self {
            Builder(self.0.sign_in(#sign_in))
        }
    }
}

/// Whether signing in takes what converts into its type.
pub fn converts(vendor: &Vendor, field: &Field) -> bool {
    field.secret || matches!(scalar_kind(vendor, &field.ty), Some(ScalarKind::String))
}

fn sessions() -> (TokenStream, TokenStream) {
    let sign_in = docs([
        "Signs in now instead of before the first call; also after a sign-in was refused.",
        "# Errors\nWhat the login was refused with.",
    ]);
    let sign_out = docs([
        "Ends the session on the vendor's side, if there is one. The next call signs in again.",
        "# Errors\nWhat the logout was refused with; the session is forgotten all the same.",
    ]);
    let export = docs([
        "The present session as a text, for a later run of the program to go on with. Keep it as you keep a password.",
    ]);
    let restore = docs([
        "Goes on with a session that `export_session` gave, instead of signing in.",
        "# Errors\nIt is none, or it belongs to another address, sign-in or user.",
    ]);
    let exchange = quote! {
        #export
        #[must_use]
        pub fn export_session(&self) -> Option<Secret> {
            self.0.export_session()
        }
        #restore
        pub fn restore_session(&self, session: &Secret) -> Result<(), Failure> {
            self.0.restore_session(session)
        }
    };
    (
        quote! {
            #sign_in
            pub async fn sign_in(&self) -> Result<(), Failure> {
                self.0.sign_in().await
            }
            #sign_out
            pub async fn sign_out(&self) -> Result<(), Failure> {
                self.0.sign_out().await
            }
            #exchange
        },
        quote! {
            #sign_in
            pub fn sign_in(&self) -> Result<(), Failure> {
                self.0.sign_in()
            }
            #sign_out
            pub fn sign_out(&self) -> Result<(), Failure> {
                self.0.sign_out()
            }
            #exchange
        },
    )
}
