import { formatIp } from '../lib/ip.ts';
import { readUint16 } from './bytes.ts';
import type { DnsQuestion } from './dns-message.ts';
import { decodeReply, rcodeName, readWrittenName, typeNumber } from './dns-message.ts';

/** A question about a name of the site. Its answer is evidence: what it names is never dialled for it. */
export interface NameQuestion extends DnsQuestion {
  readonly type: 'A' | 'AAAA' | 'SRV';
}

/** One server's answer: `NOERROR` with records, `NXDOMAIN`, ...; null: none came, or none that fits the question. */
export type NameAnswer = { readonly rcode: string; readonly values: readonly string[] } | null;

/** Names of the site that each server is asked for, at most; each for A and AAAA. */
const mostNames = 12;

/**
 * What every declared DNS server is asked: the site's names, and where the directory says that its domain controllers and
 * Kerberos servers are.
 */
export function nameQuestions(names: readonly string[], domain: string | null): readonly NameQuestion[] {
  const plain = [...new Set(names.map((name) => name.toLowerCase().replace(/\.$/, '')))].slice(0, mostNames);
  const services = domain === null ? [] : [`_ldap._tcp.dc._msdcs.${domain}`, `_kerberos._tcp.${domain}`];
  return [
    ...plain.flatMap((name): NameQuestion[] => [
      { name, type: 'A' },
      { name, type: 'AAAA' },
    ]),
    ...services.map((name): NameQuestion => ({ name, type: 'SRV' })),
  ];
}

function valueOf(
  message: Uint8Array,
  type: NameQuestion['type'],
  start: number,
  length: number,
): string | null {
  const data = message.subarray(start, start + length);
  const number = (): bigint => data.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  switch (type) {
    case 'A':
      return length === 4 ? formatIp({ family: 'v4', value: number() }) : null;
    case 'AAAA':
      return length === 16 ? formatIp({ family: 'v6', value: number() }) : null;
    case 'SRV': {
      const target = length < 7 ? null : readWrittenName(message, start + 6);
      return target === null ? null : `${target.name.toLowerCase()}:${readUint16(message, start + 4)}`;
    }
  }
}

function valuesIn(message: Uint8Array, question: NameQuestion, start: number, count: number): string[] {
  const values: string[] = [];
  let offset = start;
  for (let i = 0; i < count; i++) {
    const name = readWrittenName(message, offset);
    if (name === null || name.next + 10 > message.length) break;
    const length = readUint16(message, name.next + 8);
    const from = name.next + 10;
    if (from + length > message.length) break;
    const value =
      readUint16(message, name.next) === typeNumber(question.type)
        ? valueOf(message, question.type, from, length)
        : null;
    if (value !== null) values.push(value);
    offset = from + length;
  }
  return [...new Set(values)].sort();
}

/** Reads a reply to a question; null when it is none, or answers something else. `message`: without TCP's length. */
export function readNameAnswer(message: Uint8Array, id: number, question: NameQuestion): NameAnswer {
  const reply = decodeReply(message);
  const fits =
    reply?.isResponse === true &&
    reply.id === id &&
    reply.question?.name === question.name &&
    reply.question.type === typeNumber(question.type);
  if (!fits) return null;
  const asked = readWrittenName(message, 12);
  const values = asked === null ? [] : valuesIn(message, question, asked.next + 4, reply.answers);
  return { rcode: rcodeName(reply.rcode), values };
}

function say(answer: NameAnswer): string {
  if (answer === null) return 'no answer';
  if (answer.values.length > 0) return answer.values.join(', ');
  return answer.rcode === 'NOERROR' ? 'no such record' : answer.rcode;
}

/** `store.corp.example A: 10.20.9.9`. */
export function describeAnswer({ name, type }: NameQuestion, answer: NameAnswer): string {
  return `${name} ${type}: ${say(answer)}`;
}

/** Answers by who gave them: `10.20.5.53`, `the node itself`. */
export type AnswersOf = ReadonlyMap<string, NameAnswer>;

function agree(type: NameQuestion['type'], a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || b.length === 0) return a.length === b.length;
  // A large service gives each asker some of its addresses: one in common is the same service.
  return type === 'SRV' ? a.join() === b.join() : a.some((value) => b.includes(value));
}

/** A warning when those that answered say different things; null: they agree, or there is nothing to compare. */
export function compareAnswers(question: NameQuestion, answers: AnswersOf): string | null {
  const given = [...answers].flatMap(([who, answer]) => (answer === null ? [] : [{ who, answer }]));
  const [first, ...others] = given;
  if (first === undefined) return null;
  if (others.every(({ answer }) => agree(question.type, first.answer.values, answer.values))) return null;
  const each = given.map(({ who, answer }) => `${who}: ${say(answer)}`).join('; ');
  return `Different answers for ${question.name} ${question.type}: ${each}. That may be meant (split horizon); else ask who runs these DNS servers.`;
}
