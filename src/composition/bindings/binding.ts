import type { Abstract, FactoryProvider, InjectionToken, Provider, Type } from '@nestjs/common';
import type { LogAdapter } from '../../application/log/log-adapter.js';
import type { StreamCatalog } from '../../domain/ports/stream-catalog.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';

/** A Nest provider without its token; one of a wrong type does not compile. Factories may be async. */
export type Binding<T> =
  | {
      /** The part itself. */
      readonly useValue: T;
    }
  | {
      /** Its class; constructor parameters are injected. */
      readonly useClass: Type<T>;
    }
  | {
      /** The token of a provider that one of `imports` exports. */
      readonly useExisting: Type<T> | Abstract<T>;
    }
  | FactoryBinding<T>;

/** Creates a part from injected providers, such as `ConfigService`. */
export interface FactoryBinding<T> {
  /** Receives the providers that `inject` lists, in that order. */
  readonly useFactory: (...dependencies: never[]) => T | Promise<T>;
  /** Tokens of providers of the module or of its `imports`; default: none. */
  readonly inject?: FactoryProvider['inject'];
}

/** The option of the module for the stream catalogue. */
export interface CatalogBinding {
  /** The streams and their topics. */
  readonly catalog: Binding<StreamCatalog>;
}

/** The option of the module for the log. */
export interface LogBinding {
  /** The log that is read: `...kafka(…)`, `...memory(…)`, `...sample()`, or another one. */
  readonly log: Binding<LogAdapter>;
}

/** The option of the module for metrics and log messages. */
export interface TelemetryBinding {
  /** Where metrics and log messages go: `...prometheus()`. */
  readonly telemetry: Binding<Telemetry>;
}

/** The provider of a binding, under a token. */
export function bind<T>(token: InjectionToken<T>, binding: Binding<T>): Provider {
  return { provide: token, ...binding } as Provider;
}

/** The options of a part: a value, or a factory that creates it. */
export function factoryOf<T extends object>(given: T | FactoryBinding<T>): FactoryBinding<T> {
  return 'useFactory' in given ? given : { useFactory: () => given };
}
