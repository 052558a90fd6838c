import type { Stream } from '../../domain/stream.js';
import type { StartPositions } from '../readers/start-positions.js';
import { Requester } from '../log/requester.js';

/** How long a group waits for the one before it, whose answer may never come, in milliseconds. */
const patienceMs = 100;

/** Clients that want the same, and came while the group before them was being answered. */
interface Group {
  readonly streams: readonly Stream[];
  readonly found: Promise<StartPositions>;
  /** Asks for all of them, and leaves when all of them have left. */
  readonly requester: Requester;
  members: number;
}

/**
 * Finds the start of all clients at once that want the same streams from now on. Where thousands come together, each
 * would otherwise be a search of its own with the same answer.
 *
 * Nothing is asked for a group before the group is closed, so nobody is given an answer that was asked for before they
 * asked.
 */
export class SharedStarts {
  /** Groups that are not closed yet, by the names of their streams. */
  private readonly open = new Map<string, Group>();
  /** Groups that are being answered, by the same. */
  private readonly underWay = new Map<string, Promise<unknown>>();

  /**
   * Joins the group for some streams, or opens it.
   *
   * @param search finds the start of a group, once it is closed
   *
   * @throws what `search` throws
   */
  find(
    streams: readonly Stream[],
    client: Requester,
    search: (requester: Requester) => Promise<StartPositions>,
  ): Promise<StartPositions> {
    const key = streams.map(({ name }) => name).join();
    const group = this.openFor(key, streams) ?? this.openGroup(key, streams, search);
    group.members += 1;
    client.onLeave((reason) => {
      group.members -= 1;
      if (group.members > 0) return;
      this.close(key, group);
      group.requester.leave(reason);
    });
    return group.found;
  }

  /** The group that may still be joined; none if the catalogue has been replaced since. */
  private openFor(key: string, streams: readonly Stream[]): Group | undefined {
    const group = this.open.get(key);
    return group?.streams.every((stream, index) => stream === streams[index]) ? group : undefined;
  }

  private openGroup(
    key: string,
    streams: readonly Stream[],
    search: (requester: Requester) => Promise<StartPositions>,
  ): Group {
    const requester = new Requester();
    const found = this.turn(key).then(() => {
      this.close(key, group);
      const searched = search(requester);
      this.watch(key, searched);
      return searched;
    });
    const group: Group = { streams, found, requester, members: 0 };
    this.open.set(key, group);
    return group;
  }

  /** Closes a group: whoever comes from now on opens another. */
  private close(key: string, group: Group): void {
    if (this.open.get(key) === group) this.open.delete(key);
  }

  /** Waits for the group before, if there is one. */
  private async turn(key: string): Promise<void> {
    const before = this.underWay.get(key);
    if (!before) return;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([before, patience]);
    clearTimeout(timer);
  }

  private watch(key: string, searched: Promise<unknown>): void {
    const settled = searched
      .catch(() => undefined)
      .then(() => {
        if (this.underWay.get(key) === settled) this.underWay.delete(key);
      });
    this.underWay.set(key, settled);
  }
}
