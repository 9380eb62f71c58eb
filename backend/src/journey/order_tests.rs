//! Reads whole journeys of callbacks in every order of arrival and with duplicates. They always end in the same state.

use contract::{
    reason::Reason,
    snapshot::{ProofState, Snapshot},
    step::{DocumentKind, StepId, StepState},
    time::Timestamp,
};
use serde_json::{Value, json};

use super::{
    fact::{Answer, Dated, Horizon, IdentityStatus, Report, Sent, SentAt, sort},
    progress::progress,
    view::{PartnerKind, Process, view},
};
use crate::{
    callback::{
        delivery::{Delivery, Frame},
        report,
    },
    generation::{Generation, Workflow},
    proof_settings::ProofSettings,
};

const START: i64 = 1_795_424_400_000; // 2026-11-23T09:00:00Z
const USER: &str = "a1b2c3d4e";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(START + seconds * 1000)
}

/// The submissions and callbacks of a journey, and its end.
struct Journey {
    name: &'static str,
    process: Process,
    sent: Vec<SentAt>,
    callbacks: Vec<Dated>,
    ends: fn(&Snapshot),
}

fn process(generation: Generation, workflow: Workflow) -> Process {
    use StepId::{Declarative, Device, Identity, Profile, Proof, Tax, Terms};
    Process {
        steps: vec![Profile, Device, Identity, Proof, Declarative, Tax, Terms],
        generation,
        partner_kind: PartnerKind::Agent,
        terms: None,
        workflow,
        proof: ProofSettings::default(),
        upload_max_bytes: 5_000_000,
    }
}

fn sent(seconds: i64, step: StepId, answer: Answer) -> SentAt {
    let sent = Sent {
        step,
        document: None,
        is_repeat: false,
        answer,
        horizon: Horizon::default(),
        terms_version: None,
        changed: None,
    };
    SentAt { at: at(seconds), sent }
}

/// A callback dated `seconds` after the start.
fn dated(seconds: i64, mut body: Value) -> Dated {
    body["appUserId"] = json!(USER);
    let date = format!("23/11/2026 09:{:02}:{:02} +00:00", seconds / 60, seconds % 60);
    let header = |name: &str| match name {
        "Webhook-Processdate" => Some(date.clone()),
        "Webhook-Id" => Some(format!("{seconds}")),
        _ => None,
    };
    let delivery = Delivery { frame: Frame::new(None, header), body: body.to_string().into_bytes() };
    let envelope = delivery.read(at(seconds + 1)).remove(0).envelope;
    report::read(&envelope).unwrap()
}

fn folder(status: &str, listed: &[(&str, &str)]) -> Value {
    let listed: Vec<Value> =
        listed.iter().map(|(kind, status)| json!({ "diligenceType": kind, "status": status })).collect();
    json!({ "type": "4", "status": status, "diligences": listed })
}

fn transfer(status: &str, reason: &str) -> Value {
    json!({ "type": "31", "status": status, "diligenceType": "SCTIN", "reason": reason, "amount": 100 })
}

fn tax(status: &str, documents: &[(&str, &str)]) -> Value {
    let diligences: Vec<Value> =
        documents.iter().map(|(files, status)| json!({ "files": files, "status": status })).collect();
    json!({ "type": "44", "fatcaEaiStatus": status, "diligences": diligences })
}

fn state(snapshot: &Snapshot, step: StepId) -> StepState {
    snapshot.step(step).unwrap().state
}

const OTHER_PAYER: &str = "The beneficiary's name is different from the transmitter's name";

/// The first transfer is refused and returned, the second one accepted.
fn second_transfer() -> Journey {
    Journey {
        name: "the second transfer is accepted",
        process: process(Generation::Legacy, Workflow::Identity),
        sent: vec![sent(0, StepId::Profile, Answer::Accepted), sent(10, StepId::Proof, Answer::Accepted)],
        callbacks: vec![
            dated(2, json!({ "type": "35", "ActivationCode": "d14c2ab90f6e4f0c8a7b6c5d4e3f2a1b" })),
            dated(60, folder("Incomplete", &[("ID_CARD", "Validated")])),
            dated(70, transfer("To_Review_Manually", "")),
            dated(80, transfer("Refused", OTHER_PAYER)),
            dated(81, json!({ "type": "16", "id": 1, "status": 2 })),
            dated(90, transfer("To_Review_Manually", "")),
            dated(100, transfer("Validated", "")),
        ],
        ends: |snapshot| assert_eq!(state(snapshot, StepId::Proof), StepState::Done),
    }
}

fn money_returned() -> Journey {
    Journey {
        name: "the money comes back",
        callbacks: vec![
            dated(2, json!({ "type": "35", "ActivationCode": "d14c2ab90f6e4f0c8a7b6c5d4e3f2a1b" })),
            dated(3, json!({ "type": "45", "accountId": "6a1f", "accountStatus": "Initialized" })),
            dated(60, folder("Incomplete", &[("ID_CARD", "Validated")])),
            dated(70, transfer("To_Review_Manually", "")),
            dated(80, transfer("Refused", OTHER_PAYER)),
            dated(81, json!({ "type": "38", "id": "1", "status": "2" })),
            // The folder repeats it without a reason.
            dated(82, folder("Incomplete", &[("ID_CARD", "Validated"), ("SCTIN", "Refused")])),
        ],
        ends: |snapshot| {
            let step = snapshot.step(StepId::Proof).unwrap();
            assert_eq!(step.state, StepState::ActionRequired);
            assert_eq!(step.reasons, [Reason::OtherPayer, Reason::MoneyReturned]);
        },
        ..second_transfer()
    }
}

/// Both documents are sent. One of them is refused, sent again and accepted.
fn documents() -> Journey {
    let asked = Answer::ConfirmationAsked { authentication_id: "tax".into() };
    let answered = json!({ "Header": { "AuthenticationId": "tax", "Status": "Succeeded" } });
    let callbacks = vec![
        dated(90, answered),
        dated(91, tax("NOK", &[("FATCA_W9", "Awaiting"), ("FATCA-OTHER", "Awaiting")])),
        dated(100, tax("Pending", &[("FATCA_W9", "Received"), ("FATCA-OTHER", "Awaiting")])),
        dated(110, tax("Pending", &[("FATCA_W9", "Received"), ("FATCA-OTHER", "Received")])),
        dated(120, tax("NOK", &[("FATCA_W9", "Validated"), ("FATCA-OTHER", "Refused")])),
        dated(130, tax("Pending", &[("FATCA_W9", "Validated"), ("FATCA-OTHER", "To_Review_Manually")])),
        dated(140, tax("OK", &[("FATCA_W9", "Validated"), ("FATCA-OTHER", "Validated")])),
    ];
    Journey {
        name: "documents are accepted at last",
        process: process(Generation::Legacy, Workflow::Identity),
        sent: vec![sent(0, StepId::Profile, Answer::Accepted), sent(80, StepId::Tax, asked)],
        callbacks,
        ends: |snapshot| {
            assert_eq!(state(snapshot, StepId::Tax), StepState::Done);
            assert!(snapshot.has_self_certification);
        },
    }
}

/// A document was sent again after its refusal, and no callback about it has arrived yet.
fn document_sent_again() -> Journey {
    let mut journey = documents();
    journey.name = "a refused document is sent again";
    journey.callbacks.truncate(5);
    let mut again = sent(125, StepId::Tax, Answer::Accepted);
    again.sent.document = Some(DocumentKind::Other);
    again.sent.horizon = Horizon::of(&journey.callbacks);
    journey.sent.push(again);
    journey.ends = |snapshot| assert_eq!(state(snapshot, StepId::Tax), StepState::Review);
    journey
}

/// The current generation, with a change to the workflow without the scan, until the opening.
fn change_of_workflow() -> Journey {
    let second = |status: &str, expected: &[&str], received: &[(&str, &str)]| {
        let mut body = folder(status, received);
        body["receivedDiligences"] = body["diligences"].take();
        let expected: Vec<Value> = expected
            .iter()
            .map(|kind| json!({ "type": "Complementary", "possibleDiligenceSubTypes": [kind] }))
            .collect();
        body["expectedDiligences"] = json!(expected);
        body
    };
    Journey {
        name: "the workflow is changed",
        process: process(Generation::Current, Workflow::ElectronicSign),
        sent: vec![sent(0, StepId::Profile, Answer::Accepted), sent(30, StepId::Proof, Answer::Accepted)],
        callbacks: vec![
            dated(2, json!({ "type": "35", "ActivationCode": "d14c2ab90f6e4f0c8a7b6c5d4e3f2a1b" })),
            dated(3, second("Pending", &["ID_CARD", "SELFIE", "ESIGN"], &[])),
            dated(31, second("Pending", &["ID_CARD", "SCTIN"], &[])),
            dated(60, second("Incomplete", &["SCTIN"], &[("ID_CARD", "Validated")])),
            dated(70, transfer("To_Review_Manually", "")),
            dated(80, transfer("Validated", "")),
            dated(81, second("Complete", &[], &[("ID_CARD", "Validated"), ("SCTIN", "Validated")])),
        ],
        ends: |snapshot| {
            assert_eq!(state(snapshot, StepId::Identity), StepState::Done);
            assert_eq!(state(snapshot, StepId::Proof), StepState::Done);
            assert_eq!(state(snapshot, StepId::Terms), StepState::Todo, "there was no signature");
            let states: Vec<ProofState> = snapshot.options.iter().map(|option| option.state).collect();
            assert_eq!(states, [ProofState::Closed, ProofState::Chosen]);
        },
    }
}

fn journeys() -> Vec<Journey> {
    vec![second_transfer(), money_returned(), documents(), document_sent_again(), change_of_workflow()]
}

impl Journey {
    /// The snapshot after `arrived`. Each callback arrives at the time of its position, which is also its date if it
    /// has none.
    fn after(&self, arrived: &[Dated]) -> Snapshot {
        let mut reports = arrived.to_vec();
        for (place, dated) in reports.iter_mut().enumerate() {
            dated.received_at = at(1000 + i64::try_from(place).unwrap());
            if !dated.has_date {
                dated.at = dated.received_at;
            }
        }
        sort(&mut reports);
        view(&progress(&self.sent, &reports, &[], self.process.generation), &self.process, at(2000))
    }
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
fn journeys_have_the_same_end_in_every_order_of_arrival() {
    for journey in journeys() {
        let expected = journey.after(&journey.callbacks);
        (journey.ends)(&expected);
        let mut callbacks = journey.callbacks.clone();
        let count = callbacks.len();
        each_order(&mut callbacks, count, &mut |order| {
            assert_eq!(journey.after(order), expected, "{}", journey.name);
        });
    }
}

#[test]
fn callbacks_of_the_same_second_are_not_ordered_by_arrival() {
    for journey in journeys() {
        let mut callbacks = journey.callbacks.clone();
        callbacks.iter_mut().for_each(|dated| dated.at = at(60));
        let expected = journey.after(&callbacks);
        let count = callbacks.len();
        each_order(&mut callbacks, count, &mut |order| {
            assert_eq!(journey.after(order), expected, "{}", journey.name);
        });
    }
}

/// Pseudo-random numbers that are the same in every run (Knuth, MMIX).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

fn folder_status(dated: &Dated) -> Option<IdentityStatus> {
    match &dated.report {
        Report::Identity(report) => report.status,
        _ => None,
    }
}

impl Random {
    /// Removes the dates of some reports of the folder. Reports of the most advanced status keep theirs, because only
    /// the date tells which of them is the newest.
    fn lose_dates(&mut self, arrived: &mut [Dated]) {
        let furthest = arrived.iter().filter_map(folder_status).max();
        for dated in arrived.iter_mut().filter(|dated| folder_status(dated).is_some()) {
            if folder_status(dated) < furthest && self.below(2) == 0 {
                dated.has_date = false;
            }
        }
    }
}

#[test]
fn a_late_undated_callback_never_lowers_the_status_of_the_folder() {
    let mut random = Random(48);
    for journey in journeys() {
        let expected = journey.after(&journey.callbacks);
        let mut callbacks = journey.callbacks.clone();
        let count = callbacks.len();
        each_order(&mut callbacks, count, &mut |order| {
            let mut arrived = order.to_vec();
            random.lose_dates(&mut arrived);
            assert_eq!(journey.after(&arrived), expected, "{}", journey.name);
        });
    }
}

#[test]
fn duplicates_in_any_order_give_the_same_state() {
    let mut random = Random(20_261_123);
    let journeys = journeys();
    for round in 0..4000 {
        let journey = &journeys[round % journeys.len()];
        // A journey that was interrupted: the state depends on the known facts, not on how often they were reported.
        let known = journey.callbacks.get(..=random.below(journey.callbacks.len())).unwrap();
        let mut arrived = known.to_vec();
        for _ in 0..random.below(12) {
            arrived.push(known[random.below(known.len())].clone());
        }
        for index in (1..arrived.len()).rev() {
            arrived.swap(index, random.below(index + 1));
        }
        random.lose_dates(&mut arrived);
        assert_eq!(journey.after(&arrived), journey.after(known), "{}, round {round}", journey.name);
    }
}
