import type { Telemetry } from '../../domain/ports/telemetry.js';
import { KafkaFailure, shortNameOf } from './kafka-failure.js';
import type { BrokerAddress } from './kafka-settings.js';

/** Consecutive failures before a broker is reported to the operator, because brokers restart. */
const failuresUntilTold = 2;

/** A broker that cannot be reached. */
export interface LostBroker {
  readonly address: string;
  readonly failure: KafkaFailure;
  /** The start of the first failed attempt, as `performance.now()`. */
  readonly sinceMs: number;
}

interface Watched {
  readonly lost: LostBroker;
  readonly failures: number;
  readonly told: boolean;
}

/**
 * Tracks which brokers can be reached at the addresses that Kafka advertises. These may differ from the configured
 * ones: a broker may respond at a configured address, and advertise one that cannot be reached.
 */
export class BrokerWatch {
  readonly #lost = new Map<string, Watched>();
  readonly #reached = new Set<string>();
  #named = new Set<string>();

  constructor(private readonly telemetry: Telemetry) {}

  /** The unreachable brokers that were reported to the operator. */
  get lost(): readonly LostBroker[] {
    return [...this.#lost.values()].filter(({ told }) => told).map(({ lost }) => lost);
  }

  /** Whether brokers were tried, and none was reached. */
  get reachesNone(): boolean {
    return this.#reached.size === 0 && this.#lost.size > 0;
  }

  /** Returns the broker if it is known to be unreachable. */
  find(address: BrokerAddress): LostBroker | undefined {
    return this.#lost.get(textOf(address))?.lost;
  }

  /** Takes the brokers of a metadata response: forgets all others, and reports those that keep failing. */
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

  /** Resets the failure counts: if Kafka does not respond at all, its brokers are not reported one by one. */
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

  /** @param sinceMs when the attempt started, as `performance.now()` */
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

/** Returns one sentence for operators, with the address. */
export function describe({ address, failure }: LostBroker): string {
  return `Cannot reach the broker ${address} that Kafka names: ${failure.reason}; check its advertised.listeners`;
}

function textOf({ host, port }: BrokerAddress): string {
  return `${host}:${port}`;
}
