//! The chosen variants of the provider. All defaults are here.

use serde::{Deserialize, Serialize};

use crate::{kyc::proof::Proof, time::timetable};

/// The settings of `PUT /control/settings`. A setting that is left out keeps its value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// Wrapper of a callback's payload. Default `bare`.
    pub wrapper: Wrapper,
    /// Form of callback 36. Default `body`.
    pub sca_transport: ScaTransport,
    /// Whether activation codes begin with `0x`. Default false.
    pub activation_code_prefix: bool,
    /// Spelling of the key of the prospect's identifier in callbacks. Default `documented`.
    pub id_key: IdKey,
    /// Whether a phone passes the eligibility check. Default true.
    pub device_eligible: bool,
    /// Lifetime of a confirmation, in milliseconds of the sandbox clock. Default 300,000.
    pub sca_life_millis: u64,
    /// Proof that the workflow `Identity` requires in addition to the document. Default `selfie`.
    pub identity_proof: Proof,
    /// Smallest amount of a transfer as proof of identity, in euro cents. Default 100 (documented: usually 1 €).
    pub transfer_min_cents: u64,
    /// Largest amount of such a transfer, in euro cents. Default 100,000 (documented: usually 1000 €).
    pub transfer_max_cents: u64,
    /// Duration of the review of a transfer, in milliseconds of the sandbox clock. Default 10,000.
    pub transfer_review_millis: u64,
    /// Type of the callback that reports that money was booked or returned. Default `numbered`.
    pub transfer_callback: TransferCallback,
    /// Form of the files of a document in callback 44. Default `text`.
    pub tax_files: TaxFiles,
    /// Whether prospects of version 1.1 that are created from now on are screened. Default false.
    pub screening: bool,
}

/// Wrapper of a callback's payload.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Wrapper {
    /// No wrapper.
    #[serde(rename = "bare")]
    Bare,
    /// `{"Payload": …}`.
    Payload,
    /// `{"payload": …}`.
    #[serde(rename = "payload")]
    LowerPayload,
}

/// Form of callback 36.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ScaTransport {
    /// `{"Header":{…},"Payload":"…"}`.
    Body,
    /// HTTP headers. The body is the payload, or empty.
    Headers,
    /// The members of `Header` and of `Payload` side by side in the body.
    Flat,
}

/// Spelling of the key of the prospect's identifier in callbacks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum IdKey {
    /// As documented for each type: `AppUserId` in 35 and 36, else `appUserId`.
    #[serde(rename = "documented")]
    Documented,
    /// `appUserId` everywhere.
    #[serde(rename = "appUserId")]
    Camel,
    /// `appUserid` everywhere.
    #[serde(rename = "appUserid")]
    Mixed,
    /// `AppUserId` everywhere.
    #[serde(rename = "AppUserId")]
    Pascal,
}

/// Type of the callback that reports that money was booked or returned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TransferCallback {
    /// Callback 16, or 38 for an instant transfer.
    Numbered,
    /// Their replacements: `SepaCreditTransferCreatedOrUpdated` and `InstantPaymentCreatedOrUpdated`.
    Named,
}

/// Form of the files of a document in callback 44.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TaxFiles {
    /// A text: `FATCA_W9`.
    Text,
    /// A list: `["FATCA_W9.pdf"]`.
    List,
}

/// A change of some [`Settings`].
#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SettingsChange {
    wrapper: Option<Wrapper>,
    sca_transport: Option<ScaTransport>,
    activation_code_prefix: Option<bool>,
    id_key: Option<IdKey>,
    device_eligible: Option<bool>,
    sca_life_millis: Option<u64>,
    identity_proof: Option<Proof>,
    transfer_min_cents: Option<u64>,
    transfer_max_cents: Option<u64>,
    transfer_review_millis: Option<u64>,
    transfer_callback: Option<TransferCallback>,
    tax_files: Option<TaxFiles>,
    screening: Option<bool>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            wrapper: Wrapper::Bare,
            sca_transport: ScaTransport::Body,
            activation_code_prefix: false,
            id_key: IdKey::Documented,
            device_eligible: true,
            sca_life_millis: timetable::AUTHENTICATION_LIFE,
            identity_proof: Proof::Selfie,
            transfer_min_cents: 100,
            transfer_max_cents: 100_000,
            transfer_review_millis: timetable::TRANSFER_REVIEWED,
            transfer_callback: TransferCallback::Numbered,
            tax_files: TaxFiles::Text,
            screening: false,
        }
    }
}

impl Settings {
    /// Changes the settings that `change` names.
    pub fn apply(&mut self, change: SettingsChange) {
        *self = Self {
            wrapper: change.wrapper.unwrap_or(self.wrapper),
            sca_transport: change.sca_transport.unwrap_or(self.sca_transport),
            activation_code_prefix: change.activation_code_prefix.unwrap_or(self.activation_code_prefix),
            id_key: change.id_key.unwrap_or(self.id_key),
            device_eligible: change.device_eligible.unwrap_or(self.device_eligible),
            sca_life_millis: change.sca_life_millis.unwrap_or(self.sca_life_millis),
            identity_proof: change.identity_proof.unwrap_or(self.identity_proof),
            transfer_min_cents: change.transfer_min_cents.unwrap_or(self.transfer_min_cents),
            transfer_max_cents: change.transfer_max_cents.unwrap_or(self.transfer_max_cents),
            transfer_review_millis: change.transfer_review_millis.unwrap_or(self.transfer_review_millis),
            transfer_callback: change.transfer_callback.unwrap_or(self.transfer_callback),
            tax_files: change.tax_files.unwrap_or(self.tax_files),
            screening: change.screening.unwrap_or(self.screening),
        };
    }
}

impl IdKey {
    /// The key to use where the documentation has `documented`.
    pub fn key(self, documented: &'static str) -> &'static str {
        match self {
            Self::Documented => documented,
            Self::Camel => "appUserId",
            Self::Mixed => "appUserid",
            Self::Pascal => "AppUserId",
        }
    }
}
