import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Observation } from '../../shared/probes/observation.ts';
import type { DriverOutput } from './driver.ts';
import { addresses, labFlows, names } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import { runDriver } from './run-driver.ts';

const observations = (output: DriverOutput): Record<string, Observation> =>
  Object.fromEntries(Object.entries(output.results).map(([what, { observation }]) => [what, observation]));

const expected = (
  from: 'node' | 'laptop',
  replace: Readonly<Record<string, Observation>> = {},
): Record<string, Observation> =>
  Object.fromEntries(
    labFlows
      .filter((flow) => flow.from === from)
      .map(({ what, observation }) => [what, replace[what] ?? observation]),
  );

describe.skipIf(labMissing() !== null)('engines against a real firewall, One-Arm', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab('one-arm');
  });
  afterAll(() => lab.stop());

  it('see each flow from the node as what the firewall and the server made of it', async () => {
    const capture = await lab.capture('ip and not tcp src port 22');
    const output = await runDriver(lab, { engine: 'python' });
    const packets = await capture.stop();
    expect(observations(output)).toEqual(expected('node'));
    expect(output.end).toBe('finished');
    // Every packet left with the node's LAN address, towards declared targets or its own resolver only.
    expect(packets.length).toBeGreaterThan(20);
    expect(new Set(packets.map(({ from }) => from))).toEqual(new Set([addresses.node]));
    const declared = new Set<string>(labFlows.map(({ to }) => to));
    expect(packets.filter(({ to }) => !declared.has(to) && to !== addresses.laptop)).toEqual([]);
  });

  it('name who sent the ICMP, and the address that was used', async () => {
    const { results } = await runDriver(lab, { engine: 'python' });
    expect(results['rejected by the firewall']).toMatchObject({
      evidence: { icmpCode: 13, icmpSender: addresses.gateway },
      local: addresses.node,
      attempts: 1,
    });
    expect(results['LDAP over UDP, refused with a faked port unreachable']).toMatchObject({
      evidence: { icmpSender: addresses.gateway },
    });
    expect(results['NTP, closed on the server']).toMatchObject({
      evidence: { icmpSender: addresses.ntpClosed },
    });
    // Repeated inside its one wait.
    expect(results['dropped by the firewall']).toMatchObject({ observation: 'filtered', attempts: 1 });
  });

  it('tell over a forwarded channel what sshd can tell: not who rejected', async () => {
    const tcp = labFlows.filter(({ from, protocol }) => from === 'node' && protocol === 'tcp');
    const output = await runDriver(lab, { engine: 'forward', flows: tcp });
    const wanted = Object.fromEntries(tcp.map(({ what, observation }) => [what, observation]));
    expect(observations(output)).toEqual({ ...wanted, 'rejected by the firewall': 'unreachable' });
  });

  it('let Python look again where a forwarded channel cannot tell who rejected', async () => {
    const flows = labFlows.filter(({ what }) => what === 'rejected by the firewall');
    const { results } = await runDriver(lab, { engine: 'python-then-forward', flows });
    expect(results['rejected by the firewall']).toMatchObject({
      observation: 'rejected',
      engine: 'python',
      attempts: 1,
    });
  });

  it('go on with Python where the node does not forward', async () => {
    const flows = labFlows.filter(({ what }) => what === 'object store');
    const forwardOnly = await runDriver(lab, { engine: 'forward', sshPort: 2222, flows });
    expect(observations(forwardOnly)).toEqual({ 'object store': 'not-testable' });
    const both = await runDriver(lab, { engine: 'python-then-forward', sshPort: 2222, flows });
    expect(both.results['object store']).toMatchObject({ observation: 'confirmed', engine: 'python' });
  });

  it('see each flow from the laptop, and the source that the node sees', async () => {
    const output = await runDriver(lab, { engine: 'laptop' });
    // Without the node's own certificate to compare with, the WebUI is no more than open.
    expect(observations(output)).toEqual(expected('laptop', { WebUI: 'open' }));
    expect(output.results.WebUI?.sourceSeen).toBe(addresses.laptop);
    expect(output.listening).toEqual({ 22: true, 443: true, 445: false });
    expect(output.laptopAddresses).toEqual([addresses.laptop]);
  });

  it('learn in one round trip what the node is', async () => {
    const output = await runDriver(lab, { engine: 'python', flows: [] });
    expect(output).toMatchObject({
      identified: 'own',
      complete: true,
      hostKey: lab.keys.hostKeyFingerprint,
      resolvers: [addresses.dns],
      resolved: { [names.store]: [addresses.store], [names.unknown]: null },
    });
    expect(output.interfaces.find(({ name }) => name === 'lan0')?.addresses).toContain(
      `${addresses.node}/24`,
    );
    expect(output.networks).toEqual(expect.arrayContaining(['default', '10.20.0.0/24']));
  });

  it('repeat silent datagrams slowly enough for a host that limits its ICMP errors', async () => {
    const ports = Array.from({ length: 12 }, (_, index) => 40_001 + index);
    const flows = ports.map((port) => ({
      ...{ what: `closed ${port}`, from: 'node' as const, to: addresses.syslog, port },
      ...{ protocol: 'udp' as const, firewall: 'accept' as const, service: 'nothing' as const },
      observation: 'refused' as const,
    }));
    await lab.setFirewall([...labFlows, ...flows]);
    const output = await runDriver(lab, { engine: 'python', flows });
    await lab.setFirewall(labFlows);
    expect(new Set(Object.values(observations(output)))).toEqual(new Set(['refused']));
    expect(Object.values(output.results).some(({ attempts }) => attempts > 1)).toBe(true);
  });
});

describe.skipIf(labMissing() !== null)('engines against a real firewall, Inline', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab('inline');
  });
  afterAll(() => lab.stop());

  it('read from the node that its route leaves by the other port', async () => {
    const { routes } = await runDriver(lab, {
      engine: 'python',
      flows: labFlows.filter(({ port }) => port === 53),
    });
    expect(routes[addresses.dns]).toMatchObject({
      routePort: 'wan',
      routeSource: addresses.nodeWan,
      interfaceProven: false,
    });
    expect(routes[addresses.dns]?.wrong).toContain('WAN');
  });

  it('prove the LAN port where the route leaves by it', async () => {
    const flows = labFlows.filter(({ what }) => what === 'NTP');
    const output = await runDriver(lab, { engine: 'python', flows });
    expect(output.routes[addresses.ntp]).toMatchObject({
      ...{ routePort: 'lan', routeSource: addresses.node, interfaceProven: true, wrong: null },
    });
    expect(observations(output)).toEqual({ NTP: 'confirmed' });
  });
});
