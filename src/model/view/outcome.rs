//! The end, and what can follow it.

use contract::snapshot::OnboardingStatus;

use super::{notice::NoticeView, words};
use crate::{
    model::{Lane, Model, Open, rules},
    text::Text,
};

/// A final status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutcomeView {
    pub status: OnboardingStatus,
    pub heading: Text,
    pub intro: Text,
    /// A new start that the customer can make.
    pub restart: Option<RestartView>,
    /// Where the customer goes on, if the account is open and the partner says so.
    pub done_url: Option<String>,
    /// The tax self-certification, if there is one to download.
    pub certificate: Option<CertificateView>,
}

/// A new start that the customer can make.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RestartView {
    pub is_sending: bool,
    /// Why it could not be sent.
    pub notice: Option<NoticeView>,
}

/// The tax self-certification.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CertificateView {
    pub is_loading: bool,
    /// Why it could not be downloaded.
    pub notice: Option<NoticeView>,
}

impl Model {
    pub(super) fn outcome_view(&self, open: &Open) -> Option<OutcomeView> {
        let status = open.snapshot.onboarding;
        let (heading, intro) = match status {
            OnboardingStatus::Validated => ("opened.heading", "opened.intro"),
            OnboardingStatus::Refused => ("refused.heading", "refused.intro"),
            OnboardingStatus::Expired if open.snapshot.can_restart => ("expired.heading", "expired.intro"),
            OnboardingStatus::Expired => ("expired.heading", "expired.intro_closed"),
            _ => return None,
        };
        Some(OutcomeView {
            status,
            heading: Text::new(heading),
            intro: Text::new(intro),
            restart: open.snapshot.can_restart.then(|| RestartView {
                is_sending: self.calls.is_running(Lane::Restart),
                notice: open.end.restart.failure().map(words::failed_press),
            }),
            done_url: self.config.done_url.clone().filter(|_| status == OnboardingStatus::Validated),
            certificate: rules::has_certificate(&open.snapshot).then(|| CertificateView {
                is_loading: self.calls.is_running(Lane::Download),
                notice: open.end.certificate.failure().map(words::failed_press),
            }),
        })
    }
}
