//! Secrets that are known again, however they are written.

use aho_corasick::AhoCorasick;
use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{GeneralPurpose, general_purpose::NO_PAD},
};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A secret with what each encoding writes otherwise. Its two ends are written alike by most of them, and neither may be
/// seen anywhere.
pub const MARK: &str = "m4rk3dh34d&<\"é %+/='\\]]>t41lm4rk3d";

/// What HTTP's headers can carry.
pub const ASCII_MARK: &str = "m4rk3dh34d&<\" %+/='\\]]>t41lm4rk3d";

/// What the simulator hands out as a session's cookie or key has this in it.
pub const OF_THE_SIMULATOR: &str = "-of-the-simulator";

const ENDS: [&str; 2] = ["m4rk3dh34d", "t41lm4rk3d"];

/// What may be seen nowhere, in all ways to write it.
pub struct Needles {
    /// How each is written, and what that is.
    needles: Vec<(String, String)>,
    finder: AhoCorasick,
}

impl Needles {
    /// Those of the marks, of sessions, and of these secrets.
    pub fn new(others: &[String]) -> Needles {
        let mut needles = Vec::new();
        for end in ENDS.into_iter().chain([OF_THE_SIMULATOR]).chain(others.iter().map(String::as_str)) {
            needles.push(("as it is".to_owned(), end.to_owned()));
            for (way, written) in in_base64(end.as_bytes()) {
                needles.extend(
                    in_base64(written.as_bytes()).into_iter().map(|(_, twice)| (format!("{way} twice"), twice)),
                );
                needles.push((way, written));
            }
            let bytes = end.as_bytes();
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            needles.push(("in hex".to_owned(), hex.to_uppercase()));
            needles.push(("in hex".to_owned(), hex));
            let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
            needles.push(("as numbers".to_owned(), numbers.join(", ")));
        }
        let finder = AhoCorasick::new(needles.iter().map(|(_, needle)| needle)).expect("few needles");
        Needles { needles, finder }
    }

    /// Where one of them is seen in a text, and how it is written there.
    pub fn find(&self, text: &str) -> Option<String> {
        let plain = percent_decode_str(&unescaped(text)).decode_utf8_lossy().into_owned();
        // As UTF-16 every other byte is nothing.
        let narrow = text.replace('\0', "").replace("\\0", "").replace("\\u{0}", "");
        let texts = [text.to_owned(), plain, narrow];
        texts.iter().find_map(|text| {
            let found = self.finder.find(text)?;
            let (way, _) = &self.needles[found.pattern()];
            let place = found.start().saturating_sub(200)..found.end() + 50;
            let around = text.char_indices().filter(|(index, _)| place.contains(index));
            Some(format!("{way}: …{}…", around.map(|(_, char)| char).collect::<String>()))
        })
    }
}

/// Ways in which a server may repeat a secret.
pub fn written(secret: &str) -> Vec<String> {
    let percent = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let xml = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let numeric = |form: fn(u32) -> String| secret.chars().map(|char| form(u32::from(char))).collect::<String>();
    let base64 = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    vec![
        secret.to_owned(),
        percent.to_lowercase(),
        percent.replace("%20", "+"),
        utf8_percent_encode(&percent, NON_ALPHANUMERIC).to_string(),
        percent,
        xml.replace('\'', "&apos;"),
        xml.replace('&', "&amp;"),
        xml.replace('&', "%26"),
        xml,
        numeric(|char| format!("&#{char};")),
        numeric(|char| format!("&#x{char:X};")),
        base64(secret),
        base64::engine::general_purpose::URL_SAFE.encode(secret),
        base64(&format!("ann:{secret}:bob")),
        base64(&format!("a{secret}")),
        base64(&format!("an{secret} and so on")),
    ]
}

/// The same in JSON.
pub fn in_json(secret: &str) -> Vec<String> {
    let quoted = secret.replace('\\', "\\\\").replace('"', "\\\"");
    vec![quoted.replace('/', "\\/"), quoted.replace('é', "\\u00e9").replace('&', "\\u0026")]
}

/// A text without references by number.
fn unescaped(text: &str) -> String {
    let mut pieces = text.split("&#");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (number, rest) = piece.split_once(';').unwrap_or(("", piece));
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        plain.extend(code.ok().and_then(char::from_u32));
        plain.push_str(rest);
    }
    plain
}

/// What base64 writes of some bytes that stand anywhere: it has three ways, whose ends hang on what is around.
fn in_base64(bytes: &[u8]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (name, alphabet) in [("in base64", STANDARD), ("in base64 for URLs", URL_SAFE)] {
        for before in 0..3 {
            let padded = [&b"\0\0"[..before], bytes].concat();
            let written = GeneralPurpose::new(&alphabet, NO_PAD).encode(&padded);
            let (first, last) = ((before * 8).div_ceil(6), padded.len() * 8 / 6);
            all.push((name.to_owned(), written[first..last].to_owned()));
        }
    }
    all
}

#[test]
fn a_mark_is_found_in_every_way_to_write_it() {
    let needles = Needles::new(&[]);
    for written in [MARK, ASCII_MARK].into_iter().flat_map(|mark| [written(mark), in_json(mark)].concat()) {
        assert!(needles.find(&format!("… {written} …")).is_some(), "{written}");
    }
    let utf_16: Vec<u8> = MARK.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for shown in [String::from_utf8_lossy(&utf_16).into_owned(), format!("{:?}", String::from_utf8_lossy(&utf_16))] {
        assert!(needles.find(&shown).is_some(), "{shown}");
    }
    assert!(needles.find(&format!("{:?}", MARK.as_bytes())).is_some());
    assert!(needles.find("Cookie: sid=session-4-of-the-simulator").is_some());
    assert!(needles.find("m4rk head, tail m4rk").is_none());
}
