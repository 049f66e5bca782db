//! The kinds of mistakes and warnings: one list, with a name that stays and what each is about.
//!
//! `tests/mistakes/` shows each, and `specs/README.md` has them as a table; tests hold them against each other.

macro_rules! kinds {
    ($($kind:ident $name:literal $about:literal,)*) => {
        /// What is wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($kind,)*
            /// Something of a WSDL, which is no spec, cannot be used.
            Wsdl,
        }

        impl Kind {
            /// Those of specs.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind,)*];

            /// Stays as it is for good: editors, scripts and people go by it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Kind::$kind => $name,)*
                    Kind::Wsdl => "wsdl",
                }
            }

            /// What somebody did who sees it, in a line.
            pub fn about(self) -> &'static str {
                match self {
                    $(Kind::$kind => $about,)*
                    Kind::Wsdl => "something of a WSDL cannot be used",
                }
            }
        }
    };
}

kinds! {
    MissingVendorFile "missing-vendor-file" "a vendor's folder has no `vendor.toml`",
    UnreadableFile "unreadable-file" "a file or folder cannot be read",
    NotAFile "not-a-file" "a pipe, a socket or a device lies among the specs",
    FileTooLarge "file-too-large" "a file is larger than any spec",
    VendorTooLarge "vendor-too-large" "the files of a vendor are too large together",
    TooManyFiles "too-many-files" "a vendor has more files than any API has operations",
    LinkOutside "link-outside" "a link leads out of the folder of specs",
    LinkLoop "link-loop" "a link leads back to a folder that it is in",
    NotUtf8 "not-utf8" "a file is not UTF-8",
    OperationCase "operation-case" "the names of two operations differ in case alone",
    TooMuchShared "too-much-shared" "so many operations share so much that their crate would be too large",
    FileName "file-name" "a file or folder has a name that no operation or area can have",
    UnknownFile "unknown-file" "a file that is no spec and no schema lies among the specs",
    NestedArea "nested-area" "an area has a folder of its own",
    Syntax "syntax" "a file is no TOML",
    DuplicateKey "duplicate-key" "a key or table is said twice",
    TooDeep "too-deep" "tables and lists stand in each other too deep",
    TooMany "too-many" "a table or list has more entries than anybody writes",
    QuotedLine "quoted-line" "a spec still has a line with a sentence of the vendor's page",
    UnknownWord "unknown-word" "a key is no word of its table",
    UndifferingWord "undiffering-word" "a word stands below a protocol's name, and cannot differ by protocol",
    MissingWord "missing-word" "a word that has to be said is not",
    EmptyList "empty-list" "a list is empty that has to hold something",
    WrongKind "wrong-kind" "a word has another kind of value than it takes",
    UnknownValue "unknown-value" "a word takes one of a few values, and this is none of them",
    UnknownType "unknown-type" "there is no such type",
    UnknownSchemaType "unknown-schema-type" "a schema has no such type or element",
    UnknownParameter "unknown-parameter" "the operation has no such parameter",
    UnknownShared "unknown-shared" "a shared code is about a parameter that no operation has",
    UnknownField "unknown-field" "the type or output has no such field",
    MissingField "missing-field" "an example makes a record without something that it must have",
    UnknownCode "unknown-code" "the operation has no such code",
    UnknownProtocol "unknown-protocol" "there is no such protocol",
    UnknownAnswer "unknown-answer" "`[answers]` has no such answer",
    UnknownPart "unknown-part" "`[parts]` has no such part",
    UnknownScheme "unknown-scheme" "`[auth]` has no such way to sign in",
    UnknownOperation "unknown-operation" "the vendor has no such operation",
    UnknownSuperseded "unknown-superseded" "an operation supersedes one that is called a little otherwise",
    UnknownName "unknown-name" "an operation fills a name that the vendor's `[names]` lacks",
    UnknownHole "unknown-hole" "a template has a hole that nothing fills",
    UnknownCharset "unknown-charset" "there is no such character set",
    RustName "rust-name" "`rust` says what is no name in Rust",
    RustKeyword "rust-keyword" "`rust` says a keyword of Rust",
    RustCase "rust-case" "`rust` says a name in another case than Rust has such names",
    SameRustName "same-rust-name" "two names become one in Rust",
    ReservedName "reserved-name" "a name is one that the crate needs for itself",
    AreaName "area-name" "a folder has the name of an operation",
    EmptyText "empty-text" "a text is empty that has to say something",
    PackageVersion "package-version" "the version of a crate is not written as one",
    Address "address" "an address, or its path, is not written as one",
    NoEffect "no-effect" "a word has no effect where it stands",
    NameNoWord "name-no-word" "a name of `[names]` is neither one word nor `{operation}`",
    TypeDefinition "type-definition" "a type says not exactly one of `base`, `values` and `fields`",
    EndlessType "endless-type" "a record must hold itself, so that none can ever be made",
    BaseNoScalar "base-no-scalar" "the `base` of a type is none of the language's scalars",
    AnyTextFirst "any-text-first" "of the spellings of a `bool` the first, which is written, is `*`",
    MisplacedSpelling "misplaced-spelling" "spellings are said of a type that has none of them",
    SameSpelling "same-spelling" "two values of a type are spelled alike",
    DateFormat "date-format" "a format of dates is not written as one",
    SecondName "second-name" "something is said of a schema's type under its second name",
    ScalarName "scalar-name" "a type is called as one of the language's own",
    TypeDiffers "type-differs" "a type that is said for one protocol is another one in Rust",
    UnknownSchema "unknown-schema" "the vendor's folder has no such schema",
    SchemaOutside "schema-outside" "the way to a schema leads out of the vendor's folder",
    SchemaXml "schema-xml" "a schema is no well-formed XML",
    NotASchema "not-a-schema" "a schema is XML, and no XSD",
    SchemaTooDeep "schema-too-deep" "the elements of a schema stand in each other too deep",
    SchemaImport "schema-import" "a schema asks for another file",
    SchemaNameTwice "schema-name-twice" "a schema declares two of a kind with one name",
    SchemaPrefix "schema-prefix" "a schema has a prefix that is bound to no namespace",
    SchemaNamespace "schema-namespace" "a schema refers to a name of another namespace",
    UnknownBuiltin "unknown-builtin" "a schema has a type of XSD's own that there is not",
    UnknownDeclaration "unknown-declaration" "a schema refers to something that it does not declare",
    SchemaCircle "schema-circle" "a definition of a schema is made of itself",
    SchemaLevels "schema-levels" "definitions of a schema take in each other through too many levels",
    SchemaTooLarge "schema-too-large" "definitions of a schema take in more and more of each other",
    SchemaRefused "schema-refused" "xsd-parser makes no types of a schema",
    SchemaShape "schema-shape" "a schema has a shape that the language has no word for",
    SchemaNameClash "schema-name-clash" "a schema has a type and an element of another type with one name",
    SchemaTwoTypes "schema-two-types" "a record of a schema has two elements of one name and different types",
    SchemaListOfLists "schema-list-of-lists" "a schema has a list of lists",
    SecretUnsaid "secret-unsaid" "a name looks like a secret, and nothing says whether it is one",
    SecretNoText "secret-no-text" "something is secret that is no text",
    OnNoProtocol "on-no-protocol" "something is taken away from every protocol",
    RequiredFixed "required-fixed" "a parameter is required, and has its value already",
    UnsizedBounds "unsized-bounds" "`min` or `max` is said of what has no size",
    OutOfRange "out-of-range" "a number does not fit its type, or is no length",
    RequiredDefault "required-default" "a required parameter has a default",
    NeverAbsent "never-absent" "something is said of a required parameter for when it is not given",
    DefaultUnknown "default-unknown" "a default is none of the values that its parameter can have",
    SeparatorNoList "separator-no-list" "a separator is said of what is no list",
    EmptyRange "empty-range" "`min` is greater than `max`",
    MapSent "map-sent" "a parameter is a `map`",
    UnnumberedRecords "unnumbered-records" "a form would send a list of records that cannot be told apart",
    HeaderName "header-name" "a parameter goes into a header that cannot be called so",
    NoSoapHeader "no-soap-header" "a parameter goes into the SOAP header where there is none",
    BasicParameters "basic-parameters" "more than two parameters are HTTP's own sign-in",
    DocumentNoRecord "document-no-record" "what is not one record is sent as an XML document",
    TemplateInAnswer "template-in-answer" "`as` of a field of an answer is a template",
    ImpossibleCondition "impossible-condition" "a parameter is required when another has a value that it cannot have",
    NeedsItself "needs-itself" "a parameter needs, or hangs on, itself",
    OneOfOne "one-of-one" "`one-of` names a single parameter",
    OneOfRequired "one-of-required" "`one-of` names a parameter that is required",
    OneOfTwice "one-of-twice" "`one-of` names a parameter in two groups",
    BrokenTemplate "broken-template" "a hole of a template has no name or no end",
    HolesTogether "holes-together" "two holes of a template have nothing between them",
    NotAPlace "not-a-place" "a place is not written as one",
    MisplacedBrackets "misplaced-brackets" "`[]` stands in a place where it tells nothing apart",
    SoapText "soap-text" "a protocol of SOAP has an answer that is a text",
    FaultsInText "faults-in-text" "an answer that is a text says where SOAP faults have their code",
    EscapeNoText "escape-no-text" "an answer that is no text says how its values are escaped",
    FieldForm "field-form" "`field` of an answer that is a text is not a label, something that parts it, and a value",
    UnreachableForm "unreachable-form" "a reading or form that another before it always takes",
    AnyTextAccepted "any-text-accepted" "any text would be an accepted answer",
    TypeOrFields "type-or-fields" "an output says neither `type` nor `fields`, or both",
    SpelledOutput "spelled-output" "an output is an enumeration that is spelled otherwise by protocol",
    NoText "no-text" "an output says how it is made of a text, and no answer is one",
    BytesOutput "bytes-output" "an answer is bytes, and its output is not",
    UnpartedRecords "unparted-records" "nothing parts the records of a text",
    UnpartedItems "unparted-items" "nothing parts the items of a list in a text",
    ListWithoutPlace "list-without-place" "an output is a list, and nothing says where it stands",
    TableNoList "table-no-list" "an output is a table, and its type is no list",
    PagesInPart "pages-in-part" "a part says what the pages of an output are",
    LastNoFlag "last-no-flag" "the field that tells the last page is no `bool` of the next page's output",
    NoSession "no-session" "a way to sign in has words of a session, and no login",
    TimeSpan "time-span" "a span of time is not written as one",
    CallLimit "call-limit" "a limit of calls is not written as one",
    ShadowedCode "shadowed-code" "a code can never be told, because another is told by the same",
    NoOutput "no-output" "an example or code has an output, and its operation has none",
    AtWithoutType "at-without-type" "a code says where something stands, and not what",
    MissingExample "missing-example" "an operation has no example",
    EmptyExample "empty-example" "an example shows neither a request nor an answer",
    NotOnProtocol "not-on-protocol" "an example shows a protocol that its operation is not on",
    MissingParameter "missing-parameter" "an example lacks a required parameter",
    MalformedValue "malformed-value" "a value of an example is not written as its type has it",
    FixedGiven "fixed-given" "an example gives a parameter that has its value already",
    UnknownAuthParameter "unknown-auth-parameter" "no way to sign in has such a parameter",
    OtherScheme "other-scheme" "an example mixes parameters of two ways to sign in",
    RefusalWord "refusal-word" "an example without a `code` says something of a refusal",
    OutputAndCode "output-and-code" "an example has both `output` and `code`",
    NoDetails "no-details" "an example has details of a code that carries nothing",
}

/// The list as the rows of a Markdown table, with links to the pages of `tests/mistakes/`.
pub fn table() -> String {
    let mut out = String::from("| kind | what is wrong |\n|---|---|\n");
    for kind in Kind::ALL {
        let name = kind.name();
        let warning = if kind.is_warning() { " (a warning)" } else { "" };
        out.push_str(&format!("| [`{name}`](../xtask/tests/mistakes/{name}.md) | {}{warning} |\n", kind.about()));
    }
    out
}

impl Kind {
    /// Whether it is said and does not stop anything.
    pub fn is_warning(self) -> bool {
        matches!(self, Kind::UnknownFile | Kind::UnknownSuperseded | Kind::UnknownShared | Kind::AnyTextAccepted)
    }
}
