import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { EngineName, ProbeCase, ProbeDriverInput, ProbeDriverOutput } from './probe-driver.ts';
import type { ServiceLab } from './service-lab.ts';
import { nodeLan, nodeSsh } from './service-lab.ts';

/** Runs probes on one engine, from the laptop's namespace, as the product does. Cases that the engine cannot do are left out. */
export async function runProbes(
  lab: ServiceLab,
  engine: EngineName,
  cases: readonly ProbeCase[],
  trustedCas: readonly string[] = [],
): Promise<ProbeDriverOutput> {
  const program = join(lab.folder, 'probe-driver.cjs');
  if (!existsSync(program))
    await build({
      entryPoints: [new URL('probe-driver.ts', import.meta.url).pathname],
      ...{ bundle: true, platform: 'node', format: 'cjs', outfile: program },
      external: ['cpu-features', '*.node'],
      logLevel: 'silent',
    });
  const input: ProbeDriverInput = {
    ...{ identity: lab.keys.identity, ssh: nodeSsh, source: nodeLan },
    ...{ engine, cases, trustedCas, timeoutMs: 2500 },
  };
  const file = join(lab.folder, 'probe-driver.json');
  writeFileSync(file, JSON.stringify(input));
  const result = await lab.exec('laptop', [process.execPath, program, file], { timeoutMs: 200_000 });
  if (result.code !== 0) throw new Error(`the driver ended with ${String(result.code)}: ${result.stderr}`);
  return JSON.parse(result.stdout) as ProbeDriverOutput;
}
