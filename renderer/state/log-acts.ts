import type { IpcArguments, IpcResults } from '../../shared/ipc/contract.ts';
import type { Api } from '../api/client.ts';

/** What a person can do with the log. Each rejects with what stands in the way, for the place that asked. */
export interface LogActs {
  readonly readLog: () => Promise<IpcResults['log.read']>;
  readonly showLogFolder: () => Promise<null>;
  readonly makeBundle: () => Promise<IpcResults['bundle.make']>;
  /** Null: the person closed the dialog. */
  readonly saveBundle: (
    id: string,
    choice: IpcArguments<'bundle.save'>[1],
  ) => Promise<IpcResults['bundle.save']>;
}

export function logActs(api: Api): LogActs {
  return {
    readLog: () => api.call('log.read'),
    showLogFolder: () => api.call('log.folder'),
    makeBundle: () => api.call('bundle.make'),
    saveBundle: (id, choice) => api.call('bundle.save', id, choice),
  };
}
