import { pdfTextInHex } from './object-streams.ts';

/** The place that a PDF keeps free for its signature, and what the signed field shows. */
export interface SignatureSlot {
  /** Name of the field. */
  readonly field: string;
  /** Who signs, for viewers. */
  readonly name: string;
  /** UTC, `2026-11-24T20:41:07Z`. */
  readonly time: string;
  /** What the field shows; the first line is bold. */
  readonly lines: readonly string[];
  /** Room for the signature. */
  readonly bytes: number;
}

/** Digits of a place in the file: with blanks behind it, the number takes the same room before and after it is known. */
const digits = 10;

const beginning = '<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached';

/** A signature dictionary without its signature: zeros, and a range that covers nothing yet. */
export function signatureDictionary({ name, time, bytes }: SignatureSlot): string {
  const moment = time.replace(/\.\d+/, '').replace(/[-:TZ]/g, '');
  const nowhere = '0'.padEnd(digits);
  return `${beginning}/Name${pdfTextInHex(name)}/M(D:${moment}Z)/ByteRange[0 ${nowhere} ${nowhere} ${nowhere}]/Contents<${'00'.repeat(bytes)}>>>`;
}

/** A signature dictionary in a file. */
export interface PlacedSignature {
  /** UTC, as it says itself. */
  readonly time: string;
  /** Where the range's numbers begin, and how long they are. */
  readonly range: { readonly start: number; readonly end: number };
  /** The second, third and fourth number of the range. */
  readonly byteRange: readonly [number, number, number];
  /** From the opening bracket of the signature to behind the closing one. */
  readonly start: number;
  readonly end: number;
}

const pattern = new RegExp(
  `${beginning.replace(/[.]/g, '\\.')}/Name<[0-9a-f]*>/M\\(D:(\\d{14})Z\\)/ByteRange\\[0 ([0-9 ]{32})\\]/Contents(<[^>]*>)>>`,
  'g',
);

/** The signature dictionaries in a file, written as here but for what is in the signature's place. `text`: the file as Latin 1. */
export function placedSignatures(text: string): readonly PlacedSignature[] {
  return [...text.matchAll(pattern)].map((match) => {
    const [whole, moment = '', numbers = '', contents = ''] = match;
    const time = moment.replace(/^(.{4})(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z');
    const end = match.index + whole.length - '>>'.length;
    const start = end - contents.length;
    const range = { end: start - ']/Contents'.length, start: start - ']/Contents'.length - numbers.length };
    const [first = 0, second = 0, third = 0] = numbers.trim().split(/ +/).map(Number);
    return { time, range, byteRange: [first, second, third], start, end };
  });
}

/** The range that covers everything but the signature, as it is written. */
export function coveringRange(start: number, end: number, length: number): string {
  return [start, end, length - end].map((number) => String(number).padEnd(digits)).join(' ');
}

/**
 * Signs a PDF that was made with a slot, in place: one revision, of which every byte but the signature's own is covered.
 *
 * @param sign over the covered bytes; DER
 * @throws Error when the PDF has no slot, or the signature does not fit it
 */
export async function fillSlot(
  pdf: Uint8Array,
  sign: (covered: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const signed = Buffer.from(pdf);
  const [slot, ...others] = placedSignatures(signed.toString('latin1'));
  if (slot === undefined || others.length > 0) throw new Error('The PDF has no one place for a signature.');
  signed.write(coveringRange(slot.start, slot.end, signed.length), slot.range.start, 'latin1');
  const covered = Buffer.concat([signed.subarray(0, slot.start), signed.subarray(slot.end)]);
  const hex = Buffer.from(await sign(covered)).toString('hex');
  const room = slot.end - slot.start - '<>'.length;
  if (hex.length > room) throw new Error('The signature is longer than the place for it.');
  signed.write(hex.padEnd(room, '0'), slot.start + 1, 'latin1');
  return signed;
}
