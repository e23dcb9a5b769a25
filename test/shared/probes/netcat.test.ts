import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readNetcatHelp } from '../../../shared/probes/netcat.ts';

/** What the real program prints; null: it is not installed here. */
function helpOf(command: string, ...words: readonly string[]): string | null {
  const { error, stdout, stderr } = spawnSync(command, [...words, '-h'], { encoding: 'utf8' });
  return error === undefined ? `${stderr}${stdout}` : null;
}

describe('the help text of a netcat', () => {
  it.each([
    ['openbsd', 'nc.openbsd', [], 'n,s,u,w,z'],
    ['traditional', 'nc.traditional', [], 'n,s,u,w,z'],
    ['ncat', 'ncat', [], 'n,s,u,w,z'],
    ['busybox', 'busybox', ['nc'], 'l,p,w'],
  ] as const)('tells the %s flavour, as the real program prints it', (flavour, command, words, has) => {
    const help = helpOf(command, ...words);
    if (help === null) throw new Error(`Install ${command} to run this test.`);
    const read = readNetcatHelp(help);
    expect(read?.flavour).toBe(flavour);
    expect(read?.options).toMatch(new RegExp(has.split(',').join('.*')));
    expect(readNetcatHelp(help.replace(/\s+/g, ' '))).toEqual(read);
  });

  it('does not give BusyBox options that it was built without', () => {
    const small =
      'BusyBox v1.35.0 () multi-call binary. Usage: nc [-iN] [-wN] [-l] [-p PORT] [-f FILE|IPADDR PORT] [-e PROG] Open a pipe to IP:PORT or FILE -l Listen mode, for inbound connects (use -ll with -e for persistent server) -p PORT Local port -w SEC Connect timeout -i SEC Delay interval for lines sent -e PROG Run PROG after connect';
    const large =
      'BusyBox v1.30.1 (2019-06-12 17:51:55 UTC) multi-call binary. Usage: nc [OPTIONS] HOST PORT - connect nc [OPTIONS] -l -p PORT [HOST] [PORT] - listen -e PROG Run PROG after connect (must be last) -l Listen mode, for inbound connects -n Do not do DNS resolution -s ADDR Local address -p PORT Local port -u UDP mode -v Verbose -w SEC Timeout for connects and final net reads -i SEC Delay interval for lines sent -o FILE Hex dump traffic -z Zero-I/O mode (scanning)';
    expect(readNetcatHelp(small)).toEqual({ flavour: 'busybox', options: 'efilpw' });
    expect(readNetcatHelp(large)).toEqual({ flavour: 'busybox', options: 'eilnopsuvwz' });
  });

  it.each([
    'GNU netcat 0.7.1, a rewrite of the famous networking tool. Basic usages: connect to somewhere: nc [options] hostname port',
    'sh: nc: not found',
    '',
  ])('of one that we do not know tells nothing: %j', (help) => {
    expect(readNetcatHelp(help)).toBeNull();
  });
});
