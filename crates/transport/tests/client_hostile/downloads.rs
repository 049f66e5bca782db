//! The same of bytes that are written as they come.

use super::{endless::endless, *};

const FILE: &[u8] = b"\0\x01\xFF file";

fn file(headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let kind = "Content-Type: application/octet-stream\r\n";
    with_head(&format!("{kind}{headers}Content-Length: {}\r\n", body.len()), body)
}

async fn gets(stage: &Stage, bytes: Vec<u8>, then: Then) -> (Result<u64, Failure>, Vec<u8>) {
    stage.download(script(bytes, then)).await
}

#[tokio::test]
async fn one_cut_anywhere_is_incomplete() {
    let stage = Stage::new();
    for bytes in [
        file("", FILE),
        with_head(CHUNKED, chunked(FILE, 3)),
        file(GZIP, gzip(FILE)),
        with_head(&format!("{GZIP}{CHUNKED}"), chunked(&gzip(FILE), 10)),
    ] {
        for end in 0..bytes.len() {
            let (result, written) = gets(&stage, bytes[..end].to_vec(), Then::Close).await;
            assert_eq!(told(&result), INCOMPLETE, "{end} of {}: {result:?}", bytes.len());
            assert!(FILE.starts_with(&written), "{written:?}");
            if !written.is_empty() {
                let said = result.unwrap_err().to_string();
                assert!(said.contains(&format!("after {} bytes had been written", written.len())), "{said}");
            }
        }
        let (result, written) = gets(&stage, bytes, Then::Keep).await;
        assert_eq!((result.unwrap(), written), (FILE.len() as u64, FILE.to_vec()));
    }
}

#[tokio::test]
async fn one_without_a_length_ends_with_its_connection() {
    let stage = Stage::new();
    let bytes = with_head("", FILE);
    for end in 0..=bytes.len() {
        let (result, written) = gets(&stage, bytes[..end].to_vec(), Then::Close).await;
        match (bytes.len() - FILE.len()).cmp(&end) {
            std::cmp::Ordering::Less => assert_eq!(result.unwrap(), written.len() as u64),
            std::cmp::Ordering::Equal => assert_eq!(told(&result), UNEXPECTED, "{result:?}"),
            std::cmp::Ordering::Greater => assert_eq!(told(&result), INCOMPLETE, "{result:?}"),
        }
        assert!(FILE.starts_with(&written));
    }
}

#[tokio::test]
async fn one_that_breaks_the_rules() {
    let stage = Stage::new();
    let zipped = gzip(FILE);
    for (name, bytes, want) in [
        ("a chunk", with_head(CHUNKED, "7\r\n\0\x01 file\r\nno\r\n"), MALFORMED),
        ("not compressed", file(GZIP, FILE), MALFORMED),
        ("another sum", file(GZIP, [&zipped[..zipped.len() - 8], &[0; 8]].concat()), MALFORMED),
        ("garbage behind it", file(GZIP, [&zipped[..], b"garbage"].concat()), MALFORMED),
        ("another coding", file("Content-Encoding: br\r\n", FILE), UNEXPECTED),
        ("twice", file(&format!("{GZIP}{GZIP}"), gzip(&zipped)), UNEXPECTED),
        ("nothing", file(GZIP, ""), UNEXPECTED),
        ("a status", [b"HTTP/1.1 404 No\r\n", &file("", FILE)[b"HTTP/1.1 200 OK\r\n".len()..]].concat(), UNEXPECTED),
    ] {
        let (result, written) = gets(&stage, bytes, Then::Keep).await;
        assert_eq!(told(&result), want, "{name}: {result:?}");
        assert!(want == MALFORMED || written.is_empty(), "{name}: {written:?}");
    }
}

#[tokio::test]
async fn members_are_written_one_behind_the_other() {
    let stage = Stage::new();
    for size in [1, 7, 1000] {
        let both = [gzip(&FILE[..2]), gzip(&FILE[2..])].concat();
        let bytes = with_head(&format!("{GZIP}{CHUNKED}"), chunked(&both, size));
        let (result, written) = gets(&stage, bytes, Then::Keep).await;
        assert_eq!((result.unwrap(), written), (FILE.len() as u64, FILE.to_vec()));
    }
}

#[tokio::test]
async fn a_page_is_not_written() {
    let stage = Stage::new();
    let page = "<html><head><title>Sign in</title></head></html>";
    for page in [
        page.to_owned(),
        page["<html>".len()..].to_owned(),
        format!("\u{FEFF}<!DOCTYPE html>{page}"),
        format!("{}{page}", "<!-- portal -->".repeat(50)),
        format!("<?xml version='1.0'?>{page}"),
    ] {
        for body in [page.clone().into_bytes(), gzip(&page)] {
            let coding = if body.starts_with(b"\x1F\x8B") { GZIP } else { "" };
            let head = format!("Content-Type: text/html; charset=utf-8\r\n{coding}Content-Length: {}\r\n", body.len());
            let (result, written) = gets(&stage, with_head(&head, body), Then::Keep).await;
            assert_eq!(told(&result), UNEXPECTED, "{page}: {result:?}");
            assert!(written.is_empty() && result.unwrap_err().to_string().contains("HTML page"));
        }
    }
}

#[tokio::test]
async fn one_that_never_ends_ends_with_the_calls_time() {
    let bomb = gzip(vec![0; 8 << 20]);
    for (head, again) in
        [("\r\n".to_owned(), vec![0; 1000]), (format!("{GZIP}\r\n"), bomb), (format!("{GZIP}\r\n"), gzip(""))]
    {
        let stage = Stage::with(|builder| builder.timeout(Duration::from_millis(500)));
        let (result, _) = stage.download(endless(format!("HTTP/1.1 200 OK\r\n{head}"), again, true)).await;
        assert_eq!(told(&result), TIMEOUT, "{result:?}");
    }
}
