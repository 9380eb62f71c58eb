//! Faults on demand: what happens to the next calls of the API and to the next callbacks.

use serde::{Deserialize, Serialize};

/// The remaining faults, in `PUT /control/faults` and `GET /control/faults`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Faults {
    /// Faults of API calls.
    #[serde(default)]
    pub api: Vec<ApiRule>,
    /// Faults of callbacks.
    #[serde(default)]
    pub callbacks: Vec<CallbackRule>,
}

/// One kind of fault for the next calls of one route.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiRule {
    /// Method and path template as in the README (`POST /api/v1.1/users`), in any case; `*` is every route.
    pub route: String,
    /// Only calls about this `appUserId`. All calls if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_user_id: Option<String>,
    /// Number of calls that the fault still applies to. Default 1.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens.
    #[serde(flatten)]
    pub fault: ApiFault,
}

/// What happens to a call of the API.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fault")]
pub enum ApiFault {
    /// Answers with this status and an empty body. The call is not carried out.
    Status {
        /// An HTTP status such as 429, 500 or 503.
        status: u16,
    },
    /// Never answers. The call is not carried out.
    NeverAnswer,
    /// Cuts the connection. The call is not carried out.
    Cut,
    /// Carries the call out, then cuts the connection, so that the answer is lost.
    CutAfter,
    /// Carries the call out and answers later.
    Delay {
        /// The delay, in milliseconds of the sandbox clock.
        millis: u64,
    },
}

/// One kind of fault with the next callbacks of one type.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallbackRule {
    /// The type (`35`), or `*` for every callback.
    #[serde(rename = "type")]
    pub kind: String,
    /// Only callbacks about this `appUserId`. All callbacks if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_user_id: Option<String>,
    /// Number of callbacks that the fault still applies to. Default 1.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens.
    #[serde(flatten)]
    pub fault: CallbackFault,
}

/// What happens to a callback.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fault")]
pub enum CallbackFault {
    /// It is posted later.
    Late {
        /// The delay, in milliseconds of the sandbox clock.
        millis: u64,
    },
    /// It is posted twice.
    Doubled,
    /// It is never posted. It can be fetched from the queue.
    Lost,
    /// It is posted after the prospect's next callback.
    Reordered,
}

fn once() -> u32 {
    1
}

impl Faults {
    /// Takes the fault of this API call, if there is one. It counts as used.
    pub fn take_api(&mut self, route: &str, app_user_id: &str) -> Option<ApiFault> {
        let rule = self.api.iter_mut().find(|rule| {
            (rule.route == "*" || rule.route.eq_ignore_ascii_case(route))
                && rule.app_user_id.as_ref().is_none_or(|only| only == app_user_id)
        })?;
        rule.times = rule.times.saturating_sub(1);
        let fault = rule.fault;
        self.api.retain(|rule| rule.times > 0);
        Some(fault)
    }

    /// Takes the fault of this callback, if there is one. It counts as used.
    pub fn take_callback(&mut self, kind: &str, app_user_id: &str) -> Option<CallbackFault> {
        let rule = self.callbacks.iter_mut().find(|rule| {
            (rule.kind == "*" || rule.kind == kind)
                && rule.app_user_id.as_ref().is_none_or(|only| only == app_user_id)
        })?;
        rule.times = rule.times.saturating_sub(1);
        let fault = rule.fault;
        self.callbacks.retain(|rule| rule.times > 0);
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_happens_the_requested_number_of_times() {
        let json = r#"{"api":[{"route":"POST /api/v1.1/users","fault":"status","status":503,"times":2}],
            "callbacks":[{"type":"35","fault":"lost","appUserId":"k7p2m9x4q"}]}"#;
        let mut faults: Faults = serde_json::from_str(json).unwrap();
        assert_eq!(faults.take_api("GET /api/v1.1/users/{appUserId}", "k7p2m9x4q"), None);
        for _ in 0..2 {
            assert_eq!(faults.take_api("POST /API/v1.1/Users", ""), Some(ApiFault::Status { status: 503 }));
        }
        assert_eq!(faults.take_api("POST /api/v1.1/users", ""), None);
        assert_eq!(faults.take_callback("34", "k7p2m9x4q"), None);
        assert_eq!(faults.take_callback("35", "somebody"), None, "the fault is set for another user");
        assert_eq!(faults.take_callback("35", "k7p2m9x4q"), Some(CallbackFault::Lost));
        assert_eq!(faults.take_callback("35", "k7p2m9x4q"), None);
    }
}
