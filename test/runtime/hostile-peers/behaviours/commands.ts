import type { Connection, ServerChannel } from 'ssh2';
import { DETECT_COMMAND } from '../../../../electron/engines/detect-protocol.ts';
import { PYTHON_COMMAND } from '../../../../electron/engines/python-protocol.ts';
import type { Behaviour, Group } from '../behaviour.ts';
import { sshString } from '../raw-peer.ts';
import type { Inside, SshPeerOptions } from '../ssh-peer.ts';
import { sshPeer } from '../ssh-peer.ts';

/** Writes without end, as fast as the client takes it. */
function pour(channel: ServerChannel, to: 'stdout' | 'stderr', next: () => Buffer): boolean {
  const stream = to === 'stdout' ? channel : channel.stderr;
  const more = (): void => {
    if (!channel.writable) return;
    if (stream.write(next())) setImmediate(more);
    else stream.once('drain', more);
  };
  stream.on('error', () => undefined);
  more();
  return true;
}

const floodingDetection =
  (to: 'stdout' | 'stderr', bytes: Buffer): NonNullable<SshPeerOptions['onExec']> =>
  (command, channel) =>
    command === DETECT_COMMAND && pour(channel, to, () => bytes);

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** Asks the client for things that it never said it would do; every one of them must be refused. */
function begging(wrongs: string[]): (client: Connection, inside: Inside) => void {
  return (client, { send }) => {
    const { _handlers: handlers } = (client as unknown as { _protocol: { _handlers: Handlers } })._protocol;
    const before = handlers.CHANNEL_OPEN_CONFIRMATION;
    handlers.CHANNEL_OPEN_CONFIRMATION = (protocol, info) => {
      if (info.recipient >= 9000) wrongs.push(`a channel of kind ${info.recipient} was opened`);
      else before?.(protocol, info);
    };
    const failed = handlers.CHANNEL_OPEN_FAILURE;
    handlers.CHANNEL_OPEN_FAILURE = (protocol, recipient, reason, text) => {
      if (recipient < 9000) failed?.(protocol, recipient, reason, text);
    };
    const open = (kind: string, number: number, more: Buffer = Buffer.alloc(0)): void =>
      send(
        Buffer.concat([
          Buffer.from([90]),
          sshString(kind),
          uint32(number),
          uint32(1_000_000),
          uint32(32_768),
          more,
        ]),
      );
    const from = Buffer.concat([sshString('127.0.0.1'), uint32(4711)]);
    open('x11', 9000, from);
    open('auth-agent@openssh.com', 9001);
    open('forwarded-tcpip', 9002, Buffer.concat([sshString('127.0.0.1'), uint32(22), from]));
    open('session', 9003);
    open('direct-tcpip', 9004, Buffer.concat([sshString('127.0.0.1'), uint32(22), from]));
    open('no-such-thing', 9005);
  };
}

interface Handlers {
  CHANNEL_OPEN_CONFIRMATION?: (protocol: unknown, info: { readonly recipient: number }) => void;
  CHANNEL_OPEN_FAILURE?: (protocol: unknown, recipient: number, reason: number, text: string) => void;
}

const globalRequest = Buffer.concat([
  Buffer.from([80]),
  sshString('hostkeys-00@openssh.com'),
  Buffer.from([1]),
]);

const escapes = '\u001b[2J\u001b]0;owned\u0007';
/** UTF-8 of U+202E, which turns the direction of writing, then bytes that are no UTF-8, as the wire has them. */
const turned = '\u00e2\u0080\u00ae\u00ff\u00fe';

/** A node that looks honest and puts steering characters into everything that it says of itself. */
const decorated: NonNullable<SshPeerOptions['rewrite']> = (command) => (line) => {
  if (command !== DETECT_COMMAND) return [line];
  const [nonce = ''] = line.split(' ');
  if (line.includes(' system ')) return [`${nonce} system Linux ${escapes}${turned}\u0000`];
  const named = line.replaceAll('lan0', `lan0${escapes}${turned}`);
  return [`${escapes}noise${turned}`, named];
};

const expecting =
  (expected: Behaviour['expected']) =>
  (row: Omit<Behaviour, 'expected'>): Behaviour => ({ ...row, expected });

const unproven = 'cannot be proven to be porto-1. Nothing was checked.';

/** It was signed in to. */
export const commands: Group = {
  title: 'Commands and channels',
  behaviours: [
    ...[
      {
        name: 'a command that says nothing',
        does: 'takes every command, and never answers or ends one',
        start: () => sshPeer({ onExec: () => true, onForward: () => true }),
        sentence: unproven,
      },
      {
        name: 'no sessions',
        does: 'refuses every session',
        start: () =>
          sshPeer({ refuseSessions: true, onForward: (_info, _accept, reject) => (reject(), true) }),
        sentence: unproven,
      },
      {
        name: 'a window of nothing',
        does: 'takes a command and never lets a byte of its input through',
        start: () =>
          sshPeer({
            onClient: (_client, { protocol }) => {
              const confirm = protocol.channelOpenConfirm.bind(protocol);
              protocol.channelOpenConfirm = (remote, local, _window, packet) =>
                confirm(remote, local, 0, packet);
            },
            onForward: () => true,
          }),
        sentence: unproven,
      },
      {
        name: 'ends without a status',
        does: 'closes every command at once, without output and exit status',
        start: () =>
          sshPeer({
            onExec: (_command, channel) => (channel.close(), true),
            onForward: (_info, _accept, reject) => (reject(), true),
          }),
        sentence: unproven,
      },
      {
        name: 'a line of a gigabyte',
        does: 'answers the first command with one line that does not end',
        start: () => sshPeer({ onExec: floodingDetection('stdout', Buffer.alloc(65_536, 'A')) }),
        sentence: 'wrote more than 8 MiB and was stopped',
        floods: true,
        cli: true,
      },
      {
        name: 'endless output',
        does: 'answers the first command with lines without end',
        start: () =>
          sshPeer({ onExec: floodingDetection('stdout', Buffer.from('all is well\n'.repeat(5000))) }),
        sentence: 'wrote more than 8 MiB and was stopped',
        floods: true,
      },
      {
        name: 'endless NULs',
        does: 'answers the first command with NULs, bytes that are no UTF-8, and line ends',
        start: () =>
          sshPeer({
            onExec: floodingDetection(
              'stdout',
              Buffer.concat([Buffer.alloc(30_000), Buffer.from([0xff, 0xc0, 10])]),
            ),
          }),
        sentence: 'wrote more than 8 MiB and was stopped',
        floods: true,
      },
      {
        name: 'endless complaints',
        does: 'writes to standard error without end',
        start: () => sshPeer({ onExec: floodingDetection('stderr', Buffer.from('no no no\n'.repeat(7000))) }),
        sentence: 'wrote more than 8 MiB and was stopped',
        floods: true,
      },
      {
        name: 'endless output of the checks',
        does: 'answers the checks, not the first command, with lines without end',
        start: () =>
          sshPeer({
            onExec: (command, channel) =>
              command === PYTHON_COMMAND &&
              pour(channel, 'stdout', () => Buffer.from('all is well\n'.repeat(5000))),
          }),
        sentence: 'it goes on without end, and is none of the checks',
        floods: true,
        cli: true,
      },
      {
        name: 'a gigabyte line in the checks',
        does: 'answers the checks with one line that does not end',
        start: () =>
          sshPeer({
            onExec: (command, channel) =>
              command === PYTHON_COMMAND && pour(channel, 'stdout', () => Buffer.alloc(65_536, 'A')),
          }),
        sentence: 'it goes on without end, and is none of the checks',
        orSentence: 'wrote more than 512 MiB and was stopped',
        floods: true,
      },
      {
        name: 'requests without end',
        does: 'asks something of the client without end, and reads no answer',
        start: () =>
          sshPeer({
            onReady: (_client, { send, socket }) => {
              socket.pause();
              const more = (): void => {
                if (socket.destroyed) return;
                for (let count = 0; count < 2000; count += 1) send(globalRequest);
                if (socket.writableLength < 4_000_000) setImmediate(more);
                else socket.once('drain', more);
              };
              more();
            },
          }),
        sentence: '',
        floods: true,
      },
      {
        name: 'keys without end',
        does: 'renews the keys of the session again and again',
        start: () =>
          sshPeer({
            onExec: () => true,
            onReady: (client) => {
              const again = (): void => client.rekey(() => setImmediate(again));
              again();
            },
          }),
        sentence: 'renews the keys of the session without end',
        floods: true,
      },
      {
        name: 'lost again and again',
        does: 'resets the connection as soon as somebody is signed in',
        start: () =>
          sshPeer({ onReady: (_client, { socket }) => setTimeout(() => socket.resetAndDestroy(), 50) }),
        sentence: 'was lost',
      },
    ].map(expecting('stopped')),
    ...[
      {
        name: 'a script that stops half-way',
        does: 'closes the channel in the middle of the results',
        start: () => {
          let lines = 0;
          return sshPeer({
            rewrite: (command) => (line) => (command === PYTHON_COMMAND && (lines += 1) > 2 ? null : [line]),
            onForward: (_info, _accept, reject) => (reject(), true),
          });
        },
        sentence: null,
      },
    ].map(expecting('could-not-check')),
    ...[
      {
        name: 'decorated',
        does: 'puts terminal escapes, NULs, turned writing and bytes that are no UTF-8 into its system, its interface names and between the lines',
        start: () => sshPeer({ rewrite: decorated }),
        sentence: null,
        cli: true,
      },
      {
        name: 'channels that nobody asked for',
        does: 'opens X11, agent, forwarded and session channels to the laptop',
        start: () => {
          const wrongs: string[] = [];
          return sshPeer({ onReady: begging(wrongs), wrongs });
        },
        sentence: null,
      },
    ].map(expecting('as-honest')),
  ],
};
