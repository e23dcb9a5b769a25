import { generateKeyPairSync } from 'node:crypto';
import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import { generateHostKey } from '../../../../electron/ssh/index.ts';
import type { Behaviour, Group, Peer } from '../behaviour.ts';
import type { Offer } from '../raw-peer.ts';
import { afterKexInit, clearPacket, identification, kexInit, rawPeer, sshString } from '../raw-peer.ts';
import { sshPeer } from '../ssh-peer.ts';

const offering = (offer: Offer) => () =>
  rawPeer((socket) => socket.write(Buffer.concat([Buffer.from(identification), kexInit(offer)])));

function rsaKey(bits: number): string {
  return generateKeyPairSync('rsa', { modulusLength: bits }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  }) as string;
}

const mpint = (bytes: Buffer): Buffer => sshString(Buffer.concat([Buffer.from([0]), bytes]));

/** Gives a group of few bits in a group exchange, and answers with a host key and no valid signature. */
function smallGroup(): Promise<Peer> {
  const key = ssh2.utils.parseKey(generateHostKey().publicKey);
  if (key instanceof Error) throw key;
  // The prime of RFC 2409's first group: 768 bits.
  const prime = Buffer.from(
    'ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd' +
      'ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a63a3620ffffffffffffffff',
    'hex',
  );
  const answer = (socket: Socket): void => {
    socket.write(clearPacket(Buffer.concat([Buffer.from([31]), mpint(prime), mpint(Buffer.from([2]))])));
    setTimeout(() => {
      const signature = Buffer.concat([sshString('ssh-ed25519'), sshString(Buffer.alloc(64))]);
      socket.write(
        clearPacket(
          Buffer.concat([
            Buffer.from([33]),
            sshString(key.getPublicSSH()),
            mpint(Buffer.from([5])),
            sshString(signature),
          ]),
        ),
      );
    }, 500);
  };
  return rawPeer((socket) => {
    socket.write(
      Buffer.concat([Buffer.from(identification), kexInit({ kex: 'diffie-hellman-group-exchange-sha256' })]),
    );
    afterKexInit(socket, () => setTimeout(() => answer(socket), 200));
  });
}

/** Shows a host key whose private half it does not have. */
function stolenKey(): Promise<Peer> {
  const own = ssh2.utils.parseKey(generateHostKey().privateKey);
  const shown = ssh2.utils.parseKey(generateHostKey().privateKey);
  if (own instanceof Error || shown instanceof Error) throw new Error('No key could be made.');
  const thief = Object.assign(Object.create(shown) as typeof shown, {
    sign: (data: Buffer) => own.sign(data),
  });
  return sshPeer({ hostKey: { key: thief } as unknown as string });
}

type Row = Omit<Behaviour, 'expected'>;
const stopped = (row: Row): Behaviour => ({ ...row, expected: 'stopped' });

/** Algorithms that are broken or too short are refused, whatever else is wrong or right. There is no option to allow them. */
export const keyExchange: Group = {
  title: 'Weak algorithms and false keys',
  behaviours: [
    {
      name: 'SHA-1 key exchange only',
      does: 'offers diffie-hellman-group1-sha1, group14-sha1 and group-exchange-sha1 only',
      start: offering({
        kex: 'diffie-hellman-group1-sha1,diffie-hellman-group14-sha1,diffie-hellman-group-exchange-sha1',
      }),
      sentence:
        'diffie-hellman-group1-sha1, diffie-hellman-group14-sha1, diffie-hellman-group-exchange-sha1 are outdated and are refused here',
      cli: true,
    },
    {
      name: 'SHA-1 and DSA host keys only',
      does: 'offers ssh-rsa and ssh-dss only',
      start: offering({ hostKey: 'ssh-rsa,ssh-dss' }),
      sentence: 'ssh-rsa, ssh-dss are outdated and are refused here',
      cli: true,
    },
    {
      name: 'CBC and RC4 ciphers only',
      does: 'offers 3des-cbc, aes128-cbc and arcfour only',
      start: offering({ cipher: '3des-cbc,aes128-cbc,arcfour' }),
      sentence: '3des-cbc, aes128-cbc, arcfour are outdated and are refused here',
    },
    {
      name: 'MD5 and short MACs only',
      does: 'offers hmac-md5 and hmac-sha1-96 only',
      start: offering({ mac: 'hmac-md5,hmac-sha1-96' }),
      sentence: 'hmac-md5, hmac-sha1-96 are outdated and are refused here',
    },
    {
      name: 'compression only',
      does: 'wants everything compressed, so that few bytes become many here',
      start: offering({ compression: 'zlib,zlib@openssh.com' }),
      sentence: 'have no compression in common',
    },
    {
      name: 'an algorithm list to look at',
      does: 'offers 30,000 characters of terminal escapes as algorithms',
      start: offering({ kex: '\u001b[2J\u001b]0;owned\u0007\u202e'.repeat(1500) }),
      sentence: 'have no key exchange in common',
      cli: true,
    },
    {
      name: 'short RSA host key',
      does: 'has an RSA host key of 1024 bits, and no other',
      start: () => sshPeer({ hostKey: rsaKey(1024) }),
      sentence: 'is too weak: RSA with 1024 bits',
      cli: true,
    },
    {
      name: 'small Diffie-Hellman group',
      does: 'exchanges keys in a group of 768 bits of its own choice',
      start: smallGroup,
      sentence: 'in a Diffie-Hellman group of 768 bits, which is too weak',
    },
    {
      name: 'a key that it does not hold',
      does: 'shows the host key of another machine, and signs with its own',
      start: stolenKey,
      sentence: 'shows a host key that it cannot prove to hold',
    },
  ].map(stopped),
};
