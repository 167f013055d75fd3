// What `electron FOLDER` does when the binary holds no app of its own. The stand-in came without
// this part of Electron; only what Playwright and electron-vite use is here. A module that awaits
// the app, because Electron holds its `ready` event back until its entry module is done.
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const options = { modules: [], file: undefined };
const words = process.argv.slice(1);
for (let at = 0; at < words.length && options.file === undefined; at++) {
  const word = words[at];
  if (word === '-v' || word === '--version') printAndQuit(`v${process.versions.electron}`);
  else if (word === '-a' || word === '--abi') printAndQuit(process.versions.modules);
  else if (word === '-r' || word === '--require') options.modules.push(words[++at]);
  else if (!word.startsWith('-')) options.file = word;
}

if (options.file === undefined) printAndQuit('usage: electron [-v] [-a] [-r MODULE] FOLDER');
else await start(path.resolve(options.file));

async function start(target) {
  process.defaultApp = true;
  const requireFrom = createRequire(path.join(process.cwd(), 'noop.js'));
  for (const name of options.modules) requireFrom(name);
  let main = target;
  if (statSync(target).isDirectory()) {
    const manifest = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8'));
    app.setName(manifest.productName ?? manifest.name);
    if (manifest.version) app.setVersion(manifest.version);
    app.setAppPath(target);
    main = path.join(target, manifest.main ?? 'index.js');
  }
  try {
    await import(pathToFileURL(main).href);
  } catch (error) {
    process.stderr.write(`The app could not be started\n${error?.stack ?? error}\n`);
    app.exit(1);
  }
}

function printAndQuit(text) {
  process.stdout.write(`${text}\n`);
  process.exit(0);
}
