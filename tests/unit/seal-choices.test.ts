import { expect, test } from 'vitest';
import {
  encryptToOf,
  misreadRecipient,
  notEncrypted,
} from '../../src/renderer/features/bundle/seal-choices.ts';

const one = `age1${'q'.repeat(58)}`;
const other = `age1${'z'.repeat(58)}`;

test('keys of recipients are told apart however they were pasted, each once', () => {
  const to = (recipients: string) => encryptToOf({ ...notEncrypted, to: 'recipients', recipients });
  expect(to(`# Игорь\n${one}\n\n  ${other}, ${one};`)).toEqual({ recipients: [one, other] });
  expect(to(`# ${one}`)).toBeUndefined();
  expect(to('')).toBeUndefined();
  expect(to(`${one} AGE-SECRET-KEY-1QQ`)).toBeUndefined();
  expect(misreadRecipient(`${one}\nage1коротко`)).toBe('age1коротко');
  expect(misreadRecipient(`${one}\n`)).toBeNull();
});

test('a passphrase has to be long enough and typed twice; nothing at all is a choice, too', () => {
  const to = (passphrase: string, again: string) =>
    encryptToOf({ ...notEncrypted, to: 'passphrase', passphrase, again });
  expect(to('верная лошадь', 'верная лошадь')).toEqual({ passphrase: 'верная лошадь' });
  expect(to('верная лошадь', 'верная лошад')).toBeUndefined();
  expect(to('коротко', 'коротко')).toBeUndefined();
  expect(encryptToOf(notEncrypted)).toBeNull();
});
