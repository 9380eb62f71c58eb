//! The server of a test: a snapshot whose revision grows by one with each change, from the contract's fixture.

use contract::{
    diligence::{Diligence, DiligenceKind, DiligenceState},
    reason::Reason,
    snapshot::{
        Activation, ActivationState, Confirmation, OnboardingStatus, ProofKind, ProofOption, ProofState,
        Snapshot, Transfer,
    },
    step::{DocumentKind, RequiredDocument, Step, StepId, StepState},
    time::Timestamp,
};

/// What the server knows.
#[derive(Clone)]
pub(crate) struct Server(Snapshot);

impl Server {
    /// A prospect who has done nothing yet.
    pub(crate) fn start() -> Self {
        Self(serde_json::from_str(include_str!("../../contract/fixtures/snapshot.start.json")).unwrap())
    }

    /// A prospect whose form was accepted and whose code is ready.
    pub(crate) fn code_ready() -> Self {
        Self::start().step(StepId::Profile, StepState::Done).activation(ActivationState::Ready, 1)
    }

    /// A prospect whose phone is bound.
    pub(crate) fn bound() -> Self {
        Self::code_ready().step(StepId::Device, StepState::Done).activation(ActivationState::Bound, 1)
    }

    /// A prospect who has only the confirmation of the taxes left.
    pub(crate) fn confirming(seconds: i64) -> Self {
        Self::bound()
            .step(StepId::Identity, StepState::Done)
            .step(StepId::Declarative, StepState::Done)
            .step(StepId::Terms, StepState::Done)
            .step(StepId::Tax, StepState::ConfirmOnPhone)
            .confirmation(Some((StepId::Tax, seconds)))
    }

    /// A prospect who proves their identity by a transfer, and can make it now.
    pub(crate) fn paying() -> Self {
        let mut server = Self::bound()
            .step(StepId::Identity, StepState::Submitted)
            .step(StepId::Declarative, StepState::Done)
            .step(StepId::Tax, StepState::Done)
            .step(StepId::Terms, StepState::Done)
            .options(&[
                (ProofKind::FacialScan, ProofState::Closed),
                (ProofKind::Transfer, ProofState::Chosen),
            ])
            .transfer(Some("FR7630001007941234567890185"));
        let proof = server.0.steps.iter().find(|step| step.id == StepId::Identity).unwrap().clone();
        let proof =
            Step { id: StepId::Proof, state: StepState::Todo, requires: [StepId::Identity].into(), ..proof };
        server.0.steps.push(proof);
        server
    }

    /// The ways to prove who the customer is.
    #[must_use]
    pub(crate) fn options(mut self, options: &[(ProofKind, ProofState)]) -> Self {
        self.0.options =
            options.iter().map(|(kind, state)| ProofOption { kind: *kind, state: *state }).collect();
        self.changed()
    }

    /// The account to send money to.
    #[must_use]
    pub(crate) fn transfer(mut self, iban: Option<&str>) -> Self {
        self.0.transfer = iban.map(|iban| Transfer {
            iban: iban.into(),
            bic: "BDFEFRPPCCT".into(),
            beneficiary: "Corinne Berthier".into(),
            min_cents: 100,
            max_cents: 100_000,
            reference: "XO-7K2M9Q".into(),
            payment_url: None,
        });
        self.changed()
    }

    /// The page of a payment service that makes the transfer.
    #[must_use]
    pub(crate) fn payment_url(mut self, url: &str) -> Self {
        self.0.transfer.as_mut().unwrap().payment_url = Some(url.into());
        self.changed()
    }

    /// A tax step that lacks these documents, which can be sent here.
    #[must_use]
    pub(crate) fn documents(mut self, documents: &[(DocumentKind, DiligenceState)]) -> Self {
        self = self.step(StepId::Tax, StepState::ActionRequired).upload_max(5_000_000);
        let step = self.0.steps.iter_mut().find(|step| step.id == StepId::Tax).unwrap();
        step.documents =
            documents.iter().map(|(kind, state)| RequiredDocument { kind: *kind, state: *state }).collect();
        self
    }

    /// Largest document that can be sent, in bytes; 0: none can.
    #[must_use]
    pub(crate) fn upload_max(mut self, bytes: u32) -> Self {
        self.0.upload_max_bytes = bytes;
        self.changed()
    }

    /// An opened account whose tax self-certification can be downloaded.
    pub(crate) fn certified() -> Self {
        let mut server = Self::bound().ended(OnboardingStatus::Validated);
        server.0.has_self_certification = true;
        server
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        self.0.clone()
    }

    /// With anything else changed.
    #[must_use]
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Snapshot)) -> Self {
        change(&mut self.0);
        self.changed()
    }

    /// A step in another state.
    #[must_use]
    pub(crate) fn step(self, id: StepId, state: StepState) -> Self {
        self.step_because(id, state, &[])
    }

    #[must_use]
    pub(crate) fn step_because(mut self, id: StepId, state: StepState, reasons: &[Reason]) -> Self {
        let step = self.0.steps.iter_mut().find(|step| step.id == id).unwrap();
        step.state = state;
        step.reasons = reasons.to_vec();
        self.changed()
    }

    /// A step that lacks a document.
    #[must_use]
    pub(crate) fn lacking(mut self, id: StepId, document: DocumentKind) -> Self {
        self = self.step(id, StepState::ActionRequired);
        let step = self.0.steps.iter_mut().find(|step| step.id == id).unwrap();
        step.documents = [RequiredDocument { kind: document, state: DiligenceState::Expected }].into();
        self
    }

    /// Another version of the terms.
    #[must_use]
    pub(crate) fn terms_version(mut self, version: &str) -> Self {
        self.0.terms.as_mut().unwrap().version = version.into();
        self.changed()
    }

    /// Other steps: ids in their order, each with what it requires.
    #[must_use]
    pub(crate) fn order(mut self, steps: &[(StepId, &[StepId])]) -> Self {
        let step = |(id, requires): &(StepId, &[StepId])| Step {
            id: *id,
            state: StepState::Todo,
            requires: requires.to_vec(),
            reasons: Vec::new(),
            documents: Vec::new(),
            expires_at: None,
            can_restart: false,
            expected_by: None,
        };
        self.0.steps = steps.iter().map(step).collect();
        self.changed()
    }

    #[must_use]
    pub(crate) fn activation(mut self, state: ActivationState, issue: u32) -> Self {
        self.0.activation = Activation { state, issue, ..self.0.activation };
        self.changed()
    }

    /// A confirmation that expires after this many seconds.
    #[must_use]
    /// The code was revealed: the customer can say that somebody else used it.
    pub(crate) fn revealed(mut self) -> Self {
        self.0.activation.can_report = true;
        self.changed()
    }

    /// The customer reported the code, and no other one has arrived since.
    pub(crate) fn reported(self) -> Self {
        let issue = self.0.activation.issue;
        let mut server =
            self.step(StepId::Device, StepState::ActionRequired).activation(ActivationState::Reported, issue);
        server.0.activation.can_report = false;
        server
    }

    pub(crate) fn confirmation(mut self, pending: Option<(StepId, i64)>) -> Self {
        let now = self.0.now.as_millis();
        self.0.confirmation = pending.map(|(step, seconds)| Confirmation {
            step,
            expires_at: Timestamp::from_millis(now + seconds * 1000),
        });
        self.changed()
    }

    #[must_use]
    pub(crate) fn diligence(mut self, kind: DiligenceKind, state: DiligenceState) -> Self {
        self.0.diligences.retain(|known| known.kind != kind);
        self.0.diligences.push(Diligence { kind, state, reason: None });
        self.changed()
    }

    #[must_use]
    pub(crate) fn onboarding(mut self, status: OnboardingStatus) -> Self {
        self.0.onboarding = status;
        self.changed()
    }

    /// A final status as the reference backend sends it: there is nothing left to poll for.
    #[must_use]
    pub(crate) fn ended(mut self, status: OnboardingStatus) -> Self {
        self.0.poll_after_ms = 0;
        self.onboarding(status)
    }

    /// An expired prospect who can start again.
    #[must_use]
    pub(crate) fn expired() -> Self {
        let expired = include_str!("../../contract/fixtures/snapshot.expired.json");
        Self(serde_json::from_str(expired).unwrap())
    }

    /// How many details the provider corrected.
    #[must_use]
    pub(crate) fn corrections(mut self, count: u32) -> Self {
        self.0.corrections = count;
        self.changed()
    }

    /// An identity check that was closed, and whether a new one can be requested.
    #[must_use]
    pub(crate) fn check_closed(mut self, can_restart: bool) -> Self {
        self = self.step_because(StepId::Identity, StepState::Failed, &[Reason::Expired]);
        let step = self.0.steps.iter_mut().find(|step| step.id == StepId::Identity).unwrap();
        step.can_restart = can_restart;
        self
    }

    /// When the prospect is purged.
    #[must_use]
    pub(crate) fn kept_until(mut self, moment: &str) -> Self {
        self.0.prospect_expires_at = Timestamp::parse(moment);
        self.changed()
    }

    /// How long the server asks to wait between two plain polls.
    #[must_use]
    pub(crate) fn poll_after(mut self, millis: u32) -> Self {
        self.0.poll_after_ms = millis;
        self
    }

    #[must_use]
    pub(crate) fn revision(mut self, revision: u32) -> Self {
        self.0.revision = revision;
        self
    }

    fn changed(mut self) -> Self {
        self.0.revision += 1;
        self
    }
}
