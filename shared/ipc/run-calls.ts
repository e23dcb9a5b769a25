import { z } from 'zod';

/** The calls of a run: how to sign in, what to run, and what is kept of the sign-in until the site is closed. */

const id = z.string().min(1).max(100);
const secret = z.string().max(4096);
/** More than a site's plan can hold (64 nodes of 5,000 checks are refused before). */
const mostChecks = 50_000;

export const credentialArgument = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), password: secret }),
  /** `file`: an id that `keyFile.choose` gave. */
  z.strictObject({ kind: z.literal('key-file'), file: id, passphrase: secret.nullable() }),
  z.strictObject({ kind: z.literal('agent') }),
  /** What the person let us keep for this host since the site was opened. */
  z.strictObject({ kind: z.literal('kept') }),
]);

export const hostCredentials = z.strictObject({
  /** Node name, or `jump:HOST`. */
  host: z.string().max(300),
  credentials: z.array(credentialArgument).min(1).max(4),
});

export const runSettings = {
  /** Empty: all nodes. */
  nodes: z.array(z.string().max(63)).max(64),
  hosts: z.array(hostCredentials).max(128),
  allowLarge: z.boolean(),
  /** Only what does not pass in the latest signed report; the rest is carried over from it. Absent: everything. */
  onlyNotPassing: z.exactOptional(z.boolean()),
  /** Only these checks of the run that this site made since it was opened; its other results stay. Absent: everything. */
  only: z.exactOptional(z.array(z.string().min(1).max(1000)).min(1).max(mostChecks)),
  /** The person's leave to keep the sign-in in memory until the site is closed. Absent: nothing is kept. */
  keepSignIn: z.exactOptional(z.boolean()),
} as const;

export const runArguments = {
  /** The hosts whose sign-in is kept. */
  'run.keptSignIn': z.tuple([id]),
  'run.forgetSignIn': z.tuple([id]),
} as const satisfies Record<string, z.ZodType>;

export interface RunResults {
  'run.keptSignIn': { readonly hosts: readonly string[] };
  'run.forgetSignIn': null;
}
