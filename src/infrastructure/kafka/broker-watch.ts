import type { Telemetry } from '../../domain/ports/telemetry.js';
import { KafkaFailure, shortNameOf } from './kafka-failure.js';
import type { BrokerAddress } from './kafka-settings.js';

/** How often in a row a broker has to fail before an operator is told: brokers restart. */
const failuresUntilTold = 2;

/** A broker that cannot be reached. */
export interface LostBroker {
  readonly address: string;
  readonly failure: KafkaFailure;
  /** Since when, as `performance.now()`. */
  readonly sinceMs: number;
}

interface Watched {
  readonly lost: LostBroker;
  readonly failures: number;
  readonly told: boolean;
}

/**
 * Keeps which brokers can be reached at the addresses that Kafka gives of them. These are not those of the
 * configuration: a broker may answer there, and name an address that leads nowhere.
 */
export class BrokerWatch {
  readonly #lost = new Map<string, Watched>();
  readonly #reached = new Set<string>();
  #named = new Set<string>();

  constructor(private readonly telemetry: Telemetry) {}

  /** The brokers that an operator was told of. */
  get lost(): readonly LostBroker[] {
    return [...this.#lost.values()].filter(({ told }) => told).map(({ lost }) => lost);
  }

  /** Whether some have been tried, and none was reached. */
  get reachesNone(): boolean {
    return this.#reached.size === 0 && this.#lost.size > 0;
  }

  /** Whether a broker cannot be reached as far as is known, and since when. */
  find(address: BrokerAddress): LostBroker | undefined {
    return this.#lost.get(textOf(address))?.lost;
  }

  /** Kafka has answered: these are its brokers. Those that it no longer names concern nobody. */
  named(addresses: readonly BrokerAddress[]): void {
    this.#named = new Set(addresses.map(textOf));
    for (const address of [...this.#lost.keys(), ...this.#reached]) {
      if (this.#named.has(address)) continue;
      this.#lost.delete(address);
      this.#reached.delete(address);
    }
    for (const [address, watched] of this.#lost) {
      if (watched.told || watched.failures < failuresUntilTold) continue;
      this.#lost.set(address, { ...watched, told: true });
      this.telemetry.warn(describe(watched.lost), {
        broker: address,
        error: shortNameOf(watched.lost.failure),
      });
    }
  }

  /** Kafka does not answer at all: that each of its brokers does not is no news. */
  silent(): void {
    for (const [address, watched] of this.#lost) this.#lost.set(address, { ...watched, failures: 0 });
  }

  reached(address: BrokerAddress): void {
    const text = textOf(address);
    if (this.#named.has(text)) this.#reached.add(text);
    const told = this.#lost.get(text)?.told === true;
    this.#lost.delete(text);
    if (told) this.telemetry.warn(`The Kafka broker ${text} is reachable again`, { broker: text });
  }

  /** @param sinceMs when it was tried, as `performance.now()` */
  failed(address: BrokerAddress, failure: KafkaFailure, sinceMs: number): void {
    const text = textOf(address);
    if (!this.#named.has(text)) return;
    this.#reached.delete(text);
    const known = this.#lost.get(text);
    this.#lost.set(text, {
      lost: { address: text, failure, sinceMs: known?.lost.sinceMs ?? sinceMs },
      failures: (known?.failures ?? 0) + 1,
      told: known?.told === true,
    });
  }
}

/** One sentence for an operator, with the address. */
export function describe({ address, failure }: LostBroker): string {
  return `Cannot reach the broker ${address} that Kafka names: ${failure.reason}; check its advertised.listeners`;
}

function textOf({ host, port }: BrokerAddress): string {
  return `${host}:${port}`;
}
