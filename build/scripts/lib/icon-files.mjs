/** @typedef {{ size: number, png: Buffer }} Picture a square PNG, its side in pixels */

export const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512];
export const icoSizes = [16, 24, 32, 48, 64, 128, 256];
export const icnsSizes = [16, 32, 64, 128, 256, 512, 1024];

/**
 * Windows' icon file, with PNG pictures inside (Windows Vista and later).
 * @param {readonly Picture[]} pictures up to 256 pixels
 */
export const icoOf = (pictures) => {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    // 0 stands for 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
};

/** What macOS calls each size: plain, and at double density. @type {Readonly<Record<number, readonly string[]>>} */
const icnsNames = {
  16: ['icp4'],
  32: ['icp5', 'ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/**
 * macOS' icon file, with PNG pictures inside (macOS 10.7 and later).
 * @param {readonly Picture[]} pictures
 */
export const icnsOf = (pictures) => {
  const parts = pictures.flatMap(({ size, png }) =>
    (icnsNames[size] ?? []).map((name) => {
      const head = Buffer.alloc(8);
      head.write(name, 'ascii');
      head.writeUInt32BE(png.length + 8, 4);
      return Buffer.concat([head, png]);
    }),
  );
  const head = Buffer.alloc(8);
  head.write('icns', 'ascii');
  head.writeUInt32BE(
    parts.reduce((sum, part) => sum + part.length, 8),
    4,
  );
  return Buffer.concat([head, ...parts]);
};
