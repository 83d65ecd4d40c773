# Renders Jinja templates, as Home Assistant does: a JSON list of [template, variables] in, a JSON list of texts out.
import json
import sys

from jinja2.sandbox import SandboxedEnvironment

environment = SandboxedEnvironment()
print(json.dumps([environment.from_string(template).render(variables) for template, variables in json.load(sys.stdin)]))
