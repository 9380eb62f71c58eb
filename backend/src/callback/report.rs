//! The meaning of a stored callback, if its type matters to the onboarding.

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    reason::Reason,
    step::{DocumentKind, RequiredDocument, StepId},
};
use serde_json::{Map, Value};

use super::{
    correction,
    credentials::DIGEST_MARK,
    envelope::{Envelope, confirmation_header, content},
    reason::{Refusal, refusal},
};
use crate::journey::document::one_a_kind;
use crate::journey::fact::{
    Account, ConfirmationReport, ConfirmationResult, Dated, IdentityCheck, IdentityReport, IdentityStatus,
    Record, Report, Screening, TaxReport, TaxStatus,
};
use crate::reading::{
    json,
    words::{self, plain},
};

/// Reads a stored callback; `None` if it does not move the onboarding.
pub fn read(envelope: &Envelope) -> Option<Dated> {
    let body = json::object(&envelope.body).unwrap_or_default();
    let content = content(&body);
    let report = match plain(envelope.kind.as_deref()?).as_str() {
        "34" => Report::Record(record(content)?),
        "35" => activation(content)?,
        "4" => Report::Identity(identity(content)),
        "36" => Report::Confirmation(confirmation(envelope, content)?),
        "44" => Report::Tax(tax(content)?),
        "47" | "48" => Report::Webview,
        "31" => Report::Transfer(check(content)),
        "45" => account(content)?,
        "16" | "38" | "sepacredittransfercreatedorupdated" | "instantpaymentcreatedorupdated" => {
            money_returned(content)?
        }
        "politicallyexposedpersonstatuscreatedorupdated" => Report::Screening(screening(content)),
        "usercreatedorupdated" => Report::Corrected(correction::fields(content)),
        _ => return None,
    };
    Some(Dated {
        at: envelope.process_at.unwrap_or(envelope.received_at),
        has_date: envelope.process_at.is_some(),
        received_at: envelope.received_at,
        key: envelope.key.clone(),
        report,
    })
}

/// The result of a tax declaration, in an answer or attached to a callback; `None` if there is none.
pub fn tax_answer(answer: &Map<String, Value>) -> Option<TaxReport> {
    let kinds = words::list(answer, "requiredDocuments").into_iter().filter_map(document_of_value);
    let expected = |kind| RequiredDocument { kind, state: DiligenceState::Expected };
    Some(TaxReport { status: tax_status(answer)?, documents: one_a_kind(kinds.map(expected)) })
}

/// Why a confirmation failed, from the provider's status.
pub fn confirmation_reason(word: Option<&str>) -> Reason {
    match word.map(plain).as_deref() {
        Some("timeout") => Reason::ConfirmationTimedOut,
        Some("canceled" | "cancelled" | "failed") => Reason::ConfirmationRefused,
        Some("unprocessableentity" | "notfound" | "422" | "404") => Reason::DeviceNotReady,
        _ => Reason::Other,
    }
}

fn record(content: &Map<String, Value>) -> Option<Record> {
    Some(match plain(&words::text(content, "userRecordStatus")?).as_str() {
        "1" | "initialized" => Record::Initialized,
        "2" | "inprogress" => Record::InProgress,
        "withoutkyc" => Record::WithoutKyc,
        "4" | "validated" => Record::Validated,
        "5" | "refused" => Record::Refused,
        _ => return None,
    })
}

fn activation(content: &Map<String, Value>) -> Option<Report> {
    if words::text(content, "errorMessage").is_some() {
        return Some(Report::NoCode);
    }
    let code = words::text(content, "activationCode")?;
    Some(
        code.strip_prefix(DIGEST_MARK)
            .map_or(Report::NoCode, |digest| Report::Code { digest: digest.to_owned() }),
    )
}

fn identity(content: &Map<String, Value>) -> IdentityReport {
    let mut listed = words::list(content, "diligences");
    listed.extend(words::list(content, "receivedDiligences"));
    let listed: Vec<_> = listed.into_iter().filter_map(Value::as_object).collect();
    let is_suspected = listed.iter().any(|diligence| is_suspicion(diligence));
    let mut checks: Vec<IdentityCheck> = listed.into_iter().map(check).collect();
    for expected in words::list(content, "expectedDiligences").into_iter().filter_map(Value::as_object) {
        let kinds = expected_kinds(expected);
        let is_received = checks.iter().any(|check| kinds.contains(&check.kind));
        if let (false, Some(kind)) = (is_received, kinds.first()) {
            checks.push(IdentityCheck { kind: *kind, state: DiligenceState::Expected, reason: None });
        }
    }
    let status = words::text(content, "status").and_then(|word| identity_status(&word));
    // A fraud never gets another attempt: the refusal of the user follows.
    let is_refusal_near = is_suspected && status == Some(IdentityStatus::Rejected);
    IdentityReport {
        status: if is_refusal_near { Some(IdentityStatus::FraudSuspicion) } else { status },
        checks,
    }
}

/// The expected diligences, the known kinds first.
fn expected_kinds(expected: &Map<String, Value>) -> Vec<DiligenceKind> {
    let types = words::list(expected, "possibleDiligenceSubTypes");
    let mut kinds: Vec<_> = types.into_iter().filter_map(Value::as_str).map(diligence_kind).collect();
    kinds.sort_by_key(|kind| *kind == DiligenceKind::Other);
    if kinds.is_empty() {
        let is_document = words::text(expected, "type").is_some_and(|word| plain(&word) == "identity");
        kinds.push(if is_document { DiligenceKind::IdentityDocument } else { DiligenceKind::Other });
    }
    kinds
}

fn is_suspicion(diligence: &Map<String, Value>) -> bool {
    let reason = words::text(diligence, "reason").unwrap_or_default();
    let is_refused = words::text(diligence, "status").is_some_and(|word| plain(&word) == "refused");
    is_refused && refusal(&reason, DiligenceKind::Other) == Refusal::Hidden
}

fn identity_status(word: &str) -> Option<IdentityStatus> {
    Some(match plain(word).as_str() {
        "initialized" => IdentityStatus::Initialized,
        "pending" => IdentityStatus::Pending,
        "incomplete" => IdentityStatus::Incomplete,
        "awaitingexpertise" | "awaintingexpertise" => IdentityStatus::AwaitingExpertise,
        "complete" | "validated" => IdentityStatus::Complete,
        "fraudsuspicion" | "fraudsuspiscion" => IdentityStatus::FraudSuspicion,
        "rejected" => IdentityStatus::Rejected,
        _ => return None,
    })
}

fn check(diligence: &Map<String, Value>) -> IdentityCheck {
    let name = words::text(diligence, "diligenceType").or_else(|| words::text(diligence, "type"));
    let kind = name.as_deref().map_or(DiligenceKind::Other, diligence_kind);
    let state = match words::text(diligence, "status").as_deref().map(plain).as_deref() {
        Some("received") => DiligenceState::Received,
        Some("toreviewmanually") => DiligenceState::Review,
        Some("validated") => DiligenceState::Validated,
        Some("refused") => DiligenceState::Refused,
        _ => DiligenceState::Unknown,
    };
    if state != DiligenceState::Refused {
        return IdentityCheck { kind, state, reason: None };
    }
    let is_unrecognised = name.as_deref().map(plain).as_deref() == Some("undefined");
    match refusal(&words::text(diligence, "reason").unwrap_or_default(), kind) {
        Refusal::Told(reason) => IdentityCheck { kind, state, reason: Some(reason) },
        Refusal::Hidden => IdentityCheck { kind, state: DiligenceState::Review, reason: None },
        Refusal::Untold if is_unrecognised => {
            IdentityCheck { kind, state, reason: Some(Reason::DocumentUnsupported) }
        }
        Refusal::Untold => IdentityCheck { kind, state, reason: None },
    }
}

fn diligence_kind(word: &str) -> DiligenceKind {
    match plain(word).as_str() {
        "idcard" | "passport" | "rescard" | "veterancard" | "militaryid" | "undefined" => {
            DiligenceKind::IdentityDocument
        }
        "selfie" => DiligenceKind::Selfie,
        "sctin" => DiligenceKind::Transfer,
        "esign" => DiligenceKind::Signature,
        _ => DiligenceKind::Other,
    }
}

/// Its fields are in the body's `Header`, in the bare body, or in the HTTP headers.
fn confirmation(envelope: &Envelope, content: &Map<String, Value>) -> Option<ConfirmationReport> {
    let http_headers = json::object(&envelope.headers).unwrap_or_default();
    let header = confirmation_header(content);
    let field = |key: &str| {
        let of_body = header.map_or_else(|| words::text(content, key), |header| words::text(header, key));
        of_body.or_else(|| words::text(&http_headers, key))
    };
    let result = match plain(&field("status")?).as_str() {
        "succeeded" => ConfirmationResult::Succeeded,
        "failed" => ConfirmationResult::Failed(confirmation_reason(field("reason").as_deref())),
        _ => return None,
    };
    let payload = match words::get(content, "payload") {
        Some(Value::String(text)) => json::object(text),
        Some(Value::Object(payload)) => Some(payload.clone()),
        _ => None,
    };
    let tax = payload.as_ref().and_then(tax_answer);
    let is_terms = payload.as_ref().is_some_and(|payload| {
        words::get(payload, "account").is_some() && words::get(payload, "card").is_some()
    });
    let step = if tax.is_some() { Some(StepId::Tax) } else { is_terms.then_some(StepId::Terms) };
    Some(ConfirmationReport { authentication_id: envelope.authentication_id.clone(), result, step, tax })
}

fn account(content: &Map<String, Value>) -> Option<Report> {
    let word = words::text(content, "accountStatus").unwrap_or_default();
    let status = match plain(&word).as_str() {
        "initialized" => Some(Account::Initialized),
        "activated" | "validated" => Some(Account::Activated),
        "frozen" => Some(Account::Frozen),
        "closurerequested" | "pendingclosure" => Some(Account::Closing),
        "closed" => Some(Account::Closed),
        _ => None,
    };
    let id = words::text(content, "accountId");
    (status.is_some() || id.is_some()).then_some(Report::Account { status, id })
}

/// 16 and 38 number their statuses: 2 is a refund. The callbacks that replace them may use the word.
fn money_returned(content: &Map<String, Value>) -> Option<Report> {
    let word = plain(&words::text(content, "status")?);
    matches!(word.as_str(), "2" | "refund" | "refunded").then_some(Report::MoneyReturned)
}

/// The documentation misspells the key once.
fn screening(content: &Map<String, Value>) -> Screening {
    let word =
        words::text(content, "riskAnalysisStatus").or_else(|| words::text(content, "riskAnalysisStatut"));
    if word.is_some_and(|word| plain(&word) == "done") { Screening::Done } else { Screening::Running }
}

fn tax(content: &Map<String, Value>) -> Option<TaxReport> {
    let mut documents = Vec::new();
    for diligence in words::list(content, "diligences").into_iter().filter_map(Value::as_object) {
        let state = document_state(words::text(diligence, "status").as_deref());
        let kinds = words::list(diligence, "files").into_iter().filter_map(document_of_value);
        documents.extend(kinds.map(|kind| RequiredDocument { kind, state }));
    }
    Some(TaxReport { status: tax_status(content)?, documents: one_a_kind(documents) })
}

/// A document without a status is awaited, like one that is `Awaiting` or, in one example, `NOK`.
fn document_state(word: Option<&str>) -> DiligenceState {
    match word.map(plain).as_deref() {
        None | Some("awaiting" | "nok") => DiligenceState::Expected,
        Some("received") => DiligenceState::Received,
        Some("toreviewmanually") => DiligenceState::Review,
        Some("validated" | "ok") => DiligenceState::Validated,
        Some("refused") => DiligenceState::Refused,
        Some(_) => DiligenceState::Unknown,
    }
}

fn tax_status(object: &Map<String, Value>) -> Option<TaxStatus> {
    Some(match plain(&words::text(object, "fatcaEaiStatus")?).as_str() {
        "0" | "nok" => TaxStatus::Nok,
        "1" | "pending" => TaxStatus::Pending,
        "2" | "ok" => TaxStatus::Ok,
        _ => return None,
    })
}

/// A document by its code or its name, bare or as a file name (documentation, legal entities: codes 22 to 24).
fn document_of_value(value: &Value) -> Option<DocumentKind> {
    let word = match value {
        Value::String(word) => word.clone(),
        Value::Number(code) => code.to_string(),
        _ => return None,
    };
    let word = plain(&word);
    match word.as_str() {
        "" => None,
        "22" => Some(DocumentKind::W9),
        "23" => Some(DocumentKind::W8Ben),
        word if word.contains("w9") => Some(DocumentKind::W9),
        word if word.contains("w8ben") => Some(DocumentKind::W8Ben),
        _ => Some(DocumentKind::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failed_confirmation_can_be_requested_again() {
        for (word, reason) in [
            ("TIMEOUT", Reason::ConfirmationTimedOut),
            ("CANCELED", Reason::ConfirmationRefused),
            ("FAILED", Reason::ConfirmationRefused),
            ("UnprocessableEntity", Reason::DeviceNotReady),
            ("NotFound", Reason::DeviceNotReady),
        ] {
            assert_eq!(confirmation_reason(Some(word)), reason, "{word}");
        }
    }
}
