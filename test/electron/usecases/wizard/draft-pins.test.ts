import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startPracticeNode } from '../../../../electron/practice/practice-node.ts';
import { wizardWorld } from '../../../helpers/wizard-world.ts';

it('asks about a pin that came with a file from elsewhere, also when only its draft is left', async () => {
  const node = await startPracticeNode('solved');
  const world = await wizardWorld();
  try {
    const file = join(world.folder, 'porto.site.json');
    const ssh = { host: '127.0.0.1', port: node.port, user: node.user, hostKey: node.hostKeyFingerprint };
    const site = { ...node.site, nodes: node.site.nodes.map((one) => ({ ...one, ssh })) };
    await writeFile(file, JSON.stringify(site));
    world.dialogs.site = file;
    const opened = await world.call['site.open']();
    if (opened === null) throw new Error('it did not open');
    const saved = await world.call['site.save'](opened.id, { ...site, nodes: [] });
    expect(saved.to).toBe('draft');
    await world.call['site.close'](opened.id);
    // Somebody else changed the file meanwhile: the unfinished edits become a draft of their own.
    const later = Date.now() / 1000 + 3600;
    await utimes(file, later, later);
    await world.call['site.close']((await world.call['site.open']())?.id ?? '');
    const recent = await world.call['recent.list']();
    const draft = recent.find(({ id }) => id.startsWith('draft-'));
    const again = await world.call['site.openRecent'](draft?.id ?? '');
    world.dialogs.saveAs = join(world.folder, 'mine.site.json');
    await world.call['site.saveAs'](again.id, site);
    await world.call['run.start'](again.id, {
      nodes: [],
      hosts: [{ host: 'porto-1', credentials: [{ kind: 'password', password: node.password }] }],
      allowLarge: false,
    });
    expect(await world.event('host-key', 'finished')).toMatchObject({ kind: 'host-key', pin: 'agrees' });
  } finally {
    await world.end();
    await node.close();
  }
}, 90_000);
