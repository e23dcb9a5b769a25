import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Daemon } from '../processes.ts';
import { startDaemon } from '../processes.ts';
import { inside } from './service.ts';

/** What the program wrong-peer.ts is told. */
export interface WrongPeersInput {
  readonly addresses: Readonly<
    Record<'http' | 'garbage' | 'flood' | 'mute' | 'echo' | 'elsewhere' | 'answersFrom', string>
  >;
  readonly ports: { readonly tcp: readonly number[]; readonly udp: readonly number[] };
}

/** Starts the servers that speak something else, or nonsense, on the given ports. */
export async function startWrongPeers(options: {
  readonly namespace: string;
  readonly folder: string;
  readonly wrongPeers: Omit<WrongPeersInput['addresses'], 'answersFrom'>;
  readonly elsewhere: string;
  readonly ports: WrongPeersInput['ports'];
}): Promise<readonly Daemon[]> {
  const { namespace, folder, wrongPeers, elsewhere, ports } = options;
  const program = join(folder, 'wrong-peer.mjs');
  await build({
    entryPoints: [new URL('wrong-peer.ts', import.meta.url).pathname],
    ...{ bundle: true, platform: 'node', format: 'esm', outfile: program, logLevel: 'silent' },
  });
  const input: WrongPeersInput = { addresses: { ...wrongPeers, answersFrom: elsewhere }, ports };
  const file = join(folder, 'wrong-peers.json');
  writeFileSync(file, JSON.stringify(input));
  return [await startDaemon(inside(namespace, process.execPath, program, file), { ready: /^ready$/m })];
}
