//! Documents to send: the form of one document, the progress of its upload, and the state of the other documents.

use std::{cell::RefCell, rc::Rc};

use contract::{
    decimal::decimal,
    document::{MEDIA_TYPES, TELLING_BYTES, media_type},
    step::DocumentKind,
};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, FileList, HtmlElement, HtmlInputElement};

use super::{
    Context, composed::composed, confirm::edit_answers_button, form::reasons, icon, notice::Notice,
    waiting::check,
};
use crate::{
    dom::{FormControl, Node, Text as DomText, read_start, show},
    model::{Focus, Message, view::DocumentsView},
    text::Text,
};

pub(super) struct DocumentsScreen {
    node: Node,
    shown: DocumentsView,
    fields: Node,
    justification: Option<Justification>,
    file: Node,
    file_name: DomText,
    file_error: ErrorLine,
    sending: Node,
    bar: Node,
    percent: DomText,
    notice: Notice,
    submit: Node,
    submit_label: DomText,
}

/// The text that goes with a document.
struct Justification {
    node: Node,
    text: Rc<PageText>,
    error: ErrorLine,
}

/// The justification text on the page: a program may fill it in without an event.
struct PageText {
    control: FormControl,
    read: RefCell<String>,
}

impl PageText {
    fn unread(&self) -> Option<Message> {
        let held = composed(&self.control);
        let is_unread = *self.read.borrow() != held;
        self.read.replace(held.clone());
        is_unread.then(|| Message::JustificationEdited(held.into()))
    }
}

impl Justification {
    fn new(context: &Context, typed: &str) -> Self {
        let node = Node::new(
            "textarea[class=control][part=control][id=justification][rows=4][aria-describedby=justification-error]",
        );
        let control: FormControl = node.as_element();
        control.set_value(typed);
        let text = Rc::new(PageText { read: RefCell::new(composed(&control)), control });
        let (context, reader) = (context.clone(), text.clone());
        let reads = move |_| reader.unread().into_iter().for_each(|message| context.send(message));
        let node = node.on("input", reads.clone()).on("change", reads.clone()).on("blur", reads);
        Self { node, text, error: ErrorLine::new("justification-error") }
    }
}

/// The error of a control; hidden while there is none.
struct ErrorLine {
    node: Node,
    text: DomText,
}

impl ErrorLine {
    fn new(id: &str) -> Self {
        let words = Node::new("span");
        let text = words.only_text("");
        Self {
            node: Node::new("p[class=error]").attribute("id", id).child(icon::warning()).child(words),
            text,
        }
    }

    fn patch(&self, context: &Context, control: &Node, error: Option<&Text>) {
        show(self.node.element(), error.is_some());
        self.text.set(&error.map(|error| context.say(error)).unwrap_or_default());
        let _ =
            control.element().set_attribute("aria-invalid", if error.is_some() { "true" } else { "false" });
    }
}

/// The screen without its fields.
fn screen_node(context: &Context, view: &DocumentsView) -> Node {
    Node::new("div[class=screen documents]")
        .child(context.heading(&view.heading))
        .child(context.paragraph(&view.intro))
        .children(reasons(context, &view.reasons))
}

fn justification_field(context: &Context, justification: &Justification) -> Node {
    let label = context.words("label[class=label][for=justification]", "documents.justification");
    let field = Node::new("div[class=field]").child(label);
    append(&field, [justification.node.element(), justification.error.node.element()]);
    field
}

/// The area where a file is chosen or dropped, and the name of the chosen one.
fn file_field(context: &Context, view: &DocumentsView, file: &Node, name: Node) -> Node {
    let drop = Node::new("label[class=drop]");
    append(&drop, [file.element()]);
    let drop = drop.child(context.words("span", "documents.choose"));
    let hint = context.says("p[class=hint][id=file-hint]", &view.file_hint);
    Node::new("div[class=field]").child(hint).child(drop).child(name)
}

/// What the customer can do instead: send the other documents, change answers, or come back later.
fn other_ways(context: &Context, view: &DocumentsView) -> impl IntoIterator<Item = Node> {
    let others = (!view.others.is_empty()).then(|| others(context, view));
    let edit = view.can_change_answers.then(|| edit_answers_button(context));
    let later = context.button("quiet", "documents.later", || Message::ContinuePressed);
    others.into_iter().chain(edit).chain([later])
}

/// The progress of the upload, and the button that cancels it.
fn sending_row(context: &Context, percent: Node, bar: &Node) -> Node {
    let cancel = context.button("quiet", "documents.cancel", || Message::CancelPressed);
    let sending = Node::new("div[class=sending]").child(percent);
    append(&sending, [bar.element()]);
    sending.child(cancel)
}

impl DocumentsScreen {
    pub(super) fn new(context: &Context, view: &DocumentsView) -> Self {
        let fields = Node::new("fieldset[class=group]");
        let justification = view.justification.as_ref().map(|typed| Justification::new(context, typed));
        if let Some(justification) = &justification {
            append(&fields, [justification_field(context, justification).element()]);
        }
        let file = file_input(context, view.kind);
        let file_error = ErrorLine::new("file-error");
        let name_node = Node::new("p[class=file-name][id=file-name][translate=no]");
        let file_name = name_node.only_text("");
        let field = file_field(context, view, &file, name_node);
        append(&field, [file_error.node.element()]);
        let fields = fields.child(field);

        let bar = Node::new("progress[class=bar][max=100][aria-labelledby=percent]");
        let percent_node = Node::new("p[id=percent]");
        let percent = percent_node.only_text("");
        let sending = sending_row(context, percent_node, &bar);
        let notice = Notice::new(context, None);
        let submit = upload_button(context, view, &file);
        let submit_label = submit.only_text("");
        let node = screen_node(context, view);
        append(&node, [fields.element(), sending.element(), notice.element(), submit.element()]);
        let node = node.children(other_ways(context, view));
        let node = takes_drops(node, context, view.kind, fields.element().clone());
        let mut screen = Self {
            node,
            shown: view.clone(),
            fields,
            justification,
            file,
            file_name,
            file_error,
            sending,
            bar,
            percent,
            notice,
            submit,
            submit_label,
        };
        screen.patch(context, view);
        screen
    }

    pub(super) fn element(&self) -> &Element {
        self.node.element()
    }

    pub(super) fn patch(&mut self, context: &Context, view: &DocumentsView) -> bool {
        let shown = &self.shown;
        if shown.kind != view.kind
            || shown.reasons != view.reasons
            || shown.others != view.others
            || shown.file_hint != view.file_hint
        {
            return false;
        }
        let is_sending = view.progress.is_some();
        let _ = self.fields.element().toggle_attribute_with_force("disabled", is_sending);
        if let Some(Justification { node, error, .. }) = &self.justification {
            error.patch(context, node, view.justification_error.as_ref());
        }
        self.file_error.patch(context, &self.file, view.file_error.as_ref());
        let name = view.has_file.then(|| context.file_name(view.kind.as_str())).flatten();
        self.file_name.set(&name.unwrap_or_default());
        show(self.sending.element(), is_sending);
        if let Some((percent, words)) = &view.progress {
            let _ = self.bar.element().set_attribute("value", &decimal((*percent).into()));
            self.percent.set(&context.say(words));
        }
        self.notice.patch(context, view.notice.as_ref());
        self.submit.set_busy(is_sending);
        self.submit_label.set(&context.say(&view.submit_label));
        true
    }

    /// Values on the page that the model does not know yet.
    pub(super) fn unread(&self) -> Vec<Message> {
        self.justification.iter().filter_map(|justification| justification.text.unread()).collect()
    }

    /// Focuses a part; `false` if the screen does not have it.
    pub(super) fn focus(&self, focus: Focus) -> bool {
        match (focus, &self.justification) {
            (Focus::File, _) => focus_on(&self.file),
            (Focus::Justification, Some(justification)) => focus_on(&justification.node),
            (Focus::Notice, _) => self.notice.focus(),
            _ => return false,
        }
        true
    }
}

fn focus_on(node: &Node) {
    let _ = node.as_element::<HtmlElement>().focus();
}

fn append<const COUNT: usize>(parent: &Node, parts: [&Element; COUNT]) {
    for part in parts {
        parent.attach(part);
    }
}

/// The button that sends the document, including a file that was set on the page without an event.
fn upload_button(context: &Context, view: &DocumentsView, file: &Node) -> Node {
    let (sender, kind, input) = (context.clone(), view.kind, file.as_element::<HtmlInputElement>());
    context.silent_button("primary", &view.submit_label).on("click", move |_| {
        take_files(&sender, kind, &input, Some(Message::UploadPressed));
    })
}

fn take_files(context: &Context, kind: DocumentKind, input: &HtmlInputElement, next: Option<Message>) {
    choose(context, kind, input.files(), next);
    // The same file can be chosen again after it was corrected.
    input.unchecked_ref::<FormControl>().set_value("");
}

fn file_input(context: &Context, kind: DocumentKind) -> Node {
    let sender = context.clone();
    Node::new("input[class=hidden][type=file][id=file]")
        // By name too: some systems know no media type for a file.
        .attribute("accept", &[&MEDIA_TYPES.join(","), ",.jpg,.jpeg,.png,.pdf"].concat())
        .attribute("aria-describedby", "file-hint file-name file-error")
        .on("change", move |event| {
            if let Some(target) = event.target() {
                take_files(&sender, kind, target.unchecked_ref(), None);
            }
        })
}

/// A file that is dropped anywhere on the screen is accepted: otherwise the browser would leave the page to show the file.
fn takes_drops(node: Node, context: &Context, kind: DocumentKind, fields: Element) -> Node {
    let sender = context.clone();
    node.on("dragover", |event| event.prevent_default()).on("drop", move |event| {
        event.prevent_default();
        if !fields.has_attribute("disabled") {
            let dropped = event.unchecked_ref::<DragEvent>().data_transfer();
            choose(&sender, kind, dropped.and_then(|dropped| dropped.files()), None);
        }
    })
}

/// Takes the first of the chosen files once its type is detected from its bytes, then sends `next`.
fn choose(context: &Context, kind: DocumentKind, files: Option<FileList>, next: Option<Message>) {
    // There is none if the customer closed the dialog.
    let Some(file) = files.and_then(|files| files.get(0)) else {
        next.into_iter().for_each(|message| context.send(message));
        return;
    };
    let (context, chosen) = (context.clone(), file.clone());
    context.keep_file(kind.as_str(), file.clone());
    read_start(&file, TELLING_BYTES, move |start| {
        let media_type = media_type(start);
        if context.retype_file(kind.as_str(), &chosen, media_type) {
            context.send(Message::FileChosen { kind, size: chosen.size() as u64, media_type });
            next.into_iter().for_each(|message| context.send(message));
        }
    });
}

fn others(context: &Context, view: &DocumentsView) -> Node {
    let row = |(row, kind): &(_, Option<DocumentKind>)| {
        let button = kind.map(|kind| {
            context
                .silent_button("quiet", &Text::new("documents.switch"))
                .on("click", context.sends(move || Message::DocumentChosen(kind)))
        });
        check(context, row).children(button)
    };
    Node::new("ul[class=checks]").children(view.others.iter().map(row))
}
