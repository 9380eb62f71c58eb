//! Durations in milliseconds of the sandbox clock. The documentation gives the order of the callbacks and the figures
//! marked "documented". The others are chosen to keep that order and to look real.

use contract::time::Timestamp;

use crate::{time::clock::plus, world::random::Random};

/// After `POST users`: callback 34 `Initialized`.
pub const INITIALIZED: u64 = 400;
/// After `POST users`: callback 4 `Initialized`; in the current generation, callback 45 `Initialized`.
pub const SECOND_CALLBACK: u64 = 800;
/// After a user was created or changed in version 2.0: callback `UserCreatedOrUpdated`.
pub const USER_TOLD: u64 = 1_000;
/// After the KYC demand: callback 35.
pub const DEMANDED_CODE: u64 = 1_500;
/// After the KYC demand: callback 48.
pub const DEMANDED_WEBVIEW: u64 = 1_700;
/// After the KYC demand: callback 4 `Pending`.
pub const DEMANDED_KYC: u64 = 1_900;
/// After the screening began or found a hit: its next callback (documented: 3 to 8 minutes).
pub const SCREENED: u64 = 180_000;
/// After `POST users` of version 1.1: callback 35.
pub const ACTIVATION_CODE: u64 = 2_000;
/// After the first step: callback 34 `InProgress`.
pub const IN_PROGRESS: u64 = 300;
/// After the pictures were sent: callback 4 `Pending`.
pub const KYC_PENDING: u64 = 600;
/// After the pictures were sent: the document is checked, callback 4 `Incomplete`.
pub const DOCUMENT_CHECKED: u64 = 90_000;
/// After the pictures were sent: earliest result for document and face (documented: 3 to 6 minutes).
pub const FACE_CHECKED_FIRST: u64 = 180_000;
/// After the pictures were sent: latest result for document and face (documented: 3 to 6 minutes).
pub const FACE_CHECKED_LAST: u64 = 360_000;
/// After the review by a person began: its result.
pub const REVIEWED: u64 = 600_000;
/// After a failed identification: callback 35 with the code for the next wallet, or callback 34 `Refused`.
pub const AFTER_FAILED_IDENTIFICATION: u64 = 2_000;
/// After an instant transfer was ordered: it arrives (documented: about 10 s).
pub const INSTANT_TRANSFER: u64 = 10_000;
/// After an ordinary transfer was ordered: it arrives (documented: about 2 working days).
pub const TRANSFER_WORKING_DAYS: u64 = 2;
/// After a transfer arrived: its review ends (documented: up to 2 days).
pub const TRANSFER_REVIEWED: u64 = 10_000;
/// After a transfer was reviewed, or returned without a review: the callback about the money.
pub const TRANSFER_BOOKED: u64 = 500;
/// After that callback: callback 4.
pub const TRANSFER_COUNTED: u64 = 500;
/// After a tax document arrived: its review begins.
pub const TAX_DOCUMENT_OPENED: u64 = 60_000;
/// After the review of a tax document began: it ends.
pub const TAX_DOCUMENT_REVIEWED: u64 = 600_000;
/// After the declarative step: callback 32, the risk score.
pub const RISK_SCORE: u64 = 1_000;
/// After a confirmation was given or refused on the phone: callback 36.
pub const AUTHENTICATION_RESULT: u64 = 500;
/// After a confirmation was requested that is planned to be refused on the phone.
pub const REFUSED_ON_THE_PHONE: u64 = 3_000;
/// After an activation code could not be made: the next one.
pub const NEXT_CODE: u64 = 30_000;
/// After the tax step was carried out: callback 44.
pub const TAX_STATUS: u64 = 1_000;
/// After the last step was completed: callbacks 34 `Validated` and 45 `Activated`.
pub const VALIDATED: u64 = 2_000;
/// Lifetime of a confirmation (documented: 5 minutes).
pub const AUTHENTICATION_LIFE: u64 = 300_000;
/// After `POST users`: a prospect that is not a customer yet is removed (documented: 90 days).
pub const PROSPECT_LIFE: u64 = 90 * DAY;
/// How long an undelivered callback can be fetched (documented: 14 days).
pub const QUEUE_LIFE: u64 = 14 * DAY;
/// Lifetime of an access token, in seconds (documented: 3600).
pub const TOKEN_SECONDS: u64 = 3_600;
/// Delays between the attempts to deliver a callback (documented: +20 s, +60 s, +5 min, +30 min).
pub const RETRIES: [u64; 4] = [20_000, 60_000, 300_000, 1_800_000];
/// How long a callback that is to be reordered waits for a later one.
pub const HELD_BACK: u64 = 60_000;

/// One day.
pub const DAY: u64 = 86_400_000;

/// When an ordinary transfer ordered now arrives. Saturdays and Sundays do not count.
pub fn working_days_after(now: Timestamp) -> Timestamp {
    // 1 January 1970 was a Thursday.
    let days = |time: Timestamp| time.as_millis().div_euclid(i64::try_from(DAY).unwrap_or(i64::MAX));
    let is_at_work = |time: Timestamp| !matches!(days(time).rem_euclid(7), 2 | 3);
    let mut at = now;
    for _ in 0..TRANSFER_WORKING_DAYS {
        at = plus(at, DAY);
        while !is_at_work(at) {
            at = plus(at, DAY);
        }
    }
    at
}

/// When document and face have both been checked: a random time in the documented range.
pub fn face_checked(random: &mut Random) -> u64 {
    random.between(FACE_CHECKED_FIRST, FACE_CHECKED_LAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_are_not_working_days() {
        for (ordered, there) in [
            ("2026-03-02T09:00:00Z", "2026-03-04T09:00:00.000Z"), // Monday, Wednesday
            ("2026-03-05T09:00:00Z", "2026-03-09T09:00:00.000Z"), // Thursday, Monday
            ("2026-03-07T09:00:00Z", "2026-03-10T09:00:00.000Z"), // Saturday, Tuesday
        ] {
            let due = working_days_after(Timestamp::parse(ordered).unwrap());
            assert_eq!(due, Timestamp::parse(there).unwrap(), "{ordered}");
        }
    }
}
