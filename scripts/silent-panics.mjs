// @ts-check
// Takes out of the wasm what only a panic would read: the code that words its message, the texts it words it of, and
// the places in the source that it names. Nobody hears either: a panic ends in the same trap, and the page is told "unreachable", with or without.

import binaryen from 'binaryen';
import { SECTION, bodies, dataSegments, sections, walk } from './wasm-binary.mjs';

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
/** What those functions said, of Rust's libraries and of qrcode; and the digits that numbers were written with. */
const TEXTS = [
  'slice index starts at ',
  ' but ends at ',
  ' index out of bounds: the len is ',
  ' but the index is ',
  'range start index ',
  '" out of range for slice of length ',
  'range end index ',
  'copy_from_slice: source slice length (',
  ') does not match destination slice length (',
  'finish: callbacks should be Some',
  'finish: result should be None',
  'called `Result::unwrap()` on an `Err` value',
  'capacity overflow',
  'LayoutError',
  'LazyCell instance has previously been poisoned',
  'attempt to divide by zero',
  '`async fn` resumed after completion',
  'RefCell already mutably borrowed',
  'RefCell already borrowed',
  'attempt to join into collection with len > usize::MAX',
  'at least one pattern',
  'Unsupported version/ec_level combination in Micro QR code',
  'Unsupported mask pattern in Micro QR code',
  Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0')).join(''),
].map((text) => Buffer.from(text));
const [I32_CONST, FIRST_OF_MEMORY, LAST_OF_MEMORY] = [0x41, 0x28, 0x3e];

/**
 * The same program with zeros in place of the source locations, and of the texts of panics that nothing refers to any
 * more: they stay where they are, since addresses are fixed, and compress to nothing.
 * @param {Uint8Array} wasm without its panics
 * @returns {Uint8Array}
 */
export function blankUnread(wasm) {
  const blank = Uint8Array.from(wasm);
  const parts = sections(blank);
  const bytesOf = (/** @type {number} */ id) => parts.find((part) => part.id === id)?.bytes ?? Uint8Array.of(0);
  const segments = dataSegments(bytesOf(SECTION.data));
  blankLocations(segments);
  const known = addresses(bodies(bytesOf(SECTION.code)), segments);
  for (const { start, bytes } of segments)
    for (const text of TEXTS)
      for (let at = find(bytes, text, 0); at >= 0; at = find(bytes, text, at + 1))
        if (!text.some((_, index) => known.has(start + at + index))) bytes.fill(0, at, at + text.length);
  return blank;
}

/** @typedef {ReturnType<typeof dataSegments>} Segments */

/** @param {Segments} segments */
function blankLocations(segments) {
  const path = (/** @type {number} */ address, /** @type {number} */ length) => {
    const segment = segments.find(({ start, bytes }) => address >= start && address + length <= start + bytes.length);
    const found = segment?.bytes.subarray(address - segment.start, address - segment.start + length);
    return found && /^[\w./-]+\.rs$/.test(new TextDecoder().decode(found)) ? found : undefined;
  };
  /** @type {Set<Uint8Array>} */
  const unread = new Set();
  for (const segment of segments)
    for (const { place, value: address } of words(segment)) {
      if (place + LOCATION_BYTES > segment.bytes.length) continue;
      const length = view(segment.bytes).getUint32(place + 4, true);
      const named = length > 3 && length < 256 && path(address, length);
      if (named) unread.add(named).add(segment.bytes.subarray(place, place + LOCATION_BYTES));
    }
  for (const bytes of unread) bytes.fill(0);
}

/**
 * All that may be an address: the constants and the offsets of the code, and each aligned word of the data.
 * @param {Uint8Array[]} code
 * @param {Segments} segments
 */
function addresses(code, segments) {
  /** @type {Set<number>} */
  const found = new Set();
  for (const body of code)
    walk(body, (operation, reader) => {
      if (operation === I32_CONST) found.add(reader.signed() >>> 0);
      else if (operation >= FIRST_OF_MEMORY && operation <= LAST_OF_MEMORY) {
        reader.number(); // the alignment
        found.add(reader.number());
      }
    });
  for (const segment of segments) for (const { value } of words(segment)) found.add(value);
  return found;
}

/** @param {Segments[number]} segment */
function words({ start, bytes }) {
  const [first, memory] = [(4 - (start % 4)) % 4, view(bytes)];
  const count = Math.max(0, Math.floor((bytes.length - first) / 4));
  return Array.from({ length: count }, (_, index) => {
    const place = first + index * 4;
    return { place, value: memory.getUint32(place, true) };
  });
}

/** @param {Uint8Array} bytes */
function view(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * @param {Uint8Array} bytes
 * @param {Uint8Array} text
 * @param {number} from
 */
function find(bytes, text, from) {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(text, from);
}
