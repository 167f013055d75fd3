import type { Files } from './made.ts';
import type { Found } from './ripgrep.ts';
import type { SqlFigures } from './sql-tools.ts';
import type { Figures } from './vestigo.ts';
import { everything, frequent, oneLetter, rare } from './work.ts';

export interface Measured {
  files: Files;
  vestigo: Figures;
  /** null: not asked yet. */
  sqlite: SqlFigures | null;
  duckdb: SqlFigures | null;
  ripgrep: Record<string, Found> | null;
}

interface Line {
  what: string;
  /** In `unit`, for a million events; null where none is set. */
  target: number | null;
  unit: 'ms' | 'events/s' | 'MB';
  vestigo: number;
  others: (number | null)[];
  /** Rates and memory at opening do not grow with the session. */
  fixed?: boolean;
}

const none = [null, null, null];

function linesOf({ files, vestigo, sqlite, duckdb, ripgrep }: Measured): Line[] {
  const both = (of: (figures: SqlFigures) => number | null) => [
    sqlite && of(sqlite),
    duckdb && of(duckdb),
    null,
  ];
  const counts = (query: string) => (files.expected.counts[query] ?? 0).toLocaleString('en');
  const rates = { unit: 'events/s', fixed: true } as const;
  const worst = (key: 'rows' | 'count' | 'facets') =>
    Object.entries(vestigo.queries).reduce((most, one) =>
      one[1][key] > most[1][key] ? one : most,
    );
  const [slowestRows, slowestFacets] = [worst('rows'), worst('facets')];
  const ofQuery = (query: string): Line[] => {
    const asked = vestigo.queries[query] ?? { rows: 0, count: 0, facets: 0 };
    const name = query === '' ? 'everything' : `\`${query}\` (${counts(query)})`;
    const found = query === '' ? null : (ripgrep?.[query]?.ms ?? null);
    return [
      {
        what: `${name}: to rows`,
        target: 100,
        unit: 'ms',
        vestigo: asked.rows,
        others: both(({ queries }) => queries[query]?.rows ?? null),
      },
      {
        what: `${name}: to rows and count`,
        target: null,
        unit: 'ms',
        vestigo: asked.rows + asked.count,
        others: [
          ...both(({ queries: { [query]: one } }) => (one ? one.rows + one.count : null)).slice(
            0,
            2,
          ),
          found,
        ],
      },
      {
        what: `${name}: facets and histogram`,
        target: 100,
        unit: 'ms',
        vestigo: asked.facets,
        others: both(({ queries }) => queries[query]?.facets ?? null),
      },
    ];
  };
  const ofSort = (field: string): Line => ({
    what: `first sort by ${field}`,
    target: 500,
    unit: 'ms',
    vestigo: vestigo.sorts[field] ?? 0,
    others: both(({ sorts }) => sorts[field] ?? null),
  });
  return [
    {
      what: 'import of NDJSON, searchable when done',
      target: 30_000,
      ...rates,
      vestigo: vestigo.importRate,
      others: both(({ importRate }) => importRate),
    },
    {
      what: 'details of Jay Guard, a hundred at a time',
      target: null,
      ...rates,
      vestigo: vestigo.detailsRate,
      others: none,
    },
    {
      what: 'open to first rows',
      target: 1000,
      unit: 'ms',
      fixed: true,
      vestigo: vestigo.firstRows,
      others: both(({ firstRows }) => firstRows),
    },
    {
      what: 'open to count, facets and histogram',
      target: null,
      unit: 'ms',
      vestigo: vestigo.firstAll,
      others: none,
    },
    ...[everything.query, oneLetter, frequent, rare].flatMap(ofQuery),
    {
      what: `slowest key or query to rows: \`${slowestRows[0]}\``,
      target: 100,
      unit: 'ms',
      vestigo: slowestRows[1].rows,
      others: none,
    },
    {
      what: `slowest facets and histogram: \`${slowestFacets[0]}\``,
      target: 100,
      unit: 'ms',
      vestigo: slowestFacets[1].facets,
      others: none,
    },
    ...Object.keys(vestigo.sorts).map(ofSort),
    {
      what: 'a page under a sort, median',
      target: 20,
      unit: 'ms',
      vestigo: quantile(vestigo.pages, 0.5),
      others: both(({ pages }) => quantile(pages, 0.5)),
    },
    {
      what: 'a page under a sort, 95 %',
      target: 20,
      unit: 'ms',
      vestigo: quantile(vestigo.pages, 0.95),
      others: none,
    },
    {
      what: 'export as CSV',
      target: 100_000,
      ...rates,
      vestigo: vestigo.exportRate.csv,
      others: both(({ exportRate }) => exportRate),
    },
    {
      what: 'export as NDJSON',
      target: 100_000,
      ...rates,
      vestigo: vestigo.exportRate.ndjson,
      others: none,
    },
    {
      what: 'memory of the session’s process, opened',
      target: null,
      unit: 'MB',
      vestigo: vestigo.memory.opened,
      others: none,
    },
    {
      what: 'memory of the session’s process, all this done',
      target: null,
      unit: 'MB',
      vestigo: vestigo.memory.end,
      others: both(({ memory }) => memory),
    },
    {
      what: 'memory of the session’s process, after exports',
      target: null,
      unit: 'MB',
      vestigo: vestigo.memory.exported,
      others: none,
    },
  ];
}

/** As Markdown: every target, what was reached, and what the others took for the same. */
export function tableOf(measured: Measured): string {
  const size = Math.min(10, Math.max(1, measured.files.expected.total / 1e6));
  const head = ['what', 'target', 'Vestigo', 'of target', 'SQLite, plain', 'DuckDB', 'ripgrep'];
  const rows = linesOf(measured).map(({ what, target, unit, vestigo, others, fixed }) => {
    const goal = target === null ? null : target * (fixed === true ? 1 : size);
    const share = goal === null ? null : vestigo / goal;
    const reached = share !== null && (unit === 'events/s' ? share >= 1 : share <= 1);
    const said = share === null ? '' : `${share.toFixed(2)} ${reached ? 'reached' : '**missed**'}`;
    const beside = others.map((one) =>
      one === null ? '–' : `${shown(one, unit)} (${(one / vestigo).toFixed(2)}×)`,
    );
    return [what, goal === null ? '' : shown(goal, unit), shown(vestigo, unit), said, ...beside];
  });
  return [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function shown(value: number, unit: Line['unit']): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ${unit}`;
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? 0;
}
