//! Stories about failures between phone, partner and provider, and about expiry.

use super::story::{Course, End, Given, Scenario, Set, open, story};
use crate::{
    phone::authentication::Fate,
    world::faults::{ApiFault, CallbackFault},
};

/// The stories, in the order of the README.
pub(super) static SCENARIOS: &[Scenario] = &[
    // The phone.
    story("activation-fails", "The first activation code cannot be made; a second one comes after a while")
        .sets(&[Set::NoFirstCode])
        .both(open(&["35 ErrorMessage", "35", "34 Validated"])),
    story("confirmation-refused", "The first confirmation is refused on the phone; it is requested again")
        .sets(&[Set::Confirmation(Fate::Refused)])
        .both(open(&["36 Failed CANCELED", "36 Succeeded", "34 Validated"])),
    story(
        "confirmation-unanswered",
        "The first confirmation never reaches the phone and expires; it is requested again",
    )
    .sets(&[Set::Confirmation(Fate::Unanswered)])
    .both(open(&["36 Failed TIMEOUT", "36 Succeeded", "34 Validated"])),
    story(
        "wallet-missing",
        "The first confirmation finds no wallet, although a phone was bound; it is requested again",
    )
    .sets(&[Set::Confirmation(Fate::NoWallet)])
    .both(open(&["36 Succeeded", "34 Validated"])),
    // Callbacks.
    story("code-late", "The activation code comes five minutes late")
        .sets(&[Set::Callbacks("35", 1, CallbackFault::Late { millis: 300_000 })])
        .both(open(&["34 Initialized", "35", "34 Validated"])),
    story("code-lost", "The activation code never comes; the partner fetches it from the queue")
        .sets(&[Set::Callbacks("35", 1, CallbackFault::Lost)])
        .both(open(&["34 Initialized", "34 Validated"]).without(&["35"])),
    story("identification-late", "The result of the pictures comes ten minutes late")
        .sets(&[Set::Callbacks("4", 20, CallbackFault::Late { millis: 600_000 })])
        .both(open(&["34 InProgress", "4 Complete"])),
    story(
        "confirmation-lost",
        "The results of the confirmations never come; the partner fetches them from the queue",
    )
    .sets(&[Set::Callbacks("36", 20, CallbackFault::Lost)])
    .both(open(&["44 OK", "34 Validated"]).without(&["36 Succeeded"])),
    story("validation-lost", "No change of the record is sent; the partner fetches them from the queue")
        .sets(&[Set::Callbacks("34", 20, CallbackFault::Lost)])
        .both(open(&["4 Complete", "45 Activated"]).without(&[
            "34 Initialized",
            "34 InProgress",
            "34 Validated",
        ])),
    story("validation-late", "Changes of the record come an hour late, after everything else")
        .sets(&[Set::Callbacks("34", 20, CallbackFault::Late { millis: 3_600_000 })])
        .both(open(&["45 Activated", "34 Validated"])),
    story("all-lost", "No callback comes at all; the partner fetches everything from the queue")
        .sets(&[Set::Callbacks("*", 1_000, CallbackFault::Lost)])
        .both(open(&[]).without(&[
            "34 Initialized",
            "35",
            "4 Complete",
            "36 Succeeded",
            "44 OK",
            "34 Validated",
        ])),
    story("all-doubled", "Every callback comes twice")
        .sets(&[Set::Callbacks("*", 1_000, CallbackFault::Doubled)])
        .both(open(&[
            "34 Initialized",
            "34 Initialized",
            "35",
            "35",
            "4 Complete",
            "4 Complete",
            "34 Validated",
            "34 Validated",
        ])),
    story("reordered", "Changes of the record come after what followed them")
        .sets(&[Set::Callbacks("34", 20, CallbackFault::Reordered)])
        .legacy(open(&["4 Initialized", "34 Initialized", "45 Activated", "34 Validated"]))
        .current(open(&["45 Initialized", "34 Initialized", "45 Activated", "34 Validated"])),
    // Calls.
    story("creation-limited", "Too many customers sign up at once: creating is refused twice with 429")
        .sets(&[Set::Creation(2, ApiFault::Status { status: 429 })])
        .both(open(&["34 Initialized", "34 Validated"])),
    story(
        "creation-fails",
        "The provider is down when the customer signs up: creating fails three times with 503",
    )
    .sets(&[Set::Creation(3, ApiFault::Status { status: 503 })])
    .both(open(&["34 Initialized", "34 Validated"])),
    story("calls-limited", "The next five calls about the customer are refused with 429")
        .sets(&[Set::Calls("*", 5, ApiFault::Status { status: 429 })])
        .both(open(&["34 Initialized", "34 Validated"])),
    story("calls-fail", "The next five calls about the customer fail with 500")
        .sets(&[Set::Calls("*", 5, ApiFault::Status { status: 500 })])
        .both(open(&["34 Initialized", "34 Validated"])),
    story("answer-lost", "The declarations are taken, but the answer is lost on the way")
        .sets(&[Set::Calls("POST /api/v2.0/users/{appUserId}/declarative", 1, ApiFault::CutAfter)])
        .both(open(&["32 low", "34 Validated"])),
    // Time.
    story(
        "prospect-expired",
        "The customer leaves, and is forgotten: after ten minutes, in place of ninety days",
    )
    .sets(&[Set::Life(10)])
    .given(&[Given::Leaves])
    .legacy(Course { end: End::Forgotten, ..open(&["34 Initialized", "4 Rejected"]) })
    .current(Course { end: End::Forgotten, ..open(&["34 Initialized"]) }),
];
