/**
 * The rules of the ports as tests, for whoever makes an adapter: `eventstreams/contracts`, for a runner with Jest's
 * globals.
 */
export { eventSourceContract } from './event-source.contract.js';
export { filterCompilerContract } from './filter-compiler.contract.js';
export type { FilterCompilerHarness } from './filter-compiler.contract.js';
export { offsetResolverContract } from './offset-resolver.contract.js';
export { redactorContract } from './redactor.contract.js';
export type { RedactorHarness } from './redactor.contract.js';
export { streamCatalogContract } from './stream-catalog.contract.js';
export type { CatalogHarness } from './stream-catalog.contract.js';
export type { LogHarness, LogTraits, NewRecord, OpenTransaction } from './log-harness.js';
