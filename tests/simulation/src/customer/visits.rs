//! How the customer comes to the page and leaves it, and what happens to their tabs, connection and machine.

use std::{cell::RefCell, rc::Rc, time::Duration};

use xpollens_onboarding::model::Message;

use super::Customer;
use crate::tab::Tab;

/// What customers and their machines do while there are faults, by random number.
const DISTURBANCES: [&str; 8] = [
    "reload",
    "another tab",
    "other tab in front",
    "look away",
    "offline",
    "machine sleeps",
    "closed",
    "crash",
];

/// Number of looks without anything to do after which the customer leaves the page.
const LOOKS: u32 = 12;

impl Customer {
    /// Looks again soon. Leaves the page if there was nothing to do for a long time.
    pub(super) async fn wait_or_leave(&mut self, did: bool) {
        self.idle = if did { 0 } else { self.idle + 1 };
        self.visits = if did { 0 } else { self.visits };
        if self.idle < LOOKS {
            let longest = if did { 6_000 } else { 30_000 };
            self.pause(300, longest).await;
        } else {
            self.leave().await;
        }
    }

    /// Closes the page, or only turns away, and comes back later.
    async fn leave(&mut self) {
        self.idle = 0;
        // A customer who came back for nothing stays away longer.
        self.visits += 1;
        let hours = (600_000 << self.visits.min(6)).min(6 * 3_600_000);
        if self.dice.happens(800) {
            self.tabs.clear();
            self.network.trace.line("customer closes the page");
            self.pause(hours / 4, hours).await;
        } else if let Some(tab) = self.tabs.first().cloned() {
            self.network.trace.line("customer looks elsewhere");
            tab.borrow_mut().turn(true);
            self.pause(60_000, 20 * 60_000).await;
            tab.borrow_mut().turn(false);
        }
    }

    /// The tab that the customer looks at. Opened if there is none.
    pub(super) async fn front(&mut self) -> Option<Rc<RefCell<Tab>>> {
        if self.tabs.is_empty() {
            self.open(false).await;
        }
        self.tabs.first().cloned()
    }

    pub(super) async fn open(&mut self, is_hidden: bool) {
        let opened = tokio::time::timeout(Duration::from_secs(30), self.network.open_session()).await;
        let Ok(Some(token)) = opened else { return };
        self.opened += 1;
        self.network.trace.line(&format!("tab {} opens", self.opened));
        let seed = self.dice.throw();
        self.tabs.insert(0, Tab::open(self.opened, seed, Rc::clone(&self.network), token, is_hidden));
    }

    /// Does one of the disturbances.
    pub(super) async fn disturb(&mut self) {
        if self.weather.is_calm() || !self.dice.happens(60) || self.tabs.is_empty() {
            return;
        }
        let kind = self.dice.between(0, 7);
        let name = DISTURBANCES[usize::try_from(kind).unwrap_or_default()];
        self.weather.count(&format!("customer: {name}"));
        self.network.trace.line(&format!("customer: {name}"));
        match kind {
            0 => {
                self.tabs.remove(0);
                self.open(false).await;
            }
            1 => {
                self.tabs[0].borrow_mut().turn(true);
                self.open(false).await;
            }
            2 => {
                self.tabs[0].borrow_mut().turn(true);
                self.tabs.rotate_left(1);
                self.tabs[0].borrow_mut().turn(false);
            }
            3 => {
                self.tabs[0].borrow_mut().turn(true);
                self.pause(500, 600_000).await;
                self.tabs[0].borrow_mut().turn(false);
            }
            4 => self.lose_connection().await,
            5 => self.sleep().await,
            6 => {
                self.tabs.clear();
                self.pause(500, 300_000).await;
            }
            _ => {
                // The tab ends without notice, and is restored.
                self.tabs.remove(0);
                self.pause(200, 3_000).await;
                self.open(false).await;
            }
        }
    }

    /// Loses the connection for a while.
    async fn lose_connection(&mut self) {
        self.network.is_online.set(false);
        self.tabs.iter().for_each(|tab| tab.borrow_mut().lose_connection());
        self.pause(500, 120_000).await;
        self.network.is_online.set(true);
        self.tabs.iter().for_each(|tab| tab.borrow_mut().deliver(Message::WentOnline));
    }

    /// Puts the machine to sleep for a while.
    async fn sleep(&mut self) {
        self.tabs.iter().for_each(|tab| tab.borrow_mut().fall_asleep());
        self.pause(5_000, 1_800_000).await;
        self.tabs.iter().for_each(|tab| tab.borrow_mut().wake_up());
    }
}
