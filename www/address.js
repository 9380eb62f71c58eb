// @ts-check
/** Addresses of this site. `src/dom/window.rs` calls it. */

/**
 * A path of this site, completed by the origin of the page's own address. The browser would complete it by `<base href>`, and
 * send tokens to whatever host that names. Any other address stays as it is.
 *
 * @param {string} address
 */
export function absolute(address) {
  // The address of a frame made by `srcdoc` has no origin: the frame has that of the page around. A sandboxed frame has none.
  const origin = [location.origin, self.origin].find((known) => known !== 'null');
  return /^\/(?!\/)/.test(address) && origin ? origin + address : address;
}
