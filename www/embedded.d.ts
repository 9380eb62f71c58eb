// The wasm, compressed by gzip, in base64. scripts/build-package.mjs writes it, for the entry `xpollens-onboarding/inline` only.
declare const embedded: string;
export default embedded;
