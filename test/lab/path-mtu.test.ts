import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { measurePath } from '../../electron/engines/path-mtu.ts';
import { labMissing } from './preconditions.ts';
import type { ServiceLab } from './services/service-lab.ts';
import { startServiceLab } from './services/service-lab.ts';

type Measured = Awaited<ReturnType<typeof measurePath>>;

const far = '10.30.5.33';
const router = '10.30.41.10';

/** From the laptop through the node, which routes here, to a server. */
describe.skipIf(labMissing() !== null)('the size that a path takes whole', () => {
  let lab: ServiceLab | undefined;
  let program = '';
  beforeAll(async () => {
    lab = await startServiceLab();
    program = join(lab.folder, 'measure.cjs');
    const source = join(lab.folder, 'measure.ts');
    const module = new URL('../../electron/engines/path-mtu.ts', import.meta.url).pathname;
    writeFileSync(
      source,
      `import { measurePath } from ${JSON.stringify(module)};
       void measurePath(${JSON.stringify(far)}, { source: null, timeoutMs: 1000, signal: new AbortController().signal })
         .then((measured) => process.stdout.write(JSON.stringify(measured)));`,
    );
    await build({
      ...{ entryPoints: [source], bundle: true, platform: 'node', format: 'cjs', outfile: program },
      logLevel: 'silent',
    });
  });
  afterAll(() => lab?.stop());

  const inLab = async (role: 'node' | 'laptop' | 'servers', ...lines: readonly string[]): Promise<void> => {
    for (const line of lines) {
      const result = await lab?.exec(role, line.split(' '));
      if (result?.code !== 0) throw new Error(`${line}: ${String(result?.stderr)}`);
    }
  };
  const measure = async (): Promise<Measured> => {
    // What the laptop learned before is forgotten.
    await inLab('laptop', 'ip route flush cache');
    const result = await lab?.exec('laptop', [process.execPath, program], { timeoutMs: 30_000 });
    return JSON.parse(result?.stdout ?? '') as Measured;
  };

  it('is Ethernet’s where nothing is in the way', async () => {
    expect(await measure()).toMatchObject({
      ...{ outcome: { kind: 'answered' }, pathMtu: { passed: 1500, failed: null, said: null } },
    });
  });

  it('is what a router says that its next link takes', async () => {
    await inLab('node', 'ip link set lan0 mtu 1400');
    expect((await measure()).pathMtu).toEqual({
      passed: 1400,
      failed: 1500,
      said: { by: router, mtu: 1400 },
    });
  });

  it('is found also where the router’s word is dropped', async () => {
    await inLab(
      'node',
      'nft add table ip mute',
      'nft add chain ip mute out { type filter hook output priority 0 ; }',
      'nft add rule ip mute out icmp type destination-unreachable drop',
    );
    expect((await measure()).pathMtu).toEqual({ passed: 1400, failed: 1420, said: null });
  });

  it('is not asked for where ping itself is blocked', async () => {
    await inLab(
      'node',
      'nft add chain ip mute through { type filter hook forward priority 0 ; }',
      'nft add rule ip mute through icmp type echo-request drop',
    );
    const measured = await measure();
    expect(measured.outcome).toEqual({ kind: 'silent' });
    expect(measured).not.toHaveProperty('pathMtu');
  });
});
