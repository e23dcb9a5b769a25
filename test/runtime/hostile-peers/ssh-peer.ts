import { createRequire } from 'node:module';
import type { AddressInfo, Socket } from 'node:net';
import { Writable } from 'node:stream';
import ssh2 from 'ssh2';
import type { AuthContext, Connection, ServerChannel, ServerConfig, TcpipRequestInfo } from 'ssh2';
import { makeConnections } from '../../../electron/practice/connections.ts';
import { makePracticeCertificates } from '../../../electron/practice/endpoints.ts';
import { answerForwardRequest } from '../../../electron/practice/forwards.ts';
import type { NodeState } from '../../../electron/practice/node-commands.ts';
import { runNodeCommand } from '../../../electron/practice/node-commands.ts';
import { laptopAddresses, worldOf } from '../../../electron/practice/scenarios.ts';
import { generateHostKey } from '../../../electron/ssh/index.ts';
import { fingerprintOf } from '../../../electron/ssh/fingerprint.ts';
import type { Peer } from './behaviour.ts';

/** What a server may do otherwise than an honest one; what is left out is done as the practice node does it. */
export interface SshPeerOptions {
  readonly server?: Partial<ServerConfig>;
  /** A private key in OpenSSH or PEM form, or one that is parsed. Default: a fresh one. */
  readonly hostKey?: NonNullable<ServerConfig['hostKeys']>[number];
  readonly onClient?: (client: Connection, inside: Inside) => void;
  readonly onAuth?: (context: AuthContext, inside: Inside) => void;
  readonly onReady?: (client: Connection, inside: Inside) => void;
  /** Takes a command over; false: it is run honestly. */
  readonly onExec?: (command: string, channel: ServerChannel, inside: Inside) => boolean;
  /** Refuses every session. */
  readonly refuseSessions?: true;
  /** Changes what an honest command prints, line by line; null: the channel is closed there. */
  readonly rewrite?: (command: string) => (line: string) => readonly string[] | null;
  readonly onForward?: (
    info: TcpipRequestInfo,
    accept: () => ServerChannel,
    reject: () => void,
    inside: Inside,
  ) => boolean;
  readonly wrongs?: readonly string[];
  /** How often somebody connected. */
  readonly connections?: { count: number };
}

/** What ssh2 keeps to itself, for those who do what no sound server does. */
export interface Inside {
  readonly socket: Socket;
  /** Sends a payload as an SSH packet, as it is. */
  readonly send: (payload: Buffer) => void;
  readonly protocol: Protocol;
}

export interface Protocol {
  readonly _packetRW: {
    readonly write: {
      readonly allocStart: number;
      alloc(size: number): Buffer;
      finalize(packet: Buffer): Buffer;
    };
  };
  channelOpenConfirm(remote: number, local: number, window: number, packet: number): void;
}

const { sendPacket } = createRequire(import.meta.url)('ssh2/lib/protocol/utils.js') as {
  readonly sendPacket: (protocol: Protocol, packet: Buffer) => void;
};

export const hostilePassword = 'for-this-node-only';

function insideOf(client: Connection): Inside {
  const { _protocol: protocol, _sock: socket } = client as unknown as { _protocol: Protocol; _sock: Socket };
  return {
    socket,
    protocol,
    send: (payload) => {
      const { write } = protocol._packetRW;
      const at = write.allocStart;
      const packet = write.alloc(payload.length);
      packet.set(payload, at);
      sendPacket(protocol, write.finalize(packet));
    },
  };
}

/** Hands on what is written, line by line, as `rewrite` says. */
function rewriting(channel: ServerChannel, rewrite: (line: string) => readonly string[] | null): Writable {
  let rest = '';
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const written = rewrite(line);
        if (written === null) {
          channel.close();
          break;
        }
        for (const one of written) if (channel.writable) channel.write(`${one}\n`, 'latin1');
      }
      done();
    },
  });
}

/** A real SSH server whose node is the practice node's, but for what `options` make of it. */
export async function sshPeer(
  options: SshPeerOptions = {},
): Promise<Peer & { readonly fingerprint: string }> {
  const certificates = makePracticeCertificates(new Date());
  const [technician = '127.0.0.1'] = laptopAddresses;
  const state: NodeState = {
    ...{ world: worldOf('solved'), certificates, connections: makeConnections(), technician },
  };
  const hostKey = options.hostKey ?? generateHostKey().privateKey;
  const clients = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [hostKey], ident: 'Hostile', ...options.server }, (client) => {
    clients.add(client);
    if (options.connections !== undefined) options.connections.count += 1;
    client.on('close', () => clients.delete(client));
    client.on('error', () => undefined);
    const inside = insideOf(client);
    inside.socket.on('error', () => undefined);
    options.onClient?.(client, inside);
    client.on('authentication', (context) => {
      if (options.onAuth !== undefined) options.onAuth(context, inside);
      else if (context.method === 'password' && context.password === hostilePassword) context.accept();
      else context.reject(['password']);
    });
    client.on('ready', () => {
      client.on('session', (accept, reject) => {
        if (options.refuseSessions === true) {
          reject();
          return;
        }
        accept().on('exec', (acceptExec, _reject, { command }) => {
          const channel = acceptExec();
          channel.on('error', () => undefined);
          if (options.onExec?.(command, channel, inside) === true) return;
          const rewrite = options.rewrite?.(command);
          runNodeCommand(
            command,
            {
              stdin: channel,
              stdout: rewrite === undefined ? channel : rewriting(channel, rewrite),
              stderr: channel.stderr,
              exit: (code) => {
                if (!channel.writable) return;
                channel.exit(code);
                channel.end();
              },
              onGone: (listener) => void channel.once('close', listener),
            },
            state,
          );
        });
      });
      client.on('tcpip', (accept, reject, info) => {
        if (options.onForward?.(info, accept, reject, inside) === true) return;
        const answer = answerForwardRequest({ host: info.destIP, port: info.destPort }, state);
        if (answer.kind === 'connected') {
          const channel = accept();
          channel.on('error', () => undefined);
          answer.stream.on('error', () => undefined);
          channel.pipe(answer.stream).pipe(channel);
        } else if (answer.kind !== 'silent') reject();
      });
      options.onReady?.(client, inside);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const key = ssh2.utils.parseKey(typeof hostKey === 'object' && 'key' in hostKey ? hostKey.key : hostKey);
  if (key instanceof Error) throw key;
  return {
    port: (server.address() as AddressInfo).port,
    fingerprint: fingerprintOf(key.getPublicSSH()),
    trustedCa: certificates.publicAuthority.pem,
    wrongs: () => options.wrongs ?? [],
    close: () => {
      server.close();
      for (const client of clients) insideOf(client).socket.destroy();
    },
  };
}
