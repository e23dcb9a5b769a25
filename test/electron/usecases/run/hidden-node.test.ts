import { describe, expect, it } from 'vitest';
import { agreement } from '../../../../electron/usecases/run/hidden-node.ts';
import type { Resolution } from '../../../../shared/probes/resolution.ts';

const at = (...addresses: string[]): Resolution => ({ kind: 'resolved', addresses });
const unknown: Resolution = {
  kind: 'unresolved',
  message: 'store.corp.example does not resolve at 10.20.5.53',
};

describe('a name that a node without a shell cannot be asked for', () => {
  it('is what the declared servers agree on, whoever of them stays silent', () => {
    const answers = [null, at('10.20.5.2', '10.20.5.1'), at('10.20.5.1', '10.20.5.2')];
    expect(agreement('store.corp.example', answers)).toEqual(at('10.20.5.2', '10.20.5.1'));
    expect(agreement('store.corp.example', [unknown, unknown])).toEqual(unknown);
  });

  it('is unknown where they differ: which of them the node asks is not shown', () => {
    const lie = agreement('store.corp.example', [at('10.20.5.1'), at('10.20.9.9')]);
    expect(lie.kind).toBe('unable');
    expect(JSON.stringify(lie)).toContain('10.20.9.9');
    expect(agreement('store.corp.example', [at('10.20.5.1'), unknown]).kind).toBe('unable');
  });

  it('is unknown where none of them answered', () => {
    expect(agreement('store.corp.example', [null, null]).kind).toBe('unable');
    expect(agreement('store.corp.example', []).kind).toBe('unable');
  });
});
