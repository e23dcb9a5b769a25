import type { Check } from '../plan/types.ts';
import type { DnsQuestion, DnsReply } from './dns-message.ts';
import { decodeReply, encodeQuery, rcodeName, typeNumber } from './dns-message.ts';
import { joinBytes, readUint16, uint16 } from './bytes.ts';
import { anyBytes, headedBy2Bytes } from './framing.ts';
import { isFailure, readConnectedOnly, readFailure, reading } from './failure-reading.ts';
import type { Probe, ProbeReading, RawOutcome } from './types.ts';

/** At most this many queries go to one server in one attempt. */
const maxQueries = 4;

/** Over TCP a message has its length in front (RFC 1035 section 4.2.2). */
const lengthBytes = 2;

/** A message as it goes over TCP. */
export function withLength(message: Uint8Array): Uint8Array {
  return joinBytes([uint16(message.length), message]);
}

interface Asked extends DnsQuestion {
  readonly id: number;
  readonly expect: readonly string[];
}

function questionsOf(check: Check): readonly Omit<Asked, 'id'>[] {
  const named = check.expectations.dnsQuestions
    .filter((question) => question.name !== '' && question.name !== '.')
    .slice(0, maxQueries - 1)
    .map((question) => ({ ...question, name: question.name.replace(/\.$/, '').toLowerCase() }));
  return [...named, { name: '', type: 'NS', expect: [] }];
}

function describe(question: DnsQuestion): string {
  return `${question.name === '' ? 'the root' : question.name} ${question.type}`;
}

function answersQuestion(reply: DnsReply, asked: Asked): boolean {
  return (
    reply.isResponse &&
    reply.id === asked.id &&
    reply.question?.name === asked.name &&
    reply.question.type === typeNumber(asked.type)
  );
}

interface Answer {
  readonly asked: Asked;
  readonly reply: DnsReply;
}

function readAnswer({ asked, reply }: Answer): ProbeReading {
  const code = rcodeName(reply.rcode);
  const outcome = `${code} for ${describe(asked)}`;
  const evidence = {
    question: describe(asked),
    rcode: code,
    answers: reply.answers,
    ...(reply.addresses.length > 0 ? { addresses: reply.addresses } : {}),
  };
  const unexpected = reply.addresses.filter((address) => !asked.expect.includes(address));
  if (asked.type === 'A' && asked.expect.length > 0 && unexpected.length > 0) {
    return reading(
      'intercepted',
      `${asked.name} resolves to ${unexpected.join(', ')}, not to ${asked.expect.join(', ')} as entered`,
      { evidence },
    );
  }
  const missing = code === 'NXDOMAIN' || (asked.type !== 'NS' && reply.answers === 0);
  return reading('confirmed', outcome, {
    evidence,
    remarks: missing ? [`This server knows no ${describe(asked)} record (${code}).`] : [],
  });
}

function readReplies(
  outcome: Extract<RawOutcome, { kind: 'answered' }>,
  asked: readonly Asked[],
  resolved: string,
  transport: 'tcp' | 'udp',
): ProbeReading {
  const valid: Answer[] = [];
  let foreign = 0;
  for (const { payload, bytes, from } of outcome.replies) {
    const question = asked[payload];
    if (from !== null && from !== resolved) {
      foreign += 1;
      continue;
    }
    const reply = decodeReply(transport === 'tcp' ? bytes.subarray(lengthBytes) : bytes);
    if (reply !== null && question !== undefined && answersQuestion(reply, question))
      valid.push({ asked: question, reply });
  }
  const decisive = valid.find(({ reply }) => reply.rcode === 0 || reply.rcode === 3);
  if (decisive !== undefined) return readAnswer(decisive);
  const last = valid.at(-1);
  if (last !== undefined) {
    const codes = [...new Set(valid.map(({ reply }) => rcodeName(reply.rcode)))].join(' and ');
    return reading('open', `the server answers, but only ${codes}`, {
      evidence: { rcode: rcodeName(last.reply.rcode), queries: valid.length },
      openBecause: `the DNS server answers ${codes} to all ${valid.length} queries`,
    });
  }
  if (foreign > 0 && foreign === outcome.replies.length)
    return reading('no-answer', 'only another address than the target answered', {
      evidence: { from: outcome.replies.map(({ from }) => from ?? '') },
    });
  return readConnectedOnly('what came back is no reply to the query', 'DNS');
}

/** DNS over one transport: the same questions and the same reading. */
export function dnsProbe(transport: 'tcp' | 'udp'): Probe {
  return {
    prepare: (check, random) => {
      const asked = questionsOf(check).map((question) => ({ ...question, id: readUint16(random(2), 0) }));
      return {
        wire: {
          kind: 'exchange',
          transport,
          payloads: asked.map((question) => {
            const query = encodeQuery(question.id, question);
            return transport === 'tcp' ? withLength(query) : query;
          }),
          framing: transport === 'tcp' ? headedBy2Bytes : anyBytes,
          // RCODE is the low half of byte 3: NOERROR or NXDOMAIN end the questions.
          stopAt: { offset: transport === 'tcp' ? 3 + lengthBytes : 3, mask: 0x0f, values: [0, 3] },
        },
        read: (attempt, context) => {
          const { outcome } = attempt;
          if (isFailure(outcome))
            return readFailure(outcome, attempt, context, transport === 'tcp' ? 'filtered' : 'no-answer');
          if (outcome.kind === 'answered') return readReplies(outcome, asked, context.resolved, transport);
          return readConnectedOnly(outcome.kind === 'connected-only' ? outcome.message : null, 'DNS');
        },
      };
    },
  };
}
