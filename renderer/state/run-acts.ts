import type { IpcResults } from '../../shared/ipc/contract.ts';
import type { Api } from '../api/client.ts';

/** What is kept of the sign-in while the site is open. */
export interface RunActs {
  readonly keptSignIn: () => Promise<IpcResults['run.keptSignIn']>;
  readonly forgetSignIn: () => Promise<null>;
}

export function runActs(api: Api, ofSite: <T>(act: (site: string) => Promise<T>) => Promise<T>): RunActs {
  return {
    keptSignIn: () => ofSite((site) => api.call('run.keptSignIn', site)),
    forgetSignIn: () => ofSite((site) => api.call('run.forgetSignIn', site)),
  };
}
