import { randomBytes } from 'node:crypto';
import type { Behaviour, Group } from '../behaviour.ts';
import {
  afterKexInit,
  clearPacket,
  flood,
  identification,
  kexInit,
  rawPeer,
  sshString,
} from '../raw-peer.ts';

type Row = Omit<Behaviour, 'expected'>;
const stopped = (row: Row): Behaviour => ({ ...row, expected: 'stopped' });

const drip = (text: () => string) => () =>
  rawPeer((socket) => {
    let at = 0;
    const whole = text();
    const timer = setInterval(() => {
      if (socket.destroyed) clearInterval(timer);
      else socket.write(whole[at++ % whole.length] ?? '');
    }, 1000);
    socket.on('close', () => clearInterval(timer));
  });

const lie = Buffer.concat([
  Buffer.from([1, 0, 0, 0, 2]),
  sshString('\u001b[2J\u202egone\u0007'),
  sshString(''),
]);

/** Before anything is encrypted, let alone signed in to. */
export const beforeSsh: Group = {
  title: 'Before SSH has begun',
  behaviours: [
    {
      name: 'silent',
      does: 'accepts the connection and says nothing',
      start: () => rawPeer(() => undefined),
      sentence: 'accepted the connection and then said nothing for 10 s',
    },
    {
      name: 'closes at once',
      does: 'closes the connection as soon as it stands',
      start: () => rawPeer((socket) => socket.end()),
      sentence: 'closed the connection before SSH began',
    },
    {
      name: 'resets at once',
      does: 'resets the connection as soon as it stands',
      start: () => rawPeer((socket) => socket.resetAndDestroy()),
      sentence: 'closed the connection before SSH began',
    },
    {
      name: 'endless banner',
      does: 'sends lines without end where its identification should come',
      start: () => rawPeer((socket) => flood(socket, () => 'welcome to the machine\r\n'.repeat(2000))),
      sentence: 'is no SSH server: it answered “welcome to the machine”',
      floods: true,
    },
    {
      name: 'endless first line',
      does: 'sends one line without end, of any bytes',
      start: () => rawPeer((socket) => flood(socket, () => 'A'.repeat(65_536))),
      sentence: 'is no SSH server: it answered “AAAA',
      floods: true,
    },
    {
      name: 'huge identification',
      does: 'sends an SSH identification that never ends',
      start: () =>
        rawPeer((socket) => {
          socket.write('SSH-2.0-');
          flood(socket, () => 'A'.repeat(65_536));
        }),
      sentence: 'failed: Header line too long',
      floods: true,
      cli: true,
    },
    {
      name: 'slow banner',
      does: 'sends one byte of a banner a second',
      start: drip(() => 'welcome\r\n'),
      sentence: 'accepted the connection and then said nothing for 10 s',
    },
    {
      name: 'slow identification',
      does: 'sends one byte of its identification a second',
      start: drip(() => identification),
      sentence: 'stopped answering during the SSH handshake (10 s)',
    },
    {
      name: 'another protocol',
      does: 'answers as a web server',
      start: () => rawPeer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      sentence: 'is no SSH server: it answered “HTTP/1.1 400 Bad Request”',
    },
    {
      name: 'escapes in the greeting',
      does: 'sends terminal escapes, NULs and bytes that are no UTF-8 where its identification should come',
      start: () =>
        rawPeer((socket) =>
          socket.end(
            Buffer.concat([
              Buffer.from('\u001b]0;owned\u0007\u001b[2Jhello\u0000'),
              Buffer.from([0xff, 0xfe, 0x9b]),
            ]),
          ),
        ),
      sentence: 'is no SSH server: it answered',
      cli: true,
    },
    {
      name: 'SSH 1',
      does: 'speaks SSH version 1 only',
      start: () => rawPeer((socket) => socket.write('SSH-1.5-Old\r\n')),
      sentence: 'speaks only SSH version 1',
    },
    {
      name: 'garbage packets',
      does: 'sends random bytes in place of packets',
      start: () =>
        rawPeer((socket) => {
          socket.write(identification);
          flood(socket, () => Buffer.concat([Buffer.from([0xff]), randomBytes(65_535)]));
        }),
      sentence: 'The SSH handshake',
      floods: true,
    },
    {
      name: 'huge packet',
      does: 'announces a packet of 2 GB and sends it',
      start: () =>
        rawPeer((socket) => {
          socket.write(identification);
          socket.write(Buffer.from([0x7f, 0xff, 0xff, 0xff, 4]));
          flood(socket, () => Buffer.alloc(65_536));
        }),
      sentence: 'The SSH handshake',
      floods: true,
    },
    {
      name: 'silent after its identification',
      does: 'says who it is, and no more',
      start: () => rawPeer((socket) => socket.write(identification)),
      sentence: 'stopped answering during the SSH handshake (10 s)',
    },
    {
      name: 'reset after its identification',
      does: 'resets the connection after its identification',
      start: () =>
        rawPeer((socket) => {
          socket.write(identification);
          afterKexInit(socket, () => socket.resetAndDestroy());
        }),
      sentence: 'ended the connection during the SSH handshake',
    },
    {
      name: 'stuck key exchange',
      does: 'offers its algorithms and never goes on',
      start: () => rawPeer((socket) => socket.write(Buffer.concat([Buffer.from(identification), kexInit()]))),
      sentence: 'stopped answering during the SSH handshake (10 s)',
    },
    {
      name: 'reset in the key exchange',
      does: 'resets the connection in the middle of the key exchange',
      start: () =>
        rawPeer((socket) => {
          socket.write(Buffer.concat([Buffer.from(identification), kexInit()]));
          afterKexInit(socket, () => setTimeout(() => socket.resetAndDestroy(), 200));
        }),
      sentence: 'ended the connection during the SSH handshake',
    },
    {
      name: 'endless key exchange',
      does: 'offers its algorithms again and again',
      start: () =>
        rawPeer((socket) => {
          socket.write(identification);
          flood(socket, () => Buffer.concat(Array.from({ length: 50 }, () => kexInit())));
        }),
      sentence: 'The SSH handshake',
      floods: true,
    },
    {
      name: 'endless packets to ignore',
      does: 'sends SSH_MSG_IGNORE without end before the key exchange',
      start: () =>
        rawPeer((socket) => {
          socket.write(identification);
          const ignore = clearPacket(Buffer.concat([Buffer.from([2]), sshString(Buffer.alloc(30_000))]));
          flood(socket, () => ignore);
        }),
      sentence: 'SSH handshake',
      floods: true,
    },
    {
      name: 'a farewell with escapes',
      does: 'ends the connection with a text full of terminal escapes',
      start: () =>
        rawPeer((socket) => {
          socket.write(identification);
          socket.end(clearPacket(lie));
        }),
      sentence: 'ended the connection during the SSH handshake, and said “\ufffd[2J\ufffdgone\ufffd”',
      cli: true,
    },
  ].map(stopped),
};
