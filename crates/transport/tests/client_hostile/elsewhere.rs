//! Answers that are none of the operation's: redirects, pages, other statuses.

use super::*;

#[tokio::test]
async fn nothing_goes_to_where_a_redirect_leads() {
    let elsewhere = Server::start(good);
    let port = elsewhere.base().rsplit(':').next().unwrap().to_owned();
    let stage = Stage::new();
    for protocol in PROTOCOLS {
        for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
            for to in [
                elsewhere.base(),
                format!("http://localhost:{port}/text/note"),
                format!("//127.0.0.1:{port}/"),
                "/text/note".to_owned(),
                "http://".to_owned(),
            ] {
                for body in [x(protocol), String::new()] {
                    let head = format!("HTTP/1.1 {status}\r\nLocation: {to}\r\nRefresh: 0; url={to}\r\n");
                    let bytes = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
                    let result = stage.gets(protocol, bytes.into_bytes(), Then::Keep).await;
                    assert_eq!(told(&result), UNEXPECTED, "{status} to {to} over {protocol}: {result:?}");
                    let failure = result.unwrap_err();
                    assert_eq!(failure.status().map(|known| known.as_str() == &status[..3]), Some(true));
                    assert!(!failure.to_string().contains(&port), "{failure}");
                }
            }
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_page_is_no_answer_whatever_it_is_called() {
    let body =
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Sign in</title></head><body><p/></body></html>";
    let stage = Stage::new();
    for page in [
        body.to_owned(),
        format!("<!DOCTYPE html>\n{body}"),
        format!("\u{FEFF}{body}"),
        format!("\u{FEFF}\u{FEFF}\r\n<!doctype HTML>{body}"),
        format!("<!-- portal v2 --><!-- <r/> -->\n{body}"),
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{body}"),
        format!("<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"x.dtd\">{body}"),
        format!("<?xml version=\"1.0\"?>{}{body}", "<!-- long -->".repeat(5000)),
    ] {
        for called in ["text/html", "text/html; charset=utf-8", "text/xml", "text/plain", "application/xhtml+xml", ""] {
            for protocol in PROTOCOLS {
                let kind = if called.is_empty() { String::new() } else { format!("Content-Type: {called}\r\n") };
                let bytes = with_head(&format!("{kind}Content-Length: {}\r\n", page.len()), &page);
                // One takes only what it knows, the other everything.
                let result = stage.gets(protocol, bytes.clone(), Then::Keep).await;
                assert_eq!(told(&result), UNEXPECTED, "{called} over {protocol}: {page:.80} {result:?}");
                let result = stage.touch(protocol, bytes).await;
                assert_eq!(told(&result), UNEXPECTED, "{called} over {protocol}: {page:.80} {result:?}");
                let said = result.unwrap_err().to_string();
                assert!(said.contains("HTML page"), "{said}");
            }
        }
    }
    for protocol in PROTOCOLS {
        stage.touch(protocol, answer(protocol, "", x(protocol))).await.unwrap();
    }
}

#[tokio::test]
async fn a_status_that_is_none_of_success_is_no_answer() {
    let stage = Stage::new();
    for protocol in PROTOCOLS {
        for (status, body) in [
            ("401 Unauthorized", "<html>no</html>"),
            ("401 Unauthorized", ""),
            ("407 Proxy Authentication Required", "no"),
            ("511 Network Authentication Required", "<html>pay</html>"),
            ("500 Internal Server Error", ""),
            ("503 Service Unavailable", "later"),
            ("200 OK", ""),
            ("200 OK", " \r\n\t"),
            ("204 No Content", ""),
            ("205 Reset Content", ""),
            ("304 Not Modified", ""),
            ("299 Odd", "odd"),
            ("999 Odder", "odd"),
        ] {
            let length = if matches!(&status[..3], "204" | "304") {
                String::new()
            } else {
                format!("Content-Length: {}\r\n", body.len())
            };
            let bytes = format!("HTTP/1.1 {status}\r\n{length}WWW-Authenticate: Basic realm=\"x\"\r\n\r\n{body}");
            let result = stage.gets(protocol, bytes.into_bytes(), Then::Keep).await;
            assert_eq!(told(&result), UNEXPECTED, "{status} over {protocol}: {result:?}");
            assert_eq!(result.unwrap_err().status().map(|known| known.as_str() == &status[..3]), Some(true));
        }
        // An answer that would be good is none either.
        for status in ["401 Unauthorized", "407 Proxy Authentication Required", "502 Bad Gateway"] {
            let bytes = answer(protocol, "", x(protocol));
            let bytes = [format!("HTTP/1.1 {status}\r\n").as_bytes(), &bytes[b"HTTP/1.1 200 OK\r\n".len()..]].concat();
            let result = stage.gets(protocol, bytes, Then::Keep).await;
            assert_eq!(told(&result), UNEXPECTED, "{status} over {protocol}: {result:?}");
        }
    }
}
