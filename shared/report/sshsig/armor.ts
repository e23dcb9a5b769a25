import { fromBase64, toBase64 } from './base64.ts';
import { WireError, asciiBytes, latin1 } from './wire.ts';

const begin = '-----BEGIN SSH SIGNATURE-----';
const end = '-----END SSH SIGNATURE-----';
const lineLength = 70;
/** The largest one, RSA with 16384 bits, stays under 8 KB. */
export const maxSignatureBytes = 64_000;

/** A signature blob as a `.sig` file holds it, byte for byte as `ssh-keygen -Y sign` writes it. */
export function armor(blob: Uint8Array): Uint8Array {
  const base64 = toBase64(blob);
  const lines = [begin];
  for (let at = 0; at < base64.length; at += lineLength) lines.push(base64.slice(at, at + lineLength));
  return asciiBytes([...lines, end, ''].join('\n'));
}

function blobBetween(text: string): Uint8Array | null {
  if (!text.startsWith(begin) || !text.endsWith(end)) return null;
  return fromBase64(text.slice(begin.length, -end.length).replace(/\n/g, ''));
}

/** What is wrong with a file that is not exactly what was written. */
function refusal(text: string): WireError {
  if (text.trim() === '') return new WireError('it is empty; get it again from whoever sent the report');
  const count = text.split(begin).length - 1;
  if (count > 1)
    return new WireError(
      `it holds ${count} signatures; a report has one, so keep the .sig that came with it`,
    );
  const bare = text.replace(/^\u00ef\u00bb\u00bf/, '').replace(/[\s\0]/g, '');
  const tight = blobBetween(bare.replace(begin.replace(/ /g, ''), begin).replace(end.replace(/ /g, ''), end));
  if (tight !== null)
    return new WireError(
      `${text.includes('\r') ? 'its line ends were changed' : 'its lines were wrapped or spaced anew'}, as mail programs, editors and Git with autocrlf do; get the file again as it was written, e.g. inside a ZIP`,
    );
  if (count === 0 || !text.includes(end))
    return new WireError(
      count === 0
        ? 'it does not begin as an SSH signature'
        : 'it does not end as an SSH signature: a part is missing',
    );
  return new WireError('it was changed: what stands in it is not base64 as it was written');
}

/**
 * The blob of a `.sig` file. Only the very bytes that `armor` writes are taken, so that a file which anyone changed is
 * never called unchanged.
 *
 * @throws WireError
 */
export function dearmor(armored: Uint8Array): Uint8Array {
  if (armored.length > maxSignatureBytes) throw new WireError('it is too large for a signature');
  const text = latin1(armored);
  const blob = blobBetween(text.trim());
  if (blob === null || latin1(armor(blob)) !== text) throw refusal(text);
  return blob;
}
