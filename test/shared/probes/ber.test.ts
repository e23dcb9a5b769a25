import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ber,
  berInteger,
  berObjectId,
  berTags,
  readElement,
  readElements,
  readInteger,
  readObjectId,
} from '../../../shared/probes/ber.ts';
import { bytesOfHex } from './captured.ts';

describe('BER', () => {
  it('writes what the standard shows', () => {
    expect(berInteger(0)).toEqual(bytesOfHex('020100'));
    expect(berInteger(127)).toEqual(bytesOfHex('02017f'));
    expect(berInteger(128)).toEqual(bytesOfHex('02020080'));
    expect(berInteger(65_507)).toEqual(bytesOfHex('020300ffe3'));
    expect(berObjectId('1.3.6.1.4.1.8072.2.3.0.1')).toEqual(bytesOfHex('060b2b06010401bf0802030001'));
    expect(ber(0x04, new Uint8Array(200)).subarray(0, 3)).toEqual(bytesOfHex('0481c8'));
    expect(ber(0x04, new Uint8Array(300)).subarray(0, 4)).toEqual(bytesOfHex('0482012c'));
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ maxLength: 400 }), (number, bytes) => {
        expect(readInteger(readElement(berInteger(number)))).toBe(number);
        const element = readElement(ber(berTags.octetString, bytes));
        expect(element?.body).toEqual(bytes);
      }),
    );
    for (const name of ['1.3.6.1.6.3.15.1.1.4.0', '2.100.3', '0.9.2342'])
      expect(readObjectId(readElement(berObjectId(name)))).toBe(name);
  });

  it('reads a negative number, and lengths longer than they need to be', () => {
    expect(readInteger(readElement(bytesOfHex('0201ff')))).toBe(-1);
    expect(readElement(bytesOfHex('048400000001aa'))?.body).toEqual(Uint8Array.of(0xaa));
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['less than the length says', '300302'],
    ['an indefinite length', '3080020100'],
    ['a length of five bytes', '30850000000001aa'],
    ['a tag of several bytes', '1f8101'],
  ])('does not read %s', (_what, text) => {
    expect(readElement(bytesOfHex(text))).toBeNull();
  });

  it('does not read on behind rubbish, nor lists without an end', () => {
    expect(readElements(bytesOfHex('02010102'))).toBeNull();
    expect(readElements(new Uint8Array(4000))).toBeNull();
  });

  it('takes any bytes without a word', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readElements(bytes);
        readObjectId({ tag: berTags.objectId, body: bytes, end: 0 });
        readInteger({ tag: berTags.integer, body: bytes, end: 0 });
      }),
    );
  });
});
