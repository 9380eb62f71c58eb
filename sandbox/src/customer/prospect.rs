//! The person who opens an account: everything the provider knows about one `appUserId`.

use std::collections::BTreeMap;

use contract::time::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    customer::{
        generation::Generation,
        profile::{Lock, Profile},
        record::{AccountStatus, UserRecordStatus},
    },
    kyc::{identification::Identification, outcome::Outcome, screening::Screening},
    money::{iban, transfer::Transfer},
    phone::authentication::{Authentication, Fate},
    tax::{
        declaration::{TaxStatus, TaxStep},
        document::{DocumentOutcome, TaxDocumentKind},
    },
    time::date_format,
    world::random::Random,
};

/// One prospect or customer. It has personal data and the activation code, so there is no `Debug`.
pub struct Prospect {
    /// The partner's identifier.
    pub app_user_id: String,
    /// Serial number, the `Id` of the API.
    pub number: u64,
    /// Generation of the API.
    pub generation: Generation,
    /// When `POST users` arrived.
    pub created_at: Timestamp,
    /// When the profile was changed last.
    pub updated_at: Timestamp,
    /// 12 characters, the wallet's issuer client id.
    pub public_user_code: String,
    /// The default account.
    pub account_id: Uuid,
    /// The account's IBAN, known from the beginning.
    pub iban: String,
    /// The data from the partner.
    pub profile: Profile,
    /// The state of the prospect.
    pub status: UserRecordStatus,
    /// Proof of identity.
    pub identification: Identification,
    /// Screening.
    pub screening: Screening,
    /// The chosen result of the identification.
    pub outcome: Outcome,
    /// The code that binds a phone.
    pub activation: Activation,
    /// Whether the next activation code cannot be made.
    pub is_next_code_lacking: bool,
    /// The phone's wallet.
    pub wallet: Wallet,
    /// The declarative step: occupation, assets, income. `None` until it is done.
    pub declarative: Option<Declarative>,
    /// The tax step. `None` until it is done.
    pub tax: Option<TaxStep>,
    /// When the terms were accepted.
    pub terms_accepted_at: Option<Timestamp>,
    /// The chosen results of the review of tax documents. A document without one is validated.
    pub document_outcomes: BTreeMap<TaxDocumentKind, DocumentOutcome>,
    /// Money sent to the account, oldest first.
    pub transfers: Vec<Transfer>,
    /// Confirmations requested on the phone, oldest first.
    pub authentications: Vec<Authentication>,
    /// The fate of the next confirmation. If there is none, the customer decides.
    pub next_confirmation: Option<Fate>,
    /// Duration of the review of a transfer, in milliseconds. If there is none, the settings decide.
    pub transfer_review_millis: Option<u64>,
    /// Whether the next tax document is refused, whatever was chosen for its kind.
    pub is_next_document_refused: bool,
    /// The name of the scenario that was applied last.
    pub scenario: Option<&'static str>,
}

/// The activation code.
pub enum Activation {
    /// Not sent yet.
    Awaited,
    /// Sent and not used.
    Ready(String),
    /// Used: a wallet was made with it.
    Used(String),
}

/// The wallet on the phone.
#[derive(Clone, PartialEq, Eq)]
pub enum Wallet {
    /// No phone is bound yet.
    None,
    /// Bound to the phone of this device id.
    Ready(String),
    /// Killed after a failed identification.
    Killed,
}

/// The three answers of the declarative step.
#[derive(Clone, Copy)]
pub struct Declarative {
    /// One of 42 codes.
    pub economic_activity: i64,
    /// Bracket 1 to 7.
    pub asset: i64,
    /// Bracket 1 to 7.
    pub income: i64,
}

impl Activation {
    /// The code, used or not.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Awaited => None,
            Self::Ready(code) | Self::Used(code) => Some(code),
        }
    }
}

impl Prospect {
    /// A new prospect.
    pub fn new(
        app_user_id: String,
        number: u64,
        profile: Profile,
        generation: Generation,
        now: Timestamp,
        random: &mut Random,
    ) -> Self {
        Self {
            app_user_id,
            number,
            generation,
            created_at: now,
            updated_at: now,
            public_user_code: random.public_code(),
            account_id: random.uuid(),
            iban: iban::french(number),
            outcome: Outcome::of_email(profile.text("Email")),
            profile,
            status: UserRecordStatus::Initialized,
            identification: Identification::default(),
            screening: Screening { is_needed: generation == Generation::Current, ..Screening::default() },
            activation: Activation::Awaited,
            is_next_code_lacking: false,
            wallet: Wallet::None,
            declarative: None,
            tax: None,
            terms_accepted_at: None,
            document_outcomes: BTreeMap::new(),
            transfers: Vec::new(),
            authentications: Vec::new(),
            next_confirmation: None,
            transfer_review_millis: None,
            is_next_document_refused: false,
            scenario: None,
        }
    }

    /// The state of the account.
    pub fn account_status(&self) -> AccountStatus {
        match self.status {
            UserRecordStatus::Validated => AccountStatus::Activated,
            UserRecordStatus::Refused => AccountStatus::Closed,
            UserRecordStatus::Initialized | UserRecordStatus::InProgress => AccountStatus::Initialized,
        }
    }

    /// Whether every step is complete.
    pub fn is_clear(&self) -> bool {
        self.identification.is_proven()
            && self.declarative.is_some()
            && self.tax.as_ref().is_some_and(|tax| tax.status() == TaxStatus::Ok)
            && (self.terms_accepted_at.is_some() || self.identification.is_signed())
            && self.screening.is_clear()
    }

    /// Which fields may be changed now (documentation, users: update).
    pub fn lock(&self) -> Lock {
        if self.identification.is_proven() {
            Lock::Proven
        } else if self.identification.has_failed() && self.outcome.is_mismatch() {
            Lock::Nothing
        } else {
            Lock::Identity
        }
    }

    /// The answer of version 1.1 about this user.
    pub fn to_json(&self) -> Value {
        let is_open = self.status == UserRecordStatus::Validated;
        json!({
            "Id": self.number,
            "AppUserId": self.app_user_id,
            "Role": if is_open { 2 } else { 1 },
            "Type": 1,
            "Profile": self.profile.to_json(),
            "Amount": 0,
            "AccountingBalanceAmount": 0,
            "SubAccounts": [{
                "Id": self.number,
                "AppAccountId": self.account_id.to_string(),
                "Iban": self.iban,
                "IbanHint": iban::hint(&self.iban),
                "IsDefault": true,
            }],
            "BankAccounts": [],
            "CBCards": [],
            "Status": self.account_number(),
            "KycStatus": self.kyc_number(),
            "OnBoardingDate": date_format::iso_without_zone(self.created_at),
        })
    }

    /// The account's status as a number of version 1.1.
    fn account_number(&self) -> u8 {
        match self.account_status() {
            AccountStatus::Initialized => 6, // WaitingKYC
            AccountStatus::Activated => 1,
            AccountStatus::Closed => 5,
        }
    }

    /// The status of the identification as a number of version 1.1.
    fn kyc_number(&self) -> u8 {
        match self.status {
            UserRecordStatus::Validated => 3, // Accepted
            UserRecordStatus::Refused => 2,
            UserRecordStatus::Initialized | UserRecordStatus::InProgress => {
                self.identification.kyc_status.number()
            }
        }
    }
}
