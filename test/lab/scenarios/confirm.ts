import type { Scenario, ScenarioFlow } from './scenario.ts';
import { nmapStates } from './truth.ts';
import type { World } from './world.ts';

/** A flow that nmap sees otherwise than it was set up: then the lab is wrong, and no result counts. */
export interface LabFault {
  readonly flow: ScenarioFlow;
  readonly expected: readonly string[];
  readonly nmap: string;
}

const together = [
  ...[
    '-Pn',
    '-n',
    '-T4',
    '--max-retries',
    '2',
    '--initial-rtt-timeout',
    '250ms',
    '--max-rtt-timeout',
    '500ms',
  ],
  ...['--host-timeout', '0', '--min-parallelism', '20', '--disable-arp-ping', '--reason', '-oX', '-'],
];

/** nmap's word for one port of each address, by address. */
function statesIn(xml: string): ReadonlyMap<string, string> {
  const states = new Map<string, string>();
  for (const part of xml.split(/<host[ >]/).slice(1)) {
    const address = /<address addr="([^"]+)"/.exec(part)?.[1];
    const state = /<port [^>]*>\s*<state state="([^"]+)" reason=/.exec(part);
    if (address !== undefined && state !== null) states.set(address, state[1] ?? '');
  }
  return states;
}

async function scan(
  world: World,
  { from, protocol, port }: ScenarioFlow,
  targets: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { code, stdout, stderr } = await world.exec(
    from,
    ['nmap', protocol === 'tcp' ? '-sT' : '-sU', ...together, '-p', String(port), ...targets],
    { timeoutMs: 60_000 },
  );
  if (code !== 0) throw new Error(`nmap ended with ${String(code)}: ${stderr.slice(0, 500)}`);
  return statesIn(stdout);
}

/** Asks nmap, from the place where each starts, for every flow that it can be asked for. */
export async function confirmTruth(world: World, scenario: Scenario): Promise<readonly LabFault[]> {
  const groups = new Map<string, ScenarioFlow[]>();
  for (const flow of scenario.flows) {
    if (nmapStates(flow, scenario) === null) continue;
    const key = `${flow.from} ${flow.protocol} ${flow.port}`;
    groups.set(key, [...(groups.get(key) ?? []), flow]);
  }
  const faults = await Promise.all(
    [...groups.values()].map(async (flows) => {
      const [first] = flows;
      if (first === undefined) return [];
      const states = await scan(world, first, [...new Set(flows.map(({ address }) => address))]);
      return flows.flatMap((flow): LabFault[] => {
        const expected = nmapStates(flow, scenario) ?? [];
        const nmap = states.get(flow.address) ?? 'nothing';
        return expected.includes(nmap) ? [] : [{ flow, expected, nmap }];
      });
    }),
  );
  return faults.flat();
}
