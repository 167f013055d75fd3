import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { cli } from '../../support/command-line.ts';
import { patience, useFolder } from './support.ts';

const folder = useFolder();

/** Objects of `GET /audit_events`: five failures within minutes, then success; and a quiet sign-in. */
function vendorEvents(): string {
  const keys = [
    'user_login',
    ...Array.from({ length: 6 }, () => 'user_2fa_fail'),
    'user_2fa_success',
  ];
  const events = keys.map((key, at) => ({
    id: `a${at}`,
    created_at: `2026-10-05T21:0${at}:00.000Z`,
    event_key: key,
    entity_id: '7',
    entity_type: 'User',
    actor_id: '7',
    actor_type: 'User',
    details: {},
    ip_address: '198.51.100.7',
    user_agent: 'python-requests/2.32',
  }));
  const quiet = {
    ...events[0],
    id: 'q1',
    created_at: '2026-10-05T21:00:30.000Z',
    actor_id: '8',
    entity_id: '8',
  };
  return [...events, quiet].map((event) => `${JSON.stringify(event)}\n`).join('');
}

const supported = `title: Sign-in by a script
id: script
logsource: { product: pachca }
detection:
  selection:
    event_key: user_login
    user_agent|contains: Python
  condition: selection
level: low
`;
const refused = `title: Encoded words
logsource: { product: pachca }
detection:
  selection:
    user_agent|base64offset|contains: script
  condition: selection
`;
const quiet = supported.replace('Python', 'curl').replace('id: script', 'id: quiet');

interface Line {
  rule: string;
  [key: string]: unknown;
}

function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

test(
  'detect prints findings and exits 7; 0 with none; a refused rule is named with its line',
  async () => {
    const session = folder.path('s.vestigo');
    const file = folder.path('events.ndjson');
    await writeFile(file, vendorEvents());
    await writeFile(folder.path('good.yml'), supported);
    await writeFile(folder.path('bad.yml'), refused);
    await writeFile(folder.path('quiet.yml'), quiet);
    const on = ['--session', session];
    expect((await cli(['import', '--in', file, '--source', 'pachca', ...on])).code).toBe(0);
    const detect = (...more: string[]) => cli(['detect', ...on, ...more]);

    const pack = await detect('--json');
    expect(pack.code).toBe(7);
    expect(linesOf(pack.stdout)).toEqual([
      {
        rule: 'pachca-second-factor-failures-then-success',
        title: 'Repeated second-factor failures, then success',
        severity: 'high',
        from: '2026-10-05T21:01:00.000Z',
        to: '2026-10-05T21:07:00.000Z',
        events: 7,
        ids: ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'],
        group: { actor_id: '7' },
        reason: expect.objectContaining({ kind: 'in-order', timespan: 900 }),
      },
    ]);

    const loaded = await detect('--rules', folder.path(''));
    expect(loaded.code).toBe(7);
    expect(linesOf(loaded.stdout).map(({ rule, ids }) => [rule, ids])).toEqual([
      ['script', ['a0']],
      ['script', ['q1']],
    ]);
    expect(loaded.stderr).toMatch(/bad\.yml:5:5: .*Encoded words.*base64offset/);

    const none = await detect('--rules', folder.path('quiet.yml'));
    expect([none.code, none.stdout]).toEqual([0, '']);
    const only = await detect('--rules', folder.path('bad.yml'));
    expect([only.code, only.stdout]).toEqual([2, '']);
  },
  patience,
);
