import { sha256Hex, utf8 } from '../lib/digest.ts';
import type { Check } from '../plan/types.ts';
import { tokenOf } from './bytes.ts';
import { isFailure, readFailure, reading } from './failure-reading.ts';
import { heartbeatTrap } from './snmp-message.ts';
import type { Probe } from './types.ts';

interface Datagram {
  readonly payload: Uint8Array;
  /** A word that a person at the receiver can read; null: the receiver shows none. */
  readonly token: string | null;
}

/** The one datagram for a port. Syslog and trap receivers show what they get, so theirs carries a token. */
function datagramFor(check: Check, random: (bytes: number) => Uint8Array): Datagram {
  const token = tokenOf(random(10));
  switch (check.target.port) {
    case 514:
      return { payload: utf8(`<134>1 - gatecheck gatecheck - - - path check ${token}`), token };
    case 162:
      return { payload: heartbeatTrap(`gatecheck ${token}`), token };
    default:
      return { payload: utf8('gatecheck path check\n'), token: null };
  }
}

/** For UDP services that no probe speaks: only an error tells something. The token itself is shown nowhere. */
export const udpDatagramProbe: Probe = {
  prepare: (check, random) => {
    const { payload, token } = datagramFor(check, random);
    const evidence = token === null ? {} : { tokenSha256: sha256Hex(utf8(token)) };
    return {
      wire: { kind: 'datagram', payload },
      read: (attempt, context) => {
        const { outcome } = attempt;
        if (!isFailure(outcome))
          return reading('no-answer', 'something came back, but no probe knows this service', { evidence });
        const failed = readFailure(outcome, attempt, context, 'no-answer');
        return failed.observation === 'no-answer'
          ? { ...failed, outcome: 'sent; nobody can tell whether it arrived', evidence }
          : failed;
      },
    };
  },
};
