import { Failed } from '../../../shared/errors.ts';

/** Node's and OpenSSL's names for a certificate or a handshake that cannot be trusted. */
const certificate =
  /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|ERR_TLS_|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA|ERR_CERT_|ERR_BAD_SSL)/;
const timeout = /TIMEOUT|TIMED_OUT|^ETIMEDOUT$/;

/**
 * What a rejected `fetch` or a broken body means. Node hides the cause under "fetch failed" or
 * "terminated"; Electron's `net.fetch` names it in the message (`net::ERR_…`). Only the code is
 * kept: a message may hold an address with a query.
 */
export function networkFailure(error: unknown): Failed {
  if (error instanceof Failed) return error;
  const code = codeOf(error) ?? 'unknown';
  // Electron turns a redirect that was not asked for into an error; Node hands over the answer.
  if (code === 'redirect') return new Failed('service.redirected', { host: null });
  if (certificate.test(code)) return new Failed('network.certificate', { code });
  if (timeout.test(code)) return new Failed('network.timeout', { code });
  return new Failed('network.unreachable', { code });
}

function codeOf(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    const named = /net::(ERR_\w+)/.exec(at.message)?.[1];
    if (named) return named;
    if (/redirect/i.test(at.message)) return 'redirect';
    at = at.cause ?? (at instanceof AggregateError ? at.errors[0] : null);
  }
  return null;
}
