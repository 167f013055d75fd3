import { defineTexts } from './texts.ts';

/** Files out of a session and into it. */
export const exporting = defineTexts(
  {
    title: 'Export',
    scope: {
      events: 'Events',
      nothing: 'nothing to export',
      query: 'Query',
      noQuery: 'none',
      period: 'Period',
      noPeriod: 'all of it',
      order: 'Order',
      newestFirst: 'newest first',
      reliance: 'Completeness',
    },
    format: 'Format',
    formats: {
      csv: {
        name: 'CSV',
        note: 'For tables and spreadsheets. Cells that a spreadsheet would run as a formula are made harmless.',
      },
      ndjson: {
        name: 'NDJSON',
        note: 'One event a line with all of its fields and the service’s own object: for programs, and for importing again.',
      },
      xlsx: {
        name: 'Excel',
        note: 'A workbook with real dates (UTC) and numbers, filters and a fixed header. A million events a sheet; texts too long for a cell stand whole on a sheet of their own.',
      },
      parquet: {
        name: 'Parquet',
        note: 'Typed columns for DuckDB, Spark, Trino or ClickHouse, where a laptop no longer suffices.',
      },
      cef: {
        name: 'CEF',
        note: 'One event a line in the common event format, for a SIEM to take in.',
      },
      html: {
        name: 'Report (HTML)',
        note: 'For reading and filing. Contains the question, completeness, charts, marked events with notes, how the data was collected, and the proofs. One file for any browser, without scripts or network.',
      },
      pdf: { name: 'Report (PDF)', note: 'The same report, printed on A4 with page numbers.' },
    },
    report: {
      question: 'Question',
      questionNote: 'What the investigation should establish. Shown under the title of the report.',
      author: 'Author',
      language: 'Language',
      languages: { ru: 'Russian', en: 'English' },
      listed: 'Events in the appendix',
      listedNote:
        'The first of them in the order shown. The appendix says how many more there are.',
      none: 'None',
    },
    columns: { label: 'Columns', heads: 'File headers', shown: 'As shown', all: 'All' },
    separator: { label: 'Separator', comma: 'Comma', semicolon: 'Semicolon', tab: 'Tab' },
    bom: { label: 'Byte order mark', note: 'Excel needs it to read Russian text.' },
    partitioned: {
      label: 'A file for each source and day',
      note: 'A folder in the layout of Hive, days of UTC, in the order of time.',
    },
    syslog: { label: 'Syslog frames', note: 'Each line begins with a header of RFC 5424.' },
    start: 'Choose location and export…',
    cancel: 'Stop',
    running: 'Exporting',
    choosing: 'choose where to put the file',
    rowsOf: '{{rows}} of {{of}}',
    rowsOfAt: '{{rows}} of {{of}}, {{rate}} a second',
    cancelled: 'Stopped. No file is left behind.',
    done: 'Exported',
    result: {
      file: 'File',
      rows: 'Events',
      copySum: 'Copy SHA-256',
      manifest: 'Saved beside it: {{file}} with query, order, completeness and checksum.',
    },
    import: {
      title: 'Import from a file',
      text: 'Saved answers of the service (a JSON array or NDJSON), or an NDJSON export of Vestigo with its tags and notes.',
      kind: 'Which service are they from?',
      choose: 'Choose a file…',
      running: 'Importing',
      progress: '{{bytes}} of {{of}}, events: {{events}}',
      cancelled: 'Stopped. What was already imported is kept; importing again does not double it.',
      done: 'Imported: {{file}}',
      noCoverage:
        'An import does not replace a collection: whether the service has other events of that time was not checked.',
    },
  },
  {
    title: 'Экспорт',
    scope: {
      events: 'Событий',
      nothing: 'экспортировать нечего',
      query: 'Запрос',
      noQuery: 'нет',
      period: 'Период',
      noPeriod: 'весь',
      order: 'Порядок',
      newestFirst: 'сначала новые',
      reliance: 'Полнота',
    },
    format: 'Формат',
    formats: {
      csv: {
        name: 'CSV',
        note: 'Для таблиц. Ячейки, которые табличный редактор принял бы за формулу, обезврежены.',
      },
      ndjson: {
        name: 'NDJSON',
        note: 'По событию на строку, со всеми полями и исходным объектом сервиса: для программ и повторного импорта.',
      },
      xlsx: {
        name: 'Excel',
        note: 'Книга с настоящими датами (UTC) и числами, фильтрами и закреплённой шапкой. До миллиона событий на лист; тексты длиннее ячейки целиком лежат на отдельном листе.',
      },
      parquet: {
        name: 'Parquet',
        note: 'Типизированные столбцы для DuckDB, Spark, Trino или ClickHouse — когда ноутбука уже мало.',
      },
      cef: {
        name: 'CEF',
        note: 'По событию на строку в общем формате событий: для загрузки в SIEM.',
      },
      html: {
        name: 'Отчёт (HTML)',
        note: 'Для чтения и подшивки к делу. Содержит вопрос, полноту, графики, отмеченные события с заметками, сведения о сборе и подтверждения. Один файл для любого браузера, без скриптов и сети.',
      },
      pdf: {
        name: 'Отчёт (PDF)',
        note: 'Тот же отчёт, отпечатанный на листах A4 с номерами страниц.',
      },
    },
    report: {
      question: 'Вопрос',
      questionNote: 'Что нужно выяснить. Показывается под заголовком отчёта.',
      author: 'Автор',
      language: 'Язык',
      languages: { ru: 'Русский', en: 'Английский' },
      listed: 'Событий в приложении',
      listedNote:
        'Первые в том порядке, что на экране. Сколько ещё осталось, указано в приложении к отчёту.',
      none: 'Ни одного',
    },
    columns: {
      label: 'Столбцы',
      heads: 'Шапка файла',
      shown: 'Как на экране',
      all: 'Все',
    },
    separator: {
      label: 'Разделитель',
      comma: 'Запятая',
      semicolon: 'Точка с запятой',
      tab: 'Табуляция',
    },
    bom: {
      label: 'Метка порядка байтов (BOM)',
      note: 'Без неё Excel неверно прочитает русский текст.',
    },
    partitioned: {
      label: 'По файлу на каждый источник и день',
      note: 'Папка в раскладке Hive, дни по UTC, события в порядке времени.',
    },
    syslog: { label: 'Кадры syslog', note: 'Каждая строка начинается с заголовка RFC 5424.' },
    start: 'Выбрать место и экспортировать…',
    cancel: 'Остановить',
    running: 'Экспорт',
    choosing: 'выберите место для файла',
    rowsOf: '{{rows}} из {{of}}',
    rowsOfAt: '{{rows}} из {{of}}, {{rate}} в секунду',
    cancelled: 'Остановлено. Недописанного файла не осталось.',
    done: 'Экспорт готов',
    result: {
      file: 'Файл',
      rows: 'Событий',
      copySum: 'Копировать SHA-256',
      manifest: 'Рядом сохранён {{file}}: запрос, порядок, полнота и контрольная сумма.',
    },
    import: {
      title: 'Импорт из файла',
      text: 'Подойдут сохранённые ответы сервиса (массив JSON или NDJSON) и экспорт NDJSON из Vestigo — с метками и заметками.',
      kind: 'Из какого сервиса события',
      choose: 'Выбрать файл…',
      running: 'Импорт',
      progress: '{{bytes}} из {{of}}, событий: {{events}}',
      cancelled: 'Остановлено. Уже загруженное сохранено; при повторном импорте оно не удвоится.',
      done: 'Импортировано: {{file}}',
      noCoverage:
        'Импорт не заменяет сбор: есть ли в сервисе другие события за это время, не проверялось.',
    },
  },
);
