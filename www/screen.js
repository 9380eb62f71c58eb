// @ts-check
/** The screens without the engine: while it loads, and if it does not run. */

/**
 * A screen in the module's own frame.
 *
 * @param {string} language of its texts
 * @param {...HTMLElement} parts
 */
export function screen(language, ...parts) {
  const root = create('div', 'root');
  root.lang = language;
  root.dir = 'auto';
  const layout = create('div', 'layout');
  const panel = create('div', 'panel alone');
  const screen = create('div', 'screen');
  screen.append(...parts);
  panel.append(screen);
  layout.append(panel);
  root.append(layout);
  return root;
}

/**
 * An element with a text. It also works on a page with an element named `createElement`.
 *
 * @param {string} tag
 * @param {string} names of classes
 * @param {string} [text]
 */
export function create(tag, names, text = '') {
  const element = Document.prototype.createElement.call(document, tag);
  element.className = names;
  element.textContent = text;
  return element;
}
