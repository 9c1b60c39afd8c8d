"""Samples that Python, TypeScript and PHP read alike."""
