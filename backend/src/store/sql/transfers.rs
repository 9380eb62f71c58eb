//! Table of the accounts for customers' transfers: one row for each prospect.

use async_trait::async_trait;
use rusqlite::params;

use super::{SqliteStore, statements::Statements as _};
use crate::store::{Prospect, ProspectId, StoreError, TransferAccount, Transfers};

#[async_trait]
impl Transfers for SqliteStore {
    async fn keep_transfer(&self, prospect: &Prospect, account: &TransferAccount) -> Result<(), StoreError> {
        let (prospect, account) = (prospect.clone(), account.clone());
        self.write(move |connection| {
            connection.run(
                "INSERT INTO transfers (prospect_id, iban, bic, reference) SELECT id, ?3, ?4, ?5 FROM prospects \
                 WHERE id = ?1 AND app_user_id = ?2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
                 ON CONFLICT (prospect_id) DO NOTHING",
                params![prospect.id, prospect.app_user_id, account.iban, account.bic, account.reference],
            )?;
            Ok(())
        })
        .await
    }

    async fn transfer(&self, prospect_id: ProspectId) -> Result<Option<TransferAccount>, StoreError> {
        self.read(|connection| {
            let select = "SELECT iban, bic, reference FROM transfers WHERE prospect_id = ?1";
            connection.row(select, [prospect_id], |row| {
                Ok(TransferAccount {
                    iban: row.get("iban")?,
                    bic: row.get("bic")?,
                    reference: row.get("reference")?,
                })
            })
        })
    }

    async fn forget_transfer(&self, prospect_id: ProspectId) -> Result<(), StoreError> {
        self.remove(move |connection| {
            connection.run("DELETE FROM transfers WHERE prospect_id = ?1", [prospect_id])
        })
        .await
    }
}
