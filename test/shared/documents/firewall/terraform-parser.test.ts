import { parse } from '@cdktf/hcl2json';
import { describe, expect, test } from 'vitest';
import { azureNsg } from '../../../../shared/documents/firewall/azure-nsg.ts';
import { gcp } from '../../../../shared/documents/firewall/gcp.ts';
import { terraformAws } from '../../../../shared/documents/firewall/terraform-aws.ts';
import type { FirewallRule } from '../../../../shared/documents/firewall/types.ts';
import { hostileInput, hostileNames, inputOfSite } from '../../../helpers/dialects/cloud-laws.ts';
import { readHcl, type HclBlock, type HclValue } from '../../../helpers/dialects/hcl.ts';

/** A value as Terraform's own parser gives it: expressions stand in `${}`. */
function asTheirs(value: HclValue): unknown {
  return typeof value === 'object' && 'expression' in value ? '${' + value.expression + '}' : value;
}

function bodyAsTheirs({ values, blocks }: HclBlock): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of values)
    body[name] =
      name === 'tags' ? { GatecheckLine: (value as { expression: string }).expression } : asTheirs(value);
  for (const block of blocks)
    body[block.type] = [...((body[block.type] as unknown[] | undefined) ?? []), bodyAsTheirs(block)];
  return body;
}

/** What our reader sees, in the form of Terraform's own parser. */
function asFile(text: string): Record<string, Record<string, unknown>> {
  const file: Record<string, Record<string, unknown>> = {};
  for (const block of readHcl(text)) {
    const [first = '', second] = block.labels;
    const kind = (file[block.type] ??= {});
    if (second === undefined) kind[first] = [bodyAsTheirs(block)];
    else kind[first] = { ...(kind[first] as object | undefined), [second]: [bodyAsTheirs(block)] };
  }
  return file;
}

const dialects = [
  { title: 'AWS', dialect: terraformAws },
  { title: 'Azure', dialect: azureNsg },
  { title: 'Google Cloud', dialect: gcp },
];

describe.each(dialects)("Terraform's own parser reads the file for $title as we do", ({ dialect }) => {
  test.each(['gdansk-dc1', 'szczecin-dc1', 'draft'])('of %s', async (name) => {
    const { text } = dialect.write(inputOfSite(name));
    expect(await parse('request.tf', text)).toEqual(asFile(text));
  });

  test('of a removal', async () => {
    const whole = inputOfSite('gdansk-dc1');
    const rules = whole.rules.map((rule): FirewallRule => ({ ...rule, change: 'remove' }));
    const { text } = dialect.write({ ...whole, rules });
    const file = await parse('request.tf', text);
    expect(file).toEqual(asFile(text));
    expect(file).not.toHaveProperty('resource');
  });

  test('with hostile names', async () => {
    for (const name of hostileNames) {
      const { text } = dialect.write(hostileInput(name));
      expect(await parse('request.tf', text)).toEqual(asFile(text));
    }
  });
});
