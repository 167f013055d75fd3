import type { Row } from '../../../src/shared/session.ts';

/** Deterministic, so that two screenshots differ only where the window does. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const people = [
  ['501', 'Анна Соловьёва', 'a.soloveva@example.com', '10.4.17.32'],
  ['502', 'Пётр Королёв', 'p.korolev@example.com', '10.4.2.9'],
  ['503', 'Мария Ёлкина', 'm.elkina@example.com', '185.22.14.7'],
  ['504', 'Игорь Жданов', 'i.zhdanov@example.com', '10.4.8.113'],
  ['505', 'Олег Фёдоров', 'o.fedorov@example.com', '10.4.8.20'],
  ['506', 'svc-export', 'svc-export@example.com', '10.4.0.3'],
] as const;

const agents = [
  'Chrome 131 · Windows',
  'Safari 18 · macOS',
  'Pachca · Android',
  'Firefox 133 · Linux',
];

const keys = [
  ['message_created', 40],
  ['user_login', 18],
  ['message_deleted', 4],
  ['user_2fa_fail', 5],
  ['user_2fa_success', 6],
  ['user_logout', 8],
  ['search_messages_api', 4],
  ['chat_permission_changed', 2],
  ['user_role_changed', 1],
  ['access_token_created', 1],
  ['dlp_violation_detected', 2],
  ['kms_decrypt', 2],
  ['audit_events_accessed', 3],
  ['oauth_authorization_granted', 1],
] as const;

const prompts = [
  [
    'Напиши письмо Ивановой Марии о том, что её посылка пришла и ждёт в отделении',
    'Ивановой Марии',
  ],
  ['Переведи договор № 4417-22 на английский и выдели сроки оплаты', '4417-22'],
  ['Составь план совещания на пятницу, участники: Пётр Королёв и Олег Фёдоров', 'Пётр Королёв'],
  [
    'Проверь, нет ли ошибок в адресе: г. Казань, ул. Баумана, д. 9, кв. 14',
    'г. Казань, ул. Баумана, д. 9, кв. 14',
  ],
] as const;

/** The last instant of the data: 2026-11-21 23:59:59 in Moscow. */
export const dataEnd = Date.parse('2026-11-21T20:59:59Z');
export const dataStart = dataEnd - 4 * 86_400_000;

/** `count` events over four days, newest first, busier by day than by night. */
export function makeEvents(count: number): Row[] {
  const random = randomOf(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const times: number[] = [];
  while (times.length < count) {
    const time = dataStart + Math.floor(random() * (dataEnd - dataStart));
    const hour = new Date(time + 3 * 3_600_000).getUTCHours();
    const busy = 0.12 + 0.88 * Math.max(0, Math.sin(((hour - 6) / 16) * Math.PI));
    if (random() < busy) times.push(time);
  }
  times.sort((a, b) => b - a);
  return times.map((time, index) => {
    const person = pick(people);
    return random() < 0.18
      ? guarded(index, time, person, pick(prompts), random())
      : audited(index, time, person, random);
  });
}

type Person = (typeof people)[number];

function audited(index: number, time: number, person: Person, random: () => number): Row {
  let left = random() * keys.reduce((sum, [, weight]) => sum + weight, 0);
  const event = keys.find(([, weight]) => (left -= weight) < 0)?.[0] ?? 'message_created';
  const dlp = event === 'dlp_violation_detected';
  const details: Row['details'] = dlp
    ? { dlp_rule_id: 12, dlp_rule_name: 'Паспортные данные', conditions_matched: true }
    : event === 'user_role_changed'
      ? { previous_company_role: 'user', new_company_role: 'admin', initiator_id: 501 }
      : event === 'access_token_created'
        ? { scopes: ['messages:read', 'audit_events:read'] }
        : {};
  return {
    row: index + 1,
    id: `01JD${String(9_000_000 - index).padStart(10, '0')}`,
    source: 'pachca',
    time: new Date(time).toISOString(),
    event,
    actor: person[0],
    actorType: 'User',
    actorName: person[1],
    target: String(88_000 + (index % 900)),
    targetType: event.startsWith('message') ? 'Message' : 'User',
    ip: person[3],
    userAgent: agents[index % agents.length] ?? null,
    application: null,
    filter: null,
    rules: dlp ? ['Паспортные данные'] : [],
    text: null,
    findings: null,
    content: null,
    details,
    tags: event === 'user_2fa_fail' && index % 3 === 0 ? ['подбор'] : [],
    note: null,
    flags: flagsOf(event, index),
  };
}

function flagsOf(event: string, index: number): Row['flags'] {
  if (event === 'audit_events_accessed') return ['own'];
  if (index === 4) return ['late', 'changed'];
  if (index === 9) return ['gone'];
  return index % 97 === 0 ? ['late'] : index % 131 === 0 ? ['gone'] : [];
}

function guarded(
  index: number,
  time: number,
  person: Person,
  [prompt, secret]: (typeof prompts)[number],
  chance: number,
): Row {
  const action = chance < 0.5 ? 'allow' : chance < 0.85 ? 'redact' : 'deny';
  const text = `LAST_USER_REQUEST: ${prompt}\nLAST_APP_RESPONSE: Уважаемая ${secret}! Сообщаем, что Ваша посылка прибыла.\nOUTPUT: ${prompt}`;
  return {
    row: index + 1,
    id: String(2_775_016 - index),
    source: 'jayguard',
    time: new Date(time).toISOString(),
    event: action,
    actor: person[0],
    actorType: 'User',
    actorName: person[2],
    target: `b70c6019-4fa4-454b-9d2e-${String(index).padStart(12, '0')}`,
    targetType: 'Request',
    ip: null,
    userAgent: null,
    application: 'gigaChat',
    filter: 'Filter Personal Info',
    rules: action === 'allow' ? [] : ['person'],
    text,
    findings:
      chance > 0.95
        ? null
        : action === 'allow'
          ? []
          : [{ method: 'person-rus-ner', value: secret }],
    content: action === 'allow' ? null : text,
    details: { actionEntityKey: 'person-rus-ner', threshold: 0.8, 'filter.id': 64 },
    tags: [],
    note: null,
    flags: index % 211 === 0 ? ['changed'] : [],
  };
}
