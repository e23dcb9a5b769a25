import type { SiteFile } from '../../shared/site/schema.ts';

const mostCustomRules = 200;

/** A site whose request has this many lines: custom rules, over as many nodes as they need. */
export function siteOfLines(lines: number): SiteFile {
  const nodes = Math.ceil(lines / mostCustomRules);
  const rules = Math.ceil(lines / nodes);
  const switchedOff = { enabled: false, by: 'Benchmark', reason: 'Only what is measured.' };
  return {
    format: 'gatecheck/site@1',
    customer: { name: 'Benchmark', site: 'namespaces' },
    technician: { name: 'Benchmark', email: 'bench@corp.example' },
    request: { number: 'FCR-2026-500' },
    catalog: 'panzura-cloudfs',
    deployment: 'one-arm',
    nodes: Array.from({ length: nodes }, (_, index) => ({
      name: `bench-${index + 1}`,
      lan: { address: `10.${20 + index}.0.10/24`, gateway: `10.${20 + index}.0.1` },
    })),
    entries: Object.fromEntries(
      ['ssh-peers', 'webui', 'licensing', 'dns', 'object-store', 'ntp'].map((id) => [id, switchedOff]),
    ),
    customRules: Array.from({ length: rules }, (_, index) => ({
      id: `service-${index + 1}`,
      title: `Service ${index + 1}`,
      direction: index % 2 === 0 ? 'out' : 'in',
      port: 'lan',
      services: [`${1000 + index}/tcp`, ...(index % 3 === 0 ? [`${1000 + index}/udp`] : [])],
      endpoints: [`10.200.${index % 100}.${1 + (index % 200)}`, `10.201.${index % 100}.${1 + (index % 200)}`],
      level: index % 4 === 0 ? 'optional' : 'required',
      reason: 'One of many services of this site.',
    })),
  };
}
