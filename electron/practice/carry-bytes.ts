import type { Duplex } from 'node:stream';
import type { RelayEvent } from '../engines/relay.ts';

/** The script's part of relay.ts: connections to simulated services, whose bytes go over the script's channel as lines. */
export interface CarriedBytes {
  /** Takes the connection; settles when either side has ended it. */
  readonly carry: (id: number, service: Duplex) => Promise<void>;
  /** One line from the program: `data ID BYTES` or `close ID`. */
  readonly take: (line: string) => void;
}

/** @param say writes one line of the script */
export function makeCarriedBytes(say: (event: RelayEvent) => void, signal: AbortSignal): CarriedBytes {
  const open = new Map<number, Duplex>();
  return {
    carry: (id, service) =>
      new Promise((resolve) => {
        open.set(id, service);
        const end = (): void => {
          if (!open.delete(id)) return;
          say({ id, relay: 'end', message: null });
        };
        service.on('data', (bytes: Buffer) => say({ id, relay: 'data', data: bytes.toString('hex') }));
        service.on('error', end);
        service.on('end', end);
        service.on('close', () => {
          end();
          resolve();
        });
        signal.addEventListener('abort', () => service.destroy(), { once: true });
      }),
    take: (line) => {
      const [word, id = '', bytes = ''] = line.split(' ');
      const service = open.get(Number(id));
      if (word === 'data') service?.write(Buffer.from(bytes, 'hex'));
      if (word !== 'close' || service === undefined) return;
      open.delete(Number(id));
      service.destroy();
    },
  };
}
