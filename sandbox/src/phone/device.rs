//! A phone with the provider's SDK: it is bound with an activation code and confirms requests (documentation, SDK). The
//! five-digit secret code stays on the phone and is unknown here.

use crate::{
    customer::{
        prospect::{Activation, Prospect, Wallet},
        record::UserRecordStatus,
    },
    kyc::{diligence::Document, identification::Phase, proof::Proof},
    money::iban,
    phone::authentication::{Authentication, AuthenticationStatus, Fate},
    time::date_format,
    world::{WebviewOf, World},
};
use serde_json::{Value, json};

/// Title of a notification (documentation, SCA: fixed text).
const TITLE: &str = "Une opération sensible requiert votre validation";

/// Why a phone was not bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotBound {
    /// The code does not have 32 hexadecimal digits.
    Malformed,
    /// No prospect has this code now.
    Unknown,
    /// The code was used.
    Used,
    /// The phone already has a wallet.
    AlreadyBound,
}

/// Why pictures were not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotTaken {
    /// No page has this token, or its phone is no longer bound.
    Unknown,
    /// No pictures are requested now.
    NotRequired,
    /// The video of the face is missing although the scan was not refused.
    NoSelfie,
}

impl World {
    /// Binds a phone (`walletProvisioning.launch`).
    ///
    /// # Errors
    /// [`NotBound`].
    pub fn bind_device(&mut self, device_id: &str, code: &str) -> Result<(), NotBound> {
        let code = normalise(code).ok_or(NotBound::Malformed)?;
        if self.bound_prospect(device_id).is_some() {
            return Err(NotBound::AlreadyBound);
        }
        let mut prospects = self.prospects.values_mut();
        let prospect = prospects
            .find(|prospect| prospect.activation.code() == Some(&code))
            .filter(|prospect| prospect.status != UserRecordStatus::Refused)
            .ok_or(NotBound::Unknown)?;
        if matches!(prospect.activation, Activation::Used(_)) {
            return Err(NotBound::Used);
        }
        prospect.activation = Activation::Used(code);
        prospect.wallet = Wallet::Ready(device_id.into());
        if prospect.identification.has_failed() {
            prospect.identification.phase = Phase::Required; // a new wallet allows a new attempt
        }
        self.devices.insert(device_id.into(), prospect.app_user_id.clone());
        Ok(())
    }

    /// The prospect whose wallet is on this phone.
    pub fn bound_prospect(&self, device_id: &str) -> Option<&Prospect> {
        let prospect = self.prospects.get(self.devices.get(device_id)?)?;
        matches!(&prospect.wallet, Wallet::Ready(bound) if bound == device_id).then_some(prospect)
    }

    /// Address of the identification provider's page for this phone (`getIssuerData`). `None` if the phone is not
    /// bound.
    pub fn webview_url(&mut self, device_id: &str) -> Option<String> {
        let demand = self.bound_prospect(device_id)?.identification.demand.as_ref();
        // In the current generation the page belongs to the demand, and the partner's app passes it on.
        let token = demand.map(|demand| demand.token.clone()).unwrap_or_else(|| {
            let token = self.random.hex_code();
            self.webviews.insert(token.clone(), WebviewOf::Device(device_id.into()));
            token
        });
        Some(format!("/phone/webview/?token={token}"))
    }

    /// The prospect of the page with this token. `None` if the page is no longer valid.
    pub fn prospect_of_page(&self, token: &str) -> Option<&Prospect> {
        match self.webviews.get(token)? {
            WebviewOf::Device(device_id) => self.bound_prospect(device_id),
            WebviewOf::Demand(app_user_id) => self.prospects.get(app_user_id).filter(|prospect| {
                prospect.identification.demand.as_ref().is_some_and(|demand| demand.token == token)
            }),
        }
    }

    /// Accepts the pictures taken on the page with this token. A video of the face is ignored if the scan was refused.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub fn take_pictures(
        &mut self,
        token: &str,
        document: Document,
        has_selfie: bool,
    ) -> Result<(), NotTaken> {
        let prospect = self.prospect_of_page(token).ok_or(NotTaken::Unknown)?;
        if prospect.identification.phase != Phase::Required {
            return Err(NotTaken::NotRequired);
        }
        if prospect.identification.proof == Proof::Selfie && !has_selfie {
            return Err(NotTaken::NoSelfie);
        }
        let app_user_id = prospect.app_user_id.clone();
        self.submit_pictures(&app_user_id, document);
        Ok(())
    }

    /// The content of the phone's screen.
    pub fn describe_device(&self, device_id: &str) -> Value {
        let Some(prospect) = self.devices.get(device_id).and_then(|id| self.prospects.get(id)) else {
            return unbound();
        };
        let is_bound = matches!(&prospect.wallet, Wallet::Ready(bound) if bound == device_id);
        let now = self.now();
        let pending = prospect.authentications.iter().filter(|authentication| {
            is_bound
                && authentication.status == AuthenticationStatus::Pending
                && authentication.fate != Some(Fate::Unanswered)
                && authentication.expires_at > now
        });
        json!({
            "wallet": if is_bound { "ready" } else { "killed" },
            "appUserId": prospect.app_user_id,
            "firstName": prospect.profile.text("FirstName"),
            "identification": prospect.identification.phase.name(),
            "proof": prospect.identification.proof.name(),
            "transfer": prospect.transfers.last().map(|transfer| json!({
                "amountCents": transfer.amount_cents,
                "status": transfer.status.name(),
            })),
            "notifications": pending.map(|pending| self.notification(prospect, pending)).collect::<Vec<_>>(),
            "account": match prospect.status {
                UserRecordStatus::Refused => None,
                _ => Some(prospect.account_status().name()),
            },
            "userRecordStatus": prospect.status.name(),
        })
    }

    fn notification(&self, prospect: &Prospect, authentication: &Authentication) -> Value {
        let left = authentication.expires_at.millis_since(self.now());
        json!({
            "authenticationId": authentication.id.to_string(),
            "title": TITLE,
            "rows": [
                { "label": "Opération", "value": authentication.operation.label() },
                { "label": "Date", "value": date_format::day_first(authentication.requested_at) },
                { "label": "Compte", "value": iban::hint(&prospect.iban) },
            ],
            // The person with the phone waits in real time, which is unrelated to a frozen clock.
            "expiresInMillis": left / u64::from(self.clock.speed().max(1)),
            "status": authentication.status.name(),
        })
    }
}

/// The screen of a phone that is not bound.
fn unbound() -> Value {
    json!({
        "wallet": "onProvisioningRequired",
        "appUserId": null,
        "firstName": null,
        "identification": Phase::Required.name(),
        "proof": Proof::Selfie.name(),
        "transfer": null,
        "notifications": [],
        "account": null,
        "userRecordStatus": null,
    })
}

/// 32 hexadecimal digits in lower case, without `0x` and spaces.
fn normalise(code: &str) -> Option<String> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let digits = code.strip_prefix("0x").unwrap_or(&code);
    (digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| digits.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_32_hexadecimal_digits() {
        let code = "d14c7a9b0e5f42318c6ad90b7e24f153";
        for written in [code, "0xd14c7a9b0e5f42318c6ad90b7e24f153", "D14C 7A9B 0E5F 4231 8C6A D90B 7E24 F153"]
        {
            assert_eq!(normalise(written).as_deref(), Some(code));
        }
        for other in ["", "d14c", "g14c7a9b0e5f42318c6ad90b7e24f153", "é14c7a9b0e5f42318c6ad90b7e24f15"] {
            assert_eq!(normalise(other), None);
        }
    }
}
