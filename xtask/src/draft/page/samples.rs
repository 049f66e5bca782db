//! What samples show: calls and answers as they stand on the wire, and calls in programs.

use roxmltree::{Document, Node};

use super::block::squeeze;

/// What is looked at of a program.
const PROGRAM: usize = 64 * 1024;
const CALLS: usize = 200;

/// A call as it goes out.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub carrier: Carrier,
    /// `/api/createUser.aspx`, also with a host; empty where the page does not print it.
    pub path: String,
    /// What it sends, in order.
    pub pairs: Vec<(String, String)>,
    /// In XML, the element with the parameters; else empty.
    pub xml: String,
    /// In SOAP, the operation's element.
    pub name: Option<String>,
    /// The page prints the beginning of it, or the names alone.
    pub is_part: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    Get,
    Post,
    Xml,
    Soap,
}

/// An answer in XML: in SOAP, what stands in the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub xml: String,
    pub is_soap: bool,
}

/// A call in a program: what it passes, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Signature {
    pub operation: String,
    pub arguments: Vec<Argument>,
    /// What comes back in arguments.
    pub outs: Vec<Argument>,
    /// How a doubt calls it.
    pub language: &'static str,
    /// The names are those that go out, and not a program's own.
    pub is_wire: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Argument {
    /// None, where a value stands.
    pub name: Option<String>,
    /// As the program says it: `NODE_PERMISSIONS[]`.
    pub ty: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples {
    pub calls: Vec<Call>,
    pub answers: Vec<Answer>,
    pub signatures: Vec<Signature>,
    /// How many samples could not be read.
    pub unread: usize,
}

impl Samples {
    /// Takes in a sample. `root`: the element that the vendor's XML requests are in. `is_request`: what its heading says.
    pub fn read(&mut self, code: &str, root: Option<&str>, is_request: Option<bool>) {
        let trimmed = code.trim_start();
        if trimmed.starts_with("<?php") || is_program(code) {
            self.program(code);
            return;
        }
        if let Some(form) = form(code) {
            self.push(form);
            return;
        }
        if code.contains('<') && code.contains('>') {
            let (head, xml) = code.split_at(code.find('<').unwrap_or(0));
            self.markup(xml, root, is_request);
            if head.trim().is_empty() || !self.calls.is_empty() {
                return;
            }
        }
        for call in requests(code) {
            self.push(call);
        }
    }

    /// Addresses with a query in prose.
    pub fn read_prose(&mut self, text: &str) {
        for word in text.split_whitespace() {
            let word = word.trim_matches(['(', ')', '"', '\'', '`', ',']);
            let address = word.starts_with("http://") || word.starts_with("https://") || word.starts_with('/');
            if address && word.split('?').nth(1).is_some_and(|query| query.contains('=')) {
                for call in requests(word) {
                    self.push(call);
                }
            }
        }
    }

    fn push(&mut self, call: Call) {
        if !self.calls.contains(&call) {
            self.calls.push(call);
        }
    }

    fn markup(&mut self, text: &str, root: Option<&str>, is_request: Option<bool>) {
        for piece in documents(text) {
            let Ok(document) = Document::parse(piece) else {
                self.unread += usize::from(piece.contains("</"));
                continue;
            };
            let top = document.root_element();
            let name = top.tag_name().name();
            if name == "Envelope" {
                self.envelope(piece, top);
                continue;
            }
            let lower = name.to_lowercase();
            let says_answer =
                ["response", "result", "answer", "reply", "error"].iter().any(|word| lower.contains(word));
            let says_request = root.is_some_and(|root| root == name) || lower.contains("request");
            if says_request || (!says_answer && is_request == Some(true)) {
                let pairs = leaves(top);
                self.push(Call {
                    carrier: Carrier::Xml,
                    path: String::new(),
                    is_part: is_placeholder(&pairs),
                    pairs,
                    xml: piece.trim().to_owned(),
                    name: None,
                });
            } else {
                self.answers.push(Answer { xml: piece.trim().to_owned(), is_soap: false });
            }
        }
    }

    fn envelope(&mut self, text: &str, top: Node<'_, '_>) {
        let Some(body) = top.children().find(|child| child.tag_name().name() == "Body") else { return };
        let Some(call) = body.children().find(Node::is_element) else { return };
        let name = call.tag_name().name();
        let own = text.get(call.range()).unwrap_or_default();
        // What stands alone needs the prefixes that the envelope declares.
        let declared: String = call
            .namespaces()
            .filter(|space| {
                let (before, declaration) = match space.name() {
                    Some(prefix) => (format!("<{prefix}:"), format!("xmlns:{prefix}=")),
                    None => (String::new(), "xmlns=".to_owned()),
                };
                own.contains(&before) && !own.contains(&declaration) && space.name() != Some("xml")
            })
            .map(|space| match space.name() {
                Some(prefix) => format!(" xmlns:{prefix}=\"{}\"", space.uri()),
                None => format!(" xmlns=\"{}\"", space.uri()),
            })
            .collect();
        let at = own.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(own.len());
        let (start, rest) = own.split_at(at);
        let xml = format!("{start}{declared}{rest}");
        if name == "Fault" || name.ends_with("Response") || name.ends_with("Result") {
            self.answers.push(Answer { xml, is_soap: true });
            return;
        }
        let pairs = leaves(call);
        self.push(Call {
            carrier: Carrier::Soap,
            path: String::new(),
            is_part: is_placeholder(&pairs),
            pairs,
            xml,
            name: Some(name.to_owned()),
        });
    }

    fn program(&mut self, code: &str) {
        let end = (0..=PROGRAM.min(code.len())).rev().find(|end| code.is_char_boundary(*end)).unwrap_or(0);
        let code = code.get(..end).unwrap_or_default();
        let php = code.contains("$") && (code.contains("=>") || code.contains("->"));
        for (at, _) in code.match_indices('(').take(CALLS) {
            let before = code.get(..at).unwrap_or_default();
            let name: String = {
                let reversed: String = before.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                reversed.chars().rev().collect()
            };
            let owner = before.strip_suffix(&name).unwrap_or_default();
            let called = owner.ends_with("->") || owner.ends_with('.');
            if name.is_empty() || !called {
                continue;
            }
            let Some(inner) = arguments(code.get(at + 1..).unwrap_or_default()) else { continue };
            let signature = if php && owner.ends_with("->") {
                php_call(code, &name, &inner)
            } else if owner.ends_with('.') {
                Some(plain_call(code, &name, &inner))
            } else {
                None
            };
            self.signatures.extend(signature);
        }
    }
}

fn is_program(code: &str) -> bool {
    let ends = code.lines().filter(|line| line.trim_end().ends_with([';', '{', '}'])).count();
    let markup = code.lines().filter(|line| line.trim_start().starts_with('<')).count();
    ends >= 2 && ends > markup
}

/// What stands between the parentheses of a call, comma by comma.
fn arguments(text: &str) -> Option<Vec<String>> {
    let mut all = vec![String::new()];
    let mut depth = 0usize;
    let mut quote = None;
    for c in text.chars().take(4000) {
        if let Some(open) = quote {
            if c == open {
                quote = None;
            }
        } else {
            match c {
                '"' | '\'' => quote = Some(c),
                '(' | '[' | '{' => depth += 1,
                ')' if depth == 0 => {
                    let all: Vec<String> =
                        all.iter().map(|text| squeeze(text)).filter(|text| !text.is_empty()).collect();
                    return Some(all);
                }
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                ',' if depth == 0 => {
                    all.push(String::new());
                    continue;
                }
                ';' => return None,
                _ => {}
            }
        }
        if let Some(last) = all.last_mut() {
            last.push(c);
        }
    }
    None
}

/// `$client->createUser($params)`, with `$params = array('name' => …)` above.
fn php_call(code: &str, name: &str, inner: &[String]) -> Option<Signature> {
    let mut signature =
        Signature { operation: name.to_owned(), language: "PHP", is_wire: true, ..Signature::default() };
    let [only] = inner else { return None };
    let array = if only.starts_with('$') {
        let at = code.find(&format!("{only} =")).or_else(|| code.find(&format!("{only}=")))?;
        let rest = code.get(at..)?;
        rest.get(..rest.find(';')?)?.to_owned()
    } else {
        only.clone()
    };
    for piece in array.split("=>").collect::<Vec<_>>().split_last()?.1 {
        let key = piece.trim().trim_end_matches(['\'', '"']);
        let key = key.rsplit(['\'', '"']).next()?.trim();
        if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c)) {
            return None;
        }
        signature.arguments.push(Argument { name: Some(key.to_owned()), ty: None });
    }
    // What is taken out of what came back.
    if let Some(result) = code.split(&format!("->{name}(")).next().and_then(|before| before.lines().last()) {
        let variable = result.split('=').next().unwrap_or_default().trim();
        if variable.starts_with('$') {
            for part in code.split(&format!("{variable}['")).skip(1) {
                let name = part.split('\'').next().map(str::to_owned);
                signature.outs.push(Argument { name, ty: None });
            }
        }
    }
    Some(signature)
}

/// `proxy.createUser(iParentID, out iNewNodeID)`, with the types that are declared above.
fn plain_call(code: &str, name: &str, inner: &[String]) -> Signature {
    let mut signature = Signature { operation: name.to_owned(), language: "C#", ..Signature::default() };
    let is_variable = |text: &str| {
        text.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && text.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    for argument in inner.iter().take(60) {
        if let Some(out) = argument.strip_prefix("out ").or_else(|| argument.strip_prefix("ref ")) {
            let name = out.split_whitespace().last().unwrap_or_default();
            signature.outs.push(Argument { name: Some(name.to_owned()), ty: declared(code, name) });
            continue;
        }
        let named = is_variable(argument) && !matches!(argument.as_str(), "true" | "false" | "null");
        signature.arguments.push(Argument {
            name: named.then(|| argument.clone()),
            ty: if named { declared(code, argument) } else { argument.split_once('.').map(|(ty, _)| ty.to_owned()) },
        });
    }
    signature
}

/// The type that a variable is declared with: `int iNode = 1;`
fn declared(code: &str, variable: &str) -> Option<String> {
    code.lines().find_map(|line| {
        let (ty, rest) = line.trim().split_once(' ')?;
        let rest = rest.trim_start().strip_prefix(variable)?;
        let is_type = ty.chars().all(|c| c.is_alphanumeric() || "_[].<>".contains(c)) && ty != "return" && ty != "var";
        (is_type && rest.trim_start().starts_with(['=', ';'])).then(|| ty.to_owned())
    })
}

/// `<form action="…"><input name="…" value="…">`, whole or not.
fn form(code: &str) -> Option<Call> {
    let lower = code.to_ascii_lowercase();
    let start = lower.find("<form")?;
    let tag = |at: usize| code.get(at..).and_then(|rest| rest.split('>').next()).unwrap_or_default();
    let open = tag(start);
    let get = attribute(open, "method").is_none_or(|method| method.eq_ignore_ascii_case("get"));
    let pairs: Vec<(String, String)> = lower
        .match_indices("<input")
        .map(|(at, _)| tag(at))
        .filter(|tag| {
            !attribute(tag, "type")
                .is_some_and(|ty| matches!(ty.to_lowercase().as_str(), "submit" | "button" | "reset"))
        })
        .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value").unwrap_or_default())))
        .collect();
    (!pairs.is_empty()).then(|| Call {
        carrier: if get { Carrier::Get } else { Carrier::Post },
        path: attribute(open, "action").unwrap_or_default(),
        is_part: is_placeholder(&pairs),
        pairs,
        xml: String::new(),
        name: None,
    })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower.get(from..)?.find(name) {
        let at = from + found;
        from = at + name.len();
        let before = lower.get(..at)?.chars().next_back();
        let rest = tag.get(from..)?.trim_start();
        let Some(value) =
            rest.strip_prefix('=').filter(|_| before.is_some_and(|c| c.is_whitespace() || c == '"' || c == '\''))
        else {
            continue;
        };
        let value = value.trim_start();
        let text = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value.get(1..)?.split(quote).next()?,
            _ => value.split(|c: char| c.is_whitespace() || c == '>').next()?,
        };
        return Some(text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
    }
    None
}

/// Calls with a query or a form, of which some are broken over lines.
fn requests(code: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut current: Option<(Carrier, String, bool)> = None;
    let flush = |current: &mut Option<(Carrier, String, bool)>, calls: &mut Vec<Call>| {
        if let Some((carrier, text, verb)) = current.take() {
            calls.extend(request(carrier, &text, verb));
        }
    };
    for line in code.lines().map(str::trim) {
        let line = line.trim_end_matches('\\').trim_end();
        let verb = [("GET ", Carrier::Get), ("POST ", Carrier::Post), ("PUT ", Carrier::Post)]
            .into_iter()
            .find_map(|(verb, carrier)| line.strip_prefix(verb).map(|rest| (carrier, rest)));
        let address = line.starts_with("http://") || line.starts_with("https://") || line.starts_with('/');
        if line.is_empty() || line.starts_with("HTTP/1.") {
            continue;
        }
        // What comes back, below what goes out.
        if line.starts_with('<') && current.as_ref().is_some_and(|(_, text, _)| text.contains('=')) {
            break;
        }
        if let Some((carrier, rest)) = verb {
            flush(&mut current, &mut calls);
            let rest = rest.split(" HTTP/").next().unwrap_or(rest);
            current = Some((carrier, rest.trim().to_owned(), true));
        } else if address {
            flush(&mut current, &mut calls);
            current = Some((Carrier::Get, line.to_owned(), false));
        } else if line
            .split_once(": ")
            .is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        {
            // A header.
        } else if let Some((carrier, text, _)) = &mut current {
            if *carrier == Carrier::Post && !text.contains(['\n', '&', '=']) {
                text.push('\n');
            }
            text.push_str(line);
        } else if line.contains('=') {
            current = Some((Carrier::Get, line.to_owned(), false));
        }
    }
    flush(&mut current, &mut calls);
    calls
}

fn request(carrier: Carrier, text: &str, verb: bool) -> Option<Call> {
    let (path, query) = match text.split_once(['?', '\n']) {
        Some((path, query)) => (path.trim(), query),
        None if text.contains('=') => ("", text),
        // The address alone.
        None if verb && text.contains('/') && !text.contains(' ') => {
            return Some(Call {
                carrier,
                path: text.to_owned(),
                pairs: Vec::new(),
                xml: String::new(),
                name: None,
                is_part: true,
            });
        }
        None => return None,
    };
    if query.starts_with('<') || query.starts_with('{') {
        return None;
    }
    // What follows in prose is no part of the last value.
    let is_piece = path.is_empty();
    let query = query.trim().trim_start_matches('&');
    // A link to a test page or a WSDL is no call.
    let lower = query.to_lowercase();
    if lower.starts_with("op=") && !lower.contains('&') || lower.starts_with("wsdl") {
        return None;
    }
    let mut pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    if let Some((_, last)) = pairs.last_mut()
        && let Some((value, _)) = last.split_once(" - ")
    {
        *last = value.trim().to_owned();
    }
    pairs.retain(|(name, _)| !name.is_empty() && name.len() <= 100 && !name.contains(' '));
    let some = pairs.iter().any(|(_, value)| !value.is_empty());
    (!pairs.is_empty() && some).then(|| Call {
        carrier,
        path: path.to_owned(),
        is_part: is_piece || is_placeholder(&pairs),
        pairs,
        xml: String::new(),
        name: None,
    })
}

/// Values that stand for values: `...`, `string`, `[your name]`, `{id}`.
pub fn is_placeholder(pairs: &[(String, String)]) -> bool {
    !pairs.is_empty() && pairs.iter().all(|(_, value)| value.is_empty() || stands_for(value))
}

pub fn stands_for(value: &str) -> bool {
    let value = value.trim();
    matches!(value, "..." | "…" | "xxx" | "XXX" | "?")
        || super::vocabulary::type_of(value).is_some()
        || [('[', ']'), ('{', '}'), ('<', '>')]
            .iter()
            .any(|(open, close)| value.starts_with(*open) && value.ends_with(*close))
}

/// XML documents that stand one behind the other, with whatever is between them.
fn documents(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = rest.get(start..).unwrap_or_default();
        let after = match rest.starts_with("<?") || rest.starts_with("<!") {
            true => rest.find('>').map_or("", |end| rest.get(end + 1..).unwrap_or_default()),
            false => rest,
        };
        let root = after.trim_start();
        if !root.starts_with('<') || root.starts_with("<?") || root.starts_with("<!") {
            let Some(next) = after.find('<').filter(|_| after.len() < rest.len()) else { break };
            rest = after.get(next..).unwrap_or_default();
            continue;
        }
        let name: String = root.chars().skip(1).take_while(|c| c.is_alphanumeric() || ":_-.".contains(*c)).collect();
        let close = format!("</{name}>");
        let offset = rest.len() - root.len();
        let empty =
            root.find('>').filter(|end| root.get(..*end).is_some_and(|tag| tag.ends_with('/'))).map(|end| end + 1);
        let end = empty.or_else(|| root.find(&close).map(|at| at + close.len()));
        match end.filter(|_| !name.is_empty()) {
            Some(end) => {
                found.extend(rest.get(..offset + end));
                rest = rest.get(offset + end..).unwrap_or_default();
            }
            None => {
                // Not closed: what there is of it.
                found.push(rest);
                break;
            }
        }
    }
    found
}

/// The texts right below an element; of what lies deeper, the element alone.
fn leaves(top: Node<'_, '_>) -> Vec<(String, String)> {
    let attributes = top.attributes().map(|attribute| (format!("@{}", attribute.name()), attribute.value().to_owned()));
    let children = top.children().filter(Node::is_element).map(|child| {
        let text = if child.children().any(|inner| inner.is_element()) { "" } else { child.text().unwrap_or_default() };
        (child.tag_name().name().to_owned(), text.trim().to_owned())
    });
    // A root's own attributes are seldom parameters.
    let children: Vec<(String, String)> = children.collect();
    if children.is_empty() { attributes.collect() } else { children }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: &str) -> Samples {
        let mut samples = Samples::default();
        samples.read(code, Some("request"), None);
        samples
    }

    fn names(call: &Call) -> Vec<&str> {
        call.pairs.iter().map(|(name, _)| name.as_str()).collect()
    }

    #[test]
    fn requests_are_read_however_they_are_broken() {
        let samples = read("GET /api/add\n?name=Ann%20Roe\n&city=Oslo\nHTTP/1.1");
        assert_eq!(samples.calls[0].path, "/api/add");
        assert_eq!(samples.calls[0].pairs[0], ("name".to_owned(), "Ann Roe".to_owned()));
        let samples = read("POST /api/add HTTP/1.1\nContent-Type: text/plain\n\nname=Ann\n&city=Oslo");
        assert_eq!((samples.calls[0].carrier, names(&samples.calls[0])), (Carrier::Post, vec!["name", "city"]));
        let samples = read("<form action=\"/api/add\" method=post>\n<input name=\"name\" value=\"Ann\">\n");
        assert_eq!((samples.calls[0].path.as_str(), names(&samples.calls[0])), ("/api/add", vec!["name"]));
        assert!(read("&name=Ann&city=").calls[0].is_part);
    }

    #[test]
    fn documents_that_follow_each_other_are_two() {
        let samples = read(
            "<?xml version=\"1.0\"?>\n<request><a>1</a></request>\n<?xml version=\"1.0\"?>\n<answer><b>2</b></answer>",
        );
        assert_eq!((samples.calls.len(), samples.answers.len()), (1, 1));
        assert_eq!(read("<request><a>1</a>").unread, 1);
        assert_eq!(read("https://<your host>/x").unread, 0);
    }

    #[test]
    fn calls_in_programs_are_signatures() {
        let samples = read("int iNode = 1;\nint iNew;\nRet r = proxy.addUser(iNode,\n  Kind.Small, out iNew);");
        let signature = &samples.signatures[0];
        assert_eq!((signature.operation.as_str(), signature.outs[0].ty.as_deref()), ("addUser", Some("int")));
        assert_eq!(signature.arguments[0], Argument { name: Some("iNode".to_owned()), ty: Some("int".to_owned()) });
        assert_eq!(signature.arguments[1], Argument { name: None, ty: Some("Kind".to_owned()) });
        let samples =
            read("<?php\n$p = array('iNode' => 1, 'sName' => '');\n$r = $c->addUser($p);\n$new = $r['iNew'];\n");
        let signature = &samples.signatures[0];
        assert_eq!(signature.arguments.len(), 2);
        assert_eq!(signature.outs[0].name.as_deref(), Some("iNew"));
    }
}
