//! Protocols and sets of them, as the description says them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Protocol, Vendor};

/// The shortest way to say a set of protocols.
pub fn protocols(vendor: &Vendor, set: &[Protocol]) -> TokenStream {
    if all(vendor).iter().all(|protocol| set.contains(protocol)) { quote!(ALL) } else { spelled(set) }
}

pub fn all(vendor: &Vendor) -> Vec<Protocol> {
    vendor.bindings.iter().map(|binding| binding.protocol).collect()
}

/// A set of protocols by the names of its members and families.
pub fn spelled(set: &[Protocol]) -> TokenStream {
    let has = |protocols: &[Protocol]| protocols.iter().all(|protocol| set.contains(protocol));
    let mut rest: Vec<Protocol> = set.to_vec();
    let mut names = Vec::new();
    for (family, name) in
        [([Protocol::Get, Protocol::Post], quote!(FORM)), ([Protocol::Soap11, Protocol::Soap12], quote!(SOAP))]
    {
        if has(&family) {
            rest.retain(|protocol| !family.contains(protocol));
            names.push(name);
        }
    }
    for single in rest {
        names.push(match single {
            Protocol::Get => quote!(GET),
            Protocol::Post => quote!(POST),
            Protocol::Soap11 => quote!(SOAP11),
            Protocol::Soap12 => quote!(SOAP12),
            Protocol::Xml => quote!(XML),
        });
    }
    let mut names = names.into_iter();
    let Some(first) = names.next() else { return quote!(Protocols::NONE) };
    names.fold(first, |all, name| quote!(#all.and(#name)))
}

/// One protocol.
pub fn protocol(protocol: Protocol) -> TokenStream {
    match protocol {
        Protocol::Get => quote!(Protocol::Get),
        Protocol::Post => quote!(Protocol::Post),
        Protocol::Soap11 => quote!(Protocol::Soap11),
        Protocol::Soap12 => quote!(Protocol::Soap12),
        Protocol::Xml => quote!(Protocol::Xml),
    }
}
