import { Command, Option } from 'commander';
import { sourceKinds } from '../../shared/event.ts';
import { exportFormatSchema } from '../../shared/export.ts';
import { languages } from '../../shared/locales/texts.ts';
import type { BundleOptions, SealCommand, SignersCommand, UnsealCommand } from './bundle.ts';
import type { CollectCommand } from './collect.ts';
import type { ExitCode } from './exit-codes.ts';
import { separatorNames, strayChoice, type ExportCommand } from './export-words.ts';
import type { DetectCommand } from './detect.ts';
import type { FacetOptions, HistogramOptions, QueryOptions } from './read.ts';
import type { ImportCommand } from './transfer.ts';
import { checkField, readColumns, readCount, readFrom, readSort, readTo } from './values.ts';
import { version } from './version.ts';
import { words } from './words.ts';

/** What the words asked for, ready to run; rooms are loaded when they are needed. */
export type Task = (signal: AbortSignal) => Promise<ExitCode | void>;

const { option: about, command: does } = words;

const intervals = ['minute', 'hour', 'day'];

/**
 * The commands of contract.md with exactly its words. Parsing calls `plan` with what is to be done,
 * or throws commander's errors and `Failed`; nothing runs before all words have been read.
 */
export function createProgram(plan: (task: Task) => void): Command {
  const program = new Command('vestigo')
    .description(`${words.about}\n\n${words.environment}`)
    .version(version, '--version', words.version)
    .helpOption('--help', words.help)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp({ styleTitle: title });

  const command = (name: keyof typeof does) =>
    program.command(name).description(does[name]).requiredOption('--session <file>', about.session);
  const source = new Option('--source <kind>', about.source).choices(sourceKinds);

  command('collect')
    .addOption(mandatory(source))
    .requiredOption('--base-url <url>', about.baseUrl)
    .requiredOption('--from <time>', about.from, readFrom)
    .requiredOption('--to <time>', about.to, readTo)
    .option('--event-key <key>', about.eventKey)
    .option('--actor-id <id>', about.actorId)
    .option('--entity-id <id>', about.entityId)
    .option('--application <name>', about.application)
    .option('--with-details', about.withDetails)
    .option('--with-names', about.withNames)
    .option('--refresh', about.refresh)
    .option('--json', about.json)
    .action((options: CollectCommand) => {
      if (options.from > options.to) throw new PeriodError();
      plan(async (signal) => (await import('./collect.ts')).collectEvents(options, signal));
    });

  command('info')
    .option('--bundles', about.bundles)
    .action((options: { session: string; bundles?: true }) => {
      plan(async () => (await import('./read.ts')).info(options));
    });

  command('count')
    .option('--query <query>', about.query)
    .action((options: QueryOptions) => {
      plan(async () => (await import('./read.ts')).count(options));
    });

  command('query')
    .option('--query <query>', about.query)
    .option('--sort <field:asc|desc>', about.sort, readSort)
    .option('--limit <n>', about.limit, readCount)
    .option('--offset <n>', about.offset, readCount)
    .option('--masked', about.masked)
    .action((options: QueryOptions) => {
      plan(async (signal) => (await import('./read.ts')).query(options, signal));
    });

  command('facets')
    .requiredOption('--field <field>', about.field, checkField)
    .option('--query <query>', about.query)
    .option('--limit <n>', about.limit, readCount)
    .action((options: FacetOptions) => {
      plan(async () => (await import('./read.ts')).facets(options));
    });

  command('histogram')
    .addOption(mandatory(new Option('--interval <length>', about.interval).choices(intervals)))
    .option('--query <query>', about.query)
    .action((options: HistogramOptions) => {
      plan(async () => (await import('./read.ts')).histogram(options));
    });

  command('export')
    .requiredOption('--format <format>', about.format, readFormat)
    .option('--query <query>', about.query)
    .requiredOption('--out <path>', about.out)
    .option('--force', about.force)
    .option('--masked', about.masked)
    .option('--sort <field:asc|desc>', about.sort, readSort)
    .option('--columns <fields>', about.columns, readColumns)
    .addOption(new Option('--separator <name>', about.separator).choices(separatorNames))
    .option('--bom', about.bom)
    .option('--partitioned', about.partitioned)
    .option('--syslog', about.syslog)
    .option('--question <text>', about.question)
    .option('--author <name>', about.author)
    .addOption(new Option('--lang, --language <language>', about.language).choices(languages))
    .option('--listed <n>', about.listed, readCount)
    .action((options: ExportCommand) => {
      const stray = strayChoice(options);
      if (stray) throw new ChoiceError(stray, options.format);
      plan(async (signal) => (await import('./transfer.ts')).exportEvents(options, signal));
    });

  command('import')
    .requiredOption('--in <path>', about.in)
    .addOption(mandatory(source))
    .action((options: ImportCommand) => {
      plan(async (signal) => (await import('./transfer.ts')).importEvents(options, signal));
    });

  command('seal')
    .requiredOption('--out <path>', about.bundle)
    .option('--query <query>', about.query)
    .option('--masked', about.masked)
    .option('--without-notes', about.withoutNotes)
    .option('--recipient <key>', about.recipient, (one, all: string[]) => [...all, one], [])
    .option('--passphrase', about.passphrase)
    .option('--signer <name>', about.signer)
    .action((options: SealCommand) => {
      plan(async (signal) => (await import('./bundle.ts')).seal(options, signal));
    });

  command('unseal')
    .argument('<bundle>', about.bundle)
    .option('--identity <file>', about.identity)
    .option('--merge', about.merge)
    .action((bundle: string, options: UnsealCommand) => {
      plan(async (signal) => (await import('./bundle.ts')).unseal(bundle, options, signal));
    });

  program
    .command('verify')
    .description(does.verify)
    .argument('<bundle>', about.bundle)
    .option('--identity <file>', about.identity)
    .option('--trust', about.trust)
    .action((bundle: string, options: BundleOptions & { trust?: true }) => {
      plan(async (signal) => (await import('./bundle.ts')).verify(bundle, options, signal));
    });

  program
    .command('signers')
    .description(does.signers)
    .option('--forget <fingerprint>', about.forget)
    .action((options: SignersCommand) => {
      plan(async () => (await import('./bundle.ts')).signers(options));
    });

  command('detect')
    .option('--rules <path>', about.rules)
    .option('--json', about.findingsJson)
    .action((options: DetectCommand) => {
      plan(async (signal) => (await import('./detect.ts')).detectFindings(options, signal));
    });

  return program;
}

/** `--from` after `--to`. */
export class PeriodError extends Error {}

/** A format of the contract that this version does not write, or none at all. */
export class FormatError extends Error {
  readonly known = exportFormatSchema.options.join(', ');
}

/** Something chosen that means nothing to the format. */
export class ChoiceError extends Error {
  readonly format: string;

  constructor(choice: string, format: string) {
    super(choice);
    this.format = format;
  }
}

function readFormat(name: string): string {
  const format = exportFormatSchema.safeParse(name).data;
  if (!format) throw new FormatError(name);
  return format;
}

function mandatory(option: Option): Option {
  return option.makeOptionMandatory();
}

/** Commander's headings, which it has in English only. */
function title(heading: string): string {
  const names: Record<string, string> = {
    'Usage:': words.usage,
    'Options:': words.options,
    'Commands:': words.commands,
  };
  const own = names[heading];
  return own === undefined ? heading : `${own}:`;
}
