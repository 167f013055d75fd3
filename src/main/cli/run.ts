import { CommanderError } from 'commander';
import { toFailure } from '../../shared/errors.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes.ts';
import { say } from './output.ts';
import { ChoiceError, createProgram, FormatError, PeriodError, type Task } from './program.ts';
import { failureLine, fill, words } from './words.ts';

/** Reads the words and does what they say. Never throws: whatever goes wrong is told on one line. */
export async function run(argv: readonly string[], signal: AbortSignal): Promise<ExitCode> {
  try {
    const task = read(argv);
    return (await task?.(signal)) ?? exitCodes.done;
  } catch (error) {
    if (isWrongWord(error)) {
      say(`${wrongWords(error)} ${words.wrong.next}`);
      return exitCodes.wrongWords;
    }
    const failure = toFailure(error);
    say(failureLine(failure));
    if (process.env['VESTIGO_DEBUG'] === '1') say(placesOf(error));
    return exitCodeOf(failure);
  }
}

/** null: the words asked for help or the version, which has been printed. */
function read(argv: readonly string[]): Task | null {
  let task: Task | null = null;
  const program = createProgram((planned) => {
    task = planned;
  });
  try {
    program.parse([...argv], { from: 'user' });
  } catch (error) {
    const isAnswered = error instanceof CommanderError && error.exitCode === 0;
    if (!isAnswered) throw error;
  }
  return task;
}

type WrongWord = CommanderError | PeriodError | FormatError | ChoiceError;

function isWrongWord(error: unknown): error is WrongWord {
  const kinds = [CommanderError, PeriodError, FormatError, ChoiceError];
  return kinds.some((kind) => error instanceof kind);
}

const texts: Readonly<Record<string, keyof typeof words.wrong>> = {
  'commander.unknownOption': 'unknownOption',
  'commander.unknownCommand': 'unknownCommand',
  'commander.missingMandatoryOptionValue': 'missingOption',
  'commander.optionMissingArgument': 'missingValue',
  'commander.invalidArgument': 'invalid',
  'commander.excessArguments': 'excess',
  'commander.help': 'noCommand',
};

/** Commander names what it means in quotes, an option with its placeholder. */
function wrongWords(error: WrongWord): string {
  if (error instanceof PeriodError) return words.wrong.period;
  if (error instanceof FormatError) {
    return fill(words.wrong.format, { what: error.message, known: error.known });
  }
  if (error instanceof ChoiceError) {
    return fill(words.wrong.choice, { what: `--${error.message}`, format: error.format });
  }
  const quoted = [...error.message.matchAll(/'([^']*)'/g)].map(([, text = '']) => text);
  const isInvalid = error.code === 'commander.invalidArgument';
  const [where = '', what = ''] = isInvalid ? quoted : ['', quoted[0]];
  const key = texts[error.code] ?? 'other';
  return fill(words.wrong[key], { what: nameOf(what), where: nameOf(where) });
}

function nameOf(option: string): string {
  return option.split(' ', 1)[0] ?? option;
}

/** Where it happened, without the message: that may hold a path or a part of an event. */
function placesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
}
