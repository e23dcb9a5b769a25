import { utf8 } from '../lib/digest.ts';
import { readExchange } from './exchange-reading.ts';
import { reading } from './failure-reading.ts';
import type { Probe, ProbeReading } from './types.ts';

/** RFC 4253 section 4.2: with its line end at most this long. */
const mostBytes = 255;

interface Identification {
  readonly version: string;
  readonly software: string;
}

/** What a server says of itself; null when the line is no whole identification. */
function identificationIn(bytes: Uint8Array): Identification | null {
  if (bytes.length > mostBytes) return null;
  const line = String.fromCharCode(...bytes);
  const [, version, software] = /^SSH-(\d\.\d{1,2})-([\x21-\x7e]+)(?: [\x20-\x7e]*)?\r?\n$/.exec(line) ?? [];
  return version === undefined || software === undefined ? null : { version, software };
}

function sayWho({ version, software }: Identification): ProbeReading {
  const evidence = { sshVersion: version, software };
  const outcome = `SSH ${version}, ${software}`;
  // 1.99 is 2.0 that also takes 1.x (RFC 4253 section 5.1).
  if (version === '2.0' || version === '1.99') return reading('confirmed', outcome, { evidence });
  const why = `the server speaks SSH ${version} only`;
  return reading('open', outcome, { evidence, openBecause: why });
}

/** SSH: the server speaks first, and says who it is. Nothing is sent. */
export const sshProbe: Probe = {
  prepare: () => ({
    wire: {
      kind: 'exchange',
      transport: 'tcp',
      payloads: [new Uint8Array(0)],
      framing: { kind: 'until', marker: utf8('\n') },
      stopAt: null,
    },
    read: (attempt, context) =>
      readExchange(attempt, context, {
        protocol: 'SSH',
        transport: 'tcp',
        recognise: identificationIn,
        say: ([who]) => sayWho(who),
      }),
  }),
};
