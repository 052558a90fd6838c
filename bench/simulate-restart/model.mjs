import { EventQueue } from './event-queue.mjs';
import { randomFrom } from './random.mjs';
import { rollFigures } from './roll-figures.mjs';

/**
 * @typedef {object} Roll
 * @property {number} replicas
 * @property {number} clients
 * @property {number} drainMs over which a replica ends its streams evenly (`ReaderSupervisor.drain`)
 * @property {number} retryMs after which a client comes back, ±30 % (`ReaderSupervisor.start`)
 * @property {'random' | 'least-connections'} balancer
 * @property {number} acceptPerSecond clients that one replica makes live, one after the other
 * @property {number} bootMs from the end of a replica until it is ready again
 * @property {number} pauseMs from there until the next is told to stop
 * @property {number} [restarted] how many are restarted, one after the other; default all
 * @property {number} [maxConnectionMs] after which a stream is ended anyway, ±20 %: the simulation goes on until all
 * were once more
 * @property {number} [seed]
 */

const retryJitter = 0.3;
const maxConnectionJitter = 0.2;
const secondMs = 1000;

/**
 * Simulates a rolling restart, event by event; the same for the same seed.
 *
 * A replica that is told to stop takes no connection more, and ends those it has evenly over `drainMs`. A client that
 * was ended comes back after its retry time, to whichever replica the balancer picks of those that listen, and waits
 * there for its turn. One that waits at a replica when that is told to stop is refused, and comes back as if it had
 * been ended.
 *
 * @param {Roll} roll
 */
export function simulateRestart(roll) {
  return new Restart(roll).run();
}

/** Longer than other files: each step plans the next, and apart they could not be followed. */
class Restart {
  #queue = new EventQueue();
  #random;
  #roll;
  #replicas;
  #up = [];
  /** By client: the replica that it is at, or waits at. */
  #home;
  /** By client: how often it was moved, so that what was planned for it before is known to be over. */
  #move;
  #isLive;
  #endedAt;
  /** When each stream that came back had ended, in the order of #liveAt. */
  #endedThen = [];
  #liveAt = [];
  #drainedAt = 0;
  /** From here on no stream is ended any more. */
  #quietAt;

  constructor(roll) {
    this.#roll = { restarted: roll.replicas, seed: 1, maxConnectionMs: 0, ...roll };
    const { replicas, clients, restarted, drainMs, bootMs, pauseMs, maxConnectionMs, seed } = this.#roll;
    this.#random = randomFrom(seed);
    this.#quietAt = restarted * (drainMs + bootMs + pauseMs) + (1 + maxConnectionJitter) * maxConnectionMs;
    this.#replicas = Array.from({ length: replicas }, () => ({
      isUp: true,
      members: new Set(),
      freeAt: 0,
      bySecond: new Map(),
    }));
    this.#noteUp();
    this.#home = new Int32Array(clients);
    this.#move = new Uint32Array(clients);
    this.#isLive = new Uint8Array(clients).fill(1);
    this.#endedAt = new Float64Array(clients);
    for (let client = 0; client < clients; client += 1) {
      this.#join(client, client % replicas);
      this.#expire(client, maxConnectionMs * this.#random());
    }
  }

  run() {
    this.#queue.add(0, (now) => this.#stop(0, now));
    while (!this.#queue.isEmpty) {
      const [now, happen] = this.#queue.take();
      happen(now);
    }
    return this.#result();
  }

  #stop(index, now) {
    const { drainMs, bootMs, pauseMs, restarted } = this.#roll;
    const replica = this.#replicas[index];
    replica.isUp = false;
    this.#noteUp();
    const members = [...replica.members];
    const live = members.filter((client) => this.#isLive[client]);
    for (const client of members) if (!this.#isLive[client]) this.#away(client, now);
    live.forEach((client, n) => this.#endLater(client, now + (drainMs * n) / live.length));
    this.#drainedAt = now + drainMs;
    this.#queue.add(this.#drainedAt + bootMs, (at) => {
      Object.assign(replica, { isUp: true, freeAt: at });
      this.#noteUp();
    });
    if (index + 1 < restarted)
      this.#queue.add(this.#drainedAt + bootMs + pauseMs, (at) => this.#stop(index + 1, at));
  }

  #noteUp() {
    this.#up = [...this.#replicas.keys()].filter((index) => this.#replicas[index].isUp);
  }

  /** Ends a stream, unless it is over by then. */
  #endLater(client, time) {
    const move = this.#move[client];
    this.#queue.add(time, (at) => {
      if (this.#move[client] !== move) return;
      this.#endedAt[client] = at;
      this.#away(client, at);
    });
  }

  #expire(client, time) {
    if (this.#roll.maxConnectionMs > 0 && time < this.#quietAt) this.#endLater(client, time);
  }

  #away(client, now) {
    this.#replicas[this.#home[client]].members.delete(client);
    this.#move[client] += 1;
    this.#isLive[client] = 0;
    this.#comeBack(client, now);
  }

  #comeBack(client, now) {
    this.#queue.add(now + this.#jittered(this.#roll.retryMs, retryJitter), (at) => this.#connect(client, at));
  }

  #connect(client, now) {
    const index = this.#pick();
    if (index === undefined) {
      this.#comeBack(client, now);
      return;
    }
    const replica = this.#replicas[index];
    const second = Math.floor(now / secondMs);
    replica.bySecond.set(second, (replica.bySecond.get(second) ?? 0) + 1);
    this.#join(client, index);
    replica.freeAt = Math.max(now, replica.freeAt) + secondMs / this.#roll.acceptPerSecond;
    const move = this.#move[client];
    this.#queue.add(replica.freeAt, (at) => {
      if (this.#move[client] === move) this.#live(client, at);
    });
  }

  #live(client, now) {
    this.#isLive[client] = 1;
    this.#endedThen.push(this.#endedAt[client]);
    this.#liveAt.push(now);
    this.#expire(client, now + this.#jittered(this.#roll.maxConnectionMs, maxConnectionJitter));
  }

  #join(client, index) {
    this.#home[client] = index;
    this.#replicas[index].members.add(client);
  }

  /** Where the balancer sends the next connection; `undefined`: nobody listens. */
  #pick() {
    if (this.#roll.balancer === 'random') return this.#up[Math.floor(this.#random() * this.#up.length)];
    let [least, size] = [undefined, Infinity];
    for (const index of this.#up) {
      const candidate = this.#replicas[index].members.size;
      if (candidate < size) [least, size] = [index, candidate];
    }
    return least;
  }

  #jittered(ms, share) {
    return ms * (1 - share + 2 * share * this.#random());
  }

  #result() {
    const { replicas, clients } = this.#roll;
    return rollFigures({
      endedAt: this.#endedThen,
      liveAt: this.#liveAt,
      drainedAt: this.#drainedAt,
      replicas: this.#replicas,
      meanSize: clients / replicas,
    });
  }
}
