import { defineTexts } from './texts.ts';

/** Words used all over the window: the frame, buttons, kinds, states. */
export const common = defineTexts(
  {
    close: 'Close',
    cancel: 'Cancel',
    save: 'Save',
    remove: 'Remove',
    edit: 'Edit',
    retry: 'Try again',
    reload: 'Load the window again',
    checkAgain: 'Check again',
    copy: 'Copy',
    copied: 'Copied',
    loading: 'Loading…',
    more: 'More',
    actions: 'Actions',
    notices: 'Notices',
    optional: 'optional',

    overview: 'Overview',
    tags: 'Tags',
    collect: 'Collect',
    collections: 'Collections',
    export: 'Export',
    import: 'Import from a file…',
    fetchDetails: 'Fetch details…',
    sources: 'Sources',
    settings: 'Settings',
    showInFolder: 'Show in folder',
    closeSession: 'Close session',
    backToReview: 'Back to review',
    backToSessions: 'Back to sessions',

    sourceCount_one: '{{count}} source',
    sourceCount_few: '{{count}} sources',
    sourceCount_many: '{{count}} sources',
    sourceCount_other: '{{count}} sources',
    eventWord_one: 'event',
    eventWord_few: 'events',
    eventWord_many: 'events',
    eventWord_other: 'events',

    pachca: 'Pachca',
    jayguard: 'Jay Guard',

    offline: 'no network needed · everything is local',
    key: {
      keychain: 'key in the keychain',
      passphrase: 'key from a passphrase',
      run: 'key for this run only',
    },
    toSearch: 'search',
    toKeys: 'keys',
    collecting: 'collecting · {{rate}} events/s',
    collectingPaused: 'collection paused',
    collectingOffline: 'waiting for the network',

    standIn:
      'Development runtime (unofficial Electron {{version}}): for trying things out, not for real evidence.',
    keychainAbsent:
      'This computer has no keychain: sessions are protected by a passphrase, tokens are kept for this run only.',
    keychainLocked:
      'The keychain is locked: stored tokens and session keys cannot be read until it is unlocked in the system.',

    unsavedTitle: 'Discard what you entered?',
    unsaved: 'It has not been saved.',
    discard: 'Discard',
    goOnEditing: 'Go on editing',
  },
  {
    close: 'Закрыть',
    cancel: 'Отмена',
    save: 'Сохранить',
    remove: 'Удалить',
    edit: 'Изменить',
    retry: 'Повторить',
    reload: 'Загрузить окно заново',
    checkAgain: 'Проверить снова',
    copy: 'Скопировать',
    copied: 'Скопировано',
    loading: 'Загрузка…',
    more: 'Ещё',
    actions: 'Действия',
    notices: 'Уведомления',
    optional: 'необязательно',

    overview: 'Обзор',
    tags: 'Метки',
    collect: 'Собрать',
    collections: 'Сборы',
    export: 'Экспорт',
    import: 'Импорт из файла…',
    fetchDetails: 'Получить подробности…',
    sources: 'Источники',
    settings: 'Настройки',
    showInFolder: 'Показать в папке',
    closeSession: 'Закрыть сессию',
    backToReview: 'К просмотру',
    backToSessions: 'К сессиям',

    sourceCount_one: '{{count}} источник',
    sourceCount_few: '{{count}} источника',
    sourceCount_many: '{{count}} источников',
    sourceCount_other: '{{count}} источника',
    eventWord_one: 'событие',
    eventWord_few: 'события',
    eventWord_many: 'событий',
    eventWord_other: 'события',

    pachca: 'Пачка',
    jayguard: 'Jay Guard',

    offline: 'сеть не нужна · всё доступно локально',
    key: {
      keychain: 'ключ в связке ключей',
      passphrase: 'ключ из парольной фразы',
      run: 'ключ до выхода из программы',
    },
    toSearch: 'поиск',
    toKeys: 'клавиши',
    collecting: 'идёт сбор · {{rate}} событий/с',
    collectingPaused: 'сбор приостановлен',
    collectingOffline: 'ожидание сети',

    standIn:
      'Среда для разработки (неофициальный Electron {{version}}): годится для проб, но не для настоящих доказательств.',
    keychainAbsent:
      'На этом компьютере нет связки ключей: сессии защищает парольная фраза, токены хранятся только до выхода из программы.',
    keychainLocked:
      'Связка ключей заперта: сохранённые токены и ключи сессий недоступны, пока её не откроют в системе.',

    unsavedTitle: 'Отбросить введённое?',
    unsaved: 'Оно не сохранено.',
    discard: 'Отбросить',
    goOnEditing: 'Продолжить ввод',
  },
);
