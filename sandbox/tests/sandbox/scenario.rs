//! Goes through every scenario in each of its generations, with a customer and a partner who do what is requested. Also
//! checks that the README and the code have the same scenarios.

use std::{collections::BTreeSet, env, fs};

use sandbox::scenario::{Course, End, Given, Scenario, Set, Transfer, readme, table};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::harness::{Callback, DEVICE, MINUTE, Stage, all_terms, declarative, user};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const BEGIN: &str = "<!-- scenarios: written by the test `readme_lists_the_scenarios` -->\n";
const END: &str = "<!-- /scenarios -->\n";
/// How often the customer checks for something to do. A span of the sandbox clock passes between two checks.
const LOOKS: usize = 60;
const PAUSE: u64 = 2 * MINUTE;

#[tokio::test(flavor = "multi_thread")]
async fn every_scenario_ends_as_described() {
    let mut runs = JoinSet::new();
    for scenario in table::all() {
        for (generation, course) in [("legacy", scenario.legacy), ("current", scenario.current)] {
            if let Some(course) = course {
                runs.spawn(go_through(scenario, generation, course));
            }
        }
    }
    let wrong: Vec<_> = runs.join_all().await.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn readme_lists_the_scenarios() {
    let text = fs::read_to_string(README).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    let table = readme::table();
    if env::var_os("WRITE_README").is_some() {
        fs::write(README, [before, BEGIN, &table, END, after].concat()).unwrap();
        return;
    }
    assert_eq!(written, table, "run `WRITE_README=1 cargo test -p sandbox readme_lists_the_scenarios`");
}

#[test]
fn names_are_unique_and_easy_to_type() {
    let names: BTreeSet<_> = table::all().map(|scenario| scenario.name).collect();
    assert_eq!(names.len(), table::all().count());
    let is_plain = |name: &&str| {
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    assert!(names.iter().all(is_plain));
}

#[tokio::test]
async fn a_scenario_can_be_chosen_for_an_existing_prospect() {
    let stage = Stage::new().await;
    let code = stage.create("k7p2m9x4q", json!({})).await;
    let path = "/control/prospects/k7p2m9x4q/scenario";
    let (status, prospect) = stage.ask("PUT", path, json!({ "name": "fraud" })).await;
    assert_eq!((status, &prospect["aliases"]), (200, &json!(["LC_FRAUD"])));
    assert_eq!(prospect["scenario"], "fraud");
    stage.launch(&code).await;
    stage.take_pictures().await;
    stage.advance(7 * MINUTE).await;
    assert_eq!(stage.prospect("k7p2m9x4q").await["userRecordStatus"], "Refused");
    assert_eq!(
        stage.ask("PUT", "/control/prospects/nobody/scenario", json!({ "name": "fraud" })).await.0,
        404
    );
}

#[tokio::test]
async fn a_scenario_applies_to_one_prospect() {
    let stage = Stage::new().await;
    let chosen = stage.ask("PUT", "/control/scenario", json!({ "name": "code-lost" })).await;
    assert_eq!((chosen.0, &chosen.1["name"]), (200, &json!("code-lost")));
    stage.create("k7p2m9x4q", json!({})).await;
    assert_eq!(stage.partner.news(), ["34 Initialized", "4 Initialized"]);
    let other = json!({ "Email": "b@example.fr", "Phonenumber": "+33600000002" });
    stage.create("k7p2m9x4r", other).await;
    assert_eq!(stage.partner.news(), ["34 Initialized", "4 Initialized", "35"]);
    assert_eq!(stage.prospect("k7p2m9x4r").await["scenario"], Value::Null);
}

#[tokio::test]
async fn an_unknown_scenario_is_refused_with_a_list_of_names() {
    let stage = Stage::new().await;
    let (status, answer) = stage.ask("PUT", "/control/scenario", json!({ "name": "rain" })).await;
    assert_eq!(status, 400);
    assert!(answer["message"].as_str().unwrap().contains("document-blurred"), "{answer}");
    let (_, listed) = stage.ask("GET", "/control/scenarios", Value::Null).await;
    assert_eq!(listed.as_array().unwrap().len(), table::all().count());
    assert_eq!(listed[0]["name"], "accepted");
}

/// Differences between the course and its description. None if it went as described.
async fn go_through(scenario: &'static Scenario, generation: &'static str, course: Course) -> Option<String> {
    let customer = Customer::sign_up(scenario, generation).await;
    if scenario.given.contains(&Given::Leaves) {
        customer.stage.advance(20 * MINUTE).await;
    } else {
        customer.go_on().await;
    }
    // Late callbacks arrive now.
    customer.stage.advance(120 * MINUTE).await;
    let heard: Vec<_> = customer.stage.partner.callbacks().iter().map(in_words).collect();
    let wrong = wrong_with(&heard, course)
        .or(customer.wrong_end(course.end).await)
        .or(customer.wrong_answers(scenario).await);
    wrong.map(|wrong| format!("{} ({generation}): {wrong}; heard {heard:?}", scenario.name))
}

fn wrong_with(heard: &[String], course: Course) -> Option<String> {
    let mut later = heard.iter();
    if let Some(missing) = course.callbacks.iter().find(|told| !later.any(|one| one == *told)) {
        return Some(format!("`{missing}` did not come, or not in its place"));
    }
    let unexpected = course.never.iter().find(|never| heard.iter().any(|one| one == *never));
    unexpected.map(|unexpected| format!("`{unexpected}` came"))
}

/// A callback in the notation of the table.
fn in_words(callback: &Callback) -> String {
    let body = &callback.body;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if let Some(header) = body.get("Header") {
        return format!("36 {} {}", text(&header["Status"]), text(&header["Reason"])).trim().to_owned();
    }
    match body["type"].as_str().unwrap_or_default() {
        "4" => {
            let listed = body.get("diligences").or(body.get("receivedDiligences"));
            let refused = listed.and_then(Value::as_array).into_iter().flatten();
            let refused = refused.filter(|found| found["status"] == "Refused");
            let reasons: Vec<_> = refused
                .map(|found| format!("{} {}", text(&found["diligenceType"]), text(&found["reason"])))
                .collect();
            let colon = if reasons.is_empty() { "" } else { ": " };
            format!("4 {}{colon}{}", text(&body["status"]), reasons.join(", "))
        }
        "31" => format!("31 {} {}", text(&body["status"]), text(&body["reason"])).trim().to_owned(),
        kind @ ("16" | "38") => format!("{kind} {}", body["status"]),
        "35" if !text(&body["ErrorMessage"]).is_empty() => "35 ErrorMessage".into(),
        "PoliticallyExposedPersonStatusCreatedOrUpdated" => {
            let told = ["isPoliticallyExposedPerson", "finalDecisionPep"].map(|name| match body[name] {
                Value::Bool(is_so) => format!(" {is_so}"),
                _ => String::new(),
            });
            format!("PEP {}{}", text(&body["riskAnalysisStatus"]), told.concat())
        }
        kind => {
            let names = ["userRecordStatus", "fatcaEaiStatus", "accountStatus", "riskLevel"];
            let word = names.iter().map(|name| text(&body[name])).collect::<String>();
            format!("{kind} {word}").trim().to_owned()
        }
    }
}

const ID: &str = "k7p2m9x4q";

/// A customer with a phone, and the partner, who repeats failed calls.
struct Customer {
    stage: Stage,
    generation: &'static str,
    given: &'static [Given],
}

impl Customer {
    async fn sign_up(scenario: &'static Scenario, generation: &'static str) -> Self {
        let stage = Stage::new().await;
        let chosen = stage.ask("PUT", "/control/scenario", json!({ "name": scenario.name })).await;
        assert_eq!(chosen.0, 200);
        let customer = Self { stage, generation, given: scenario.given };
        let is_abroad = customer.of_given(|given| matches!(given, Given::Born(_)).then_some(()));
        let (path, body) = match generation {
            "legacy" if is_abroad.is_some() => ("/api/v1.1/users", user(ID, born_in_boston())),
            "legacy" => ("/api/v1.1/users", user(ID, json!({}))),
            _ => ("/api/v2.0/users", current_user(is_abroad.is_some())),
        };
        for _ in 0..9 {
            if customer.call("POST", path, body.clone()).await == 201 {
                break;
            }
        }
        customer.stage.advance(MINUTE).await;
        customer
    }

    fn of_given<T>(&self, wanted: impl FnMut(&Given) -> Option<T>) -> Option<T> {
        self.given.iter().find_map(wanted)
    }

    fn workflow(&self) -> &'static str {
        let named = self.of_given(|given| match given {
            Given::Workflow(code) => Some(*code),
            _ => None,
        });
        named.unwrap_or("Identity")
    }

    /// The transfers to make. None if the customer accepts the facial scan.
    fn transfers(&self) -> Option<&'static [Transfer]> {
        self.of_given(|given| match given {
            Given::Pays(transfers) => Some(*transfers),
            _ => None,
        })
    }

    /// Goes through the steps until nothing is left to do.
    async fn go_on(&self) {
        for _ in 0..LOOKS {
            let (status, prospect) =
                self.stage.ask("GET", &format!("/control/prospects/{ID}"), Value::Null).await;
            let is_over = ["Validated", "Refused"].iter().any(|end| prospect["userRecordStatus"] == *end);
            if status == 404 || is_over {
                return;
            }
            self.use_phone(&prospect).await;
            self.fill_steps(&prospect).await;
            // An ordinary transfer takes days.
            let is_slow = |transfer: &Value| {
                transfer["status"] == "in_review"
                    || (transfer["status"] == "sent" && transfer["instant"] == false)
            };
            let is_waiting = prospect["transfers"].as_array().unwrap().iter().any(is_slow);
            self.stage.advance(if is_waiting { 6 * 60 * MINUTE } else { PAUSE }).await;
        }
    }

    async fn use_phone(&self, prospect: &Value) {
        if self.generation == "current" && needs_demand(prospect) {
            let demand = json!({ "workflowCode": self.workflow() });
            self.call("POST", &format!("/api/v3.0/users/{ID}/kyc/demand"), demand).await;
            return;
        }
        if prospect["wallet"] != "ready" {
            self.stage.launch(prospect["activationCode"].as_str().unwrap_or_default()).await;
            return;
        }
        if !self.stage.device().await["notifications"].as_array().unwrap().is_empty() {
            self.stage.decide("validate").await;
        }
        if is_mismatch(prospect) {
            let (path, body) = match self.generation {
                "legacy" => (format!("/api/v1.1/users/{ID}"), json!({ "LastName": "Bertier" })),
                _ => (format!("/api/v2.0/users/{ID}"), json!({ "profile": { "lastName": "Bertier" } })),
            };
            self.call("PUT", &path, body).await;
        } else if prospect["identification"] == "required" && self.transfers().is_some() {
            self.refuse_scan().await;
        } else if prospect["identification"] == "required" {
            self.stage.take_pictures().await;
        // Transfers take days and confirmations minutes, so the other steps come first.
        } else if prospect["identification"] == "transfer" && !prospect["termsAcceptedAt"].is_null() {
            self.pay(prospect).await;
        }
    }

    /// Refuses the scan on the identification provider's page, and sends only the pictures of the document.
    async fn refuse_scan(&self) {
        let path = format!("/phone/api/devices/{DEVICE}/issuer-data");
        let (_, body) = self.stage.ask("GET", &path, Value::Null).await;
        let token = body["webviewUrl"].as_str().unwrap().strip_prefix("/phone/webview/?token=").unwrap();
        let page = format!("/phone/api/webview/{token}");
        assert_eq!(self.stage.ask("POST", &format!("{page}/refusal"), json!({})).await.0, 200);
        assert_eq!(self.stage.ask("GET", &page, Value::Null).await.1["proof"], "transfer");
        let pictures = json!({ "documentType": "ID_CARD", "images": 2, "selfieSeconds": 0 });
        assert_eq!(self.stage.ask("POST", &page, pictures).await.0, 202);
    }

    /// Makes the next transfer in the other bank's app, once the previous one was returned.
    async fn pay(&self, prospect: &Value) {
        let made = prospect["transfers"].as_array().unwrap();
        if made.iter().any(|transfer| transfer["status"] != "returned") {
            return;
        }
        let Some(transfer) = self.transfers().unwrap().get(made.len()) else { return };
        let payer = if transfer.is_own { Value::Null } else { json!("Camille Durand") };
        let order = json!({
            "amountCents": transfer.amount_cents, "instant": transfer.is_instant, "payerFullName": payer,
        });
        let path = format!("/phone/api/devices/{DEVICE}/transfers");
        assert_eq!(self.stage.ask("POST", &path, order).await.0, 202);
        let device = self.stage.device().await;
        assert_eq!(device["transfer"], json!({ "amountCents": transfer.amount_cents, "status": "sent" }));
    }

    /// Sends the documents that the tax step requires.
    async fn send_documents(&self, prospect: &Value) {
        for document in prospect["taxDocuments"].as_array().unwrap() {
            let number = match document["kind"].as_str().unwrap() {
                "FATCA_W9" => "22",
                "FATCA_W8-BEN" => "23",
                _ => "24",
            };
            if document["status"] == "Awaiting" || document["status"] == "Refused" {
                // `%PDF-1.4`
                let file = json!({ "name": "document.pdf", "content": "JVBERi0xLjQ=" });
                let body = json!({ "type": number, "files": [file] });
                self.call("POST", &format!("/api/v2.0/users/{ID}/fatca/attachments"), body).await;
            }
        }
    }

    /// The countries of tax residence, in the spelling of the generation.
    fn taxes(&self) -> Value {
        let countries = self.of_given(|given| match given {
            Given::Taxes(countries) => Some(*countries),
            _ => None,
        });
        let countries = countries.unwrap_or(&["FR"]);
        let is_us_person = countries.contains(&"US");
        let listed = |country: &str, tin: &str| -> Vec<_> {
            countries.iter().map(|one| json!({ country: one, tin: "1234567890" })).collect()
        };
        match self.generation {
            "legacy" => json!({ "Americanness": is_us_person, "TaxInfo": listed("TaxCountry", "TIN") }),
            _ => json!({
                "isUSPerson": is_us_person,
                "taxInformation": listed("taxCountry", "taxIdentificationNumber"),
            }),
        }
    }

    /// Confirms one step at a time, because the phone shows one request at a time.
    async fn fill_steps(&self, prospect: &Value) {
        if prospect["declarative"] == false {
            self.call("POST", &format!("/api/v2.0/users/{ID}/declarative"), declarative()).await;
        }
        self.send_documents(prospect).await;
        let authentications = prospect["authentications"].as_array().unwrap();
        if prospect["wallet"] != "ready" || authentications.iter().any(|one| one["status"] == "Pending") {
            return;
        }
        if prospect["fatcaEai"].is_null() {
            let path = match self.generation {
                "legacy" => format!("/api/sca/v2.1/user/{ID}/fatcaEai"),
                _ => format!("/api/sca/v3.0/users/{ID}/fatca-eai"),
            };
            self.call("PATCH", &path, self.taxes()).await;
        } else if prospect["termsAcceptedAt"].is_null() && self.workflow() == "Identity" {
            self.call("POST", &format!("/api/sca/v2.0/users/{ID}/cgu"), all_terms()).await;
        }
    }

    /// The status of the answer, or 0 if there was none.
    async fn call(&self, method: &str, path: &str, body: Value) -> u16 {
        self.stage.try_api(method, path, body).await.map_or(0, |(status, _)| status)
    }

    async fn wrong_end(&self, end: End) -> Option<String> {
        let (status, prospect) =
            self.stage.ask("GET", &format!("/control/prospects/{ID}"), Value::Null).await;
        let is_so = match end {
            End::Open => prospect["accountStatus"] == "Activated",
            End::Refused => prospect["userRecordStatus"] == "Refused",
            End::Forgotten => status == 404,
        };
        (!is_so).then(|| format!("it is not {}: {prospect}", end.name()))
    }

    /// Whether every planned fault of API calls happened.
    async fn wrong_answers(&self, scenario: &Scenario) -> Option<String> {
        let has_call_faults =
            scenario.sets.iter().any(|set| matches!(set, Set::Calls(..) | Set::Creation(..)));
        let (_, left) = self.stage.ask("GET", "/control/faults", Value::Null).await;
        let left = left["api"].as_array().unwrap();
        // The fault of the creation is set for both generations, and only one of them is used.
        let spoiled = left.iter().filter(|rule| rule["appUserId"] == ID).count();
        (has_call_faults && spoiled > 0).then(|| format!("not every call failed: {left:?}"))
    }
}

fn needs_demand(prospect: &Value) -> bool {
    prospect["workflowCode"].is_null() || prospect["kycStatus"] == "Rejected"
}

fn is_mismatch(prospect: &Value) -> bool {
    prospect["identification"] != "running"
        && prospect["diligences"].as_array().unwrap().iter().any(|found| {
            let reason = found["reason"].as_str().unwrap();
            ["Inconsistent", "Data inversion", "Document and data", "Nationality"]
                .iter()
                .any(|begin| reason.starts_with(begin))
        })
}

fn born_in_boston() -> Value {
    json!({ "BirthCity": "Boston", "BirthZipCode": null, "BirthCountry": "US" })
}

fn current_user(is_born_in_boston: bool) -> Value {
    let (city, postcode, country) =
        if is_born_in_boston { ("Boston", Value::Null, "US") } else { ("Paris", json!("75001"), "FR") };
    json!({
        "appUserId": ID,
        "profile": {
            "civility": "Miss", "firstName": "Corinne", "lastName": "Berthier", "birthName": "Berthier",
            "birthDate": "1965-12-06", "birthCity": city, "birthZipCode": postcode, "birthCountry": country,
            "nationality": "FR", "phoneNumber": "+33612345678", "email": "corinne@example.fr",
            "address": { "street": "104, rue des Fleurs", "zipCode": "92100", "city": "Boulogne", "country": "FR" },
        },
    })
}
