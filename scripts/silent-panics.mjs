// @ts-check
// Takes out of the wasm what only a panic would read: the code that words its message, and the places in the source
// that it names. Nobody hears either: a panic ends in the same trap, and the page is told "unreachable", with or without.

import binaryen from 'binaryen';

/** The functions of Rust's libraries that word a panic and never return, by the name section. */
const PANICS = [
  /^(core|std)\[\w+\]::panicking::/,
  /^(core|alloc|std)\[\w+\]::.*::(\w+_fail(ed)?|panic_\w+|capacity_overflow|handle_(alloc_)?error|rust_oom)$/,
  /::Fallibility>::capacity_overflow$/,
];
/** Every panic passes here: if it is not found, the names have changed with the toolchain. */
const LAST = /^core\[\w+\]::panicking::panic_fmt$/;
/** What writes a value through a formatter, of Rust's libraries. */
const FORMATTED = [/^<.* as core\[\w+\]::fmt::(Display|Debug)>::fmt$/, /^<core\[\w+\]::fmt::Formatter>::/];
/** What a formatter writes into. */
const SINK = /\bfmt::Write>?::write_/;

/**
 * The same program with each of those functions a bare trap, which is all it comes to: wasm-opt then drops what only
 * they used. It needs the name section.
 * @param {Uint8Array} wasm
 * @returns {Uint8Array}
 */
export function silencePanics(wasm) {
  const module = binaryen.readBinary(wasm);
  const panics = defined(module).filter(
    ({ name, body }) =>
      // The type alone would not do: a body may end in a trap and return before.
      PANICS.some((known) => known.test(name)) && binaryen.getExpressionType(body) === binaryen.unreachable,
  );
  if (!panics.some(({ name }) => LAST.test(name))) throw new Error('No panic found in the wasm: are its names kept?');
  trap(module, panics);
  // Where nothing is left to write into, no formatter can be made, and what waits for one in the table is never called.
  module.runPasses(['remove-unused-module-elements']);
  const left = defined(module);
  if (!left.some(({ name }) => SINK.test(name)))
    trap(
      module,
      left.filter(({ name }) => FORMATTED.some((known) => known.test(name))),
    );
  const silent = module.emitBinary();
  module.dispose();
  return silent;
}

/**
 * The functions of a module that are not imported.
 * @param {import('binaryen').default.Module} module
 */
function defined(module) {
  return Array.from({ length: module.getNumFunctions() }, (_, index) =>
    binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
  ).filter(({ module: from }) => !from);
}

/**
 * Makes functions bare traps.
 * @param {import('binaryen').default.Module} module
 * @param {ReturnType<typeof defined>} functions
 */
function trap(module, functions) {
  for (const { name, params, results } of functions) {
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.unreachable());
  }
}

/** A `core::panic::Location` in memory: address and length of the path, line, column; four bytes each. */
const LOCATION_BYTES = 16;

/**
 * The same program with zeros in place of the source locations: they stay where they are, since addresses are fixed,
 * and compress to nothing.
 * @param {Uint8Array} wasm without its panics
 * @returns {Uint8Array}
 */
export function blankLocations(wasm) {
  const blank = Uint8Array.from(wasm);
  const view = new DataView(blank.buffer);
  const segments = dataSegments(blank);
  const path = (/** @type {number} */ address, /** @type {number} */ length) => {
    const segment = segments.find(({ start, bytes }) => address >= start && address + length <= start + bytes.length);
    const found = segment?.bytes.subarray(address - segment.start, address - segment.start + length);
    return found && /^[\w./-]+\.rs$/.test(new TextDecoder().decode(found)) ? found : undefined;
  };
  /** @type {Set<Uint8Array>} */
  const unread = new Set();
  for (const { start, bytes } of segments) {
    const aligned = (4 - (start % 4)) % 4;
    for (let place = aligned; place + LOCATION_BYTES <= bytes.length; place += 4) {
      const [address, length] = [0, 4].map((word) => view.getUint32(bytes.byteOffset + place + word, true));
      const named = length > 3 && length < 256 && path(address, length);
      if (named) unread.add(named).add(bytes.subarray(place, place + LOCATION_BYTES));
    }
  }
  for (const bytes of unread) bytes.fill(0);
  return blank;
}

/**
 * The active segments of a module's memory.
 * @param {Uint8Array} wasm
 * @returns {{ start: number, bytes: Uint8Array }[]} the address of each, and its bytes in place
 */
function dataSegments(wasm) {
  const DATA_SECTION = 11;
  let at = 8; // behind the magic number and the version
  /** LEB128, as WebAssembly writes integers. */
  const integer = ({ isSigned = false } = {}) => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = wasm[at++];
      value |= (byte & 0x7f) << shift;
      shift += 7;
    } while (byte & 0x80);
    return isSigned && shift < 32 && byte & 0x40 ? value | (-1 << shift) : value;
  };
  const segments = [];
  while (at < wasm.length) {
    const section = wasm[at++];
    const length = integer();
    const end = at + length;
    for (let left = section === DATA_SECTION ? integer() : 0; left > 0; left--) {
      if (integer() !== 0) throw new Error('A data segment is not active in memory 0: this reader knows no other.');
      at += 1; // i32.const
      const start = integer({ isSigned: true });
      at += 1; // end
      const size = integer();
      segments.push({ start, bytes: wasm.subarray(at, at + size) });
      at += size;
    }
    at = end;
  }
  return segments;
}
