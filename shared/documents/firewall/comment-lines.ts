import { formatService } from '../../lib/service.ts';
import { levelWord } from '../words.ts';
import { plainAscii } from './plain-ascii.ts';
import type { FirewallAddress, FirewallConfigInput, FirewallRule, NotExpressed } from './types.ts';

/** What stands between the commands: sentences for the person who reviews them. All without a comment sign. */

/** One line for a comment. A question mark asks many command lines for help, even inside one. */
export function commentText(text: string): string {
  // Nearly all lines are plain already, and there are many of them.
  if (text.length <= 500 && /^[!-~](?: ?[!-~])*$/.test(text) && !text.includes('?')) return text;
  return plainAscii(text, 500).replaceAll('?', '_');
}

/** The lines behind a comment sign, e.g. `! `. */
export function comments(sign: string, lines: readonly string[]): string[] {
  return lines.map((line) => `${sign}${commentText(line)}`.trimEnd());
}

/** Text for a quoted value of any command line: no quote, backslash, dollar, semicolon, question or exclamation mark is left. */
export function quotable(text: string, most: number): string {
  return plainAscii(text, most).replace(/[^A-Za-z0-9 .,:()/_+=@-]/g, '_');
}

/** `Line 7, dns.gdn-1.out.lan.v4.required: DNS. Required`: for a description of the rule itself. */
export function ruleDescription(rule: FirewallRule, most: number): string {
  const temporary = rule.temporary ? ', temporary' : '';
  return quotable(`${rule.id}, line ${rule.number}${temporary}: ${rule.title}`, most);
}

/** What a person wants to know of a rule before they enter it. */
export function aboutRule(rule: FirewallRule): string[] {
  const services = rule.services.map(formatService).join(', ');
  return [
    `Line ${rule.number}: ${rule.id}`,
    `${rule.change === 'remove' ? 'REMOVE: ' : ''}${rule.title}. ${services}. ${levelWord(rule.level)}. ${startedBy(rule)}`,
    ...(rule.reason === '' ? [] : [`Why: ${rule.reason}`]),
    ...(rule.temporary
      ? ['TEMPORARY: for a limited time only. Take it out again when the work is done.']
      : []),
    ...[...rule.from, ...rule.to].flatMap(natRemark),
  ];
}

function startedBy({ direction, node, port }: FirewallRule): string {
  const side = `node ${node}, ${port.toUpperCase()} port`;
  return direction === 'out' ? `Started by ${side}.` : `Started by the counterpart, to ${side}.`;
}

function natRemark({ text, natAddress }: FirewallAddress): string[] {
  return natAddress === null
    ? []
    : [`NAT: ${text} is seen as ${natAddress} from the other side. The rule names ${text}.`];
}

/** A line, or a part of it, that stands here as a sentence only. */
export function notWritten({ id, number, reason }: NotExpressed): string {
  return number > 0 ? `NOT WRITTEN: line ${number}, ${id}: ${reason}` : `NOT WRITTEN: ${id}: ${reason}`;
}

/** The lines that wait for an address or a decision; nothing when there are none. */
export function waitingLines({ waiting }: FirewallConfigInput): string[] {
  return waiting.length === 0
    ? []
    : ['Not written, because something is not decided yet:', ...waiting.map(notWritten)];
}
