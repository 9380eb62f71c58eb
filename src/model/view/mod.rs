//! What to draw, with every decision taken: the user interface holds no rule.

mod build;
mod document;
mod form;
mod proof;
mod record;
mod waiting;
pub(super) mod words;

pub use self::words::narrowed;

use std::rc::Rc;

use contract::{snapshot::OnboardingStatus, step::StepId};

pub use self::{
    document::DocumentsView,
    proof::{OptionsView, TransferView},
};
use super::{
    code::Code,
    field::{FieldId, FieldSpec, Typed},
};
use crate::text::Text;

/// The whole module.
#[derive(Clone, PartialEq, Debug)]
pub struct View {
    /// The steps, in order; empty while nothing is known and once all is over.
    pub rail: Vec<RailItem>,
    /// "Step 2 of 6", for narrow screens; absent with an empty rail.
    pub position: Option<Text>,
    /// How many of the steps are done, of how many.
    pub progress: (usize, usize),
    /// Shown above everything: the connection is away.
    pub banner: Option<Text>,
    /// The screen.
    pub panel: Panel,
    /// Whether the customer can say, in the footer, that somebody else used the code.
    pub can_report: bool,
    /// Where the customer gets help.
    pub help_url: Option<String>,
    /// Who handles the data, and how.
    pub privacy_url: Option<String>,
}

/// One step of the rail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RailItem {
    /// Which step.
    pub step: StepId,
    /// Its name.
    pub label: Text,
    /// How it is marked.
    pub mark: Mark,
    /// The mark in words.
    pub state: Text,
    /// Whether it is the one on the screen.
    pub is_current: bool,
    /// Whether a press leads somewhere.
    pub can_open: bool,
}

/// The mark of a step or a check. A word always goes with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    /// Finished.
    Done,
    /// To be done, not yet or not here.
    Todo,
    /// Runs by itself.
    Running,
    /// Waits for the customer.
    NeedsYou,
    /// Finished badly.
    Failed,
    /// Not known to this version.
    Neutral,
}

/// The screens.
#[derive(Clone, PartialEq, Debug)]
pub enum Panel {
    /// Nothing is known yet.
    Loading,
    /// A form.
    Form(FormView),
    /// The hand-over to the phone.
    Handoff(HandoffView),
    /// Somebody else used the code.
    Report(ReportView),
    /// The ways to prove who the customer is.
    Options(OptionsView),
    /// A transfer to make.
    Transfer(TransferView),
    /// A document to send.
    Documents(Box<DocumentsView>),
    /// The wait.
    Waiting(WaitingView),
    /// A confirmation on the phone.
    Confirm(ConfirmView),
    /// Nothing can go on until the customer acts.
    Problem(ProblemView),
    /// The end.
    Outcome(OutcomeView),
}

/// A form.
#[derive(Clone, PartialEq, Debug)]
pub struct FormView {
    /// Which step it is of.
    pub step: StepId,
    /// Heading.
    pub heading: Text,
    /// Sentence under the heading.
    pub intro: Text,
    /// Why the customer is asked again; empty at the first time.
    pub reasons: Vec<Text>,
    /// Fields in groups.
    pub groups: Vec<GroupView>,
    /// What made the last sending fail, and what to do.
    pub notice: Option<NoticeView>,
    /// Whether it is on its way: nothing can be changed meanwhile.
    pub is_sending: bool,
    /// What the button says.
    pub submit_label: Text,
    /// Whether there is anything to send: not where all that is on record is locked.
    pub can_submit: bool,
    /// Whether there is something to go back to: narrow screens have no room for the steps.
    pub can_go_back: bool,
    /// Whether one more residence can be added; absent where the form has none.
    pub can_add_residence: Option<bool>,
    /// Whether the last residence can be taken away.
    pub can_remove_residence: bool,
}

/// A group of fields under one legend.
#[derive(Clone, PartialEq, Debug)]
pub struct GroupView {
    /// The legend; absent where the heading of the form says enough.
    pub legend: Option<Text>,
    /// The fields.
    pub fields: Vec<FieldView>,
}

/// A field.
#[derive(Clone, PartialEq, Debug)]
pub struct FieldView {
    /// What the browser needs to know of it.
    pub spec: FieldSpec,
    /// Label.
    pub label: Text,
    /// Hint under the label.
    pub hint: Option<Text>,
    /// A document to read before answering: its address.
    pub document_url: Option<String>,
    /// What was typed, or is on record.
    pub value: Typed,
    /// Whether it cannot be changed (any more); the hint says so.
    pub is_locked: bool,
    /// What the customer had entered and what the provider made of it.
    pub correction: Option<(Typed, Typed)>,
    /// What to choose from while typing; absent where nothing is ever offered.
    pub suggestions: Option<Vec<Typed>>,
    /// What is wrong with it, and what to do.
    pub error: Option<Text>,
    /// Whether it may stay empty now.
    pub is_optional: bool,
    /// Whether it is on the screen now.
    pub is_shown: bool,
}

/// What went wrong, what was kept, what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeView {
    /// What happened and what to do.
    pub text: Text,
    /// The reference for support.
    pub reference: Option<Text>,
}

/// The hand-over to the phone.
#[derive(Clone, PartialEq, Debug)]
pub struct HandoffView {
    /// The code, or why it is not there.
    pub code: CodeView,
    /// What goes with the button that opens the app, where the page is on a phone or a tablet: a key of the texts.
    pub here: Option<&'static str>,
    /// Page of the app in Apple's store.
    pub app_store_url: Option<String>,
    /// Page of the app in Google's store.
    pub play_store_url: Option<String>,
    /// Whether the customer may refuse the scan of the face.
    pub can_change_proof: bool,
    /// What can be done here meanwhile.
    pub meanwhile: Option<Text>,
}

/// The code of the hand-over.
#[derive(Clone, PartialEq, Debug)]
pub enum CodeView {
    /// It is being made or fetched.
    Preparing,
    /// It could not be made so far; another may come.
    Delayed,
    /// It was shown; a press shows it again.
    Hidden,
    /// It is on the screen.
    Shown {
        /// The code.
        code: Rc<Code>,
        /// Seconds it stays.
        seconds_left: u32,
        /// Seconds it was to stay.
        seconds_total: u32,
        /// How a copy of it ended.
        copy_note: Option<Text>,
    },
    /// It could not be fetched; a press tries again.
    Failed(NoticeView),
}

/// Somebody else used the code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportView {
    /// Whether the backend was told; else the customer is asked.
    pub is_told: bool,
    /// Whether it is on its way.
    pub is_sending: bool,
    /// What made the last try fail.
    pub notice: Option<NoticeView>,
    /// Where the customer gets help.
    pub help_url: Option<String>,
    /// What the customer can do meanwhile.
    pub next: Option<Text>,
}

/// The wait.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingView {
    /// Heading.
    pub heading: Text,
    /// What is going on, and how long it takes.
    pub intro: Text,
    /// What is being done.
    pub rows: Vec<ProgressRow>,
    /// The way to the details on record, which tells whether some were put right: the rail has no room on narrow
    /// screens.
    pub details: Option<Text>,
    /// A new identity check that can be asked for.
    pub new_check: Option<NewCheckView>,
    /// Whether something goes on that the app tells the end of, so that the page can be closed meanwhile.
    pub can_close: bool,
    /// Until when the customer's place is kept.
    pub kept: Option<Text>,
    /// Whether the customer may refuse the scan of the face.
    pub can_change_proof: bool,
    /// What the customer can do meanwhile.
    pub next: Option<Text>,
}

/// A new identity check that can be asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCheckView {
    /// Whether it is being asked for.
    pub is_sending: bool,
    /// Whether a confirmation is being sent again; absent where none lapsed.
    pub resend: Option<bool>,
    /// What made the last try of either fail.
    pub notice: Option<NoticeView>,
}

/// One thing being done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProgressRow {
    /// What it is.
    pub label: Text,
    /// How it is marked.
    pub mark: Mark,
    /// The mark in words.
    pub state: Text,
    /// Why it was refused, or how long it takes.
    pub detail: Option<Text>,
}

/// A confirmation on the phone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfirmView {
    /// What is to be confirmed.
    pub heading: Text,
    /// What to do.
    pub intro: Text,
    /// Seconds left and seconds in all; absent once it lapsed.
    pub countdown: Option<(u32, u32)>,
    /// Whether it is being sent again.
    pub is_resending: bool,
    /// What made the last try to send it again fail.
    pub notice: Option<NoticeView>,
    /// Whether other tax answers can be given.
    pub can_answer_anew: bool,
    /// What the customer can do meanwhile.
    pub next: Option<Text>,
}

/// Nothing can go on until the customer acts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProblemView {
    /// What happened.
    pub heading: Text,
    /// What was kept and what to do.
    pub notice: NoticeView,
    /// Whether the customer can leave it for the overview.
    pub can_go_back: bool,
}

/// The end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutcomeView {
    /// Which end.
    pub status: OnboardingStatus,
    /// Heading.
    pub heading: Text,
    /// What comes next.
    pub intro: Text,
    /// A new start that can be made.
    pub restart: Option<RestartView>,
    /// The tax self-certification, where there is one to download.
    pub certificate: Option<CertificateView>,
}

/// A new start that can be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RestartView {
    /// Whether it is being made.
    pub is_sending: bool,
    /// What made the last try fail.
    pub notice: Option<NoticeView>,
}

/// The tax self-certification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CertificateView {
    /// Whether it is on its way.
    pub is_loading: bool,
    /// What made the last try to fetch it fail.
    pub notice: Option<NoticeView>,
}

impl FormView {
    /// Each field with its id.
    pub fn fields(&self) -> impl Iterator<Item = &FieldView> {
        self.groups.iter().flat_map(|group| &group.fields)
    }

    /// The field of that id, if the form has it.
    pub fn field(&self, id: FieldId) -> Option<&FieldView> {
        self.fields().find(|field| field.spec.id == id)
    }
}
