//! Writes callbacks with the documented keys, in the variants that [`Settings`] choose.

use contract::time::Timestamp;
use serde_json::{Map, Value, json};

use super::message::{AuthenticationResult, Message};
use crate::{
    customer::{place::Correction, record::UserRecordStatus},
    kyc::{
        diligence::{Diligence, KycStatus},
        workflow::{Expected, Workflow},
    },
    money::transfer::{Transfer, TransferReport},
    tax::{declaration::TaxStatus, document::TaxDocument},
    time::date_format,
    world::settings::{ScaTransport, Settings, TaxFiles, Wrapper},
};

/// A callback ready to be posted.
#[derive(Clone)]
pub struct Rendered {
    /// Its own HTTP headers. Only callback 36 has some.
    pub headers: Vec<(&'static str, String)>,
    /// The posted body. `None` is an empty body.
    pub body: Option<Value>,
    /// The documented payload without wrapper, as the queue returns it.
    pub payload: Value,
}

/// Writes `message` about the prospect `app_user_id`.
pub fn render(message: &Message, app_user_id: &str, settings: &Settings) -> Rendered {
    let members = members(message, app_user_id, settings);
    if let Message::Authentication(result) = message {
        return authentication(result, members, settings);
    }
    let payload = Value::Object(members);
    let body = match settings.wrapper {
        Wrapper::Bare => payload.clone(),
        Wrapper::Payload => json!({ "Payload": payload }),
        Wrapper::LowerPayload => json!({ "payload": payload }),
    };
    Rendered { headers: Vec::new(), body: Some(body), payload }
}

/// The documented members; for callback 36, those of its `Header`.
fn members(message: &Message, app_user_id: &str, settings: &Settings) -> Map<String, Value> {
    let mut members = object(match message {
        Message::UserRecord { public_user_code, status } => json!({
            "publicUserCode": public_user_code,
            "userRecordStatus": status.name(),
            "identificationLevel": status.identification_level(),
        }),
        Message::Kyc { status, diligences } => kyc(*status, diligences),
        Message::Demand { status, workflow, expected, received } => {
            demand(*status, *workflow, expected, received)
        }
        Message::Webview { url, token } => json!({ "url": url, "token": token }),
        Message::Exposure { is_exposed, decision, is_done } => json!({
            "isPoliticallyExposedPerson": is_exposed,
            "finalDecisionPep": decision,
            "riskAnalysisStatus": if *is_done { "Done" } else { "InProgress" },
        }),
        Message::User { status, created_at, profile, corrections } => {
            user(*status, *created_at, profile, corrections)
        }
        Message::ActivationCode { code } => activation_code(code, settings),
        // Its text is not published.
        Message::NoActivationCode => {
            json!({ "ActivationCode": null, "ErrorMessage": "The activation code could not be created" })
        }
        Message::Risk { at } => {
            json!({ "eventDate": date_format::iso_without_zone(*at), "riskLevel": "low" })
        }
        Message::Tax { status, documents, at } => tax(*status, documents, *at, settings),
        Message::Transfer(report) => transfer(report),
        Message::Money { transfer, .. } => money(transfer),
        Message::Account { account_id, status } => {
            json!({ "accountId": account_id.to_string(), "accountStatus": status.name() })
        }
        Message::Authentication(result) => header(result, message.kind()),
    });
    members.insert(id_key(message, settings).into(), app_user_id.into());
    if !matches!(message, Message::Authentication(_)) {
        members.insert("type".into(), message.kind().into());
    }
    members
}

/// Spelling of the member that names the prospect.
fn id_key(message: &Message, settings: &Settings) -> &'static str {
    settings.id_key.key(match message {
        Message::ActivationCode { .. } | Message::NoActivationCode | Message::Authentication(_) => {
            "AppUserId"
        }
        Message::Money { transfer, .. } if !transfer.is_instant => "userid",
        Message::Money { .. } => "userId",
        _ => "appUserId",
    })
}

/// Callback 4 in its first version.
fn kyc(status: KycStatus, diligences: &[Diligence]) -> Value {
    json!({
        "status": status.name(),
        "diligences": diligences.iter().map(|diligence| json!({
            "reason": diligence.reason,
            "diligenceType": diligence.kind,
            "status": diligence.status.name(),
        })).collect::<Vec<_>>(),
    })
}

/// `UserCreatedOrUpdated`.
fn user(
    status: UserRecordStatus,
    created_at: Timestamp,
    profile: &Value,
    corrections: &[Correction],
) -> Value {
    json!({
        "recordStatus": status.name(),
        "identificationLevel": status.identification_level(),
        "onboardingDate": date_format::spaced(created_at),
        "profile": profile,
        "dataCorrectionLogs": corrections.iter().map(|correction| json!({
            "propertyName": correction.property,
            "originalValue": correction.original,
            "newValue": correction.new,
            "reason": correction.reason,
        })).collect::<Vec<_>>(),
    })
}

/// Callback 35.
fn activation_code(code: &str, settings: &Settings) -> Value {
    let code = if settings.activation_code_prefix { format!("0x{code}") } else { code.to_owned() };
    json!({ "ActivationCode": code, "ErrorMessage": "" })
}

/// Callback 44.
fn tax(status: TaxStatus, documents: &[TaxDocument], at: Timestamp, settings: &Settings) -> Value {
    json!({
        "diligences": documents.iter().map(|document| json!({
            "files": files(document, settings.tax_files),
            "status": document.status.name(),
            "reason": document.reason,
        })).collect::<Vec<_>>(),
        "fatcaEaiStatus": status.name(),
        "date": date_format::iso_without_zone(at),
    })
}

/// Callbacks 16 and 38.
fn money(transfer: &Transfer) -> Value {
    json!({
        "id": transfer.number,
        // The two callbacks spell it differently.
        if transfer.is_instant { "orderId" } else { "reference" }: transfer.order_id.to_string(),
        "status": transfer.status.number(),
    })
}

/// The `Header` of callback 36.
fn header(result: &AuthenticationResult, kind: &str) -> Value {
    json!({
        "Type": kind,
        "AuthenticationId": result.id.to_string(),
        "AuthenticationResultDate": date_format::iso_without_zone(result.at),
        "RequestProcessDate": date_format::iso_without_zone(result.at),
        "RequestResponseCode": result.failure.is_none().then_some("201"),
        "RequestDate": date_format::iso_without_zone(result.requested_at),
        "Status": if result.failure.is_none() { "Succeeded" } else { "Failed" },
        "Reason": result.failure,
    })
}

/// Callback 4 in its second version. The expected parts are left out once all were received.
fn demand(status: KycStatus, workflow: Workflow, expected: &[Expected], received: &[Diligence]) -> Value {
    let mut members = object(json!({
        "status": status.name(),
        "kycLevel": if status == KycStatus::Complete { "High" } else { "Medium" },
        "workflowCode": workflow.code(),
        "receivedDiligences": received.iter().map(|diligence| json!({
            "diligenceType": diligence.kind,
            "status": diligence.status.name(),
            "reason": diligence.reason,
            "attachments": [],
        })).collect::<Vec<_>>(),
    }));
    if !expected.is_empty() {
        let listed = expected.iter().map(|expected| {
            json!({
                "type": expected.kind, "expectedCount": 1, "possibleDiligenceSubTypes": expected.listed(),
            })
        });
        members.insert("expectedDiligences".into(), listed.collect());
    }
    Value::Object(members)
}

/// The files of a document as callback 44 names them.
fn files(document: &TaxDocument, spelling: TaxFiles) -> Value {
    match spelling {
        TaxFiles::Text => document.kind.name().into(),
        TaxFiles::List => json!([format!("{}.pdf", document.kind.name())]),
    }
}

/// Callback 31.
fn transfer(report: &TransferReport) -> Value {
    let TransferReport { transfer, status, reason, score } = report;
    json!({
        "status": status.name(),
        "diligenceType": "SCTIN",
        "reason": reason,
        "amount": transfer.amount_cents,
        "transferDate": date_format::iso_without_zone(transfer.arrives_at),
        "transmitterFullName": transfer.payer,
        "operationType": if transfer.is_instant { "InstantPayment_In" } else { "SCT_In" },
        "orderId": transfer.order_id.to_string(),
        "score": { "name": score.name, "firstName": score.first_name },
    })
}

fn authentication(
    result: &AuthenticationResult,
    header: Map<String, Value>,
    settings: &Settings,
) -> Rendered {
    let documented = json!({ "Header": header, "Payload": result.payload });
    let (headers, body) = match settings.sca_transport {
        ScaTransport::Body => (Vec::new(), Some(documented.clone())),
        ScaTransport::Flat => {
            let mut flat = header;
            flat.insert("Payload".into(), result.payload.clone().into());
            (Vec::new(), Some(Value::Object(flat)))
        }
        ScaTransport::Headers => {
            let body = result.payload.as_deref().and_then(|payload| serde_json::from_str(payload).ok());
            (headers_of(&header), body)
        }
    };
    Rendered { headers, body, payload: documented }
}

/// The members that callback 36 repeats as HTTP headers.
const HEADER_NAMES: [&str; 11] = [
    "AuthenticationId",
    "Type",
    "AppUserId",
    "appUserId",
    "appUserid",
    "AuthenticationResultDate",
    "RequestProcessDate",
    "RequestResponseCode",
    "RequestDate",
    "Status",
    "Reason",
];

fn headers_of(header: &Map<String, Value>) -> Vec<(&'static str, String)> {
    let value = |name| header.get(name).and_then(Value::as_str).map(str::to_owned);
    HEADER_NAMES.iter().filter_map(|name| Some((*name, value(*name)?))).collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
