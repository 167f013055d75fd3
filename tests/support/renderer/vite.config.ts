import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window in plain Chromium, with a fake main process: for looking at screens while they are made. */
export default defineConfig({
  root: resolve(import.meta.dirname, '../../..'),
  cacheDir: '/tmp/vestigo-vite',
  plugins: [react()],
  server: { host: '127.0.0.1', watch: null, hmr: false },
  logLevel: 'warn',
});
