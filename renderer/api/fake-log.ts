import type { IpcArguments } from '../../shared/ipc/contract.ts';
import type { LogLine, LogResults } from '../../shared/ipc/log-calls.ts';
import type { logArguments } from '../../shared/ipc/log-calls.ts';
import { typedName } from '../../shared/ipc/log-calls.ts';

type Calls = keyof typeof logArguments;
type Handlers = { readonly [C in Calls]: (...args: IpcArguments<C>) => Promise<LogResults[C]> };

/** A day's work many times over, so that the list is long; the newest first. */
function fakeLines(): LogLine[] {
  const kinds: readonly Omit<LogLine, 'at'>[] = [
    {
      level: 'info',
      part: 'main',
      event: 'program-started',
      fields: { version: '0.1.0', platform: 'linux' },
    },
    {
      level: 'info',
      part: 'wizard',
      event: 'ssh-connected',
      fields: { node: 'node-1', jumps: 1, algorithm: 'ssh-ed25519', trust: 'accepted', ms: 412 },
    },
    {
      level: 'warning',
      part: 'wizard',
      event: 'not-checked',
      fields: {
        ...{ site: 'site-1', node: 'node-1', from: 'node', probe: 'dns-udp', protocol: 'udp' },
        ...{ observation: 'not-testable', engine: 'none', attempts: 0 },
        says: 'It was not carried out: the node has no tool that opens connections (nc, ncat, bash).',
      },
    },
    {
      level: 'info',
      part: 'wizard',
      event: 'call',
      fields: { call: 'report.sign', outcome: 'done', ms: 96 },
    },
    {
      level: 'error',
      part: 'wizard',
      event: 'fault',
      fields: {
        where: 'screen',
        name: 'TypeError',
        says: 'Cannot read properties of undefined (reading [value2])',
        frames: 'draw report-step-B1x.js:3:1201 < render react-C9d.js:8:4410',
      },
    },
  ];
  const start = Date.parse('2026-11-24T20:41:00.000Z');
  return Array.from({ length: 600 }, (_, index) => {
    const kind = kinds[index % kinds.length] as (typeof kinds)[number];
    return { at: new Date(start + index * 733).toISOString(), ...kind };
  }).reverse();
}

const textOf = ({ at, level, part, event, fields }: LogLine): string =>
  JSON.stringify({ at, level, part, event, ...fields });

/** The log and the bundle of the fake. */
export function fakeLog(): Handlers {
  const lines = fakeLines();
  const now = <T>(value: T): Promise<T> => Promise.resolve(value);
  return {
    'log.read': () => now({ lines, older: 12, unreadable: 1, stopped: null }),
    'log.folder': () => now(null),
    'log.fault': ({ where, name }) => {
      lines.unshift({
        at: new Date().toISOString(),
        level: 'error',
        part: 'wizard',
        event: 'fault',
        fields: { where, name },
      });
      return now(null);
    },
    'bundle.make': () =>
      now({
        id: 'bundle-1',
        files: [
          {
            name: 'README.txt',
            about: 'What is in this archive, in plain words',
            text: 'Gatecheck support bundle\n========================\n\nMade by the Gatecheck program.\n',
          },
          {
            name: 'versions.json',
            about: 'Versions of the program and of the system',
            text: '{\n  "gatecheck": "0.0.0-fake",\n  "electron": "45.4.1"\n}\n',
          },
          {
            name: 'log.jsonl',
            about: 'What the program did, without names and addresses',
            text: `${[...lines].reverse().map(textOf).join('\n')}\n`,
          },
        ],
      }),
    'bundle.save': (_id, { leaveOut, happened }) =>
      now({
        folder: '/home/tech/support',
        files: [{ id: 'file-bundle', name: 'gatecheck-support-20261124T204100Z.zip' }],
        // For the tests: what the window asked for.
        remarks: [`${leaveOut.length} left out, ${happened === '' ? 'without' : 'with'} ${typedName}`],
      }),
  };
}
