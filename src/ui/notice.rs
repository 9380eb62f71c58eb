//! A notice: what went wrong, what was kept, and what to do, with the reference for support.

use web_sys::HtmlElement;

use super::{Context, icon};
use crate::{dom::Node, model::view::NoticeView};

/// A place for a notice; empty and hidden while there is none.
pub(super) struct Notice {
    node: Node,
    shown: Option<NoticeView>,
}

impl Notice {
    pub(super) fn new(context: &Context, view: Option<&NoticeView>) -> Self {
        let mut notice = Self { node: Node::new("div[class=notice][tabindex=-1]"), shown: None };
        crate::dom::show(notice.node.element(), false);
        notice.patch(context, view);
        notice
    }

    pub(super) fn element(&self) -> &web_sys::Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: Option<&NoticeView>) {
        if self.shown.as_ref() == view {
            return;
        }
        self.node.clear();
        if let Some(view) = view {
            self.node.push(icon::warning());
            let mut words = Node::new("div").child(context.says("p", &view.text));
            if let Some(reference) = &view.reference {
                words.push(context.marks("p[class=reference]", reference));
            }
            self.node.push(words);
        }
        crate::dom::show(self.node.element(), view.is_some());
        self.shown = view.cloned();
    }

    pub(super) fn focus(&self) {
        let _ = self.node.as_element::<HtmlElement>().focus();
    }
}
