//! How the API refuses: an HTTP status and the documented body `{Code, ErrorMessage, Title, Priority}`, in French.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// A refusal with one of the documented codes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiError {
    status: StatusCode,
    code: u16,
    title: &'static str,
    detail: String,
}

impl ApiError {
    /// 704: a parameter is missing.
    pub fn missing(names: &[&str]) -> Self {
        Self::refused(704, "Paramètre manquant", &names.join(", "))
    }

    /// 177: a parameter is invalid; `name` says which.
    pub fn invalid(name: &str) -> Self {
        Self::refused(177, "Paramètre invalide", name)
    }

    /// 178: several parameters are invalid in combination.
    pub fn invalid_together(names: &str) -> Self {
        Self::refused(178, "Paramètres invalides", names)
    }

    /// 567: the date of birth is missing or invalid.
    pub fn birth_date() -> Self {
        Self::refused(567, "Date de naissance invalide", "Birthdate")
    }

    /// 377: the person is under age.
    pub fn under_age() -> Self {
        Self::refused(377, "Utilisateur mineur", "l'utilisateur doit avoir au moins 18 ans")
    }

    /// 6001: the person is over the age limit.
    pub fn over_age() -> Self {
        Self::refused(6001, "Date de naissance invalide", "l'utilisateur doit avoir moins de 100 ans")
    }

    /// 719: the identifier was used before.
    pub fn app_user_id_used() -> Self {
        Self::refused(719, "AppUserId déjà utilisé", "choisissez un autre AppUserId")
    }

    /// 312: the e-mail address is invalid or disposable.
    pub fn email() -> Self {
        Self::refused(312, "Adresse e-mail invalide", "Email")
    }

    /// 350 at creation, 550 later: another user has this e-mail address.
    pub fn email_used(is_update: bool) -> Self {
        let code = if is_update { 550 } else { 350 };
        Self::refused(code, "Adresse e-mail déjà utilisée", "Email")
    }

    /// 514: the alias is invalid.
    pub fn alias() -> Self {
        Self::refused(514, "Alias invalide", "Alias")
    }

    /// 514: another user has this alias.
    pub fn alias_used() -> Self {
        Self::refused(514, "Alias déjà utilisé", "Alias")
    }

    /// 515: the phone number is invalid.
    pub fn phone_number() -> Self {
        Self::refused(515, "Numéro de téléphone invalide", "Phonenumber")
    }

    /// 515: another user has this phone number.
    pub fn phone_number_used() -> Self {
        Self::refused(515, "Numéro de téléphone déjà utilisé", "Phonenumber")
    }

    /// 182: the country does not exist; `name` says in which parameter.
    pub fn unknown_country(name: &str) -> Self {
        Self::refused(182, "Pays inconnu", name)
    }

    /// 6003: the occupation does not exist.
    pub fn economic_activity() -> Self {
        Self::refused(6003, "Activité économique inconnue", "EconomicActivity")
    }

    /// 6004: postcode and town do not match.
    pub fn unknown_address() -> Self {
        Self::refused(6004, "Adresse inconnue", "le code postal et la ville ne correspondent pas")
    }

    /// 6005: the town of birth does not exist or does not match the postcode of birth.
    pub fn birth_city() -> Self {
        Self::refused(6005, "Ville de naissance invalide", "BirthCity")
    }

    /// 147: the user does not exist.
    pub fn user_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, 147, "Utilisateur introuvable", "AppUserId")
    }

    /// 569: the access token has expired.
    pub fn token_expired() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 569, "Jeton expiré", "demandez un nouveau jeton")
    }

    /// 570: the access token is missing or was not issued here.
    pub fn token_invalid() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 570, "Jeton invalide", "demandez un jeton")
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The documented code.
    pub fn code(&self) -> u16 {
        self.code
    }

    /// The documented body.
    pub fn body(&self) -> Value {
        json!({
            "Code": self.code,
            "ErrorMessage": format!("{} : {}", self.title, self.detail),
            "Title": self.title,
            "Priority": 2,
        })
    }

    fn refused(code: u16, title: &'static str, detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, title, detail)
    }

    fn new(status: StatusCode, code: u16, title: &'static str, detail: &str) -> Self {
        Self { status, code, title, detail: detail.into() }
    }
}
