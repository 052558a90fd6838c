import { spawnSync } from 'node:child_process';
import { projectRoot } from './planted-project.js';

it('the reference has everything that is exported, each with a docblock, and every link in it leads somewhere', () => {
  const typedoc = require.resolve('typedoc/package.json').replace('package.json', 'bin/typedoc');
  const { status, stdout, stderr } = spawnSync(process.execPath, [typedoc, '--emit', 'none'], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
});
