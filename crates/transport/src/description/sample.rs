/// An example of a call, as values under the names that the spec gives them.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The parameters that were given.
    pub params: &'static [(&'static str, Sample)],
    /// What came of it: the output of an accepted call; of a refused one, what the refusal carries.
    pub output: Sample,
    /// The name of the code of a refused one.
    pub code: Option<&'static str>,
}

/// A value of an [`Example`].
#[derive(Clone, Copy, Debug)]
pub enum Sample {
    /// None.
    None,
    /// Text, also of dates, words of an enumeration, exact numbers and base64.
    Text(&'static str),
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// Any number of values.
    List(&'static [Sample]),
    /// Named values.
    Record(&'static [(&'static str, Sample)]),
}

impl Example {
    /// An accepted call.
    #[must_use]
    pub const fn accepted(params: &'static [(&'static str, Sample)], output: Sample) -> Example {
        Example { params, output, code: None }
    }

    /// A refused call.
    #[must_use]
    pub const fn refused(params: &'static [(&'static str, Sample)], code: &'static str, details: Sample) -> Example {
        Example { params, output: details, code: Some(code) }
    }
}
