// @ts-check
// The data stored on the phone: its own name and the 5-digit secret code.
// A real wallet stores the code in secure hardware, this page in local storage. Neither ever sends it.

const DEVICE_ID = 'phone.deviceId';
const SECRET_CODE = 'phone.secretCode';
const SECRET_CODE_FORM = /^\d{5}$/;

/**
 * @typedef {object} DeviceStore
 * @property {string} deviceId the random name of this phone (a UUID)
 * @property {() => boolean} hasSecretCode
 * @property {(code: string) => void} setSecretCode
 * @property {(code: string) => boolean} isSecretCode
 * @property {() => void} reset deletes both, so that the next page is a new phone
 */

/**
 * @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>} storage
 * @param {() => string} newId
 * @returns {DeviceStore}
 */
export function deviceStore(storage, newId = () => crypto.randomUUID()) {
  const deviceId = storage.getItem(DEVICE_ID) ?? newId();
  storage.setItem(DEVICE_ID, deviceId);
  return {
    deviceId,
    hasSecretCode: () => SECRET_CODE_FORM.test(storage.getItem(SECRET_CODE) ?? ''),
    setSecretCode: (code) => storage.setItem(SECRET_CODE, code),
    isSecretCode: (code) => SECRET_CODE_FORM.test(code) && storage.getItem(SECRET_CODE) === code,
    reset() {
      storage.removeItem(DEVICE_ID);
      storage.removeItem(SECRET_CODE);
    },
  };
}
