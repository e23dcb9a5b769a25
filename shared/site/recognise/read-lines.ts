import { parseEndpointAddress } from '../../lib/endpoint-address.ts';
import { parseIp } from '../../lib/ip.ts';
import { strip } from '../../lib/strip.ts';
import type { Columns, KnownRole } from './columns.ts';
import { cellsOf, columnsOf, roleOfCell } from './columns.ts';
import type { LabelMeaning } from './labelled.ts';
import { labelledLine } from './labelled.ts';
import { detailsOf, withoutGuard } from './own-columns.ts';
import type { RoleHint } from './role-words.ts';
import { roleOfName, roleOfPort, roleOfWords } from './role-words.ts';
import type { Token } from './tokens.ts';
import { looksLikeAddress, plainText, prefixOfMask, tokenOf } from './tokens.ts';
import type { Candidate, UnusedLine } from './types.ts';

/** What earlier lines say about the next one. */
interface Around {
  columns: Columns | null;
  /** Label of ipconfig whose list goes on below it. */
  label: LabelMeaning | null;
  /** Heading over a plain list. */
  heading: RoleHint | null;
  /** Where in nslookup's output the line stands. */
  lookup: { readonly kind: 'asked' | 'answer'; readonly name: string | null } | null;
}

const isIp = ({ address }: Token): boolean => parseIp(address.replace(/\/\d+$/, '')) !== null;
const isLoopback = (address: string): boolean => /^127\.|^::1$/.test(address);

/** `10.1.1.10 - 10.1.1.20` and `10,20,5,3` are one each, whatever stands between the numbers. */
const whole =
  /\d{1,3}(?:\.\d{1,3}){3}\s*[-–]\s*\d{1,3}(?:(?:\.\d{1,3}){3}|(?![\w.-]))|(?<![\d.,])\d{1,3}(?:,\d{1,3}){3}(?![\d.,])/g;

/** Japanese writes no space around an address: `監視は10.1.1.7です`. */
const besideKana =
  /(?<=[\u3040-\u30ff\u4e00-\u9fff])(?=\d{1,3}\.\d{1,3}\.\d)|(?<=\d\.\d{1,3}(?:\/\d{1,2})?)(?=[\u3040-\u30ff\u4e00-\u9fff])/gu;

function wordsOf(text: string): readonly string[] {
  const kept: string[] = [];
  const rest = text.replace(whole, (found) => {
    kept.push(found);
    return ' ';
  });
  return [...kept, ...rest.replace(besideKana, ' ').split(/[\s,;|]+/)].filter(
    (word) => word !== '' && word.length <= longestWord,
  );
}

/** `10.20.5.0 255.255.255.0` is one network. */
function withMasks(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token, index) => {
    const before = tokens[index - 1];
    const isMask = (one: Token | undefined): boolean =>
      one !== undefined && /^(?:255|0)\./.test(one.address) && prefixOfMask(one.address) !== null;
    if (isMask(token) && before !== undefined && parseIp(before.address)?.family === 'v4') return [];
    const next = tokens[index + 1];
    if (next === undefined || !isMask(next) || parseIp(token.address)?.family !== 'v4') return [token];
    const prefix = prefixOfMask(next.address) ?? 32;
    return [{ ...token, text: `${token.text} ${next.text}`, address: `${token.address}/${prefix}` }];
  });
}

const wholeAlone = new RegExp(`^(?:${whole.source})$`);
const isWhole = (word: string): boolean => wholeAlone.test(word);
/** No address, and no URL that holds one, is longer. */
const longestWord = 600;
const longestLabel = 300;

function tokensOf(text: string): readonly Token[] {
  const tokens = wordsOf(text)
    .map((word): Token => (isWhole(word) ? { text: word, address: word, port: null } : tokenOf(word)))
    // `_ldap._tcp.corp.example` is a question, not a host.
    .filter((token) => isWhole(token.address) || (!token.address.startsWith('_') && looksLikeAddress(token)));
  return withMasks(tokens);
}

/** `said`: the role that the words around it name. */
function hintOf(said: RoleHint | null, token: Token, label: string | null): RoleHint | null {
  const name = isIp(token) ? label : token.address;
  return said ?? (name === null ? null : roleOfName(name)) ?? roleOfPort(token.port);
}

/** Words of a line that are no address: they may name a role. */
function companyOf(text: string, tokens: readonly Token[]): string {
  const taken = new Set(tokens.flatMap(({ text: written }) => written.split(/\s+/)));
  return text
    .split(/\s+/)
    .filter((word) => !taken.has(strip(word, '"\'(<[', '"\')>],;')))
    .join(' ');
}

/** `dc01 10.1.1.11`: the short name of a host beside its address. It has a number: `ntp` is no name. */
function shortName(company: string): string | null {
  const words = company.split(/[\s(),;|]+/).slice(0, 8);
  const found = words.find(
    (word) =>
      /^[a-z][a-z0-9-]{1,30}$/i.test(word) &&
      /\d/.test(word) &&
      !/^(?:ip|ipv[46]|eth|ens|enp|vlan|bond|tcp|udp|lan|wan|port|s)\d*$/i.test(word),
  );
  return found ?? null;
}

/** `DNS: 10.1.1.53; NTP: 10.1.1.123`: parts that each say what they are. */
const nextLabel = /[;,|]\s*(?=\p{L}[\p{L} -]{1,30}:\s)/u;
/**
 * `I work at 10.1.1.7. The store is s3.example.` What one sentence names is no name of what another one does. A zone file's
 * `ns1.example. IN A 10.1.1.53` has no sentence in it.
 */
const nextSentence =
  /(?<=[\p{L}\d)"”/]{2})[.!?。]\s+(?=["“(]?\p{Lu})(?!(?:IN|CH|A|AAAA|CNAME|NS|MX|SRV|PTR)\s)|。/u;
/** Words between an address and a name that make two hosts of them: `10.1.1.7 to s3.example`. */
const twoHosts =
  /(?:^|\s)(?:to|from|and|or|with|via|through|towards|against|nach|zu|zum|zur|von|vom|und|oder|mit|über|do|od|i|oraz|lub|z|ze|przez)(?=\s|$)|[-=]>|→|から|へ|まで/iu;

/** `address 10.1.1.5/24, gateway 10.1.1.1`: the way out of a network is no counterpart of the node. */
function isWayOut(text: string, token: Token): boolean {
  const before = text.slice(0, Math.max(0, text.indexOf(token.text)));
  return /(?:\bgateway|\bgw|\bbrama|ゲートウェイ)\s*(?:(?:is|ist|to|は|[:=])\s*)?$/iu.test(before.slice(-40));
}

/** Whether the text speaks of an address and a name as of two hosts. */
function areApart(text: string, one: Token, other: Token): boolean {
  const [first, second] = [text.indexOf(one.text), text.indexOf(other.text)].sort((a, b) => a - b);
  const from = first === text.indexOf(one.text) ? one : other;
  if (first === undefined || second === undefined || first < 0) return false;
  return twoHosts.test(text.slice(first + from.text.length, second));
}

/** A record as dig prints it: `corp.example. 300 IN NS ns1.corp.example.` Null: none, or one of an address. */
function recordLine(line: number, text: string): readonly Candidate[] | null {
  const found = /^\s*(\S+)\s+(?:\d+\s+)?IN\s+(NS|CNAME|MX|SRV|SOA|TXT|PTR)\s+(\S.*)$/.exec(text);
  if (found === null) return null;
  const [, owner = '', type = '', data = ''] = found;
  const target = type === 'SOA' || type === 'TXT' ? '' : (data.trim().split(/\s+/).at(-1) ?? '');
  const hint: RoleHint | null =
    type === 'NS'
      ? { role: 'dnsServers', why: { kind: 'word', word: 'NS' } }
      : roleOfWords(owner.replace(/_/g, ' '), 'word');
  return tokensOf(target).map((token): Candidate => {
    const { role = null, why = null } = hint ?? roleOfName(token.address) ?? {};
    return { line, text: token.text, address: token.address, label: null, joined: null, role, why };
  });
}

function plainLine(line: number, text: string, around: Around): readonly Candidate[] {
  return text
    .split(nextLabel)
    .flatMap((part) => part.split(nextSentence))
    .flatMap((part) => plainPart(line, part, around));
}

function plainPart(line: number, text: string, around: Around): readonly Candidate[] {
  const record = recordLine(line, text);
  if (record !== null) return record;
  const tokens = tokensOf(text).filter((token) => !isWayOut(text, token));
  const ips = tokens.filter(isIp);
  const names = tokens.filter((token) => !isIp(token) && !/^[\d.,:/–\s-]+$/.test(token.address));
  const company = companyOf(text, tokens);
  // One address with a name beside it is one host: hosts files, dig, inventories.
  const [ip, name] = [ips[0], names[0]];
  const one =
    ips.length === 1 &&
    ip !== undefined &&
    name !== undefined &&
    tokens.length === ips.length + names.length &&
    !areApart(text, ip, name);
  const label = one ? name.address : tokens.length === 1 && ips.length === 1 ? shortName(company) : null;
  const fallback = around.heading;
  // Once for all of them: a line may be long, and hold many.
  const said = roleOfWords(company, 'word');
  return (one ? ips : tokens).map((token): Candidate => {
    const hint = hintOf(said, token, label) ?? fallback;
    // `srv 01.corp.example`: a name may have lost its letters to a space.
    const lone = /^[a-z][a-z0-9-]{1,20}$/i.test(company) && tokens.length === 1 && names.length === 1;
    const joined = lone && hint === null ? `${company}${token.address}` : null;
    return {
      ...{ line, text: token.text, address: token.address, label, joined },
      ...{ role: hint?.role ?? null, why: hint?.why ?? null },
    };
  });
}

/** An address column may hold what no reading of words would take for one: `_sip.example.com`. */
function tokensOfCell(cell: string, isAddress: boolean): readonly Token[] {
  return isAddress && parseEndpointAddress(cell).ok && prefixOfMask(cell) === null
    ? [{ text: cell, address: cell, port: null }]
    : tokensOf(cell);
}

function tableLine(
  line: number,
  { text, raw }: { readonly text: string; readonly raw: string },
  columns: Columns,
  known: readonly KnownRole[],
): readonly Candidate[] {
  // By the characters that were written: a plain form may hold a delimiter that the cell did not, and labels stay as they were.
  const written = cellsOf(raw, columns.delimiter);
  const asWritten = written.length > 1 ? written : cellsOf(text, columns.delimiter);
  const cells = asWritten.map((cell) => plainText(cell).trim());
  const details = detailsOf(asWritten, columns.own);
  const cellAt = (index: number | null): string => (index === null ? '' : (cells[index] ?? ''));
  const ofRow = roleOfCell(cellAt(columns.role), known);
  const service = roleOfWords(cellAt(columns.port), 'column');
  const port = roleOfPort(/^\d+$/.test(cellAt(columns.port)) ? Number(cellAt(columns.port)) : null);
  const label =
    columns.address === null || columns.label === null
      ? ''
      : withoutGuard(asWritten[columns.label] ?? '').slice(0, longestLabel);
  return cells.flatMap((cell, index) => {
    const own = columns.roles.get(index) ?? null;
    const holds =
      index === columns.address || own !== null || (columns.address === null && index === columns.label);
    if (!holds) return [];
    return tokensOfCell(cell, index === columns.address).map((token): Candidate => {
      const hint = own ?? ofRow ?? service ?? port ?? roleOfName(label === '' ? token.address : label);
      return {
        ...{ line, text: token.text, address: token.address, joined: null, details },
        ...{ label: label === '' ? null : label, role: hint?.role ?? null, why: hint?.why ?? null },
      };
    });
  });
}

/** A second table may begin below the first one, without a blank line: then this is its heading. */
function isRowOf(text: string, { delimiter, address }: Columns): boolean {
  if (!text.includes(delimiter)) return false;
  const cell = address === null ? '' : (cellsOf(text, delimiter)[address] ?? '');
  return parseEndpointAddress(cell).ok || columnsOf(text) === null;
}

/** `Server:`, `Address:`, `Name:` and `Addresses:` of nslookup. */
function lookupLine(line: number, text: string, around: Around): readonly Candidate[] | null {
  const server = /^\s*Server\s*:\s*(?:(\S+)\s*)?$/i.exec(text);
  if (server !== null) {
    const name = server[1] ?? '';
    around.lookup = {
      kind: 'asked',
      name: /^unknown$/i.test(name) || name === '' || isIp(tokenOf(name)) ? null : name,
    };
    return [];
  }
  const name = /^\s*(?:Name|Nazwa|名前)\s*:\s*(\S+)\s*$/i.exec(text);
  if (name !== null) {
    around.lookup = { kind: 'answer', name: tokenOf(name[1] ?? '').address };
    return [];
  }
  const { lookup } = around;
  if (lookup === null) return null;
  const address =
    /^\s*Address(?:es)?\s*:\s*(.*)/is.exec(text) ?? /^(?:\s{4}|[^\S\t]{0,3}\t)\s*(\S+)\s*$/.exec(text);
  // The answer's other names: the host is there by its addresses.
  if (/^\s*Alias(?:es)?\s*:/i.test(text)) return [];
  if (address === null) return null;
  const hint: RoleHint | null =
    lookup.kind === 'asked'
      ? { role: 'dnsServers', why: { kind: 'asked-server', tool: 'nslookup' } }
      : lookup.name === null
        ? null
        : roleOfName(lookup.name);
  return tokensOf(address[1] ?? '').map((token) => ({
    ...{ line, text: token.text, address: token.address, label: lookup.name, joined: null },
    ...{ role: hint?.role ?? null, why: hint?.why ?? null },
  }));
}

/** Takes a text apart into addresses with what stands around them, and lines that hold none. Linear in its length. */
export function readLines(
  pasted: string,
  known: readonly KnownRole[],
): { readonly candidates: readonly Candidate[]; readonly unused: readonly UnusedLine[] } {
  const around: Around = { columns: null, label: null, heading: null, lookup: null };
  const candidates: Candidate[] = [];
  const unused: UnusedLine[] = [];
  for (const [index, raw] of pasted.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const unquoted = raw.replace(/^(?:\s*>)+/, '');
    const text = plainText(unquoted);
    const leave = (why: UnusedLine['why']): void => {
      unused.push({ line, text: raw.trim(), why });
    };
    if (text.trim() === '') {
      Object.assign(around, { label: null, heading: null, columns: null });
      if (around.lookup?.kind === 'asked') around.lookup = null;
      continue;
    }
    if (around.columns !== null && isRowOf(text, around.columns)) {
      const cells = tableLine(line, { text, raw: unquoted }, around.columns, known);
      candidates.push(...cells);
      if (cells.length === 0) leave('no-address');
      continue;
    }
    const looked = lookupLine(line, text, around);
    if (looked !== null) {
      candidates.push(...looked);
      if (looked.length === 0) leave('heading');
      continue;
    }
    const labelled = labelledLine(text);
    const goesOn = labelled === null && around.label !== null && /^\s{8,}\S+\s*$/.test(text);
    if (labelled !== null || goesOn) {
      around.label = labelled?.meaning ?? around.label;
      const meaning = around.label;
      const rest = labelled?.rest ?? text;
      if (meaning?.kind === 'role')
        for (const token of tokensOf(rest))
          candidates.push({
            ...{ line, text: token.text, address: token.address, label: null, joined: null },
            ...{ role: meaning.hint.role, why: meaning.hint.why },
          });
      if (meaning?.kind !== 'role' || tokensOf(rest).length === 0)
        leave(meaning?.kind === 'unused' ? meaning.why : 'no-address');
      continue;
    }
    around.label = null;
    const columns = columnsOf(text);
    if (columns !== null) {
      around.columns = columns;
      leave('heading');
      continue;
    }
    const body = text.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '');
    const isComment = /^\s*(?:#|;|\/\/\s)/.test(body);
    const found = isComment ? [] : plainLine(line, body, around);
    if (found.length > 0 && found.every(({ address }) => isLoopback(address))) {
      leave('loopback-entry');
      continue;
    }
    candidates.push(...found);
    if (found.length > 0) continue;
    const heading = body.trim().split(/\s+/).length <= 5 ? roleOfWords(body, 'label') : null;
    if (heading !== null)
      around.heading = {
        ...heading,
        why: { kind: 'label', words: strip(body.trim().replace(/^[#;/\s]+/, ''), '', ': \t\u00a0\u3000') },
      };
    leave(heading === null ? 'no-address' : 'heading');
  }
  return { candidates, unused };
}
