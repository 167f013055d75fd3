/**
 * Who may import whom. One table, read top to bottom: the first room whose `at` begins the file's
 * path is the file's room. `values` and `types` name what a file may import from other rooms
 * (types: with `import type` only); a room always sees itself.
 */
interface Room {
  readonly at: string;
  readonly values: readonly string[];
  readonly types?: readonly string[];
  /** Packages it may use; absent: any that is not fenced by {@link OWNERS}. */
  readonly packages?: readonly string[];
  readonly node?: false;
}

const SHARED = 'src/shared/';
const MAIN = 'src/main/';
const BYTES = 'src/main/byte-text.ts';
const THREADS = 'src/main/thread.ts';

const ROOMS: readonly Room[] = [
  { at: SHARED, values: [], packages: ['zod'], node: false },
  { at: 'src/renderer/', values: [SHARED], node: false },
  { at: 'src/preload/', values: [SHARED], packages: ['electron'], node: false },
  { at: 'src/main/index.ts', values: [SHARED, MAIN] },
  { at: 'src/main/cli', values: [SHARED, MAIN, 'package.json'] },
  { at: 'src/main/session-process.ts', values: [SHARED, MAIN] },
  { at: 'src/main/import-worker.ts', values: [SHARED, MAIN] },
  { at: 'src/main/export-worker.ts', values: [SHARED, MAIN] },
  { at: BYTES, values: [] },
  { at: THREADS, values: [] },
  { at: 'src/main/desktop/', values: [SHARED], types: [MAIN] },
  { at: 'src/main/secrets/', values: [SHARED] },
  { at: 'src/main/connectors/kit/', values: [SHARED] },
  { at: 'src/main/connectors/connector.ts', values: [SHARED], types: ['src/main/connectors/kit/'] },
  { at: 'src/main/connectors/registry.ts', values: [SHARED, 'src/main/connectors/'] },
  {
    at: 'src/main/connectors/*/',
    values: [SHARED, 'src/main/connectors/kit/', 'src/main/connectors/connector.ts'],
  },
  {
    at: 'src/main/collection/',
    values: [SHARED],
    types: ['src/main/connectors/', 'src/main/store/'],
  },
  {
    at: 'src/main/importing/',
    values: [SHARED, THREADS, 'src/main/connectors/kit/verbatim.ts'],
    types: ['src/main/connectors/', 'src/main/store/'],
  },
  { at: 'src/main/privacy/', values: [SHARED, BYTES] },
  { at: 'src/main/store/', values: [SHARED, BYTES, 'src/main/privacy/'] },
  {
    at: 'src/main/exporters/',
    values: [SHARED, BYTES, THREADS, 'src/main/privacy/', 'src/main/connectors/kit/verbatim.ts'],
    types: ['src/main/store/'],
  },
  {
    at: 'src/main/bundle/',
    values: [
      SHARED,
      'src/main/privacy/',
      'src/main/connectors/kit/verbatim.ts',
      // A bundle's events are an export's, and so is the way its file appears.
      'src/main/exporters/file-failure.ts',
      'src/main/exporters/ndjson.ts',
      'src/main/exporters/safe-file.ts',
    ],
    types: ['src/main/store/'],
  },
  { at: 'src/main/rules/', values: [SHARED], types: ['src/main/store/'] },
  { at: 'src/main/sample/', values: [SHARED], types: ['src/main/connectors/'] },
];

/** Packages that belong to some rooms alone. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  electron: ['src/main/index.ts', 'src/main/desktop/', 'src/preload/'],
  'electron-log': ['src/main/index.ts', 'src/main/desktop/'],
  'electron-store': ['src/main/index.ts', 'src/main/desktop/'],
  keytar: ['src/main/secrets/'],
  'better-sqlite3-multiple-ciphers': ['src/main/store/'],
  'hyparquet-writer': ['src/main/exporters/'],
  yazl: ['src/main/exporters/'],
  'age-encryption': ['src/main/bundle/'],
  yaml: ['src/main/rules/'],
};

/** Raw IPC has one place on each side: everything else goes through the contract. */
const RAW_IPC: Readonly<Record<string, string>> = {
  ipcMain: 'src/main/desktop/',
  ipcRenderer: 'src/preload/',
};

export interface Import {
  /** What stands in the quotes; for a relative import its path from the top level. */
  readonly target: string;
  readonly relative: boolean;
  readonly typeOnly: boolean;
  /** Names taken from the module; `*` for all of it (namespace, default, re-export, dynamic). */
  readonly names: readonly string[];
}

/** Says why `file` (path from the top level) may not have this import, or null where it may. */
export function objection(file: string, wanted: Import): string | null {
  const room = ROOMS.find((candidate) => begins(file, candidate.at));
  if (!room) {
    return file.startsWith('src/')
      ? `${file} lies in no room: add it to scripts/lint/rooms.ts`
      : null;
  }
  return wanted.relative
    ? objectionToFile(file, room, wanted)
    : objectionToPackage(file, room, wanted);
}

function objectionToFile(file: string, room: Room, wanted: Import): string | null {
  if (sameRoom(file, wanted.target, room.at)) return null;
  if (room.values.some((at) => begins(wanted.target, at))) return null;
  const asType = room.types?.some((at) => begins(wanted.target, at)) ?? false;
  if (asType && wanted.typeOnly) return null;
  return asType
    ? `${room.at} sees ${wanted.target} through its types only: use \`import type\``
    : `${room.at} may not import ${wanted.target}`;
}

function objectionToPackage(file: string, room: Room, wanted: Import): string | null {
  const { target } = wanted;
  if (target.startsWith('node:')) {
    return room.node === false ? `${room.at} may not import Node's ${target}` : null;
  }
  const name = packageName(target);
  if (room.packages && !room.packages.includes(name)) {
    return `${room.at} may import ${room.packages.join(', ')} only, not ${name}`;
  }
  const owners = OWNERS[name];
  if (owners && !owners.some((at) => begins(file, at))) {
    return `${name} is imported in ${owners.join(', ')} alone`;
  }
  return name === 'electron' ? objectionToIpc(file, wanted) : null;
}

function objectionToIpc(file: string, wanted: Import): string | null {
  for (const [name, home] of Object.entries(RAW_IPC)) {
    const taken = wanted.names.includes(name) || (wanted.names.includes('*') && !wanted.typeOnly);
    if (taken && !file.startsWith(home)) return `${name} is used in ${home} alone`;
  }
  return null;
}

/** `*` in a room's place stands for one folder, each a room of its own. */
function begins(path: string, at: string): boolean {
  return pattern(at).test(path);
}

function sameRoom(file: string, target: string, at: string): boolean {
  const home = pattern(at).exec(file)?.[0];
  return home !== undefined && target.startsWith(home);
}

function pattern(at: string): RegExp {
  return new RegExp(`^${at.replaceAll('.', '\\.').replaceAll('*', '[^/]+')}`);
}

function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
