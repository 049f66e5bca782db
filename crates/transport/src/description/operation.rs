use super::{Answer, Binding, Example, Field, Kind, Protocol, Protocols, Sample, Template, Type, Vendor};

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
    /// Places of its own that its answers' places count from, as [`Binding::inside`].
    pub insides: &'static [(Protocols, &'static str)],
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
    /// Groups of parameters of which exactly one has to be given.
    pub one_of: &'static [&'static [&'static str]],
    /// How often the vendor lets it be called.
    pub limit: Option<Limit>,
    /// What it gives back.
    pub output: Option<&'static Output>,
    /// Refusals that are an answer, with the output that they stand for; tried before `codes`.
    pub replies: &'static [(&'static Code, Sample)],
    /// The codes of its refusals, in the order in which they are tried.
    pub codes: &'static [&'static Code],
    /// Examples, as values.
    pub examples: &'static [Example],
}

/// How often an operation may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// So many calls
    pub calls: u32,
    /// in so many seconds.
    pub seconds: u32,
}

/// What an operation gives back, or a refusal carries.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    /// What it is; of a list, each item.
    pub ty: &'static Type,
    /// Whether it is a list.
    pub many: bool,
    /// Whether it is a secret, or one is somewhere in it.
    pub secret: bool,
    /// Its value, which stands nowhere in the answer.
    pub fixed: Option<Sample>,
    /// Where it stands, and how it is made of a text. At most one holds for a protocol.
    pub forms: &'static [OutputForm],
}

/// Where an output stands in the answers of some protocols.
#[derive(Clone, Copy, Debug)]
pub struct OutputForm {
    /// The protocols.
    pub on: Protocols,
    /// In XML: the place of the value; of a record the element that its fields' places count from, of a list what
    /// repeats. `.` is the base. In a text it counts only for [`TextForm::Xml`], from the root of that document.
    pub at: &'static str,
    /// In XML: the place of a text that the output is made of, as of a text answer.
    pub inside: Option<&'static str>,
    /// How it is made of a text (a text answer's `{output}`): the first that fits. [`TextForm::Xml`] fits what begins
    /// with `<`, and nothing else does where it is among them.
    pub text: &'static [TextForm],
    /// In a text, of a list: what parts its items; of a [`TextForm::Table`] its cells. `None`: the labels are numbered.
    pub separator: Option<&'static str>,
    /// In XML, for maps: the elements that bear the titles of what a map holds, in its order; or joined by
    /// an attribute `id`, in a row that has any.
    pub titles: Option<&'static str>,
}

/// How an output, or an item of one, is made of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextForm {
    /// Of a record: labelled fields. Of anything else: the text itself.
    Fields,
    /// A template whose holes are the fields; of what is no record, the hole `value`.
    Template(Template),
    /// Of a list: a table, whose first line has the names of its columns; columns are labels.
    Table,
    /// An XML document.
    Xml,
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
    /// Other ways in which it is told.
    pub also: &'static [Telling],
    /// The parameter that it is about.
    pub param: Option<&'static str>,
    /// What it means.
    pub means: Means,
    /// What a refusal with it carries besides; its places count as those of an output do, in a SOAP fault from the fault.
    pub details: Option<&'static Output>,
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

/// Another way in which a [`Code`] is told: some servers send a number where others have a text.
#[derive(Clone, Copy, Debug)]
pub struct Telling {
    /// As [`Code::spellings`].
    pub spellings: &'static [Spelling],
    /// As [`Code::messages`].
    pub messages: &'static [Template],
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
            insides: &[],
            answers: &[],
            holes: &[],
            schemes: &[],
            scheme_params: &[],
            idempotent: false,
            params: &[],
            one_of: &[],
            limit: None,
            output: None,
            replies: &[],
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

    /// With places of its own that its answers' places count from.
    #[must_use]
    pub const fn insides(mut self, insides: &'static [(Protocols, &'static str)]) -> Operation {
        self.insides = insides;
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

    /// With groups of parameters of which exactly one has to be given.
    #[must_use]
    pub const fn one_of(mut self, groups: &'static [&'static [&'static str]]) -> Operation {
        self.one_of = groups;
        self
    }

    /// To be called so many times in so many seconds.
    #[must_use]
    pub const fn limit(mut self, calls: u32, seconds: u32) -> Operation {
        self.limit = Some(Limit { calls, seconds });
        self
    }

    /// With refusals that are an answer.
    #[must_use]
    pub const fn replies(mut self, replies: &'static [(&'static Code, Sample)]) -> Operation {
        self.replies = replies;
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

    /// The place that its answers' places count from; empty: the root.
    #[must_use]
    pub fn inside(&self, vendor: &Vendor, protocol: Protocol) -> String {
        let inside = on(self.insides, protocol).or_else(|| vendor.binding(protocol).map(|binding| binding.inside));
        self.fill(inside.unwrap_or_default(), vendor, protocol)
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
        self.output?.form(protocol)
    }

    /// Whether its answers hold a secret.
    #[must_use]
    pub fn answers_secret(&self) -> bool {
        self.output.is_some_and(|output| output.secret)
            || self.codes.iter().any(|code| code.details.is_some_and(|details| details.secret))
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
    /// One value.
    #[must_use]
    pub const fn new(ty: &'static Type, forms: &'static [OutputForm]) -> Output {
        Output { ty, many: false, secret: false, fixed: None, forms }
    }

    /// Of a value that stands nowhere in the answer.
    #[must_use]
    pub const fn fixed(mut self, value: Sample) -> Output {
        self.fixed = Some(value);
        self
    }

    /// Whether it is bytes, and no list of them.
    pub(crate) fn is_bytes(&self) -> bool {
        matches!(self.ty.kind, Kind::Bytes) && !self.many
    }

    /// Where it stands on this protocol.
    #[must_use]
    pub fn form(&self, protocol: Protocol) -> Option<&'static OutputForm> {
        self.forms.iter().find(|form| form.on.has(protocol))
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
    /// An output at a place.
    #[must_use]
    pub const fn new(on: Protocols, at: &'static str) -> OutputForm {
        OutputForm { on, at, inside: None, text: &[TextForm::Fields], separator: None, titles: None }
    }

    /// Made of a text that stands at this place of an XML answer.
    #[must_use]
    pub const fn inside(mut self, place: &'static str) -> OutputForm {
        self.inside = Some(place);
        self
    }

    /// Made of a text in one of these ways.
    #[must_use]
    pub const fn text(mut self, forms: &'static [TextForm]) -> OutputForm {
        self.text = forms;
        self
    }

    /// With items, or cells, that this parts.
    #[must_use]
    pub const fn separator(mut self, separator: &'static str) -> OutputForm {
        self.separator = Some(separator);
        self
    }

    /// With titles of what its maps hold.
    #[must_use]
    pub const fn titles(mut self, place: &'static str) -> OutputForm {
        self.titles = Some(place);
        self
    }
}

impl Spelling {
    /// A code as it is spelled on these protocols.
    #[must_use]
    pub const fn new(on: Protocols, codes: &'static [&'static str]) -> Spelling {
        Spelling { on, codes }
    }
}

impl Telling {
    /// By these spellings, with these messages.
    #[must_use]
    pub const fn new(spellings: &'static [Spelling], messages: &'static [Template]) -> Telling {
        Telling { spellings, messages }
    }
}

impl Code {
    /// A code that goes with any message.
    #[must_use]
    pub const fn new(name: &'static str, means: Means, spellings: &'static [Spelling], doc: &'static str) -> Code {
        Code { name, spellings, messages: &[], also: &[], param: None, means, details: None, doc }
    }

    /// With the messages that go with it.
    #[must_use]
    pub const fn messages(mut self, messages: &'static [Template]) -> Code {
        self.messages = messages;
        self
    }

    /// Told in other ways, too.
    #[must_use]
    pub const fn also(mut self, also: &'static [Telling]) -> Code {
        self.also = also;
        self
    }

    /// About this parameter.
    #[must_use]
    pub const fn param(mut self, param: &'static str) -> Code {
        self.param = Some(param);
        self
    }

    /// With what a refusal carries besides.
    #[must_use]
    pub const fn details(mut self, details: &'static Output) -> Code {
        self.details = Some(details);
        self
    }

    /// How it is spelled on this protocol, if the protocol has it: the first way in which it is told there.
    #[must_use]
    pub fn spelling(&self, protocol: Protocol) -> Option<&'static Spelling> {
        self.tellings(protocol).next().map(|(spelling, _)| spelling)
    }

    /// The messages that go with [`spelling`](Code::spelling).
    #[must_use]
    pub fn told_with(&self, protocol: Protocol) -> &'static [Template] {
        self.tellings(protocol).next().map_or(&[], |(_, messages)| messages)
    }

    /// Every way in which it is told on this protocol: a spelling, and the messages that go with it.
    pub fn tellings(&self, protocol: Protocol) -> impl Iterator<Item = (&'static Spelling, &'static [Template])> {
        let own = Telling { spellings: self.spellings, messages: self.messages };
        std::iter::once(own).chain(self.also.iter().copied()).filter_map(move |telling| {
            let spelling = telling.spellings.iter().find(|spelling| spelling.on.has(protocol))?;
            Some((spelling, telling.messages))
        })
    }
}

fn on<T: Copy>(table: &[(Protocols, T)], protocol: Protocol) -> Option<T> {
    table.iter().find(|(on, _)| on.has(protocol)).map(|(_, value)| *value)
}
