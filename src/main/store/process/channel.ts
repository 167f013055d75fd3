import type { Request, Response } from './protocol.ts';

/** One end of the line between a program and its session's process. */
export interface Channel<Sent> {
  post(message: Sent): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other side is gone. */
  onEnd(listener: () => void): void;
}

/** The program's end. */
export interface ChildChannel extends Channel<Request> {
  kill(): void;
}

export type ParentChannel = Channel<Response>;

/** What Electron gives to a utility process as `process.parentPort`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value;
}

/** The session process's end, whichever way it was started. */
export function channelToParent(): ParentChannel {
  const port: unknown = Reflect.get(process, 'parentPort');
  if (isParentPort(port)) {
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
      // Electron ends a utility process together with the program.
      onEnd: () => undefined,
    };
  }
  if (!process.send) throw new Error('this program is started by another one');
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onEnd: (listener) => process.on('disconnect', listener),
  };
}
