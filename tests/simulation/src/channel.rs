//! The tabs of one browser: the channel through which they talk, and the queue of tabs that may ask, as `www/tabs.js`
//! provides them in a browser.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
    time::Duration,
};

use xpollens_onboarding::model::{Message, TabNews};

/// Travel time from one tab to another.
const LATENCY: Duration = Duration::from_millis(1);

/// A listener on a channel: a tab.
pub trait Listener {
    /// Receives the message of another tab.
    fn deliver(&mut self, message: Message);
}

/// All channels of a browser.
#[derive(Default)]
pub struct Channels {
    /// In the order of arrival. The first seat of a channel leads.
    seats: RefCell<Vec<Seat>>,
    taken: Cell<u64>,
}

struct Seat {
    id: u64,
    channel: String,
    tab: Weak<RefCell<dyn Listener>>,
    is_leader: bool,
}

/// A seat on a channel and in its queue. Dropping it leaves the channel.
pub struct Place {
    channels: Rc<Channels>,
    id: u64,
    channel: String,
}

impl Channels {
    /// Takes the last seat of a channel.
    pub fn join(self: &Rc<Self>, channel: String, tab: Weak<RefCell<dyn Listener>>) -> Place {
        let id = self.taken.get() + 1;
        self.taken.set(id);
        self.seats.borrow_mut().push(Seat { id, channel: channel.clone(), tab, is_leader: false });
        self.grant(&channel);
        Place { channels: Rc::clone(self), id, channel }
    }

    /// Gives the lead to the first seat of a channel, if it does not have it yet.
    fn grant(self: &Rc<Self>, channel: &str) {
        let mut seats = self.seats.borrow_mut();
        let first = seats.iter_mut().find(|seat| seat.channel == channel);
        if let Some(first) = first.filter(|first| !first.is_leader) {
            first.is_leader = true;
            self.post(first.id, Message::LeadTaken);
        }
    }

    /// Sends a message to the tab of a seat, unless it has left by then.
    fn post(self: &Rc<Self>, id: u64, message: Message) {
        let channels = Rc::clone(self);
        tokio::task::spawn_local(async move {
            tokio::time::sleep(LATENCY).await;
            let tab =
                channels.seats.borrow().iter().find(|seat| seat.id == id).map(|seat| Weak::clone(&seat.tab));
            if let Some(tab) = tab.and_then(|tab| tab.upgrade()) {
                tab.borrow_mut().deliver(message);
            }
        });
    }
}

impl Place {
    /// Sends news to the other tabs of the channel.
    pub fn tell(&self, news: TabNews) {
        for seat in self.channels.seats.borrow().iter() {
            if seat.channel == self.channel && seat.id != self.id {
                self.channels.post(
                    seat.id,
                    match news {
                        TabNews::Revision(revision) => Message::RevisionAnnounced(revision),
                        TabNews::VisibleFirst => Message::LeadWanted,
                    },
                );
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.channels.seats.borrow_mut().retain(|seat| seat.id != self.id);
        self.channels.grant(&self.channel);
    }
}
