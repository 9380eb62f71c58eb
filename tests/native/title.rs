//! The page's title: a word in front of it while the customer looks elsewhere, if the partner wants one.

use contract::{
    snapshot::OnboardingStatus,
    step::{StepId::*, StepState::*},
};
use xpollens_onboarding::{
    config::OptionValue,
    error::FailureKind,
    model::{Effect, Lane, Message},
    text::Text,
};

use crate::{page::Page, server::Server};

/// A page whose title the module may mark.
fn page_at(server: &Server) -> Page {
    let mut page = Page::made(&[("announceInTitle", OptionValue::Flag(true))]);
    page.send(Message::Started);
    page.answer(server);
    page
}

/// The marks of the title, in order.
fn titles(effects: &[Effect]) -> Vec<Option<String>> {
    let title = |effect: &Effect| match effect {
        Effect::MarkTitle(word) => Some(word.as_ref().map(|text| text.key.to_string())),
        _ => None,
    };
    effects.iter().filter_map(title).collect()
}

fn word(key: &str) -> Vec<Option<String>> {
    vec![Some(key.into())]
}

const WAYS: [(Message, Message); 2] =
    [(Message::PageHidden, Message::PageShown), (Message::LookedAway, Message::LookedBack)];

#[test]
fn the_title_shows_news_while_the_customer_is_away_until_they_are_back() {
    for (away, back) in WAYS {
        let server = Server::bound();
        let mut page = page_at(&server);
        assert_eq!(titles(&page.send(away)), []);
        let server = server.step(Identity, Review);
        assert_eq!(titles(&page.answer(&server)), word("title.moved"));
        let server = server.step(Tax, ConfirmOnPhone).confirmation(Some((Tax, 300)));
        assert_eq!(titles(&page.answer(&server)), word("title.yours"));
        assert_eq!(titles(&page.answer(&server.ended(OnboardingStatus::Refused))), word("title.ended"));
        assert_eq!(titles(&page.send(back.clone())), [None]);
        assert_eq!(titles(&page.send(back)), [], "it is removed once");
    }
}

#[test]
fn the_title_does_not_change_while_the_customer_looks() {
    let server = Server::bound();
    let mut page = page_at(&server);
    let mut effects = page.answer(&server.clone().step(Identity, Review));
    page.send(Message::PageHidden);
    effects.extend(page.send(Message::PageShown));
    effects.extend(page.answer(&server.ended(OnboardingStatus::Validated)));
    assert_eq!(titles(&effects), []);
}

#[test]
fn the_title_does_not_change_without_news_or_for_a_failure() {
    let server = Server::bound();
    let mut page = page_at(&server);
    page.send(Message::PageHidden);
    let mut effects = page.unchanged();
    effects.extend(page.answer(&server));
    effects.extend(page.fire(xpollens_onboarding::model::Timer::Poll));
    effects.extend(page.fail(Lane::Status, FailureKind::Unavailable));
    effects.extend(page.send(Message::PageShown));
    assert_eq!(titles(&effects), []);
}

#[test]
fn a_tab_opened_in_the_background_does_not_mark_the_title_for_its_first_screen() {
    let mut page = Page::made(&[("announceInTitle", OptionValue::Flag(true))]);
    page.send(Message::PageHidden);
    page.send(Message::Started);
    assert_eq!(titles(&page.answer(&Server::bound())), []);
}

#[test]
fn the_title_does_not_change_unless_the_partner_asked_for_it() {
    for options in [vec![], vec![("announceInTitle", OptionValue::Flag(false))]] {
        let mut page = Page::made(&options);
        page.send(Message::Started);
        page.answer(&Server::bound());
        page.send(Message::PageHidden);
        assert_eq!(titles(&page.answer(&Server::bound().ended(OnboardingStatus::Validated))), []);
        assert_eq!(titles(&page.send(Message::PageShown)), []);
    }
}

#[test]
fn the_live_region_announces_it_too() {
    let server = Server::bound();
    let mut page = page_at(&server);
    page.send(Message::PageHidden);
    let effects = page.answer(&server.confirmation(Some((Tax, 300))));
    assert!(effects.contains(&Effect::Announce(Text::new("confirm.intro"))));
}
