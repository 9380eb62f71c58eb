//! The current generation: version 2.0 of users, version 3.0 of the KYC demand and the tax declaration (documentation,
//! users; KYC; FATCA/EAI).

use axum::http::Method;
use contract::{
    path,
    profile::{Civility, Profile},
    session::{Role, RoleKind},
    tax::Tax,
};
use serde_json::{Map, Value, json};

use super::{
    dialect::{Call, Dialect, JSON},
    standing::Standing,
};
use crate::{generation::Workflow, reading::words};

/// Prefix of the paths of the address.
const ADDRESS: &str = "address.";

/// See [`crate::generation::Generation::Current`].
pub(super) struct Current {
    /// What the KYC demand asks for.
    pub(super) workflow: Workflow,
}

impl Dialect for Current {
    fn create_user(&self, id: &str, profile: &Profile, roles: &[Role]) -> Call {
        let body = json!({ "appUserId": id, "profile": details(profile), "roles": self::roles(roles) });
        Call::json(Method::POST, "/api/v2.0/users".into(), body)
    }

    fn find_user(&self, id: &str) -> Call {
        let path = format!("/api/v2.0/users?AppUserId={id}");
        Call { method: Method::GET, path, media_type: JSON, body: None }
    }

    /// The answer is a page of users, which may be empty.
    fn found<'a>(&self, id: &str, answer: &'a Map<String, Value>) -> Option<&'a Map<String, Value>> {
        let mut users = words::list(answer, "values").into_iter().filter_map(Value::as_object);
        users.find(|user| words::text(user, "appUserId").is_some_and(|found| found.eq_ignore_ascii_case(id)))
    }

    fn standing(&self, user: &Map<String, Value>) -> Standing {
        Standing { record: words::text(user, "userRecordStatus"), folder: None }
    }

    fn read_demand(&self, id: &str) -> Option<Call> {
        let path = format!("/api/v3.0/users/{id}/kyc/demand");
        Some(Call { method: Method::GET, path, media_type: JSON, body: None })
    }

    fn update_user(&self, id: &str, profile: &Profile) -> Call {
        let body = json!({ "profile": changed_details(profile) });
        Call::json(Method::PUT, format!("/api/v2.0/users/{id}"), body)
    }

    fn declare_tax(&self, below: &str, id: &str, tax: &Tax) -> Call {
        Call::json(Method::PATCH, format!("{below}/v3.0/users/{id}/fatca-eai"), self::tax(tax))
    }

    fn demand_identity(&self, id: &str) -> Option<Call> {
        Some(demand(Method::POST, id, self.workflow))
    }

    fn demand_identity_without_scan(&self, id: &str) -> Option<Call> {
        Some(demand(Method::POST, id, Workflow::Identity))
    }

    fn refuse_scan(&self, id: &str, method: Method) -> Option<Call> {
        let has_scan = self.workflow == Workflow::ElectronicSign;
        has_scan.then(|| demand(method, id, Workflow::Identity))
    }

    fn tax_attachments(&self, id: &str) -> String {
        format!("/api/v3.0/users/{id}/fatca/attachments")
    }
}

fn demand(method: Method, id: &str, workflow: Workflow) -> Call {
    let body = json!({ "workflowCode": workflow.code() });
    Call::json(method, format!("/api/v3.0/users/{id}/kyc/demand"), body)
}

/// `null` for a private account.
fn roles(roles: &[Role]) -> Value {
    let role = |role: &Role| {
        let types: Vec<&str> = role.kinds.iter().map(|kind| role_type(*kind)).collect();
        json!({ "dependenceId": role.legal_entity_id, "types": types })
    };
    if roles.is_empty() { Value::Null } else { roles.iter().map(role).collect() }
}

const fn role_type(kind: RoleKind) -> &'static str {
    match kind {
        RoleKind::Mandated => "Mandated",
        RoleKind::LegalRepresentative => "LegalRepresentative",
        RoleKind::BeneficialOwner => "BeneficialOwner",
    }
}

const fn civility(profile: &Profile) -> &'static str {
    match profile.civility {
        Some(Civility::Mrs) => "Mrs",
        Some(Civility::Miss) => "Miss",
        Some(Civility::Mr) | None => "Mr", // None does not pass the earlier check
    }
}

/// The profile of a new user. The field names of this version are the paths of the contract.
fn details(profile: &Profile) -> Value {
    let (mut details, mut address) = (Map::new(), Map::new());
    // The number is sent in E.164, which includes the country.
    for path in path::ALL.into_iter().filter(|path| *path != path::PHONE_COUNTRY) {
        let text = if path == path::CIVILITY { civility(profile) } else { path::get(profile, path) };
        let (part, name) = match path.strip_prefix(ADDRESS) {
            Some(name) => (&mut address, name),
            None => (&mut details, path),
        };
        if !text.is_empty() {
            part.insert(name.into(), text.into());
        }
    }
    details.insert("address".into(), address.into());
    details.into()
}

/// The profile of an existing user. A member that the body leaves out does not change (documentation, users: update),
/// so an emptied part of the address is sent as `null`. It must be optional, because the earlier check refuses a
/// missing required field.
fn changed_details(profile: &Profile) -> Value {
    let mut details = details(profile);
    if let Some(address) = details.get_mut("address").and_then(Value::as_object_mut) {
        for name in path::ALL.into_iter().filter_map(|path| path.strip_prefix(ADDRESS)) {
            address.entry(name).or_insert(Value::Null);
        }
    }
    details
}

/// The documentation names `taxIdentificationNumber` but not its parent. It can only belong beside its country, which
/// is the only place that says which country issued it.
fn tax(tax: &Tax) -> Value {
    let residences: Vec<Value> = tax
        .residences
        .iter()
        .map(|residence| match residence.tin.trim() {
            "" => json!({ "taxCountry": residence.country }),
            tin => json!({ "taxCountry": residence.country, "taxIdentificationNumber": tin }),
        })
        .collect();
    json!({ "isUSPerson": tax.is_us_person == Some(true), "taxInformation": residences })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURRENT: Current = Current { workflow: Workflow::ElectronicSign };

    fn profile() -> Profile {
        serde_json::from_str(include_str!("../../../contract/fixtures/profile.json")).unwrap()
    }

    #[test]
    fn a_user_is_written_with_the_names_of_version_2() {
        let profile_body = json!({
            "civility": "Miss", "firstName": "Corinne", "lastName": "Berthier", "birthName": "Berthier",
            "birthDate": "1965-12-06", "birthCity": "Paris", "birthZipCode": "75001", "birthCountry": "FR",
            "nationality": "FR", "phoneNumber": "+33612345678", "email": "corinne@example.fr",
            "address": {
                "street": "104, rue des Fleurs", "supplementIn": "3e etage", "supplementOut": "Pilier D",
                "zipCode": "92100", "city": "Boulogne", "country": "FR",
            },
        });
        let create = CURRENT.create_user("a1b2c3d4e5f6", &profile(), &[]);
        assert_eq!(
            create.body.unwrap(),
            json!({ "appUserId": "a1b2c3d4e5f6", "profile": profile_body, "roles": null })
        );
        let update = CURRENT.update_user("a1b2c3d4e5f6", &profile());
        assert_eq!(update.path, "/api/v2.0/users/a1b2c3d4e5f6");
        let mut sent = update.body.unwrap();
        let address = sent["profile"]["address"].as_object_mut().unwrap();
        address.retain(|_, part| !part.is_null());
        assert_eq!(sent, json!({ "profile": profile_body }));
    }

    #[test]
    fn a_supplement_that_was_cleared_is_removed_at_the_provider() {
        let mut profile = profile();
        profile.address.supplement_in = " ".into();
        let update = CURRENT.update_user("a1b2c3d4e5f6", &profile).body.unwrap();
        let address = &update["profile"]["address"];
        assert_eq!(address.get("supplementIn"), Some(&Value::Null));
        assert_eq!(address["supplementOut"], "Pilier D");
        let create = CURRENT.create_user("a1b2c3d4e5f6", &profile, &[]).body.unwrap();
        assert_eq!(create["profile"]["address"].get("supplementIn"), None, "there is nothing to remove");
    }

    #[test]
    fn a_user_is_found_only_on_a_page_that_lists_it() {
        let page = |body: Value| body.as_object().unwrap().clone();
        let found = page(json!({ "pageSize": 50, "values": [{ "appUserId": "A1b2c3d4e" }] }));
        assert!(CURRENT.found("a1b2c3d4e", &found).is_some());
        for other in
            [json!({ "values": [] }), json!({}), json!({ "values": [{ "appUserId": "another12" }, 1] })]
        {
            assert!(CURRENT.found("a1b2c3d4e", &page(other.clone())).is_none(), "{other}");
        }
    }

    #[test]
    fn roles_are_written_in_the_provider_s_words() {
        let request = include_str!("../../../contract/fixtures/open-session.request.json");
        let request: contract::session::OpenSessionRequest = serde_json::from_str(request).unwrap();
        let create = CURRENT.create_user("a1b2c3d4e5f6", &profile(), &request.roles);
        assert_eq!(
            create.body.unwrap()["roles"],
            json!([{ "dependenceId": "6c1b7f90-0f5e-4f0c-9a53-2f6f6f0a8e11",
                "types": ["LegalRepresentative", "BeneficialOwner"] }])
        );
    }

    #[test]
    fn demand_and_tax_are_written_as_documented() {
        let demand = CURRENT.demand_identity("x").unwrap();
        assert_eq!(demand.path, "/api/v3.0/users/x/kyc/demand");
        assert_eq!(demand.body.unwrap(), json!({ "workflowCode": "Electronic_Sign" }));
        let sent: Tax = serde_json::from_str(include_str!("../../../contract/fixtures/tax.json")).unwrap();
        let tax = CURRENT.declare_tax("/api/sca", "x", &sent);
        assert_eq!(tax.path, "/api/sca/v3.0/users/x/fatca-eai");
        assert_eq!(
            tax.body.unwrap(),
            json!({ "isUSPerson": false, "taxInformation": [
                { "taxCountry": "FR" }, { "taxCountry": "BE", "taxIdentificationNumber": "85073003328" }
            ] })
        );
    }
}
