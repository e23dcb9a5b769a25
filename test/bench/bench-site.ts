import type { SiteFile } from '../../shared/site/schema.ts';
import { nodeAddress, nodeSsh } from './network.ts';
import type { Target } from './targets.ts';
import { targetPorts } from './targets.ts';

/** The targets as a technician's site: one rule of ten ports to all addresses, everything else as it comes. */
export function benchSite(
  targets: readonly Target[],
  hostKey: string,
  checks: SiteFile['checks'] = {},
): SiteFile {
  return {
    format: 'gatecheck/site@1',
    customer: { name: 'Benchmark', site: 'namespaces' },
    technician: { name: 'Benchmark', email: 'bench@corp.example' },
    catalog: 'panzura-cloudfs',
    deployment: 'one-arm',
    nodes: [
      {
        name: 'bench-1',
        lan: { address: `${nodeAddress}/24`, gateway: '10.20.0.1' },
        ssh: { host: nodeSsh, port: 22, user: 'root', hostKey },
      },
    ],
    customRules: [
      {
        ...{ id: 'bench', title: 'Benchmark', direction: 'out', port: 'lan', probe: 'tcp' },
        services: targetPorts.map((port) => `${port}/tcp`),
        endpoints: [...new Set(targets.map(({ address }) => address))],
        ...{ level: 'required', reason: 'Is measured.' },
      },
    ],
    checks,
  };
}
