//! The allocator of the wasm: what is given back is wiped first.
//!
//! The activation code, what the customer typed and the session's token pass through texts of many owners, the glue's and
//! other crates' among them. Wiping each by its owner forgets one; here none is. `tests/e2e/memory.test.mjs` searches.

use std::alloc::{GlobalAlloc, Layout};

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

struct Wiping(WasmDynamicTalc);

#[global_allocator]
static ALLOCATOR: Wiping = Wiping(new_wasm_dynamic_allocator());

#[allow(unsafe_code, reason = "an allocator is")]
// SAFETY: every call is the inner allocator's own, with the same arguments. What is wiped is exactly what the owner gives
// back. `realloc` is left to the default, which allocates, copies, and gives the old place back: to be wiped.
unsafe impl GlobalAlloc for Wiping {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe {
            place.write_bytes(0, layout.size());
            self.0.dealloc(place, layout);
        }
    }
}
