//! The files that the customer chose, each under a name for its purpose.

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use web_sys::{File, FilePropertyBag};

use super::{bare, settle};

/// A store of files, with one file for each name.
#[derive(Default)]
pub struct Files(RefCell<Vec<(&'static str, File)>>);

impl Files {
    /// Stores a file and replaces the previous one with that name.
    pub fn keep(&self, name: &'static str, file: File) {
        self.forget(name);
        self.0.borrow_mut().push((name, file));
    }

    /// The file of that name, if any.
    pub fn get(&self, name: &str) -> Option<File> {
        self.0.borrow().iter().find(|(known, _)| *known == name).map(|(_, file)| file.clone())
    }

    /// Stores a file under its detected media type, in place of the same file under the type that the system reported. `false` if
    /// another file was chosen meanwhile.
    pub fn retype(&self, name: &'static str, file: &File, media_type: &str) -> bool {
        let is_kept = self.get(name).is_some_and(|kept| kept == *file);
        if is_kept && file.type_() != media_type && !media_type.is_empty() {
            let options = bare(FilePropertyBag::new());
            options.set_type(media_type);
            let parts = Array::of1(file);
            if let Ok(file) = File::new_with_blob_sequence_and_options(&parts, &file.name(), &options) {
                self.keep(name, file);
            }
        }
        is_kept
    }

    /// Removes the file of that name.
    pub fn forget(&self, name: &str) {
        self.0.borrow_mut().retain(|(known, _)| *known != name);
    }
}

/// Calls back with the first bytes of a file; with none if it cannot be read.
pub fn read_start(file: &File, count: usize, take: impl FnOnce(&[u8]) + 'static) {
    let Ok(start) = file.slice_with_f64_and_f64(0.0, count as f64) else { return take(&[]) };
    settle(&start.array_buffer(), move |buffer| {
        take(&buffer.map(|buffer| Uint8Array::new(&buffer).to_vec()).unwrap_or_default());
    });
}
