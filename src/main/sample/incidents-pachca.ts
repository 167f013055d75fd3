import { bots, chats, colleagues, dlpRules, owner, strangerAgent, type Person } from './company.ts';
import type { Actor, Step } from './pachca-events.ts';
import { failedSecondFactor, secondFactor, signIn, type Act } from './pachca-scripts.ts';
import { paced, type Calendar, type Story } from './story.ts';

export type TimedStep = Step & { at: number };

const second = 1000;
const minute = 60 * second;
/** Somebody else's network, never a colleague's. */
const elsewhere = '198.51.100';
const crm = 'b2f1c6d0-1c7e-4c55-9b9e-vektorcrm001';
const mailMerge = 'e6a90b17-52d4-4f0e-8f0a-mailmerge0042';
const hooks = 'https://hooks.severny-vektor.example';
const wide = [
  'messages:read',
  'messages:create',
  'users:read',
  'users:update',
  'chats:read',
  'chat_exports:write',
  'search:messages',
];

const desk = (person: Person): Actor => ({
  id: person.id,
  type: 'User',
  ip: person.officeIp,
  agent: person.agents[0],
});
const home = (person: Person): Actor => ({
  ...desk(person),
  ip: person.homeIp,
  agent: person.agents[1],
});
const abroad = (person: Person, host: number): Actor => ({
  ...desk(person),
  ip: `${elsewhere}.${host}`,
});

const step = (at: number, actor: Actor, act: Act): TimedStep => ({ at, actor, act });

function entering(at: number, actor: Actor): TimedStep[] {
  return [step(at, actor, signIn), step(at + 9 * second, actor, secondFactor)];
}

/** Known at the office and at home since the first days. */
function settled(when: Calendar, ...known: Actor[]): TimedStep[] {
  const shares = [0.01, 0.05, 0.1, 0.16, 0.24, 0.33];
  return known.flatMap((actor, at) =>
    shares.flatMap((share) =>
      entering(when(share, `${9 + at * 3}:${10 + (actor.id % 40)}`), actor),
    ),
  );
}

/** Known from another network, too, but never on the day of the first one. */
function travelled(when: Calendar, actor: Actor): TimedStep[] {
  return [0.03, 0.08, 0.13, 0.2].flatMap((share) =>
    entering(when(share, '12:00') + 36 * 60 * minute, actor),
  );
}

const act = (key: string, entityType: string, entity: Act['entity'], details: Act['details']) => ({
  key,
  entityType,
  entity,
  details,
});
const deletion = act('message_deleted', 'Message', 'own', {});
const role = (person: Person, previous: string, now: string): Act =>
  act('user_role_changed', 'User', person.id, {
    new_company_role: now,
    previous_company_role: previous,
    initiator_id: owner.id,
  });
const token = (key: string, number: number, scopes: string[]): Act =>
  act(key, 'AccessToken', 610_000 + number, { scopes });
const webhook = (bot: number, previous: string, now: string): Act =>
  act('bot_webhook_settings_updated', 'Bot', bot, {
    changes: { outgoing_url: { previous, new: now } },
  });
const access = (chat: number, isPublic: boolean): Act =>
  act('chat_permission_changed', 'Chat', chat, { public_access: isPublic });
const grant = (client: string, scopes: string[]): Act =>
  act('oauth_authorization_granted', 'User', 'self', { client_id: client, scopes });
const reading = act('audit_events_accessed', 'Company', 4417, {});

function search(page: number): Act {
  return act('search_messages_api', 'Company', 4417, {
    search_type: 'messages',
    query_present: true,
    cursor_present: page > 0,
    limit: 50,
    filters: { order: 'desc' },
  });
}

function violation(person: Person, number: number): Act {
  const rule = dlpRules[number % dlpRules.length] ?? dlpRules[0];
  return act('dlp_violation_detected', 'Message', 'own', {
    dlp_rule_id: rule.id,
    dlp_rule_name: rule.name,
    message_id: 480_000_000 + number,
    chat_id: chatAt(6),
    user_id: person.id,
    action_message: rule.message,
    conditions_matched: true,
  });
}

const chatAt = (index: number): number => chats[index]?.id ?? 0;
const botAt = (index: number): number => bots[index]?.id ?? 0;

/** So many of something, spread over the whole period in working hours. */
function overMonth(when: Calendar, count: number, make: (at: number, index: number) => TimedStep) {
  return Array.from({ length: count }, (_, index) =>
    make(when(0.03 + (0.9 * index) / count, `${10 + (index % 7)}:${(index * 13) % 60}`), index),
  );
}

/** What was planted in Pachca. Each story has people of its own, who do nothing else. */
export function pachcaStories(when: Calendar): Story<TimedStep>[] {
  const row = colleagues.slice(20, 26);
  const story = (
    topic: Story<TimedStep>['topic'],
    quiet: boolean,
    about: string,
    steps: TimedStep[],
    history: TimedStep[] = [],
  ): Story<TimedStep> => ({ topic, quiet, about, steps, history });

  const late = when(0.62, '21:40');
  const outage = when(0.5, '9:20');
  const night = when(0.71, '3:12');
  const morning = when(0.66, '10:05');
  const raised = when(0.58, '18:50');
  const published = when(0.77, '19:15');

  return [
    story(
      'second-factor',
      false,
      'Eight failed second factors within six minutes, then it is right',
      [
        step(late, home(colleague(0)), signIn),
        ...paced(late + 20 * second, 8, 40 * second).map((at) =>
          step(at, home(colleague(0)), failedSecondFactor),
        ),
        step(late + 6 * minute, home(colleague(0)), secondFactor),
      ],
      settled(when, desk(colleague(0)), home(colleague(0))),
    ),
    story(
      'second-factor',
      true,
      'Three people mistype a code once each, from one office, and get in',
      [colleague(1), colleague(2), colleague(3)].flatMap((person, index) => [
        step(outage + index * 70 * second, desk(person), signIn),
        step(outage + index * 70 * second + 15 * second, desk(person), failedSecondFactor),
        step(outage + index * 70 * second + 40 * second, desk(person), secondFactor),
      ]),
      settled(when, desk(colleague(1)), desk(colleague(2)), desk(colleague(3))),
    ),
    story(
      'new-place',
      false,
      'A person known from office and home signs in at night from a new address by a script',
      entering(night, { ...abroad(colleague(4), 77), agent: strangerAgent }),
      settled(when, desk(colleague(4)), home(colleague(4))),
    ),
    story(
      'new-place',
      true,
      'After weeks away, a person signs in from home with the device used before',
      entering(when(0.8, '9:41'), home(colleague(5))),
      settled(when, desk(colleague(5)), home(colleague(5))),
    ),
    story(
      'impossible-travel',
      false,
      'Two known addresses in two networks, nine minutes apart',
      [
        ...entering(morning, home(colleague(6))),
        ...entering(morning + 9 * minute, abroad(colleague(6), 140)),
      ],
      [...settled(when, home(colleague(6))), ...travelled(when, abroad(colleague(6), 140))],
    ),
    story(
      'impossible-travel',
      true,
      'The same two networks a day apart: somebody travelled',
      [
        ...entering(when(0.66, '11:20'), home(colleague(7))),
        ...entering(when(0.66, '11:20') + 24 * 60 * minute, abroad(colleague(7), 141)),
      ],
      [...settled(when, home(colleague(7))), ...travelled(when, abroad(colleague(7), 141))],
    ),
    story(
      'mass-deletion',
      false,
      'Forty messages deleted within six minutes',
      paced(when(0.74, '18:22'), 40, 9 * second).map((at) =>
        step(at, desk(colleague(8)), deletion),
      ),
    ),
    story(
      'mass-deletion',
      true,
      'Forty messages deleted over the whole month',
      overMonth(when, 40, (at) => step(at, desk(colleague(9)), deletion)),
    ),
    story(
      'mass-search',
      false,
      'Sixty searches through messages by API within four minutes',
      paced(when(0.69, '4:02'), 60, 4 * second).map((at, index) =>
        step(at, desk(colleague(10)), search(index)),
      ),
    ),
    story(
      'mass-search',
      true,
      'Forty searches by API over the whole month',
      overMonth(when, 40, (at, index) => step(at, desk(colleague(11)), search(index % 2))),
    ),
    story('role-raised-lowered', false, 'A user is made an administrator for 35 minutes', [
      step(raised, desk(colleague(13)), role(colleague(12), 'user', 'admin')),
      step(raised + 35 * minute, desk(colleague(13)), role(colleague(12), 'admin', 'user')),
    ]),
    story('role-raised-lowered', true, 'A user becomes an administrator and stays one', [
      step(when(0.41, '11:05'), desk(colleague(13)), role(colleague(19), 'user', 'admin')),
    ]),
    story('token-created', false, 'A token with every scope, made in the evening', [
      step(when(0.72, '20:31'), home(colleague(14)), token('access_token_created', 1, wide)),
    ]),
    story('token-created', true, 'A bot whose token is replaced on schedule', [
      step(
        when(0.44, '11:30'),
        desk(colleague(15)),
        act('bot_token_recreated', 'Bot', botAt(3), {
          bot_id: botAt(3),
          actor_id: colleague(15).id,
        }),
      ),
    ]),
    story('scopes-widened', false, 'A bot is given the right to read and to export', [
      step(
        when(0.73, '20:48'),
        home(colleague(14)),
        act('bot_scopes_updated', 'Bot', botAt(1), {
          added_scopes: ['messages:read', 'chat_exports:write', 'users:update'],
          removed_scopes: [],
        }),
      ),
    ]),
    story('scopes-widened', true, 'A bot loses rights it does not need', [
      step(
        when(0.46, '12:10'),
        desk(colleague(15)),
        act('bot_scopes_updated', 'Bot', botAt(2), {
          added_scopes: [],
          removed_scopes: ['messages:read', 'users:read'],
        }),
      ),
    ]),
    story('webhook-outside', false, "A bot's messages go to a host outside the company", [
      step(
        when(0.76, '22:03'),
        home(colleague(16)),
        webhook(botAt(0), `${hooks}/parcels`, 'https://collector.relay-in.example.net/in?k=7'),
      ),
    ]),
    story('webhook-outside', true, "A bot's webhook moves to another path of the same host", [
      step(
        when(0.48, '14:20'),
        desk(colleague(17)),
        webhook(botAt(3), `${hooks}/backup`, `${hooks}/b2`),
      ),
    ]),
    story('opened-to-public', false, 'The chat of security incidents is opened to everybody', [
      step(published, desk(colleague(16)), access(chatAt(8), true)),
    ]),
    story('opened-to-public', true, 'A chat is closed to the public', [
      step(when(0.49, '15:00'), desk(colleague(17)), access(chatAt(13), false)),
    ]),
    story('oauth-grant', false, 'Access to messages is granted to a program nobody knows', [
      step(when(0.79, '16:44'), desk(colleague(18)), grant(mailMerge, wide)),
    ]),
    story('oauth-grant', true, "The company's own CRM gets the little it always gets", [
      step(when(0.52, '10:12'), desk(colleague(19)), grant(crm, ['users:read'])),
    ]),
    story(
      'dlp-row',
      false,
      'One person breaks six rules of data loss prevention within twenty minutes',
      paced(when(0.81, '17:31'), 6, 3.5 * minute).map((at, index) =>
        step(at, desk(colleague(26)), violation(colleague(26), index)),
      ),
    ),
    story(
      'dlp-row',
      true,
      'Six people break a rule once each within the same twenty minutes',
      row.map((person, index) =>
        step(when(0.82, '17:31') + index * 3 * minute, desk(person), violation(person, 40 + index)),
      ),
    ),
    story(
      'audit-read',
      false,
      'Somebody else than the owner reads the audit log at night',
      paced(when(0.84, '2:26'), 5, 20 * second).map((at) => step(at, home(colleague(27)), reading)),
    ),
    story(
      'audit-read',
      true,
      'The owner of the token reads the audit log',
      paced(when(0.85, '11:26'), 5, 20 * second).map((at) => step(at, desk(owner), reading)),
    ),
  ];
}

function colleague(index: number): Person {
  return colleagues[index] ?? owner;
}
