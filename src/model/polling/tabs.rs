//! The data about the other tabs of the same customer. [`super::lead`] acts on it.

/// The data about the other tabs.
#[derive(Clone, Default)]
pub(super) struct Tabs {
    /// The channel that it is on; `None`: it is alone.
    pub(super) channel: Option<String>,
    pub(super) is_leader: bool,
    /// The highest revision that this tab or another one announced.
    pub(super) announced: u32,
    /// A revision that another tab announced and that is not here yet, and whether the backend was asked since.
    pub(super) rumour: Option<u32>,
    pub(super) is_asked: bool,
    /// Announcements in a row that the backend did not confirm, and the time until which none is followed.
    pub(super) untrue: u32,
    pub(super) deaf_until: u64,
}

impl Tabs {
    /// Whether another tab asks for this one.
    pub(super) fn is_following(&self) -> bool {
        self.channel.is_some() && !self.is_leader
    }
}
