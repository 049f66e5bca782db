//! Checks of the generated crates that have to name a vendor; all of it is in `tests/`.
