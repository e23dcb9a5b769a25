import type { TrustStore } from '../../../electron/engines/tls-trust.ts';
import { loadTrustStore } from '../../../electron/engines/tls-trust.ts';
import type { CertificateMaker } from '../../helpers/certificate-maker.ts';
import { makeCertificatesIn } from '../../helpers/certificate-maker.ts';
import { tempFolder } from './temp-folder.ts';

/** The shipped roots, and the given CAs as entered by a person. */
export function trustIn(authorities: readonly { readonly pem: string }[]): TrustStore {
  const store = loadTrustStore(authorities.map(({ pem }) => pem));
  if (!store.ok) throw new Error('a CA just made cannot be read');
  return store.value;
}

/** Makes CAs and leaf certificates with the openssl program, in a folder of their own. */
export function certificateMaker(folder = tempFolder('certs')): CertificateMaker {
  return makeCertificatesIn(folder);
}
