import { pachcaData } from '../../src/main/sample/pachca-service.ts';
import { openSession } from '../../src/main/store/open-session.ts';
import type { SessionKey } from '../../src/main/store/session-store.ts';

interface Source {
  events: number;
  from: string;
  end: string;
}

/**
 * Holds a session against what the sample Pachca generates for the period (ms, both inclusive),
 * object by object and to the letter.
 */
export async function differences(
  path: string,
  key: SessionKey,
  source: Source,
  period: { from: number; to: number },
) {
  const span = {
    seed: 1,
    count: source.events,
    from: Date.parse(source.from),
    end: Date.parse(source.end),
  };
  const { planted, timeline, generated } = pachcaData(span);
  const wanted = new Map<string, string>();
  for (let at = timeline.firstAt(period.from); at < timeline.firstAt(period.to + 1); at += 1) {
    const event = generated(at);
    wanted.set(event.id, JSON.stringify(event));
  }
  for (const { time, event } of planted.events) {
    if (time >= period.from && time <= period.to) wanted.set(event.of.id, event.raw);
  }
  const found = { events: 0, missing: 0, surplus: 0, changed: 0 };
  const session = await openSession({ path, key, version: 'bench' });
  try {
    const everything = { query: '', zone: 'UTC', period: null };
    for await (const batch of session.scan(everything, [], new AbortController().signal)) {
      for (const { row, raw } of batch) {
        found.events += 1;
        const sent = wanted.get(row.id);
        if (sent === undefined) found.surplus += 1;
        else if (sent !== raw) found.changed += 1;
        wanted.delete(row.id);
      }
    }
  } finally {
    await session.close();
  }
  return { ...found, missing: wanted.size };
}
