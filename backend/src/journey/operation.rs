//! Operations that the customer confirms on the phone: the tax declaration and the acceptance of the terms. The
//! documents of the tax declaration: [`super::document`].

use contract::{
    reason::Reason,
    step::{RequiredDocument, StepId},
    time::Timestamp,
};

use super::{
    document,
    fact::{Answer, ConfirmationReport, ConfirmationResult, Dated, Report, SentAt, TaxReport, TaxStatus},
};

/// How long a confirmation is valid on the phone (documentation, strong customer authentication), in milliseconds.
pub const CONFIRMATION_LIFE_MS: i64 = 5 * 60 * 1000;

/// The state of an operation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Operation {
    /// Nothing was sent.
    #[default]
    Todo,
    /// Waits for confirmation on the phone; expires at that time of this server's clock.
    Confirming(Timestamp),
    /// Not confirmed: confirmation of the same submission can be requested again.
    NotConfirmed(Reason),
    /// Carried out; the result is pending.
    Carried,
    /// Documents are under review.
    Review,
    /// Documents are required.
    Lacking,
    /// Finished.
    Done,
}

/// The state of the acceptance of the terms.
pub(super) fn terms(sent: &[SentAt], reports: &[Dated]) -> Operation {
    match Attempt::current(StepId::Terms, sent, reports).state() {
        Operation::Carried => Operation::Done,
        other => other,
    }
}

/// The state of the tax declaration, and the required documents.
pub(super) fn tax(sent: &[SentAt], reports: &[Dated]) -> (Operation, Vec<RequiredDocument>) {
    let attempt = Attempt::current(StepId::Tax, sent, reports);
    let state = attempt.state();
    if state == Operation::Todo {
        return (state, Vec::new()); // the status is NOK from the start: it means nothing before a declaration
    }
    let Some(result) = attempt.tax_result(reports) else { return (state, Vec::new()) };
    let reported: Vec<_> = attempt.tax_reports(reports).collect();
    let documents = document::with_sent(&result.documents, attempt.documents_sent(sent), &reported);
    let is_judged = state == Operation::Carried || result.status != TaxStatus::Nok;
    let next = match result.status {
        TaxStatus::Ok => Operation::Done,
        _ if !is_judged => state,
        // The status lags behind the documents: the required documents decide, and whether all of them were sent.
        _ if documents.iter().any(document::is_asked_for) => Operation::Lacking,
        TaxStatus::Nok if documents.is_empty() => Operation::Lacking,
        TaxStatus::Nok | TaxStatus::Pending => Operation::Review,
    };
    (next, documents)
}

/// A submission with its repeats, and the reports that answer them.
struct Attempt<'a> {
    sent: Vec<&'a SentAt>,
    answers: Vec<&'a ConfirmationReport>,
}

impl<'a> Attempt<'a> {
    fn current(step: StepId, sent: &'a [SentAt], reports: &'a [Dated]) -> Self {
        let of_step: Vec<&SentAt> = sent.iter().filter(|item| item.sent.is_form_of(step)).collect();
        let first = of_step.iter().rposition(|item| !item.sent.is_repeat).unwrap_or(0);
        let mut attempt =
            Self { sent: of_step.get(first..).unwrap_or_default().to_vec(), answers: Vec::new() };
        let is_only_one_open = open_steps(sent, reports) == [step];
        attempt.answers = confirmations(reports)
            .filter(|(dated, answer)| {
                if is_matched(answer, sent) {
                    return attempt.sent.iter().any(|item| is_answered_by(item, answer));
                }
                let is_about_it = answer.step.map_or(is_only_one_open, |about| about == step);
                is_about_it && attempt.is_judged_by(dated)
            })
            .map(|(_, answer)| answer)
            .collect();
        attempt
    }

    fn is_judged_by(&self, dated: &Dated) -> bool {
        !self.sent.first().is_some_and(|item| item.sent.horizon.has_passed(dated.made_at(), &dated.key))
    }

    fn state(&self) -> Operation {
        let is_accepted =
            self.sent.iter().any(|item| matches!(item.sent.answer, Answer::Accepted | Answer::Assessed(_)));
        if is_accepted || self.answers.iter().any(|answer| answer.result == ConfirmationResult::Succeeded) {
            return Operation::Carried;
        }
        let Some(last) = self.sent.last() else { return Operation::Todo };
        let failure = self.answers.iter().rev().find_map(|answer| match answer.result {
            ConfirmationResult::Failed(reason) => {
                (answer.authentication_id.is_none() || is_answered_by(last, answer)).then_some(reason)
            }
            ConfirmationResult::Succeeded => None,
        });
        match (&last.sent.answer, failure) {
            (Answer::DeviceNotReady, _) => Operation::NotConfirmed(Reason::DeviceNotReady),
            (_, Some(reason)) => Operation::NotConfirmed(reason),
            _ => Operation::Confirming(later(last.at, CONFIRMATION_LIFE_MS)),
        }
    }

    /// The results that judge this attempt, and the reports that contain them.
    fn tax_reports(
        &self,
        reports: &'a [Dated],
    ) -> impl DoubleEndedIterator<Item = (&'a Dated, &'a TaxReport)> {
        reports.iter().filter_map(|dated| match &dated.report {
            Report::Tax(tax) => self.is_judged_by(dated).then_some((dated, tax)),
            Report::Confirmation(answer) if self.answers.contains(&answer) => {
                Some((dated, answer.tax.as_ref()?))
            }
            _ => None,
        })
    }

    /// The newest result that judges this attempt, from a report or in the immediate answer.
    fn tax_result(&self, reports: &'a [Dated]) -> Option<&'a TaxReport> {
        self.tax_reports(reports).next_back().map(|(_, tax)| tax).or_else(|| {
            self.sent.iter().rev().find_map(|item| match &item.sent.answer {
                Answer::Assessed(tax) => Some(tax),
                _ => None,
            })
        })
    }

    /// The documents sent for this attempt, without those of an earlier one.
    fn documents_sent(&self, sent: &'a [SentAt]) -> impl Iterator<Item = &'a SentAt> {
        let begun = self.sent.first().copied();
        let from = sent.iter().position(|item| begun.is_some_and(|begun| std::ptr::eq(begun, item)));
        sent.iter().skip(from.unwrap_or(sent.len()))
    }
}

/// `at` plus a number of milliseconds.
pub(super) fn later(at: Timestamp, millis: i64) -> Timestamp {
    Timestamp::from_millis(at.as_millis().saturating_add(millis))
}

fn confirmations(reports: &[Dated]) -> impl Iterator<Item = (&Dated, &ConfirmationReport)> {
    reports.iter().filter_map(|dated| match &dated.report {
        Report::Confirmation(answer) => Some((dated, answer)),
        _ => None,
    })
}

fn is_answered_by(item: &SentAt, answer: &ConfirmationReport) -> bool {
    match &item.sent.answer {
        Answer::ConfirmationAsked { authentication_id } => {
            answer.authentication_id.as_deref() == Some(authentication_id)
        }
        _ => false,
    }
}

fn is_matched(answer: &ConfirmationReport, sent: &[SentAt]) -> bool {
    sent.iter().any(|item| is_answered_by(item, answer))
}

/// Steps whose last request on the phone has no answer that names it.
fn open_steps(sent: &[SentAt], reports: &[Dated]) -> Vec<StepId> {
    [StepId::Tax, StepId::Terms]
        .into_iter()
        .filter(|step| {
            sent.iter().rev().find(|item| item.sent.is_form_of(*step)).is_some_and(|last| {
                matches!(last.sent.answer, Answer::ConfirmationAsked { .. })
                    && !confirmations(reports).any(|(_, answer)| is_answered_by(last, answer))
            })
        })
        .collect()
}
