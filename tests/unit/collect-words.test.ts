import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { queryClient } from '../../src/renderer/api.ts';
import { CountsLine } from '../../src/renderer/features/collect/counts-line.tsx';
import { RelianceLine } from '../../src/renderer/features/collect/reliance-line.tsx';
import { startTexts } from '../../src/renderer/i18n.ts';
import { noCounts, type Coverage, type SessionInfo } from '../../src/shared/session.ts';

/** What a person reads; holding blanks as blanks. */
function read(element: ReactElement): string {
  const html = renderToStaticMarkup(
    createElement(QueryClientProvider, { client: queryClient }, element),
  );
  return html
    .replaceAll(/<[^>]*>/g, '|')
    .replaceAll(/\|+/g, '|')
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u2060', '');
}

const day = (at: number) => Date.UTC(2026, 9, at) * 1000;
const stretch = (from: number, to: number): Coverage => ({
  source: 'pachca',
  from: day(from),
  to: day(to) - 1,
  state: 'complete',
});

function infoOf(coverage: Coverage[], quarantined = 0): SessionInfo {
  const part = { sessionId: 's', name: 'n', createdAt: '', schemaVersion: 1 };
  return {
    ...part,
    cipher: 'AEGIS-256',
    events: { pachca: 1, jayguard: 0 },
    quarantined,
    conflicts: 0,
    flags: { late: 0, gone: 0, changed: 0, own: 0 },
    details: { fetched: 0, of: 0 },
    first: null,
    last: null,
    coverage,
    collections: [],
  };
}

const sentence = (info: SessionInfo) => read(createElement(RelianceLine, { info })).split('|')[1];

beforeAll(() => startTexts('ru'));

describe.each([
  [
    'ru',
    {
      holed: 'Целиком на это полагаться нельзя. Не собрано: 04.10 – 05.10 (Пачка) и ещё 2 отрезка.',
      both: 'Целиком на это полагаться нельзя. Не собрано: 04.10 – 05.10 (Пачка); не распознано 3 события.',
      nothing: 'Здесь ничего не собрано: отсутствие событий ничего не доказывает.',
      counts: ['21 новое событие', '2 с опозданием', '1 не распознано, но сохранено'],
    },
  ],
  [
    'en',
    {
      holed:
        'Do not rely on this as a whole. Not collected: 04 Oct – 05 Oct (Pachca) and 2 more intervals.',
      both: 'Do not rely on this as a whole. Not collected: 04 Oct – 05 Oct (Pachca); 3 events could not be read.',
      nothing: 'Nothing has been collected here: the absence of events proves nothing.',
      counts: ['21 new events', '2 arrived late', '1 unreadable, kept'],
    },
  ],
] as const)('in %s', (language, words) => {
  beforeAll(() => void i18next.changeLanguage(language));

  test('the verdict comes with its weightiest reasons', () => {
    const holed = [stretch(1, 4), stretch(6, 9), stretch(10, 11), stretch(12, 13)];
    expect(sentence(infoOf(holed))).toBe(words.holed);
    expect(sentence(infoOf([stretch(1, 4), stretch(6, 9)], 3))).toBe(words.both);
    expect(sentence({ ...infoOf([]), events: { pachca: 0, jayguard: 0 } })).toBe(words.nothing);
  });

  test('counts are told, and those that lead somewhere can be pressed', () => {
    const counts = { ...noCounts, newEvents: 21, late: 2, quarantined: 1 };
    const line = createElement(CountsLine, { counts, source: 'pachca' });
    expect(read(line).split('|').filter(Boolean)).toEqual(words.counts);
    const html = renderToStaticMarkup(
      createElement(QueryClientProvider, { client: queryClient }, line),
    );
    expect(html.match(/<button/g)).toHaveLength(2);
  });
});
