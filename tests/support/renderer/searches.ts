import type { ChannelInput, ChannelOutput } from '../../../src/shared/contract.ts';
import type { RecentQuery, SavedSearch } from '../../../src/shared/searches.ts';
import { scene } from './world.ts';

/** Saved searches and asked queries of the fake session. */
const asked = [
  'event:user_2fa_fail',
  'посылка -is:own',
  '(rule:person OR finding:person) -event:allow',
  'ip:10.0.* event:user_login',
  'actor:501 time>=2026-11-18',
];
let recent: RecentQuery[] = asked.map((query, at) => ({
  query,
  at: `2026-11-22T06:${String(50 - at * 7).padStart(2, '0')}:00.000Z`,
}));
let saved: SavedSearch[] = [
  {
    id: '1',
    place: 'session',
    name: 'Входы с новых адресов',
    query: 'event:user_login -ip:10.0.*',
    period: { from: 1_794_787_200_000_000, to: 1_795_046_400_000_000 },
  },
  {
    id: '2',
    place: 'session',
    name: 'Утечки в шлюз моделей',
    query: 'source:jayguard (event:deny OR event:block)',
    period: null,
  },
  {
    id: 'p1',
    place: 'program',
    name: 'Неудачные 2FA',
    query: 'event:user_2fa_fail',
    period: null,
  },
];
if (scene.empty) {
  recent = [];
  saved = [];
}
let lastId = 2;

export const searches = {
  'searches.list': (): ChannelOutput<'searches.list'> => ({
    saved: saved.toSorted((a, b) => a.name.localeCompare(b.name)),
    recent,
  }),
  'searches.save': ({ id, ...draft }: ChannelInput<'searches.save'>): undefined => {
    if (id === undefined) saved.push({ ...draft, id: `n${(lastId += 1)}` });
    else saved = saved.map((one) => (one.id === id ? { ...draft, id } : one));
  },
  'searches.remove': ({ id, place }: ChannelInput<'searches.remove'>): undefined => {
    saved = saved.filter((one) => one.id !== id || one.place !== place);
  },
  'searches.remember': ({ query }: ChannelInput<'searches.remember'>): undefined => {
    const others = recent.filter((one) => one.query !== query);
    recent = [{ query, at: new Date().toISOString() }, ...others];
  },
  'searches.forgetRecent': (): undefined => {
    recent = [];
  },
};
