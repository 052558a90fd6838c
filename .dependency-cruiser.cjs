/** interfaces → application → domain ← infrastructure; the composition root alone names ports and adapters together. */
/**
 * Rules for the rooms of a folder: each imports rooms of later lines only, and files of the folder itself, which import them in turn:
 * those that put the rooms together import any, those that rooms share import none.
 */
function inOrder(name, folder, lines) {
  return lines.flatMap((rooms, index) => {
    const below = lines.slice(index + 1).flat();
    return rooms.map((room) => ({
      name: `${name}-rooms-import-downwards`,
      comment: `The order of ${folder}: ${lines.map((line) => line.join(', ')).join(' → ')}.`,
      severity: 'error',
      from: { path: `^${folder}/${room}/` },
      to: { path: `^${folder}/[^/]+/`, pathNot: `^${folder}/(${[room, ...below].join('|')})/` },
    }));
  });
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-imports-rxjs-at-most',
      comment: 'The domain knows no framework, product or layer; rxjs only as the type of ports.',
      severity: 'error',
      from: { path: '^src/domain' },
      to: { pathNot: '^(src/domain|node_modules/rxjs)' },
    },
    {
      name: 'application-imports-domain-only',
      severity: 'error',
      from: { path: '^src/application' },
      to: { pathNot: '^(src/(application|domain)|node_modules/rxjs)', dependencyTypesNot: ['core'] },
    },
    {
      name: 'infrastructure-not-to-application-or-interfaces',
      severity: 'error',
      from: { path: '^src/infrastructure' },
      to: { path: '^src/(application|interfaces)' },
    },
    {
      name: 'adapters-do-not-know-one-another',
      comment:
        'A folder of infrastructure is one product; config and the composition root join them. Files and web servers are read by resources.',
      severity: 'error',
      from: { path: '^src/infrastructure/([^/]+)/' },
      to: { path: '^src/infrastructure/', pathNot: '^src/infrastructure/($1|resources)/' },
    },
    {
      name: 'interfaces-not-to-infrastructure',
      severity: 'error',
      from: { path: '^src/interfaces' },
      to: { path: '^src/infrastructure' },
    },
    {
      name: 'layers-not-to-the-composition-root',
      severity: 'error',
      from: { path: '^src/(domain|application|infrastructure|interfaces)/' },
      to: { path: '^src/([^/]+\\.ts$|composition/|commands/)' },
    },
    {
      name: 'composition-and-commands-not-to-one-another',
      comment: 'main.ts and index.ts are above all; commands are other processes, made of adapters alone.',
      severity: 'error',
      from: { path: '^src/(composition|commands)/' },
      to: { path: '^src/([^/]+\\.ts$|composition/|commands/)', pathNot: '^src/$1/' },
    },
    {
      name: 'application-rooms-not-to-the-gateway',
      comment: 'The gateway puts the rooms together.',
      severity: 'error',
      from: { path: '^src/application/[^/]+/' },
      to: { path: '^src/application/gateway\\.ts$' },
    },
    ...inOrder('application', 'src/application', [
      ['opening'],
      ['readers'],
      ['live', 'catch-up'],
      ['feeds'],
      ['log', 'filters', 'delivery', 'schemas'],
    ]),
    ...inOrder('http', 'src/interfaces/http', [
      ['streams', 'site', 'ui', 'health'],
      ['api'],
      ['problems'],
      ['formats', 'documents', 'connection', 'compression'],
    ]),
    {
      name: 'no-development-dependencies',
      comment: 'What is shipped cannot import what production does not install.',
      severity: 'error',
      from: { path: '^src' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm', 'npm-peer'] },
    },
    {
      name: 'page-and-service-meet-on-the-wire',
      comment: 'The page is a client like any other: what it knows of the service, the protocol says.',
      severity: 'error',
      from: { path: '^(src|ui)/' },
      to: { path: '^(src|ui)/', pathNot: '^$1/' },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
