import { expect, test } from 'vitest';
import { killWhileTagging } from '../../support/store/kill-tagging.ts';
import { sessionPath } from '../../support/store/session.ts';

test(
  'a kill while all that match are tagged leaves all or nothing, and undo restores exactly',
  { timeout: 120_000 },
  async () => {
    const { kills } = await killWhileTagging(sessionPath(), 6000, 5);
    // The first one came after its end.
    expect(kills[0]).toMatchObject({ found: 'all', undone: 'none' });
    for (const { found, undone } of kills) {
      expect(['all', 'none']).toContain(found);
      if (found === 'all') expect(undone).toBe('none');
    }
  },
);
