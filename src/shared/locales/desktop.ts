import { defineTexts } from './texts.ts';

/** What the operating system shows for the program: its menu bar, file dialogs and questions. */
export const desktop = defineTexts(
  {
    menu: {
      file: 'File',
      welcome: 'Start page',
      collect: 'Collect…',
      export: 'Export…',
      settings: 'Settings…',
      lock: 'Lock now',
      quit: 'Quit',
      edit: 'Edit',
      undo: 'Undo',
      redo: 'Redo',
      cut: 'Cut',
      copy: 'Copy',
      paste: 'Paste',
      selectAll: 'Select all',
      find: 'Find',
      view: 'View',
      actualSize: 'Actual size',
      zoomIn: 'Zoom in',
      zoomOut: 'Zoom out',
      fullScreen: 'Full screen',
      developerTools: 'Developer tools',
      help: 'Help',
      shortcuts: 'Keyboard shortcuts',
      about: 'About Vestigo',
    },
    about: {
      version: 'Version {{version}}, Electron {{electron}}, Chromium {{chromium}}',
      standIn:
        'This Electron is an unofficial stand-in for development and tests. Do not work with real data in it.',
    },
    dialog: {
      createSession: 'Where to keep the new session',
      openSession: 'Open a session',
      export: 'Where to write the export',
      exportQuarantine: 'Where to write what could not be read',
      import: 'What to import',
      sessionFiles: 'Vestigo sessions',
      exportFolder: 'Where to make the folder of the export',
      exportFiles: {
        csv: 'CSV tables',
        ndjson: 'NDJSON, one event a line',
        xlsx: 'Excel workbooks',
        parquet: 'Parquet',
        cef: 'CEF, one event a line',
        html: 'Reports (HTML)',
        pdf: 'Reports (PDF)',
      },
      importFiles: 'JSON and NDJSON',
      allFiles: 'All files',
      untitled: 'Session',
      events: 'events',
      csvFiles: 'CSV tables',
      exportReveals: 'Where to write the record of reveals',
      reveals: 'reveals',
      unread: 'not read',
    },
    replacing: {
      message: '{{file}} is already there.',
      detail: 'Replaced, what is in it now is lost.',
      keep: 'Keep it',
      replace: 'Replace it',
    },
    closing: {
      transfer: {
        message: 'An import or an export is running.',
        detail:
          'What an import has brought into the session so far is kept. An unfinished export leaves no file.',
        stay: 'Let it run',
        quit: 'Stop and quit',
        leave: 'Stop and leave the session',
      },
      leave: {
        message: 'Events are being collected into this session.',
        detail:
          'In the background the session stays open until its collections are done. Stopped, they go on by themselves when the session is opened again: nothing is lost and nothing is asked for twice. An import or export under way is stopped either way.',
        stay: 'Stay here',
        background: 'Keep collecting in the background',
        close: 'Stop and go on next time',
      },
      quit: {
        message: 'Events are being collected.',
        detail:
          'Closed, the collections go on by themselves when their session is opened again: nothing is lost and nothing is asked for twice. An import or export under way is stopped.',
        stay: 'Keep collecting',
        close: 'Close and go on next time',
      },
    },
    trouble: {
      message: 'Something unexpected happened inside the program.',
      detail:
        'Everything collected so far is kept. If something does not answer any more, start the program again.',
    },
    noStart: {
      message: 'The program cannot start.',
      detail:
        'Its folder may not be readable or writable. Sessions are not affected. The reason stands in the log: {{log}}',
    },
    gone: {
      message: 'The window stopped working.',
      detail: 'Nothing collected is lost. Open it again to go on.',
      again: 'Open again',
      quit: 'Quit',
    },
    sample: {
      session: 'Sample session',
      pachca: 'Pachca (sample)',
      jayguard: 'Jay Guard (sample)',
    },
  },
  {
    menu: {
      file: 'Файл',
      welcome: 'Начальная страница',
      collect: 'Собрать…',
      export: 'Экспорт…',
      settings: 'Настройки…',
      lock: 'Заблокировать',
      quit: 'Выход',
      edit: 'Правка',
      undo: 'Отменить',
      redo: 'Повторить',
      cut: 'Вырезать',
      copy: 'Копировать',
      paste: 'Вставить',
      selectAll: 'Выделить всё',
      find: 'Найти',
      view: 'Вид',
      actualSize: 'Обычный размер',
      zoomIn: 'Крупнее',
      zoomOut: 'Мельче',
      fullScreen: 'Во весь экран',
      developerTools: 'Инструменты разработчика',
      help: 'Справка',
      shortcuts: 'Клавиши',
      about: 'О программе Vestigo',
    },
    about: {
      version: 'Версия {{version}}, Electron {{electron}}, Chromium {{chromium}}',
      standIn:
        'Этот Electron — неофициальная замена для разработки и проверок. Не работайте в нём с настоящими данными.',
    },
    dialog: {
      createSession: 'Где хранить новую сессию',
      openSession: 'Открыть сессию',
      export: 'Куда записать экспорт',
      exportQuarantine: 'Куда записать то, что не удалось прочитать',
      import: 'Что загрузить',
      sessionFiles: 'Сессии Vestigo',
      exportFolder: 'Где создать папку экспорта',
      exportFiles: {
        csv: 'Таблицы CSV',
        ndjson: 'NDJSON, по событию в строке',
        xlsx: 'Книги Excel',
        parquet: 'Parquet',
        cef: 'CEF, по событию в строке',
        html: 'Отчёты (HTML)',
        pdf: 'Отчёты (PDF)',
      },
      importFiles: 'JSON и NDJSON',
      allFiles: 'Все файлы',
      untitled: 'Сессия',
      events: 'события',
      csvFiles: 'Таблицы CSV',
      exportReveals: 'Куда записать журнал раскрытий',
      reveals: 'раскрытия',
      unread: 'не прочитано',
    },
    replacing: {
      message: 'Файл {{file}} уже есть.',
      detail: 'При замене его нынешнее содержимое пропадёт.',
      keep: 'Оставить',
      replace: 'Заменить',
    },
    closing: {
      transfer: {
        message: 'Идёт импорт или экспорт.',
        detail:
          'Всё, что импорт уже внёс в сессию, сохранено. От незаконченного экспорта файла не останется.',
        stay: 'Пусть работает',
        quit: 'Остановить и выйти',
        leave: 'Остановить и покинуть сессию',
      },
      leave: {
        message: 'В эту сессию собираются события.',
        detail:
          'В фоне сессия останется открытой, пока сбор не закончится. Остановленный сбор продолжится сам, когда сессию откроют снова: ничего не потеряется и ничего не запросится дважды. Начатый импорт или экспорт остановится в любом случае.',
        stay: 'Остаться',
        background: 'Собирать в фоне',
        close: 'Остановить и продолжить в следующий раз',
      },
      quit: {
        message: 'Идёт сбор событий.',
        detail:
          'Если закрыть программу, сбор продолжится сам, когда сессию откроют снова: ничего не потеряется и ничего не запросится дважды. Начатый импорт или экспорт остановится.',
        stay: 'Собирать дальше',
        close: 'Закрыть и продолжить в следующий раз',
      },
    },
    trouble: {
      message: 'Внутри программы случилось непредвиденное.',
      detail:
        'Всё собранное сохранено. Если что-то больше не отвечает, запустите программу заново.',
    },
    noStart: {
      message: 'Программа не может запуститься.',
      detail:
        'Возможно, её папку нельзя прочитать или изменить. Сессий это не касается. Причина записана в журнале: {{log}}',
    },
    gone: {
      message: 'Окно перестало работать.',
      detail: 'Ничего из собранного не потеряно. Откройте его снова, чтобы продолжить.',
      again: 'Открыть снова',
      quit: 'Выйти',
    },
    sample: {
      session: 'Демонстрационная сессия',
      pachca: 'Пачка (демо)',
      jayguard: 'Jay Guard (демо)',
    },
  },
);
