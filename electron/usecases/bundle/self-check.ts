import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { catalogs } from '../../../shared/catalog/catalogs.ts';
import type { Log } from '../../log/open-log.ts';
import { thrownFault } from '../../log/safe-fault.ts';
import type { SystemKeychain } from '../../signing/index.ts';
import { identityPath } from '../../store/user-directory.ts';

/** What the program finds when it looks at itself. */
export interface SelfCheckParts {
  readonly userFolder: string;
  /** One of the files that lie beside the program. */
  readonly verifierFile: string;
  readonly keychain: SystemKeychain;
  readonly agentSocket: string | null;
  readonly log: Log;
}

type Outcome = 'ok' | 'absent' | { readonly failed: string };

async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    await work();
    return 'ok';
  } catch (error) {
    const { code } = thrownFault(error);
    if (code === 'ENOENT') return 'absent';
    return { failed: /^[A-Z][A-Z0-9_]{1,30}$/.test(code) ? code : 'other' };
  }
}

/** Writes a file as the program's own are written, reads it again, and takes it away. */
async function writesAndReads(folder: string): Promise<void> {
  const path = join(folder, `.self-check-${randomBytes(6).toString('hex')}.tmp`);
  const text = randomBytes(64).toString('hex');
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    if ((await readFile(path, 'utf8')) !== text) throw Object.assign(new Error(), { code: 'READ_OTHERWISE' });
  } finally {
    await unlink(path).catch(() => undefined);
  }
}

async function countIn(folder: string, ending: string): Promise<number> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => name.endsWith(ending)).length;
}

const parts = ['wizard.cjs', 'pdf-worker.cjs', 'forms-worker.cjs', 'fonts', 'verifier.html'] as const;
const mb = (bytes: number): number => Math.round(bytes / 1024 / 1024);

export async function selfCheck({
  userFolder,
  verifierFile,
  keychain,
  agentSocket,
  log,
}: SelfCheckParts): Promise<unknown> {
  const { stopped, unreadable } = await log.read();
  const there = await Promise.all(
    parts.map(async (name): Promise<[string, Outcome]> => [
      name,
      // Electron's archive tells of a folder only that it is there.
      await outcomeOf(() => stat(join(dirname(verifierFile), name))),
    ]),
  );
  const kept = await keychain.available().catch(() => null);
  return {
    userFolder: await outcomeOf(() => writesAndReads(userFolder)),
    log: stopped === null ? 'ok' : { failed: stopped },
    unreadableLogLines: unreadable,
    partsOfTheProgram: Object.fromEntries(there),
    catalogues: [...catalogs.values()].map(({ id, version, entries }) => ({
      id,
      version,
      entries: entries.length,
    })),
    signingIdentity: await outcomeOf(() => access(identityPath(userFolder), constants.R_OK)),
    systemKeychain: kept === null ? { failed: 'other' } : kept.kind === 'yes' ? 'ok' : 'absent',
    sshAgent: agentSocket === null ? 'absent' : 'ok',
    drafts: await countIn(join(userFolder, 'drafts'), '.draft.json'),
    runsCutOff: await countIn(join(userFolder, 'runs'), '.run.jsonl'),
    damagedFiles: await countIn(userFolder, '.damaged'),
    memoryMb: { total: mb(totalmem()), free: mb(freemem()), program: mb(process.memoryUsage().rss) },
    processors: cpus().length,
    clockOffsetFromUtcMinutes: -new Date().getTimezoneOffset(),
  };
}
