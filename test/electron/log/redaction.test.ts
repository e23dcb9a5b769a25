import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LogEvent } from '../../../electron/log/events.ts';
import { logEvents } from '../../../electron/log/events.ts';
import { knownThings } from '../../../electron/log/known-things.ts';
import { lineOf, readLine, textOfLine } from '../../../electron/log/log-line.ts';
import { safeFault, thrownFault } from '../../../electron/log/safe-fault.ts';
import { sentenceRedactor } from '../../../electron/log/sentence-redactor.ts';

const at = new Date('2026-11-23T20:00:00.123Z');

/** A word that stands nowhere in our own sentences, however long it is looked for. */
const word = fc
  .stringMatching(/^[b-df-hj-np-tv-xz]{8,16}$/)
  .map((text) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}zq`);
const octet = fc.integer({ min: 100, max: 254 });
const address = fc.tuple(octet, octet, octet).map((parts) => `10.${parts.join('.')}`);

interface Customer {
  readonly name: string;
  readonly place: string;
  readonly node: string;
  readonly host: string;
  readonly user: string;
  readonly address: string;
  readonly password: string;
}

const customer: fc.Arbitrary<Customer> = fc.record({
  name: fc.tuple(word, word).map((words) => words.join(' ')),
  place: word,
  node: word.map((text) => text.toLowerCase()),
  host: word.map((text) => `${text.toLowerCase()}.example`),
  user: word.map((text) => text.toLowerCase()),
  address,
  password: word,
});

function siteOf({ name, place, node, host, user, address: lan }: Customer): unknown {
  return {
    format: 'gatecheck/site@1',
    catalog: 'panzura-cloudfs',
    deployment: 'one-arm',
    customer: { name, site: place },
    nodes: [{ name: node, lan: { address: `${lan}/24` }, ssh: { host, port: 22, user } }],
    endpoints: { dns: [{ address: `${lan}9`, label: `${place} DNS` }] },
  };
}

const valuesOf = (one: Customer): string[] => [
  ...one.name.split(' '),
  ...[one.place, one.node, one.host, one.user, one.address, one.password],
];

/** Texts as they come about: our own sentences with values in them, and anything else. */
const texts: readonly ((one: Customer) => string)[] = [
  ({ host }) => `${host}:22 refused the connection.`,
  ({ node }) => `${node} was not selected for this run.`,
  ({ node, host }) => `This check starts at ${node}. The connection to ${host} was lost. Try again.`,
  ({ host, address: lan }) => `getaddrinfo ENOTFOUND ${host} ${lan}`,
  ({ user, host, password }) => `${user}@${host} with ${password}`,
  ({ name }) => name,
  ({ name }) => `The site of ${name} cannot be read.`,
  ({ password }) => `Cannot read properties of undefined (reading '${password}')`,
  ({ place }) => `ENOENT: no such file or directory, open '/home/tech/${place}/a.site.json'`,
  ({ place }) => `Unexpected token ${place}, "{${place}" is not valid JSON`,
  ({ address: lan }) => `The site says nothing of ${lan}. Add it. ${lan} is not an address.`,
  ({ password }) => `\n    at ${password} (/home/${password}.ts:1:2)`,
];

function errorOf(text: string): Error {
  const error = new TypeError(text);
  return error;
}

/** Every event that takes anything from outside, with a text in every place that takes one. */
function eventsWith(one: Customer, text: string): LogEvent[] {
  const fault = safeFault(thrownFault(errorOf(text)));
  return [
    { event: 'fault', where: 'wizard', ...fault, frames: '' },
    {
      event: 'call-failed',
      ...{ window: 1, call: 'site.open', ...fault, frames: '', cure: text, findings: 2, ms: 3 },
    },
    { event: 'phase', site: 'a-site', node: one.node, says: text },
    {
      event: 'host-key-asked',
      ...{ site: 'a-site', host: one.host, algorithm: 'ssh-ed25519', bits: 256, pin: 'none' },
    },
    { event: 'ssh-failed', node: one.node, jumps: 1, hop: 'jump', code: 'lost', says: text, ms: 4 },
    {
      event: 'node-reached',
      ...{ site: 'a-site', node: one.node, trust: 'accepted', interfaces: 2, engines: 'perl=yes' },
      ...{ clockOffsetMs: 2, says: text },
    },
    { event: 'run-failed', site: 'a-site', says: text, cure: text, ms: 5 },
    { event: 'watch-lost', site: 'a-site', node: one.node, says: text },
  ];
}

function linesOf(one: Customer, text: string): string[] {
  const things = knownThings();
  things.learn(siteOf(one));
  things.hold([one.password]);
  const redact = sentenceRedactor(things);
  return eventsWith(one, text).map((event) => textOfLine(lineOf('wizard', event, redact, at)));
}

describe('what gets into a line', () => {
  test('is nothing of the customer, whatever a sentence says', () => {
    fc.assert(
      fc.property(customer, fc.nat(texts.length - 1), (one, index) => {
        const text = texts[index]?.(one) ?? '';
        const all = linesOf(one, text).join('\n').toLowerCase();
        for (const value of valuesOf(one)) expect(all).not.toContain(value.toLowerCase());
      }),
      { numRuns: 150 },
    );
  });

  test('is the same for every customer: nobody can tell from it which one it was', () => {
    fc.assert(
      fc.property(customer, customer, fc.nat(texts.length - 1), (one, other, index) => {
        const text = texts[index];
        expect(linesOf(one, text?.(one) ?? '')).toEqual(linesOf(other, text?.(other) ?? ''));
      }),
      { numRuns: 100 },
    );
  });

  test('is never free text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), word, (text, secret) => {
        const redact = sentenceRedactor(knownThings());
        const says = `${text}${secret}${text}`;
        const line = textOfLine(
          lineOf('wizard', { event: 'run-failed', site: 'x', says, cure: says, ms: 1 }, redact, at),
        );
        expect(line).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  test('keeps our own words, numbers, codes and the numbers of things', () => {
    const things = knownThings();
    things.learn({ nodes: [{ name: 'szz-1' }] });
    const { sentence } = sentenceRedactor(things);
    expect(sentence('szz-1 was not selected for this run.')).toBe('node-1 was not selected for this run.');
    expect(sentence('The run was cancelled before this node was reached.')).toBe(
      'The run was cancelled before this node was reached.',
    );
    expect(sentence("Cannot read properties of undefined (reading 'x')")).toBe(
      'Cannot read properties of undefined (reading [value2])',
    );
    expect(sentence('Aurora Foods has 3 problems')).toBe('[other text]');
  });

  test('an open word that holds a name or a secret is left out', () => {
    const things = knownThings();
    things.learn({ customer: { name: 'Aurora' } });
    const letGo = things.hold(['hunter2secret']);
    const redact = sentenceRedactor(things);
    const name = (text: string): unknown =>
      lineOf(
        'wizard',
        { event: 'fault', where: 'main', name: text, code: null, says: '', frames: '' },
        redact,
        at,
      ).fields['name'];
    expect(name('AuroraError')).toBe('(left out)');
    expect(name('hunter2secret')).toBe('(left out)');
    expect(name('TypeError')).toBe('TypeError');
    letGo();
    // Once nothing holds the secret, the log does not hold it either.
    expect(things.gives('hunter2secret')).toBe(false);
  });

  test('a field cannot take what has not its form', () => {
    const redact = sentenceRedactor(knownThings());
    const event = {
      ...{ event: 'call', window: 1, call: 'a\u202eb', outcome: 'Aurora', ms: Number.NaN },
      customer: 'Aurora',
    } as unknown as LogEvent;
    const { fields } = lineOf('wizard', event, redact, at);
    expect(fields).toEqual({ window: 1, call: '(left out)', outcome: '(left out)', ms: '(left out)' });
  });
});

describe('a fault', () => {
  test('keeps where it happened in our own files, without folders, and nothing of its message', () => {
    const error = new TypeError('Aurora Foods\n    at Aurora (/home/aurora/x.ts:1:1)');
    error.stack = [
      `TypeError: ${error.message}`,
      '    at draw (gatecheck://app/assets/report-step-B1x.js:3:1201)',
      '    at async Object.readHistory (/home/aurora/gatecheck/dist/wizard.cjs:120:7)',
      '    at node:internal/process/task_queues:95:5',
      '    at eval (eval at Aurora (/home/aurora/x), <anonymous>:1:1)',
    ].join('\n');
    expect(safeFault(thrownFault(error)).frames).toBe(
      'draw report-step-B1x.js:3:1201 < Object.readHistory wizard.cjs:120:7 < node:internal/process/task_queues:95:5',
    );
  });

  test('whose message cannot be told from its stack has no frames', () => {
    const fault = { name: 'Error', message: 'one', stack: 'Error: two\n    at a (b.ts:1:2)', code: '' };
    expect(safeFault(fault).frames).toBe('');
  });

  test('that is no error is told by its type alone', () => {
    expect(safeFault(thrownFault('Aurora'))).toMatchObject({ name: 'string', code: null, frames: '' });
  });
});

describe('a line of a file', () => {
  test('is read as it was written', () => {
    const redact = sentenceRedactor(knownThings());
    for (const event of eventsWith(
      { name: 'A', place: 'B', node: 'c', host: 'd', user: 'e', address: '10.0.0.1', password: 'f' },
      'The run was cancelled.',
    )) {
      const line = lineOf('wizard', event, redact, at);
      expect(readLine(textOfLine(line))).toEqual(line);
    }
  });

  test('that somebody else wrote, or that is torn, is not taken', () => {
    const good = { at: at.toISOString(), level: 'info', part: 'main', event: 'program-ends' };
    expect(readLine(JSON.stringify(good))).not.toBeNull();
    for (const bad of [
      '',
      '{"at":"2026-11-23T2',
      'null',
      '[]',
      JSON.stringify({ ...good, event: 'constructor' }),
      JSON.stringify({ ...good, level: 'error' }),
      JSON.stringify({ ...good, part: 'Aurora' }),
      JSON.stringify({ ...good, customer: 'Aurora' }),
      JSON.stringify({ ...good, at: 'Aurora' }),
      JSON.stringify({ ...good, event: 'run-started', site: 'Aurora', checks: 3 }),
      `${JSON.stringify({ ...good, event: 'call' }).slice(0, -1)},"__proto__":{"x":1}}`,
    ])
      expect(readLine(bad), bad).toBeNull();
  });

  test('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        readLine(text);
      }),
    );
  });

  test('has fields that do not hide what every line has', () => {
    const names = Object.values(logEvents).flatMap(({ fields }) => Object.keys(fields));
    for (const reserved of ['at', 'level', 'part', 'event']) expect(names).not.toContain(reserved);
  });
});
