import { bundleGroups, type BundleGroup } from '../../shared/bundle.ts';

/** A bag lies in a folder of its own (RFC 8493, section 4); this is its name in every bundle. */
export const folder = 'vestigo-bundle/';

/** Tag files, and the facts, which are payload, by their path in the bag. */
export const names = {
  bagit: 'bagit.txt',
  facts: 'data/session.json',
  info: 'bag-info.txt',
  key: 'signer.pem',
  manifest: 'manifest-sha256.txt',
  tagManifest: 'tagmanifest-sha256.txt',
  signature: 'signature.dsse.json',
} as const;

/** Files of a group are numbered from 1. */
export function partName(group: BundleGroup, number: number): string {
  return `data/${group}-${String(number).padStart(6, '0')}.ndjson.gz`;
}

const part = /^data\/([a-z]+)-(\d{6})\.ndjson\.gz$/;

/** Which part of which group a name is; null for every other name. */
export function partOf(name: string): { group: BundleGroup; number: number } | null {
  const found = part.exec(name);
  const group = bundleGroups.find((one) => one === found?.[1]);
  return group ? { group, number: Number(found?.[2]) } : null;
}

/** Entries stand in one order: this number only grows. null: no bundle has such an entry. */
export function placeOf(name: string): number | null {
  if (name === names.bagit) return 0;
  const found = partOf(name);
  if (found) return (bundleGroups.indexOf(found.group) + 1) * 1_000_000 + found.number;
  const last = [
    names.facts,
    names.info,
    names.key,
    names.manifest,
    names.tagManifest,
    names.signature,
  ];
  const at = last.findIndex((one) => one === name);
  return at < 0 ? null : 100_000_000 + at;
}
