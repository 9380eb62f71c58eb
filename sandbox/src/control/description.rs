//! Describes a prospect for the control calls.

use serde_json::{Value, json};

use crate::{
    customer::prospect::{Prospect, Wallet},
    kyc::diligence::Diligence,
    money::transfer::Transfer,
    phone::authentication::Authentication,
    tax::{declaration::TaxStep, document::TaxDocument},
};

/// A prospect as the control calls show it.
pub(super) fn prospect(prospect: &Prospect) -> Value {
    let (wallet, device_id) = match &prospect.wallet {
        Wallet::None => ("onProvisioningRequired", None),
        Wallet::Ready(device_id) => ("ready", Some(device_id)),
        Wallet::Killed => ("killed", None),
    };
    let identification = &prospect.identification;
    json!({
        "appUserId": prospect.app_user_id,
        "createdAt": prospect.created_at,
        "firstName": prospect.profile.text("FirstName"),
        "lastName": prospect.profile.text("LastName"),
        "email": prospect.profile.text("Email"),
        "generation": prospect.generation.name(),
        "workflowCode": identification.demand.as_ref().map(|demand| demand.workflow.code()),
        "screening": prospect.screening.stage.name(),
        "publicUserCode": prospect.public_user_code,
        "activationCode": prospect.activation.code(),
        "userRecordStatus": prospect.status.name(),
        "identificationLevel": prospect.status.identification_level(),
        "wallet": wallet,
        "deviceId": device_id,
        "identification": identification.phase.name(),
        "kycStatus": identification.kyc_status.name(),
        "diligences": identification.diligences.iter().map(diligence).collect::<Vec<_>>(),
        "declarative": prospect.declarative.is_some(),
        "fatcaEai": prospect.tax.as_ref().map(TaxStep::result),
        "taxDocuments": prospect.tax.iter().flat_map(|tax| &tax.documents).map(document).collect::<Vec<_>>(),
        "proof": identification.proof.name(),
        "transfers": prospect.transfers.iter().map(transfer).collect::<Vec<_>>(),
        "termsAcceptedAt": prospect.terms_accepted_at,
        "authentications": prospect.authentications.iter().map(authentication).collect::<Vec<_>>(),
        "accountId": prospect.account_id.to_string(),
        "accountStatus": prospect.account_status().name(),
        "iban": prospect.iban,
        "aliases": prospect.outcome.aliases(),
        "scenario": prospect.scenario,
    })
}

fn diligence(diligence: &Diligence) -> Value {
    json!({
        "diligenceType": diligence.kind,
        "status": diligence.status.name(),
        "reason": diligence.reason,
    })
}

fn authentication(authentication: &Authentication) -> Value {
    json!({
        "authenticationId": authentication.id.to_string(),
        "operation": authentication.operation.label(),
        "requestedAt": authentication.requested_at,
        "expiresAt": authentication.expires_at,
        "status": authentication.status.name(),
    })
}

/// A document as the control calls show it, without its content.
pub(super) fn document(document: &TaxDocument) -> Value {
    json!({
        "kind": document.kind.name(),
        "status": document.status.name(),
        "reason": document.reason,
        "files": document.files.iter().map(|file| json!({
            "name": file.name, "key": file.key, "mediaType": file.media_type, "bytes": file.content.len(),
        })).collect::<Vec<_>>(),
    })
}

/// A transfer as the control calls show it.
pub(super) fn transfer(transfer: &Transfer) -> Value {
    json!({
        "orderId": transfer.order_id.to_string(),
        "amountCents": transfer.amount_cents,
        "payerFullName": transfer.payer,
        "instant": transfer.is_instant,
        "arrivesAt": transfer.arrives_at,
        "status": transfer.status.name(),
    })
}
