import type { AddressInfo } from 'node:net';
import type { Duplex, Readable, Writable } from 'node:stream';

import ssh2 from 'ssh2';
import type { AuthContext, Connection, ServerChannel, TcpipRequestInfo } from 'ssh2';

import { fingerprintOf } from './fingerprint.ts';
import type { ForwardFailure } from './types.ts';

/** A sign-in that a client tries. A password may have come by keyboard-interactive. */
export type SignInAttempt =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** The client has proven that it holds this key. */
  | { readonly kind: 'key'; readonly user: string; readonly fingerprint: string };

export interface CommandStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Ends the command; what was written before still arrives. */
  exit(code: number): void;
  /** Called once when the client ends the command or is gone. */
  onGone(listener: () => void): void;
}

export interface ForwardTarget {
  readonly host: string;
  readonly port: number;
}

/** `silent`: the question is never answered, as behind a firewall that drops. */
export type ForwardAnswer =
  | { readonly kind: 'connected'; readonly stream: Duplex }
  | { readonly kind: 'silent' }
  | { readonly kind: Exclude<ForwardFailure, 'lost' | 'cancelled' | 'timed-out' | 'failed'> };

export interface SshServerOptions {
  /** OpenSSH format, from `generateHostKey`. */
  readonly hostKey: string;
  readonly banner?: string;
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly onAuth: (attempt: SignInAttempt) => boolean | Promise<boolean>;
  readonly onExec: (command: string, streams: CommandStreams) => void;
  readonly onForward: (target: ForwardTarget) => ForwardAnswer | Promise<ForwardAnswer>;
}

export interface SshServer {
  readonly port: number;
  readonly hostKeyFingerprint: string;
  /** Ends all sessions and stops listening. */
  close(): Promise<void>;
}

/** Loopback only: this server knows no real users. */
const LISTEN_ADDRESS = '127.0.0.1';

/** RFC 4254 section 5.1, and the texts that OpenSSH gives. */
const FAILURES: Record<Exclude<ForwardAnswer['kind'], 'connected' | 'silent'>, readonly [number, string]> = {
  prohibited: [1, 'open failed'],
  refused: [2, 'Connection refused'],
  unreachable: [2, 'No route to host'],
  unresolved: [2, 'Name or service not known'],
};

/** An SSH server on loopback whose commands and forwards are answered by the caller: the practice node. */
export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  const hostKey = ssh2.utils.parseKey(options.hostKey);
  if (hostKey instanceof Error) throw hostKey;
  const clients = new Set<Connection>();
  const server = new ssh2.Server(
    {
      hostKeys: [options.hostKey],
      ident: 'Gatecheck-practice',
      ...(options.banner === undefined ? {} : { banner: options.banner }),
    },
    (client) => {
      clients.add(client);
      client.on('close', () => clients.delete(client));
      // A client that breaks off mid-sentence is no fault of this server.
      client.on('error', () => undefined);
      withoutDelay(client);
      client.on('authentication', (context) => void authenticate(context, options.onAuth));
      client.on('ready', () => serve(client, options));
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, LISTEN_ADDRESS, () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    hostKeyFingerprint: fingerprintOf(hostKey.getPublicSSH()),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const client of clients) client.end();
      }),
  };
}

async function authenticate(context: AuthContext, onAuth: SshServerOptions['onAuth']): Promise<void> {
  try {
    if (await isWelcome(context, onAuth)) context.accept();
    else context.reject(['password', 'publickey', 'keyboard-interactive']);
  } catch {
    context.reject();
  }
}

async function isWelcome(context: AuthContext, onAuth: SshServerOptions['onAuth']): Promise<boolean> {
  const user = context.username;
  switch (context.method) {
    case 'password':
      return onAuth({ kind: 'password', user, password: context.password });
    case 'keyboard-interactive': {
      const [password] = await new Promise<string[]>((resolve) => {
        context.prompt([{ prompt: 'Password: ', echo: false }], resolve);
      });
      return password !== undefined && onAuth({ kind: 'password', user, password });
    }
    case 'publickey': {
      const key = ssh2.utils.parseKey(context.key.data);
      if (key instanceof Error) return false;
      const attempt: SignInAttempt = { kind: 'key', user, fingerprint: fingerprintOf(context.key.data) };
      // Without a signature the client only asks whether the key would do.
      if (context.signature === undefined || context.blob === undefined) return onAuth(attempt);
      return key.verify(context.blob, context.signature, context.hashAlgo) && onAuth(attempt);
    }
    default:
      return false;
  }
}

function serve(client: Connection, options: SshServerOptions): void {
  client.on('session', (accept) => {
    const session = accept();
    session.on('exec', (acceptExec, _reject, info) => options.onExec(info.command, streamsOf(acceptExec())));
  });
  client.on('tcpip', (accept, reject, info: TcpipRequestInfo) => {
    void answerForward(client, options, { host: info.destIP, port: info.destPort }, accept, reject);
  });
}

function streamsOf(channel: ServerChannel): CommandStreams {
  channel.on('error', () => undefined);
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    exit: (code) => {
      channel.exit(code);
      channel.end();
    },
    onGone: (listener) => void channel.once('close', listener),
  };
}

async function answerForward(
  client: Connection,
  options: SshServerOptions,
  target: ForwardTarget,
  accept: () => ServerChannel,
  reject: () => void,
): Promise<void> {
  const answer = await Promise.resolve(target)
    .then(options.onForward)
    .catch((): ForwardAnswer => ({ kind: 'prohibited' }));
  switch (answer.kind) {
    case 'connected':
      join(accept(), answer.stream);
      return;
    case 'silent':
      return;
    case 'refused':
    case 'unreachable':
    case 'unresolved':
    case 'prohibited': {
      const [reason, text] = FAILURES[answer.kind];
      rejectWith(client, reject, reason, text);
    }
  }
}

/** Ends of one side reach the other, and neither outlives the other. */
function join(channel: ServerChannel, stream: Duplex): void {
  channel.on('error', () => stream.destroy());
  stream.on('error', () => channel.destroy());
  stream.on('close', () => channel.destroy());
  channel.on('close', () => stream.destroy());
  channel.pipe(stream).pipe(channel);
}

/** ssh2 has it on both sides, its types only on the client's. Without it an answer waits 40 ms for the next packet. */
function withoutDelay(client: Connection): void {
  (client as Connection & { setNoDelay(noDelay: boolean): void }).setNoDelay(true);
}

interface OpenFailureSender {
  channelOpenFail(recipient: number, reason: number, text: string): void;
}

/** ssh2's own `reject` always says "connect failed" without a text; the reason and the text are what clients go by. */
function rejectWith(client: Connection, reject: () => void, reason: number, text: string): void {
  const { _protocol: protocol } = client as unknown as { readonly _protocol: OpenFailureSender };
  const send = protocol.channelOpenFail.bind(protocol);
  protocol.channelOpenFail = (recipient) => send(recipient, reason, text);
  try {
    reject();
  } finally {
    protocol.channelOpenFail = send;
  }
}
