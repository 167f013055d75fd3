import { expect, test } from 'vitest';
import { jayguard } from '../../../src/main/connectors/jayguard/connector.ts';
import { pachca } from '../../../src/main/connectors/pachca/connector.ts';

test.each([
  ['api.pachca.com', 'https://api.pachca.com/api/shared/v1'],
  [' https://api.pachca.com/ ', 'https://api.pachca.com/api/shared/v1'],
  ['https://api.pachca.com/api/shared/v1/', 'https://api.pachca.com/api/shared/v1'],
  ['https://api.pachca.com/api/shared/v1/audit_events', 'https://api.pachca.com/api/shared/v1'],
  ['pachca.example:8443/own/base', 'https://pachca.example:8443/own/base'],
  ['localhost:8080', 'http://localhost:8080/api/shared/v1'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/api/shared/v1'],
  ['http://[::1]:80/x', 'http://[::1]/x'],
])('Pachca: %s', (typed, base) => {
  expect(pachca.normalizeAddress(typed)).toBe(base);
});

test.each([
  ['app.jayguard.com', 'https://app.jayguard.com'],
  ['https://guard.example/prefix/', 'https://guard.example/prefix'],
  ['https://guard.example/api/dataguard/public/audit/list', 'https://guard.example'],
  ['https://guard.example/api/dataguard/public', 'https://guard.example'],
])('Jay Guard: %s', (typed, base) => {
  expect(jayguard.normalizeAddress(typed)).toBe(base);
});

test.each([
  '',
  'http://api.pachca.com',
  'http://127.0.0.1.example.com',
  'ftp://api.pachca.com',
  'javascript://x',
  'https://user:password@api.pachca.com',
  'https://api.pachca.com/?q=1',
  'https://api.pachca.com/#x',
  'https://',
  'not a host',
])('refused: %s', (typed) => {
  for (const { normalizeAddress } of [pachca, jayguard]) {
    expect(() => normalizeAddress(typed)).toThrow(
      expect.objectContaining({ failure: { kind: 'input.invalid', params: { field: 'address' } } }),
    );
  }
});
