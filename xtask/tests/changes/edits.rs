//! Edits of an invented vendor's specs: what each means for users, and how that is verified.

use xtask::changes::{Kind, Level};

/// A change of a file, from the vendor's folder.
pub enum Step {
    /// The text has to be there, once.
    Replace(&'static str, &'static str, &'static str),
    Add(&'static str, &'static str),
    Remove(&'static str),
    Rename(&'static str, &'static str),
}

/// A program written for the old crate, against the new one.
pub enum Caller {
    /// It compiles with the old crate, and with the new one not any more: with this error.
    Breaks(&'static str, &'static str),
    /// The compiler takes it all the same, though users' programs break: why.
    Unseen(&'static str),
    /// Whatever uses all of the old API compiles with the new one.
    Works,
}

/// What cargo-semver-checks says: whether it is a major change.
pub enum Checks {
    Agrees,
    /// It finds nothing, and why it cannot.
    Misses(&'static str),
    /// It takes an enumeration of codes for one without data, for its variant for unknown ones is hidden from the docs, and so
    /// says that a number has changed. No program sees that number: `as` takes no such enumeration (the test has one try).
    Mistakes,
}

pub struct Edit {
    pub name: &'static str,
    pub steps: &'static [Step],
    /// All that is told, and no more.
    pub kinds: &'static [Kind],
    pub caller: Caller,
    pub checks: Checks,
}

impl Edit {
    pub fn level(&self) -> Level {
        self.kinds.iter().map(|kind| kind.level()).max().expect("an edit changes something")
    }
}

const TYPES: &str = "it compares no types of parameters and fields";
const BOUNDS: &str = "it compares no bounds of methods, and a new state of a builder has a default";
const RUN_TIME: &str = "it is seen when the program runs";
const ALIASES: &str = "it knows no type aliases";
const NAMES: &str = "only names and orders of arguments differ";

use Caller::{Breaks, Unseen, Works};
use Checks::{Agrees, Misses, Mistakes};
use Step::{Add, Remove, Rename, Replace};

const VENDOR: &str = "vendor.toml";
const LEND: &str = "lend.toml";
const FIND: &str = "find.toml";

pub const EDITS: &[Edit] = &[
    // The crate and its client.
    Edit {
        name: "client-renamed",
        steps: &[Replace(VENDOR, "= \"Library\"", "= \"Fernleaf\"")],
        kinds: &[Kind::ClientRenamed],
        caller: Breaks("pub fn f(_: library::Library) {}", "E0425"),
        checks: Misses(ALIASES),
    },
    Edit {
        name: "base-gone",
        steps: &[Replace(VENDOR, "base       = \"https://api.fernleaf.example\"\n", "")],
        kinds: &[Kind::ClientBuilderChanged],
        caller: Breaks("pub fn f() { let _ = library::Library::builder(); }", "E0061"),
        checks: Agrees,
    },
    Edit {
        name: "protocol-gone",
        steps: &[Replace(VENDOR, "[protocols.form]", "[protocols.post]")],
        kinds: &[Kind::ProtocolRemoved, Kind::ExamplesChanged],
        caller: Unseen("protocols are values of the transport's `Protocol`, whatever a vendor has"),
        checks: Misses(RUN_TIME),
    },
    Edit {
        name: "operation-on-less",
        steps: &[Replace("exists.toml", "doc = \"Whether", "soap = false\ndoc = \"Whether")],
        kinds: &[Kind::ProtocolRemoved],
        caller: Unseen("protocols are values of the transport's `Protocol`, whatever an operation has"),
        checks: Misses(RUN_TIME),
    },
    // Signing in.
    Edit {
        name: "sign-in-gone",
        steps: &[Replace(
            VENDOR,
            "[auth.key]\ndoc    = \"A key that does not end.\"\nparams = { key = { secret = true, doc = \"The key.\" } }\n",
            "",
        )],
        kinds: &[Kind::SignInRemoved],
        caller: Breaks("pub fn f() { let _ = library::Library::builder().key(\"k\"); }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "sign-in-renamed",
        steps: &[Replace(
            VENDOR,
            "doc    = \"A key that does not end.\"",
            "rust   = \"api_key\"\ndoc    = \"A key that does not end.\"",
        )],
        kinds: &[Kind::SignInRenamed],
        caller: Breaks("pub fn f() { let _ = library::Library::builder().key(\"k\"); }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "sign-in-takes-more",
        steps: &[Replace(
            VENDOR,
            "params = { key = { secret = true, doc = \"The key.\" } }",
            "params = { key = { secret = true, doc = \"The key.\" }, user = { secret = false, doc = \"Who.\" } }",
        )],
        kinds: &[Kind::SignInArgumentsChanged],
        caller: Breaks("pub fn f() { let _ = library::Library::builder().key(\"k\"); }", "E0061"),
        checks: Agrees,
    },
    Edit {
        name: "login-takes-other-order",
        steps: &[Replace(
            "login.toml",
            "card = { required = true, doc = \"The card's number.\" }\npin  = { required = true, secret = true, doc = \"Its secret number.\" }",
            "pin  = { required = true, secret = true, doc = \"Its secret number.\" }\ncard = { required = true, doc = \"The card's number.\" }",
        )],
        kinds: &[Kind::SignInArgumentsChanged, Kind::RequiredParametersReordered, Kind::RequestChanged],
        caller: Breaks(
            "pub fn f(card: Box<str>, pin: library::Secret) { let _ = library::Library::builder().login(card, pin); }",
            "E0277",
        ),
        checks: Misses(NAMES),
    },
    Edit {
        name: "login-is-a-key-now",
        steps: &[Replace(
            VENDOR,
            "login  = \"login\"\ncookie = \"sid\"\nidle   = \"20 min\"\n",
            "rust   = \"login\"\nparams = { card = { secret = false }, pin = { secret = true } }\n",
        )],
        kinds: &[Kind::SignInReplaced, Kind::RequestChanged],
        caller: Breaks("pub async fn f(client: library::Library) { let _ = client.sign_in().await; }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "operation-takes-fewer-sign-ins",
        steps: &[Replace(LEND, "page =", "auth = \"key\"\npage =")],
        kinds: &[Kind::OperationSignInNarrowed, Kind::CodeRemoved],
        caller: Breaks("pub fn f() -> library::lend::Code { library::lend::Code::SignedOut }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "operation-needs-a-sign-in",
        steps: &[Replace("login.toml", "auth = false", "auth = \"key\"")],
        kinds: &[Kind::OperationSignInNarrowed],
        caller: Unseen("what a client signs in by is told when it is set up, not by its type"),
        checks: Misses(RUN_TIME),
    },
    // Operations.
    Edit {
        name: "operation-gone",
        steps: &[Remove("exists.toml")],
        kinds: &[Kind::OperationRemoved],
        caller: Breaks(
            "pub async fn f(client: library::Library) { let _ = client.exists().book(1).send().await; }",
            "E0599",
        ),
        checks: Agrees,
    },
    Edit {
        name: "operation-renamed-by-its-file",
        steps: &[Rename("exists.toml", "bookExists.toml")],
        kinds: &[Kind::OperationRemoved, Kind::OperationAdded],
        caller: Breaks(
            "pub async fn f(client: library::Library) { let _ = client.exists().book(1).send().await; }",
            "E0599",
        ),
        checks: Agrees,
    },
    Edit {
        name: "operation-renamed-in-rust",
        steps: &[Replace("exists.toml", "doc = \"Whether", "rust = \"has\"\ndoc = \"Whether")],
        kinds: &[Kind::OperationRenamed],
        caller: Breaks(
            "pub async fn f(client: library::Library) { let _ = client.exists().book(1).send().await; }",
            "E0599",
        ),
        checks: Agrees,
    },
    Edit {
        name: "operation-moved",
        steps: &[Rename("exists.toml", "desk/exists.toml")],
        kinds: &[Kind::OperationMoved],
        caller: Breaks("pub fn f() -> library::exists::Code { library::exists::Code::Failed }", "E0433"),
        checks: Agrees,
    },
    // Parameters.
    Edit {
        name: "parameter-gone",
        steps: &[Replace(LEND, "note   = { doc = \"To remember.\" }\n", "")],
        kinds: &[Kind::ParameterRemoved],
        caller: Breaks("pub fn f(client: library::Library) { let _ = client.lend().note(\"n\"); }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "parameter-renamed",
        steps: &[Replace(LEND, "note   = { doc", "remark = { at = \"note\", doc")],
        kinds: &[Kind::ParameterRemoved, Kind::OptionalParameterAdded],
        caller: Breaks("pub fn f(client: library::Library) { let _ = client.lend().note(\"n\"); }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "parameter-fixed",
        steps: &[Replace(LEND, "note   = { doc", "note   = { fixed = \"x\", doc")],
        kinds: &[Kind::ParameterRemoved, Kind::RequestChanged],
        caller: Breaks("pub fn f(client: library::Library) { let _ = client.lend().note(\"n\"); }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "parameter-renamed-in-rust",
        steps: &[Replace(LEND, "note   = { doc", "note   = { rust = \"remark\", doc")],
        kinds: &[Kind::ParameterRenamed],
        caller: Breaks("pub fn f(client: library::Library) { let _ = client.lend().note(\"n\"); }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "parameter-type-changed",
        steps: &[Replace(LEND, "days   = { type = \"i32\"", "days   = { type = \"i64\"")],
        kinds: &[Kind::ParameterTypeChanged, Kind::RequestChanged],
        caller: Breaks("pub fn f(client: library::Library, days: i32) { let _ = client.lend().days(days); }", "E0308"),
        checks: Misses(TYPES),
    },
    Edit {
        name: "parameter-becomes-a-list",
        steps: &[Replace(LEND, "shelf  = { type = \"Shelf\",", "shelf  = { type = \"Shelf[]\",")],
        kinds: &[Kind::ParameterTypeChanged],
        caller: Breaks(
            "pub fn f(client: library::Library) { let _ = client.lend().shelf(library::Shelf::A); }",
            "E0277",
        ),
        checks: Misses(TYPES),
    },
    Edit {
        name: "parameter-becomes-a-secret",
        steps: &[Replace(LEND, "note   = { doc", "note   = { secret = true, doc")],
        kinds: &[Kind::ParameterTypeChanged],
        caller: Breaks(
            "pub fn f(client: library::Library, note: Option<String>) { let _ = client.lend().maybe_note(note); }",
            "E0308",
        ),
        checks: Misses(TYPES),
    },
    Edit {
        name: "parameter-becomes-required",
        steps: &[Replace(LEND, "days   = { type = \"i32\",", "days   = { type = \"i32\", required = true,")],
        kinds: &[Kind::ParameterBecameRequired],
        caller: Breaks(
            "pub async fn f(client: library::Library) { let _ = client.lend().book(1).member(\"Ann\").send().await; }",
            "E0277",
        ),
        checks: Agrees,
    },
    Edit {
        name: "parameter-becomes-optional",
        steps: &[Replace(LEND, "member = { required = true,", "member = {")],
        kinds: &[Kind::ParameterBecameOptional],
        caller: Breaks(
            "pub type Ready<S> = library::lend::Lend<S, bindery_transport::Given, bindery_transport::Given>;",
            "E0107",
        ),
        checks: Agrees,
    },
    Edit {
        name: "required-parameter-added",
        steps: &[Replace(LEND, "days   =", "desk   = { required = true, doc = \"Where.\" }\ndays   =")],
        kinds: &[Kind::RequiredParameterAdded],
        caller: Breaks(
            "pub async fn f(client: library::Library) { let _ = client.lend().book(1).member(\"Ann\").send().await; }",
            "E0277",
        ),
        checks: Misses(BOUNDS),
    },
    Edit {
        name: "required-parameters-reordered",
        steps: &[Replace(
            LEND,
            "book   = { type = \"BookId\", required = true, doc = \"The book.\" }\nmember = { required = true, doc = \"Who takes it.\" }",
            "member = { required = true, doc = \"Who takes it.\" }\nbook   = { type = \"BookId\", required = true, doc = \"The book.\" }",
        )],
        kinds: &[Kind::RequiredParametersReordered, Kind::RequestChanged],
        caller: Breaks(
            "use bindery_transport::{Given, Missing, SansIo};\npub fn f(lend: library::lend::Lend<SansIo, Given, Missing>) { let _ = lend.member(\"Ann\").send(); }",
            "E0277",
        ),
        checks: Misses("the states of a builder have no names that it could compare"),
    },
    Edit {
        name: "choice-dissolved",
        steps: &[Replace(FIND, "one-of = [\"title\", \"author\"]\n", "")],
        kinds: &[Kind::ChoiceChanged],
        caller: Breaks("pub type Ready<S> = library::find::Find<S, bindery_transport::Given>;", "E0107"),
        checks: Agrees,
    },
    Edit {
        name: "choice-made",
        steps: &[Replace(LEND, "page =", "one-of = [\"note\", \"shelf\"]\npage =")],
        kinds: &[Kind::ChoiceChanged],
        caller: Breaks(
            "pub async fn f(client: library::Library) { let _ = client.lend().book(1).member(\"Ann\").send().await; }",
            "E0277",
        ),
        checks: Agrees,
    },
    Edit {
        name: "parameter-has-bounds",
        steps: &[Replace(LEND, "max = 30", "min = 1, max = 20")],
        kinds: &[Kind::ParameterNarrowed],
        caller: Unseen("a bound holds for values, which are looked at when the call is sent"),
        checks: Misses(RUN_TIME),
    },
    Edit {
        name: "parameter-needs-another",
        steps: &[Replace(LEND, "note   = { doc", "note   = { needs = \"days\", doc")],
        kinds: &[Kind::ParameterNarrowed],
        caller: Unseen("what is given together is looked at when the call is sent"),
        checks: Misses(RUN_TIME),
    },
    Edit {
        name: "parameter-required-at-times",
        steps: &[Replace(LEND, "note   = { doc", "note   = { required = { days = 30 }, doc")],
        kinds: &[Kind::ParameterNarrowed],
        caller: Unseen("what is given together is looked at when the call is sent"),
        checks: Misses(RUN_TIME),
    },
    Edit {
        name: "parameter-on-fewer-protocols",
        steps: &[Replace(LEND, "note   = { doc", "note   = { soap = false, doc")],
        kinds: &[Kind::ParameterNarrowed],
        caller: Unseen("a protocol is chosen when the call is sent"),
        checks: Misses(RUN_TIME),
    },
    // What comes back.
    Edit {
        name: "output-gone",
        steps: &[
            Replace("exists.toml", "[output]\ntype  = \"bool\"\nfixed = true\n", ""),
            Replace("exists.toml", "NoBook = { output = false, doc", "NoBook = { doc"),
            Replace("exists.toml", "output       = true\n", ""),
        ],
        kinds: &[Kind::OutputTypeChanged, Kind::ReplyRemoved, Kind::ExamplesChanged],
        caller: Breaks(
            "pub async fn f(client: library::Library) -> bool { client.exists().book(1).send().await.unwrap_or(false) }",
            "E0308",
        ),
        checks: Mistakes,
    },
    Edit {
        name: "output-where-there-was-none",
        steps: &[Replace("desk/closeDesk.toml", "[[examples]]", "[output]\ntype = \"string\"\n\n[[examples]]")],
        kinds: &[Kind::OutputTypeChanged],
        caller: Breaks(
            "pub async fn f(client: library::Library) { let () = client.close_desk().desk(\"north\").send().await.expect(\"it closes\"); }",
            "E0308",
        ),
        checks: Misses("an output is an associated type"),
    },
    Edit {
        name: "pages-gone",
        steps: &[Replace(FIND, "pages        = { next = \"findNext\", last = \"last\" }\n", "")],
        kinds: &[Kind::PagesChanged],
        caller: Breaks(
            "pub async fn f(client: library::Library) { let _ = client.find().title(\"t\").pages(client.find_next()).await; }",
            "E0599",
        ),
        checks: Agrees,
    },
    Edit {
        name: "code-gone",
        steps: &[Replace(LEND, "NoBook = { param = \"book\", doc = \"There is no such book.\" }\n", "")],
        kinds: &[Kind::CodeRemoved],
        caller: Breaks(
            "pub fn f(code: &library::lend::Code) -> bool { *code == library::lend::Code::NoBook }",
            "E0599",
        ),
        checks: Agrees,
    },
    Edit {
        name: "code-renamed-in-rust",
        steps: &[Replace(LEND, "NoBook = { param", "NoBook = { rust = \"UnknownBook\", param")],
        kinds: &[Kind::CodeRenamed],
        caller: Breaks(
            "pub fn f(code: &library::lend::Code) -> bool { *code == library::lend::Code::NoBook }",
            "E0599",
        ),
        checks: Agrees,
    },
    Edit {
        name: "code-of-all-gone",
        steps: &[Replace(
            VENDOR,
            "[codes]\nFailed = { means = \"vendor-fault\", doc = \"Something went wrong.\" }\n",
            "",
        )],
        kinds: &[Kind::CodeRemoved],
        caller: Breaks(
            "pub fn f(code: &library::find::Code) -> bool { *code == library::find::Code::Failed }",
            "E0599",
        ),
        checks: Agrees,
    },
    Edit {
        name: "details-gone",
        steps: &[Replace(
            LEND,
            "means = \"conflict\", fields = { until = \"date\" }, doc",
            "means = \"conflict\", doc",
        )],
        kinds: &[Kind::DetailsChanged, Kind::TypeRemoved],
        caller: Breaks("pub fn f(_: &library::lend::Details) {}", "E0425"),
        checks: Agrees,
    },
    Edit {
        name: "reply-becomes-a-code",
        steps: &[Replace("exists.toml", "NoBook = { output = false, doc", "NoBook = { doc")],
        kinds: &[Kind::ReplyRemoved],
        caller: Unseen("it is of the same type, and an error when it comes"),
        checks: Mistakes,
    },
    // Types.
    Edit {
        name: "type-gone",
        steps: &[
            Replace(VENDOR, "BookId = { base = \"i32\", doc = \"A book.\" }\n", ""),
            Replace(VENDOR, "type = \"BookId\"", "type = \"i32\""),
            Replace(LEND, "type = \"BookId\"", "type = \"i32\""),
            Replace("exists.toml", "type = \"BookId\"", "type = \"i32\""),
        ],
        kinds: &[Kind::TypeRemoved, Kind::DocsChanged],
        caller: Breaks("pub fn f(_: library::BookId) {}", "E0425"),
        checks: Misses(ALIASES),
    },
    Edit {
        name: "type-renamed-in-rust",
        steps: &[Replace(
            VENDOR,
            "doc = \"A book.\"\n[types.Book.fields]",
            "rust = \"Volume\"\ndoc = \"A book.\"\n[types.Book.fields]",
        )],
        kinds: &[Kind::TypeRenamed],
        caller: Breaks("pub fn f(_: library::Book) {}", "E0425"),
        checks: Agrees,
    },
    Edit {
        name: "type-is-another",
        steps: &[Replace(VENDOR, "BookId = { base = \"i32\"", "BookId = { base = \"i64\"")],
        kinds: &[Kind::TypeChanged],
        caller: Breaks("pub fn f(client: library::Library, book: i32) { let _ = client.lend().book(book); }", "E0308"),
        checks: Misses(ALIASES),
    },
    Edit {
        name: "record-is-not-given-any-more",
        steps: &[
            Replace("addBooks.toml", "type = \"BookData[]\"", "type = \"Book[]\""),
            Replace(
                "addBooks.toml",
                "[{ title = \"Ferns\", author = \"Ann Roe\" }]",
                "[{ id = 1, title = \"Ferns\" }]",
            ),
        ],
        kinds: &[Kind::ParameterTypeChanged, Kind::TypeChanged, Kind::ExamplesChanged],
        caller: Breaks("pub fn f() { let _ = library::add_books::BookData::new(\"Ferns\", \"Ann Roe\"); }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "word-gone",
        steps: &[Replace(VENDOR, "A = \"At the door.\", ", "")],
        kinds: &[Kind::WordRemoved],
        caller: Breaks("pub fn f() -> library::Shelf { library::Shelf::A }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "word-renamed-in-rust",
        steps: &[Replace(VENDOR, "A = \"At the door.\"", "A = { rust = \"Door\", doc = \"At the door.\" }")],
        kinds: &[Kind::WordRenamed],
        caller: Breaks("pub fn f() -> library::Shelf { library::Shelf::A }", "E0599"),
        checks: Agrees,
    },
    Edit {
        name: "field-gone",
        steps: &[Replace(LEND, "until = { type = \"date\", doc = \"When it has to be back.\" }\n", "")],
        kinds: &[Kind::FieldRemoved],
        caller: Breaks("pub fn f(output: library::lend::Output) -> bool { output.until.is_some() }", "E0609"),
        checks: Agrees,
    },
    Edit {
        name: "field-renamed-in-rust",
        steps: &[Replace(
            LEND,
            "until = { type = \"date\", doc = \"When",
            "until = { rust = \"back\", type = \"date\", doc = \"When",
        )],
        kinds: &[Kind::FieldRenamed],
        caller: Breaks("pub fn f(output: library::lend::Output) -> bool { output.until.is_some() }", "E0609"),
        checks: Agrees,
    },
    Edit {
        name: "field-type-changed",
        steps: &[Replace(LEND, "loan  = { type = \"i32\"", "loan  = { type = \"i64\"")],
        kinds: &[Kind::FieldTypeChanged, Kind::AnswerChanged],
        caller: Breaks("pub fn f(output: library::lend::Output) -> i32 { output.loan }", "E0308"),
        checks: Misses(TYPES),
    },
    Edit {
        name: "field-may-be-missing",
        steps: &[Replace(LEND, "loan  = { type = \"i32\", required = true,", "loan  = { type = \"i32\",")],
        kinds: &[Kind::FieldBecameOptional],
        caller: Breaks("pub fn f(output: library::lend::Output) -> i32 { output.loan }", "E0308"),
        checks: Misses(TYPES),
    },
    Edit {
        name: "field-is-always-there",
        steps: &[Replace(
            LEND,
            "until = { type = \"date\", doc = \"When",
            "until = { type = \"date\", required = true, doc = \"When",
        )],
        kinds: &[Kind::FieldBecameRequired],
        caller: Breaks("pub fn f(output: library::lend::Output) -> bool { output.until.is_some() }", "E0599"),
        checks: Misses(TYPES),
    },
    Edit {
        name: "given-field-becomes-required",
        steps: &[Replace(
            "addBooks.toml",
            "shelf  = { type = \"Shelf\",",
            "shelf  = { type = \"Shelf\", required = true,",
        )],
        kinds: &[Kind::FieldBecameRequired],
        caller: Breaks("pub fn f() { let _ = library::add_books::BookData::new(\"Ferns\", \"Ann Roe\"); }", "E0061"),
        checks: Agrees,
    },
    Edit {
        name: "required-field-added",
        steps: &[Replace(
            "addBooks.toml",
            "shelf  = { type",
            "year   = { type = \"i32\", required = true }\nshelf  = { type",
        )],
        kinds: &[Kind::RequiredFieldAdded],
        caller: Breaks("pub fn f() { let _ = library::add_books::BookData::new(\"Ferns\", \"Ann Roe\"); }", "E0061"),
        checks: Agrees,
    },
    Edit {
        name: "required-fields-reordered",
        steps: &[Replace(
            "addBooks.toml",
            "title  = { required = true, doc = \"Its title.\" }\nauthor = { required = true, doc = \"Who wrote it.\" }",
            "author = { required = true, doc = \"Who wrote it.\" }\ntitle  = { required = true, doc = \"Its title.\" }",
        )],
        kinds: &[Kind::RequiredFieldsReordered],
        caller: Unseen("both are texts: what was the title is the author, and nobody notices"),
        checks: Misses(NAMES),
    },
    // There is more.
    Edit {
        name: "protocol-added",
        steps: &[Replace(
            VENDOR,
            "[answers.xml]",
            "[protocols.xml]\npath   = \"/xml\"\nroot   = \"call\"\nanswer = \"xml\"\n[answers.xml]",
        )],
        kinds: &[Kind::ProtocolAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "operation-on-more",
        steps: &[Replace("desk/closeDesk.toml", "soap = false\n", "")],
        kinds: &[Kind::ProtocolAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "other-default-protocol",
        steps: &[
            Replace(VENDOR, "[protocols.form]\npath   = \"/{operation}.cgi\"\nanswer = \"xml\"\n", ""),
            Replace(
                VENDOR,
                "inside    = \"*\"\n",
                "inside    = \"*\"\n[protocols.form]\npath   = \"/{operation}.cgi\"\nanswer = \"xml\"\n",
            ),
        ],
        kinds: &[Kind::DefaultProtocolChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "sign-in-added",
        steps: &[Replace(VENDOR, "[auth.session]", "[auth.guest]\ndoc = \"Nobody in particular.\"\n[auth.session]")],
        kinds: &[Kind::SignInAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "operation-takes-more-sign-ins",
        steps: &[Replace("desk/closeDesk.toml", "auth = \"session\"", "auth = [\"session\", \"key\"]")],
        kinds: &[Kind::OperationSignInWidened],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "operation-added",
        steps: &[Add(
            "ping.toml",
            "doc = \"Answers.\"\n[[examples]]\nform.request = \"\"\nform.answer = '<r status=\"ok\"/>'\n",
        )],
        kinds: &[Kind::OperationAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "operation-deprecated",
        steps: &[Replace("exists.toml", "doc = \"Whether", "deprecated = \"Use `find`.\"\ndoc = \"Whether")],
        kinds: &[Kind::OperationDeprecated],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "optional-parameter-added",
        steps: &[Replace(LEND, "days   =", "desk   = { doc = \"Where.\" }\ndays   =")],
        kinds: &[Kind::OptionalParameterAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "record-of-answers-is-given-too",
        steps: &[Replace(
            LEND,
            "days   =",
            "like   = { type = \"Book\", form = false, doc = \"One like this.\" }\ndays   =",
        )],
        kinds: &[Kind::OptionalParameterAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "alternative-added",
        steps: &[
            Replace(FIND, "[\"title\", \"author\"]", "[\"title\", \"author\", \"isbn\"]"),
            Replace(FIND, "limit  =", "isbn   = { doc = \"The number of its edition.\" }\nlimit  ="),
        ],
        kinds: &[Kind::AlternativeAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "pages-added",
        steps: &[Replace(
            LEND,
            "[output.fields]\nloan  = { type = \"i32\", required = true, doc = \"The loan's number.\" }",
            "[output]\npages = { next = \"findNext\", last = \"last\" }\n[output.fields]\nloan  = { type = \"i32\", required = true, doc = \"The loan's number.\" }",
        )],
        kinds: &[Kind::PagesAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "code-added",
        steps: &[Replace(LEND, "Lent   =", "TooMany = { means = \"limit\", doc = \"No more than ten.\" }\nLent   =")],
        kinds: &[Kind::CodeAdded],
        caller: Works,
        checks: Mistakes,
    },
    Edit {
        name: "details-added",
        steps: &[Replace(
            LEND,
            "NoBook = { param = \"book\",",
            "NoBook = { param = \"book\", fields = { shelf = \"Shelf\" },",
        )],
        kinds: &[Kind::DetailsAdded, Kind::TypeAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "first-details-added",
        steps: &[Replace(
            "exists.toml",
            "[codes]\n",
            "[codes]\nClosed = { fields = { until = \"date\" }, doc = \"It is closed.\" }\n",
        )],
        kinds: &[Kind::CodeAdded, Kind::DetailsAdded, Kind::TypeAdded],
        caller: Works,
        checks: Mistakes,
    },
    Edit {
        name: "reply-added",
        steps: &[Replace(
            "exists.toml",
            "[codes]\n",
            "[codes]\nBurnt = { output = false, doc = \"It was there once.\" }\n",
        )],
        kinds: &[Kind::ReplyAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "type-added",
        steps: &[
            Replace(VENDOR, "BookId =", "Desk   = { base = \"string\", doc = \"A desk.\" }\nBookId ="),
            Replace("desk/closeDesk.toml", "desk = { required", "desk = { type = \"Desk\", required"),
        ],
        kinds: &[Kind::TypeAdded, Kind::DocsChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "word-added",
        steps: &[Replace(VENDOR, "B = \"In the cellar.\"", "B = \"In the cellar.\", C = \"In the attic.\"")],
        kinds: &[Kind::WordAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "field-added",
        steps: &[Replace(
            LEND,
            "until = { type = \"date\", doc = \"When",
            "desk  = { doc = \"Where.\" }\nuntil = { type = \"date\", doc = \"When",
        )],
        kinds: &[Kind::FieldAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "required-field-of-an-answer-added",
        steps: &[Replace(
            LEND,
            "until = { type = \"date\", doc = \"When",
            "desk  = { required = true, doc = \"Where.\" }\nuntil = { type = \"date\", doc = \"When",
        )],
        kinds: &[Kind::FieldAdded],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "optional-field-of-a-given-record-added",
        steps: &[Replace("addBooks.toml", "shelf  = { type", "year   = { type = \"i32\" }\nshelf  = { type")],
        kinds: &[Kind::FieldAdded],
        caller: Works,
        checks: Agrees,
    },
    // Programs stay as they are.
    Edit {
        name: "parameter-has-no-bound",
        steps: &[Replace(LEND, "max = 30, ", "")],
        kinds: &[Kind::ParameterWidened],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "code-means-something-else",
        steps: &[Replace(LEND, "means = \"conflict\"", "means = \"limit\"")],
        kinds: &[Kind::CodeMeaningChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "parameter-spelled-otherwise",
        steps: &[Replace(LEND, "note   = { doc", "note   = { soap = \"sNote\", doc")],
        kinds: &[Kind::RequestChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "other-type-of-one-rust-type",
        steps: &[Replace(
            LEND,
            "until = { type = \"date\", doc = \"When",
            "until = { type = \"datetime\", doc = \"When",
        )],
        kinds: &[Kind::AnswerChanged, Kind::DocsChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "other-name-of-one-type",
        steps: &[Replace(LEND, "book   = { type = \"BookId\"", "book   = { type = \"i32\"")],
        kinds: &[Kind::DocsChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "other-address",
        steps: &[
            Replace(VENDOR, "https://api.fernleaf.example", "https://fernleaf.example/api"),
            Replace(VENDOR, "/{operation}.cgi", "/{operation}"),
        ],
        kinds: &[Kind::RequestChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "shorter-session",
        steps: &[Replace(VENDOR, "20 min", "5 min")],
        kinds: &[Kind::RequestChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "answers-read-otherwise",
        steps: &[Replace(VENDOR, "refused  = { at = \"@code\" }", "refused  = { at = [\"@code\", \"code\"] }")],
        kinds: &[Kind::AnswerChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "reply-has-another-name",
        steps: &[Replace("exists.toml", "NoBook = { output", "Unknown = { code = \"NoBook\", output")],
        kinds: &[Kind::AnswerChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "reply-is-one-with-another",
        steps: &[Replace(
            "exists.toml",
            "NoBook = { output = false, doc = \"The \\\"no\\\".\" }",
            "Gone = [{ output = false, doc = \"No.\" }, { code = \"NoBook\" }]",
        )],
        kinds: &[Kind::AnswerChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "list-has-to-be-there",
        steps: &[Replace(LEND, "fees  = { type = \"i32[]\",", "fees  = { type = \"i32[]\", required = true,")],
        kinds: &[Kind::AnswerChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "limit",
        steps: &[Replace(LEND, "page =", "limit = \"1 in 60 s\"\npage =")],
        kinds: &[Kind::LimitChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "idempotent",
        steps: &[Replace("exists.toml", "doc = \"Whether", "idempotent = true\ndoc = \"Whether")],
        kinds: &[Kind::IdempotencyChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "docs",
        steps: &[
            Replace(LEND, "Lends a book.", "Lends a book to a member."),
            Replace(VENDOR, "At the door.", "Beside the door."),
        ],
        kinds: &[Kind::DocsChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "doubts",
        steps: &[Replace(LEND, "page =", "doubt = \"The page has no sample.\"\npage =")],
        kinds: &[Kind::DoubtsChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "examples",
        steps: &[
            Replace(LEND, "<loan>3</loan>", "<loan>4</loan>"),
            Replace(LEND, "output.loan  = 3", "output.loan  = 4"),
        ],
        kinds: &[Kind::ExamplesChanged],
        caller: Works,
        checks: Agrees,
    },
    Edit {
        name: "license",
        steps: &[Replace(VENDOR, "MIT OR Apache-2.0", "MIT")],
        kinds: &[Kind::PackageChanged],
        caller: Works,
        checks: Agrees,
    },
];
