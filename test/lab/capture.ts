import { startDaemon } from './processes.ts';

export interface Packet {
  readonly from: string;
  readonly to: string;
  /** tcpdump's own line. */
  readonly text: string;
}

export interface Capture {
  /** Ends the capture and gives the packets, in order. */
  readonly stop: () => Promise<readonly Packet[]>;
}

/** Listens for what comes in by one interface of one namespace, with a filter in tcpdump's words. */
export async function startCapture(namespace: string, device: string, filter: string): Promise<Capture> {
  const daemon = await startDaemon(
    [
      ...['ip', 'netns', 'exec', namespace, 'tcpdump', '-i', device, '-nn', '-l', '-Q', 'in'],
      ...['--immediate-mode', '-t', ...(filter === '' ? [] : [filter])],
    ],
    { ready: /listening on/ },
  );
  return {
    stop: async () => {
      // What was sent a moment ago may still be on its way through tcpdump.
      await new Promise((resolve) => setTimeout(resolve, 300));
      await daemon.stop();
      return daemon
        .output()
        .split('\n')
        .flatMap((text) => {
          const match = /IP6? (\S+) > (\S+):/.exec(text);
          // Four numbers are the address; a fifth is the port, which ICMP has not.
          const bare = (end: string | undefined): string => (end ?? '').split('.').slice(0, 4).join('.');
          return match === null ? [] : [{ from: bare(match[1]), to: bare(match[2]), text }];
        });
    },
  };
}
