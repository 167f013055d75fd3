import { contextBridge, ipcRenderer } from 'electron';
import { channels, pushes, wire, type Bridge } from '../shared/contract.ts';

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
    // The event itself stays here: it would hand the page a way to send.
    const hear = (_event: unknown, name: unknown, payload: unknown) => {
      if (name === push) listener(payload);
    };
    ipcRenderer.on(wire.push, hear);
    return () => ipcRenderer.off(wire.push, hear);
  },
};

contextBridge.exposeInMainWorld('vestigo', bridge);
