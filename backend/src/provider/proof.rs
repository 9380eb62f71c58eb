//! Calls about the ways to prove one's identity: refuse the facial scan, and find the account for a transfer
//! (documentation, KYC; accounts).

use axum::http::Method;
use serde_json::{Map, Value};

use super::{
    client::Provider,
    dialect::{Call, JSON},
    error::ProviderError,
};
use crate::reading::words;

/// The account that receives a transfer. It is personal data, so the type has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Coordinates {
    /// ISO 13616 account number, without spaces.
    pub iban: String,
    /// ISO 9362 code. Empty if the provider gives none.
    pub bic: String,
}

impl Provider {
    /// Removes the facial scan from the identification, if there is a call for it. The documentation says `PUT` and
    /// shows `PATCH`: `PATCH` is tried if `PUT` is unknown.
    ///
    /// # Errors
    /// [`ProviderError`]; a refusal if it is too late.
    pub async fn refuse_scan(&self, id: &str, request_id: &str) -> Result<(), ProviderError> {
        for method in [Method::PUT, Method::PATCH] {
            let is_last = method == Method::PATCH;
            let Some(call) = self.dialect.refuse_scan(id, method) else { return Ok(()) };
            match self.call(&call, request_id).await {
                Err(ProviderError::Refused(refusal))
                    if !is_last && matches!(refusal.status, 404 | 405 | 501) => {}
                other => return other.map(drop),
            }
        }
        Ok(())
    }

    /// Opens the identification again, without the facial scan.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn demand_identity_without_scan(
        &self,
        id: &str,
        request_id: &str,
    ) -> Result<(), ProviderError> {
        let Some(call) = self.dialect.demand_identity_without_scan(id) else { return Ok(()) };
        match self.call(&call, request_id).await {
            Err(ProviderError::Refused(refusal)) if refusal.is_demand_open() => Ok(()),
            other => other.map(drop),
        }
    }

    /// Coordinates of the user's account. `None` if the provider does not report them yet. Asks for the account (`GET
    /// /api/v2.0/accounts/{accountId}`), then for the user, whose record of version 1.1 lists the account. If the
    /// account id is unknown, the user's id takes its place, as in an example of the documentation.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn coordinates(
        &self,
        id: &str,
        account_id: Option<&str>,
        request_id: &str,
    ) -> Result<Option<Coordinates>, ProviderError> {
        let account_id = account_id.filter(|account_id| is_path_segment(account_id)).unwrap_or(id);
        let account = Call {
            method: Method::GET,
            path: format!("/api/v2.0/accounts/{account_id}"),
            media_type: JSON,
            body: None,
        };
        for call in [account, self.dialect.find_user(id)] {
            match self.call(&call, request_id).await {
                Ok(reply) => {
                    if let Some(found) = coordinates(&reply.body) {
                        return Ok(Some(found));
                    }
                }
                Err(ProviderError::Refused(refusal)) if refusal.status == 404 => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}

/// Whether `text` can only be an id. Values from the provider become part of a path, where nothing else may appear.
fn is_path_segment(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Reads `{iban, bic}`, or a user of version 1.1: `{"SubAccounts": [{"Iban": …, "IsDefault": true}]}`.
fn coordinates(answer: &Map<String, Value>) -> Option<Coordinates> {
    let of = |object: &Map<String, Value>| {
        let iban: String = words::text(object, "iban")?.split_whitespace().collect();
        Some(Coordinates { iban, bic: words::text(object, "bic").unwrap_or_default() })
    };
    let accounts = words::list(answer, "subAccounts");
    let mut accounts: Vec<_> = accounts.into_iter().filter_map(Value::as_object).collect();
    accounts.sort_by_key(|account| words::text(account, "isDefault").as_deref() != Some("true"));
    of(answer).or_else(|| accounts.into_iter().find_map(of))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, String)> {
        let Value::Object(answer) = serde_json::from_str(text).unwrap() else { panic!("{text}") };
        coordinates(&answer).map(|found| (found.iban, found.bic))
    }

    #[test]
    fn coordinates_are_read_from_an_account_or_a_user() {
        let found = |iban: &str, bic: &str| Some((iban.to_owned(), bic.to_owned()));
        assert_eq!(read(r#"{"Iban":"FR76 3000 1","BIC":"X"}"#), found("FR7630001", "X"));
        assert_eq!(
            read(r#"{"SubAccounts":[{"Iban":"FR1"},{"Iban":"FR2","IsDefault":true}]}"#),
            found("FR2", "")
        );
        for nothing in [r#"{"SubAccounts":[{"Iban":null}]}"#, r#"{"SubAccounts":null}"#, "{}"] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn only_an_id_becomes_part_of_a_path() {
        assert!(is_path_segment("6a1f-b"));
        for other in ["", "..", "a/b", "a?b", "é"] {
            assert!(!is_path_segment(other), "{other}");
        }
    }
}
