import { requestFacts } from '../../shared/documents/change-request/facts.ts';
import { firewallInput } from '../../shared/documents/firewall/normalise.ts';
import { dialects, type DialectName } from '../../shared/documents/firewall/registry.ts';
import type { FirewallConfigInput, FirewallRule } from '../../shared/documents/firewall/types.ts';
import { formatService } from '../../shared/lib/service.ts';
import { deriveRules } from '../../shared/rules/derive-rules.ts';
import type { Site } from '../../shared/site/schema.ts';
import { readers } from './dialects/readers.ts';
import { panzura } from './site-fixtures.ts';

const catalog = panzura();

/** The input of the dialects for a site. */
export function firewallInputOf(site: Site): FirewallConfigInput {
  return firewallInput(
    requestFacts({
      ...{ catalog, site, ruleSet: deriveRules(catalog, site) },
      ...{ createdAt: '2026-11-17T08:40:00Z', version: '0.1.0', practice: false, siteName: 'any' },
    }),
    '0'.repeat(64),
  );
}

/** A network of one address is that address: no language tells them apart. */
const host = (text: string): string => text.replace(text.includes(':') ? /\/128$/ : /\/32$/, '');

/** The flows that a rule asks for. */
function flowsOf({ from, to, services }: FirewallRule): string[] {
  return from.flatMap((source) =>
    to.flatMap((target) =>
      services.map((service) => `${host(source.text)} > ${host(target.text)} ${formatService(service)}`),
    ),
  );
}

/** What a text was read to permit. */
export interface Compared {
  /** The first flow that the text permits and nobody asked for, or that it leaves out without a word; null: none. */
  readonly fault: string | null;
  readonly text: string;
  /** How many flows it permits. */
  readonly said: number;
  /** How many lines it says that it cannot write. */
  readonly unsaid: number;
}

/**
 * Writes a request in a firewall's language and reads it back by rules of the tests' own.
 *
 * @throws Error at a text that is not of that language
 */
export function compareWithRequest(name: DialectName, input: FirewallConfigInput): Compared {
  const { text, notExpressed } = dialects[name].write(input);
  const permitted = new Set(
    readers[name](text).map(({ from, to, service }) => `${host(from)} > ${host(to)} ${service}`),
  );
  const unsaid = new Set(notExpressed.map(({ id }) => id));
  const asked = new Set(input.rules.flatMap(flowsOf));
  const more = [...permitted].find((flow) => !asked.has(flow));
  const less = input.rules
    .filter(({ id }) => !unsaid.has(id))
    .flatMap((rule) => flowsOf(rule).map((flow) => ({ flow, id: rule.id })))
    .find(({ flow }) => !permitted.has(flow));
  const fault =
    more !== undefined
      ? `permits ${more}, which nobody asked for.`
      : less !== undefined
        ? `leaves out ${less.flow} of line ${less.id} and says nothing of it.`
        : null;
  return { fault, text, said: permitted.size, unsaid: unsaid.size };
}
