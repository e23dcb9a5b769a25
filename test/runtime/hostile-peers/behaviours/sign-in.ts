import type { AuthContext } from 'ssh2';
import type { Behaviour, Group } from '../behaviour.ts';
import { sshString } from '../raw-peer.ts';
import { hostilePassword, sshPeer } from '../ssh-peer.ts';

type Prompts = { readonly prompt: string; readonly echo: boolean }[];

const asking =
  (prompts: () => Prompts, rounds: number) =>
  (context: AuthContext): void => {
    if (context.method !== 'keyboard-interactive') {
      context.reject(['keyboard-interactive']);
      return;
    }
    let left = rounds;
    const ask = (): void => {
      left -= 1;
      if (left < 0) context.reject(['keyboard-interactive']);
      else context.prompt(prompts(), () => setImmediate(ask));
    };
    ask();
  };

const banner = (text: string): Buffer => Buffer.concat([Buffer.from([53]), sshString(text), sshString('en')]);

type Row = Omit<Behaviour, 'expected'> & { readonly expected?: Behaviour['expected'] };
const stopped = (row: Row): Behaviour => ({ expected: 'stopped', ...row });

/** The host key was accepted; nobody is signed in. */
export const signIn: Group = {
  title: 'At the sign-in',
  behaviours: [
    {
      name: 'never answers the sign-in',
      does: 'takes the password and says neither yes nor no',
      start: () => sshPeer({ onAuth: () => undefined }),
      sentence: 'did not finish the sign-in in 10 s',
    },
    {
      name: 'endless login banner',
      does: 'sends login banners without end',
      start: () =>
        sshPeer({
          onAuth: (_context, { send, socket }) => {
            const more = (): void => {
              if (socket.destroyed) return;
              for (let count = 0; count < 20; count += 1) send(banner('x'.repeat(30_000)));
              if (socket.writableLength < 1_000_000) setImmediate(more);
              else socket.once('drain', more);
            };
            more();
          },
        }),
      sentence: 'did not finish the sign-in in 10 s',
      floods: true,
    },
    {
      name: 'refuses and asks again',
      does: 'refuses the password and offers the same method again and again',
      start: () => sshPeer({ onAuth: (context) => context.reject(['password', 'keyboard-interactive']) }),
      sentence: 'refused the password',
    },
    {
      name: 'accepts a part for ever',
      does: 'calls every sign-in a part of one, and wants more',
      start: () => sshPeer({ onAuth: (context) => context.reject(['password', 'publickey'], true) }),
      sentence: 'also wants password, publickey',
    },
    {
      name: 'methods to look at',
      does: 'offers sign-in methods whose names are terminal escapes',
      start: () =>
        sshPeer({
          onAuth: (context) => context.reject(['\u001b[2J\u001b[31mowned', '\u202e\u0000'] as never),
        }),
      sentence: 'accepts only',
      cli: true,
    },
    {
      name: '300 questions',
      does: 'asks 300 questions in one go',
      start: () =>
        sshPeer({
          onAuth: asking(
            () => Array.from({ length: 300 }, (_, index) => ({ prompt: `Q${index}: `, echo: false })),
            1,
          ),
        }),
      sentence: 'asks 300 questions at the sign-in',
    },
    {
      name: 'questions without end',
      does: 'asks one question after the other',
      start: () => sshPeer({ onAuth: asking(() => [{ prompt: 'And now? ', echo: true }], 1_000_000) }),
      sentence: 'asks 21 questions at the sign-in of “admin”, one of them “And now?”',
    },
    {
      name: 'asks for nothing',
      does: 'asks no questions at all, again and again',
      start: () => sshPeer({ onAuth: asking(() => [], 1_000_000) }),
      sentence: 'did not finish the sign-in in 10 s',
    },
    {
      name: 'a question with escapes',
      does: 'asks for a code of another service, with terminal escapes and turned writing in the question',
      start: () =>
        sshPeer({
          onAuth: asking(
            () => [
              { prompt: '\u001b[2J\u001b]52;c;b3duZWQ=\u0007\u202eOne-time code of your bank: ', echo: true },
            ],
            1,
          ),
        }),
      sentence: 'One-time code of your bank:”',
      cli: true,
    },
    {
      name: 'a new password, please',
      does: 'says that the password has expired and asks for a new one',
      start: () =>
        sshPeer({
          onAuth: asking(() => [{ prompt: 'Enter new password for root@bank: ', echo: false }], 1),
        }),
      sentence: 'has expired',
    },
    {
      name: 'reset at the sign-in',
      does: 'resets the connection when it has the password',
      start: () =>
        sshPeer({
          onAuth: (context, { socket }) => {
            if (context.method === 'password') socket.resetAndDestroy();
            else context.reject(['password']);
          },
        }),
      sentence: 'ended the session during the sign-in',
    },
    {
      name: 'a login banner with escapes',
      does: 'greets with terminal escapes, NULs and turned writing, and is honest otherwise',
      start: () =>
        sshPeer({
          onAuth: (context, { send }) => {
            if (context.method !== 'password') {
              send(banner('\u001b[2J\u0000\u202eowned\u009b31m'));
              context.reject(['password']);
            } else if (context.password === hostilePassword) context.accept();
            else context.reject(['password']);
          },
        }),
      expected: 'as-honest',
      sentence: null,
    },
  ].map((row) => stopped(row as Row)),
};
