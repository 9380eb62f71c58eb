//! The allocator of the wasm: memory is wiped before it is freed.
//!
//! The activation code, the customer's details and the session's token pass through strings of many owners, among them the glue
//! and other crates. An owner that wipes its own text could be forgotten; the allocator sees them all.
//! `tests/e2e/memory.test.mjs` searches the memory.

use std::alloc::{GlobalAlloc, Layout};

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

struct Wiping(WasmDynamicTalc);

#[global_allocator]
static ALLOCATOR: Wiping = Wiping(new_wasm_dynamic_allocator());

#[allow(unsafe_code, reason = "an allocator is")]
// SAFETY: every call is the inner allocator's own, with the same arguments. What is wiped is exactly what the owner
// frees. `realloc` is left to the default, which allocates, copies and frees the old memory, which wipes it.
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
