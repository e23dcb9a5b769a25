import { parseIp } from '../lib/ip.ts';
import type { Check } from '../plan/types.ts';
import { isFailure, readConnectedOnly, readFailure, reading } from './failure-reading.ts';
import { answererOf, httpEvidence, looksLikeS3 } from './http-answer.ts';
import type { HttpHead } from './http-message.ts';
import { encodeRequest, endOfHead, headerOf, hostWithPort, parseHead } from './http-message.ts';
import { readHandshake } from './tls.ts';
import type { Probe, ProbeReading, Wire } from './types.ts';

/** The status of an HTTP response begins here: `HTTP/1.1 200`. */
const statusAt = 9;
const firstDigitOf2xx = 0x32;

/** The port that browsers ask a proxy for without CONNECT, which proxies grant for TLS ports only. */
const plainHttp = 80;

interface Behind {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

const nameOf = ({ host, port }: Behind): string => hostWithPort(host, port, null);

function requestFor(behind: Behind): Uint8Array {
  const name = nameOf(behind);
  return behind.port === plainHttp
    ? encodeRequest('HEAD', `http://${hostWithPort(behind.host, behind.port, plainHttp)}/`, name)
    : encodeRequest('CONNECT', name, name);
}

const isAddress = (host: string): boolean => parseIp(host) !== null;

/** Statuses that a proxy gives for its own way to the target, and what they say (RFC 9110 section 15). */
function refusalOf(head: HttpHead, behind: Behind): ProbeReading | null {
  const { status } = head;
  const name = nameOf(behind);
  const error = headerOf(head, 'x-squid-error');
  const detail = `HTTP ${status}${error === null ? '' : `, ${error}`}`;
  const evidence = { ...httpEvidence(head), throughProxy: name };
  if (status === 407) {
    const why = `the proxy answers, but wants a user name and password (HTTP 407), which this check does not have`;
    return reading('open', why, { evidence, openBecause: why });
  }
  if (status === 403)
    return reading('rejected', `the proxy does not allow ${name} (${detail})`, { evidence });
  if (status === 504)
    return reading('unreachable', `the proxy got no answer from ${name} in time (${detail})`, { evidence });
  // Squid says 500 where it knows no way at all, as for a name that it cannot resolve.
  if (status === 502 || status === 503 || (status === 500 && error !== null))
    return reading(
      'unreachable',
      /dns/i.test(error ?? '')
        ? `the proxy cannot resolve the name of ${name} (${detail})`
        : /cannot_forward/i.test(error ?? '') && !isAddress(behind.host)
          ? `the proxy has no way to ${name}, or cannot resolve the name (${detail})`
          : `the proxy has no way to ${name} (${detail})`,
      { evidence },
    );
  return null;
}

function sayHead(head: HttpHead, behind: Behind, resolved: string): ProbeReading {
  const name = nameOf(behind);
  const evidence = { ...httpEvidence(head), throughProxy: name };
  const isPlain = behind.port === plainHttp;
  // Without a tunnel the server's own answers come back, too; a proxy that speaks for itself mostly says so.
  const isProxys = !isPlain || head.status === 407 || headerOf(head, 'x-squid-error') !== null;
  const refusal = isProxys ? refusalOf(head, behind) : null;
  if (refusal !== null) return refusal;
  if (head.status >= 200 && head.status < 300 && !isPlain)
    return reading('confirmed', `the proxy is connected to ${name} (HTTP ${head.status})`, { evidence });
  const answerer = answererOf(head, { names: [behind.host, resolved], own: false });
  if (answerer.kind === 'network-login' || answerer.kind === 'portal')
    return reading('intercepted', answerer.why, { evidence });
  if (isPlain && !isProxys) {
    const outcome = `the proxy answers for ${name} (HTTP ${head.status})`;
    const isServers = looksLikeS3(head) || (head.status !== 403 && head.status < 500);
    if (isServers) return reading('confirmed', outcome, { evidence });
    const who = `${outcome}: the server may have said so, or the proxy itself`;
    return reading('open', who, { evidence, openBecause: who });
  }
  const why = `what listens there speaks HTTP, but does not connect to ${name} (HTTP ${head.status})`;
  return reading('open', why, { evidence, openBecause: why });
}

function behindOf(check: Check): Behind {
  const { through } = check;
  return through ?? { host: check.target.host, port: check.target.port ?? 443, tls: false };
}

function wireFor(check: Check, behind: Behind): Wire {
  const payload = requestFor(behind);
  const framing = { kind: 'until', marker: endOfHead } as const;
  if (!behind.tls) return { kind: 'exchange', transport: 'tcp', payloads: [payload], framing, stopAt: null };
  return {
    kind: 'tls',
    serverName: check.expectations.serverName,
    alpn: ['http/1.1'],
    inner: null,
    before: { payload, framing, goOn: { offset: statusAt, mask: 0xff, values: [firstDigitOf2xx] } },
  };
}

/**
 * A rule that leads to the site's proxy: the proxy is asked to connect to the endpoint behind it. Where TLS is spoken
 * there, the handshake goes through the tunnel and its certificate is judged, because a proxy may say "connected"
 * before it is, or decrypt. Elsewhere the proxy's word is all that can be had.
 */
export const proxyConnectProbe: Probe = {
  prepare: (check) => {
    const behind = behindOf(check);
    return {
      wire: wireFor(check, behind),
      read: (attempt, context) => {
        const { outcome } = attempt;
        const throughProxy = nameOf(behind);
        if (isFailure(outcome)) return readFailure(outcome, attempt, context, 'filtered');
        if (outcome.kind === 'handshake') {
          const judged = readHandshake(outcome, check, context);
          return {
            ...judged,
            outcome: `through the proxy to ${throughProxy}: ${judged.outcome}`,
            evidence: { ...judged.evidence, throughProxy },
          };
        }
        const [reply] = outcome.kind === 'answered' ? outcome.replies : [];
        const head = reply === undefined ? null : parseHead(reply.bytes);
        if (head !== null && !(behind.tls && head.status >= 200 && head.status < 300))
          return sayHead(head, behind, context.resolved);
        const why =
          head !== null
            ? 'the proxy is connected, but TLS did not follow'
            : outcome.kind === 'connected-only'
              ? outcome.message
              : reply === undefined
                ? null
                : 'what came back is no answer of a proxy';
        const unproven = readConnectedOnly(why, behind.tls ? 'proxy or TLS' : 'proxy');
        return { ...unproven, evidence: { throughProxy } };
      },
    };
  },
};
