import type { FoundAddress, RoleReason } from '../../../shared/site/recognise/types.ts';
import type { KnownRole } from '../../../shared/site/recognise/columns.ts';
import { judgeFound } from '../../../shared/site/recognise/judge-found.ts';
import { readLines } from '../../../shared/site/recognise/read-lines.ts';
import type { UnusedLine } from '../../../shared/site/recognise/types.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { t } from '../../i18n/t.ts';
import type { PendingPaste } from '../../state/state.ts';
import { addressOf } from './endpoint-edits.ts';

/** A found address with what the person said of it. */
export interface PastedItem {
  readonly key: string;
  readonly found: FoundAddress;
  /** The role that it goes to. */
  readonly role: string;
  /** Nothing in the text spoke for a role: it goes to the one that is looked at. */
  readonly byPlace: boolean;
  /** It can be added as it is: well written, no doubt left, and the person did not leave it out. */
  readonly addable: boolean;
  readonly left: boolean;
}

export interface Pasted {
  readonly items: readonly PastedItem[];
  readonly unused: readonly UnusedLine[];
}

function presentIn(site: SiteFile): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(site.endpoints ?? {}).map(([role, list]) => [role, list.map(addressOf)]),
  );
}

function ownAddresses(site: SiteFile): { readonly address: string; readonly node: string }[] {
  return site.nodes.flatMap(({ name, lan, wan }) =>
    [lan.address, wan?.address ?? ''].flatMap((address) => {
      const bare = address.split('/')[0] ?? '';
      return bare === '' ? [] : [{ address: bare, node: name }];
    }),
  );
}

/**
 * What a pasted text holds, for this site.
 *
 * @param place the role that is looked at: what the text says nothing of goes to it.
 */
export function readPaste(
  { text, choices = {} }: Pick<PendingPaste, 'text' | 'choices'>,
  place: string,
  roles: readonly KnownRole[],
  site: SiteFile,
): Pasted {
  const { candidates, unused } = readLines(text, roles);
  const known = new Set(roles.map(({ role }) => role));
  const seen = new Map<string, number>();
  const keys = candidates.map(({ line, text: written }) => {
    const plain = `${line} ${written}`;
    const count = seen.get(plain) ?? 0;
    seen.set(plain, count + 1);
    return count === 0 ? plain : `${plain} ${count}`;
  });
  const roleAt = (index: number): string => {
    const chosen = choices[keys[index] ?? '']?.role;
    const proposed = candidates[index]?.role ?? null;
    return chosen ?? (proposed !== null && known.has(proposed) ? proposed : place);
  };
  const found = judgeFound(candidates, roleAt, { present: presentIn(site), own: ownAddresses(site) });
  return {
    unused,
    items: found.map((one, index) => {
      const key = keys[index] ?? '';
      const choice = choices[key];
      const isGood = one.state.kind === 'ready' || (one.state.kind === 'doubtful' && choice?.taken === true);
      return {
        key,
        found: one,
        role: roleAt(index),
        byPlace: choice?.role === undefined && one.why === null,
        addable: isGood && choice?.left !== true,
        left: choice?.left === true,
      };
    }),
  };
}

/** Whether a person has to say which of two things is meant: a host and its network are both well written. */
export function asksWhich({ state }: FoundAddress): boolean {
  return (
    state.kind === 'doubtful' ||
    (state.kind === 'wrong' && state.fixes.some(({ kind }) => kind === 'network'))
  );
}

/** Everything that can be added, into its roles: one step of undo. */
export function withPasted(site: SiteFile, items: readonly PastedItem[]): SiteFile {
  const endpoints: Record<string, NonNullable<SiteFile['endpoints']>[string]> = { ...site.endpoints };
  const added = new Map<string, NonNullable<SiteFile['endpoints']>[string]>();
  for (const { found, role, addable } of items) {
    if (!addable) continue;
    const { address, label, details } = found;
    const list = added.get(role) ?? [];
    added.set(role, list);
    list.push(
      label === null && details === null
        ? address
        : { address, ...(label === null ? {} : { label }), ...details },
    );
  }
  for (const [role, list] of added) endpoints[role] = [...(endpoints[role] ?? []), ...list];
  return { ...site, endpoints };
}

/** What waits after the good ones were added: with the roles that it had. */
export function waitingPaste(items: readonly PastedItem[]): Pick<PendingPaste, 'text' | 'choices'> {
  const waiting = items.filter(
    ({ addable, left, found }) =>
      !addable && !left && (found.state.kind === 'wrong' || found.state.kind === 'doubtful'),
  );
  return {
    text: waiting.map(({ found }) => found.text).join('\n'),
    choices: Object.fromEntries(
      waiting.map(({ found, role }, index) => [`${index + 1} ${found.text}`, { role }]),
    ),
  };
}

/** The text with one of its addresses put right, or left out (null). */
export function withReplaced(text: string, { line, text: written }: FoundAddress, to: string | null): string {
  const lines = text.split(/\r\n|\r|\n/);
  const row = lines[line - 1] ?? '';
  const at = row.indexOf(written);
  // What stands in the line in other characters than it was read in: the line is the address.
  const next = at < 0 ? (to ?? '') : `${row.slice(0, at)}${to ?? ''}${row.slice(at + written.length)}`;
  if (next.trim() === '') lines.splice(line - 1, 1);
  else lines[line - 1] = next;
  return lines.join('\n');
}

/** Why a role is proposed, in words. */
export function reasonWords(why: RoleReason | null): string {
  if (why === null) return '';
  switch (why.kind) {
    case 'label':
      return t('“{{words}}” in the text', { words: why.words });
    case 'column':
      return t('column “{{words}}”', { words: why.words });
    case 'word':
      return t('“{{word}}” in the line', { word: why.word });
    case 'name':
      return t('its name is {{word}}', { word: why.word });
    case 'port':
      return t('port {{port}} stands with it', { port: why.port });
    case 'asked-server':
      return t('the server that nslookup asked');
  }
}

export function unusedWords(why: UnusedLine['why']): string {
  switch (why) {
    case 'own-address':
      return t('an address of this computer');
    case 'gateway':
      return t('a gateway');
    case 'netmask':
      return t('a mask');
    case 'domain-suffix':
      return t('a domain, not a host');
    case 'loopback-entry':
      return t('the computer itself');
    case 'heading':
      return t('a heading');
    case 'no-address':
      return t('no address');
  }
}

export function kindWords(kind: FoundAddress['kind']): string {
  switch (kind) {
    case 'ipv4':
      return 'IPv4';
    case 'ipv6':
      return 'IPv6';
    case 'network':
      return t('network');
    case 'name':
      return t('name');
    case 'pattern':
      return t('pattern');
    case null:
      return '';
  }
}
