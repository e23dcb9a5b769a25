import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mud } from '../../../../shared/documents/firewall/mud.ts';
import type { FirewallConfigInput } from '../../../../shared/documents/firewall/types.ts';
import { hostileInput, hostileNames, inputOfSite } from '../../../helpers/dialects/cloud-laws.ts';

const modules = new URL('../../../fixtures/yang/', import.meta.url).pathname;

/** On a build machine it has to be there; elsewhere the test is left out. */
const missing = process.env['CI'] !== 'true' && spawnSync('yanglint', ['--version']).error !== undefined;

const folder = mkdtempSync(join(tmpdir(), 'gatecheck-mud-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What libyang says against a text; empty: nothing. */
function objections(text: string): string {
  const file = join(folder, 'file.json');
  writeFileSync(file, text);
  const names = ['ietf-access-control-list', 'ietf-mud', 'ietf-acldns'].map(
    (name) => `${modules}${name}.yang`,
  );
  const { status, stderr, error } = spawnSync('yanglint', ['-p', modules, '-t', 'config', ...names, file], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (error !== undefined) throw error;
  return status === 0 ? '' : stderr;
}

function withBothFamilies(): FirewallConfigInput {
  return inputOfSite('gdansk-dc1', (json) => {
    const [node] = json['nodes'] as { lan: Record<string, string> }[];
    if (node !== undefined) node.lan['address6'] = '2001:db8:20::10/64';
    json['customRules'] = [
      {
        ...{ id: 'scan', title: 'Scan', direction: 'out', port: 'lan', reason: 'Scan.' },
        services: ['1344/tcp', '8000-8010/udp', 'icmp'],
        endpoints: ['10.78.0.0/16', '2001:db8:77::1', '2001:db8:78::/48', 'scan.example'],
      },
    ];
  });
}

describe.skipIf(missing)('libyang, with a short form of the modules of RFC 8519 and RFC 8520', () => {
  test.each(['gdansk-dc1', 'szczecin-dc1', 'draft'])('takes the MUD file of %s', (name) => {
    expect(objections(mud.write(inputOfSite(name)).text)).toBe('');
  });

  test('takes both families, networks, names, ranges and pings, and a file without any entry', () => {
    const input = withBothFamilies();
    const { text } = mud.write(input);
    expect(text).toContain('"ietf-acldns:dst-dnsname": "scan.example"');
    expect(text).toContain('"2001:db8:78::/48"');
    expect(objections(text)).toBe('');
    expect(objections(mud.write({ ...input, rules: [] }).text)).toBe('');
  });

  test('takes hostile names', () => {
    for (const name of hostileNames) expect(objections(mud.write(hostileInput(name)).text)).toBe('');
  });

  test.each([
    { fault: 'an address without its prefix', from: '"10.78.0.0/16"', to: '"10.78.0.0"' },
    { fault: 'a list that is not there', from: '"name": "to-device-v6"', to: '"name": "elsewhere"' },
    { fault: 'an unknown action', from: '"accept"', to: '"permit"' },
  ])('refuses $fault', ({ from, to }) => {
    const { text } = mud.write(withBothFamilies());
    expect(text).toContain(from);
    expect(objections(text.replace(from, to))).not.toBe('');
  });
});
