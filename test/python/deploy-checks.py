"""Holds a document of deployment, JSON on standard input, to what reads it, and prints what is wrong as a JSON list.

deploy-checks.py compose                 a Compose file, its merge keys resolved
deploy-checks.py envoy                   a bootstrap of Envoy
deploy-checks.py kubernetes <version>    a list of resources; unknown fields are wrong too
"""

import json
import sys


def compose(document):
    from compose_spec import PyCompose

    try:
        PyCompose.from_json(json.dumps(document)).validate()
    except ValueError as error:
        return [str(error)]
    return []


def envoy(document):
    try:
        check_message('envoy.config.bootstrap.v3.Bootstrap', document)
    except (AttributeError, ImportError, KeyError, TypeError, ValueError) as error:
        return [f'{type(error).__name__}: {error}']
    return []


def check_message(name, value):
    """Each typed_config is held to the message that its @type names, and left out of what is around it."""
    import importlib

    module, _, message = name.removeprefix('type.googleapis.com/').rpartition('.')
    getattr(importlib.import_module(f'envoy_data_plane.{module}'), message).from_dict(without_typed(value))


def without_typed(value):
    if isinstance(value, list):
        return [without_typed(item) for item in value]
    if not isinstance(value, dict):
        return value
    for member in value.values():
        if isinstance(member, dict) and '@type' in member:
            check_message(member['@type'], {key: item for key, item in member.items() if key != '@type'})
    return {
        name: without_typed(member)
        for name, member in value.items()
        if not (isinstance(member, dict) and '@type' in member)
    }


def kubernetes(resources, version):
    import kubernetes_validate

    problems = []
    for resource in resources:
        try:
            kubernetes_validate.validate(resource, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            path = '/'.join(str(part) for part in error.path)
            problems.append(f'{resource["kind"]} {path}: {error.message}')
        except kubernetes_validate.SchemaNotFoundError as error:
            problems.append(error.message)
    return problems


checks = {check.__name__: check for check in (compose, envoy, kubernetes)}
print(json.dumps(checks[sys.argv[1]](json.load(sys.stdin), *sys.argv[2:])))
