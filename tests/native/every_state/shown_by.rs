//! Which test shows each state best. Written by hand: a state without a row, a row without a state and a test that does
//! not exist fail `docs_states_has_every_state_with_its_test`.

const ANEW: &str = "tests/native/anew.rs";
const BAD_CONNECTION: &str = "tests/e2e/bad-connection.test.mjs";
const BAD_INPUT: &str = "tests/native/bad_input.rs";
const BROWSER: &str = "tests/browser/ui.rs";
const CERTIFICATE: &str = "tests/native/certificate.rs";
const CODE: &str = "tests/native/code.rs";
const CONFIRMATION: &str = "tests/native/confirmation.rs";
const DOCUMENTS: &str = "tests/native/documents.rs";
const FORM: &str = "tests/native/form.rs";
const FORMS_IN_THE_BROWSER: &str = "tests/e2e/bad-input-forms.test.mjs";
const LOCALES: &str = "tests/native/locales.rs";
const OTHER_WAYS: &str = "tests/browser/other_ways.rs";
const READ_BACK: &str = "tests/native/read_back.rs";
const RECORD: &str = "tests/browser/record.rs";
const REPORT: &str = "tests/native/report.rs";
const SESSION: &str = "tests/native/session.rs";
const STATUS: &str = "tests/native/status.rs";
const STRAIGHT: &str = "tests/native/straight_through.rs";
const TRANSFER: &str = "tests/native/transfer.rs";
const WALK: &str = "tests/native/every_state/mod.rs";

const WALKED: (&str, &str) = (WALK, "no_state_is_a_dead_end");

/// The state, and the file and the name of the test that shows it.
pub(super) const SHOWN_BY: &[(&str, (&str, &str))] = &[
    ("loading", (BROWSER, "the_first_screen_is_there_before_the_first_answer")),
    ("details", (STRAIGHT, "a_customer_goes_from_the_form_through_the_phone_to_the_open_account")),
    ("details, with errors", (FORM, "an_empty_form_is_not_sent_and_the_focus_goes_to_its_first_field")),
    ("details, being sent", (FORM, "edits_while_the_form_is_on_its_way_are_ignored")),
    ("details, not sent", (FORM, "a_failure_keeps_all_that_was_typed_and_a_retry_goes_under_the_same_key")),
    ("details on record", (READ_BACK, "the_rail_opens_details_that_are_done_once_they_are_read")),
    ("details on record, with errors", (READ_BACK, "what_is_locked_says_so_and_stays_as_it_is")),
    ("details on record, being sent", (READ_BACK, "a_change_is_sent_with_all_that_stayed")),
    (
        "details on record, not sent",
        (READ_BACK, "details_that_locked_meanwhile_say_so_and_keep_what_was_typed"),
    ),
    ("details on record, asked again", WALKED),
    ("details on record, asked again, being sent", WALKED),
    ("details, all locked", (READ_BACK, "where_all_is_locked_there_is_only_the_way_back")),
    ("details, all locked, asked again", (READ_BACK, "a_mismatch_of_what_is_locked_is_shown_and_leads_back")),
    ("details to correct", (READ_BACK, "a_mismatch_opens_only_the_fields_concerned")),
    ("details to correct, with errors", (READ_BACK, "a_field_that_is_refused_joins_the_few_that_are_shown")),
    ("details to correct, being sent", WALKED),
    (
        "details to correct, not sent",
        (READ_BACK, "a_correction_that_could_not_go_out_is_whole_when_it_is_sent_again"),
    ),
    ("situation", (STRAIGHT, "a_customer_goes_from_the_form_through_the_phone_to_the_open_account")),
    ("situation, with errors", (LOCALES, "every_error_of_every_field_has_its_text")),
    ("situation, being sent", (FORM, "two_forms_sent_one_after_the_other_both_arrive")),
    (
        "situation, not sent",
        (FORM, "a_form_that_fails_behind_another_does_not_take_the_focus_and_tells_it_on_return"),
    ),
    ("taxes", (FORM, "a_customer_declares_one_to_three_countries_and_their_numbers")),
    ("taxes, asked again", (CONFIRMATION, "an_answer_the_provider_did_not_accept_is_corrected_in_its_form")),
    ("taxes, asked again, with errors", WALKED),
    ("taxes, asked again, being sent", WALKED),
    ("taxes, asked again, not sent", WALKED),
    (
        "taxes, with errors",
        (BAD_INPUT, "each_bad_text_in_each_field_has_an_error_there_or_is_sent_right_and_stays"),
    ),
    ("taxes, being sent", (FORM, "two_forms_sent_one_after_the_other_both_arrive")),
    ("taxes, not sent", WALKED),
    ("terms", (FORM, "the_terms_are_accepted_in_the_version_that_was_shown")),
    ("terms, with errors", (FORMS_IN_THE_BROWSER, "terms that are not accepted are named one by one")),
    (
        "terms, being sent",
        (
            "tests/native/terms.rs",
            "a_consent_under_way_is_taken_back_where_its_sending_fails_after_the_texts_changed",
        ),
    ),
    ("terms, not sent", WALKED),
    ("phone: the code is being made", (CODE, "a_code_that_is_still_made_is_shown_once_it_is_ready")),
    (
        "phone: the code could not be made yet",
        (CODE, "a_code_that_cannot_be_made_yet_is_not_promised_in_a_few_seconds"),
    ),
    ("phone: the code is shown", (CODE, "the_code_counts_down_and_is_gone_after_two_minutes")),
    (
        "phone: the code is shown, copied",
        (CODE, "how_a_copy_ended_is_written_beside_the_code_as_well_as_said"),
    ),
    (
        "phone: the code is shown, not copied",
        (CODE, "how_a_copy_ended_is_written_beside_the_code_as_well_as_said"),
    ),
    (
        "phone: the code is hidden",
        (CODE, "the_code_is_gone_when_nobody_looks_and_stays_hidden_until_a_press"),
    ),
    (
        "phone: the code did not come",
        (CODE, "a_code_that_cannot_be_fetched_gives_a_notice_and_a_press_tries_again"),
    ),
    ("phone: somebody else used the code", (REPORT, "what_was_done_is_told_to_the_customer_and_to_the_host")),
    (
        "did somebody else use the code?",
        (REPORT, "two_presses_report_the_code_from_every_screen_after_it_was_revealed"),
    ),
    (
        "did somebody else use the code?, being sent",
        (REPORT, "what_was_done_is_told_to_the_customer_and_to_the_host"),
    ),
    (
        "did somebody else use the code?, not sent",
        (REPORT, "a_report_that_fails_is_said_and_a_press_tries_again"),
    ),
    ("ways to prove it", (TRANSFER, "a_customer_who_refuses_the_scan_takes_the_transfer")),
    ("ways to prove it, being sent", (OTHER_WAYS, "the_ways_are_rows_and_one_button_changes")),
    ("ways to prove it, not sent", (TRANSFER, "a_change_that_failed_is_tried_again")),
    ("transfer", (OTHER_WAYS, "the_account_is_shown_as_a_bank_shows_it_and_each_line_is_copied")),
    ("transfer, copied", (TRANSFER, "each_line_is_copied_and_that_is_said")),
    ("transfer, not copied", (TRANSFER, "each_line_is_copied_and_that_is_said")),
    ("transfer, asked again", (TRANSFER, "a_transfer_of_another_payer_is_asked_for_again_with_the_reason")),
    ("transfer, asked again, copied", WALKED),
    ("transfer, asked again, not copied", WALKED),
    ("document w9", (DOCUMENTS, "a_document_is_chosen_sent_and_followed")),
    ("document w9, file chosen", (DOCUMENTS, "a_document_is_chosen_sent_and_followed")),
    ("document w9, with errors", (DOCUMENTS, "a_file_is_checked_before_it_is_sent")),
    ("document w9, being sent", (DOCUMENTS, "progress_is_said_four_times_at_most")),
    ("document w9, not sent", (DOCUMENTS, "a_retry_has_the_same_key_and_another_file_another")),
    ("document w8_ben", WALKED),
    ("document w8_ben, file chosen", WALKED),
    ("document w8_ben, with errors", WALKED),
    ("document w8_ben, being sent", WALKED),
    ("document w8_ben, not sent", WALKED),
    ("document other", (DOCUMENTS, "another_document_needs_its_reason_first")),
    ("document other, file chosen", (DOCUMENTS, "another_document_needs_its_reason_first")),
    (
        "document other, with errors",
        (BAD_INPUT, "each_bad_reason_for_a_document_has_an_error_there_or_is_sent"),
    ),
    ("document other, being sent", (DOCUMENTS, "another_document_needs_its_reason_first")),
    ("document other, not sent", WALKED),
    ("document other, asked again", WALKED),
    ("document other, asked again, file chosen", WALKED),
    ("document other, asked again, with errors", WALKED),
    ("document other, asked again, being sent", WALKED),
    ("document other, asked again, not sent", WALKED),
    ("wait", (BROWSER, "the_wait_shows_each_check_and_the_next_form")),
    ("wait: minutes left", (STATUS, "what_the_checks_say_is_announced")),
    ("wait: longer than usual", WALKED),
    ("wait: a person looks", ("tests/native/order.rs", "no_minutes_are_promised_while_a_person_looks")),
    ("wait: the phone is next", (FORM, "every_form_but_the_first_leads_back_to_what_was_done")),
    ("wait: on the phone", ("tests/native/order.rs", "a_phone_that_is_not_bound_is_not_called_connected")),
    ("wait: on the phone, then a transfer", (TRANSFER, "a_phone_that_is_to_take_no_film_is_not_said_to")),
    ("wait: for the transfer", (TRANSFER, "a_transfer_that_was_made_is_followed_and_can_be_looked_at_again")),
    ("wait: the identity check needs the customer", WALKED),
    ("wait: a step was not accepted", WALKED),
    ("wait: the check was closed", (ANEW, "a_new_check_is_offered_only_where_it_can_be_asked_for")),
    ("wait: the check was closed, being sent", (ANEW, "a_new_check_is_asked_for_once_and_under_one_key")),
    ("wait: the check was closed, not sent", (ANEW, "a_new_check_is_asked_for_once_and_under_one_key")),
    ("confirmation", (CONFIRMATION, "the_time_left_is_counted_from_the_servers_clock")),
    ("confirmation, being sent", (CONFIRMATION, "one_that_is_pending_can_be_sent_again")),
    ("confirmation, not sent", (CONFIRMATION, "a_resending_that_fails_gives_a_notice_until_the_next_try")),
    ("confirmation, refused", (CONFIRMATION, "one_that_does_not_come_about_is_asked_for_again")),
    ("confirmation, refused, being sent", WALKED),
    ("confirmation, refused, not sent", WALKED),
    ("confirmation, timed out", (CONFIRMATION, "one_that_does_not_come_about_is_asked_for_again")),
    ("confirmation, timed out, being sent", WALKED),
    ("confirmation, timed out, not sent", WALKED),
    ("confirmation, phone not ready", (CONFIRMATION, "one_that_does_not_come_about_is_asked_for_again")),
    ("confirmation, phone not ready, being sent", WALKED),
    ("confirmation, phone not ready, not sent", WALKED),
    (
        "problem: no first answer",
        (STATUS, "a_first_answer_that_fails_is_tried_again_by_itself_and_by_a_press"),
    ),
    (
        "problem: the session ended",
        (SESSION, "after_the_session_is_renewed_the_form_is_back_with_what_was_typed"),
    ),
    (
        "problem: the details could not be read",
        (RECORD, "details_that_could_not_be_read_offer_another_try_and_the_way_back"),
    ),
    ("end: opened", (STRAIGHT, "a_customer_goes_from_the_form_through_the_phone_to_the_open_account")),
    ("end: opened, self-certification", (CERTIFICATE, "it_is_downloaded_after_the_account_is_open")),
    (
        "end: opened, self-certification, being fetched",
        (CERTIFICATE, "it_is_downloaded_after_the_account_is_open"),
    ),
    ("end: opened, self-certification, not fetched", (CERTIFICATE, "a_download_that_failed_is_tried_again")),
    ("end: refused", (BROWSER, "each_end_has_its_words")),
    ("end: expired", (ANEW, "no_other_end_begins_anew")),
    ("end: expired, new start", (RECORD, "an_expired_onboarding_offers_one_button")),
    (
        "end: expired, new start, being sent",
        (ANEW, "an_expired_onboarding_begins_anew_with_nothing_of_the_old_one"),
    ),
    (
        "end: expired, new start, not sent",
        (ANEW, "a_new_start_that_fails_says_what_to_do_and_can_be_tried_again"),
    ),
    (
        "connection: away",
        (
            BAD_CONNECTION,
            "the network goes while typing: the customer is told, goes on typing, and the page goes on by itself",
        ),
    ),
    ("connection: poor", (STATUS, "failures_are_told_after_the_second_and_forgotten_with_the_next_answer")),
];
