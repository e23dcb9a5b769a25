import { createPrivateKey, type KeyObject } from 'node:crypto';
import { signerOf, type Signer } from '../../electron/signing/signer.ts';

/** The same Ed25519 key every time: inputs that it signs must not differ from run to run. It protects nothing. */
export function fixedKey(number: number): KeyObject {
  const seed = Buffer.alloc(32, number);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

export function fixedSigner(number = 7): Signer {
  return signerOf(fixedKey(number), 'Inês Carvalho', 'ines@example.com');
}
