/** Turns texts into bytes piece by piece: the whole text never stands in memory at once. */
export interface ByteWriter {
  readonly add: (text: string) => void;
  readonly all: () => Uint8Array;
}

const pieceLength = 32_768;

export function byteWriter(): ByteWriter {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  let waiting = '';
  const flush = (): void => {
    pieces.push(encoder.encode(waiting));
    waiting = '';
  };
  return {
    add: (text) => {
      waiting += text;
      if (waiting.length > pieceLength) flush();
    },
    all: () => {
      flush();
      const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const piece of pieces) {
        bytes.set(piece, at);
        at += piece.length;
      }
      return bytes;
    },
  };
}
