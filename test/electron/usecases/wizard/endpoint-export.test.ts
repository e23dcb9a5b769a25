import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { wizardWorld, type WizardWorld } from '../../../helpers/wizard-world.ts';

let world: WizardWorld;
afterEach(() => world.end());

describe('exporting endpoints', () => {
  it('writes a CSV where the person says, and nothing when the dialog is closed', async () => {
    world = await wizardWorld();
    const { id } = await world.call['site.create']();
    const endpoints = { dnsServers: [{ address: '10.1.1.53', label: '=cmd' }] };
    expect(await world.call['endpoints.export'](id, endpoints)).toBeNull();
    world.dialogs.saveEndpoints = join(world.folder, 'out.csv');
    expect(await world.call['endpoints.export'](id, endpoints)).toMatchObject({
      folder: world.folder,
      files: [{ name: 'out.csv' }],
    });
    expect(await readFile(world.dialogs.saveEndpoints, 'utf8')).toBe(
      "\ufeffrole,address,label,outside_address,probe_hosts,sni,issuer,public,expect\r\ndnsServers,10.1.1.53,'=cmd,,,,,,\r\n",
    );
  });
});
