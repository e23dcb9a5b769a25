import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { boundPlan, planSite } from '../../../electron/usecases/plan-site.ts';
import { findCatalog } from '../../../shared/catalog/catalogs.ts';
import { parseSite } from '../../../shared/site/parse-site.ts';

/** A mailed site file that wants to make a scanner of us. */
function greedySite(nodes: number, endpoints: number, ports: readonly string[]): unknown {
  const list = Array.from({ length: endpoints }, (_, index) => `10.9.${index >> 8}.${index & 255}`);
  return {
    format: 'gatecheck/site@1',
    catalog: 'panzura-cloudfs',
    deployment: 'one-arm',
    nodes: Array.from({ length: nodes }, (_, index) => ({
      name: `n-${index}`,
      lan: { address: `10.20.${index}.10/24`, gateway: `10.20.${index}.1` },
      ssh: { host: `10.20.${index}.10`, user: 'admin' },
    })),
    customRules: [
      {
        ...{ id: 'scan', title: 'Scan', direction: 'out', port: 'lan', level: 'required', reason: 'x' },
        services: ports,
        endpoints: list,
      },
    ],
  };
}

describe('a site file that asks for masses', () => {
  it('of nodes times endpoints is refused before anything is planned', () => {
    const began = performance.now();
    const parsed = parseSite(greedySite(64, 2000, ['1-1000/tcp', '22/tcp']), findCatalog);
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).toMatch(/more than one site can hold|at most|Too big|too many/i);
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('needs the person’s word, for one node and for all together', () => {
    const planOf = (nodes: number, endpoints: number) => {
      const parsed = parseSite(greedySite(nodes, endpoints, ['22/tcp', '23/tcp']), findCatalog);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.error).slice(0, 500));
      return planSite(parsed.value, []);
    };
    const oneNode = planOf(1, 2600);
    expect(oneNode.plan.largestNode).toBeGreaterThan(5000);
    expect(() => boundPlan(oneNode, false)).toThrow('checks for one node');
    expect(() => boundPlan(oneNode, true)).not.toThrow();
    const manyNodes = planOf(30, 400);
    expect(manyNodes.plan.largestNode).toBeLessThan(5000);
    expect(() => boundPlan(manyNodes, false)).toThrow('checks in all');
  });

  it('never sweeps a network, however large', () => {
    const site = greedySite(1, 1, ['22/tcp']) as { customRules: { endpoints: string[] }[] };
    for (const rule of site.customRules) rule.endpoints = ['10.0.0.0/8'];
    const parsed = parseSite(site, findCatalog);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    expect(
      planSite(parsed.value, []).plan.checks.filter(({ unable }) => unable === null).length,
    ).toBeLessThan(10);
  });
});
