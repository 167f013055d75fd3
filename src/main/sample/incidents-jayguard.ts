import { colleagues, owner, type Person } from './company.ts';
import { guardRules } from './jayguard-events.ts';
import type { Finding } from './jayguard-texts.ts';
import { paced, type Calendar, type Story } from './story.ts';

/** One request to a model, as Jay Guard saw it. */
export interface Request {
  at: number;
  person: Person;
  application: string;
  text: string;
  findings: Finding[];
  /** What was done about it; usually what the strictest rule says. */
  action: 'allow' | 'redact' | 'deny' | 'block';
}

const minute = 60_000;

/** Texts by what stands in them; numbers are out of ranges that nobody has. */
const words: Readonly<Record<string, (n: number) => [text: string, value: string]>> = {
  'card-regex': (n) => {
    const card = `0000 0000 1200 ${four(n)}`;
    return [`Выпиши операции по карте ${card} за год.`, card];
  },
  'passport-rus-regex': (n) => {
    const passport = `00 00 71${four(n)}`;
    return [`Собери анкету: паспорт ${passport}, всё по порядку.`, passport];
  },
  'phone-regex': (n) => {
    const phone = `+7 (000) 555-${four(n).slice(0, 2)}-${four(n).slice(2)}`;
    return [`Позвони клиенту по номеру ${phone} и предложи новый срок.`, phone];
  },
  'snils-regex': (n) => {
    const snils = `000-${four(n).slice(1)}-417 00`;
    return [`Заполни справку для СНИЛС ${snils}.`, snils];
  },
  'email-regex': (n) => {
    const email = `sklad${n}@pochta.example`;
    return [`Ответь на письмо с адреса ${email}: посылка уже в пути.`, email];
  },
};

function asking(at: number, person: Person, application: string, n: number, method?: string) {
  const make = method === undefined ? undefined : words[method];
  const rule = guardRules.find((one) => one.method === method);
  const [text, value] = make?.(n) ?? [`Посчитай средний вес посылки за неделю ${n}.`, null];
  return {
    at,
    person,
    application,
    text,
    findings: value === null || method === undefined ? [] : [{ searchMethodId: method, value }],
    action: rule?.action ?? ('allow' as const),
  } satisfies Request;
}

function overDays(when: Calendar, from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    when(from + ((to - from) * index) / count, `${10 + (index % 8)}:${(index * 17) % 60}`),
  );
}

/** What was planted in Jay Guard. Each story has people and applications of its own. */
export function guardStories(when: Calendar): Story<Request>[] {
  const person = (index: number): Person => colleagues[index] ?? owner;
  const refused = ['card-regex', 'passport-rus-regex', 'snils-regex'];
  const early = (who: number, application: string, methods: (string | undefined)[]) =>
    overDays(when, 0.01, 0.6, 16).map((at, index) =>
      asking(at, person(who), application, 100 * who + index, methods[index % methods.length]),
    );
  const later = (who: number, application: string, methods: (string | undefined)[]) =>
    overDays(when, 0.64, 0.9, 14).map((at, index) =>
      asking(at, person(who), application, 100 * who + 50 + index, methods[index % methods.length]),
    );
  const personal = ['phone-regex', 'snils-regex', 'phone-regex', undefined];

  return [
    {
      topic: 'guard-refusals',
      quiet: false,
      about: 'One person is refused or redacted fifteen times within twenty minutes',
      history: [],
      steps: paced(when(0.7, '19:05'), 15, 80_000).map((at, index) =>
        asking(at, person(28), 'jay-copilot', index, refused[index % 3]),
      ),
    },
    {
      topic: 'guard-refusals',
      quiet: true,
      about: 'Six people are refused once each within the same twenty minutes',
      history: [],
      steps: [20, 21, 22, 23, 24, 25].map((who, index) =>
        asking(
          when(0.72, '12:05') + index * 3 * minute,
          person(who),
          'dogovory',
          700 + index,
          refused[index % 3],
        ),
      ),
    },
    {
      topic: 'guard-new-application',
      quiet: false,
      about: 'An application nobody used before appears late in the period',
      history: [],
      steps: paced(when(0.78, '15:20'), 6, 4 * minute).map((at, index) =>
        asking(at, person(29), 'perevodchik-vneshniy', 800 + index),
      ),
    },
    {
      topic: 'guard-new-application',
      quiet: true,
      about: 'An application that was always there is used again after a pause',
      history: overDays(when, 0.005, 0.05, 4).map((at, index) =>
        asking(at, person(30), 'pismovnik', 820 + index),
      ),
      steps: paced(when(0.8, '15:20'), 6, 4 * minute).map((at, index) =>
        asking(at, person(30), 'pismovnik', 830 + index),
      ),
    },
    {
      topic: 'guard-new-finding',
      quiet: false,
      about: 'After weeks of addresses alone, a person sends passports',
      history: early(31, 'dogovory', ['email-regex', undefined]),
      steps: paced(when(0.75, '20:10'), 3, 5 * minute).map((at, index) =>
        asking(at, person(31), 'dogovory', 850 + index, 'passport-rus-regex'),
      ),
    },
    {
      topic: 'guard-new-finding',
      quiet: true,
      about: 'A person who always sends passports sends passports',
      history: early(32, 'dogovory', ['passport-rus-regex', 'email-regex']),
      steps: paced(when(0.76, '12:10'), 3, 5 * minute).map((at, index) =>
        asking(at, person(32), 'dogovory', 880 + index, 'passport-rus-regex'),
      ),
    },
    {
      topic: 'guard-no-redaction',
      quiet: false,
      about: 'What an application redacted for weeks goes out as it is',
      history: early(33, 'spravka-hr', personal),
      steps: later(33, 'spravka-hr', personal).map((one) => ({ ...one, action: 'allow' as const })),
    },
    {
      topic: 'guard-no-redaction',
      quiet: true,
      about: 'Another application redacts as before, in as many requests',
      history: early(34, 'sklad-bot', personal),
      steps: later(34, 'sklad-bot', personal),
    },
  ];
}

function four(n: number): string {
  return String(1000 + (n % 9000));
}
