//! A program that uses all of the old crate's API, as its docs recommend: no minor change may stop it.

#![allow(deprecated)]

use library::{
    Book, BookId, Error, Kind, Library, Protocol, Secret, Shelf,
    add_books::{self, BookData},
    desk::close_desk,
    exists, find, find_next, lend, login,
};

pub fn client() -> Result<(Library, Library), Box<dyn std::error::Error>> {
    let by_key = Library::builder().key("k").base_url("https://fernleaf.example").protocol(Protocol::Soap12).build()?;
    let by_login = Library::builder().login("C-1", Secret::from("1234")).build()?;
    Ok((by_key, by_login))
}

pub async fn session(client: &Library) -> Result<(), Box<dyn std::error::Error>> {
    client.sign_in().await?;
    if let Some(session) = client.export_session() {
        client.restore_session(&session)?;
    }
    client.sign_out().await?;
    Ok(())
}

pub async fn lend(client: &Library, book: BookId, note: Option<String>) -> Result<i32, Error<lend::Code>> {
    let call = client.lend().book(book).member("Ann").days(14).shelf(Shelf::A).maybe_note(note);
    let lend::Output { loan, until, fees, .. } = call.with(Protocol::Post).send().await?;
    Ok(loan + i32::from(until.is_some()) + fees.iter().sum::<i32>())
}

pub fn refused(error: &Error<lend::Code>) -> &'static str {
    match error.code() {
        Some(lend::Code::NoBook) => "no such book",
        Some(lend::Code::Lent) => match error.details() {
            Some(lend::Details::Lent(lent)) if lent.until.is_some() => "lent until then",
            _ => "lent",
        },
        Some(lend::Code::SignedOut | lend::Code::Failed) => "again",
        Some(other) if other.as_str() == "Burnt" => "burnt",
        _ if error.kind() == Kind::Input => "wrong",
        _ => "otherwise",
    }
}

pub async fn find(client: &Library) -> Result<Vec<Book>, Box<dyn std::error::Error>> {
    let by_title: find::Output = client.find().title("fern").limit(3).send().await?;
    let by_author = client.find().author("Roe").maybe_limit(None).send().await?;
    let (found, _pages) = client.find().title("fern").pages(client.find_next()).await?;
    let next: find_next::Output = client.find_next().send().await?;
    let mut books = by_title.books;
    books.extend(by_author.books);
    books.extend(found.books);
    books.extend(next.books.into_iter().filter(|_| next.last == Some(true)));
    Ok(books)
}

pub fn shown(book: &Book) -> String {
    let Book { id, title, shelf, copies, unknown_fields, .. } = book;
    let shelf = match shelf {
        Some(Shelf::A) => "A",
        Some(Shelf::B) => "B",
        Some(other) => other.as_str(),
        None => "nowhere",
    };
    format!("{id} {title} {shelf} {copies:?} {unknown_fields:?}")
}

pub async fn others(client: &Library) -> Result<bool, Box<dyn std::error::Error>> {
    let ferns = BookData::new("Ferns", "Ann Roe").shelf(Shelf::B);
    client.add_books().books([ferns]).send().await?;
    let () = client.close_desk().desk("north").send().await?;
    let () = client.login().card("C-1").pin("1234").send().await?;
    Ok(client.exists().book(7).send().await?)
}

pub fn codes() -> (add_books::Code, close_desk::Code, exists::Code, find::Code, find_next::Code, login::Code) {
    (
        add_books::Code::Failed,
        close_desk::Code::SignedOut,
        exists::Code::Failed,
        find::Code::SignedOut,
        find_next::Code::Failed,
        login::Code::Failed,
    )
}

/// A builder that is handed on before it is complete.
pub fn begun<S: bindery_transport::Sender>(
    client: &library::Client<S>,
) -> lend::Lend<S, bindery_transport::Given, bindery_transport::Missing> {
    client.lend().book(7)
}

pub fn sans_io() {
    let call = library::sans_io::client().exists().book(7).send();
    let _ = call;
}
