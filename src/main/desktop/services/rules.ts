import { z } from 'zod';
import type { ChannelOutput } from '../../../shared/contract.ts';
import type { RemoteSession } from '../../store/process/remote-session.ts';
import type { Dialogs } from '../dialogs.ts';
import type { RecordFile } from '../record-file.ts';

/** Where rules from outside lie. Their texts are read anew whenever they are used. */
export const ruleFilesSchema = z.object({ paths: z.array(z.string()) });

interface RulesOptions {
  link: () => RemoteSession;
  dialogs: Pick<Dialogs, 'rules'>;
  file: RecordFile<z.output<typeof ruleFilesSchema>>;
}

/** Rules from outside, and running all rules over the open session, whose process reads the files. */
export function keepRules({ link, dialogs, file }: RulesOptions) {
  const list = (): Promise<ChannelOutput<'rules.list'>> =>
    link().run('listRules', { paths: file.get().paths });

  return {
    list,
    run: (zone: string): Promise<ChannelOutput<'rules.run'>> =>
      link().run('runRules', { paths: file.get().paths, zone }),
    async load(folder: boolean): Promise<ChannelOutput<'rules.load'>> {
      const path = await dialogs.rules(folder);
      if (path === null) return null;
      file.set({ paths: [...new Set([...file.get().paths, path])] });
      return list();
    },
    forget(): Promise<ChannelOutput<'rules.forget'>> {
      file.set({ paths: [] });
      return list();
    },
  };
}
