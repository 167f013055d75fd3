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
    const first = this.codes.length;
    if (first === rows) return this;
    const ofOwn = new Uint32Array(own?.table.size ?? 1);
    for (let code = 1; code < ofOwn.length; code += 1) {
      ofOwn[code] = this.table.code(own?.table.text(code) ?? '');
    }
    const ofActor: (Uint32Array | undefined)[] = [];
    for (const kind of sourceKinds) {
      ofActor[source.table.code(kind)] = this.lookedUp(actor.table, this.names.get(kind));
    }
    this.codes.resize(rows);
    const [ownNames, actors, kinds] = [own?.codes.data, actor.codes.data, source.codes.data];
    for (let row = first; row < rows; row += 1) {
      const name = ownNames?.[row] ?? 0;
      const code = name > 0 ? ofOwn[name] : ofActor[kinds[row] ?? 0]?.[actors[row] ?? 0];
      if (code !== undefined && code > 0) this.codes.set(row, code);
    }
    return this;
  }

  /** Of whom no name is known the id is shown: without names, too, there is an order of actors. */
  lastRanks(): Uint32Array | null {
    const { actor, own } = this.from;
    if (!own) return null;
    const ranks = actor.ranks();
    const { data } = this.codes;
    for (let row = 0; row < ranks.length; row += 1) if (data[row] !== 0) ranks[row] = 0;
    return ranks;
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
