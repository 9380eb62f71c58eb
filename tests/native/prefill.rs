//! What the partner knows of a customer is shown for review before anything is asked.

use contract::{
    profile::Profile, read_back::ProfileResponse, snapshot::Snapshot, step::StepId::*, submission::Submission,
};
use xpollens_onboarding::{
    model::{Call, FieldId, Lane, Message, view::Panel},
    text::Text,
};

use crate::{
    page::{Page, good_answers, on_record},
    server::Server,
};

fn prefilled() -> Server {
    Server::start().with(|snapshot: &mut Snapshot| snapshot.is_prefilled = true)
}

/// A page on which this arrives.
fn page_with(profile: Profile, locked: &[&str]) -> Page {
    let mut page = Page::at(&prefilled());
    assert!(matches!(page.view().panel, Panel::Loading));
    assert_eq!(page.call(Lane::Profile), Some(&Call::ReadProfile));
    let locked = locked.iter().map(|path| (*path).to_owned()).collect();
    page.read_back(ProfileResponse { profile, locked, corrections: Vec::new() });
    page
}

fn sent(page: &Page) -> Profile {
    match page.sent().1 {
        Submission::Profile(profile) => *profile,
        _ => panic!("no profile"),
    }
}

#[test]
fn details_that_are_known_as_a_whole_are_sent_with_one_press() {
    let mut page = page_with(on_record().profile, &["lastName", "birthDate"]);
    let form = page.form();
    assert!(form.is_review);
    assert!(form.fields().all(|field| field.hint.is_none()), "nothing is said again beside each answer");
    assert_eq!(
        (form.heading, form.intro),
        (Text::new("profile.heading"), Some(Text::new("profile.known_intro")))
    );
    assert_eq!(form.submit_label, Text::new("profile.submit"));
    page.send(Message::SubmitPressed);
    assert_eq!(sent(&page).last_name, "Berthier");
}

#[test]
fn the_customer_is_led_to_what_is_missing_only() {
    let known = on_record().profile;
    let mut page = page_with(Profile { email: String::new(), ..known }, &[]);
    assert_eq!(page.form().heading, Text::new("group.contact"));
    page.edit(FieldId::Email, "corinne@example.fr");
    page.send(Message::SubmitPressed);
    assert!(page.form().is_review);
    page.send(Message::ChangePressed(0));
    page.edit(FieldId::FirstName, "Zoé");
    page.send(Message::SubmitPressed);
    page.send(Message::SubmitPressed);
    let sent = sent(&page);
    assert_eq!((sent.first_name.as_str(), sent.last_name.as_str()), ("Zoé", "Berthier"));
}

#[test]
fn a_read_only_field_says_so_and_keeps_its_value() {
    let mut page = page_with(on_record().profile, &["lastName"]);
    page.send(Message::ChangePressed(0));
    let name = page.field(FieldId::LastName);
    assert!(name.is_locked && name.is_told);
    assert_eq!(name.hint, Some(Text::new("field.known")));
    page.edit(FieldId::LastName, "Martin");
    assert_eq!(page.typed(FieldId::LastName), "Berthier");
}

#[test]
fn what_was_typed_earlier_counts_more_and_what_is_typed_now_is_not_interrupted() {
    let drafted = prefilled().with(|snapshot| snapshot.drafts = Some([Profile].into()));
    let mut page = Page::at(&drafted);
    page.read_back(on_record());
    page.draft(&[(FieldId::FirstName, "Zoé")]);
    assert_eq!(page.field(FieldId::FirstName).value.to_string(), "Zoé");

    let mut page = Page::at(&Server::start());
    page.edit(FieldId::FirstName, "Zoé");
    page.answer(&prefilled());
    assert_eq!(page.call(Lane::Profile), None);
    assert_eq!(page.typed(FieldId::FirstName), "Zoé");
}

#[test]
fn after_the_details_were_sent_the_record_is_shown_as_before() {
    let mut page = page_with(on_record().profile, &["lastName"]);
    page.send(Message::SubmitPressed);
    page.accept(&Server::code_ready());
    page.send(Message::StepChosen(Profile));
    page.read_back(on_record());
    assert_eq!(page.form().submit_label, Text::new("record.submit"));
    assert_eq!(good_answers(Profile).len(), 17);
}
