import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from 'kafkajs';
import type { AclEntry, Admin } from 'kafkajs';
import { credentials } from './broker-files.js';

/** What a rule is about. */
export type Operation = 'DESCRIBE' | 'READ';

/** Who may do what with topics, on a broker started with `acls`; about who logs in at its secure listener. */
export class TopicRules {
  constructor(private readonly admin: Admin) {}

  /** Forbids an operation. Whoever may not read a topic is not told of it either, unless that is allowed. */
  async deny(topic: string, operation: Operation): Promise<void> {
    await this.admin.createAcls({ acl: [rule(topic, operation, AclPermissionTypes.DENY)] });
  }

  /** Allows an operation, and with that forbids those that no rule allows. */
  async allowOnly(topic: string, operation: Operation): Promise<void> {
    await this.admin.createAcls({ acl: [rule(topic, operation, AclPermissionTypes.ALLOW)] });
  }

  /** Removes all rules about a topic: everything is allowed. */
  async clear(topic: string): Promise<void> {
    await this.admin.deleteAcls({
      filters: [
        {
          resourceType: AclResourceTypes.TOPIC,
          resourceName: topic,
          resourcePatternType: ResourcePatternTypes.LITERAL,
          operation: AclOperationTypes.ANY,
          permissionType: AclPermissionTypes.ANY,
        },
      ],
    });
  }
}

function rule(topic: string, operation: Operation, permissionType: AclPermissionTypes): AclEntry {
  return {
    resourceType: AclResourceTypes.TOPIC,
    resourceName: topic,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    principal: `User:${credentials.username}`,
    host: '*',
    operation: AclOperationTypes[operation],
    permissionType,
  };
}
