//! Write: what is meant, as the files of a crate. A pure function: the same model gives the same bytes.

pub mod api;
mod builder;
mod calls;
mod client;
mod compile_fail;
mod demo;
mod docs;
mod example;
mod file;
mod lib_rs;
mod manifest;
mod operation;
mod protocols;
mod readme;
mod rust;
mod samples;
mod types;
mod wire;

use std::{collections::BTreeMap, path::PathBuf};

use crate::model;

/// The files of a vendor's crate, by their path in it. `engine` is the way from the crate's folder to the one that the
/// transport and the simulator are in.
pub fn vendor(vendor: &model::Vendor, engine: &str) -> BTreeMap<PathBuf, String> {
    let mut files = file::Files::new(vendor);
    manifest::emit(vendor, engine, &mut files);
    readme::emit(vendor, &mut files);
    lib_rs::emit(vendor, &mut files);
    client::emit(vendor, &mut files);
    let uses = types::Uses::of(vendor);
    types::emit(vendor, &uses, &mut files);
    wire::emit(vendor, &mut files);
    operation::emit(vendor, &uses, &mut files);
    calls::emit(vendor, &mut files);
    compile_fail::emit(vendor, &mut files);
    demo::emit(vendor, &mut files);
    files.into_map()
}
