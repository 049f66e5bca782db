//! Lines of a spec, with what they are for behind them.

/// A spec as it is written down, line by line.
#[derive(Default)]
pub struct Lines(String);

impl Lines {
    /// Something that holds.
    pub fn say(&mut self, line: &str, why: &str) {
        let line = if why.is_empty() { line.to_owned() } else { format!("{line:<50} # {why}") };
        self.plain(&line);
    }

    /// Something to take the `#` from.
    pub fn offer(&mut self, line: &str, why: &str) {
        self.say(&format!("# {line}"), why);
    }

    pub fn note(&mut self, text: &str) {
        self.plain(&format!("# {text}"));
    }

    pub fn plain(&mut self, line: &str) {
        self.0.push_str(line);
        self.0.push('\n');
    }

    pub fn blank(&mut self) {
        self.0.push('\n');
    }

    pub fn text(self) -> String {
        self.0
    }
}

/// A text as TOML writes it.
pub fn toml(text: &str) -> String {
    match text.contains('"') && !text.contains(['\'', '\n']) && !text.contains(char::is_control) {
        true => format!("'{text}'"),
        false => serde_json::Value::from(text).to_string(),
    }
}
