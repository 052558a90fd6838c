import type { Resource } from '../support/kustomize.js';

type Labels = Readonly<Record<string, string>>;

/** A selector of pods. */
interface Selector {
  readonly matchLabels: Labels;
}

/** What the tests need of a probe. */
export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

/** What the tests need of a container. */
export interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly memory: string };
  };
  readonly securityContext: object;
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly lifecycle: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

/** What the tests need of a Deployment's `spec`. */
export interface DeploymentSpec {
  readonly minReadySeconds: number;
  readonly selector: Selector;
  readonly strategy: {
    readonly rollingUpdate: { readonly maxUnavailable: number; readonly maxSurge: number };
  };
  readonly template: {
    readonly metadata: { readonly labels: Labels };
    readonly spec: {
      readonly terminationGracePeriodSeconds: number;
      readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
      readonly topologySpreadConstraints: readonly { readonly labelSelector: Selector }[];
      readonly containers: readonly [Container];
      readonly volumes: readonly {
        readonly name: string;
        readonly configMap?: { readonly name: string };
        readonly secret?: { readonly secretName: string };
      }[];
    };
  };
}

/** What the tests need of a Service's `spec`. */
export interface ServiceSpec {
  readonly selector: Labels;
  readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string }[];
}

/** What the tests need of a HorizontalPodAutoscaler's `spec`. */
export interface AutoscalerSpec {
  readonly scaleTargetRef: { readonly kind: string; readonly name: string };
  readonly minReplicas: number;
  readonly metrics: readonly {
    readonly pods?: {
      readonly metric: { readonly name: string };
      readonly target: { readonly averageValue: string };
    };
  }[];
}

/** What the tests need of a NetworkPolicy's `spec`. */
export interface NetworkPolicySpec {
  readonly podSelector: Selector;
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
}

interface PolicyRule {
  readonly ports: readonly { readonly port: number; readonly endPort?: number }[];
}

/** What one folder renders to. */
export class Rendered {
  constructor(readonly resources: readonly Resource[]) {}

  /** The one resource of a kind, of a name where there are several. @throws {Error} where it is not there */
  find(kind: string, name?: string): Resource {
    const found = this.resources.filter(
      (each) => each.kind === kind && (name === undefined || each.metadata.name === name),
    );
    if (found.length !== 1) throw new Error(`${found.length} resources are a ${kind} ${name ?? ''}`);
    return found[0]!;
  }

  /** @typeParam Spec what the test expects there; the schema was checked before */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  spec<Spec>(kind: string, name?: string): Spec {
    return this.find(kind, name)['spec'] as Spec;
  }

  get deployment(): DeploymentSpec {
    return this.spec('Deployment');
  }

  get container(): Container {
    return this.deployment.template.spec.containers[0];
  }

  /** The text of the file that the container finds at a path: of a ConfigMap or a Secret. */
  fileAt(path: string): string {
    const mount = this.container.volumeMounts.find(({ mountPath }) => path.startsWith(`${mountPath}/`));
    const volume = this.deployment.template.spec.volumes.find(({ name }) => name === mount?.name);
    const file = path.slice((mount?.mountPath.length ?? 0) + 1);
    const dataOf = (kind: string, name: string): string =>
      (this.find(kind, name)['data'] as Readonly<Record<string, string>>)[file] ?? '';
    if (volume?.configMap) return dataOf('ConfigMap', volume.configMap.name);
    return Buffer.from(dataOf('Secret', volume?.secret?.secretName ?? ''), 'base64').toString();
  }
}
