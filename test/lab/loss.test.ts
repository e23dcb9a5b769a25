import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labFlows } from './flows.ts';
import type { Lab } from './lab.ts';
import { startLab } from './lab.ts';
import { labMissing } from './preconditions.ts';
import { runDriver } from './run-driver.ts';

/** TCP flows of which the first answer decides, so that only the asking is put to the test. */
const flows = labFlows.filter(
  ({ from, protocol, service, firewall, what }) =>
    from === 'node' &&
    protocol === 'tcp' &&
    (service === 'tcp' || service === 'nothing' || firewall !== 'accept') &&
    !what.includes('not there'),
);
const decides = ['filtered', 'refused', 'rejected'];

describe.skipIf(labMissing() !== null)('where a tenth of the packets gets lost, each way', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab('one-arm');
    const lossy = [
      'table inet loss {',
      '  chain forward {',
      '    type filter hook forward priority -10',
      ...['iifname', 'oifname'].map(
        (side) => `    ${side} { "fw-srv", "fw-net" } meta l4proto tcp numgen random mod 100 < 10 drop`,
      ),
      '  }',
      '}',
    ];
    const { code, stderr } = await lab.exec('firewall', ['nft', '-f', '-'], { stdin: lossy.join('\n') });
    expect(code, stderr).toBe(0);
  });
  afterAll(() => lab.stop());

  it.each(['python', 'perl'] as const)('%s takes no port that answers for a filtered one', async (engine) => {
    for (let run = 0; run < 4; run++) {
      const { results, end } = await runDriver(lab, { engine, flows, timeoutMs: 3000, retries: 0 });
      expect(end).toBe('finished');
      for (const { what, observation } of flows) {
        const seen = results[what]?.observation ?? 'nothing';
        // What is open is so whatever the protocol over it then suffers; what decides is exactly what it is.
        if (decides.includes(observation)) expect([what, seen]).toEqual([what, observation]);
        else expect([what, decides.includes(seen)]).toEqual([what, false]);
      }
    }
  });
});
