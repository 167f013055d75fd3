import { defineTexts } from './texts.ts';

/** The first screen: recent sessions, new ones, passphrases, the sample services. */
export const welcome = defineTexts(
  {
    title: 'Audit events, complete and at hand',
    promise:
      'Collects the audit log of Pachca and Jay Guard into one encrypted file, shows what is missing, and finds anything at once, even offline.',
    promiseMore:
      'Tokens lie in the keychain or are held for one run, never in a file; the window itself cannot reach the network.',
    isOpen: 'The session “{{name}}” is open.',
    notOpened: 'The session “{{name}}” was not opened.',
    openFile: 'Open a file…',
    recent: {
      title: 'Recent sessions',
      none: 'No sessions yet',
      noneText: 'Make a new one, open a file, or try the program with the sample services.',
      more: 'Actions for “{{name}}”',
      missing: 'file not found',
      forget: 'Take off the list',
      keychain: 'key in the keychain',
      passphrase: 'passphrase',
    },
    new: {
      action: 'New session',
      title: 'New session',
      name: 'Name',
      nameExample: 'Incident 2026-114',
      create: 'Choose a place and create',
      protection: 'Protection',
      keychain: 'Key in the keychain of this computer',
      keychainNote: 'Nothing to remember. The file opens only here, under your account.',
      passphrase: 'Passphrase',
      passphraseNote:
        'Opens on any computer for those who know it. A forgotten passphrase cannot be recovered.',
      keychainAbsent:
        'There is no keychain on this computer, so the session is protected by a passphrase.',
      keychainLocked:
        'The keychain is locked. Unlock it in the system, or protect the session with a passphrase.',
      again: 'Passphrase again',
      differs: 'The passphrases do not match yet.',
    },
    passphrase: {
      title: 'Passphrase',
      titleNamed: 'Open “{{name}}”',
      label: 'Passphrase',
      note: 'The session has no key in the keychain of this computer.',
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
      title: 'Try it with sample services',
      text: 'Two built-in services with invented data. No token needed, nothing leaves this computer.',
      size: 'Events',
      start: 'Start the samples',
    },
  },
  {
    title: 'События аудита — целиком и под рукой',
    promise:
      'Собирает журналы аудита Пачки и Jay Guard в один зашифрованный файл, показывает, чего не хватает, и сразу находит нужное, даже без сети.',
    promiseMore:
      'Токены лежат в связке ключей или держатся до выхода из программы, но не в файлах; само окно не имеет доступа к сети.',
    isOpen: 'Открыта сессия «{{name}}».',
    notOpened: 'Сессия «{{name}}» не открылась.',
    openFile: 'Открыть файл…',
    recent: {
      title: 'Недавние сессии',
      none: 'Сессий пока нет',
      noneText:
        'Создайте новую, откройте файл или попробуйте программу на демонстрационных сервисах.',
      more: 'Действия с «{{name}}»',
      missing: 'файл не найден',
      forget: 'Убрать из списка',
      keychain: 'ключ в связке ключей',
      passphrase: 'парольная фраза',
    },
    new: {
      action: 'Новая сессия',
      title: 'Новая сессия',
      name: 'Название',
      nameExample: 'Инцидент 2026-114',
      create: 'Выбрать место и создать',
      protection: 'Защита',
      keychain: 'Ключ в связке ключей этого компьютера',
      keychainNote:
        'Ничего не нужно помнить. Файл откроется только здесь, под вашей учётной записью.',
      passphrase: 'Парольная фраза',
      passphraseNote:
        'Откроется на любом компьютере у того, кто её знает. Забытую фразу восстановить нельзя.',
      keychainAbsent:
        'На этом компьютере нет связки ключей, поэтому сессию защитит парольная фраза.',
      keychainLocked:
        'Связка ключей заблокирована. Разблокируйте её в системе или защитите сессию парольной фразой.',
      again: 'Парольная фраза ещё раз',
      differs: 'Фразы пока не совпадают.',
    },
    passphrase: {
      title: 'Парольная фраза',
      titleNamed: 'Открыть «{{name}}»',
      label: 'Парольная фраза',
      note: 'В связке ключей этого компьютера нет ключа этой сессии.',
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
      title: 'Попробовать на примере',
      text: 'Два встроенных демонстрационных сервиса с вымышленными данными. Токен не нужен, ничего не покидает этот компьютер.',
      size: 'Событий',
      start: 'Запустить демонстрацию',
    },
  },
);
