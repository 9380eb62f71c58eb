//! Every published callback over a real socket, in every encoding and framing: the state moves, and the bytes are kept. What
//! breaks off is refused; what cannot be read is listed, and read again after a fix.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

mod support;

use std::collections::BTreeMap;

use backend::{
    current::Current,
    inbox::{Override, redrive},
};
use contract::time::Timestamp;
use serde_json::{Value, json};
use support::{
    framing::{Way, charsets, codings, frames},
    published::{Published, USER, published},
    wire::{Framing, Post, Served, cuts, framings},
    *,
};

const AUTHORIZATION: &str = "Basic eHBvbGxlbnM6Y2FsbGJhY2stcGFzc3dvcmQ=";

/// The bytes of a body, with the headers that declare them.
type Encode = Box<dyn Fn(&Value) -> Vec<u8>>;
/// A content coding.
type Code = fn(&[u8]) -> Vec<u8>;
/// The bytes of a UTF-16 unit.
type Unit = fn(u16) -> [u8; 2];

/// Every charset, wrapper and coding.
fn encodings() -> Vec<Way<Encode>> {
    let charsets = charsets().into_iter().map(|way| Way {
        name: way.name,
        declared: way.declared,
        write: Box::new(move |body: &Value| (way.write)(&body.to_string())) as Encode,
    });
    let undeclared: [(&str, Unit); 2] =
        [("UTF-16LE undeclared", u16::to_le_bytes), ("UTF-16BE undeclared", u16::to_be_bytes)];
    let undeclared = undeclared.into_iter().map(|(name, unit)| Way {
        name,
        declared: "application/json",
        write: Box::new(move |body: &Value| body.to_string().encode_utf16().flat_map(unit).collect())
            as Encode,
    });
    let frames = frames().into_iter().map(|way| Way {
        name: way.name,
        declared: way.declared,
        write: Box::new(move |body: &Value| (way.write)(body).into_bytes()) as Encode,
    });
    charsets.chain(undeclared).chain(frames).collect()
}

/// A customer with this user id, who has done nothing yet.
async fn customer(world: &World, user: &str) -> i64 {
    let now = Timestamp::parse(START).unwrap();
    world.app.store.open_prospect(&format!("of-{user}"), user, now).await.unwrap().id
}

/// What is shown to a customer, without what differs between customers.
async fn shown(world: &World, prospect_id: i64, user: &str) -> Value {
    world.at_rest().await;
    let current = Current::load(&world.app, prospect_id).await.unwrap().unwrap();
    let mut shown = serde_json::to_value(&current.snapshot).unwrap();
    for own in ["channel", "revision"] {
        shown.as_object_mut().unwrap().remove(own);
    }
    let shown = json!({ "snapshot": shown, "account": current.progress.account_id });
    serde_json::from_str(&shown.to_string().replace(user, USER)).unwrap()
}

impl Published {
    /// The callback about another user, with a letter whose bytes differ between encodings.
    fn of(&self, user: &str) -> (Value, Vec<(String, String)>, String) {
        let mut body: Value = serde_json::from_str(&self.body.to_string().replace(USER, user)).unwrap();
        if let Value::Object(fields) = &mut body {
            fields.insert("remark".into(), json!("Zoé"));
        }
        let headers = self.headers.iter().map(|(name, value)| (name.clone(), value.replace(USER, user)));
        let headers = headers.chain([("Authorization".to_owned(), AUTHORIZATION.to_owned())]).collect();
        let query = self.query.replace(USER, user);
        let target = if query.is_empty() { String::new() } else { format!("?{query}") };
        (body, headers, format!("/callbacks/xpollens{target}"))
    }

    fn post(&self, user: &str, encoding: &Way<Encode>, coding: &Way<Code>) -> Post {
        let (body, mut headers, target) = self.of(user);
        if body.is_null() {
            return Post { target, headers, body: Vec::new() };
        }
        let declared = [("Content-Type", encoding.declared), ("Content-Encoding", coding.declared)];
        let declared = declared.into_iter().filter(|(_, value)| !value.is_empty());
        headers.extend(declared.map(|(name, value)| (name.to_owned(), value.to_owned())));
        Post { target, headers, body: (coding.write)(&(encoding.write)(&body)) }
    }

    /// A list beside a `Header` is no list of callbacks.
    fn can_be(&self, encoding: &Way<Encode>) -> bool {
        !(self.body.get("Header").is_some() && encoding.name.contains("list"))
    }
}

/// A row of the table: what is delivered, how it is encoded, coded and framed.
struct Row<'a> {
    file: &'a Published,
    encoding: &'a Way<Encode>,
    coding: &'a Way<Code>,
    framing: &'a Framing,
}

/// Every published callback in every encoding, in every coding, and in every framing. The framings go round, so that each
/// meets each encoding and each coding as well.
fn table<'a>(
    files: &'a [Published],
    encodings: &'a [Way<Encode>],
    codings: &'a [Way<Code>],
    framings: &'a [Framing],
) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for (turn, file) in files.iter().enumerate() {
        let encoded = encodings.iter().map(|encoding| (encoding, &codings[0]));
        let coded = codings.iter().map(|coding| (&encodings[0], coding));
        for (index, (encoding, coding)) in encoded.chain(coded).enumerate() {
            if file.can_be(encoding) {
                rows.push(Row {
                    file,
                    encoding,
                    coding,
                    framing: &framings[(index + turn) % framings.len()],
                });
            }
        }
    }
    rows
}

#[tokio::test]
async fn every_published_callback_does_the_same_in_every_encoding_and_framing() {
    let world = World::new().await;
    let served = Served::start(&world).await;
    let (files, encodings, codings, framings) = (published(), encodings(), codings(), framings());
    let untouched = shown(&world, customer(&world, "untouched").await, "untouched").await;
    let mut plain = BTreeMap::new();
    let (mut kept, mut moved) = (0, 0);
    let rows = table(&files, &encodings, &codings, &framings);
    for (number, row) in rows.iter().enumerate() {
        let Row { file, encoding, coding, framing } = row;
        let case = format!("{}: {}, {}, {}", file.published, encoding.name, coding.name, framing.name);
        let user = format!("u{number:08}");
        let prospect_id = customer(&world, &user).await;
        let post = file.post(&user, encoding, coding);
        let stored = async || world.app.store.history(prospect_id).await.unwrap().unwrap().inbox.len();
        assert_eq!(served.status(&(framing.write)(&post)).await, 202, "{case}");
        let (shown, stored) = (shown(&world, prospect_id, &user).await, stored().await);
        kept += stored;
        // Byte for byte, if the same callback in plain JSON is: otherwise a part of it is never stored.
        let delivery = if stored == 1 { world.app.store.delivery(kept as i64).await.unwrap() } else { None };
        let is_whole = delivery.is_some_and(|(delivery, _)| delivery.body == post.body);
        let expected = plain.entry(&file.published).or_insert_with(|| (shown.clone(), stored, is_whole));
        assert_eq!((&shown, stored, is_whole), (&expected.0, expected.1, expected.2), "{case}");
        moved += usize::from(shown != untouched);
    }
    assert_eq!(world.app.store.unread().await.unwrap(), []);
    println!(
        "{} deliveries: {} published, {} encodings, {} codings, {} framings; {moved} moved the state, {kept} are kept",
        rows.len(),
        files.len(),
        encodings.len(),
        codings.len(),
        framings.len()
    );
    assert!(rows.len() > 1500 && moved > 900, "{} rows, {moved} moved the state", rows.len());
}

#[tokio::test]
async fn a_callback_that_breaks_off_is_refused_and_nothing_of_it_is_stored() {
    let world = World::new().await;
    let served = Served::start(&world).await;
    let (encodings, codings) = (encodings(), codings());
    for (number, file) in published().into_iter().filter(|file| !file.body.is_null()).enumerate() {
        let user = format!("u{number:08}");
        let prospect_id = customer(&world, &user).await;
        let post = file.post(&user, &encodings[0], &codings[0]);
        for cut in cuts() {
            let status = served.status_of_cut(&(cut.write)(&post)).await;
            assert_eq!(status, 400, "{}: {}", file.published, cut.name);
        }
        assert_eq!(world.app.store.history(prospect_id).await.unwrap().unwrap().inbox.len(), 0);
    }
    assert_eq!(world.app.store.unread().await.unwrap(), []);
}

#[tokio::test]
async fn every_published_callback_that_cannot_be_read_is_listed_and_does_the_same_after_a_fix() {
    let world = World::new().await;
    let served = Served::start(&world).await;
    let (encodings, codings, framings) = (encodings(), codings(), framings());
    let store = &*world.app.store;
    for (number, file) in published().into_iter().filter(|file| !file.body.is_null()).enumerate() {
        let (sound, broken) = (format!("s{number:08}"), format!("b{number:08}"));
        let expected = customer(&world, &sound).await;
        let framing = &framings[number % framings.len()];
        let post = |user: &str| file.post(user, &encodings[0], &codings[0]);
        assert_eq!(served.status(&(framing.write)(&post(&sound))).await, 202);
        let prospect_id = customer(&world, &broken).await;
        let whole = post(&broken);
        // The sender cut the text, and counted what was left.
        let cut = Post { body: whole.body[..whole.body.len() - 2].to_vec(), ..post(&broken) };
        assert_eq!(served.status(&(framing.write)(&cut)).await, 202);
        let listed = store.unread().await.unwrap();
        let [listed] = &listed[..] else { panic!("{}: {} are listed", file.published, listed.len()) };
        assert_eq!(store.delivery(listed.id).await.unwrap().unwrap().0.body, cut.body);
        let corrected = Override { body: Some(whole.body), ..Override::default() };
        assert_eq!(redrive(store, listed.id, &corrected).await.unwrap(), Some(true), "{}", file.published);
        let after = shown(&world, prospect_id, &broken).await;
        assert_eq!(after, shown(&world, expected, &sound).await, "{}", file.published);
    }
}
