import { afterEach, expect, test } from 'vitest';
import { createHttpClient } from '../../src/main/connectors/kit/http.ts';
import { connectors } from '../../src/main/connectors/registry.ts';
import { keepNotices } from '../../src/main/desktop/services/notices.ts';
import { answerLost } from '../../src/main/sample/faults.ts';
import { pachcaTokens } from '../../src/main/sample/pachca-service.ts';
import type { Layer } from '../../src/main/sample/server.ts';
import { startSampleServices, type SampleServices } from '../../src/main/sample/start.ts';
import { goldenNotice } from '../support/store/golden.ts';
import { create, sessionPath } from '../support/store/session.ts';

let services: SampleServices | null = null;
afterEach(async () => {
  await services?.close();
  services = null;
});

async function desk(token: string = pachcaTokens.owner, ...layers: Layer[]) {
  services = await startSampleServices({ events: 1, pachca: { layers } });
  const { pachca } = services;
  const session = await create(sessionPath());
  const { address } = pachca;
  const notices = keepNotices({
    createHttpClient,
    fetch,
    freshFetch: () => fetch,
    sources: { reach: async (id) => ({ id, address, connector: connectors.pachca, token }) },
    link: () => session,
  });
  const { finding, to, text } = goldenNotice;
  const send = () => notices.send({ sourceId: 's', finding, to, text });
  return { notices, session, pachca, send };
}

test('what is sent is written down with whom, what and what became of it', async () => {
  const { session, pachca, send } = await desk();
  expect(await send()).toMatchObject({ state: 'sent', to: { name: 'Анна' } });
  expect(pachca.messages).toHaveLength(1);
  expect(await session.notices()).toMatchObject([
    { text: goldenNotice.text, address: pachca.address, state: 'sent' },
  ]);
});

test('a lost answer is written down as unclear, and one message arrived', async () => {
  const { session, pachca, send } = await desk(pachcaTokens.owner, answerLost);
  expect(await send()).toMatchObject({ state: 'unclear' });
  expect(pachca.messages).toHaveLength(1);
  expect(await session.notices()).toMatchObject([{ state: 'unclear', messageId: null }]);
});

test('two presses are one message', async () => {
  const { pachca, send } = await desk();
  const both = await Promise.allSettled([send(), send()]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(pachca.messages).toHaveLength(1);
});

test('without the scope nothing is sent and nothing is written down', async () => {
  const { notices, session, pachca, send } = await desk(pachcaTokens.withoutMessages);
  expect(await notices.check('s')).toMatchObject({ missingScope: 'messages:create' });
  await expect(send()).rejects.toMatchObject({
    failure: { kind: 'service.scope', params: { scope: 'messages:create' } },
  });
  expect(pachca.log.filter(({ method }) => method === 'POST')).toEqual([]);
  expect(await session.notices()).toEqual([]);
});
