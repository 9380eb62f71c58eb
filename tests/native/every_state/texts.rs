//! Every text of a view, with its role. Written without `..`: a view that gets a new text does not compile until the text is
//! here. Texts that the screens contain themselves are listed where a customer hears them first.

use xpollens_onboarding::{
    model::view::{
        CertificateView, CodeView, ConfirmView, DocumentsView, FieldView, FormView, GroupView, HandoffView,
        NewCheckView, NoticeView, OptionsView, OutcomeView, Panel, ProblemView, ProgressRow, RailItem,
        ReportView, RestartView, TransferView, View, WaitingView,
    },
    text::Text,
};

/// What a text is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// Names the screen and takes the focus.
    Heading,
    /// The sentence under the heading, or what replaces it.
    Intro,
    /// Why the customer is asked again.
    Reason,
    /// What went wrong with a call.
    Notice,
    /// What is wrong with a field or a file.
    Error,
    /// The connection.
    Banner,
    /// How a copy ended, how much is sent.
    Note,
    /// A check, a document or an option, and where it stands.
    Row,
    /// Names a field or a group of fields.
    Label,
    /// Helps with a field, or belongs to something else.
    Hint,
    /// What a button says.
    Button,
    /// The steps.
    Rail,
}

type Say<'a> = &'a mut dyn FnMut(Role, &Text);

/// Calls `say` with every text of the view.
pub(super) fn each(view: &View, say: Say<'_>) {
    let View { rail, position, progress: _, banner, panel, can_report, help_url: _, privacy_url: _ } = view;
    if *can_report {
        say(Role::Button, &Text::new("footer.not_me"));
    }
    for RailItem { step: _, label, mark: _, state, is_current: _, can_open: _ } in rail {
        say(Role::Rail, label);
        say(Role::Rail, state);
    }
    all(position, Role::Rail, say);
    all(banner, Role::Banner, say);
    say(Role::Heading, &heading(panel));
    match panel {
        Panel::Loading => {}
        Panel::Form(form) => form_texts(form, say),
        Panel::Handoff(handoff) => handoff_texts(handoff, say),
        Panel::Report(ReportView { is_reported, is_sending: _, notice, help_url: _, next }) => {
            say(Role::Intro, &Text::new(if *is_reported { "report.told_intro" } else { "report.intro" }));
            notice_texts(notice, say);
            all(next, Role::Button, say);
        }
        Panel::Options(OptionsView { rows, is_sending: _, notice }) => {
            say(Role::Intro, &Text::new("option.intro"));
            row_texts(rows, say);
            notice_texts(notice, say);
        }
        Panel::Transfer(TransferView { payment: _, reasons, intro, limits, copy_note }) => {
            say(Role::Intro, intro);
            all(reasons, Role::Reason, say);
            say(Role::Hint, limits);
            all(copy_note, Role::Note, say);
        }
        Panel::Documents(documents) => documents_texts(documents, say),
        Panel::Waiting(waiting) => waiting_texts(waiting, say),
        Panel::Confirm(ConfirmView {
            heading: _,
            intro,
            countdown: _,
            is_resending: _,
            notice,
            can_change_answers: _,
            next,
        }) => {
            say(Role::Intro, intro);
            notice_texts(notice, say);
            all(next, Role::Button, say);
        }
        Panel::Problem(ProblemView { heading: _, notice, can_go_back: _ }) => {
            notice_texts([notice], say);
        }
        Panel::Outcome(OutcomeView { status: _, heading: _, intro, restart, done_url: _, certificate }) => {
            say(Role::Intro, intro);
            if let Some(RestartView { is_sending: _, notice }) = restart {
                notice_texts(notice, say);
            }
            if let Some(CertificateView { is_loading: _, notice }) = certificate {
                notice_texts(notice, say);
            }
        }
    }
}

/// What names the screen.
pub(super) fn heading(panel: &Panel) -> Text {
    match panel {
        Panel::Loading => Text::new("loading.heading"),
        Panel::Form(form) => form.heading.clone(),
        Panel::Handoff(_) => Text::new("handoff.heading"),
        Panel::Report(report) if report.is_reported => Text::new("report.told_heading"),
        Panel::Report(_) => Text::new("report.heading"),
        Panel::Options(_) => Text::new("option.heading"),
        Panel::Transfer(_) => Text::new("transfer.heading"),
        Panel::Documents(documents) => documents.heading.clone(),
        Panel::Waiting(waiting) => waiting.heading.clone(),
        Panel::Confirm(confirm) => confirm.heading.clone(),
        Panel::Problem(problem) => problem.heading.clone(),
        Panel::Outcome(outcome) => outcome.heading.clone(),
    }
}

fn all<'a>(texts: impl IntoIterator<Item = &'a Text>, role: Role, say: Say<'_>) {
    for text in texts {
        say(role, text);
    }
}

fn notice_texts<'a>(notices: impl IntoIterator<Item = &'a NoticeView>, say: Say<'_>) {
    for NoticeView { text, reference } in notices {
        say(Role::Notice, text);
        all(reference, Role::Hint, say);
    }
}

fn row_texts<'a>(rows: impl IntoIterator<Item = &'a ProgressRow>, say: Say<'_>) {
    for ProgressRow { label, mark: _, state, detail } in rows {
        say(Role::Row, label);
        say(Role::Row, state);
        all(detail, Role::Row, say);
    }
}

fn form_texts(form: &FormView, say: Say<'_>) {
    let FormView {
        step: _,
        heading: _,
        position,
        intro,
        is_review: _,
        reasons,
        groups,
        notice,
        is_sending: _,
        submit_label,
        can_submit: _,
        errors,
        can_go_back: _,
        can_add_residence: _,
        can_remove_residence: _,
    } = form;
    all(position, Role::Label, say);
    all(intro, Role::Intro, say);
    all(reasons, Role::Reason, say);
    all(errors.iter().filter_map(|(_, error)| error.as_ref()), Role::Error, say);
    for GroupView { legend, fields, can_change: _ } in groups {
        all(legend, Role::Label, say);
        for field in fields {
            let FieldView {
                spec: _,
                label,
                hint,
                document_url: _,
                value: _,
                is_locked: _,
                is_told: _,
                correction: _,
                same,
                suggestions: _,
                error,
                wrong_part: _,
                is_optional: _,
                is_shown: _,
            } = field;
            say(Role::Label, label);
            all(hint, Role::Hint, say);
            all(same, Role::Button, say);
            all(error, Role::Error, say);
        }
    }
    notice_texts(notice, say);
    say(Role::Button, submit_label);
}

fn handoff_texts(handoff: &HandoffView, say: Say<'_>) {
    let HandoffView { code, here: _, app_store_url: _, play_store_url: _, can_change_proof: _, meanwhile } =
        handoff;
    match code {
        CodeView::Preparing => say(Role::Intro, &Text::new("handoff.preparing")),
        CodeView::Delayed => say(Role::Intro, &Text::new("handoff.delayed")),
        CodeView::Hidden => say(Role::Intro, &Text::new("handoff.hidden")),
        CodeView::Shown { code: _, seconds_left: _, seconds_total: _, copy_note } => {
            say(Role::Intro, &Text::new("handoff.step1"));
            all(copy_note, Role::Note, say);
        }
        CodeView::Failed(notice) => notice_texts([notice], say),
    }
    all(meanwhile, Role::Button, say);
}

fn documents_texts(documents: &DocumentsView, say: Say<'_>) {
    let DocumentsView {
        kind: _,
        heading: _,
        intro,
        reasons,
        justification: _,
        justification_error,
        file_hint,
        has_file: _,
        file_error,
        progress,
        notice,
        submit_label,
        can_change_answers: _,
        others,
    } = documents;
    say(Role::Intro, intro);
    all(reasons, Role::Reason, say);
    all(justification_error, Role::Error, say);
    say(Role::Hint, file_hint);
    all(file_error, Role::Error, say);
    all(progress.iter().map(|(_, words)| words), Role::Note, say);
    notice_texts(notice, say);
    say(Role::Button, submit_label);
    row_texts(others.iter().map(|(row, _)| row), say);
}

fn waiting_texts(waiting: &WaitingView, say: Say<'_>) {
    let WaitingView {
        heading: _,
        intro,
        rows,
        details,
        new_check,
        kept,
        can_close: _,
        can_change_proof: _,
        next,
    } = waiting;
    say(Role::Intro, intro);
    row_texts(rows, say);
    all(details, Role::Button, say);
    if let Some(NewCheckView { is_sending: _, resend: _, notice }) = new_check {
        notice_texts(notice, say);
    }
    all(kept, Role::Hint, say);
    all(next, Role::Button, say);
}
