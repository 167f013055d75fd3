import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../../src/renderer/ui/tokens.css'), 'utf8');

/** Both values of every `--name: light-dark(#light, #dark)`. */
const colours = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[\da-f]{6}),\s*(#[\da-f]{6})\)/g)].map((match) => [
    match[1] ?? '',
    [match[2] ?? '', match[3] ?? ''] as const,
  ]),
);

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(front: string, back: string, theme: 0 | 1): number {
  const [a = 0, b = 0] = [front, back]
    .map((name) => luminance(colours.get(name)?.[theme] ?? ''))
    .toSorted((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
}

const layers = ['bg-sunken', 'bg', 'bg-raised', 'bg-overlay', 'bg-hover'];
const inks = ['text', 'text-muted', 'text-faint', 'accent', 'danger', 'warning', 'violet'];
const pairs: [string, string][] = [
  ...inks.flatMap((ink) => layers.slice(0, 4).map((layer) => [ink, layer] as [string, string])),
  ...['text', 'text-muted'].flatMap((ink) =>
    ['bg-hover', 'bg-selected', 'danger-soft', 'warning-soft'].map(
      (layer) => [ink, layer] as [string, string],
    ),
  ),
  ['text-faint', 'bg-selected'],
  ['text', 'bg-pressed'],
  ['accent', 'accent-soft'],
  ['danger', 'danger-soft'],
  ['warning', 'warning-soft'],
  ['violet', 'violet-soft'],
  ['text-on-accent', 'accent'],
  ['text-on-accent', 'accent-hover'],
  ['text-on-danger', 'danger'],
];

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('colours of the %s theme', (_name, theme) => {
  test.each(pairs)('%s can be read on %s (4.5 to 1)', (front, back) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(layers)('what is disabled can be read on %s (3 to 1)', (layer) => {
    const disabled = contrast('text-disabled', layer, theme);
    expect(disabled).toBeGreaterThanOrEqual(3);
    expect(disabled).toBeLessThan(contrast('text-faint', layer, theme) - 0.8);
  });

  test.each(layers.slice(0, 4))('a field’s border shows on %s (3 to 1)', (layer) => {
    expect(contrast('border-control', layer, theme)).toBeGreaterThanOrEqual(3);
    expect(contrast('focus', layer, theme)).toBeGreaterThanOrEqual(3);
  });
});

test('nothing is faded for being disabled: its colours are those that are measured here', () => {
  const folder = join(import.meta.dirname, '../../src/renderer');
  const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.css'),
  );
  const faded = sheets.filter((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return /\[data-disabled\][^{}]*\{[^}]*opacity/.test(text);
  });
  expect(sheets.length).toBeGreaterThan(20);
  expect(faded).toEqual([]);
});
