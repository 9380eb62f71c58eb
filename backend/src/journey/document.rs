//! The documents that a tax declaration requires, and the state of each.

use contract::{
    diligence::DiligenceState,
    step::{DocumentKind, RequiredDocument},
};

use super::{
    diligence::rank,
    fact::{Dated, SentAt, TaxReport},
};

/// Whether the customer has to send it (again).
pub fn is_asked_for(document: &RequiredDocument) -> bool {
    matches!(document.state, DiligenceState::Expected | DiligenceState::Refused)
}

/// One of each kind: a refused document is replaced by a later one, so the one that is furthest along counts.
pub(crate) fn one_a_kind(documents: impl IntoIterator<Item = RequiredDocument>) -> Vec<RequiredDocument> {
    let mut kept: Vec<RequiredDocument> = Vec::new();
    for document in documents {
        match kept.iter_mut().find(|other| other.kind == document.kind) {
            Some(other) if rank(document.state) > rank(other.state) => *other = document,
            Some(_) => {}
            None => kept.push(document),
        }
    }
    kept
}

/// `asked`, updated with what was `sent`: a sent document is received until one of `reported` refuses it. If the provider
/// still asks for a document that it accepted, that is ignored.
pub(super) fn with_sent<'a>(
    asked: &[RequiredDocument],
    sent: impl Iterator<Item = &'a SentAt>,
    reported: &[(&Dated, &TaxReport)],
) -> Vec<RequiredDocument> {
    let refuses = |tax: &TaxReport, kind: DocumentKind| {
        tax.documents
            .iter()
            .any(|document| document.kind == kind && document.state == DiligenceState::Refused)
    };
    let is_standing = |item: &&SentAt| {
        !item.sent.document.is_some_and(|kind| {
            reported.iter().any(|(dated, tax)| {
                refuses(tax, kind) && !item.sent.horizon.has_passed(dated.made_at(), &dated.key)
            })
        })
    };
    let new: Vec<DocumentKind> = sent.filter(is_standing).filter_map(|item| item.sent.document).collect();
    let mut documents = asked.to_vec();
    for document in documents.iter_mut().filter(|document| is_asked_for(document)) {
        if new.contains(&document.kind) {
            document.state = DiligenceState::Received;
        }
    }
    documents
}
