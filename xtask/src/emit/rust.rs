//! Names and types of Rust.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::{Field, NamedType, Operation, Output, ScalarKind, TypeDef, TypeRef, Vendor};

/// An identifier; `r#type` is a raw one.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// An identifier with something before it: `maybe_type`.
pub fn prefixed(prefix: &str, name: &str) -> Ident {
    ident(&format!("{prefix}{}", name.trim_start_matches("r#")))
}

/// The name of a static: `NODE_ID`.
pub fn constant(name: &str) -> Ident {
    use heck::ToShoutySnakeCase;
    ident(&name.trim_start_matches("r#").to_shouty_snake_case())
}

/// The crate's name in Rust.
pub fn crate_name(vendor: &Vendor) -> Ident {
    ident(&vendor.folder.replace('-', "_"))
}

/// The type of one value of a field, secrets apart.
pub fn value_type(vendor: &Vendor, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Scalar(scalar) => scalar_type(&scalar.kind),
        TypeRef::Named(index) => match vendor.types.get(*index) {
            Some(named) => type_path(vendor, named),
            None => quote!(()),
        },
    }
}

/// The type of one value of a field.
pub fn item_type(vendor: &Vendor, field: &Field) -> TokenStream {
    if field.secret { quote!(bindery_transport::Secret) } else { value_type(vendor, &field.ty) }
}

pub fn scalar_type(kind: &ScalarKind) -> TokenStream {
    match kind {
        ScalarKind::String | ScalarKind::Url => quote!(String),
        ScalarKind::Bool { .. } => quote!(bool),
        ScalarKind::Int(name) => {
            let name = ident(name);
            quote!(#name)
        }
        ScalarKind::Number => quote!(bindery_transport::Number),
        ScalarKind::DateTime(_) => quote!(bindery_transport::DateTime),
        ScalarKind::Bytes => quote!(Vec<u8>),
        ScalarKind::Map => quote!(bindery_transport::Map),
    }
}

/// The path of a named type from anywhere in its crate.
pub fn type_path(vendor: &Vendor, named: &NamedType) -> TokenStream {
    let name = ident(&named.rust);
    match named.owner.and_then(|owner| vendor.operations.get(owner)) {
        Some(owner) => {
            let module = module_path(owner);
            quote!(crate::#module::#name)
        }
        None => quote!(crate::#name),
    }
}

/// The path of an operation's module from the crate's root.
pub fn module_path(operation: &Operation) -> TokenStream {
    let module = ident(&operation.rust);
    match &operation.area {
        Some(area) => {
            let area = ident(area);
            quote!(#area::#module)
        }
        None => quote!(#module),
    }
}

/// What a scalar is, seen through the name that it may have.
pub fn scalar_kind<'a>(vendor: &'a Vendor, ty: &'a TypeRef) -> Option<&'a ScalarKind> {
    match ty {
        TypeRef::Scalar(scalar) => Some(&scalar.kind),
        TypeRef::Named(index) => match &vendor.types.get(*index)?.def {
            TypeDef::Scalar(scalar) => Some(&scalar.kind),
            _ => None,
        },
    }
}

/// The definition behind a name.
pub fn definition<'a>(vendor: &'a Vendor, ty: &TypeRef) -> Option<&'a NamedType> {
    match ty {
        TypeRef::Named(index) => vendor.types.get(*index),
        TypeRef::Scalar(_) => None,
    }
}

/// Whether a record holds itself through fields of one value, so that it has no size without a box.
pub fn is_boxed(vendor: &Vendor, record: usize, field: &Field) -> bool {
    let TypeRef::Named(held) = field.ty else { return false };
    let is_record = matches!(definition(vendor, &field.ty), Some(NamedType { def: TypeDef::Record(_), .. }));
    is_record && !field.many && vendor.circles.get(record) == vendor.circles.get(held)
}

/// The type of an output, or of what a refusal carries.
pub fn output_type(vendor: &Vendor, output: &Output) -> TokenStream {
    let item = if output.secret { quote!(bindery_transport::Secret) } else { value_type(vendor, &output.ty) };
    if output.many { quote!(Vec<#item>) } else { item }
}

/// The fields of a record.
pub fn fields<'a>(vendor: &'a Vendor, ty: &TypeRef) -> Option<&'a [Field]> {
    match &definition(vendor, ty)?.def {
        TypeDef::Record(fields) => Some(fields),
        _ => None,
    }
}

/// The records that are reached from some types, those themselves included.
pub fn reached<'a>(vendor: &Vendor, from: impl IntoIterator<Item = &'a TypeRef>) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut left: Vec<&TypeRef> = from.into_iter().collect();
    while let Some(ty) = left.pop() {
        let (TypeRef::Named(index), Some(fields)) = (ty, fields(vendor, ty)) else { continue };
        if seen.insert(*index) {
            left.extend(fields.iter().map(|field| &field.ty));
        }
    }
    seen
}

/// Whether an output is a secret, or one is somewhere in it.
pub fn is_secret(vendor: &Vendor, output: &Output) -> bool {
    let records = reached(vendor, [&output.ty]).into_iter();
    let mut held = records.filter_map(|index| fields(vendor, &TypeRef::Named(index))).flatten();
    output.secret || held.any(|field| field.secret)
}
