import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseSettings } from '../../src/infrastructure/config/load-settings.js';
import { parseKafkaConf } from '../../src/infrastructure/kafka/parse-kafka-conf.js';
import { projectRoot } from '../tooling/planted-project.js';

const page = readFileSync(join(projectRoot, 'docs', 'deploying.md'), 'utf8');
const blocksOf = (language: string): readonly string[] =>
  Array.from(page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm')), ([, code = '']) => code);

describe('docs/deploying.md', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'eventstreams-pem-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each(blocksOf('yaml').map((code, index) => [index + 1, code]))(
    'has a configuration of Kafka that is taken as it stands, with the files that it names (%i)',
    (_, code) => {
      for (const name of ['ca', 'cert', 'key'])
        writeFileSync(join(folder, `${name}.pem`), '-----BEGIN TEST-----');
      const here = code.replaceAll('/etc/eventstreams', folder);
      const { settings } = parseSettings({ stream_config_uri: 'streams.yaml', ...(parse(here) as object) });
      const warnings: string[] = [];
      const conf = parseKafkaConf(settings.kafka?.conf ?? {}, (message) => warnings.push(message));
      expect(conf.tls).toMatchObject({ ca: '-----BEGIN TEST-----', rejectUnauthorized: true });
      expect(warnings).toEqual([]);
    },
  );

  it('names files and folders that are there', () => {
    const commands = blocksOf('sh').join('');
    const paths = `${commands} ${page}`.match(/\bdeploy\/[\w./-]*\w/g) ?? [];
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });

  it('says the times of the base', () => {
    const { spec } = parse(
      readFileSync(join(projectRoot, 'deploy/kubernetes/base/deployment.yaml'), 'utf8'),
    ) as {
      readonly spec: {
        readonly minReadySeconds: number;
        readonly template: { readonly spec: { readonly terminationGracePeriodSeconds: number } };
      };
    };
    expect(page).toContain(
      `\`terminationGracePeriodSeconds\` is ${spec.template.spec.terminationGracePeriodSeconds}`,
    );
    expect(page).toContain(`${spec.minReadySeconds} s apart (\`minReadySeconds\`)`);
  });
});
