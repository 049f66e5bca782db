//! Tables: a line of names, and lines of cells.

use std::{collections::HashSet, sync::Arc};

use super::{
    labels::{Cells, Found, Labels},
    limits::{COLUMNS, Met},
    reader::{Problem, Reader},
    value::OUTPUT,
};
use crate::{
    Map, Value,
    description::{Kind, Output},
};

/// The rows of a table, whose lines end with `\n`. One of nothing but its header, or of nothing at all, has none.
pub(super) fn read(
    reader: Reader<'_>,
    labels: &Labels,
    output: &Output,
    separator: &str,
    text: &str,
) -> Result<Vec<Value>, Problem> {
    let is_map = match output.ty.kind {
        Kind::Record(_) => false,
        Kind::Map => true,
        _ => return Err(Problem::Shape),
    };
    // A line of nothing but separators is a row of empty cells, also where these are blanks.
    let is_row = |line: &str| !line.trim().is_empty() || line.contains(separator);
    let mut lines = text.lines().enumerate().filter(|(_, line)| is_row(line)).peekable();
    let Some((_, header)) = lines.next() else { return Ok(Vec::new()) };
    let (columns, is_closed) = columns(labels, header, separator)?;
    let whole = columns.len() + usize::from(is_closed);
    let mut rows = Vec::new();
    while let Some((index, line)) = lines.next() {
        let mut cells: Vec<&str> = line.split(separator).map(str::trim).take(whole + 2).collect();
        // Separators that are blanks are not there at the end of a text: the blanks around it were layout.
        if separator.trim().is_empty() && lines.peek().is_none() && cells.len() < whole {
            cells.resize(whole, "");
        }
        let row = match row(&cells, columns.len(), is_closed) {
            Some(row) if is_map => Value::Map(named(&columns, row).into_map(reader, OUTPUT)?),
            Some(row) => Value::Record(labels.record(reader, named(&columns, row))?),
            None if is_map => Value::Map([("", line)].into_iter().collect::<Map>()),
            None => broken(reader, labels, index + 1, line)?,
        };
        rows.push(row);
    }
    Ok(rows)
}

/// A column of a table: its name, and what it is known as.
struct Column {
    /// Each row that is a map has its own; so that a long one takes no memory for each row, they share it.
    name: Arc<str>,
    found: Option<Found>,
}

/// The columns of a header, and whether a separator closes it. Of two columns with one name the first is the field's.
fn columns(labels: &Labels, header: &str, separator: &str) -> Result<(Vec<Column>, bool), Met> {
    let mut names: Vec<&str> = header.split(separator).map(str::trim).take(COLUMNS + 2).collect();
    let is_closed = names.len() > 1 && names.last().is_some_and(|name| name.is_empty());
    if is_closed {
        names.pop();
    }
    if names.len() > COLUMNS {
        return Err(Met(format!("its table has more than {COLUMNS} columns")));
    }
    let mut taken = HashSet::new();
    let of = |(position, name): (usize, &str)| Column {
        name: name.into(),
        found: labels.find(name, position).filter(|found| taken.insert(*found)),
    };
    Ok((names.into_iter().enumerate().map(of).collect(), is_closed))
}

/// The cells of a row, without the empty one behind a separator that closes it. `None`: it has another number of them.
fn row<'c, 't>(cells: &'c [&'t str], columns: usize, is_closed: bool) -> Option<&'c [&'t str]> {
    match cells.split_last() {
        Some((&"", rest)) if rest.len() == columns || (is_closed && !rest.is_empty()) => {
            Some(rest).filter(|row| row.len() == columns)
        }
        _ => Some(cells).filter(|row| row.len() == columns),
    }
}

fn named<'t>(columns: &[Column], row: &[&'t str]) -> Cells<'t> {
    let mut cells = Cells::default();
    for (column, cell) in columns.iter().zip(row) {
        match column.found {
            Some(found) => cells.add(found, *cell),
            None => cells.add_other(Arc::clone(&column.name), *cell),
        }
    }
    cells
}

/// A row that nobody can tell the columns of is kept as it came, with its line.
fn broken(reader: Reader<'_>, labels: &Labels, line: usize, text: &str) -> Result<Value, Problem> {
    let mut record = labels.record(reader, Cells::default()).map_err(|problem| match problem {
        Problem::Missing(field) => Problem::Row { line, field },
        other => other,
    })?;
    record.unknown_mut().push("", format!("line {line}: {text}"));
    Ok(Value::Record(record))
}
