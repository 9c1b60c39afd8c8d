"""Online Chat's sidecar: routes conversations between a shop's visitors and operators."""

__version__ = "0.1.0"
