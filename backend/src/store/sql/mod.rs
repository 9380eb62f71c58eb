//! The storage as SQL statements, the same for every engine. Each concept has a file beside this one. What differs between
//! databases (connections, transactions, migrations, faults) is in [`super::sqlite`] and [`super::postgres`].

mod attempts;
mod consents;
mod credentials;
mod drafts;
pub(super) mod envelopes;
mod events;
mod export;
mod inbox;
mod instances;
mod lifetime;
mod looks;
mod notices;
mod prefills;
mod prospects;
mod quiet;
mod reminders;
mod reveals;
pub(super) mod row;
pub(super) mod scope;
mod sessions;
pub(super) mod statements;
mod submissions;
mod tally;
mod transfers;
pub(super) mod writer;

use async_trait::async_trait;
use contract::time::Timestamp;

use self::{
    scope::Scope,
    statements::{Sql, values},
};
use super::{Limited, ProspectId, Store, StoreError};

/// A database that runs the statements.
pub(in crate::store) trait Engine: Send + Sync + 'static {
    /// Does `work` in a transaction that is on the disk afterwards. It may be done again if the transaction cannot be committed.
    fn write<T: Send + 'static>(
        &self,
        scope: Scope,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// Reads with one statement. It may be done again.
    fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// Reads with several statements, all of which see the same moment.
    fn read_together<T: Send + 'static>(
        &self,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// Which snapshots are valid: those that a program with this number computed.
    fn run(&self) -> i64;

    /// Records that rows were deleted.
    fn has_removals(&self);

    /// The statement that marks attempts as lost, as [`super::Attempts::lose_running`].
    fn lose_running(&self) -> &'static str;

    /// As [`super::Instances::changed_elsewhere`].
    fn changed_elsewhere(&self) -> impl Future<Output = Option<ProspectId>> + Send;

    /// As [`super::Instances::may_do`].
    fn may_do(&self, work: &'static str) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// As [`super::Instances::count_call`].
    fn count_call(
        &self,
        prospect_id: ProspectId,
        limited: Limited,
        now: Timestamp,
        most: u32,
    ) -> impl Future<Output = Result<Result<(), u64>, StoreError>> + Send;

    /// As [`Store::overwrite_removed`].
    fn overwrite_removed(&self) -> impl Future<Output = Result<bool, StoreError>> + Send;
}

/// The storage in one engine.
pub struct SqlStore<E> {
    pub(super) engine: E,
}

#[expect(private_bounds, reason = "nobody else makes an engine")]
impl<E: Engine> SqlStore<E> {
    pub(super) async fn write<T: Send + 'static>(
        &self,
        scope: Scope,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.engine.write(scope, work).await
    }

    /// As [`Self::write`], for work that deletes rows and returns their number.
    pub(super) async fn remove(
        &self,
        scope: Scope,
        work: impl Fn(&dyn Sql) -> Result<usize, StoreError> + Send + 'static,
    ) -> Result<(), StoreError> {
        if self.write(scope, work).await? > 0 {
            self.engine.has_removals();
        }
        Ok(())
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl Fn(&dyn Sql) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.engine.read(work).await
    }
}

#[async_trait]
impl<E: Engine> Store for SqlStore<E> {
    async fn ping(&self) -> Result<(), StoreError> {
        self.write(Scope::nobody(), |sql| {
            sql.run(
                "INSERT INTO probe (id, number) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET number = probe.number + 1",
                values![],
            )?;
            Ok(())
        })
        .await
    }

    async fn overwrite_removed(&self) -> Result<bool, StoreError> {
        self.engine.overwrite_removed().await
    }
}
