// @ts-check
/** Addresses of this site. `src/dom/window.rs` calls it. */

/**
 * A path of this site, resolved against the origin of the page's own address. The browser would resolve it against
 * `<base href>` and send tokens to whatever host that names. An empty path is the site itself: the endpoint `/` without its
 * slash. Any other address is returned unchanged.
 *
 * @param {string} address
 */
export function absolute(address) {
  // The address of a `srcdoc` frame has no origin: the frame has the origin of the page around it. A sandboxed frame
  // has none.
  const origin = [location.origin, self.origin].find((known) => known !== 'null');
  return /^(?!\/\/|[^/])/.test(address) && origin ? origin + address : address;
}
