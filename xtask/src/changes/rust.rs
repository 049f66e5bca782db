//! What the emitted Rust shows of a type or field, and whether it is the same on both sides.

use super::compare::{Both, Side};
use crate::{
    emit::api,
    model::{Field, Scalar, TypeDef, TypeRef, Vendor},
};

/// Whether both are one type in Rust. A named type is the same as long as it has its name: what became of it is told where
/// it stands.
pub fn same_type(both: &Both<'_>, old: &TypeRef, new: &TypeRef) -> bool {
    is_one(both, old, new) || rust_type(both.old.vendor, old) == rust_type(both.new.vendor, new)
}

/// Whether both are spelled alike on the wire.
pub fn same_spelling(both: &Both<'_>, old: &TypeRef, new: &TypeRef) -> bool {
    is_one(both, old, new) || scalar(both.old.vendor, old) == scalar(both.new.vendor, new)
}

fn is_one(both: &Both<'_>, old: &TypeRef, new: &TypeRef) -> bool {
    match (identity(both.old, old), identity(both.new, new)) {
        (Some(old), Some(new)) => old == new,
        _ => false,
    }
}

/// What a named type is called, and whose it is.
fn identity<'a>(side: Side<'a>, ty: &TypeRef) -> Option<(Option<&'a str>, &'a str)> {
    let TypeRef::Named(index) = ty else { return None };
    let named = side.vendor.types.get(*index)?;
    Some((owner(side.vendor, named.owner), named.name.as_str()))
}

/// The operation that a type belongs to.
pub fn owner(vendor: &Vendor, owner: Option<usize>) -> Option<&str> {
    Some(vendor.operations.get(owner?)?.name.as_str())
}

/// The type as the compiler sees it: through its aliases.
pub fn rust_type(vendor: &Vendor, ty: &TypeRef) -> String {
    match api::scalar_kind(vendor, ty) {
        Some(kind) => api::scalar_type(kind).to_string(),
        None => api::value_type(vendor, ty).to_string(),
    }
}

fn scalar<'a>(vendor: &'a Vendor, ty: &'a TypeRef) -> Option<&'a Scalar> {
    match ty {
        TypeRef::Scalar(scalar) => Some(scalar),
        TypeRef::Named(index) => match &vendor.types.get(*index)?.def {
            TypeDef::Scalar(scalar) => Some(scalar),
            TypeDef::Enum(_) | TypeDef::Record(_) => None,
        },
    }
}

/// A field's type for people: `NodeId`, `string[]`, `a secret string`.
pub fn told(vendor: &Vendor, field: &Field) -> String {
    let secret = if field.secret { "secret " } else { "" };
    format!("`{secret}{}`", vendor.type_word(&field.ty, field.many))
}

/// Whether a value of both is the same in Rust: type, list or not, secret or not.
pub fn same_value(both: &Both<'_>, old: &Field, new: &Field) -> bool {
    old.many == new.many && old.secret == new.secret && (old.secret || same_type(both, &old.ty, &new.ty))
}

/// A Rust name for people: `type` of `r#type`.
pub fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}
