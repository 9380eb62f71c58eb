// @ts-check
// Reads QR codes from a camera: draws frames to a canvas and decodes them with `jsqr`.
// The decoder runs on the page's own thread. A frame of at most 800 px takes about 20 to 60 ms.

import jsQR from 'jsqr';

/** Longest side of the decoded picture, in pixels: a code of 37 modules has over 4 px per module at a third of it. */
const LONGEST_SIDE = 800;
/** Pause between two frames, in milliseconds: the page stays responsive on a slow phone. */
const PAUSE_MS = 120;

/**
 * Reads until the signal is aborted.
 * @param {HTMLVideoElement} video
 * @param {AbortSignal} signal
 * @param {(text: string) => void} found called with each text, even if it is the same again
 */
export function scanCodes(video, signal, found) {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;

  const readFrame = () => {
    if (signal.aborted) return;
    const longest = Math.max(video.videoWidth, video.videoHeight);
    if (longest > 0) {
      const scale = Math.min(1, LONGEST_SIDE / longest);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const frame = context.getImageData(0, 0, canvas.width, canvas.height);
      const code = jsQR(frame.data, frame.width, frame.height, { inversionAttempts: 'dontInvert' });
      if (code !== null && code.data !== '') found(code.data);
    }
    timer = window.setTimeout(readFrame, PAUSE_MS);
  };
  let timer = window.setTimeout(readFrame, 0);
  signal.addEventListener('abort', () => window.clearTimeout(timer), { once: true });
}
