import { Duplex } from 'node:stream';

/** Two ends of an in-memory connection: what is written to one is read from the other. */
export function duplexPair(): readonly [Duplex, Duplex] {
  const ends: Duplex[] = [];
  const pending: ((() => void) | null)[] = [null, null];
  const makeEnd = (self: 0 | 1): Duplex => {
    const other = self === 0 ? 1 : 0;
    return new Duplex({
      allowHalfOpen: false,
      read: () => {
        // The writer on the other side waits until this side has taken what it sent.
        const resume = pending[self];
        pending[self] = null;
        resume?.();
      },
      write: (chunk: Buffer, _encoding, done) => {
        if (ends[other]?.push(chunk) === true) done();
        else pending[other] = done;
      },
      final: (done) => {
        ends[other]?.push(null);
        done();
      },
      destroy: (error, done) => {
        const peer = ends[other];
        if (peer !== undefined && !peer.destroyed) process.nextTick(() => peer.destroy());
        done(error);
      },
    });
  };
  const left = makeEnd(0);
  ends.push(left);
  const right = makeEnd(1);
  ends.push(right);
  return [left, right];
}
