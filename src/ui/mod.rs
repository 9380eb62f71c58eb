//! Draws a view and sends messages. It contains no rules: every decision is in the view.
//!
//! [`Ui`] is the frame, and each screen has its own file. Inside a screen only the changed parts are patched, and the focus
//! moves only when the model says so.

mod composed;
mod confirm;
mod context;
mod control;
mod date;
mod documents;
mod entry;
mod field;
mod figures;
mod form;
mod handoff;
mod icon;
mod notice;
mod options;
mod outcome;
mod problem;
mod rail;
mod report;
mod ring;
mod screen;
mod summary;
mod symbol;
mod transfer;
mod waiting;

use web_sys::{Element, ShadowRoot};

pub use self::context::{Context, Dispatch};
use self::{rail::Rail, screen::Screen};
use crate::{
    dom::{Node, Text as DomText, document, is_for_control, keep_readable, show},
    model::{Focus, Message, view::View},
    text::Text,
};

/// The module in the page, from its creation until it is dropped.
pub struct Ui {
    shadow: ShadowRoot,
    context: Context,
    root: Option<Node>,
    banner: Node,
    banner_text: DomText,
    rail: Rail,
    panel: Node,
    screen: Screen,
    /// The button to report that somebody else used the code.
    not_me: Node,
    live: DomText,
    /// Alternates, so that a text announced twice changes the live region both times.
    is_live_padded: bool,
}

impl Ui {
    /// Draws `view` into an empty shadow root.
    pub fn mount(shadow: &ShadowRoot, context: Context, view: &View) -> Self {
        let words = Node::new("span");
        let banner_text = words.only_text("");
        let banner = Node::new("p[class=banner][part=banner]").child(icon::warning()).child(words);
        let rail = Rail::new(&context);
        let screen = Screen::build(&context, &view.panel);
        let panel = Node::new("section[class=panel][part=panel][aria-labelledby=heading]");
        let live = Node::new("p[class=hidden][aria-live=polite]");
        let live_text = live.only_text("");
        let frame = Node::new("div[class=frame]");
        frame.attach(rail.element());
        frame.attach(panel.element());
        panel.attach(screen.element());
        // The language of the texts decides their direction: it may differ from that of the surrounding page.
        let root = Node::new("div[class=root][dir=auto]").attribute("lang", context.language());
        let root = keeps_keys(root);
        let layout = Node::new("div[class=layout]");
        layout.attach(banner.element());
        let not_me = context.button("footer-link", "footer.not_me", || Message::NotMePressed);
        let layout = layout.child(frame).child(footer(&context, view, &not_me)).child(live);
        let root = root.child(layout);
        let _ = shadow.append_child(root.element());
        let mut ui = Self {
            shadow: shadow.clone(),
            context,
            root: Some(root),
            banner,
            banner_text,
            rail,
            panel,
            screen,
            not_me,
            live: live_text,
            is_live_padded: false,
        };
        ui.render(view);
        ui
    }

    /// What the customer, or a program on their behalf, filled in without an event. It must be applied before anything else.
    pub fn unread(&self) -> Vec<Message> {
        self.screen.unread()
    }

    /// Updates the page to `view`.
    pub fn render(&mut self, view: &View) {
        show(self.banner.element(), view.banner.is_some());
        self.banner_text.set(&view.banner.as_ref().map(|text| self.context.say(text)).unwrap_or_default());
        show(self.not_me.element(), view.can_report);
        let focused = self.shadow.active_element();
        self.rail.patch(&self.context, view, focused.as_ref());
        let focused = focused.filter(|focused| self.panel.element().contains(Some(focused)));
        let is_another = !self.screen.patch(&self.context, &view.panel);
        if is_another {
            self.panel.clear();
            self.screen = Screen::build(&self.context, &view.panel);
            self.panel.attach(self.screen.element());
        }
        // The focused element may have been removed with its purpose: the code that was copied, the step that was offered.
        if focused.is_some_and(|focused| !self.can_be_seen(&focused)) {
            self.screen.focus(if is_another { Focus::Heading } else { Focus::Code });
        }
        keep_readable(&self.shadow);
    }

    fn can_be_seen(&self, element: &Element) -> bool {
        self.panel.element().contains(Some(element)) && matches!(element.closest("[hidden]"), Ok(None))
    }

    /// Moves the keyboard focus if the customer is in the module: the focus is in it or, if nothing in the page has the
    /// focus, the last press was in it. Nothing moves under a customer who reads or types elsewhere in the page.
    ///
    /// Returns whether it moved.
    pub fn focus(&self, focus: Focus, is_last_press_here: bool) -> bool {
        let focused = document().and_then(|document| document.active_element());
        let is_nowhere = focused.is_none_or(|element| element.tag_name() == "BODY");
        let may_move = self.shadow.active_element().is_some() || (is_nowhere && is_last_press_here);
        if may_move {
            self.screen.focus(focus);
        }
        may_move
    }

    /// The wording of a text that is used outside the module.
    pub fn say(&self, text: &Text) -> String {
        self.context.say(text)
    }

    /// Announces texts in the live region. Texts of one turn are announced together: a later one would silence an earlier one.
    pub fn announce(&mut self, texts: &[Text]) {
        self.is_live_padded = !self.is_live_padded;
        let mut said = String::new();
        for text in texts {
            said.push_str(&self.context.say(text));
            said.push(' ');
        }
        if self.is_live_padded {
            said.push('\u{a0}');
        }
        self.live.set(&said);
    }
}

impl Drop for Ui {
    fn drop(&mut self) {
        if let Some(root) = self.root.take() {
            root.remove();
        }
    }
}

/// Stops events of typing at the field: outside the shadow root they seem to come from an element that is not a field, and the
/// page's shortcuts would react to them.
fn keeps_keys(root: Node) -> Node {
    ["keydown", "keypress", "keyup", "paste"].into_iter().fold(root, |root, event| {
        root.on(event, |event| {
            if is_for_control(&event) {
                event.stop_propagation();
            }
        })
    })
}

fn footer(context: &Context, view: &View, not_me: &Node) -> Node {
    let link = |url: &Option<String>, key| {
        url.as_ref().map(|url| context.link(url, context.say(&Text::new(key))).class("footer-link"))
    };
    let footer = Node::new("footer[class=footer]")
        .child(context.says("p[class=footer-note]", &Text::new("footer.kept")));
    footer.attach(not_me.element());
    footer.children(link(&view.help_url, "footer.help")).children(link(&view.privacy_url, "footer.privacy"))
}
