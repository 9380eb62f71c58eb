import { defineConfig } from 'vite';

export default defineConfig({
  // The package finds its wasm, style sheet and texts beside itself. If pre-bundled, it would look for them elsewhere.
  optimizeDeps: { exclude: ['xpollens-onboarding'] },
  // Files instead of `data:` addresses, which a strict policy refuses.
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
