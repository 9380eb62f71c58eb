//! The real program in its own process.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// The partner's key, and the user and the password of callbacks: as long as a key must be.
pub const KEY: &str = "a-key-of-the-test";

/// The secrets; the client is the one that the scripted provider knows.
const SECRETS: [(&str, &str); 5] = [
    ("ONBOARDING_PARTNER_KEY", KEY),
    ("ONBOARDING_CLIENT_ID", "client"),
    ("ONBOARDING_CLIENT_SECRET", "client-secret"),
    ("ONBOARDING_CALLBACK_USER", KEY),
    ("ONBOARDING_CALLBACK_PASSWORD", KEY),
];

/// A provider that cannot be reached.
pub const NOBODY: &str = "http://127.0.0.1:9";

/// The arguments of a start.
pub fn arguments<'a>(database: &'a Path, provider: &'a str) -> Vec<&'a str> {
    let fixed = ["--listen", "127.0.0.1:0", "--steps", "profile,tax", "--long-poll-seconds", "5"];
    [&fixed[..], &["--database", database.to_str().unwrap(), "--provider", provider]].concat()
}

/// The program with these arguments. It logs only warnings, because nobody reads its pipe before its end.
pub fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backend"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).env("RUST_LOG", "warn");
    command.envs(SECRETS);
    command
}

/// The program started by a shell that first runs `setting`.
pub fn program_after(setting: &str, arguments: &[&str]) -> Command {
    let plain = program(&[]);
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{setting}; exec \"$0\" \"$@\"")]).arg(plain.get_program()).args(arguments);
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The error output of a start that fails.
pub fn failure(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success());
    assert_eq!(output.stdout, b"");
    String::from_utf8(output.stderr).unwrap()
}

/// A folder that is deleted at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    /// `name` must be unique in the process.
    pub fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("backend-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // If it cannot be removed, the system cleans the folder up.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A program that listens. It is killed when a test fails.
pub struct Program {
    child: Child,
    pub url: String,
}

impl Program {
    /// Starts the program with this database file.
    pub fn start(database: &Path, provider: &str) -> Self {
        Self::spawn(program(&arguments(database, provider)))
    }

    pub fn spawn(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        child.stdout = Some(stdout.into_inner());
        let url = line.trim_end().strip_prefix("backend listening on ");
        let url = url.unwrap_or_else(|| panic!("it does not listen: {line}")).to_owned();
        Self { child, url }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The address without its scheme, for a socket.
    pub fn address(&self) -> &str {
        self.url.strip_prefix("http://").unwrap()
    }

    /// Asks it to end. It is still running when this returns.
    pub fn terminate(&self) {
        assert!(Command::new("kill").arg(self.id().to_string()).status().unwrap().success());
    }

    /// Asks it to end, and returns its error output once it has.
    pub fn end(self) -> String {
        self.terminate();
        self.ended()
    }

    /// Returns its error output once it has ended.
    pub fn ended(mut self) -> String {
        assert!(self.child.wait().unwrap().success());
        let mut rest = String::new();
        self.child.stdout.take().unwrap().read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "one line and no more");
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }

    /// Ends it as a crash does (SIGKILL).
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // After `end` and `kill` there is nothing left to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
