//! Answers made of values, through the shapes of the description.

mod refusal;
mod success;
mod template;
mod text;
mod xml;

use bindery_transport::{
    Protocol,
    description::{Operation, Vendor},
};

pub(crate) use refusal::{About, fault, refusal};
pub(crate) use success::success;

/// Where an answer is composed for: all that holes and places depend on.
#[derive(Clone, Copy)]
pub(crate) struct Scene {
    pub(crate) vendor: &'static Vendor,
    pub(crate) operation: &'static Operation,
    pub(crate) protocol: Protocol,
}

impl Scene {
    /// A place or a path with its holes filled.
    fn fill(&self, text: &str) -> String {
        self.operation.fill(text, self.vendor, self.protocol)
    }

    fn hole(&self, name: &str) -> Option<&'static str> {
        self.operation.hole(name, self.vendor, self.protocol)
    }
}
