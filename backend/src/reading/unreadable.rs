//! Why a body is not read. What is read: [`super::body`].

/// Why a body cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Unreadable {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// Its content coding is not known, or it is damaged.
    #[error("its content coding is unknown or damaged")]
    Coding,
    /// It is too large once it is decompressed.
    #[error("it is too large once it is decompressed")]
    TooLarge,
    /// It is text, and not JSON.
    #[error("it is no JSON")]
    NotJson,
    /// It is JSON without an object.
    #[error("it is JSON without an object")]
    NoObject,
}
