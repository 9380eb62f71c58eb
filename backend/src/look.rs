//! A look at the snapshot: one row of the storage. All facts are folded again only if one arrived since, or if the time has
//! come at which the snapshot changes by itself.

use std::sync::Arc;

use contract::{snapshot::Snapshot, time::Timestamp};

use crate::{app::App, current::Current, digest::channel, error::Error, store::Session, transfer::look_up};

/// What a session sees now.
pub struct Look {
    /// The session.
    pub session: Session,
    /// The snapshot's revision.
    pub revision: u32,
    /// When the snapshot changes by the passing of time alone.
    pub next_change: Option<Timestamp>,
    /// Whether the snapshot never changes any more.
    pub is_final: bool,
    app_user_id: String,
    content: Content,
}

enum Content {
    /// As it was stored.
    Stored(String),
    /// As it was computed for this look.
    Computed(Box<Snapshot>),
}

impl Look {
    /// Looks with the token of that digest.
    ///
    /// # Errors
    /// [`Error::SessionEnded`] if there is no such session any more; also if the storage fails.
    pub async fn with(app: &Arc<App>, token_digest: &str) -> Result<Self, Error> {
        let look = app.store.look(token_digest).await?.ok_or(Error::SessionEnded)?;
        let now = app.clock.now();
        if look.session.expires_at <= now {
            return Err(Error::SessionEnded);
        }
        match look.view.filter(|view| view.is_valid(now)) {
            Some(view) => Ok(Self {
                session: look.session,
                revision: look.revision,
                next_change: view.next_change,
                is_final: view.is_final,
                app_user_id: look.app_user_id,
                content: Content::Stored(view.snapshot),
            }),
            // In a box: a request that only waits must not hold the space that folding takes.
            None => Box::pin(Self::computed(app, look.session)).await,
        }
    }

    async fn computed(app: &Arc<App>, session: Session) -> Result<Self, Error> {
        let current = Current::of_session(app, session.prospect_id).await?;
        look_up::start(app, &current);
        Ok(Self {
            session,
            revision: current.snapshot.revision,
            next_change: current.next_change,
            is_final: current.snapshot.poll_after_ms == 0,
            app_user_id: current.prospect.app_user_id,
            content: Content::Computed(Box::new(current.snapshot)),
        })
    }

    /// The snapshot for the browser.
    ///
    /// # Errors
    /// If the stored one cannot be read.
    pub fn snapshot(self, now: Timestamp) -> Result<Snapshot, Error> {
        let snapshot = match self.content {
            Content::Stored(json) => serde_json::from_str(&json)?,
            Content::Computed(snapshot) => *snapshot,
        };
        Ok(Snapshot {
            revision: self.revision,
            now,
            channel: Some(channel(&self.app_user_id)),
            session_expires_at: self.session.expires_at,
            ..snapshot
        })
    }
}
