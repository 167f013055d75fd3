import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import type { z } from 'zod';
import {
  channels,
  pushes,
  type ChannelName,
  type Channels,
  type PushName,
  type Pushes,
  wire,
} from '../../shared/contract.ts';
import { Failed, toFailure, type Result } from '../../shared/errors.ts';
import { fits } from './message-size.ts';
import { isOurs } from './policy.ts';

/** One function for every channel of the contract: a missing one does not compile. */
export type Handlers = {
  [N in ChannelName]: (
    input: z.output<Channels[N]['input']>,
  ) => Answer<Channels[N]['output']> | Promise<Answer<Channels[N]['output']>>;
};
type Answer<O extends z.ZodType> = O extends z.ZodUndefined ? void : z.input<O>;

/** Tells the window something unasked; what does not fit the contract is not sent. */
export type Push = <N extends PushName>(name: N, payload: z.input<Pushes[N]>) => void;

/** What went wrong on the border, for the log: names and kinds, never what was said. */
export type Complain = (what: string, params: Record<string, string>) => void;

/** What a locked window may ask: how it looks, and how to unlock it. */
const whileLocked: ReadonlySet<ChannelName> = new Set([
  'app.info',
  'settings.get',
  'privacy.state',
  'privacy.unlock',
]);
/** What it is told. */
const toldLocked: ReadonlySet<PushName> = new Set(['privacy.changed', 'settings.changed']);

/**
 * Answers the window's requests. Only the main frame of a window of ours is heard; what it sends is
 * parsed before a handler sees it, what a handler gives is parsed before the window sees it, and
 * every error leaves as an envelope. While it is locked it can only look at its lock.
 */
export function answerRequests(
  ipcMain: Pick<IpcMain, 'handle'>,
  isWindow: (contents: WebContents) => boolean,
  handlers: Handlers,
  complain: Complain,
  isLocked: () => boolean = () => false,
): void {
  ipcMain.handle(
    wire.invoke,
    async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
      try {
        if (!isHeard(event, isWindow)) {
          complain('ipc.stranger', {});
          throw new Failed('input.invalid', { field: 'sender' });
        }
        if (!isChannel(name)) throw new Failed('input.invalid', { field: 'channel' });
        if (isLocked() && !whileLocked.has(name)) throw new Failed('window.locked');
        if (!fits(input)) throw new Failed('input.invalid', { field: 'size' });
        return { ok: true, value: await answer(handlers, name, input) };
      } catch (error) {
        const failure = toFailure(error);
        if (failure.kind === 'internal') {
          complain('ipc.failed', { channel: String(name), type: String(failure.params['type']) });
        }
        return { ok: false, error: failure };
      }
    },
  );
}

export function pushTo(
  contents: () => WebContents | null,
  complain: Complain,
  isLocked: () => boolean = () => false,
): Push {
  return (name, payload) => {
    if (isLocked() && !toldLocked.has(name)) return;
    const parsed = pushes[name].safeParse(payload);
    if (parsed.success) contents()?.send(wire.push, name, parsed.data);
    else complain('ipc.push-misshapen', { push: name });
  };
}

async function answer(handlers: Handlers, name: ChannelName, input: unknown): Promise<unknown> {
  const { input: inputSchema, output } = channels[name];
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    throw new Failed('input.invalid', { field: parsed.error.issues[0]?.path.join('.') ?? '' });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed by this very channel's schema
  const handle = handlers[name] as (input: unknown) => unknown;
  return output.parse(await handle(parsed.data));
}

function isChannel(name: unknown): name is ChannelName {
  return typeof name === 'string' && Object.hasOwn(channels, name);
}

function isHeard(event: IpcMainInvokeEvent, isWindow: (contents: WebContents) => boolean): boolean {
  const frame = event.senderFrame;
  return (
    isWindow(event.sender) &&
    frame !== null &&
    frame === event.sender.mainFrame &&
    isOurs(frame.url)
  );
}
