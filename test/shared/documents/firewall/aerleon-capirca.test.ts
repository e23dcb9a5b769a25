import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { aerleon } from '../../../../shared/documents/firewall/aerleon.ts';
import { exampleHost } from '../../../../shared/documents/firewall/in-parts.ts';
import type { FirewallConfigInput } from '../../../../shared/documents/firewall/types.ts';
import { inputOfSite } from '../../../helpers/dialects/cloud-laws.ts';

const python = '/usr/bin/python3';
const script = new URL('../../../helpers/dialects/capirca-judge.py', import.meta.url).pathname;

/** On a build machine it has to be there; elsewhere the test is left out. */
const missing =
  process.env['CI'] !== 'true' &&
  spawnSync(python, ['-c', 'import capirca, yaml'], { stdio: 'ignore' }).status !== 0;

type Packet = readonly [from: string, to: string, protocol: string, port: string];

interface Answer {
  /** Names of the terms that accept each packet. */
  readonly verdicts: readonly (readonly string[])[];
  readonly srx: string;
}

function ask(input: FirewallConfigInput, packets: readonly Packet[]): Answer {
  const asked = JSON.stringify({ yaml: aerleon.write(input).text, packets });
  const { status, stdout, stderr } = spawnSync(python, [script], {
    input: asked,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(`Capirca refuses the policy:\n${stderr}`);
  return JSON.parse(stdout) as Answer;
}

const input = inputOfSite('gdansk-dc1', (json) => {
  const [node] = json['nodes'] as { lan: Record<string, string> }[];
  if (node !== undefined) node.lan['address6'] = '2001:db8:20::10/64';
  json['customRules'] = [
    {
      ...{ id: 'scan', title: 'Scan', direction: 'out', port: 'lan', reason: 'Scan.' },
      services: ['1344/tcp', '8000-8010/udp', 'icmp'],
      endpoints: ['10.77.1.1', '10.78.0.0/16', '2001:db8:77::1', '2001:db8:78::/48'],
    },
  ];
});

/** One packet of every flow, and its near misses that no other line asks for. */
function packetsOf({ rules }: FirewallConfigInput): { asked: Packet[]; others: Packet[] } {
  const asked: Packet[] = [];
  const others: Packet[] = [];
  for (const { from, to, services } of rules)
    for (const source of from.map(exampleHost))
      for (const target of to.map(exampleHost)) {
        if (!/^[0-9a-f.:]+$/.test(`${source}${target}`)) continue;
        for (const service of services) {
          if (service.kind === 'icmp') {
            asked.push([source, target, target.includes(':') ? 'icmpv6' : 'icmp', '1']);
            continue;
          }
          const { transport, first, last } = service;
          asked.push([source, target, transport, `${first}`], [source, target, transport, `${last}`]);
          others.push(
            [source, target, transport, `${last + 1}`],
            [source, target, transport === 'tcp' ? 'udp' : 'tcp', `${first}`],
            [target, source, transport, `${first}`],
            [source, target.includes(':') ? '2001:db8:ffff::1' : '192.0.2.1', transport, `${first}`],
          );
        }
      }
  const known = new Set(asked.map((packet) => packet.join(' ')));
  return { asked, others: others.filter((packet) => !known.has(packet.join(' '))) };
}

describe.skipIf(missing)('Capirca, which Aerleon grew out of', () => {
  test('accepts a packet of every flow, and none of the near misses', () => {
    const { asked, others } = packetsOf(input);
    const { verdicts } = ask(input, [...asked, ...others]);
    const accepted = verdicts.map((terms) => terms.length > 0);
    const stopped = asked.filter((_, index) => accepted[index] !== true);
    const wider = others.filter((_, index) => accepted[asked.length + index] === true);
    expect({ stopped, wider }).toEqual({ stopped: [], wider: [] });
    expect([asked.length, others.length].every((amount) => amount > 50)).toBe(true);
  });

  test('makes rules of a firewall out of every term, in both families', () => {
    const { srx } = ask(input, []);
    const terms = aerleon.write(input).text.match(/(?<=^ {6}- name: ).+$/gm) ?? [];
    expect(terms.length).toBeGreaterThan(20);
    expect(terms.filter((name) => !srx.includes(`policy ${name} {`))).toEqual([]);
    expect(srx).toContain('2001:db8:77::1/128');
  });
});
