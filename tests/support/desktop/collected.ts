import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { ChannelInput } from '../../../src/shared/contract.ts';
import type { SourceKind } from '../../../src/shared/event.ts';
import type { SampleServices } from '../../../src/main/sample/start.ts';
import type { Laptop, RunningApp } from './app.ts';
import { get } from './bridge.ts';
import { startCollecting, whenIdle } from './collecting.ts';
import { answerFileDialog } from './dialogs.ts';

interface Wanted {
  /** What the session is called. */
  readonly name: string;
  /** In words; else its key is in the keychain. */
  readonly passphrase?: string;
  /** Which services are collected from, and with what beside their events. */
  readonly from: Partial<
    Record<SourceKind, Partial<Pick<ChannelInput<'collect.start'>, 'withDetails' | 'withNames'>>>
  >;
}

/** Said alike in every language: the pictures show each. */
const names = { pachca: 'severny-vektor', jayguard: 'model-gateway' } as const;

/**
 * Starts the app in Russian, its window showing a new session that holds
 * everything the services have. Not by hand: what a test is about begins after that.
 */
export async function startCollected(
  laptop: Laptop,
  services: SampleServices,
  { name, passphrase, from: sources }: Wanted,
): Promise<RunningApp> {
  const running = await laptop.start({ locale: 'ru' });
  const { app, window } = running;
  await answerFileDialog(app, 'save', join(laptop.userData, 'case.vestigo'));
  const protection =
    passphrase === undefined
      ? ({ kind: 'keychain' } as const)
      : ({ kind: 'passphrase', passphrase } as const);
  await get(window, 'sessions.create', { name, protection });
  const from = Date.parse(services.period.from) * 1000;
  const to = Date.parse(services.period.to) * 1000 + 999;
  for (const kind of ['pachca', 'jayguard'] as const) {
    const beside = sources[kind];
    if (!beside) continue;
    const { address, token } = services[kind];
    const source = { kind, name: names[kind], address, token, keep: 'keychain' } as const;
    const { id: sourceId } = await get(window, 'sources.save', source);
    await startCollecting(window, { sourceId, from, to, ...beside });
  }
  await whenIdle(window);
  await beginAnew(window);
  return running;
}

/** The open session as it is first seen: for tests that share one. */
export async function beginAnew(window: Page): Promise<void> {
  await window.reload();
  await expect(window.getByRole('grid')).toHaveAttribute('aria-busy', 'false');
}
