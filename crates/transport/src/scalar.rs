/// An exact number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(String);
/// A date.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DateTime(String);
