//! Handles money sent to a prospect's account: the payer's name is compared with the customer's (documentation, KYC:
//! transfers). A transfer counts only while it is expected. Money that cannot count is returned.

use contract::time::Timestamp;
use uuid::Uuid;

use crate::{
    callback::message::Message,
    customer::record::UserRecordStatus,
    kyc::{
        diligence::{Diligence, DiligenceStatus, KycStatus},
        identification::{Identification, Phase},
    },
    money::{
        payer,
        transfer::{Payment, Transfer, TransferReport, TransferStatus},
    },
    time::{clock::plus, timetable},
    world::{Event, World},
};

/// The published reason for a different payer.
const OTHER_PAYER: &str = "The beneficiary's name is different from the transmitter's name";
/// The kind of diligence of a transfer.
const DILIGENCE: &str = "SCTIN";

impl Identification {
    /// Records the result of the expected transfer in place of the result of an earlier one.
    fn count(&mut self, status: DiligenceStatus, reason: &'static str) {
        self.diligences.retain(|diligence| diligence.kind != DILIGENCE);
        self.diligences.push(Diligence { kind: DILIGENCE, status, reason });
        if self.are_all_valid() {
            self.kyc_status = KycStatus::Complete;
            self.phase = Phase::Done;
        }
    }
}

impl World {
    /// Sends a payment. The money arrives after its delay, or at once if that time has passed.
    pub fn pay(&mut self, app_user_id: &str, payment: Payment) -> Option<Transfer> {
        let now = self.now();
        let prospect = self.prospects.get_mut(app_user_id)?;
        let own = |name: &str| prospect.profile.text(name);
        let payer = payment.payer.unwrap_or_else(|| format!("{} {}", own("FirstName"), own("LastName")));
        let arrives_at = payment.arrives_at.map(|at| at.max(now)).unwrap_or_else(|| {
            if payment.is_instant {
                plus(now, timetable::INSTANT_TRANSFER)
            } else {
                timetable::working_days_after(now)
            }
        });
        let transfer = Transfer {
            number: u64::try_from(prospect.transfers.len()).unwrap_or_default() + 1,
            order_id: self.random.uuid(),
            amount_cents: payment.amount_cents,
            payer,
            is_instant: payment.is_instant,
            arrives_at,
            status: TransferStatus::Sent,
        };
        prospect.transfers.push(transfer.clone());
        let (app_user_id, order_id) = (app_user_id.to_owned(), transfer.order_id);
        self.plan(arrives_at, Event::TransferArrives { app_user_id, order_id });
        Some(transfer)
    }

    /// A transfer arrives. It is reviewed if one is expected. A customer's transfer is booked. Any other is returned.
    pub fn receive_transfer(&mut self, at: Timestamp, app_user_id: &str, order_id: Uuid) {
        let limits = self.settings.transfer_min_cents..=self.settings.transfer_max_cents;
        let review = self.settings.transfer_review_millis;
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let review = prospect.transfer_review_millis.unwrap_or(review);
        let is_customer = prospect.status == UserRecordStatus::Validated;
        let is_awaited = prospect.identification.phase == Phase::Transfer && !prospect.status.is_final();
        let is_one_in_review =
            prospect.transfers.iter().any(|transfer| transfer.status == TransferStatus::InReview);
        let Some(transfer) = find(&mut prospect.transfers, order_id) else { return };
        if !is_customer && (!is_awaited || is_one_in_review || !limits.contains(&transfer.amount_cents)) {
            return self.book(at, app_user_id, order_id, TransferStatus::Returned);
        }
        if is_customer {
            return self.book(at, app_user_id, order_id, TransferStatus::Booked);
        }
        transfer.status = TransferStatus::InReview;
        let transfer = transfer.clone();
        prospect.identification.count(DiligenceStatus::ToReview, "");
        let score = payer::score(&transfer.payer, &prospect.profile);
        let report = TransferReport { transfer, status: DiligenceStatus::ToReview, reason: "", score };
        self.send(at, app_user_id, &Message::Transfer(report));
        let app_user_id = app_user_id.to_owned();
        self.plan(plus(at, review), Event::TransferReviewed { app_user_id, order_id });
    }

    /// The names were compared: callback 31, then the callback about the money, then 4.
    pub fn conclude_transfer(&mut self, at: Timestamp, app_user_id: &str, order_id: Uuid) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let Some(transfer) = find(&mut prospect.transfers, order_id) else { return };
        let transfer = transfer.clone();
        let score = payer::score(&transfer.payer, &prospect.profile);
        let (status, reason, end) = if score.is_the_same() {
            (DiligenceStatus::Validated, "", TransferStatus::Booked)
        } else {
            (DiligenceStatus::Refused, OTHER_PAYER, TransferStatus::Returned)
        };
        // After a refusal in the meantime there is nothing left to prove.
        if prospect.identification.phase == Phase::Transfer {
            prospect.identification.count(status, reason);
        }
        let kyc = prospect.identification.message();
        self.send(at, app_user_id, &Message::Transfer(TransferReport { transfer, status, reason, score }));
        self.book(at, app_user_id, order_id, end);
        let counted = plus(at, timetable::TRANSFER_BOOKED + timetable::TRANSFER_COUNTED);
        self.send_later(counted, app_user_id, kyc);
        self.validate_if_clear(counted, app_user_id);
    }

    /// Books or returns the money: callback 16 or 38, or their replacement.
    fn book(&mut self, at: Timestamp, app_user_id: &str, order_id: Uuid, status: TransferStatus) {
        let Some(prospect) = self.prospects.get_mut(app_user_id) else { return };
        let Some(transfer) = find(&mut prospect.transfers, order_id) else { return };
        transfer.status = status;
        let message = Message::Money { transfer: transfer.clone(), naming: self.settings.transfer_callback };
        self.send_later(plus(at, timetable::TRANSFER_BOOKED), app_user_id, message);
    }
}

fn find(transfers: &mut [Transfer], order_id: Uuid) -> Option<&mut Transfer> {
    transfers.iter_mut().find(|transfer| transfer.order_id == order_id)
}
