import { z } from 'zod';
import { createArchive } from './archive.ts';
import { plantJayGuard, type Span } from './incidents.ts';
import { createJayGuardEvents, type JayGuardIds } from './jayguard-events.ts';
import {
  json,
  listed,
  serve,
  serviceLayers,
  type Answer,
  type Layer,
  type SampleRequest,
  type ServiceOptions,
} from './server.ts';
import { createTimeline } from './timeline.ts';

/** Whatever the documentation leaves open can be chosen here (notes.md, Jay Guard). */
export interface JayGuardOptions extends ServiceOptions {
  /** false: `offset` has no effect. */
  offset: boolean;
  /** The period has no effect: everything is sent. */
  ignoresTime: boolean;
  /** Largest list, whatever `limit` says; `refuses`: a larger limit gets 400 instead. */
  cap: number;
  overCap: 'shortens' | 'refuses';
  borders: 'inclusive' | 'exclusive' | 'half-open';
  order: 'newest-first' | 'oldest-first';
  /** Times have this many ms of precision. */
  step: number;
  ids: JayGuardIds;
  /** What `eventIds` may hold, and how many. */
  detailIds: 'number' | 'string' | 'any';
  detailBatch: number;
  /** Every so many ids details know nothing of one; 0: of all of them they do. */
  missingEvery: number;
  badKeyStatus: 400 | 401;
}

export const usualJayGuard: JayGuardOptions = {
  offset: true,
  ignoresTime: false,
  cap: 1000,
  overCap: 'shortens',
  borders: 'inclusive',
  order: 'newest-first',
  step: 1000,
  // The 993rd event passes 2^53: whoever reads ids as doubles is found out.
  ids: { first: 9_007_199_254_740_000n, form: 'number' },
  detailIds: 'any',
  detailBatch: 100,
  missingEvery: 0,
  badKeyStatus: 400,
  rateLimit: null,
  latencyMs: 0,
  clockOffMs: 0,
  layers: [],
};

export const jayGuardKey = 'sample-jayguard-key';

const listSchema = z.looseObject({
  createdFrom: z.string().default('1970-01-01T00:00:00Z'),
  createdTo: z.string().default('2100-01-01T00:00:00Z'),
  limit: z.int().min(1).default(100),
  offset: z.int().min(0).default(0),
  application: z.string().optional(),
});

/** A Jay Guard of the sample company. */
export async function startJayGuard(port: number, span: Span, options: JayGuardOptions) {
  const planted = plantJayGuard(span, options.ids);
  const timeline = createTimeline({ ...span, count: planted.rest, step: options.step });
  const eventAt = createJayGuardEvents(span.seed, timeline, options.ids);
  const archive = createArchive(timeline, (number, time) => {
    const { raw, ...of } = eventAt(number, time);
    return { raw, of };
  });
  for (const { time, event } of planted.events) archive.happen(time, event);

  function list(text: string): Answer {
    const body = listSchema.safeParse(JSON.parse(text)).data;
    if (!body || (body.limit > options.cap && options.overCap === 'refuses')) return badRequest();
    const openStart = options.borders === 'exclusive' ? 1 : 0;
    const closedEnd = options.borders === 'inclusive' ? 1 : 0;
    const from = Date.parse(body.createdFrom);
    const to = Date.parse(body.createdTo);
    if (Number.isNaN(from) || Number.isNaN(to)) return badRequest();
    const low = options.ignoresTime ? 0 : archive.firstAt(from + openStart);
    const high = options.ignoresTime ? archive.total() : archive.firstAt(to + closedEnd);
    const skip = options.offset ? body.offset : 0;
    const found = page(low, high, skip, Math.min(body.limit, options.cap), body.application);
    return listed(found, (items) => `{"auditEvents":[${items.join(',')}]}`);
  }

  function page(
    low: number,
    high: number,
    skip: number,
    limit: number,
    application?: string,
  ): string[] {
    const found: string[] = [];
    const newest = options.order === 'newest-first';
    // Where everything counts the place of the first one is known; else it has to be counted out.
    const counted = application !== undefined || archive.hasHoles();
    let left = counted ? skip : 0;
    for (let n = counted ? 0 : skip; n < high - low && found.length < limit; n += 1) {
      const event = archive.at(newest ? high - 1 - n : low + n);
      if (!event || (application !== undefined && event.of.application !== application)) continue;
      if (left > 0) left -= 1;
      else found.push(event.raw);
    }
    return found;
  }

  function details(body: string): Answer {
    // Cut from the text: parsing would round the ids.
    const list = /"eventIds"\s*:\s*\[([^\]]*)\]/.exec(body)?.[1];
    const literals = list?.split(',').map((one) => one.trim()) ?? [];
    const forms = { number: /^\d+$/, string: /^"\d+"$/, any: /^"?\d+"?$/ };
    const wellFormed = literals.every((literal) => forms[options.detailIds].test(literal));
    if (!wellFormed || literals.length > options.detailBatch) return badRequest();
    const found = literals.flatMap((literal) => {
      const index = Number(BigInt(literal.replaceAll('"', '')) - options.ids.first);
      const known = archive.byNumber(index);
      const lost = options.missingEvery > 0 && index % options.missingEvery === 0;
      return known && !lost ? [known.of.rawDetails] : [];
    });
    return listed(found, (items) => `{"auditDetails":[${items.join(',')}]}`);
  }

  function route({ method, url, body }: SampleRequest): Answer {
    const audit = '/api/dataguard/public/audit';
    if (method === 'POST' && url.pathname === `${audit}/details`) return details(body);
    if (method === 'POST' && url.pathname === `${audit}/list`) {
      return list(body);
    }
    return json(404, { error: 'not_found', message: 'No such method' });
  }

  const authorize: Layer = (request, next) => {
    if (request.token === jayGuardKey) return next(request);
    const error = 'dataguard.common.invalid_access_token';
    return json(options.badKeyStatus, { error, message: 'API key is expired or invalid' });
  };

  const server = await serve(port, [...serviceLayers(options), authorize], route);
  return {
    ...server,
    address: server.origin,
    token: jayGuardKey,
    archive,
    /** May be changed while it runs, all but `ids`, `step` and the layers. */
    options,
    count: archive.total,
    /** JSON text of each event as it is served, oldest first; likewise of its details. */
    events: archive.events,
    *details(): Iterable<string> {
      for (let position = 0; position < archive.total(); position += 1) {
        const event = archive.at(position);
        if (event) yield event.of.rawDetails;
      }
    },
  };
}

function badRequest(): Answer {
  return json(400, { error: 'dataguard.common.bad_request', message: 'Bad request' });
}
