// @ts-check
// Where pages put the element: shadow roots, frames, other documents; and pages that wrap `fetch` or have a base address.
// Each page puts the module there by a script, and names it `found`.

/**
 * @typedef {import('./played-site.mjs').PartnerPage & { language?: 'en' | 'fr' }} Place
 *   `language`: what the module speaks, by the nearest `lang`; English by default
 */

const BARE = '<xpollens-onboarding endpoint="/onboarding-api"></xpollens-onboarding>';
const IN_PAGE = `<script>globalThis.found = () => document.querySelector('xpollens-onboarding')</script>`;

/** Puts the module into shadow roots, the outermost first. @type {(modes: string[], lang?: string, inside?: string) => string} */
const nested = (modes, lang = '', inside = BARE) => `<body><div id="host" ${lang}></div><script>
  let place = document.getElementById('host');
  for (const mode of ${JSON.stringify(modes)}) {
    const root = place.attachShadow({ mode });
    root.innerHTML = '<style>:host { display: block }</style><div></div>';
    place = root.querySelector('div');
  }
  place.innerHTML = '${inside}';
  const module = place.querySelector('xpollens-onboarding');
  globalThis.found = () => module;
</script>`;

/** Puts the module into a frame of the same origin, by its markup. @type {(attributes: string) => string} */
const framed = (attributes) => `<body><iframe id="frame" ${attributes} width="900" height="800"
  srcdoc='<!doctype html><html lang="en"><script type="module" src="/xpollens-onboarding/define.js"></script>${BARE}'></iframe>
  <script>globalThis.found = () => document.getElementById('frame').contentDocument?.querySelector('xpollens-onboarding')</script>`;

/** @type {Place[]} */
export const PLACES = [
  { name: 'a shadow root', html: nested(['open']) },
  { name: 'three shadow roots', html: nested(['open', 'open', 'open']) },
  { name: 'closed shadow roots', html: nested(['closed', 'closed']) },
  { name: 'a slot', html: `<body><div id="host">${BARE}</div>${IN_PAGE}<script>
    document.getElementById('host').attachShadow({ mode: 'open' }).innerHTML =
      '<div style="display: flex; flex-direction: column; align-items: center"><slot></slot></div>';
  </script>` },
  { name: 'a declarative shadow root', html: `<body><div id="host"><template shadowrootmode="open">${BARE}</template></div>
    <script>globalThis.found = () => document.getElementById('host').shadowRoot.querySelector('xpollens-onboarding')</script>` },
  { name: 'a page in French', attributes: 'lang="fr-CA"', html: `<body>${BARE}${IN_PAGE}`, language: 'fr' },
  { name: 'a section in French', html: `<body><main lang="fr">${BARE}</main>${IN_PAGE}`, language: 'fr' },
  { name: 'three shadow roots in a page in French', attributes: 'lang="fr"', html: nested(['open', 'closed', 'open']), language: 'fr' },
  { name: 'two shadow roots of a host in French', html: nested(['open', 'open'], 'lang="fr"'), language: 'fr' },
  { name: 'a part in English of a shadow root in French', html: nested(['open'], 'lang="fr"', `<p lang="en">${BARE}</p>`) },
  { name: 'a frame', html: framed('') },
  { name: 'a sandboxed frame without allow-forms', html: framed('sandbox="allow-scripts allow-same-origin"') },
  { name: 'a frame to which it is moved', html: `<body>${BARE}<iframe id="frame" width="900" height="800"></iframe><script type="module">
    const module = document.querySelector('xpollens-onboarding');
    globalThis.found = () => module;
    await customElements.whenDefined('xpollens-onboarding');
    document.getElementById('frame').contentDocument.body.append(module);
  </script>` },
  { name: 'a frame that adopts it, and home again', html: `<body>${BARE}<iframe id="frame" width="900" height="800"></iframe><script type="module">
    const module = document.querySelector('xpollens-onboarding');
    globalThis.found = () => module;
    await customElements.whenDefined('xpollens-onboarding');
    const frame = document.getElementById('frame').contentDocument;
    frame.body.append(frame.adoptNode(module));
    document.body.append(module);
  </script>` },
  { name: 'a page that wraps fetch and expects a text', html: `<body>${BARE}${IN_PAGE}`, head: `<script>{
    const plain = fetch;
    globalThis.fetch = function (url, init) {
      if (url.startsWith('https://other.example/')) throw new Error('not there');
      if (init && (!init.hasOwnProperty('headers') || init.headers instanceof Headers)) throw new Error('plain options are expected');
      return plain.call(this, url, { ...init, headers: { ...init?.headers, 'x-traced': '1' } });
    };
  }</script>` },
  { name: 'a page with a base address of another host', html: `<body>${BARE}${IN_PAGE}`, head: '<base href="https://assets.cdn.example/site/">' },
  { name: 'a page with a base target', html: `<body>${BARE}${IN_PAGE}`, head: '<base target="_blank">' },
];
