import { DETECT_COMMAND } from '../../../../electron/engines/detect-protocol.ts';
import { PYTHON_COMMAND } from '../../../../electron/engines/python-protocol.ts';
import { SHELL_COMMAND } from '../../../../electron/engines/shell-protocol.ts';
import type { Behaviour, Group, Peer } from '../behaviour.ts';
import { sshPeer } from '../ssh-peer.ts';

type Event = Readonly<Record<string, unknown>>;

/** Rewrites the events of the checks; what is no event stays. */
function lying(change: (event: Event, nonce: string, line: string) => readonly string[]): Promise<Peer> {
  return sshPeer({
    rewrite: (command) => (line) => {
      const [, nonce = '', json = ''] = /^(gatecheck-\S+) (\{.*)$/.exec(line) ?? [];
      if (command !== PYTHON_COMMAND || json === '') return [line];
      return change(JSON.parse(json) as Event, nonce, line);
    },
  });
}

const isResult = (event: Event): boolean => 'outcome' in event;
const say = (nonce: string, event: unknown): string => `${nonce} ${JSON.stringify(event)}`;
const foreign = 'gatecheck-0123456789abcdef';

/** Says something more at the first result. */
const beside = (more: (event: Event, nonce: string) => readonly string[]) => (): Promise<Peer> =>
  lying((event, nonce, line) => (isResult(event) ? [line, ...more(event, nonce)] : [line]));

const describing = (change: (line: string, nonce: string) => readonly string[]) => () =>
  sshPeer({
    rewrite: (command) => (line) =>
      command === DETECT_COMMAND ? change(line, /^gatecheck-\S+/.exec(line)?.[0] ?? '') : [line],
  });

/** Node without Python and Perl: what is left is its own SSH server, which then answers for every target. */
const withoutInterpreters = (line: string): readonly string[] =>
  /^gatecheck-\S+ (?:python|perl) /.test(line) ? [] : [line];

/** A node whose shell is all that it has, and that answers in its script's place. */
function lyingShell(answer: (line: string, nonce: string) => string): () => Promise<Peer> {
  return () =>
    sshPeer({
      rewrite: (command) => (line) => {
        if (command !== DETECT_COMMAND) return [line];
        const [nonce = ''] = line.split(' ');
        return [
          ...withoutInterpreters(line),
          ...(line.endsWith(' begin') ? [`${nonce} bash /bin/bash`] : []),
        ];
      },
      onForward: (_info, _accept, reject) => (reject(), true),
      onExec: (command, channel) => {
        if (command !== SHELL_COMMAND) return false;
        let text = '';
        let nonce: string | null = null;
        channel.on('data', (chunk: Buffer) => {
          text += chunk.toString('latin1');
          const called = /\ngatecheck (gatecheck-\S+)\n/.exec(text);
          if (nonce === null && called !== null) {
            nonce = called[1] ?? '';
            text = text.slice(called.index + called[0].length);
            channel.write(`\n${nonce} ready\n`);
          }
          const lines = nonce === null ? [] : text.split('\n');
          if (nonce !== null) text = lines.pop() ?? '';
          for (const line of lines)
            if (/^(?:tcp|udp) /.test(line) && channel.writable) channel.write(answer(line, nonce ?? ''));
        });
        return true;
      },
    });
}

const open = { ms: 1, local: '10.77.0.10', outcome: 'connected' };

const expecting =
  (expected: Behaviour['expected']) =>
  (row: Omit<Behaviour, 'expected'>): Behaviour => ({ ...row, expected });

/** Its output has the form that our scripts have, and is not theirs. */
export const protocolLies: Group = {
  title: 'False results',
  behaviours: [
    ...[
      {
        name: 'a result that was not asked for',
        does: 'says “connected” of a check that it was not given',
        start: beside((_event, nonce) => [say(nonce, { ...open, id: 999 })]),
        sentence: 'it holds the result of a check that was not asked for',
        cli: true,
      },
      {
        name: 'a result with another nonce',
        does: 'marks a result with the nonce of another run',
        start: beside((event) => [say(foreign, { ...open, id: event['id'] })]),
        sentence: 'it holds a line with the mark of another run',
      },
      {
        name: 'two results of one check',
        does: 'says of one check first what is so, then “connected”',
        start: beside((event, nonce) => [say(nonce, { ...open, id: event['id'] })]),
        sentence: 'it holds two results of one check',
      },
      {
        name: 'a result after the end',
        does: 'goes on with results after it has said that it is done',
        start: () =>
          lying((event, nonce, line) => ('done' in event ? [line, say(nonce, { ...open, id: 0 })] : [line])),
        sentence: 'it goes on after its own end',
      },
      {
        name: 'results before the start',
        does: 'guesses a nonce and sends results before it is asked anything',
        start: describing((line) => [say(foreign, { ...open, id: 0 }), line]),
        sentence: 'it holds a line with the mark of another run',
      },
      {
        name: 'a shell with another result',
        does: 'has a shell only, which says how a check ended that it was not given',
        start: lyingShell((_line, nonce) => `${nonce} exit 9999 0 gatecheck-connected\n`),
        sentence: 'it holds the result of a check that was not asked for',
      },
      {
        name: 'a shell with two results',
        does: 'has a shell only, which says twice how a check ended',
        start: lyingShell((line, nonce) => {
          const [, id = ''] = line.split(' ');
          return `${nonce} exit ${id} 1 \n${nonce} exit ${id} 0 gatecheck-connected\n`;
        }),
        sentence: 'it holds two results of one check',
      },
      {
        name: 'a shell with an endless reply',
        does: 'has a shell only, which sends the reply to one datagram without end',
        start: lyingShell((line, nonce) => {
          const [, id = ''] = line.split(' ');
          return `${nonce} bytes ${id} ${'ff '.repeat(1000)}\n`.repeat(40);
        }),
        sentence: 'it holds a reply that cannot be one',
      },
      {
        name: 'a bomb of brackets',
        does: 'sends 200,000 nested brackets in place of a result',
        start: beside((_event, nonce) => [`${nonce} ${'['.repeat(200_000)}${']'.repeat(200_000)}`]),
        sentence: 'it holds a line that is none of the answers',
      },
      {
        name: 'bytes of a connection that was not asked for',
        does: 'offers to carry a connection for a check that needs none',
        start: beside((_event, nonce) => [
          say(nonce, { relay: 'open', id: 999, ms: 1, local: null, tries: 1 }),
        ]),
        sentence: 'it holds a line that is none of the answers',
      },
      {
        name: 'a description that does not fit',
        does: 'answers the question about itself with a line that the script does not know',
        start: describing((line, nonce) =>
          line.includes(' begin') ? [line, `${nonce} exec rm -rf /`] : [line],
        ),
        sentence: 'its description of itself holds a line that is none of the answers',
      },
      {
        name: 'a description after its end',
        does: 'gives itself another address after the end of its description',
        start: describing((line, nonce) =>
          line === `${nonce} end` ? [line, `${nonce} block addresses`] : [line],
        ),
        sentence: 'its description of itself goes on after its end',
      },
      {
        name: 'a description without end',
        does: 'lists 30,000 tools',
        start: describing((line, nonce) =>
          line.includes(' begin')
            ? [line, ...Array.from({ length: 30_000 }, (_, index) => `${nonce} tool t${index}`)]
            : [line],
        ),
        sentence: 'its description of itself goes on without end',
      },
      {
        name: 'another machine',
        does: 'is a machine that has not the address of the node',
        start: describing((line) => [line.replaceAll('10.77.0.10', '10.77.0.99')]),
        sentence: 'This is not porto-1',
      },
    ].map(expecting('stopped')),
    ...[
      {
        name: 'impossible durations',
        does: 'says that each check took minus one millisecond, or eleven days',
        start: () =>
          lying((event, nonce, line) =>
            'ms' in event ? [say(nonce, { ...event, ms: event['id'] === 0 ? -1 : 1e9 })] : [line],
          ),
        sentence: null,
      },
      {
        name: 'says that everything is open',
        does: 'lets its SSH server say “connected” to every target, also where nothing can be',
        start: () =>
          sshPeer({
            rewrite: (command) => (line) => (command === DETECT_COMMAND ? withoutInterpreters(line) : [line]),
            onForward: (_info, accept) => {
              accept().on('error', () => undefined);
              return true;
            },
          }),
        sentence: null,
        cli: true,
      },
    ].map(expecting('could-not-check')),
    ...[
      {
        name: 'keys of prototypes',
        does: 'puts __proto__, constructor and markup into every result',
        start: () =>
          lying((event, nonce, line) =>
            isResult(event)
              ? [
                  `${nonce} ${JSON.stringify({ ...event, html: '<img src=x onerror=alert(1)>' }).replace(
                    /^\{/,
                    '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
                  )}`,
                ]
              : [line],
          ),
        sentence: null,
      },
      {
        name: 'a clock in the future',
        does: 'says that it is the year 2286',
        start: describing((line) => [line.replace(/ clock \S+/, ' clock 9999999999.0')]),
        sentence: null,
      },
      {
        name: 'noise between the lines',
        does: 'prints a banner, paths and commands between the results, without a nonce',
        start: beside(() => ['../../etc/passwd', '$(reboot)', '{"id":0,"outcome":"connected"}', '']),
        sentence: null,
      },
    ].map(expecting('as-honest')),
  ],
};
