import { defineTexts } from './texts.ts';

/** Settings of the program, and what it is made of. Names of languages are in their own language. */
export const settings = defineTexts(
  {
    title: 'Settings',
    language: { label: 'Language', system: 'System', ru: 'Русский', en: 'English' },
    theme: { label: 'Theme', system: 'System', light: 'Light', dark: 'Dark' },
    density: { label: 'Table rows', compact: 'Compact', comfortable: 'Comfortable' },
    zone: {
      label: 'Time zone',
      system: 'System ({{zone}})',
      nothing: 'No zone with this name',
    },
    overlap: {
      label: 'Overlap of “since last collection”, minutes',
      note: 'Events within it are collected again, because services record some of them late.',
      less: 'Less',
      more: 'More',
    },
    keychain: {
      available: 'available',
      absent: 'there is none on this computer',
      locked: 'locked: unlock it in the system',
    },
    about: {
      title: 'About the program',
      standIn: 'unofficial build for development, not for real evidence',
      keychain: 'Keychain',
      encryption: 'Encryption',
    },
  },
  {
    title: 'Настройки',
    language: { label: 'Язык', system: 'Как в системе', ru: 'Русский', en: 'English' },
    theme: { label: 'Тема', system: 'Как в системе', light: 'Светлая', dark: 'Тёмная' },
    density: { label: 'Таблица', compact: 'Плотно', comfortable: 'Свободно' },
    zone: {
      label: 'Часовой пояс',
      system: 'Как в системе ({{zone}})',
      nothing: 'Пояса с таким названием нет',
    },
    overlap: {
      label: 'Перекрытие при сборе «с прошлого сбора», мин',
      note: 'За это время события запрашиваются повторно: сервисы записывают часть из них с опозданием.',
      less: 'Меньше',
      more: 'Больше',
    },
    keychain: {
      available: 'доступна',
      absent: 'на этом компьютере её нет',
      locked: 'заблокирована: разблокируйте её в системе',
    },
    about: {
      title: 'О программе',
      standIn: 'неофициальная сборка для разработки, не для настоящих доказательств',
      keychain: 'Связка ключей',
      encryption: 'Шифрование',
    },
  },
);
