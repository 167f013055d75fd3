import { createDice } from './dice.ts';
import { latin } from './latin.ts';

/** A made-up company: «Северный Вектор», parcels and logistics. Names and addresses are invented. */
export const company = { id: 4417, name: 'Северный Вектор', domain: 'severny-vektor.example' };

export interface Person {
  id: number;
  firstName: string;
  lastName: string;
  nickname: string;
  email: string;
  department: string;
  title: string;
  role: 'admin' | 'user' | 'guest';
  /** At the desk, and away from it. */
  officeIp: string;
  homeIp: string;
  agents: [string, string];
}

export interface Chat {
  id: number;
  name: string;
}

const women =
  'Анна Мария Елена Ольга Наталья Ирина Светлана Алёна Дарья Ксения Полина Вера Юлия Татьяна София'.split(
    ' ',
  );
const men =
  'Пётр Алексей Дмитрий Иван Сергей Андрей Фёдор Артём Михаил Павел Семён Николай Роман Егор Кирилл'.split(
    ' ',
  );
/** Masculine forms; the feminine adds «а». Both spellings of ё occur, as they do in life. */
const surnames =
  'Королёв Соловьёв Королев Иванов Кузнецов Смирнов Попов Васильев Морозов Волков Лебедев Козлов Новиков Семёнов Ковалёв Фёдоров Егоров Орлов Киселёв Макаров Никитин Захаров Борисов Зайцев Тихонов Воробьёв Щербаков Журавлёв'.split(
    ' ',
  );

const departments: readonly (readonly [string, readonly string[]])[] = [
  ['Логистика', ['Диспетчер', 'Логист', 'Руководитель смены']],
  ['Доставка', ['Курьер', 'Координатор посылок', 'Старший курьер']],
  ['Продажи', ['Менеджер по продажам', 'Аккаунт-менеджер']],
  ['Поддержка', ['Оператор', 'Старший оператор']],
  ['Разработка', ['Разработчик', 'Тестировщик', 'Системный администратор']],
  ['Бухгалтерия', ['Бухгалтер', 'Экономист по отчётности']],
  ['Кадры', ['Специалист по кадрам', 'Рекрутер']],
  ['Безопасность', ['Специалист ИБ', 'Аналитик SOC']],
  ['Юристы', ['Юрист']],
];

const agents = [
  'Pachca/3.60.0 (co.staply.pachca; build:15; iOS 18.5.0) Alamofire/5.0.0',
  'Pachca/3.58.2 (co.staply.pachca; build:9; Android 15; Pixel 8)',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Pachca/4.12.1 Chrome/138.0.0.0 Electron/37.2.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 YaBrowser/25.8.0.0 Safari/537.36',
] as const;

/** What somebody uses who is not who he says. */
export const strangerAgent = 'python-requests/2.32.3';
export const botAgent = 'severny-vektor-integrations/2.4 (+node-fetch)';

/** The token's owner in the sample. */
export const owner: Person = makePerson(0, 'Анна', 'Соловьёва', 'Безопасность', 'Руководитель ИБ');

/** Those whose days are made up as they come, the owner first; always the same 84 people. */
export const people: readonly Person[] = [
  owner,
  makePerson(1, 'Пётр', 'Королёв', 'Разработка', 'Системный администратор'),
  makePerson(2, 'Петр', 'Королев', 'Логистика', 'Логист'),
  ...Array.from({ length: 81 }, (_, index) => inventPerson(index + 3)),
];
/** Those who do nothing but what was planted (incidents.ts), so that it stands alone. */
export const colleagues: readonly Person[] = Array.from({ length: 36 }, (_, index) =>
  inventPerson(people.length + index),
);
export const admins = people.filter(({ role }) => role === 'admin');

const chatNames =
  'Общий|Логистика: смены|Посылки и доставка|Продажи — Север|Отчёты для руководства|Отчеты бухгалтерии|Поддержка, ночная линия|Разработка|Инциденты ИБ|Кадры|Переезд офиса|Юристы и договоры|Курьеры|День рождения Фёдора|ПОСЫЛКА ГОДА 🎁|Закупки'.split(
    '|',
  );
export const chats: readonly Chat[] = chatNames.map((name, index) => ({
  id: 310_000 + index * 37,
  name,
}));

export const tags = [
  'руководители',
  'ночная-смена',
  'курьеры-север',
  'отчётность',
  'стажёры',
] as const;

export const bots = [
  { id: 990_101, name: 'Трекер посылок' },
  { id: 990_102, name: 'Отчёты по ночам' },
  { id: 990_103, name: 'Кадровый помощник' },
  { id: 990_104, name: 'Резервное копирование' },
] as const;

/** A rule whose action is plain BLOCK leaves no audit event; these notify or mask. */
export const dlpRules = [
  { id: 71, name: 'Паспортные данные', message: 'Сообщение скрыто до проверки' },
  { id: 72, name: 'Номера банковских карт', message: 'Отправитель предупреждён' },
  { id: 73, name: 'Адрес получателя посылки', message: null },
  { id: 74, name: 'Отчёт с персональными данными', message: 'Отправлено на согласование' },
  { id: 75, name: 'Пароли и ключи доступа', message: 'Сообщение скрыто до проверки' },
] as const;

function inventPerson(index: number): Person {
  const dice = createDice(0xc0ffee, index);
  const woman = dice.chance(0.5);
  const surname = surnames[index % surnames.length] ?? 'Иванов';
  const [department, titles] = dice.pick(departments);
  return makePerson(
    index,
    dice.pick(woman ? women : men),
    woman ? `${surname}а` : surname,
    department,
    dice.pick(titles),
  );
}

function makePerson(
  index: number,
  firstName: string,
  lastName: string,
  department: string,
  title: string,
): Person {
  const dice = createDice(0xbeef, index);
  const isAdmin = department === 'Безопасность' || title === 'Системный администратор';
  const nickname = `${latin(firstName[0] ?? '')}.${latin(lastName)}${index > 2 ? index : ''}`;
  return {
    id: 98_700 + index * 13,
    firstName,
    lastName,
    nickname,
    email: `${nickname}@${company.domain}`,
    department,
    title,
    role: isAdmin ? 'admin' : dice.chance(0.06) ? 'guest' : 'user',
    officeIp: `10.0.${dice.int(4)}.${10 + index}`,
    homeIp: dice.chance(0.1)
      ? `2001:db8:7::${(index + 16).toString(16)}`
      : `203.0.113.${10 + index}`,
    agents: [dice.pick(agents), dice.pick(agents)],
  };
}
