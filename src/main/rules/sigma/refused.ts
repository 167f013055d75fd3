import type { RuleProblemCode } from '../../../shared/rules.ts';

/** A place in a file; lines and columns count from 1. */
export interface At {
  line: number;
  column: number;
}

/** What is wrong, and where. */
export interface Fault extends At {
  code: RuleProblemCode;
  what: string;
}

/** A part of a rule that cannot be read or is not supported: it refuses the whole rule. */
export class Refused extends Error {
  readonly fault: Fault;

  constructor(at: At, code: RuleProblemCode, what: string) {
    super(code);
    this.name = 'Refused';
    this.fault = { line: at.line, column: at.column, code, what };
  }
}

export function refuse(at: At, code: RuleProblemCode, what: string): never {
  throw new Refused(at, code, what);
}

/** Collects faults, so that a rule is told everything that is wrong with it at once. */
export class Faults {
  readonly found: Fault[] = [];

  /** What `work` makes, or null where it refuses. */
  try<T>(work: () => T): T | null {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.found.push(error.fault);
      return null;
    }
  }
}
