import { defineTexts } from './texts.ts';

/** The first screen: recent sessions, new ones, passphrases, the sample services. */
export const welcome = defineTexts(
  {
    title: 'Audit events, complete and at hand',
    promise:
      'Collects the audit logs of Pachca and Jay Guard into one encrypted file, shows what is missing, and finds anything at once, even offline.',
    promiseMore:
      'Tokens are kept in the keychain or only until you quit, never in a file; the window itself has no network access.',
    isOpen: 'The session “{{name}}” is open.',
    notOpened: 'The session “{{name}}” ({{file}}) was not opened.',
    openFile: 'Open a file…',
    recent: {
      title: 'Recent sessions',
      none: 'No sessions yet',
      noneText: 'Create a new one, open a file, or try the demo.',
      more: 'Actions for “{{name}}”',
      missing: 'file not found',
      damaged: 'damaged',
      opened: 'opened {{when}}',
      forget: 'Remove from the list',
      keychain: 'key in the keychain',
      passphrase: 'passphrase',
    },
    new: {
      action: 'New session',
      title: 'New session',
      name: 'Name',
      nameExample: 'Incident 2026-114',
      create: 'Choose location and create…',
      protection: 'Protection',
      keychain: 'Key in the keychain of this computer',
      keychainNote: {
        available: 'Nothing to remember. The file opens only here, under your account.',
        absent: 'There is no keychain on this computer.',
        locked: 'The keychain is locked: unlock it in the system first.',
      },
      passphrase: 'Passphrase',
      passphraseNote:
        'Opens on any computer for those who know it. A forgotten passphrase cannot be recovered.',
      again: 'Passphrase again',
      differs: 'The passphrases do not match yet.',
    },
    passphrase: {
      title: 'Passphrase',
      titleNamed: 'Open “{{name}}”',
      label: 'Passphrase',
      note: 'This session is protected by a passphrase.',
      wrong:
        'Wrong passphrase (or the file was changed). Try again. Without the passphrase the session cannot be opened.',
      open: 'Open',
    },
    strength: {
      advice: 'At least 8 characters; four or five random words hold best.',
      short: 'Too short: at least 8 characters.',
      weak: 'Weak: it could be guessed. Make it longer, best with a few more words.',
      fair: 'Fair. One more word makes it strong.',
      strong: 'Strong.',
    },
    sample: {
      title: 'Try the demo',
      text: 'Two built-in services with invented data. No token needed, nothing leaves this computer.',
      size: 'Number of events',
      start: 'Start the demo',
    },
  },
  {
    title: 'События аудита — целиком и под рукой',
    promise:
      'Собирает журналы аудита Пачки и Jay Guard в один зашифрованный файл, показывает, чего не хватает, и сразу находит нужное, даже без сети.',
    promiseMore:
      'Токены хранятся в связке ключей или только до выхода из программы, но не в файлах; само окно не имеет доступа к сети.',
    isOpen: 'Открыта сессия «{{name}}».',
    notOpened: 'Сессия «{{name}}» ({{file}}) не открылась.',
    openFile: 'Открыть файл…',
    recent: {
      title: 'Недавние сессии',
      none: 'Сессий пока нет',
      noneText: 'Создайте новую, откройте файл или запустите демонстрацию.',
      more: 'Действия с «{{name}}»',
      missing: 'файл не найден',
      damaged: 'повреждён',
      opened: 'открыта {{when}}',
      forget: 'Убрать из списка',
      keychain: 'ключ в связке ключей',
      passphrase: 'парольная фраза',
    },
    new: {
      action: 'Новая сессия',
      title: 'Новая сессия',
      name: 'Название',
      nameExample: 'Инцидент 2026-114',
      create: 'Выбрать место и создать…',
      protection: 'Защита',
      keychain: 'Ключ в связке ключей этого компьютера',
      keychainNote: {
        available:
          'Ничего не нужно помнить. Файл откроется только здесь, под вашей учётной записью.',
        absent: 'На этом компьютере нет связки ключей.',
        locked: 'Связка ключей заблокирована: сначала разблокируйте её в системе.',
      },
      passphrase: 'Парольная фраза',
      passphraseNote:
        'Откроется на любом компьютере у того, кто её знает. Забытую фразу восстановить нельзя.',
      again: 'Парольная фраза ещё раз',
      differs: 'Фразы пока не совпадают.',
    },
    passphrase: {
      title: 'Парольная фраза',
      titleNamed: 'Открыть «{{name}}»',
      label: 'Парольная фраза',
      note: 'Сессия защищена парольной фразой.',
      wrong:
        'Парольная фраза не подходит (или файл изменён). Попробуйте ещё раз. Без фразы сессию не открыть.',
      open: 'Открыть',
    },
    strength: {
      advice: 'Не меньше 8 символов; надёжнее всего четыре-пять случайных слов.',
      short: 'Слишком короткая: нужно не меньше 8 символов.',
      weak: 'Слабая: её могут подобрать. Сделайте длиннее, лучше всего\u00a0— ещё на пару слов.',
      fair: 'Средняя. Ещё одно слово сделает её надёжной.',
      strong: 'Надёжная.',
    },
    sample: {
      title: 'Демонстрация',
      text: 'Два встроенных сервиса с вымышленными данными. Токен не нужен, ничего не покидает этот компьютер.',
      size: 'Сколько событий',
      start: 'Запустить демонстрацию',
    },
  },
);
