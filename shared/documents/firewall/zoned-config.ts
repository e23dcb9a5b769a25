import type { Service } from '../../lib/service.ts';
import { aboutRule, comments, notWritten, waitingLines } from './comment-lines.ts';
import { removalsFirst, sayable, type AddressLimit } from './in-parts.ts';
import type { FirewallConfig, FirewallConfigInput, FirewallRule, NotExpressed } from './types.ts';
import { zoneNames, type ZoneNames, type ZonePart } from './zones.ts';

/** A rule as one device rule: what a device cannot mix is in another part. */
export interface RulePart extends ZonePart {
  readonly rule: FirewallRule;
  /** Place among the parts of this rule, from 0. */
  readonly part: number;
  readonly services: readonly Service[];
}

/** What is particular to a firewall's command language. */
export interface CommandLanguage {
  /** Begins a comment, e.g. `! `. */
  readonly sign: string;
  /** Longest name of a zone; null: the language names none. */
  readonly zoneLength: number | null;
  /** What an engineer has to know before the first command, as sentences. */
  readonly introduction: readonly string[];
  /** Commands before the first object, e.g. variables. */
  readonly preamble: readonly string[];
  readonly limit: AddressLimit;
  readonly splitAddresses: (rule: FirewallRule) => ZonePart[];
  readonly splitServices: (services: readonly Service[]) => (readonly Service[])[];
  /** The objects that these parts name, each once. */
  readonly define: (parts: readonly RulePart[]) => string[];
  readonly permit: (part: RulePart, zones: ZoneNames) => string[];
  /** Takes out exactly what `permit` wrote; sentences for people are comments already. */
  readonly withdraw: (part: RulePart, zones: ZoneNames) => string[];
  /** The engineer's own test commands for the part, without comment sign. */
  readonly verify: (part: RulePart, zones: ZoneNames) => string[];
}

/** A file of commands: header, removals, objects, rules with what each is for and how to verify it, and what waits. */
export function writeCommands(input: FirewallConfigInput, language: CommandLanguage): FirewallConfig {
  const zones = zoneNames(language.zoneLength === null ? [] : input.rules, language.zoneLength ?? 0);
  const notExpressed: NotExpressed[] = [...input.waiting];
  const remark = (lines: readonly string[]): string[] => comments(language.sign, lines);
  const written = removalsFirst(input).map((rule) => {
    const said = sayable(rule, language.limit);
    notExpressed.push(...said.notExpressed);
    return {
      rule,
      parts: said.rule === null ? [] : partsOf(said.rule, language),
      missing: said.notExpressed,
    };
  });
  const section = (change: FirewallRule['change']): string[] =>
    written
      .filter(({ rule }) => rule.change === change)
      .flatMap(({ rule, parts, missing }) => [
        '',
        ...remark([...aboutRule(rule), ...missing.map(notWritten)]),
        ...parts.flatMap((part) =>
          change === 'add' ? language.permit(part, zones) : language.withdraw(part, zones),
        ),
        ...remark(
          change === 'add'
            ? parts.flatMap((part) => language.verify(part, zones)).map((line) => `Verify: ${line}`)
            : [],
        ),
      ]);
  const removals = section('remove');
  const additions = section('add');
  const objects = language.define(
    written.filter(({ rule }) => rule.change === 'add').flatMap(({ parts }) => parts),
  );
  const titled = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', ...remark([`---- ${title} ----`]), ...lines];
  const lines = [
    ...remark([...input.header, ...language.introduction, ...zones.remarks]),
    ...language.preamble,
    ...titled('Rules to remove. The objects that they used are left: other rules may use them', removals),
    ...titled('Objects', objects),
    ...titled('Rules to permit', additions),
    ...titled('Not decided', remark(waitingLines(input))),
  ];
  return { text: `${lines.join('\n')}\n`, notExpressed };
}

function partsOf(rule: FirewallRule, language: CommandLanguage): RulePart[] {
  return language
    .splitAddresses(rule)
    .flatMap((zonePart) =>
      language.splitServices(rule.services).map((services) => ({ ...zonePart, services })),
    )
    .map((each, part) => ({ ...each, rule, part }));
}
