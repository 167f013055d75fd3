import { eventFields } from '../../../shared/event.ts';
import type { ExportedEvent } from '../../store/session-store.ts';
import type { Exporter, Layout } from '../exporter.ts';
import { ParquetEncoder } from './encoder.ts';

/** One Parquet file with Snappy, which every reader knows; a dataset is `dataset.ts`. */
export const parquet = {
  columns: eventFields,
  async *encode(
    batches: AsyncIterable<ExportedEvent[]>,
    { columns, program }: Pick<Layout, 'columns' | 'program'>,
  ) {
    const file = new ParquetEncoder(columns, program);
    for await (const batch of batches) {
      for (const event of batch) {
        const bytes = file.add(event);
        if (bytes) yield bytes;
      }
    }
    yield file.end();
  },
  facts: ({ partitioned }) => ({ partitionedBy: partitioned ? ['source', 'day'] : [] }),
} satisfies Exporter;
