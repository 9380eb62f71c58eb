// @ts-check
// Line icons on a 24 px grid, in the colour of the text. All are decoration beside a text.

import { svg } from './dom.js';

const PATHS = {
  camera: ['M4 8h3l1.5-2.5h7L17 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1z', 'M12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z'],
  code: ['M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v2h-2M14 20v-2M18 20h2'],
  card: ['M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1z', 'M9 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM6 16c.5-1.7 1.6-2.5 3-2.5s2.5.8 3 2.5M15 10h3M15 14h3'],
  face: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M9 10v.5M15 10v.5M8.8 15c.9 1 2 1.5 3.2 1.5s2.3-.5 3.2-1.5'],
  phone: ['M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z', 'M11 18h2'],
  check: ['M5 12.5l4.5 4.5L19 7.5'],
  clock: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M12 7.5V12l3 2'],
  alert: ['M12 4l9 16H3z', 'M12 10v4M12 17v.5'],
  shield: ['M12 3l7 3v5c0 5-3 8.5-7 10-4-1.5-7-5-7-10V6z', 'M9 12l2.2 2.2L15.2 10'],
  wallet: ['M5 7h14a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6.5A1.5 1.5 0 0 1 5.5 5H17', 'M20 11h-4a2 2 0 0 0 0 4h4'],
  bank: ['M4 9l8-5 8 5v1H4zM5 19h14M6.5 10v6M10.2 10v6M13.8 10v6M17.5 10v6M4 19.5h16'],
  bell: ['M6 16.5h12l-1.5-2.5v-3.5a4.5 4.5 0 0 0-9 0V14z', 'M10.5 19.5h3'],
};

/** @typedef {keyof typeof PATHS} IconName */

/**
 * @param {IconName} name
 * @returns {SVGElement}
 */
export function icon(name) {
  return svg(
    'svg',
    { viewBox: '0 0 24 24', class: `icon icon-${name}`, 'aria-hidden': 'true', focusable: 'false' },
    ...PATHS[name].map((d) => svg('path', { d })),
  );
}

/**
 * The app's mark: grains of pollen around a check.
 * @returns {SVGElement}
 */
export function mark() {
  const grains = [0, 60, 120, 180, 240, 300].map((degrees) =>
    svg('circle', { cx: 32, cy: 9, r: 4.2, transform: `rotate(${degrees} 32 32)` }),
  );
  return svg(
    'svg',
    { viewBox: '0 0 64 64', class: 'mark', 'aria-hidden': 'true', focusable: 'false' },
    svg('g', { class: 'mark-grains' }, ...grains),
    svg('circle', { class: 'mark-heart', cx: 32, cy: 32, r: 14 }),
    svg('path', { class: 'mark-check', d: 'M25.6 32.4l4.6 4.6 8.4-9.4' }),
  );
}

/**
 * A ring that empties. Lengths are in hundredths of the circle (`pathLength`), so that no arithmetic with pi is needed.
 * @returns {{ node: SVGElement, set: (part: number) => void }} `set` takes the remaining part, 0 to 1
 */
export function ring() {
  const hand = svg('circle', { class: 'ring-hand', cx: 24, cy: 24, r: 21, pathLength: 100, 'stroke-dasharray': '0 100', transform: 'rotate(-90 24 24)' });
  const node = svg(
    'svg',
    { viewBox: '0 0 48 48', class: 'ring', 'aria-hidden': 'true', focusable: 'false' },
    svg('circle', { class: 'ring-track', cx: 24, cy: 24, r: 21 }),
    hand,
  );
  return { node, set: (part) => hand.setAttribute('stroke-dasharray', `${100 * Math.min(1, Math.max(0, part))} 100`) };
}
