//! Documents of the tax declaration: sends those of the customer and fetches the self-certification (documentation,
//! FATCA/EAI).

use axum::http::Method;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::step::DocumentKind;
use serde_json::json;

use super::{
    client::Provider,
    dialect::Call,
    error::{ProviderError, RETRY_AFTER_SECONDS},
};

/// A file to send. It is personal data and never stored, so the type has no `Debug`.
pub struct TaxFile {
    /// Its name. The server makes it, because the customer's file name may be personal.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

impl Provider {
    /// Sends the files of a tax document.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn attach_tax_document(
        &self,
        id: &str,
        kind: DocumentKind,
        files: Vec<TaxFile>,
        request_id: &str,
    ) -> Result<(), ProviderError> {
        let files: Vec<_> = files
            .into_iter()
            .map(|file| json!({ "name": file.name, "content": BASE64_STANDARD.encode(&file.content) }))
            .collect();
        let body = json!({ "type": code(kind), "files": files });
        let call = Call::json(Method::POST, self.dialect.tax_attachments(id), body);
        self.call(&call, request_id).await.map(drop)
    }

    /// The tax self-certification, a PDF. `None` if there is none yet. `GET /api/v2.1/user/{id}/self-certification`.
    ///
    /// # Errors
    /// [`ProviderError`], including an answer that is not a PDF.
    pub async fn self_certification(
        &self,
        id: &str,
        request_id: &str,
    ) -> Result<Option<Vec<u8>>, ProviderError> {
        let path = format!("/api/v2.1/user/{id}/self-certification");
        let call = Call { method: Method::GET, path, media_type: "application/pdf", body: None };
        match self.call(&call, request_id).await {
            Ok(reply) if reply.bytes.starts_with(b"%PDF-") => Ok(Some(reply.bytes)),
            Ok(_) => Err(ProviderError::Unavailable {
                why: "a self-certification that is no PDF".into(),
                retry_after_seconds: RETRY_AFTER_SECONDS,
            }),
            Err(ProviderError::Refused(refusal)) if refusal.status == 404 => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The provider's code (documentation, legal entities).
const fn code(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::W9 => "22",
        DocumentKind::W8Ben => "23",
        DocumentKind::Other => "24",
    }
}
