//! Which test shows each state best. Written by hand: a state without a row, a row without a state and a test that does
//! not exist fail `docs_states_lists_every_state_with_its_test`.

const RESTART: &str = "tests/native/restart.rs";
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
const SHEETS: &str = "tests/native/sheets.rs";
const SESSION: &str = "tests/native/session.rs";
const STATUS: &str = "tests/native/status.rs";
const STRAIGHT: &str = "tests/native/straight_through.rs";
const TRANSFER: &str = "tests/native/transfer.rs";
const WALK: &str = "tests/native/every_state/mod.rs";

const WALKED: (&str, &str) = (WALK, "no_state_is_a_dead_end");

/// The state, and the file and the name of the test that shows it.
pub(super) const SHOWN_BY: &[(&str, (&str, &str))] = &[
    ("loading", (BROWSER, "the_first_screen_appears_before_the_first_answer")),
    ("details: name", (SHEETS, "the_details_are_asked_for_sheet_by_sheet_and_sent_at_once")),
    (
        "details: name, with errors",
        (FORM, "an_empty_form_is_not_sent_and_the_focus_goes_to_the_list_of_what_is_missing"),
    ),
    ("details: name, not sent", WALKED),
    ("details: name, asked again", WALKED),
    ("details: birth", (SHEETS, "the_details_are_asked_for_sheet_by_sheet_and_sent_at_once")),
    ("details: birth, with errors", (SHEETS, "a_sheet_with_an_error_is_not_left")),
    ("details: birth, not sent", WALKED),
    ("details: contact", (SHEETS, "the_details_are_asked_for_sheet_by_sheet_and_sent_at_once")),
    (
        "details: contact, with errors",
        (SHEETS, "errors_of_the_server_on_several_sheets_are_met_one_after_the_other"),
    ),
    ("details: contact, not sent", WALKED),
    ("details: address", (SHEETS, "the_details_are_asked_for_sheet_by_sheet_and_sent_at_once")),
    ("details: address, with errors", (FORM, "several_errors_are_listed_until_the_form_is_sent_again")),
    ("details: address, not sent", WALKED),
    ("details to check", (SHEETS, "an_answer_is_changed_from_the_check_and_leads_back_to_it")),
    ("details to check, with errors", WALKED),
    ("details to check, being sent", (FORM, "edits_during_the_sending_are_ignored")),
    ("details to check, not sent", (FORM, "a_failure_keeps_what_was_typed_and_a_retry_keeps_the_key")),
    ("details on record", (READ_BACK, "the_rail_opens_details_that_are_done_once_they_are_read")),
    ("details on record, with errors", (READ_BACK, "a_locked_field_is_marked_and_keeps_its_value")),
    ("details on record, being sent", (READ_BACK, "a_change_is_sent_together_with_the_unchanged_details")),
    (
        "details on record, not sent",
        (READ_BACK, "details_that_became_locked_are_marked_and_keep_the_typed_text"),
    ),
    ("details on record, asked again", WALKED),
    ("details, all locked", (READ_BACK, "a_form_that_is_all_locked_offers_only_the_way_back")),
    ("details, all locked, asked again", (READ_BACK, "a_mismatch_of_a_locked_field_is_shown_and_leads_back")),
    ("details to correct", (READ_BACK, "a_mismatch_shows_only_the_fields_concerned")),
    (
        "details to correct, with errors",
        (READ_BACK, "a_field_that_the_server_refuses_is_added_to_the_shown_ones"),
    ),
    ("details to correct, being sent", WALKED),
    (
        "details to correct, not sent",
        (READ_BACK, "a_correction_that_failed_to_send_is_complete_when_it_is_sent_again"),
    ),
    ("situation", (STRAIGHT, "a_customer_goes_from_the_form_through_the_phone_to_the_open_account")),
    ("situation, with errors", (LOCALES, "every_error_of_every_field_has_a_text")),
    ("situation, being sent", (FORM, "two_forms_sent_in_a_row_both_arrive")),
    (
        "situation, not sent",
        (
            FORM,
            "a_form_that_fails_behind_another_screen_does_not_take_the_focus_and_shows_the_failure_on_return",
        ),
    ),
    ("taxes", (FORM, "a_customer_declares_one_to_three_countries_and_their_numbers")),
    ("taxes, asked again", (CONFIRMATION, "an_answer_that_the_provider_refuses_is_corrected_in_its_form")),
    ("taxes, asked again, with errors", WALKED),
    ("taxes, asked again, being sent", WALKED),
    ("taxes, asked again, not sent", WALKED),
    (
        "taxes, with errors",
        (BAD_INPUT, "each_bad_text_in_each_field_gets_an_error_there_or_is_sent_corrected_and_kept"),
    ),
    ("taxes, being sent", (FORM, "two_forms_sent_in_a_row_both_arrive")),
    ("taxes, not sent", WALKED),
    ("terms", (FORM, "the_terms_are_accepted_in_the_version_that_was_shown")),
    ("terms, with errors", (FORMS_IN_THE_BROWSER, "each document that is not accepted has its own error")),
    (
        "terms, being sent",
        ("tests/native/terms.rs", "a_consent_that_fails_to_send_is_withdrawn_if_the_terms_changed_meanwhile"),
    ),
    ("terms, not sent", WALKED),
    ("phone: the code is being made", (CODE, "a_code_that_is_still_being_made_is_shown_when_it_is_ready")),
    ("phone: the code could not be made yet", (CODE, "a_delayed_code_is_not_promised_in_a_few_seconds")),
    ("phone: the code is shown", (CODE, "the_code_counts_down_and_is_hidden_after_two_minutes")),
    ("phone: the code is shown, copied", (CODE, "the_outcome_of_a_copy_is_shown_and_announced")),
    ("phone: the code is shown, not copied", (CODE, "the_outcome_of_a_copy_is_shown_and_announced")),
    ("phone: the code is hidden", (CODE, "the_code_is_hidden_with_the_page_and_stays_hidden_until_a_press")),
    (
        "phone: the code did not come",
        (CODE, "a_code_that_cannot_be_fetched_shows_a_notice_and_can_be_retried"),
    ),
    (
        "phone: somebody else used the code",
        (REPORT, "a_report_is_confirmed_to_the_customer_and_sent_to_the_host"),
    ),
    (
        "did somebody else use the code?",
        (REPORT, "two_presses_report_the_code_from_every_screen_after_it_was_revealed"),
    ),
    (
        "did somebody else use the code?, being sent",
        (REPORT, "a_report_is_confirmed_to_the_customer_and_sent_to_the_host"),
    ),
    (
        "did somebody else use the code?, not sent",
        (REPORT, "a_failed_report_is_announced_and_can_be_retried"),
    ),
    ("ways to prove it", (TRANSFER, "a_customer_who_refuses_the_face_scan_chooses_the_transfer")),
    (
        "ways to prove it, being sent",
        (OTHER_WAYS, "the_ways_are_radio_buttons_and_the_change_is_asked_for_once_more"),
    ),
    ("ways to prove it, not sent", (TRANSFER, "a_failed_change_to_the_transfer_can_be_retried")),
    ("transfer", (OTHER_WAYS, "the_account_is_formatted_as_banks_do_and_each_line_can_be_copied")),
    ("transfer, copied", (TRANSFER, "each_line_can_be_copied_and_the_copy_is_announced")),
    ("transfer, not copied", (TRANSFER, "each_line_can_be_copied_and_the_copy_is_announced")),
    ("transfer, asked again", (TRANSFER, "a_transfer_by_another_payer_must_be_repeated_and_has_a_reason")),
    ("transfer, asked again, copied", WALKED),
    ("transfer, asked again, not copied", WALKED),
    ("document w9", (DOCUMENTS, "a_document_is_chosen_sent_and_tracked")),
    ("document w9, file chosen", (DOCUMENTS, "a_document_is_chosen_sent_and_tracked")),
    ("document w9, with errors", (DOCUMENTS, "a_file_is_checked_before_it_is_sent")),
    ("document w9, being sent", (DOCUMENTS, "progress_is_announced_at_most_four_times")),
    ("document w9, not sent", (DOCUMENTS, "a_retry_keeps_the_key_and_another_file_gets_a_new_one")),
    ("document w8_ben", WALKED),
    ("document w8_ben, file chosen", WALKED),
    ("document w8_ben, with errors", WALKED),
    ("document w8_ben, being sent", WALKED),
    ("document w8_ben, not sent", WALKED),
    ("document other", (DOCUMENTS, "another_document_needs_a_reason")),
    ("document other, file chosen", (DOCUMENTS, "another_document_needs_a_reason")),
    (
        "document other, with errors",
        (BAD_INPUT, "each_bad_reason_for_a_document_gets_an_error_there_or_is_sent"),
    ),
    ("document other, being sent", (DOCUMENTS, "another_document_needs_a_reason")),
    ("document other, not sent", WALKED),
    ("document other, asked again", WALKED),
    ("document other, asked again, file chosen", WALKED),
    ("document other, asked again, with errors", WALKED),
    ("document other, asked again, being sent", WALKED),
    ("document other, asked again, not sent", WALKED),
    ("wait", (BROWSER, "the_waiting_screen_shows_each_check_and_the_next_form")),
    ("wait: minutes left", (STATUS, "the_results_of_the_checks_are_announced")),
    ("wait: longer than usual", WALKED),
    ("wait: manual review", ("tests/native/order.rs", "no_duration_is_given_during_a_manual_review")),
    ("wait: the phone is next", (FORM, "every_form_but_the_first_offers_the_way_back")),
    (
        "wait: on the phone",
        ("tests/native/order.rs", "the_page_does_not_call_a_phone_connected_before_it_is_bound"),
    ),
    (
        "wait: on the phone, then a transfer",
        (TRANSFER, "the_wait_does_not_mention_a_video_if_the_customer_makes_a_transfer"),
    ),
    ("wait: for the transfer", (TRANSFER, "a_transfer_that_was_made_is_tracked_and_can_be_viewed_again")),
    ("wait: the identity check needs the customer", WALKED),
    ("wait: a step was not accepted", WALKED),
    ("wait: the check was closed", (RESTART, "a_new_check_is_offered_only_if_the_server_allows_it")),
    ("wait: the check was closed, being sent", (RESTART, "a_new_check_is_sent_once_and_under_one_key")),
    ("wait: the check was closed, not sent", (RESTART, "a_new_check_is_sent_once_and_under_one_key")),
    ("confirmation", (CONFIRMATION, "the_time_left_is_measured_by_the_servers_clock")),
    ("confirmation, being sent", (CONFIRMATION, "a_pending_confirmation_can_be_sent_again")),
    ("confirmation, not sent", (CONFIRMATION, "a_failed_resend_shows_a_notice_until_the_next_try")),
    ("confirmation, refused", (CONFIRMATION, "a_missed_confirmation_can_be_sent_again")),
    ("confirmation, refused, being sent", WALKED),
    ("confirmation, refused, not sent", WALKED),
    ("confirmation, timed out", (CONFIRMATION, "a_missed_confirmation_can_be_sent_again")),
    ("confirmation, timed out, being sent", WALKED),
    ("confirmation, timed out, not sent", WALKED),
    ("confirmation, phone not ready", (CONFIRMATION, "a_missed_confirmation_can_be_sent_again")),
    ("confirmation, phone not ready, being sent", WALKED),
    ("confirmation, phone not ready, not sent", WALKED),
    ("problem: no first answer", (STATUS, "a_failed_first_call_is_retried_by_a_timer_and_by_a_press")),
    ("problem: the session ended", (SESSION, "a_renewed_session_brings_the_form_back_with_what_was_typed")),
    (
        "problem: the details could not be read",
        (RECORD, "details_that_could_not_be_read_offer_a_retry_and_a_way_back"),
    ),
    ("end: opened", (STRAIGHT, "a_customer_goes_from_the_form_through_the_phone_to_the_open_account")),
    (
        "end: opened, self-certification",
        (CERTIFICATE, "the_certificate_is_downloaded_after_the_account_is_open"),
    ),
    (
        "end: opened, self-certification, being fetched",
        (CERTIFICATE, "the_certificate_is_downloaded_after_the_account_is_open"),
    ),
    ("end: opened, self-certification, not fetched", (CERTIFICATE, "a_failed_download_can_be_retried")),
    ("end: refused", (BROWSER, "each_end_has_its_text")),
    ("end: expired", (RESTART, "no_other_final_status_offers_a_restart")),
    ("end: expired, new start", (RECORD, "an_expired_onboarding_offers_one_button")),
    (
        "end: expired, new start, being sent",
        (RESTART, "a_restart_after_expiry_keeps_nothing_of_the_previous_onboarding"),
    ),
    (
        "end: expired, new start, not sent",
        (RESTART, "a_restart_that_fails_says_what_to_do_and_can_be_retried"),
    ),
    (
        "connection: away",
        (
            BAD_CONNECTION,
            "if the network is lost while typing, the customer sees a message and can type, and the page continues automatically",
        ),
    ),
    (
        "connection: poor",
        (STATUS, "the_banner_appears_at_the_second_failure_and_disappears_with_the_next_answer"),
    ),
];
