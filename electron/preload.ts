import { contextBridge, ipcRenderer } from 'electron';
import type { GatecheckBridge, RunEvent } from '../shared/ipc/contract.ts';

/**
 * All that the window can do: call the contract's channels and listen to a run. The types come from the contract; the
 * main process parses every argument, so nothing is trusted because it came through here.
 */
const bridge: GatecheckBridge = {
  call: (channel, ...args) => ipcRenderer.invoke(`gatecheck:${channel}`, args),
  onRunEvent: (listener) => {
    const forward = (_event: unknown, runEvent: RunEvent): void => listener(runEvent);
    ipcRenderer.on('gatecheck:run.event', forward);
    return () => void ipcRenderer.removeListener('gatecheck:run.event', forward);
  },
};

contextBridge.exposeInMainWorld('gatecheck', bridge);
