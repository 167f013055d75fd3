/** A sign-in as the audit log of Pachca writes it, for files that are imported. */
export function loginOf(id: string) {
  return {
    id,
    created_at: '2026-10-01T10:00:00.000Z',
    event_key: 'user_login',
    entity_id: '5',
    entity_type: 'User',
    actor_id: '5',
    actor_type: 'User',
    details: {},
    ip_address: '10.0.0.1',
    user_agent: 'Chrome',
  };
}
