//! One background fold at a time for each customer: whatever arrives meanwhile is folded together afterwards. Many callbacks of one
//! customer then occupy one processor at most.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::store::ProspectId;

/// Which customers are being folded, and whether something arrived since the fold began.
#[derive(Default)]
pub struct Folds(Mutex<HashMap<ProspectId, bool>>);

/// A running fold. It ends when this is dropped.
pub(crate) struct Fold<'a> {
    folds: &'a Folds,
    prospect_id: ProspectId,
    is_over: bool,
}

impl Folds {
    /// Begins a fold; `None` if one is running: it will be repeated.
    pub(crate) fn begin(&self, prospect_id: ProspectId) -> Option<Fold<'_>> {
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(has_news) = running.get_mut(&prospect_id) {
            *has_news = true;
            return None;
        }
        running.insert(prospect_id, false);
        Some(Fold { folds: self, prospect_id, is_over: false })
    }
}

impl Fold<'_> {
    /// Whether something arrived since the fold began, or since the last call. If not, the fold has ended.
    pub(crate) fn has_news(&mut self) -> bool {
        let mut running = self.folds.0.lock().unwrap_or_else(PoisonError::into_inner);
        let has_news = running.get_mut(&self.prospect_id).is_some_and(std::mem::take);
        if !has_news {
            running.remove(&self.prospect_id);
            self.is_over = true;
        }
        has_news
    }
}

impl Drop for Fold<'_> {
    fn drop(&mut self) {
        if self.is_over {
            return; // another may have begun since
        }
        self.folds.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.prospect_id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_arrives_during_a_fold_is_folded_once_more_and_not_beside_it() {
        let folds = Folds::default();
        let mut fold = folds.begin(1).unwrap();
        assert!(folds.begin(1).is_none() && folds.begin(1).is_none());
        assert!(folds.begin(2).is_some(), "another customer");
        assert!(fold.has_news());
        assert!(!fold.has_news());
        drop(fold);
        let failed = folds.begin(1).unwrap();
        drop(failed);
        assert!(folds.begin(1).is_some(), "a fold that failed blocks nobody");
    }
}
