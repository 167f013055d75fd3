import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { connectors } from '../../src/main/connectors/registry.ts';
import { importFile } from '../../src/main/importing/import-file.ts';
import { createSession, openSession } from '../../src/main/store/open-session.ts';
import type { SessionStore } from '../../src/main/store/session-store.ts';
import { findingSchema } from '../../src/shared/event.ts';
import type { Files } from '../review/made.ts';

/** It holds nothing but invented events. */
export const mixedKey = { key: new Uint8Array(32).fill(9) };
export const everything = { query: '', zone: 'UTC', period: null };

const detailsLine = z.array(
  z.object({ id: z.string(), content: z.string(), findings: z.array(findingSchema) }),
);
const cost = { requests: 1, retries: 0, waitedMs: 0 };

/** Both services' files of `bench:review` imported, with all details, into an encrypted session. */
export async function mixedSession(path: string, files: Files): Promise<void> {
  if (await isWhole(path, files.expected.total)) return;
  console.error('Making the session …');
  const draft = `${path}.draft`;
  for (const old of [draft, path]) await rm(old, { force: true });
  const session = await createSession({
    path: draft,
    key: mixedKey,
    name: 'bench',
    version: 'bench',
  });
  const readers = { pachca: connectors.pachca.read, jayguard: connectors.jayguard.read };
  const { signal } = new AbortController();
  for (const source of ['pachca', 'jayguard'] as const) {
    await importFile(session, { path: files.vendor[source], source, readers }, { signal });
  }
  await addDetails(session, files.details);
  await session.close();
  await rename(draft, path);
}

async function isWhole(path: string, events: number): Promise<boolean> {
  if (!(await stat(path).catch(() => null))) return false;
  const session = await openSession({ path, key: mixedKey, version: 'bench' });
  const found = await session.count(everything);
  await session.close();
  return found === events;
}

async function addDetails(session: SessionStore, path: string): Promise<void> {
  const address = 'https://jayguard.example';
  const request = { source: 'jayguard', address, selection: everything, owner: null } as const;
  const collection = await session.openDetails(request);
  const windowId = collection.windows[0]?.id ?? 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const items = detailsLine.parse(JSON.parse(line)).map(({ id, content, findings }) => {
      const details = findings.map(({ method, value }) => ({ searchMethodId: method, value }));
      return {
        id,
        content,
        findings,
        raw: JSON.stringify({ eventId: Number(id), content, details }),
      };
    });
    const body = `{"auditDetails":[${items.map(({ raw }) => raw).join(',')}]}`;
    const receivedAt = new Date().toISOString();
    const rest = { quarantined: [], position: null, cost, clockOffsetMs: null };
    await session.commitDetails({ windowId, body, receivedAt, items, ...rest });
  }
  await session.finishWindow(windowId, 'complete', null, { ...cost, requests: 0 });
  await session.finishCollection(collection.id, null, null);
}
