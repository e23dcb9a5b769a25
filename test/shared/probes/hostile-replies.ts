import { mostReplyBytes } from '../../../shared/probes/framing.ts';

/** Every beginning of a good reply that is not all of it. */
export function truncationsOf(reply: Uint8Array): Uint8Array[] {
  return Array.from({ length: reply.length }, (_, length) => reply.slice(0, length));
}

/** Numbers that look random and are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What no server of any protocol means: noise of every length, and as much as an engine takes. */
export function nonsense(): Uint8Array[] {
  const next = seeded(20_261_122);
  const noise = Array.from({ length: 300 }, () =>
    Uint8Array.from({ length: Math.floor(next() * 200) }, () => Math.floor(next() * 256)),
  );
  const long = [0x00, 0x41, 0xff, 0x30].map((byte) => new Uint8Array(mostReplyBytes).fill(byte));
  return [...noise, ...long, Uint8Array.from({ length: mostReplyBytes }, () => Math.floor(next() * 256))];
}
