import { json, serve } from './server.ts';

/**
 * Another host, to which a redirect may lead. It remembers of each visit whether a token came
 * along, and answers as if it were the service.
 */
export async function startElsewhere() {
  const tokens: (string | null)[] = [];
  const server = await serve(0, [], ({ token }) => {
    tokens.push(token);
    return json(200, { data: [], auditEvents: [], meta: { paginate: { has_next: false } } });
  });
  return { ...server, tokens };
}
