import type { Check } from '../plan/types.ts';
import { isFailure, readConnectedOnly, readFailure, reading } from './failure-reading.ts';
import { normalFingerprint } from './fingerprint.ts';
import type { TlsFacts } from './observation.ts';
import type { Probe, ProbeReading, RawOutcome, ReadContext } from './types.ts';

type IssuerJudgement =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'foreign'; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string };

const named = (tls: TlsFacts): string => (tls.issuer === '' ? 'an issuer without a name' : `"${tls.issuer}"`);

/** Whether the certificate comes from whom it should, going by what a person entered and the public roots. */
function judgeIssuer(tls: TlsFacts, expectations: Check['expectations']): IssuerJudgement {
  const issuer = expectations.issuer === null ? null : normalFingerprint(expectations.issuer);
  const trusted = tls.trust !== 'untrusted';
  if (issuer?.startsWith('SHA256:') === true) {
    if (tls.validatedBy.includes(issuer)) return { kind: 'accepted' };
    return tls.chainRead
      ? { kind: 'foreign', why: `the certificate was issued by ${named(tls)}, not by the issuer entered` }
      : { kind: 'unknown', why: 'only the leaf certificate could be read, so its issuer is not known' };
  }
  if (issuer !== null && !tls.issuer.toLowerCase().includes(issuer.toLowerCase()))
    return { kind: 'foreign', why: `the certificate was issued by ${named(tls)}, not by "${issuer}"` };
  if (trusted) return { kind: 'accepted' };
  if (!tls.chainRead)
    return {
      kind: 'unknown',
      why: `only the leaf certificate could be read, so its issuer ${named(tls)} is not proven`,
    };
  if (expectations.public)
    return {
      kind: 'foreign',
      why: `the endpoint is marked public, but its issuer ${named(tls)} leads to none of the public roots`,
    };
  return { kind: 'unknown', why: `its issuer ${named(tls)} is neither a public root nor entered` };
}

function readOut(tls: TlsFacts, check: Check): ProbeReading {
  const outcome = `TLS handshake, certificate of "${tls.subject}" issued by ${named(tls)}`;
  const open = (why: string): ProbeReading =>
    reading('open', `${outcome}: ${why}`, { tls, openBecause: why });
  const issuer = judgeIssuer(tls, check.expectations);
  if (issuer.kind === 'foreign')
    return reading('intercepted', `${outcome}: ${issuer.why}`, {
      tls,
      remarks:
        tls.chain.length === 1 && check.expectations.issuer !== null
          ? [
              'The server sent no CA certificate. If this is the right server, enter its CA under checks.trustedCas.',
            ]
          : [],
    });
  if (!tls.validNow) return open(`the certificate is valid from ${tls.notBefore} to ${tls.notAfter} only`);
  if (tls.nameMatches === false)
    return open(
      `the certificate is of another name (${tls.names.join(', ') || 'none'}) than ${check.expectations.serverName ?? check.target.host}`,
    );
  if (issuer.kind === 'unknown') return open(issuer.why);
  // Any site on the internet has a certificate of a public root: without a name it proves nothing, and an issuer's bare
  // name proves no more.
  const isPinned = /^sha256:/i.test(check.expectations.issuer ?? '');
  if (tls.nameMatches === null && tls.trust === 'public-root' && !isPinned)
    return open(
      'there is no name to compare the certificate with; enter the endpoint by its name, or its sni',
    );
  return reading('confirmed', outcome, { tls });
}

/** In rules: the node's own certificate is whatever it is; what counts is that one sees the same from outside. */
function readIn(tls: TlsFacts, context: ReadContext): ProbeReading {
  const outcome = `TLS handshake, certificate of "${tls.subject}" (${tls.fingerprint})`;
  const { certificatePin = null } = context;
  const pin = certificatePin === null ? null : normalFingerprint(certificatePin);
  const own = tls.nodeSide ?? pin;
  if (own === null)
    return reading('open', outcome, {
      tls,
      openBecause:
        'the certificate that the node itself serves could not be read, so there is nothing to compare',
    });
  const whose = tls.nodeSide === null ? 'entered for the node' : 'that the node serves to itself';
  if (own === tls.fingerprint)
    return reading('confirmed', `${outcome}, the same as the one ${whose}`, { tls });
  return reading(
    'intercepted',
    `${outcome}, another one than the one ${whose} (${own}), issued by ${named(tls)}`,
    {
      tls,
    },
  );
}

/** What a handshake means: the judgement of the certificate, and the protocol that was agreed on inside. */
export function readHandshake(
  outcome: Extract<RawOutcome, { kind: 'handshake' }>,
  check: Check,
  context: ReadContext,
): ProbeReading {
  const { tls, alpn = null } = outcome;
  const judged = check.vantage.kind === 'node' ? readOut(tls, check) : readIn(tls, context);
  return alpn === null ? judged : { ...judged, evidence: { ...judged.evidence, alpn } };
}

export const tlsProbe: Probe = {
  prepare: (check) => ({
    wire: { kind: 'tls', serverName: check.expectations.serverName, alpn: [], inner: null },
    read: (attempt, context) => {
      const { outcome } = attempt;
      if (isFailure(outcome)) return readFailure(outcome, attempt, context, 'filtered');
      if (outcome.kind === 'handshake') return readHandshake(outcome, check, context);
      return readConnectedOnly(outcome.kind === 'connected-only' ? outcome.message : null, 'TLS');
    },
  }),
};
