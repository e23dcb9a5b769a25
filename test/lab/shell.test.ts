import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Observation } from '../../shared/probes/observation.ts';
import type { ShellFlavour } from '../../shared/probes/shell-exit.ts';
import type { DriverOutput } from './driver.ts';
import type { LabFlow } from './flows.ts';
import { addresses, labFlows } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import { runDriver } from './run-driver.ts';

const fromNode = labFlows.filter(({ from }) => from === 'node');

const observations = (output: DriverOutput): Record<string, Observation> =>
  Object.fromEntries(Object.entries(output.results).map(([what, { observation }]) => [what, observation]));

/** What a tool without the ICMP itself can see of a flow, at best; `error` where it ends without a word. */
function seenBy(tool: ShellFlavour, flow: LabFlow): Observation {
  if (flow.protocol === 'tcp') return flow.observation === 'rejected' ? 'unreachable' : flow.observation;
  if (tool === 'busybox') return 'not-testable';
  // Linux keeps "host unreachable" for itself on a socket that did not ask for it.
  if (flow.what === 'NTP, no such server') return 'no-answer';
  if (flow.observation === 'confirmed' || flow.observation === 'no-answer') return flow.observation;
  if (tool === 'openbsd' || tool === 'traditional') return 'error';
  return flow.firewall === 'admin-prohibited' ? 'unreachable' : 'refused';
}

describe.skipIf(labMissing() !== null)('the shell engine against a real firewall', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab('one-arm');
  });
  afterAll(() => lab.stop());

  const toolProcesses = async (): Promise<readonly string[]> =>
    (await lab.processes('node')).filter((words) =>
      /^(?:\S*\/)?(?:nc\S*|ncat|busybox|bash|cat|dd|sleep|timeout|sh) /.test(words),
    );

  it.each(['openbsd', 'traditional', 'ncat', 'busybox', 'bash'] as const)(
    'sees with %s each flow as that tool can, and leaves nothing on the node',
    async (tool) => {
      const before = await toolProcesses();
      const capture = await lab.capture('ip and not tcp src port 22');
      const output = await runDriver(lab, { engine: 'shell', tool });
      const packets = await capture.stop();
      expect(observations(output)).toEqual(
        Object.fromEntries(fromNode.map((flow) => [flow.what, seenBy(tool, flow)])),
      );
      expect(output.end).toBe('finished');
      expect(output.results['object store']).toMatchObject({
        engine: 'shell',
        local: tool === 'busybox' || tool === 'bash' ? null : addresses.node,
      });
      expect(new Set(packets.map(({ from }) => from))).toEqual(new Set([addresses.node]));
      const declared = new Set<string>(labFlows.map(({ to }) => to));
      expect(packets.filter(({ to }) => !declared.has(to) && to !== addresses.laptop)).toEqual([]);
      expect((await toolProcesses()).filter((one) => !before.includes(one))).toEqual([]);
    },
  );
});
