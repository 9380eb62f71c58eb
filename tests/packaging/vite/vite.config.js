import { defineConfig } from 'vite';

export default defineConfig({
  // The package finds its wasm, style sheet and texts beside itself; pre-bundled it would look for them elsewhere.
  optimizeDeps: { exclude: ['xpollens-onboarding'] },
  // Files, not `data:` addresses: a strict policy refuses those.
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
