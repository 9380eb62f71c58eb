//! The name of the state that a customer is in: the screen, then what is special about it. The table of states has one row a
//! name. Views that differ only in words (which reason, which check) are one state.

use contract::{snapshot::OnboardingStatus, step::StepId};
use xpollens_onboarding::{
    model::view::{CodeView, ConfirmView, DocumentsView, FormView, OutcomeView, Panel, View, WaitingView},
    text::Text,
};

/// The states of the connection: shown above whatever screen there is.
pub(super) fn of_banner(view: &View) -> Option<String> {
    let key = &view.banner.as_ref()?.key;
    Some(format!("connection: {}", if key == "banner.offline" { "away" } else { "poor" }))
}

/// `screen: what is special`.
pub(super) fn of(panel: &Panel) -> String {
    match panel {
        Panel::Loading => "loading".into(),
        Panel::Form(form) => of_form(form),
        Panel::Handoff(handoff) => match &handoff.code {
            CodeView::Preparing => "phone: the code is being made".into(),
            CodeView::Delayed => "phone: the code could not be made yet".into(),
            CodeView::Hidden => "phone: the code is hidden".into(),
            CodeView::Failed(_) => "phone: the code did not come".into(),
            CodeView::Shown { copy_note, .. } => with("phone: the code is shown", copy(copy_note.as_ref())),
        },
        Panel::Report(report) if report.is_reported => "phone: somebody else used the code".into(),
        Panel::Report(report) => {
            with("did somebody else use the code?", sending(report.is_sending, report.notice.is_some()))
        }
        Panel::Options(options) => {
            with("ways to prove it", sending(options.is_sending, options.notice.is_some()))
        }
        Panel::Transfer(transfer) => {
            let base = if transfer.reasons.is_empty() { "transfer" } else { "transfer, asked again" };
            with(base, copy(transfer.copy_note.as_ref()))
        }
        Panel::Documents(documents) => of_documents(documents),
        Panel::Waiting(waiting) => of_waiting(waiting),
        Panel::Confirm(confirm) => of_confirm(confirm),
        Panel::Problem(problem) => match &*problem.heading.key {
            "problem.session" => "problem: the session ended".into(),
            "record.unread" => "problem: the details could not be read".into(),
            _ => "problem: no first answer".into(),
        },
        Panel::Outcome(outcome) => of_outcome(outcome),
    }
}

fn with(base: &str, special: &str) -> String {
    if special.is_empty() { base.into() } else { format!("{base}, {special}") }
}

fn sending(is_sending: bool, is_failed: bool) -> &'static str {
    match (is_sending, is_failed) {
        (true, _) => "being sent",
        (false, true) => "not sent",
        (false, false) => "",
    }
}

fn copy(note: Option<&Text>) -> &'static str {
    match note {
        Some(note) if note.key.ends_with("not_copied") => "not copied",
        Some(_) => "copied",
        None => "",
    }
}

fn of_form(form: &FormView) -> String {
    let intro = form.intro.as_ref().map_or("", |intro| &*intro.key);
    let base = match (form.step, &*form.heading.key, intro) {
        (_, _, "record.locked_intro") => "details, all locked",
        (_, "record.correct", _) => "details to correct",
        (_, _, "record.intro") => "details on record",
        (_, "group.identity", _) => "details: name",
        (_, "group.birth", _) => "details: birth",
        (_, "group.contact", _) => "details: contact",
        (_, "group.address", _) => "details: address",
        (StepId::Profile, ..) => "details to check",
        (StepId::Declarative, ..) => "situation",
        (StepId::Tax, ..) => "taxes",
        (StepId::Terms, ..) => "terms",
        (step, ..) => panic!("a form for {step:?}"),
    };
    let is_asked_again = !form.reasons.is_empty() && !form.heading.key.starts_with("record.");
    let base = with(base, if is_asked_again { "asked again" } else { "" });
    let special = match sending(form.is_sending, form.notice.is_some()) {
        "" if form.has_errors() => "with errors",
        special => special,
    };
    with(&base, special)
}

fn of_documents(documents: &DocumentsView) -> String {
    let base = with(
        &format!("document {}", documents.kind.as_str()),
        if documents.reasons.is_empty() { "" } else { "asked again" },
    );
    let is_wrong = documents.file_error.is_some() || documents.justification_error.is_some();
    let special = match sending(documents.progress.is_some(), documents.notice.is_some()) {
        "" if is_wrong => "with errors",
        "" if documents.has_file => "file chosen",
        special => special,
    };
    with(&base, special)
}

fn of_waiting(waiting: &WaitingView) -> String {
    let base = match (&*waiting.heading.key, &*waiting.intro.key) {
        ("waiting.closed_heading", _) => "wait: the check was closed",
        ("waiting.device_heading", _) => "wait: the phone is next",
        ("waiting.transfer_heading", _) => "wait: for the transfer",
        ("waiting.again_heading", _) => "wait: the identity check needs the customer",
        ("waiting.failed_heading", _) => "wait: a step was not accepted",
        (_, "waiting.phone_transfer") => "wait: on the phone, then a transfer",
        (_, "waiting.phone_intro") => "wait: on the phone",
        (_, "waiting.intro_review") => "wait: manual review",
        (_, "waiting.intro_longer") => "wait: longer than usual",
        (_, "waiting.intro_minute" | "waiting.intro_minutes") => "wait: minutes left",
        _ => "wait",
    };
    let check = waiting.new_check.as_ref();
    with(base, check.map_or("", |check| sending(check.is_sending, check.notice.is_some())))
}

fn of_confirm(confirm: &ConfirmView) -> String {
    let base = match &*confirm.intro.key {
        "confirm.intro" | "confirm.named" => "confirmation",
        "reason.confirmation_refused" => "confirmation, refused",
        "reason.confirmation_timed_out" => "confirmation, timed out",
        "reason.device_not_ready" => "confirmation, phone not ready",
        other => panic!("a confirmation that says {other}"),
    };
    with(base, sending(confirm.is_resending, confirm.notice.is_some()))
}

fn of_outcome(outcome: &OutcomeView) -> String {
    let base = match outcome.status {
        OnboardingStatus::Validated => "end: opened",
        OnboardingStatus::Refused => "end: refused",
        OnboardingStatus::Expired => "end: expired",
        other => panic!("the end is {other:?}"),
    };
    if let Some(certificate) = &outcome.certificate {
        let special = match (certificate.is_loading, certificate.notice.is_some()) {
            (true, _) => "being fetched",
            (false, true) => "not fetched",
            (false, false) => "",
        };
        return with(&with(base, "self-certification"), special);
    }
    match &outcome.restart {
        Some(restart) => {
            with(&with(base, "new start"), sending(restart.is_sending, restart.notice.is_some()))
        }
        None => base.into(),
    }
}
