// @ts-check
// A camera as a value: opened, shown in a <video>, released by `stop`.

/**
 * @typedef {object} Camera
 * @property {HTMLVideoElement} video playing, without sound
 * @property {() => void} stop releases the camera, so that its light goes out
 */

/** Why there is no picture: the customer (or the browser) refused, or there is no camera. */
export class CameraError extends Error {
  /** @param {'refused' | 'missing'} reason */
  constructor(reason) {
    super(`camera ${reason}`);
    this.name = 'CameraError';
    this.reason = reason;
  }
}

/**
 * @param {'environment' | 'user'} facing the back camera or the front one, as a preference
 * @param {AbortSignal} signal a camera that opens after the abort is released at once
 * @returns {Promise<Camera>}
 */
export async function openCamera(facing, signal) {
  // Absent if the page is neither on https nor on loopback.
  if (!navigator.mediaDevices?.getUserMedia) throw new CameraError('missing');
  /** @type {MediaStream} */
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: facing, width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    const isRefused = error instanceof DOMException && error.name === 'NotAllowedError';
    throw new CameraError(isRefused ? 'refused' : 'missing');
  }
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted) {
    stop();
    throw new CameraError('missing');
  }
  signal.addEventListener('abort', stop, { once: true });
  const video = document.createElement('video');
  // A phone shows the picture inside the page only with all three.
  video.muted = true;
  video.playsInline = true;
  video.autoplay = true;
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  return { video, stop };
}
