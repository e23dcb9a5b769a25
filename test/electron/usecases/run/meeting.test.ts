import { describe, expect, it } from 'vitest';
import type { CheckedSide } from '../../../../electron/usecases/run/meeting.ts';
import { makeMeeting } from '../../../../electron/usecases/run/meeting.ts';
import type { ListenerWish } from '../../../../electron/usecases/run/listener-phase.ts';

const side = { node: { name: 'gdn-1' } } as unknown as CheckedSide;
const wish = { place: { transport: 'tcp', address: '10.20.0.10', port: 445 } } as unknown as ListenerWish;

/** Whether a promise is settled by now. */
const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
  const open = Symbol('open');
  return (await Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 5, open))])) !== open;
};

describe('a checked node and the nodes that check it', () => {
  it('wait for each other', async () => {
    const meeting = makeMeeting(['por-1', 'lis-1']);
    const seen = meeting.side();
    expect(await isSettled(seen)).toBe(false);
    meeting.arrive(side);
    expect(await seen).toBe(side);
    const gathered = meeting.gathered();
    const handedIn = meeting.handIn('por-1', [wish]);
    expect(await isSettled(gathered)).toBe(false);
    meeting.leave('lis-1');
    expect(await gathered).toEqual([wish]);
    expect(await isSettled(handedIn)).toBe(false);
    expect(meeting.isAwaited()).toBe(true);
    meeting.settle();
    await handedIn;
    expect(meeting.isAwaited()).toBe(false);
  });

  it('go on without a node that is gone, and hear why', async () => {
    const meeting = makeMeeting(['por-1']);
    meeting.depart('The password was not taken.');
    expect(await meeting.side()).toEqual({ gone: 'The password was not taken.' });
    await meeting.handIn('por-1', [wish]);
  });

  it('let go of those who handed in when the checked node goes', async () => {
    const meeting = makeMeeting(['por-1']);
    meeting.arrive(side);
    const handedIn = meeting.handIn('por-1', [wish]);
    meeting.depart('lost');
    await handedIn;
  });

  it('meet in a later session when the first one was lost', async () => {
    const meeting = makeMeeting(['por-1']);
    meeting.arrive(side);
    const handedIn = meeting.handIn('por-1', [wish]);
    const later = { node: { name: 'gdn-1' } } as unknown as CheckedSide;
    expect(meeting.isAwaited()).toBe(true);
    meeting.arrive(later);
    expect(await meeting.side()).toBe(later);
    expect(await meeting.gathered()).toEqual([wish]);
    meeting.settle();
    await handedIn;
  });

  it('are no meeting where nobody else checks the node', async () => {
    const meeting = makeMeeting([]);
    expect(meeting.isAwaited()).toBe(false);
    expect(await meeting.gathered()).toEqual([]);
  });
});
