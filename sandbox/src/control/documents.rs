//! `PUT /control/prospects/{appUserId}/documents`: how the review of each tax document ends.

use std::collections::BTreeMap;

use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::{Value, json};

use super::{Body, described};
use crate::{
    engine::Sandbox,
    tax_document::{DocumentOutcome, TaxDocument, TaxDocumentKind},
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

/// A document, as the control calls show it: never what is in it.
pub(super) fn describe(document: &TaxDocument) -> Value {
    json!({
        "kind": document.kind.name(),
        "status": document.status.name(),
        "reason": document.reason,
        "files": document.files.iter().map(|file| json!({
            "name": file.name, "key": file.key, "mediaType": file.media_type, "bytes": file.content.len(),
        })).collect::<Vec<_>>(),
    })
}
