import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openIdentity } from '../../../electron/signing/index.ts';
import { drafts } from '../../../electron/store/drafts.ts';
import { hostKeyStore } from '../../../electron/store/host-keys.ts';
import { reportHistory } from '../../../electron/store/report-history.ts';
import type { SiteFile } from '../../../shared/site/schema.ts';
import { wizardWorld } from '../../helpers/wizard-world.ts';
import { labMissing } from '../preconditions.ts';
import type { Tried } from './driver.ts';
import { flows, lyon } from './flows.ts';
import type { FaultProgram, Found } from './program.ts';
import { buildFaultProgram, neitherOldNorNew, patienceMs, writeInputs } from './program.ts';

/** Disks as they really are: full, read-only, pulled out; and two programs on one of them. */
describe.skipIf(labMissing() !== null)('a real disk', () => {
  let program: FaultProgram;
  const mounted = new Set<string>();
  const unmount = (folder: string): void => {
    execFileSync('umount', ['-l', folder]);
    mounted.delete(folder);
  };
  const mountDisk = (folder: string): void => {
    mkdirSync(folder, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'gatecheck-test', folder]);
    mounted.add(folder);
  };
  beforeAll(async () => {
    program = await buildFaultProgram();
  });
  afterEach(() => {
    for (const folder of mounted) unmount(folder);
  });
  afterAll(() => program.remove());

  it.each(Object.keys(flows))(
    'that is full or read-only loses nothing of: %s',
    async (name) => {
      const base = join(program.scratch, `disk-${name.replace(' ', '-')}`);
      mountDisk(join(base, 'work'));
      await writeInputs(base);
      const old = (await program.drive(base, ['before', name])).value as Found;
      await program.drive(base, ['act', name]);
      const fresh = (await program.drive(base, ['found', name])).value as Found;
      const { value } = await program.drive(base, ['disks', name]);
      const tried = value as readonly Tried[];
      expect(tried.map(({ kind }) => kind)).toEqual([
        'read-only',
        'full but for 0 KiB',
        'full but for 8 KiB',
        'full but for 48 KiB',
      ]);
      const bad = tried.flatMap(({ kind, found, again, error }) => [
        ...neitherOldNorNew(found, old, fresh).map((what) => `${kind}: ${what}`),
        ...neitherOldNorNew(again, fresh, fresh).map((what) => `${kind}, again: ${what}`),
        ...(error !== null && error.cure === null ? [`${kind}: no cure in "${error.message}"`] : []),
      ]);
      expect(bad).toEqual([]);
      // Where nothing could be written, somebody was told, or it was nothing that anybody asked for.
      const silent = tried.slice(0, 2).filter(({ error, found }) => error === null && !isNew(found, fresh));
      expect(
        silent.map(({ kind }) => kind),
        JSON.stringify(tried),
      ).toEqual([]);
    },
    patienceMs,
  );

  it('that is pulled out takes nothing along: the work stays as a draft, and is saved once it is back', async () => {
    const folder = join(program.scratch, 'pulled-out');
    const stick = join(folder, 'stick');
    mountDisk(stick);
    const path = join(stick, 'lyon.site.json');
    writeFileSync(path, JSON.stringify(lyon));
    const world = await wizardWorld(undefined, folder);
    try {
      world.dialogs.site = path;
      const opened = await world.call['site.open']();
      if (opened === null) throw new Error('the site did not open');
      unmount(stick);
      execFileSync('rmdir', [stick]);
      const after = { ...opened.site, customer: { name: 'After', site: 'Lyon' } };
      const failure = await world.call['site.save'](opened.id, after).then(
        () => null,
        (error: unknown) => error,
      );
      expect(failure).toMatchObject({
        message: expect.stringContaining('lyon.site.json') as string,
        cure: expect.stringMatching(/./) as string,
      });
      const kept = await drafts(join(folder, 'user')).list();
      expect(kept.map((draft) => (draft.site as SiteFile).customer?.name)).toEqual(['After']);
      mountDisk(stick);
      writeFileSync(path, JSON.stringify(lyon));
      await world.call['site.save'](opened.id, after);
      expect(readFileSync(path, 'utf8')).toContain('"After"');
    } finally {
      await world.end();
    }
  });

  describe('that several programs write to at once', () => {
    const programs = ['a', 'b', 'c'];
    const rounds = 40;
    const raceIn = async (
      name: string,
      meanwhile: (work: string) => void = () => undefined,
    ): Promise<string> => {
      const base = join(program.scratch, `race-${name.replace(' ', '-')}`);
      const work = join(base, 'work');
      mkdirSync(join(work, 'tmp'), { recursive: true });
      mkdirSync(join(work, 'user'));
      const running = { over: false };
      const all = Promise.all(
        programs.map((mark) => program.drive(base, ['race', name, mark, String(rounds)])),
      ).finally(() => {
        running.over = true;
      });
      while (!running.over) {
        meanwhile(work);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      await all;
      return work;
    };
    const marks = programs
      .flatMap((mark) => Array.from({ length: rounds }, (_, round) => `${mark}-${round}`))
      .sort();

    it(
      'keeps every entry of the history',
      async () => {
        const work = await raceIn('history');
        const [of] = await reportHistory(join(work, 'user')).read(null, true);
        expect(of?.faults).toEqual([]);
        expect(of?.lines.map(({ id }) => id).sort()).toEqual(marks);
      },
      patienceMs,
    );

    it(
      'keeps every report, each with its own signature and PDF',
      async () => {
        const work = await raceIn('report');
        const sets = new Map<string, string[]>();
        for (const name of readdirSync(join(work, 'out'))) {
          const [, stem = name, ending = ''] = /^(.*)\.readiness\.(json|json\.sig|pdf)$/.exec(name) ?? [];
          const mark = readFileSync(join(work, 'out', name), 'utf8').split(' ')[1] ?? '';
          sets.set(stem, [...(sets.get(stem) ?? []), `${ending} ${mark}`]);
        }
        const whole = [...sets.values()].map((parts) => parts.sort());
        expect(whole.sort()).toEqual(
          marks.map((mark) => [`json ${mark}`, `json.sig ${mark}`, `pdf ${mark}`]).sort(),
        );
      },
      patienceMs,
    );

    it(
      'keeps every accepted host key',
      async () => {
        const work = await raceIn('host keys');
        const keys = await hostKeyStore(join(work, 'user')).list();
        expect(keys.map(({ host }) => host.replace('.example', '')).sort()).toEqual(marks);
      },
      patienceMs,
    );

    it(
      'shows one whole text at any moment',
      async () => {
        let looks = 0;
        const cut: string[] = [];
        const work = await raceIn('one file', (folder) => {
          const path = join(folder, 'one');
          if (!existsSync(path)) return;
          looks += 1;
          const text = readFileSync(path, 'utf8');
          if (new Set(text.trim().split(' ')).size !== 1 || !text.endsWith('\n')) cut.push(text.slice(0, 40));
        });
        expect(looks).toBeGreaterThan(10);
        expect(cut).toEqual([]);
        expect(readdirSync(work).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      },
      patienceMs,
    );

    it(
      'makes one signing identity and never takes one for another',
      async () => {
        const work = await raceIn('identity');
        for (let round = 0; round < rounds; round++) {
          const told = readFileSync(join(work, `told-${round}`), 'utf8')
            .trim()
            .split('\n');
          expect(told.sort()).toEqual(['made', 'was there', 'was there']);
          await openIdentity(join(work, `identity-${round}.json`), null);
        }
      },
      patienceMs,
    );
  });
});

/** Everything that the act brings about is there. */
const isNew = (found: Found, fresh: Found): boolean =>
  Object.entries(fresh).every(([name, value]) => found[name] === value);
