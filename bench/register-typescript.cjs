/**
 * Lets what is TypeScript run without a build, such as examples, and the tests' broker for the bench: compiles on
 * require, finds `x.ts` where `x.js` is named, and this package's source under its name.
 */
const { Module } = require('node:module');
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

const resolve = Module._resolveFilename;
const source = require.resolve('../src/index.ts');
Module._resolveFilename = function (request, ...rest) {
  if (request === 'eventstreams') return source;
  try {
    return resolve.call(this, request, ...rest);
  } catch (error) {
    if (!request.endsWith('.js')) throw error;
    return resolve.call(this, request.replace(/\.js$/, '.ts'), ...rest);
  }
};
Module._extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2023',
    },
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};
