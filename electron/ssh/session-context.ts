import type { Client } from 'ssh2';

import type { Place, SshError } from './ssh-error.ts';

/** What commands and forwards need to know of their session. */
export interface SessionContext {
  readonly client: Client;
  readonly place: Place;
  /** Why the session ended, once it has. */
  ended(): SshError | undefined;
  /** Calls back once when the session ends, at once if it has ended. Returns how to stop listening. */
  onEnded(listener: (error: SshError) => void): () => void;
}
