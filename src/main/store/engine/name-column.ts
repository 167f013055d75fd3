import { sourceKinds, type SourceKind } from '../../../shared/event.ts';
import { CodeColumn } from './code-column.ts';
import { Dictionary } from './dictionary.ts';

/** The columns that an actor's name depends on. */
interface NamedColumns {
  source: CodeColumn<Dictionary>;
  actor: CodeColumn<Dictionary>;
  /** Names that came with the events; null where only actors are named. */
  own: CodeColumn<Dictionary> | null;
}

/**
 * `actorName`: the name that came with the event, else the one that was looked up for the actor; or
 * `person`: the name of whoever an analyst says the actor is.
 */
export class NameColumn extends CodeColumn<Dictionary> {
  private readonly from: NamedColumns;
  private readonly names = new Map<SourceKind, ReadonlyMap<string, string>>();

  constructor(from: NamedColumns) {
    super(new Dictionary());
    this.from = from;
  }

  /** Adds to the names known, or replaces them. */
  addNames(source: SourceKind, names: ReadonlyMap<string, string>): void {
    this.setNames(source, new Map([...(this.names.get(source) ?? []), ...names]));
  }

  /** From now on there are these names, and no others. */
  setNames(source: SourceKind, names: ReadonlyMap<string, string>): void {
    this.names.set(source, names);
    this.codes.length = 0;
    this.revision += 1;
  }

  truncate(rows: number): void {
    this.codes.length = Math.min(this.codes.length, rows);
  }

  /** Brings the column up to the rows there are. */
  extend(): this {
    const { source, actor, own } = this.from;
    const rows = actor.codes.length;
    if (this.codes.length === rows) return this;
    const ofOwn = new Uint32Array(own?.table.size ?? 1);
    for (let code = 1; code < ofOwn.length; code += 1) {
      ofOwn[code] = this.table.code(own?.table.text(code) ?? '');
    }
    const ofActor = sourceKinds.map((kind) => ({
      code: source.table.code(kind),
      names: this.lookedUp(actor.table, this.names.get(kind)),
    }));
    for (let row = this.codes.length; row < rows; row += 1) {
      const code = own?.codes.at(row) ?? 0;
      const kind = source.codes.at(row);
      const lookedUp = ofActor.find((one) => one.code === kind)?.names;
      this.codes.push(code > 0 ? (ofOwn[code] ?? 0) : (lookedUp?.[actor.codes.at(row)] ?? 0));
    }
    return this;
  }

  private lookedUp(
    actors: Dictionary,
    names: ReadonlyMap<string, string> | undefined,
  ): Uint32Array | undefined {
    if (!names || names.size === 0) return undefined;
    const codes = new Uint32Array(actors.size);
    for (let code = 1; code < codes.length; code += 1) {
      const name = names.get(actors.text(code));
      if (name !== undefined) codes[code] = this.table.code(name);
    }
    return codes;
  }
}
