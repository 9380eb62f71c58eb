// @ts-check
// Builds elements without markup in strings. It contains no text of the product.

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no #${id}`);
  return found;
}

/**
 * An element with attributes, listeners (functions) and children. A `true` attribute is present without a value; a
 * `false` or `undefined` one is left out.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string | number | boolean | undefined | ((event: any) => void)>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/**
 * @param {keyof SVGElementTagNameMap} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  append(element, children);
  return element;
}

/**
 * @param {Element} element
 * @param {(Node | string | null | undefined | false)[]} children
 */
function append(element, children) {
  for (const child of children) if (child) element.append(child);
}

/**
 * A heading that takes the focus when its screen is shown.
 * @param {string} text
 * @param {HTMLElement | null} [notice] announced after it
 */
export function title(text, notice) {
  return h('h1', { tabindex: -1, 'aria-describedby': notice?.id }, text);
}

/**
 * @param {string} text also the accessible name
 * @param {() => void} press
 * @param {'primary' | 'secondary' | 'danger'} [kind]
 */
export function button(text, press, kind = 'primary') {
  return h('button', { type: 'button', class: `button ${kind}`, click: press }, text);
}
