import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { cli } from '../../support/command-line.ts';
import { linesOf, patience, useFolder } from './support.ts';

const folder = useFolder();

const secrets = ['Паспорт', '4510', 'Переезд', 'Ладога', 'Иванов'];
const guard = {
  eventId: 1,
  createdAt: '2026-03-01T10:00:00Z',
  userId: 'u1',
  email: 'anna@firma.example',
  appliedRules: ['Не отправлять'],
  action: 'block',
  message: 'Паспорт 4510 123456',
  comment: 'Иванов просил',
};
const messenger = {
  id: 'p1',
  created_at: '2026-03-01T11:00:00.000Z',
  event_key: 'chat_renamed',
  actor_id: '7',
  details: { old_name: 'Переезд Ладога', new_name: 'Переезд Ладога', initiator_id: 5 },
};

it(
  'shows and writes no personal data with --masked, and finds it all the same',
  async () => {
    const session = folder.path('s.vestigo');
    for (const [source, event] of Object.entries({ jayguard: guard, pachca: messenger })) {
      const file = folder.path(`${source}.json`);
      await writeFile(file, JSON.stringify([event]));
      const made = await cli(['import', '--in', file, '--source', source, '--session', session]);
      expect(made).toMatchObject({ code: 0 });
    }
    const query = await cli(['query', '--session', session, '--masked', '--query', 'паспорт']);
    expect(query.code).toBe(0);
    const [found] = linesOf(query.stdout).map((line) => JSON.parse(line) as typeof guard);
    expect(found).toMatchObject({
      id: '1',
      actorName: 'anna@firma.example',
      rules: guard.appliedRules,
    });
    for (const secret of secrets) expect(query.stdout).not.toContain(secret);

    for (const format of ['ndjson', 'csv']) {
      const out = folder.path(`out.${format}`);
      const words = ['export', '--session', session, '--masked', '--format', format, '--out', out];
      expect(await cli(words)).toMatchObject({ code: 0 });
      const text = await readFile(out, 'utf8');
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).toContain('‹masked·');
      if (format !== 'ndjson') continue;
      const [renamed, blocked] = linesOf(text).map((line) => JSON.parse(line));
      expect(renamed.details.old_name).toBe(renamed.raw.details.new_name);
      expect(renamed.details.initiator_id).toBe(5);
      // The same value has the same pseudonym, whoever is asked.
      expect(blocked.text).toBe((found as unknown as { text: string }).text);
    }
  },
  patience,
);
