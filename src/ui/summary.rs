//! The list of what to correct, above the form: each line leads to its field. A line stays until the form is sent again, so
//! that the form does not move while the customer types; what is corrected is crossed out.

use web_sys::Element;

use super::{Context, field::Field, icon};
use crate::{
    dom::{Node, Text as DomText, begin, show},
    model::FieldId,
    text::Text,
};

pub(super) struct Summary {
    node: Node,
    fields: Vec<FieldId>,
    lines: Vec<(Element, DomText)>,
}

impl Summary {
    pub(super) fn new() -> Self {
        let node = Node::new("div[class=notice][tabindex=-1][role=group][aria-labelledby=errors]");
        show(node.element(), false);
        Self { node, fields: Vec::new(), lines: Vec::new() }
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    /// `errors` are the fields with what is wrong with each; `None` if it is corrected.
    pub(super) fn patch(&mut self, context: &Context, errors: &[(FieldId, Option<Text>)], fields: &[Field]) {
        if !self.fields.iter().eq(errors.iter().map(|(id, _)| id)) {
            self.draw(context, errors, fields);
        }
        for ((line, words), (_, error)) in self.lines.iter().zip(errors) {
            let _ = line.toggle_attribute_with_force("inert", error.is_none());
            if let Some(error) = error {
                words.set(&context.say(error));
            }
        }
    }

    fn draw(&mut self, context: &Context, errors: &[(FieldId, Option<Text>)], fields: &[Field]) {
        self.fields = errors.iter().map(|(id, _)| *id).collect();
        self.lines.clear();
        self.node.clear();
        show(self.node.element(), !errors.is_empty());
        let mut list = Node::new("ul[class=errors]");
        for id in &self.fields {
            let Some(field) = fields.iter().find(|field| field.id() == *id) else { continue };
            let target = field.target();
            let link = Node::new("a[href=#]").on("click", move |event| {
                // The address of the page stays, and no router of the page takes the link for one of its own.
                event.prevent_default();
                event.stop_propagation();
                target.focus();
            });
            let words = link.only_text("");
            let line = Node::new("li").child(link);
            self.lines.push((line.element().clone(), words));
            list.push(line);
        }
        let count = Text::new("form.errors").with_number("count", errors.len());
        self.node.push(icon::warning());
        self.node.push(Node::new("div").child(context.says("p[id=errors]", &count)).child(list));
    }

    pub(super) fn focus(&self) {
        begin(self.node.element());
    }
}
