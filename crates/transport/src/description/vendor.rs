use super::{Answer, Operation, Protocol, Scheme};

/// A vendor's API.
#[derive(Debug)]
pub struct Vendor {
    /// The vendor's name for it.
    pub name: &'static str,
    /// The crate that was generated for it.
    pub package: &'static str,
    /// The address of the API, where it has a fixed one.
    pub base: Option<&'static str>,
    /// How each protocol addresses calls. The first is a client's default.
    pub bindings: &'static [Binding],
    /// Ways to sign in.
    pub schemes: &'static [Scheme],
    /// All operations.
    pub operations: &'static [&'static Operation],
}

/// How one protocol addresses calls.
#[derive(Debug)]
pub struct Binding {
    /// The protocol.
    pub protocol: Protocol,
    /// The path below the base address; holes in braces.
    pub path: &'static str,
    /// SOAP and XML: the namespace of elements; empty is none.
    pub namespace: &'static str,
    /// SOAP: the action; holes in braces.
    pub action: &'static str,
    /// XML: the root element of a request.
    pub root: &'static str,
    /// XML and SOAP answers: the place, below the root (SOAP: below the first child of the body), of the element that
    /// places count from. Empty: the root itself. `*` as a step is any element; holes in braces.
    pub inside: &'static str,
    /// The character set of a form. `None` is UTF-8.
    pub charset: Option<&'static str>,
    /// Headers that go with every request.
    pub headers: &'static [(&'static str, &'static str)],
    /// How answers read.
    pub answer: &'static Answer,
}

impl Vendor {
    /// How this protocol addresses calls, if the vendor has it.
    #[must_use]
    pub fn binding(&self, protocol: Protocol) -> Option<&'static Binding> {
        self.bindings.iter().find(|binding| binding.protocol == protocol)
    }

    /// An operation by the name that its spec gives it.
    #[must_use]
    pub fn operation(&self, name: &str) -> Option<&'static Operation> {
        self.operations.iter().find(|operation| operation.name == name).copied()
    }
}
