//! The answers of the backend, member by member. Their types are the contract's; the fixtures of the contract hold what
//! is read here to what serde reads (`tests/browser/json.rs`).

use contract::{
    activation::ActivationResponse,
    diligence::{Diligence, DiligenceKind, DiligenceState},
    problem::{FieldError, FieldErrorCode, Problem, ProblemCode},
    reason::Reason,
    snapshot::{
        Activation, ActivationState, Confirmation, OnboardingStatus, ProofKind, ProofOption, ProofState,
        Snapshot, Transfer,
    },
    step::{DocumentKind, RequiredDocument, Step, StepId, StepState},
    terms::TermsDocuments,
};

use super::{Members, Readable};

impl Readable for Snapshot {
    fn read(from: &Members<'_>) -> Self {
        Self {
            revision: from.number("revision"),
            now: from.moment("now"),
            onboarding: from.word("onboarding", OnboardingStatus::parse, OnboardingStatus::Unknown),
            steps: from.needed(from.list("steps")),
            diligences: from.list("diligences").unwrap_or_default(),
            activation: from.object("activation").unwrap_or_default(),
            options: from.list("options").unwrap_or_default(),
            transfer: from.object("transfer"),
            terms: from.object("terms"),
            confirmation: from.object("confirmation"),
            corrections: from.number_or_zero("corrections"),
            upload_max_bytes: from.number_or_zero("uploadMaxBytes"),
            has_self_certification: from.is("hasSelfCertification"),
            drafts: from.words("drafts", StepId::parse, StepId::Unknown),
            can_restart: from.is("canRestart"),
            channel: from.text_if_any("channel"),
            poll_after_ms: from.number("pollAfterMs"),
            session_expires_at: from.moment("sessionExpiresAt"),
            prospect_expires_at: from.moment_if_any("prospectExpiresAt"),
        }
    }
}

impl Readable for Step {
    fn read(from: &Members<'_>) -> Self {
        Self {
            id: from.word("id", StepId::parse, StepId::Unknown),
            state: from.word("state", StepState::parse, StepState::Unknown),
            requires: from.words("requires", StepId::parse, StepId::Unknown).unwrap_or_default(),
            reasons: from.words("reasons", Reason::parse, Reason::Other).unwrap_or_default(),
            documents: from.list("documents").unwrap_or_default(),
            can_restart: from.is("canRestart"),
            expires_at: from.moment_if_any("expiresAt"),
            expected_by: from.moment_if_any("expectedBy"),
        }
    }
}

impl Readable for RequiredDocument {
    fn read(from: &Members<'_>) -> Self {
        Self {
            kind: from.word("kind", DocumentKind::parse, DocumentKind::Other),
            state: from.word("state", DiligenceState::parse, DiligenceState::Unknown),
        }
    }
}

impl Readable for Diligence {
    fn read(from: &Members<'_>) -> Self {
        let reason = from.text_if_any("reason");
        Self {
            kind: from.word("kind", DiligenceKind::parse, DiligenceKind::Other),
            state: from.word("state", DiligenceState::parse, DiligenceState::Unknown),
            reason: reason.map(|word| Reason::parse(&word).unwrap_or(Reason::Other)),
        }
    }
}

impl Readable for Activation {
    fn read(from: &Members<'_>) -> Self {
        Self {
            state: from.word("state", ActivationState::parse, ActivationState::Unknown),
            issue: from.number_or_zero("issue"),
            can_report: from.is("canReport"),
        }
    }
}

impl Readable for ProofOption {
    fn read(from: &Members<'_>) -> Self {
        Self {
            kind: from.word("kind", ProofKind::parse, ProofKind::Other),
            state: from.word("state", ProofState::parse, ProofState::Unknown),
        }
    }
}

impl Readable for Transfer {
    fn read(from: &Members<'_>) -> Self {
        Self {
            iban: from.text("iban"),
            bic: from.text("bic"),
            beneficiary: from.text("beneficiary"),
            min_cents: from.number("minCents"),
            max_cents: from.number("maxCents"),
            reference: from.text("reference"),
            payment_url: from.text_if_any("paymentUrl"),
        }
    }
}

impl Readable for TermsDocuments {
    fn read(from: &Members<'_>) -> Self {
        Self {
            version: from.text("version"),
            account_url: from.text("accountUrl"),
            card_url: from.text("cardUrl"),
            partner_url: from.text("partnerUrl"),
        }
    }
}

impl Readable for Confirmation {
    fn read(from: &Members<'_>) -> Self {
        Self { step: from.word("step", StepId::parse, StepId::Unknown), expires_at: from.moment("expiresAt") }
    }
}

impl Readable for ActivationResponse {
    fn read(from: &Members<'_>) -> Self {
        Self { activation_code: from.text("activationCode"), issue: from.number("issue") }
    }
}

impl Readable for Problem {
    fn read(from: &Members<'_>) -> Self {
        Self {
            type_uri: from.text_if_any("type").unwrap_or_default(),
            title: from.text_if_any("title").unwrap_or_default(),
            status: from.number("status") as u16,
            code: from.word("code", ProblemCode::parse, ProblemCode::Unknown),
            request_id: from.text_if_any("requestId").unwrap_or_default(),
            errors: from.list("errors").unwrap_or_default(),
        }
    }
}

impl Readable for FieldError {
    fn read(from: &Members<'_>) -> Self {
        Self {
            field: from.text("field"),
            code: from.word("code", FieldErrorCode::parse, FieldErrorCode::Invalid),
        }
    }
}
