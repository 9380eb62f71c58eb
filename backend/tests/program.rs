//! The program: its flags, its output, its shutdown, and what a restart keeps.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use support::program::{Folder, KEY, NOBODY, Program, arguments, failure, program};

const NO_PROVIDER: &str = "the provider's address is missing; give --provider";

#[test]
fn a_missing_secret_is_named() {
    let mut command =
        program(&["--provider", "http://127.0.0.1:9", "--database", ":memory:", "--steps", "profile,tax"]);
    let text = failure(command.env_remove("ONBOARDING_CLIENT_SECRET"));
    assert!(text.contains("ONBOARDING_CLIENT_SECRET") && !text.contains("ONBOARDING_PARTNER_KEY"), "{text}");
}

#[test]
fn a_guessable_key_is_refused_with_its_name() {
    let arguments = ["--provider", "http://127.0.0.1:9", "--database", ":memory:", "--steps", "profile,tax"];
    for name in ["ONBOARDING_PARTNER_KEY", "ONBOARDING_CALLBACK_PASSWORD"] {
        let text = failure(program(&arguments).env(name, "guess-me"));
        assert!(
            text.contains(name) && text.contains("16 characters") && !text.contains("guess-me"),
            "{text}"
        );
    }
}

#[test]
fn invalid_settings_are_named() {
    for (arguments, word) in [
        (&["--database", ":memory:", "--listen", "127.0.0.1:0", "--steps", "profile,tax"][..], "--provider"),
        (&["--provider", "http://127.0.0.1:9", "--database", ":memory:"], "[terms]"),
        (
            &["--provider", "http://127.0.0.1:9", "--database", ":memory:", "--steps", "profile,dance"],
            "dance",
        ),
        (&["--provider", "http://127.0.0.1:9", "--long-poll-seconds", "60"], "long_poll_seconds"),
        (&["--provider", "http://127.0.0.1:9", "--generation", "next"], "legacy, current"),
        (&["--config", "no-such-file.toml"], "no-such-file.toml"),
        (&["--provider", "http://example.com", "--steps", "profile"], "provider: must begin with https://"),
        (&["--provider", "not a url", "--steps", "profile"], "provider: is not an address"),
        (
            &["--provider", "http://127.0.0.1:9", "--steps", "profile", "--listen", "0.0.0.0:0"],
            "--behind-tls-proxy",
        ),
    ] {
        let text = failure(&mut program(arguments));
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn a_check_of_the_configuration_names_every_problem_and_starts_nothing() {
    let folder = Folder::new("check");
    let (file, database) = (folder.file("backend.toml"), folder.file("onboarding.sqlite"));
    let check = |text: &str, key: &str| {
        std::fs::write(&file, text).unwrap();
        let paths = [&file, &database].map(|path| path.to_str().unwrap());
        let mut command = program(&["--check-config", "--config", paths[0], "--database", paths[1]]);
        let output = command.env("ONBOARDING_PARTNER_KEY", key).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, text) = check(
        "provider = \"http://example.com\"\npartner_country = \"fr\"\nsteps = [\"profile\", \"dance\"]",
        "guess-me",
    );
    assert_eq!(code, Some(2), "{text}");
    for word in ["provider:", "partner_country:", "dance", "ONBOARDING_PARTNER_KEY"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert_eq!(text.lines().count(), 4, "one line for each: {text}");
    assert!(!text.contains("guess-me"), "{text}");
    assert_eq!(check("steps = [\"profile\"]", KEY), (Some(2), format!("backend: {NO_PROVIDER}\n")));
    assert_eq!(check("no toml", KEY).0, Some(2));
    let sound = "provider = \"https://provider.example\"\nsteps = [\"profile\"]";
    assert_eq!(check(sound, KEY), (Some(0), String::new()));
    assert!(!database.exists());
}

#[tokio::test]
async fn the_log_can_be_one_json_object_on_each_line() {
    let folder = Folder::new("json");
    let database = folder.file("onboarding.sqlite");
    let arguments = [&arguments(&database, NOBODY)[..], &["--log-format", "json"]].concat();
    let mut command = program(&arguments);
    let backend = Program::spawn({
        command.env("RUST_LOG", "info");
        command
    });
    reqwest::get(format!("{}/health/ready", backend.url)).await.unwrap();
    let log = backend.end();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let request = lines.iter().find(|line| line["message"] == "request").unwrap();
    assert_eq!((&request["level"], &request["status"]), (&"INFO".into(), &204.into()), "{request}");
    assert_eq!(request["route"], "/health/ready");
    assert!(request["timestamp"].is_string() && request["request_id"].is_string(), "{request}");
}

#[tokio::test]
async fn a_restart_keeps_sessions_and_revisions() {
    let folder = Folder::new("restart");
    let path = folder.file("onboarding.sqlite");
    let backend = Program::start(&path, NOBODY);
    let http = reqwest::Client::new();
    let opened =
        http.post(format!("{}/sessions", backend.url)).bearer_auth(KEY).body(r#"{"customerReference":"c"}"#);
    let opened: serde_json::Value = opened.send().await.unwrap().json().await.unwrap();
    let token = opened["sessionToken"].as_str().unwrap().to_owned();
    let snapshot = async |url: &str| -> serde_json::Value {
        let request =
            http.get(format!("{url}/onboarding")).bearer_auth(&token).header("X-Onboarding-Client", "1");
        request.send().await.unwrap().json().await.unwrap()
    };
    let before = snapshot(&backend.url).await;
    assert_eq!(before["steps"].as_array().unwrap().len(), 2);
    backend.end();

    let backend = Program::start(&path, NOBODY);
    assert_eq!(snapshot(&backend.url).await["revision"], before["revision"]);
    backend.end();
}

#[tokio::test]
async fn the_operator_lists_and_reads_again_unreadable_callbacks_while_the_server_runs() {
    let folder = Folder::new("unread");
    let path = folder.file("onboarding.sqlite");
    let database = path.to_str().unwrap();
    let callbacks = |arguments: &[&str]| {
        let output = program(&[&["callbacks"], arguments, &["--database", database]].concat())
            .env_remove("ONBOARDING_PARTNER_KEY")
            .output()
            .unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    assert!(!callbacks(&["unread"]).0, "there is no database yet");
    let backend = Program::start(&path, NOBODY);
    assert_eq!(callbacks(&["unread"]), (true, "every callback could be read\n".into()));
    let body = "<callback id=\"canary\"/>";
    let posted = reqwest::Client::new()
        .post(format!("{}/callbacks/xpollens/34", backend.url))
        .basic_auth(KEY, Some(KEY))
        .body(body)
        .send();
    assert_eq!(posted.await.unwrap().status(), 202);
    let (_, listed) = callbacks(&["unread"]);
    assert!(listed.contains("it is no JSON") && !listed.contains("canary"), "{listed}");
    assert_eq!(callbacks(&["export", "1"]), (true, body.to_owned()));
    assert_eq!(callbacks(&["redrive"]), (true, "0 can be read now, 1 cannot\n".into()));
    assert!(!callbacks(&["redrive", "1", "--content-encoding", "gzip"]).0);
    let corrected = path.with_extension("json");
    std::fs::write(&corrected, r#"{"appUserId":"a1b2c3d4e","userRecordStatus":"InProgress"}"#).unwrap();
    let redriven = callbacks(&["redrive", "1", "--body", corrected.to_str().unwrap()]);
    assert_eq!(redriven, (true, "1 can be read now\n".into()));
    assert_eq!(callbacks(&["unread"]), (true, "every callback could be read\n".into()));
    assert!(!callbacks(&["export", "7"]).0);
    backend.end();
}
