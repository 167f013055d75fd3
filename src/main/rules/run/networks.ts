import { isIP, isIPv6 } from 'node:net';

/** Networks of a household, a company, a provider's inside: they say nothing of a place. */
export const privateNetworks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '0.0.0.0/8',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
];

/** Providers hand out parts of a /16, or of a /32 of version 6, in one region. */
export function networkOf(address: string): { family: string; name: string } {
  if (!isIPv6(address)) {
    return { family: '4', name: address.split('.').slice(0, 2).join('.') };
  }
  const [head = ''] = address.toLowerCase().split('::');
  const [first = '0', second = '0'] = head.split(':');
  return { family: '6', name: `${Number.parseInt(first, 16)}:${Number.parseInt(second, 16)}` };
}

/** The host of an address (URL), null where it is none. */
export function hostOf(address: string | undefined): string | null {
  return address === undefined || !URL.canParse(address) ? null : new URL(address).hostname;
}

/** `a.b.example.com` and `example.com` are one owner's; an address is its own. */
export function ownerOf(host: string): string {
  return isIP(host) > 0 || host.startsWith('[') ? host : host.split('.').slice(-2).join('.');
}
