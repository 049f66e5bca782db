use std::fmt;

/// A way to carry a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Protocol {
    /// HTTP GET, parameters in the query.
    Get,
    /// HTTP POST, parameters as an HTML form.
    Post,
    /// SOAP 1.1, document/literal wrapped.
    Soap11,
    /// SOAP 1.2, document/literal wrapped.
    Soap12,
    /// An XML document posted to a URL.
    Xml,
}

impl Protocol {
    /// Every protocol.
    pub const ALL: [Protocol; 5] = [Protocol::Get, Protocol::Post, Protocol::Soap11, Protocol::Soap12, Protocol::Xml];

    /// The name as specs write it: `get`, `post`, `soap11`, `soap12`, `xml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Protocol::Get => "get",
            Protocol::Post => "post",
            Protocol::Soap11 => "soap11",
            Protocol::Soap12 => "soap12",
            Protocol::Xml => "xml",
        }
    }

    /// Whether the call travels in a SOAP envelope.
    #[must_use]
    pub const fn is_soap(self) -> bool {
        matches!(self, Protocol::Soap11 | Protocol::Soap12)
    }

    /// Whether parameters travel as form pairs, in the query or in the body.
    #[must_use]
    pub const fn is_form(self) -> bool {
        matches!(self, Protocol::Get | Protocol::Post)
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of protocols.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Protocols(u8);

impl Protocols {
    /// HTTP GET alone.
    pub const GET: Protocols = Protocols(1);
    /// HTTP POST of a form alone.
    pub const POST: Protocols = Protocols(2);
    /// GET and POST.
    pub const FORM: Protocols = Protocols(3);
    /// SOAP 1.1 alone.
    pub const SOAP11: Protocols = Protocols(4);
    /// SOAP 1.2 alone.
    pub const SOAP12: Protocols = Protocols(8);
    /// Both SOAPs.
    pub const SOAP: Protocols = Protocols(12);
    /// Posted XML alone.
    pub const XML: Protocols = Protocols(16);
    /// All of them.
    pub const ALL: Protocols = Protocols(31);
    /// None.
    pub const NONE: Protocols = Protocols(0);

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Protocols) -> Protocols {
        Protocols(self.0 | other.0)
    }

    /// Whether the set holds the protocol.
    #[must_use]
    pub const fn has(self, protocol: Protocol) -> bool {
        self.0 & Protocols::of(protocol).0 != 0
    }

    /// The set of one protocol.
    #[must_use]
    pub const fn of(protocol: Protocol) -> Protocols {
        match protocol {
            Protocol::Get => Protocols::GET,
            Protocol::Post => Protocols::POST,
            Protocol::Soap11 => Protocols::SOAP11,
            Protocol::Soap12 => Protocols::SOAP12,
            Protocol::Xml => Protocols::XML,
        }
    }

    /// The members, in the order of [`Protocol::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Protocol> {
        Protocol::ALL.into_iter().filter(move |protocol| self.has(*protocol))
    }
}

impl fmt::Debug for Protocols {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// HTTP GET alone.
pub const GET: Protocols = Protocols::GET;
/// HTTP POST of a form alone.
pub const POST: Protocols = Protocols::POST;
/// GET and POST.
pub const FORM: Protocols = Protocols::FORM;
/// SOAP 1.1 alone.
pub const SOAP11: Protocols = Protocols::SOAP11;
/// SOAP 1.2 alone.
pub const SOAP12: Protocols = Protocols::SOAP12;
/// Both SOAPs.
pub const SOAP: Protocols = Protocols::SOAP;
/// Posted XML alone.
pub const XML: Protocols = Protocols::XML;
