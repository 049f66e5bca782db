//! The kinds of change, each with what it means for users of the crate.

use serde::Serialize;

/// What a change means for users, as semver has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Programs stay as they are.
    Patch,
    /// There is more; programs stay as they are.
    Minor,
    /// A program that uses it may not compile any more, or gets another result.
    Major,
}

impl Level {
    pub fn name(self) -> &'static str {
        match self {
            Level::Patch => "patch",
            Level::Minor => "minor",
            Level::Major => "major",
        }
    }
}

/// The sections of a changelog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    Added,
    Changed,
    Deprecated,
    Removed,
}

impl Section {
    pub const ALL: &'static [Section] = &[Section::Added, Section::Changed, Section::Deprecated, Section::Removed];

    pub fn name(self) -> &'static str {
        match self {
            Section::Added => "Added",
            Section::Changed => "Changed",
            Section::Deprecated => "Deprecated",
            Section::Removed => "Removed",
        }
    }
}

macro_rules! kinds {
    ($($variant:ident $name:literal $level:ident $section:ident,)*) => {
        /// A kind of change. Its name is stable: programs go by it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($variant),*
        }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$variant),*];

            pub fn name(self) -> &'static str {
                match self {
                    $(Kind::$variant => $name),*
                }
            }

            pub fn level(self) -> Level {
                match self {
                    $(Kind::$variant => Level::$level),*
                }
            }

            /// Where it stands in a changelog.
            pub fn section(self) -> Section {
                match self {
                    $(Kind::$variant => Section::$section),*
                }
            }
        }
    };
}

kinds! {
    // The crate and its client.
    CrateRemoved "crate-removed" Major Removed,
    ClientRenamed "client-renamed" Major Changed,
    ClientBuilderChanged "client-builder-changed" Major Changed,
    ProtocolRemoved "protocol-removed" Major Removed,
    // Signing in.
    SignInRemoved "sign-in-removed" Major Removed,
    SignInRenamed "sign-in-renamed" Major Changed,
    SignInArgumentsChanged "sign-in-arguments-changed" Major Changed,
    SignInReplaced "sign-in-replaced" Major Changed,
    OperationSignInNarrowed "operation-sign-in-narrowed" Major Changed,
    // Operations and their parameters.
    OperationRemoved "operation-removed" Major Removed,
    OperationRenamed "operation-renamed" Major Changed,
    OperationMoved "operation-moved" Major Changed,
    ParameterRemoved "parameter-removed" Major Removed,
    ParameterRenamed "parameter-renamed" Major Changed,
    ParameterTypeChanged "parameter-type-changed" Major Changed,
    ParameterBecameRequired "parameter-became-required" Major Changed,
    ParameterBecameOptional "parameter-became-optional" Major Changed,
    RequiredParameterAdded "required-parameter-added" Major Changed,
    RequiredParametersReordered "required-parameters-reordered" Major Changed,
    ChoiceChanged "choice-changed" Major Changed,
    ParameterNarrowed "parameter-narrowed" Major Changed,
    // What comes back.
    OutputTypeChanged "output-type-changed" Major Changed,
    PagesChanged "pages-changed" Major Changed,
    CodeRemoved "code-removed" Major Removed,
    CodeRenamed "code-renamed" Major Changed,
    DetailsChanged "details-changed" Major Changed,
    ReplyRemoved "reply-removed" Major Changed,
    // Types.
    TypeRemoved "type-removed" Major Removed,
    TypeRenamed "type-renamed" Major Changed,
    TypeChanged "type-changed" Major Changed,
    WordRemoved "word-removed" Major Removed,
    WordRenamed "word-renamed" Major Changed,
    FieldRemoved "field-removed" Major Removed,
    FieldRenamed "field-renamed" Major Changed,
    FieldTypeChanged "field-type-changed" Major Changed,
    FieldBecameRequired "field-became-required" Major Changed,
    FieldBecameOptional "field-became-optional" Major Changed,
    RequiredFieldAdded "required-field-added" Major Changed,
    RequiredFieldsReordered "required-fields-reordered" Major Changed,

    CrateAdded "crate-added" Minor Added,
    ProtocolAdded "protocol-added" Minor Added,
    DefaultProtocolChanged "default-protocol-changed" Minor Changed,
    SignInAdded "sign-in-added" Minor Added,
    OperationSignInWidened "operation-sign-in-widened" Minor Added,
    OperationAdded "operation-added" Minor Added,
    OperationDeprecated "operation-deprecated" Minor Deprecated,
    OptionalParameterAdded "optional-parameter-added" Minor Added,
    AlternativeAdded "alternative-added" Minor Added,
    PagesAdded "pages-added" Minor Added,
    CodeAdded "code-added" Minor Added,
    DetailsAdded "details-added" Minor Added,
    ReplyAdded "reply-added" Minor Added,
    TypeAdded "type-added" Minor Added,
    WordAdded "word-added" Minor Added,
    FieldAdded "field-added" Minor Added,

    ParameterWidened "parameter-widened" Patch Changed,
    CodeMeaningChanged "code-meaning-changed" Patch Changed,
    RequestChanged "request-changed" Patch Changed,
    AnswerChanged "answer-changed" Patch Changed,
    LimitChanged "limit-changed" Patch Changed,
    IdempotencyChanged "idempotency-changed" Patch Changed,
    DocsChanged "docs-changed" Patch Changed,
    DoubtsChanged "doubts-changed" Patch Changed,
    ExamplesChanged "examples-changed" Patch Changed,
    PackageChanged "package-changed" Patch Changed,
}

impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
