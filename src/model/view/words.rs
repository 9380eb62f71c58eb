//! The keys of the texts for statuses, reasons and failures in the locale tables.

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    problem::{FieldErrorCode, ProblemCode},
    reason::Reason,
    snapshot::Snapshot,
    step::{DocumentKind, StepId, StepState},
    text::{is_address_character, is_name_character, normalise},
};

use super::{mark::Mark, notice::NoticeView};
use crate::{
    error::{Failure, FailureKind},
    model::{Control, field::FieldId, rules},
    text::Text,
};

pub(in crate::model) fn step(id: StepId) -> Text {
    Text::new(match id {
        StepId::Profile => "step.profile",
        StepId::Device => "step.device",
        StepId::Identity => "step.identity",
        StepId::Proof => "step.proof",
        StepId::Declarative => "step.declarative",
        StepId::Tax => "step.tax",
        StepId::Terms => "step.terms",
        StepId::Screening => "step.screening",
        StepId::Unknown => "step.unknown",
    })
}

pub(in crate::model) fn step_state(state: StepState) -> (Mark, Text) {
    let (mark, key) = match state {
        StepState::Todo => (Mark::Todo, "state.todo"),
        StepState::Submitting | StepState::Submitted => (Mark::Running, "state.running"),
        StepState::ConfirmOnPhone => (Mark::NeedsYou, "state.confirm"),
        StepState::ActionRequired => (Mark::NeedsYou, "state.needs_you"),
        StepState::Review => (Mark::Running, "state.review"),
        StepState::Done | StepState::NotNeeded => (Mark::Done, "state.done"),
        StepState::Failed => (Mark::Failed, "state.failed"),
        StepState::Unknown => (Mark::Neutral, "state.unknown"),
    };
    (mark, Text::new(key))
}

pub(in crate::model) fn diligence(kind: DiligenceKind) -> Text {
    Text::new(match kind {
        DiligenceKind::IdentityDocument => "diligence.identity_document",
        DiligenceKind::Selfie => "diligence.selfie",
        DiligenceKind::Transfer => "diligence.transfer",
        DiligenceKind::Signature => "diligence.signature",
        DiligenceKind::Other => "diligence.other",
    })
}

pub(in crate::model) fn diligence_mark(state: DiligenceState) -> Mark {
    match state {
        DiligenceState::Expected => Mark::Todo,
        DiligenceState::Received | DiligenceState::Review => Mark::Running,
        DiligenceState::Validated => Mark::Done,
        DiligenceState::Refused => Mark::NeedsYou,
        DiligenceState::Unknown => Mark::Neutral,
    }
}

pub(in crate::model) fn diligence_state(state: DiligenceState) -> Text {
    Text::new(match state {
        DiligenceState::Expected => "state.expected",
        DiligenceState::Received => "state.checking",
        DiligenceState::Review => "state.review",
        DiligenceState::Validated => "state.accepted",
        DiligenceState::Refused => "state.again",
        DiligenceState::Unknown => "state.unknown",
    })
}

pub(in crate::model) fn reason(reason: Reason) -> Text {
    Text::new(match reason {
        Reason::NamesSwapped => "reason.names_swapped",
        Reason::BirthNameSwapped => "reason.birth_name_swapped",
        Reason::FirstNameMismatch => "reason.first_name",
        Reason::LastNameMismatch => "reason.last_name",
        Reason::BirthNameMismatch => "reason.birth_name",
        Reason::FullNameMismatch => "reason.full_name",
        Reason::BirthDateMismatch => "reason.birth_date",
        Reason::CivilityMismatch => "reason.civility",
        Reason::NationalityMismatch => "reason.nationality",
        Reason::DataMismatch => "reason.data",
        Reason::DocumentQuality => "reason.document_quality",
        Reason::DocumentExpired => "reason.document_expired",
        Reason::DocumentUnsupported => "reason.document_unsupported",
        Reason::SelfieQuality => "reason.selfie_quality",
        Reason::Minor => "reason.minor",
        Reason::TermsRefused => "reason.terms_refused",
        Reason::MoneyReturned => "reason.money_returned",
        Reason::DocumentRefused => "reason.document_refused",
        Reason::OtherPayer => "reason.other_payer",
        Reason::ConfirmationRefused => "reason.confirmation_refused",
        Reason::ConfirmationTimedOut => "reason.confirmation_timed_out",
        Reason::DeviceNotReady => "reason.device_not_ready",
        Reason::Expired => "reason.expired",
        Reason::Other => "reason.other",
    })
}

/// A text about a document: `needed` says which is wanted and where to turn, `document` is its name, `send` asks for it,
/// `about` says what it is and where to get it.
pub(in crate::model) fn document(family: &str, kind: DocumentKind) -> Text {
    Text::joined(&[family, ".", kind.as_str()])
}

/// What is wrong with the `value` of a field and what to do. Each sentence says which field it is about: it also stands in the
/// list above the form.
pub(in crate::model) fn field_error(id: FieldId, code: FieldErrorCode, value: &str) -> Text {
    use FieldErrorCode::*;
    let is_missing = code == Required || id.spec().control == Control::Checkbox || code == NotAccepted;
    if is_missing {
        return required(id.text_name());
    }
    let character = (code == InvalidCharacters).then(|| refused_character(id, value)).flatten();
    let key = match error_of_field(id, code) {
        Some(key) => key,
        None if code == InvalidCharacters && character.is_none() => "error.invalid",
        None => error_of_code(id, code),
    };
    let text = Text::new(key);
    if matches!(code, UnderAge | OverAge | Duplicate | TownMismatch) {
        return text;
    }
    let text = text.with_text("field", &Text::joined(&["field.", id.text_name()]));
    match character {
        Some(character) => text.with("character", character.into()),
        None => text.with_number("count", id.spec().max_length),
    }
}

/// What is said of an answer that is missing.
pub(in crate::model) fn required(name: &str) -> Text {
    Text::joined(&["required.", name])
}

/// The first character that the field does not accept, if it can be shown.
fn refused_character(id: FieldId, value: &str) -> Option<char> {
    let accepts = if is_of_address(id) { is_address_character } else { is_name_character };
    let refused = normalise(value).chars().find(|character| !accepts(*character))?;
    // Marks that turn the direction of writing are not visible, and would turn that of the sentence.
    (!matches!(refused, '\u{202A}'..='\u{2069}')).then_some(refused)
}

fn is_of_address(id: FieldId) -> bool {
    id == FieldId::BirthCity || id.path().starts_with("address.")
}

/// The sentence for one field, if the general one would not help.
fn error_of_field(id: FieldId, code: FieldErrorCode) -> Option<&'static str> {
    use FieldErrorCode::*;
    Some(match (id, code) {
        (FieldId::PhoneNumber, InvalidFormat | InvalidCharacters) => "error.phone",
        (FieldId::PhoneNumber, NotAllowed) => "error.landline",
        (FieldId::PhoneNumber, AlreadyUsed) => "error.phone_used",
        (FieldId::Email, InvalidFormat | InvalidCharacters) => "error.email",
        (FieldId::Email, AlreadyUsed) => "error.email_used",
        (FieldId::Email, NotAllowed) => "error.email_refused",
        (FieldId::BirthDate, InvalidFormat) => "error.date",
        (FieldId::BirthCity | FieldId::BirthZipCode, TownMismatch) => "error.town_birth",
        (FieldId::ZipCode | FieldId::BirthZipCode, InvalidFormat) => "error.postcode",
        (FieldId::Tin(_) | FieldId::ZipCode, InvalidCharacters) => "error.plain_characters",
        _ => return None,
    })
}

/// The general sentence for an error.
fn error_of_code(id: FieldId, code: FieldErrorCode) -> &'static str {
    use FieldErrorCode::*;
    match code {
        NotAllowed => "error.choose",
        TooLong => "error.too_long",
        InvalidCharacters => "error.characters",
        // It is a country of the list, and the provider accepts nobody from there.
        Invalid if id.spec().control == Control::Country => "error.country",
        UnderAge => "error.under_age",
        OverAge => "error.over_age",
        Duplicate => "error.duplicate",
        AlreadyUsed => "error.used",
        Locked => "error.locked",
        TooLarge => "error.too_large",
        UnsupportedType => "error.file_type",
        TownMismatch => "error.town",
        Required | NotAccepted | InvalidFormat | Invalid => "error.invalid",
    }
}

/// As [`failure`], for a call that is repeated only by another press.
pub(in crate::model) fn failed_press(failed: &Failure) -> NoticeView {
    let mut notice = failure(failed);
    if failed.is_offline() {
        notice.text = Text::new("failure.offline_press");
    }
    notice
}

/// As [`failure`], for the code: its refusal has nothing to do with the customer's answers.
pub(in crate::model) fn no_code(failed: &Failure) -> NoticeView {
    let mut notice = failure(failed);
    if matches!(failed.kind, FailureKind::Refused(_)) {
        notice.text = Text::new("handoff.refused");
    }
    notice
}

/// As [`failure`], of what the customer entered: they can look at it again.
pub(in crate::model) fn failed_entry(failed: &Failure) -> NoticeView {
    let mut notice = failure(failed);
    if notice.text.key == "failure.request" {
        notice.text = Text::new("failure.refused");
    }
    notice
}

/// The text about a failed call: what happened, what was kept, and what to do. A call that failed offline is made again
/// when the connection is back.
pub(in crate::model) fn failure(failure: &Failure) -> NoticeView {
    let key = match failure.kind {
        FailureKind::Offline => "failure.offline",
        FailureKind::Timeout => "failure.timeout",
        FailureKind::SessionExpired => "failure.session",
        FailureKind::Fields(_) => "failure.fields",
        FailureKind::RateLimited => "failure.rate",
        FailureKind::Unavailable | FailureKind::Malformed => "failure.server",
        FailureKind::Refused(ProblemCode::InProgress) => "failure.in_progress",
        FailureKind::Refused(_) => "failure.request",
    };
    let minutes = failure.retry_after_ms.unwrap_or_default().div_ceil(60_000);
    let text = match failure.kind {
        FailureKind::RateLimited if minutes > 1 => Text::new("failure.rate_minutes")
            .with_number("minutes", usize::try_from(minutes).unwrap_or_default()),
        _ => Text::new(key),
    };
    NoticeView {
        text,
        reference: (!failure.request_id.is_empty())
            .then(|| Text::new("failure.reference").with("reference", failure.request_id.clone())),
    }
}

/// The label of the button to the next step, if there is one; `skipped` is a step that it does not lead to.
pub(super) fn next(snapshot: &Snapshot, skipped: Option<StepId>, key: &'static str) -> Option<Text> {
    let step = rules::next_place_except(snapshot, skipped).step(snapshot)?;
    Some(Text::new(key).with_text("step", &self::step(step)))
}

/// Milliseconds in seconds, rounded up.
pub(super) fn seconds(millis: u64) -> u32 {
    u32::try_from(millis.div_ceil(1000)).unwrap_or(u32::MAX)
}
