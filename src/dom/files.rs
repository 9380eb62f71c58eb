//! The files that somebody chose, each under the name of what it is for.

use std::cell::RefCell;

use web_sys::File;

/// A store of files; one a name.
#[derive(Default)]
pub struct Files(RefCell<Vec<(&'static str, File)>>);

impl Files {
    /// Keeps a file in place of the one of that name.
    pub fn keep(&self, name: &'static str, file: File) {
        self.forget(name);
        self.0.borrow_mut().push((name, file));
    }

    /// The file of that name, if any.
    pub fn get(&self, name: &str) -> Option<File> {
        self.0.borrow().iter().find(|(known, _)| *known == name).map(|(_, file)| file.clone())
    }

    /// Lets the file of that name go.
    pub fn forget(&self, name: &str) {
        self.0.borrow_mut().retain(|(known, _)| *known != name);
    }
}
