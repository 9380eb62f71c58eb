//! The screen in the panel: rebuilt when another screen is shown, patched otherwise.

use web_sys::Element;

use super::{
    Context, confirm::ConfirmScreen, documents::DocumentsScreen, form::FormScreen, handoff::HandoffScreen,
    options::OptionsScreen, outcome::OutcomeScreen, problem::ProblemScreen, report::ReportScreen,
    transfer::TransferScreen, waiting::WaitingScreen,
};
use crate::{
    dom::{Node, begin},
    model::{Focus, Message, view::Panel},
    text::Text,
};

pub(super) enum Screen {
    Loading(Node),
    Form(FormScreen),
    Handoff(HandoffScreen),
    Report(ReportScreen),
    Options(OptionsScreen),
    Transfer(TransferScreen),
    Documents(Box<DocumentsScreen>),
    Waiting(WaitingScreen),
    Confirm(ConfirmScreen),
    Problem(ProblemScreen),
    Outcome(OutcomeScreen),
}

impl Screen {
    pub(super) fn build(context: &Context, panel: &Panel) -> Self {
        match panel {
            Panel::Loading => Self::Loading(loading(context)),
            Panel::Form(view) => Self::Form(FormScreen::new(context, view)),
            Panel::Handoff(view) => Self::Handoff(HandoffScreen::new(context, view)),
            Panel::Report(view) => Self::Report(ReportScreen::new(context, view)),
            Panel::Options(view) => Self::Options(OptionsScreen::new(context, view)),
            Panel::Transfer(view) => Self::Transfer(TransferScreen::new(context, view)),
            Panel::Documents(view) => Self::Documents(Box::new(DocumentsScreen::new(context, view))),
            Panel::Waiting(view) => Self::Waiting(WaitingScreen::new(context, view)),
            Panel::Confirm(view) => Self::Confirm(ConfirmScreen::new(context, view)),
            Panel::Problem(view) => Self::Problem(ProblemScreen::new(context, view)),
            Panel::Outcome(view) => Self::Outcome(OutcomeScreen::new(context, view)),
        }
    }

    /// Updates the screen to the view; `false` if the view is of another screen.
    pub(super) fn patch(&mut self, context: &Context, panel: &Panel) -> bool {
        match (self, panel) {
            (Self::Loading(_), Panel::Loading) => true,
            (Self::Form(screen), Panel::Form(view)) => screen.patch(context, view),
            (Self::Handoff(screen), Panel::Handoff(view)) => screen.patch(context, view),
            (Self::Report(screen), Panel::Report(view)) => screen.patch(context, view),
            (Self::Options(screen), Panel::Options(view)) => screen.patch(context, view),
            (Self::Transfer(screen), Panel::Transfer(view)) => screen.patch(context, view),
            (Self::Documents(screen), Panel::Documents(view)) => screen.patch(context, view),
            (Self::Waiting(screen), Panel::Waiting(view)) => screen.patch(context, view),
            (Self::Confirm(screen), Panel::Confirm(view)) => screen.patch(context, view),
            (Self::Problem(screen), Panel::Problem(view)) => screen.patch(context, view),
            (Self::Outcome(screen), Panel::Outcome(view)) => screen.patch(context, view),
            _ => false,
        }
    }

    pub(super) fn element(&self) -> &Element {
        match self {
            Self::Loading(node) => node.element(),
            Self::Form(screen) => screen.element(),
            Self::Handoff(screen) => screen.element(),
            Self::Report(screen) => screen.element(),
            Self::Options(screen) => screen.element(),
            Self::Transfer(screen) => screen.element(),
            Self::Documents(screen) => screen.element(),
            Self::Waiting(screen) => screen.element(),
            Self::Confirm(screen) => screen.element(),
            Self::Problem(screen) => screen.element(),
            Self::Outcome(screen) => screen.element(),
        }
    }

    /// Values on the page that the model does not know yet.
    pub(super) fn unread(&self) -> Vec<Message> {
        match self {
            Self::Form(screen) => screen.unread(),
            Self::Documents(screen) => screen.unread(),
            _ => Vec::new(),
        }
    }

    pub(super) fn focus(&self, focus: Focus) {
        let is_taken = match (self, focus) {
            (Self::Form(screen), Focus::Field(id)) => screen.focus_field(id),
            (Self::Form(screen), Focus::Errors) => screen.focus_errors(),
            (Self::Form(screen), Focus::Notice) => screen.focus_notice(),
            (Self::Confirm(screen), Focus::Notice) => screen.focus_notice(),
            (Self::Waiting(screen), Focus::Notice) => screen.focus_notice(),
            (Self::Report(screen), Focus::Notice) => screen.focus_notice(),
            (Self::Options(screen), Focus::Notice) => screen.focus_notice(),
            (Self::Outcome(screen), Focus::Notice) => screen.focus_notice(),
            (Self::Documents(screen), focus) => screen.focus(focus),
            (Self::Handoff(screen), Focus::Code) => screen.focus_code(),
            _ => false,
        };
        if !is_taken {
            self.focus_heading();
        }
    }

    fn focus_heading(&self) {
        let heading = self.element().query_selector("#heading").ok().flatten();
        if let Some(heading) = heading {
            begin(&heading);
        }
    }
}

/// Placeholder shapes for the form; the text is for screen readers.
fn loading(context: &Context) -> Node {
    let bar = |name: &str| Node::new("div").class(name);
    Node::new("div[class=screen loading][aria-busy=true]")
        .child(context.heading(&Text::new("loading.heading")))
        .child(bar("bone short"))
        .child(bar("bone"))
        .child(bar("bone"))
        .child(bar("bone button-bone"))
}
