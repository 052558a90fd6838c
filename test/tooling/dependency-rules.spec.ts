import { join } from 'node:path';
import { type Ended, PlantedProject, projectRoot } from './planted-project.js';

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const installed = (name: string): Readonly<Record<string, string>> => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
  [`node_modules/${name}/index.js`]: 'exports.it = 1;',
});

/** Each file imports what its comment's rule forbids; the empty name is a file that follows all rules. */
const planted: Readonly<Record<string, readonly [rule: string, source: string]>> = {
  'src/domain/allowed.ts': ['', "import { it } from 'rxjs'; import './errors'; export const a = it;"],
  'src/domain/framework.ts': [
    'domain-imports-rxjs-at-most',
    "import { it } from '@nestjs/common'; export const a = it;",
  ],
  'src/domain/core.ts': [
    'domain-imports-rxjs-at-most',
    "import { join } from 'node:path'; export const a = join;",
  ],
  'src/domain/type.ts': [
    'domain-imports-rxjs-at-most',
    "import type { it } from '../application/allowed'; export type A = typeof it;",
  ],
  'src/application/allowed.ts': [
    '',
    "import '../domain/errors'; import { it as b } from 'rxjs'; export const it = b;",
  ],
  'src/application/framework.ts': [
    'application-imports-domain-only',
    "import { it } from '@nestjs/common'; export const a = it;",
  ],
  'src/application/adapter.ts': [
    'application-imports-domain-only',
    "import '../infrastructure/kafka/allowed';",
  ],
  'src/infrastructure/kafka/allowed.ts': [
    '',
    "import '../../domain/errors'; import './own'; import '../resources/own'; import 'kafkajs';",
  ],
  'src/infrastructure/kafka/upwards.ts': [
    'infrastructure-not-to-application-or-interfaces',
    "import '../../application/allowed';",
  ],
  'src/infrastructure/resources/product.ts': ['adapters-do-not-know-one-another', "import '../memory/own';"],
  'src/infrastructure/kafka/other.ts': ['adapters-do-not-know-one-another', "import '../memory/own';"],
  'src/infrastructure/kafka/tests-only.ts': ['no-development-dependencies', "import 'jest';"],
  'src/interfaces/http/allowed.ts': ['', "import '../../application/allowed'; import '@nestjs/common';"],
  'src/interfaces/http/adapter.ts': [
    'interfaces-not-to-infrastructure',
    "import '../../infrastructure/kafka/own';",
  ],
  'src/interfaces/http/root.ts': [
    'layers-not-to-the-composition-root',
    "import '../../composition/event-streams.module';",
  ],
  'src/composition/event-streams.module.ts': [
    '',
    "import '../infrastructure/kafka/own'; import '../infrastructure/memory/own'; import './own';",
  ],
  'src/composition/command.ts': ['composition-and-commands-not-to-one-another', "import '../commands/own';"],
  'src/composition/upwards.ts': ['composition-and-commands-not-to-one-another', "import '../main';"],
  'src/commands/allowed.ts': ['', "import '../infrastructure/kafka/own'; import './own';"],
  'src/commands/composed.ts': ['composition-and-commands-not-to-one-another', "import '../composition/own';"],
  'src/main.ts': ['', "import './composition/own';"],
  'src/application/gateway.ts': ['', "import './opening/own'; import './log/own';"],
  'src/application/opening/allowed.ts': [
    '',
    ['readers', 'feeds', 'log', 'delivery'].map((room) => `import '../${room}/own';`).join(' '),
  ],
  'src/application/opening/gateway.ts': ['application-rooms-not-to-the-gateway', "import '../gateway';"],
  'src/application/readers/upwards.ts': ['application-rooms-import-downwards', "import '../opening/own';"],
  'src/application/live/sideways.ts': ['application-rooms-import-downwards', "import '../catch-up/own';"],
  'src/application/feeds/upwards.ts': ['application-rooms-import-downwards', "import '../live/own';"],
  'src/application/log/sideways.ts': ['application-rooms-import-downwards', "import '../delivery/own';"],
  'src/application/delivery/upwards.ts': ['application-rooms-import-downwards', "import '../feeds/own';"],
  'src/interfaces/http/streams/allowed.ts': ['', "import '../api/own'; import '../formats/own';"],
  'src/interfaces/http/api/upwards.ts': ['http-rooms-import-downwards', "import '../streams/own';"],
  'src/interfaces/http/problems/upwards.ts': ['http-rooms-import-downwards', "import '../api/own';"],
  'src/interfaces/http/site/sideways.ts': ['http-rooms-import-downwards', "import '../streams/own';"],
  'ui/src/allowed.ts': ['', "import { it } from './own'; export const a = it;"],
  'ui/src/borrowed.ts': ['page-and-service-meet-on-the-wire', "import '../../src/domain/errors.js';"],
  'ui/src/component.vue': [
    'page-and-service-meet-on-the-wire',
    '<script setup lang="ts">import "../../src/domain/errors";</script><template><p /></template>',
  ],
  'src/interfaces/http/page.ts': ['page-and-service-meet-on-the-wire', "import '../../../ui/src/own';"],
  'src/one.ts': ['no-circular', "import './two'; export const one = 1;"],
};

describe('the dependency rules', () => {
  const project = new PlantedProject({
    'package.json': JSON.stringify({
      dependencies: { rxjs: '*', '@nestjs/common': '*', kafkajs: '*' },
      devDependencies: { jest: '*' },
    }),
    'tsconfig.json': '{}',
    'src/domain/errors.ts': 'export {};',
    ...Object.fromEntries(
      [
        'composition',
        'commands',
        ...['opening', 'readers', 'live', 'catch-up', 'feeds', 'log', 'delivery'].map(
          (room) => `application/${room}`,
        ),
        ...['streams', 'site', 'api', 'formats'].map((room) => `interfaces/http/${room}`),
      ].map((folder) => [`src/${folder}/own.ts`, 'export {};']),
    ),
    'src/infrastructure/kafka/own.ts': 'export {};',
    'src/infrastructure/memory/own.ts': 'export {};',
    'src/infrastructure/resources/own.ts': 'export {};',
    'ui/src/own.ts': 'export const it = 1;',
    'src/two.ts': "import { one } from './one'; export const two = one;",
    ...(Object.assign({}, ...['rxjs', '@nestjs/common', 'kafkajs', 'jest'].map(installed)) as Record<
      string,
      string
    >),
    ...Object.fromEntries(Object.entries(planted).map(([path, [, source]]) => [path, source])),
  });
  let ended: Ended;
  let violations: readonly Violation[];

  beforeAll(() => {
    ended = project.node(
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      join(projectRoot, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
      'src',
      'ui/src',
    );
    const report = JSON.parse(ended.stdout) as {
      readonly summary: { readonly violations: readonly Violation[] };
    };
    violations = report.summary.violations;
  });

  afterAll(() => project.remove());

  it.each(Object.entries(planted).filter(([, [rule]]) => rule !== ''))('refuse %s', (path, [rule]) => {
    expect(violations.filter(({ from }) => from === path).map((violation) => violation.rule.name)).toEqual([
      rule,
    ]);
  });

  it.each(Object.entries(planted).filter(([, [rule]]) => rule === ''))('allow %s', (path) => {
    expect(violations.filter(({ from }) => from === path)).toEqual([]);
  });
});
