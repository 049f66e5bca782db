//! Texts that something on the way could damage.

/// Every protocol carries them.
pub const TEXTS: &[&str] = &[
    "é😀 <&>\"' ]]> a  b",
    "plain",
    "a+b%20&c=d;e#f?g",
    "<![CDATA[x]]> &amp; &lt; &#38;",
    " leading and trailing  ",
    "\u{a0}no-break\u{2003}em\u{a0}",
    "tab\there",
    "two\nlines",
    "\u{85}\u{2028}\u{fffd}\u{feff}",
    "日本語 Ελληνικά עברית",
    "NAME: value",
    "|;,",
];

/// With a carriage return, which a reader of XML takes for a line feed unless it is written as a reference.
pub const WITH_RETURN: &str = "win\r\ndows\rmac";
