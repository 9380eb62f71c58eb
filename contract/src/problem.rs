//! How a call fails: RFC 9457 problem documents (`application/problem+json`).

use alloc::{string::String, vec::Vec};

use crate::{message::message, word::words};

words! {
    /// What went wrong, as a code for programs.
    pub enum ProblemCode {
        /// 400: the request does not have the contract's shape, or lacks a header.
        MalformedRequest = "malformed_request",
        /// 401: no session, or it ended. A new token may help.
        SessionExpired = "session_expired",
        /// 403: the call was refused (the client header is missing, or the partner key is wrong).
        Forbidden = "forbidden",
        /// 404: no such thing in this session.
        NotFound = "not_found",
        /// 409: the step cannot be submitted now (done, locked, or a required step is missing).
        StepNotOpen = "step_not_open",
        /// 409: a submission with this idempotency key is still running.
        InProgress = "in_progress",
        /// 422: fields are wrong: see [`Problem::errors`].
        ValidationFailed = "validation_failed",
        /// 422: the idempotency key was used with another body.
        KeyReused = "key_reused",
        /// 429: too many calls: see `Retry-After`.
        RateLimited = "rate_limited",
        /// 502: the provider refused in a way that the customer cannot fix.
        ProviderRefused = "provider_refused",
        /// 503: the provider cannot be reached or answers with errors. The same key can be sent again: see `Retry-After`.
        ProviderUnavailable = "provider_unavailable",
        /// 500: the backend failed.
        Internal = "internal",
    } else {
        /// A code that this version does not know: the HTTP status decides.
        Unknown = "unknown",
    }
}

words! {
    /// What is wrong with a field, as a code for programs. Each has a text in every language.
    pub enum FieldErrorCode {
        /// Nothing was given.
        Required = "required",
        /// More characters than the field accepts.
        TooLong = "too_long",
        /// Characters that are not accepted here.
        InvalidCharacters = "invalid_characters",
        /// Not of the expected form.
        InvalidFormat = "invalid_format",
        /// Not one of the accepted values.
        NotAllowed = "not_allowed",
        /// Younger than the age of majority.
        UnderAge = "under_age",
        /// 100 years old or older.
        OverAge = "over_age",
        /// The same value is given twice.
        Duplicate = "duplicate",
        /// Belongs to another customer already.
        AlreadyUsed = "already_used",
        /// Postcode and town do not belong together.
        TownMismatch = "town_mismatch",
        /// Cannot be changed any more.
        Locked = "locked",
        /// A file of more bytes than accepted.
        TooLarge = "too_large",
        /// A file of a kind that is not accepted.
        UnsupportedType = "unsupported_type",
        /// Must be accepted before the customer can continue.
        NotAccepted = "not_accepted",
    } else {
        /// Refused for another reason.
        Invalid = "invalid",
    }
}

message! {
    /// One wrong field.
    #[derive(Clone, PartialEq, Eq, Debug)]
    pub struct FieldError {
        /// Path in the submission. Its parts are joined by dots: `address.zipCode`, `residences.0.tin`.
        field: String = "field",
        /// What is wrong.
        code: FieldErrorCode = "code",
    }
}

impl FieldError {
    /// The error `code` on the field at `field`.
    pub fn new(field: impl Into<String>, code: FieldErrorCode) -> Self {
        Self { field: field.into(), code }
    }
}

message! {
    /// A problem document. It never repeats a value that was sent.
    #[derive(Clone, PartialEq, Eq, Debug)]
    pub struct Problem {
        /// Always `about:blank`: [`Problem::code`] is the type.
        type_uri: String = "type" or default,
        /// Short English summary for developers; not shown to customers.
        title: String = "title" or default,
        /// The HTTP status.
        status: u16 = "status",
        /// What went wrong.
        code: ProblemCode = "code",
        /// The reference to quote to support.
        request_id: String = "requestId" or default,
        /// Wrong fields; empty unless `validation_failed`.
        errors: Vec<FieldError> = "errors" unless default,
    }
}
