import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signedReport } from '../../../helpers/signed-report.ts';
import type { WizardWorld } from '../../../helpers/wizard-world.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

const fixture = fileURLToPath(new URL('../../../fixtures/sites/gdansk-dc1.site.json', import.meta.url));

let world: WizardWorld;
beforeEach(async () => {
  world = await wizardWorld();
});
afterEach(async () => {
  await world.end();
});

describe('a window that the system opened with a file', () => {
  it('opens a site file, once', async () => {
    const path = join(world.folder, 'gdansk-dc1.site.json');
    await copyFile(fixture, path);
    world.given.push(path);
    expect(await world.call['app.given']()).toBe('site');
    expect(await world.call['site.openGiven']()).toMatchObject({ fileName: 'gdansk-dc1.site.json' });
    expect(await world.call['site.openGiven']()).toBeNull();
    expect(await world.call['app.given']()).toBeNull();
  });

  it('verifies a report with what lies beside it', async () => {
    const { report, signature } = await signedReport();
    const path = join(world.folder, 'gdansk.readiness.json');
    await writeFile(path, report);
    await writeFile(`${path}.sig`, signature);
    world.given.push(path);
    expect(await world.call['app.given']()).toBe('report');
    expect(await world.call['site.openGiven']()).toBeNull();
    expect((await world.call['verify.given']())?.results).toMatchObject([{ result: 'intact' }]);
    expect(await world.call['verify.given']()).toBeNull();
  });

  it('says of a file that is no site what it says in its own dialog', async () => {
    const path = join(world.folder, 'holiday.json');
    await writeFile(path, '{"sea": true}');
    world.given.push(path);
    expect(await world.call['app.given']()).toBe('site');
    await expect(world.call['site.openGiven']()).rejects.toThrow('holiday.json');
  });

  it('without one opens nothing', async () => {
    expect(await world.call['app.given']()).toBeNull();
    expect(await world.call['site.openGiven']()).toBeNull();
    expect(await world.call['verify.given']()).toBeNull();
  });
});
