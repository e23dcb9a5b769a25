import { utcTime } from '../../shared/documents/words.ts';
import type { SignatureSlot } from '../pdf/signature-slot.ts';
import { certificateFacts } from '../signing/cms/certificate-facts.ts';
import { cmsSize } from '../signing/cms/sign-cms.ts';
import { certificateFingerprint } from '../signing/document-key.ts';
import type { DocumentSigner } from '../signing/signer.ts';

/** The place for a technician's signature in a report, and what it shows. It follows from certificates and time alone. */
export function slotOf(signer: Omit<DocumentSigner, 'sign'>, signedAt: string): SignatureSlot {
  const [own = new Uint8Array()] = signer.certificates;
  const fingerprint = certificateFingerprint(own);
  const { name, issuer, selfMade } = certificateFacts(own);
  return {
    field: 'signature.technician',
    name,
    time: signedAt,
    lines: [
      'Digital signature of the technician',
      name,
      `${utcTime(signedAt)}, by the clock of the laptop`,
      `${selfMade ? 'Certificate made by the signer' : `Certificate issued by ${issuer}`}; its SHA-256:`,
      fingerprint.slice(0, 48),
      fingerprint.slice(48),
    ],
    bytes: cmsSize(signer),
  };
}
