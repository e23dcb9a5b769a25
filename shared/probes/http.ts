import type { Check } from '../plan/types.ts';
import { readExchange } from './exchange-reading.ts';
import { reading } from './failure-reading.ts';
import type { AskedHost } from './http-answer.ts';
import { answererOf, httpEvidence } from './http-answer.ts';
import type { HttpHead } from './http-message.ts';
import { encodeRequest, endOfHead, hostWithPort, parseHead } from './http-message.ts';
import type { Probe, ProbeReading } from './types.ts';

/** How an answer may speak of the side that was asked. */
export function askedHost(check: Check, resolved: string): AskedHost {
  const { serverName } = check.expectations;
  const names = [check.target.host, resolved, ...(serverName === null ? [] : [serverName])];
  return { names: [...new Set(names)], own: check.vantage.kind !== 'node' };
}

/** `HEAD /` at the target, as a browser would name it. */
export function headRequest(check: Check, usualPort: number): Uint8Array {
  const host = check.expectations.serverName ?? check.target.host;
  return encodeRequest('HEAD', '/', hostWithPort(host, check.target.port ?? usualPort, usualPort));
}

function sayHead(head: HttpHead, asked: AskedHost): ProbeReading {
  const evidence = httpEvidence(head);
  const answered = `HTTP ${head.status}${head.reason === '' ? '' : ` ${head.reason.slice(0, 60)}`}`;
  const answerer = answererOf(head, asked);
  switch (answerer.kind) {
    case 'target':
      return reading('confirmed', answered, { evidence });
    case 'proxy-login':
    case 'network-login':
    case 'filter':
    case 'portal':
      return reading('intercepted', `${answered}: ${answerer.why}`, { evidence });
    case 'unsure':
      return reading('open', `${answered}: ${answerer.why}`, { evidence, openBecause: answerer.why });
  }
}

/** HTTP: one `HEAD /`. Any answer of the target itself proves the path; one of a proxy or a portal does not. */
export const httpProbe: Probe = {
  prepare: (check) => ({
    wire: {
      kind: 'exchange',
      transport: 'tcp',
      payloads: [headRequest(check, 80)],
      framing: { kind: 'until', marker: endOfHead },
      stopAt: null,
    },
    read: (attempt, context) =>
      readExchange(attempt, context, {
        protocol: 'HTTP',
        transport: 'tcp',
        recognise: parseHead,
        say: ([head]) => sayHead(head, askedHost(check, context.resolved)),
      }),
  }),
};
