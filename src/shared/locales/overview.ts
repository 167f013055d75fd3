import { defineTexts } from './texts.ts';

/** The overview: what a session holds, in ten seconds. */
export const overview = defineTexts(
  {
    empty: 'Nothing to show yet',
    emptyText: 'Collect or import events first.',
    facts: {
      label: 'In short',
      events: 'Events',
      period: 'Period',
      details: 'Details fetched',
      people: 'Actors',
    },
    of: '{{number}} of {{total}}',
    panels: {
      events: 'What happened',
      actors: 'Who is most active',
      rules: 'Data leak rules (DLP)',
      addresses: 'New addresses',
      agents: 'New programs and devices',
      hours: 'When: weekday and hour',
    },
    rulesNote: 'A rule that only blocks leaves no event in Pachca.',
    noRules: 'No event names a rule.',
    more: '{{number}} more',
    show: 'Show in the table: {{what}}',
    newSince:
      'Not used before {{since}} by actors who were active before then. A number of events before stands for what “new” rests on.',
    noneNew: 'None since {{since}}.',
    columns: {
      value: 'Value',
      actor: 'Actor',
      first: 'First event',
      count: 'Events',
      before: 'Before',
    },
    hoursNote_one:
      'Time zone: {{zone}}. Busiest hour: {{peak}}. Nights (22–6) and weekends: {{number}} event, {{share}}.',
    hoursNote_few:
      'Time zone: {{zone}}. Busiest hour: {{peak}}. Nights (22–6) and weekends: {{number}} events, {{share}}.',
    hoursNote_many:
      'Time zone: {{zone}}. Busiest hour: {{peak}}. Nights (22–6) and weekends: {{number}} events, {{share}}.',
    hoursNote_other:
      'Time zone: {{zone}}. Busiest hour: {{peak}}. Nights (22–6) and weekends: {{number}} events, {{share}}.',
    peak_one: '{{day}} {{hour}}:00, {{number}} event',
    peak_few: '{{day}} {{hour}}:00, {{number}} events',
    peak_many: '{{day}} {{hour}}:00, {{number}} events',
    peak_other: '{{day}} {{hour}}:00, {{number}} events',
    hour: '{{day}}, {{hour}}:00: {{number}}',
    day: 'Day',
    days: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
  },
  {
    empty: 'Пока показывать нечего',
    emptyText: 'Сначала соберите или загрузите события.',
    facts: {
      label: 'Коротко',
      events: 'Событий',
      period: 'Период',
      details: 'Детали получены',
      people: 'Участников',
    },
    of: '{{number}} из {{total}}',
    panels: {
      events: 'Что происходило',
      actors: 'Кто активнее всех',
      rules: 'Правила защиты данных (DLP)',
      addresses: 'Новые адреса',
      agents: 'Новые программы и устройства',
      hours: 'Когда: день недели и час',
    },
    rulesNote: 'Если правило только блокирует, события в Пачке не появляется.',
    noRules: 'Ни одно событие не называет правила.',
    more: 'ещё {{number}}',
    show: 'Показать в таблице: {{what}}',
    newSince:
      'До {{since}} не встречались у тех, кто был активен и раньше. Число событий «до» показывает, на чём основано слово «новый».',
    noneNew: 'С {{since}} нет.',
    columns: {
      value: 'Значение',
      actor: 'Кто',
      first: 'Первое событие',
      count: 'Событий',
      before: 'До этого',
    },
    hoursNote_one:
      'Часовой пояс: {{zone}}. Самый насыщенный час: {{peak}}. Ночью (22–6) и в выходные: {{number}} событие, {{share}}.',
    hoursNote_few:
      'Часовой пояс: {{zone}}. Самый насыщенный час: {{peak}}. Ночью (22–6) и в выходные: {{number}} события, {{share}}.',
    hoursNote_many:
      'Часовой пояс: {{zone}}. Самый насыщенный час: {{peak}}. Ночью (22–6) и в выходные: {{number}} событий, {{share}}.',
    hoursNote_other:
      'Часовой пояс: {{zone}}. Самый насыщенный час: {{peak}}. Ночью (22–6) и в выходные: {{number}} события, {{share}}.',
    peak_one: '{{day}} {{hour}}:00 — {{number}}\u00a0событие',
    peak_few: '{{day}} {{hour}}:00 — {{number}}\u00a0события',
    peak_many: '{{day}} {{hour}}:00 — {{number}}\u00a0событий',
    peak_other: '{{day}} {{hour}}:00 — {{number}}\u00a0события',
    hour: '{{day}}, {{hour}}:00: {{number}}',
    day: 'День',
    days: { mon: 'Пн', tue: 'Вт', wed: 'Ср', thu: 'Чт', fri: 'Пт', sat: 'Сб', sun: 'Вс' },
  },
);
