//! Examples of the rules: facts in, snapshot out.

use contract::{
    diligence::{DiligenceKind, DiligenceState},
    reason::Reason,
    snapshot::{ActivationState, OnboardingStatus, Snapshot},
    step::{DocumentKind, RequiredDocument, StepId, StepState},
    time::Timestamp,
};

use crate::{
    generation::{Generation, Workflow},
    proof_settings::ProofSettings,
};

use super::{
    fact::{
        Answer, ConfirmationReport, ConfirmationResult, Dated, Horizon, IdentityCheck, IdentityReport,
        IdentityStatus, Record, Report, Sent, SentAt, TaxReport, TaxStatus, sort,
    },
    progress::{Progress, progress},
    view::{PartnerKind, Process, is_open, next_change, view},
};

const START: i64 = 1_795_424_400_000; // 2026-11-23T09:00:00Z

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(START + seconds * 1000)
}

fn process(partner_kind: PartnerKind) -> Process {
    use StepId::*;
    let steps = vec![Profile, Device, Identity, Declarative, Tax, Terms];
    Process {
        steps,
        generation: Generation::Legacy,
        partner_kind,
        terms: None,
        workflow: Workflow::Identity,
        proof: ProofSettings::default(),
        upload_max_bytes: 5_000_000,
    }
}

/// A report of the provider at `seconds`, arriving one second later.
fn dated(seconds: i64, report: Report) -> Dated {
    let key = format!("{seconds} {report:?}");
    Dated { at: at(seconds), has_date: true, received_at: at(seconds + 1), key, report }
}

fn record(seconds: i64, record: Record) -> Dated {
    dated(seconds, Report::Record(record))
}

fn code(seconds: i64, digest: &str) -> Dated {
    dated(seconds, Report::Code { digest: digest.into() })
}

fn check(kind: DiligenceKind, state: DiligenceState, reason: Option<Reason>) -> IdentityCheck {
    IdentityCheck { kind, state, reason }
}

fn identity(seconds: i64, status: IdentityStatus, checks: &[IdentityCheck]) -> Dated {
    dated(seconds, Report::Identity(IdentityReport { status: Some(status), checks: checks.to_vec() }))
}

fn confirmed(seconds: i64, id: &str, result: ConfirmationResult) -> Dated {
    let authentication_id = Some(id.into());
    dated(
        seconds,
        Report::Confirmation(ConfirmationReport { authentication_id, result, step: None, tax: None }),
    )
}

fn tax(seconds: i64, status: TaxStatus, documents: &[DocumentKind]) -> Dated {
    let expected = |kind: &DocumentKind| RequiredDocument { kind: *kind, state: DiligenceState::Expected };
    let documents = documents.iter().map(expected).collect();
    dated(seconds, Report::Tax(TaxReport { status, documents }))
}

/// A submission sent at `seconds`, when the reports in `known` were known.
fn sent_knowing(seconds: i64, step: StepId, answer: Answer, known: &[Dated]) -> SentAt {
    let horizon = Horizon::of(known);
    let sent =
        Sent { step, document: None, is_repeat: false, answer, horizon, terms_version: None, changed: None };
    SentAt { at: at(seconds), sent }
}

fn sent(seconds: i64, step: StepId, answer: Answer) -> SentAt {
    sent_knowing(seconds, step, answer, &[])
}

fn asked(seconds: i64, step: StepId, id: &str) -> SentAt {
    sent(seconds, step, Answer::ConfirmationAsked { authentication_id: id.into() })
}

fn fold(sent: &[SentAt], reports: &[Dated]) -> Progress {
    let mut reports = reports.to_vec();
    sort(&mut reports);
    progress(sent, &reports, &[], Generation::Legacy)
}

fn snapshot(sent: &[SentAt], reports: &[Dated], seconds: i64) -> Snapshot {
    view(&fold(sent, reports), &process(PartnerKind::Agent), at(seconds))
}

fn state(snapshot: &Snapshot, step: StepId) -> StepState {
    snapshot.step(step).unwrap().state
}

fn reasons(snapshot: &Snapshot, step: StepId) -> Vec<Reason> {
    snapshot.step(step).unwrap().reasons.clone()
}

const SUCCEEDED: ConfirmationResult = ConfirmationResult::Succeeded;
const DOCUMENT: DiligenceKind = DiligenceKind::IdentityDocument;
const SELFIE: DiligenceKind = DiligenceKind::Selfie;

fn received() -> [IdentityCheck; 2] {
    [check(DOCUMENT, DiligenceState::Received, None), check(SELFIE, DiligenceState::Received, None)]
}

fn validated() -> [IdentityCheck; 2] {
    [check(DOCUMENT, DiligenceState::Validated, None), check(SELFIE, DiligenceState::Validated, None)]
}

/// All submissions of a journey without detours.
fn all_sent() -> Vec<SentAt> {
    vec![
        sent(0, StepId::Profile, Answer::Accepted),
        sent(70, StepId::Declarative, Answer::Accepted),
        asked(80, StepId::Tax, "tax"),
        asked(120, StepId::Terms, "terms"),
    ]
}

/// The provider's reports in such a journey, until the user is validated.
fn all_reports() -> Vec<Dated> {
    vec![
        record(1, Record::Initialized),
        code(2, "a"),
        identity(60, IdentityStatus::Pending, &received()),
        confirmed(90, "tax", SUCCEEDED),
        tax(91, TaxStatus::Ok, &[]),
        confirmed(130, "terms", SUCCEEDED),
        identity(240, IdentityStatus::Complete, &validated()),
    ]
}

/// All orders of `items` (Heap's algorithm).
fn each_order(items: &mut Vec<Dated>, count: usize, look: &mut impl FnMut(&[Dated])) {
    if count <= 1 {
        return look(items);
    }
    for index in 0..count {
        each_order(items, count - 1, look);
        let other = if count.is_multiple_of(2) { index } else { 0 };
        items.swap(other, count - 1);
    }
}

#[test]
fn all_orders_of_arrival_give_the_same_state() {
    let (sent, mut reports) = (all_sent(), all_reports());
    let expected = fold(&sent, &reports);
    let mut orders = 0;
    let count = reports.len();
    each_order(&mut reports, count, &mut |order| {
        orders += 1;
        // Each arrives later than it was made, in the order of its position.
        let mut arrived = order.to_vec();
        for (place, dated) in arrived.iter_mut().enumerate() {
            dated.received_at = at(1000 + i64::try_from(place).unwrap());
        }
        assert_eq!(fold(&sent, &arrived), expected);
    });
    assert_eq!(orders, 5040);
}

#[test]
fn callbacks_with_equal_dates_are_not_ordered_by_arrival() {
    let sent = all_sent();
    let mut reports = all_reports();
    reports.iter_mut().for_each(|dated| dated.at = at(60));
    let expected = fold(&sent, &reports);
    let count = reports.len();
    each_order(&mut reports, count, &mut |order| assert_eq!(fold(&sent, order), expected));
    assert_eq!(expected.identity.status, Some(IdentityStatus::Complete));
}

#[test]
fn duplicates_change_nothing() {
    let (sent, reports) = (all_sent(), all_reports());
    let doubled = [reports.clone(), reports.clone(), reports.clone()].concat();
    assert_eq!(fold(&sent, &doubled), fold(&sent, &reports));
}

#[test]
fn the_journey_moves_step_by_step() {
    use StepState::*;
    let (sent, reports) = (all_sent(), all_reports());
    let states = |sent_count: usize, report_count: usize, seconds| {
        let snapshot = snapshot(&sent[..sent_count], &reports[..report_count], seconds);
        let states: Vec<StepState> = snapshot.steps.iter().map(|step| step.state).collect();
        (snapshot.activation.state, states)
    };
    use ActivationState as Code;
    assert_eq!(states(0, 0, 0), (Code::None, vec![Todo, Todo, Todo, Todo, Todo, Todo]));
    assert_eq!(states(1, 1, 2), (Code::WaitingCode, vec![Done, Todo, Todo, Todo, Todo, Todo]));
    assert_eq!(states(1, 2, 3), (Code::Ready, vec![Done, Todo, Todo, Todo, Todo, Todo]));
    assert_eq!(states(1, 3, 61), (Code::Bound, vec![Done, Done, Submitted, Todo, Todo, Todo]));
    assert_eq!(states(2, 3, 71), (Code::Bound, vec![Done, Done, Submitted, Done, Todo, Todo]));
    assert_eq!(states(3, 3, 81), (Code::Bound, vec![Done, Done, Submitted, Done, ConfirmOnPhone, Todo]));
    assert_eq!(states(3, 4, 91), (Code::Bound, vec![Done, Done, Submitted, Done, Submitted, Todo]));
    assert_eq!(states(3, 5, 92), (Code::Bound, vec![Done, Done, Submitted, Done, Done, Todo]));
    assert_eq!(states(4, 6, 131), (Code::Bound, vec![Done, Done, Submitted, Done, Done, Done]));
    assert_eq!(states(4, 7, 241), (Code::Bound, vec![Done, Done, Done, Done, Done, Done]));
}

#[test]
fn late_callback_does_not_reopen_a_refused_user() {
    let mut reports = all_reports();
    reports.push(record(300, Record::Refused));
    let refused = snapshot(&all_sent(), &reports, 301);
    reports.push(record(200, Record::InProgress));
    reports.push(record(400, Record::InProgress));
    reports.push(record(500, Record::Validated));
    assert_eq!(snapshot(&all_sent(), &reports, 301), refused);
    assert_eq!(refused.onboarding, OnboardingStatus::Refused);
    assert_eq!(refused.poll_after_ms, 0);
}

#[test]
fn the_first_final_status_stays() {
    for (first, later, end) in [
        (Record::Validated, Record::Refused, OnboardingStatus::Validated),
        (Record::Refused, Record::Validated, OnboardingStatus::Refused),
    ] {
        let reports = [all_reports(), vec![record(300, first), record(400, later)]].concat();
        assert_eq!(snapshot(&all_sent(), &reports, 401).onboarding, end);
    }
}

#[test]
fn a_less_advanced_status_is_ignored_whatever_its_date() {
    let reports = [record(10, Record::InProgress), record(20, Record::Initialized)];
    assert_eq!(snapshot(&all_sent(), &reports, 30).onboarding, OnboardingStatus::InProgress);
}

#[test]
fn an_accepted_transfer_stays_accepted() {
    let of_transfer = |state| check(DiligenceKind::Transfer, state, None);
    let reports = [
        dated(10, Report::Transfer(of_transfer(DiligenceState::Validated))),
        dated(20, Report::Transfer(of_transfer(DiligenceState::Refused))),
        identity(30, IdentityStatus::Pending, &[of_transfer(DiligenceState::Review)]),
    ];
    assert_eq!(fold(&all_sent(), &reports).transfer.step(), (StepState::Done, Vec::new()));
}

#[test]
fn a_refusal_does_not_mention_a_suspicion() {
    let fraud = check(DOCUMENT, DiligenceState::Refused, Some(Reason::Other));
    let suspected = [code(2, "a"), identity(60, IdentityStatus::FraudSuspicion, &[fraud])];
    let looked_at = snapshot(&all_sent()[..1], &suspected, 61);
    assert_eq!(state(&looked_at, StepId::Identity), StepState::Review);
    assert_eq!(looked_at.diligences[0].state, DiligenceState::Review);
    assert_eq!(looked_at.diligences[0].reason, None);

    let refused = [suspected.to_vec(), vec![record(70, Record::Refused)]].concat();
    let refused = snapshot(&all_sent()[..1], &refused, 71);
    assert!(refused.diligences.is_empty() && refused.steps.iter().all(|step| step.reasons.is_empty()));
}

#[test]
fn a_confirmation_expires_five_minutes_after_its_request() {
    let sent = &all_sent()[..3];
    let reports = &all_reports()[..3];
    let waiting = snapshot(sent, reports, 80 + 299);
    assert_eq!(waiting.confirmation.unwrap().expires_at, at(380));
    assert_eq!(next_change(&fold(sent, reports), at(379)), Some(at(380)));
    let lapsed = snapshot(sent, reports, 380);
    assert_eq!(lapsed.confirmation, None);
    assert_eq!(reasons(&lapsed, StepId::Tax), [Reason::ConfirmationTimedOut]);
    // The answer may still have been on its way.
    let answered = [reports, &[confirmed(379, "tax", SUCCEEDED)]].concat();
    assert_eq!(state(&snapshot(sent, &answered, 400), StepId::Tax), StepState::Submitted);
}

#[test]
fn each_failed_confirmation_has_its_reason() {
    for reason in
        [Reason::ConfirmationTimedOut, Reason::ConfirmationRefused, Reason::DeviceNotReady, Reason::Other]
    {
        let failed = confirmed(90, "tax", ConfirmationResult::Failed(reason));
        let snapshot = snapshot(&all_sent()[..3], &[&all_reports()[..3], &[failed]].concat(), 91);
        assert_eq!(state(&snapshot, StepId::Tax), StepState::ActionRequired);
        assert_eq!(reasons(&snapshot, StepId::Tax), [reason]);
        assert!(is_open(&snapshot, StepId::Tax));
    }
}

#[test]
fn an_older_request_that_expires_does_not_fail_the_newer_one() {
    let mut sent = all_sent()[..3].to_vec();
    let mut again = asked(200, StepId::Tax, "tax again");
    again.sent.is_repeat = true;
    sent.push(again);
    let lapsed = confirmed(380, "tax", ConfirmationResult::Failed(Reason::ConfirmationTimedOut));
    let reports = [&all_reports()[..3], &[lapsed]].concat();
    assert_eq!(state(&snapshot(&sent, &reports, 390), StepId::Tax), StepState::ConfirmOnPhone);
    // The customer can confirm either of them.
    for id in ["tax", "tax again"] {
        let reports = [reports.clone(), vec![confirmed(390, id, SUCCEEDED)]].concat();
        assert_eq!(state(&snapshot(&sent, &reports, 391), StepId::Tax), StepState::Submitted, "{id}");
    }
}

#[test]
fn a_confirmation_without_an_id_answers_the_only_open_request() {
    let nameless = |step| {
        dated(
            95,
            Report::Confirmation(ConfirmationReport {
                authentication_id: None,
                result: SUCCEEDED,
                step,
                tax: None,
            }),
        )
    };
    let reports = [&all_reports()[..3], &[nameless(None)]].concat();
    assert_eq!(state(&snapshot(&all_sent()[..3], &reports, 96), StepId::Tax), StepState::Submitted);
    // Two requests are open, so only the attached operation tells which one is meant.
    let both = snapshot(&all_sent(), &reports, 125);
    assert_eq!(state(&both, StepId::Tax), StepState::ConfirmOnPhone);
    let reports = [&all_reports()[..3], &[nameless(Some(StepId::Terms))]].concat();
    let both = snapshot(&all_sent(), &reports, 125);
    assert_eq!(state(&both, StepId::Tax), StepState::ConfirmOnPhone);
    assert_eq!(state(&both, StepId::Terms), StepState::Done);
}

#[test]
fn the_tax_status_means_nothing_before_a_declaration() {
    let reports = [&all_reports()[..3], &[tax(61, TaxStatus::Nok, &[])]].concat();
    assert_eq!(state(&snapshot(&all_sent()[..2], &reports, 75), StepId::Tax), StepState::Todo);
    assert_eq!(state(&snapshot(&all_sent()[..3], &reports, 85), StepId::Tax), StepState::ConfirmOnPhone);
}

#[test]
fn requested_documents_are_listed_and_a_new_declaration_discards_them() {
    let mut reports = all_reports()[..4].to_vec();
    reports.push(tax(91, TaxStatus::Nok, &[DocumentKind::W9]));
    let lacking = snapshot(&all_sent()[..3], &reports, 92);
    assert_eq!(state(&lacking, StepId::Tax), StepState::ActionRequired);
    let expected = RequiredDocument { kind: DocumentKind::W9, state: DiligenceState::Expected };
    assert_eq!(lacking.step(StepId::Tax).unwrap().documents, [expected]);

    let mut sent = all_sent()[..3].to_vec();
    let answer = Answer::ConfirmationAsked { authentication_id: "second".into() };
    sent.push(sent_knowing(100, StepId::Tax, answer, &reports));
    assert_eq!(state(&snapshot(&sent, &reports, 101), StepId::Tax), StepState::ConfirmOnPhone);
    reports.push(confirmed(110, "second", SUCCEEDED));
    assert_eq!(state(&snapshot(&sent, &reports, 111), StepId::Tax), StepState::Submitted);
    reports.push(tax(111, TaxStatus::Pending, &[]));
    assert_eq!(state(&snapshot(&sent, &reports, 112), StepId::Tax), StepState::Review);
    reports.push(tax(112, TaxStatus::Ok, &[]));
    assert_eq!(state(&snapshot(&sent, &reports, 113), StepId::Tax), StepState::Done);
}

#[test]
fn a_report_without_a_date_applies_to_submissions_before_its_arrival() {
    let mut reports = all_reports()[..4].to_vec();
    reports.push(tax(91, TaxStatus::Nok, &[]));
    let mut sent = all_sent()[..3].to_vec();
    let answer = Answer::ConfirmationAsked { authentication_id: "second".into() };
    sent.push(sent_knowing(100, StepId::Tax, answer, &reports));
    // The provider's clock is ahead of this server's, so this arrival looks old.
    let undated = Dated { at: at(-3600), has_date: false, ..tax(0, TaxStatus::Pending, &[]) };
    reports.push(undated);
    assert_eq!(state(&snapshot(&sent, &reports, 111), StepId::Tax), StepState::Review);
}

/// A report of the folder without a date that arrives at `seconds`.
fn undated(seconds: i64, status: IdentityStatus, checks: &[IdentityCheck]) -> Dated {
    Dated { has_date: false, ..identity(seconds, status, checks) }
}

#[test]
fn an_undated_report_does_not_lower_the_folder_unless_the_check_began_again() {
    use IdentityStatus::*;
    let refused =
        [check(DiligenceKind::IdentityDocument, DiligenceState::Refused, Some(Reason::DocumentQuality))];
    let status = |sent: &[SentAt], reports: &[Dated]| fold(sent, reports).identity.status;
    let complete = identity(60, Complete, &validated());
    for late in [Initialized, Pending, Incomplete, AwaitingExpertise] {
        let reports = [complete.clone(), undated(90, late, &refused)];
        assert_eq!(fold(&[], &reports).identity, fold(&[], &reports[..1]).identity, "{late:?}");
    }
    // A more advanced status counts. The documentation has one step back: the expert wants other pictures.
    let reports = [undated(60, AwaitingExpertise, &received()), undated(90, Incomplete, &refused)];
    assert_eq!(status(&[], &reports), Some(Incomplete));
    assert_eq!(status(&[], &[reports[1].clone(), undated(95, Complete, &validated())]), Some(Complete));

    // An event in between began the check again: a demand, a correction, or another code after a rejection.
    let rejected = undated(60, Rejected, &refused);
    let again = undated(90, Pending, &received());
    let reports = [rejected.clone(), again.clone()];
    assert_eq!(status(&[], &reports), Some(Rejected));
    let demand = sent_knowing(70, StepId::Identity, Answer::Accepted, &reports[..1]);
    assert_eq!(status(&[demand], &reports), Some(Pending));
    let early = sent_knowing(70, StepId::Identity, Answer::Accepted, &[]);
    assert_eq!(status(&[early], &reports), Some(Rejected), "the demand was sent before the rejection");
    let correction = sent_knowing(70, StepId::Profile, Answer::Accepted, &reports[..1]);
    assert_eq!(status(&[sent(0, StepId::Profile, Answer::Accepted), correction], &reports), Some(Pending));
    for (digest, expected) in [("b", Pending), ("a", Rejected)] {
        let reports = [code(2, "a"), rejected.clone(), code(80, digest), again.clone()];
        assert_eq!(status(&[], &reports), Some(expected), "{digest}");
    }
}

#[test]
fn data_that_differs_from_the_document_is_requested_in_the_profile() {
    let refused = check(DOCUMENT, DiligenceState::Refused, Some(Reason::BirthDateMismatch));
    let mut reports = all_reports()[..3].to_vec();
    reports.push(identity(120, IdentityStatus::Incomplete, &[refused]));
    let asked = snapshot(&all_sent()[..1], &reports, 121);
    assert_eq!(state(&asked, StepId::Profile), StepState::ActionRequired);
    assert_eq!(reasons(&asked, StepId::Profile), [Reason::BirthDateMismatch]);
    assert_eq!(state(&asked, StepId::Identity), StepState::Submitted);
    assert!(is_open(&asked, StepId::Profile) && is_open(&asked, StepId::Declarative));

    let correction = sent_knowing(130, StepId::Profile, Answer::Accepted, &reports);
    let sent = [all_sent()[0].clone(), correction];
    let corrected = snapshot(&sent, &reports, 131);
    assert_eq!(state(&corrected, StepId::Profile), StepState::Done);
    assert_eq!(corrected.step(StepId::Identity).unwrap().expected_by, Some(at(130 + 360)));
    // It can be refused again.
    let other = check(DOCUMENT, DiligenceState::Refused, Some(Reason::LastNameMismatch));
    reports.push(identity(200, IdentityStatus::Incomplete, &[other]));
    assert_eq!(reasons(&snapshot(&sent, &reports, 201), StepId::Profile), [Reason::LastNameMismatch]);
}

#[test]
fn bad_pictures_are_requested_again_and_a_new_attempt_clears_the_request() {
    let mut checks = received();
    checks[1] = check(SELFIE, DiligenceState::Refused, Some(Reason::SelfieQuality));
    let mut reports = all_reports()[..3].to_vec();
    reports.push(identity(120, IdentityStatus::Incomplete, &checks));
    let refused = snapshot(&all_sent()[..1], &reports, 121);
    assert_eq!(state(&refused, StepId::Identity), StepState::ActionRequired);
    assert_eq!(reasons(&refused, StepId::Identity), [Reason::SelfieQuality]);
    // The refused attempt remains in the list beside the new one.
    let both = [checks[0], checks[1], check(SELFIE, DiligenceState::Received, None)];
    reports.push(identity(150, IdentityStatus::Incomplete, &both));
    assert_eq!(state(&snapshot(&all_sent()[..1], &reports, 151), StepId::Identity), StepState::Submitted);
}

#[test]
fn a_new_code_after_the_binding_requires_a_new_binding() {
    let mut reports = all_reports()[..3].to_vec();
    reports.push(code(200, "b"));
    let again = snapshot(&all_sent()[..1], &reports, 201);
    assert_eq!((again.activation.state, again.activation.issue), (ActivationState::Ready, 2));
    assert_eq!(state(&again, StepId::Device), StepState::Todo);
    // A repetition of the same report does not mean that a phone was bound.
    let mut repeated = all_reports()[2].clone();
    repeated.at = at(210);
    repeated.key = "repeated".into();
    reports.push(repeated);
    assert_eq!(snapshot(&all_sent()[..1], &reports, 211).activation.state, ActivationState::Ready);
    reports.push(identity(220, IdentityStatus::Incomplete, &received()));
    assert_eq!(snapshot(&all_sent()[..1], &reports, 221).activation.state, ActivationState::Bound);
}

#[test]
fn pictures_checked_again_after_a_correction_bind_no_phone_and_tax_is_open_without_one() {
    let mut reports = all_reports()[..3].to_vec();
    let refused = check(DOCUMENT, DiligenceState::Refused, Some(Reason::BirthDateMismatch));
    reports.push(identity(120, IdentityStatus::Incomplete, &[refused]));
    reports.push(code(122, "b")); // the wallet ended with the attempt
    let correction = sent_knowing(130, StepId::Profile, Answer::Accepted, &reports);
    let mut sent = vec![all_sent()[0].clone(), correction];
    reports.push(identity(131, IdentityStatus::Pending, &received()));
    let looking = snapshot(&sent, &reports, 132);
    assert_eq!(looking.activation.state, ActivationState::Ready, "the code is still needed");
    assert_eq!(state(&looking, StepId::Identity), StepState::Submitted);
    assert!(!is_open(&looking, StepId::Tax));

    reports.push(identity(300, IdentityStatus::Complete, &[]));
    let proven = snapshot(&sent, &reports, 301);
    assert_eq!(
        (state(&proven, StepId::Identity), state(&proven, StepId::Device)),
        (StepState::Done, StepState::Todo)
    );
    assert!(is_open(&proven, StepId::Tax), "only this step can show whether the phone is bound");
    sent.push(asked(310, StepId::Tax, "sca"));
    reports.push(confirmed(320, "sca", ConfirmationResult::Succeeded));
    assert_eq!(snapshot(&sent, &reports, 321).activation.state, ActivationState::Bound);
}

#[test]
fn a_pending_folder_without_a_code_binds_no_phone() {
    let reports = [identity(1, IdentityStatus::Pending, &[]), code(5, "a")];
    assert_eq!(snapshot(&all_sent()[..1], &reports[..1], 2).activation.state, ActivationState::WaitingCode);
    assert_eq!(snapshot(&all_sent()[..1], &reports, 6).activation.state, ActivationState::Ready);
}

#[test]
fn a_code_that_could_not_be_made_may_still_arrive() {
    let mut reports = vec![dated(2, Report::NoCode)];
    assert_eq!(snapshot(&all_sent()[..1], &reports, 3).activation.state, ActivationState::Error);
    reports.push(code(3, "a"));
    assert_eq!(snapshot(&all_sent()[..1], &reports, 4).activation.state, ActivationState::Ready);
}

#[test]
fn a_callback_proves_that_the_user_exists_after_a_lost_answer() {
    let snapshot = snapshot(&[], &[record(1, Record::Initialized)], 2);
    assert_eq!(state(&snapshot, StepId::Profile), StepState::Done);
    assert_eq!(snapshot.onboarding, OnboardingStatus::Initialized);
}

#[test]
fn a_prospect_ends_after_ninety_days_unless_it_is_validated() {
    let after = 90 * 86_400;
    let sent = &all_sent()[..1];
    let before = snapshot(sent, &all_reports(), after - 1);
    assert_eq!(before.prospect_expires_at, Some(at(after)));
    let expired = snapshot(sent, &all_reports(), after);
    assert_eq!(expired.onboarding, OnboardingStatus::Expired);
    assert!(!is_open(&expired, StepId::Declarative));
    let reports = [all_reports(), vec![record(300, Record::Validated)]].concat();
    let validated = snapshot(sent, &reports, after);
    assert_eq!(validated.onboarding, OnboardingStatus::Validated);
    assert!(validated.steps.iter().all(|step| step.state == StepState::Done));
}

#[test]
fn partners_with_a_licence_need_no_phone_for_tax_and_terms() {
    let sent = [sent(0, StepId::Profile, Answer::Accepted), sent(1, StepId::Terms, Answer::Accepted)];
    let assessed = TaxReport { status: TaxStatus::Ok, documents: Vec::new() };
    let tax = self::sent(2, StepId::Tax, Answer::Assessed(assessed));
    let progress = fold(&[sent.to_vec(), vec![tax]].concat(), &[]);
    let snapshot = view(&progress, &process(PartnerKind::Psee), at(3));
    assert_eq!(state(&snapshot, StepId::Tax), StepState::Done);
    assert_eq!(state(&snapshot, StepId::Terms), StepState::Done);
    assert_eq!(snapshot.step(StepId::Tax).unwrap().requires, [StepId::Profile]);
}

#[test]
fn polling_is_fast_only_while_something_is_in_progress() {
    assert_eq!(snapshot(&[], &[], 0).poll_after_ms, 5000);
    assert_eq!(snapshot(&all_sent()[..1], &all_reports()[..2], 3).poll_after_ms, 2000);
    let sent = &all_sent()[..2];
    let identified = [code(2, "a"), identity(240, IdentityStatus::Complete, &validated())];
    assert_eq!(snapshot(sent, &identified, 241).poll_after_ms, 5000);
    assert_eq!(snapshot(&all_sent(), &all_reports(), 241).poll_after_ms, 2000);
}
