import { describe, expect, it } from 'vitest';
import type { Framing } from '../../../shared/probes/framing.ts';
import { headedBy2Bytes, mostReplyBytes, wholeReply } from '../../../shared/probes/framing.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const rpc: Framing = { kind: 'length', size: 4, mask: 0x7fff_ffff };
const line: Framing = { kind: 'until', marker: bytes(13, 10) };

describe('a reply over TCP is whole', () => {
  it.each<[string, Framing, Uint8Array, number | null]>([
    ['any bytes at once', { kind: 'any' }, bytes(1, 2, 3), 3],
    ['a number in front that is not all there', headedBy2Bytes, bytes(0), null],
    ['a number in front without its contents', headedBy2Bytes, bytes(0, 3, 1, 2), null],
    ['a number in front, and more behind the reply', headedBy2Bytes, bytes(0, 2, 1, 2, 9), 4],
    ['an RPC record whose last-fragment bit is no part of its length', rpc, bytes(0x80, 0, 0, 1, 7), 5],
    ['a short BER element', { kind: 'ber' }, bytes(0x30, 2, 1, 2), 4],
    ['a long BER element that goes on', { kind: 'ber' }, bytes(0x30, 0x82, 1, 0, 1), null],
    ['a long BER element', { kind: 'ber' }, bytes(0x30, 0x81, 1, 5, 9), 4],
    ['BER of indefinite length, which is none of ours', { kind: 'ber' }, bytes(0x30, 0x80, 1), 3],
    ['a line', line, bytes(65, 13, 10, 66), 3],
    ['half a line', line, bytes(65, 13), null],
    ['nothing', { kind: 'any' }, bytes(), null],
  ])('%s', (_what, framing, came, length) => {
    expect(wholeReply(framing, came)?.length ?? null).toBe(length);
  });

  it('cuts off a peer that never comes to an end', () => {
    expect(wholeReply(line, new Uint8Array(mostReplyBytes + 5))).toHaveLength(mostReplyBytes);
    expect(wholeReply(rpc, new Uint8Array(mostReplyBytes - 1).fill(0xff))).toBeNull();
  });
});
