import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepPrivacy } from '../../src/main/desktop/services/privacy.ts';
import type { RemoteSession } from '../../src/main/store/process/remote-session.ts';
import { Failed } from '../../src/shared/errors.ts';
import type { Shown } from '../../src/shared/reveals.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vestigo-privacy-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Two open sessions, the first one on the screen; the file of a third one. */
function desk(keychain: 'open' | 'locked' = 'open') {
  const path = join(folder, 'old.vestigo');
  writeFileSync(path, 'x');
  const done: string[] = [];
  const told: Shown[] = [];
  const linkOf = (name: string) =>
    ({
      async run(operation: string, part: { row: number | null; field: string | null }) {
        done.push(`${operation} ${name}`);
        return operation === 'hide' ? [] : [{ row: part.row, field: part.field }];
      },
    }) as unknown as RemoteSession;
  const links = [linkOf('first'), linkOf('second')] as const;
  const screen: { link: RemoteSession } = { link: links[0] };
  const privacy = keepPrivacy({
    lock: { isLocked: () => false, means: () => 'keychain' } as never,
    code: { isSet: () => false, set: async () => undefined },
    sessions: {
      held: () => ({ link: screen.link, name: 'Дело' }) as never,
      linkOrNull: () => screen.link,
      isHeld: (other) => other !== path,
    },
    recents: {
      pathOf: (id: string) => (id === 'old' ? path : join(folder, 'open.vestigo')),
      forget: (id: string) => void done.push(`off the list ${id}`),
    } as never,
    vault: {
      async forget() {
        if (keychain === 'locked') throw new Failed('keychain.locked');
        done.push('key removed');
      },
    },
    dialogs: { revealsFile: async () => null },
    push: (_name, state) => void told.push((state as { shown: Shown }).shown),
    trash: async (gone) => void done.push(`trash ${gone === path}`),
  });
  return { privacy, done, told, path, screen, links };
}

const part = { row: 5, field: null, reason: 'жалоба' };

test('what is shown belongs to its session; a lock masks every one of them', async () => {
  const { privacy, done, told, screen, links } = desk();
  await privacy.reveal(part);
  expect(privacy.state().shown).toEqual([{ row: 5, field: null }]);
  screen.link = links[1];
  expect(privacy.state().shown).toEqual([]);
  await privacy.reveal({ ...part, row: null });
  await privacy.turned(true);
  expect(done).toEqual(['reveal first', 'reveal second', 'hide first', 'hide second']);
  expect(told.at(-1)).toEqual([]);
  screen.link = links[0];
  expect(privacy.state().shown).toEqual([]);
});

test('deleting takes the key first, then the file as wished', async () => {
  const { privacy, done, path } = desk();
  await privacy.deleteSession({ id: 'old', file: 'keep' });
  expect(existsSync(path)).toBe(true);
  await privacy.deleteSession({ id: 'old', file: 'trash' });
  await privacy.deleteSession({ id: 'old', file: 'delete' });
  const each = ['key removed', 'off the list old'];
  expect(done).toEqual([...each, ...each, 'trash true', ...each]);
  expect(existsSync(path)).toBe(false);
});

test('an open session is not deleted, and without the keychain nothing is done', async () => {
  const open = desk();
  await expect(open.privacy.deleteSession({ id: 'open', file: 'delete' })).rejects.toThrow(
    'in-use',
  );
  expect(open.done).toEqual([]);
  const { privacy, done, path } = desk('locked');
  await expect(privacy.deleteSession({ id: 'old', file: 'delete' })).rejects.toThrow(
    'keychain.locked',
  );
  expect(done).toEqual([]);
  expect(existsSync(path)).toBe(true);
});
