//! `PUT /control/prospects/{appUserId}/documents`: choose the result of the review of each tax document.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{answer::Body, prospects::described};
use crate::{
    engine::Sandbox,
    tax::document::{DocumentOutcome, TaxDocumentKind},
};

pub(super) async fn choose(
    State(sandbox): State<Sandbox>,
    Path(app_user_id): Path<String>,
    Body(outcomes): Body<BTreeMap<TaxDocumentKind, DocumentOutcome>>,
) -> Response {
    sandbox.change(|world| {
        for (kind, outcome) in outcomes {
            world.set_document_outcome(&app_user_id, kind, outcome);
        }
    });
    described(&sandbox, &app_user_id)
}
