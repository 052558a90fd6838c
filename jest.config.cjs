/** Jest cannot require ESM below Node 24.9, and NestJS 12 is ESM: swc compiles it, and the sources, to CommonJS. */
const swc = [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2023',
    },
    module: { type: 'commonjs' },
  },
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/support/closing-environment.cjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  transform: { '^.+\\.[tj]s$|/@electric-sql/.+\\.cjs$': swc },
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|@seriousme|@marcbachmann|@electric-sql)/)'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1', '^eventstreams$': '<rootDir>/src/index' },
  /** The longest of test/support/limits.ts, which says why. */
  testTimeout: 900_000,
  /** More than the two cores that a run is measured on: many suites wait, for a browser, a broker or a time. */
  maxWorkers: 4,
  /** What jest keeps of each suite adds up; a worker with a large heap takes too long to exit, and is killed. */
  workerIdleMemoryLimit: '512MB',
  collectCoverageFrom: ['src/**/*.ts', 'ui/src/**/*.ts'],
};
