"""Checks of the described API that know what a stream is."""

import schemathesis


@schemathesis.check
def problem_schema_conformance(ctx, response, case):
    """A refusal is a problem as described. Bodies of streams are no single document, and so have no schema to hold."""
    if response.status_code >= 400:
        case.operation.validate_response(response, case=case)
