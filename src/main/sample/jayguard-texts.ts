import { people } from './company.ts';
import type { Dice } from './dice.ts';

export interface Finding {
  searchMethodId: string;
  value: string;
}

/** Every number is out of ranges that nobody has: code 000, series 00 00, bank 0000. */
const inventions: Readonly<Record<string, { method: string; make: (dice: Dice) => string }>> = {
  person: {
    method: 'person-rus-ner',
    make(dice) {
      const { firstName, lastName } = dice.pick(people);
      return `${firstName} ${lastName}`;
    },
  },
  phone: {
    method: 'phone-regex',
    make: (dice) => `+7 (000) ${digits(dice, 3)}-${digits(dice, 2)}-${digits(dice, 2)}`,
  },
  email: { method: 'email-regex', make: (dice) => `client${dice.int(9000)}@pochta.example` },
  passport: { method: 'passport-rus-regex', make: (dice) => `00 00 ${digits(dice, 6)}` },
  card: {
    method: 'card-regex',
    make: (dice) => `0000 0000 ${digits(dice, 4)} ${digits(dice, 4)}`,
  },
  snils: { method: 'snils-regex', make: (dice) => `000-${digits(dice, 3)}-${digits(dice, 3)} 00` },
  location: {
    method: 'location-rus-ner',
    make: (dice) =>
      `г. Примерск, ул. Вымышленная, д. ${1 + dice.int(98)}, кв. ${1 + dice.int(240)}`,
  },
};

const requests = [
  'Составь вежливое письмо: посылка задерживается на два дня. Получатель {person}, телефон {phone}, адрес: {location}.',
  'Проверь договор. Заказчик {person}, паспорт {passport}, зарегистрирован по адресу {location}. Есть ли риски?',
  'Сделай краткий отчёт по обращениям за неделю, подпиши от имени {person} ({email}).',
  'Сделай краткий отчет о возвратах: клиент {person}, карта {card}, сумма 12 400 рублей.',
  'Посылка №{number} потерялась. Напиши ответ клиенту: {person}, {email}, {phone}.',
  'ПОСЫЛКА НЕ ПРИШЛА!!! Клиент {person} грозит жалобой, телефон {phone}. Что ответить?',
  'Переведи на английский: «Груз отправлен со склада в понедельник, документы приложены».',
  'Объясни, как в таблице посчитать медиану по месяцам.',
  'Заполни заявление на отпуск: {person}, СНИЛС {snils}, с 1 по 14 число.',
  'Подготовь доверенность: {person}, паспорт {passport}; поверенный {person}, паспорт {passport}.',
  'Напиши SQL-запрос: число посылок по складам за последние 30 дней.',
  'Придумай пять названий для внутренней рассылки отдела доставки.',
  'Вот переписка с клиентом ({email}): «Списали дважды с карты {card}». Предложи решение.',
  'Составь список вопросов для собеседования с кандидатом {person}, телефон {phone}.',
] as const;

const answers = [
  'Здравствуйте, {person}! Приносим извинения: посылка прибудет на два дня позже. Если удобно, перезвоним по номеру {phone}.',
  'Договор в целом обычный. Обратите внимание на пункт 4.2: срок оплаты не определён.',
  'Отчёт: 214 обращений, из них 37 о задержках. Ответственный — {person}.',
  'Уважаемый клиент, возврат на карту {card} будет сделан в течение трёх дней.',
  "SELECT warehouse, count(*) FROM parcels WHERE sent_at > now() - interval '30 days' GROUP BY 1;",
  'The cargo left the warehouse on Monday; the documents are attached.',
  'Предлагаю: «Вести с маршрута», «Посылка недели», «Северный вестник», «Ёлка и тёплые новости», «По пути».',
  'Доверенность готова. Проверьте данные: {person}, паспорт {passport}.',
] as const;

export interface Prompt {
  text: string;
  findings: Finding[];
}

/** What an employee asks; about a third of it holds no personal data. */
export function writeRequest(dice: Dice): Prompt {
  return fill(dice.pick(requests), dice);
}

export function writeAnswer(dice: Dice): Prompt {
  return fill(dice.pick(answers), dice);
}

function fill(template: string, dice: Dice): Prompt {
  const findings: Finding[] = [];
  const text = template.replaceAll(/\{(\w+)\}/g, (_, slot: string) => {
    const invention = inventions[slot];
    if (!invention) return digits(dice, 7);
    const value = invention.make(dice);
    findings.push({ searchMethodId: invention.method, value });
    return value;
  });
  return { text, findings };
}

function digits(dice: Dice, length: number): string {
  return String(dice.int(10 ** length)).padStart(length, '0');
}
