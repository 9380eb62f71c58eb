//! Accounts: their numbers and incoming transfers (documentation, onboarding: transfers). The second call is the
//! provider's own sandbox call: it plays another bank.

use axum::http::StatusCode;
use contract::time::Timestamp;
use serde_json::{Value, json};

use super::{call::Call, error::ApiError, fields::Fields, reply::Reply};
use crate::{
    money::{iban, transfer::Payment},
    world::World,
};

/// The fields of an incoming transfer, with the objects that contain them.
pub const FIELDS: [&str; 11] = [
    "amountRequest",
    "amountRequest.value",
    "amountRequest.currency",
    "executionDate",
    "externalBankAccountModel",
    "externalBankAccountModel.thirdPartyIban",
    "externalBankAccountModel.thirdPartyBIC",
    "externalBankAccountModel.thirdPartyFullName",
    "partnerOperationId",
    "message",
    "motif",
];
/// Largest amount of a transfer, in cents. No bank would send more.
const MAX_CENTS: i64 = 100_000_000_000;

/// `GET /api/v2.0/accounts/{accountId}`: `bic` and `iban`, or 404 without a code if there is no such account. The
/// documentation shows an id that is the `appUserId`, and one that is not. Both are accepted.
pub fn read(world: &World, call: &Call<'_>) -> Reply {
    let wanted = call.key.to_ascii_lowercase();
    let by_id = || world.prospects.values().find(|prospect| prospect.account_id.to_string() == wanted);
    world.prospects.get(&call.key).or_else(by_id).map_or_else(
        || Reply::empty(StatusCode::NOT_FOUND),
        |prospect| Reply::json(StatusCode::OK, json!({ "bic": iban::BIC, "iban": prospect.iban })),
    )
}

/// `POST /api/v1.1/users/{userid}/sct/in/registration`: an ordinary transfer of `amountRequest.value` euro cents
/// arrives on `executionDate`, or after two working days. 201 without a body (the real one is not published). Callbacks
/// 31, 16 and 4 follow.
///
/// # Errors
/// 147, 704 or 177.
pub fn register_transfer(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    world.prospect(&call.app_user_id)?;
    let body = call.json()?;
    let payment = payment(&Fields::of(&body)?)?;
    world.pay(&call.app_user_id, payment).ok_or_else(ApiError::user_not_found)?;
    Ok(Reply::empty(StatusCode::CREATED))
}

fn payment(fields: &Fields<'_>) -> Result<Payment, ApiError> {
    fields.require(&["amountRequest", "externalBankAccountModel"])?;
    let inner = |name: &'static str| {
        Fields::of(fields.get(name).unwrap_or(&Value::Null)).map_err(|_| ApiError::invalid(name))
    };
    let (amount, payer) = (inner("amountRequest")?, inner("externalBankAccountModel")?);
    if amount.text("currency")? != "EUR" {
        return Err(ApiError::invalid("amountRequest.currency"));
    }
    payer.require(&["thirdPartyIban", "thirdPartyFullName"])?;
    if !iban::is_valid(payer.text("thirdPartyIban")?) {
        return Err(ApiError::invalid("externalBankAccountModel.thirdPartyIban"));
    }
    let cents = amount.integer("value", 1..=MAX_CENTS)?;
    Ok(Payment {
        amount_cents: u64::try_from(cents).unwrap_or_default(),
        payer: Some(payer.text("thirdPartyFullName")?.to_owned()),
        is_instant: false,
        arrives_at: execution_date(fields.text("executionDate")?)?,
    })
}

/// `2026-03-04` or a time with a zone. `None` if the text is empty.
fn execution_date(text: &str) -> Result<Option<Timestamp>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let at = Timestamp::parse(text).or_else(|| Timestamp::parse(&format!("{text}T00:00:00Z")));
    at.map(Some).ok_or_else(|| ApiError::invalid("executionDate"))
}
