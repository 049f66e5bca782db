//! Checks of the generated crates that have to name a vendor; all else of it is in `tests/`.
//!
//! One of two parameters has to be given, so this compiles:
//!
//! ```
//! let client = logmein_rescue::sans_io::client();
//! let _ = client.get_user_v3().node(1).send();
//! let _ = client.get_user_v3().email("jdoe@example.com").send();
//! ```
//!
//! Neither of them does not:
//!
//! ```compile_fail,E0277
//! let client = logmein_rescue::sans_io::client();
//! let _ = client.get_user_v3().send();
//! ```
//!
//! Nor do both:
//!
//! ```compile_fail,E0599
//! let client = logmein_rescue::sans_io::client();
//! let _ = client.get_user_v3().node(1).email("jdoe@example.com").send();
//! ```
