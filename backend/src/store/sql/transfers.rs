//! Table of the accounts for customers' transfers: one row for each prospect.

use async_trait::async_trait;

use super::{Engine, SqlStore, scope::Scope, statements::values};
use crate::store::{Prospect, ProspectId, StoreError, TransferAccount, Transfers};

#[async_trait]
impl<E: Engine> Transfers for SqlStore<E> {
    async fn keep_transfer(&self, prospect: &Prospect, account: &TransferAccount) -> Result<(), StoreError> {
        let (prospect, account) = (prospect.clone(), account.clone());
        self.write(Scope::prospect(prospect.id), move |sql| {
            sql.run(
                "INSERT INTO transfers (prospect_id, iban, bic, reference) SELECT id, ?3, ?4, ?5 FROM prospects \
                 WHERE id = ?1 AND app_user_id = ?2 AND app_user_id NOT IN (SELECT app_user_id FROM ended_users) \
                 ON CONFLICT (prospect_id) DO NOTHING",
                values![prospect.id, &prospect.app_user_id, &account.iban, &account.bic, &account.reference],
            )?;
            Ok(())
        })
        .await
    }

    async fn transfer(&self, prospect_id: ProspectId) -> Result<Option<TransferAccount>, StoreError> {
        self.read(move |sql| {
            let select = "SELECT iban, bic, reference FROM transfers WHERE prospect_id = ?1";
            sql.row(select, values![prospect_id], |row| {
                Ok(TransferAccount {
                    iban: row.get("iban")?,
                    bic: row.get("bic")?,
                    reference: row.get("reference")?,
                })
            })
        })
        .await
    }

    async fn forget_transfer(&self, prospect_id: ProspectId) -> Result<(), StoreError> {
        self.remove(Scope::prospect(prospect_id), move |sql| {
            sql.run("DELETE FROM transfers WHERE prospect_id = ?1", values![prospect_id])
        })
        .await
    }
}
