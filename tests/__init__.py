"""Tests, in the rooms of the sidecar."""
