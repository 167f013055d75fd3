import { contextBridge, ipcRenderer } from 'electron';
import { channels, pushes, wire, type Bridge } from '../shared/contract.ts';

const listeners = new Map<string, Set<(payload: unknown) => void>>();

// The event itself stays here: it would hand the page a way to send.
ipcRenderer.on(wire.push, (_event, push: string, payload: unknown) => {
  for (const listener of listeners.get(push) ?? []) listener(payload);
});

const bridge: Bridge = {
  invoke(channel, input) {
    if (!Object.hasOwn(channels, channel)) {
      return Promise.resolve({
        ok: false,
        error: { kind: 'input.invalid', params: { field: 'channel' } },
      });
    }
    return ipcRenderer.invoke(wire.invoke, channel, input);
  },
  on(push, listener) {
    if (!Object.hasOwn(pushes, push)) return () => undefined;
    const heard = listeners.get(push) ?? new Set();
    listeners.set(push, heard);
    // A function of its own for each call, so that one that listens twice is told twice.
    const hear = (payload: unknown) => listener(payload);
    heard.add(hear);
    return () => void heard.delete(hear);
  },
};

contextBridge.exposeInMainWorld('vestigo', bridge);
