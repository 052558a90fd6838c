import { Controller, Get, Header, Inject, UseFilters } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { HealthCheckResult, HealthIndicatorResult } from '@nestjs/terminus';
import { DEPENDENCY_PROBES } from '../../../application/dependency-probe.js';
import type { DependencyProbe } from '../../../application/dependency-probe.js';
import { ReadinessProbe } from '../../../application/readiness-probe.js';
import { UnhealthyFilter } from './unhealthy.filter.js';

/** Injection token of who can reach the health routes: `everybody` or `operators`. */
export const HEALTH_AUDIENCE = Symbol('health audience');

/** Reports the health of the service to people, monitors and orchestrators. */
@ApiTags('operations')
@Controller('health')
@UseFilters(UnhealthyFilter)
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    @Inject(DEPENDENCY_PROBES) private readonly dependencies: readonly DependencyProbe[],
    private readonly readiness: ReadinessProbe,
    @Inject(HEALTH_AUDIENCE) private readonly audience: 'everybody' | 'operators',
  ) {}

  @Get()
  @HealthCheck()
  @ApiOperation({ summary: 'Every dependency by name; 503 when one is down' })
  all(): Promise<HealthCheckResult> {
    return this.health.check(this.dependencies.map((dependency) => () => this.report(dependency)));
  }

  /** Checks nothing: a process that answers is alive, even while it drains. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Whether the process answers' })
  @ApiOkResponse({ schema: { type: 'object', properties: { status: { type: 'string' } } } })
  live(): { readonly status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @HealthCheck()
  @ApiOperation({ summary: 'Whether requests may be sent here; 503 when not' })
  ready(): Promise<HealthCheckResult> {
    const { ready, reasons } = this.readiness.ready();
    const session = this.indicators.check('ready');
    return this.health.check([() => (ready ? session.up() : session.down({ reasons }))]);
  }

  private report(dependency: DependencyProbe): HealthIndicatorResult {
    const { up, detail: publicDetail, operatorDetail } = dependency.check();
    const detail = this.audience === 'operators' ? (operatorDetail ?? publicDetail) : publicDetail;
    const session = this.indicators.check(dependency.name);
    return up ? session.up(detail) : session.down(detail);
  }
}
