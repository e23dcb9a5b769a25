import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Observation } from '../../shared/probes/observation.ts';
import type { DriverOutput } from './driver.ts';
import { addresses, labFlows } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import { runDriver } from './run-driver.ts';

const observations = (output: DriverOutput): Record<string, Observation> =>
  Object.fromEntries(Object.entries(output.results).map(([what, { observation }]) => [what, observation]));

describe.skipIf(labMissing() !== null)('the perl engine against a real firewall', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab('one-arm');
  });
  afterAll(() => lab.stop());

  const perlProcesses = async (): Promise<readonly string[]> =>
    (await lab.processes('node')).filter((command) => /^\S*perl /.test(command));
  /** The one that probes: before it, detection and the search for a whole Perl start some that end at once. */
  const probing = async (): Promise<readonly string[]> =>
    (await perlProcesses()).filter((command) => command.includes('read STDIN'));

  it('sees each flow from the node as what the firewall and the server made of it', async () => {
    const capture = await lab.capture('ip and not tcp src port 22');
    const output = await runDriver(lab, { engine: 'perl' });
    const packets = await capture.stop();
    expect(observations(output)).toEqual(
      Object.fromEntries(
        labFlows.filter(({ from }) => from === 'node').map(({ what, observation }) => [what, observation]),
      ),
    );
    expect(output.end).toBe('finished');
    // Every packet left with the node's LAN address, towards declared targets or its own resolver only.
    expect(packets.length).toBeGreaterThan(20);
    expect(new Set(packets.map(({ from }) => from))).toEqual(new Set([addresses.node]));
    const declared = new Set<string>(labFlows.map(({ to }) => to));
    expect(packets.filter(({ to }) => !declared.has(to) && to !== addresses.laptop)).toEqual([]);
    expect(await perlProcesses()).toEqual([]);
  });

  it('names who sent the ICMP, and the address that was used', async () => {
    const { results } = await runDriver(lab, { engine: 'perl' });
    expect(results['rejected by the firewall']).toMatchObject({
      evidence: { icmpCode: 13, icmpSender: addresses.gateway },
      ...{ local: addresses.node, attempts: 1, engine: 'perl' },
    });
    expect(results['LDAP over UDP, refused with a faked port unreachable']).toMatchObject({
      evidence: { icmpSender: addresses.gateway },
    });
    expect(results['NTP, closed on the server']).toMatchObject({
      evidence: { icmpSender: addresses.ntpClosed },
    });
  });

  it('leaves no process on the node when the SSH session is killed in the middle of a run', async () => {
    const flows = labFlows.filter(({ what }) => what === 'dropped by the firewall');
    const run = runDriver(lab, { engine: 'perl', flows, timeoutMs: 60_000 });
    const settled = run.then(
      ({ end }) => end,
      () => 'the driver lost its session',
    );
    for (let looks = 0; looks < 600 && (await probing()).length === 0; looks++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await probing()).toHaveLength(1);
    await lab.endSshSessions();
    for (let looks = 0; looks < 50 && (await perlProcesses()).length > 0; looks++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await perlProcesses()).toEqual([]);
    expect(['lost', 'the driver lost its session']).toContain(await settled);
  });
});
