//! The documents that a tax declaration is asked for, and how far each is.

use contract::{
    snapshot::DiligenceState,
    step::{DocumentKind, RequiredDocument},
};

use super::{
    fact::{Dated, SentAt},
    identity::furthest,
};

/// Whether the customer has to send it (again).
pub fn is_asked_for(document: &RequiredDocument) -> bool {
    matches!(document.state, DiligenceState::Expected | DiligenceState::Refused)
}

/// One a kind: a refused one is replaced by what came after it, so the furthest counts.
pub(crate) fn one_a_kind(documents: impl IntoIterator<Item = RequiredDocument>) -> Vec<RequiredDocument> {
    let mut kept: Vec<RequiredDocument> = Vec::new();
    for document in documents {
        match kept.iter_mut().find(|other| other.kind == document.kind) {
            Some(other) if furthest(document.state) > furthest(other.state) => *other = document,
            Some(_) => {}
            None => kept.push(document),
        }
    }
    kept
}

/// `asked`, as the provider `told` it, with what was `sent` since: received, until the provider tells more.
pub(super) fn with_sent<'a>(
    asked: &[RequiredDocument],
    sent: impl Iterator<Item = &'a SentAt>,
    told: Option<&Dated>,
) -> Vec<RequiredDocument> {
    let is_new =
        |item: &&SentAt| told.is_none_or(|told| item.sent.horizon.has_passed(told.made_at(), &told.key));
    let new: Vec<DocumentKind> = sent.filter(is_new).filter_map(|item| item.sent.document).collect();
    let mut documents = asked.to_vec();
    for document in documents.iter_mut().filter(|document| is_asked_for(document)) {
        if new.contains(&document.kind) {
            document.state = DiligenceState::Received;
        }
    }
    documents
}
