import { afterEach, expect, test } from 'vitest';
import { createHttpClient } from '../../../src/main/connectors/kit/http.ts';
import { pachcaMessenger } from '../../../src/main/connectors/pachca/messages.ts';
import { answerLost, faulty, type FaultKind } from '../../../src/main/sample/faults.ts';
import { pachcaTokens } from '../../../src/main/sample/pachca-service.ts';
import { startSampleServices, type SampleServices } from '../../../src/main/sample/start.ts';
import type { Layer } from '../../../src/main/sample/server.ts';
import type { Recipient } from '../../../src/shared/notices.ts';

const anna: Recipient = { kind: 'user', id: '98700', name: 'Анна Соловьёва', about: null };
const never = new AbortController().signal;

let services: SampleServices | null = null;
afterEach(async () => {
  await services?.close();
  services = null;
});

async function start(...layers: Layer[]) {
  services = await startSampleServices({ events: 1, pachca: { layers } });
  return services.pachca;
}

/** Sends one message and tells what became of it, how many arrived and how often it was tried. */
async function send(layers: Layer[], to = anna, token: string = pachcaTokens.owner) {
  const pachca = await start(...layers);
  const { address, log, messages } = pachca;
  const outcome = await pachcaMessenger.send(
    { address, token, fetch },
    to,
    'Проверьте «вход»',
    never,
  );
  return { outcome, messages, tries: log.filter(({ method }) => method === 'POST').length };
}

const fault = (kind: FaultKind): Layer =>
  faulty({ seed: 1, kinds: [kind], inRow: Infinity, stallMs: 500 }).layer;

test('people and chats are found by name, whatever their letters', async () => {
  const { address, token } = await start();
  const http = createHttpClient({ address, token, rate: 50 });
  const { recipients, missingScopes } = await pachcaMessenger.recipients(http, 'отчёт', never);
  expect(missingScopes).toEqual([]);
  expect(recipients.map(({ kind, name }) => [kind, name])).toEqual([
    ['chat', 'Отчёты для руководства'],
    ['chat', 'Отчеты бухгалтерии'],
  ]);
  const found = await pachcaMessenger.recipients(http, 'Соловьёва', never);
  expect(found.recipients[0]).toEqual({
    ...anna,
    about: 'a.soloveva@severny-vektor.example · Безопасность',
  });
});

test('a message goes to a person or a chat, and its number comes back', async () => {
  expect(await send([])).toEqual({
    outcome: { state: 'sent', failure: null, messageId: '194276' },
    messages: [expect.objectContaining({ entityType: 'user', content: 'Проверьте «вход»' })],
    tries: 1,
  });
  await services?.close();
  const chat: Recipient = { kind: 'chat', id: '310000', name: 'Общий', about: null };
  const { messages } = await send([], chat);
  expect(messages).toMatchObject([{ entityType: 'discussion', entityId: 310_000 }]);
});

test('an answer that is lost leaves it unclear, and nothing is sent again', async () => {
  const { outcome, messages, tries } = await send([answerLost]);
  expect(outcome).toMatchObject({ state: 'unclear', failure: { kind: 'network.unreachable' } });
  expect(messages).toHaveLength(1);
  expect(tries).toBe(1);
});

test.each([
  ['server-error', 'unclear', 'service.unavailable'],
  ['html', 'unclear', 'service.wrong-shape'],
  ['too-many', 'refused', 'service.rate-limited'],
  ['redirect', 'refused', 'service.redirected'],
  ['revoked', 'refused', 'service.unauthorized'],
] as const)('%s: %s, after one try', async (kind, state, failure) => {
  const { outcome, tries } = await send([fault(kind)]);
  expect(outcome).toMatchObject({ state, failure: { kind: failure }, messageId: null });
  expect(tries).toBe(1);
});

test('silence ends unclear', async () => {
  const { address, token } = await start((request, next) =>
    request.method === 'POST'
      ? new Promise((resolve) => void setTimeout(() => resolve(next(request)), 400))
      : next(request),
  );
  const line = { address, token, fetch, firstByteMs: 100 };
  const outcome = await pachcaMessenger.send(line, anna, 'Проверьте', never);
  expect(outcome).toMatchObject({ state: 'unclear', failure: { kind: 'network.timeout' } });
});

test('a token without the scope is refused by its name', async () => {
  const { outcome, messages } = await send([], anna, pachcaTokens.withoutMessages);
  expect(outcome.failure).toEqual({ kind: 'service.scope', params: { scope: 'messages:create' } });
  expect(outcome.state).toBe('refused');
  expect(messages).toEqual([]);
});

test('where nobody listens nothing was sent, and that is said', async () => {
  const { address, token } = await start();
  await services?.close();
  services = null;
  const outcome = await pachcaMessenger.send({ address, token, fetch }, anna, 'Проверьте', never);
  expect(outcome).toMatchObject({ state: 'refused', failure: { kind: 'network.unreachable' } });
});
