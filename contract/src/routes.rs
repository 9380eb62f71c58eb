//! Paths and header names of the contract. Every path is relative to the endpoint that the partner chooses.

/// `POST`, server to server, with the partner's key: opens or re-opens a prospect's session.
pub const SESSIONS: &str = "/sessions";
/// `POST`, server to server, with the partner's key: the address of a customer's identification page, for the partner's app. The
/// answer is `no-store`; see [`crate::identification`].
pub const IDENTIFICATION: &str = "/identification";
/// `GET` and `DELETE` on `…/customers/{reference}`, server to server, with the partner's key: the status of a customer, and the
/// erasure of everything personal; see [`crate::customer`].
pub const CUSTOMERS: &str = "/customers";
/// Last segment of the call that exports everything that is stored about a customer: `GET`, server to server.
pub const EXPORT: &str = "/export";
/// `GET`: the snapshot. Query `after` (last known revision) and `waitSeconds` (how long the server may hold).
pub const ONBOARDING: &str = "/onboarding";
/// `PUT` with [`IDEMPOTENCY_KEY`] on `…/steps/{step}`; `POST` on `…/steps/{step}/confirmation`.
pub const STEPS: &str = "/onboarding/steps";
/// Last segment of the call that asks again for the confirmation on the phone.
pub const CONFIRMATION: &str = "/confirmation";
/// `POST`: reveals the activation code. The answer is `no-store`.
pub const ACTIVATION: &str = "/onboarding/activation";
/// `POST`, no body: the customer says that somebody else used a code that was shown here. Existing codes are never revealed
/// again; repeating the call changes nothing.
pub const REPORT: &str = "/onboarding/activation/report";
/// `GET`: reads back what the customer entered.
pub const PROFILE: &str = "/onboarding/profile";
/// `GET` and `PUT` on `…/drafts/{step}`: what is typed into a form that is not sent yet; see [`crate::draft`].
pub const DRAFTS: &str = "/onboarding/drafts";
/// `POST`, no body: the customer refuses the facial scan and chooses the transfer.
pub const ALTERNATIVE: &str = "/onboarding/identity/alternative";
/// `POST` with [`IDEMPOTENCY_KEY`], `multipart/form-data`: a required document; see [`crate::document`].
pub const DOCUMENTS: &str = "/onboarding/documents";
/// `GET`: the tax self-certification, `application/pdf`.
pub const SELF_CERTIFICATION: &str = "/onboarding/self-certification";
/// `POST`, no body: starts again after the prospect expired.
pub const RESTART: &str = "/onboarding/restart";
/// `GET`: the towns of a postcode. Query `country` (ISO 3166-1 alpha-2) and `postcode`; no session is needed.
pub const PLACES: &str = "/places";
/// `DELETE`: ends the session.
pub const SESSION: &str = "/onboarding/session";
/// `POST`: where the provider sends its callbacks; also with a further `/{type}` segment.
pub const CALLBACKS: &str = "/callbacks/xpollens";

/// Header of every step submission: one key for each intention, kept when retrying (1 to 255 visible characters).
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// Header that every browser call carries with the value `1`; with cookies it stops cross-site forgery.
pub const CLIENT: &str = "X-Onboarding-Client";
/// Header of every answer, also [`crate::problem::Problem::request_id`]: the reference to quote to support.
pub const REQUEST_ID: &str = "X-Request-Id";
/// Longest time the server may hold a snapshot request, in seconds: under the usual 30 s of proxies.
pub const MAX_WAIT_SECONDS: u32 = 25;
