//! What every part of the user interface needs: the texts, and a way to send messages.

use std::rc::Rc;

use web_sys::{Element, Event, File};

use crate::{
    dom::{Files, FormControl, Locale, Node, absolute},
    model::Message,
    text::{Parameter, Text, fill, pieces},
};

/// Sends messages, and stores the files that they refer to.
#[derive(Clone)]
pub struct Dispatch {
    send: Rc<dyn Fn(Message)>,
    files: Rc<Files>,
}

impl Dispatch {
    /// `send` may be called at any time; it must not keep the receiver of its messages alive.
    pub fn new(send: impl Fn(Message) + 'static) -> Self {
        Self { send: Rc::new(send), files: Rc::default() }
    }

    /// Sends a message.
    pub fn send(&self, message: Message) {
        (self.send)(message);
    }

    /// The files that the customer chose.
    pub fn files(&self) -> &Files {
        &self.files
    }
}

/// The texts and the way to send messages.
#[derive(Clone)]
pub struct Context {
    locale: Rc<Locale>,
    dispatch: Dispatch,
}

impl Context {
    /// Uses the texts of one language.
    pub fn new(locale: Locale, dispatch: Dispatch) -> Self {
        locale.prepare_countries(contract::country::CODES);
        Self { locale: Rc::new(locale), dispatch }
    }

    /// BCP 47 tag of the texts.
    pub(super) fn language(&self) -> &str {
        self.locale.language()
    }

    /// The name of a country.
    pub(super) fn country(&self, code: &str) -> String {
        self.locale.country(code)
    }

    /// Adds all countries to a list, sorted by name.
    pub(super) fn add_countries(&self, list: &FormControl) {
        self.locale.add_countries(list, contract::country::CODES);
    }

    /// Offers job titles in `input`; the number of the chosen one is in `chosen`.
    pub(super) fn add_occupations(&self, input: &Element, chosen: &Element) {
        self.locale.add_occupations(input, chosen);
    }

    /// The wording of a text.
    pub(super) fn say(&self, text: &Text) -> String {
        let words = self.locale.text(&text.key);
        if text.parameters.is_empty() { words } else { fill(&words, &self.values(text)) }
    }

    fn values(&self, text: &Text) -> Vec<(&'static str, String)> {
        let value = |value: &Parameter| match value {
            Parameter::Literal(value) => value.clone(),
            Parameter::Text(key) => self.locale.text(key),
            Parameter::Day(moment) => self.locale.day(moment.as_millis() as f64),
            Parameter::Cents(cents) => self.locale.money(*cents),
            Parameter::Bytes(bytes) => self.locale.size(*bytes),
        };
        text.parameters.iter().map(|(name, parameter)| (*name, value(parameter))).collect()
    }

    /// An element with a text, whose values are marked as [`Context::mark`] does.
    pub(super) fn marks(&self, selector: &str, text: &Text) -> Node {
        self.mark(Node::new(selector), &self.locale.text(&text.key), &self.values(text))
    }

    /// Fills `template` into an element and marks its values, so that a reference or a name is neither translated nor reordered
    /// by right-to-left text.
    pub(super) fn mark(&self, mut node: Node, template: &str, values: &[(&'static str, String)]) -> Node {
        pieces(template, values, |piece, is_value| {
            if is_value {
                node.push(Node::new("bdi[translate=no]").text(piece));
            } else {
                node.push_text(piece);
            }
        });
        node
    }

    /// The text of a key that has no placeholders.
    pub(super) fn word(&self, key: &'static str) -> String {
        self.locale.text(key)
    }

    /// A date of the contract (`YYYY-MM-DD`), formatted for the language.
    pub(super) fn day(&self, date: &str) -> String {
        self.locale.day(date)
    }

    /// Stores a chosen file.
    pub(super) fn keep_file(&self, name: &'static str, file: File) {
        self.dispatch.files().keep(name, file);
    }

    /// See [`Files::retype`].
    pub(super) fn retype_file(&self, name: &'static str, file: &File, media_type: &str) -> bool {
        self.dispatch.files().retype(name, file, media_type)
    }

    /// The name of a chosen file.
    pub(super) fn file_name(&self, name: &str) -> Option<String> {
        self.dispatch.files().get(name).map(|file| file.name())
    }

    pub(super) fn send(&self, message: Message) {
        self.dispatch.send(message);
    }

    /// An event listener that sends `message` each time.
    pub(super) fn sends(&self, message: impl Fn() -> Message + 'static) -> impl Fn(Event) + 'static {
        let dispatch = self.dispatch.clone();
        move |_| dispatch.send(message())
    }

    /// A heading that takes the focus when the screen changes. There is only one at a time: its id names the panel.
    pub(super) fn heading(&self, text: &Text) -> Node {
        self.says("h2[class=heading][part=heading][id=heading][tabindex=-1]", text)
    }

    /// An element with the text of a key that has no placeholders.
    #[inline(never)]
    pub(super) fn words(&self, selector: &str, key: &'static str) -> Node {
        Node::new(selector).text(&self.word(key))
    }

    /// An element with a text.
    #[inline(never)]
    pub(super) fn says(&self, selector: &str, text: &Text) -> Node {
        Node::new(selector).text(&self.say(text))
    }

    /// A paragraph of body text.
    pub(super) fn paragraph(&self, text: &Text) -> Node {
        self.says("p[class=text]", text)
    }

    /// A button that sends `message`. `kind` is its CSS class: `primary`, `secondary` or `quiet`.
    pub(super) fn button(&self, kind: &str, label: &'static str, message: fn() -> Message) -> Node {
        self.silent_button(kind, &Text::new(label)).on("click", self.sends(message))
    }

    /// As [`Context::button`], for a button whose message depends on other values: the caller adds the listener.
    pub(super) fn silent_button(&self, kind: &str, label: &Text) -> Node {
        self.says(&["button[class=button ", kind, "][type=button][part=button]"].concat(), label)
    }

    /// A link to another site. It opens in another tab, so that what is typed here stays.
    pub(super) fn link(&self, url: &str, words: String) -> Node {
        Node::new("a[target=_blank][rel=noopener noreferrer]")
            .attribute("href", &absolute(url))
            .text(&words)
            .child(self.words("span[class=hidden]", "link.new_tab"))
    }
}
