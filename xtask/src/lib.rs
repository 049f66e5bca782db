//! Bindery's generator. The way of a spec: [`spec`] reads it, [`model`] checks it, [`emit`] writes Rust, and [`tree`] puts
//! that on the disk; [`generate`], [`changes`], [`compare`], [`demo`], [`doubts`], [`draft`], [`interop`], [`list`],
//! [`scaffold`], [`schemas`] and [`show`] are the commands.

#![allow(missing_docs, reason = "no other crate uses this one; what a name does not say is said by a comment")]

pub mod changes;
pub mod compare;
pub mod demo;
pub mod diagnostic;
pub mod doubts;
pub mod draft;
pub mod emit;
pub mod generate;
pub mod interop;
pub mod list;
pub mod load;
pub mod model;
pub mod place;
pub mod report;
pub mod scaffold;
pub mod schemas;
pub mod show;
pub mod spec;
pub mod tree;
pub mod wsdl;
