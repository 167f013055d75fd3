import { sourceKinds, type SourceKind } from '../../../shared/event.ts';

/** What `logsource` says. */
export interface LogSource {
  product: string | null;
  service: string | null;
  category: string | null;
}

/** `product` as rules write it. `vestigo` is any source. */
const products: Readonly<Record<string, readonly SourceKind[]>> = {
  vestigo: sourceKinds,
  pachca: ['pachca'],
  jayguard: ['jayguard'],
  jay_guard: ['jayguard'],
  'jay-guard': ['jayguard'],
  'jay guard': ['jayguard'],
};

/** Services and categories that mean these sources where no product is named. */
const customary: Readonly<Record<string, readonly SourceKind[]>> = {
  ...products,
  audit: sourceKinds,
  audit_log: sourceKinds,
  audit_events: ['pachca'],
  messenger: ['pachca'],
  dataguard: ['jayguard'],
  llm_gateway: ['jayguard'],
};

/** The sources a rule is about; none: it is about something else. */
export function sourcesFor({ product, service, category }: LogSource): readonly SourceKind[] {
  const find = (table: typeof products, name: string) => {
    const key = name.toLowerCase();
    return Object.hasOwn(table, key) ? (table[key] ?? []) : [];
  };
  if (product !== null) return find(products, product);
  if (service !== null) return find(customary, service);
  return category === null ? [] : find(customary, category);
}
