import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../shared/report/schema.ts';
import { reportSchema } from '../../shared/report/schema.ts';
import { startCapture } from './capture.ts';
import { labMissing } from './preconditions.ts';
import { cli } from './run-check.ts';
import type { NodeService, Passage, TwoNodes } from './two-nodes.ts';
import { addressOf, startTwoNodes, twoNodeSite } from './two-nodes.ts';

type CheckRecord = Report['checks'][number];

const passages: readonly Passage[] = (['beta', 'laptop'] as const).flatMap((from): Passage[] => [
  { from, to: 'alpha', ports: '22, 3000, 3003', protocol: 'tcp', action: 'accept' },
  { from, to: 'alpha', ports: '3003', protocol: 'udp', action: 'accept' },
]);
const services: readonly NodeService[] = [
  { place: 'alpha', port: 3000, kind: 'tcp' },
  { place: 'alpha', port: 3001, kind: 'tcp' },
];
/** Where this machine has it: a developer's own, too. */
const python = ['/usr/bin/python3', '/root/.pyenv'];
const asked = ['3000/tcp', '3001/tcp', '3003/tcp', '3003/udp', '3004/tcp'];

function fromBeta({ checks }: Report, service: string): CheckRecord {
  const found = checks.find(
    ({ vantage, target }) =>
      vantage.kind === 'peer' && vantage.node === 'beta' && `${target.port}/${target.protocol}` === service,
  );
  if (found === undefined) throw new Error(`no check of ${service} from beta`);
  return found;
}

const seen = (report: Report): Record<string, string> =>
  Object.fromEntries(
    asked.map((service) => {
      const { observation, verdict } = fromBeta(report, service);
      return [service, `${observation}, ${verdict}`];
    }),
  );

const proven = {
  '3000/tcp': 'open, pass',
  '3001/tcp': 'filtered, fail',
  '3003/tcp': 'confirmed, pass',
  '3003/udp': 'confirmed, pass',
  '3004/tcp': 'filtered, fail',
};

const missing = labMissing();

describe.skipIf(missing !== null)('In checks between nodes', () => {
  beforeAll(() => {
    if (!existsSync(cli)) throw new Error('dist/cli.cjs is missing: run npm run build first.');
  });

  describe('that have Perl and no Python', () => {
    let two: TwoNodes;
    beforeAll(async () => {
      two = await startTwoNodes(passages, services, { without: python });
    });
    afterAll(() => two.stop());

    it('see the same, hold their connections and listen by Perl, and leave nothing', async () => {
      const before = await two.listening('alpha');
      const { report } = await two.check(twoNodeSite(two.keys, asked));
      expect(
        report.nodes.map(({ engines }) => engines.find(({ engine }) => engine === 'python')?.able),
      ).toEqual([false, false]);
      expect(seen(report)).toEqual(proven);
      expect(fromBeta(report, '3000/tcp').facts.sourceSeen).toEqual({
        address: addressOf.beta,
        basis: 'socket-table',
      });
      expect(fromBeta(report, '3003/tcp').evidence['temporaryListener']).toContain('(perl)');
      expect(await two.listening('alpha')).toEqual(before);
      for (const place of ['alpha', 'beta'] as const)
        expect((await two.processes(place)).filter((line) => line.includes('perl'))).toEqual([]);
    });
  });

  describe('that have no interpreter', () => {
    let two: TwoNodes;
    beforeAll(async () => {
      two = await startTwoNodes(passages, services, { without: [...python, '/usr/bin/perl'] });
    });
    afterAll(() => two.stop());

    it('prove the source over forwarded channels, and say why there is no listener', async () => {
      const { report } = await two.check(twoNodeSite(two.keys, asked));
      expect(seen(report)).toMatchObject({
        '3000/tcp': 'open, pass',
        '3001/tcp': 'filtered, fail',
        '3003/tcp': 'refused, inconclusive',
      });
      expect(fromBeta(report, '3000/tcp').facts.sourceSeen).toEqual({
        address: addressOf.beta,
        basis: 'socket-table',
      });
      expect(fromBeta(report, '3003/tcp').evidence['temporaryListener']).toContain('neither Python nor Perl');
    });
  });

  describe('in a run that goes wrong', () => {
    let two: TwoNodes;
    beforeAll(async () => {
      two = await startTwoNodes(passages, services);
    });
    afterAll(() => two.stop());

    it('send nothing to an address that nobody declared, and nothing from another address', async () => {
      const captures = await Promise.all(
        (['alpha', 'beta', 'laptop'] as const).map((place) =>
          startCapture(two.names.firewall, `fw-${place}`, 'ip'),
        ),
      );
      const { report } = await two.check(twoNodeSite(two.keys, asked));
      const packets = (await Promise.all(captures.map((capture) => capture.stop()))).flat();
      const own = new Set<string>(Object.values(addressOf));
      const declared = new Set([...own, ...report.controls.map(({ address }) => address ?? '')]);
      expect(packets.length).toBeGreaterThan(50);
      expect(packets.filter(({ from }) => !own.has(from))).toEqual([]);
      expect(packets.filter(({ to }) => !declared.has(to))).toEqual([]);
    });

    it.each(['alpha', 'beta'] as const)(
      'come to the same end when the SSH sessions of %s die',
      async (place) => {
        const { argv, env, out } = two.checkCommand(twoNodeSite(two.keys, asked), ['--timeout-ms', '2500']);
        const [program = '', ...args] = argv;
        const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
        let killed = false;
        let text = '';
        child.stderr.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (killed || !text.includes('Running')) return;
          killed = true;
          setTimeout(() => void two.endSshSessions(place), 700);
        });
        await new Promise((resolve) => child.on('close', resolve));
        expect(killed).toBe(true);
        const file = join(out, `run${/(\d+)$/.exec(out)?.[1] ?? ''}.readiness.json`);
        const report = reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
        expect(report.nodes.map(({ failure }) => failure)).toEqual([null, null]);
        // What is proven is true; what the lost session took with it is not proven, and nothing is wrong.
        for (const [service, truth] of Object.entries(proven)) {
          const { observation, verdict } = fromBeta(report, service);
          expect([truth.split(', ')[1], 'inconclusive'], `${service} ${observation}`).toContain(verdict);
        }
        // The other node may be through with its own checks before the lost one is back: that alone is not run, and says so.
        for (const { observation, explanation } of report.checks)
          if (observation === 'not-run') expect(explanation).toContain('so nothing was sent to it');
        for (const node of ['alpha', 'beta'] as const)
          expect((await two.processes(node)).filter((line) => /exec\(sys.stdin|perl/.test(line))).toEqual([]);
      },
    );
  });
});
