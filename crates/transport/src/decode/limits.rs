//! How much of one answer is read.
//!
//! No honest answer comes near any of these. A hostile one could otherwise take memory by many times its length, or time
//! by the square of it.

use std::cell::Cell;

/// How deep elements may be nested.
pub(super) const DEPTH: usize = 256;

/// How many elements a document may have: one takes about 120 bytes, and four of the document at the least.
pub(super) const ELEMENTS: usize = 2_000_000;

/// How many attributes an element may have: each field of a record may look at all of them.
pub(super) const ATTRIBUTES: usize = 10_000;

/// How many columns a table may have.
pub(super) const COLUMNS: usize = 10_000;

/// How many values an output may have: fields of records whether they are there or not, items of lists, entries of maps.
/// A report of 100,000 rows with 40 columns has so many. One takes about 60 bytes, and its text.
pub(super) const VALUES: usize = 4_000_000;

/// How many refusals are read of one answer; what comes behind them is left out.
pub(super) const REFUSALS: usize = 1_000;

/// How many bytes are kept of what is unknown in documents, places included: these repeat the names of what they are in.
const UNKNOWN: usize = 256 * 1024;

/// One of these was met; in words.
#[derive(Debug)]
pub(super) struct Met(pub(super) String);

/// What may still be made of an answer.
#[derive(Debug)]
pub(super) struct Left {
    values: Cell<usize>,
    unknown: Cell<usize>,
}

impl Left {
    /// Everything.
    pub(super) fn new() -> Left {
        Left { values: Cell::new(VALUES), unknown: Cell::new(UNKNOWN) }
    }

    /// Everything once more: what was made before is given up.
    pub(super) fn refill(&self) {
        let Left { values, unknown } = Left::new();
        self.values.swap(&values);
        self.unknown.swap(&unknown);
    }

    /// Makes so many values.
    pub(super) fn make(&self, values: usize) -> Result<(), Met> {
        let left = self.values.get().checked_sub(values);
        self.values.set(left.unwrap_or_default());
        left.map(|_| ()).ok_or_else(|| Met(format!("its output has more than {VALUES} values")))
    }

    /// Keeps so many bytes of what is unknown. Whether they are few enough.
    pub(super) fn keep(&self, bytes: usize) -> bool {
        self.unknown.set(self.unknown.get().saturating_sub(bytes));
        self.keeps()
    }

    /// Whether anything unknown may still be kept.
    pub(super) fn keeps(&self) -> bool {
        self.unknown.get() > 0
    }
}
