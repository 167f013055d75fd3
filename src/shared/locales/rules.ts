import { defineTexts } from './texts.ts';

/** Rules, what is wrong with them, and why a finding stands out. */
export const rules = defineTexts(
  {
    severity: {
      informational: 'Note',
      low: 'Low',
      medium: 'Medium',
      high: 'High',
      critical: 'Critical',
    },
    problem: {
      yaml: 'This is not YAML that can be read: {{what}}.',
      'too-large': 'Too large for a rule: {{what}}.',
      missing: '“{{what}}” is missing.',
      'wrong-type': '“{{what}}” is of another kind than it has to be.',
      'unknown-key': '“{{what}}” means nothing here.',
      'unknown-field': 'There is no field “{{what}}” in these sources.',
      'unknown-source':
        'The rule “{{what}}” that this one rests on is not there, or cannot be read.',
      modifier: 'The modifier “{{what}}” is not supported.',
      modifiers: 'These modifiers do not go together: {{what}}.',
      value: 'This value cannot be used: {{what}}.',
      regex: 'The regular expression cannot be used: {{what}}.',
      condition: 'The condition cannot be read at “{{what}}”.',
      selection: 'The condition names “{{what}}”, and there is no such selection.',
      correlation: 'Correlations of the type “{{what}}” are not supported.',
      duplicate: 'Another rule has the id or name “{{what}}” already.',
      'field-use': 'The field “{{what}}” cannot be used like this.',
      unsupported: 'Not supported: {{what}}.',
    },
    /** For `regex` when it is no matter of how it is written. */
    tooSlow: 'it takes too long',
    quoted: '“{{title}}”',
    reason: {
      count: '{{count}} events; the rule asks for {{condition}} within {{timespan}}',
      values:
        '{{count}} different values of “{{field}}”; the rule asks for {{condition}} within {{timespan}}',
      together: 'within {{timespan}}: {{rules}}',
      'in-order': 'within {{timespan}}, in this order: {{rules}}',
      'first-seen':
        '“{{value}}” is new here: in {{before}} events since {{since}} there were {{values}} other values; used by {{others}} others before',
      rare: '“{{value}}” in {{count}} of {{of}} events, among {{values}} different values',
      'unusual-hour':
        'around {{hour}} o’clock ({{zone}}) there are {{count}} of {{of}} events of {{days}} days',
      'far-apart':
        '{{from}} and {{to}}, {{seconds}} apart, are of different networks; where they are is not known',
      'other-host': 'the host was {{from}} and is {{to}}',
      ceased: '{{value}}: {{met}} of {{before}} events before, none of {{row}} in a row since',
      'not-collected': '{{source}}: {{state}}',
    },
  },
  {
    severity: {
      informational: 'Заметка',
      low: 'Низкая',
      medium: 'Средняя',
      high: 'Высокая',
      critical: 'Критическая',
    },
    problem: {
      yaml: 'Не удалось прочитать YAML: {{what}}.',
      'too-large': 'Слишком велико для правила: {{what}}.',
      missing: 'Не хватает «{{what}}».',
      'wrong-type': '«{{what}}» другого вида, чем нужно.',
      'unknown-key': '«{{what}}» здесь ничего не значит.',
      'unknown-field': 'Поля «{{what}}» в этих источниках нет.',
      'unknown-source':
        'Правила «{{what}}», на котором держится это, нет или его не удалось прочитать.',
      modifier: 'Модификатор «{{what}}» не поддерживается.',
      modifiers: 'Эти модификаторы не сочетаются: {{what}}.',
      value: 'Такое значение использовать нельзя: {{what}}.',
      regex: 'Регулярное выражение использовать нельзя: {{what}}.',
      condition: 'Условие не удалось прочитать на «{{what}}».',
      selection: 'Условие называет «{{what}}», а такой выборки нет.',
      correlation: 'Корреляции вида «{{what}}» не поддерживаются.',
      duplicate: 'Идентификатор или имя «{{what}}» уже есть у другого правила.',
      'field-use': 'Поле «{{what}}» так использовать нельзя.',
      unsupported: 'Не поддерживается: {{what}}.',
    },
    tooSlow: 'оно работает слишком долго',
    quoted: '«{{title}}»',
    reason: {
      count: 'событий: {{count}}; правилу нужно {{condition}} за {{timespan}}',
      values:
        'разных значений поля «{{field}}»: {{count}}; правилу нужно {{condition}} за {{timespan}}',
      together: 'за {{timespan}}: {{rules}}',
      'in-order': 'за {{timespan}}, в таком порядке: {{rules}}',
      'first-seen':
        '«{{value}}» здесь впервые: до этого событий {{before}} (с {{since}}), других значений {{values}}; раньше встречалось у других: {{others}}',
      rare: '«{{value}}» — событий {{count}} из {{of}}; всего разных значений {{values}}',
      'unusual-hour':
        'около {{hour}} ч ({{zone}}) — событий {{count}} из {{of}}, дней в расчёте: {{days}}',
      'far-apart':
        '{{from}} и {{to}} — разные сети, между событиями {{seconds}}; где эти сети находятся, неизвестно',
      'other-host': 'был узел {{from}}, стал {{to}}',
      ceased:
        '{{value}}: раньше — {{met}} из {{before}} событий, затем ни одного из {{row}} подряд',
      'not-collected': '{{source}}: {{state}}',
    },
  },
);
