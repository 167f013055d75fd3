import { api } from '../../api.ts';
import { drawn } from '../../drawn.ts';
import { shown } from '../../state/selection.ts';
import { isRaw } from './raw-value.ts';
import type { Main } from './review-state.ts';

/**
 * Main as the review screen asks it. Rows bring their JSON, and what was said to the model, while a
 * column shows something of it.
 */
export const reviewMain: Main = {
  async rows(input) {
    const { columns } = shown.get();
    const brief = !columns.some(({ field }) => field === 'content');
    const rows = await api.call('review.rows', { ...input, brief });
    if (rows.length === 0 || !columns.some(({ field }) => isRaw(field))) return rows;
    const records = await api.call('review.records', { rows: rows.map(({ row }) => row) });
    return records.map(({ row, raw }) => ({ ...row, raw }));
  },
  count: (input) => api.call('review.count', input),
  position: (input) => api.call('review.position', input),
  facet: (input) => api.call('review.facet', input),
  histogram: (input) => api.call('review.histogram', input),
  cancel: () => api.call('review.cancel'),
  drawn,
  now: () => performance.now(),
};
