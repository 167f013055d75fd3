import { eventFields, sourceKindSchema } from '../../shared/event.ts';
import type { Row } from '../../shared/session.ts';
import { stringBytes } from '../byte-text.ts';
import { maskFields, maskRaw, maskRawBytes, maskRow } from '../privacy/mask-event.ts';
import type { Revealed } from '../privacy/mask-json.ts';
import type { SessionMasker } from '../privacy/masker.ts';
import type { ShownParts } from '../privacy/shown.ts';
import type { EventJson, ExportedEvent } from './session-store.ts';

const sourceAt = eventFields.indexOf('source');
const nothing: Revealed = () => false;

/** The events with pseudonyms for all that is personal and not shown. */
export function maskedEvents(
  events: readonly ExportedEvent[],
  masker: SessionMasker,
  shown: ShownParts,
): ExportedEvent[] {
  const isShown = shown.list.length > 0;
  return events.map((event) => {
    const parts = isShown ? shown.of(event.row.row) : nothing;
    return new MaskedEvent(event, masker, parts);
  });
}

/** An event of a batch; what it is not asked for is not masked. */
class MaskedEvent implements ExportedEvent {
  readonly #event: ExportedEvent;
  readonly #masker: SessionMasker;
  readonly #parts: Revealed;
  #row: Row | null = null;

  constructor(event: ExportedEvent, masker: SessionMasker, parts: Revealed) {
    this.#event = event;
    this.#masker = masker;
    this.#parts = parts;
  }

  get row(): Row {
    this.#row ??= maskRow(this.#event.row, this.#masker, this.#parts);
    return this.#row;
  }

  get raw(): string {
    const { row, raw } = this.#event;
    return maskRaw(row.source, raw, this.#masker, this.#parts);
  }

  json(): EventJson | null {
    const json = this.#event.json?.();
    if (!json) return null;
    const source = sourceKindSchema.parse(stringBytes(json.field(sourceAt)));
    maskFields(json, source, this.#masker, this.#parts);
    const raw = () => maskRawBytes(source, json.raw, this.#masker, this.#parts);
    return {
      field: (place) => json.field(place),
      change: (place, changed) => json.change(place, changed),
      writeHead: (to) => json.writeHead(to),
      writeRaw: (to) => to.add(raw()),
      get raw() {
        return raw();
      },
    };
  }
}
