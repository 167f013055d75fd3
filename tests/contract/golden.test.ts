import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sliceElements } from '../../src/main/connectors/kit/verbatim.ts';
import { connectors } from '../../src/main/connectors/registry.ts';
import { formatInstant } from '../../src/shared/instant.ts';

/**
 * Pairs of an answer and what it reads as: `pages/*.json` in, `expected/*.json` out, for each
 * service. Nothing in them is volatile. A changed reading shows as a changed file.
 */
const lists = { pachca: 'data', jayguard: 'auditEvents' } as const;

describe.each(['pachca', 'jayguard'] as const)('%s', (kind) => {
  const folder = new URL(`../fixtures/${kind}/`, import.meta.url);
  const names = readdirSync(new URL('pages/', folder));

  test.each(names)('%s', async (name) => {
    const body = readFileSync(new URL(`pages/${name}`, folder), 'utf8');
    const slices = sliceElements(body, lists[kind]) ?? [];
    const read = slices.map(({ text }) => ({
      ...connectors[kind].read(text),
      instant: formatInstant(connectors[kind].read(text).time),
      raw: text,
    }));
    expect(read.length).toBeGreaterThan(0);
    await expect(`${JSON.stringify(read, null, 2)}\n`).toMatchFileSnapshot(
      new URL(`expected/${name}`, folder).pathname,
    );
  });
});
