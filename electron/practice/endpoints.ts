import type { Duplex } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Names } from './answers.ts';
import { answerDns } from './answers.ts';
import type { Authority, Credential } from './certificates.ts';
import { makeAuthority, makeServerCertificate } from './certificates.ts';
import { answerKerberosOverTcp, answerLdap, answerSmb } from './directory-answers.ts';
import { duplexPair } from './duplex-pair.ts';
import { answerHttp, answerRpc, sshIdentification } from './service-answers.ts';
import type { CertificateName, TcpService } from './world.ts';

/** Everything that signs or is signed in the practice site; made anew at each start, never written to disk. */
export interface PracticeCertificates {
  /** Stands in for the public roots: the practice site enters it as a CA of its own. */
  readonly publicAuthority: Authority;
  /** Leaf first. */
  readonly chainOf: (name: CertificateName) => readonly Credential[];
}

/** Makes the certificates of the practice site, valid around `now`. */
export function makePracticeCertificates(now: Date): PracticeCertificates {
  const publicAuthority = makeAuthority('PRACTICE Public CA', now);
  const proxyAuthority = makeAuthority('PRACTICE Proxy CA', now);
  const signedBy = (authority: Authority, name: string): readonly Credential[] => [
    makeServerCertificate([name], authority, now),
    authority,
  ];
  const chains: Record<CertificateName, readonly Credential[]> = {
    license: signedBy(publicAuthority, 'license.vendor.example'),
    objects: signedBy(publicAuthority, 's3.objects.example'),
    'objects-by-proxy': signedBy(proxyAuthority, 's3.objects.example'),
    'data-services': signedBy(publicAuthority, 'pds.vendor.example'),
    support: signedBy(publicAuthority, 'support.vendor.example'),
    node: [makeServerCertificate(['10.77.0.10', 'porto-1.lighthouse.example'], null, now)],
  };
  return { publicAuthority, chainOf: (name) => chains[name] };
}

/** The client's end of a connection to a simulated TCP service. TLS is really spoken. */
export function connectToService(
  service: TcpService,
  certificates: PracticeCertificates,
  names: Names,
): Duplex {
  const [client, server] = duplexPair();
  switch (service.kind) {
    case 'open':
      // Reads what comes and never answers, as a service that we do not simulate.
      server.resume();
      break;
    case 'dns':
      serveDns(server, names);
      break;
    case 'http':
      serveOne(server, answerHttp);
      break;
    case 'rpc':
      serveOne(server, answerRpc);
      break;
    case 'ldap':
      serveOne(server, answerLdap);
      break;
    case 'kerberos':
      serveOne(server, (request) => answerKerberosOverTcp(request, new Date()));
      break;
    case 'smb':
      serveOne(server, (request) => answerSmb(request, new Date()));
      break;
    case 'ssh':
      server.on('error', () => undefined);
      server.write(sshIdentification);
      server.resume();
      break;
    case 'tls':
      serveTls(server, certificates.chainOf(service.certificate));
  }
  return client;
}

function serveTls(stream: Duplex, chain: readonly Credential[]): void {
  const [leaf] = chain;
  if (leaf === undefined) throw new Error('A TLS service needs a certificate.');
  const secureContext = createSecureContext({
    key: leaf.privateKey.export({ format: 'pem', type: 'pkcs8' }),
    cert: chain.map(({ pem }) => pem).join(''),
  });
  const tls = new TLSSocket(stream, { isServer: true, secureContext });
  // A client that breaks off the handshake is what a check does.
  tls.on('error', () => stream.destroy());
  serveOne(tls, answerHttp);
}

/** Answers what comes, as long as it is what the server knows. */
function serveOne(stream: Duplex, answer: (request: Buffer) => Buffer | null): void {
  stream.on('error', () => undefined);
  stream.on('data', (request: Buffer) => {
    const reply = answer(request);
    if (reply !== null) stream.write(reply);
  });
}

/** DNS over TCP: each message has its length in two bytes in front (RFC 1035 section 4.2.2). */
function serveDns(stream: Duplex, names: Names): void {
  let buffered = Buffer.alloc(0);
  stream.on('error', () => undefined);
  stream.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE(0)) {
      const end = 2 + buffered.readUInt16BE(0);
      const answer = answerDns(buffered.subarray(2, end), names);
      buffered = buffered.subarray(end);
      if (answer === null) continue;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(answer.length);
      stream.write(Buffer.concat([length, answer]));
    }
  });
}
