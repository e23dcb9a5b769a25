import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeQuery } from '../../../shared/probes/dns-message.ts';
import type { NameAnswer, NameQuestion } from '../../../shared/probes/name-questions.ts';
import {
  compareAnswers,
  describeAnswer,
  nameQuestions,
  readNameAnswer,
} from '../../../shared/probes/name-questions.ts';
import { freePort } from '../../helpers/free-port.ts';

const a: NameQuestion = { name: 'store.corp.example', type: 'A' };
const answered = (...values: string[]): NameAnswer => ({ rcode: 'NOERROR', values });
const nxdomain: NameAnswer = { rcode: 'NXDOMAIN', values: [] };

describe('the questions to each declared DNS server', () => {
  it('are for both families of each name once, and for the services of the directory', () => {
    const questions = nameQuestions(['Store.corp.example', 'store.corp.example.'], 'corp.example');
    expect(questions).toEqual([
      { name: 'store.corp.example', type: 'A' },
      { name: 'store.corp.example', type: 'AAAA' },
      { name: '_ldap._tcp.dc._msdcs.corp.example', type: 'SRV' },
      { name: '_kerberos._tcp.corp.example', type: 'SRV' },
    ]);
    expect(nameQuestions([], null)).toEqual([]);
  });

  it('are for twelve names at most', () => {
    const names = Array.from({ length: 30 }, (_, index) => `n${index}.example`);
    expect(nameQuestions(names, null)).toHaveLength(24);
  });
});

describe('answers of several DNS servers', () => {
  const compare = (answers: Readonly<Record<string, NameAnswer>>, question = a): string | null =>
    compareAnswers(question, new Map(Object.entries(answers)));

  it('are alike when they have an address in common, or all know none', () => {
    expect(compare({ one: answered('10.0.0.1', '10.0.0.2'), two: answered('10.0.0.2') })).toBeNull();
    expect(compare({ one: nxdomain, two: { rcode: 'NOERROR', values: [] } })).toBeNull();
    expect(compare({ one: answered('10.0.0.1'), two: null })).toBeNull();
    expect(compare({})).toBeNull();
  });

  it('are remarked when they differ, with what each of them said', () => {
    expect(compare({ '10.20.5.53': answered('10.20.9.9'), '10.20.5.54': nxdomain })).toBe(
      'Different answers for store.corp.example A: 10.20.5.53: 10.20.9.9; 10.20.5.54: NXDOMAIN. That may be meant (split horizon); else ask who runs these DNS servers.',
    );
    expect(compare({ one: answered('10.0.0.1'), two: answered('203.0.113.7') })).not.toBeNull();
    const srv: NameQuestion = { name: '_ldap._tcp.example', type: 'SRV' };
    expect(compare({ one: answered('a:389', 'b:389'), two: answered('b:389') }, srv)).not.toBeNull();
  });
});

describe('a reply that does not fit its question', () => {
  const query = encodeQuery(7, a);
  const reply = Uint8Array.from(query);
  reply[2] = 0x81;

  it('is no answer', () => {
    expect(readNameAnswer(reply, 7, a)).toEqual({ rcode: 'NOERROR', values: [] });
    expect(readNameAnswer(reply, 8, a)).toBeNull();
    expect(readNameAnswer(query, 7, a)).toBeNull();
    expect(readNameAnswer(reply, 7, { ...a, name: 'other.example' })).toBeNull();
    expect(readNameAnswer(reply, 7, { ...a, type: 'AAAA' })).toBeNull();
  });

  it('does no harm when it is torn or counts more than it holds', () => {
    const lying = Uint8Array.from([...reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 10, 20]);
    lying[7] = 200;
    expect(readNameAnswer(lying, 7, a)).toEqual({ rcode: 'NOERROR', values: [] });
    for (let length = 0; length < reply.length; length++)
      expect(() => readNameAnswer(reply.subarray(0, length), 7, a)).not.toThrow();
  });
});

describe('a real DNS server', () => {
  let port = 0;
  let stop = (): void => undefined;
  beforeAll(async () => {
    port = await freePort();
    const server = spawn('dnsmasq', [
      ...['--keep-in-foreground', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--no-daemon'],
      ...['--listen-address=127.0.0.1', '--bind-interfaces', `--port=${port}`, '--local=/corp.example/'],
      '--host-record=store.corp.example,10.20.9.9,2001:db8::9',
      '--host-record=store.corp.example,10.20.9.8',
      '--cname=alias.corp.example,store.corp.example',
      '--srv-host=_ldap._tcp.dc._msdcs.corp.example,DC1.corp.example,389',
      '--srv-host=_ldap._tcp.dc._msdcs.corp.example,dc2.corp.example,389',
    ]);
    const failed = new Promise<never>((_resolve, reject) => {
      server.on('error', (error) =>
        reject(new Error(`Install dnsmasq-base to run this test: ${error.message}`)),
      );
    });
    stop = () => void server.kill('SIGKILL');
    await Promise.race([failed, sleep(300)]);
  });
  afterAll(() => stop());

  const ask = async (question: NameQuestion): Promise<string> => {
    const socket = createSocket('udp4');
    try {
      for (let attempt = 0; attempt < 20; attempt++) {
        const message = new Promise<Buffer | null>((resolve) => {
          socket.once('message', resolve);
          socket.once('error', () => resolve(null));
        });
        socket.send(encodeQuery(7, question), port, '127.0.0.1');
        const bytes = await Promise.race([message, sleep(250, null)]);
        if (bytes !== null) return describeAnswer(question, readNameAnswer(bytes, 7, question));
      }
      return 'the server never answered';
    } finally {
      socket.close();
    }
  };

  it.each([
    [a, 'store.corp.example A: 10.20.9.8, 10.20.9.9'],
    [{ name: 'store.corp.example', type: 'AAAA' }, 'store.corp.example AAAA: 2001:db8::9'],
    [{ name: 'alias.corp.example', type: 'A' }, 'alias.corp.example A: 10.20.9.8, 10.20.9.9'],
    [
      { name: '_ldap._tcp.dc._msdcs.corp.example', type: 'SRV' },
      '_ldap._tcp.dc._msdcs.corp.example SRV: dc1.corp.example:389, dc2.corp.example:389',
    ],
    [{ name: '_kerberos._tcp.corp.example', type: 'SRV' }, '_kerberos._tcp.corp.example SRV: NXDOMAIN'],
    [{ name: 'elsewhere.example', type: 'A' }, 'elsewhere.example A: REFUSED'],
  ] as const)('answers %j as it was told', async (question, says) => {
    expect(await ask(question)).toBe(says);
  });
});
