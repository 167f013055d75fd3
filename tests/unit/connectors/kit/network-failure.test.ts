import { expect, test } from 'vitest';
import { networkFailure } from '../../../../src/main/connectors/kit/network-failure.ts';

function nodeError(code: string): Error {
  const cause = Object.assign(new Error(`connect ${code} https://host/?q=secret`), { code });
  return new TypeError('fetch failed', { cause });
}

const twoAddresses = new TypeError('fetch failed', {
  cause: new AggregateError([Object.assign(new Error('x'), { code: 'ENETUNREACH' })]),
});

test.each([
  [nodeError('ENOTFOUND'), 'network.unreachable', 'ENOTFOUND'],
  [nodeError('EAI_AGAIN'), 'network.unreachable', 'EAI_AGAIN'],
  [nodeError('ECONNRESET'), 'network.unreachable', 'ECONNRESET'],
  [twoAddresses, 'network.unreachable', 'ENETUNREACH'],
  [nodeError('UND_ERR_CONNECT_TIMEOUT'), 'network.timeout', 'UND_ERR_CONNECT_TIMEOUT'],
  [nodeError('ETIMEDOUT'), 'network.timeout', 'ETIMEDOUT'],
  [nodeError('DEPTH_ZERO_SELF_SIGNED_CERT'), 'network.certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  [
    nodeError('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
    'network.certificate',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ],
  [nodeError('CERT_HAS_EXPIRED'), 'network.certificate', 'CERT_HAS_EXPIRED'],
  [
    nodeError('ERR_TLS_CERT_ALTNAME_INVALID'),
    'network.certificate',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  [new Error('net::ERR_NAME_NOT_RESOLVED'), 'network.unreachable', 'ERR_NAME_NOT_RESOLVED'],
  [new Error('net::ERR_INTERNET_DISCONNECTED'), 'network.unreachable', 'ERR_INTERNET_DISCONNECTED'],
  [
    new Error('net::ERR_CERT_AUTHORITY_INVALID'),
    'network.certificate',
    'ERR_CERT_AUTHORITY_INVALID',
  ],
  [new Error('net::ERR_CONNECTION_TIMED_OUT'), 'network.timeout', 'ERR_CONNECTION_TIMED_OUT'],
  [new Error('something with secret'), 'network.unreachable', 'unknown'],
])('%s', (error, kind, code) => {
  const { failure } = networkFailure(error);
  expect(failure).toEqual({ kind, params: { code } });
});

test("Electron's refusal of a redirect", () => {
  const error = new Error("Attempted to redirect, but redirect policy was 'error'");
  expect(networkFailure(error).failure.kind).toBe('service.redirected');
  expect(networkFailure(new Error('Redirect was cancelled')).failure.kind).toBe(
    'service.redirected',
  );
});
