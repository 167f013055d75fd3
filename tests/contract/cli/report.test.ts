import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { textOf } from '../../support/report-page.ts';
import { cli } from '../../support/command-line.ts';
import { patience, useFolder } from './support.ts';

const folder = useFolder();

test(
  'export --format html writes a report in the language asked for, and its manifest',
  { timeout: patience },
  async () => {
    const saved = folder.path('saved.ndjson');
    const vendor = ['a', 'b', 'c'].map((id, index) => {
      return { id, created_at: `2026-10-0${index + 1}T09:30:00Z`, event_key: 'user_2fa_fail' };
    });
    await writeFile(saved, vendor.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const session = folder.path('дело 7.vestigo');
    await cli(['import', '--in', saved, '--source', 'pachca', '--session', session]);
    const out = folder.path('report.html');
    const asked = ['export', '--session', session, '--format', 'html', '--out', out];
    const words = ['--query', 'time>=2026-10-02', '--question', 'Кто входил?', '--lang', 'ru'];
    const { code, stdout } = await cli([...asked, ...words, '--author', 'И. Смирнова']);
    expect(code).toBe(0);

    const html = await readFile(out);
    const sha256 = createHash('sha256').update(html).digest('hex');
    expect(JSON.parse(stdout)).toMatchObject({ rows: 2, sha256 });
    expect(JSON.parse(await readFile(`${out}.manifest.json`, 'utf8'))).toMatchObject({
      format: 'html',
      query: 'time>=2026-10-02',
      rows: 2,
      sha256,
      html: { language: 'ru', question: 'Кто входил?', author: 'И. Смирнова' },
    });
    const text = textOf(html.toString());
    expect(text).toContain('дело 7');
    expect(text).toContain('Кто входил?');
    expect(text).toContain('Все подходящие события: 2, сначала новые.');
    expect(text).toContain('03.10.2026, 09:30:00 UTC');
    expect(text).toContain('Пачка · c');
    expect(text).not.toContain('Пачка · a');
    expect(text).toContain('все события — из файлов');

    const stray = [...asked.slice(0, 4), 'csv', '--out', folder.path('no'), '--question', 'x'];
    expect((await cli(stray)).code).toBe(2);
  },
);
