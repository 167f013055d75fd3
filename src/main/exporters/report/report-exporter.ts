import { basename } from 'node:path';
import { usuallyListed, type ReportStyle } from '../../../shared/export.ts';
import type { Selection, Sort } from '../../../shared/session.ts';
import type { Exporter } from '../exporter.ts';
import { systemUser } from '../manifest.ts';
import type { ReportFacts, ReportReader } from './facts.ts';
import { reportChunks } from './report.ts';

export interface ReportExport {
  selection: Selection;
  sort: Sort;
  columns: readonly string[] | null;
  masked: boolean;
  path: string;
  program: string;
  report?: ReportStyle | undefined;
  signal: AbortSignal;
}

const nothingSaid: ReportStyle = {
  question: '',
  author: '',
  language: 'en',
  listed: usuallyListed,
};

/** A report as one of the formats; beside the events it asks the session for all that it says. */
export function reportExporter(reader: ReportReader, options: ReportExport): Exporter {
  const { signal, path, report = nothingSaid, ...asked } = options;
  const request = {
    ...asked,
    ...report,
    file: basename(path),
    madeBy: systemUser(),
  };
  let told: ReportFacts | null = null;
  return {
    columns: null,
    encode: (batches, _layout, tally) =>
      reportChunks(reader, request, batches, {
        signal,
        onFacts(facts) {
          told = facts;
          tally.about = facts.overview.total;
        },
      }),
    facts: () =>
      told
        ? {
            language: report.language,
            question: report.question,
            author: report.author,
            listed: Math.min(report.listed, told.overview.total),
            marked: told.marked.all,
            confirmed: told.confirmed.findings.length,
            chain: told.proof.head,
            answersIntact: told.proof.changed === null,
          }
        : {},
  };
}
