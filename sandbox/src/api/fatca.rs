//! The tax step: submitted at once, or after a confirmation on the phone (documentation, FATCA and SCA).

use axum::http::StatusCode;

use super::{call::Call, confirmation, error::ApiError, fields::Fields, reply::Reply};
use crate::{
    phone::authentication::Operation,
    tax::{
        declaration::{TaxDeclaration, TaxNames},
        self_certification,
    },
    world::World,
};

/// `PATCH /api/v2.1/user/{appUserId}/fatcaEai`, or `/api/v3.0/users/{appUserId}/fatca-eai`: answers with the result.
/// Callback 44 follows.
///
/// # Errors
/// 147, 704, 177, 178 or 182.
pub fn declare(world: &mut World, call: &Call<'_>, names: &TaxNames) -> Result<Reply, ApiError> {
    let declaration = declaration(world, call, names)?;
    let answer = world.declare_tax(&call.app_user_id, declaration);
    answer.map(|answer| Reply::json(StatusCode::CREATED, answer)).ok_or_else(ApiError::user_not_found)
}

/// The same call below `/api/sca/`. Callbacks 36 and 44 follow the phone's answer.
pub fn confirm(world: &mut World, call: &Call<'_>, names: &TaxNames) -> Reply {
    let operation = declaration(world, call, names).map(Operation::Tax);
    confirmation::ask(world, call, operation)
}

/// `GET /api/v2.1/user/compliance/{appUserId}`, or `/api/v3.0/users/{appUserId}/fatca-eai`.
///
/// # Errors
/// 147; 404 without a code if nothing was declared.
pub fn read(world: &mut World, call: &Call<'_>, names: &TaxNames) -> Result<Reply, ApiError> {
    Ok(match &world.prospect(&call.app_user_id)?.tax {
        Some(tax) => Reply::json(StatusCode::OK, tax.compliance(names)),
        None => Reply::empty(StatusCode::NOT_FOUND),
    })
}

/// `GET /api/v2.1/user/{appUserId}/self-certification`: a PDF; 404 without a code until the tax step is OK.
///
/// # Errors
/// 147.
pub fn certify(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    let now = world.now();
    let document = self_certification::document(world.prospect(&call.app_user_id)?, now);
    Ok(document.map_or_else(
        || Reply::empty(StatusCode::NOT_FOUND),
        |document| Reply::file("application/pdf", document),
    ))
}

fn declaration(world: &mut World, call: &Call<'_>, names: &TaxNames) -> Result<TaxDeclaration, ApiError> {
    world.prospect(&call.app_user_id)?;
    TaxDeclaration::read(&Fields::of(&call.json()?)?, names)
}
