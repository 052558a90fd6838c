import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installMs, startMs, stepMs } from '../limits.js';

const run = promisify(execFile);
const projectDir = join(__dirname, '..', '..', '..');

/** Small start-up, no compiler threads to speak of: several brokers share a machine with the tests. */
export const javaOptions: readonly string[] = [
  '-Xmx512m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  // To standard error, from where a test that fails quotes it.
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];

/** Kafka's jars, and all they need. */
export interface KafkaJars {
  /** Where they are kept. */
  readonly dir: string;
  /** Names them for Maven. */
  readonly pom: string;
}

/** Those of the newest Kafka. */
const newestJars: KafkaJars = {
  dir: join(projectDir, '.cache', 'kafka-libs'),
  pom: join(__dirname, 'pom.xml'),
};

/** Those of the last Kafka that writes message formats 0 and 1. */
export const olderJars: KafkaJars = {
  dir: join(projectDir, '.cache', 'kafka-3.9-libs'),
  pom: join(__dirname, 'pom-3.9.xml'),
};

/** Where Java finds them. */
export function classPathOf({ dir }: KafkaJars): string {
  return join(dir, '*');
}

/** Where Java finds those of the newest Kafka. */
export const classPath = classPathOf(newestJars);

/** Whether Java is there, and Kafka's jars are or Maven can get them. */
export function javaRunsKafka({ dir }: KafkaJars = newestJars): boolean {
  return answers('java', '-version') && (existsSync(dir) || answers('mvn', '--version'));
}

/** Gets Kafka's jars where they are not cached yet; several test processes may do so at once. */
export async function installJars({ dir, pom }: KafkaJars = newestJars): Promise<void> {
  if (existsSync(dir)) return;
  const partial = `${dir}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${partial}`];
  await run('mvn', ['--batch-mode', '--quiet', '--file', pom, ...goal], { timeout: installMs });
  try {
    renameSync(partial, dir);
  } catch {
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Runs a Java program to its end, with the newest Kafka's jars, and lines as its input. */
export async function runJava(args: readonly string[], input = ''): Promise<void> {
  await installJars();
  const running = run('java', [...javaOptions, '-cp', classPath, ...args], { timeout: startMs });
  running.child.stdin?.end(input);
  await running;
}

function answers(command: string, flag: string): boolean {
  return spawnSync(command, [flag], { stdio: 'ignore', timeout: stepMs }).status === 0;
}
