//! The prospects about whom nothing was recorded for a while.

use async_trait::async_trait;

use super::{Engine, SqlStore, statements::values};
use crate::store::{ProspectId, Quiet, Silence, StoreError, quiet::LONG_EVERY};

#[async_trait]
impl<E: Engine> Quiet for SqlStore<E> {
    async fn quiet(
        &self,
        silence: Silence,
        after: ProspectId,
        most: u32,
    ) -> Result<Vec<ProspectId>, StoreError> {
        let Silence { since, long_since, round } = silence;
        let turn = round.rem_euclid(LONG_EVERY);
        self.read(move |sql| {
            sql.rows(
                "SELECT prospects.id FROM prospects WHERE prospects.id > ?1 AND opened_at <= ?2 \
                 AND NOT EXISTS (SELECT 1 FROM ended_users WHERE ended_users.app_user_id = prospects.app_user_id) \
                 AND NOT EXISTS (SELECT 1 FROM views WHERE views.prospect_id = prospects.id AND views.is_final) \
                 AND EXISTS (SELECT 1 FROM sent WHERE sent.prospect_id = prospects.id) \
                 AND NOT EXISTS (SELECT 1 FROM sent WHERE sent.prospect_id = prospects.id AND sent.at > ?2) \
                 AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.app_user_id = prospects.app_user_id AND received_at > ?2) \
                 AND (prospects.id % ?3 = ?4 \
                 OR EXISTS (SELECT 1 FROM sent WHERE sent.prospect_id = prospects.id AND sent.at > ?5) \
                 OR EXISTS (SELECT 1 FROM inbox WHERE inbox.app_user_id = prospects.app_user_id AND received_at > ?5)) \
                 ORDER BY prospects.id LIMIT ?6",
                values![
                    after,
                    since.as_millis(),
                    LONG_EVERY,
                    turn,
                    long_since.as_millis(),
                    i64::from(most)
                ],
                |row| row.get("id"),
            )
        })
        .await
    }
}
