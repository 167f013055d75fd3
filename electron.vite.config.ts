import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** The oldest runtime the bundles must run in: the stand-in Electron 33 (see docs/decisions). Electron 45 runs them too. */
const nodeTarget = 'node20.18';
const chromeTarget = 'chrome130';

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      // Two programs: the window's main process, and the one that holds a session, plain Node without Electron.
      rolldownOptions: {
        input: { index: 'src/main/index.ts', 'session-process': 'src/main/session-process.ts' },
      },
    },
  },
  preload: {
    build: {
      target: nodeTarget,
      // A sandboxed preload is one CommonJS file that can require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    plugins: [react()],
    build: { target: chromeTarget, rolldownOptions: { input: 'src/renderer/index.html' } },
  },
});
