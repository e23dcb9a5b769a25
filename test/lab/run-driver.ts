import { X509Certificate } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { certificateFingerprint } from '../../electron/engines/tls-trust.ts';
import type { DriverInput, DriverOutput } from './driver.ts';
import { addresses, labFlows, names } from './flows.ts';
import type { Lab } from './lab.ts';

/** Runs the engines in the laptop's namespace, as the product does, and gives what they saw. */
export async function runDriver(
  lab: Lab,
  options: Pick<DriverInput, 'engine'> & Partial<DriverInput>,
): Promise<DriverOutput> {
  const program = join(lab.folder, 'driver.cjs');
  if (!existsSync(program))
    await build({
      entryPoints: [new URL('driver.ts', import.meta.url).pathname],
      ...{ bundle: true, platform: 'node', format: 'cjs', outfile: program },
      external: ['cpu-features', '*.node'],
      logLevel: 'silent',
    });
  const from = options.engine === 'laptop' ? 'laptop' : 'node';
  const input: DriverInput = {
    identity: lab.keys.identity,
    sshPort: 22,
    node: addresses.node,
    nodeWan: lab.variant === 'inline' ? addresses.nodeWan : null,
    flows: labFlows.filter((flow) => flow.from === from),
    names: [names.store, names.unknown],
    serverNames: {
      [addresses.store]: names.store,
      [addresses.intercepted]: names.intercepted,
    },
    issuer: certificateFingerprint(new X509Certificate(lab.certificates.authority.pem).raw),
    trustedCas: [lab.certificates.authority.pem],
    domain: names.domain,
    timeoutMs: 1500,
    retries: 1,
    ...options,
  };
  const file = join(lab.folder, 'driver.json');
  writeFileSync(file, JSON.stringify(input));
  const result = await lab.exec('laptop', [process.execPath, program, file], {
    timeoutMs: 90_000,
  });
  if (result.code !== 0) throw new Error(`the driver ended with ${String(result.code)}: ${result.stderr}`);
  return JSON.parse(result.stdout) as DriverOutput;
}
