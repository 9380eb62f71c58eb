//! Users in version 2.0: nested and in camel case. The list has pages (documentation, users). The rules are those of
//! [`crate::customer::profile`], which uses the names of version 1.1.

use axum::http::StatusCode;
use contract::country::is_country;
use serde_json::{Map, Value, json};

use super::{call::Call, error::ApiError, fields::Fields, reply::Reply, users};
use crate::{
    customer::{
        generation::Generation,
        place::{self, Correction},
        profile::{Profile, V2_FIELDS},
        prospect::Prospect,
    },
    time::date_format,
    world::World,
};

/// Sorted by the number that version 1.1 uses.
const CIVILITIES: [&str; 3] = ["Mr", "Mrs", "Miss"];
/// Length of an `appUserId` in this version.
const APP_USER_ID_LENGTH: std::ops::RangeInclusive<usize> = 9..=30;
/// Users on a page of the list.
const PAGE_SIZE: usize = 50;

/// The members that a body may have, with the objects that contain them.
pub fn fields() -> Vec<&'static str> {
    let parts = ["appUserId", "roles", "profile", "profile.address"];
    parts.into_iter().chain(V2_FIELDS.map(|(path, _)| path)).collect()
}

/// `POST /api/v2.0/users`. Callbacks 34, 45 and `UserCreatedOrUpdated` follow.
///
/// # Errors
/// The documented code of the first broken rule.
pub fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json()?;
    let fields = Fields::of(&body)?;
    fields.require(&["appUserId", "profile"])?;
    let app_user_id = fields.text("appUserId")?;
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "_-.!()".contains(c);
    if !APP_USER_ID_LENGTH.contains(&app_user_id.len()) || !app_user_id.chars().all(is_allowed) {
        return Err(ApiError::invalid("appUserId"));
    }
    let mut flat = flat(&fields)?;
    Fields::new(&flat).require(&["Nationality"])?;
    let corrections = correct(&mut flat, None);
    let profile = Profile::read(&Fields::new(&flat), world.now().date())?;
    let prospect = world.create_prospect(app_user_id, profile, Generation::Current)?;
    let answer = to_json(prospect);
    world.tell_of_user(app_user_id, corrections);
    Ok(Reply::json(StatusCode::CREATED, answer))
}

/// `GET /api/v2.0/users?AppUserId=`: a page of users, even if there is only one or none.
pub fn list(world: &mut World, call: &Call<'_>) -> Reply {
    let wanted = call.query("AppUserId");
    let found = world
        .prospects
        .values()
        .filter(|prospect| wanted.as_ref().is_none_or(|id| *id == prospect.app_user_id))
        .take(PAGE_SIZE)
        .map(to_json);
    let values: Vec<Value> = found.collect();
    let page = json!({ "pageSize": PAGE_SIZE, "nextPageIndex": 0, "previousPageIndex": 0, "values": values });
    Reply::json(StatusCode::OK, page)
}

/// `PUT /api/v2.0/users/{appUserId}`: changes the given fields. Callback `UserCreatedOrUpdated` follows.
///
/// # Errors
/// As [`users::update`].
pub fn update(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    let body = call.json()?;
    let mut flat = flat(&Fields::of(&body)?)?;
    let corrections = correct(&mut flat, Some(&world.prospect(&call.app_user_id)?.profile));
    users::change(world, &call.app_user_id, &Fields::new(&flat))?;
    let answer = to_json(world.prospect(&call.app_user_id)?);
    world.tell_of_user(&call.app_user_id, corrections);
    Ok(Reply::json(StatusCode::OK, answer))
}

/// The fields of the body, under the names of version 1.1.
fn flat(body: &Fields<'_>) -> Result<Map<String, Value>, ApiError> {
    let mut flat = Map::new();
    let Some(profile) = body.get("profile") else { return Ok(flat) };
    let profile = Fields::of(profile).map_err(|_| ApiError::invalid("profile"))?;
    take(&mut flat, &profile, "profile.");
    if let Some(address) = profile.get("address") {
        let address = Fields::of(address).map_err(|_| ApiError::invalid("profile.address"))?;
        take(&mut flat, &address, "profile.address.");
    }
    if let Some(civility) = profile.get("civility") {
        let number = CIVILITIES.iter().position(|word| civility.as_str() == Some(word));
        flat.insert("Civility".into(), number.ok_or_else(|| ApiError::invalid("civility"))?.into());
    }
    if let Some(date) = profile.get("birthDate") {
        let date = date.as_str().filter(|date| !date.contains('T')).ok_or_else(ApiError::birth_date)?;
        flat.insert("Birthdate".into(), format!("{date}T00:00:00").into());
    }
    let nationality = Fields::new(&flat).get("Nationality").map(|value| value.as_str().unwrap_or_default());
    if nationality.is_some_and(|code| !is_country(code)) {
        return Err(ApiError::unknown_country("nationality"));
    }
    Ok(flat)
}

/// Reads the texts directly `under` this path.
fn take(flat: &mut Map<String, Value>, from: &Fields<'_>, under: &str) {
    for (name, v1) in texts(under) {
        if from.is_null(name) {
            flat.insert(v1.into(), Value::Null);
        } else if let Some(value) = from.get(name) {
            flat.insert(v1.into(), value.clone());
        }
    }
}

/// The texts directly `under` a path: their names here and in version 1.1. Civility and date of birth are left out
/// because version 1.1 writes them differently.
fn texts(under: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let names = V2_FIELDS.into_iter().filter_map(move |(path, v1)| Some((path.strip_prefix(under)?, v1)));
    names.filter(|(name, v1)| !name.contains('.') && !["Civility", "Birthdate"].contains(v1))
}

/// Corrects small errors in towns. `known` has the values that the body leaves out.
fn correct(flat: &mut Map<String, Value>, known: Option<&Profile>) -> Vec<Correction> {
    let towns = [
        ("City", "ZipCode", "Country", "profile.address.city"),
        ("BirthCity", "BirthZipCode", "BirthCountry", "profile.birthCity"),
    ];
    let mut corrections = Vec::new();
    for (city, zip_code, country, property) in towns {
        let text = |name: &str| {
            let given = flat.get(name).and_then(Value::as_str);
            given.or_else(|| known.map(|known| known.text(name))).unwrap_or_default().to_owned()
        };
        let Some(written) = flat.get(city).and_then(Value::as_str) else { continue };
        if let Some((right, reason)) = place::corrected(&text(country), &text(zip_code), written) {
            let correction = Correction { property, original: written.into(), new: right.clone(), reason };
            corrections.push(correction);
            flat.insert(city.into(), right.into());
        }
    }
    corrections
}

/// A user as the list and the other answers show it.
fn to_json(prospect: &Prospect) -> Value {
    json!({
        "appUserId": prospect.app_user_id,
        "userRecordStatus": prospect.status.name(),
        "identificationLevel": prospect.status.identification_level(),
        "onboardingDate": date_format::spaced(prospect.created_at),
        "lastUpdate": date_format::spaced(prospect.updated_at),
        "profile": profile_to_json(&prospect.profile),
        "roles": null,
    })
}

/// A profile with the names of this version.
pub fn profile_to_json(profile: &Profile) -> Value {
    let object = |under: &str| -> Map<String, Value> {
        texts(under).map(|(name, v1)| (name.to_owned(), profile.text(v1).into())).collect()
    };
    let mut json = object("profile.");
    let civility =
        profile.number("Civility").and_then(|number| CIVILITIES.get(usize::try_from(number).ok()?));
    json.insert("civility".into(), json!(civility));
    json.insert("birthDate".into(), profile.text("Birthdate").split('T').next().into());
    json.insert("address".into(), Value::Object(object("profile.address.")));
    Value::Object(json)
}
