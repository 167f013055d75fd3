import { defineTexts } from './texts.ts';

/** The events next to one in time, in the pane of an event. */
export const neighbours = defineTexts(
  {
    tab: 'Nearby',
    label: 'Events just before and just after this one, newest first',
    among: 'Whose events',
    all: 'Everybody',
    actor: 'Same actor',
    person: 'Same person',
    this: 'this one',
    more: 'Further in both directions',
    inTable: 'Show in the table',
  },
  {
    tab: 'Соседи',
    label: 'События непосредственно до и после этого, сначала новые',
    among: 'Чьи события',
    all: 'Все',
    actor: 'Тот же участник',
    person: 'Тот же человек',
    this: 'это',
    more: 'Дальше в обе стороны',
    inTable: 'Показать в таблице',
  },
);
