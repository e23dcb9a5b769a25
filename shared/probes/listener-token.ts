import { sameBytes } from './bytes.ts';
import { isFailure, readFailure, reading } from './failure-reading.ts';
import type { PreparedProbe } from './types.ts';

const lineEnd = Uint8Array.of(0x0a);

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function withoutEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end -= 1;
  return bytes.subarray(0, end);
}

/**
 * Asks our own temporary listener on the node for its token, in place of the service that is not started. Only the node
 * and we know the token, so whoever sends it is the node; any other answer proves nothing.
 *
 * @param words hexadecimal; `tag` tells the listener which check asks
 */
export function listenerProbe(
  transport: 'tcp' | 'udp',
  words: { readonly ask: string; readonly token: string; readonly tag: string },
): PreparedProbe {
  const question = ascii(`${words.ask} ${words.tag}\n`);
  const token = ascii(words.token);
  const foreign =
    transport === 'tcp'
      ? reading('open', 'connected, but something else than our temporary listener answered', {
          openBecause: 'our temporary listener stood on the port, and something else answered in its place',
        })
      : reading('no-answer', 'something else than our temporary listener answered');
  return {
    wire: {
      kind: 'exchange',
      transport,
      payloads: [question],
      framing: { kind: 'until', marker: lineEnd },
      stopAt: null,
    },
    read: (attempt, context) => {
      const { outcome } = attempt;
      if (isFailure(outcome))
        return readFailure(outcome, attempt, context, transport === 'tcp' ? 'filtered' : 'no-answer');
      if (outcome.kind === 'answered')
        return outcome.replies.some(({ bytes }) => sameBytes(withoutEnd(bytes), token))
          ? reading('confirmed', 'our temporary listener on the node answered with its token')
          : foreign;
      const message = outcome.kind === 'connected-only' ? `: ${outcome.message}` : '';
      return transport === 'tcp'
        ? reading('open', `connected, but our temporary listener did not answer${message}`, {
            openBecause: `our temporary listener stood on the port, and did not answer${message}`,
          })
        : foreign;
    },
  };
}
