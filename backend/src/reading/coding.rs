//! Content codings (RFC 9110, section 8.4): the declared ones, and those that a gateway added or removed without
//! changing the header.

use std::io::Read;

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;

use super::unreadable::Unreadable;

/// First bytes of a gzip member (RFC 1952).
const GZIP: &[u8] = b"\x1f\x8b";
/// First bytes of a Zstandard frame (RFC 8878).
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
/// How many codings may be applied on top of each other.
const MOST_LAYERS: usize = 8;
/// Buffer size of the brotli decoder, in bytes.
const BROTLI_BUFFER: usize = 4096;

/// Bytes without their content codings.
pub(super) struct Decoded {
    pub(super) bytes: Vec<u8>,
    /// Whether a declared coding is unknown or did not match the bytes.
    pub(super) is_doubtful: bool,
    /// A declared value that is not a coding. Some senders put the character encoding there.
    pub(super) unknown: String,
}

/// Undoes the codings that `declared` lists, the last one first, then those that only the bytes show. A declared coding
/// that does not match is skipped, because a gateway may have removed it and left the header.
///
/// # Errors
/// [`Unreadable::TooLarge`] if the result is larger than `max` bytes.
pub(super) fn decode(bytes: &[u8], declared: &str, max: usize) -> Result<Decoded, Unreadable> {
    let mut decoded = Decoded { bytes: bytes.to_vec(), is_doubtful: false, unknown: String::new() };
    let declared = declared.split(',').map(|coding| coding.trim().to_ascii_lowercase());
    let declared: Vec<_> = declared.filter(|coding| !matches!(coding.as_str(), "" | "identity")).collect();
    for coding in declared.iter().rev().take(MOST_LAYERS) {
        let undone = match coding.as_str() {
            "gzip" | "x-gzip" => gzip(&decoded.bytes, max)?,
            "deflate" => deflate(&decoded.bytes, max)?,
            "br" => unmarked(Decompressor::new(&*decoded.bytes, BROTLI_BUFFER), &decoded.bytes, max)?,
            "zstd" | "x-zstd" => zstd(&decoded.bytes, max)?,
            other => {
                decoded.unknown = other.to_owned();
                None
            }
        };
        match undone {
            Some(undone) => decoded.bytes = undone,
            None => decoded.is_doubtful = true,
        }
    }
    for _ in 0..MOST_LAYERS {
        let undone = if decoded.bytes.starts_with(GZIP) {
            gzip(&decoded.bytes, max)?
        } else if decoded.bytes.starts_with(ZSTD) {
            zstd(&decoded.bytes, max)?
        } else if is_zlib(&decoded.bytes) {
            deflate(&decoded.bytes, max)?
        } else {
            return Ok(decoded);
        };
        match undone {
            Some(undone) => decoded.bytes = undone,
            None => break,
        }
    }
    decoded.is_doubtful = true;
    Ok(decoded)
}

/// Decodes all gzip members in sequence. `None` if the bytes are not gzip. Bytes after the last member are padding.
fn gzip(bytes: &[u8], max: usize) -> Result<Option<Vec<u8>>, Unreadable> {
    members(bytes, GZIP, max, |rest, max| read(GzDecoder::new(rest), max))
}

/// Decodes Zstandard frames, as [`gzip`] does its members.
fn zstd(bytes: &[u8], max: usize) -> Result<Option<Vec<u8>>, Unreadable> {
    members(bytes, ZSTD, max, |rest, max| {
        StreamingDecoder::new(rest).map_or(Ok(None), |frame| read(frame, max))
    })
}

fn members(
    bytes: &[u8],
    start: &[u8],
    max: usize,
    member: impl Fn(&mut &[u8], usize) -> Result<Option<Vec<u8>>, Unreadable>,
) -> Result<Option<Vec<u8>>, Unreadable> {
    let (mut rest, mut all) = (bytes, None);
    while rest.starts_with(start) {
        let so_far: &mut Vec<u8> = all.get_or_insert_default();
        let Some(more) = member(&mut rest, max.saturating_sub(so_far.len()))? else { break };
        so_far.extend(more);
    }
    Ok(all.filter(|all| !all.is_empty()))
}

/// Decodes a coding that has no first bytes of its own: text can decode for a while. Text that does not decode to the end of
/// a stream is not coded.
fn unmarked(decoder: impl Read, bytes: &[u8], max: usize) -> Result<Option<Vec<u8>>, Unreadable> {
    let (undone, is_whole) = read_on(decoder, max)?;
    Ok(undone.filter(|_| is_whole || str::from_utf8(bytes).is_err()))
}

/// Decodes with a zlib wrapper (RFC 1950), as the coding is defined, or without (RFC 1951), as some senders do.
fn deflate(bytes: &[u8], max: usize) -> Result<Option<Vec<u8>>, Unreadable> {
    let framed = if is_zlib(bytes) { read(ZlibDecoder::new(bytes), max)? } else { None };
    if framed.is_some() { Ok(framed) } else { unmarked(DeflateDecoder::new(bytes), bytes, max) }
}

/// Whether the first two bytes are a zlib header: its method and checksum.
fn is_zlib(bytes: &[u8]) -> bool {
    let Some(&[method, flags]) = bytes.first_chunk() else { return false };
    method & 0x0f == 8 && method >> 4 <= 7 && u16::from_be_bytes([method, flags]).is_multiple_of(31)
}

/// Reads `source` to its end. `None` if there is nothing. If it breaks off, the bytes before count: some senders never
/// end their stream, and incomplete JSON is refused later.
fn read(source: impl Read, max: usize) -> Result<Option<Vec<u8>>, Unreadable> {
    Ok(read_on(source, max)?.0)
}

/// As [`read`], and whether the stream came to its end.
fn read_on(source: impl Read, max: usize) -> Result<(Option<Vec<u8>>, bool), Unreadable> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
    let is_whole = source.take(limit).read_to_end(&mut bytes).is_ok();
    if bytes.len() > max {
        return Err(Unreadable::TooLarge);
    }
    Ok((Some(bytes).filter(|bytes| !bytes.is_empty()), is_whole))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_body_cannot_expand_without_limit() {
        use flate2::{Compression, write::GzEncoder};
        use std::io::Write;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![b' '; 4_000_000]).unwrap();
        let bomb = encoder.finish().unwrap();
        assert!(bomb.len() < 5000);
        assert_eq!(decode(&bomb, "gzip", 1_000_000).err(), Some(Unreadable::TooLarge));
        assert_eq!(decode(&bomb, "", 1_000_000).err(), Some(Unreadable::TooLarge));
        let twice = [bomb.clone(), bomb].concat();
        assert_eq!(
            decode(&twice, "gzip", 7_000_000).err(),
            Some(Unreadable::TooLarge),
            "all members together"
        );
        assert_eq!(decode(&twice, "gzip", 8_000_000).unwrap().bytes.len(), 8_000_000);
    }

    #[test]
    fn text_that_a_gateway_decoded_is_not_decoded_again() {
        for text in [
            "{\"type\":\"34\"}",
            "--b\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n{}\r\n--b--\r\n",
        ] {
            for coding in ["br", "gzip", "deflate", "zstd"] {
                let decoded = decode(text.as_bytes(), coding, 1000).unwrap();
                assert_eq!(str::from_utf8(&decoded.bytes), Ok(text), "{coding}");
            }
        }
    }
}
