import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { describe, expect, it } from 'vitest';
import { bomOf, noticesOf } from '../../build/scripts/lib/release-notes.mjs';

const packages = [
  { name: '@noble/curves', version: '2.4.0', licence: 'MIT', notice: 'Copyright somebody' },
  { name: 'qr', version: '0.7.0', licence: '(MIT OR Apache-2.0)', notice: 'Copyright somebody else' },
];
const bom = bomOf({ packages, version: '0.1.0', electron: '45.4.1', epoch: 1_795_465_592 });
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

describe('the bill of materials', () => {
  it('is CycloneDX 1.6 by its own schema, which refuses a spoilt one', async () => {
    expect(await validator.validate(JSON.stringify(bom))).toBeNull();
    expect(await validator.validate(JSON.stringify({ ...bom, components: [{ name: 'x' }] }))).not.toBeNull();
  });

  it('is the same for the same sources', () => {
    expect(bomOf({ packages, version: '0.1.0', electron: '45.4.1', epoch: 1_795_465_592 })).toEqual(bom);
  });

  it('names Electron and every package, as the notices do', () => {
    expect(bom.components.map(({ name }) => name)).toEqual(['electron', '@noble/curves', 'qr']);
    for (const { name, notice } of packages) {
      expect(noticesOf(packages)).toContain(name);
      expect(noticesOf(packages)).toContain(notice);
    }
  });
});
