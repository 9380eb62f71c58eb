//! Users in version 1.1: create, read, update (documentation, users).

use axum::http::StatusCode;

use super::{call::Call, error::ApiError, fields::Fields, reply::Reply};
use crate::{
    customer::{generation::Generation, profile::Profile, record::UserRecordStatus},
    kyc::outcome::Outcome,
    world::World,
};

/// Length of an `AppUserId` in this version.
const APP_USER_ID_LENGTH: usize = 9;

/// `POST /api/v1.1/users`.
///
/// # Errors
/// The documented code of the first broken rule.
pub fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json()?;
    let fields = Fields::of(&body)?;
    fields.require(&["AppUserId"])?;
    let app_user_id = fields.text("AppUserId")?;
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "_-.!§()".contains(c);
    if app_user_id.chars().count() != APP_USER_ID_LENGTH || !app_user_id.chars().all(is_allowed) {
        return Err(ApiError::invalid("AppUserId"));
    }
    let profile = Profile::read(&fields, world.now().date())?;
    let user = world.create_prospect(app_user_id, profile, Generation::Legacy)?.to_json();
    Ok(Reply::json(StatusCode::CREATED, user).at(format!("/api/users/{app_user_id}")))
}

/// `GET /api/v1.1/users/{appUserId}`.
///
/// # Errors
/// 147.
pub fn read(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    Ok(Reply::json(StatusCode::OK, world.prospect(&call.app_user_id)?.to_json()))
}

/// `PUT /api/v1.1/users/{appUserId}`: changes the given fields. After a refusal for data that differ from the document,
/// a correction makes the provider check the pictures again.
///
/// # Errors
/// 147, 177 for a locked field, or the documented code of the first broken rule.
pub fn update(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json()?;
    change(world, &call.app_user_id, &Fields::of(&body)?)?;
    Ok(Reply::json(StatusCode::OK, world.prospect(&call.app_user_id)?.to_json()))
}

/// Changes the given fields, in either version.
///
/// # Errors
/// As [`update`].
pub fn change(world: &mut World, app_user_id: &str, fields: &Fields<'_>) -> Result<(), ApiError> {
    let now = world.now();
    let prospect = world.prospect(app_user_id)?;
    if prospect.status == UserRecordStatus::Refused {
        return Err(ApiError::invalid("AppUserId"));
    }
    let profile = prospect.profile.changed(fields, prospect.lock(), now.date())?;
    world.check_unique(&profile, Some(app_user_id))?;
    let prospect = world.prospect(app_user_id)?;
    if profile.text("Email") != prospect.profile.text("Email") {
        prospect.outcome = Outcome::of_email(profile.text("Email"));
    }
    let is_correction = profile.differs_in_identity(&prospect.profile)
        && prospect.identification.has_failed()
        && prospect.outcome.is_mismatch();
    prospect.profile = profile;
    prospect.updated_at = now;
    if is_correction {
        world.look_again(app_user_id);
    }
    Ok(())
}
