import { Requester } from '../../../src/application/log/requester.js';

const gone = new Error('gone');

describe('a promise that is waited for while its requester is there', () => {
  it('is what it is', async () => {
    const client = new Requester();
    expect(await client.whilePresent(Promise.resolve(1))).toBe(1);
    await expect(client.whilePresent(Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('is left to itself when the requester leaves, or has left', async () => {
    const client = new Requester();
    const left = client.whilePresent(new Promise(() => undefined));
    client.leave(gone);
    await expect(left).rejects.toBe(gone);
    await expect(client.whilePresent(Promise.reject(new Error('no')))).rejects.toBe(gone);
  });
});

describe('a requester', () => {
  it('tells everybody once that it leaves, and nobody who no longer waits', () => {
    const client = new Requester();
    const told: string[] = [];
    const second = (): void => void told.push('second');
    client.onLeave(() => told.push('first'));
    client.onLeave(second);
    client.offLeave(second);
    client.throwIfLeft();
    client.leave(gone);
    client.leave(new Error('again'));
    client.onLeave(() => told.push('late'));
    expect(told).toEqual(['first']);
    expect(() => client.throwIfLeft()).toThrow(gone);
  });
});
