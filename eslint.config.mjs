import js from '@eslint/js';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';

/** What all TypeScript is held to, whichever program its types are from. */
const strict = {
  extends: [...tseslint.configs.strictTypeChecked],
  rules: {
    '@typescript-eslint/explicit-module-boundary-types': 'error',
    '@typescript-eslint/no-extraneous-class': 'off',
    // A port is an abstract class without code, the type and the injection token at once: any object of its shape is one.
    '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    'no-restricted-syntax': [
      'error',
      {
        selector: 'MemberExpression[computed=true][object.type="ObjectExpression"]',
        message:
          'A key such as "toString" finds what every object inherits: compare, or use a Map or Object.hasOwn.',
      },
    ],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  },
};
const extraFileExtensions = ['.vue'];

export default tseslint.config(
  { ignores: ['dist/', '.cache/', 'coverage/', 'node_modules/', 'bench/results/', 'docs/api/'] },
  js.configs.recommended,
  {
    ...strict,
    files: ['**/*.ts'],
    ignores: ['ui/**', 'test/ui/**'],
    languageOptions: { parserOptions: { project: './tsconfig.check.json' } },
  },
  {
    ...strict,
    files: ['ui/*.ts'],
    ignores: ['**/*.d.ts'],
    languageOptions: { parserOptions: { project: './ui/tsconfig.build.json' } },
  },
  {
    ...strict,
    files: ['test/ui/**/*.ts'],
    languageOptions: { parserOptions: { project: './test/ui/tsconfig.json' } },
  },
  {
    ...strict,
    files: ['ui/src/**/*.{ts,vue}'],
    extends: [...strict.extends, ...vue.configs['flat/recommended']],
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './ui/tsconfig.lint.json', extraFileExtensions },
    },
  },
  {
    files: ['ui/src/**/*.vue'],
    languageOptions: {
      parser: vueParser,
      parserOptions: { parser: tseslint.parser, project: './ui/tsconfig.lint.json', extraFileExtensions },
    },
    rules: {
      // Prettier lays templates out.
      ...vue.configs['no-layout-rules'].rules,
      // What others wrote is shown as text.
      'vue/no-v-html': 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        module: 'writable',
        require: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        clearTimeout: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setImmediate: 'readonly',
      },
    },
  },
);
