// @ts-check
// Reads the binary format of WebAssembly as far as the build's own steps need it: sections, the bodies of functions
// instruction by instruction, the data. https://webassembly.github.io/spec/core/binary/

/** Numbers of the sections that the build looks into. */
export const SECTION = { custom: 0, imports: 2, functions: 3, exports: 7, start: 8, elements: 9, code: 10, data: 11 };
const HEADER_BYTES = 8;
const FUNCTION = 0;

/** Bytes read one after the other. */
export class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get isAtEnd() {
    return this.at >= this.bytes.length;
  }

  byte() {
    return this.bytes[this.at++];
  }

  /** An unsigned integer in LEB128, as WebAssembly writes them. */
  number() {
    return this.#leb128().value >>> 0;
  }

  /** A signed integer of at most 32 bits in LEB128. */
  signed() {
    const { value, bits, last } = this.#leb128();
    return bits < 32 && last & 0x40 ? value | (-1 << bits) : value;
  }

  /** The value, how many bits of it were written, and the last byte, which has the sign. */
  #leb128() {
    let [value, bits, last] = [0, 0, 0];
    do {
      last = this.byte();
      value |= (last & 0x7f) << bits;
      bits += 7;
    } while (last & 0x80);
    return { value, bits, last };
  }

  /** So many of the bytes, in place. */
  take(/** @type {number} */ length) {
    return this.bytes.subarray(this.at, (this.at += length));
  }

  /** Bytes that begin with their number. */
  block() {
    const length = this.number();
    return this.take(length);
  }
}

/**
 * An unsigned integer in LEB128.
 * @param {number} value
 */
export function written(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return Uint8Array.from(bytes);
}

/**
 * @param {Uint8Array} wasm
 * @returns {{ id: number, bytes: Uint8Array }[]} in place
 */
export function sections(wasm) {
  const reader = new Reader(wasm, HEADER_BYTES);
  const found = [];
  while (!reader.isAtEnd) found.push({ id: reader.byte(), bytes: reader.block() });
  return found;
}

/**
 * A module of those sections, in their order.
 * @param {{ id: number, bytes: Uint8Array }[]} parts
 */
export function joined(parts) {
  const header = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  return Buffer.concat([header, ...parts.flatMap(({ id, bytes }) => [Uint8Array.of(id), written(bytes.length), bytes])]);
}

/**
 * How many functions are imported: the module's own are counted from there.
 * @param {Uint8Array} section
 */
export function importedFunctions(section) {
  const reader = new Reader(section);
  let functions = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.block();
    reader.block();
    // wasm-bindgen imports nothing else: its memory and tables are the module's own.
    if (reader.byte() !== FUNCTION) throw new Error('Something is imported that is no function.');
    reader.number();
    functions += 1;
  }
  return functions;
}

/**
 * The bodies of a code section, without their lengths.
 * @param {Uint8Array} section
 */
export function bodies(section) {
  const reader = new Reader(section);
  return Array.from({ length: reader.number() }, () => reader.block());
}

/** What stands behind an operation: so many integers, or what is written here. */
const BEHIND = behind();

function behind() {
  /** @type {Map<number, number | ((reader: Reader) => void)>} */
  const table = new Map();
  const range = (/** @type {number} */ from, /** @type {number} */ to, /** @type {any} */ what) => {
    for (let operation = from; operation <= to; operation++) table.set(operation, what);
  };
  const integers = (/** @type {Reader} */ reader) => {
    for (let left = reader.number(); left > 0; left--) reader.number();
  };
  for (const alone of [0x00, 0x01, 0x05, 0x0b, 0x0f, 0x1a, 0x1b, 0xd1]) table.set(alone, 0);
  range(0x45, 0xc4, 0); // arithmetic
  range(0x02, 0x04, 1); // blocks, with a type
  range(0x0c, 0x0d, 1); // branches
  range(0x20, 0x26, 1); // locals, globals, tables
  range(0x28, 0x3e, 2); // memory: alignment, offset
  range(0x3f, 0x42, 1); // the memory's size, integers
  table.set(0x0e, (reader) => (integers(reader), reader.number())); // br_table
  table.set(0x10, 1); // call
  table.set(0x11, 2); // call_indirect
  table.set(0x1c, integers); // select, with types
  table.set(0x43, (reader) => reader.take(4));
  table.set(0x44, (reader) => reader.take(8));
  table.set(0xd0, 1); // ref.null
  table.set(0xd2, 1); // ref.func
  table.set(0xfc, (reader) => {
    const operation = reader.number();
    const count = operation < 8 ? 0 : [8, 10, 12, 14].includes(operation) ? 2 : 1;
    for (let left = count; left > 0; left--) reader.number();
  });
  return table;
}

/**
 * Calls `visit` for each operation of a function's body, with a reader of what stands behind it.
 * @param {Uint8Array} body
 * @param {(operation: number, reader: Reader) => void} visit
 */
export function walk(body, visit) {
  const reader = new Reader(body);
  for (let left = reader.number(); left > 0; left--) {
    reader.number(); // so many locals
    reader.byte(); // of that type
  }
  while (!reader.isAtEnd) {
    const operation = reader.byte();
    visit(operation, new Reader(body, reader.at));
    const what = BEHIND.get(operation);
    if (what === undefined) throw new Error(`The operation 0x${operation.toString(16)} is not known to this reader.`);
    if (typeof what === 'function') what(reader);
    else for (let left = what; left > 0; left--) reader.number();
  }
}

/**
 * The active segments of a module's memory.
 * @param {Uint8Array} section
 * @returns {{ start: number, bytes: Uint8Array }[]} the address of each, and its bytes in place
 */
export function dataSegments(section) {
  const reader = new Reader(section);
  return Array.from({ length: reader.number() }, () => {
    if (reader.number() !== 0) throw new Error('A data segment is not active in memory 0: this reader knows no other.');
    reader.byte(); // i32.const
    const start = reader.signed();
    reader.byte(); // end
    return { start, bytes: reader.block() };
  });
}
