import { join } from 'node:path';
import { z } from 'zod';
import { listFile } from './list-file.ts';

const acceptedKey = z.strictObject({
  host: z.string(),
  port: z.int().min(1).max(65535),
  algorithm: z.string(),
  /** `SHA256:` and unpadded base64. */
  fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
  acceptedAt: z.iso.datetime(),
});

const hostKeyFile = z.strictObject({
  format: z.literal('gatecheck/host-keys@1'),
  keys: z.array(acceptedKey).max(10_000),
});

/** A host key that this user accepted, and when. */
export type StoredHostKey = Readonly<z.infer<typeof acceptedKey>>;

export interface HostKeyStore {
  /** Throws StoreError `damaged`: accepted keys are never forgotten by silence, a changed key would go unseen. */
  readonly list: () => Promise<readonly StoredHostKey[]>;
  /** Stores a key; one of the same host, port and algorithm is replaced. */
  readonly accept: (key: StoredHostKey) => Promise<void>;
  readonly forget: (host: string, port: number) => Promise<void>;
}

function isSameHost(a: { host: string; port: number }, b: { host: string; port: number }): boolean {
  return a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port;
}

/** Host keys that this user accepted, in `host-keys.json` of the user's folder. */
export function hostKeyStore(userFolder: string): HostKeyStore {
  const path = join(userFolder, 'host-keys.json');
  const file = listFile(
    path,
    hostKeyFile,
    { format: 'gatecheck/host-keys@1', keys: [] },
    { kind: 'refuse', cure: 'Repair it, or move it away; then every host key is asked for again.' },
  );
  return {
    list: async () => (await file.read()).keys,
    accept: async (key) => {
      await file.change((before) => ({
        ...before,
        keys: [
          ...before.keys.filter((one) => !(isSameHost(one, key) && one.algorithm === key.algorithm)),
          { ...key },
        ],
      }));
    },
    forget: async (host, port) => {
      await file.change((before) => ({
        ...before,
        keys: before.keys.filter((one) => !isSameHost(one, { host, port })),
      }));
    },
  };
}
