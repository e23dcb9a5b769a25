import { readBigEndian } from './bytes.ts';
import { readExchange } from './exchange-reading.ts';
import { reading } from './failure-reading.ts';
import { anyBytes } from './framing.ts';
import { getUpTime, readUpTime } from './snmp-message.ts';
import type { Probe } from './types.ts';

/** The community that agents are delivered with. A site's own is a secret, which no site file carries. */
const community = 'public';

/**
 * SNMPv2c GET of the time since the start, for agents without SNMPv3. Only where a person names this probe: a community
 * is a password, and an agent may report one that it does not know.
 */
export const snmpV2cProbe: Probe = {
  prepare: (_check, random) => {
    const requestId = 1 + (readBigEndian(random(4)) >>> 2);
    return {
      wire: {
        kind: 'exchange',
        transport: 'udp',
        payloads: [getUpTime(requestId, community)],
        framing: anyBytes,
        stopAt: null,
      },
      read: (attempt, context) =>
        readExchange(attempt, context, {
          protocol: 'SNMP',
          transport: 'udp',
          recognise: (bytes) => readUpTime(bytes, requestId, community),
          say: ([{ upSeconds, error }]) =>
            reading('confirmed', error === 0 ? 'SNMPv2c answer' : `SNMPv2c answer, error ${error}`, {
              evidence: {
                ...(upSeconds === null ? {} : { upSeconds }),
                ...(error === 0 ? {} : { snmpError: error }),
              },
            }),
        }),
    };
  },
};
