import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { projectRoot } from './planted-project.js';
import { testTimeoutMs } from '../support/limits.js';

describe('the audit', () => {
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  let folder: string;

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'audit-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What the command says, and its exit code, where npm says this of vulnerabilities. */
  function audit(answer: object): readonly [string, number | null] {
    writeFileSync(join(folder, 'answer.json'), JSON.stringify(answer));
    const script = `#!/bin/sh\n[ "$1" = audit ] && exec cat "${folder}/answer.json"\nexec "${npm}" "$@"\n`;
    writeFileSync(join(folder, 'npm'), script);
    chmodSync(join(folder, 'npm'), 0o755);
    const { stdout, status } = spawnSync(process.execPath, [join(projectRoot, 'scripts/audit.mjs')], {
      cwd: projectRoot,
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` },
      encoding: 'utf8',
    });
    return [stdout.trim(), status];
  }

  const of = (name: string, severity: string): object => ({
    [name]: { name, severity, via: [{ title: 'It can be read' }] },
  });

  it(
    'fails at what is high or critical in what is shipped, the page included',
    () => {
      expect(audit({ vulnerabilities: { ...of('pino', 'high'), ...of('jest', 'critical') } })).toEqual([
        'high: pino: It can be read\n1 vulnerabilities in what is shipped, 1 in what builds and tests it',
        1,
      ]);
      expect(audit({ vulnerabilities: of('vue', 'critical') })[1]).toBe(1);
    },
    testTimeoutMs,
  );

  it(
    'names what is less, and does not fail at it',
    () => {
      expect(audit({ vulnerabilities: of('pino', 'moderate') })).toEqual([
        'moderate: pino: It can be read\n1 vulnerabilities in what is shipped, 0 in what builds and tests it',
        0,
      ]);
    },
    testTimeoutMs,
  );

  it(
    'says so where the registry knows nothing, and does not fail',
    () => {
      expect(audit({ error: { code: 'ENOAUDIT' } })).toEqual([
        'Nothing is known: the registry cannot be asked for vulnerabilities from here',
        0,
      ]);
    },
    testTimeoutMs,
  );
});
