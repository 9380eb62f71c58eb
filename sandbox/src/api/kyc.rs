//! The KYC demand, version 3.0 (documentation, KYC). Its refusals have their own shape: `{"message": …}`.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use super::{call::Call, error::ApiError, reply::Reply};
use crate::{
    customer::prospect::Prospect,
    kyc::{demand::NotDemanded, outcome::Outcome, workflow::Workflow},
    time::date_format,
    world::World,
};

/// The only field.
pub const FIELDS: [&str; 1] = ["workflowCode"];
/// Path of the identification provider's page on this server.
const PAGE: &str = "/phone/webview/";

/// `POST /api/v3.0/users/{appUserId}/kyc/demand`: 201 without a body. Callbacks 34, 35, 48 and 4 follow.
pub fn open(world: &mut World, call: &Call<'_>) -> Reply {
    let workflow = match workflow(call) {
        Ok(workflow) => workflow,
        Err(reply) => return reply,
    };
    let host = call.parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    match world.open_demand(&call.app_user_id, workflow, format!("http://{host}{PAGE}")) {
        Ok(()) => Reply::empty(StatusCode::CREATED),
        Err(why) => refusal(why),
    }
}

/// `PUT` and `PATCH` of the demand: change the workflow.
pub fn change(world: &mut World, call: &Call<'_>) -> Reply {
    let changed = workflow(call).map(|workflow| world.change_workflow(&call.app_user_id, workflow));
    match changed {
        Ok(Ok(())) => Reply::empty(StatusCode::OK),
        Ok(Err(why)) => refusal(why),
        Err(reply) => reply,
    }
}

/// `GET` of the demand.
///
/// # Errors
/// 147.
pub fn read(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    let prospect = world.prospect(&call.app_user_id)?;
    Ok(describe(prospect)
        .map_or_else(|| refusal(NotDemanded::NoDemand), |demand| Reply::json(StatusCode::OK, demand)))
}

fn workflow(call: &Call<'_>) -> Result<Workflow, Reply> {
    let body: Value = serde_json::from_slice(call.body).unwrap_or(Value::Null);
    let code = body.get("workflowCode").and_then(Value::as_str).filter(|code| !code.is_empty());
    let code = code.ok_or_else(|| message(StatusCode::BAD_REQUEST, "WorkflowCode is required"))?;
    Workflow::named(code)
        .ok_or_else(|| message(StatusCode::BAD_REQUEST, "The workflow is not in the referential"))
}

fn refusal(why: NotDemanded) -> Reply {
    match why {
        NotDemanded::NoUser => message(StatusCode::NOT_FOUND, "User not found"),
        NotDemanded::NoDemand => message(StatusCode::NOT_FOUND, "Demand not found"),
        NotDemanded::Exists => {
            message(StatusCode::METHOD_NOT_ALLOWED, "A demand already exists for this user")
        }
        NotDemanded::Settled => message(StatusCode::BAD_REQUEST, "The workflow cannot be changed any more"),
    }
}

fn message(status: StatusCode, text: &str) -> Reply {
    Reply::json(status, json!({ "message": text }))
}

fn describe(prospect: &Prospect) -> Option<Value> {
    let identification = &prospect.identification;
    let demand = identification.demand.as_ref()?;
    let created_at = date_format::iso_without_zone(demand.created_at);
    let diligence = |diligence: &crate::kyc::diligence::Diligence| {
        json!({
            "type": diligence.kind,
            "status": diligence.status.name(),
            "reason": diligence.reason,
            "files": [],
            "creationDate": created_at,
            "lastUpdate": created_at,
        })
    };
    let is_unsigned =
        identification.diligences.iter().any(|found| found.kind == "ESIGN" && !identification.is_signed());
    let is_expired = Outcome::is_expired(&prospect.outcome);
    let decision = if is_unsigned { Some("Abandoned") } else { is_expired.then_some("expired") };
    let is_rejected = identification.kyc_status == crate::kyc::diligence::KycStatus::Rejected;
    Some(json!({
        "status": identification.kyc_status.name(),
        "creationDate": created_at,
        "lastUpdate": created_at,
        "diligences": identification.diligences.iter().map(diligence).collect::<Vec<_>>(),
        "decision": decision.filter(|_| is_rejected),
    }))
}
