import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const projectDir = join(__dirname, '..', '..', '..');
const jarsDir = join(projectDir, '.cache', 'kafka-libs');
const installTimeoutMs = 300_000;
const toolTimeoutMs = 60_000;

/** Small start-up, no compiler threads to speak of: several brokers share a machine with the tests. */
export const javaOptions: readonly string[] = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Kafka's jars, and all they need. */
export const classPath = join(jarsDir, '*');

/** Whether Java is there, and Kafka's jars are or Maven can get them. */
export function javaRunsKafka(): boolean {
  return answers('java', '-version') && (existsSync(jarsDir) || answers('mvn', '--version'));
}

/** Gets Kafka's jars where they are not cached yet; several test processes may do so at once. */
export async function installJars(): Promise<void> {
  if (existsSync(jarsDir)) return;
  const partial = `${jarsDir}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const pom = join(__dirname, 'pom.xml');
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${partial}`];
  await run('mvn', ['--batch-mode', '--quiet', '--file', pom, ...goal], { timeout: installTimeoutMs });
  try {
    renameSync(partial, jarsDir);
  } catch {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Runs a Java program to its end, with lines as its input. */
export async function runJava(args: readonly string[], input = ''): Promise<void> {
  const running = run('java', [...javaOptions, '-cp', classPath, ...args], { timeout: toolTimeoutMs });
  running.child.stdin?.end(input);
  await running;
}

function answers(command: string, flag: string): boolean {
  return spawnSync(command, [flag], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
