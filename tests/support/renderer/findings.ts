import type { ChannelInput, ChannelOutput } from '../../../src/shared/contract.ts';
import { Failed } from '../../../src/shared/errors.ts';
import { fold } from '../../../src/shared/query/fold.ts';
import type { Notice, Recipient } from '../../../src/shared/notices.ts';
import type { Finding, RuleInfo } from '../../../src/shared/rules.ts';
import type { Triaged } from '../../../src/shared/triage.ts';
import { events, select } from './review.ts';
import { scene, wish } from './world.ts';

/** Rules and findings of the fake session: enough to see every state of the page. */
function rule(id: string, over: Partial<RuleInfo>): RuleInfo {
  return {
    rule: id,
    file: `${id}.yml`,
    line: 1,
    origin: 'pack',
    kind: 'detection',
    severity: 'medium',
    status: 'stable',
    tags: [],
    en: { title: id, description: null, falsePositives: [], next: null },
    ru: null,
    logsource: 'product: pachca, service: audit',
    sources: ['pachca'],
    parts: [],
    silent: false,
    query: 'event:user_login',
    matches: 1204,
    ...over,
  };
}

function part(id: string, en: string, ru: string): RuleInfo {
  const texts = (title: string) => ({ title, description: null, falsePositives: [], next: null });
  return rule(id, { severity: 'informational', silent: true, en: texts(en), ru: texts(ru) });
}

const rules: RuleInfo[] = [
  rule('second-factor-guessed', {
    kind: 'correlation',
    severity: 'high',
    parts: ['second-factor-failed', 'second-factor-accepted'],
    query: '(event:user_2fa_fail OR event:user_2fa_success)',
    en: {
      title: 'Many failed second factors, then a right one',
      description:
        'Somebody knew the password and tried codes until one was right, or wore the owner out with requests.',
      falsePositives: ['A new telephone whose clock is wrong', 'A person who mistypes'],
      next: 'Ask the owner by telephone whether it was them. If not: end their sessions and change the password.',
    },
    ru: {
      title: 'Много неудачных вторых факторов, затем верный',
      description:
        'Кто-то знал пароль и подбирал код, пока не подошёл, или вымотал владельца запросами.',
      falsePositives: ['Новый телефон с неверными часами', 'Человек ошибается при вводе'],
      next: 'Спросите владельца по телефону, он ли это. Если нет — завершите его сеансы и смените пароль.',
    },
  }),
  rule('new-address', {
    kind: 'baseline',
    severity: 'low',
    query: 'event:user_login has:ip',
    en: {
      title: 'Sign-in from a new address',
      description: 'The person never signed in from this address before.',
      falsePositives: ['A journey, a new provider'],
      next: 'Compare with the days around it.',
    },
    ru: {
      title: 'Вход с нового адреса',
      description: 'С этого адреса человек раньше не входил.',
      falsePositives: ['Поездка, новый провайдер'],
      next: 'Сравните с соседними днями.',
    },
  }),
  part('second-factor-failed', 'A second factor was not accepted', 'Второй фактор не принят'),
  part('second-factor-accepted', 'A second factor was accepted', 'Второй фактор принят'),
  rule('aws-root-login', {
    origin: 'loaded',
    file: 'cloud/aws_root_login.yml',
    sources: [],
    logsource: 'product: aws, service: cloudtrail',
    query: null,
    matches: null,
    en: { title: 'AWS root login', description: null, falsePositives: [], next: null },
  }),
];

function finding(at: number, over: Partial<Finding>): Finding {
  const rows = [0, 1, 2, 3, 4, 5].map((step) => 40 + at * 90 + step);
  const times = rows.map((row) => Date.parse(events[row]?.time ?? '') * 1000);
  return {
    key: `finding ${at}`,
    rule: 'second-factor-guessed',
    title: 'Many failed second factors, then a right one',
    severity: 'high',
    from: Math.min(...times),
    to: Math.max(...times),
    events: rows.length,
    rows,
    group: { actor: events[rows[0] ?? 0]?.actor ?? '501' },
    reason: {
      kind: 'in-order',
      figures: {
        timespan: 900,
        rules: 'A second factor was not accepted → A second factor was accepted',
      },
    },
    query: 'event:user_login',
    ...over,
  };
}

const found: Finding[] = scene.empty
  ? []
  : [
      finding(1, {}),
      finding(2, {}),
      ...Array.from({ length: 7 }, (_, at) =>
        finding(at + 3, {
          rule: 'new-address',
          title: 'Sign-in from a new address',
          severity: 'low',
          events: 1,
          rows: [60 + at * 31],
          reason: {
            kind: 'first-seen',
            figures: {
              value: `198.51.100.${20 + at}`,
              before: 214,
              values: 3,
              since: '2026-10-24T06:00:00.000Z',
              others: 0,
            },
          },
        }),
      ),
    ];

let judged: Triaged[] = [];
let notices: Notice[] = [];

const recipients: Recipient[] = [
  {
    kind: 'user',
    id: '501',
    name: 'Анна Соловьёва',
    about: 'a.soloveva@example.com · Безопасность',
  },
  { kind: 'user', id: '502', name: 'Анна Волкова', about: 'a.volkova@example.com · Разработка' },
  { kind: 'chat', id: '9001', name: 'Аналитики ИБ', about: null },
];

function list(): ChannelOutput<'rules.list'> {
  const place = { file: 'cloud/near.yml', line: 14, column: 5 };
  const rule = 'Failed logons near a success';
  return { rules, problems: [{ ...place, rule, code: 'modifier', what: 'windash' }] };
}

export const findings = {
  'rules.run': (): ChannelOutput<'rules.run'> => ({
    findings: found,
    total: found.length,
    problems: [],
  }),
  'rules.list': list,
  'rules.load': list,
  'rules.forget': list,
  'rules.check': ({ text }: ChannelInput<'rules.check'>): ChannelOutput<'rules.check'> => {
    const event = /event: *(\S+)/.exec(text)?.[1];
    const wrong = text.split('\n').findIndex((line) => line.includes('|near'));
    if (wrong >= 0) {
      const place = { file: null, line: wrong + 1, column: 5, rule: null };
      return { rules: [], problems: [{ ...place, code: 'modifier', what: 'near' }] };
    }
    const query = `event:${event ?? '*'}`;
    const title = /title: *(.+)/.exec(text)?.[1] ?? '';
    const matches = select({ query, zone: 'UTC', period: null }).length;
    const texts = { title, description: null, falsePositives: [], next: null };
    return { rules: [rule('tried', { file: null, en: texts, query, matches })], problems: [] };
  },
  'findings.judged': () => judged,
  'findings.judge': ({ finding: of, state, reason }: ChannelInput<'findings.judge'>): undefined => {
    const said = { at: '2026-11-22T09:41:00.000Z', who: 'a.soloveva', state, reason };
    const before = judged.find((one) => one.finding.key === of.key)?.history ?? [];
    const others = judged.filter((one) => one.finding.key !== of.key);
    judged = [...others, { finding: of, history: [...before, said] }];
    return undefined;
  },
  'notices.list': () => notices,
  'notices.check': (): ChannelOutput<'notices.check'> => ({
    owner: { id: '501', name: 'Анна Соловьёва', email: 'a.soloveva@example.com' },
    missingScope: wish.has('mute') ? 'messages:create' : null,
  }),
  'notices.recipients': ({
    find,
  }: ChannelInput<'notices.recipients'>): ChannelOutput<'notices.recipients'> => ({
    recipients: recipients.filter(({ name }) => fold(name).includes(fold(find))),
    missingScopes: [],
  }),
  'notices.send': ({ finding: of, to, text }: ChannelInput<'notices.send'>): Notice => {
    if (wish.has('mute')) throw new Failed('service.scope', { scope: 'messages:create' });
    const isLost = wish.has('lost');
    const notice: Notice = {
      id: notices.length + 1,
      at: '2026-11-22T09:44:31.000Z',
      who: 'a.soloveva',
      finding: of,
      address: 'https://api.pachca.com/api/shared/v1',
      to,
      text,
      state: isLost ? 'unclear' : 'sent',
      failure: isLost
        ? { kind: 'network.unreachable', params: { code: 'ERR_CONNECTION_RESET' } }
        : null,
      messageId: isLost ? null : '194276',
    };
    notices = [notice, ...notices];
    return notice;
  },
};
