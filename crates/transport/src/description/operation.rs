use super::{Answer, Binding, Example, Field, Protocol, Protocols, Template, Type, Vendor};

/// One operation of a vendor's API.
#[derive(Debug)]
pub struct Operation {
    /// The name that the spec gives it, which is the vendor's.
    pub name: &'static str,
    /// The protocols on which it exists.
    pub on: Protocols,
    /// Other names that it bears on some protocols.
    pub names: &'static [(Protocols, &'static str)],
    /// Paths of its own.
    pub paths: &'static [(Protocols, &'static str)],
    /// Answers that read in a way of their own.
    pub answers: &'static [(Protocols, &'static Answer)],
    /// The vendor's own names for templates and places, such as `prefix`.
    pub holes: &'static [(&'static str, &'static str)],
    /// The sign-in schemes that it takes, as indices into [`Vendor::schemes`]. Empty: it needs no sign-in.
    pub schemes: &'static [usize],
    /// Parameters of the sign-in that are spelled differently for this operation.
    pub scheme_params: &'static [Field],
    /// Whether doing it twice is the same as doing it once.
    pub idempotent: bool,
    /// Its parameters, in the order in which they go out.
    pub params: &'static [Field],
    /// What it gives back.
    pub output: Option<&'static Output>,
    /// The codes of its refusals, in the order in which they are tried.
    pub codes: &'static [&'static Code],
    /// Examples, as values.
    pub examples: &'static [Example],
}

/// What an operation gives back.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// A record; of a list, each item.
    pub ty: &'static Type,
    /// Whether it is a list.
    pub many: bool,
    /// Whether a secret is somewhere in it.
    pub secret: bool,
    /// Where it stands, and how it is made of a text. At most one holds for a protocol.
    pub forms: &'static [OutputForm],
}

/// Where an output stands in the answers of some protocols.
#[derive(Clone, Copy, Debug)]
pub struct OutputForm {
    /// The protocols.
    pub on: Protocols,
    /// In XML: the element that its fields' places count from; of a list, the element that repeats. `.` is the base.
    pub at: &'static str,
    /// How it is made of a text answer's `{output}`.
    pub text: TextForm,
}

/// How an output is made of a text.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum TextForm {
    /// Labelled fields.
    Fields,
    /// Records of labelled fields, parted by this text.
    Records(&'static str),
    /// A template whose holes are the fields.
    Template(Template),
}

/// A code of a refusal.
#[derive(Debug)]
pub struct Code {
    /// The name that the spec gives it.
    pub name: &'static str,
    /// How it is spelled; where no spelling holds, the protocol does not have it.
    pub spellings: &'static [Spelling],
    /// Messages that go with it, any of them; empty: any message. A hole `parameter` names a parameter.
    pub messages: &'static [Template],
    /// The parameter that it is about.
    pub param: Option<&'static str>,
    /// What it means.
    pub means: Means,
    /// What it means, in words.
    pub doc: &'static str,
}

/// How a [`Code`] is spelled on some protocols.
#[derive(Clone, Copy, Debug)]
pub struct Spelling {
    /// The protocols.
    pub on: Protocols,
    /// The `{code}` of a refusal, any of these; numbers match by value, words in any case. Empty: any code, also none.
    pub codes: &'static [&'static str],
}

/// What a code means for the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Means {
    /// The session has ended, or there is none: sign in and call again.
    SignIn,
    /// The credentials are wrong.
    Credentials,
    /// Too many calls in too short a time.
    SlowDown,
    /// A parameter is missing or wrong.
    Input,
    /// The caller may not do this.
    Forbidden,
    /// Something named by the call does not exist.
    NotFound,
    /// It goes against the state of things, such as a name that is taken.
    Conflict,
    /// A quota or a licence is used up.
    Limit,
    /// Something went wrong on the vendor's side.
    VendorFault,
}

impl Operation {
    /// An operation that takes nothing and gives nothing.
    #[must_use]
    pub const fn new(name: &'static str, on: Protocols) -> Operation {
        Operation {
            name,
            on,
            names: &[],
            paths: &[],
            answers: &[],
            holes: &[],
            schemes: &[],
            scheme_params: &[],
            idempotent: false,
            params: &[],
            output: None,
            codes: &[],
            examples: &[],
        }
    }

    /// With other names on some protocols.
    #[must_use]
    pub const fn names(mut self, names: &'static [(Protocols, &'static str)]) -> Operation {
        self.names = names;
        self
    }

    /// With paths of its own.
    #[must_use]
    pub const fn paths(mut self, paths: &'static [(Protocols, &'static str)]) -> Operation {
        self.paths = paths;
        self
    }

    /// With answers that read in a way of their own.
    #[must_use]
    pub const fn answers(mut self, answers: &'static [(Protocols, &'static Answer)]) -> Operation {
        self.answers = answers;
        self
    }

    /// With names for templates and places.
    #[must_use]
    pub const fn holes(mut self, holes: &'static [(&'static str, &'static str)]) -> Operation {
        self.holes = holes;
        self
    }

    /// With the sign-in schemes that it takes.
    #[must_use]
    pub const fn schemes(mut self, schemes: &'static [usize]) -> Operation {
        self.schemes = schemes;
        self
    }

    /// With parameters of the sign-in that are spelled differently.
    #[must_use]
    pub const fn scheme_params(mut self, scheme_params: &'static [Field]) -> Operation {
        self.scheme_params = scheme_params;
        self
    }

    /// Doing it twice is the same as doing it once.
    #[must_use]
    pub const fn idempotent(mut self) -> Operation {
        self.idempotent = true;
        self
    }

    /// With parameters.
    #[must_use]
    pub const fn params(mut self, params: &'static [Field]) -> Operation {
        self.params = params;
        self
    }

    /// With an output.
    #[must_use]
    pub const fn output(mut self, output: &'static Output) -> Operation {
        self.output = Some(output);
        self
    }

    /// With codes of refusals.
    #[must_use]
    pub const fn codes(mut self, codes: &'static [&'static Code]) -> Operation {
        self.codes = codes;
        self
    }

    /// With examples.
    #[must_use]
    pub const fn examples(mut self, examples: &'static [Example]) -> Operation {
        self.examples = examples;
        self
    }

    /// The name on this protocol's wire.
    #[must_use]
    pub fn wire_name(&self, protocol: Protocol) -> &'static str {
        on(self.names, protocol).unwrap_or(self.name)
    }

    /// The path below the base address.
    #[must_use]
    pub fn path(&self, vendor: &Vendor, protocol: Protocol) -> Option<String> {
        let path = on(self.paths, protocol).or_else(|| vendor.binding(protocol).map(|binding| binding.path))?;
        Some(self.fill(path, vendor, protocol))
    }

    /// The SOAP action.
    #[must_use]
    pub fn action(&self, vendor: &Vendor, protocol: Protocol) -> Option<String> {
        Some(self.fill(vendor.binding(protocol)?.action, vendor, protocol))
    }

    /// How its answers read on this protocol.
    #[must_use]
    pub fn answer(&self, vendor: &Vendor, protocol: Protocol) -> Option<&'static Answer> {
        on(self.answers, protocol).or_else(|| vendor.binding(protocol).map(|binding| binding.answer))
    }

    /// How it can be called on this protocol, if it can.
    #[must_use]
    pub fn binding(&self, vendor: &Vendor, protocol: Protocol) -> Option<&'static Binding> {
        if self.on.has(protocol) { vendor.binding(protocol) } else { None }
    }

    /// Where the output stands on this protocol.
    #[must_use]
    pub fn output_form(&self, protocol: Protocol) -> Option<&'static OutputForm> {
        self.output?.forms.iter().find(|form| form.on.has(protocol))
    }

    /// Whether its answers hold a secret.
    #[must_use]
    pub fn answers_secret(&self) -> bool {
        self.output.is_some_and(|output| output.secret)
    }

    /// The value of a hole in places, paths and written templates: `operation`, `namespace` or one of the vendor's own.
    #[must_use]
    pub fn hole(&self, name: &str, vendor: &Vendor, protocol: Protocol) -> Option<&'static str> {
        match name {
            "operation" => Some(self.wire_name(protocol)),
            "namespace" => vendor.binding(protocol).map(|binding| binding.namespace),
            _ => match self.holes.iter().find(|(hole, _)| *hole == name).map(|(_, value)| *value) {
                Some("{operation}") => Some(self.wire_name(protocol)),
                other => other,
            },
        }
    }

    /// A text with its `{holes}` filled; a hole that nobody knows stays as it is.
    #[must_use]
    pub fn fill(&self, text: &str, vendor: &Vendor, protocol: Protocol) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            match self.hole(name, vendor, protocol) {
                Some(value) => filled.push_str(value),
                None => filled.extend(["{", name, "}"]),
            }
            rest = tail;
        }
        filled.push_str(rest);
        filled
    }
}

impl Output {
    /// One record.
    #[must_use]
    pub const fn new(ty: &'static Type, forms: &'static [OutputForm]) -> Output {
        Output { ty, many: false, secret: false, forms }
    }

    /// A list.
    #[must_use]
    pub const fn many(mut self) -> Output {
        self.many = true;
        self
    }

    /// With a secret somewhere in it.
    #[must_use]
    pub const fn secret(mut self) -> Output {
        self.secret = true;
        self
    }
}

impl OutputForm {
    /// An output at a place, made of a text in this way.
    #[must_use]
    pub const fn new(on: Protocols, at: &'static str, text: TextForm) -> OutputForm {
        OutputForm { on, at, text }
    }
}

impl Spelling {
    /// A code as it is spelled on these protocols.
    #[must_use]
    pub const fn new(on: Protocols, codes: &'static [&'static str]) -> Spelling {
        Spelling { on, codes }
    }
}

impl Code {
    /// A code that goes with any message.
    #[must_use]
    pub const fn new(name: &'static str, means: Means, spellings: &'static [Spelling], doc: &'static str) -> Code {
        Code { name, spellings, messages: &[], param: None, means, doc }
    }

    /// With the messages that go with it.
    #[must_use]
    pub const fn messages(mut self, messages: &'static [Template]) -> Code {
        self.messages = messages;
        self
    }

    /// About this parameter.
    #[must_use]
    pub const fn param(mut self, param: &'static str) -> Code {
        self.param = Some(param);
        self
    }

    /// How it is spelled on this protocol, if the protocol has it.
    #[must_use]
    pub fn spelling(&self, protocol: Protocol) -> Option<&'static Spelling> {
        self.spellings.iter().find(|spelling| spelling.on.has(protocol))
    }
}

fn on<T: Copy>(table: &[(Protocols, T)], protocol: Protocol) -> Option<T> {
    table.iter().find(|(on, _)| on.has(protocol)).map(|(_, value)| *value)
}
