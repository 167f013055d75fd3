import { createContext, useContext, useSyncExternalStore } from 'react';
import type { ReviewModel } from './review-model.ts';
import type { Review } from './review-state.ts';

export const ReviewContext = createContext<ReviewModel | null>(null);

export function useReviewModel(): ReviewModel {
  const model = useContext(ReviewContext);
  if (!model) throw new Error('ReviewContext is missing');
  return model;
}

/** One part of what is shown; renders again when that part changes, not with every answer. */
export function useReview<T>(part: (review: Review) => T): T {
  const model = useReviewModel();
  return useSyncExternalStore(model.subscribe, () => part(model.get()));
}
