import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** The oldest runtime the bundles must run in: the stand-in Electron 33 (see docs/decisions). Electron 45 runs them too. */
const nodeTarget = 'node20.18';
const chromeTarget = 'chrome130';

export default defineConfig({
  main: {
    build: {
      target: nodeTarget,
      // The window's main process, the one that holds a session, and the sample services: the last
      // two know nothing of Electron.
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          'session-process': 'src/main/session-process.ts',
          'sample-services': 'src/main/sample/main.ts',
        },
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
