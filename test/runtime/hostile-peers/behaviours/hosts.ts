import { connect } from 'node:net';
import { DETECT_COMMAND } from '../../../../electron/engines/detect-protocol.ts';
import { generateHostKey } from '../../../../electron/ssh/index.ts';
import type { Behaviour, Group, Peer } from '../behaviour.ts';
import type { SshPeerOptions } from '../ssh-peer.ts';
import { hostilePassword, sshPeer } from '../ssh-peer.ts';

const jumpPassword = 'for-the-jump-host-only';

/** A server on one port that shows another key from the second connection on. */
async function changingKey(): Promise<Peer> {
  const first = await sshPeer({
    onExec: (command, _channel, { socket }) => {
      if (command === DETECT_COMMAND) socket.resetAndDestroy();
      return true;
    },
  });
  const second = await sshPeer({ hostKey: generateHostKey().privateKey });
  const { rawPeer } = await import('../raw-peer.ts');
  let connections = 0;
  const front = await rawPeer((socket) => {
    connections += 1;
    const behind = connect((connections === 1 ? first : second).port, '127.0.0.1');
    behind.on('error', () => socket.destroy());
    behind.on('close', () => socket.resetAndDestroy());
    socket.on('close', () => behind.destroy());
    socket.pipe(behind).pipe(socket);
  });
  return {
    ...front,
    close: () => {
      for (const one of [front, first, second]) one.close();
    },
  };
}

/** A jump host in front of an honest node, and what it does with the connection to it. */
async function behindJump(
  options: Pick<SshPeerOptions, 'onForward'> & {
    readonly pinned: boolean;
    readonly target?: (jump: Peer) => number;
  },
): Promise<Peer> {
  const node = await sshPeer();
  const wrongs: string[] = [];
  const jump = await sshPeer({
    wrongs,
    onAuth: (context) => {
      if (context.method !== 'password') {
        context.reject(['password']);
        return;
      }
      if (context.password === hostilePassword) wrongs.push('the password of the node came to the jump host');
      if (context.password === jumpPassword) context.accept();
      else context.reject(['password']);
    },
    onForward: (info, accept, reject, inside) => {
      if (options.onForward !== undefined) return options.onForward(info, accept, reject, inside);
      const channel = accept();
      const onward = connect(options.target?.(jump) ?? info.destPort, '127.0.0.1');
      channel.on('error', () => undefined);
      onward.on('error', () => channel.destroy());
      channel.pipe(onward).pipe(channel);
      return true;
    },
  });
  return {
    ...node,
    ssh: {
      ...(options.pinned ? { hostKey: node.fingerprint } : {}),
      jump: [{ host: '127.0.0.1', port: jump.port, user: 'jumper', hostKey: jump.fingerprint }],
    },
    wrongs: () => wrongs,
    close: () => {
      node.close();
      jump.close();
    },
  };
}

type Row = Omit<Behaviour, 'expected'> & { readonly expected?: Behaviour['expected'] };
const stopped = (row: Row): Behaviour => ({ expected: 'stopped', ...row });

/** Who it is, and who stands in between. */
export const hosts: Group = {
  title: 'Host keys and jump hosts',
  behaviours: (
    [
      {
        name: 'another key on reconnect',
        does: 'loses the connection and shows another host key when it is dialled again',
        start: changingKey,
        sentence: 'changed: it is ssh-ed25519',
        cli: true,
      },
      {
        name: 'a key that is not the pin',
        does: 'shows another host key than the site file names',
        start: async () => ({ ...(await sshPeer()), ssh: { hostKey: `SHA256:${'A'.repeat(43)}` } }),
        sentence: 'changed: it is ssh-ed25519',
        cli: true,
      },
      {
        name: 'the pin of the site file is right',
        does: 'shows the key that a mailed site file names; the person does not accept it',
        start: async () => {
          const wrongs: string[] = [];
          const peer = await sshPeer({
            wrongs,
            onAuth: (context) => {
              wrongs.push(`somebody tried to sign in by ${context.method}`);
              context.reject();
            },
          });
          return { ...peer, ssh: { hostKey: peer.fingerprint } };
        },
        declined: true,
        sentence: 'was not accepted',
      },
      {
        name: 'a jump host that passes for the node',
        does: 'is a jump host that connects to itself in place of the node',
        start: () => behindJump({ pinned: true, target: (jump) => jump.port }),
        sentence: 'changed: it is ssh-ed25519',
      },
      {
        name: 'a jump host that leads elsewhere',
        does: 'is a jump host that connects to another machine',
        start: async () => {
          const elsewhere = await sshPeer({ hostKey: generateHostKey().privateKey });
          const peer = await behindJump({ pinned: true, target: () => elsewhere.port });
          return {
            ...peer,
            close: () => {
              peer.close();
              elsewhere.close();
            },
          };
        },
        sentence: 'changed: it is ssh-ed25519',
      },
      {
        name: 'a jump host that says connected',
        does: 'is a jump host that says that the node answered, and carries nothing',
        start: () => behindJump({ pinned: true, onForward: (_info, accept) => (accept(), true) }),
        sentence: '(through jump host 127.0.0.1) accepted the connection and then said nothing',
      },
      {
        name: 'a jump host that refuses',
        does: 'is a jump host that says that the node refuses',
        start: () => behindJump({ pinned: true, onForward: (_info, _accept, reject) => (reject(), true) }),
        sentence: 'jump host 127.0.0.1',
      },
      {
        name: 'a jump host that floods',
        does: 'is a jump host that sends lines without end in place of the node',
        start: () =>
          behindJump({
            pinned: true,
            onForward: (_info, accept) => {
              const channel = accept();
              channel.on('error', () => undefined);
              const more = (): void => {
                if (!channel.writable) return;
                if (channel.write('welcome\r\n'.repeat(5000))) setImmediate(more);
                else channel.once('drain', more);
              };
              more();
              return true;
            },
          }),
        sentence: 'is no SSH server: it answered “welcome”',
        floods: true,
      },
      {
        name: 'an honest jump host',
        does: 'is a jump host in front of an honest node, each with its own password',
        start: () => behindJump({ pinned: true }),
        expected: 'as-honest',
        sentence: null,
      },
    ] satisfies Row[]
  ).map((row) => stopped(row)),
};

export { jumpPassword };
