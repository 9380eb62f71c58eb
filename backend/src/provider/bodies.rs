//! Request bodies that both generations share (documentation, declarative; CGU).

use contract::declarative::Declarative;
use serde_json::{Value, json};

/// Body of `POST /api/v2.0/users/{id}/declarative`: exactly three numbers.
pub(super) fn declarative(declarative: &Declarative) -> Value {
    json!({
        "economicActivity": declarative.economic_activity,
        "asset": declarative.asset,
        "income": declarative.income,
    })
}

/// Body of `POST /api/v2.0/users/{id}/cgu`. The values are texts, not booleans. Terms cannot be declined.
pub(super) fn terms() -> Value {
    json!({ "cardCgu": "true", "partnerCgu": "true", "accountCgu": "true" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_and_declarative_are_written_as_documented() {
        assert_eq!(terms(), json!({ "cardCgu": "true", "partnerCgu": "true", "accountCgu": "true" }));
        let sent = Declarative { income: 3, asset: 2, economic_activity: 38 };
        assert_eq!(declarative(&sent), json!({ "economicActivity": 38, "asset": 2, "income": 3 }));
    }
}
