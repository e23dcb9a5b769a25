import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PresentedChain } from '../../../electron/engines/tls-trust.ts';
import { certificateFingerprint, judgeChain, loadTrustStore } from '../../../electron/engines/tls-trust.ts';
import type { TlsFacts } from '../../../shared/probes/observation.ts';
import { certificateMaker, trustIn } from './certificates.ts';

const maker = certificateMaker();
const root = maker.authority('Corp Root CA');
const issuing = maker.authority('Corp Issuing CA', root);
const other = maker.authority('Inspection CA');
/** The same name as the real one, another key. */
const impostor = certificateMaker().authority('Corp Root CA');
const leaf = maker.leaf('store.corp.example', issuing);
const direct = maker.leaf('direct.corp.example', root, { names: 'IP:10.20.9.9' });
const forged = maker.leaf('forged.corp.example', impostor);
/** A leaf that is no CA, yet signed another one. */
const overreaching = maker.leaf('below.corp.example', leaf);

const der = (pem: string): Buffer => new X509Certificate(pem).raw;
const print = (pem: string): string => certificateFingerprint(der(pem));

function judge(
  chain: readonly { readonly pem: string }[],
  trusted: readonly { readonly pem: string }[],
  changes: Partial<PresentedChain> = {},
): TlsFacts {
  const judged = judgeChain(
    {
      certificates: chain.map(({ pem }) => der(pem)),
      chainRead: true,
      protocol: 'TLSv1.3',
      serverName: null,
      host: '10.20.9.9',
      at: new Date(),
      ...changes,
    },
    trustIn(trusted),
  );
  if (!judged.ok) throw new Error(judged.error);
  return judged.value;
}

describe('a presented chain', () => {
  it('is trusted by an entered root over the intermediate that it carries', () => {
    const facts = judge([leaf, issuing], [root]);
    expect(facts).toMatchObject({ trust: 'entered-ca', issuer: 'CN=Corp Issuing CA', validNow: true });
    expect(facts.validatedBy).toEqual(expect.arrayContaining([print(issuing.pem), print(root.pem)]));
    expect(facts.chain).toEqual([print(leaf.pem), print(issuing.pem)]);
  });

  it('is untrusted when nobody entered its root, but says who really signed', () => {
    const facts = judge([leaf, issuing, root, other], []);
    expect(facts.trust).toBe('untrusted');
    expect(facts.validatedBy.sort()).toEqual([print(issuing.pem), print(root.pem)].sort());
  });

  it('is untrusted when the intermediate is missing', () => {
    expect(judge([leaf], [root])).toMatchObject({ trust: 'untrusted', validatedBy: [] });
  });

  it('does not believe a CA that has the right name and the wrong key', () => {
    const facts = judge([forged, root], [root]);
    expect(facts).toMatchObject({ trust: 'untrusted', validatedBy: [] });
    expect(judge([forged, impostor], [root]).trust).toBe('untrusted');
  });

  it('does not believe a leaf that signs like a CA', () => {
    expect(judge([overreaching, leaf, issuing], [root])).toMatchObject({
      trust: 'untrusted',
      validatedBy: [],
    });
  });

  it('does not believe certificates that are carried along and signed nothing', () => {
    expect(judge([direct, other], [other])).toMatchObject({ trust: 'untrusted', validatedBy: [] });
  });

  it('is not valid after its time, and still trusted by its signature', () => {
    const facts = judge([leaf, issuing], [root], { at: new Date(Date.now() + 20 * 24 * 3600_000) });
    expect(facts).toMatchObject({ trust: 'entered-ca', validNow: false });
    expect(judge([leaf, issuing], [root], { at: new Date(0) }).validNow).toBe(false);
  });

  it('is not valid either when the CA that signed it is past its time, and nobody entered a root', () => {
    const outliving = maker.leaf('outliving.corp.example', issuing, { days: 300 });
    const inDays = (days: number): Partial<PresentedChain> => ({
      at: new Date(Date.now() + days * 24 * 3600_000),
    });
    expect(judge([outliving, issuing], [], inDays(1)).validNow).toBe(true);
    expect(judge([outliving, issuing], [], inDays(60))).toMatchObject({
      trust: 'untrusted',
      validNow: false,
    });
  });

  it('matches the name that was asked for, or the address when there is none', () => {
    const nameMatches = (
      chain: readonly { readonly pem: string }[],
      serverName: string | null,
    ): boolean | null => judge(chain, [root], { serverName }).nameMatches;
    expect(nameMatches([leaf, issuing], 'store.corp.example')).toBe(true);
    expect(nameMatches([leaf, issuing], 'other.corp.example')).toBe(false);
    expect(nameMatches([leaf, issuing], null)).toBeNull();
    expect(nameMatches([direct], null)).toBe(true);
  });

  it('that cannot be read is an error, not an exception', () => {
    const judged = judgeChain(
      {
        certificates: [Buffer.from('no certificate')],
        ...{ chainRead: true, protocol: null, serverName: null, host: '10.20.9.9', at: new Date() },
      },
      trustIn([]),
    );
    expect(judged).toEqual({ ok: false, error: 'the peer presented a certificate that cannot be read' });
  });
});

describe('the trust store', () => {
  it('ships public roots that each are a CA, with the package and version that they come from', () => {
    const store = trustIn([]);
    expect(store.publicRoots.length).toBeGreaterThan(100);
    expect(store.publicRoots.every(({ ca }) => ca)).toBe(true);
    expect(store.roots).toMatch(/^Debian's ca-certificates \d{8}\S* \(\d{4}-\d{2}-\d{2}\)$/);
  });

  it('trusts a public root that it ships', () => {
    const [publicRoot] = trustIn([]).publicRoots;
    const facts = judge([{ pem: publicRoot?.toString() ?? '' }], []);
    expect(facts.trust).toBe('public-root');
  });

  it('names the place of a CA that cannot be read', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    const store = loadTrustStore([root.pem, pem, 'hello']);
    expect(store.ok ? [] : store.error.map(({ path }) => path)).toEqual([
      'checks.trustedCas[1]',
      'checks.trustedCas[2]',
    ]);
  });
});
