//! One customer's page: the model with the module's own wire format, and the backend's answers.

use axum::{
    body::Body,
    http::{Request, header},
};
use contract::step::StepId;
use contract::{routes, session::OpenSessionResponse};
use simulation::{
    exchange,
    server::{PARTNER_KEY, Server},
};
use xpollens_onboarding::{
    config::{Config, OptionValue},
    model::{
        Call, Effect, FieldId, Message, Model,
        view::{Mark, Panel},
    },
    wire,
};

/// The result of the form.
#[derive(Debug)]
pub(crate) enum Fate {
    Accepted,
    /// The rules of the page found errors in these fields.
    RefusedByPage(#[expect(dead_code, reason = "read by `Debug`")] Vec<FieldId>),
    /// The answer named these fields.
    RefusedByBackend(Vec<FieldId>),
    /// The customer cannot continue: there is neither an error on a field nor success.
    Stranded(#[expect(dead_code, reason = "read by `Debug`")] String),
}

pub(crate) struct Page {
    model: Model,
    server: Server,
    token: String,
}

impl Page {
    /// The page of the customer `reference`, with the first form on it.
    pub(crate) async fn of(server: &Server, reference: &str) -> Self {
        let request = Request::post(routes::SESSIONS)
            .header(header::AUTHORIZATION, format!("Bearer {PARTNER_KEY}"))
            .body(Body::from(format!(r#"{{"customerReference":"{reference}"}}"#)))
            .expect("a valid request");
        let response = server.ask(request).await.expect("the backend runs");
        let opened: OpenSessionResponse = serde_json::from_slice(response.body()).expect("a session");
        let options = [("endpoint".to_owned(), OptionValue::Text("/".into()))];
        let model = Model::new(Config::from_options(options).expect("valid options"), 1);
        let mut page = Self { model, server: server.clone(), token: opened.session_token };
        page.deliver(Message::Started).await;
        page
    }

    /// Types everything, leaves each field, and submits the form.
    pub(crate) async fn fill_in(&mut self, typed: &[(FieldId, String)]) -> Fate {
        if !matches!(self.model.view().panel, Panel::Form(_)) {
            self.deliver(Message::StepChosen(StepId::Profile)).await;
        }
        for (field, text) in typed {
            self.deliver(Message::FieldEdited(*field, text.as_str().into())).await;
            self.deliver(Message::FieldFinished(*field)).await;
        }
        let was_sent = self.submit().await;
        let errors = self.errors();
        if !was_sent {
            return Fate::RefusedByPage(errors);
        }
        if !errors.is_empty() {
            return Fate::RefusedByBackend(errors);
        }
        let view = self.model.view();
        let is_done =
            view.rail.iter().any(|item| item.step == StepId::Profile && !matches!(item.mark, Mark::Todo));
        match view.panel {
            Panel::Form(form) if form.step == StepId::Profile && !is_done => {
                Fate::Stranded(format!("{:?}", form.notice))
            }
            _ => Fate::Accepted,
        }
    }

    /// Presses the button of each sheet, until the form is sent or an answer is wrong.
    async fn submit(&mut self) -> bool {
        loop {
            let before = self.model.heading();
            let was_sent = self.deliver(Message::SubmitPressed).await;
            if was_sent || before == self.model.heading() || !self.errors().is_empty() {
                return was_sent;
            }
        }
    }

    fn errors(&self) -> Vec<FieldId> {
        match self.model.view().panel {
            Panel::Form(form) => {
                form.fields().filter(|field| field.error.is_some()).map(|field| field.spec.id).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Passes a message to the model and answers its calls, except status calls after the first. Returns whether a form
    /// was sent.
    async fn deliver(&mut self, message: Message) -> bool {
        let mut waiting = vec![message];
        let mut was_sent = false;
        while let Some(message) = waiting.pop() {
            for effect in self.model.update(0, message) {
                let Effect::Call(id, call) = effect else { continue };
                was_sent |= matches!(call, Call::SubmitStep { .. });
                if matches!(call, Call::FetchSnapshot { after: Some(_), .. }) {
                    continue;
                }
                let request = exchange::request(&wire::Request::of(&call), &self.token, true);
                let response = self.server.ask(request).await.expect("the backend runs");
                waiting.push(exchange::read(id, &call, &response));
            }
        }
        was_sent
    }
}
