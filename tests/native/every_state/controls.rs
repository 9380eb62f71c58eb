//! What the customer can press on a screen, as `src/ui` draws it: each button, and the message it sends.

use contract::step::StepId;
use xpollens_onboarding::{
    model::{
        Message, PaymentField,
        view::{CodeView, Panel, View},
    },
    text::Text,
};

/// A button that can be pressed now.
pub(super) struct Control {
    pub(super) label: Text,
    pub(super) message: Message,
}

fn control(label: &'static str, message: Message) -> Control {
    Control { label: Text::new(label), message }
}

/// Every button of the panel that can be pressed. A busy button cannot.
pub(super) fn of_panel(panel: &Panel) -> Vec<Control> {
    let mut found = Vec::new();
    let next = |label: &Option<Text>| {
        label.clone().map(|label| Control { label, message: Message::ContinuePressed })
    };
    let change_answers = |can: bool| can.then(|| control("tax.edit", Message::StepChosen(StepId::Tax)));
    let change = |can: bool| can.then(|| control("option.ask", Message::OptionsPressed));
    match panel {
        Panel::Loading => {}
        Panel::Form(form) => {
            if form.can_submit && !form.is_sending {
                found.push(Control { label: form.submit_label.clone(), message: Message::SubmitPressed });
            }
            if form.can_add_residence == Some(true) && !form.is_sending {
                found.push(control("tax.add", Message::ResidenceAdded));
            }
            if form.can_remove_residence && !form.is_sending {
                found.push(control("tax.remove", Message::ResidenceRemoved));
            }
            if !form.is_sending {
                let same =
                    form.fields().filter(|field| field.is_shown).filter_map(|field| field.same.clone());
                found.extend(same.map(|label| Control { label, message: Message::SameNamePressed }));
            }
            if form.is_review && !form.is_sending {
                let open = form.groups.iter().enumerate().filter(|(_, group)| group.can_change);
                found.extend(open.map(|(at, _)| control("form.change", Message::ChangePressed(at))));
            }
            found.extend(form.can_go_back.then(|| control("form.back", Message::BackPressed)));
        }
        Panel::Handoff(handoff) => {
            found.extend(match &handoff.code {
                CodeView::Preparing | CodeView::Delayed => None,
                CodeView::Hidden => Some(control("handoff.show", Message::ShowCodePressed)),
                CodeView::Failed(_) => Some(control("problem.again", Message::ShowCodePressed)),
                CodeView::Shown { .. } => Some(control("handoff.copy", Message::CopyPressed)),
            });
            found.extend(handoff.here.map(|label| control(label, Message::OpenAppPressed)));
            found.extend(next(&handoff.meanwhile));
            found.extend(change(handoff.can_change_proof));
        }
        Panel::Report(report) => {
            if !report.is_reported {
                found.extend((!report.is_sending).then(|| control("report.confirm", Message::ReportPressed)));
                found.push(control("report.keep", Message::ContinuePressed));
            }
            found.extend(next(&report.next));
        }
        Panel::Options(options) => {
            found.extend((!options.is_sending).then(|| control("option.take", Message::AlternativePressed)));
            found.push(control("option.keep", Message::ContinuePressed));
        }
        Panel::Transfer(transfer) => {
            let lines = PaymentField::ALL.into_iter();
            let lines = lines.filter(|field| !transfer.payment.value(*field).is_empty());
            found.extend(lines.map(|field| control("transfer.copy", Message::PaymentCopyPressed(field))));
            found.push(control("transfer.made", Message::ContinuePressed));
        }
        Panel::Documents(documents) => {
            if documents.progress.is_some() {
                found.push(control("documents.cancel", Message::CancelPressed));
            } else {
                found
                    .push(Control { label: documents.submit_label.clone(), message: Message::UploadPressed });
            }
            let others = documents.others.iter().filter_map(|(_, kind)| *kind);
            found.extend(others.map(|kind| control("documents.switch", Message::DocumentChosen(kind))));
            found.extend(change_answers(documents.can_change_answers));
            found.push(control("documents.later", Message::ContinuePressed));
        }
        Panel::Waiting(waiting) => {
            let check = waiting.new_check.as_ref().filter(|check| !check.is_sending);
            found.extend(check.map(|_| control("waiting.new_check", Message::NewCheckPressed)));
            let resend = waiting.new_check.as_ref().and_then(|check| check.resend);
            let can_resend = resend == Some(false);
            found.extend(can_resend.then(|| control("confirm.again", Message::ResendPressed)));
            found.extend(next(&waiting.next));
            found.extend(change(waiting.can_change_proof));
            found.extend(
                waiting
                    .details
                    .clone()
                    .map(|label| Control { label, message: Message::StepChosen(StepId::Profile) }),
            );
        }
        Panel::Confirm(confirm) => {
            found.extend((!confirm.is_resending).then(|| control("confirm.again", Message::ResendPressed)));
            found.extend(next(&confirm.next));
            found.extend(change_answers(confirm.can_change_answers));
        }
        Panel::Problem(problem) => {
            found.push(control("problem.again", Message::RetryPressed));
            found.extend(problem.can_go_back.then(|| control("form.back", Message::BackPressed)));
        }
        Panel::Outcome(outcome) => {
            let restart = outcome.restart.as_ref().filter(|restart| !restart.is_sending);
            found.extend(restart.map(|_| control("expired.restart", Message::RestartPressed)));
            let certificate = outcome.certificate.as_ref().filter(|certificate| !certificate.is_loading);
            found.extend(certificate.map(|_| control("opened.download", Message::DownloadPressed)));
        }
    }
    found
}

/// The button of the footer.
pub(super) fn of_footer(view: &View) -> Option<Control> {
    view.can_report.then(|| control("footer.not_me", Message::NotMePressed))
}

/// The steps of the rail that can be opened.
pub(super) fn of_rail(view: &View) -> impl Iterator<Item = Control> {
    let open = view.rail.iter().filter(|item| item.can_open);
    open.map(|item| Control { label: item.label.clone(), message: Message::StepChosen(item.step) })
}
