import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startSampleServices } from '../../../src/main/sample/start.ts';
import type { Layer } from '../../../src/main/sample/server.ts';
import { openLaptop } from '../../support/desktop/app.ts';
import { get } from '../../support/desktop/bridge.ts';
import { startCollecting, whenIdle } from '../../support/desktop/collecting.ts';
import { answerFileDialog } from '../../support/desktop/dialogs.ts';

test('a slow service is asked side by side, beyond the browser’s six connections a host', async () => {
  let underWay = 0;
  let most = 0;
  const slow: Layer = async (request, next) => {
    if (!request.url.pathname.endsWith('/audit_events')) return next(request);
    most = Math.max(most, (underWay += 1));
    await pause(600);
    underWay -= 1;
    return next(request);
  };
  const services = await startSampleServices({ events: 4000, pachca: { layers: [slow] } });
  const laptop = await openLaptop();
  const { app, window } = await laptop.start();
  const { address, token } = services.pachca;
  const source = { kind: 'pachca', name: 'Pachca', address, token, keep: 'run' } as const;
  const { id: sourceId } = await get(window, 'sources.save', source);
  await answerFileDialog(app, 'save', join(laptop.userData, 'pace.vestigo'));
  await get(window, 'sessions.create', { name: 'Pace', protection: { kind: 'keychain' } });
  const { from, to } = services.period;
  await startCollecting(window, {
    sourceId,
    from: Date.parse(from) * 1000,
    to: Date.parse(to) * 1000 + 999,
  });
  await whenIdle(window);
  const { events } = await get(window, 'session.info');
  expect(events.pachca).toBe(4000);
  expect(most).toBeGreaterThan(8);
  await services.close();
  await laptop.close();
});
