//! The hand-over: the QR code on its white card, the same code as text, and the alternatives.

use std::rc::Rc;

use web_sys::{Element, HtmlElement};

use super::{
    Context,
    figures::grouped,
    icon,
    notice::Notice,
    ring::Ring,
    symbol::symbol,
    waiting::{NextButton, change_button},
};
use crate::{
    dom::{Node, Text as DomText, show},
    model::{
        Code, Message,
        view::{CodeView, HandoffView, OPENS_WITH_CODE},
    },
    text::Text,
};

/// Minimum width of a QR code module on the screen, in pixels: 296 px for 37 modules.
const MODULE_PX: usize = 8;

pub(super) struct HandoffScreen {
    node: Node,
    card: Card,
    next: NextButton,
    change: Node,
}

/// The card with the code, or with its placeholder.
struct Card {
    node: Node,
    /// What the button says that goes on on this device. The QR code is then for another phone.
    here: Option<&'static str>,
    shown: Option<CodeView>,
    /// The parts that change while a code is shown: the time left, and the outcome of a copy.
    counted: Option<(Ring, DomText)>,
}

impl HandoffScreen {
    pub(super) fn new(context: &Context, view: &HandoffView) -> Self {
        let card = Card {
            node: Node::new("div[class=code][tabindex=-1][role=group]")
                .attribute("aria-label", &context.word("handoff.code_label"))
                .attribute_if("data-here", view.here.map(|_| "")),
            here: view.here,
            shown: None,
            counted: None,
        };
        let warning = Node::new("p[class=warning]").child(icon::warning());
        let warning = warning.child(context.words("span", "handoff.warning"));
        let next = NextButton::new(context, "secondary");
        // Two columns if there is room: the text on one side, the card on the other.
        let mut sentences = Node::new("div[class=column]");
        match view.here {
            None => sentences.push(scanning(context)),
            Some(label) => {
                if label != OPENS_WITH_CODE {
                    sentences
                        .push(instructions(context, ["handoff.paste1", "handoff.paste2", "handoff.paste3"]));
                }
                sentences.push(context.button("primary", label, || Message::OpenAppPressed));
            }
        }
        let change = change_button(context);
        let rest = Node::new("div[class=column]").child(warning).child(other_ways(context, view));
        rest.attach(next.element());
        rest.attach(change.element());
        let node = Node::new("div[class=screen handoff]")
            .child(context.heading(&Text::new("handoff.heading")))
            .child(sentences);
        node.attach(card.node.element());
        let node = node.child(rest);
        let mut screen = Self { node, card, next, change };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &HandoffView) -> bool {
        self.card.patch(context, &view.code);
        self.next.patch(context, view.meanwhile.as_ref());
        show(self.change.element(), view.can_change_proof);
        true
    }

    pub(super) fn focus_code(&self) -> bool {
        let _ = self.card.node.as_element::<HtmlElement>().focus();
        true
    }
}

impl Card {
    fn patch(&mut self, context: &Context, view: &CodeView) {
        if let (
            Some(CodeView::Shown { code: known, .. }),
            CodeView::Shown { code, seconds_left, seconds_total, copy_note },
        ) = (&self.shown, view)
            && Rc::ptr_eq(known, code)
        {
            if let Some((ring, note)) = &self.counted {
                ring.set(*seconds_left, *seconds_total);
                note.set(&copy_note.as_ref().map(|note| context.say(note)).unwrap_or_default());
            }
            return;
        }
        if self.shown.as_ref() == Some(view) {
            return;
        }
        self.draw(context, view);
        self.shown = Some(view.clone());
    }

    fn draw(&mut self, context: &Context, view: &CodeView) {
        self.node.clear();
        self.counted = None;
        match view {
            CodeView::Preparing | CodeView::Delayed => {
                let is_delayed = *view == CodeView::Delayed;
                let key = if is_delayed { "handoff.delayed" } else { "handoff.preparing" };
                self.node.push(context.words("p[class=code-rest]", key));
            }
            CodeView::Hidden => {
                self.node.push(context.words("p[class=code-rest]", "handoff.hidden"));
                self.node.push(context.button("primary", "handoff.show", || Message::ShowCodePressed));
            }
            CodeView::Failed(notice) => {
                let notice = Notice::new(context, Some(notice));
                self.node.attach(notice.element());
                self.node.push(context.button("primary", "problem.again", || Message::ShowCodePressed));
            }
            CodeView::Shown { code, seconds_left, seconds_total, .. } => {
                self.show(context, code, *seconds_left, *seconds_total);
            }
        }
    }

    fn show(&mut self, context: &Context, code: &Code, seconds_left: u32, seconds_total: u32) {
        let mut ring = Ring::new(&context.word("handoff.left"), seconds_left, seconds_total);
        let label = context.word("handoff.symbol");
        let mut symbol = Some(symbol(code.modules, &code.path, &label, MODULE_PX));
        if self.here.is_none() {
            symbol.take().into_iter().for_each(|symbol| self.node.push(symbol));
        }
        self.node.push(figures(code));
        // Where the button above copies the code, another one would only do the same.
        let copy = self
            .here
            .is_none_or(|label| label == OPENS_WITH_CODE)
            .then(|| context.button("quiet", "handoff.copy", || Message::CopyPressed));
        self.node.push(Node::new("div[class=code-foot]").children(ring.take()).children(copy));
        let note_node = Node::new("p[class=text muted]");
        let note = note_node.only_text("");
        self.node.push(note_node);
        if let Some(symbol) = symbol {
            let summary = context.words("summary", "handoff.elsewhere");
            let other = Node::new("details[class=other-ways]").child(summary);
            self.node.push(other.child(scanning(context)).child(symbol));
        }
        self.counted = Some((ring, note));
    }
}

/// Numbered sentences.
fn instructions(context: &Context, sentences: [&'static str; 3]) -> Node {
    Node::new("ol[class=instructions]").children(sentences.map(|key| context.words("li", key)))
}

/// How the code is scanned with another device.
fn scanning(context: &Context) -> Node {
    instructions(context, ["handoff.step1", "handoff.step2", "handoff.step3"])
}

/// The code in groups of four. The gaps are only visual: selected or copied text has no spaces.
fn figures(code: &Code) -> Node {
    grouped("p[class=figures][dir=ltr]", code.groups())
}

fn other_ways(context: &Context, view: &HandoffView) -> Node {
    let store = |url: &Option<String>, key| {
        url.as_ref().map(|url| Node::new("li").child(context.link(url, context.word(key)).class("store")))
    };
    let stores: Vec<_> =
        [store(&view.app_store_url, "handoff.app_store"), store(&view.play_store_url, "handoff.play_store")]
            .into_iter()
            .flatten()
            .collect();
    let mut details = Node::new("details[class=other-ways]")
        .child(context.words("summary", "handoff.cannot_scan"))
        .child(context.words("p", "handoff.type_it"));
    if !stores.is_empty() {
        details.push(context.words("p", "handoff.no_app"));
        details.push(Node::new("ul[class=stores]").children(stores));
    }
    details
}
