//! The calls that exist. Paths are compared without regard to case, because the documentation spells them in several
//! ways. The `appUserId` in a path keeps its case.

use axum::http::Method;
use percent_encoding::percent_decode_str;

use super::call::Operation;

/// A method, a path template and the operation behind them.
pub struct Route {
    method: Method,
    template: &'static str,
    /// The operation.
    pub operation: Operation,
}

/// Every call.
pub static ROUTES: [Route; 30] = [
    route(Method::POST, "/connect/token", Operation::Token),
    route(Method::POST, "/api/v1.1/users", Operation::CreateUser),
    route(Method::GET, "/api/v1.1/users/{appUserId}", Operation::ReadUser),
    route(Method::PUT, "/api/v1.1/users/{appUserId}", Operation::UpdateUser),
    route(Method::POST, "/api/v2.0/users/{appUserId}/declarative", Operation::CreateDeclarative),
    route(Method::PUT, "/api/v2.0/users/{appUserId}/declarative", Operation::UpdateDeclarative),
    route(Method::GET, "/api/v2.0/users/{appUserId}/declarative", Operation::ReadDeclarative),
    route(Method::PATCH, "/api/v2.1/user/{appUserId}/fatcaEai", Operation::DeclareTax),
    route(Method::PATCH, "/api/sca/v2.1/user/{appUserId}/fatcaEai", Operation::ConfirmTax),
    route(Method::GET, "/api/v2.1/user/compliance/{appUserId}", Operation::ReadTax),
    route(Method::POST, "/api/v2.0/users/{appUserId}/cgu", Operation::AcceptTerms),
    route(Method::POST, "/api/sca/v2.0/users/{appUserId}/cgu", Operation::ConfirmTerms),
    route(Method::GET, "/api/v2.0/webhooks", Operation::FetchCallbacks),
    route(Method::POST, "/api/v2.0/users", Operation::CreateUserV2),
    route(Method::GET, "/api/v2.0/users", Operation::ListUsers),
    route(Method::PUT, "/api/v2.0/users/{appUserId}", Operation::UpdateUserV2),
    route(Method::POST, "/api/v3.0/users/{appUserId}/kyc/demand", Operation::OpenDemand),
    route(Method::PUT, "/api/v3.0/users/{appUserId}/kyc/demand", Operation::ChangeDemand),
    route(Method::PATCH, "/api/v3.0/users/{appUserId}/kyc/demand", Operation::ChangeDemand),
    route(Method::GET, "/api/v3.0/users/{appUserId}/kyc/demand", Operation::ReadDemand),
    route(Method::GET, "/api/v2.0/users/{appUserId}/kyc/demand", Operation::ReadDemand),
    route(Method::PATCH, "/api/v3.0/users/{appUserId}/fatca-eai", Operation::DeclareTaxV3),
    route(Method::PATCH, "/api/sca/v3.0/users/{appUserId}/fatca-eai", Operation::ConfirmTaxV3),
    route(Method::GET, "/api/v3.0/users/{appUserId}/fatca-eai", Operation::ReadTaxV3),
    route(Method::POST, "/api/v2.0/users/{appUserId}/fatca/attachments", Operation::SendTaxDocument),
    route(Method::POST, "/api/v3.0/users/{appUserId}/fatca/attachments", Operation::SendTaxDocument),
    route(Method::GET, "/api/v3.0/users/{appUserId}/fatca/attachments/{key}", Operation::ReadTaxDocument),
    route(Method::GET, "/api/v2.1/user/{appUserId}/self-certification", Operation::CertifyTax),
    route(Method::GET, "/api/v2.0/accounts/{accountId}", Operation::ReadAccount),
    route(Method::POST, "/api/v1.1/users/{appUserId}/sct/in/registration", Operation::RegisterTransfer),
];

const fn route(method: Method, template: &'static str, operation: Operation) -> Route {
    Route { method, template, operation }
}

/// What a method and a path mean.
pub enum Found {
    /// A call, with the names in its path.
    Route(&'static Route, Named),
    /// The path is known with other methods only.
    WrongMethod,
    /// The path is unknown.
    Nothing,
}

/// The names in a path. A name is empty if the path does not have it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Named {
    /// The `appUserId`.
    pub app_user_id: String,
    /// The account, or the file.
    pub key: String,
}

/// Looks a call up.
pub fn find(method: &Method, path: &str) -> Found {
    let mut is_known = false;
    for route in &ROUTES {
        if let Some(named) = matches(route.template, path) {
            if route.method == *method {
                return Found::Route(route, named);
            }
            is_known = true;
        }
    }
    if is_known { Found::WrongMethod } else { Found::Nothing }
}

/// The names in `path` if it matches the template.
fn matches(template: &str, path: &str) -> Option<Named> {
    let path = path.strip_suffix('/').unwrap_or(path);
    if template.split('/').count() != path.split('/').count() {
        return None;
    }
    let mut named = Named::default();
    for (expected, segment) in template.split('/').zip(path.split('/')) {
        if expected.starts_with('{') && !segment.is_empty() {
            let text = percent_decode_str(segment).decode_utf8().ok()?.into_owned();
            let name = if expected == "{appUserId}" { &mut named.app_user_id } else { &mut named.key };
            *name = text;
        } else if !expected.eq_ignore_ascii_case(segment) {
            return None;
        }
    }
    Some(named)
}

impl Route {
    /// Method and path template: `POST /api/v1.1/users`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.template)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: Method, path: &str) -> Option<(Operation, String)> {
        match find(&method, path) {
            Found::Route(route, named) => Some((route.operation, named.app_user_id)),
            _ => None,
        }
    }

    #[test]
    fn case_matters_in_identifiers_but_not_in_paths() {
        assert_eq!(
            found(Method::PATCH, "/API/Sca/V2.1/User/aBc_4567%C2%A7/FatcaEai"),
            Some((Operation::ConfirmTax, "aBc_4567§".into()))
        );
    }

    #[test]
    fn a_wrong_spelling_is_not_found() {
        for path in ["/api/v2.1/users/abc456789/fatcaEai", "/api/v1.1/user", "/api/v1.1/users//", "/api"] {
            assert!(matches!(find(&Method::PATCH, path), Found::Nothing), "{path}");
        }
        assert!(matches!(find(&Method::PUT, "/api/v2.1/user/abc/fatcaEai"), Found::WrongMethod));
    }
}
