import fc from 'fast-check';
import { connectionRoom, roomIn } from '../../../src/infrastructure/config/open-files.js';
import { parseSettings } from '../../../src/infrastructure/config/load-settings.js';
import { completeSettings } from '../../../src/composition/event-streams-settings.js';

describe('the room for connections', () => {
  it.each([
    [256, 160, 140],
    [1024, 832, 728],
    [20_000, 17_436, 15_256],
    [1_048_576, 917_440, 802_760],
  ])('of %s open files is %s, for %s streams', (files, connections, streams) => {
    expect(roomIn(files)).toEqual({ files, connections, streams });
  });

  it('leaves files for what is no connection, and connections for what is no stream', () => {
    fc.assert(
      fc.property(fc.integer({ min: 80, max: 10_000_000 }), (files) => {
        const { connections, streams } = roomIn(files);
        expect(connections).toBeLessThanOrEqual(files - 64);
        expect(streams).toBeLessThan(connections);
        expect(streams).toBeGreaterThan(0);
      }),
    );
  });

  it('is the default of max_connections, in a file and in an application', () => {
    const streams = connectionRoom()?.streams;
    expect(parseSettings({}).settings.http.maxConnections).toBe(streams);
    expect(completeSettings({}).maxConnections).toBe(streams);
    expect(completeSettings({}).trustedProxies).toEqual(parseSettings({}).settings.http.trustedProxies);
    expect(parseSettings({ max_connections: 7 }).settings.http.maxConnections).toBe(7);
  });
});
