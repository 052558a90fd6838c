import type { Abstract, FactoryProvider, InjectionToken, Provider, Type } from '@nestjs/common';
import type { LogAdapter } from '../../application/log/log-adapter.js';
import type { StreamCatalog } from '../../domain/ports/stream-catalog.js';
import type { Telemetry } from '../../domain/ports/telemetry.js';

/** Any Nest provider, without its token: one of another type does not compile. Factories may be async. */
export type Binding<T> =
  | {
      /** The part itself. */
      readonly useValue: T;
    }
  | {
      /** Its class; what the constructor takes is injected. */
      readonly useClass: Type<T>;
    }
  | {
      /** The token of what one of `imports` exports. */
      readonly useExisting: Type<T> | Abstract<T>;
    }
  | FactoryBinding<T>;

/** Makes a part of what is injected, such as settings of `ConfigService`. */
export interface FactoryBinding<T> {
  /** Is given what `inject` names, in that order. */
  readonly useFactory: (...dependencies: never[]) => T | Promise<T>;
  /** Tokens of what the module or its `imports` have; default none. */
  readonly inject?: FactoryProvider['inject'];
}

/** Which streams there are, among the options of the module. */
export interface CatalogBinding {
  /** Which streams there are, and of which topics. */
  readonly catalog: Binding<StreamCatalog>;
}

/** Where events come from, among the options of the module. */
export interface LogBinding {
  /** Where events come from: `...kafka(…)`, `...memory(…)`, `...sample()`, or another log. */
  readonly log: Binding<LogAdapter>;
}

/** Where the service counts and logs, among the options of the module. */
export interface TelemetryBinding {
  /** Where the service counts and logs: `...prometheus()`. */
  readonly telemetry: Binding<Telemetry>;
}

/** The provider that a binding is under a token. */
export function bind<T>(token: InjectionToken<T>, binding: Binding<T>): Provider {
  return { provide: token, ...binding } as Provider;
}

/** What a part is made with, given as it is or by a factory. */
export function factoryOf<T extends object>(given: T | FactoryBinding<T>): FactoryBinding<T> {
  return 'useFactory' in given ? given : { useFactory: () => given };
}
