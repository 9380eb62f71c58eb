//! What becomes of money sent to a prospect's account: somebody compares the payer's name with the customer's
//! (documentation, KYC: transfers). It counts only while it is awaited; it is returned where it cannot count.

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

/// The published reason for another payer.
const OTHER_PAYER: &str = "The beneficiary's name is different from the transmitter's name";
/// The diligence that a transfer is.
const DILIGENCE: &str = "SCTIN";

impl Identification {
    /// What is found about the transfer that is awaited, in place of what was found about one before.
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
    /// Somebody pays. The money is there after its time, or at once where that is over.
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

    /// A transfer is there. It is looked at while one is awaited; a customer's is booked; any other is returned.
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

    /// Somebody has compared the names: callback 31, then the one about the money, then 4.
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
        // A refusal in the meantime leaves nothing to prove.
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

    /// The money is on the account, or goes back: callback 16 or 38, or the one that replaces it.
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
