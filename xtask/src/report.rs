//! What all commands print alike: errors, tables, durations.

use std::time::Duration;

use anyhow::Error;
use clap::ValueEnum;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde::Serialize;

use crate::diagnostic::Shown;

/// For a person, or for a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// The same, with a line for each mistake in the specs
    Short,
    /// One JSON document on stdout: the result, and what was found in the specs
    Json,
}

/// Prints an error and all that caused it, on stderr.
pub fn print_error(error: &Error) {
    let style = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
    anstream::eprintln!("{style}error{style:#}: {error}");
    for cause in error.chain().skip(1) {
        anstream::eprintln!("  because: {cause}");
    }
}

/// Prints a result as JSON, on stdout, with what was found in the specs; there is none when there are mistakes in them.
pub fn print_json<T: Serialize>(result: Option<&T>, diagnostics: &[Shown]) -> anyhow::Result<()> {
    #[derive(Serialize)]
    struct Document<'a, T> {
        result: Option<&'a T>,
        diagnostics: &'a [Shown],
    }
    anstream::println!("{}", serde_json::to_string_pretty(&Document { result, diagnostics })?);
    Ok(())
}

/// A table with a line under its head; the columns that `numbers` names stand at the right. On a terminal too narrow for
/// it, cells break into lines; into a pipe, a row is one line.
pub fn table(head: &[&str], numbers: &[usize]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_header(head);
    if let Some((terminal_size::Width(width), _)) = terminal_size::terminal_size_of(std::io::stdout()) {
        table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
    }
    for column in numbers {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// Prints a table on stdout, without blanks at the ends of its lines.
pub fn print_table(table: &Table) {
    for line in table.lines() {
        anstream::println!("{}", line.trim_end());
    }
}

pub fn duration(time: Duration) -> String {
    let micros = time.as_micros();
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..100_000 => format!("{:.1} ms", time.as_secs_f64() * 1e3),
        100_000..1_000_000 => format!("{:.0} ms", time.as_secs_f64() * 1e3),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

/// `1 file`, `2 files`.
pub fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
