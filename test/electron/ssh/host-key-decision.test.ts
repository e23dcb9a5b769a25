import { describe, expect, it } from 'vitest';

import {
  NO_KNOWN_HOSTS,
  decideFrom,
  fingerprintOf,
  knownHostsLine,
  parseKnownHosts,
} from '../../../electron/ssh/index.ts';
import type { ConfirmReason, HostKeyOffer, HostKeySources } from '../../../electron/ssh/index.ts';

/** A key in SSH's wire form; only its type and its bytes matter here. */
function keyOf(algorithm: string, filling: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(algorithm.length);
  return Buffer.concat([head, Buffer.from(algorithm), Buffer.alloc(36, filling)]);
}

function offerOf(key: Buffer, algorithm = 'ssh-ed25519'): HostKeyOffer {
  return { host: '10.20.0.10', port: 22, hop: 'node', algorithm, fingerprint: fingerprintOf(key), key };
}

const key = keyOf('ssh-ed25519', 1);
const otherKey = keyOf('ssh-ed25519', 2);
const rsaKey = keyOf('ssh-rsa', 3);
const at = { host: '10.20.0.10', port: 22 };
const accepted = { ...at, algorithm: 'ssh-ed25519', fingerprint: fingerprintOf(key) };
const otherAccepted = { ...accepted, fingerprint: fingerprintOf(otherKey) };
const pin = { ...at, fingerprint: fingerprintOf(key) };
const otherPin = { ...at, fingerprint: fingerprintOf(otherKey) };
const knownHostsWith = (...keys: Buffer[]): HostKeySources['knownHosts'] =>
  parseKnownHosts(keys.map((known) => knownHostsLine('10.20.0.10', 22, known)).join('\n'));

const nothing: HostKeySources = {
  acceptedKeys: [],
  knownHosts: NO_KNOWN_HOSTS,
  given: [],
  sitePins: [],
  acceptNew: false,
  siteFileIsOwn: false,
};

const trusted = (trust: string): object => ({ kind: 'trusted', trust });
const changed = (...known: Buffer[]): object => ({
  kind: 'refused',
  reason: 'changed',
  known: known.map((each) => fingerprintOf(each)),
});

/** A bare fingerprint may be of another key of the same host. */
const notThePinned = (...known: Buffer[]): object => ({ ...changed(...known), otherTypeMayMatch: true });

describe('a host key on the command line', () => {
  const cases: readonly (readonly [string, Partial<HostKeySources>, object])[] = [
    ['is refused when nothing knows it', {}, { kind: 'refused', reason: 'unknown' }],
    ['is trusted when it was accepted here before', { acceptedKeys: [accepted] }, trusted('accepted')],
    ['is trusted from known_hosts', { knownHosts: knownHostsWith(key) }, trusted('known-hosts')],
    ['is trusted when given', { given: [pin] }, trusted('given')],
    ['is trusted when one of several given ones', { given: [otherPin, pin] }, trusted('given')],
    ['is trusted from the site file, and says so', { sitePins: [pin] }, trusted('site-file')],
    ['is accepted once when unknown and that is allowed', { acceptNew: true }, trusted('accepted-this-run')],
    [
      'names the oldest trust',
      { acceptedKeys: [accepted], given: [pin], sitePins: [pin] },
      trusted('accepted'),
    ],
    ['has changed against an accepted one', { acceptedKeys: [otherAccepted] }, changed(otherKey)],
    ['has changed against known_hosts', { knownHosts: knownHostsWith(otherKey) }, changed(otherKey)],
    ['has changed against a given one', { given: [otherPin] }, notThePinned(otherKey)],
    ['has changed against the site file', { sitePins: [otherPin] }, notThePinned(otherKey)],
    [
      'that changed is not accepted as new',
      { acceptedKeys: [otherAccepted], acceptNew: true },
      changed(otherKey),
    ],
    [
      'that changed is not saved by being given',
      { acceptedKeys: [otherAccepted], given: [pin] },
      changed(otherKey),
    ],
    [
      'that is accepted must also match the site file',
      { acceptedKeys: [accepted], sitePins: [otherPin] },
      notThePinned(otherKey),
    ],
    [
      'of another type than the known one has changed',
      { knownHosts: knownHostsWith(rsaKey), acceptNew: true },
      changed(rsaKey),
    ],
    [
      'of another type is no contradiction where this very key was accepted',
      { acceptedKeys: [accepted], knownHosts: knownHostsWith(rsaKey) },
      trusted('accepted'),
    ],
    [
      'is refused when revoked, though accepted',
      { acceptedKeys: [accepted], knownHosts: parseKnownHosts(`@revoked ${knownHostsLine('*', 22, key)}`) },
      { kind: 'refused', reason: 'revoked' },
    ],
  ];
  it.each(cases)('%s', async (_title, sources, expected) => {
    expect(await decideFrom({ ...nothing, ...sources })(offerOf(key))).toEqual(expected);
  });

  it('of another host or port says nothing about this one', async () => {
    const elsewhere = {
      ...nothing,
      acceptedKeys: [{ ...accepted, host: '10.20.0.11' }],
      given: [{ ...pin, port: 2222 }],
    };
    expect(await decideFrom(elsewhere)(offerOf(key))).toEqual({ kind: 'refused', reason: 'unknown' });
  });
});

describe('a host key in the wizard', () => {
  const decide = async (
    sources: Partial<HostKeySources>,
    answer: boolean,
  ): Promise<{ decision: object; asked: ConfirmReason[] }> => {
    const asked: ConfirmReason[] = [];
    const confirm: HostKeySources['confirm'] = (_offer, reason) => {
      asked.push(reason);
      return Promise.resolve(answer);
    };
    return { decision: await decideFrom({ ...nothing, ...sources, confirm })(offerOf(key)), asked };
  };

  it('is shown when unknown, and the person decides', async () => {
    expect(await decide({}, true)).toEqual({
      decision: trusted('accepted-this-run'),
      asked: [{ kind: 'unknown' }],
    });
    expect((await decide({}, false)).decision).toEqual({ kind: 'refused', reason: 'declined' });
  });

  it('is shown once when the pin comes from a site file made elsewhere', async () => {
    expect(await decide({ sitePins: [pin] }, true)).toEqual({
      decision: trusted('accepted-this-run'),
      asked: [{ kind: 'matches-site-file' }],
    });
    expect(await decide({ sitePins: [pin], siteFileIsOwn: true }, false)).toEqual({
      decision: trusted('site-file'),
      asked: [],
    });
    expect(await decide({ sitePins: [pin], acceptedKeys: [accepted] }, false)).toEqual({
      decision: trusted('accepted'),
      asked: [],
    });
  });

  it('that changed is never offered for a click', async () => {
    expect(await decide({ acceptedKeys: [otherAccepted] }, true)).toEqual({
      decision: changed(otherKey),
      asked: [],
    });
    expect(await decide({ sitePins: [otherPin] }, true)).toEqual({
      decision: notThePinned(otherKey),
      asked: [],
    });
  });
});

describe('a fingerprint that is given without a host', () => {
  const jumpOffer = (offered: Buffer): HostKeyOffer => ({
    ...offerOf(offered),
    host: '10.9.9.9',
    hop: 'jump',
  });

  it('trusts the host that shows it, jump host or node', async () => {
    const given = { ...nothing, givenForAny: [fingerprintOf(key), fingerprintOf(otherKey)] };
    const decide = decideFrom(given);
    expect(await decide(jumpOffer(otherKey))).toEqual(trusted('given'));
    expect(await decide(offerOf(key))).toEqual(trusted('given'));
  });

  it('of a jump host does not let the jump host pass for the node', async () => {
    const decide = decideFrom({ ...nothing, givenForAny: [fingerprintOf(key)] });
    expect(await decide(jumpOffer(key))).toEqual(trusted('given'));
    expect(await decide(jumpOffer(key))).toEqual(trusted('given'));
    expect(await decide(offerOf(key))).toMatchObject({ kind: 'refused', reason: 'changed' });
  });

  it('says nothing against a jump host that is known otherwise', async () => {
    const decide = decideFrom({
      ...nothing,
      acceptedKeys: [{ ...accepted, host: '10.9.9.9' }],
      givenForAny: [fingerprintOf(otherKey)],
    });
    expect(await decide(jumpOffer(key))).toEqual(trusted('accepted'));
  });

  it('stops a node that shows another key, also where new keys are accepted', async () => {
    const decide = decideFrom({ ...nothing, acceptNew: true, givenForAny: [fingerprintOf(otherKey)] });
    expect(await decide(offerOf(key))).toEqual(notThePinned(otherKey));
  });
});

describe('the key types to ask a host for', () => {
  it('are those that are known for it', () => {
    const decide = decideFrom({ ...nothing, acceptedKeys: [accepted], knownHosts: knownHostsWith(rsaKey) });
    expect(decide.preferredAlgorithms?.('10.20.0.10', 22)).toEqual(['ssh-ed25519', 'ssh-rsa']);
    expect(decide.preferredAlgorithms?.('10.20.0.11', 22)).toEqual([]);
  });
});
