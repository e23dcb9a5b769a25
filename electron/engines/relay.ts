import { Duplex } from 'node:stream';
import { z } from 'zod';
import { plainLine } from '../../shared/lib/plain-text.ts';
import { addressSchema } from './node-address.ts';
import { makeTurns } from './pace.ts';

/**
 * TCP connections that a script on the node opens, bound to the source, and whose bytes it carries over its own channel,
 * so that our own code speaks the protocol:
 *
 *     from the script   `{"id":ID,"ms":MS,"local":ADDRESS,"tries":N,"relay":"open"}`, `{"id":ID,"relay":"data","data":BYTES}`,
 *                       at last, unless we closed it, `{"id":ID,"relay":"end","message":TEXT}` (null: the peer closed)
 *     to the script     lines `data ID BYTES`, `close ID`
 */
const relayEventSchema = z.discriminatedUnion('relay', [
  z.object({
    relay: z.literal('open'),
    id: z.int().min(0),
    ms: z.number(),
    local: addressSchema.nullable(),
    tries: z.int().min(1).max(1000),
  }),
  z.object({
    relay: z.literal('data'),
    id: z.int().min(0),
    data: z
      .string()
      .max(2 * 65_536)
      .regex(/^(?:[0-9a-f]{2})+$/),
  }),
  z.object({
    relay: z.literal('end'),
    id: z.int().min(0),
    message: z
      .string()
      .transform((text) => plainLine(text))
      .nullable(),
  }),
]);

/** A line of the script about a connection that it carries. */
export type RelayEvent = z.infer<typeof relayEventSchema>;

/** The script bounds what it carries; this bounds what a script that does not may make us keep. */
const mostBytes = 1024 * 1024;

/** Hundreds of handshakes at once would take this machine so long that each of them seems too slow. */
const mostSpokenAtOnce = 48;

/** What is known when a relayed connection stands. */
export type RelayOpened = Omit<Extract<RelayEvent, { relay: 'open' }>, 'relay'>;

class RelayDuplex extends Duplex {
  /** Somebody listens. */
  isSpokenOver = false;
  readonly #id: number;
  readonly #write: (line: string) => void;
  #peerEnded = false;
  #taken = 0;

  constructor(id: number, write: (line: string) => void) {
    super({ allowHalfOpen: false });
    this.#id = id;
    this.#write = write;
  }

  /** Bytes from the peer. */
  takeFromPeer(bytes: Buffer): void {
    this.#taken += bytes.length;
    if (this.#taken > mostBytes) this.destroy(new Error('the peer sends without end'));
    else if (!this.#peerEnded) this.push(bytes);
  }

  /** The peer, or the script, ended the connection. */
  endByPeer(message: string | null): void {
    if (this.#peerEnded) return;
    this.#peerEnded = true;
    // What has come before is read first.
    if (message === null || this.readableLength > 0 || !this.isSpokenOver) this.push(null);
    else this.destroy(Object.assign(new Error(message), codeIn(message)));
  }

  override _read(): void {
    // Bytes are pushed as they come.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (!this.#peerEnded) this.#write(`data ${this.#id} ${chunk.toString('hex')}\n`);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#peerEnded) this.#write(`close ${this.#id}\n`);
    this.#peerEnded = true;
    done(error);
  }
}

function codeIn(message: string): { readonly code?: string } {
  const [code] = /\bE[A-Z]{3,}\b/.exec(message) ?? [];
  return code === undefined ? {} : { code };
}

export interface Relays {
  /**
   * Takes a line of the script that is no event.
   *
   * @param mayCarry whether the script was asked to carry a connection of that id
   * @returns whether it is a line about something that it may carry
   */
  readonly take: (value: unknown, mayCarry?: (id: number) => boolean) => boolean;
  /** The session or the script is gone: every connection ends. What is said of them after that is not about the peer. */
  readonly abandon: () => void;
  /** Settles when everything that was begun has been spoken to its end. */
  readonly spoken: () => Promise<void>;
}

/** @param speak speaks over a connection to the end; never rejects */
export function makeRelays(
  write: (line: string) => void,
  speak: (connection: Duplex, opened: RelayOpened) => Promise<void>,
): Relays {
  const open = new Map<number, RelayDuplex>();
  const spoken: Promise<void>[] = [];
  const inTurn = makeTurns(mostSpokenAtOnce);
  return {
    take: (value, mayCarry) => {
      const parsed = relayEventSchema.safeParse(value);
      if (!parsed.success) return false;
      const event = parsed.data;
      if (mayCarry?.(event.id) === false) return false;
      if (event.relay === 'open') {
        if (open.has(event.id)) return false;
        const connection = new RelayDuplex(event.id, write);
        connection.on('error', () => undefined);
        open.set(event.id, connection);
        spoken.push(
          inTurn(() => {
            connection.isSpokenOver = true;
            return speak(connection, event);
          }),
        );
      } else if (event.relay === 'data') open.get(event.id)?.takeFromPeer(Buffer.from(event.data, 'hex'));
      else open.get(event.id)?.endByPeer(event.message);
      return true;
    },
    abandon: () => {
      // With an error: TLS over such a stream may not notice its plain end.
      for (const connection of open.values()) connection.destroy(new Error('the script on the node is gone'));
    },
    spoken: async () => {
      await Promise.all(spoken);
    },
  };
}
