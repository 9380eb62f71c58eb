//! The customer's phone with the partner's app: it scans, takes pictures, confirms, pays.

use sandbox::money::transfer::TransferStatus;
use serde_json::{Value, json};

use crate::{provider::Sandboxed, trace::Trace};

/// One phone.
pub struct Phone {
    provider: Sandboxed,
    trace: Trace,
    device_id: &'static str,
}

/// The content of the app's screen.
pub struct Shown {
    /// Whether this phone is the customer's wallet.
    pub is_bound: bool,
    /// Whether pictures are requested.
    pub wants_pictures: bool,
    /// Whether the identity is proven by a transfer instead of the face.
    pub is_by_transfer: bool,
    /// The requests to confirm.
    pub notifications: Vec<String>,
    /// Whether a transfer is on its way or in review.
    pub is_paying: bool,
}

impl Phone {
    /// A phone without a wallet.
    pub fn new(provider: Sandboxed, trace: Trace) -> Self {
        Self { provider, trace, device_id: "5d2f0c1e-7a3b-4c58-9f0e-1b6a2d3c4e5f" }
    }

    /// Looks at the screen.
    pub async fn look(&self) -> Shown {
        let (_, shown) = self.ask("GET", "", &Value::Null).await;
        let text = |name: &str| shown[name].as_str().unwrap_or_default().to_owned();
        let notifications = shown["notifications"].as_array().into_iter().flatten();
        Shown {
            is_bound: text("wallet") == "ready",
            wants_pictures: text("identification") == sandbox::kyc::identification::Phase::Required.name(),
            is_by_transfer: text("proof") == sandbox::kyc::proof::Proof::Transfer.name(),
            notifications: notifications
                .filter_map(|notification| notification["authenticationId"].as_str().map(str::to_owned))
                .collect(),
            is_paying: [TransferStatus::Sent, TransferStatus::InReview]
                .iter()
                .any(|status| shown["transfer"]["status"] == status.name()),
        }
    }

    /// Scans a code.
    pub async fn scan(&self, code: &str) -> bool {
        self.ask("POST", "/launch", &json!({ "activationCode": code })).await.0
    }

    /// Confirms or refuses a request.
    pub async fn decide(&self, notification: &str, decision: &str) -> bool {
        let path = format!("/authentications/{notification}");
        self.ask("POST", &path, &json!({ "decision": decision })).await.0
    }

    /// Takes pictures of a document, and of the face unless the scan was refused.
    pub async fn take_pictures(&self, document: &str, has_selfie: bool) -> bool {
        let Some(page) = self.page().await else { return false };
        let selfie_seconds = if has_selfie { 6 } else { 0 };
        let body = json!({ "documentType": document, "images": 2, "selfieSeconds": selfie_seconds });
        self.ask_page("", &page, &body).await
    }

    /// Refuses the facial scan on the identification provider's page.
    pub async fn refuse_scan(&self) -> bool {
        let Some(page) = self.page().await else { return false };
        self.ask_page("/refusal", &page, &Value::Null).await
    }

    /// Orders a transfer.
    pub async fn pay(&self, amount_cents: u64, is_instant: bool, payer: Option<&str>) -> bool {
        let mut order = json!({ "amountCents": amount_cents, "instant": is_instant });
        if let Some(payer) = payer {
            order["payerFullName"] = payer.into();
        }
        self.ask("POST", "/transfers", &order).await.0
    }

    async fn page(&self) -> Option<String> {
        let (_, answer) = self.ask("GET", "/issuer-data", &Value::Null).await;
        let (_, token) = answer["webviewUrl"].as_str()?.split_once("token=")?;
        Some(token.to_owned())
    }

    async fn ask_page(&self, call: &str, page: &str, body: &Value) -> bool {
        let (status, _) = self.provider.ask_phone("POST", &format!("/webview/{page}{call}"), body).await;
        self.trace.line(&format!("phone page{call}: {}", status.as_u16()));
        status.is_success()
    }

    async fn ask(&self, method: &str, path: &str, body: &Value) -> (bool, Value) {
        let whole = format!("/devices/{}{path}", self.device_id);
        let (status, answer) = self.provider.ask_phone(method, &whole, body).await;
        if method == "POST" {
            self.trace.line(&format!("phone {path}: {}", status.as_u16()));
        }
        (status.is_success(), answer)
    }
}
