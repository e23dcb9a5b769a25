import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Authority {
  readonly certFile: string;
  readonly keyFile: string;
  readonly pem: string;
}

export interface Leaf {
  readonly certFile: string;
  readonly keyFile: string;
  readonly pem: string;
  readonly key: string;
}

export interface CertificateMaker {
  readonly folder: string;
  readonly authority: (name: string, issuer?: Authority) => Authority;
  readonly leaf: (name: string, issuer: Authority, options?: { days?: number; names?: string }) => Leaf;
}

/** Makes CAs and leaf certificates with the openssl program, in a folder that is there already. */
export function makeCertificatesIn(folder: string): CertificateMaker {
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { stdio: 'pipe' });
  };
  const keyArgs = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const sign = (name: string, issuer: Authority, extensions: string, days: number): Leaf => {
    const slug = name.replace(/[^a-z0-9]/gi, '-');
    const [keyFile, certFile] = [join(folder, `${slug}.key`), join(folder, `${slug}.crt`)];
    const [request, extra] = [join(folder, `${slug}.csr`), join(folder, `${slug}.ext`)];
    writeFileSync(extra, extensions);
    openssl('req', '-new', ...keyArgs, '-keyout', keyFile, '-out', request, '-subj', `/CN=${name}`);
    openssl(
      ...[
        'x509',
        '-req',
        '-in',
        request,
        '-CA',
        issuer.certFile,
        '-CAkey',
        issuer.keyFile,
        '-CAcreateserial',
      ],
      ...['-extfile', extra, '-days', String(days), '-out', certFile],
    );
    return {
      certFile,
      keyFile,
      pem: readFileSync(certFile, 'utf8'),
      key: readFileSync(keyFile, 'utf8'),
    };
  };
  const caExtensions = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n';
  return {
    folder,
    authority: (name, issuer) => {
      if (issuer !== undefined) return sign(name, issuer, caExtensions, 30);
      const slug = name.replace(/[^a-z0-9]/gi, '-');
      const [keyFile, certFile] = [join(folder, `${slug}.key`), join(folder, `${slug}.crt`)];
      openssl(
        ...['req', '-x509', ...keyArgs, '-keyout', keyFile, '-out', certFile, '-subj', `/CN=${name}`],
        ...['-days', '30', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
      );
      return { certFile, keyFile, pem: readFileSync(certFile, 'utf8') };
    },
    leaf: (name, issuer, { days = 10, names = `DNS:${name}` } = {}) =>
      sign(
        name,
        issuer,
        `basicConstraints=CA:FALSE\nsubjectAltName=${names}\nextendedKeyUsage=serverAuth\n`,
        days,
      ),
  };
}
