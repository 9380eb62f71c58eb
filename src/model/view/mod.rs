//! What to draw, with every decision taken: the user interface holds no rule. There is one file for each screen, as in `ui`.
#![allow(
    missing_docs,
    reason = "a field is named after what the screen shows; what a name does not say is documented"
)]

mod confirm;
mod documents;
mod form;
mod handoff;
mod mark;
mod notice;
mod options;
mod outcome;
mod problem;
mod rail;
mod report;
mod transfer;
mod waiting;
pub(super) mod words;

use contract::snapshot::Snapshot;

pub use self::{
    confirm::ConfirmView,
    documents::DocumentsView,
    form::{FieldView, FormView, GroupView},
    handoff::{CodeView, HandoffView, OPENS_WITH_CODE},
    mark::{Mark, ProgressRow},
    notice::NoticeView,
    options::OptionsView,
    outcome::{CertificateView, OutcomeView, RestartView},
    problem::ProblemView,
    rail::RailItem,
    report::ReportView,
    transfer::TransferView,
    waiting::{NewCheckView, WaitingView},
};
use super::{
    Model, Open,
    form::{Form, ReadBack},
    rules::{self, Place},
};
use crate::text::Text;

/// The whole module.
#[derive(Clone, PartialEq, Debug)]
pub struct View {
    /// The steps, in order; empty before the first answer and after the end.
    pub rail: Vec<RailItem>,
    /// "Step 2 of 6", for narrow screens; absent if the rail is empty.
    pub position: Option<Text>,
    /// How many steps are done, and how many there are.
    pub progress: (usize, usize),
    /// Shown above everything: the connection is lost or poor.
    pub banner: Option<Text>,
    pub panel: Panel,
    /// Whether the footer lets the customer report that somebody else used the code.
    pub can_report: bool,
    /// The partner's help page.
    pub help_url: Option<String>,
    /// The partner's privacy page.
    pub privacy_url: Option<String>,
}

/// The screens.
#[derive(Clone, PartialEq, Debug)]
pub enum Panel {
    /// Nothing is known yet.
    Loading,
    Form(FormView),
    /// The hand-over to the phone.
    Handoff(HandoffView),
    /// Somebody else used the code.
    Report(ReportView),
    /// The ways to prove the customer's identity.
    Options(OptionsView),
    /// A transfer to make.
    Transfer(TransferView),
    /// A document to send.
    Documents(Box<DocumentsView>),
    /// The overview of what runs elsewhere.
    Waiting(WaitingView),
    /// A confirmation on the phone.
    Confirm(ConfirmView),
    /// A problem that only the customer can solve.
    Problem(ProblemView),
    /// A final status.
    Outcome(OutcomeView),
}

impl Model {
    /// What to draw now.
    pub fn view(&self) -> View {
        let open = self.open();
        let is_over = self.problem.is_some() || self.is_final();
        let rail = open.filter(|_| !is_over).map(rail::items).unwrap_or_default();
        View {
            progress: rail::progress(&rail),
            position: rail::position(&rail),
            rail,
            banner: self.banner(),
            panel: self.panel(),
            can_report: open.is_some_and(|open| {
                !is_over && open.snapshot.activation.can_report && open.place != Place::Report
            }),
            help_url: self.config.help_url.clone(),
            privacy_url: self.config.privacy_url.clone(),
        }
    }

    fn banner(&self) -> Option<Text> {
        if self.is_offline {
            Some(Text::new("banner.offline"))
        } else if self.open().is_some() && self.polling.is_poor() {
            Some(Text::new("banner.trouble"))
        } else {
            None
        }
    }

    fn panel(&self) -> Panel {
        if let Some(failure) = &self.problem {
            return Panel::Problem(problem::problem_view(failure));
        }
        let Some(open) = self.open() else { return Panel::Loading };
        if let Some(outcome) = self.outcome_view(open) {
            return Panel::Outcome(outcome);
        }
        match open.place {
            Place::Form(_) => open.form().map_or(Panel::Loading, |form| form_panel(&open.snapshot, form)),
            Place::Report => Panel::Report(self.report_view(open, false)),
            Place::Handoff if rules::is_reported(&open.snapshot) => {
                Panel::Report(self.report_view(open, true))
            }
            Place::Handoff => Panel::Handoff(self.handoff_view(open)),
            Place::Options => Panel::Options(self.options_view(open)),
            Place::Transfer => {
                transfer::transfer_view(open).map_or_else(|| self.overview(open), Panel::Transfer)
            }
            Place::Documents(step) => {
                documents::documents_view(open, step).map_or_else(|| self.overview(open), Panel::Documents)
            }
            Place::Overview => self.overview(open),
        }
    }

    fn overview(&self, open: &Open) -> Panel {
        match self.confirm_view(open) {
            Some(confirm) => Panel::Confirm(confirm),
            None => Panel::Waiting(self.waiting_view(open)),
        }
    }

    /// The heading of the screen; `None` while it loads.
    pub fn heading(&self) -> Option<Text> {
        let is_working = self.problem.is_none() && !self.is_final();
        let form = self.open().filter(|_| is_working).and_then(Open::form);
        // A form has many texts: they are not made only to take one of them.
        if let Some(form) = form.filter(|form| instead(form).is_none()) {
            return Some(form::heading(form));
        }
        Some(match self.panel() {
            Panel::Loading => return None,
            Panel::Form(form) => form.heading,
            Panel::Documents(documents) => documents.heading,
            Panel::Waiting(waiting) => waiting.heading,
            Panel::Confirm(confirm) => confirm.heading,
            Panel::Problem(problem) => problem.heading,
            Panel::Outcome(outcome) => outcome.heading,
            Panel::Handoff(_) => Text::new("handoff.heading"),
            Panel::Report(report) if report.is_reported => Text::new("report.told_heading"),
            Panel::Report(_) => Text::new("report.heading"),
            Panel::Options(_) => Text::new("option.heading"),
            Panel::Transfer(_) => Text::new("transfer.heading"),
        })
    }
}

/// The form, or what is shown until its record is here.
fn form_panel(snapshot: &Snapshot, form: &Form) -> Panel {
    instead(form).unwrap_or_else(|| Panel::Form(form::form_view(snapshot, form)))
}

/// Shown instead of a form whose record is not loaded; `None` if the form can be shown.
fn instead(form: &Form) -> Option<Panel> {
    match &form.read_back {
        ReadBack::Reading => Some(Panel::Loading),
        ReadBack::Failed(failure) => Some(Panel::Problem(problem::unread_view(failure))),
        ReadBack::None | ReadBack::Read(_) => None,
    }
}
