//! What the blocks of a page say, by the sections that they stand in.

use super::{
    block::{Block, Cell, Definition, Heading, Item, squeeze},
    codes::{self, Code},
    params::{self, Param},
    prose,
    samples::Samples,
    vocabulary::{self, Role, Topic},
};

/// More than any page has; what a hostile one has is not read.
const MANY: usize = 2000;

/// What was found on a page.
#[derive(Debug, Default)]
pub struct Found {
    pub headings: Vec<String>,
    /// Sentences about the operation as a whole.
    pub quotes: Vec<String>,
    pub params: Vec<Param>,
    /// What holds of every parameter that says nothing else.
    pub required: Option<bool>,
    /// Fields of the answer.
    pub fields: Vec<Param>,
    pub output: Vec<String>,
    pub codes: Vec<Code>,
    /// Among the codes are those of success, by what the page calls them.
    pub mixed: bool,
    pub samples: Samples,
    pub doubts: Vec<String>,
    /// All prose, for names and addresses in it.
    pub prose: String,
}

/// Goes through a page. `root`: the element that the vendor's XML requests are in.
pub fn collect(blocks: &[Block], root: Option<&str>) -> Found {
    let mut collector = Collector { root, ..Collector::default() };
    for block in blocks {
        collector.block(block);
    }
    collector.settle();
    collector.found
}

#[derive(Default)]
struct Collector<'a> {
    root: Option<&'a str>,
    found: Found,
    /// The headings that what follows stands below: levels and topics.
    open: Vec<(usize, Option<Topic>)>,
    topic: Option<Topic>,
    heading: String,
    /// The parameter or code that the heading itself names.
    named: bool,
    /// Lists that may be of parameters, if the samples send what they name.
    maybe: Vec<Vec<Param>>,
}

impl Collector<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(text) => self.paragraph(text),
            Block::Table(rows) => self.table(rows),
            Block::List(items) => self.list(items),
            Block::Definitions(all) => self.definitions(all),
            Block::Code(code) => self.code(code),
        }
        self.found.params.truncate(MANY);
        self.found.fields.truncate(MANY);
        self.found.codes.truncate(MANY);
    }

    fn heading(&mut self, heading: &Heading) {
        // The head of a table whose cells ran together: `NameDescription`.
        if heading.level == 0 && vocabulary::flat_head(&heck::AsTitleCase(&heading.text).to_string()).is_some() {
            return;
        }
        let own = vocabulary::topic(&heading.text);
        let before = self.topic;
        let is_request =
            heading.text.to_lowercase().starts_with("request") || heading.text.to_lowercase().starts_with("response");
        self.heading = heading.text.clone();
        if heading.level == 0 {
            self.open.clear();
            self.topic = match own {
                Some(Topic::Params | Topic::Output)
                    if before == Some(Topic::Samples) && is_request && heading.text.split_whitespace().count() <= 2 =>
                {
                    before
                }
                own => own,
            };
        } else {
            while self.open.last().is_some_and(|(level, _)| *level >= heading.level) {
                self.open.pop();
            }
            let above: Vec<Topic> = self.open.iter().filter_map(|(_, topic)| *topic).collect();
            let inherited = above.last().copied();
            self.topic = match (own, inherited) {
                // `Fields` below `Response` are those of the answer.
                (Some(Topic::Params), Some(Topic::Output)) => Some(Topic::Output),
                (Some(Topic::Output | Topic::Params), Some(Topic::Samples)) => Some(Topic::Samples),
                // A word like `access` in the name of a parameter is none of a section.
                (Some(Topic::Notes | Topic::Aside), Some(Topic::Params | Topic::Codes))
                    if vocabulary::is_name(&heading.text) =>
                {
                    inherited
                }
                (Some(own), _) => Some(own),
                (None, inherited) => inherited,
            };
            self.open.push((heading.level, self.topic));
        }
        self.found.mixed |= self.topic == Some(Topic::Codes) && heading.text.to_lowercase().contains("return");
        self.named = false;
        // A parameter's name on a line of its own, where levels are not told.
        let lone = heading.level == 0
            && own.is_none()
            && before == Some(Topic::Params)
            && vocabulary::is_name(&heading.text)
            && !vocabulary::is_common(&heading.text);
        if lone {
            self.topic = before;
        }
        let deeper = lone || self.open.len() > 1 && (own.is_none() || own != self.topic);
        match self.topic {
            Some(Topic::Params) if deeper => {
                if let Some(param) = params::of_term(&heading.text, "", &[]) {
                    self.found.params.push(param);
                    self.named = true;
                    return;
                }
            }
            Some(Topic::Codes) if deeper => {
                if let Some(code) = codes::of_term(&heading.text, "", &[]) {
                    self.found.codes.push(code);
                    self.named = true;
                    return;
                }
            }
            _ => {}
        }
        self.found.headings.push(heading.text.clone());
    }

    fn paragraph(&mut self, text: &str) {
        if self.found.prose.len() < 200_000 {
            self.found.prose.push_str(text);
            self.found.prose.push('\n');
        }
        self.found.samples.read_prose(text);
        if self.named {
            self.say_of_named(text, &[]);
            return;
        }
        match self.topic {
            Some(Topic::Params) => {
                if let Some(required) = prose::required_of_all(text) {
                    self.found.required = Some(required);
                    self.found.quotes.push(text.to_owned());
                } else if let Some(param) = params::of_item(&Item::of(text)).filter(|_| !text.ends_with(':')) {
                    self.found.params.push(param);
                } else if !text.ends_with(':') {
                    self.found.quotes.push(text.to_owned());
                }
            }
            Some(Topic::Output) => self.found.output.push(text.to_owned()),
            Some(Topic::Codes) => {
                match codes::of_item(&Item::of(text)).filter(|code| code.number.is_some() || !code.quotes.is_empty()) {
                    Some(code) => self.found.codes.push(code),
                    None => self.found.quotes.push(text.to_owned()),
                }
            }
            Some(Topic::Notes) | None => self.found.quotes.push(text.to_owned()),
            Some(Topic::Samples | Topic::Aside) => {}
        }
    }

    /// What stands below a heading that is a parameter's or a code's name.
    fn say_of_named(&mut self, text: &str, items: &[Item]) {
        match self.topic {
            Some(Topic::Params) => {
                if let Some(last) = self.found.params.last_mut() {
                    last.say(text, items);
                }
            }
            _ => {
                if let Some(last) = self.found.codes.last_mut() {
                    last.quotes.extend(text.lines().map(str::to_owned));
                    last.quotes.extend(items.iter().map(|item| format!("- {}", item.text)));
                }
            }
        }
    }

    fn table(&mut self, rows: &[Vec<Cell>]) {
        let mut rows = rows;
        // A title across the table is a heading.
        while let Some((first, rest)) = rows.split_first()
            && let [only] = first.iter().filter(|cell| !cell.text.is_empty()).collect::<Vec<_>>().as_slice()
            && first.len() > 1
            && !rest.is_empty()
            && first.first().is_some_and(|cell| cell.text == only.text && cell.items.is_empty())
            && (vocabulary::topic(&only.text).is_some() || rest.first().is_some_and(|row| is_head(row)))
        {
            self.heading(&Heading { text: only.text.clone(), level: 0 });
            rows = rest;
        }
        if self.topic == Some(Topic::Aside) {
            return;
        }
        let Some(first) = rows.first() else { return };
        let columns = first.len();
        let head = is_head(first);
        let body = if head { rows.get(1..).unwrap_or_default() } else { rows };
        let mut roles: Vec<Role> = if head {
            first.iter().map(|cell| vocabulary::role(&cell.text).unwrap_or(Role::Other)).collect()
        } else {
            positional(body, columns, self.topic)
        };
        let title = first.first().map(|cell| squeeze(&cell.text)).unwrap_or_default();
        if head
            && matches!(title.to_lowercase().as_str(), "value" | "values" | "option" | "constant")
            && self.topic != Some(Topic::Codes)
        {
            self.table_of_values(body, &title);
            return;
        }
        let before = self.found.prose.lines().last().unwrap_or_default().to_lowercase();
        let of_a_type = before.contains("complex type")
            || before.starts_with("type:")
            || self.heading.to_lowercase().contains("complex type");
        let topic = match (self.topic, roles.first()) {
            (_, Some(Role::Name)) if head && of_a_type => None,
            (Some(Topic::Output), Some(Role::Code)) if head && !title.eq_ignore_ascii_case("status") => {
                Some(Topic::Codes)
            }
            (_, Some(Role::Code)) if head => Some(Topic::Codes),
            // A name, a number and a text.
            (topic, Some(Role::Name))
                if head
                    && topic != Some(Topic::Params)
                    && roles.contains(&Role::Code)
                    && roles.contains(&Role::Message) =>
            {
                Some(Topic::Codes)
            }
            (Some(topic @ (Topic::Output | Topic::Codes | Topic::Params)), _) => Some(topic),
            // The fields of a type are no parameters of the call.
            (_, Some(Role::Name))
                if head && (self.found.params.is_empty() || !self.heading.to_lowercase().contains("type")) =>
            {
                Some(Topic::Params)
            }
            _ => None,
        };
        match topic {
            Some(Topic::Codes) => {
                make_code_column(&mut roles, body);
                let found = codes::of_table(body, &roles);
                self.found.codes.extend(found);
            }
            Some(topic @ (Topic::Params | Topic::Output)) => {
                if !roles.contains(&Role::Name)
                    && let Some(role) = roles.first_mut()
                {
                    *role = Role::Name;
                }
                let read = params::of_table(body, &roles);
                if let Some(row) = read.unread.first() {
                    self.found.doubts.push(format!(
                        "Rows of a table name no parameter: the first begins with `{}`.",
                        beginning(row)
                    ));
                }
                self.found.quotes.extend(read.unread);
                if topic == Topic::Params { &mut self.found.params } else { &mut self.found.fields }
                    .extend(read.params);
            }
            _ => {
                self.not_understood("table", &title);
                let rows =
                    rows.iter().map(|row| row.iter().map(|cell| squeeze(&cell.text)).collect::<Vec<_>>().join(" | "));
                self.found.quotes.extend(rows);
            }
        }
    }

    fn values_below(&mut self, lines: &mut Vec<String>) {
        let lines = std::mem::take(lines);
        match self.found.params.last_mut() {
            Some(last) if !lines.is_empty() => last.say(&lines.join("\n"), &[]),
            _ => self.found.quotes.extend(lines),
        }
    }

    /// Takes lists for those of parameters whose names the samples send.
    fn settle(&mut self) {
        let sent: Vec<String> = self
            .found
            .samples
            .calls
            .iter()
            .flat_map(|call| call.pairs.iter().map(|(name, _)| name.to_lowercase()))
            .collect();
        for list in std::mem::take(&mut self.maybe) {
            let known = list.iter().filter(|param| sent.contains(&param.name.to_lowercase())).count();
            let mut names: Vec<&str> = list.iter().map(|param| param.name.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            if known >= 2 && known * 2 > list.len() && names.len() == list.len() {
                self.found.params.extend(list);
            } else {
                self.found
                    .quotes
                    .extend(list.iter().map(|param| format!("{}: {}", param.name, param.quotes.join(" "))));
            }
        }
    }

    /// Values of the parameter that the text before names.
    fn table_of_values(&mut self, rows: &[Vec<Cell>], title: &str) {
        let before = format!("{}\n{}", self.heading, self.found.prose.lines().last().unwrap_or_default());
        let is_word = |name: &str| {
            before.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word.eq_ignore_ascii_case(name))
        };
        match self.found.params.iter_mut().rev().find(|param| is_word(&param.name)) {
            Some(param) => {
                for row in rows {
                    let mut cells = row.iter().map(|cell| squeeze(&cell.text));
                    let word = cells.next().unwrap_or_default();
                    let about = cells.collect::<Vec<_>>().join(" ");
                    param.values.push(prose::Value { word: prose::unquote(&word).to_owned(), about });
                }
            }
            None => self.not_understood("table", title),
        }
    }

    fn list(&mut self, items: &[Item]) {
        if let Some(all) = alternating(items) {
            self.definitions(&all);
            return;
        }
        if self.named {
            self.say_of_named("", items);
            return;
        }
        for item in items {
            self.found.samples.read_prose(&item.text);
            let quote = match self.topic {
                Some(Topic::Params) => match params::of_item(item) {
                    Some(param) => {
                        self.found.params.push(param);
                        false
                    }
                    None => true,
                },
                Some(Topic::Codes) => match codes::of_item(item) {
                    Some(code) => {
                        self.found.codes.push(code);
                        false
                    }
                    None => true,
                },
                Some(Topic::Output) => {
                    match params::of_item(item).filter(|_| !item.text.contains(". ")) {
                        Some(field) => self.found.fields.push(field),
                        None => self.found.output.push(format!("- {}", item.text)),
                    }
                    false
                }
                Some(Topic::Notes) | None => true,
                Some(Topic::Samples | Topic::Aside) => false,
            };
            if quote {
                self.found.quotes.push(format!("- {}", item.text));
                self.found.quotes.extend(item.items.iter().map(|item| format!("  - {}", item.text)));
            }
        }
    }

    fn definitions(&mut self, all: &[Definition]) {
        let mut terms: Vec<&str> = all.iter().map(|definition| definition.term.as_str()).collect();
        let count = terms.len();
        terms.sort_unstable();
        terms.dedup();
        let are_codes = all.iter().all(|definition| {
            let term = definition.term.as_str();
            vocabulary::is_token(term) && term.contains('_')
                || codes::parse(term).is_some_and(|code| code.number.is_some())
        });
        let topic = match self.topic {
            Some(Topic::Output) | None | Some(Topic::Notes) if are_codes => Some(Topic::Codes),
            topic => topic,
        };
        match topic {
            Some(Topic::Codes) => {
                for definition in all {
                    let code = codes::of_term(&definition.term, &definition.text, &definition.items);
                    self.found.codes.extend(code);
                }
            }
            Some(Topic::Params) => {
                let mut numbers: Vec<String> = Vec::new();
                for definition in all {
                    // `0 = off`, below the parameter that it is a value of.
                    if definition.term.starts_with(|c: char| c.is_ascii_digit()) {
                        numbers.push(format!("{} {}", definition.term, squeeze(&definition.text)).trim().to_owned());
                        continue;
                    }
                    self.values_below(&mut numbers);
                    match params::of_term(&definition.term, &definition.text, &definition.items) {
                        Some(param) => self.found.params.push(param),
                        None => self.found.quotes.push(said(definition)),
                    }
                }
                self.values_below(&mut numbers);
            }
            Some(Topic::Output) if terms.len() == count => {
                for definition in all {
                    match params::of_term(&definition.term, &definition.text, &definition.items) {
                        Some(field) => self.found.fields.push(field),
                        None => self.found.output.push(said(definition)),
                    }
                }
            }
            Some(Topic::Output) => self.found.output.extend(all.iter().map(said)),
            Some(Topic::Notes) | None => {
                let params: Option<Vec<Param>> = all
                    .iter()
                    .map(|definition| params::of_term(&definition.term, &definition.text, &definition.items))
                    .collect();
                match params {
                    Some(params) => self.maybe.push(params),
                    None => self.found.quotes.extend(all.iter().map(said)),
                }
            }
            Some(Topic::Samples) => {
                for definition in all {
                    self.found.samples.read_prose(&definition.text);
                }
            }
            Some(Topic::Aside) => {}
        }
    }

    fn code(&mut self, code: &str) {
        let heading = self.heading.to_lowercase();
        let is_request = if heading.contains("request") || self.topic == Some(Topic::Params) {
            Some(true)
        } else if heading.contains("response") || heading.contains("answer") || self.topic == Some(Topic::Output) {
            Some(false)
        } else {
            None
        };
        self.found.samples.read(code, self.root, is_request);
    }

    fn not_understood(&mut self, thing: &str, start: &str) {
        self.found
            .doubts
            .push(format!("A {thing} of the page was not understood: it begins with `{}`.", beginning(start)));
    }
}

/// Terms and explanations by turns, as definitions become that are saved as bullets.
fn alternating(items: &[Item]) -> Option<Vec<Definition>> {
    let pairs = items.chunks_exact(2);
    if items.len() < 4 || !pairs.remainder().is_empty() {
        return None;
    }
    let mut all = Vec::new();
    for pair in pairs {
        let [term, text] = pair else { return None };
        let is_term = (prose::is_term(&term.text) || prose::is_number(&term.text)) && term.items.is_empty();
        if !is_term || prose::is_term(&text.text) && all.is_empty() {
            return None;
        }
        all.push(Definition { term: term.text.clone(), text: text.text.clone(), items: text.items.clone() });
    }
    Some(all)
}

fn said(definition: &Definition) -> String {
    format!("{}: {}", definition.term, squeeze(&definition.text))
}

fn beginning(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Whether a row is names of columns.
fn is_head(row: &[Cell]) -> bool {
    let known = row.iter().filter(|cell| vocabulary::role(&cell.text).is_some()).count();
    let filled = row.iter().filter(|cell| !cell.text.is_empty()).count();
    known >= 2
        || known == 1 && filled == 1
        || known == 1 && filled == 2 && row.first().is_some_and(|cell| vocabulary::role(&cell.text).is_some())
}

/// What the columns of a table without a head hold: by where they stand, and by what is in them.
fn positional(rows: &[Vec<Cell>], columns: usize, topic: Option<Topic>) -> Vec<Role> {
    let mostly = |column: usize, is: fn(&str) -> bool| {
        let cells: Vec<&str> = rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        !cells.is_empty() && cells.iter().filter(|text| is(text)).count() * 4 >= cells.len() * 3
    };
    (0..columns)
        .map(|column| match column {
            0 if topic == Some(Topic::Codes) => Role::Code,
            0 => Role::Name,
            column if mostly(column, |text| vocabulary::type_of(text).is_some()) => Role::Type,
            column if mostly(column, |text| vocabulary::yes_no(text).is_some()) => Role::Required,
            _ => Role::Description,
        })
        .collect()
}

/// Says which column of a table of codes has the codes, where its head does not.
fn make_code_column(roles: &mut [Role], rows: &[Vec<Cell>]) {
    if roles.contains(&Role::Code) {
        return;
    }
    let codes = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .filter(|cell| {
                let text = cell.text.trim();
                codes::parse(text).is_some_and(|code| code.number.is_some() && code.text.is_none())
                    || vocabulary::is_token(text)
            })
            .count()
    };
    let best = (0..roles.len())
        .max_by_key(|column| (codes(*column), usize::MAX - column))
        .filter(|column| codes(*column) * 2 > rows.len())
        .unwrap_or(0);
    if let Some(role) = roles.get_mut(best) {
        *role = Role::Code;
    }
}
