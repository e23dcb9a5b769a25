import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Lab } from '../lab.ts';
import { startDaemon } from '../processes.ts';
import type { WirePacket } from './packets.ts';
import { readCaptureFile } from './packets.ts';

/** Every packet of the laptop, on every device that it has or gets. */
export interface WireWatch {
  /** What a canary carries, the one at the beginning and the one at the end. */
  readonly canaries: readonly [string, string];
  /** Ends the capture. Throws when the kernel dropped packets before they were seen. */
  readonly stop: () => Promise<readonly WirePacket[]>;
}

/** Nobody's address (RFC 5737), reached over the uplink. */
const canaryAddress = '203.0.113.66';

const sender = `
import socket, sys
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(sys.argv[1].encode(), ("${canaryAddress}", 9))
`;

/** Starts to watch, and sends the first canary when that goes on. */
export async function watchWire(lab: Lab, name: string): Promise<WireWatch> {
  const file = join(lab.folder, `${name}.pcap`);
  const daemon = await startDaemon(
    [
      ...['ip', 'netns', 'exec', lab.names.laptop, 'tcpdump', '-i', 'any', '-y', 'LINUX_SLL2'],
      ...['-n', '-U', '-B', '16384', '-s', '0', '-Z', 'root', '-w', file],
    ],
    { ready: /listening on any/ },
  );
  const canaries = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')] as const;
  const sing = async (canary: string): Promise<void> => {
    const { code, stderr } = await lab.exec('laptop', ['python3', '-c', sender, canary]);
    if (code !== 0) throw new Error(`the canary packet was not sent: ${stderr}`);
  };
  await sing(canaries[0]);
  return {
    canaries,
    stop: async () => {
      await sing(canaries[1]);
      // What was sent a moment ago may still be on its way through tcpdump.
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await daemon.stop();
      const dropped = /(\d+) packets? dropped by kernel/.exec(daemon.output())?.[1];
      if (dropped !== '0') throw new Error(`the capture lost packets: ${daemon.output()}`);
      return readCaptureFile(file);
    },
  };
}
