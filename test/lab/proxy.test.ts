import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateFingerprint } from '../../electron/engines/tls-trust.ts';
import { buildCommandLine } from '../helpers/command-line.ts';
import { addresses, names } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import type { Daemon } from './processes.ts';
import { cli, environmentOf, runCheck } from './run-check.ts';
import { squidFiles, startSquid } from './services/squid.ts';
import { solvedSite, writeSite } from './sites.ts';

/** Where the firewall lets the node through and nothing else of the lab stands. */
const proxy = { host: addresses.closed, port: 443 } as const;

describe.skipIf(labMissing() !== null)('gatecheck check at a site with a proxy', () => {
  let lab: Lab | undefined;
  let squid: Daemon | undefined;
  beforeAll(async () => {
    for (const file of squidFiles.files)
      if (!existsSync(file)) throw new Error(`${file} is missing (Debian: ${squidFiles.packages})`);
    buildCommandLine();
    lab = await startLab('one-arm');
    const folder = join(lab.folder, 'squid');
    mkdirSync(folder);
    const { authority } = lab.certificates;
    const inspectorPem = join(folder, 'inspector.pem');
    writeFileSync(inspectorPem, authority.pem + readFileSync(authority.keyFile, 'utf8'));
    squid = await startSquid(lab.names.internet, proxy.host, folder, {
      ...{ inspectorPem, denied: addresses.dropped, plainPort: proxy.port },
      hosts: [
        `${addresses.store} ${names.store}`,
        `${addresses.intercepted} ${names.intercepted}`,
        `${addresses.dropped} denied.corp.example`,
        '',
      ].join('\n'),
    });
  });
  afterAll(async () => {
    await squid?.stop();
    await lab?.stop();
  });

  it('asks the proxy for each endpoint behind it, judges TLS through it, and the report holds', async () => {
    if (lab === undefined) throw new Error('the lab was not built');
    const issuer = certificateFingerprint(new X509Certificate(lab.certificates.authority.pem).raw);
    const solved = solvedSite('one-arm', lab.certificates, lab.keys);
    const site = writeSite(lab.folder, 'proxied', {
      ...solved,
      proxy: { ...proxy, entries: ['object-store'] },
      endpoints: {
        ...solved.endpoints,
        objectStores: [names.store, names.intercepted, 'denied.corp.example'].map((address) => ({
          address,
          issuer,
        })),
      },
    });
    // What the node sends to the stores it sends to the proxy.
    const capture = await lab.capture(`src host ${addresses.node} and dst net 198.18.9.0/24`);
    const run = await runCheck(lab, site);
    const packets = await capture.stop();
    const { report } = run;
    const checks = (report?.checks ?? []).filter(({ facts }) => facts.probe === 'proxy-connect');
    expect(
      Object.fromEntries(
        checks.map(({ evidence, observation, verdict }) => [
          evidence['throughProxy'],
          [observation, verdict],
        ]),
      ),
    ).toEqual({
      [`${names.store}:443`]: ['confirmed', 'pass'],
      [`${names.intercepted}:443`]: ['intercepted', 'fail'],
      'denied.corp.example:443': ['rejected', 'fail'],
    });
    for (const { target, advice, observation } of checks) {
      expect([target.resolved, target.port]).toEqual([proxy.host, proxy.port]);
      if (observation !== 'confirmed') expect(advice?.owner).toBe("Customer's proxy team");
    }
    // The licence server's own check dials the store; no other port of it was tried.
    expect(packets.filter(({ to }) => to === addresses.intercepted || to === addresses.dropped)).toEqual([]);
    const verified = await lab.exec('laptop', [process.execPath, cli, 'verify', run.reportFile, '--json'], {
      env: environmentOf(lab),
    });
    const lines = (JSON.parse(verified.stdout) as { lines: { what: string; answer: string }[] }).lines;
    expect(lines.filter(({ answer }) => answer === 'invalid')).toEqual([]);
  });
});
