import { describe, expect, it } from 'vitest';
import { answerTo, deltaOf, removalOf } from '../revised-request.ts';

describe('the box for all lines', () => {
  it('of a removal withdraws every unmarked line', () => {
    const removal = removalOf('gdansk-dc1');
    const answer = answerTo(removal, {
      'decision.all': 'withdraw',
      'line.ntp-gdn-1-out-lan-v4-required.decision': 'keep',
      'line.ntp-gdn-1-out-lan-v4-required.comment': 'Other hosts use it.',
    });
    const decisions = new Map(answer.lines.map(({ id, decision }) => [id, decision]));
    expect(decisions.get('ntp.gdn-1.out.lan.v4.required')).toBe('keep');
    decisions.delete('ntp.gdn-1.out.lan.v4.required');
    expect(new Set(decisions.values())).toEqual(new Set(['withdraw']));
  });

  it('of a removal never approves', () => {
    const answer = answerTo(removalOf('gdansk-dc1'), { 'decision.all': 'approve' });
    expect(new Set(answer.lines.map(({ decision }) => decision))).toEqual(new Set([null]));
  });

  it('of a delta approves what was added and changed, and withdraws nothing', () => {
    const delta = deltaOf('gdansk-dc1', (json) => {
      json['features'] = { ...(json['features'] as object), syslog: false };
      json['endpoints'] = { ...(json['endpoints'] as object), ntpServers: ['10.20.5.124'] };
    });
    const answer = answerTo(delta, { 'decision.all': 'approve' });
    expect(answer.lines.map(({ id, decision }) => [id, decision])).toEqual([
      ['ntp.gdn-1.out.lan.v4.required', 'approve'],
      ['syslog.gdn-1.out.lan.v4.required', null],
    ]);
  });
});

describe('the implementation record of a removal', () => {
  it('holds when a line was withdrawn', () => {
    const answer = answerTo(removalOf('gdansk-dc1'), {
      'line.ntp-gdn-1-out-lan-v4-required.decision': 'withdraw',
      'impl.ntp-gdn-1-out-lan-v4-required.rule': 'FW1 NTP-7',
      'impl.ntp-gdn-1-out-lan-v4-required.active': '2026-11-24 20:17:05',
    });
    const line = answer.lines.find(({ id }) => id === 'ntp.gdn-1.out.lan.v4.required');
    expect(line?.implementation).toMatchObject({ rule: 'FW1 NTP-7', active: '2026-11-24T20:17:05Z' });
  });
});
