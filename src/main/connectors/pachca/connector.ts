import { baseOf, readAddress } from '../kit/address.ts';
import type { Connector } from '../connector.ts';
import { askOwner, lookUpNames, testToken } from './account.ts';
import { pachcaLines } from './line.ts';
import { readPachcaEvent } from './event.ts';
import { pachcaMessenger } from './messages.ts';
import { pullPachca } from './pages.ts';

const basePath = '/api/shared/v1';

/** Pachca's audit log: `GET /audit_events` (developers' specification of 2026-08-08 and before). */
export const pachca = {
  kind: 'pachca',
  defaultAddress: `https://api.pachca.com${basePath}`,
  requestsPerSecond: 50,
  normalizeAddress(typed) {
    const url = readAddress(typed);
    return url.pathname === '/' ? url.origin + basePath : baseOf(url, /\/audit[_-]events$/);
  },
  read: readPachcaEvent,
  lines: pachcaLines,
  test: testToken,
  owner: askOwner,
  pull: pullPachca,
  names: lookUpNames,
  messenger: pachcaMessenger,
} as const satisfies Connector;
