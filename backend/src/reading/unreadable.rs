//! Why a body cannot be read. [`super::body`] reads bodies.

/// Why a body cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    /// The body is empty.
    #[error("it is empty")]
    Empty,
    /// The content coding is unknown, or the content is damaged.
    #[error("its content coding is unknown or damaged")]
    Coding,
    /// The decompressed body is too large.
    #[error("it is too large once it is decompressed")]
    TooLarge,
    /// The body is text, but not JSON.
    #[error("it is no JSON")]
    NotJson,
    /// The JSON contains no object.
    #[error("it is JSON without an object")]
    NoObject,
}
