//! The tax self-certification: it can be downloaded after the end, and nothing else changes.

use contract::snapshot::OnboardingStatus;
use xpollens_onboarding::{
    error::FailureKind,
    model::{
        Call, Effect, Focus, Lane, Message,
        view::{CertificateView, Panel},
    },
    text::Text,
};

use crate::{page::Page, server::Server};

fn certificate(page: &Page) -> Option<CertificateView> {
    match page.view().panel {
        Panel::Outcome(outcome) => outcome.certificate,
        other => panic!("no end: {other:?}"),
    }
}

#[test]
fn the_certificate_is_downloaded_after_the_account_is_open() {
    let mut page = Page::at(&Server::certified());
    assert!(!certificate(&page).unwrap().is_loading);
    page.send(Message::DownloadPressed);
    assert_eq!(page.call(Lane::Download), Some(&Call::FetchCertificate));
    assert!(certificate(&page).unwrap().is_loading);
    assert_eq!(page.send(Message::DownloadPressed), [], "one at a time");
    let id = page.call_id(Lane::Download);
    assert_eq!(
        page.answered(id, Message::CertificateSaved(id)),
        [Effect::Announce(Text::new("opened.saved"))]
    );
    assert!(!certificate(&page).unwrap().is_loading);
    page.send(Message::DownloadPressed);
    assert!(certificate(&page).unwrap().is_loading, "it can be downloaded several times");
}

#[test]
fn a_failed_download_can_be_retried() {
    for kind in [FailureKind::Offline, FailureKind::SessionExpired, FailureKind::Malformed] {
        let mut page = Page::at(&Server::certified());
        page.send(Message::DownloadPressed);
        let effects = page.fail(Lane::Download, kind);
        assert!(effects.contains(&Effect::MoveFocus(Focus::Notice)));
        assert!(certificate(&page).unwrap().notice.is_some());
        page.send(Message::DownloadPressed);
        assert_eq!(certificate(&page).unwrap().notice, None, "it is tried again");
        let id = page.call_id(Lane::Download);
        page.answered(id, Message::CertificateSaved(id));
        assert_eq!(certificate(&page).unwrap().notice, None);
    }
}

#[test]
fn there_is_no_certificate_if_the_server_has_none() {
    let mut page = Page::at(&Server::bound().ended(OnboardingStatus::Validated));
    assert_eq!(certificate(&page), None);
    assert_eq!(page.send(Message::DownloadPressed), []);
    let mut page = Page::at(&Server::certified().ended(OnboardingStatus::Refused));
    assert_eq!(certificate(&page), None);
    assert_eq!(page.send(Message::DownloadPressed), []);
}

#[test]
fn each_final_status_offers_its_own_way_on() {
    let mut opened = Page::at(&Server::certified());
    assert_eq!(opened.outcome().restart, None);
    assert_eq!(opened.send(Message::RestartPressed), []);
    let mut expired = Page::at(&Server::expired());
    assert_eq!(certificate(&expired), None);
    assert_eq!(expired.send(Message::DownloadPressed), []);
}

#[test]
fn a_call_that_is_not_of_the_end_fails_silently_after_it() {
    // The first answer is already final, and its screen has a code to show.
    let mut page = Page::at(&Server::code_ready().onboarding(OnboardingStatus::Validated));
    assert_eq!(page.fail(Lane::Reveal, FailureKind::SessionExpired), []);
}
