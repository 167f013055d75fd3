import type { BundleFault } from '../bundle.ts';
import { defineTexts } from './texts.ts';

type Faults = Record<BundleFault, string>;

const en: Faults = {
  'not-a-bundle': 'this is not a bundle, or its beginning was changed',
  truncated: 'its end is missing',
  surplus: 'there are bytes after its end',
  header: 'the entry {{name}} is not written as a bundle’s',
  'encrypted-entry': 'the entry {{name}} is encrypted',
  'foreign-name': 'the entry {{name}} does not belong into a bundle',
  'duplicate-name': 'there are two entries {{name}}',
  'out-of-order': 'the entry {{name}} stands where it does not belong',
  'too-large': '{{name}} is larger than a bundle’s files may be',
  'too-many': 'there are more entries than a bundle may have',
  checksum: 'the content of {{name}}',
  directory: 'the list of entries at its end',
  'not-listed': '{{name}} is in no manifest',
  missing: '{{name}} is in a manifest and not in the bundle',
  manifest: '{{name}} is not written as a manifest is',
  signature: 'the signature does not fit',
  facts: '{{name}} does not say what a bundle says of itself',
  encryption: 'the encryption around it',
  packing: '{{name}} cannot be unpacked',
  ratio: '{{name}} unpacks to far more than it is',
  'line-too-long': 'a line of {{name}} is too long',
  'too-deep': 'JSON in {{name}} is nested too deep',
  'not-json': 'a line of {{name}} is not JSON',
  'wrong-shape': 'a line of {{name}} is not of the form it should have',
  count: '{{name}} holds more or less than the bundle says',
  chain: 'an answer is not the one the ledger tells of',
  reference: 'something is said of what is not in the bundle',
};

const ru: Faults = {
  'not-a-bundle': 'это не пакет, или изменено его начало',
  truncated: 'не хватает конца',
  surplus: 'после конца есть лишние байты',
  header: 'запись {{name}} оформлена не так, как в пакете',
  'encrypted-entry': 'запись {{name}} зашифрована',
  'foreign-name': 'записи {{name}} в пакете не место',
  'duplicate-name': 'запись {{name}} встречается дважды',
  'out-of-order': 'запись {{name}} стоит не на своём месте',
  'too-large': '{{name}} больше, чем бывают файлы пакета',
  'too-many': 'записей больше, чем бывает в пакете',
  checksum: 'содержимое {{name}}',
  directory: 'список записей в конце',
  'not-listed': '{{name}} нет ни в одном манифесте',
  missing: '{{name}} есть в манифесте, но не в пакете',
  manifest: '{{name}} оформлен не как манифест',
  signature: 'подпись не подходит',
  facts: '{{name}} говорит о пакете не то, что должен',
  encryption: 'шифрование вокруг него',
  packing: '{{name}} не распаковывается',
  ratio: '{{name}} распаковывается в нечто несоразмерно большое',
  'line-too-long': 'в {{name}} слишком длинная строка',
  'too-deep': 'в {{name}} слишком глубоко вложенный JSON',
  'not-json': 'в {{name}} есть строка не в формате JSON',
  'wrong-shape': 'в {{name}} есть строка не той формы',
  count: 'в {{name}} больше или меньше, чем сказано в пакете',
  chain: 'один из ответов — не тот, о котором говорит журнал сбора',
  reference: 'сказано о том, чего в пакете нет',
};

/** What is wrong with a bundle, said after a colon. */
export const bundles = defineTexts({ fault: en }, { fault: ru });
