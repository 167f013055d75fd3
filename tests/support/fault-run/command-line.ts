import type { SourceKind } from '../../../src/shared/event.ts';
import type { Summary } from '../../../src/main/cli/summary.ts';
import { cli, start, type Ended } from '../command-line.ts';

export interface Service {
  address: string;
  token: string;
}

/** What a collection through the command line asks for. */
export interface Words {
  kind: SourceKind;
  service: Service;
  session: string;
  /** ISO 8601, both inside. */
  period: { from: string; to: string };
  more?: readonly string[];
  token?: string;
}

function wordsOf({ kind, service, session, period, more = [], token }: Words) {
  const from = ['--from', period.from, '--to', period.to];
  const where = ['--source', kind, '--base-url', service.address, '--session', session];
  const args = ['collect', ...where, ...from, '--json', ...more];
  return [args, { VESTIGO_TOKEN: token ?? service.token }] as const;
}

/** `collect --json` in a process of its own. */
export const startCollecting = (words: Words) => start(...wordsOf(words));

/** One `collect --json`: how it ended, and the summary it printed last. */
export async function collectOutside(words: Words): Promise<Ended & { summary: Summary }> {
  const ended = await cli(...wordsOf(words));
  const last = ended.stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(`no summary: ${ended.code} ${ended.stderr}`);
  return { ...ended, summary: JSON.parse(last) as Summary };
}
