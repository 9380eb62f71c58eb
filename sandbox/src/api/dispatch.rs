//! Maps each operation of the API to the function that carries it out and to the members that its body may have.

use axum::http::{HeaderMap, StatusCode, header};

use super::{
    accounts, attachments,
    call::{Call, Operation},
    cgu, declarative,
    error::ApiError,
    fatca, kyc,
    reply::Reply,
    token, users, users_v2, webhooks,
};
use crate::{config::Config, customer::profile, tax::declaration, world::World};

/// The members that the body of a call may have.
pub(super) fn known_fields(operation: Operation) -> Vec<&'static str> {
    match operation {
        Operation::Token => vec!["grant_type", "scope"],
        Operation::CreateUser => [&["AppUserId"], profile::FIELDS.as_slice()].concat(),
        Operation::UpdateUser => profile::FIELDS.to_vec(),
        Operation::CreateDeclarative | Operation::UpdateDeclarative => declarative::FIELDS.to_vec(),
        Operation::DeclareTax | Operation::ConfirmTax => declaration::V2_1.fields(),
        Operation::DeclareTaxV3 | Operation::ConfirmTaxV3 => declaration::V3_0.fields(),
        Operation::CreateUserV2 | Operation::UpdateUserV2 => users_v2::fields(),
        Operation::OpenDemand | Operation::ChangeDemand => kyc::FIELDS.to_vec(),
        Operation::AcceptTerms | Operation::ConfirmTerms => cgu::FIELDS.to_vec(),
        Operation::SendTaxDocument => attachments::FIELDS.to_vec(),
        Operation::RegisterTransfer => accounts::FIELDS.to_vec(),
        _ => Vec::new(),
    }
}

/// Carries a call out if its token is valid.
pub(super) fn carry_out(world: &mut World, config: &Config, call: &Call<'_>) -> Reply {
    if call.operation == Operation::Token {
        return token::issue(world, config, call);
    }
    let outcome = authorise(world, &call.parts.headers).and_then(|()| match call.operation {
        Operation::Token => Ok(Reply::empty(StatusCode::NOT_FOUND)),
        Operation::CreateUser => users::create(world, call),
        Operation::ReadUser => users::read(world, call),
        Operation::UpdateUser => users::update(world, call),
        Operation::CreateDeclarative => declarative::write(world, call, StatusCode::CREATED),
        Operation::UpdateDeclarative => declarative::write(world, call, StatusCode::OK),
        Operation::ReadDeclarative => declarative::read(world, call),
        Operation::DeclareTax => fatca::declare(world, call, &declaration::V2_1),
        Operation::ConfirmTax => Ok(fatca::confirm(world, call, &declaration::V2_1)),
        Operation::ReadTax => fatca::read(world, call, &declaration::V2_1),
        Operation::DeclareTaxV3 => fatca::declare(world, call, &declaration::V3_0),
        Operation::ConfirmTaxV3 => Ok(fatca::confirm(world, call, &declaration::V3_0)),
        Operation::ReadTaxV3 => fatca::read(world, call, &declaration::V3_0),
        Operation::CreateUserV2 => users_v2::create(world, call),
        Operation::ListUsers => Ok(users_v2::list(world, call)),
        Operation::UpdateUserV2 => users_v2::update(world, call),
        Operation::OpenDemand => Ok(kyc::open(world, call)),
        Operation::ChangeDemand => Ok(kyc::change(world, call)),
        Operation::ReadDemand => kyc::read(world, call),
        Operation::SendTaxDocument => attachments::send(world, call),
        Operation::ReadTaxDocument => attachments::read(world, call),
        Operation::CertifyTax => fatca::certify(world, call),
        Operation::ReadAccount => Ok(accounts::read(world, call)),
        Operation::RegisterTransfer => accounts::register_transfer(world, call),
        Operation::AcceptTerms => cgu::accept(world, call),
        Operation::ConfirmTerms => Ok(cgu::confirm(world, call)),
        Operation::FetchCallbacks => webhooks::fetch(world, call),
    });
    outcome.unwrap_or_else(|error| Reply::refusal(&error))
}

fn authorise(world: &World, headers: &HeaderMap) -> Result<(), ApiError> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = value.and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(ApiError::token_invalid)?;
    match world.tokens.get(token) {
        None => Err(ApiError::token_invalid()),
        Some(expires_at) if *expires_at <= world.now() => Err(ApiError::token_expired()),
        Some(_) => Ok(()),
    }
}
