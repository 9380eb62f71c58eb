//! What each engine knows of other programs.

use async_trait::async_trait;
use contract::time::Timestamp;

use super::{Engine, SqlStore};
use crate::store::{Instances, Limited, ProspectId, StoreError};

#[async_trait]
impl<E: Engine> Instances for SqlStore<E> {
    async fn changed_elsewhere(&self) -> Option<ProspectId> {
        self.engine.changed_elsewhere().await
    }

    async fn may_do(&self, work: &'static str) -> Result<bool, StoreError> {
        self.engine.may_do(work).await
    }

    async fn count_call(
        &self,
        prospect_id: ProspectId,
        limited: Limited,
        now: Timestamp,
        most: u32,
    ) -> Result<Result<(), u64>, StoreError> {
        self.engine.count_call(prospect_id, limited, now, most).await
    }
}
