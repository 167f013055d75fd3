import type { Layer } from '../../../src/main/sample/server.ts';

/** In front of a service: lets pages of events through, and holds them back when told. */
export interface Gate {
  layer: Layer;
  /** Lets so many pages through from now on; resolves when the next one is held back. */
  closeAfter(pages: number): Promise<void>;
  /** Lets what is held back go on, and everything after it. */
  open(): void;
  /** Pages that have been asked for. */
  asked(): number;
}

export function openGate(): Gate {
  let asked = 0;
  let left = Infinity;
  let held = Promise.withResolvers<void>();
  let opened = Promise.withResolvers<void>();
  return {
    async layer(request, next) {
      if (request.url.pathname.endsWith('audit_events')) {
        asked += 1;
        left -= 1;
        if (left < 0) {
          held.resolve();
          await opened.promise;
        }
      }
      return next(request);
    },
    closeAfter(pages) {
      left = pages;
      held = Promise.withResolvers();
      opened = Promise.withResolvers();
      return held.promise;
    },
    open() {
      left = Infinity;
      opened.resolve();
    },
    asked: () => asked,
  };
}
