import type { Check } from '../plan/types.ts';
import type { TlsFacts } from './observation.ts';
import { isFailure, readConnectedOnly, readFailure } from './failure-reading.ts';
import { normalFingerprint } from './fingerprint.ts';
import { askedHost, headRequest } from './http.ts';
import type { Answerer } from './http-answer.ts';
import { answererOf, httpEvidence } from './http-answer.ts';
import { endOfHead, parseHead } from './http-message.ts';
import { readHandshake } from './tls.ts';
import type { Probe, ProbeReading, ReadContext } from './types.ts';

/** The key behind the certificate is the target's own, and no CA of the customer's could have made it up. */
function isBeyondDoubt(tls: TlsFacts | null, check: Check): boolean {
  if (check.vantage.kind !== 'node') return true;
  const { issuer } = check.expectations;
  const isPinned = issuer !== null && normalFingerprint(issuer).startsWith('SHA256:');
  return isPinned || tls?.trust === 'public-root';
}

/** What the answer inside adds to the judgement of the certificate. */
function withAnswerer(judged: ProbeReading, answerer: Answerer, check: Check): ProbeReading {
  if (answerer.kind === 'target') return judged;
  const { why } = answerer;
  const outcome = `${judged.outcome}; inside, ${why}`;
  const intercepted: ProbeReading = { ...judged, observation: 'intercepted', outcome, openBecause: null };
  const isConfirmed = judged.observation === 'confirmed';
  const isDoubtful = !isConfirmed || !isBeyondDoubt(judged.tls, check);
  const remarked: ProbeReading = { ...judged, outcome, remarks: [...judged.remarks, `Inside TLS, ${why}.`] };
  switch (answerer.kind) {
    case 'proxy-login':
    case 'network-login':
      return intercepted;
    case 'filter':
    case 'portal':
      if (!isDoubtful) return remarked;
      // An inspecting proxy whose CA was entered as trusted looks the same as the server's own login page.
      return isConfirmed ? { ...judged, observation: 'open', outcome, openBecause: why } : intercepted;
    case 'unsure':
      return isConfirmed ? judged : { ...judged, outcome };
  }
}

/**
 * Judges a handshake by its certificate, and by the HTTP answer inside where there is one: what a proxy or a portal says
 * there was not said by the target. The answer can only take certainty away.
 */
export function readSecureAnswer(
  judged: ProbeReading,
  inside: Uint8Array | null,
  check: Check,
  context: ReadContext,
): ProbeReading {
  // Someone else's certificate says it all.
  const head = inside === null ? null : parseHead(inside);
  if (head === null) return judged;
  const read = { ...judged, evidence: { ...judged.evidence, ...httpEvidence(head) } };
  if (judged.observation === 'intercepted') return read;
  return withAnswerer(read, answererOf(head, askedHost(check, context.resolved)), check);
}

/** HTTPS: a TLS handshake as a browser's HTTP/1.1 makes it, and one `HEAD /` inside. */
export const httpsProbe: Probe = {
  prepare: (check) => ({
    wire: {
      kind: 'tls',
      serverName: check.expectations.serverName,
      alpn: ['http/1.1'],
      inner: { payload: headRequest(check, 443), framing: { kind: 'until', marker: endOfHead } },
    },
    read: (attempt, context) => {
      const { outcome } = attempt;
      if (isFailure(outcome)) return readFailure(outcome, attempt, context, 'filtered');
      if (outcome.kind !== 'handshake')
        return readConnectedOnly(outcome.kind === 'connected-only' ? outcome.message : null, 'TLS');
      return readSecureAnswer(readHandshake(outcome, check, context), outcome.reply ?? null, check, context);
    },
  }),
};
