/** interfaces → application → domain ← infrastructure; the composition root alone names ports and adapters together. */
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
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'no-development-dependencies',
      comment: 'What is shipped cannot import what production does not install.',
      severity: 'error',
      from: { path: '^src' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
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
