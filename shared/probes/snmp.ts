import { readBigEndian } from './bytes.ts';
import { readExchange } from './exchange-reading.ts';
import { reading } from './failure-reading.ts';
import { anyBytes } from './framing.ts';
import type { DiscoveryReply } from './snmp-message.ts';
import { discovery, readDiscovery } from './snmp-message.ts';
import type { Probe, ProbeReading } from './types.ts';

/** Reports of the user-based security model (RFC 3414 section 5) and of the dispatcher (RFC 3412). */
const reportNames: Readonly<Record<string, string>> = {
  '1.3.6.1.6.3.15.1.1.1.0': 'usmStatsUnsupportedSecLevels',
  '1.3.6.1.6.3.15.1.1.2.0': 'usmStatsNotInTimeWindows',
  '1.3.6.1.6.3.15.1.1.3.0': 'usmStatsUnknownUserNames',
  '1.3.6.1.6.3.15.1.1.4.0': 'usmStatsUnknownEngineIDs',
  '1.3.6.1.6.3.11.2.1.1.0': 'snmpUnknownSecurityModels',
  '1.3.6.1.6.3.11.2.1.3.0': 'snmpUnknownPDUHandlers',
};

function say(reply: DiscoveryReply): ProbeReading {
  const { engineId, enterprise, boots, upSeconds, report } = reply;
  const what = engineId === '' ? 'SNMPv3 answer' : `SNMPv3 engine ${engineId}`;
  return reading('confirmed', what, {
    evidence: {
      ...(engineId === '' ? {} : { engineId }),
      ...(enterprise === null ? {} : { enterprise }),
      ...(boots === null ? {} : { engineBoots: boots }),
      ...(upSeconds === null ? {} : { engineUpSeconds: upSeconds }),
      ...(report === null ? {} : { report: reportNames[report] ?? report }),
    },
  });
}

/** SNMPv3 discovery: the only thing that an agent tells without a secret. One that speaks v1 or v2c alone stays silent. */
export const snmpProbe: Probe = {
  prepare: (_check, random) => {
    const messageId = 1 + (readBigEndian(random(4)) >>> 2);
    return {
      wire: {
        kind: 'exchange',
        transport: 'udp',
        payloads: [discovery(messageId)],
        framing: anyBytes,
        stopAt: null,
      },
      read: (attempt, context) => {
        const seen = readExchange(attempt, context, {
          protocol: 'SNMP',
          transport: 'udp',
          recognise: (bytes) => readDiscovery(bytes, messageId),
          say: ([reply]) => say(reply),
        });
        if (attempt.outcome.kind !== 'silent') return seen;
        return { ...seen, outcome: `${seen.outcome}; an agent without SNMPv3 stays silent, too` };
      },
    };
  },
};
