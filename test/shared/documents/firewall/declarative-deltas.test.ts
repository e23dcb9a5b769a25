import { describe, expect, test } from 'vitest';
import type { EarlierRequest } from '../../../../shared/documents/change-request/earlier-request.ts';
import { reviseRequest } from '../../../../shared/documents/change-request/revise.ts';
import { aerleon } from '../../../../shared/documents/firewall/aerleon.ts';
import { azureNsg } from '../../../../shared/documents/firewall/azure-nsg.ts';
import { gcp } from '../../../../shared/documents/firewall/gcp.ts';
import { firewallInput } from '../../../../shared/documents/firewall/normalise.ts';
import { terraformAws } from '../../../../shared/documents/firewall/terraform-aws.ts';
import type { FirewallConfigInput } from '../../../../shared/documents/firewall/types.ts';
import { readAerleon } from '../../../helpers/dialects/aerleon.ts';
import { readAzureNsg } from '../../../helpers/dialects/azure-nsg.ts';
import { readGcp } from '../../../helpers/dialects/gcp.ts';
import { flowKeys } from '../../../helpers/dialects/permitted.ts';
import { readTerraformAws } from '../../../helpers/dialects/terraform-aws.ts';
import { plannedSite } from '../../../helpers/site-run.ts';
import { requestOfSite } from '../request-of-site.ts';

/** Another DNS server, one domain controller less and its network instead, no syslog, another store, a scanner more. */
function revisionB(json: Record<string, unknown>): void {
  json['request'] = { ...(json['request'] as object), revision: 'B', supersedes: 'A' };
  json['features'] = { ...(json['features'] as object), syslog: false };
  json['endpoints'] = {
    ...(json['endpoints'] as object),
    dnsServers: ['10.20.5.53', '10.20.5.55'],
    domainControllers: [{ address: '10.20.5.11', label: 'dc1' }, '10.20.5.8/29'],
    objectStores: ['other.objects.cloud.example'],
  };
  const [rule] = json['customRules'] as Record<string, unknown>[];
  json['customRules'] = [rule, { ...rule, id: 'icap-2', title: 'Second scanner', endpoints: ['10.20.9.10'] }];
}

function inputOfB(since?: EarlierRequest): FirewallConfigInput {
  const { catalog, site, ruleSet } = plannedSite('gdansk-dc1', revisionB);
  const facts = reviseRequest({
    ...{ catalog, site, ruleSet, version: '0.1.0', practice: false, siteName: 'gdansk-dc1' },
    createdAt: '2026-11-18T08:40:00Z',
    ...(since === undefined ? {} : { since }),
  });
  return firewallInput(facts, '0'.repeat(64));
}

const first = requestOfSite('gdansk-dc1');
const before = firewallInput(first.facts, first.digest);
const delta = inputOfB({ file: first.file, sha256: first.digest });
const whole = inputOfB();

/** What the engineer does: deletes what the delta's comments name, puts in what it brings, in place of what has that name. */
interface Parts {
  /** By name, in order. */
  readonly parts: ReadonlyMap<string, string>;
  /** Names in its comments, each on a line of its own. */
  readonly deleted: readonly string[];
}

function merged(old: Parts, change: Parts): Map<string, string> {
  for (const name of change.deleted)
    if (!old.parts.has(name)) throw new Error(`The delta deletes ${name}, which was never there.`);
  const left = [...old.parts].filter(([name]) => !change.deleted.includes(name));
  return new Map([...left, ...change.parts]);
}

function terraformParts(text: string): Parts {
  const parts = new Map<string, string>();
  for (const [block, kind, first, second] of text.matchAll(
    /^(\w+) "([^"]+)"(?: "([^"]+)")? \{\n[^]*?^\}\n/gm,
  ))
    parts.set(second === undefined ? `${kind ?? ''}.${first ?? ''}` : `${first ?? ''}.${second}`, block);
  return { parts, deleted: [...text.matchAll(/^# (\w+\.[\w-]+)$/gm)].map((match) => match[1] ?? '') };
}

/** Blocks as they are, but each priority its own again: the engineer gives the delta a first one that is free. */
function terraformText(parts: ReadonlyMap<string, string>): string {
  let place = 0;
  return [...parts.values()]
    .join('\n')
    .replace(/(_priority) \+ \d+/g, (_, name: string) => `${name} + ${place++}`);
}

function aerleonParts(text: string): Parts {
  const parts = new Map<string, string>();
  const body = text.replace(/^ *#.*\n/gm, '');
  for (const [block, name] of body.matchAll(/^ {2}([-_A-Z0-9]+):\n(?: {4}.*\n)+/gm))
    parts.set(name ?? '', block);
  for (const [block, name] of body.matchAll(/^ {6}- name: (.+)\n(?: {8}.+\n)+/gm))
    parts.set(name ?? '', block);
  return { parts, deleted: [...text.matchAll(/^# (gc-[a-z0-9._-]+)$/gm)].map((match) => match[1] ?? '') };
}

function aerleonText(parts: ReadonlyMap<string, string>): string {
  const of = (pattern: RegExp): string => [...parts.values()].filter((block) => pattern.test(block)).join('');
  return [
    `networks:\n${of(/^ {4}values:/m)}services:\n${of(/^ {4}- protocol:/m)}filters:\n`,
    `  - header:\n      targets:\n        srx: from-zone A to-zone B\n    terms:\n${of(/^ {6}- name:/m)}`,
  ].join('');
}

describe('revision B as a delta to A', () => {
  test.each([
    { dialect: terraformAws, read: readTerraformAws, partsOf: terraformParts, textOf: terraformText },
    { dialect: azureNsg, read: readAzureNsg, partsOf: terraformParts, textOf: terraformText },
    { dialect: gcp, read: readGcp, partsOf: terraformParts, textOf: terraformText },
    { dialect: aerleon, read: readAerleon, partsOf: aerleonParts, textOf: aerleonText },
  ])('put into the file of A, makes $dialect.title permit what B permits, and no more', (under) => {
    const { dialect, read, partsOf, textOf } = under;
    const old = partsOf(dialect.write(before).text);
    const change = partsOf(dialect.write(delta).text);
    expect(flowKeys(read(textOf(old.parts)))).toEqual(flowKeys(read(dialect.write(before).text)));
    expect(change.deleted.length).toBeGreaterThan(0);
    expect(flowKeys(read(textOf(merged(old, change))))).toEqual(flowKeys(read(dialect.write(whole).text)));
  });
});
