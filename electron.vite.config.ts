import { readdirSync, readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

/** The oldest runtime the bundles must run in: the stand-in Electron 33 (see docs/decisions). Electron 45 runs them too. */
const nodeTarget = 'node20.18';
const chrome = 130;

/**
 * Machine code, and what reads a file beside its own. All else is bundled: found and read file by file,
 * the libraries took half of the time in which a session's process starts, and 20 MB of its memory.
 */
const external = ['better-sqlite3-multiple-ciphers', 'keytar', '@bokuweb/zstd-wasm'];

const inNode = { target: nodeTarget, minify: true, externalizeDeps: false };

const packFolder = 'src/main/rules/pack';

/** The rules of the pack are files and stay files: they go beside what is built (rules/pack.ts). */
const rulePack: Plugin = {
  name: 'rule-pack',
  generateBundle() {
    for (const name of readdirSync(packFolder)) {
      const source = readFileSync(`${packFolder}/${name}`);
      this.emitFile({ type: 'asset', fileName: `pack/${name}`, source });
    }
  },
};

export default defineConfig({
  main: {
    plugins: [rulePack],
    build: {
      ...inNode,
      // The window's main process, the one that holds a session and the thread that reads files for
      // it, and the sample services: all but the first know nothing of Electron.
      rolldownOptions: {
        external,
        input: {
          index: 'src/main/index.ts',
          'session-process': 'src/main/session-process.ts',
          'import-worker': 'src/main/import-worker.ts',
          'export-worker': 'src/main/export-worker.ts',
          'sample-services': 'src/main/sample/main.ts',
        },
      },
    },
  },
  preload: {
    build: {
      ...inNode,
      // A sandboxed preload is one CommonJS file that can require nothing but electron.
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    plugins: [react()],
    // Nested rules are written out (`Features.Nesting`): Chromium tries each on every element.
    css: {
      transformer: 'lightningcss',
      lightningcss: { targets: { chrome: chrome << 16 }, include: 1 },
    },
    build: {
      target: `chrome${chrome}`,
      minify: true,
      // Read from the disk: one file is as good as many.
      chunkSizeWarningLimit: 4096,
      rolldownOptions: { input: 'src/renderer/index.html' },
    },
  },
});
