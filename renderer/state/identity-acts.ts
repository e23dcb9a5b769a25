import type { IpcArguments, IpcResults } from '../../shared/ipc/contract.ts';
import type { KeychainView } from '../../shared/ipc/identity-calls.ts';
import type { Api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import type { Store } from './store.ts';

/** What a person can do with the signing identity. */
export interface IdentityActs {
  readonly readIdentity: () => Promise<void>;
  readonly askKeychain: () => Promise<KeychainView>;
  /** These give null, and false, when it was not done; the state says why. */
  readonly createIdentity: (wanted: IpcArguments<'identity.create'>[0]) => Promise<boolean>;
  readonly protectIdentity: (wanted: IpcArguments<'identity.protect'>[0]) => Promise<boolean>;
  readonly backUpIdentity: (
    wish: IpcArguments<'identity.backup'>[0],
  ) => Promise<IpcResults['identity.backup']>;
  readonly restoreIdentity: (
    wish: IpcArguments<'identity.restore'>[0],
  ) => Promise<IpcResults['identity.restore']>;
}

export function identityActs({ dispatch }: Store, api: Api): IdentityActs {
  const orNull = async <T>(act: () => Promise<T>): Promise<T | null> => {
    try {
      const done = await act();
      dispatch({ kind: 'problem-closed' });
      return done;
    } catch (error) {
      dispatch({ kind: 'problem', problem: problemOf(error) });
      return null;
    }
  };
  return {
    readIdentity: async () => {
      const identity = await orNull(() => api.call('identity.show'));
      dispatch({ kind: 'identity', identity });
    },
    askKeychain: async () => {
      try {
        return await api.call('identity.keychain');
      } catch (error) {
        return { kind: 'no', why: problemOf(error).message };
      }
    },
    createIdentity: async (wanted) => {
      const identity = await orNull(() => api.call('identity.create', wanted));
      if (identity !== null) dispatch({ kind: 'identity', identity });
      return identity !== null;
    },
    protectIdentity: async (wanted) => {
      const identity = await orNull(() => api.call('identity.protect', wanted));
      if (identity !== null) dispatch({ kind: 'identity', identity });
      return identity !== null;
    },
    backUpIdentity: (wish) => orNull(() => api.call('identity.backup', wish)),
    restoreIdentity: async (wish) => {
      const identity = await orNull(() => api.call('identity.restore', wish));
      if (identity !== null) dispatch({ kind: 'identity', identity });
      return identity;
    },
  };
}
