import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const backend = process.env.REPLAY_BACKEND ?? 'http://localhost:8080';
// The Host header stays the page's own: the backend refuses what a page of another origin sends.
const toBackend = { target: backend, changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '~': new URL('./src', import.meta.url).pathname } },
  server: {
    port: 5173,
    strictPort: true,
    // Whole parts of the path: the page has a /quiet-hours of its own.
    proxy: { '^/(v1|q|problems)(/|$)': toBackend, '/openapi.yaml': toBackend },
  },
  build: {
    // The content policy allows no data: fonts or scripts, and small images are not worth an exception.
    assetsInlineLimit: 0,
    // The first of each that know light-dark(); for older ones it would be rewritten in a way that leaves no colour.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // React, router, queries and Mantine are one chunk, 170 KB gzipped: every page needs all of them.
    chunkSizeWarningLimit: 600,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
    restoreMocks: true,
    // A whole page in jsdom takes its time on a busy machine.
    testTimeout: 20_000,
  },
});
