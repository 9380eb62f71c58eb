//! The end, and what can follow it.

use contract::snapshot::OnboardingStatus;

use super::{NoticeView, words};
use crate::{
    model::{Lane, Model, Open, rules},
    text::Text,
};

/// The end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutcomeView {
    /// Which end.
    pub status: OnboardingStatus,
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
            certificate: rules::has_certificate(&open.snapshot).then(|| CertificateView {
                is_loading: self.calls.is_running(Lane::Download),
                notice: open.end.certificate.failure().map(words::failed_press),
            }),
        })
    }
}
