//! Documents of the tax step: sent as files in base64, and read back (documentation, FATCA). The body is that of the
//! attachments of an identification, because no other is published.

use axum::http::StatusCode;
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::{call::Call, error::ApiError, fields::Fields, reply::Reply};
use crate::{
    tax::document::{Attachment, DocumentStatus, TaxDocumentKind},
    world::{World, random::Random},
};

/// The fields.
pub const FIELDS: [&str; 2] = ["type", "files"];
/// Largest size of a file, in bytes. No limit is published.
const MAX_FILE: usize = 5 << 20;
/// Largest number of files of one document.
const MAX_FILES: usize = 5;

/// `POST /api/v2.0/users/{appUserId}/fatca/attachments`, also in version 3.0. Callback 44 follows, three times.
///
/// 147; 704 or 177 with the name of the wrong field: `type` also if this document was not requested; `content` if it is
/// not base64, is too large, or is neither JPEG, PNG nor PDF (a text is allowed for another document).
pub fn send(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    world.prospect(&call.app_user_id)?;
    let body = call.json()?;
    let fields = Fields::of(&body)?;
    fields.require(&FIELDS)?;
    let kind = TaxDocumentKind::numbered(fields.text("type")?).ok_or_else(|| ApiError::invalid("type"))?;
    let listed = fields.get("files").and_then(Value::as_array).filter(|listed| listed.len() <= MAX_FILES);
    let listed = listed.ok_or_else(|| ApiError::invalid("files"))?;
    if listed.is_empty() {
        return Err(ApiError::missing(&["files"]));
    }
    let random = &mut world.random;
    let files = listed.iter().map(|entry| attachment(entry, kind, random)).collect::<Result<Vec<_>, _>>()?;
    let answer = json!({
        "type": kind.name(),
        "status": DocumentStatus::Received.name(),
        "files": files.iter().map(|file| json!({ "name": file.name, "key": file.key })).collect::<Vec<_>>(),
    });
    if world.receive_tax_document(&call.app_user_id, kind, files) {
        Ok(Reply::json(StatusCode::CREATED, answer))
    } else {
        Err(ApiError::invalid("type"))
    }
}

/// `GET /api/v3.0/users/{appUserId}/fatca/attachments/{key}`: the file, or 404 without a code if there is none.
///
/// # Errors
/// 147.
pub fn read(world: &mut World, call: &Call<'_>) -> Result<Reply, ApiError> {
    let step = world.prospect(&call.app_user_id)?.tax.as_ref();
    let mut files = step.into_iter().flat_map(|step| &step.documents).flat_map(|document| &document.files);
    let found = files.find(|file| file.key.to_string().eq_ignore_ascii_case(&call.key));
    Ok(found.map_or_else(
        || Reply::empty(StatusCode::NOT_FOUND),
        |file| Reply::file(file.media_type, file.content.clone()),
    ))
}

/// The body with the sizes of the files instead of their content, so that it can be kept.
pub fn without_content(mut body: Value) -> Value {
    let listed = body.get_mut("files").and_then(Value::as_array_mut);
    for content in listed.into_iter().flatten().filter_map(|file| file.get_mut("content")) {
        let size = content.as_str().map_or(0, str::len);
        *content = format!("{size} characters").into();
    }
    body
}

fn attachment(entry: &Value, kind: TaxDocumentKind, random: &mut Random) -> Result<Attachment, ApiError> {
    let fields = Fields::of(entry).map_err(|_| ApiError::invalid("files"))?;
    fields.require(&["name", "content"])?;
    let content =
        BASE64_STANDARD.decode(fields.text("content")?).map_err(|_| ApiError::invalid("content"))?;
    let media_type = media_type(&content, kind).filter(|_| content.len() <= MAX_FILE);
    let media_type = media_type.ok_or_else(|| ApiError::invalid("content"))?;
    Ok(Attachment { name: fields.text("name")?.into(), key: random.uuid(), media_type, content })
}

/// The media type of the bytes. The explanation of another document is a text.
fn media_type(content: &[u8], kind: TaxDocumentKind) -> Option<&'static str> {
    let is_text = || {
        kind == TaxDocumentKind::Other
            && std::str::from_utf8(content).is_ok_and(|text| !text.trim().is_empty())
    };
    if content.starts_with(b"\xFF\xD8\xFF") {
        Some("image/jpeg")
    } else if content.starts_with(b"\x89PNG\r\n\x1A\n") {
        Some("image/png")
    } else if content.starts_with(b"%PDF-") {
        Some("application/pdf")
    } else {
        is_text().then_some("text/plain")
    }
}
