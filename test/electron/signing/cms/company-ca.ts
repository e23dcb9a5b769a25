import type { Judge } from '../../pdf/signed-report.ts';

/** OpenSSL's extensions of a certificate for signing documents. */
export const forDocuments = [
  'basicConstraints=critical,CA:FALSE',
  'keyUsage=critical,digitalSignature,nonRepudiation',
  'extendedKeyUsage=emailProtection',
  'subjectKeyIdentifier=hash',
  'authorityKeyIdentifier=keyid',
];

const forCa = [
  'basicConstraints=critical,CA:TRUE',
  'keyUsage=critical,keyCertSign,cRLSign',
  'subjectKeyIdentifier=hash',
];

export const passphrase = 'zażółć gęślą';

type KeyKind = 'ec' | 'rsa' | 'ed25519' | 'p384' | 'rsa1024';

const keyArguments: Readonly<Record<KeyKind, readonly string[]>> = {
  ec: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:3072'],
  rsa1024: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
  ed25519: ['-algorithm', 'ED25519'],
};

/** A company with a root, an issuing authority below it, and certificates for its people, all made by OpenSSL. */
export class CompanyCa {
  readonly #judge: Judge;

  constructor(judge: Judge) {
    this.#judge = judge;
    this.issue('root', 'root', 'Aurora Root CA', { extensions: forCa });
    this.issue('issuing', 'root', 'Aurora Issuing CA', { extensions: forCa });
  }

  /** Writes NAME.key and NAME.pem; `days` from now until it ends. */
  issue(
    name: string,
    issuer: string,
    commonName: string,
    more: { kind?: KeyKind; extensions?: readonly string[]; days?: string } = {},
  ): void {
    const { kind = 'ec', extensions = forDocuments, days = '30' } = more;
    const run = (...args: string[]): string => this.#judge.run('openssl', ...args);
    run('genpkey', ...keyArguments[kind], '-out', `${name}.key`);
    run(
      'req',
      '-new',
      '-utf8',
      '-key',
      `${name}.key`,
      '-subj',
      `/CN=${commonName}/O=Aurora`,
      '-out',
      `${name}.csr`,
    );
    this.#judge.file(`${name}.ext`, extensions.join('\n'));
    const by =
      name === issuer ? ['-key', `${name}.key`] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`];
    const serial = ['-set_serial', `0x${Buffer.from(name.slice(0, 8)).toString('hex')}`];
    const request = [
      'x509',
      '-req',
      '-sha256',
      '-in',
      `${name}.csr`,
      '-extfile',
      `${name}.ext`,
      '-days',
      days,
    ];
    run(...request, ...by, ...serial, '-out', `${name}.pem`);
  }

  /** Writes NAME.p12 and gives its path. */
  export(name: string, ...options: string[]): string {
    const chain = ['-inkey', `${name}.key`, '-in', `${name}.pem`, '-certfile', 'chain.pem'];
    this.#judge.file(
      'chain.pem',
      Buffer.concat([this.#judge.read('issuing.pem'), this.#judge.read('root.pem')]),
    );
    const out = `${name}.p12`;
    this.#judge.run(
      'openssl',
      'pkcs12',
      '-export',
      ...chain,
      '-passout',
      `pass:${passphrase}`,
      ...options,
      '-out',
      out,
    );
    return `${this.#judge.folder}/${out}`;
  }
}
