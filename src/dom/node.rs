//! An element with its listeners and children.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, Node as DomNode};

use super::{Document, Listener, document};

const TEXT_NODE: u16 = DomNode::TEXT_NODE;
const SVG: &str = "http://www.w3.org/2000/svg";

/// An element that owns its listeners and children. Dropping it does not remove the element from the page; [`Node::remove`]
/// does, and removing a parent removes its children too.
pub struct Node(Box<Parts>);

/// Behind a pointer: a node is moved at each step of its construction, and moving four bytes takes less code.
struct Parts {
    element: Element,
    listeners: Vec<Listener>,
    children: Vec<Node>,
}

/// The text of an element that contains nothing else. It can be replaced.
///
/// It keeps the element, not the text node: page translation replaces text nodes by its own elements.
pub struct Text {
    element: Element,
    /// The last text that was written. What the page shows may be a translation of it.
    written: RefCell<String>,
}

impl Text {
    /// Replaces the text if it differs. A translation of the same text stays.
    pub fn set(&self, text: &str) {
        if *self.written.borrow() == text {
            return;
        }
        self.written.replace(text.into());
        match self.element.first_child() {
            // Changed in place: a selection elsewhere stays, and a live region announces a change of one text.
            Some(node) if node.node_type() == TEXT_NODE && node.next_sibling().is_none() => {
                node.set_node_value(Some(text));
            }
            _ => self.element.set_text_content(Some(text)),
        }
    }
}

impl Node {
    /// An HTML element with its attributes, as in `input[class=control wide][type=date][required]`. The text never comes from
    /// outside. A single literal needs a single address in the wasm.
    pub fn new(selector: &str) -> Self {
        Self::of(selector, |tag| page().create_element(tag))
    }

    fn of(selector: &str, create: fn(&str) -> Result<Element, JsValue>) -> Self {
        let mut parts = selector.split('[');
        // Only an invalid tag name fails, and every tag name is a literal of this crate.
        let element = create(parts.next().unwrap_or_default());
        let element = element.unwrap_or_else(|error| wasm_bindgen::throw_val(error));
        for part in parts {
            let attribute = part.strip_suffix(']').unwrap_or(part);
            let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            set(&element, name, value);
        }
        Self(Box::new(Parts { element, listeners: Vec::new(), children: Vec::new() }))
    }

    /// The element, for later changes.
    pub fn element(&self) -> &Element {
        &self.0.element
    }

    /// The element as its JavaScript type.
    pub fn as_element<T: JsCast>(&self) -> T {
        self.0.element.clone().unchecked_into()
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attribute(self, name: &str, value: &str) -> Self {
        set(&self.0.element, name, value);
        self
    }

    /// Adds an attribute if there is a value.
    #[must_use]
    pub fn attribute_if(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attribute(name, value),
            None => self,
        }
    }

    /// Adds CSS classes, separated by spaces.
    #[must_use]
    pub fn class(self, names: &str) -> Self {
        self.attribute("class", names)
    }

    /// Appends a text. Text is never read as markup.
    #[must_use]
    pub fn text(self, text: &str) -> Self {
        self.push_text(text);
        self
    }

    /// Appends a text that is never replaced.
    pub fn push_text(&self, text: &str) {
        let text = page().create_text_node(text);
        self.attach(&text);
    }

    /// Makes a text that can be replaced the only content of the element.
    pub fn only_text(&self, text: &str) -> Text {
        self.0.element.set_text_content(Some(text));
        Text { element: self.0.element.clone(), written: RefCell::new(text.into()) }
    }

    /// Appends a child.
    #[must_use]
    pub fn child(mut self, child: Self) -> Self {
        self.push(child);
        self
    }

    /// Appends children.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        for child in children {
            self.push(child);
        }
        self
    }

    /// Appends a child to an existing node.
    pub fn push(&mut self, child: Self) {
        self.attach(&child.0.element);
        self.0.children.push(child);
    }

    /// Appends an element that somebody else owns.
    #[inline(never)]
    pub fn attach(&self, part: &DomNode) {
        let _ = self.0.element.append_child(part);
    }

    /// Adds a listener that lives as long as the node.
    #[must_use]
    pub fn on(self, event: &'static str, callback: impl Fn(Event) + 'static) -> Self {
        self.on_boxed(event, Box::new(callback))
    }

    fn on_boxed(mut self, event: &'static str, callback: Box<dyn Fn(Event)>) -> Self {
        self.0.listeners.push(Listener::boxed(&self.0.element, event, callback));
        self
    }

    /// Removes all children from the page and releases what they own.
    pub fn clear(&mut self) {
        while let Some(child) = self.0.element.last_child() {
            let _ = self.0.element.remove_child(&child);
        }
        self.0.children.clear();
    }

    /// Marks whether the action of a button is in progress: the button keeps its focus, and pressing it again does nothing.
    pub fn set_busy(&self, is_busy: bool) {
        set(&self.0.element, "aria-disabled", if is_busy { "true" } else { "false" });
    }

    /// Removes the element from the page.
    pub fn remove(self) {
        self.0.element.remove();
    }
}

/// An element of an SVG drawing, written as for [`Node::new`].
pub fn svg(selector: &str) -> Node {
    Node::of(selector, |tag| page().create_element_ns(SVG, tag))
}

/// Shows or hides an element with the `hidden` attribute.
pub fn show(element: &Element, is_shown: bool) {
    if is_shown == element.has_attribute("hidden") {
        if is_shown {
            let _ = element.remove_attribute("hidden");
        } else {
            set(element, "hidden", "");
        }
    }
}

fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

fn page() -> Document {
    match document() {
        Some(document) => document,
        None => wasm_bindgen::throw_str("a page is needed to draw in"),
    }
}
