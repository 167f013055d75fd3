import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitConversation } from '../../src/renderer/features/review/conversation.ts';
import { highlight } from '../../src/renderer/features/review/highlight.ts';
import { jsonPieces, layOut } from '../../src/renderer/features/review/json-text.ts';

describe('conversation', () => {
  test('a message falls into its parts, in their order', () => {
    const message =
      'LAST_USER_REQUEST: Напиши письмо\nдля Анны\nLAST_APP_RESPONSE: Готово.\nOUTPUT:\n  Уважаемая Анна';
    expect(splitConversation(message)).toEqual([
      { role: 'user', text: 'Напиши письмо\nдля Анны' },
      { role: 'app', text: 'Готово.' },
      { role: 'output', text: 'Уважаемая Анна' },
    ]);
  });

  test('what stands before the first heading, and a message without any, is kept', () => {
    expect(splitConversation('сначала\nOUTPUT: потом')).toEqual([
      { role: 'whole', text: 'сначала' },
      { role: 'output', text: 'потом' },
    ]);
    expect(splitConversation('OUTPUT в середине строки OUTPUT: нет')).toEqual([
      { role: 'whole', text: 'OUTPUT в середине строки OUTPUT: нет' },
    ]);
    expect(splitConversation('')).toEqual([]);
  });
});

describe('findings in a text', () => {
  test('a value is marked wherever it occurs, whatever its case, and named', () => {
    const pieces = highlight('Иванов писал ИВАНОВУ', [{ method: 'person', value: 'иванов' }]);
    expect(pieces.map(({ text, methods }) => [text, methods])).toEqual([
      ['Иванов', ['person']],
      [' писал ', []],
      ['ИВАНОВ', ['person']],
      ['У', []],
    ]);
  });

  test('overlapping findings share the piece where they meet', () => {
    const pieces = highlight('улица Ивана Петрова', [
      { method: 'place', value: 'улица Ивана' },
      { method: 'person', value: 'Ивана Петрова' },
    ]);
    expect(pieces.map(({ text, methods, findings }) => [text, methods, findings])).toEqual([
      ['улица ', ['place'], [0]],
      ['Ивана', ['place', 'person'], [0, 1]],
      [' Петрова', ['person'], [1]],
    ]);
  });

  test('the pieces are the text, to the letter, for any text and findings', () => {
    const letters = fc.string({
      unit: fc.constantFrom('а', 'Б', '.', '*', '(', '😀', '\n', ' '),
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        letters,
        fc.array(fc.record({ method: letters, value: letters }), { maxLength: 6 }),
        (text, findings) => {
          const pieces = highlight(text, findings);
          expect(pieces.map((piece) => piece.text).join('')).toBe(text);
          for (const { value } of findings) {
            const wanted = value.trim();
            if (wanted === '' || !text.includes(wanted)) continue;
            expect(pieces.some(({ methods }) => methods.length > 0)).toBe(true);
          }
        },
      ),
    );
  });
});

describe('raw JSON', () => {
  test('is laid out without touching its values', () => {
    const raw = '{"id":90071992547409931,"a":[],"b":{"c":"x: [1, 2]","c":1.50},"d":[true,null]}';
    expect(layOut(raw)).toBe(
      '{\n  "id": 90071992547409931,\n  "a": [],\n  "b": {\n    "c": "x: [1, 2]",\n    "c": 1.50\n  },\n  "d": [\n    true,\n    null\n  ]\n}',
    );
  });

  test('laid out, it is the same JSON; coloured, the same text', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const text = layOut(json);
        expect(JSON.parse(text)).toEqual(JSON.parse(json));
        expect(
          jsonPieces(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('keys are told from strings', () => {
    const kinds = jsonPieces('{"a": "b", "n": -1.5e3, "t": true}').filter(
      ({ kind }) => kind !== 'plain',
    );
    expect(kinds.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'key "a"',
      'string "b"',
      'key "n"',
      'number -1.5e3',
      'key "t"',
      'word true',
    ]);
  });
});
