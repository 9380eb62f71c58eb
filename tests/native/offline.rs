//! The connection is lost and comes back: some things continue automatically, others need a press and show it.

use contract::{
    reason::Reason,
    snapshot::{ProofKind, ProofState},
    step::{StepId::*, StepState::*},
};
use xpollens_onboarding::{
    error::FailureKind,
    model::{
        Call, Effect, Lane, Message,
        view::{CodeView, NoticeView},
    },
    text::Text,
};

use crate::{page::Page, server::Server};

#[test]
fn a_report_that_failed_offline_is_sent_when_the_connection_is_back() {
    let mut page = Page::at(&Server::bound().revealed());
    page.send(Message::NotMePressed);
    page.send(Message::ReportPressed);
    page.fail(Lane::Report, FailureKind::Offline);
    page.send(Message::WentOnline);
    assert_eq!(page.call(Lane::Report), Some(&Call::ReportCode));
    page.reported(&Server::bound().reported());
    assert!(page.report().is_reported);
}

#[test]
fn an_answer_proves_the_connection_whatever_the_browser_says() {
    let mut page = Page::at(&Server::bound().revealed());
    page.send(Message::NotMePressed);
    page.send(Message::ReportPressed);
    page.fail(Lane::Report, FailureKind::Offline);
    page.send(Message::WentOffline);
    assert_eq!(page.view().banner, Some(Text::new("banner.offline")));
    let effects = page.unchanged();
    assert_eq!(page.view().banner, None);
    assert!(effects.contains(&Effect::Announce(Text::new("announce.online"))), "{effects:?}");
    assert_eq!(page.call(Lane::Report), Some(&Call::ReportCode), "the waiting report is sent");
    let effects = page.send(Message::WentOnline);
    assert!(
        !effects.iter().any(|effect| matches!(effect, Effect::Announce(_))),
        "it was announced: {effects:?}"
    );
}

#[test]
fn a_report_is_not_sent_after_the_customer_went_back_or_after_another_failure() {
    let reporting = |kind| {
        let mut page = Page::at(&Server::bound().revealed());
        page.send(Message::NotMePressed);
        page.send(Message::ReportPressed);
        page.fail(Lane::Report, kind);
        page
    };
    let mut page = reporting(FailureKind::Offline);
    page.send(Message::ContinuePressed);
    page.send(Message::WentOnline);
    assert_eq!(page.call(Lane::Report), None, "the customer withdrew the report");
    let mut page = reporting(FailureKind::Timeout);
    page.send(Message::WentOnline);
    assert_eq!(page.call(Lane::Report), None, "the screen did not announce a retry");
}

#[test]
fn a_code_that_failed_offline_is_fetched_when_the_connection_is_back_and_the_page_visible() {
    for is_hidden in [false, true] {
        let mut page = Page::at(&Server::code_ready());
        page.fail(Lane::Reveal, FailureKind::Offline);
        if is_hidden {
            page.send(Message::PageHidden);
        }
        page.send(Message::WentOnline);
        if is_hidden {
            assert_eq!(page.call(Lane::Reveal), None, "the page is hidden");
            page.send(Message::PageShown);
        }
        page.reveal(1);
        assert!(page.shown_code().is_some());
    }
    let mut page = Page::at(&Server::code_ready());
    page.fail(Lane::Reveal, FailureKind::Unavailable);
    page.send(Message::WentOnline);
    assert!(matches!(page.handoff().code, CodeView::Failed(_)), "the screen did not announce a retry");
}

#[test]
fn a_press_that_must_be_repeated_shows_it() {
    let lapsed = [Reason::ConfirmationTimedOut];
    let options = [(ProofKind::FacialScan, ProofState::Chosen), (ProofKind::Transfer, ProofState::Available)];
    type Told = fn(&Page) -> Option<NoticeView>;
    let cases: [(Server, &[Message], Lane, Told); 5] = [
        (
            Server::confirming(300).confirmation(None).step_because(Tax, ActionRequired, &lapsed),
            &[Message::ResendPressed],
            Lane::Resend,
            |page| page.confirm().notice,
        ),
        (
            Server::code_ready().options(&options),
            &[Message::OptionsPressed, Message::AlternativePressed],
            Lane::Alternative,
            |page| page.options().notice,
        ),
        (
            Server::bound().check_closed(true).step(Declarative, Done).step(Tax, Done).step(Terms, Done),
            &[Message::NewCheckPressed],
            Lane::Demand,
            |page| page.waiting().new_check?.notice,
        ),
        (Server::certified(), &[Message::DownloadPressed], Lane::Download, |page| {
            page.outcome().certificate?.notice
        }),
        (Server::expired(), &[Message::RestartPressed], Lane::Restart, |page| page.outcome().restart?.notice),
    ];
    for (server, presses, lane, notice) in cases {
        let mut page = Page::at(&server);
        for press in presses {
            page.send(press.clone());
        }
        page.fail(lane, FailureKind::Offline);
        assert_eq!(notice(&page).unwrap().text, Text::new("failure.offline_press"), "{lane:?}");
        page.send(Message::WentOnline);
        assert_eq!(page.call(lane), None, "{lane:?}");
    }
}
