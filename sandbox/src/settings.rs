//! Which of its documented faces the provider shows. Every default is here.

use serde::{Deserialize, Serialize};

use crate::timetable;

/// The settings of `PUT /control/settings`; what is left out keeps its value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// What a callback's payload is wrapped in. Default `bare`.
    pub wrapper: Wrapper,
    /// How callback 36 travels. Default `body`.
    pub sca_transport: ScaTransport,
    /// Whether activation codes begin with `0x`. Default false.
    pub activation_code_prefix: bool,
    /// How callbacks spell the key of the prospect's identifier. Default `documented`.
    pub id_key: IdKey,
    /// Whether a phone passes the eligibility check. Default true.
    pub device_eligible: bool,
    /// How long a confirmation waits for the phone, in milliseconds of the sandbox clock. Default 300,000.
    pub sca_life_millis: u64,
}

/// What a callback's payload is wrapped in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Wrapper {
    /// Nothing.
    #[serde(rename = "bare")]
    Bare,
    /// `{"Payload": …}`.
    Payload,
    /// `{"payload": …}`.
    #[serde(rename = "payload")]
    LowerPayload,
}

/// How callback 36 travels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ScaTransport {
    /// `{"Header":{…},"Payload":"…"}`.
    Body,
    /// HTTP headers; the body is the payload, or empty.
    Headers,
    /// The members of `Header` and `Payload` side by side in the body.
    Flat,
}

/// How callbacks spell the key of the prospect's identifier.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum IdKey {
    /// As the documentation does for each type: `AppUserId` in 35 and 36, else `appUserId`.
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
        }
    }
}

impl Settings {
    /// Takes over what `change` names.
    pub fn apply(&mut self, change: SettingsChange) {
        *self = Self {
            wrapper: change.wrapper.unwrap_or(self.wrapper),
            sca_transport: change.sca_transport.unwrap_or(self.sca_transport),
            activation_code_prefix: change.activation_code_prefix.unwrap_or(self.activation_code_prefix),
            id_key: change.id_key.unwrap_or(self.id_key),
            device_eligible: change.device_eligible.unwrap_or(self.device_eligible),
            sca_life_millis: change.sca_life_millis.unwrap_or(self.sca_life_millis),
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
