import { untilAborted } from '../../../src/application/log/until-aborted.js';

describe('a promise that is waited for until a signal aborts', () => {
  it('is what it is where none does', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(signal, Promise.resolve(1))).toBe(1);
    await expect(untilAborted(signal, Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await untilAborted(undefined, Promise.resolve(1))).toBe(1);
  });

  it('is left to itself when it does, or has', async () => {
    const client = new AbortController();
    const left = untilAborted(client.signal, new Promise(() => undefined));
    client.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await expect(untilAborted(client.signal, Promise.reject(new Error('no')))).rejects.toThrow('gone');
  });
});
