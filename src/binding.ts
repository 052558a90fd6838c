import type { Abstract, FactoryProvider, InjectionToken, Provider, Type } from '@nestjs/common';

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

/** The provider that a binding is under a token. */
export function bind<T>(token: InjectionToken<T>, binding: Binding<T>): Provider {
  return { provide: token, ...binding } as Provider;
}

/** What a part is made with, given as it is or by a factory. */
export function factoryOf<T extends object>(given: T | FactoryBinding<T>): FactoryBinding<T> {
  return 'useFactory' in given ? given : { useFactory: () => given };
}
