//! What can happen next: what the customer, the server and the network do, and the time that passes.

use contract::{
    problem::{FieldError, FieldErrorCode, ProblemCode},
    read_back::ProfileResponse,
    snapshot::Snapshot,
    step::{DocumentKind, StepId},
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{Call, CallId, Effect, FieldId, Lane, Message, Timer},
};

use crate::page::{Page, activation, good_answers, named, on_record, record};

/// Something that can happen.
#[derive(Clone, Debug)]
pub(super) enum Edge {
    /// A button is pressed.
    Press(Message),
    /// A copy button is pressed, and the copy is made or refused.
    Copy(Message, bool),
    /// Every field of the form is filled in.
    Fill(StepId),
    /// The customer leaves a field that contains an error.
    Spoil(FieldId),
    /// The postcode of a French address is typed.
    Postcode,
    /// A file is chosen that can be sent, or one that cannot.
    Choose(DocumentKind, bool),
    /// The text that goes with a document is typed.
    Justify,
    /// A call is answered.
    Answer(Lane, Answer),
    /// The connection fails twice in a row.
    Poor,
    /// Enough time passes that every countdown is over.
    Later,
    Offline,
    Online,
    Hidden,
    Shown,
    /// The page goes into the back/forward cache and comes back.
    LeftAndBack,
}

/// How a call is answered.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// It succeeds: the server is at this scene.
    Scene(usize),
    /// Nothing changed.
    Unchanged,
    /// It fails.
    Fails(FailureKind),
    /// The answer is lost: the server is at this scene.
    Lost(usize),
    /// Part of a file is sent.
    Part,
    /// The code, or another text.
    Code(bool),
    /// The record, or the same record with everything locked.
    Record(bool),
    /// The draft, or that it is saved.
    Draft,
    /// This many towns.
    Towns(usize),
    /// The self-certification.
    Saved,
}

/// A draft: half of the declarative form.
const DRAFT: [(FieldId, &str); 2] = [(FieldId::EconomicActivity, "38"), (FieldId::Income, "4")];
pub(super) const TYPED_REASON: &str = "I study in Lille.";
pub(super) const POSTCODE: [(FieldId, &str); 2] = [(FieldId::Country, "FR"), (FieldId::ZipCode, "92100")];
/// Longer than any countdown on a screen, in milliseconds.
const LONG_MS: u64 = 600_000;

impl Edge {
    /// Whether the edge is a disturbance of the shortest path. A walk allows only few of them in a row.
    pub(super) fn is_disturbance(&self) -> bool {
        match self {
            Self::Answer(_, answer) => {
                matches!(answer, Answer::Fails(_) | Answer::Lost(_) | Answer::Code(false))
            }
            Self::Poor | Self::Offline | Self::Hidden | Self::LeftAndBack => true,
            _ => false,
        }
    }

    /// Whether the customer types or chooses something in a form. The form then shows its message beside the field.
    pub(super) fn is_edit(&self) -> bool {
        matches!(self, Self::Fill(_) | Self::Spoil(_) | Self::Postcode | Self::Choose(..) | Self::Justify)
    }

    /// Applies the edge to `page` and returns the effects. `snapshot` returns the snapshot of a scene, for answers that have one.
    pub(super) fn happen(&self, page: &mut Page, snapshot: impl Fn(usize) -> Snapshot) -> Vec<Effect> {
        match self {
            Self::Press(message) => page.send(message.clone()),
            Self::Copy(message, is_copied) => {
                let mut effects = page.send(message.clone());
                effects.extend(page.send(Message::CopyEnded(*is_copied)));
                effects
            }
            Self::Fill(step) => {
                let form = page.form();
                let is_open = |id: FieldId| form.field(id).is_some_and(|field| !field.is_locked);
                let answers = good_answers(*step).iter().copied();
                let answers: Vec<_> = answers.filter(|(id, _)| is_open(*id)).collect();
                edit_all(page, &answers)
            }
            Self::Spoil(field) => {
                let mut effects = page.edit(*field, "Ирина");
                effects.extend(page.send(Message::FieldFinished(*field)));
                effects
            }
            Self::Postcode => edit_all(page, &POSTCODE),
            Self::Choose(kind, is_good) => {
                let media_type = if *is_good { "image/png" } else { "text/html" };
                page.send(Message::FileChosen { kind: *kind, size: 9, media_type })
            }
            Self::Justify => page.send(Message::JustificationEdited(TYPED_REASON.into())),
            Self::Answer(lane, answer) => {
                let mut effects = ask(page, *lane);
                let id = page.call_id(*lane);
                let message = answer.message(*lane, id, page, snapshot);
                let is_part = matches!(answer, Answer::Part);
                effects.extend(if is_part { page.send(message) } else { page.answered(id, message) });
                effects
            }
            Self::Poor => {
                let mut effects = Vec::new();
                for _ in 0..2 {
                    effects.extend(ask(page, Lane::Status));
                    effects.extend(page.fail(Lane::Status, FailureKind::Unavailable));
                }
                effects
            }
            Self::Later => {
                page.now += LONG_MS;
                let timers = [Timer::Second, Timer::Draft, Timer::Poll].into_iter();
                let due: Vec<_> = timers.filter(|timer| page.timer(*timer).is_some()).collect();
                due.into_iter().flat_map(|timer| page.fire(timer)).collect()
            }
            Self::Offline => page.send(Message::WentOffline),
            Self::Online => page.send(Message::WentOnline),
            Self::Hidden => page.send(Message::PageHidden),
            Self::Shown => page.send(Message::PageShown),
            Self::LeftAndBack => {
                let mut effects = page.send(Message::PageLeft);
                effects.extend(page.send(Message::PageShown));
                effects
            }
        }
    }
}

fn edit_all(page: &mut Page, answers: &[(FieldId, &str)]) -> Vec<Effect> {
    answers.iter().flat_map(|(field, value)| page.edit(*field, value)).collect()
}

/// Makes the status call that is due.
fn ask(page: &mut Page, lane: Lane) -> Vec<Effect> {
    if lane == Lane::Status && page.call(Lane::Status).is_none() {
        page.fire(Timer::Poll)
    } else {
        Vec::new()
    }
}

impl Answer {
    fn message(&self, lane: Lane, id: CallId, page: &Page, snapshot: impl Fn(usize) -> Snapshot) -> Message {
        match self {
            Self::Scene(scene) => {
                let snapshot = Box::new(snapshot(*scene));
                match lane {
                    Lane::Status => Message::SnapshotArrived(id, Some(snapshot)),
                    Lane::Submit
                    | Lane::Demand
                    | Lane::Report
                    | Lane::Resend
                    | Lane::Alternative
                    | Lane::Upload
                    | Lane::Restart => Message::Accepted(id, snapshot),
                    Lane::Download | Lane::Reveal | Lane::Profile | Lane::Places | Lane::Draft => {
                        panic!("{lane:?} is not answered with a snapshot")
                    }
                }
            }
            Self::Unchanged => Message::SnapshotArrived(id, None),
            Self::Fails(kind) => {
                Message::CallFailed(id, xpollens_onboarding::error::Failure::new(kind.clone()))
            }
            Self::Lost(_) => {
                Message::CallFailed(id, xpollens_onboarding::error::Failure::new(FailureKind::Timeout))
            }
            Self::Part => Message::UploadProgressed(id, 40),
            Self::Code(is_code) => {
                let mut answer = activation(1);
                if !is_code {
                    answer.activation_code = "none".into();
                }
                Message::CodeRevealed(id, answer)
            }
            Self::Record(is_locked) => {
                let mut answer = on_record();
                if *is_locked {
                    let locked = FieldId::all().map(|id| id.path().to_owned()).collect();
                    answer = ProfileResponse { locked, ..answer };
                }
                Message::ProfileRead(id, Box::new(record(&answer)))
            }
            Self::Draft => {
                let is_read = matches!(page.call(Lane::Draft), Some(Call::ReadDraft(_)));
                let values = if is_read {
                    DRAFT.map(|(field, value)| (field, value.into())).into()
                } else {
                    Vec::new()
                };
                Message::DraftAnswered(id, values)
            }
            Self::Towns(count) => {
                Message::TownsArrived(id, named(&["Boulogne-Billancourt", "Boulogne"][..*count]))
            }
            Self::Saved => {
                debug_assert!(page.call(Lane::Download).is_some());
                Message::CertificateSaved(id)
            }
        }
    }
}

/// The step that is being sent.
pub(super) fn sent_step(page: &Page) -> Option<StepId> {
    match page.call(Lane::Submit)? {
        Call::SubmitStep { submission, .. } => Some(submission.step()),
        _ => None,
    }
}

/// How a call of the lane can fail: in every way, or in one way of each kind.
pub(super) fn failures(lane: Lane, is_thorough: bool) -> Vec<FailureKind> {
    use FailureKind::*;
    let mut kinds = vec![Offline, SessionExpired, Unavailable];
    if !matches!(lane, Lane::Status | Lane::Places) {
        kinds.push(Refused(ProblemCode::StepNotOpen));
    }
    if is_thorough && matches!(lane, Lane::Submit | Lane::Upload | Lane::Reveal) {
        kinds.extend([
            Timeout,
            RateLimited,
            Malformed,
            Refused(ProblemCode::InProgress),
            Refused(ProblemCode::ProviderRefused),
        ]);
        let fields = ["firstName", "income", "isUsPerson", "account", "file", "shoeSize"];
        if matches!(lane, Lane::Submit | Lane::Upload) {
            kinds.push(Fields(fields.map(|field| FieldError::new(field, FieldErrorCode::Invalid)).into()));
            kinds.push(Fields(vec![FieldError::new("shoeSize", FieldErrorCode::Invalid)]));
        }
    }
    kinds
}
