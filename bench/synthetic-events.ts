/**
 * A mixed session as an analyst may have it: half Pachca with small details, half Jay Guard with
 * Russian texts. Seeded: the same number gives the same events.
 */
import type { MappedEvent } from '../src/shared/event.ts';
import { formatInstant } from '../src/shared/instant.ts';
import { blankEvent } from '../tests/support/blank-event.ts';

const words = (
  'и в не на что по это как договор счёт посылка клиент оплата срок письмо отчёт прошу направить ' +
  'согласовать документ проект встреча завтра сегодня коллеги добрый день подскажите пожалуйста ' +
  'номер телефон паспорт адрес Москва Екатеринбург заявка поставка накладная бюджет квартал план ' +
  'работы сотрудник отдел кадры бухгалтерия реквизиты банк карта перевод сумма рублей процент ' +
  'ещё всё её нашего компании система доступ пароль учётная запись сервер API token report summary'
).split(' ');
const pachcaEvents =
  'user_login user_login user_login user_logout user_2fa_fail user_2fa_success message_created message_created message_created message_updated message_deleted chat_created chat_renamed chat_permission_changed tag_created user_added_to_chat user_removed_from_chat audit_events_accessed access_token_created dlp_violation_detected'.split(
    ' ',
  );
const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15',
  'Pachca/2.14.1 (iPhone; iOS 17.5; Scale/3.00)',
  'Pachca/2.14.0 (Android 14; Pixel 8)',
  'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
];
const methods = ['PERSON', 'PHONE_NUMBER', 'EMAIL_ADDRESS', 'PASSPORT', 'BANK_CARD', 'INN'];
const rules = [
  'Персональные данные',
  'Банковские карты',
  'Секреты',
  'Коммерческая тайна',
  'Пароли',
];
const actions = ['allow', 'allow', 'allow', 'redact', 'redact', 'deny', 'block'];
const filters = ['ПДн', 'Финансы', 'Разработка', 'По умолчанию'];
const applications = ['chat-assistant', 'code-review', 'Поддержка', 'HR-бот', 'analytics'];

/** One event in about a hundred thousand has this word in its text. */
export const rareWord = 'перламутровый';

export class SyntheticEvents {
  private state: number;
  private made = 0;

  constructor(seed: number) {
    this.state = seed;
  }

  /** The next events, newest first as both services give them; ninety days in a million. */
  page(count: number): MappedEvent[] {
    return Array.from({ length: count }, () => this.event());
  }

  /** Details of an event, as they come later. */
  details(event: MappedEvent): { content: string; findings: { method: string; value: string }[] } {
    const findings = Array.from({ length: this.below(4) }, () => ({
      method: this.of(methods),
      value: `${this.of(words)} ${this.below(1e6)}`,
    }));
    return { content: (event.text ?? '').slice(0, 120), findings };
  }

  private event(): MappedEvent {
    this.made += 1;
    const time = 1_780_000_000_000_000 - this.made * 7_776_000 + this.below(5_000_000);
    return this.made % 2 === 0 ? this.pachca(time) : this.jayGuard(time);
  }

  private pachca(time: number): MappedEvent {
    const event = this.of(pachcaEvents);
    const login = event.startsWith('user_');
    return {
      ...blankEvent,
      id: this.uuid(),
      source: 'pachca',
      time: time - (time % 1000),
      event,
      actor: String(1000 + this.below(3000)),
      actorType: 'User',
      target: login ? String(1000 + this.below(3000)) : String(20_000_000 + this.below(200_000)),
      targetType: login ? 'User' : 'Message',
      ip: `10.${this.below(4)}.${this.below(50)}.${this.below(256)}`,
      userAgent: `${this.of(agents)}${this.below(10) === 0 ? ` build/${this.below(200)}` : ''}`,
      details: login
        ? {}
        : {
            chat_id: 400_000 + this.below(5000),
            message_id: 9_000_000 + this.made,
            kind: this.of(['chat', 'thread', 'Channel']),
          },
    };
  }

  private jayGuard(time: number): MappedEvent {
    const text = this.text();
    return {
      ...blankEvent,
      id: String(50_000_000 + this.made),
      source: 'jayguard',
      time: time - (time % 1_000_000),
      event: this.of(actions),
      actor: `u-${this.below(2000)}`,
      actorType: 'User',
      actorName: this.below(3) === 0 ? `User${this.below(2000)}@Example.com` : null,
      target: `req-${(this.made >> 2).toString(36)}`,
      targetType: 'Request',
      application: this.of(applications),
      filter: this.of(filters),
      rules: this.below(3) === 0 ? [this.of(rules)] : [],
      text,
      details: {
        threshold: this.below(100) / 100,
        actionEntityKey: this.of(methods),
        filter: { id: 1 + this.below(4) },
      },
    };
  }

  private text(): string {
    const length = 200 + this.below(200);
    let text = `LAST_USER_REQUEST: ${this.below(100_000) === 0 ? rareWord : ''}`;
    while (text.length < length) text += ` ${this.of(words)}${this.below(12) === 0 ? '.' : ''}`;
    return text;
  }

  private uuid(): string {
    const hex = () => this.below(0x10000).toString(16).padStart(4, '0');
    return `${hex()}${hex()}-${hex()}-${hex()}-${hex()}-${hex()}${hex()}${hex()}`;
  }

  private of(list: readonly string[]): string {
    return list[this.below(list.length)] ?? '';
  }

  /** A whole number below `limit` (mulberry32). */
  private below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296) * limit);
  }
}

/** A vendor-like object: other names for the same values, as in the services' answers. */
export function vendorJson(event: MappedEvent): string {
  return JSON.stringify({
    id: event.id,
    created_at: formatInstant(event.time),
    event_key: event.event,
    actor_id: event.actor,
    actor_type: event.actorType,
    entity_id: event.target,
    entity_type: event.targetType,
    details: event.details,
    ip_address: event.ip,
    user_agent: event.userAgent,
    appliedRules: event.rules,
    filter: { name: event.filter },
    application: event.application,
    message: event.text,
  });
}
