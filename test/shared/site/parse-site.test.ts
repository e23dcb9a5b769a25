import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { holdsHalf } from '../../../shared/lib/half-characters.ts';
import { formatFinding } from '../../../shared/lib/zod-findings.ts';
import { parseSite, parseSiteText } from '../../../shared/site/parse-site.ts';
import { findings, findingsWith, lan, node } from '../../helpers/site-findings.ts';
import { siteFixtures, siteText, smallSite } from '../../helpers/site-fixtures.ts';

describe('a site file', () => {
  test.each(siteFixtures)('%s reads without findings', (name) => {
    expect(findings(JSON.parse(siteText(name)))).toEqual([]);
  });

  test('needs only format, catalogue, deployment and nodes', () => {
    const site = parseSite(smallSite(), findCatalog);
    expect(site.ok && site.value.checks).toEqual({
      timeoutMs: 3000,
      waits: 'adaptive',
      retries: 1,
      negativeControl: true,
      temporaryListener: 'unprivileged',
      trustedCas: [],
    });
    expect(findings({})).toEqual([
      'format: It is missing, so this may be no site file. A site file begins with "format": "gatecheck/site@1".',
    ]);
    expect(findings({ format: 'gatecheck/site@1' })).toEqual([
      'catalog: It is missing.',
      'deployment: It is missing.',
      'nodes: It is missing.',
    ]);
  });

  test('a fault in the JSON names line and column', () => {
    const site = parseSiteText('{\n  "format": "gatecheck/site@1",\n}', findCatalog);
    expect(site.ok ? [] : site.error.map(formatFinding)).toEqual([
      'Line 3, column 1: A comma too many before }.',
    ]);
  });

  test.each<[string, unknown, string]>([
    ['a list', [], 'This is no site file: it is not one JSON object.'],
    ['null', null, 'This is no site file: it is not one JSON object.'],
    ['a report', { format: 'gatecheck/report@1' }, 'format: "gatecheck/report@1" is no site file of ours.'],
    ['a number as format', { format: 1 }, 'format: This is no site file of ours.'],
    ['version 0', { format: 'gatecheck/site@0' }, 'format: There was never a site version 0.'],
    ['a newer version', { format: 'gatecheck/site@2' }, 'written by a newer Gatecheck (site version 2)'],
  ])('%s is refused in words', (_what, file, message) => {
    expect(findings(file).join('\n')).toContain(message);
  });

  test('an unknown catalogue is named', () => {
    expect(findingsWith({ catalog: 'acme' })).toEqual([
      'catalog: There is no catalogue "acme" in this version of Gatecheck.',
    ]);
  });

  test.each([
    ['a key', (name: string) => ({ entries: { snmp: { level: { [name]: 'required' } } } }), /in 162\/udp\.$/],
    ['an entry', (name: string) => ({ entries: { [name]: {} } }), /^Unknown entry/],
    ['a feature', (name: string) => ({ features: { [name]: true } }), /^Unknown feature/],
  ])('a hostile name of %s makes no reason that nobody can read', (_what, withName, known) => {
    // Whole characters, of which a cut may leave halves.
    const name = '😀'.repeat(20_000);
    const read = parseSite({ ...smallSite(), ...withName(name) }, findCatalog);
    expect(read.ok).toBe(false);
    for (const { path, message } of read.ok ? [] : read.error) {
      expect(message.length).toBeLessThanOrEqual(1000);
      expect(path.length).toBeLessThanOrEqual(1000);
      expect(message).toMatch(known);
      expect(holdsHalf(path) || holdsHalf(message)).toBe(false);
    }
  });
});

describe('faults of shape', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a mistyped key', lan({ adress: 'x' }), 'nodes[0].lan.adress: Unknown key; did you mean address?'],
    ['a mistyped key at the top', { endpoint: {} }, 'endpoint: Unknown key; did you mean endpoints?'],
    [
      'a mistyped key of an endpoint',
      { endpoints: { dnsServers: [{ address: '10.0.0.1', lable: 'x' }] } },
      'endpoints.dnsServers[0].lable: Unknown key; did you mean label?',
    ],
    [
      'a mistyped key of an override',
      { entries: { snmp: { level: 'optional', raison: 'x' } } },
      'entries.snmp.raison: Unknown key; did you mean reason?',
    ],
    [
      'a password',
      node({ ssh: { host: '10.20.0.10', user: 'admin', password: 'hunter2' } }),
      'nodes[0].ssh.password: Unknown key. Passwords, passphrases and communities are never in this file',
    ],
    ['a number for a text', { customer: { name: 7 } }, 'customer.name: Expected a text, found a number.'],
    [
      'a number for an endpoint',
      { endpoints: { dnsServers: [7] } },
      'endpoints.dnsServers[0]: Expected a text, found a number.',
    ],
    [
      'an endpoint without address',
      { endpoints: { dnsServers: [{ label: 'x' }] } },
      'endpoints.dnsServers[0].address: It is missing.',
    ],
    [
      'a text for a list',
      { endpoints: { dnsServers: '10.0.0.1' } },
      'endpoints.dnsServers: Expected a list, found a text.',
    ],
    [
      'a mode that is none',
      { deployment: 'onearm' },
      'deployment: "onearm" is none of one-arm, inline; did you mean one-arm?',
    ],
    ['no node', { nodes: [] }, 'nodes: A site has at least one node.'],
    [
      'port 70000',
      node({ ssh: { host: '10.20.0.10', user: 'a', port: 70000 } }),
      'nodes[0].ssh.port: 70000 is too high; 65535 is the highest.',
    ],
    [
      'half a port',
      node({ ssh: { host: '10.20.0.10', user: 'a', port: 22.5 } }),
      'nodes[0].ssh.port: Expected a whole number, found a number.',
    ],
    [
      'a fingerprint in MD5',
      node({ ssh: { host: '10.20.0.10', user: 'a', hostKey: '12:34' } }),
      'nodes[0].ssh.hostKey: A host key fingerprint reads SHA256:',
    ],
    [
      'a local time',
      { request: { window: { start: '2026-11-24 20:00', end: '2026-11-24T23:00:00Z' } } },
      'request.window.start: Write the time in UTC, as 2026-11-24T20:00:00Z.',
    ],
    [
      'a waiver without end',
      { waivers: [{ rule: 'x', digest: 'y', by: 'z', reason: 'r', at: '2026-11-24T20:00:00Z' }] },
      'waivers[0].expires: It is missing.',
    ],
    [
      'a feature that is a text',
      { features: { smb: 'yes' } },
      'features.smb: Expected true or false, found a text.',
    ],
    [
      'a level that is none',
      { entries: { snmp: { level: { 'out 162/udp': 'must' } } } },
      'entries.snmp.level["out 162/udp"]: "must" is none of required, optional, as-published.',
    ],
    [
      'a line break in a name',
      { customer: { name: 'Żuraw\nS.A.' } },
      'customer.name: It holds a line break or another control character.',
    ],
    [
      'a terminal command in a justification',
      { request: { justification: '\u001b[2J' } },
      'request.justification: It holds a control character.',
    ],
    [
      'too long a text',
      { customer: { name: 'x'.repeat(301) } },
      'customer.name: It has 301 characters; 300 is the highest number.',
    ],
  ])('%s: place and cure', (_what, parts, message) => {
    expect(findingsWith(parts).join('\n')).toContain(message);
  });
});

describe('robustness', () => {
  test('no JSON value makes reading throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
        parseSite(value, findCatalog);
        parseSite({ ...smallSite(), nodes: value, endpoints: other }, findCatalog);
        parseSite(
          { ...smallSite(), features: value, entries: other, customRules: [other], proxy: value },
          findCatalog,
        );
      }),
    );
  });

  test('a file that would fill the memory is refused before anything is derived from it', () => {
    const nodes = Array.from({ length: 64 }, (_, i) => ({
      name: `n${i}`,
      lan: { address: `10.${i}.0.10/24` },
    }));
    const hosts = Array.from({ length: 2000 }, (_, i) => `10.99.${Math.floor(i / 250)}.${(i % 250) + 1}`);
    expect(findings({ ...smallSite(), nodes, endpoints: { dnsServers: hosts } })).toEqual([
      'endpoints: 64 nodes and 2000 endpoints are more than one site can hold. Name networks instead of single hosts, or make a site file for each part.',
    ]);
  });

  test('of very many faults the first hundred are told', () => {
    const faults = findings({ ...smallSite(), endpoints: { dnsServers: Array<string>(1500).fill('x') } });
    expect(faults).toHaveLength(101);
    expect(faults.at(-1)).toBe('And 1400 more faults.');
  });

  test('a key named __proto__ is an unknown key, not a trick', () => {
    const site = parseSiteText(
      JSON.stringify(smallSite()).replace('{', '{"__proto__":{"practice":true},'),
      findCatalog,
    );
    expect(site.ok ? [] : site.error.map(formatFinding)).toEqual(['__proto__: Unknown key.']);
  });
});
