import { describe, expect, it } from 'vitest';
import type { EngineJob } from '../../../../electron/engines/engine.ts';
import { planSite } from '../../../../electron/usecases/plan-site.ts';
import { runChecks } from '../../../../electron/usecases/run/run-checks.ts';
import { decodeReply } from '../../../../shared/probes/dns-message.ts';
import type { RawOutcome } from '../../../../shared/probes/types.ts';
import type { RunRecord } from '../../../../shared/results/types.ts';
import { portsOf } from '../../../helpers/made-world.ts';
import { plannedSite } from '../../../helpers/site-run.ts';

const nodeAddress = '10.20.0.10';
const license = 'license-1.vendor.example';

/** What each declared server knows: name -> IPv4 addresses. `silent`: it never answers. */
type Zones = Readonly<Record<string, Readonly<Record<string, readonly string[]>> | 'silent'>>;

function reply(query: Uint8Array, addresses: readonly string[] | undefined): Uint8Array {
  const head = Uint8Array.from(query);
  head[2] = 0x81;
  head[3] = addresses === undefined ? 0x83 : 0x80;
  head[7] = addresses?.length ?? 0;
  const answers = (addresses ?? []).flatMap((address) => [
    ...[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4],
    ...address.split('.').map(Number),
  ]);
  return Uint8Array.from([...head, ...answers]);
}

function answering(zones: Zones, { host, port, wire }: EngineJob): RawOutcome {
  const zone = zones[host];
  if (port !== 53 || wire.kind !== 'exchange' || zone === undefined || zone === 'silent')
    return { kind: 'silent' };
  const overTcp = wire.transport === 'tcp';
  const replies = wire.payloads.slice(0, 1).map((payload) => {
    const query = overTcp ? payload.subarray(2) : payload;
    const question = decodeReply(query)?.question;
    const bytes = reply(query, question?.type === 1 ? zone[question.name] : undefined);
    return {
      payload: 0,
      bytes: overTcp ? Uint8Array.from([bytes.length >> 8, bytes.length & 0xff, ...bytes]) : bytes,
      from: host,
    };
  });
  return { kind: 'answered', replies };
}

async function runIn(zones: Zones, names: Readonly<Record<string, readonly string[]>>) {
  const { site } = plannedSite('gdansk-dc1', () => undefined);
  const planned = planSite(site, ['10.20.33.7']);
  const ports = portsOf({ nodeAddress, names, outcome: (job) => answering(zones, job) });
  const { signal } = new AbortController();
  const run = await runChecks({ site, ...planned, nodes: ['gdn-1'] }, ports, () => undefined, signal);
  return { run, sent: ports.sent };
}

function evidenceOf(run: RunRecord, host: string, probe: string): RunRecord['checks'][number]['evidence'] {
  const check = run.checks.find(
    ({ target, facts, vantage }) =>
      vantage.kind === 'node' && target.address === host && facts.probe === probe,
  );
  if (check === undefined) throw new Error(`No check of ${host} by ${probe}.`);
  return check.evidence;
}

const same = { [license]: ['198.51.100.8'] };

describe('the declared DNS servers of a site', () => {
  it('are each asked for the site’s names and the directory’s services, as evidence of their check', async () => {
    const { run, sent } = await runIn({ '10.20.5.53': same, '10.20.5.54': same }, same);
    for (const server of ['10.20.5.53', '10.20.5.54']) {
      const evidence = evidenceOf(run, server, 'dns-udp');
      expect(evidence['names']).toContain(`${license} A: 198.51.100.8`);
      expect(evidence['names']).toContain(`${license} AAAA: NXDOMAIN`);
      expect(evidence['names']).toContainEqual(
        expect.stringMatching(/^_ldap\._tcp\.dc\._msdcs\.\S+ SRV: NXDOMAIN$/) as string,
      );
      expect(evidence['remarks'] ?? []).not.toContainEqual(expect.stringMatching(/^Different/) as string);
    }
    const declared = new Set(['10.20.5.53', '10.20.5.54']);
    const questions = sent.filter(({ check }) => check.id.includes('?'));
    expect(questions.length).toBeGreaterThan(4);
    expect(questions.filter(({ host, port }) => !declared.has(host) || port !== 53)).toEqual([]);
  });

  it('are remarked when they answer differently, also from the node’s own resolver', async () => {
    const { run } = await runIn(
      { '10.20.5.53': same, '10.20.5.54': { [license]: ['203.0.113.66'] } },
      { [license]: ['198.51.100.8'] },
    );
    expect(evidenceOf(run, '10.20.5.54', 'dns-udp')['remarks']).toContainEqual(
      expect.stringMatching(
        /^Different answers for license-1\.vendor\.example A: 10\.20\.5\.53: 198\.51\.100\.8; 10\.20\.5\.54: 203\.0\.113\.66; the node itself: 198\.51\.100\.8\./,
      ) as string,
    );
    expect(run.checks.find(({ target }) => target.address === '10.20.5.54')?.observation).toBe('confirmed');
  });

  it('that do not answer are asked nothing more, and are remarked where a name is checked, which keeps what was seen', async () => {
    const { run, sent } = await runIn({ '10.20.5.53': same, '10.20.5.54': 'silent' }, same);
    expect(evidenceOf(run, '10.20.5.54', 'dns-udp')['names']).toBeUndefined();
    expect(sent.filter(({ check, host }) => check.id.includes('?') && host === '10.20.5.54')).toEqual([]);
    const named = run.checks.find(({ target }) => target.address === license);
    expect(named).toMatchObject({ observation: 'filtered', target: { resolved: '198.51.100.8' } });
    expect(named?.evidence['remarks']).toContain(
      'The declared DNS server 10.20.5.54 gave “no-answer” over UDP in this run.',
    );
  });

  it('are remarked on a name that does not resolve on the node, too', async () => {
    const { run } = await runIn({ '10.20.5.53': 'silent', '10.20.5.54': 'silent' }, {});
    const named = run.checks.find(({ target }) => target.address === license);
    expect(named?.observation).toBe('unresolved');
    expect(named?.evidence['remarks']).toContain(
      'The declared DNS server 10.20.5.53 gave “no-answer” over UDP in this run.',
    );
  });
});
