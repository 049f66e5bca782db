//! What an editor shows of a word: its docs, as an author of specs reads them.

use crate::spec::words::Place::{self, *};

/// The docs of a word in a table of this kind; empty if there are none, which a test finds.
pub fn of(word: &str, place: Place) -> &'static str {
    let found = DOCS.iter().find(|(known, places, _)| *known == word && places.contains(&place));
    found.map_or("", |(.., doc)| doc)
}

/// What a table of this kind is.
pub fn of_table(place: Place) -> &'static str {
    match place {
        Vendor => {
            "What holds for all calls of a vendor: addresses, how answers read, signing in, shared types and codes."
        }
        Defaults => "Words of every parameter, and of every field of an answer.",
        Protocol => "How calls are addressed on this protocol, and which of `[answers]` comes back.",
        Answer => {
            "How an answer reads: what an accepted one looks like, what a refused one, and where its values stand."
        }
        Reading => {
            "A text of the answer: at a place, held against a template.\n\n\
             A template alone is held against the whole text."
        }
        Scheme => "A way to sign in. Its name becomes a method of the client's builder.",
        SchemeParam => "A parameter that signs in. It is a secret unless it says `secret = false`.",
        Type => {
            "A type of your own: a scalar with a meaning (`base`), an enumeration (`values`), or a record (`fields`).\n\n\
             `TeamId = \"i32\"` is short for `TeamId = { base = \"i32\" }`."
        }
        Value => "A word of an enumeration. `admin = \"May do anything.\"` is short for its `doc`.",
        Part => "What some operations share; they say `use = [\"…\"]`.",
        Parameter => {
            "A parameter, under the name that the wire has for it. Without a `type` it is a text.\n\n\
             `team = \"TeamId\"` is short for `team = { type = \"TeamId\" }`."
        }
        Field => {
            "A field of a record, under the name that the wire has for it. Without a `type` it is a text.\n\n\
             `ID = \"i32\"` is short for `ID = { type = \"i32\" }`."
        }
        Output => {
            "What a call gives back: one `type`, or `fields`.\n\n`output = \"bool\"` is short for `output = { type = \"bool\" }`."
        }
        Pages => "How further pages of the output are got.",
        Code => {
            "A refusal. Its key is the code, unless it says `code` or `message`.\n\n\
             `BADTEAM = \"There is no such team.\"` is short for its `doc`. `ERROR = false` takes away a code of the vendor's. \
             A list of tables: the first says all, the others tell in which other ways it comes."
        }
        Telling => "Another way in which the same code is told.",
        Operation => "One operation of the vendor's API. The file is named as the vendor names it.",
        Example => {
            "A call and its answer as they stand on the wire, beside the values that they mean. Write them by hand from the \
             vendor's page: they are what proves the spec."
        }
    }
}

/// What stands under the name of a protocol.
pub fn of_protocol(name: &str, place: Place) -> String {
    let which = match name {
        "get" => "a GET",
        "post" => "a POST of a form",
        "form" => "GET and POST",
        "soap11" => "SOAP 1.1",
        "soap12" => "SOAP 1.2",
        "soap" => "SOAP, 1.1 and 1.2",
        _ => "an XML document that is posted",
    };
    let mut doc = match place {
        Example => format!("What the wire shows over {which}: `{name}.request`, `{name}.answer`."),
        _ => format!("What differs over {which}."),
    };
    if let Some(word) = place.short_on_protocol() {
        doc.push_str(&format!(" `{name} = \"…\"` is short for `{name} = {{ {word} = \"…\" }}`."));
    }
    if place.may_be_off() {
        doc.push_str(&format!(" `{name} = false`: it does not exist there."));
    }
    doc
}

/// What stands under the name of a protocol in `[protocols]`.
pub fn of_binding(name: &str) -> String {
    let doc = match name {
        "form" => {
            "Forms: GET, with the pairs in the address, and POST, with the pairs in the body. `post` is the default of the two."
        }
        "get" => "GET, with the pairs in the address. What it does not say, `form` says.",
        "post" => "POST of a form. What it does not say, `form` says.",
        "soap" => "SOAP 1.1 and SOAP 1.2. SOAP 1.2 is the default of the two.",
        "soap11" => "SOAP 1.1. What it does not say, `soap` says.",
        "soap12" => "SOAP 1.2. What it does not say, `soap` says.",
        _ => "An XML document that is posted to an address.",
    };
    doc.to_owned()
}

/// Every word; one that means something else elsewhere has docs for each.
pub const DOCS: &[(&str, &[Place], &str)] = &[
    ("doc", &[Vendor], "What the API is for, in your own words. It begins the docs of the crate."),
    (
        "doc",
        &[Operation],
        "What it does, in your own words, never in the page's. The first sentence is the summary.\n\n```toml\ndoc = \
         \"Adds a user to a team. A password is mailed to the new user.\"\n```",
    ),
    (
        "doc",
        &[Scheme, SchemeParam, Type, Value, Parameter, Field, Output],
        "What it is, in your own words. It is shown in the docs of the crate.",
    ),
    ("doc", &[Code], "What was wrong, in your own words. It is shown in the docs, and in the error's text."),
    ("doc", &[Example], "What this call shows, in a sentence."),
    (
        "doubt",
        &[Vendor, Protocol, Answer, Scheme, SchemeParam, Type, Parameter, Field, Output, Code, Operation, Example],
        "What the page leaves open or contradicts: a text, or a list of them. It is shown in the docs, and `cargo \
         xtask doubts` lists it. Write one rather than guess.",
    ),
    ("page", &[Vendor], "The address of the vendor's help."),
    ("page", &[Operation], "The address of the vendor's page about this operation."),
    (
        "rust",
        &[Operation],
        "The name of the method in Rust.\n\nDefault: derived from the file's name (`createUser` becomes \
         `create_user`).",
    ),
    (
        "rust",
        &[Scheme],
        "The name of the builder's method in Rust.\n\nDefault: `login` where there is a `login`, else derived from \
         the key.",
    ),
    (
        "rust",
        &[SchemeParam, Type, Value, Parameter, Field, Code],
        "Its name in Rust, where the derived one will not do.\n\nDefault: derived from the key, with the boundaries \
         of words that its SOAP name shows.",
    ),
    ("name", &[Vendor], "The vendor's own name for the API.\n\n```toml\nname = \"Acme Desk\"\n```"),
    (
        "client",
        &[Vendor],
        "The name of the client's type in Rust.\n\n```toml\nclient = \"Acme\"               # Acme::builder()\n```",
    ),
    ("version", &[Vendor], "The version of the generated crate."),
    (
        "license",
        &[Vendor],
        "The licence of the generated crate, as SPDX writes it.\n\n```toml\nlicense = \"MIT OR Apache-2.0\"\n```",
    ),
    ("repository", &[Vendor], "Where the generated crate is kept; its manifest says so."),
    (
        "base",
        &[Vendor],
        "The address that all paths stand below. Leave it out where every customer has one of their own: the caller \
         gives it then.\n\n```toml\nbase = \"https://acme.example\"\n```",
    ),
    ("base", &[Type], "The scalar that the type is.\n\n```toml\nTeamId = { base = \"i32\", doc = \"A team.\" }\n```"),
    (
        "defaults",
        &[Vendor],
        "Words that hold for every parameter (`[defaults.param]`) and for every field of an answer \
         (`[defaults.field]`), unless it says otherwise.",
    ),
    ("param", &[Defaults], "Words of every parameter.\n\n```toml\n[defaults.param]\nform = { absent = \"\" }\n```"),
    (
        "field",
        &[Defaults],
        "Words of every field of an answer.\n\n```toml\n[defaults.field]\nnone = [\"\", \"n/a\"]\n```",
    ),
    ("param", &[Code], "The parameter that it is about: the error's `parameter()`."),
    (
        "names",
        &[Vendor],
        "Holes of your own for templates and addresses, with what fills them: a word, or `{operation}`. An operation \
         may fill them otherwise.\n\n```toml\n[names]\nprefix = \"{operation}\"\n```",
    ),
    (
        "names",
        &[Operation],
        "What fills the vendor's own holes in this operation.\n\n```toml\nnames = { prefix = \"createUser\" }\n```",
    ),
    (
        "protocols",
        &[Vendor],
        "The protocols that the vendor speaks. The first is the client's default; of `form` that is `post`, of `soap` \
         it is `soap12`. `get` and `post` are laid over `form`, `soap11` and `soap12` over `soap`.",
    ),
    (
        "answers",
        &[Vendor],
        "How answers read, under names that `answer = \"…\"` refers to. `text`, `xml` and `bytes` are what their \
         names say; any other says its `format`.",
    ),
    (
        "answers",
        &[Operation],
        "Words that this operation lays over the vendor's answer of that name.\n\n```toml\n[answers.text]\naccepted = \
         \"OK:{output}\"\n```",
    ),
    (
        "auth",
        &[Vendor],
        "The ways to sign in. Each becomes a method of the client's builder; an operation takes all of them unless it \
         says otherwise.",
    ),
    (
        "auth",
        &[Operation],
        "The ways to sign in that it takes: the name of one, a list, or `false` for none.\n\nDefault: all of the \
         vendor's.",
    ),
    (
        "auth",
        &[Example],
        "Parameters of signing in, as they went out. Where none is given, none are sent.\n\n```toml\nauth.key = \
         \"k-77\"\n```",
    ),
    (
        "types",
        &[Vendor],
        "Types of your own, for all operations: scalars with a meaning, enumerations, records. \
         `[types.\"payload.xsd#user\"]` adds words to a type of an XSD.",
    ),
    ("types", &[Operation], "Types of your own, for this operation alone."),
    ("parts", &[Vendor], "`params`, `codes` and `output` that some operations share: those that say `use = [\"…\"]`."),
    ("use", &[Operation], "The vendor's `[parts]` that it takes: one, or a list."),
    (
        "path",
        &[Protocol],
        "The address below `base`, with holes: `{operation}`, and those of `[names]`.\n\n```toml\npath = \
         \"/api/{operation}.aspx\"\n```",
    ),
    ("path", &[Operation], "An address of its own below `base`.\n\nDefault: the protocol's."),
    ("answer", &[Protocol], "Which of `[answers]` comes back."),
    (
        "answer",
        &[Operation],
        "Which of the vendor's `[answers]` comes back from this operation.\n\nDefault: the protocol's.",
    ),
    (
        "answer",
        &[Example],
        "The answer as it came: a text, an XML document, or what is inside the SOAP body. A fault is written as its \
         `<soap:Fault>`.",
    ),
    (
        "headers",
        &[Protocol],
        "HTTP headers of every request.\n\n```toml\nheaders = { Accept-Language = \"en-US\" }\n```",
    ),
    ("headers", &[Example], "HTTP headers that are among those of the request."),
    ("namespace", &[Protocol], "The namespace of the elements that are sent; of SOAP it must be said."),
    ("action", &[Protocol], "The SOAP action, with holes.\n\n```toml\naction = \"{namespace}/{operation}\"\n```"),
    ("root", &[Protocol], "The element that is posted; of `[protocols.xml]`, where it must be said."),
    (
        "inside",
        &[Protocol],
        "The element of an answer that its places count from. `*` is any element.\n\n```toml\ninside = \
         \"{operation}Result/*\"\n```\n\nDefault: the root; of SOAP, the first element in the body.",
    ),
    (
        "inside",
        &[Operation],
        "The element of this operation's answer that its places count from.\n\nDefault: the protocol's.",
    ),
    (
        "inside",
        &[Output],
        "The place of a text, in an XML answer, that the output is made of.\n\n```toml\nsoap = { inside = \"sReport\" \
         }\n```",
    ),
    (
        "charset",
        &[Protocol],
        "The character set of forms, named as browsers name it. XML and SOAP are always sent as UTF-8.\n\nDefault: \
         `utf-8`.",
    ),
    (
        "charset",
        &[Answer],
        "The character set of answers that do not say theirs, named as browsers name it.\n\nDefault: `utf-8`.",
    ),
    (
        "format",
        &[Answer],
        "What the answer is: `text`, `xml`, or `bytes`, a raw body.\n\nDefault: its name, if it is one of these.",
    ),
    (
        "format",
        &[Type, Parameter, Field],
        "How a date and time is spelled, as strftime writes it: one, or a list. The first is written, all are \
         read.\n\n```toml\nDay = { base = \"datetime\", format = [\"%-m/%-d/%Y\", \"%Y-%m-%d\"] }\n```\n\nDefault: \
         ISO 8601.",
    ),
    (
        "accepted",
        &[Answer],
        "How an accepted answer reads: a template on the whole text, or `{ at = place, as = template }`. Of a list, \
         one that fits is enough. `{output}` is the text that the output is made of.\n\n```toml\naccepted = \"OK \
         {output}\"\n```\n\nDefault: `{output}`, any answer that is not refused.",
    ),
    (
        "refused",
        &[Answer],
        "How a refused answer reads: readings with `{code}`, `{message}`, `{parameter}`. All of a list are read \
         through, each adding what is not known yet. `[]` behind a step of a place: each such element is a refusal of \
         its own.\n\n```toml\nrefused = [{ at = \"@code\" }, { at = \"error\", as = \"{message}\" }]\n```",
    ),
    (
        "faults",
        &[Answer],
        "Where a SOAP fault has `{code}` and `{message}`: readings, whose places count from the \
         fault.\n\n```toml\nfaults = [{ at = \"detail/*/Number\" }]\n```",
    ),
    (
        "field",
        &[Answer],
        "How a field stands. In a text: its label, what parts it, its value. In XML: the form of its \
         place.\n\n```toml\nfield = \"{name}: {value}\"      # of a text\nfield = \"@{name}\"              # of XML: \
         fields are attributes\n```\n\nDefault: `{name}: {value}` in a text, `{name}` in XML.",
    ),
    (
        "escape",
        &[Answer],
        "How the values of a text are escaped: `percent` (`%C3%A9`), or `form`, where `+` is a blank \
         besides.\n\nDefault: not at all.",
    ),
    (
        "case",
        &[Answer],
        "Whether names in answers match exactly (`exact`) or in any case (`any`).\n\nDefault: `exact`.",
    ),
    (
        "at",
        &[Reading],
        "The place of the text: `name`, `a/b`, `@attribute`, `.`, the element's own text. Of a list of places, the \
         first whose text fits is used.",
    ),
    ("at", &[Operation], "The operation's name on the wire, where it is not the file's name."),
    (
        "at",
        &[SchemeParam, Parameter],
        "Where it stands: the name on a form, the place in XML (`aTags/TAG`), the name of a header. `item{n}` is \
         numbered: `item1=…&item2=…`.\n\nDefault: the key.",
    ),
    (
        "at",
        &[Field],
        "Where it stands: the label in a text, the column of a table, the place in XML (`name`, `a/@attribute`, `.`). \
         Of a list of places, the first that is there is used. `item{n}` is numbered.\n\nDefault: the key, as the \
         answer's `field` has it.",
    ),
    (
        "at",
        &[Output],
        "The element of an answer that holds it, or of a list the elements.\n\n```toml\n[output]\ntype = \
         \"User[]\"\nat   = \"users/user\"\n```\n\nDefault: `.`, where places count from.",
    ),
    (
        "at",
        &[Code],
        "With `type` or `fields`: where in the answer stands what the refusal carries; in a SOAP fault it counts from \
         the fault.",
    ),
    (
        "as",
        &[Reading],
        "A template that the text is held against: literals match exactly, a blank is any white space, `{hole}` is a \
         value.\n\nDefault: something has to be there; in `refused` it is the `{code}`.",
    ),
    (
        "as",
        &[SchemeParam, Parameter],
        "How its text is made: a template with the hole `{value}`, or `xml`, which sends a record as an XML document \
         in one text.\n\n```toml\nas = \"Bearer {value}\"\n```",
    ),
    ("as", &[Value], "How the word is spelled on the wire, where not as its key."),
    ("as", &[Field], "`xml`: the text is an XML document, of which the field is made."),
    (
        "as",
        &[Output],
        "How it is made of a text: `fields`, a line for each; `table`, a head and rows; `xml`, a document; or a \
         template with the fields as holes. Of a list, the first that fits.\n\n```toml\nas = \
         \"{user}\"\n```\n\nDefault: `fields`.",
    ),
    (
        "login",
        &[Scheme],
        "The operation that opens a session; its spec says `auth = false`. Of a list the first is \
         used.\n\n```toml\nlogin = \"login\"\n```",
    ),
    ("logout", &[Scheme], "The operation that ends the session."),
    ("cookie", &[Scheme], "The cookie that carries the session. Where a parameter carries it, that one says `from`."),
    (
        "idle",
        &[Scheme],
        "How long a session lives without a call.\n\n```toml\nidle = \"20 min\"\n```\n\nDefault: for ever.",
    ),
    (
        "order",
        &[Scheme],
        "Where its parameters go out: before the operation's own (`first`), or after them (`last`).\n\nDefault: \
         `last`.",
    ),
    (
        "from",
        &[SchemeParam],
        "The field of the login's output that it is; of an output that is no record, `value`.\n\nDefault: the user \
         gives it.",
    ),
    (
        "in",
        &[SchemeParam, Parameter],
        "What carries it, when not the body: `header`, an HTTP header; `basic`, HTTP's own sign-in (the first such \
         parameter is the user, the second the password); `soap-header`, the header of the envelope.",
    ),
    (
        "params",
        &[Vendor],
        "Parameters of every operation, in the order in which they go out.\n\n```toml\n[params]\ncommand = { fixed = \
         \"{operation}\" }\n```",
    ),
    (
        "params",
        &[Operation],
        "The parameters, in the order in which they go out, under the names that the wire has for them.",
    ),
    ("params", &[Part], "Parameters of the operations that use this part, in the order in which they go out."),
    (
        "params",
        &[Scheme],
        "The parameters that sign in.\n\n```toml\nparams = { key = { soap = \"sKey\", secret = true } }\n```",
    ),
    (
        "params",
        &[Example],
        "The values of parameters, under the spec's keys: `[{ … }]` for a list of records, a date as it stands on the \
         wire, bytes as base64. A refused example gives what the call needs, too.",
    ),
    ("codes", &[Vendor], "Refusals of every operation."),
    (
        "codes",
        &[Operation],
        "Refusals of this operation. Those of its parts, of its ways to sign in and of the vendor hold besides.",
    ),
    ("codes", &[Scheme], "Refusals of every operation that is called with this way to sign in."),
    ("codes", &[Part], "Refusals of the operations that use this part."),
    (
        "output",
        &[Operation],
        "What a call gives back: `type`, or `fields`. Leave it out where success is all that is told.",
    ),
    (
        "output",
        &[Part],
        "What the operations that use this part give back; an operation's own `[output]` is laid over it.",
    ),
    (
        "output",
        &[Code],
        "The refusal is an answer, and this one: `false` where the operation gives a `bool`.\n\n```toml\nNoSuchUser = \
         { code = 4000, output = false, doc = \"The \\\"no\\\".\" }\n```",
    ),
    (
        "output",
        &[Example],
        "What the call gave back, under the spec's keys: a table for a record or a map, a list for many.",
    ),
    (
        "values",
        &[Type],
        "The words of an enumeration: a list, or a table with something said of each. It stays open: other words \
         never make a call fail.\n\n```toml\nRole = { values = { admin = \"May do anything.\", member = \"\" } }\n```",
    ),
    ("fields", &[Type], "The fields of a record, under the names that the wire has for them."),
    ("fields", &[Output], "What is in it, under the names that the wire has for it."),
    (
        "fields",
        &[Code],
        "What the refusal carries besides: the error's `details()`.\n\n```toml\nfields = { sku = \"string\", left = \
         \"i32\" }\n```",
    ),
    (
        "type",
        &[Parameter, Field],
        "Its type: a scalar of the language, one of `[types]`, or one of an XSD (`payload.xsd#user`). `X[]` is many \
         of them. Below a protocol it changes the spelling, not what it is.\n\nDefault: `string`.",
    ),
    (
        "type",
        &[Output],
        "What a call gives back: a scalar of the language, one of `[types]`, or one of an XSD (`payload.xsd#user`). \
         `X[]` is many of them.",
    ),
    ("type", &[Code], "The type of what the refusal carries besides: the error's `details()`."),
    (
        "true",
        &[Type, Parameter, Field],
        "How \"yes\" is spelled: one, or a list. The first is written, all are read; `*` is any other \
         text.\n\n```toml\nYesNo = { base = \"bool\", true = [\"yes\", \"y\"], false = [\"no\", \"n\"] \
         }\n```\n\nDefault: `true`.",
    ),
    (
        "false",
        &[Type, Parameter, Field],
        "How \"no\" is spelled: one, or a list. The first is written, all are read; `\"\"` is an empty \
         text.\n\nDefault: `false`.",
    ),
    (
        "none",
        &[Type, Field],
        "How \"there is no value\" is spelled: one, or a list.\n\n```toml\nBoss = { type = \"i32\", none = [\"0\"] \
         }\n```\n\nDefault: empty.",
    ),
    (
        "required",
        &[Parameter],
        "It must be given: a call without it does not compile. `{ other = value }`: when `other` is given \
         so.\n\nDefault: `false`.",
    ),
    ("required", &[Field], "It must be there; in a record that is sent, it must be given.\n\nDefault: `false`."),
    ("secret", &[SchemeParam], "It is never shown.\n\nDefault: `true`, since it signs in."),
    (
        "secret",
        &[Parameter, Field, Output],
        "It is kept out of every log, error and (unless asked for) address. A text whose name looks secret has to say \
         which.\n\nDefault: `false`.",
    ),
    ("min", &[Parameter, Field], "The least number, or the least length of a text, of bytes, of a list."),
    ("max", &[Parameter, Field], "The greatest number, or the greatest length of a text, of bytes, of a list."),
    ("default", &[Parameter], "What the *vendor* takes it for when it is not given. It is documented, and never sent."),
    (
        "absent",
        &[SchemeParam, Parameter, Field],
        "What goes out when it is not given: a text; `false` takes back what `[defaults.param]` \
         says.\n\n```toml\nform = { absent = \"\" }\n```\n\nDefault: nothing goes out.",
    ),
    ("nillable", &[Parameter, Field], "`xsi:nil` goes out when it is not given, in XML and SOAP.\n\nDefault: `false`."),
    ("needs", &[Parameter], "Another parameter, beside which alone it makes sense."),
    (
        "fixed",
        &[Parameter],
        "Its value: it always goes out, and nobody gives it. A text may have the holes of \
         addresses.\n\n```toml\ncommand = { fixed = \"{operation}\" }\n```",
    ),
    (
        "fixed",
        &[Field, Output],
        "Its value, which no answer holds: it is not read.\n\n```toml\n[output]\ntype  = \"bool\"\nfixed = \
         true                   # success alone is the \"yes\"\n```",
    ),
    (
        "separator",
        &[Parameter],
        "What joins the items of a list into one value.\n\n```toml\ntags = { type = \"string[]\", separator = \",\" \
         }\n```\n\nDefault: its name, or the last step of its place, repeats.",
    ),
    (
        "separator",
        &[Field],
        "What parts the items of a list in one text. Blanks beside it and an empty last piece do not \
         count.\n\nDefault: the last step of its place repeats.",
    ),
    ("separator", &[Output], "What parts the records of a text (`\"\\n\\n\"`), or the cells of a table (`\"|\"`)."),
    (
        "titles",
        &[Output],
        "Of maps in XML: the elements that hold the names of what they hold.\n\n```toml\n[output]\ntype   = \
         \"map[]\"\nat     = \"data/row\"\ntitles = \"header/field\"\n```\n\nDefault: the names of elements.",
    ),
    (
        "pages",
        &[Output],
        "How further pages are got; `.pages(…)` goes through them.\n\n```toml\npages = { next = \"GetNextPage\", last \
         = \"LastPage\" }\n```",
    ),
    ("next", &[Pages], "The operation that gives the next page."),
    ("last", &[Pages], "The field of its output that says that it was the last: a `bool`."),
    (
        "code",
        &[Code, Telling],
        "The code as it comes: one, or a list; a number stands for its digits. Below a protocol: how it is spelled \
         there.\n\nDefault: the key, where `message` is not said either.",
    ),
    ("code", &[Example], "The key of the code that the call is refused with, in place of `output`."),
    (
        "message",
        &[Code, Telling],
        "The text that goes with it: a template, or a list. With `code`, both must fit.\n\n```toml\nmessage = \"The \
         {parameter} attribute is required\"\n```\n\nDefault: any text.",
    ),
    ("message", &[Example], "With `code`: the text that came with it.\n\nDefault: any."),
    (
        "means",
        &[Code],
        "What it means for the caller; the client signs in again on `sign-in`, and waits on `slow-down`.\n\nDefault: \
         `input` with `param`, else `vendor-fault`.",
    ),
    (
        "one-of",
        &[Operation],
        "Parameters of which exactly one is given, or the call does not compile; or a list of such \
         lists.\n\n```toml\none-of = [\"node\", \"email\"]\n```",
    ),
    (
        "limit",
        &[Operation],
        "How often the vendor lets it be called; clients keep it.\n\n```toml\nlimit = \"1 in 60 s\"\n```",
    ),
    (
        "idempotent",
        &[Operation],
        "Doing it twice is doing it once: it is sent again when its answer was lost.\n\nDefault: `false`.",
    ),
    ("supersedes", &[Operation], "The older operation that this one replaces."),
    ("deprecated", &[Operation], "Why not to use it. The method is marked so in Rust."),
    ("demo", &[Operation], "It is among the calls of `cargo xtask demo`.\n\nDefault: `false`."),
    (
        "examples",
        &[Operation],
        "Calls as they stand on the wire, beside what they mean: `[[examples]]`. At least one, accepted. Each becomes \
         a test, and the first an example in the docs.",
    ),
    (
        "request",
        &[Example],
        "The request as it goes out: of a form the pairs, percent-encoded, perhaps behind the path; of SOAP the \
         element inside the body, or the envelope; of XML the root.\n\n```toml\nform.request = \
         \"team=7&name=Ann+Roe\"\n```",
    ),
    ("parameter", &[Example], "With `code`: the parameter that the refusal is about.\n\nDefault: any."),
    ("details", &[Example], "With `code`: what the refusal carries, under the spec's keys.\n\nDefault: any."),
    ("source", &[Example], "Where a wire form is from that the page does not print.\n\nDefault: the page."),
];
