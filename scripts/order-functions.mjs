// @ts-check
// Puts the functions of the wasm into the order that compresses best: by type, and among those of a type by what they
// are made of, so that what is alike stands side by side. Their order means nothing to the program, and they are all
// far enough behind the imports for their numbers to be equally long.

import { Reader, SECTION, bodies, importedFunctions, joined, sections, walk, written } from './wasm-binary.mjs';

const CALL = 0x10;
const REFERENCE = 0xd2;
const FUNCTION = 0;

/**
 * The same program with its functions in that order.
 * @param {Uint8Array} wasm without names: they go by the numbers of functions
 */
export function orderFunctions(wasm) {
  const parts = sections(wasm);
  const custom = parts.filter(({ id }) => id === SECTION.custom).map(({ bytes }) => new Reader(bytes).block());
  if (custom.some((name) => Buffer.from(name).equals(Buffer.from('name')))) throw new Error('The wasm still has names.');
  const bytesOf = (/** @type {number} */ id) => parts.find((part) => part.id === id)?.bytes ?? Uint8Array.of(0);
  const imported = importedFunctions(bytesOf(SECTION.imports));
  const types = integers(bytesOf(SECTION.functions));
  const code = bodies(bytesOf(SECTION.code));
  const order = [...code.keys()].sort((a, b) => types[a] - types[b] || Buffer.compare(code[a], code[b]));
  /** @type {number[]} */
  const places = [];
  order.forEach((former, place) => (places[former] = place));
  const renumbered = (/** @type {number} */ number) =>
    number < imported ? number : imported + places[number - imported];

  /** @type {Record<number, (bytes: Uint8Array) => Uint8Array>} */
  const rewritten = {
    [SECTION.functions]: () => listed(order.map((former) => written(types[former]))),
    [SECTION.exports]: (bytes) => withExports(bytes, renumbered),
    [SECTION.start]: (bytes) => written(renumbered(new Reader(bytes).number())),
    [SECTION.elements]: (bytes) => withElements(bytes, renumbered),
    [SECTION.code]: () =>
      listed(
        order.map((former) => {
          const body = withCalls(code[former], renumbered);
          return Buffer.concat([written(body.length), body]);
        }),
      ),
  };
  return joined(parts.map(({ id, bytes }) => ({ id, bytes: rewritten[id]?.(bytes) ?? bytes })));
}

/** @typedef {(number: number) => number} Renumbered */

/**
 * @param {Uint8Array} body
 * @param {Renumbered} renumbered
 */
function withCalls(body, renumbered) {
  /** @type {Uint8Array[]} */
  const pieces = [];
  let copied = 0;
  walk(body, (operation, reader) => {
    if (operation !== CALL && operation !== REFERENCE) return;
    pieces.push(body.subarray(copied, reader.at), written(renumbered(reader.number())));
    copied = reader.at;
  });
  return Buffer.concat([...pieces, body.subarray(copied)]);
}

/**
 * @param {Uint8Array} section
 * @param {Renumbered} renumbered
 */
function withExports(section, renumbered) {
  const reader = new Reader(section);
  return listed(
    Array.from({ length: reader.number() }, () => {
      const name = reader.block();
      const kind = reader.byte();
      const number = reader.number();
      const target = written(kind === FUNCTION ? renumbered(number) : number);
      return Buffer.concat([written(name.length), name, Uint8Array.of(kind), target]);
    }),
  );
}

/**
 * @param {Uint8Array} section
 * @param {Renumbered} renumbered
 */
function withElements(section, renumbered) {
  const reader = new Reader(section);
  return listed(
    Array.from({ length: reader.number() }, () => {
      if (reader.number() !== 0) throw new Error('The table of functions is not written as it was.');
      const from = reader.at;
      reader.byte(); // i32.const
      reader.signed();
      reader.byte(); // end
      const place = section.subarray(from, reader.at);
      const functions = Array.from({ length: reader.number() }, () => written(renumbered(reader.number())));
      return Buffer.concat([written(0), place, listed(functions)]);
    }),
  );
}

/** @param {Uint8Array} section */
function integers(section) {
  const reader = new Reader(section);
  return Array.from({ length: reader.number() }, () => reader.number());
}

/** @param {Uint8Array[]} items */
function listed(items) {
  return Buffer.concat([written(items.length), ...items]);
}
