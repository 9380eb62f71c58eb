//! The forms in which one callback may arrive: character encodings, wrappers around its JSON, content codings.

use std::io::Write as _;

use serde_json::{Value, json};

/// An encoding, a wrapper or a coding, and how a sender declares it.
pub struct Way<F> {
    pub name: &'static str,
    pub declared: &'static str,
    pub write: F,
}

const fn way<F>(name: &'static str, declared: &'static str, write: F) -> Way<F> {
    Way { name, declared, write }
}

type Encode = fn(&str) -> Vec<u8>;
type Code = fn(&[u8]) -> Vec<u8>;
type Wrap = fn(&Value) -> String;

fn units<const N: usize>(mark: &[u8], units: impl Iterator<Item = [u8; N]>) -> Vec<u8> {
    mark.iter().copied().chain(units.flatten()).collect()
}

fn utf_16(text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    units(mark, text.encode_utf16().map(bytes))
}

fn utf_32(text: &str, mark: &[u8], bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
    units(mark, text.chars().map(u32::from).map(bytes))
}

fn single_byte(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

/// Character encodings, each with the media type that declares it.
pub fn charsets() -> Vec<Way<Encode>> {
    vec![
        way("UTF-8", "application/json; charset=utf-8", |text| text.into()),
        way("UTF-8 undeclared", "", |text| text.into()),
        way("UTF-8 with the wrong type", "text/plain; charset=iso-8859-1", |text| text.into()),
        way("UTF-8 with a mark", "application/json", |text| ["\u{feff}", text].concat().into()),
        way("UTF-16LE with a mark", "application/json", |text| utf_16(text, b"\xff\xfe", u16::to_le_bytes)),
        way("UTF-16BE with a mark", "text/json", |text| utf_16(text, b"\xfe\xff", u16::to_be_bytes)),
        way("UTF-16LE", "application/json; charset=utf-16le", |text| utf_16(text, b"", u16::to_le_bytes)),
        way("UTF-16BE", "application/json; charset=utf-16", |text| utf_16(text, b"", u16::to_be_bytes)),
        way("UTF-32LE with a mark", "", |text| utf_32(text, b"\xff\xfe\0\0", u32::to_le_bytes)),
        way("UTF-32BE with a mark", "", |text| utf_32(text, b"\0\0\xfe\xff", u32::to_be_bytes)),
        way("UTF-32LE", "application/json; charset=utf-32le", |text| utf_32(text, b"", u32::to_le_bytes)),
        way("UTF-32BE", "application/json; charset=\"UTF-32BE\"", |text| utf_32(text, b"", u32::to_be_bytes)),
        way("Latin-1", "application/json; charset=ISO-8859-1", single_byte),
        way("Latin-1 by another name", "application/json;charset=latin-1", single_byte),
        way("windows-1252", "application/json; charset=\"windows-1252\"", single_byte),
        way("Latin-1 undeclared", "application/json", single_byte),
    ]
}

/// Wrappers, with a media type if they have their own.
pub fn frames() -> Vec<Way<Wrap>> {
    fn text(value: &Value) -> Value {
        json!(value.to_string())
    }
    fn form(name: &str, value: &str) -> String {
        form_urlencoded::Serializer::new(String::new()).append_pair(name, value).finish()
    }
    vec![
        way("bare", "", ToString::to_string),
        way("white space around it", "", |body| format!("\r\n {body}\n\0")),
        way("Payload", "", |body| json!({ "Payload": body }).to_string()),
        way("Payload as text", "", |body| json!({ "Payload": text(body) }).to_string()),
        way("payload as text of a text", "", |body| json!({ "payload": text(&text(body)) }).to_string()),
        way("payload as a list", "", |body| json!({ "payload": [body] }).to_string()),
        way("an entry of the queue, as text", "", |body| {
            json!({ "metadata": { "id": "x", "type": body["type"] }, "payload": text(body) }).to_string()
        }),
        way("as text", "", |body| text(body).to_string()),
        way("as text of a text", "", |body| text(&text(body)).to_string()),
        way("in a list", "", |body| json!([body]).to_string()),
        way("as text in a list", "", |body| json!([text(body)]).to_string()),
        way("in a form", "application/x-www-form-urlencoded", |body| form("payload", &body.to_string())),
        way("in a form without a type", "", |body| form("json", &body.to_string())),
        way("in a part of a form", "multipart/form-data; boundary=b", |body| {
            format!("--b\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n{body}\r\n--b--\r\n")
        }),
        way("in a form, not encoded", "application/x-www-form-urlencoded", |body| format!("payload={body}")),
    ]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bare_deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut encoded = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut encoded, 4096, 1, 18);
    encoder.write_all(bytes).unwrap();
    drop(encoder);
    encoded
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn in_two_members(bytes: &[u8]) -> Vec<u8> {
    let (start, end) = bytes.split_at(bytes.len() / 2);
    [gzip(start), gzip(end), vec![0; 3]].concat()
}

/// Encodes as a sender does that flushes the stream but never ends it.
fn unended(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.flush().unwrap();
    encoder.get_ref().clone()
}

/// Content codings, each with its `Content-Encoding`.
pub fn codings() -> Vec<Way<Code>> {
    vec![
        way("none", "", |bytes| bytes.into()),
        way("identity", "identity", |bytes| bytes.into()),
        way("gzip", "gzip", gzip),
        way("x-gzip", "X-GZip", gzip),
        way("gzip in two members and padding", "gzip", in_two_members),
        way("gzip without an end", "gzip", unended),
        way("gzip undeclared", "", gzip),
        way("gzip that a gateway undid", "gzip", |bytes| bytes.into()),
        way("deflate", "deflate", zlib),
        way("deflate without a frame", "deflate", bare_deflate),
        way("deflate undeclared", "", zlib),
        way("br", "br", brotli),
        way("br that a gateway undid", "br", |bytes| bytes.into()),
        way("zstd", "zstd", zstd),
        way("zstd undeclared", "", zstd),
        way("gzip, then br", "gzip, br", |bytes| brotli(&gzip(bytes))),
        way("deflate, identity, gzip", "deflate ,identity,, gzip", |bytes| gzip(&zlib(bytes))),
        way("gzip twice, declared once", "gzip", |bytes| gzip(&gzip(bytes))),
        way("a charset", "UTF-8", |bytes| bytes.into()),
    ]
}
